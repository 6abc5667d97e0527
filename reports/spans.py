"""The span of time a sealed report is of: a year, or the quarter or month in which its day lies."""

from datetime import date

from reports.models import SealKind

MONTHS = {SealKind.QUARTER: 3, SealKind.MONTH: 1}
"""{kind: months of its span}; a year begins on 1 January and is told for as long as one asks."""


def first_day(kind, year, as_of):
    """The first day of the span."""
    if kind == SealKind.YEAR:
        return date(year, 1, 1)
    months = MONTHS[kind]
    return date(as_of.year, (as_of.month - 1) // months * months + 1, 1)


def holds(kind, year, as_of):
    """Whether a report of the kind and year can be as of the day: a year's on any day since it began."""
    return as_of.year >= year if kind == SealKind.YEAR else as_of.year == year
