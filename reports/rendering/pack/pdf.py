"""A sealed report as a tagged PDF (PDF/UA-1): its sections and blocks, laid out by templates/reports/typst/pack.typ.

Every figure of a table or strip leads to the page of the web pack that shows how it was computed. Words and figures
come as data and stand in the language that is on; the same seal gives the same bytes.
"""

import re
from datetime import date
from itertools import pairwise

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from regional20x10.shared import paper
from reports import contents
from reports.contents import titles
from reports.document import Cell, Chart, Narrative, Paragraph, Points, Strip, Table
from reports.drawings import WIDTH
from reports.wording import DASH, RIGHT, head

LONG = 45
"""Places from which on the table of contents names chapters alone."""
WIDE = re.compile(r'<svg[^>]*? width="([\d.]+)"')
A_COLUMN = 52
"""Lines of a column of the table of contents."""
ABOUT_ONE = 1.15
"""Widths of charts that stand in one row, in pages: labels at its edge make a chart wider than it was asked."""
LED = 3000
"""Figures up to which each leads to how it was computed. Of more, those of long tables do not: every link takes as much
memory as a cell, and the strips hold the same figures."""
LONG_TABLE = 30
"""Rows."""
KEPT_ROWS = 6
"""Rows up to which the first table of a section of the second level stands on the page of its heading."""


def render(sealed, drawings):
    """The bytes. `drawings`: {name: {"svg", ...}} of reports/drawings.py, of the programme and every province."""
    return paper.large_pdf("reports/typst/pack.typ", laid_out(sealed, drawings))


def laid_out(sealed, drawings):
    """All that the template shows, as plain data."""
    as_of = date.fromisoformat(sealed["as_of"])
    summary, *sections = contents.sections(sealed)
    led = _figures([summary, *sections]) <= LED
    depth = 2 if len(sealed["counties"]) <= LONG else 1
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
        "words": {"contents": _("Contents")},
        "depth": depth,
        "columns": 2 if sum(section.level <= depth for section in sections) > A_COLUMN else 1,
        "before": titles.address(sealed, "", get_language()).removesuffix("/"),
        "summary": _section(summary, drawings, led=True),
        "sections": [_section(section, drawings, led=led) for section in sections],
    }


def _figures(sections):
    """How many figures stand in tables."""
    tables = [block for section in sections for block in section.blocks if isinstance(block, Table)]
    return sum(bool(cell.figure) for table in tables for row in table.rows for cell in row)


def _section(section, drawings, *, led):
    blocks = [
        _table(block, led=led) if isinstance(block, Table) else _block(block, drawings) for block in section.blocks
    ]
    return {
        "name": section.name,
        "title": section.title,
        "level": section.level,
        "kept": _kept(section) if section.level > 1 else 0,
        "blocks": _held(_side_by_side(blocks)),
    }


def _side_by_side(blocks):
    """Charts that follow one another and are together no wider than the page stand in one row."""
    found = []
    for block in blocks:
        last = found[-1] if found else None
        if block["kind"] == "chart":
            if (
                last
                and last["kind"] == "charts"
                and sum(row["width"] for row in last["charts"]) + block["width"] <= ABOUT_ONE
            ):
                last["charts"].append(block)
                continue
            block = {"kind": "charts", "charts": [block]}
        found.append(block)
    return found


def _held(blocks):
    """With every paragraph and strip before a chart, table or text held to it: none ends a page by itself."""
    for block, after in pairwise(blocks):
        block["held"] = after["kind"] in ("strip", "charts", "table", "narrative")
    return blocks


def _kept(section):
    """How many of its first blocks stand on one page with its heading: up to its first chart or short table."""
    for at, block in enumerate(section.blocks, 1):
        if isinstance(block, Chart) or (isinstance(block, Table) and len(block.rows) <= KEPT_ROWS):
            return at
    return 0


# --- blocks ----------------------------------------------------------------------------------------------------------
def _paragraph(block, _drawings):
    return {"kind": "paragraph", "text": block.text, "strong": block.strong}


def _points(block, _drawings):
    return {"kind": "points", "items": block.items}


def _strip(block, _drawings):
    return {"kind": "strip", "cells": [[label, _cell(cell)] for label, cell in block.cells]}


def _table(block, *, led):
    led = led or (len(block.rows) <= LONG_TABLE and not block.complete)
    return {
        "kind": "table",
        "title": block.title,
        "head": [head(column.head) for column in block.columns],
        "widths": _widths(block),
        "right": [column.unit in RIGHT for column in block.columns],
        "rows": [[_cell(cell, led=led) for cell in row] for row in block.rows],
        "note": block.note,
    }


def _widths(block):
    """The share of each column; 0, as wide as needed, also of days, which are not broken; those with a span share."""
    spans = [any(f" {DASH} " in row[at].small for row in block.rows) for at in range(len(block.columns))]
    return [
        0 if column.unit == "date" and not spanned else column.width
        for column, spanned in zip(block.columns, spans, strict=True)
    ]


def _chart(block, drawings):
    svg = drawings[block.name]["svg"]
    width = min(float(WIDE.search(svg)[1]) / WIDTH, 1)
    return {"kind": "chart", "svg": svg, "width": width, "alt": block.alt, "caption": block.caption}


def _narrative(block, _drawings):
    said = [[_cell(part) if isinstance(part, Cell) else part for part in paragraph] for paragraph in block.said]
    return {"kind": "narrative", "title": block.title, "said": said}


_BLOCKS = {Paragraph: _paragraph, Points: _points, Strip: _strip, Chart: _chart, Narrative: _narrative}


def _block(block, drawings):
    return _BLOCKS[type(block)](block, drawings)


def _cell(cell, *, led=True):
    """A text, or where there is more to it, {text, small, state, figure, subject}, those alone that it has."""
    names = ("small", "state", "subject", "figure")[: 4 if led else 3]
    more = {name: getattr(cell, name) for name in names if getattr(cell, name)}
    return {"text": cell.text} | more if more else cell.text
