"""Sections and their blocks as a Word document's body: its XML, piece by piece."""

import base64
import hashlib
import re
from dataclasses import replace
from itertools import count, zip_longest

from docx.shared import Mm

from reports import drawings
from reports.definitions import definitions
from reports.document import Cell, Chart, Narrative, Paragraph, Points, Section, Strip, Table
from reports.rendering.pack import columns, wordml
from reports.rendering.pack.stationery import WIDTH
from reports.wording import RIGHT, head

MARKS = {
    "miss": ("■", "7D0B34"), "risk": ("▲", "B2521C"), "watch": ("◆", "8A7300"), "ok": ("●", "2F7AC9"),
    "done": ("✓", "525C67"), "none": ("○", "5F6B75"),
}  # fmt: skip
"""Sign and colour of a state; its words always stand beside it."""
SMALL = '<w:b w:val="0"/><w:color w:val="46535F"/><w:sz w:val="15"/><w:szCs w:val="15"/>'
_ON_TOP = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
GAP = wordml.paragraph("", "Gap")
"""After a table: without, the next one would grow together with it."""
FIGURE = re.compile(r"[^\s(（]*[0-9](?:[^ \t\n]*[^ \t\n.,;:!?)）])?")
"""Words of a text that hold a number, without the stop behind; parts of a date are held by narrow spaces."""
DEEPEST, TALLEST = 3, Mm(215)
"""Level of headings; a picture."""


