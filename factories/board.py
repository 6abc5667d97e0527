"""The board, read: every place of every year with its one colour and its stage, and no dates or reasons.

A decade has hundreds of factories; what the board does not show of them is not read (factories/figures.py has it).
"""

from collections import Counter
from dataclasses import dataclass, replace

from factories import counting, record, standing
from factories.figures import WORST_FIRST, worst
from factories.models import Colour, CountyPlan, FactoryProject, ProgramYear


@dataclass
class Place:
    """A county of a year: one cell of the board."""

    plan: CountyPlan
    standings: list
    """What is read of the standings of its factories; none while none of them stands anywhere."""
    inauguration: record.Inauguration | None = None

    @property
    def county(self):
        return self.plan.county

    @property
    def colour(self):
        return worst(Colour(row.colour) for row in self.standings)

    @property
    def equipment_below(self):
        """Pieces below their reference level, over its factories."""
        return sum(row.equipment_below or 0 for row in self.standings)

    @property
    def stage(self):
        return counting.of_place(self.standings)


@dataclass
class Row:
    """A year with its places, in order of their code, and the cells nobody has been chosen for."""

    year: ProgramYear
    places: list[Place]
    target: int
    as_of_year: int
    record: record.Record

    @property
    def when(self):
        return "past" if self.year.year < self.as_of_year else "now" if self.year.year == self.as_of_year else "planned"

    @property
    def free(self):
        return range(max(0, self.target - len(self.places)))

    @property
    def complete(self):
        return sum(place.colour == Colour.DONE for place in self.places)

    @property
    def inaugurated(self):
        return self.record.inaugurated

    @property
    def life(self):
        """The counting.Life of its places."""
        return self.record.life

    @property
    def built(self):
        """Whether any factory of the year is in the plans, so that returns say how far it is."""
        return any(place.standings for place in self.places)


def rows(years, plans, as_of, *, whole):
    """[Row] of `years` with `plans` at the end of `as_of`; both querysets are scoped by visible_to. Six queries.

    `whole`: whether all places of a year are among them, so that a cell is free for each that nobody is chosen for.
    """
    said, places = record.inaugurations(plans := list(plans.for_list()), as_of), {}
    for place in _places(plans, said, as_of):
        places.setdefault(place.plan.program_year_id, []).append(place)
    return [_row(year, places.get(year.pk, []), said, as_of, whole) for year in years.for_list()]


def _row(year, places, said, as_of, whole):
    target = max(year.target, len(places)) if whole else len(places)
    life = counting.of_places(place.standings for place in places)
    return Row(
        year, places, target, as_of.year,
        replace(said.of([place.plan.pk for place in places], life), target=target),
    )  # fmt: skip


def counts(rows):
    """{colour: places} over `rows`, worst first, every colour present."""
    found = Counter(place.colour for row in rows for place in row.places)
    return {colour: found[colour] for colour in WORST_FIRST}


READ = ("project", "colour", "equipment_below", "finished_on", "commissioned_on", "operates_since", "counts",
        "fell_out_on", "produced_until")  # fmt: skip
"""What the board shows of a standing, or derives from it."""


def _places(plans, said, as_of):
    stand = _standings([plan.pk for plan in plans], as_of)
    return [Place(plan, stand.get(plan.pk, []), said.by_plan.get(plan.pk)) for plan in plans]


def _standings(plans, as_of):
    """{plan pk: [what is read of the standing of each factory]}."""
    plan_of = dict(FactoryProject.objects.filter(plan__in=plans).values_list("pk", "plan"))
    found = {}
    for row in standing.on(as_of, list(plan_of)).values_list(*READ, named=True):
        found.setdefault(plan_of[row.project], []).append(row)
    return found
