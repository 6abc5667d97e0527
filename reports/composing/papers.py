"""A province's report as a file."""

import base64

from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from factories import charts, figures
from regional20x10.shared import clock, words
from reports.composing.reading import Reading
from reports.composing.told import CURVE, document, signature, title
from reports.rendering.pack import docx as writer

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(report, on):
    """(bytes, name of the file) of the report as it would be read on the day `on`, in the language that is on.

    A report that was signed gives the same bytes whenever it is asked for, as long as it has the same steps.
    """
    reading, language = Reading(report, on), get_language()
    drawings = _drawings(reading)
    last = reading.steps[-1].at if reading.signed else clock.end_of(on)
    about = [
        (_("State"), report.get_state_display()), (_("Figures as of"), words.day(reading.as_of)),
        (_("Signature"), signature(reading)),
    ]  # fmt: skip
    meta = {
        "made": localtime(last), "head": title(report), "subtitle": _("To the plenary meeting"), "about": about,
        "author": report.province.name,
        "mark": _("Demonstration: all figures, dates and persons are synthetic") if clock.demonstration_day() else "",
    }  # fmt: skip
    sections = document(report, on, reading, curve=CURVE in drawings)
    made = writer.write(sections, title=title(report), language=language, meta=meta, drawings=drawings)
    return made, f"report-{report.program_year.year}-{report.province.code}-{report.state}-{language}.docx"


def _drawings(reading):
    """{name: {"png"}} of the curve of the province's work, nothing where no work is planned."""
    points = figures.scurve([row.pk for row in reading.projects], reading.as_of) if reading.projects else []
    if not points:
        return {}
    spec = charts.scurve(points, due_on=reading.report.program_year.due_on, as_of=reading.as_of)
    return {CURVE: {"png": base64.b64encode(charts.png(spec)).decode()}}
