"""What a factory needs before it operates, as tables to be downloaded: its workforce, its trials, its samples."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import norms
from factories.exports.notes import notes
from factories.exports.records import OF_PROJECT
from regional20x10.shared.tables import DAY, MOMENT, NUMBER, WHOLE, Column, Table


def _of_line(column):
    """A column of a project, read from (line, posts)."""
    return replace(column, value=lambda row: column.value(row[0]))


WORKFORCE = [
    *(_of_line(column) for column in OF_PROJECT),
    Column("trade", gettext_lazy("Trade, code"), lambda r: r[1].trade.code),
    Column("trade_name", gettext_lazy("Trade"), lambda r: r[1].trade.name),
    Column("needed", gettext_lazy("Posts to be filled"), lambda r: r[1].needed, WHOLE),
    Column("filled", gettext_lazy("Posts with a certified worker"), lambda r: r[1].filled, WHOLE),
    Column("missing", gettext_lazy("Workers missing"), lambda r: r[1].missing, WHOLE),
    Column("places", gettext_lazy("Training places"), lambda r: r[1].places, WHOLE),
    Column("enrolled", gettext_lazy("Enrolled"), lambda r: r[1].enrolled, WHOLE),
    Column("certified", gettext_lazy("Certified"), lambda r: r[1].certified, WHOLE),
    Column("placed", gettext_lazy("Placed"), lambda r: r[1].placed, WHOLE),
    Column("left", gettext_lazy("Left"), lambda r: r[1].left, WHOLE),
    Column("available", gettext_lazy("Certified and not gone"), lambda r: r[1].available, WHOLE),
    Column("on", gettext_lazy("As at"), lambda r: r[1].on, DAY),
]


def workforce(lines, user, as_of, filters):
    """Posts and workers by factory and trade; `lines`: workforce.Line of factories."""
    rows = [(line, posts) for line in lines for posts in line.sum.rows]
    return Table(_("Workforce by factory and trade"), WORKFORCE, rows, len(rows), notes(user, as_of, filters))


def _result(row):
    return _("passed") if row.passed else _("not passed")


TRIALS = [
    *OF_PROJECT,
    Column("began_on", gettext_lazy("Began on"), lambda r: r.began_on, DAY),
    Column("ended_on", gettext_lazy("Ended on"), lambda r: r.ended_on, DAY),
    Column("output_t", gettext_lazy("Output, t"), lambda r: r.output_t, NUMBER),
    Column("passed", gettext_lazy("Result"), _result, width=12),
    Column("protocol", gettext_lazy("Number of the protocol"), lambda r: r.protocol),
    Column("document", gettext_lazy("The protocol itself"), lambda r: r.document and r.document.name),
    Column("remarks", gettext_lazy("What was remarked"), lambda r: r.remarks, width=60),
    Column("entered", gettext_lazy("Entered"), lambda r: r.at, MOMENT),
]
SAMPLES = [
    *OF_PROJECT,
    Column("product", gettext_lazy("Product"), lambda r: norms.in_words(r.project.factory_type, r.product)),
    Column("taken_on", gettext_lazy("Taken on"), lambda r: r.taken_on, DAY),
    Column("passed", gettext_lazy("Result"), _result, width=12),
    Column("grade", gettext_lazy("Grade"), lambda r: r.grade, WHOLE),
    Column("laboratory", gettext_lazy("Laboratory"), lambda r: r.laboratory),
    Column("certificate", gettext_lazy("Number of the certificate"), lambda r: r.certificate),
    Column("entered", gettext_lazy("Entered"), lambda r: r.at, MOMENT),
]


def trials(rows, user, as_of, filters):
    """The list of trial operations, `rows` a queryset of TrialRun."""
    return Table(_("Trial operations"), TRIALS, rows, rows.count(), notes(user, as_of, filters))


def samples(rows, user, as_of, filters):
    """The list of quality samples, `rows` a queryset of QualitySample."""
    return Table(_("Quality samples"), SAMPLES, rows, rows.count(), notes(user, as_of, filters))
