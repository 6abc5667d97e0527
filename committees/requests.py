"""Requests between bodies, read: those that wait for somebody, and how each body asks and answers. Reads only.

An answer is a promise, a refusal or that it is done; a request counts as done from the last time that is said on, and
only while nobody disputes it. Days are counted from the day it was asked on.
"""

from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.utils.timezone import localdate

from committees.models import WAITING, Level, Organization, Request
from committees.rights import Role
from regional20x10.shared import clock

PROVINCIAL = (Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR)


# --- what waits for somebody -----------------------------------------------------------------------------------------


def unblockable(county, day):
    """What waits in the county and has climbed to its member in charge by the end of the day; the costliest first."""
    rows = Request.objects.at_place(county).then(clock.end_of(day)).for_list()
    waiting = rows.filter(state_then__in=WAITING, level_then__gte=Level.LEAD)
    return waiting.order_by("-delay_days", "due_on", "pk")


def seen_by(user, as_of):
    """The requests that a user may see, each as it stood at the end of `as_of`."""
    return Request.objects.visible_to(user).for_list().then(clock.end_of(as_of))


# --- figures ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Days:
    """How long something took, in days: halfway, and for nine of ten. None without any."""

    median: float | None = None
    most: float | None = None
    """The 90th percentile, linear between two values."""


@dataclass(frozen=True)
class Counts:
    """Of any requests, on a day."""

    asked: int = 0
    waiting: int = 0
    overdue: int = 0
    """Of those waiting: their day has passed."""
    oldest: int | None = None
    """Days for which the oldest of those waiting was asked; None where none waits."""
    province: int = 0
    """Of those waiting, the ones at the level of the province; then of the member in charge, and of the committee."""
    lead: int = 0
    committee: int = 0
    done: int = 0
    """Said to be done or confirmed, and not disputed."""
    in_time: int = 0
    answer: Days = Days()
    """From asked to the first answer, of those answered."""
    completion: Days = Days()
    """From asked to done, of those done."""

    @property
    def in_time_percent(self):
        """Of those done or overdue; None while there is none."""
        judged = self.done + self.overdue
        return 100 * self.in_time / judged if judged else None


@dataclass(frozen=True)
class Line:
    """The requests owed by a body, and those it made."""

    body: Organization
    owed: Counts
    made: Counts


@dataclass(frozen=True)
class Board:
    lines: list
    """Of each body that owes or made any: those with most overdue first."""
    total: Counts


READ = ("owed_then", "asked_by_id", "asked_on", "due_on", "state_then", "level_then", "overdue", "answered_at",
        "done_at")  # fmt: skip


def board(rows, as_of):
    """The Board of requests as `Request.objects.then()` gives them. Two queries."""
    read = list(rows.order_by().values_list(*READ, named=True))
    owed, made = _by(read, "owed_then"), _by(read, "asked_by_id")
    bodies = Organization.objects.in_bulk(owed.keys() | made.keys())
    lines = [
        Line(body, counted(owed.get(pk, ()), as_of), counted(made.get(pk, ()), as_of)) for pk, body in bodies.items()
    ]
    lines.sort(
        key=lambda line: (-line.owed.overdue, -line.owed.waiting, -line.owed.asked, line.body.name, line.body.pk)
    )
    return Board(lines, counted(read, as_of))


def _by(read, field):
    found = {}
    for row in read:
        found.setdefault(getattr(row, field), []).append(row)
    return found


def counted(rows, as_of):
    """The Counts of requests read with READ, or as objects of then()."""
    waiting = [row for row in rows if row.state_then in WAITING]
    done = [row for row in rows if row.done_at]
    levels = [row.level_then for row in waiting]
    return Counts(
        asked=len(rows), waiting=len(waiting), overdue=sum(row.overdue for row in waiting),
        oldest=max(((as_of - row.asked_on).days for row in waiting), default=None),
        province=levels.count(Level.PROVINCE), lead=levels.count(Level.LEAD), committee=levels.count(Level.COMMITTEE),
        done=len(done), in_time=sum(localdate(row.done_at) <= row.due_on for row in done),
        answer=_days(_took(row.asked_on, row.answered_at) for row in rows if row.answered_at),
        completion=_days(_took(row.asked_on, row.done_at) for row in done),
    )  # fmt: skip


def _took(asked_on: date, at):
    return (localdate(at) - asked_on).days


def _days(taken):
    """Percentiles as percentile_cont gives them."""
    taken = sorted(taken)
    if len(taken) < 2:
        return Days(*(2 * [float(taken[0])])) if taken else Days()
    tenths = quantiles(taken, n=10, method="inclusive")
    return Days(tenths[4], tenths[8])
