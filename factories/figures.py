"""Every figure above a single project, defined once: sums for place, province and year, the S-curve, the funnel.

Percentages are 0 to 100 and chances 0 to 1, as floats; None is unknown. Means are over factories, each counting the
same; a factory without a verified return is left out of the verified mean and counted as not known, never as zero.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext_lazy

from factories import counting, record, standing
from factories.counting import Stage
from factories.models import Colour, CountyPlan, FactoryProject, Province, Standing

WORST_FIRST = [Colour.MISS, Colour.NONE, Colour.RISK, Colour.WATCH, Colour.OK, Colour.DONE]
_SEVERITY = {colour: place for place, colour in enumerate(WORST_FIRST)}
CHANGE_OVER = timedelta(days=10)


def mean(values):
    """The mean of the known values, None if there is none."""
    known = [float(value) for value in values if value is not None]
    return sum(known) / len(known) if known else None


def worst(colours):
    """The worst colour of factories: theirs together. Complete only when all are; no factories is no report."""
    return Colour(min(colours, key=_SEVERITY.__getitem__, default=Colour.NONE))


def _most(numbers):
    """The largest of the known numbers, None if there is none."""
    return max((value for value in numbers if value is not None), default=None)


def _total(numbers):
    """The sum of the known numbers, None if there is none."""
    known = [value for value in numbers if value is not None]
    return sum(known) if known else None


def _latest(days):
    """The latest day, None unless every one is known."""
    days = list(days)
    return max(days) if days and None not in days else None


@dataclass
class Sum:
    """Figures over any set of standings."""

    standings: list[Standing]

    @property
    def projects(self):
        return len(self.standings)

    @property
    def finished(self):
        return sum(row.finished_on is not None for row in self.standings)

    @property
    def life(self):
        """The counting.Life of its factories."""
        return counting.of_factories(self.standings)

    @property
    def known(self):
        """Factories with a verified return."""
        return sum(row.verified_percent is not None for row in self.standings)

    @property
    def planned(self):
        return mean(row.planned_percent for row in self.standings)

    @property
    def claimed(self):
        return mean(row.claimed_percent for row in self.standings)

    @property
    def verified(self):
        return mean(row.verified_percent for row in self.standings)

    @property
    def colour(self):
        return worst(row.colour for row in self.standings)

    @property
    def open(self):
        """The factories not finished."""
        return [row for row in self.standings if row.finished_on is None]

    @property
    def chance(self):
        """That of the least likely factory: all of them can finish no likelier than that. None if one is unknown."""
        chances = [row.chance for row in self.open]
        return float(min(chances)) if chances and None not in chances else None

    @property
    def forecast_on(self):
        return _latest(row.forecast_on for row in self.open)

    @property
    def forecast_early_on(self):
        return _latest(row.forecast_early_on for row in self.open)

    @property
    def forecast_late_on(self):
        return _latest(row.forecast_late_on for row in self.open)

    @property
    def finished_on(self):
        """When the last factory was finished; None while one is not."""
        return _latest(row.finished_on for row in self.standings)

    @property
    def days_late_original(self):
        return _most(row.days_late_original for row in self.standings)

    @property
    def days_late_approved(self):
        return _most(row.days_late_approved for row in self.standings)

    @property
    def late_original(self):
        """Factories that finish, or are forecast to, after their original date: late if nothing had been moved."""
        return sum((row.days_late_original or 0) > 0 for row in self.standings)

    @property
    def late_approved(self):
        """The same against the dates approved since."""
        return sum((row.days_late_approved or 0) > 0 for row in self.standings)

    @property
    def silent_days(self):
        return _most(row.silent_days for row in self.open)

    @property
    def inspected(self):
        return mean(row.inspected_percent for row in self.standings)

    @property
    def inspected_known(self):
        """Factories that an inspection measured."""
        return sum(row.inspected_percent is not None for row in self.standings)

    @property
    def findings_open(self):
        return _total(row.findings_open for row in self.standings)

    @property
    def findings_critical(self):
        return _total(row.findings_critical for row in self.standings)

    @property
    def equipment_needed(self):
        return _total(row.equipment_needed for row in self.standings)

    @property
    def equipment_installed(self):
        return _total(row.equipment_installed for row in self.standings)

    @property
    def equipment_below(self):
        return _total(row.equipment_below for row in self.standings)

    @property
    def short(self):
        """Factories for which a material will be short within 60 days, with all that is expected to arrive."""
        return sum(row.short_on is not None for row in self.standings)

    @property
    def short_on(self):
        """The first such day, None if there is none."""
        return min((row.short_on for row in self.standings if row.short_on), default=None)


@dataclass
class Place(Sum):
    """A county of a year, with its factories."""

    plan: CountyPlan
    rank: int = 0
    change_days: int | None = None
    inauguration: record.Inauguration | None = None
    charge: object | None = None
    """The CountyCharge of its member in charge, where leads.coverage() was asked; None without one."""

    @property
    def county(self):
        return self.plan.county

    @property
    def stage(self):
        """The counting.Stage it has reached with all its factories, None without any."""
        return counting.of_place(self.standings)

    @property
    def reasons(self):
        """[(project code, reason)], of the worst factories first."""
        rows = sorted(self.standings, key=lambda row: (_SEVERITY[row.colour], row.chance is None, row.chance or 0))
        return [(row.project.code, reason) for row in rows for reason in row.reasons]

    @property
    def expected_done(self):
        """Whether it is finished, or forecast to finish by the year's end. What is silent is never in time: its last
        forecast counts no more once its colour has decayed."""
        if self.colour in (Colour.NONE, Colour.MISS):
            return False
        due_on = self.plan.program_year.due_on
        return self.colour == Colour.DONE or bool(self.forecast_on and self.forecast_on <= due_on)

    @property
    def _risk(self):
        """Worst first: colour, then the smaller chance, then the later forecast, then the code."""
        late = self.forecast_on.toordinal() if self.forecast_on else 0
        chance = self.chance if self.chance is not None else 0
        return (_SEVERITY[self.colour], chance, -late, self.county.code)


@dataclass
class Cohort(Sum):
    """The places of a year (or of any choice of county plans) on a day."""

    as_of: date
    places: list[Place]
    record: record.Record
    target: int = 0

    @property
    def counts(self):
        """{colour: places}, worst first, every colour present."""
        found = Counter(place.colour for place in self.places)
        return {colour: found[colour] for colour in WORST_FIRST}

    @property
    def place_life(self):
        """The counting.Life of its places, each with all its factories."""
        return self.record.life

    @property
    def steps(self):
        """[(counting.Stage, places, factories)] that have reached it, in the order of life."""
        pairs = zip(self.place_life.steps, self.life.steps, strict=True)
        return [(step, places, factories) for (step, places), (_step, factories) in pairs]

    @property
    def silent(self):
        """Places that are not known because nobody reported."""
        return [place for place in self.places if place.standings and place.colour == Colour.NONE]

    @property
    def expected_done(self):
        """Places finished, or forecast to finish by the year's end; those that are silent are not among them."""
        return sum(place.expected_done for place in self.places)


