"""The board, read: every place of every year with its one colour, and nothing of single factories, dates or reasons.

A decade has hundreds of factories; what the board does not show of them is not read (factories/figures.py has it).
"""

from collections import Counter
from dataclasses import dataclass

from factories import record, standing
from factories.figures import WORST_FIRST, worst
from factories.models import Colour, CountyPlan, FactoryProject, ProgramYear


@dataclass
class Place:
    """A county of a year: one cell of the board."""

    plan: CountyPlan
    colours: list
    """Of its factories; none while none of them stands anywhere."""
    equipment_below: int
    """Pieces below their reference level, over its factories."""
    inauguration: record.Inauguration | None = None

    @property
    def county(self):
        return self.plan.county

    @property
    def colour(self):
        return worst(self.colours)


@dataclass
class Row:
    """A year with its places, in order of their code, and the cells nobody has been chosen for."""

    year: ProgramYear
    places: list[Place]
    target: int
    as_of_year: int

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
        return sum(place.inauguration is not None for place in self.places)

    @property
    def built(self):
        """Whether any factory of the year is in the plans, so that returns say how far it is."""
        return any(place.colours for place in self.places)


def rows(years, plans, as_of, *, whole):
    """[Row] of `years` with `plans` at the end of `as_of`; both querysets are scoped by visible_to. Six queries.

    `whole`: whether all places of a year are among them, so that a cell is free for each that nobody is chosen for.
    """
    places = {}
    for place in _places(plans, as_of):
        places.setdefault(place.plan.program_year_id, []).append(place)
    found = []
    for year in years.for_list():
        seen = places.get(year.pk, [])
        found.append(Row(year, seen, max(year.target, len(seen)) if whole else len(seen), as_of.year))
    return found


def counts(rows):
    """{colour: places} over `rows`, worst first, every colour present."""
    found = Counter(place.colour for row in rows for place in row.places)
    return {colour: found[colour] for colour in WORST_FIRST}


def _places(plans, as_of):
    plans = list(plans.for_list())
    stand, below = _standings([plan.pk for plan in plans], as_of)
    said = record.inaugurations(plans, as_of)
    return [
        Place(plan, stand.get(plan.pk, []), below.get(plan.pk, 0), said.by_plan.get(plan.pk)) for plan in plans
    ]  # fmt: skip


def _standings(plans, as_of):
    """{plan pk: [colour of each factory]} and {plan pk: pieces of equipment below their reference level}."""
    plan_of = dict(FactoryProject.objects.filter(plan__in=plans).values_list("pk", "plan"))
    stand, below = {}, Counter()
    rows = standing.on(as_of, list(plan_of)).values_list("project", "colour", "equipment_below")
    for project, colour, pieces in rows:
        stand.setdefault(plan_of[project], []).append(Colour(colour))
        below[plan_of[project]] += pieces or 0
    return stand, below
