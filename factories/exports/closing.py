"""Built factories with their stage, what was carried over, and lessons, as tables to be downloaded."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.exports.notes import notes
from factories.exports.records import OF_PROJECT
from regional20x10.shared.tables import DAY, NUMBER, WHOLE, Column, Table

OPERATING = [
    *OF_PROJECT,
    Column("stage", gettext_lazy("Stage"), lambda r: r.stage.label, width=16),
    Column("finished_on", gettext_lazy("Finished"), lambda r: r.finished_on, DAY),
    Column("since_finish", gettext_lazy("Months since it was finished"), lambda r: r.since_finish, WHOLE),
    Column("commissioned_on", gettext_lazy("Commissioned"), lambda r: r.commissioned_on, DAY),
    Column("operates_since", gettext_lazy("Allowed to operate"), lambda r: r.operates_since, DAY),
    Column("counted_since", gettext_lazy("Counts since"), lambda r: r.counted_since, DAY),
    Column("fell_out_on", gettext_lazy("Fell out"), lambda r: r.fell_out_on, DAY),
    Column("months_reported", gettext_lazy("Of the months looked at, reported"), lambda r: r.months_reported, WHOLE),
    Column("utilisation_percent", gettext_lazy("Utilisation, %"), lambda r: r.utilisation_percent, NUMBER),
    Column("produced_until", gettext_lazy("Last month verified"), lambda r: r.produced_until, DAY),
    Column("cause", gettext_lazy("Why it does not count"), lambda r: r.idle and r.idle.said, width=24),
    Column("cause_hours", gettext_lazy("Downtime of that cause, hours"), lambda r: r.idle and r.idle.hours, NUMBER),
]


def operating(rows, user, as_of, filters):
    """Built factories, `rows` those of operating.told()."""
    return Table(_("Built factories"), OPERATING, rows, len(rows), notes(user, as_of, filters))


CARRIED = [
    *OF_PROJECT[:-1],
    Column("year", gettext_lazy("Programme year"), lambda r: r.program_year.year, WHOLE),
    Column("original_on", gettext_lazy("Original finish"), lambda r: r.original_on, DAY),
    Column("why", gettext_lazy("Why it was not finished"), lambda r: r.why, width=60),
]


def carried(rows, year, user, as_of):
    """What was carried over when `year` was closed, rows of CarryOver."""
    title = _("Factories carried over from %(year)s") % {"year": year}
    return Table(title, CARRIED, rows, len(rows), notes(user, as_of))


LESSONS = [
    Column("lesson", gettext_lazy("What to check"), lambda r: r.asked, width=60),
    Column("year", gettext_lazy("Programme year"), lambda r: r.program_year.year, WHOLE),
    Column("gate", gettext_lazy("Before the gate"), lambda r: r.get_gate_display(), width=16),
    Column("type", gettext_lazy("Type of factory"), lambda r: r.factory_type and r.factory_type.name),
    Column("cause", gettext_lazy("Cause"), lambda r: r.get_cause_display()),
    Column("what", gettext_lazy("What happened"), lambda r: r.what, width=60),
    Column("retired", gettext_lazy("No longer asked"), lambda r: _("yes") if r.retired else _("no")),
]


def lessons(rows, user, as_of, filters):
    rows = list(rows)
    return Table(_("Lessons"), LESSONS, rows, len(rows), notes(user, as_of, filters))
