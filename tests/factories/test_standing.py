"""standing(as_of) against its slow oracle, on made-up worlds; and the table against the function."""

from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import uuid4

import pgtrigger
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories.actions import periods
from factories.models import (
    Baseline,
    Delay,
    DelayCause,
    FactoryProject,
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
        self.periods = list(ReportingPeriod.objects.order_by("number"))
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
