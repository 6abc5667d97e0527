"""Sections and their blocks as a Word document's body: its XML, piece by piece."""

import base64
import hashlib
import re
import unicodedata
from itertools import count, zip_longest

from docx.shared import Mm

from reports import drawings
from reports.definitions import definitions
from reports.document import Cell, Chart, Narrative, Paragraph, Points, Strip, Table
from reports.rendering.pack import wordml
from reports.rendering.pack.stationery import WIDTH
from reports.wording import RIGHT

MARKS = {
    "miss": ("■", "7D0B34"), "risk": ("▲", "B2521C"), "watch": ("◆", "8A7300"), "ok": ("●", "2F7AC9"),
    "done": ("✓", "525C67"), "none": ("○", "5F6B75"),
}  # fmt: skip
"""Sign and colour of a state; its words always stand beside it."""
SMALL = '<w:b w:val="0"/><w:color w:val="46535F"/><w:sz w:val="15"/><w:szCs w:val="15"/>'
_ON_TOP = '<w:pageBreakBefore/><w:spacing w:before="0"/>'
LONGEST_WORD = 22
"""Letters of a word that makes its column as wide; an address is broken."""
BOLD = 1.15
"""How much wider than others bold letters are."""
GAP = wordml.paragraph("", "Gap")
"""After a table: without, the next one would grow together with it."""
FIGURE = re.compile(r"[^\s(（]*[0-9](?:[^ \t\n]*[^ \t\n.,;:!?)）])?")
"""Words of a sentence that hold a number, without the stop behind; parts of a date are held by narrow spaces."""
DEEPEST, MOST, TALLEST = 3, 9, Mm(215)
"""Level of headings; columns in letters of the usual size; a picture."""


class Body:
    """Writes blocks. `place(png)` keeps a picture in the document and gives (its relation, width, height in pixels)."""

    def __init__(self, drawn, place):
        self.drawn, self.place = drawn or {}, place
        self.numbers = count(1)

    # --- sections ----------------------------------------------------------------------------------------------------
    def section(self, section):
        yield self.heading(section)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, Paragraph):
                kept = block.strong or isinstance(following, Chart)  # with what it is the head of
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
                    yield wordml.paragraph(wordml.run(item), "ListBullet")
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
    def locked(self, inside, name):
        return wordml.locked(inside, name, label(name), next(self.numbers)) if name else inside

    def sentence(self, block):
        """Its words may be edited, the numbers in it not: each is a field of its own."""
        bold = "<w:b/>" if block.strong else ""
        if not block.figures:
            return wordml.run(block.text, bold)
        found = list(FIGURE.finditer(block.text))
        names = block.figures if len(block.figures) == len(found) else [block.figures[0]] * len(found)
        said, end = [], 0
        for match, name in zip(found, names, strict=True):
            said += [wordml.run(block.text[end : match.start()], bold), self.locked(wordml.run(match[0], bold), name)]
            end = match.end()
        return "".join([*said, wordml.run(block.text[end:], bold)])

    def cell(self, cell, bold=""):
        """The words of a cell, its figure locked, its second line smaller."""
        said = ""
        if cell.state in MARKS:
            sign, colour = MARKS[cell.state]
            said = wordml.run(f"{sign}\N{NO-BREAK SPACE}", f'<w:color w:val="{colour}"/>')
        said = self.locked(said + wordml.run(cell.text, bold), cell.figure) if cell.text else said
        if cell.small:
            said += ("<w:r><w:br/></w:r>" if said else "") + wordml.run(cell.small, SMALL)
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
            long = max(length(cell.text) + 2 * bool(cell.state) for _label, cell in cells) > 52 / len(cells)
            size = '<w:sz w:val="23"/><w:szCs w:val="23"/>' if long else ""
            heads = [_box(wordml.paragraph(wordml.run(label), "KeyLabel"), wide) for (label, _), wide in
                     zip(cells, widths, strict=True)]  # fmt: skip
            boxes = [_box(wordml.paragraph(self.cell(cell, size), "KeyFigure"), wide) for (_, cell), wide in
                     zip(cells, widths, strict=True)]  # fmt: skip
            yield _table_start("", widths, "left") + _row(heads, head=True) + _row(boxes) + "</w:tbl>"
            yield GAP

    def table(self, block):
        if block.title:
            yield wordml.paragraph(wordml.run(block.title), "TableTitle")
        widths = _widths(block)
        small = '<w:sz w:val="14"/><w:szCs w:val="14"/>' if len(block.columns) > MOST else ""
        right = ['<w:jc w:val="right"/>' if column.unit in RIGHT else "" for column in block.columns]
        yield _table_start(block.title or block.name, widths, "rows")
        heads = [wordml.paragraph(wordml.run(column.head, small), "TableHead", side) for column, side in
                 zip(block.columns, right, strict=True)]  # fmt: skip
        yield _row(map(_box, heads, widths), head=True)
        for left, row in zip(reversed(range(len(block.rows))), block.rows, strict=True):
            kept = "" if left or not block.note else "<w:keepNext/>"  # a note never stands on a page by itself
            said = [wordml.paragraph(self.cell(cell, small), "TableText", kept + side) for cell, side in
                    zip(row, right, strict=True)]  # fmt: skip
            yield _row(map(_box, said, widths))
        yield "</w:tbl>"
        yield wordml.paragraph(wordml.run(block.note), "TableNote") if block.note else GAP

    # --- pictures ----------------------------------------------------------------------------------------------------
    def chart(self, block):
        """The drawing, or its words where it was not drawn."""
        drawn = self.drawn.get(block.name)
        if not drawn:
            yield wordml.paragraph(wordml.run(block.alt))
        else:
            relation, wide, high = self.place(base64.b64decode(drawn["png"]))
            width = min(WIDTH * wide // (drawings.WIDTH * drawings.SCALE), WIDTH, TALLEST * wide // high)
            height = width * high // wide
            number = next(self.numbers)
            yield wordml.paragraph(wordml.picture(relation, number, block.alt, width, height), "Picture")
        yield wordml.paragraph(wordml.run(block.caption), "Caption")


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


def length(text):
    """In Latin letters: a Korean syllable is nearly two wide."""
    return sum(1.8 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


# --- parts of tables -------------------------------------------------------------------------------------------------
_LINES = {
    "rows": '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B9C1C8"/>',
    "left": '<w:insideV w:val="single" w:sz="4" w:space="0" w:color="B9C1C8"/>',
}


def _table_start(title, widths, lines):
    caption = f"<w:tblCaption w:val={wordml.quoted(title)}/>" if title else ""
    edge = '<w:{} w:val="single" w:sz="6" w:space="0" w:color="46535F"/>'
    edges = edge.format("top") + edge.format("bottom") if lines == "rows" else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}{_LINES[lines]}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        f'</w:tblCellMar><w:tblLook w:val="0020" w:firstRow="1"/>{caption}</w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
        + "</w:tblGrid>"
    )


