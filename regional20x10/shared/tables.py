"""A table defined once and given as CSV, XLSX, JSON or Parquet: what the list shows, and where it comes from."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import orjson
import xlsxwriter
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

TEXT, WHOLE, NUMBER, DAY, MOMENT = "text", "whole", "number", "day", "moment"
FORMATS = {WHOLE: "#,##0", NUMBER: "#,##0.0##", DAY: "yyyy-mm-dd", MOMENT: "yyyy-mm-dd hh:mm"}
WIDTHS = {TEXT: 24, WHOLE: 10, NUMBER: 10, DAY: 12, MOMENT: 17}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula, after spaces too."""


@dataclass(frozen=True)
class Column:
    """`value` takes a row and gives text, a number, a date or a datetime; None is not known and stays empty."""

    name: str
    heading: str
    value: Callable
    kind: str = TEXT
    width: int | None = None


@dataclass
class Table:
    title: str
    columns: list[Column]
    rows: Iterable
    count: int
    notes: list[str] = field(default_factory=list)
    """As-of, filter, scope, demonstration mark: one sentence each."""

    @property
    def head(self):
        """The first rows of a file."""
        return [str(self.title), *self.notes, _("Rows: %(count)s") % {"count": self.count}]

    def values(self):
        """The rows as lists of Python values."""
        for row in self.rows:
            yield [_plain(column.value(row)) for column in self.columns]


def _plain(value):
    """Decimals as numbers, moments in the programme's time zone, everything else that is no figure or date as text."""
    match value:
        case None | "":
            return None
        case Decimal():
            return float(value)
        case datetime():
            return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
        case bool() | int() | float() | date():
            return value
    return str(value)


def guarded(text):
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text


class _Echo:
    def write(self, line):
        return line


def _cell(value):
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(" ", "minutes")
        case str():
            return guarded(value)
    return value


def as_csv(table):
    """Lines of CSV, the first with a byte order mark, by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([guarded(table.head[0])])
    for line in table.head[1:]:
        yield writer.writerow([guarded(line)])
    yield writer.writerow([])
    yield writer.writerow([guarded(str(column.heading)) for column in table.columns])
    for row in table.values():
        yield writer.writerow([_cell(value) for value in row])


def as_xlsx(table):
    """A workbook with one sheet: numbers and dates are such, texts are never formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": str(table.title), "comments": "\n".join(table.notes)})
    sheet = book.add_worksheet()
    bold, head = book.add_format({"bold": True}), book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    formats = {kind: book.add_format({"num_format": written}) for kind, written in FORMATS.items()} | {TEXT: None}
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width or WIDTHS[column.kind])
    for at, line in enumerate(table.head):
        sheet.write_string(at, 0, line, bold if at == 0 else None)
    top = len(table.head) + 1
    for at, column in enumerate(table.columns):
        sheet.write_string(top, at, str(column.heading), head)
    for number, row in enumerate(table.values(), top + 1):
        for at, (column, value) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, number, at, value, formats[column.kind])
    sheet.freeze_panes(top + 1, 1)
    sheet.autofilter(top, 0, top + max(table.count, 1), len(table.columns) - 1)
    _for_print(sheet, top)
    book.close()
    return out.getvalue()


def _for_print(sheet, top):
    """All columns on one A4 page across, the heads again on every page: what is handed round is printed."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)


def _write(sheet, row, at, value, written):
    match value:
        case None:
            pass
        case str():
            sheet.write_string(row, at, value[:32767])
        case bool():
            sheet.write_boolean(row, at, value)
        case date():
            sheet.write_datetime(row, at, value, written)
        case _:
            sheet.write_number(row, at, value, written)


def as_json(table):
    columns = [{"name": column.name, "heading": str(column.heading), "kind": column.kind} for column in table.columns]
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.values()]
    told = {"title": str(table.title), "notes": table.notes, "count": table.count, "columns": columns, "rows": rows}
    return orjson.dumps(told)


def as_parquet(table):
    import pyarrow
    from pyarrow import parquet

    kinds = {
        TEXT: pyarrow.string(),
        WHOLE: pyarrow.int64(),
        NUMBER: pyarrow.float64(),
        DAY: pyarrow.date32(),
        MOMENT: pyarrow.timestamp("s"),
    }
    notes = {"title": str(table.title), "notes": "\n".join(table.notes)}
    schema = pyarrow.schema([(column.name, kinds[column.kind]) for column in table.columns], metadata=notes)
    cells = list(zip(*table.values(), strict=True)) or [()] * len(table.columns)
    out = io.BytesIO()
    parquet.write_table(pyarrow.table([list(column) for column in cells], schema=schema), out)
    return out.getvalue()


KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
_WRITERS = {"xlsx": as_xlsx, "json": as_json, "parquet": as_parquet}


def answer(table, kind, name):
    """The file `name`.`kind` of the table, as a download; not found for a kind that is none."""
    if kind not in KINDS:
        raise Http404
    if kind == "csv":
        response = StreamingHttpResponse(as_csv(table), content_type=KINDS[kind])
    else:
        response = HttpResponse(_WRITERS[kind](table), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
