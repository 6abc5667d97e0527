"""Completeness and timeliness, and with them the states of returns, against a slow oracle."""

import random
import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from factories import rates as rating
from factories import reporting
from factories.actions import periods
from factories.models import FactoryProject, ReportingPeriod, StatusReturn
from tests import make

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Pyongyang")
PERIOD, AFTER = date(2026, 10, 5), date(2026, 10, 20)


def rate(*projects, day=AFTER):
    """The Rates of these projects together."""
    known = reporting.finishes(_only(*projects), day)
    return rating.total(rating.rates(known, day).values())


def _only(*projects):
    return FactoryProject.objects.filter(pk__in=[project.pk for project in projects])


def at(day, hour=12):
    return make.moment(day, hour)


# --- completeness and timeliness -------------------------------------------------------------------------------------
def test_completeness_and_timeliness_of_the_last_closed_periods():
    project = make.project(starts_on=date(2026, 8, 1))
    for day, late in ((5, 0), (15, 3)):
        period = make.period(date(2026, 9, day))
        if late:
            [period] = periods.reopen(
                [period], until=date(2026, 9, 29), reason="Flood.", by=make.post(), on=date(2026, 9, 26)
            )
        make.submitted(project, period, at=at(period.ends_on + timedelta(days=5 + late)))

    found = rate(project, day=AFTER)

    assert (found.last3.due, found.last3.submitted, found.last3.timely) == (3, 1, 1)
    assert (found.last9.due, found.last9.submitted, found.last9.timely) == (7, 2, 2)
    assert found.whole == found.last9
    assert found.last3.completeness == pytest.approx(100 / 3)


def test_a_day_before_a_period_was_opened_again_counts_it_as_closed():
    project = make.project()
    make.period()

    periods.reopen([make.period()], until=date(2026, 10, 30), reason="Floods.", by=make.post(), on=date(2026, 10, 20))

    found = {day: rate(project, day=date(2026, 10, day)).whole.due for day in (15, 16, 19, 20, 31)}
    assert [found[day] - found[15] for day in found] == [0, 1, 1, 0, 2]


def test_without_a_due_return_there_is_no_rate():
    found = rate(make.project(starts_on=date(2026, 11, 1)))

    assert (found.last9.due, found.last9.completeness, found.last9.timeliness) == (0, None, None)


def test_a_return_that_an_exception_still_allows_is_not_counted_until_it_ends():
    project = make.project(starts_on=PERIOD)
    grant = {"until": date(2026, 10, 25), "reason": "Flood.", "by": make.post()}
    periods.grant(make.period(), project=project, **grant, at=at(date(2026, 10, 14)))

    before, after = rate(project, day=date(2026, 10, 25)), rate(project, day=date(2026, 10, 26))

    assert (before.last3.due, before.last3.excepted) == (0, 1)
    assert (after.last3.due, after.last3.excepted, after.last3.completeness) == (2, 0, 0)


def test_rates_add_up_by_unit_county_province_and_nation():
    first, second = make.project(starts_on=PERIOD), make.project(starts_on=PERIOD)
    make.submitted(first, at=at(date(2026, 10, 11)))
    found = rating.rates(reporting.finishes(_only(first, second), AFTER), AFTER)

    county = {row.pk: row.plan.county_id for row in (first, second)}
    by_county = rating.grouped(found, county.get)

    assert by_county[first.plan.county_id].last9.completeness == 100
    assert by_county[second.plan.county_id].last9.completeness == 0
    assert rating.total(found.values()).last9.completeness == 50
    assert rating.grouped(found, lambda pk: None) == {}


def test_rates_of_many_are_asked_at_once(django_assert_num_queries):
    projects = [make.project() for _row in range(3)]
    known, rows = dict.fromkeys(project.pk for project in projects), [make.period(), make.period(date(2026, 9, 5))]
    for project in projects:
        periods.grant(
            make.period(), project=project, until=date(2026, 10, 25), reason="Flood.", by=make.post(), at=at(AFTER)
        )

    with django_assert_num_queries(1):
        rating.rates(known, AFTER)
    with django_assert_num_queries(2):
        assert len(reporting.cells(known, rows, AFTER)) == 6


