"""Workbooks of returns, written: one sheet a project, in the reader's language, to be filled in without a network.

Only the boxes are unlocked. There are no formulas, macros, merged cells or links to other files; what is chosen comes
from lists in a hidden sheet.
"""

import io
import re
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from factories import workbooks
from factories.workbooks import FIRST_BOX, LAYOUT, LISTS, MACHINE, SECTIONS

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31
WIDTHS = [0, 40, 30, 26, 22, 14, 14, 18]
TALL = {"value:needed": 45, "value:narrative": 75, "value:overspent_because": 30}
FORMATS = {
    "head": {"bold": True, "font_size": 14},
    "section": {"bold": True, "font_size": 11, "text_wrap": True, "valign": "top", "top": 1, "top_color": "#7A8793"},
    "columns": {"bold": True, "text_wrap": True, "valign": "top", "font_color": "#44505C"},
    "words": {"text_wrap": True, "valign": "top"},
    "note": {"font_color": "#44505C", "text_wrap": False},
    "told": {"font_color": "#44505C", "num_format": "#,##0.##", "align": "right"},
    "told_day": {"font_color": "#44505C", "num_format": "yyyy-mm-dd"},
    "link": {"font_color": "#1D4F91", "underline": 1},
}
_BOX = {"locked": False, "bg_color": "#FFF8DC", "border": 1, "border_color": "#B8B08A", "valign": "top"}
_BOX_FORMATS = {
    "percent": {"num_format": "0.##", "align": "right"},
    "whole": {"num_format": "#,##0", "align": "right"},
    "amount": {"num_format": "#,##0.##", "align": "right"},
    "day": {"num_format": "yyyy-mm-dd"},
    "text": {"num_format": "@", "text_wrap": True},
    "choice": {"text_wrap": True},
}


def of_project(project, period, day):
    """The workbook of one project as bytes."""
    return _book(workbooks.contents([project], period, day), period, ("project", project.code), index=None)


def of_county(county, projects, period, day):
    """The workbook of all `projects` of a county, with a first sheet that says what there is."""
    return _book(workbooks.contents(projects, period, day), period, ("county", county.code), index=county)


def file_name(period, code):
    return f"{code}_{period.code}.xlsx"


def _book(contents, period, of, index):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": _("Ten-day returns, %(period)s") % {"period": period.label}})
    writer = _Writer(book, period)
    names = _sheet_names(contents)
    if index is not None:
        writer.index(index, contents, names)
    sheets = [book.add_worksheet(name) for name in names]
    writer.lists(contents[0].known if contents else None)
    for sheet, content in zip(sheets, contents, strict=True):
        writer.project(sheet, content)
    writer.machine(of, contents, names)
    book.close()
    return out.getvalue()


def _sheet_names(contents):
    """The code of each project, cut and made different where a sheet's name cannot hold it."""
    names, taken = [], {MACHINE, LISTS}
    for number, content in enumerate(contents, 1):
        name = re.sub(r"[^\w .+-]", "_", content.project.code).strip("'")[:LONGEST_NAME] or "_"
        if name.casefold() in taken:
            name = f"{name[: LONGEST_NAME - 5]}_{number}"
        taken.add(name.casefold())
        names.append(name)
    return names


