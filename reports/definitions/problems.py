"""Figures of what held factories up: delays, findings, shortages, complaints."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

SOURCE = "docs/domain.md"

DEFINITIONS = {
    "delay_days": Definition(
        _("Days lost"), "days",
        _("The sum of the days that the ten-day returns in force give for causes of delay. Two causes on one day count"
          " twice."), SOURCE,
    ),
    "delay_projects": Definition(
        _("Factories that gave it"), "count", _("Factories that gave the cause in a return in force."), SOURCE,
    ),
    "findings_made": Definition(
        _("Findings"), "count", _("Findings of inspections up to the day; unknown where none was made."), SOURCE,
    ),
    "findings_closed": Definition(_("Findings closed"), "count", _("Closed by who inspects."), SOURCE),
    "findings_overdue": Definition(
        _("Findings overdue"), "count", _("Open though the day to mend them has passed."), SOURCE,
    ),
    "sites_short": Definition(
        _("Sites short of a material"), "count",
        _("Sites for which a material will be short within 60 days, with all that is expected to arrive."), SOURCE,
    ),
    "complaints_received": Definition(
        _("Complaints of residents"), "count", _("In force in the registers up to the day."), SOURCE,
    ),
    "complaints_open": Definition(_("Complaints open"), "count", _("Without a reply."), SOURCE),
    "complaints_overdue": Definition(
        _("Complaints overdue"), "count", _("Without a reply though its day has passed."), SOURCE,
    ),
    "complaints_in_time": Definition(
        _("Complaints replied to in time"), "count", _("By the day the reply was due."), SOURCE,
    ),
    "complaints_late": Definition(_("Complaints replied to late"), "count", _("After the day it was due."), SOURCE),
    "complaints_in_time_percent": Definition(
        _("Complaints replied to in time, %"), "percent", _("Of those replied to or overdue."), SOURCE,
    ),
    "complaints_median_days": Definition(
        _("Days to a reply"), "days", _("The median, of those replied to."), SOURCE,
    ),
}  # fmt: skip

MISSING = {
    "return": _("No ten-day return of it stands."),
    "inspection": _("It was never inspected."),
    "demand_unknown": _("No demand for materials is entered."),
}
