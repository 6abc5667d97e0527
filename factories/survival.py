"""How long factories keep counting: the spells of many factories in one question, and their survival curve.

A factory counts on a day while all the months looked at are verified and their utilisation is high enough; what was
reported is taken as it is known at the end of `as_of`. docs/domain.md has the definitions, tests/factories an oracle.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from regional20x10.shared import clock


@dataclass(frozen=True)
class Spell:
    """A time for which a factory counted."""

    since: date
    until: date | None
    """The day on which it fell out; None while it counts."""
    months: int
    """From the first month's end that made it count to the one that ended it, or to the last that was looked at."""


SPELLS = """
WITH scope AS (
    SELECT p.id, p.capacity_t_year AS capacity, (g.at AT TIME ZONE 'Asia/Pyongyang')::date AS operates_on,
           y.production_months::integer AS looked_at, y.production_grace_days::integer AS grace,
           y.utilisation_percent AS least
    FROM factories_factoryproject p
    JOIN factories_countyplan c ON c.id = p.plan_id
    JOIN factories_programyear y ON y.id = c.program_year_id
    JOIN factories_gatepass g ON g.project_id = p.id AND g.gate = 'operate' AND g.at < %(cut)s
    WHERE p.id = ANY(%(projects)s::bigint[])
), month AS ( -- those that ended after it was allowed to operate, and whose returns are due to be verified
    SELECT s.*, m::date AS starts_on, m.ends_on, m.ends_on + s.grace AS judged_on,
           s.capacity * extract(day FROM m.ends_on)
               / extract(doy FROM make_date(extract(year FROM m.ends_on)::integer, 12, 31)) AS capacity_t
    FROM scope s
    CROSS JOIN LATERAL (
        SELECT day AS m, (day + interval '1 month')::date - 1 AS ends_on
        FROM generate_series(date_trunc('month', s.operates_on::timestamp), %(as_of)s::timestamp, '1 month') AS day
    ) m
    WHERE m.ends_on + s.grace <= %(as_of)s
), told AS (
    SELECT DISTINCT ON (r.project_id, r.period_id) r.project_id, q.starts_on, r.output_t
    FROM factories_productionreturn r
    JOIN factories_reportingperiod q ON q.id = r.period_id
    WHERE r.project_id = ANY(%(projects)s::bigint[]) AND r.verified_at < %(cut)s
      AND (r.returned_at IS NULL OR r.returned_at >= %(cut)s)
    ORDER BY r.project_id, r.period_id, r.version DESC
), running AS (
    SELECT m.id, m.starts_on, m.judged_on, m.looked_at, m.least, row_number() OVER until AS number,
           count(t.output_t) OVER until AS told, sum(COALESCE(t.output_t, 0)) OVER until AS output,
           sum(m.capacity_t) OVER until AS capacity
    FROM month m
    LEFT JOIN told t ON t.project_id = m.id AND t.starts_on = m.starts_on
    WINDOW until AS (PARTITION BY m.id ORDER BY m.starts_on)
), looked AS (
    SELECT r.*, told - lag(told, looked_at, 0::bigint) OVER before AS months,
           output - lag(output, looked_at, 0::numeric) OVER before AS made,
           capacity - lag(capacity, looked_at, 0::numeric) OVER before AS could
    FROM running r WINDOW before AS (PARTITION BY id ORDER BY starts_on)
), judged AS (
    SELECT id, number, judged_on,
           COALESCE(number >= looked_at AND months = looked_at
                    AND round(100 * made / NULLIF(could, 0), 1) >= least, false) AS counts
    FROM looked
), changed AS (
    SELECT j.*, counts AND NOT COALESCE(lag(counts) OVER by_month, false) AS begins,
           NOT counts AND COALESCE(lag(counts) OVER by_month, false) AS ends, max(number) OVER (PARTITION BY id) AS last
    FROM judged j WINDOW by_month AS (PARTITION BY id ORDER BY number)
), turn AS (
    SELECT c.id, c.begins, c.judged_on, c.number, c.last, lead(c.judged_on) OVER after AS fell_on,
           lead(c.number) OVER after AS fell_number
    FROM changed c WHERE c.begins OR c.ends WINDOW after AS (PARTITION BY c.id ORDER BY c.number)
)
SELECT id, judged_on, fell_on, COALESCE(fell_number, last) - number FROM turn WHERE begins ORDER BY id, number
"""


def spells(projects, as_of):
    """{project pk: [Spell, the first first]} of `projects` (primary keys), as known at the end of `as_of`. One query.

    A factory that never counted is not in it.
    """
    cut, found = clock.start_of(as_of + timedelta(days=1)), {}
    with connection.cursor() as cursor:
        cursor.execute(SPELLS, {"projects": list(projects), "as_of": as_of, "cut": cut})
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