def cohort(plans, as_of, *, target=None):
    """The Cohort of `plans`, a CountyPlan queryset already scoped by visible_to, at the end of `as_of`. Six queries."""
    plans = list(plans.for_list())
    projects = list(FactoryProject.objects.filter(plan__in=[plan.pk for plan in plans]).for_list())
    now = standing.standings(as_of, [project.pk for project in projects])
    before = _forecasts(as_of - CHANGE_OVER, [pk for pk, row in now.items() if row.finished_on is None])
    rows = _with_projects(projects, now)
    said = record.inaugurations(plans, as_of, target=target)
    places = [_place(plan, rows.get(plan.pk, []), before, said) for plan in plans]
    places.sort(key=lambda place: place._risk)
    for rank, place in enumerate(places, 1):
        place.rank = rank
    said.life = counting.of_places(place.standings for place in places)
    everything = [row for found in rows.values() for row in found]
    return Cohort(standings=everything, as_of=as_of, places=places, record=said, target=said.target)


def _with_projects(projects, now):
    """{plan pk: [Standing with its project]}."""
    rows = {}
    for project in projects:
        if row := now.get(project.pk):
            row.project = project
            rows.setdefault(project.plan_id, []).append(row)
    return rows


def _place(plan, rows, before, said):
    place = Place(standings=rows, plan=plan, inauguration=said.by_plan.get(plan.pk))
    earlier = _latest(before.get(row.pk) for row in place.open)
    if place.forecast_on and earlier:
        place.change_days = (place.forecast_on - earlier).days
    return place


def _forecasts(as_of, projects):
    """{project pk: forecast finish as of that day}."""
    relation, parameters = standing.source(as_of, projects)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT project_id, forecast_on FROM {relation} AS s", parameters)
        return dict(cursor.fetchall())


