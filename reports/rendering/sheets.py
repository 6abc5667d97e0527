"""Sheets of a workbook: numbers and dates as numbers and dates, text as text, heads that stay, filters, fit for paper.

The same rows give the same bytes. Nothing that people typed becomes a formula or a link, whatever it begins with.
"""

import io
import math
import re
import unicodedata
from datetime import date, datetime, time
from itertools import chain, count, islice
from pathlib import Path

import xlsxwriter
from django.utils import timezone

from reports.rendering import archive
from reports.rendering.printable import printable

PERCENT, WHOLE, DAY, TEXT, LONG, LINE = "0.0", "#,##0", "yyyy-mm-dd", "text", "long", "line"
"""Kinds of cells: the format of a number or day; TEXT and LONG wrap, a LINE does not."""
CHANCE = '[<0.01]"<1%";[>0.99]">99%";0%'
"""Without the certainty it does not have, as in words.chance."""
MOMENT, YEAR, AMOUNT, INDEX, FINE = "yyyy-mm-dd hh:mm", "0", "#,##0.0", "0.00", "0.0000"
POINTS, STEPS = "+#,##0.0;−#,##0.0;0.0", "+#,##0;−#,##0;0"
"""Differences, with their sign: of measures, and of what is counted."""
WORDS = (TEXT, LONG, LINE)
A3, A4 = 8, 9
ROOM, SMALLER, LEAST = {A4: 150, A3: 215}, 0.6, 0.5
"""Characters across a page at full size, how far a sheet is made smaller on A4, and at all."""
KEPT = 3
"""First columns that stay in sight and stand on each page, where not all columns fit on one."""
MOST_ROWS, MOST_LETTERS, LONGEST_NAME, HIGHEST, MOST_OF_HEAD = 1_048_576, 32_767, 31, 409, 100
"""What Excel can hold: rows of a sheet with its head, letters of a cell, letters of a sheet's name, points of a row,
letters at the head of a page."""
NARROW, WIDE, HIGH = {LONG: 30}, {TEXT: 42, LONG: 66, LINE: 60}, 17.25
"""Widths of columns in characters, at least and at most, and the height of a line in points, for Korean letters too."""
SEEN = 5000
"""Rows by which a column's width is found."""
_FIXED = {PERCENT: 7, CHANCE: 6, WHOLE: 6, DAY: 10, MOMENT: 16, YEAR: 4, AMOUNT: 8, POINTS: 7, STEPS: 6, INDEX: 5,
          FINE: 7}  # fmt: skip
