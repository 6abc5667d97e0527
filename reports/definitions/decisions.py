"""Figures of meetings, decisions, lessons, carry-overs and provincial reports."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

SOURCE = "docs/domain.md"
_MADE = _("Of decisions of the year, and of those about its places and factories, as they stood on the day.")

DEFINITIONS = {
    "meetings_held": Definition(_("Meetings held"), "count", _("Sessions of the committee in the year."), SOURCE),
    "decisions_made": Definition(_("Decisions"), "count", _MADE, SOURCE),
    "decisions_open": Definition(_("Decisions open"), "count", _("Not done, those overdue among them."), SOURCE),
    "decisions_overdue": Definition(
        _("Decisions overdue"), "count", _("Not done though their day has passed."), SOURCE,
    ),
    "decisions_done": Definition(_("Decisions said to be done"), "count", _("And not closed."), SOURCE),
    "decisions_closed": Definition(
        _("Decisions closed"), "count", _("Closed by somebody else than their owner."), SOURCE,
    ),
    "decisions_withdrawn": Definition(_("Decisions withdrawn"), "count", _("Withdrawn by the committee."), SOURCE),
    "lessons_taught": Definition(_("Lessons of the year"), "count", _("Written down for the years after it."), SOURCE),
    "carried_in": Definition(
        _("Factories carried into the year"), "count",
        _("Not finished when their own year was closed, nor before this year began."), SOURCE,
    ),
    "unfinished": Definition(
        _("Factories not finished"), "count", _("Factories of the year that are not verified as finished."), SOURCE,
    ),
    "carried_over": Definition(
        _("Factories carried over at the close"), "count", _("Unknown before the year is closed."), SOURCE,
    ),
    "places_next": Definition(
        _("Places of the next year"), "count", _("Places in the plans of the year that follows."), SOURCE,
    ),
    "reports_submitted": Definition(
        _("Provincial reports submitted"), "count", _("Signed by the province and not sent back."), SOURCE,
    ),
    "reports_accepted": Definition(_("Provincial reports accepted"), "count", _("Accepted by the committee."), SOURCE),
}  # fmt: skip

MISSING = {
    "provincial_report": _("Its report is not there: not written, not submitted, sent back, or not accepted yet."),
    "year_open": _("The year is not closed."),
    "standing": _("Where it stands is not known."),
}
