"""Meetings and their agendas, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports import notes
from regional20x10.shared.tables import DAY, WHOLE, Column, Table

MEETINGS = [
    Column("committee", gettext_lazy("Committee"), lambda r: r.committee.organization.name, width=40),
    Column("number", gettext_lazy("Meeting, number"), lambda r: r.number, WHOLE),
    Column("held_on", gettext_lazy("Day"), lambda r: r.held_on, DAY),
    Column("place", gettext_lazy("Place"), lambda r: r.place),
    Column("state", gettext_lazy("State"), lambda r: r.get_state_display()),
    Column("points", gettext_lazy("Points of the agenda"), lambda r: r.points, WHOLE),
    Column("decided", gettext_lazy("Decisions"), lambda r: r.decided, WHOLE),
    Column("present", gettext_lazy("Present or represented"), lambda r: r.present, WHOLE),
]
AGENDA = [
    Column("number", gettext_lazy("Number"), lambda r: r.number, WHOLE),
    Column("point", gettext_lazy("Point"), lambda r: r.said, width=60),
    Column("source", gettext_lazy("Why"), lambda r: r.get_source_display(), width=40),
    Column("why", gettext_lazy("Reasons"), lambda r: " ".join(r.why), width=60),
    Column("details", gettext_lazy("Details"), lambda r: r.details, width=40),
    Column("project", gettext_lazy("Factory"), lambda r: r.project and r.project.code),
    Column("county", gettext_lazy("County, code"), lambda r: r.place and r.place.code, width=12),
    Column("request", gettext_lazy("Request"), lambda r: r.request and r.request.number),
    Column("decision", gettext_lazy("Overdue decision"), lambda r: r.decision and r.decision.number),
    Column("outcome", gettext_lazy("What came of it"), lambda r: r.outcome, width=60),
]


def meetings(rows, user, as_of, filters):
    """`rows` a queryset as committees.meetings.listed() gives it."""
    return Table(_("Meetings of the committee"), MEETINGS, rows, rows.count(), notes(user, as_of, filters))


def agenda(points, meeting, user, as_of):
    """`points` as committees.agenda.points() gives them; those taken off are left out."""
    rows = [point for point in points if point.number]
    title = _("Agenda of meeting %(number)s") % {"number": meeting.number}
    return Table(title, AGENDA, rows, len(rows), notes(user, as_of))