DECIMALS = {PERCENT: 2, AMOUNT: 2, POINTS: 2, INDEX: 3, FINE: 5}
"""Characters behind the digits of a whole number."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")


class Book:
    """A workbook that is written. `mark` stands at the foot of every printed page; a `streamed` one keeps its rows on
    disk and not in memory."""

    def __init__(self, *, title, author, made, comments, mark, streamed=False):
        self.target, self.mark, self.streamed = io.BytesIO(), mark, streamed
        safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        kept = {"constant_memory": True} if streamed else {"in_memory": True}
        self.book = xlsxwriter.Workbook(self.target, safe | kept)
        self.book.set_properties({"title": title, "author": author, "created": made, "comments": comments})
        self.names, self.formats = set(), {}

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        """Leave no rows on disk where writing failed."""
        for sheet in self.book.worksheets() if failure[0] and self.streamed else ():
            sheet.row_data_fh.close()
            Path(sheet.row_data_filename).unlink(missing_ok=True)

    def format(self, kind):
        """The format of a kind of cells, or of "head", "head of numbers"."""
        if kind not in self.formats:
            self.formats[kind] = self.book.add_format(_format(kind))
        return self.formats[kind]

    def add(self, name):
        """An empty sheet by a name that Excel takes and no other has."""
        return self.book.add_worksheet(self.named(name))

    def named(self, name):
        plain = _FORBIDDEN.sub(" ", printable(name)).replace("\n", " ").strip(" '") or "-"
        for number in count(1):
            end = f" {number}" if number > 1 else ""
            found = _cut(plain, LONGEST_NAME - len(end)).strip(" '") + end
            if found.casefold() not in self.names and found.casefold() != "history":
                self.names.add(found.casefold())
                return found

    def sheet(self, name, columns, rows, least=None):
        """Write a table; as many sheets as its rows need. Returns [(name of the sheet, count of its rows)].

        `columns`: (head, kind of its cells, or None where every cell is (value, kind)); a cell of another kind than its
        column's is such a pair too. An unknown value is an empty cell. `least`: {place of a column: characters} where
        the widest value may come late.
        """
        cells = ([_typed(value, kind) for value, (_head, kind) in zip(row, columns, strict=True)] for row in rows)
        seen = list(islice(cells, SEEN))
        widths = [
            max(_width(head, [row[at] for row in seen]), (least or {}).get(at, 0))
            for at, (head, _kind) in enumerate(columns)
        ]
        cells, written = chain(seen, cells), []
        while True:
            sheet = self.add(name)
            for_print(sheet, self.mark, name, sum(widths))
            number = self._filled(sheet, columns, widths, islice(cells, MOST_ROWS - 1))
            written.append((sheet.get_name(), number))
            following = next(cells, None) if number == MOST_ROWS - 1 else None
            if following is None:
                return written
            cells = chain([following], cells)

    def _filled(self, sheet, columns, widths, cells):
        sheet.freeze_panes(1, KEPT if _spreads(sum(widths)) else 0)
        sheet.set_default_row(HIGH)
        sheet.repeat_rows(0)
        for at, _column in enumerate(columns):
            sheet.set_column(at, at, widths[at])
        self._head(sheet, columns, widths)
        number, wrapped = 0, any(kind in (TEXT, LONG, None) for _head, kind in columns)
        for number, row in enumerate(cells, 1):
            if wrapped:
                high = max(lines(value, width, kind) for (value, kind), width in zip(row, widths, strict=True))
                sheet.set_row(number, min(HIGH * high, HIGHEST))
            for at, (value, kind) in enumerate(row):
                self.cell(sheet, number, at, value, kind)
        sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)
        sheet.print_area(0, 0, max(number, 1), len(columns) - 1)  # not the ends of lines beyond the last column
        return number

    def _head(self, sheet, columns, widths):
        sheet.set_row(0, HIGH * max(lines(head, width) for (head, _kind), width in zip(columns, widths, strict=True)))
        for at, (head, kind) in enumerate(columns):
            sheet.write_string(0, at, head, self.format("head" if kind in WORDS else "head of numbers"))

    def cell(self, sheet, row, column, value, kind):
        """Write a value of a kind."""
        if value is None or value == "":
            return
        if kind == DAY:
            sheet.write_datetime(
                row, column, datetime.combine(date.fromisoformat(value[:10]), time()), self.format(DAY)
            )
        elif kind == MOMENT:
            local = timezone.localtime(datetime.fromisoformat(value)).replace(tzinfo=None)
            sheet.write_datetime(row, column, local, self.format(MOMENT))
        elif kind in WORDS:
            sheet.write_string(row, column, fitting(value), self.format(kind))
        else:
            sheet.write_number(row, column, value, self.format(kind))

    def content(self):
        """The bytes of the workbook."""
        self.book.close()
        content = self.target.getvalue()
        # Rows that were kept on disk come with the rights of their files.
        return archive.steadied(content) if self.streamed else content


def _format(kind):
    head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    match kind:
        case "head":
            return {**head, "align": "left", "indent": 1}
        case "head of numbers":
            return {**head, "align": "right"}
        case "text" | "long":
            return {"valign": "top", "num_format": "@", "text_wrap": True, "align": "left", "indent": 1}
        case "title":
            return {"bold": True, "font_size": 14}
        case "link":
            return {"font_color": "#1D4F91", "underline": 1, "valign": "top", "align": "left", "indent": 1}
        case "line":
            return {"valign": "top", "num_format": "@", "align": "left", "indent": 1}
    return {"num_format": kind, "valign": "top"}


def for_print(sheet, mark, title="", wide=0):
    """All columns on one page across where that can be read, with the title at its head, the mark and the page's number
    at its foot. `wide`: all columns, in characters."""
    paper = A4 if wide * SMALLER <= ROOM[A4] else A3
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.set_margins(left=0.4, right=0.4)
    if _spreads(wide):
        sheet.set_print_scale(round(100 * LEAST))
        sheet.repeat_columns(0, KEPT - 1)
    else:
        sheet.fit_to_pages(1, 0)
    if title:
        sheet.set_header("&L" + _cut(printable(title), MOST_OF_HEAD).replace("&", "&&"))
    sheet.set_footer("&L" + mark.replace("&", "&&") + "&R&P / &N")


def _spreads(wide):
    """Whether columns of this width go over several pages."""
    return wide * LEAST > ROOM[A3]


def _cut(text, most):
    """At the end of a word, where that leaves something of it."""
    if len(text) <= most:
        return text
    kept = text[:most].rpartition(" ")[0].rstrip(" ,;:–")
    return f"{kept}…" if len(kept) * 2 > most else text[:most]


def fitting(value):
    """Text as a cell holds it: a longer one is cut, and says so."""
    text = printable(value)
    if len(text) * 2 <= MOST_LETTERS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_LETTERS:
        return text
    return units[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", "ignore") + "…"


def _typed(value, kind):
    return value if isinstance(value, tuple) else (value, kind or TEXT)


def long(text):
    """Its length in Latin letters: a Korean syllable is nearly two wide."""
    if text.isascii():
        return len(text)
    return sum(1.8 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _width(head, cells):
    """As wide as the widest value, within bounds; the head may wrap, but not in a word."""
    kinds = {kind for _value, kind in cells} or {TEXT}
    wide = max((long(word) for word in head.split()), default=0) + 2  # the filter's arrow
    for kind in kinds:
        values = max((_shown(value, kind) for value, of in cells if of == kind and value is not None), default=0)
        wide = max(wide, min(values, WIDE[kind]) if kind in WORDS else max(values, _FIXED[kind]), NARROW.get(kind, 0))
    return round(wide + 2.5, 1)


def _shown(value, kind):
    """Characters that a value takes: of words the longest line, of a number its digits with their marks."""
    if kind in WORDS:
        return max(map(long, str(value).split("\n")))
    return len(f"{value:,.0f}") + DECIMALS.get(kind, 0) if isinstance(value, int | float) else 0


def lines(value, width, kind=TEXT):
    """Lines of a text that wraps at words; a little more than it needs, for it must not be cut."""
    if not isinstance(value, str) or kind == LINE:
        return 1
    return sum(1 if wide + 1 < width else math.ceil(wide * 1.1 / (width - 1)) for wide in map(long, value.split("\n")))
