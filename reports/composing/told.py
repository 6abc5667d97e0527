"""A province's report as Sections that every writer lays out (reports/document.py)."""

from django.utils.translation import gettext as _

from regional20x10.shared import words
from reports.composing.computed import Scope
from reports.composing.reading import Reading
from reports.composing.texts import paragraphs
from reports.document import Cell, Chart, Column, Narrative, Section, Table
from reports.models import SectionKey

CURVE = "curve"
"""The name of the drawing of work planned, claimed and verified."""


def document(report, on, reading=None, *, curve=False):
    """[Section], one for each section of the report: what was written, then what is computed.

    `curve`: whether there is a drawing of that name.
    """
    reading = reading or Reading(report, on)
    name = Scope(report.province, report.program_year, reading.as_of).name
    made = [_section(reading, key, row, name) for key, row in reading.sections.items()]
    if curve:
        made[list(reading.sections).index(SectionKey.RESULTS)].blocks.append(_curve(reading))
    return made


def _curve(reading):
    slots = {"verified": reading.known["verified_percent"].said or words.EN_DASH,
             "planned": reading.known["planned_percent"].said or words.EN_DASH}  # fmt: skip
    said = _("Verified %(verified)s of the work; planned by then %(planned)s.") % slots
    caption = _("Thin dashes: planned. Thin line: claimed by the sites. Heavy line: verified by the province.")
    return Chart(CURVE, said, caption)


def title(report):
    slots = {"year": report.program_year.year, "province": report.province.name}
    return _("Year-end report %(year)s, %(province)s") % slots


def signature(reading):
    """Who signed, when, and the digest of what was signed; or that nobody has."""
    step = reading.submission
    if not (reading.signed and step):
        return _("Draft: not signed.")
    slots = {"post": step.by or "", "moment": words.moment(step.at), "sha256": step.sha256}
    return _("Signed by %(post)s on %(moment)s. SHA-256 %(sha256)s") % slots


def _section(reading, key, row, name):
    part = reading.computed[key]
    said = [
        [piece if isinstance(piece, str) else _cell(piece, name) for piece in pieces]
        for pieces in paragraphs(row.text, reading.known)
    ]
    blocks = [Narrative(_("Narrative"), said), _figures(part, name)]
    return Section(key, row.get_key_display(), [*blocks, *(table for table in part.tables if table.rows)])


def _cell(figure, name):
    """The value of a figure alone: in a text nothing stands under it."""
    return Cell(figure.said or words.EN_DASH, value=figure.value, unit=figure.unit, figure=f"{name}/{figure.key}")


def _figures(part, name):
    columns = [Column(_("Figure"), width=2), Column(_("Value"), width=0.8), Column(_("Compared with"), width=1.2)]
    rows = [[Cell(row.label), _cell(row, name), Cell(row.of or words.EN_DASH)] for row in part.figures]
    return Table(f"{part.key.value}_figures", _("Computed figures"), columns, rows)
