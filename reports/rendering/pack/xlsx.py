"""The report as a workbook: its tables, every figure and fact of the seal, typed, with filters; rows kept on disk."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from reports import contents, wording
from reports.contents import titles
from reports.lineage import Lineages
from reports.rendering import sheets
from reports.rendering.pack import ledger, parts, tables
from reports.rendering.printable import printable
from reports.rendering.sheets import Book

WIDTHS = (34, 12, 90)
"""Of the first sheet, in characters."""
DOUBLED = ("definitions",)
"""Sections of which the ledger has every row."""


def render(sealed, drawings=None):
    """The workbook, in the language that is on."""
    title, mark = titles.title(sealed), titles.demonstration(sealed)
    foot = " · ".join(filter(None, [titles.foot(sealed), mark]))
    made = datetime.fromisoformat(sealed.header["sealed_at"]).astimezone(UTC).replace(tzinfo=None)
    with Book(
        title=title, author=titles.program(sealed), made=made, comments=printable(foot), mark=foot, streamed=True
    ) as book:
        first = book.add(_("Contents"))
        chapters = [section for section in contents.sections(sealed) if section.name not in DOUBLED]
        written = []
        for sheet in (
            *tables.sheets_of(chapters), *parts.sheets_of(sealed, chapters), *ledger.sheets_of(Lineages(sealed)),
        ):  # fmt: skip
            for name, rows in book.sheet(sheet.title, sheet.columns, sheet.rows, sheet.least):
                written.append((name, rows, sheet))
        _contents(book, first, sealed, written)
        return book.content()


def _contents(book, sheet, sealed, written):
    """The first sheet: of which seal it is, and a link to each of the others."""
    header = sealed.header
    sheets.for_print(sheet, book.mark)
    sheet.set_default_row(sheets.HIGH)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    strong, words, link = book.format("title"), book.format(sheets.LINE), book.format("link")
    sheet.write_string(0, 0, titles.title(sealed), strong)
    told = [
        (titles.demonstration(sealed), ""),
        (titles.subtitle(sealed), ""),
        (_("Seal"), f"{header['number']}"),
        (_("Sealed"), wording.moment(header["sealed_at"])),
        (_("Why"), header["reason"]),
        ("SHA-256", header["sha256"]),
        (_("Data version"), sealed.get("data_version") or ""),
        (_("An empty cell is not known, or there is nothing to tell; it never means zero."), ""),
    ]  # fmt: skip
    row = 1
    for label, said in told:
        if label:
            sheet.write_string(row, 0, sheets.fitting(label), words)
            if said:
                sheet.write_string(row, 1, sheets.fitting(said), words)
            row += 1
    sheet.repeat_rows(row + 1)
    for column, head in enumerate((_("Sheet"), _("Rows"), _("What it holds"))):
        kind = "head of numbers" if column == 1 else "head"
        sheet.write_string(row + 1, column, head, book.format(kind))
    for at, (name, count, found) in enumerate(written, row + 2):
        target, said = name.replace("'", "''"), sheets.fitting(_what(found))
        sheet.set_row(at, sheets.HIGH * sheets.lines(said, WIDTHS[2]))
        sheet.write_url(at, 0, f"internal:'{target}'!A1", link, string=name)
        sheet.write_number(at, 1, count, book.format(sheets.WHOLE))
        sheet.write_string(at, 2, said, book.format(sheets.LONG))
    sheet.print_area(0, 0, row + 1 + len(written), len(WIDTHS) - 1)


def _what(sheet):
    """The section of a table, its title in full and its note."""
    title = f"{sheet.section} · {sheet.title}" if sheet.section not in ("", sheet.title) else sheet.title
    return f"{title}. {sheet.note}" if sheet.note else title
