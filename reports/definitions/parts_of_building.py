"""Figures of what building takes: money, materials, equipment, and what inspections found."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

FUNDS = "docs/domain.md, “Funds”"
SUPPLIES = "docs/domain.md, “Supplies”"
EQUIPMENT = "docs/domain.md, “Equipment”"
INSPECTIONS = "docs/domain.md, “Inspections”"

DEFINITIONS = {
    "budget": Definition(
        _("Budget"),
        "money",
        _("The budget of the factory. Above: the sum of those known, where all factories are in one currency."),
        FUNDS,
    ),
    "funds_allocated": Definition(
        _("Funds allocated"),
        "money",
        _(
            "Of a factory: the sum of the allocations in force on the day, in its currency. "
            "Above: the sum of the factories of which it is known, where all are in one currency."
        ),
        FUNDS,
    ),
    "funds_disbursed": Definition(
        _("Funds disbursed"),
        "money",
        _(
            "Of a factory: the sum of the disbursements in force on the day, in its currency. "
            "Above: the sum of the factories of which it is known, where all are in one currency."
        ),
        FUNDS,
    ),
    "funds_committed": Definition(
        _("Funds committed"),
        "money",
        _(
            "Of a factory: the sum of the contracts and orders in force on the day, in its currency. "
            "Above: the sum of the factories of which it is known, where all are in one currency."
        ),
        FUNDS,
    ),
    "funds_spent": Definition(
        _("Funds spent"),
        "money",
        _(
            "Of a factory: over its periods, what the return that stands says was spent (the latest version handed in "
            "by the day and not sent back). Above: the sum of the factories of which it is known, where all are in one "
            "currency."
        ),
        FUNDS,
    ),
    "cover_days": Definition(
        _("Cover of the scarcest material, days"),
        "days",
        _(
            "Days to the first due day on which the stock alone (delivered, less demand × claimed % of its work "
            "package) is less than all that is due by then; 365 if it never is; of several materials the scarcest."
        ),
        SUPPLIES,
    ),
    "short_on": Definition(
        _("First day on which a material is short"),
        "date",
        _(
            "Of a factory: the first due day within 60 days on which stock and arrivals by then are less than what the "
            "work still needs by then. Above: the first such day of any factory."
        ),
        SUPPLIES,
    ),
    "short_material": Definition(
        _("Material short first"), "text", _("The material that is short on the first such day."), SUPPLIES
    ),
    "short": Definition(
        _("Factories short of a material"),
        "count",
        _("Factories for which a material will be short within 60 days, with all that is expected to arrive."),
        SUPPLIES,
    ),
    "equipment_needed": Definition(
        _("Equipment, pieces needed"),
        "count",
        _("The sum of the pieces of the list of equipment, as it is."),
        EQUIPMENT,
    ),
    "equipment_installed": Definition(
        _("Equipment, pieces installed"),
        "count",
        _("Of a factory: the sum of the pieces installed by its latest return handed in. Above: the sum of factories."),
        EQUIPMENT,
    ),
    "equipment_below": Definition(
        _("Equipment items below the reference level"),
        "count",
        _("Items of which a level is chosen, and which is lower than that of the reference county’s factories."),
        EQUIPMENT,
    ),
    "findings_open": Definition(
        _("Findings not closed"),
        "count",
        _(
            "Findings of inspections made by the day and not closed by it; one said to be resolved is open until the "
            "inspector closes it. Not known without an inspection."
        ),
        INSPECTIONS,
    ),
    "findings_critical": Definition(
        _("Critical findings not closed"),
        "count",
        _("Those of the findings not closed that are critical."),
        INSPECTIONS,
    ),
}

MISSING = {
    "no_budget": _("It has no budget."),
    "no_allocation": _("No allocation to it is entered."),
    "no_disbursement": _("No disbursement to it is entered."),
    "no_commitment": _("No contract or order of it is entered."),
    "no_expenditure": _("No return of it says what was spent."),
    "several_currencies": _("Its factories are not all in one currency."),
    "no_demand": _("No demand for materials is entered."),
    "no_equipment_list": _("It has no list of equipment."),
    "no_equipment_return": _("Its latest return says nothing of equipment."),
}
