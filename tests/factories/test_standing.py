"""standing(as_of) against its slow oracle, on made-up worlds; and the table against the function."""

import threading
import time
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pgtrigger
import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import figures, standing
from factories.actions import periods, projects, returns, standings
from factories.models import (
    Baseline,
    Colour,
    CountyPlan,
    Delay,
    DelayCause,
    FactoryProject,
    ProgressLine,
    ReportingPeriod,
    Standing,
    StatusReturn,
    WorkPackage,
)
from tests import make
from tests.factories import oracle

pytestmark = pytest.mark.django_db

FIRST, DUE = date(2026, 1, 1), date(2026, 12, 31)
PERIODS = [ReportingPeriod.dates(2026, number) for number in range(1, 37)]
SCALE = {
    "planned_percent": 2, "claimed_percent": 2, "verified_percent": 2, "earned_days": 2, "spi_t": 3, "pace": 4,
    "chance": 3, "points": 1, "percent": 0,
}  # fmt: skip
ONE_WORLD_AT_A_TIME = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


def at(day, minutes):
    """So many minutes after the day began in Pyongyang."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=9) + timedelta(minutes=minutes)


minutes = st.sampled_from([0, 1, 720, 1439]) | st.integers(0, 1439)


def lag(low, high):
    return st.builds(lambda days, more: timedelta(days=days, minutes=more), st.integers(low, high), minutes)


@st.composite
def packages(draw):
    rows = []
    for _number in range(draw(st.integers(0, 4))):
        starts_on = FIRST + timedelta(days=draw(st.integers(-40, 300)))
        rows.append(
            oracle.Package(
                starts_on, starts_on + timedelta(days=draw(st.integers(0, 150))),
                Fraction(draw(st.sampled_from([10, 20, 50, 100, 700]) | st.integers(1, 9999)), 100),
            )
        )  # fmt: skip
    return rows


@st.composite
def baselines(draw):
    day, rows = FIRST - timedelta(days=draw(st.integers(-60, 60))), []
    for number in range(draw(st.integers(0, 3))):
        finishes_on = FIRST + timedelta(days=draw(st.integers(150, 450)))
        rows.append(oracle.Baseline(number, finishes_on, at(day, draw(minutes))))
        day += timedelta(days=draw(st.integers(0, 90)))
    return rows


thousandths = st.integers(0, 100_000).map(lambda number: Fraction(number, 1000))
delays = st.dictionaries(st.sampled_from(DelayCause.values), st.integers(0, 11), max_size=3)


@st.composite
def versions(draw, number, low):
    """The versions of one period's return: some sent back, some only drafts, some corrected afterwards."""
    ends_on, rows = PERIODS[number][1], []
    moment = at(ends_on, 0)
    for version in range(1, 1 + draw(st.sampled_from([1, 1, 1, 2, 3]))):
        percent = draw(st.sampled_from([low, Fraction(100), Fraction(0)]) | thousandths)
        if draw(st.integers(0, 3)):
            percent = max(percent, low)
        pace = draw(st.sampled_from(["", "normal", "normal", "slower", "stopped"]))
        row = oracle.Return(
            number, ends_on, version, percent, pace, ends_on if pace in ("slower", "stopped") else None, draw(delays)
        )
        rows.append(row)
        fate = draw(st.sampled_from(["draft", "submitted", "verified", "verified", "accepted", "returned", "reversed"]))
        if fate == "draft":
            return rows
        moment = row.submitted_at = moment + draw(lag(-8, 15))
        if fate in ("verified", "accepted", "reversed"):
            moment = row.verified_at = moment + draw(lag(0, 15))
        if fate == "accepted":
            moment = row.accepted_at = moment + draw(lag(0, 30))
        if fate in ("returned", "reversed"):
            moment = row.returned_at = moment + draw(lag(0, 15))
    return rows