class Body:
    """Writes blocks. `place(png)` keeps a picture in the document and gives (its relation, width, height in pixels)."""

    def __init__(self, drawn, place):
        self.drawn, self.place = drawn or {}, place
        self.numbers = count(1)
        self.chapter = Section("", "")

    # --- sections ----------------------------------------------------------------------------------------------------
    def section(self, section):
        self.chapter = section
        yield self.heading(section)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Paragraph):
                kept = block.strong or isinstance(following, Chart | Strip | Table)  # with what it is the head of
                yield wordml.paragraph(self.sentence(block), "", "<w:keepNext/>" if kept and following else "")
            else:
                yield from self.block(block)

    def heading(self, section):
        level = min(section.level, DEEPEST)
        number, name = next(self.numbers), bookmark(section.name)
        inside = (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{wordml.run(section.title)}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
        return wordml.paragraph(inside, f"Heading{level}", _ON_TOP if section.new_page else "")

    def block(self, block):
        match block:
            case Points():
                for item in block.items:
                    yield wordml.paragraph(self.words(item), "ListBullet")
            case Strip():
                yield from self.strip(block)
            case Table():
                yield from self.table(block)
            case Chart():
                yield from self.chart(block)
            case Narrative():
                yield from self.narrative(block)
            case _:
                raise TypeError(f"A document has no {type(block).__name__}.")

    # --- words and figures -------------------------------------------------------------------------------------------
    def locked(self, inside, name=""):
        """Runs that hold a figure; one that is none of its own is named after its section."""
        said = label(name) if name else self.chapter.title
        return wordml.locked(inside, name or self.chapter.name, said, next(self.numbers))

    def sentence(self, block):
        return self.words(block.text, "<w:b/>" if block.strong else "", block.figures)

    def words(self, text, properties="", figures=()):
        """Text that may be edited, the numbers in it not: each is a field of its own."""
        found = list(FIGURE.finditer(text))
        names = figures if len(figures) == len(found) else [*figures, ""][:1] * len(found)
        said, end = [], 0
        for match, name in zip(found, names, strict=True):
            before = [wordml.run(text[end : match.start()], properties)] if match.start() > end else []
            said += [*before, self.locked(wordml.run(match[0], properties), name)]
            end = match.end()
        return "".join([*said, wordml.run(text[end:], properties)] if text[end:] or not said else said)

    def cell(self, cell, bold=""):
        """The words of a cell, its value locked, its second line smaller."""
        said = ""
        if cell.state in MARKS:
            sign, colour = MARKS[cell.state]
            said = wordml.run(f"{sign}\N{NO-BREAK SPACE}", f'<w:color w:val="{colour}"/>')
        if cell.text and (cell.figure or cell.value is not None):
            said = self.locked(said + wordml.run(cell.text, bold), cell.figure)
        elif cell.text:
            said += self.words(cell.text, bold)
        if cell.small:
            said += ("<w:r><w:br/></w:r>" if said else "") + self.words(cell.small, SMALL)
        return said

    def narrative(self, block):
        yield wordml.paragraph(wordml.run(block.title), "TableTitle")
        for said in block.said:
            pieces = [self.cell(piece) if isinstance(piece, Cell) else wordml.run(piece) for piece in said]
            yield wordml.paragraph("".join(pieces), "Narrative")

    # --- tables ------------------------------------------------------------------------------------------------------
    def strip(self, block):
        """Key figures beside one another, five in a row, each under its label."""
        for start in range(0, len(block.cells), 5):
            cells = block.cells[start : start + 5]
            widths = [WIDTH.twips // len(cells)] * len(cells)
            long = max(columns.length(cell.text) + 2 * bool(cell.state) for _label, cell in cells) > 52 / len(cells)
            size = '<w:sz w:val="23"/><w:szCs w:val="23"/>' if long else ""
            heads = [_box(wordml.paragraph(self.words(label), "KeyLabel"), wide) for (label, _), wide in
                     zip(cells, widths, strict=True)]  # fmt: skip
            boxes = [_box(self.key(columns.broken(cell, wide), size), wide) for (_, cell), wide in
                     zip(cells, widths, strict=True)]  # fmt: skip
            yield _table_start("", widths, "left") + _row(heads, head=True) + _row(boxes) + "</w:tbl>"
            yield GAP

    def key(self, cell, size):
        """A key figure, its second line by itself: else where a field begins it would be as high as the figure."""
        said = wordml.paragraph(self.cell(replace(cell, small=""), size), "KeyFigure")
        return said + (wordml.paragraph(self.words(cell.small), "KeySmall") if cell.small else "")

    def table(self, block):
        if block.title:
            yield wordml.paragraph(wordml.run(block.title), "TableTitle")
        size = columns.size(block)
        widths = columns.widths(block, size)
        right = ['<w:jc w:val="right"/>' if column.unit in RIGHT else "" for column in block.columns]
        yield _table_start(block.title or block.name, widths, "rows", size.margin)
        heads = [wordml.paragraph(wordml.run(head(column.head), size.said), "TableHead", side) for column, side in
                 zip(block.columns, right, strict=True)]  # fmt: skip
        yield _row(map(_box, heads, widths), head=True)
        rows = [[columns.broken(*found, size) for found in zip(row, widths, strict=True)] for row in block.rows]
        for kept, row in zip(columns.held(block, widths, size), rows, strict=True):
            said = [wordml.paragraph(self.cell(cell, size.said), "TableText", kept + side) for cell, side in
                    zip(row, right, strict=True)]  # fmt: skip
            yield _row(map(_box, said, widths))
        yield "</w:tbl>"
        yield wordml.paragraph(self.words(block.note), "TableNote") if block.note else GAP

    # --- pictures ----------------------------------------------------------------------------------------------------
    def chart(self, block):
        """The drawing, or its words where it was not drawn."""
        drawn = self.drawn.get(block.name)
        if not drawn:
            yield wordml.paragraph(self.words(block.alt))
        else:
            relation, wide, high = self.place(base64.b64decode(drawn["png"]))
            width = min(WIDTH * wide // (drawings.WIDTH * drawings.SCALE), WIDTH, TALLEST * wide // high)
            height = width * high // wide
            number = next(self.numbers)
            yield wordml.paragraph(wordml.picture(relation, number, block.alt, width, height), "Picture")
        yield wordml.paragraph(self.words(block.caption), "Caption")


def label(name):
    """What a figure is called; its key where no part of the report defines it."""
    key = name.rpartition("/")[2]
    found = definitions().get(key)
    return str(found.label) if found else key


def bookmark(name):
    """A name as Word's bookmarks may be called: 40 letters, digits and low lines, a letter first."""
    plain = re.sub(r"[^A-Za-z0-9]", "_", name)
    if plain == name and len(name) <= 38:
        return f"s_{plain}"
    return f"s_{plain[:25]}_{hashlib.sha256(name.encode()).hexdigest()[:12]}"


# --- parts of tables -------------------------------------------------------------------------------------------------
_LINES = {
    "rows": '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B9C1C8"/>',
    "left": '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="B9C1C8"/>',
}


def _table_start(title, widths, lines, margin=columns.USUAL.margin):
    caption = f"<w:tblCaption w:val={wordml.quoted(title)}/>" if title else ""
    edge = '<w:{} w:val="single" w:sz="6" w:space="0" w:color="46535F"/>'
    edges = edge.format("top") + edge.format("bottom") if lines == "rows" else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}{_LINES[lines]}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{margin}" w:type="dxa"/>'
        f'<w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/>{caption}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
        + "</w:tblGrid>"
    )


def _row(boxes, head=False):
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(boxes)}</w:tr>"


def _box(inside, wide):
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'
