"""Decisions as a table to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import DecisionState
from factories.exports import notes
from regional20x10.shared.tables import DAY, Column, Table

COLUMNS = [
    Column("number", gettext_lazy("Number"), lambda r: r.number, width=12),
    Column("text", gettext_lazy("Decision"), lambda r: r.text, width=60),
    Column("owner_code", gettext_lazy("Owner, code"), lambda r: r.owner.code, width=16),
    Column("owner", gettext_lazy("Owner"), lambda r: r.owner.name),
    Column("made_on", gettext_lazy("Decided on"), lambda r: r.made_on, DAY),
    Column("due_first", gettext_lazy("Due at first"), lambda r: r.due_first, DAY),
    Column("due_on", gettext_lazy("Due"), lambda r: r.due_then, DAY),
    Column("state", gettext_lazy("State"), lambda r: DecisionState(r.state_then).label, width=20),
    Column("overdue", gettext_lazy("Overdue"), lambda r: _("yes") if r.overdue else _("no"), width=10),
    Column("meeting", gettext_lazy("Meeting"), lambda r: r.meeting),
    Column("request", gettext_lazy("Request"), lambda r: r.request and r.request.number, width=12),
    Column("projects", gettext_lazy("Factories"), lambda r: ", ".join(row.code for row in r.projects.all())),
    Column("counties", gettext_lazy("Counties"), lambda r: ", ".join(row.code for row in r.counties.all())),
]


def decisions(rows, user, as_of, filters):
    """`rows` a queryset as decisions.seen_by() gives it, with its projects and counties."""
    return Table(_("Decisions"), COLUMNS, rows, rows.count(), notes(user, as_of, filters))