@st.composite
def worlds(draw):
    """A project with its plan and all that was ever said of it."""
    found, low = [], Fraction(0)
    for number in sorted(draw(st.sets(st.integers(0, 35), max_size=10))):
        rows = draw(versions(number, low))
        low = min(Fraction(100), rows[-1].percent + draw(st.sampled_from([0, 1, 5, 20])))
        found += rows
    return oracle.Project(DUE, draw(packages()), draw(baselines()), found)


days = st.lists(st.integers(-60, 460).map(lambda days: FIRST + timedelta(days=days)), min_size=3, max_size=6)


class World:
    """Where worlds are written: one place of one year, a calendar, and the posts that sign."""

    def __init__(self):
        self.plan, self.by, self.other = make.plan(), make.post(), make.post()
        periods.generate(2026, by=None)
        self.periods = list(ReportingPeriod.ten_days.order_by("number"))
        self.types = [make.factory_type(f"kind{number}") for number in range(3)]

    def write(self, told):
        """The projects of `told`, each thing by one statement; their primary keys in order."""
        projects = FactoryProject.objects.bulk_create(
            FactoryProject(plan=self.plan, factory_type=type_, code=type_.code)
            for type_, _project in zip(self.types, told, strict=False)
        )
        pairs = list(zip(projects, told, strict=True))
        WorkPackage.objects.bulk_create(
            WorkPackage(
                project=project,
                order=order,
                name_en="Part",
                name_ko="부분",
                weight=float(package.weight),
                starts_on=package.starts_on,
                finishes_on=package.finishes_on,
            )
            for project, world in pairs
            for order, package in enumerate(world.packages)
        )
        Baseline.objects.bulk_create(
            Baseline(project=project, reason="Moved.", **asdict(baseline))
            for project, world in pairs
            for baseline in world.baselines
        )
        rows = [(row, self.row(project, row)) for project, world in pairs for row in world.returns]
        StatusReturn.objects.bulk_create(row for _told, row in rows)
        with pgtrigger.ignore("factories.Delay:only_in_a_draft"):
            Delay.objects.bulk_create(
                Delay(status_return=row, cause=cause, days_lost=lost)
                for told_row, row in rows
                for cause, lost in told_row.delays.items()
            )
        return [project.pk for project in projects]

    def expected(self, project, day):
        """What the oracle says, with the periods of this calendar."""
        row = oracle.Oracle(project, day).standing()
        numbers = {f"{kind}_period_id": row[f"{kind}_period_id"] for kind in ("claimed", "verified")}
        return row | {name: None if number is None else self.periods[number].pk for name, number in numbers.items()}

    def row(self, project, told):
        stamps = {}
        for deed, by in (
            ("submitted", self.by),
            ("verified", self.other),
            ("accepted", self.by),
            ("returned", self.other),
        ):
            moment = getattr(told, f"{deed}_at")
            stamps |= {f"{deed}_at": moment, f"{deed}_by": by if moment else None}
        state = next(
            (s for s in ("returned", "accepted", "verified", "submitted") if getattr(told, f"{s}_at")), "draft"
        )
        return StatusReturn(
            project=project, period=self.periods[told.period], version=told.version, key=uuid4(), state=state,
            percent=float(told.percent), pace=told.pace, slowed_since=told.slowed_since, created_by=self.by,
            created_at=at(told.ends_on, 0), saved_by=self.by, saved_at=at(told.ends_on, 0),
            return_note="Count again." if told.returned_at else "", **stamps,
        )  # fmt: skip


@pytest.fixture
def world(db):
    return World()


def asked(day, projects=None):
    """{project pk: row} of the function itself."""
    return {row.pk: row for row in Standing.objects.raw("SELECT * FROM standing(%s, %s)", [day, projects])}


def same(name, told, expected):
    """Whether the database's value is the oracle's, to the rounding of its column."""
    if isinstance(expected, date) and isinstance(told, str):
        return told == expected.isoformat()
    if told is None or expected is None or name not in SCALE:
        return told == expected
    return abs(float(told) - float(expected)) <= 0.5 * 10 ** -SCALE[name] + 1e-6


