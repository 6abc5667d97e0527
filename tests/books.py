"""Workbooks in tests: fetched as the page gives them, filled in as a hand would, and handed in."""

import io
from datetime import date

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from committees.rights import Role
from factories import sheets, workbooks
from factories.actions import batches
from factories.imports import workbooks as imports
from tests import build, make

GOOD = {
    ("value:crew_people", 0): 64, ("value:crew_days", 0): 640, ("value:pace", 0): "No",
    ("value:narrative", 0): "Walls of the second floor.",
}  # fmt: skip
"""What every sheet is filled with beside the percentages, {(key of the row, number of the box): value}."""


class Book:
    """A workbook in the hands of whoever fills it in."""

    def __init__(self, content):
        self.book = openpyxl.load_workbook(io.BytesIO(content))

    def sheet(self, project):
        return self.book[project.code]

    def row(self, project, key):
        """The number of the row with this key."""
        sheet = self.sheet(project)
        return next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == key)

    def cell(self, project, key, box=0):
        return self.sheet(project).cell(self.row(project, key), workbooks.FIRST_BOX + 1 + box)

    def place(self, project, key, box=0):
        return self.cell(project, key, box).coordinate

    def fill(self, project, percents=(50, 20), **more):
        """Percentages of the work packages in their order, and GOOD; `more`: {key with __ for the colon: values}."""
        for package, percent in zip(project.packages.order_by("order"), percents, strict=True):
            self.cell(project, f"package:{package.pk}").value = percent
        for (key, box), value in GOOD.items():
            self.cell(project, key, box).value = value
        for key, values in more.items():
            for box, value in enumerate(values):
                self.cell(project, key.replace("__", ":"), box).value = value
        return self

    def content(self):
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def county_world(count=2):
    """A county with so many projects under way, its chief secretary, and the period."""
    county = make.county()
    plan = make.plan(county)
    projects = [make.project(plan, type_=make.factory_type(f"type{number}")) for number in range(count)]
    return county, projects, make.post(Role.COUNTY_SECRETARY, where=county), make.period()


def of_county(county, projects, period):
    return Book(sheets.of_county(county, projects, period, make.DAY))


def of_project(project, period):
    return Book(sheets.of_project(project, period, make.DAY))


def upload(book, name="returns.xlsx"):
    content = book if isinstance(book, bytes) else book.content()
    return SimpleUploadedFile(name, content)


def reading(book, by, name="returns.xlsx"):
    return imports.read(upload(book, name), by=by)


def batch(book, by, *, key=None, at=None):
    """The batch of a workbook that was handed in."""
    import uuid

    return batches.read(reading(book, by), key=key or uuid.uuid4(), by=by, at=at or AT)


AT = make.moment(date(2026, 10, 12))
DELIVERY = ("W-1", "cement", 40, date(2026, 10, 3))


def delivery(supplier=None, waybill="W-1", material="cement", quantity=40, on=date(2026, 10, 3)):
    """The boxes of a consignment."""
    return [(supplier or build.supplier()).code, waybill, build.material(material).code, quantity, on]