def _row(boxes, head=False):
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{''.join(boxes)}</w:tr>"


def _box(inside, wide):
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _widths(block):
    """Twentieths of a point for each column: those as wide as needed first, the others share the rest, none so narrow
    that it breaks a word."""
    letter = 82 if len(block.columns) > MOST else 98
    needed, least = ([many * letter + 190 for many in found] for found in zip(*_letters(block), strict=True))
    shares = [column.width for column in block.columns]
    whole = WIDTH.twips
    fixed = sum(wide for wide, share in zip(needed, shares, strict=True) if not share)
    if not any(shares) or fixed > 0.7 * whole:
        asked = [min(wide, whole / 3) for wide in needed]
    else:
        rest, parts = whole - fixed, sum(shares)
        asked = [rest * share / parts if share else wide for wide, share in zip(needed, shares, strict=True)]
    return _fitted(asked, least, whole)


def _fitted(asked, least, whole):
    """Widths that make up the whole in the proportions asked for, but no column narrower than its least."""
    narrow = set()
    while True:
        room = whole - sum(least[at] for at in narrow)
        others = sum(wide for at, wide in enumerate(asked) if at not in narrow)
        if not others or room <= 0:
            return [int(wide * whole / sum(least)) for wide in least]
        found = [least[at] if at in narrow else wide * room / others for at, wide in enumerate(asked)]
        more = {at for at, wide in enumerate(found) if wide < least[at]} - narrow
        if not more:
            return [int(wide) for wide in found]
        narrow |= more


def _letters(block):
    """(letters of the longest line, letters of the longest word) of each column; a head may wrap between words."""
    for at, column in enumerate(block.columns):
        lines = [line for row in block.rows for said in (row[at].text, row[at].small) for line in said.split("\n")]
        marked = 2 if any(row[at].state for row in block.rows) else 0
        head = max((length(word) for word in column.head.split(" ")), default=1) * BOLD
        word = max((length(word) for line in lines for word in line.split(" ")), default=1)
        yield max([5, head, *map(length, lines)]) + marked, min(max(3, head, word), LONGEST_WORD) + marked