# --- against a slow oracle -------------------------------------------------------------------------------------------
@dataclass
class Oracle:
    """The same from the definitions in docs/domain.md, one project and period at a time."""

    world: object
    day: date

    def _by(self, moment):
        return moment is not None and moment.astimezone(ZONE).date() <= self.day

    def closes_on(self, period):
        days = [to for on, of, to in self.world.moves if of == period.pk and on <= self.day]
        return days[-1] if days else period.ends_on + timedelta(days=5)

    def until(self, project, period):
        county = project.plan.county
        covered = (project, county, county.province)
        given = [row for row in self.world.exceptions if row.period == period and row.place in covered]
        return max([self.closes_on(period), *(row.until for row in given if self._by(row.at))])

    def finished_on(self, project):
        verified = {}
        for row in sorted(self.world.returns, key=lambda row: row.version):
            if row.project == project and self._by(row.verified_at) and not self._by(row.returned_at):
                verified[row.period.ends_on] = row.percent
        short = max((day for day, percent in verified.items() if percent < 100), default=date.min)
        return min((day for day, percent in verified.items() if percent == 100 and day > short), default=None)

    def owed(self, project, period):
        begins, finished = min(row.starts_on for row in project.packages.all()), self.finished_on(project)
        return begins <= period.ends_on and (finished is None or period.ends_on <= finished)

    def sent(self, project, period):
        rows = [row for row in self.world.returns if (row.project, row.period) == (project, period)]
        stand = [row for row in rows if self._by(row.submitted_at) and not self._by(row.returned_at)]
        back = [row for row in rows if self._by(row.returned_at)]
        return stand, back

    def state(self, project, period):
        stand, back = self.sent(project, period)
        if stand:
            last = max(stand, key=lambda row: row.version)
            return (
                "accepted" if self._by(last.accepted_at) else "verified" if self._by(last.verified_at) else "submitted"
            )
        if not self.owed(project, period):
            return "not_due"
        if self.day > self.until(project, period):
            return "missing"
        return "returned" if back else "excepted" if self.day > self.closes_on(period) else "due"

    def rate(self, project, count):
        begun = [row for row in self.world.periods if row.starts_on <= self.day]
        closed = sorted((row for row in begun if self.closes_on(row) < self.day), key=lambda row: row.starts_on)
        due = submitted = timely = excepted = 0
        for period in closed[-count:] if count else closed:
            if not self.owed(project, period):
                continue
            stand, _back = self.sent(project, period)
            if not stand and self.day <= self.until(project, period):
                excepted += 1
                continue
            due += 1
            submitted += bool(stand)
            first = min((row.submitted_at for row in stand), default=None)
            timely += bool(first) and first.astimezone(ZONE).date() <= self.closes_on(period)
        return rating.Rate(due, submitted, timely, excepted)


