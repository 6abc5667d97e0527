"""Spells of counting of many factories, and the curve of those that have not fallen out, against plain oracles."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import survival, survival_charts
from factories.models import Gate
from tests import make, produce

pytestmark = pytest.mark.django_db


# --- plain oracles ---------------------------------------------------------------------------------------------------
def spells(project, operates_on, outputs, as_of):
    """The Spells by the definition, month after month. `outputs`: {(year, month): t, verified}."""
    year, capacity = project.plan.program_year, Fraction(project.capacity_t_year)
    months, (number, month) = [], (operates_on.year, operates_on.month)
    while (end := date(number, month, monthrange(number, month)[1])) + timedelta(year.production_grace_days) <= as_of:
        months.append(end)
        number, month = number + month // 12, month % 12 + 1
    found, begun = [], None
    for at, end in enumerate(months):
        looked = months[max(0, at - year.production_months + 1) : at + 1]
        told = [outputs.get((day.year, day.month)) for day in looked]
        counts = len(looked) == year.production_months and None not in told
        if counts:
            could = sum(capacity * Fraction(day.day, 366 if day.year % 4 == 0 else 365) for day in looked)
            tenths = floor(1000 * sum(map(Fraction, told)) / could + Fraction(1, 2))
            counts = tenths >= 10 * year.utilisation_percent
        on = end + timedelta(year.production_grace_days)
        if counts and begun is None:
            begun = (at, on)
        elif not counts and begun is not None:
            found.append(survival.Spell(begun[1], on, at - begun[0]))
            begun = None
    if begun is not None:
        found.append(survival.Spell(begun[1], None, len(months) - 1 - begun[0]))
    return found


def shares(lives):
    """{months: share} by the definition: the product over each month of those that went on among those still there."""
    found, share = {}, 1.0
    for months in range(max((months for months, _fell in lives), default=-1) + 1):
        there = [life for life in lives if life[0] >= months]
        fell = [life for life in there if life == (months, True)]
        share *= (len(there) - len(fell)) / len(there)
        found[months] = share
    return found


# --- spells ----------------------------------------------------------------------------------------------------------
def test_a_factory_counts_from_the_day_on_which_three_months_are_verified_until_they_are_not_enough():
    project = produce.factory()
    produce.months(project, 2026, [1, 2, 3, 4, 5], [80, 80, 80, 40, 40])

    found = survival.spells([project.pk], make.DAY)

    assert found == {project.pk: [survival.Spell(date(2026, 4, 15), date(2026, 6, 15), 2)]}


def test_a_factory_that_recovers_counts_again_from_a_day_of_its_own():
    project = produce.factory()
    produce.months(project, 2026, range(1, 9), [80, 80, 80, 20, 20, 90, 90, 90])

    found = survival.spells([project.pk], make.DAY)

    assert found[project.pk] == [
        survival.Spell(date(2026, 4, 15), date(2026, 6, 15), 2),
        survival.Spell(date(2026, 8, 15), None, 1),
    ]


def test_a_month_that_is_only_submitted_or_that_was_sent_back_counts_for_nothing():
    submitted, returned = produce.factory(), produce.factory()
    for project, state in ((submitted, "submitted"), (returned, "returned")):
        produce.months(project, 2026, [1, 2])
        produce.produced(project, produce.month(2026, 3), state=state)

    found = survival.spells([submitted.pk, returned.pk], make.DAY)

    assert found == {}


def test_months_before_the_gate_operate_and_factories_without_it_do_not_count():
    late = produce.factory(on=date(2026, 4, 2))
    never = produce.factory(gates=(Gate.COMMISSION,))
    for project in (late, never):
        produce.months(project, 2026, [1, 2, 3, 4, 5, 6])

    found = survival.spells([late.pk, never.pk], make.DAY)

    assert found == {late.pk: [survival.Spell(date(2026, 7, 15), date(2026, 8, 15), 1)]}


def test_spells_are_asked_as_they_were_known_on_a_day():
    project = produce.factory()
    produce.months(project, 2026, [1, 2, 3])

    before, after = (survival.spells([project.pk], date(2026, 4, day)) for day in (14, 15))

    assert before == {}
    assert after == {project.pk: [survival.Spell(date(2026, 4, 15), None, 0)]}


def test_without_a_capacity_nothing_counts():
    project = produce.factory(capacity_t_year=None)
    produce.months(project, 2026, [1, 2, 3])

    found = survival.spells([project.pk], make.DAY)

    assert found == {}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    first=st.dates(date(2024, 1, 1), date(2025, 6, 30)),
    outputs=st.lists(st.one_of(st.none(), st.integers(0, 110)), max_size=12),
    looked_at=st.integers(1, 5), grace=st.integers(0, 60), least=st.integers(1, 100),
    as_of=st.dates(date(2024, 6, 1), date(2026, 12, 31)),
)  # fmt: skip
def test_spells_equal_the_plain_oracle(first, outputs, looked_at, grace, least, as_of):
    project = produce.factory(on=first)
    year = project.plan.program_year
    year.production_months, year.production_grace_days, year.utilisation_percent = looked_at, grace, least
    year.save()
    known = {}
    for after, output in enumerate(outputs):
        number, month = first.year + (first.month - 1 + after) // 12, (first.month - 1 + after) % 12 + 1
        if output is not None:
            row = produce.produced(project, produce.month(number, month), output)
            if row.verified_at < make.moment(as_of + timedelta(days=1), 0):
                known[number, month] = Decimal(output)

    found = survival.spells([project.pk], as_of)

    assert found.get(project.pk, []) == spells(project, first, known, as_of)


def test_many_factories_are_asked_in_one_question(django_assert_num_queries):
    projects = [produce.factory() for _ in range(3)]
    for project in projects:
        produce.months(project, 2026, [1, 2, 3])

    with django_assert_num_queries(1):
        found = survival.spells([project.pk for project in projects], make.DAY)

    assert sorted(found) == sorted(project.pk for project in projects)


# --- the curve -------------------------------------------------------------------------------------------------------
def test_those_that_still_count_say_nothing_of_later_months():
    lives = [(2, True), (2, False), (5, True), (7, False)]

    steps = survival.curve(lives)

    assert [(step.months, step.at_risk, step.fell, step.censored, step.share) for step in steps] == [
        (2, 4, 1, 1, 0.75), (5, 2, 1, 0, 0.375), (7, 1, 0, 1, 0.375),
    ]  # fmt: skip


def test_the_curve_of_nothing_is_empty_and_ends_where_the_last_factory_was_watched():
    steps = survival.curve([(4, True), (6, False)])

    assert survival.curve([]) == []
    assert [survival.share_at(steps, months) for months in (0, 3, 4, 6, 7)] == [1.0, 1.0, 0.5, 0.5, None]


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=40))
def test_the_curve_equals_the_plain_oracle(lives):
    steps, expected = survival.curve(lives), shares(lives)

    assert {months: survival.share_at(steps, months) for months in expected} == pytest.approx(expected)


@pytest.mark.parametrize("fell", [True, False])
def test_the_words_at_the_ends_of_lines_do_not_touch(fell):
    steps = survival.curve([(12, fell)])

    spec = survival_charts.curves([(str(year), steps, False) for year in (2024, 2025, 2026)])

    heights = sorted(row["at"] for row in spec["layer"][2]["data"]["values"])
    assert [after - before for before, after in pairwise(heights)] == [survival_charts.APART] * 2
    assert 0 < heights[0] < heights[-1] <= 100
