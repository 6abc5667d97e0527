"""The computed figures of a province's report, section by section, each from its one definition.

A figure has a key as standings and sums name it; its value is plain (number, day as 2026-10-12, code) and None while it
is not known, never zero. Queries are as many for one factory as for a hundred.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories import figures as sums
from factories import operating, standing
from factories.models import CountyPlan, FactoryProject
from regional20x10.shared import words
from reports import wording
from reports.sealing.book import plain


@dataclass(frozen=True)
class Figure:
    """A computed figure as a text may hold it."""

    key: str
    label: str
    value: object
    unit: str
    """One of reports.definitions.UNITS."""
    of: str = ""
    """What it is to be compared with, in words."""
    said: str = ""
    """The value in words; empty while it is not known."""


@dataclass(frozen=True)
class Computed:
    """What is computed for one section."""

    key: str
    figures: list
    tables: list = field(default_factory=list)
    """document.Table."""
    age: date | None = None
    """The last day that what was reported is of; None where nothing was."""
    source: str = ""
    """The page of the rows behind it, without language."""


@dataclass(frozen=True)
class Scope:
    """A province in a programme year, at the end of a day."""

    province: object
    program_year: object
    as_of: date

    @property
    def year(self):
        return self.program_year.year

    @property
    def plans(self):
        return CountyPlan.objects.filter(program_year=self.program_year, county__province=self.province)

    @cached_property
    def cohort(self):
        return sums.cohort(self.plans, self.as_of, target=None)

    @property
    def projects(self):
        """Rows of FactoryProject, by code."""
        return sorted((row.project for row in self.cohort.standings), key=lambda row: row.code)

    @cached_property
    def running(self):
        """The standings of its factories that are built, of this year of the programme and of those before, by code.

        Each has its stage and, where it could count and does not, why (operating.told): places are to produce in the
        years after their own, so production and raw material are told of them all.
        """
        year = self.program_year
        rows = FactoryProject.objects.filter(
            plan__program_year__program=year.program_id, plan__program_year__year__lte=year.year,
            plan__county__province=self.province,
        )  # fmt: skip
        pks = list(rows.order_by().values_list("pk", flat=True))
        return operating.told(operating.staged(standing.on(self.as_of, pks).for_list()), self.as_of)

    @property
    def factories(self):
        """Those of the year, and those built before, by code."""
        every = {row.pk: row for row in [*self.projects, *(row.project for row in self.running)]}
        return sorted(every.values(), key=lambda row: row.code)

    @property
    def name(self):
        """What its figures are of, as seals name it."""
        return f"province:{self.province.code}"


def figure(key, label, value, unit, of=""):
    """A Figure of any value."""
    value = plain(value)
    return Figure(key, str(label), value, unit, str(of), said(value, unit))


def said(value, unit):
    """A plain value in words; empty for None."""
    if value is None:
        return ""
    match unit:
        case "percent":
            return words.percent(value)
        case "chance":
            return words.chance(value)
        case "days":
            return ngettext("%(days)s day", "%(days)s days", round(value)) % {"days": words.number(value)}
        case "date":
            return words.day(date.fromisoformat(value))
        case "tonnes":
            return _("%(tonnes)s t") % {"tonnes": wording.measured(value)}
        case "hectares":
            return wording.measured(value)
        case "colour":
            return str(words.STATUS[value])
        case "text":
            return str(value)
    return words.number(value)