class World:
    """Some factories in two provinces, with returns, exceptions and moved closings drawn by lot."""

    def __init__(self, seed):
        self.lot = random.Random(seed)
        self.staff, self.unit = make.post(), make.organization()
        self.hand = make.post("construction_unit", where=self.unit)
        self.judges = [make.post("provincial_secretary"), make.post("committee_member")]
        home, far = make.province(), make.province()
        plans = [make.plan(make.county(place)) for place in (home, home, far)]
        starts = [date(2026, self.lot.choice([6, 8, 9, 11]), self.lot.randint(1, 28)) for _row in range(5)]
        self.projects = [
            make.project(plans[at % 3], starts_on=day, type_=make.factory_type(f"t{at}"), construction_unit=self.unit)
            for at, day in enumerate(starts)
        ]
        make.period()
        self.periods = list(ReportingPeriod.ten_days.order_by("starts_on"))
        recent = [row for row in self.periods if date(2026, 8, 1) <= row.starts_on <= date(2026, 11, 1)]
        self.moves, self.exceptions, self.returns = [], [], []
        for period in self.lot.sample(recent, 4):
            self.move(period)
        for period in self.lot.sample(recent, 9):
            self.grant(period)
        for project in self.projects:
            for period in recent:
                self.report(project, period)

    def move(self, period):
        on = period.ends_on + timedelta(days=self.lot.randint(1, 5))
        if self.lot.random() < 0.5:
            periods.close([period], reason="All have reported.", by=self.staff, on=on)
            self.moves.append((on, period.pk, max(period.ends_on, on - timedelta(days=1))))
        until = max(on, period.ends_on + timedelta(days=5)) + timedelta(days=self.lot.randint(1, 20))
        periods.reopen([period], until=until, reason="Flood.", by=self.staff, on=on + timedelta(days=1))
        self.moves.append((on + timedelta(days=1), period.pk, until))

    def grant(self, period):
        project = self.lot.choice(self.projects)
        county = project.plan.county
        name, place = self.lot.choice([("project", project), ("county", county), ("province", county.province)])
        until = period.ends_on + timedelta(days=self.lot.randint(40, 60))
        given = {name: place, "until": until, "reason": "Flood.", "by": self.staff}
        moment = make.moment(period.ends_on + timedelta(days=self.lot.randint(0, 30)), self.lot.randint(0, 23))
        self.exceptions.append(periods.grant(period, **given, at=moment))

    def report(self, project, period):
        moment = self._after(datetime.combine(period.ends_on, time(12), ZONE))
        for version in range(1, self.lot.choice([0, 0, 1, 1, 2, 3]) + 1):
            percent = self.lot.choice([40, 100])
            row = StatusReturn(
                project=project, period=period, version=version, key=uuid.uuid4(), state="submitted", percent=percent,
                created_at=moment, created_by=self.hand, saved_at=moment, saved_by=self.hand,
                submitted_at=moment, submitted_by=self.hand,
            )  # fmt: skip
            for deed, post, chance in (("verified", self.judges[0], 0.6), ("accepted", self.judges[1], 0.4)):
                if self.lot.random() > chance:
                    break
                moment = self._after(moment)
                row.state = deed
                setattr(row, f"{deed}_at", moment)
                setattr(row, f"{deed}_by", post)
            if row.state != "accepted" and self.lot.random() < 0.3:
                moment = self._after(moment)
                row.state, row.returned_at, row.returned_by, row.return_note = "returned", moment, self.judges[0], "No."
            row.save()
            self.returns.append(row)
            moment = self._after(moment)

    def _after(self, moment):
        return moment + timedelta(hours=self.lot.randint(1, 90))


@pytest.mark.parametrize("seed", range(6))
def test_states_and_rates_are_those_of_the_oracle(seed):
    world = World(seed)
    days = [date(2026, 8, 5) + timedelta(days=world.lot.randint(0, 120)) for _row in range(8)]

    for day in days:
        slow = Oracle(world, day)
        known = reporting.finishes(_only(*world.projects), day)
        begun = [row for row in world.periods if row.starts_on <= day]
        found = reporting.cells(known, begun, day)
        rates = rating.rates(known, day)
        assert known == {row.pk: slow.finished_on(row) for row in world.projects}
        for project in world.projects:
            for period in begun:
                told = found[project.pk, period.pk]
                expected = (slow.state(project, period), slow.until(project, period), slow.closes_on(period))
                assert (told.state, told.until, told.closes_on) == expected, (day, project, period)
            told = rates[project.pk]
            assert [told.last3, told.last9, told.whole] == [slow.rate(project, count) for count in (3, 9, 0)], day


def test_the_lot_draws_every_state():
    world, states = World(1), set()

    for day in (date(2026, 8, 20) + timedelta(days=9 * step) for step in range(10)):
        slow = Oracle(world, day)
        begun = [row for row in world.periods if row.starts_on <= day]
        states |= {slow.state(project, period) for project in world.projects for period in begun}

    assert states == set(reporting.STATES) - {"draft"}