def disagreements(row, expected):
    """{what: (told, expected)} in which a row of the database is not what the oracle says."""
    found = {}
    for name, value in expected.items():
        if name != "reasons" and not same(name, getattr(row, name), value):
            found[name] = (getattr(row, name), value)
    if [reason["code"] for reason in row.reasons] != [reason["code"] for reason in expected["reasons"]]:
        return {**found, "reasons": (row.reasons, expected["reasons"])}
    for told, reason in zip(row.reasons, expected["reasons"], strict=True):
        if told.keys() != reason.keys() or not all(same(name, told[name], reason[name]) for name in reason):
            found[reason["code"]] = (told, reason)
    return found


@ONE_WORLD_AT_A_TIME
@given(told=st.lists(worlds(), min_size=1, max_size=3), when=days)
def test_every_column_and_reason_is_the_oracles(world, told, when):
    with transaction.atomic():
        keys = world.write(told)
        for day in when:
            rows = asked(day, keys)
            for key, project in zip(keys, told, strict=True):
                assert not disagreements(rows[key], world.expected(project, day)), (day, project)
        transaction.set_rollback(True)


# --- the table -------------------------------------------------------------------------------------------------------
def _create(project):
    made = make.project(project.plan, type_=make.factory_type("other"))
    return Standing.objects.get(pk=made.pk)


def _submit(project):
    make.submitted(project, make.period(date(2026, 10, 12)), (60, 30), at=make.moment())


def _verify(project):
    row = make.submitted(project, make.period(date(2026, 10, 12)), (60, 30), at=make.moment())
    returns.verify(row, by=make.verifier(project), at=make.moment())


def _accept(project):
    row = StatusReturn.objects.get(project=project)
    returns.accept(row, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())


def _send_back(project):
    row = StatusReturn.objects.get(project=project)
    returns.send_back(row, note="Count again.", by=make.post(Role.COMMITTEE_MEMBER), at=make.moment())


def _correct(project):
    make.verified(project, percents=(90, 60), at=make.moment())


def _rebaseline(project):
    by, finishes_on = make.post(Role.COMMITTEE_MEMBER), date(2026, 12, 24)
    projects.rebaseline(project, finishes_on=finishes_on, reason="The bridge was lost.", by=by, at=make.moment())


def _roll(project):
    standings.roll(on=date(2026, 12, 1), by=None)


@pytest.mark.parametrize("deed", [_create, _submit, _verify, _accept, _send_back, _correct, _rebaseline, _roll])
def test_the_table_equals_the_function_after_each_deed_that_changes_a_fact_or_a_plan(deed):
    project = make.project(code="P-1")
    make.verified(project)
    before = list(Standing.objects.values())

    deed(project)

    assert standing.differences() == []
    assert list(Standing.objects.values()) != before


def test_what_is_not_submitted_changes_no_standing():
    project = make.project()
    make.verified(project)
    before = list(Standing.objects.values())

    row = make.draft(project, make.period(date(2026, 10, 12)), (99, 99), at=make.moment())
    returns.discard(row, by=row.saved_by)

    assert standing.differences() == []
    assert list(Standing.objects.values()) == before


def test_a_refresh_of_some_projects_leaves_the_others_as_they_are():
    first, second = make.project(), make.project()
    later = date(2026, 10, 30)

    written = standings.refresh([first.pk], on=later)

    assert written == 1
    day = dict(Standing.objects.values_list("project", "as_of"))
    assert (day[first.pk], day[second.pk]) == (later, date(2026, 1, 2))
    assert standing.differences() == []


def test_rolling_writes_the_standings_of_other_days_only():
    for _project in range(3):
        make.project()
    standings.refresh(Standing.objects.values_list("pk", flat=True)[:1], on=make.DAY)

    written = [standings.roll(on=make.DAY, by=None), standings.roll(on=make.DAY, by=None)]

    assert written == [2, 0]
    assert set(Standing.objects.values_list("as_of", flat=True)) == {make.DAY}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_project_at_once_the_second_counts_what_the_first_did():
    project = make.project()
    early = make.submitted(project, make.period(date(2026, 9, 15)), (30, 10))
    late = make.submitted(project, make.period(date(2026, 10, 5)), (50, 20))
    first, second = make.verifier(project), make.verifier(project)
    other = threading.Thread(target=_verified_elsewhere, args=(early, second))

    with transaction.atomic():
        returns.verify(late, by=first, at=make.moment())
        other.start()
        _until_another_waits()
    other.join()

    assert [row.state for row in StatusReturn.objects.order_by("pk")] == ["verified", "verified"]
    assert standing.differences() == []
    assert Standing.objects.get().verified_percent == 32


