"""The years after: every factory from its finish on, its stage of life, how long it counts, and why one does not.

It reads the standings of a day (factories/standing.py), the spells of counting (factories/survival.py) and what the
monthly returns say of downtime. Nothing here writes.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from factories import survival
from factories.models import DowntimeCause
from regional20x10.shared import clock

SHOWN = (12, 24, 36, 60)
"""Months after which the share that has not fallen out is told."""


class Stage(models.TextChoices):
    """How far a finished factory has come, told apart by the columns of its standing."""

    COUNTS = "counts", _("counts")
    FELL_OUT = "fell_out", _("fell out")
    OPERATES = "operates", _("operates, does not count")
    COMMISSIONED = "commissioned", _("commissioned, does not operate")
    BUILT = "built", _("built, not commissioned")


_WHEN = {
    Stage.COUNTS: Q(counts=True),
    Stage.FELL_OUT: Q(fell_out_on__isnull=False),
    Stage.OPERATES: Q(operates_since__isnull=False),
    Stage.COMMISSIONED: Q(commissioned_on__isnull=False),
    Stage.BUILT: Q(finished_on__isnull=False),
}
"""{stage: what holds of a standing}, the first that holds is meant."""
IDLE = (Stage.FELL_OUT, Stage.OPERATES)
"""Stages of a factory that could produce and does not count."""


def staged(standings):
    """`standings` (a queryset) of factories that are built at least, each with its `stage`."""
    cases = [When(holds, then=Value(stage.value)) for stage, holds in _WHEN.items()]
    return standings.annotate(stage=Case(*cases, default=Value(""))).exclude(stage="")


def stage_of(row):
    """The Stage of one Standing; None while its factory is not built."""
    known = [row.counts, row.fell_out_on, row.operates_since, row.commissioned_on, row.finished_on]
    return next((stage for stage, holds in zip(_WHEN, known, strict=True) if holds), None)


def stage_of_place(rows):
    """The stage of the factory that has come least far; None while one of the place's is not built, or without any."""
    stages, order = [stage_of(row) for row in rows], list(Stage)
    return None if not stages or None in stages else max(stages, key=order.index)


# --- cohorts ---------------------------------------------------------------------------------------------------------
@dataclass
class Cohort:
    """The built factories of a programme year, or of all together."""

    year: int | None
    """None: all years."""
    stages: Counter = field(default_factory=Counter)
    """{stage: factories}."""
    lives: list = field(default_factory=list)
    """[(months, fell out)] of those that ever counted."""

    @property
    def factories(self):
        return self.stages.total()

    @property
    def by_stage(self):
        """[factories], in the order of the stages."""
        return [self.stages[stage] for stage in Stage]

    @property
    def ever(self):
        """Factories that ever counted."""
        return len(self.lives)

    @property
    def fell(self):
        """Of them, those that fell out at least once."""
        return sum(fell for _months, fell in self.lives)

    @property
    def steps(self):
        """The survival curve: [survival.Step]."""
        return survival.curve(self.lives)

    @property
    def shown(self):
        """[% that has not fallen out, None where none was watched so long], after SHOWN months."""
        steps = self.steps
        shares = [survival.share_at(steps, months) for months in SHOWN]
        return [None if share is None else 100 * share for share in shares]


def cohorts(rows, as_of):
    """(all together, [Cohort of each year]) of staged standings. Two queries."""
    told = list(rows.order_by().values_list("pk", "project__plan__program_year__year", "stage"))
    spells, whole, years = survival.spells([pk for pk, *_rest in told], as_of), Cohort(None), {}
    for pk, year, stage in told:
        for cohort in (whole, years.setdefault(year, Cohort(year))):
            cohort.stages[stage] += 1
            if pk in spells:
                cohort.lives += survival.lives({pk: spells[pk]})
    return whole, [years[year] for year in sorted(years)]


# --- idle factories --------------------------------------------------------------------------------------------------
NO_RETURN, NOT_SAID = "no_return", "not_said"
CAUSES = {
    **{cause.value: cause.label for cause in DowntimeCause},
    NO_RETURN: _("no return"),
    NOT_SAID: _("no downtime reported"),
}
"""{cause: words} of what keeps a factory from counting."""

_DOWNTIME = """
WITH month AS (
    SELECT p.id, (date_trunc('month', day) - interval '1 month' * n)::date AS starts_on
    FROM factories_factoryproject p
    JOIN factories_countyplan c ON c.id = p.plan_id
    JOIN factories_programyear y ON y.id = c.program_year_id
    CROSS JOIN LATERAL (SELECT (%(as_of)s::date + 1 - y.production_grace_days)::timestamp AS day) d
    CROSS JOIN LATERAL generate_series(1, y.production_months) AS n
    WHERE p.id = ANY(%(projects)s::bigint[])
), told AS (
    SELECT DISTINCT ON (r.project_id, r.period_id) r.project_id, r.id
    FROM month m
    JOIN factories_reportingperiod q ON q.kind = 'month' AND q.starts_on = m.starts_on
    JOIN factories_productionreturn r ON r.project_id = m.id AND r.period_id = q.id
    WHERE r.verified_at < %(cut)s AND (r.returned_at IS NULL OR r.returned_at >= %(cut)s)
    ORDER BY r.project_id, r.period_id, r.version DESC
)
SELECT DISTINCT ON (t.project_id) t.project_id, d.cause, sum(d.hours)
FROM told t LEFT JOIN factories_downtime d ON d.production_return_id = t.id
GROUP BY t.project_id, d.cause ORDER BY t.project_id, sum(d.hours) DESC NULLS LAST, d.cause
"""


@dataclass(frozen=True)
class Idle:
    """Why a factory does not count: the cause of most downtime in the months looked at."""

    cause: str
    hours: float | None = None

    @property
    def said(self):
        return CAUSES[self.cause]


def downtime(projects, as_of):
    """{project pk: Idle} of `projects` (primary keys), by the verified returns of the months looked at. One query."""
    parameters = {"projects": list(projects), "as_of": as_of, "cut": clock.start_of(as_of + timedelta(days=1))}
    with connection.cursor() as cursor:
        cursor.execute(_DOWNTIME, parameters)
        told = {
            pk: Idle(cause or NOT_SAID, None if hours is None else float(hours))
            for pk, cause, hours in cursor.fetchall()
        }
    return {pk: told.get(pk, Idle(NO_RETURN)) for pk in parameters["projects"]}


@dataclass
class ByCause:
    cause: str
    factories: int = 0
    hours: float = 0
    """Of this cause at these factories, in the months looked at."""

    @property
    def said(self):
        return CAUSES[self.cause]


def idle(rows, as_of):
    """[ByCause], the most frequent first, of the staged standings that could produce and do not count. Two queries."""
    pks = rows.filter(stage__in=[stage.value for stage in IDLE]).order_by().values_list("pk", flat=True)
    found = {}
    for why in downtime(pks, as_of).values():
        row = found.setdefault(why.cause, ByCause(why.cause))
        row.factories += 1
        row.hours += why.hours or 0
    return sorted(found.values(), key=lambda row: (-row.factories, -row.hours, row.cause))
