"""What was to be expected and how sure that is: worked by hand, and where there is little or nothing to go by."""

from math import isfinite
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports import adjusting
from reports.adjusting import Observed


def row(number, verified, *, year=2026, place=None, **values):
    """Factory `number`, two to a place and two places to a province unless told."""
    place = place or f"C{number // 2}"
    return Observed(f"F{number:02}", place, f"P{number // 4}", year, float(verified), values)


def line(**more):
    """Six factories on a slope of 8 a unit, ±2: Sxy 32, Sxx 4, residuals 16."""
    pairs = [(0, 40), (0, 44), (1, 50), (1, 50), (2, 56), (2, 60)]
    return [row(number, verified, x=x, **more) for number, (x, verified) in enumerate(pairs)]


# --- what was to be expected ------------------------------------------------------------------------------------------
def test_a_ridge_of_one_condition_is_the_one_worked_by_hand():
    fit = adjusting.fit(line(), 2026)

    # unit length: b = 32/2 = 16, s² = 16/(6 - 1 - 1) = 4, k = 1 x 4/16² = 1/64; slope = 16/(1 + 1/64)/2
    assert (fit.mean, fit.means, fit.penalty) == (50, {"x": 1}, 0.0156)
    assert fit.coefficients == {"x": 7.8769}
    assert fit.expected["F00"] == 42.1231
    assert fit.expected["F05"] == 57.8769
    assert fit.share("x", 2) == pytest.approx(7.8769)


def test_the_error_is_that_of_leaving_out_one_place_at_a_time():
    fit = adjusting.fit(line(), 2026)

    # slopes without a place: 8/(1 + 1/16) = 7.5294, 8/(1 + 1/32) = 7.7576, 7.5294, about 7.6055; x (3 - 1)/3, rooted
    assert fit.errors == {"C0": 0.1521, "C1": 0, "C2": 0.1521, "P0": 0.0761, "P1": 0.1521}


def test_earlier_years_tell_of_the_slope_and_not_of_the_mean():
    earlier = [
        Observed(r.code, f"old-{r.place}", "P9", 2025, r.verified - 30, {"x": r.values["x"] + 5}) for r in line()
    ]

    fit = adjusting.fit([*line(), *earlier], 2026)

    assert (fit.mean, fit.means) == (50, {"x": 1})
    assert (fit.factories, fit.places) == (12, 6)
    assert sorted(fit.expected) == [r.code for r in line()]
    assert fit.coefficients["x"] == pytest.approx(8, abs=0.1)


def test_a_condition_that_is_the_same_everywhere_tells_nothing_apart():
    fit = adjusting.fit(line(same=3.0), 2026)

    assert fit.coefficients == {"x": 7.8769}
    assert fit.means == {"x": 1, "same": 3}


def test_two_conditions_that_say_the_same_share_the_slope():
    fit = adjusting.fit([row(n, r.verified, x=r.values["x"], twice=2 * r.values["x"])
                         for n, r in enumerate([*line(), *line()])], 2026)  # fmt: skip

    assert fit.coefficients["x"] == pytest.approx(2 * fit.coefficients["twice"])
    assert fit.coefficients["x"] + 2 * fit.coefficients["twice"] == pytest.approx(8, abs=0.1)


def test_too_few_factories_for_their_conditions_are_compared_with_the_mean():
    fit = adjusting.fit(line()[:3], 2026)

    assert fit.coefficients == {}
    assert set(fit.expected.values()) == {fit.mean}


def test_with_no_factory_of_the_year_there_is_nothing_to_expect():
    assert adjusting.fit([], 2026) is None
    assert adjusting.fit([row(0, 50, year=2025, x=1)], 2026) is None


def test_one_factory_is_expected_to_do_what_it_did():
    fit = adjusting.fit([row(0, 48, x=1)], 2026)

    assert (fit.expected, fit.coefficients, fit.errors) == ({"F00": 48}, {}, {"C0": 0, "P0": 0})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50), st.integers(0, 3)), min_size=1, max_size=24),
       st.randoms(use_true_random=False))  # fmt: skip
