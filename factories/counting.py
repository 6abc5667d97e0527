"""The life of a factory once it is built, and what counts toward the year's places. Nothing here decides: it reads.

A factory is built, commissioned, operating, counting: each step is counted by itself, and none stands for another. A
factory that counted and no longer does has fallen out. Which months count is said by counting_months() in SQL alone.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection
from django.db.models import Case, CharField, TextChoices, Value, When
from django.utils.translation import gettext_lazy

from factories import reasons
from factories.models import Downtime


class Stage(TextChoices):
    """How far a factory has come, in the order of its life."""

    BUILDING = "building", gettext_lazy("Building")
    BUILT = "built", gettext_lazy("Built")
    COMMISSIONED = "commissioned", gettext_lazy("Commissioned")
    OPERATING = "operating", gettext_lazy("Operating")
    COUNTING = "counting", gettext_lazy("Counting")
    FALLEN_OUT = "fallen_out", gettext_lazy("Fallen out")


def stage(standing):
    """The Stage of one factory by its standing: the furthest it has reached, or that it fell out."""
    reached = {
        Stage.FALLEN_OUT: standing.fell_out_on,
        Stage.COUNTING: standing.counts,
        Stage.OPERATING: standing.operates_since,
        Stage.COMMISSIONED: standing.commissioned_on,
        Stage.BUILT: standing.finished_on,
    }
    return next((step for step, held in reached.items() if held), Stage.BUILDING)


def stage_column():
    """stage() as an expression over standings, for those that are read as values."""
    reached = [
        (Stage.FALLEN_OUT, {"fell_out_on__isnull": False}),
        (Stage.COUNTING, {"counts": True}),
        (Stage.OPERATING, {"operates_since__isnull": False}),
        (Stage.COMMISSIONED, {"commissioned_on__isnull": False}),
        (Stage.BUILT, {"finished_on__isnull": False}),
    ]
    cases = [When(**held, then=Value(step.value)) for step, held in reached]
    return Case(*cases, default=Value(Stage.BUILDING.value), output_field=CharField())


def of_place(standings):
    """The Stage of a place: fallen out if a factory of it is, else that of the factory least far; None without any."""
    order, reached = list(Stage), [stage(row) for row in standings]
    if Stage.FALLEN_OUT in reached:
        return Stage.FALLEN_OUT
    return min(reached, key=order.index, default=None)


@dataclass(frozen=True)
class Life:
    """How many of `total` factories, or of places with all their factories, reached each step; None of them another's.

    A place has fallen out when a factory of it has: all the others may count, and it does not.
    """

    total: int = 0
    built: int = 0
    commissioned: int = 0
    operating: int = 0
    counting: int = 0
    fallen_out: int = 0
    reported: bool = False
    """Whether a production return of any of them was ever verified; without one nobody knows what operates."""

    @property
    def steps(self):
        """[(Stage, how many)] in the order of life."""
        names = (Stage.BUILT, Stage.COMMISSIONED, Stage.OPERATING, Stage.COUNTING, Stage.FALLEN_OUT)
        return [(step, getattr(self, step.value)) for step in names]


def of_factories(standings):
    """The Life of factories, by their standings."""
    return of_places([[row] for row in standings])


def of_places(places):
    """The Life of places, each the standings of its factories: it reached what all of them did."""
    places = list(places)
    every = [row for rows in places for row in rows]

    def reached(held):
        return sum(bool(rows) and all(held(row) for row in rows) for rows in places)

    return Life(
        total=len(places),
        built=reached(lambda row: row.finished_on is not None),
        commissioned=reached(lambda row: row.commissioned_on is not None),
        operating=reached(lambda row: row.operates_since is not None),
        counting=reached(lambda row: row.counts),
        fallen_out=sum(any(row.fell_out_on is not None for row in rows) for rows in places),
        reported=any(row.produced_until is not None for row in every),
    )


@dataclass(frozen=True)
class Month:
    """One month of a factory that operates, with the months looked at when it was to be verified."""

    ends_on: date
    told_on: date
    """The day on which it was to be verified: what it says holds from then until the next is."""
    begins_on: date
    """From which day the months looked at count."""
    return_id: int | None
    """Its verified production return."""
    due: int
    reported: int
    utilisation: Decimal | None
    """% of what the reported ones of the months looked at can hold."""
    enough: int
    counts: bool


def months(project, as_of):
    """[Month] since the project operates, the earliest first, as known at the end of `as_of`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT ends_on, told_on, begins_on, production_return_id, due, reported, utilisation, enough, counts
            FROM counting_months(%s, %s) ORDER BY ends_on
            """,
            [as_of, [project.pk]],
        )
        return [Month(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Spell:
    """A time in which a factory counted: from the day `since`, until the day `until` on which it no longer did."""

    since: date
    until: date | None = None
    """None while it counts."""
    why: str = ""
    """Why it ended, as a sentence."""


def spells(project, as_of):
    """[Spell] of a project, the earliest first, as known at the end of `as_of`. Two queries."""
    rows, found, since = months(project, as_of), [], None
    ends = []
    for row in rows:
        if row.counts and since is None:
            since = row.told_on
        elif not row.counts and since is not None:
            ends.append((since, row))
            since = None
    hours = _downtime(rows) if ends else {}
    for began, row in ends:
        found.append(Spell(began, row.told_on, reasons.sentence(_fell_out(row, rows, hours))))
    if since is not None:
        found.append(Spell(since))
    return found


def _downtime(rows):
    """{production return: {cause: hours}} of the months."""
    found = {}
    lines = Downtime.objects.filter(production_return__in=[row.return_id for row in rows if row.return_id])
    for key, cause, hours in lines.values_list("production_return_id", "cause", "hours"):
        found.setdefault(key, {})[cause] = hours
    return found


def _fell_out(month, rows, hours):
    """The reason of the standing for a factory that fell out in `month`."""
    lost = {}
    for row in rows:
        if month.begins_on <= row.ends_on <= month.ends_on:
            for cause, number in hours.get(row.return_id, {}).items():
                lost[cause] = lost.get(cause, 0) + number
    return {
        "code": "fell_out",
        "on": month.told_on.isoformat(),
        "percent": month.utilisation,
        "months": month.due - month.reported,
        "cause": min(lost, key=lambda cause: (-lost[cause], cause), default=None),
    }


THRESHOLDS = {
    "cover_percent": (1, 200), "utilisation_percent": (1, 100), "production_months": (1, 12),
    "production_grace_days": (0, 60),
}  # fmt: skip
"""{threshold of a programme year: between which whole numbers it lies}, as the database holds it."""


def thresholds(year):
    """{threshold: number} of a programme year, or of an event of its history."""
    return {name: getattr(year, name) for name in THRESHOLDS}


@dataclass(frozen=True)
class Change:
    """One change of a year's thresholds."""

    at: datetime
    post_id: int | None
    reason: str
    before: dict
    after: dict
    """{threshold: number}."""


def changes(year):
    """[Change] of a programme year's thresholds by its history, the latest first. One query."""
    found, before = [], None
    for event in year.events.order_by("pgh_id").select_related("pgh_context"):
        after = thresholds(event)
        if before is not None and after != before:
            said = (event.pgh_context and event.pgh_context.metadata) or {}
            found.append(Change(event.pgh_created_at, said.get("post"), said.get("reason", ""), before, after))
        before = after
    return found[::-1]
