"""From when on a factory counts, when it falls out, and the thresholds of a programme year."""

from datetime import date
from decimal import Decimal

import pgtrigger
import pytest

from committees.rights import Role
from factories import counting, reasons, standing
from factories.actions import counting as deeds
from factories.actions import gates, standings
from factories.counting import Life, Spell, Stage
from factories.models import Downtime, Gate, ProgramYear, Standing
from regional20x10.shared.errors import NotAllowed
from tests import build, make, produce
from tests.factories.test_standing import stands
from tests.refusals import action_refuses

pytestmark = pytest.mark.django_db
LIMITS = {"cover_percent": 70, "utilisation_percent": 60, "production_months": 3, "production_grace_days": 15}


def reason(project, code, day=make.DAY):
    """The reason of that code, None without it."""
    return next((row for row in stands(project, day).reasons if row["code"] == code), None)


def told(project, day=make.DAY):
    row = stands(project, day)
    return row.counts, row.counted_since, row.fell_out_on


def stopped(returned, cause, hours):
    """Downtime in a return that is a fact already."""
    with pgtrigger.ignore("factories.Downtime:only_in_a_draft"):
        Downtime.objects.create(production_return=returned, cause=cause, hours=hours)


# --- counting --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2026, 4, 14), (False, None, None)), (date(2026, 4, 15), (True, date(2026, 4, 15), None))],
)
def test_it_counts_from_the_day_on_which_the_third_month_is_to_be_verified(day, expected):
    project = produce.factory(on=date(2026, 1, 5))
    produce.months(project, 2026, [1, 2, 3], 60)

    assert told(project, day) == expected


def test_months_that_ended_before_it_was_allowed_to_operate_do_not_make_it_count():
    project = produce.factory(on=date(2026, 2, 1))
    produce.months(project, 2026, [1, 2, 3, 4], 100)

    assert told(project, date(2026, 4, 30)) == (False, None, None)
    assert told(project, date(2026, 5, 15)) == (True, date(2026, 5, 15), None)


@pytest.mark.parametrize(("output", "expected"), [("75.6", 60.0), ("75.5", 59.9)])
def test_the_utilisation_as_it_is_shown_decides(output, expected):
    project = produce.factory(capacity_t_year=Decimal("1500"))
    produce.months(project, 2026, [7, 8, 9], Decimal(output))

    row = stands(project, date(2026, 10, 15))

    assert (float(row.utilisation_percent), row.counts) == (expected, expected >= 60)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_a_month_that_is_not_verified_is_not_reported(state):
    project = produce.factory()
    produce.months(project, 2026, [6, 7], 80)
    produce.months(project, 2026, [8], 80, state=state)

    row = stands(project, date(2026, 9, 20))

    assert (row.months_reported, row.counts, row.produced_until) == (2, False, date(2026, 7, 31))
    assert reason(project, "production_silent", date(2026, 9, 20))["months"] == 1


def test_three_bad_months_make_it_fall_out_with_day_and_cause_and_it_comes_back():
    project = produce.factory()
    rows = produce.months(project, 2026, range(1, 10), [80, 80, 80, 30, 30, 30, 90, 90, 90])
    stopped(rows[4], "power", 200)
    stopped(rows[5], "workforce", 90)

    assert told(project, date(2026, 5, 20)) == (True, date(2026, 4, 15), None)
    assert told(project, date(2026, 8, 1)) == (False, None, date(2026, 6, 15))
    assert reason(project, "fell_out", date(2026, 8, 1)) == {
        "code": "fell_out", "on": "2026-06-15", "percent": 46.3, "months": 0, "cause": "power",
    }  # fmt: skip
    assert told(project, date(2026, 10, 15)) == (True, date(2026, 9, 15), None)
    assert counting.spells(project, date(2026, 10, 15)) == [
        Spell(date(2026, 4, 15), date(2026, 6, 15), reasons.sentence(reason(project, "fell_out", date(2026, 8, 1)))),
        Spell(date(2026, 9, 15)),
    ]


