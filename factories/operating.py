"""The years after: every factory from its finish on, its stage of life, how long it counts, and why one does not.

It reads the standings of a day (factories/standing.py), the spells of counting (factories/survival.py) and what the
monthly returns say of downtime. Nothing here writes.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from factories import survival
from factories.counting import Stage
from factories.models import DowntimeCause

SHOWN = (12, 24, 36, 60)
"""Months after which the share that has not fallen out is told."""


_WHEN = {
    Stage.COUNTING: Q(counts=True),
    Stage.FALLEN_OUT: Q(fell_out_on__isnull=False),
    Stage.OPERATING: Q(operates_since__isnull=False),
    Stage.COMMISSIONED: Q(commissioned_on__isnull=False),
    Stage.BUILT: Q(finished_on__isnull=False),
}
"""{stage: what holds of a standing}, as counting.stage() has it: the first that holds is meant."""
BUILT = tuple(_WHEN)
"""The stages of a factory that is built, from the furthest to the least."""
IDLE = (Stage.FALLEN_OUT, Stage.OPERATING)
"""Stages of a factory that could produce and does not count."""


def staged(standings):
    """`standings` (a queryset) of factories that are built at least, each with its `stage`."""
    cases = [When(holds, then=Value(step.value)) for step, holds in _WHEN.items()]
    return standings.annotate(stage=Case(*cases, default=Value(""))).exclude(stage="")


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
        """[(stage, factories)], the furthest stage first."""
        return [(step, self.stages[step]) for step in BUILT]

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
    for pk, year, step in told:
        for cohort in (whole, years.setdefault(year, Cohort(year))):
            cohort.stages[step] += 1
            if pk in spells:
                cohort.lives += survival.lives({pk: spells[pk]})
    return whole, [years[year] for year in sorted(years)]


# --- idle factories --------------------------------------------------------------------------------------------------
NO_RETURN, NOT_SAID, NOT_DUE = "no_return", "not_said", "not_due"
CAUSES = {
    **{cause.value: cause.label for cause in DowntimeCause},
    NO_RETURN: _("no return"),
    NOT_SAID: _("no downtime reported"),
    NOT_DUE: _("no month to be reported yet"),
}
"""{cause: words} of what keeps a factory from counting."""
CAUSE_CHOICES = list(CAUSES.items())

_DOWNTIME = """
WITH month AS MATERIALIZED (
    SELECT project_id, ends_on, begins_on, production_return_id
    FROM counting_months(%(as_of)s::date, %(projects)s::bigint[])
), lately AS (
    SELECT DISTINCT ON (project_id) project_id, begins_on FROM month ORDER BY project_id, ends_on DESC
)
SELECT DISTINCT ON (m.project_id) m.project_id, d.cause, sum(d.hours), count(m.production_return_id)
FROM month m
JOIN lately l ON l.project_id = m.project_id AND m.ends_on >= l.begins_on
LEFT JOIN factories_downtime d ON d.production_return_id = m.production_return_id
GROUP BY m.project_id, d.cause ORDER BY m.project_id, sum(d.hours) DESC NULLS LAST, d.cause
"""
"""A factory that began so late that no month is to be reported yet has no row."""


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
    parameters = {"projects": list(projects), "as_of": as_of}
    with connection.cursor() as cursor:
        cursor.execute(_DOWNTIME, parameters)
        told = {
            pk: Idle(cause or (NOT_SAID if returns else NO_RETURN), None if hours is None else float(hours))
            for pk, cause, hours, returns in cursor.fetchall()
        }
    return {pk: told.get(pk, Idle(NOT_DUE)) for pk in parameters["projects"]}


def told(rows, as_of):
    """[Standing] of staged `rows`, each with its Stage as `stage`. Two queries.

    `idle`: the Idle of those that could count and do not. `since_finish`: whole months since it was finished, None
    where that is not known.
    """
    rows = list(rows)
    causes = downtime([row.pk for row in rows if row.stage in IDLE], as_of)
    for row in rows:
        row.stage, row.idle = Stage(row.stage), causes.get(row.pk)
        row.since_finish = _months(row.finished_on, as_of)
    return rows


def _months(first, last):
    if first is None:
        return None
    return 12 * (last.year - first.year) + last.month - first.month - (last.day < first.day)


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
    pks = rows.filter(stage__in=[step.value for step in IDLE]).order_by().values_list("pk", flat=True)
    found = {}
    for why in downtime(pks, as_of).values():
        row = found.setdefault(why.cause, ByCause(why.cause))
        row.factories += 1
        row.hours += why.hours or 0
    return sorted(found.values(), key=lambda row: (-row.factories, -row.hours, row.cause))
