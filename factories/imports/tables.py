"""Reading a CSV file from outside: the file is refused as a whole, a row by itself, each in a sentence."""

import csv
import io
import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _

from regional20x10.shared.errors import Refused

csv.field_size_limit(1_000_000)


class Unreadable(Exception):
    """The file is not a table of the columns asked for. The message says why and how to mend it."""


@dataclass
class Row:
    """One record of a table: its cells without the space around them, read as what they should be.

    A cell that is not what it should be leaves a reason; `settle` refuses with all of them.
    """

    line: int
    cells: dict
    reasons: list = field(default_factory=list)

    def text(self, name, *, needed=False):
        value = self.cells[name]
        if needed and not value:
            self.reasons.append(_("The column %(column)s is empty: it needs a value.") % {"column": name})
        return value

    def whole(self, name, *, needed=False):
        return self._number(name, int, r"-?[0-9]{1,9}", _("a whole number"), needed)

    def number(self, name):
        return self._number(name, float, r"-?[0-9]{1,9}(\.[0-9]+)?", _("a number such as 39.05"), False)

    def _number(self, name, kind, pattern, described, needed):
        value = self.text(name, needed=needed)
        if not value:
            return None
        if not re.fullmatch(pattern, value, re.ASCII):
            self._wrong(name, value, described)
            return None
        return kind(value)

    def choice(self, name, choices):
        value = self.text(name, needed=True)
        if value and value not in choices:
            self._wrong(name, value, _("one of: %(choices)s") % {"choices": ", ".join(choices)})
        return value

    def day(self, name, precision):
        """The day; of a month or a year its last day, so that an imprecise date is never early. None if it is none."""
        value = self.text(name, needed=True)
        if not value:
            return None
        try:
            if precision == "year" and re.match(r"[0-9]{4}(-|$)", value, re.ASCII):
                return date(int(value[:4]), 12, 31)
            if precision == "month" and re.fullmatch(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", value, re.ASCII):
                year, month = int(value[:4]), int(value[5:7])
                return date(year, month, monthrange(year, month)[1])
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self._wrong(name, value, _("a day such as 2025-02-11 (2025-02 with the precision month, 2025 with year)"))
        return None

    def _wrong(self, name, value, described):
        self.reasons.append(
            _("The column %(column)s says “%(value)s”: it should be %(described)s.")
            % {"column": name, "value": value[:60], "described": described}
        )

    def settle(self):
        """Refuse with every reason found in the row, if there is any."""
        if self.reasons:
            raise Refused(self.reasons)


def read(path, columns):
    """The rows of the CSV file at `path`, a list of Row. Raises Unreadable unless it has all of `columns`."""
    path = Path(path)
    text = _text(path)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [name.strip() for name in next(reader, [])]
        _check_header(path, header, columns)
        return list(_rows(reader, header))
    except csv.Error as error:
        raise Unreadable(
            _("%(file)s, line %(line)s: not a table of comma-separated values (%(error)s). Save it as CSV again.")
            % {"file": path.name, "line": reader.line_num, "error": error}
        ) from error


def _text(path):
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("%(file)s cannot be read: %(error)s. Give the path of a CSV file.")
            % {"file": path, "error": error.strerror}
        ) from error
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")) or b"\0" in data:
        raise Unreadable(
            _("%(file)s is not a CSV file but a spreadsheet or another binary file: save the sheet as CSV (UTF-8).")
            % {"file": path.name}
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            _("%(file)s, line %(line)s: the text is not UTF-8. Save the file as CSV (UTF-8) and load it again.")
            % {"file": path.name, "line": line}
        ) from error
    if not text.strip():
        raise Unreadable(
            _("%(file)s is empty: it needs a line of column names and the rows below.") % {"file": path.name}
        )
    return text


def _check_header(path, header, columns):
    slots = {"file": path.name}
    missing = [name for name in columns if name not in header]
    if missing and len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        raise Unreadable(_("%(file)s is not separated by commas: save it as CSV with commas.") % slots)
    if missing:
        said = _("%(file)s has not the columns expected. Missing: %(missing)s. It has: %(found)s.")
        raise Unreadable(said % {**slots, "missing": ", ".join(missing), "found": ", ".join(header)})
    if twice := sorted({name for name in columns if header.count(name) > 1}):
        said = _("%(file)s has these columns more than once: %(columns)s. Leave one of each.")
        raise Unreadable(said % {**slots, "columns": ", ".join(twice)})


def _rows(reader, header):
    start = reader.line_num + 1
    for cells in reader:
        row = Row(start, dict(zip(header, (cell.strip() for cell in cells), strict=False)))
        start = reader.line_num + 1
        if not any(cells):
            continue
        if len(cells) != len(header):
            row.reasons.append(
                _("The row has %(found)s cells, the heading %(expected)s: look for a stray comma or quotation mark.")
                % {"found": len(cells), "expected": len(header)}
            )
            row.cells = dict.fromkeys(header, "") | row.cells
        yield row
