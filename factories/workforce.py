"""Who will run the factories, as known on a day: posts, training places, enrolled, certified, placed, left. Reads only.

Posts follow from the norms and the approved capacity (norms.posts), places are plans as they are now. Of what was
reported of a trade the latest day counts, in the version in force. What nobody reported is None, never 0.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from factories import norms
from factories.funds import known_before, share, versions
from factories.models import County, FactoryProject, Province, Trade, TrainingReturn

KNOWN = """
WITH said AS (
    SELECT DISTINCT ON (e.project_id, e.trade_id)
           e.id, e.project_id, e.trade_id, e."on", e.enrolled, e.certified, e.placed, e."left"
    FROM factories_trainingreturn e
    WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e."on" <= %(as_of)s AND e.at < %(cut)s AND NOT e.withdrawn
      AND NOT EXISTS (SELECT FROM factories_trainingreturn l WHERE l.replaces_id = e.id AND l.at < %(cut)s)
    ORDER BY e.project_id, e.trade_id, e."on" DESC, e.id DESC
), planned AS (
    SELECT c.project_id, c.trade_id, sum(c.places)::integer AS places
    FROM factories_trainingcourse c
    WHERE c.project_id = ANY(%(projects)s::bigint[])
    GROUP BY c.project_id, c.trade_id
)
SELECT project_id, trade_id, coalesce(places, 0), enrolled, certified, placed, "left", "on", said.id
FROM said FULL JOIN planned USING (project_id, trade_id)
"""
COUNTS = ("needed", "filled", "places", "enrolled", "certified", "placed", "left")


class Figures:
    """What follows from the counts of any posts: of one trade of a factory, or of many together."""

    @property
    def available(self):
        """Certified and not gone; None while nothing is reported."""
        return None if self.certified is None else self.certified - (self.left or 0)

    @property
    def missing(self):
        """Posts without a certified worker; None while the posts are not known."""
        return None if self.needed is None else self.needed - (self.filled or 0)

    @property
    def percent(self):
        """Posts with a certified worker of all posts, 0 to 100."""
        return share(self.filled, self.needed)


@dataclass(frozen=True)
class Posts(Figures):
    """Of one trade, in one factory or in several."""

    trade: Trade
    needed: int | None
    """None: the posts are not known; 0: the norms have none of this trade."""
    filled: int | None
    """Posts for which there is a certified worker: too many in one factory do not fill another's.

    None while the posts are not known or nothing is reported of the trade.
    """
    places: int = 0
    enrolled: int | None = None
    certified: int | None = None
    placed: int | None = None
    left: int | None = None
    on: date | None = None
    """The day the counts are of, the earliest where there are several."""
    told_by: int | None = None
    """Key of the return that says so, of one trade in one factory."""


def _sum(values):
    known = [value for value in values if value is not None]
    return sum(known) if known else None


class Workforce(Figures):
    """Of one factory or of several together; `rows`: [Posts]."""

    def __init__(self, rows):
        self.rows = rows
        for name in COUNTS:
            setattr(self, name, _sum(getattr(row, name) for row in rows))
        self.places = self.places or 0  # a plan: where none is planned there is none

    @property
    def reported(self):
        """Whether anything was reported."""
        return self.enrolled is not None

    @property
    def by_trade(self):
        """[Posts] of each trade over all factories, by its code."""
        groups = {}
        for row in self.rows:
            groups.setdefault(row.trade.code, []).append(row)
        return [_merged(groups[code]) for code in sorted(groups)]

    @property
    def short(self):
        """[Posts] of the trades in which workers are missing, by code."""
        return [row for row in self.by_trade if row.missing]


def _merged(rows):
    sums = {name: _sum(getattr(row, name) for row in rows) for name in COUNTS}
    days = [row.on for row in rows if row.on]
    return Posts(rows[0].trade, **sums, on=min(days) if days else None)


def of_projects(projects, as_of):
    """{pk: Workforce} of `projects`, rows of FactoryProject with their types, at the end of `as_of`. Two queries."""
    projects = list(projects)
    trades = {row.pk: row for row in Trade.objects.all()}
    said = {}
    with connection.cursor() as cursor:
        values = {"projects": [row.pk for row in projects], "as_of": as_of, "cut": known_before(as_of)}
        cursor.execute(KNOWN, values)
        for project, trade, *counts in cursor.fetchall():
            said.setdefault(project, {})[trades[trade].code] = counts
    by_code = {row.code: row for row in trades.values()}
    return {row.pk: Workforce(_posts(norms.posts(row), said.get(row.pk, {}), by_code)) for row in projects}


def _posts(needed, said, trades):
    """[Posts] of a factory, by code: what its norms need, and what is planned or reported besides."""
    return [_row(code, needed, said.get(code), trades) for code in sorted({*needed, *said})]


def _row(code, needed, counts, trades):
    places, enrolled, certified, placed, left, on, told_by = counts or (0, *6 * [None])
    posts = needed.get(code, 0) if needed else None
    filled = None if posts is None or certified is None else max(0, min(certified - (left or 0), posts))
    trade = trades.get(code) or Trade(code=code, name_en=code, name_ko=code)  # a norm may name what is not listed yet
    return Posts(trade, posts, filled, places, enrolled, certified, placed, left, on, told_by)


def of_project(project, as_of):
    return of_projects([project], as_of)[project.pk]


def returns(project, as_of):
    """[(the last version, [earlier ones])] of the returns of training known on the day, the newest first. One query."""
    places = [f"by__{place}" for place in ("province", "county", "organization")]
    rows = TrainingReturn.objects.filter(project=project, at__lt=known_before(as_of))
    return versions(rows.select_related("trade", "by", *places))


def together(parts):
    """The Workforce of several, of theirs."""
    return Workforce([row for part in parts for row in part.rows])


# --- places ----------------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """The workforce of a programme year: of the nation, a province, a county or a factory."""

    year: int
    sum: Workforce
    counties: int
    factories: int
    unknown: int
    """Factories whose posts are not known."""
    province: Province | None = None
    county: County | None = None
    project: FactoryProject | None = None


def by_place(projects, as_of):
    """(nation, provinces, counties, factories): lists of Line, one a programme year, by code. Two queries.

    `projects`: rows of FactoryProject with their places, types and programme years.
    """
    projects = list(projects)
    parts = of_projects(projects, as_of)

    def lines(of):
        groups = {}
        for project in projects:
            year, *place = (project.plan.program_year.year, *of(project))
            groups.setdefault((year, *(row.code for row in place)), (place, []))[1].append(project)
        return [_line(key[0], place, rows, parts) for key, (place, rows) in sorted(groups.items(), key=lambda g: g[0])]

    def in_county(project):
        return (project.plan.county.province, project.plan.county)

    return (
        lines(lambda project: ()), lines(lambda project: in_county(project)[:1]), lines(in_county),
        lines(lambda project: (*in_county(project), project)),
    )  # fmt: skip


def _line(year, place, projects, parts):
    found = [parts[row.pk] for row in projects]
    return Line(
        year, together(found), len({row.plan.county_id for row in projects}), len(projects),
        sum(part.needed is None for part in found), *place,
    )  # fmt: skip