@dataclass
class ProvinceSum(Sum):
    """The places of a choice that lie in one province."""

    province: Province
    places: list[Place] = field(default_factory=list)

    @property
    def record(self):
        """The public record of its places."""
        opened = {place.plan.pk: place.inauguration for place in self.places if place.inauguration}
        return record.Record(year=None, target=len(self.places), by_plan=opened, life=self.place_life)

    @property
    def inaugurated(self):
        """Places whose factories were inaugurated, by the public record."""
        return self.record.inaugurated

    @property
    def counts(self):
        found = Counter(place.colour for place in self.places)
        return {colour: found[colour] for colour in WORST_FIRST}

    @property
    def place_life(self):
        """The counting.Life of its places."""
        return counting.of_places(place.standings for place in self.places)


def by_province(found):
    """[ProvinceSum] of a Cohort, in order of province code."""
    provinces = {}
    for place in found.places:
        province = place.county.province
        row = provinces.setdefault(province.pk, ProvinceSum(standings=[], province=province))
        row.places.append(place)
        row.standings.extend(place.standings)
    return sorted(provinces.values(), key=lambda row: row.province.code)


def funnel(found):
    """[(label, factories past it, planned past it by now)] of a Sum, in the reader's language: see funnel_steps()."""
    labels = {code: label for code, (label, _least) in _BUILDING_STEPS.items()}
    return [
        (str(labels[code] if code in labels else Stage(code).label), done, due)
        for code, done, due in funnel_steps(found)
    ]


def funnel_steps(found):
    """[(code, factories past it, planned past it by now)] of a Sum: how far the factories have come.

    Once they are built, nothing says by when they are to operate and to count: planned is None from there on.
    """
    rows = []
    for code, (_label, least) in _BUILDING_STEPS.items():
        done = sum(_past(row.verified_percent, least) for row in found.standings)
        due = sum(_past(row.planned_percent, least) for row in found.standings)
        rows.append((code, done, due))
    return rows + [(step.value, count, None) for step, count in found.life.steps if step in _AFTER_BUILDING]


def step_word(code):
    """A step of the funnel in words, by its code."""
    label = _BUILDING_STEPS[code][0] if code in _BUILDING_STEPS else Stage(code).label
    return str(label)


_BUILDING_STEPS = {
    "begun": (gettext_lazy("Begun"), 0),
    "quarter": (gettext_lazy("A quarter"), 25),
    "half": (gettext_lazy("Half"), 50),
    "three_quarters": (gettext_lazy("Three quarters"), 75),
    "finished": (gettext_lazy("Finished"), 100),
}
"""{code: (its word, the least verified %)}."""
_AFTER_BUILDING = (Stage.COMMISSIONED, Stage.OPERATING, Stage.COUNTING)
"""Steps for which no day is planned."""


def _past(percent, least):
    return percent is not None and (percent >= least if least else percent > 0)


