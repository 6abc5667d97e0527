"""Figures of what factories produced, of their life once they are built, and of the demand they meet."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

SOURCE = "docs/domain.md"

DEFINITIONS = {
    "output_t": Definition(
        _("Output, t"), "tonnes",
        _("The sum of the year’s months of which the return that stands is verified. Others count nothing."), SOURCE,
    ),
    "plan_t": Definition(
        _("Plan of these months, t"), "tonnes",
        _("The year’s plan, shared by days, of the verified months. Above: of factories with a plan."), SOURCE,
    ),
    "plan_met_percent": Definition(
        _("Plan met, %"), "percent",
        _("Output / plan of the same verified months. Above: of factories whose plan is known."), SOURCE,
    ),
    "capacity_t": Definition(
        _("Capacity of these months, t"), "tonnes", _("The capacity, shared by days, of the verified months."), SOURCE,
    ),
    "capacity_used_percent": Definition(
        _("Capacity used, %"), "percent",
        _("Output / capacity of the same verified months. Above: of factories whose capacity is known."), SOURCE,
    ),
    "downtime_hours": Definition(
        _("Hours of downtime"), "count", _("The sum of all causes over the verified months."), SOURCE,
    ),
    "months_due": Definition(
        _("Months to be reported"), "count",
        _("Months of the year that have ended, from the one after the gate “operate”, and those reported before."),
        SOURCE,
    ),
    "months_verified": Definition(
        _("Months verified"), "count", _("Those of them of which the return that stands is verified."), SOURCE,
    ),
    "factories_due": Definition(
        _("Factories that are to produce"), "count", _("Factories with a month to be reported."), SOURCE,
    ),
    "factories_producing": Definition(
        _("Factories that reported production"), "count", _("Factories with a verified month of the year."), SOURCE,
    ),
    "factories_silent": Definition(
        _("Factories without verified production"), "count",
        _("Factories with a month to be reported and none that is verified."), SOURCE,
    ),
    "factories_total": Definition(
        _("Factories, all years"), "count", _("The year’s factories and those built in earlier years."), SOURCE,
    ),
    "factories_built": Definition(_("Built, all years"), "count", _("All work is verified as finished."), SOURCE),
    "factories_commissioned": Definition(
        _("Commissioned, all years"), "count", _("The gate “commission” is passed."), SOURCE,
    ),
    "factories_operating": Definition(_("Operating, all years"), "count", _("The gate “operate” is passed."), SOURCE),
    "factories_counting": Definition(
        _("Counting, all years"), "count",
        _("Utilisation over the months looked at is as high as the programme year asks for."), SOURCE,
    ),
    "factories_fallen_out": Definition(
        _("Fallen out, all years"), "count", _("It counted and does no longer."), SOURCE,
    ),
    "factories_idle": Definition(
        _("Operating and not counting"), "count", _("Factories that could count and do not."), SOURCE,
    ),
    "made_t": Definition(
        _("Output in the months that count, t"), "tonnes",
        _("Of places and months of which every factory that makes the product reported."), SOURCE,
    ),
    "demand_t": Definition(
        _("Demand of the same months, t"), "tonnes",
        _("Population × kilograms a head and year / 1,000, shared by days, of the same places and months."), SOURCE,
    ),
    "demand_met_percent": Definition(
        _("Demand met, %"), "percent", _("Output / demand of the same places and months."), SOURCE,
    ),
    "demand_known": Definition(
        _("Places of which it is known"), "count", _("Both output and demand are known."), SOURCE,
    ),
}  # fmt: skip

MISSING = {
    "production": _("No production return of the month was verified."),
    "demand": _("What its people need, or what its factories made, is not known."),
}
