"""A workbook as an archive: whether it may be opened at all, found out before anything of it is kept in memory.

An .xlsx file is a ZIP archive of XML. Both can be made to cost a machine far more than they weigh, so each part is
first streamed past a counter; what passes is small enough for a reader that builds objects.
"""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_PARTS = 2000
MOST_UNPACKED = 64 * MEGABYTE
MOST_OF_A_PART = 24 * MEGABYTE
MOST_TIMES = 200
"""So many times its packed size may a part have; a workbook of a county has up to 30 times."""
PACKED_FREELY = MEGABYTE
"""Below this size no part is dangerous, however well it packs."""
MOST_ROWS = 1000
"""Rows of a sheet. A sheet of ours has about eighty."""
MOST_CELLS = 300_000
"""Cells of a workbook. A sheet of ours has up to 600, most of them words."""
MOST_ELEMENTS = 1_200_000
MOST_BESIDE = 150_000
"""Elements of a part outside rows: words, styles, rules. Libraries keep them all in memory."""
MOST_DEEP = 40
CHUNK = 1 << 16
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_NOT_OURS = {"ods": "OpenDocument", "xls": "Excel 97–2003", "xlsb": "Excel binary", "csv": "CSV", "numbers": "Numbers"}


class Unreadable(Exception):
    """The file is no workbook that may be read; the sentences say why, and what to do."""

    def __init__(self, *reasons):
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


@dataclass
class Opened:
    """What the counter saw in an archive that may be read."""

    merged: dict = field(default_factory=dict)
    """{part of the archive: [ranges of merged cells]}."""


def opened(file, name, size):
    """`Opened` of a file that is a workbook within the limits. Raises Unreadable otherwise; `file` is at its start."""
    _check_head(file, name, size)
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_parts(parts)
            return _streamed(archive, parts)
    except Unreadable:
        raise
    except Exception as error:  # whatever a damaged archive makes of the library: the file is at fault
        raise Unreadable(damaged()) from error
    finally:
        file.seek(0)


def damaged():
    """The sentence about a file that does not hold together."""
    return _("The file is damaged or no workbook: open it in a spreadsheet program, save it as .xlsx, hand that in.")


def _check_head(file, name, size):
    ending = name.rpartition(".")[2].lower()
    if size > MOST_BYTES:
        raise Unreadable(
            _("The file is larger than %(most)s MB; a workbook of ours is far smaller. Hand in the one you filled in.")
            % {"most": MOST_BYTES // MEGABYTE}
        )
    if not size:
        raise Unreadable(_("The file is empty: choose the workbook you filled in."))
    if ending in ("xlsm", "xltm", "xlam"):
        raise Unreadable(_with_macros())
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable(
            _("The file is of an old Excel format or locked by a password: save it as .xlsx without a password.")
        )
    if ending in _NOT_OURS:
        raise Unreadable(
            _("The file is of the format %(format)s: save it as .xlsx and hand that in.")
            % {"format": _NOT_OURS[ending]}
        )
    if ending != "xlsx":
        raise Unreadable(_("A workbook has the ending .xlsx: choose the workbook you filled in."))
    if not head.startswith(b"PK\x03\x04"):
        raise Unreadable(damaged())


def _with_macros():
    return _("The workbook holds macros. Macros are never taken: save it as .xlsx, without macros, and hand that in.")


def _check_parts(parts):
    names = [part.filename.lower() for part in parts]
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or any(map(_blown_up, parts)):
        raise Unreadable(
            _("Unpacked, the file would be far larger than any workbook of ours: hand in the workbook you filled in.")
        )
    if len(set(names)) < len(names) or any(part.flag_bits & 0x1 or part.compress_type not in _PACKED for part in parts):
        raise Unreadable(damaged())
    if any("vbaproject" in name or "macrosheet" in name or name.endswith(".bas") for name in names):
        raise Unreadable(_with_macros())
    if any("externallink" in name for name in names):
        raise Unreadable(
            _("The workbook refers to other files: break the links to them (Edit links), save it, and hand it in.")
        )
    if "xl/workbook.xml" not in names:
        raise Unreadable(_("The file is an archive, but no workbook: choose the workbook you filled in."))


def _blown_up(part):
    times = part.file_size / max(1, part.compress_size)
    return part.file_size > MOST_OF_A_PART or (part.file_size > PACKED_FREELY and times > MOST_TIMES)


# --- the counter -----------------------------------------------------------------------------------------------------
def _streamed(archive, parts):
    seen, counter = Opened(), _Counter()
    for part in parts:
        if part.is_dir():
            continue
        counter.begin()
        parser = _parser(counter)
        with archive.open(part) as stream:
            try:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
            except expat.ExpatError as error:
                if part.filename.lower().endswith((".xml", ".rels")):
                    raise Unreadable(damaged()) from error
                continue  # no XML, and so nothing that a reader of XML gets further with
        if counter.merged:
            seen.merged[part.filename] = counter.merged
    return seen


def _parser(counter):
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartElementHandler, parser.EndElementHandler = counter.start, counter.end
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    return parser


def _refuse_declarations(*_declared):
    raise Unreadable(
        _("The file declares things of its own (a document type or entities), which no workbook needs: it is not read.")
    )


class _Counter:
    """Counts rows, cells and elements over all parts, and notes merged cells."""

    def __init__(self):
        self.cells = self.elements = 0
        self.begin()

    def begin(self):
        self.rows = self.depth = self.beside = 0
        self.in_row, self.merged = False, []

    def start(self, name, attributes):
        self.elements += 1
        self.depth += 1
        self.beside += not self.in_row
        if self.elements > MOST_ELEMENTS or self.depth > MOST_DEEP or self.beside > MOST_BESIDE:
            raise Unreadable(_too_much())
        match name.rpartition("}")[2]:
            case "c":
                self.cells += 1
            case "row":
                self.rows, self.in_row = self.rows + 1, True
                self._check_place(attributes.get("r", ""))
            case "mergeCell" if len(self.merged) < MOST_ROWS:
                self.merged.append(attributes.get("ref", "")[:40])
            case "Override" | "Default" if "macroEnabled" in attributes.get("ContentType", ""):
                raise Unreadable(_with_macros())
        if self.rows > MOST_ROWS or self.cells > MOST_CELLS:
            raise Unreadable(_too_much())

    def _check_place(self, number):
        """A row far down is as good as all rows above it."""
        if re.fullmatch(r"[0-9]{1,9}", number) and int(number) > MOST_ROWS:
            self.rows = MOST_ROWS + 1

    def end(self, name):
        self.depth -= 1
        if name.rpartition("}")[2] == "row":
            self.in_row = False


def _too_much():
    return _(
        "The workbook has more than %(rows)s rows in a sheet or more than %(cells)s cells: it is not one of ours, or "
        "was filled far below the form. Fetch a new one and copy your figures into it."
    ) % {"rows": f"{MOST_ROWS:,}", "cells": f"{MOST_CELLS:,}"}