def scurve(projects, as_of):
    """[{on, planned, claimed, verified}] of `projects` (primary keys), one point at the end of each ten-day period.

    From the first planned start to the last planned finish, the year's end or the last return, whichever is latest.
    Claimed and verified are the last known by each factory, its mean over the factories known by then, and None after
    `as_of`. Before a factory's first return nothing of it is known, but its planned start not yet reached it counts
    as 0.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SCURVE, {"projects": list(projects), "as_of": as_of})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# It sums what changes on a day, the slopes of plans and the steps of returns: not every factory on every day.
_SCURVE = """
WITH scope AS (
    SELECT project_id, min(starts_on) - 1 AS s, max(finishes_on) AS f
    FROM factories_workpackage WHERE project_id = ANY(%(projects)s) GROUP BY project_id
), bounds AS (
    SELECT min(s) + 1 AS a, count(*) AS n, GREATEST(max(f), make_date(extract(year FROM max(f))::int, 12, 31), (
        SELECT max(q.ends_on) FROM factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id
        WHERE r.project_id = ANY(%(projects)s) AND r.submitted_at IS NOT NULL AND q.ends_on <= %(as_of)s
    )) AS b FROM scope
), day AS (
    SELECT q.ends_on AS d FROM factories_reportingperiod q, bounds
    WHERE q.kind = 'ten_days' AND q.ends_on BETWEEN bounds.a AND bounds.b
    UNION SELECT %(as_of)s::date FROM bounds WHERE %(as_of)s::date BETWEEN bounds.a AND bounds.b
), package AS (
    SELECT w.project_id, w.starts_on - 1 AS s, w.finishes_on AS f,
           (w.weight / sum(w.weight) OVER (PARTITION BY w.project_id))::float8 AS share
    FROM factories_workpackage w WHERE w.project_id = ANY(%(projects)s)
), slope AS ( -- of the planned sum, from that day's end on
    SELECT s AS d, share / (f - s) AS k FROM package UNION ALL SELECT f, -share / (f - s) FROM package
), known AS (
    SELECT r.project_id, LEAST(q.ends_on, %(as_of)s) AS d, -- what is said of the running period counts today
           q.ends_on, r.version, r.percent, COALESCE(r.verified_at < cut.at, false) AS verified
    FROM factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id,
         (SELECT (%(as_of)s::date + 1)::timestamp AT TIME ZONE 'Asia/Pyongyang' AS at) cut
    WHERE r.project_id = ANY(%(projects)s) AND r.submitted_at < cut.at
      AND (r.returned_at IS NULL OR r.returned_at >= cut.at)
), said AS (
    SELECT 'claimed' AS kind, * FROM (SELECT DISTINCT ON (project_id, ends_on) project_id, ends_on, d, percent
        FROM known ORDER BY project_id, ends_on, version DESC) c
    UNION ALL
    SELECT 'verified', * FROM (SELECT DISTINCT ON (project_id, ends_on) project_id, ends_on, d, percent
        FROM known WHERE verified ORDER BY project_id, ends_on, version DESC) v
), first AS (
    SELECT kind, project_id, min(d) AS d FROM said GROUP BY kind, project_id
), step AS ( -- of the sum of percentages, of the factories they are of, of the returns that say so
    SELECT kind, d, percent - COALESCE(lag(percent) OVER before, 0) AS percent,
           (lag(percent) OVER before IS NULL)::int AS factories, 1 AS returns
    FROM said WINDOW before AS (PARTITION BY kind, project_id ORDER BY ends_on)
    UNION ALL
    SELECT k.kind, e.d, 0, e.factories, 0
    FROM scope CROSS JOIN (VALUES ('claimed'), ('verified')) k (kind)
    LEFT JOIN first ON first.kind = k.kind AND first.project_id = scope.project_id
    CROSS JOIN LATERAL (VALUES ('-infinity'::date, 1), (LEAST(scope.s + 1, first.d), -1)) e (d, factories)
), change AS (
    SELECT d, sum(k) AS k, sum(k * (d - bounds.a)) AS m, 0 AS claimed, 0 AS claimants, 0 AS claims,
           0 AS verified, 0 AS verifiers, 0 AS verifications, false AS shown
    FROM slope, bounds GROUP BY d
    UNION ALL
    SELECT d, 0, 0,
           COALESCE(sum(percent) FILTER (WHERE kind = 'claimed'), 0),
           COALESCE(sum(factories) FILTER (WHERE kind = 'claimed'), 0),
           COALESCE(sum(returns) FILTER (WHERE kind = 'claimed'), 0),
           COALESCE(sum(percent) FILTER (WHERE kind = 'verified'), 0),
           COALESCE(sum(factories) FILTER (WHERE kind = 'verified'), 0),
           COALESCE(sum(returns) FILTER (WHERE kind = 'verified'), 0), false
    FROM step GROUP BY d
    UNION ALL
    SELECT d, 0, 0, 0, 0, 0, 0, 0, 0, true FROM day
), reached AS (
    SELECT d, bool_or(shown) AS shown, sum(sum(k)) OVER until AS k, sum(sum(m)) OVER until AS m,
           sum(sum(claimed)) OVER until / NULLIF(sum(sum(claimants)) OVER until, 0) AS claimed,
           sum(sum(verified)) OVER until / NULLIF(sum(sum(verifiers)) OVER until, 0) AS verified,
           sum(sum(claims)) OVER until > 0 AS has_claimed, sum(sum(verifications)) OVER until > 0 AS has_verified
    FROM change GROUP BY d WINDOW until AS (ORDER BY d)
)
SELECT d AS on, round(round((100 * ((d - bounds.a) * k - m) / bounds.n)::numeric, 9), 6)::float8 AS planned,
       CASE WHEN has_claimed AND d <= %(as_of)s THEN round(claimed, 6)::float8 END AS claimed,
       CASE WHEN has_verified AND d <= %(as_of)s THEN round(verified, 6)::float8 END AS verified
FROM reached, bounds WHERE shown ORDER BY d
"""
