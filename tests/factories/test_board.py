"""The board says of each place what its own page says, on any day, without reading what it does not show."""

from datetime import date, timedelta

import pytest

from factories import board, figures
from factories.models import CountyPlan, Level, Milestone, ProgramYear
from tests import build, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """Two places of 2026, of which one has two factories and a poor machine, and one place of 2025 without any."""
    many, one, old = make.plan(), make.plan(), make.plan(year_=make.year(2025))
    for plan, kind in ((many, "food"), (many, "clothing"), (one, "food")):
        make.verified(make.project(plan, type_=make.factory_type(kind)))
    build.item(many.projects.first(), quantity=2, level=Level.MANUAL)
    Milestone.objects.create(
        county=old.county, program_year=old.program_year, kind="inaugurated", facility="factories", basis="reported",
        confidence="high", met_on=date(2026, 1, 7), known_on=date(2026, 1, 7),
    )  # fmt: skip
    return [old, many, one]


@pytest.mark.parametrize("ago", [0, 30])
def test_a_cell_says_what_the_figures_of_its_place_say(places, ago):
    day, plans = make.DAY - timedelta(days=ago), CountyPlan.objects.all()

    rows = board.rows(ProgramYear.objects.all(), plans, day, whole=True)
    found = figures.cohort(plans, day)

    shown = {p.plan.pk: (p.colour, p.equipment_below, p.inauguration) for row in rows for p in row.places}
    assert shown == {p.plan.pk: (p.colour, p.equipment_below or 0, p.inauguration) for p in found.places}
    assert board.counts(rows) == found.counts


def test_a_row_counts_its_places_and_the_cells_that_are_free_only_where_all_of_it_is_read(places):
    plans, years = CountyPlan.objects.filter(pk__in=[places[0].pk, places[1].pk]), ProgramYear.objects.all()

    whole = board.rows(years, plans, make.DAY, whole=True)
    part = board.rows(years, plans, make.DAY, whole=False)

    told = [(row.year.year, row.when, len(row.places), row.inaugurated, row.complete, row.built) for row in whole]
    assert told == [(2025, "past", 1, 1, 0, False), (2026, "now", 1, 0, 0, True)]
    assert [len(row.free) for row in whole] == [row.year.target - 1 for row in whole]
    assert [len(row.free) for row in part] == [0, 0]
