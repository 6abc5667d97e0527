"""A report as blocks with everything that can be wrong in a text, and reading the files of a pack back."""

import io
from base64 import b64encode
from functools import cache

import docx
import openpyxl
from django.utils import translation
from docx.oxml.ns import qn
from PIL import Image

from reports.document import Cell, Chart, Column, Narrative, Paragraph, Points, Section, Strip, Table
from reports.rendering.pack import docx as document
from reports.rendering.pack import xlsx
from tests.reports import sealed_content

HOSTILE = "=cmd|'/c calc'!A1 \x00\x07\x1b<w:p>&amp;\u202e21\u2066 ﷽ 𠮷 _x0041_ \ud800"
"""A formula, control signs, markup, an override of the reading direction, wide signs, half a surrogate pair."""
SHOWN = "=cmd|'/c calc'!A1 <w:p>&amp;21 ﷽ 𠮷 _x0041_ "
FIGURE = "county:NP-UNSAN/verified_percent"
META = {"made": "2026-11-30T15:00:00Z", "head": "Head & <line>", "mark": "Demonstration.", "author": "A programme"}


def cell(text="56.0%", value=56, unit="percent", figure=FIGURE, **more):
    return Cell(text, value=value, unit=unit, figure=figure, **more)


def table(rows=(), name="places", **more):
    columns = [Column("Place"), Column("Verified", "percent", 0), Column("Finish", "date")]
    return Table(name, "Places", columns, list(rows), **more)


def section(*blocks, name="one", title="One", **more):
    return Section(name, title, list(blocks), **more)


def everything(text=HOSTILE):
    """Sections with `text` in every place where words stand."""
    day = cell("31 Dec 2026", "2026-12-31", "date", small=text)
    return [
        section(
            Paragraph(text), Paragraph(f"56.0% of the work, {text}.", figures=(FIGURE,)), Points([text]),
            Strip([(text, cell(small=text)), (text, Cell(text))]),
            table([[Cell(text, small=text), cell(), day]], note=text),
            Chart("chart", text, text), Chart("undrawn", text, text),
            Narrative(text, [[text, cell(), text]]), title=text,
        ),
        section(name="two", title="Two", level=2),
    ]  # fmt: skip


@cache
def drawing():
    target = io.BytesIO()
    Image.new("RGB", (1980, 750), "white").save(target, "PNG")
    return {"png": b64encode(target.getvalue()).decode(), "svg": "<svg/>"}


def written(sections, language="en", drawings=None, **meta):
    with translation.override(language):
        return document.write(sections, title="A report", language=language, meta=META | meta, drawings=drawings)


def word(content):
    return docx.Document(io.BytesIO(content))


def locked(element):
    """[(tag, words)] of the content controls in it, each of which must be locked."""
    found = []
    for control in element.iter(qn("w:sdt")):
        assert control.find(qn("w:sdtPr")).find(qn("w:lock")).get(qn("w:val")) == "sdtContentLocked"
        words = "".join(node.text or "" for node in control.iter(qn("w:t")))
        found.append((control.find(qn("w:sdtPr")).find(qn("w:tag")).get(qn("w:val")), words))
    return found


def workbook(sealed=None, language="en"):
    return openpyxl.load_workbook(io.BytesIO(rendered_xlsx(sealed, language)))


def rendered_xlsx(sealed=None, language="en"):
    with translation.override(language):
        return xlsx.render(sealed or sealed_content.sealed())


def rows(sheet):
    """[{head: value}] of a sheet."""
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
