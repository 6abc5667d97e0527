"""Requests between bodies, and how bodies answer them, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports import notes
from regional20x10.shared.tables import DAY, MOMENT, NUMBER, WHOLE, Column, Table

REQUESTS = [
    Column("number", gettext_lazy("Number"), lambda r: r.number, width=12),
    Column("what", gettext_lazy("What is needed"), lambda r: r.what, width=60),
    Column("project", gettext_lazy("Factory, code"), lambda r: r.project and r.project.code, width=22),
    Column("county", gettext_lazy("County, code"), lambda r: r.place.code, width=12),
    Column("county_name", gettext_lazy("County"), lambda r: r.place.name),
    Column("province_name", gettext_lazy("Province"), lambda r: r.place.province.name),
    Column("owed_by", gettext_lazy("Blocked by"), lambda r: r.owner_name),
    Column("asked_by", gettext_lazy("Owed to"), lambda r: r.asked_by.name),
    Column("asked_on", gettext_lazy("Asked on"), lambda r: r.asked_on, DAY),
    Column("due_on", gettext_lazy("Due"), lambda r: r.due_on, DAY),
    Column("delay_days", gettext_lazy("Days of delay"), lambda r: r.delay_days, WHOLE),
    Column("state", gettext_lazy("State"), lambda r: r.state_said, width=24),
    Column("promised_on", gettext_lazy("Promised for"), lambda r: r.promised_then, DAY),
    Column("level", gettext_lazy("Climbed to"), lambda r: r.level_said, width=24),
    Column("overdue", gettext_lazy("Overdue"), lambda r: _("yes") if r.overdue else _("no"), width=10),
    Column("answered_at", gettext_lazy("First answer"), lambda r: r.answered_at, MOMENT),
    Column("done_at", gettext_lazy("Done"), lambda r: r.done_at, MOMENT),
]


def listed(rows, user, as_of, filters):
    """`rows` a queryset as requests.seen_by() gives it."""
    return Table(_("Requests between bodies"), REQUESTS, rows, rows.count(), notes(user, as_of, filters))


OWED = [
    ("asked", gettext_lazy("Asked of it"), lambda c: c.asked, WHOLE),
    ("waiting", gettext_lazy("Not met"), lambda c: c.waiting, WHOLE),
    ("overdue", gettext_lazy("Overdue"), lambda c: c.overdue, WHOLE),
    ("oldest_days", gettext_lazy("Oldest not met, days"), lambda c: c.oldest, WHOLE),
    ("at_province", gettext_lazy("At the province"), lambda c: c.province, WHOLE),
    ("at_lead", gettext_lazy("At the member in charge"), lambda c: c.lead, WHOLE),
    ("at_committee", gettext_lazy("At the committee"), lambda c: c.committee, WHOLE),
    ("done", gettext_lazy("Done"), lambda c: c.done, WHOLE),
    ("in_time_percent", gettext_lazy("Done in time, %"), lambda c: c.in_time_percent, NUMBER),
    ("answer_days_median", gettext_lazy("Days to the first answer, median"), lambda c: c.answer.median, NUMBER),
    ("answer_days_90", gettext_lazy("Days to the first answer, 90th percentile"), lambda c: c.answer.most, NUMBER),
    ("done_days_median", gettext_lazy("Days until done, median"), lambda c: c.completion.median, NUMBER),
    ("done_days_90", gettext_lazy("Days until done, 90th percentile"), lambda c: c.completion.most, NUMBER),
]
MADE = [
    ("asked", gettext_lazy("Asked by it"), lambda c: c.asked, WHOLE),
    ("waiting", gettext_lazy("It waits for"), lambda c: c.waiting, WHOLE),
    ("overdue", gettext_lazy("It waits for, overdue"), lambda c: c.overdue, WHOLE),
]


def _columns(side, figures):
    """The columns of one side of a Line: what it owes, or what it made."""
    return [
        Column(f"{side}_{name}", heading, lambda line, value=value: value(getattr(line, side)), kind)
        for name, heading, value, kind in figures
    ]


BOARD = [
    Column("body", gettext_lazy("Body, code"), lambda line: line.body.code, width=22),
    Column("body_name", gettext_lazy("Body"), lambda line: line.body.name, width=40),
    *_columns("owed", OWED),
    *_columns("made", MADE),
]


def board(found, user, as_of, filters):
    """`found` a requests.Board."""
    return Table(_("Requests by body"), BOARD, found.lines, len(found.lines), notes(user, as_of, filters))