def _verified_elsewhere(row, by):
    try:
        returns.verify(row, by=by, at=make.moment())
    finally:
        connection.close()


def _until_another_waits():
    """Until another connection waits for what this one has locked: only the transaction's end lets it go on."""
    end = time.monotonic() + 30
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        while cursor.execute(waiting) is None or cursor.fetchone() == (0,):
            assert time.monotonic() < end, "The other did not wait."
            time.sleep(0.01)
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one moment of it otherwise


def test_today_is_read_from_the_table_and_any_other_day_from_the_function():
    keys = [make.project().pk, make.project().pk]
    standings.refresh(None, on=make.DAY)

    relations = [
        standing.source(make.DAY)[0],
        standing.source(make.DAY, keys[:1])[0],
        standing.source(make.DAY - timedelta(days=1))[0],
    ]

    assert relations == [
        "factories_standing",
        "(SELECT * FROM factories_standing WHERE project_id = ANY(%(projects)s::bigint[]))",
        "standing(%(as_of)s::date, %(projects)s::bigint[])",
    ]


def test_a_table_of_which_one_row_is_of_another_day_is_not_read():
    first, second = make.project(), make.project()
    standings.refresh(None, on=make.DAY)
    standings.refresh([second.pk], on=make.DAY + timedelta(days=1))

    relation, _parameters = standing.source(make.DAY)

    assert relation == "standing(%(as_of)s::date, %(projects)s::bigint[])"
    assert {row.as_of for row in standing.standings(make.DAY, [first.pk, second.pk]).values()} == {make.DAY}


def test_an_empty_table_is_of_no_day():
    project = make.project()
    Standing.objects.all().delete()

    relation, _parameters = standing.source(make.DAY)

    assert relation == "standing(%(as_of)s::date, %(projects)s::bigint[])"
    assert list(standing.standings(make.DAY, [project.pk])) == [project.pk]


def test_table_and_function_give_the_same_rows_by_every_way_of_reading():
    chosen, other = make.project(), make.project()
    make.verified(chosen)
    make.submitted(other)

    def read():
        some = [list(standing.standings(make.DAY, [chosen.pk])), [row.pk for row in standing.on(make.DAY, [chosen.pk])]]
        return some, list(standing.on(make.DAY).order_by("pk").values())

    by_function = read()
    standings.refresh(None, on=make.DAY)
    by_table = read()

    assert by_function == by_table
    assert by_table[0] == [[chosen.pk], [chosen.pk]]
    assert [row["project_id"] for row in by_table[1]] == [chosen.pk, other.pk]


# --- what is not known -----------------------------------------------------------------------------------------------
def stands(project, day):
    """The function's row of one project on a day."""
    return asked(day, [project.pk])[project.pk]


def said_of(project, day):
    row = stands(project, day)
    return row.colour, [reason["code"] for reason in row.reasons]


def test_silence_decays_from_the_26th_day_to_unknown_and_from_the_46th_to_red():
    project = make.project()
    make.verified(project, make.period(date(2026, 5, 5)), (100, 60))
    last = date(2026, 5, 10)

    found = {days: said_of(project, last + timedelta(days=days)) for days in (1, 25, 26, 45, 46)}

    assert found == {
        1: ("ok", []),
        25: ("ok", []),
        26: ("none", ["silent"]),
        45: ("none", ["silent"]),
        46: ("miss", ["lost"]),
    }


