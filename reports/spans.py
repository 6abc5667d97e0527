"""Spans of which sealed reports are: a programme year, its quarters and its months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from factories.models import CountyPlan
from reports.models import SealKind

MONTHS = {SealKind.MONTH: 1, SealKind.QUARTER: 3, SealKind.YEAR: 12}
"""How many months a span of each kind has; each begins where a whole number of them has passed since New Year."""


@dataclass(frozen=True)
class Span:
    """From the first to the last day, both inclusive."""

    kind: str
    starts_on: date
    ends_on: date

    @property
    def year(self):
        return self.starts_on.year


def around(kind, day):
    """The span of `kind` in which `day` lies."""
    months = MONTHS[kind]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return Span(kind, date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


def ended(kind, day):
    """The last span of `kind` that is over on `day`: its last day lies before."""
    return around(kind, around(kind, day).starts_on - timedelta(days=1))


def first_day(kind, year, as_of):
    """The first day of which a report as of a day is: a year is told for as long as one asks, also after its end."""
    return date(year, 1, 1) if kind == SealKind.YEAR else around(kind, as_of).starts_on


def holds(kind, year, as_of):
    """Whether a report of the kind and year can be as of the day: a year's on any day since it began."""
    return as_of.year >= year if kind == SealKind.YEAR else as_of.year == year


def against(*, kind, year, as_of, reason, today):
    """{field: sentence}: all that stands against sealing this. One query."""
    found = {}
    if kind not in SealKind.values:
        found["kind"] = _("Choose what is sealed: a year, a quarter or a month.")
    if not CountyPlan.objects.filter(program_year__year=year).exists():
        found["year"] = _("There are no places in %(year)s: choose another year.") % {"year": year}
    if as_of > today:
        said = _("%(day)s is in the future: nothing is known of it yet. Choose a day up to %(today)s.")
        found["as_of"] = said % {"day": as_of, "today": today}
    elif kind == SealKind.YEAR and not holds(kind, year, as_of):
        said = _("%(day)s lies before %(year)s: choose a day of that year or later.")
        found["as_of"] = said % {"day": as_of, "year": year}
    elif kind in MONTHS and not holds(kind, year, as_of):
        said = _("%(day)s does not lie in %(year)s: choose a day of the quarter or month that is sealed.")
        found["as_of"] = said % {"day": as_of, "year": year}
    if not reason.strip():
        found["reason"] = _("Say why it is sealed.")
    return found
