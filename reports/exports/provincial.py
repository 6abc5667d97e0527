"""The state of the provinces' reports on a year as a table to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports import notes
from regional20x10.shared.tables import DAY, MOMENT, WHOLE, Column, Table

COLUMNS = [
    Column("province", gettext_lazy("Province, code"), lambda r: r.province.code, width=12),
    Column("name", gettext_lazy("Province"), lambda r: r.province.name),
    Column("state", gettext_lazy("State"), lambda r: r.state_words, width=14),
    Column("due_on", gettext_lazy("Due"), lambda r: r.due_on, DAY),
    Column("days_late", gettext_lazy("Days late"), lambda r: r.days_late, WHOLE),
    Column("submitted_at", gettext_lazy("Submitted"), lambda r: r.report and r.report.submitted_at, MOMENT),
    Column("as_of", gettext_lazy("Figures as of"), lambda r: r.report and r.report.as_of, DAY),
    Column("decided_at", gettext_lazy("Decided on"), lambda r: r.report and r.report.decided_at, MOMENT),
    Column("waits_for", gettext_lazy("Who must do what"), lambda r: r.waits_for, width=50),
]


def provincial_table(rows, year, user, as_of):
    """`rows`: [composing.due.Line]."""
    title = _("Provincial reports on %(year)s") % {"year": year}
    return Table(title, COLUMNS, rows, len(rows), notes(user, as_of))