def test_a_month_missing_makes_it_fall_out_and_reported_late_it_never_had():
    project = produce.factory()
    produce.months(project, 2026, [1, 2, 3], 80)
    produce.months(project, 2026, [4], 80, at=make.moment(date(2026, 6, 1)))

    assert told(project, date(2026, 5, 20)) == (False, None, date(2026, 5, 15))
    assert told(project, date(2026, 6, 1)) == (True, date(2026, 4, 15), None)


def test_without_a_capacity_nobody_can_say_that_it_counts():
    project = produce.factory(capacity_t_year=None)
    produce.months(project, 2026, [7, 8, 9], 100)

    row = stands(project, date(2026, 10, 15))

    assert (row.months_reported, row.utilisation_percent, row.counts) == (3, None, False)


def test_of_a_factory_that_does_not_operate_no_month_is_looked_at():
    project = produce.factory(gates=[Gate.COMMISSION])
    produce.months(project, 2026, [7, 8, 9], 100)

    row = stands(project, make.DAY)

    assert (row.commissioned_on, row.operates_since, row.months_reported) == (date(2026, 1, 5), None, None)
    assert (row.produced_until, row.counts) == (date(2026, 9, 30), False)


# --- the life of factories and of places -----------------------------------------------------------------------------
def test_each_step_of_life_is_counted_apart_and_a_place_reaches_what_all_its_factories_did():
    counts = Standing(counts=True, operates_since=make.DAY, commissioned_on=make.DAY, finished_on=make.DAY,
                      produced_until=make.DAY)  # fmt: skip
    fallen = Standing(fell_out_on=make.DAY, operates_since=make.DAY, commissioned_on=make.DAY, finished_on=make.DAY)
    built, building = Standing(finished_on=make.DAY), Standing()

    places = counting.of_places([[counts], [counts, fallen], [built, building], []])
    factories = counting.of_factories([counts, fallen, built, building])

    assert [counting.stage(row) for row in (counts, fallen, built, building)] == [
        Stage.COUNTING, Stage.FALLEN_OUT, Stage.BUILT, Stage.BUILDING,
    ]  # fmt: skip
    assert places == Life(4, built=2, commissioned=2, operating=2, counting=1, fallen_out=1, reported=True)
    assert factories == Life(4, built=3, commissioned=2, operating=2, counting=1, fallen_out=1, reported=True)


# --- thresholds ------------------------------------------------------------------------------------------------------
def thresholds(year=None, *, by=None, **values):
    values = {**LIMITS, "reason": "The committee decided so.", "on": date(2026, 10, 15)} | values
    return deeds.set_thresholds(year or make.year(), by=by or make.post(Role.COMMITTEE_MEMBER), **values)


def test_thresholds_set_anew_write_the_standings_of_that_year_anew():
    project = produce.factory()
    produce.months(project, 2026, [7, 8, 9], 55)
    standings.refresh([project.pk], on=date(2026, 10, 15))
    before = Standing.objects.get(project=project).counts

    thresholds(utilisation_percent=50, production_months=2)

    assert (before, Standing.objects.get(project=project).counts) == (False, True)
    assert standing.differences() == []


def test_a_change_of_thresholds_needs_its_reason_a_change_and_values_in_their_range():
    make.year()

    with action_refuses("Give the reason: the change is kept with it."):
        thresholds(reason=" ", cover_percent=80)
    with action_refuses("These are the thresholds already: change at least one."):
        thresholds()

    said = "Enter a whole number between {} and {}.".format
    with action_refuses(said(1, 200), said(1, 100), said(1, 12), said(0, 60)):
        thresholds(cover_percent=201, utilisation_percent=0, production_months=13, production_grace_days=None)

    assert ProgramYear.objects.values(*LIMITS).get() == LIMITS


@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.PROVINCIAL_SECRETARY, Role.COUNTY_SECRETARY])
def test_the_committee_alone_sets_thresholds(role):
    by = make.post(role)

    with pytest.raises(NotAllowed):
        thresholds(by=by, cover_percent=80)


# --- what keeps the table right --------------------------------------------------------------------------------------
def test_a_gate_passed_is_in_the_standing_at_once():
    project = make.preparing()
    make.sized(project)
    make.sited(project)
    make.agreed(project)
    build.allocation(project)

    gates.let_through(project, Gate.START, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())

    assert Standing.objects.get(project=project).as_of == make.DAY
    assert standing.differences() == []
