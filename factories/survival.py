"""How long factories keep counting: the spells of many factories in one question, and their survival curve.

Which months count is said by counting_months() in SQL alone (factories/counting.py); what was reported is taken as it
is known at the end of `as_of`.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection


@dataclass(frozen=True)
class Spell:
    """A time for which a factory counted."""

    since: date
    until: date | None
    """The day on which it fell out; None while it counts."""
    months: int
    """From the first month's end that made it count to the one that ended it, or to the last that was looked at."""


SPELLS = """
WITH month AS (
    SELECT project_id, told_on, counts, row_number() OVER by_month AS number,
           COALESCE(lag(counts) OVER by_month, false) AS counted, count(*) OVER (PARTITION BY project_id) AS last
    FROM counting_months(%(as_of)s::date, %(projects)s::bigint[])
    WINDOW by_month AS (PARTITION BY project_id ORDER BY ends_on)
), turn AS (
    SELECT m.*, lead(told_on) OVER after AS fell_on, lead(number) OVER after AS fell_number
    FROM month m WHERE counts <> counted WINDOW after AS (PARTITION BY project_id ORDER BY number)
)
SELECT project_id, told_on, fell_on, COALESCE(fell_number, last) - number
FROM turn WHERE counts ORDER BY project_id, number
"""
"""Each month in which a factory begins to count, with the next in which it does not: see counting_months()."""


def spells(projects, as_of):
    """{project pk: [Spell, the first first]} of `projects` (primary keys), as known at the end of `as_of`. One query.

    A factory that never counted is not in it.
    """
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(SPELLS, {"projects": list(projects), "as_of": as_of})
        for pk, since, until, months in cursor.fetchall():
            found.setdefault(pk, []).append(Spell(since, until, months))
    return found


# --- the curve -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """The share that still counts from so many months on."""

    months: int
    """Since a factory first counted."""
    at_risk: int
    """Factories that had counted without a break for that long, or until then."""
    fell: int
    """Of them, those that fell out then."""
    censored: int
    """Of them, those that still count, and for no longer yet."""
    share: float
    """0 to 1: of all factories, those that have not fallen out by then."""

    @property
    def percent(self):
        return 100 * self.share


def curve(lives):
    """[Step] by months, of [(months, fell)]: how long each factory first counted, and whether that ended.

    The product-limit estimate: S(t) is the product of 1 - d/n over the months up to t, d the factories that fell out
    in a month, n those still under observation. One that still counts is under observation up to its last month and
    says nothing of what comes after (Kaplan and Meier 1958, J. Am. Stat. Assoc. 53, 457-481).
    """
    steps, share, at_risk = [], 1.0, len(lives)
    for months in sorted({months for months, _fell in lives}):
        ended = [fell for lasted, fell in lives if lasted == months]
        fell = sum(ended)
        share *= 1 - fell / at_risk
        steps.append(Step(months, at_risk, fell, len(ended) - fell, share))
        at_risk -= len(ended)
    return steps


def share_at(steps, months):
    """The share after so many months; None beyond the last that any factory was watched for."""
    if not steps or months > steps[-1].months:
        return None
    return next((step.share for step in reversed(steps) if step.months <= months), 1.0)


def lives(found):
    """[(months, whether it fell out)] of the first spell of each factory of `spells`."""
    return [(rows[0].months, rows[0].until is not None) for rows in found.values()]
