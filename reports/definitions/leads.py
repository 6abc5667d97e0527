"""Figures of the members in charge of counties, and of what bodies ask of each other."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reports.definitions import Definition

SOURCE = "docs/domain.md"
_ASKED = _(
    "Of requests about the year’s places and factories, as they stood on the day; withdrawn ones are not among them."
)

DEFINITIONS = {
    "counties_led": Definition(
        _("Places with a member in charge"), "count", _("A charge of the place is held on the day."), SOURCE,
    ),
    "counties_unled": Definition(
        _("Places without a member in charge"), "count", _("No charge is held on the day."), SOURCE,
    ),
    "counties_visited": Definition(
        _("Places visited"), "count", _("With a visit of their member in charge in the year."), SOURCE,
    ),
    "visits": Definition(
        pgettext_lazy("of a member in charge", "Visits"), "count", _("Visits of the member in charge in the year."),
        SOURCE,
    ),
    "requests_asked": Definition(_("Requests"), "count", _ASKED, SOURCE),
    "requests_promised": Definition(_("Promised"), "count", _("Promised or done."), SOURCE),
    "requests_done": Definition(_("Said to be done"), "count", _("And not disputed."), SOURCE),
    "requests_confirmed": Definition(_("Confirmed"), "count", _("By the body that asked."), SOURCE),
    "requests_waiting": Definition(
        _("Requests that wait"), "count", _("For an answer, or promised, or declined."), SOURCE,
    ),
    "requests_overdue": Definition(
        _("Requests overdue"), "count", _("Of those that wait: their day has passed."), SOURCE,
    ),
    "requests_in_time_percent": Definition(
        _("Requests met in time, %"), "percent", _("Of those done or overdue."), SOURCE,
    ),
    "requests_answer_days": Definition(
        _("Days to the first answer"), "days", _("The median, of those answered."), SOURCE,
    ),
    "requests_oldest_days": Definition(
        _("Days the oldest has waited"), "days", _("Of those that wait, since it was asked."), SOURCE,
    ),
    "requests_lead": Definition(
        _("Requests at the member in charge"), "count", _("Of those that wait, climbed as high as that."), SOURCE,
    ),
    "requests_committee": Definition(
        _("Requests at the committee"), "count", _("Of those that wait, climbed as high as that."), SOURCE,
    ),
}  # fmt: skip

MISSING = {
    "lead": _("No member is in charge of it."),
}
