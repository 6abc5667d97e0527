"""Workbooks of ten-day returns, read: what they say of each project, and every problem of every row at once.

A file is taken as hostile: archives.py decides whether it is opened, and only so many rows and columns are looked at.
What cannot be read never stops the reading: it is a problem with its sheet and cell.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import islice

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter, range_boundaries

from committees.models import Organization, OrganizationKind
from committees.rights import COUNTY
from factories import batches, workbooks
from factories.imports import archives, cells
from factories.imports.archives import Unreadable
from factories.models import County, EquipmentItem, FactoryProject, Material, MaterialOrder, ReportingPeriod, WorkPackage
from factories.workbooks import BOXES, FIRST_BOX, LAYOUT, LISTS, MACHINE, VALUES

MOST_COLUMNS = 9
MOST_SHEETS = 400
MOST_COUNT = 2**31 - 1
MOST_PIECES = 2**15 - 1


@dataclass
class Reading:
    """What a workbook says. `content` is in the form in which a batch keeps it (factories/batches.py)."""

    name: str
    sha256: str
    bytes: int
    county: County | None = None
    project: FactoryProject | None = None
    period: ReportingPeriod | None = None
    content: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def say(self, sheet, cell, said):
        self.problems.append({"sheet": sheet[:80], "cell": cell, "said": str(said)})


def read(file, *, by):
    """The Reading of an uploaded file, for the post `by`. Raises Unreadable for what is no workbook of ours."""
    name = "".join(sign for sign in str(file.name or "") if sign.isprintable())[-160:] or "workbook.xlsx"
    seen = archives.opened(file, name, file.size)
    reading = Reading(name, _digest(file), file.size)
    try:
        book = openpyxl.load_workbook(file, read_only=True, keep_links=False, keep_vba=False)
    except Exception as error:  # whatever a damaged part makes of the library: the file is at fault, and is told so
        raise Unreadable(archives.damaged()) from error
    try:
        _read_book(book, seen, reading, by)
    finally:
        book.close()
    return reading


def _digest(file):
    sha256 = hashlib.sha256()
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()


def _read_book(book, seen, reading, by):
    sheets = {sheet.title: sheet for sheet in book.worksheets[: MOST_SHEETS + 1]}
    if len(sheets) > MOST_SHEETS:
        raise Unreadable(_("The workbook has more than %(most)s sheets: it is not one of ours.") % {"most": MOST_SHEETS})
    if MACHINE not in sheets:
        raise Unreadable(
            _("This is no workbook of ten-day returns: fetch one on the page “Workbooks” and copy your figures into it.")
        )
    _read_machine(_rows(sheets.pop(MACHINE)), reading)
    sheets.pop(LISTS, None)
    grids = {title: _Grid(sheet, seen.merged) for title, sheet in sheets.items()}
    heads = {title: grid.head for title, grid in grids.items()}
    projects = _projects(heads, reading, by)
    _whose(reading, projects, by)
    known = _Lists(projects.values())
    for title, grid in grids.items():
        if title in projects:
            _read_sheet(title, grid, projects[title], known, reading)
    reading.problems.sort(key=lambda row: list(sheets).index(row["sheet"]) if row["sheet"] in sheets else -1)


def _rows(sheet):
    """The rows of a sheet within the caps. Raises Unreadable where its XML does not hold."""
    try:
        yield from islice(sheet.iter_rows(max_row=archives.MOST_ROWS, max_col=MOST_COLUMNS), archives.MOST_ROWS)
    except Unreadable:
        raise
    except Exception as error:  # as above: broken references, styles that are not there, numbers that are none
        raise Unreadable(archives.damaged()) from error


def _read_machine(rows, reading):
    """Layout and period, from the hidden sheet."""
    said = {}
    for row in islice(rows, 3):
        values = [str(cell.value or "") for cell in row[:2]]
        said[values[0]] = values[1] if len(values) > 1 else ""
    if said.get("layout") != str(LAYOUT):
        raise Unreadable(
            _("This workbook is of an earlier layout: fetch a new one on the page “Workbooks” and copy your figures.")
        )
    reading.period = ReportingPeriod.objects.coded(said.get("period", "")[:20])
    if reading.period is None:
        raise Unreadable(_("The workbook names no period that there is: fetch a new one on the page “Workbooks”."))


# --- whose sheets they are -------------------------------------------------------------------------------------------
def _projects(heads, reading, by):
    """{sheet: project} of those that may be reported on; a problem for every other sheet that is not the first."""
    mine = {project.code: project for project in workbooks.projects_of(by).filter(code__in=_codes(heads))}
    found, taken = {}, {}
    for number, (title, head) in enumerate(heads.items()):
        if head is None:
            if number or len(heads) == 1:
                reading.say(title, "A1", _("This sheet is none of the form, so it is not read: take it out."))
            continue
        layout, period, _base, code = head
        if (layout, period) != (str(LAYOUT), reading.period.code):
            reading.say(title, "A1", _("This sheet is of another workbook: fill in the sheet of this period."))
        elif code not in mine:
            said = _("Your post does not report on the factory %(code)s: take its sheet out.")
            reading.say(title, "A1", said % {"code": code[:40]})
        elif code in taken:
            said = _("The factory %(code)s has two sheets, this and “%(other)s”: take one out.")
            reading.say(title, "A1", said % {"code": code, "other": taken[code]})
        else:
            taken[code] = title
            found[title] = mine[code]
    return found


def _codes(heads):
    return [head[3] for head in heads.values() if head and "\x00" not in head[3]]


def _whose(reading, projects, by):
    """What the batch is of: the county of a county's post, else the one project."""
    if by.rule.edits == COUNTY:
        reading.county = by.county
        return
    if not projects:
        said = [row["said"] for row in reading.problems]
        raise Unreadable(*(said or [_("The workbook has no sheet of a factory that your unit builds.")]))
    reading.project, *others = projects.values()
    for title, project in list(projects.items()):
        if project in others:
            said = _("A unit hands in the workbook of one factory: take the sheet of %(code)s out.")
            reading.say(title, "A1", said % {"code": project.code})
            del projects[title]