def test_who_never_reported_is_silent_from_the_planned_start():
    project = make.project(starts_on=date(2026, 3, 1))
    before = date(2026, 2, 28)

    found = {days: said_of(project, before + timedelta(days=days)) for days in (0, 1, 25, 26, 45, 46)}

    assert found == {
        0: ("none", ["not_begun"]),
        1: ("none", ["nothing_verified"]),
        25: ("none", ["nothing_verified"]),
        26: ("none", ["silent"]),
        45: ("none", ["silent"]),
        46: ("miss", ["lost"]),
    }


def test_a_return_that_nobody_verified_does_not_end_the_silence():
    project = make.project()
    make.verified(project, make.period(date(2026, 5, 5)), (90, 30))
    make.submitted(project, make.period(date(2026, 5, 25)), (95, 35))

    row = stands(project, date(2026, 6, 5))

    assert (row.colour, row.silent_days, row.claimed_percent, row.verified_percent) == ("none", 26, 59, 54)


KNOWN_ONLY_BY_RETURNS = [
    "claimed_percent", "verified_percent", "claimed_period_id", "verified_period_id", "earned_days", "spi_t", "pace",
    "chance", "forecast_on", "forecast_early_on", "forecast_late_on", "finished_on", "days_late_original",
    "days_late_approved", "accepted_age_days",
]  # fmt: skip


@pytest.mark.parametrize("told", ["nothing", "a draft", "a return that was sent back"])
def test_without_a_standing_return_its_figures_are_blank_and_never_zero(told):
    project = make.project()
    if told == "a draft":
        make.draft(project, percents=(0, 0))
    if told == "a return that was sent back":
        row = make.submitted(project, percents=(0, 0))
        returns.send_back(row, note="Count.", by=make.verifier(project), at=make.moment())

    row = stands(project, make.DAY)

    assert {name: getattr(row, name) for name in KNOWN_ONLY_BY_RETURNS} == dict.fromkeys(KNOWN_ONLY_BY_RETURNS)
    assert row.colour == "miss"
    assert row.planned_percent > 0


def test_a_return_of_nothing_done_is_zero_and_not_blank():
    project = make.project()
    make.verified(project, percents=(0, 0))

    row = stands(project, make.DAY)

    assert (row.claimed_percent, row.verified_percent, row.earned_days, row.pace) == (0, 0, 0, 0)
    assert (row.forecast_on, row.chance, row.accepted_age_days) == (None, None, None)


def test_without_a_plan_nothing_is_planned_and_nobody_is_silent():
    project = make.project()
    WorkPackage.objects.filter(project=project).delete()

    row = stands(project, make.DAY)

    assert (row.planned_percent, row.silent_days, row.colour) == (None, None, "none")
    assert [reason["code"] for reason in row.reasons] == ["no_plan"]


def test_a_finished_project_without_a_plan_says_that_it_is_finished_and_no_more():
    project = make.project()
    make.verified(project, percents=(100, 100))
    with pgtrigger.ignore("factories.ProgressLine:only_in_a_draft"):
        ProgressLine.objects.all().delete()
    WorkPackage.objects.all().delete()

    assert said_of(project, make.DAY) == ("done", ["finished"])


# --- sums ------------------------------------------------------------------------------------------------------------
def even(plan, code, days):
    """A project of one work package over 100 days, of which so many are past at the end of make.DAY."""
    starts_on = make.DAY - timedelta(days=days - 1)
    type_ = make.factory_type(code, packages=((1, 0, 1),))
    return make.project(plan, type_=type_, starts_on=starts_on, finishes_on=starts_on + timedelta(days=99))


@pytest.fixture
def sums():
    """Two places with two factories each. By the plan 50, 100, 10 and 25 % are done; verified 40, 100, ? and 0 %."""
    near, far = make.plan(make.county(make.province("KP-01"))), make.plan(make.county(make.province("KP-02")))
    behind, done = even(near, "food", 50), even(near, "clothes", 100)
    even(far, "food", 10)
    still = even(far, "clothes", 25)
    make.verified(behind, percents=(40,))
    make.submitted(behind, make.period(make.DAY), (45,), at=make.moment())
    make.verified(done, percents=(100,))
    make.verified(still, percents=(0,))
    return figures.cohort(CountyPlan.objects.all(), make.DAY, target=20)


