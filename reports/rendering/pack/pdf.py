"""A sealed report as a tagged PDF (PDF/UA-1): its sections and blocks, laid out by templates/reports/typst/pack.typ.

Every figure of a table or strip leads to the page of the web pack that shows how it was computed. Words and figures
come as data and stand in the language that is on; the same seal gives the same bytes.
"""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regional20x10.shared import paper
from reports import contents
from reports.contents import titles
from reports.document import Cell, Chart, Narrative, Paragraph, Points, Strip, Table
from reports.wording import RIGHT

LONG = 45
"""Places from which on the table of contents names chapters alone."""
KEPT_ROWS, KEPT_LETTERS = 6, 2400
"""Rows and letters up to which a section of the second level stands on one page."""


def render(sealed, drawings):
    """The bytes. `drawings`: {name: {"svg", ...}} of reports/drawings.py, of the programme and every province."""
    return paper.pdf("reports/typst/pack.typ", laid_out(sealed, drawings))


def laid_out(sealed, drawings):
    """All that the template shows, as plain data."""
    as_of = date.fromisoformat(sealed["as_of"])
    summary, *sections = contents.sections(sealed)
    return {
        "lang": get_language(),
        "title": titles.title(sealed),
        "short": titles.short(sealed),
        "author": titles.program(sealed),
        "keywords": [str(sealed["year"]), sealed.header["sha256"]],
        "date": [as_of.year, as_of.month, as_of.day],
        "demonstration": titles.demonstration(sealed) or None,
        "foot": titles.foot(sealed),
        "credit": titles.credit(),
        "subtitle": titles.subtitle(sealed),
        "words": {"contents": _("Contents"), "says": _("How this figure was computed")},
        "depth": 2 if len(sealed["counties"]) <= LONG else 1,
        "before": titles.address(sealed, "", get_language()).removesuffix("/"),
        "summary": _section(summary, drawings),
        "sections": [_section(section, drawings) for section in sections],
    }


def _section(section, drawings):
    return {
        "name": section.name,
        "title": section.title,
        "level": section.level,
        "new_page": section.new_page,
        "kept": section.level > 1 and _short(section),
        "blocks": [_BLOCKS[type(block)](block, drawings) for block in section.blocks],
    }


def _short(section):
    """Whether it stands on a page with room to spare, so that it is not torn."""
    rows = sum(len(block.rows) for block in section.blocks if isinstance(block, Table))
    letters = sum(len(item) for block in section.blocks if isinstance(block, Points) for item in block.items)
    told = any(isinstance(block, Narrative) for block in section.blocks)
    return rows <= KEPT_ROWS and letters <= KEPT_LETTERS and not told


# --- blocks ----------------------------------------------------------------------------------------------------------
def _paragraph(block, _drawings):
    return {"kind": "paragraph", "text": block.text, "strong": block.strong}


def _points(block, _drawings):
    return {"kind": "points", "items": block.items}


def _strip(block, _drawings):
    return {"kind": "strip", "cells": [[label, _cell(cell)] for label, cell in block.cells]}


def _table(block, _drawings):
    return {
        "kind": "table",
        "title": block.title,
        "head": [column.head for column in block.columns],
        "widths": [column.width for column in block.columns],
        "right": [column.unit in RIGHT for column in block.columns],
        "rows": [[_cell(cell) for cell in row] for row in block.rows],
        "note": block.note,
    }


def _chart(block, drawings):
    return {"kind": "chart", "svg": drawings[block.name]["svg"], "alt": block.alt, "caption": block.caption}


def _narrative(block, _drawings):
    said = [[_cell(part) if isinstance(part, Cell) else part for part in paragraph] for paragraph in block.said]
    return {"kind": "narrative", "title": block.title, "said": said, "signed": block.signed}


_BLOCKS = {
    Paragraph: _paragraph, Points: _points, Strip: _strip, Table: _table, Chart: _chart, Narrative: _narrative,
}  # fmt: skip


def _cell(cell):
    """A text, or where there is more to it, {text, small, state, figure, subject}, those alone that it has."""
    more = {name: getattr(cell, name) for name in ("small", "state", "figure", "subject") if getattr(cell, name)}
    return {"text": cell.text} | more if more else cell.text