def test_the_order_of_factories_never_shows(rows, random):
    rows = [row(number, verified, far=far, high=high) for number, (verified, far, high) in enumerate(rows)]
    mixed = list(rows)
    random.shuffle(mixed)

    first, second = adjusting.fit(rows, 2026), adjusting.fit(mixed, 2026)

    assert first == second
    assert all(isfinite(value) for value in first.expected.values())


# --- how sure that is -------------------------------------------------------------------------------------------------
GROUPS = {"A": [(1, 9), (1, 11)], "B": [(1, 4), (1, 6)], "C": [(1, -6), (1, -4)], "D": [(1, -11), (1, -9)]}


def test_shrinkage_is_the_one_worked_by_hand():
    found = adjusting.estimates(GROUPS)

    # within 8/4 = 2, of a mean of two 1; Q = 250, between (250 - 3)/(4 - 1) = 82.3333; taken 1/3 x 1/83.3333 = 0.004
    assert found["A"].difference == 10
    assert found["A"].reliability == pytest.approx(0.996)
    assert found["A"].variance == pytest.approx(1 - 0.75 * 0.004 + 2 * 0.04**2)


def test_a_place_with_fewer_factories_is_drawn_nearer_to_the_mean():
    found = adjusting.estimates(GROUPS | {"E": [(1, 10)]})

    assert found["E"].reliability < found["A"].reliability
    assert found["E"].variance > found["A"].variance


def test_where_factories_differ_as_much_within_places_little_is_kept():
    found = adjusting.estimates(
        {name: [(1, value), (1, -value)] for name, value in zip("ABCDE", range(5, 10), strict=True)}
    )

    assert {estimate.reliability for estimate in found.values()} == {0.5}  # (5 - 3)/(5 - 1) is taken at most
    assert all(estimate.difference == 0 for estimate in found.values())


def test_few_places_are_not_told_apart():
    found = adjusting.estimates({"A": [(1, 9), (1, 11)], "B": [(1, -11), (1, -9)]})

    assert [(estimate.reliability, estimate.variance) for estimate in found.values()] == [(0, 1), (0, 1)]


def test_one_factory_alone_has_no_interval():
    found = adjusting.estimates({"A": [(1, 0)]})

    assert found["A"].variance is None
    assert adjusting.interval(50, found["A"].variance, 0) == (None, None)


def test_factories_that_all_did_the_same_leave_nothing_to_chance():
    found = adjusting.estimates({name: [(1, 0), (1, 0)] for name in "ABCD"})

    assert {(estimate.reliability, estimate.variance) for estimate in found.values()} == {(1, 0)}


def test_an_interval_is_one_of_eighty_percent():
    assert adjusting.interval(50, 9, 4) == (50 - 6.4078, 50 + 6.4078)  # 1.2816 x root of (9 + 16)


# --- ranks ------------------------------------------------------------------------------------------------------------
def test_places_whose_intervals_overlap_share_a_span_of_ranks():
    spans = {"A": (80, 90), "B": (70, 82), "C": (60, 71), "D": (10, 20)}

    assert adjusting.ranks(spans) == {"A": (1, 2), "B": (1, 3), "C": (2, 3), "D": (4, 4)}


def test_equal_intervals_and_those_that_touch_are_tied():
    assert adjusting.ranks({"A": (1, 1), "B": (1, 1)}) == {"A": (1, 2), "B": (1, 2)}
    assert adjusting.ranks({"A": (1, 2), "B": (2, 3)}) == {"A": (1, 2), "B": (1, 2)}
    assert adjusting.ranks({}) == {}


def test_the_order_of_places_never_shows_in_ranks():
    spans = {f"C{number}": (number, number + 3) for number in range(12)}
    names = list(spans)
    Random(4).shuffle(names)

    assert adjusting.ranks({name: spans[name] for name in names}) == adjusting.ranks(spans)