def test_means_are_over_the_factories_of_which_something_is_known(sums):
    assert (sums.projects, sums.known, sums.finished, sums.target) == (4, 3, 1, 20)
    assert sums.planned == pytest.approx((50 + 100 + 10 + 25) / 4)
    assert sums.claimed == pytest.approx((45 + 100 + 0) / 3)
    assert sums.verified == pytest.approx((40 + 100 + 0) / 3)


def test_a_place_stands_as_its_worst_factory_and_the_worst_place_is_first(sums):
    far, near = sums.places

    assert [(place.rank, place.county.province.code, place.colour) for place in (far, near)] == [
        (1, "KP-02", Colour.NONE),
        (2, "KP-01", Colour.RISK),
    ]
    assert sums.counts == {"miss": 0, "none": 1, "risk": 1, "watch": 0, "ok": 0, "done": 0}
    assert (sums.colour, sums.silent) == (Colour.NONE, [far])


def test_a_place_is_forecast_only_when_each_of_its_open_factories_is(sums):
    far, near = sums.places

    # verified 40 % in the 48 days to 10 October: 60 % more at that pace are 72 days
    assert near.forecast_on == date(2026, 10, 10) + timedelta(days=72)
    assert (near.days_late_approved, near.expected_done) == (20, True)
    assert (far.forecast_on, far.chance, far.days_late_approved, far.expected_done) == (None, None, None, False)
    assert (sums.forecast_on, sums.expected_done) == (None, 1)


def test_what_is_silent_is_not_expected_in_time_whatever_its_last_forecast(sums):
    told = []
    for days in (23, 24, 44):  # the last return was verified two days before make.DAY
        on = figures.cohort(CountyPlan.objects.all(), make.DAY + timedelta(days=days), target=20)
        [near] = [place for place in on.places if place.county.province.code == "KP-01"]
        told.append((near.silent_days, near.forecast_on, near.colour, near.expected_done, on.expected_done))

    forecast_on = date(2026, 12, 21)
    assert told == [
        (25, forecast_on, Colour.RISK, True, 1),
        (26, forecast_on, Colour.NONE, False, 0),
        (46, forecast_on, Colour.MISS, False, 0),
    ]


def test_silence_is_that_of_the_open_factory_silent_for_longest(sums):
    far, near = sums.places

    assert (near.silent_days, far.silent_days, sums.silent_days) == (2, 10, 10)


def test_the_funnel_counts_what_is_verified_beside_what_was_planned(sums):
    rows = [(done, due) for _label, done, due in figures.funnel(sums)]

    assert rows == [(2, 4), (2, 3), (1, 2), (1, 1), (1, 1), (0, None), (0, None), (0, None)]


def test_provinces_hold_their_own_places(sums):
    first, second = figures.by_province(sums)

    assert [(row.province.code, row.projects, row.known, row.finished) for row in (first, second)] == [
        ("KP-01", 2, 2, 1),
        ("KP-02", 2, 1, 0),
    ]
    assert (first.planned, second.planned) == (75, 17.5)
    assert (first.verified, second.verified) == (70, 0)


def test_the_curve_ends_today_in_the_sums_of_the_year(sums):
    periods.generate(2027, by=None)
    points = {row["on"]: row for row in figures.scurve([row.pk for row in sums.standings], make.DAY)}

    assert points[make.DAY] == {"on": make.DAY, "planned": 46.25, "claimed": 48.333333, "verified": 46.666667}
    assert points[date(2026, 10, 20)]["planned"] == pytest.approx((58 + 100 + 18 + 33) / 4)
    assert (points[date(2026, 10, 20)]["claimed"], points[date(2026, 10, 20)]["verified"]) == (None, None)


def test_the_sum_of_nothing_is_not_known():
    nothing = figures.Sum([])

    assert (nothing.projects, nothing.planned, nothing.verified, nothing.chance, nothing.forecast_on) == (
        0, None, None, None, None,
    )  # fmt: skip
    assert nothing.colour == Colour.NONE
