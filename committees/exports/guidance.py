"""Guidance notes as a table to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports import notes
from regional20x10.shared.tables import DAY, WHOLE, Column, Table

COLUMNS = [
    Column("number", gettext_lazy("Number"), lambda r: r.number, width=12),
    Column("title", gettext_lazy("Subject"), lambda r: r.title, width=40),
    Column("text", gettext_lazy("Guidance"), lambda r: r.text, width=60),
    Column("project", gettext_lazy("Factory"), lambda r: r.project and r.project.code),
    Column("county", gettext_lazy("County"), lambda r: r.place and r.place.name),
    Column("written_on", gettext_lazy("Written on"), lambda r: r.written_on, DAY),
    Column("reply_by", gettext_lazy("Reply by"), lambda r: r.reply_by, DAY),
    Column("addressed", gettext_lazy("Bodies addressed"), lambda r: r.n_all, WHOLE),
    Column("in_time", gettext_lazy("Replied in time"), lambda r: r.n_in_time, WHOLE),
    Column("late", gettext_lazy("Replied late"), lambda r: r.n_late, WHOLE),
    Column("waiting", gettext_lazy("Wait for a reply"), lambda r: r.n_waiting, WHOLE),
    Column("overdue", gettext_lazy("Overdue"), lambda r: r.n_overdue, WHOLE),
]


def guidance_notes(rows, user, as_of, filters):
    """`rows` a queryset as guidance.seen_by() gives it."""
    return Table(_("Guidance notes"), COLUMNS, rows, rows.count(), notes(user, as_of, filters))
