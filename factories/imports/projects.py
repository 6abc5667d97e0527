"""Projects begun before this record, from a CSV file: each with its original dates and how far it was when brought in.

Every row is its own transaction: what is refused is told with its line and never stops the others.
"""

from decimal import Decimal
from functools import partial

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Organization
from factories.actions import projects
from factories.imports import tables
from factories.imports.reference import Find, Tally
from factories.models import CountyPlan, FactoryProject, FactoryType
from regional20x10.shared.errors import Refused
from regional20x10.shared.upserts import CREATED

UNITS = ("design_unit", "construction_unit", "operation_unit")
COLUMNS = [
    "code", "year", "county_code", "factory_type", *UNITS, "starts_on", "original_finish", "approved_finish", "reason",
    "percent", "floor_area_m2", "capacity_t_year",
]  # fmt: skip


def load(path, *, by, at):
    """Load the file at `path`; a Tally. Raises tables.Unreadable before anything is written."""
    find, tally = Find(), Tally(str(path))
    for row in tables.read(path, COLUMNS):
        try:
            _bring_in(row, find, by, at)
            tally.counts[CREATED] += 1
        except Refused as refused:
            tally.reject(row.line, refused.reasons)
    return tally


def _bring_in(row, find, by, at):
    day = partial(row.day, precision="day")
    code = row.text("code", needed=True)
    values = {name: find(row, name, Organization, "code", needed=False) for name in UNITS}
    values |= {
        "plan": _plan(row),
        "factory_type": find(row, "factory_type", FactoryType, "code"),
        "starts_on": day("starts_on"),
        "original_on": day("original_finish"),
        "approved_on": day("approved_finish") if row.cells["approved_finish"] else None,
        "reason": row.text("reason"),
        "percent": _decimal(row, "percent"),
        "floor_area_m2": row.whole("floor_area_m2"),
        "capacity_t_year": _decimal(row, "capacity_t_year"),
    }
    if values["starts_on"] and values["starts_on"] > localdate(at):
        said = _("Building starts on %(day)s, which is still to come: such a project goes through the first gate.")
        row.reasons.append(said % {"day": values["starts_on"]})
    if code and FactoryProject.objects.filter(code=code).exists():
        row.reasons.append(_("There is already a project %(code)s: it is left as it is.") % {"code": code})
    row.settle()
    projects.bring_in(code=code, by=by, at=at, **values)


def _decimal(row, name):
    """The number exactly as it is written: a float would carry digits that nobody entered."""
    return None if row.number(name) is None else Decimal(row.cells[name])


def _plan(row):
    """The place as a member of the year's cohort; a reason in the row where it is none."""
    year, county = row.whole("year", needed=True), row.text("county_code", needed=True)
    plan = CountyPlan.objects.filter(program_year__year=year or 0, county__code=county).first()
    if plan is None and year and county:
        said = _("%(county)s is no place of the year %(year)s: add it to the cohort first.")
        row.reasons.append(said % {"county": county, "year": year})
    return plan