class _Writer:
    def __init__(self, book, period):
        self.book, self.period = book, period
        self.formats = {name: book.add_format(values) for name, values in FORMATS.items()}
        self.box_formats = {kind: book.add_format(_BOX | values) for kind, values in _BOX_FORMATS.items()}
        self.sources = {}

    # --- hidden sheets -----------------------------------------------------------------------------------------------
    def lists(self, known):
        """The words of each list in a column, and in `sources` where they stand."""
        sheet = self.book.add_worksheet(LISTS)
        sheet.hide()
        columns = {name: [word for _value, word in rows] for name, rows in workbooks.words().items()}
        if known is not None:
            columns["supplier"] = [workbooks.named(row) for row in known.suppliers.values()]
            columns["material"] = [workbooks.named(row) for row in known.materials.values()]
        for at, (name, rows) in enumerate(columns.items()):
            sheet.write_string(0, at, name)
            for number, word in enumerate(rows, 1):
                sheet.write_string(number, at, word)
            column = xl_col_to_name(at, col_abs=True)
            if rows:
                self.sources[name] = f"='{LISTS}'!{column}$2:{column}${len(rows) + 1}"

    def machine(self, of, contents, names):
        """What the workbook is of, for the machine that reads it back."""
        sheet = self.book.add_worksheet(MACHINE)
        sheet.very_hidden()
        lines = [["layout", str(LAYOUT)], ["period", self.period.code], list(of)]
        for name, content in zip(names, contents, strict=True):
            keys = [row.key for kind in ("package", "equipment") for row in content.rows[kind]]
            lines.append(["sheet", name, content.project.code, str(content.base), " ".join(keys)])
        for number, line in enumerate(lines):
            for at, word in enumerate(line):
                sheet.write_string(number, at, word)
        sheet.protect()

    # --- sheets that are seen ----------------------------------------------------------------------------------------
    def index(self, county, contents, names):
        sheet = self.book.add_worksheet(_("Contents")[:LONGEST_NAME])
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 44)
        sheet.set_column(2, 2, 40)
        slots = {"place": county.name, "period": self.period.label}
        sheet.write_string(0, 0, _("Ten-day returns of %(place)s, %(period)s") % slots, self.formats["head"])
        for number, line in enumerate(_how(self.period), 1):
            sheet.write_string(number, 0, line, self.formats["note"])
        top = len(_how(self.period)) + 2
        for at, head in enumerate([_("Sheet"), _("Factory"), _("Built by")]):
            sheet.write_string(top, at, head, self.formats["columns"])
        for number, (name, content) in enumerate(zip(names, contents, strict=True), top + 1):
            quoted = name.replace("'", "''")
            sheet.write_url(number, 0, f"internal:'{quoted}'!A1", self.formats["link"], name)
            sheet.write_string(number, 1, _title(content.project))
            sheet.write_string(number, 2, str(content.project.construction_unit or ""))
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.protect()

    def project(self, sheet, content):
        for at, width in enumerate(WIDTHS):
            sheet.set_column(at, at, width, None, {"hidden": at == 0})
        key = f"{MACHINE}|{LAYOUT}|{self.period.code}|{content.base}|{content.project.code}"
        sheet.write_string(0, 0, key)
        sheet.write_string(0, 1, f"{content.project.code}, {_title(content.project)}", self.formats["head"])
        how = _how(self.period, content.until)
        for number, line in enumerate(how, 1):
            sheet.write_string(number, 0, "-")
            sheet.write_string(number, 1, line, self.formats["note"])
        row = len(how) + 2
        for kind, (heading, told) in SECTIONS.items():
            if content.rows[kind]:
                row = self._section(sheet, row, kind, heading, told, content)
        sheet.freeze_panes(1, 2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.protect("", {"format_rows": True, "format_columns": True, "select_locked_cells": True})

    def _section(self, sheet, row, kind, heading, told, content):
        boxes = workbooks.BOXES[kind]
        sheet.set_row(row, 30)
        sheet.write_string(row, 0, "-")
        sheet.write_string(row, 1, str(heading), self.formats["section"])
        heads = [""] * (FIRST_BOX - 2) + [str(box.heading) for box in boxes] + [str(word) for word in told]
        for at, head in enumerate(heads, FIRST_BOX):
            sheet.write_string(row, at, head, self.formats["columns"])
        row += 1
        for line in _said_of_money(content) if kind == "expenditure" else ():
            sheet.write_string(row, 0, "-")
            sheet.write_string(row, 1, line, self.formats["note"])
            row += 1
        for entry in content.rows[kind]:
            self._row(sheet, row, entry)
            row += 1
        return row + 1

    def _row(self, sheet, number, entry):
        if entry.key in TALL:
            sheet.set_row(number, TALL[entry.key])
        sheet.write_string(number, 0, entry.key)
        sheet.write_string(number, 1, capfirst(entry.label), self.formats["words"])
        boxes = workbooks.boxes(entry.key)
        for at, (box, value) in enumerate(zip(boxes, entry.filled, strict=True), FIRST_BOX):
            self._write(sheet, number, at, value, self.box_formats[box.kind])
            self._validate(sheet, number, at, box)
        for at, value in enumerate(entry.told, FIRST_BOX + len(boxes)):
            written = self.formats["told_day" if isinstance(value, date) else "told"]
            self._write(sheet, number, at, value, written)

    def _write(self, sheet, row, at, value, written):
        match value:
            case None | "":
                sheet.write_blank(row, at, None, written)
            case str():
                sheet.write_string(row, at, value, written)
            case date():
                sheet.write_datetime(row, at, value, written)
            case Decimal() | int() | float():
                sheet.write_number(row, at, float(value), written)

    def _validate(self, sheet, row, at, box):
        rule = None
        match box.kind:
            case "choice" if box.of in self.sources:
                said = _("Choose one from the list.")
                rule = {"validate": "list", "source": self.sources[box.of]}
            case "percent":
                said = _("A percentage lies between 0 and 100.")
                rule = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
            case "whole":
                said = _("Enter a whole number, such as 64.")
                rule = {"validate": "integer", "criteria": ">=", "value": 0}
            case "amount":
                said = _("Enter a number, such as 12.5.")
                rule = {"validate": "decimal", "criteria": ">=", "value": 0}
            case "day":
                said = _("Enter the day as 2026-10-02.")
                rule = {"validate": "date", "criteria": "<=", "value": self.period.ends_on, "error_type": "warning"}
        if rule:
            sheet.data_validation(row, at, row, at, {**rule, "ignore_blank": True, "error_message": said})


def _title(project):
    return f"{project.factory_type.name}, {project.plan.county.name}"


def _how(period, until=None):
    """How it is filled in, and what it is of: a sentence a line."""
    return [
        _("Period %(period)s: takes returns until %(day)s.") % {"period": period.label, "day": until}
        if until
        else _("Period %(period)s.") % {"period": period.label},
        _("Fill in the yellow cells; no network is needed. What a cell leaves empty is not known; 0 is nothing."),
        _("Hand it in at “Workbooks”: every problem is shown there with its cell before anything is reported."),
    ]


def _said_of_money(content):
    return [f"{word}: {amount:,.2f} {currency}" for word, amount, currency in content.notes]