class _Lists:
    """What words of lists stand for, and what belongs to each project: six queries for any number of them."""

    def __init__(self, projects):
        self.words = {name: {} for name in workbooks.words()}
        for lists in workbooks.in_every_language(workbooks.words):
            for name, rows in lists.items():
                self.words[name] |= {cells.key(word): value for value, word in rows}
                self.words[name] |= {cells.key(value): value for value, _word in rows}
        suppliers = list(Organization.objects.filter(kind=OrganizationKind.SUPPLIER))
        materials = list(Material.objects.all())
        self.words |= {"supplier": _by_name(suppliers), "material": _by_name(materials)}
        ids = [project.pk for project in projects]
        self.packages = _by_project(WorkPackage.objects.filter(project__in=ids))
        self.items = _by_project(EquipmentItem.objects.filter(project__in=ids))
        self.orders = {
            (order.project_id, cells.key(order.reference)): order.pk
            for order in MaterialOrder.objects.filter(project__in=ids).in_force().order_by("-pk")
        }


def _by_name(rows):
    """{word: pk}: by the code, as the list shows them, and by a name that only one has."""
    names = {}
    for row in rows:
        for name in {row.name_en, row.name_ko} - {""}:
            names.setdefault(cells.key(name), []).append(row.pk)
    found = {name: pks[0] for name, pks in names.items() if len(pks) == 1}
    for row in rows:
        found[cells.key(row.code)] = row.pk
        for name in (row.name_en, row.name_ko):
            found[cells.key(f"{row.code} · {name}")] = row.pk
    return found


def _by_project(rows):
    found = {}
    for row in rows:
        found.setdefault(row.project_id, {})[row.pk] = row
    return found


# --- a sheet ---------------------------------------------------------------------------------------------------------
class _Grid:
    """The rows of a sheet by their keys, and what stands where nothing is asked for."""

    def __init__(self, sheet, merged):
        self.head, self.rows, self.stray, self.twice = None, {}, [], []
        self.merged = merged.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), [])
        for number, row in enumerate(_rows(sheet), 1):
            key = row[0].value if row else None
            if number == 1:
                self.head = _head(key)
            elif key is None:
                self.stray += [number] if any(cell.value not in (None, "") for cell in row[1:]) else []
            elif key != "-":
                (self.twice if key in self.rows else self.stray).append(number) if (
                    key in self.rows or not workbooks.boxes(str(key))
                ) else self.rows.setdefault(str(key), (number, row))


def _head(key):
    """(layout, period, base, project code) of a sheet of ours, else None."""
    parts = str(key or "").split("|", 4)
    return tuple(parts[1:]) if len(parts) == 5 and parts[0] == MACHINE else None


def _read_sheet(title, grid, project, known, reading):
    entry = batches.blank(project, title, _number(grid.head[2]))
    sheet = _Sheet(title, grid, project, known, reading, entry)
    if sheet.read():
        reading.content.append(entry)


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
