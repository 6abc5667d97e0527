"""Spans of which sealed reports are: a programme year, its quarters and its months."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

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
