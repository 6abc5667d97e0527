"""Workbooks of ten-day returns, read: what they say of each project, and every problem of every row at once.

A file is taken as hostile: archives.py decides whether it is opened, and only so many rows and columns are looked at.
What cannot be read never stops the reading: it is a problem with its sheet and cell.
"""

import hashlib
from dataclasses import dataclass, field
from itertools import islice

import openpyxl
from django.utils.translation import gettext as _

from committees.rights import COUNTY
from factories import workbooks
from factories.imports import archives, sheets
from factories.imports.archives import Unreadable
from factories.models import County, FactoryProject, ReportingPeriod
from factories.workbooks import LAYOUT, LISTS, MACHINE

MOST_SHEETS = 400


@dataclass
class Reading:
    """What a workbook says. `content` is in the form in which a batch keeps it (factories/contents.py)."""

    name: str
    sha256: str
    bytes: int
    county: County | None = None
    project: FactoryProject | None = None
    period: ReportingPeriod | None = None
    content: list = field(default_factory=list)
    problems: list = field(default_factory=list)

    def say(self, sheet, cell, said):
        """Note a problem of the file itself; others are found whenever the batch is judged."""
        self.problems.append({"sheet": sheet[:80], "cell": cell, "said": str(said), "of": "file"})


def read(file, *, by):
    """The Reading of an uploaded file, for the post `by`. Raises Unreadable for what is no workbook of ours."""
    name = "".join(sign for sign in str(file.name or "") if sign.isprintable())[-160:]
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
    file.seek(0)
    for chunk in file.chunks():
        sha256.update(chunk)
    file.seek(0)
    return sha256.hexdigest()


def _read_book(book, seen, reading, by):
    found = {str(sheet.title): sheet for sheet in book.worksheets}
    if len(book.worksheets) > MOST_SHEETS:
        raise Unreadable(
            _("The workbook has more than %(most)s sheets: it is not one of ours.") % {"most": MOST_SHEETS}
        )
    if MACHINE not in found:
        raise Unreadable(
            _("This is no workbook of ten-day returns: fetch one on the page “Workbooks” and copy your figures there.")
        )
    _read_machine(sheets.rows_of(found.pop(MACHINE)), reading)
    found.pop(LISTS, None)
    grids = {title: sheets.Grid(sheet, _merged(sheet, seen)) for title, sheet in found.items()}
    projects = _projects({title: grid.head for title, grid in grids.items()}, reading, by)
    _whose(reading, projects, by)
    lists = sheets.Lists(projects.values())
    for title, project in projects.items():
        entry = sheets.read(title, grids[title], project, lists, lambda *said, title=title: reading.say(title, *said))
        if entry is not None:
            reading.content.append(entry)
    if not (reading.content or reading.problems):
        reading.say("", "", _("No cell of any sheet is filled in: fill in the yellow cells of a factory."))


def _merged(sheet, seen):
    return seen.merged.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), [])


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
    reading.period = ReportingPeriod.ten_days.coded(said.get("period", "")[:20])
    if reading.period is None:
        raise Unreadable(_("The workbook names no period that there is: fetch a new one on the page “Workbooks”."))


# --- whose sheets they are -------------------------------------------------------------------------------------------
def _projects(heads, reading, by):
    """{sheet: project} of those that may be reported on; a problem for every other sheet but the list of contents."""
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
    """What the batch is of: the county of a county's post, else the one project of a unit."""
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
