"""The returns of a made-up project, told through the actions as its unit, province and the committee would."""

import uuid
from datetime import timedelta
from decimal import Decimal

from committees.rights import Role
from factories.actions import photos, projects, returns, submissions
from factories.judging import Said
from factories.models import ReportingPeriod
from regional20x10.demonstration import DAY, cohorts, picturing
from regional20x10.demonstration.courses import Progress
from regional20x10.demonstration.receiving import Receipts
from regional20x10.shared import clock

KEYS = uuid.UUID("20102010-2010-2010-2010-201020102010")
OPEN_FOR_ACCEPTANCE = 12
"""Days before the end within which a verified return may still wait for the committee."""


class Teller:
    """One project's returns, period by period. `dice`: its own random.Random."""

    def __init__(self, project, course, *, cast, dice, factor=1.0, arrivals=()):
        self.project, self.course, self.dice = project, course, dice
        county = project.plan.county
        self.unit = cast.post(Role.CONSTRUCTION_UNIT, county)
        self.province = cast.post(Role.PROVINCIAL_SECRETARY, county.province)
        self.committee = cast.post(Role.COMMITTEE_MEMBER)
        packages = list(project.packages.order_by("order"))
        spans = [(row.pk, row.starts_on, row.finishes_on) for row in packages]
        self.progress = Progress(spans, course, dice, factor)
        self.receipts = Receipts(
            project, {row.pk: (row.order, row.weight) for row in packages},
            list(project.equipment.order_by("order").values_list("pk", "quantity")), list(arrivals),
            list(project.disbursements.values_list("paid_on", "amount")),
            dict([cohorts.INCIDENTS[project.code]] if project.code in cohorts.INCIDENTS else []),
        )  # fmt: skip
        self.crew, self.moves = dice.randint(45, 160), list(course.moves)
        self.told = {}
        """{period: percents} of the returns that are told; planned first, for they do not hang on one another."""

    def plan_all(self, until):
        """Tell every period from the start to `until` that the course reports, until all is finished."""
        for period in _periods(self.progress.begins, until):
            finished, percents = self.progress.done, self.progress.through(period)
            if not finished and period.ends_on <= self.course.last_return_on:
                self.told[period] = percents
        return self

    def plan_some(self, finishes_on):
        """Tell a handful of periods up to the one at whose end everything is finished."""
        periods = list(_periods(self.progress.begins, finishes_on))
        last = len(periods) - 1
        told = {0, last // 2, last - 1, last}
        for place, period in enumerate(periods):
            percents = self.progress.through(period)
            if place == last:
                percents = dict.fromkeys(percents, Decimal(100))
            elif self.progress.done:  # ahead of the day it really ended: not yet all of it
                percents = {**percents, max(percents): Decimal(95)}
            if place in told:
                self.told[period] = percents
        return self

    def tell_running(self, period, state):
        """The return of the period that is running, as far as `state`: none, draft, submitted, verified or returned."""
        if state == "none" or self.progress.done:
            return
        percents = self.progress.through(period)
        if state == "draft":
            part = {pk: value if place < 5 else None for place, (pk, value) in enumerate(percents.items())}
            self._draft(period, part, _at(DAY - timedelta(days=1), 16))
            return
        row = self.submit(period, percents, day=DAY - timedelta(days=self.dice.randint(1, 2)))
        if state == "verified":
            returns.verify(row, by=self.province, at=_at(DAY, 9))
        elif state == "returned":
            returns.send_back(row, note=cohorts.SENT_BACK_NOTE, by=self.province, at=_at(DAY - timedelta(days=1), 17))

    def submit(self, period, percents, day):
        at = _at(day, self.dice.randint(8, 18))
        draft = self._draft(period, percents, at)
        return returns.submit(draft, revision=draft.revision, by=self.unit, at=at + timedelta(minutes=20))

    def key(self, period):
        return uuid.uuid5(KEYS, f"{self.project.code} {period.code}")

    def says(self, period):
        """What its return says of a period that is told."""
        percents = self.told[period]
        values, delays = self._said(period, all(value == 100 for value in percents.values()))
        lines = {pk: (value, "") for pk, value in percents.items()}
        return Said(values=values, lines=lines, delays=delays, **self.receipts.of(period, percents))

    def _draft(self, period, percents, at):
        draft = returns.begin(self.project, period, key=self.key(period), by=self.unit, at=at - timedelta(minutes=40))
        values, delays = self._said(period, all(value == 100 for value in percents.values()))
        lines = {pk: (value, "") for pk, value in percents.items()}
        parts = {} if None in percents.values() else self.receipts.of(period, percents)
        draft = returns.save(
            draft, revision=draft.revision, values=values, lines=lines, delays=delays, by=self.unit, at=at, **parts
        )
        self._picture(draft, period, self.progress.reached, at)
        return draft

    def _picture(self, draft, period, percents, at):
        far = cohorts.PICTURED.get(self.project.plan.county.code)
        if far is None or not (files := picturing.handed_in(self.project, period, percents, far=far)):
            return
        packages = self.project.packages.order_by("order")
        for file, package in zip(files, (packages[2], packages[4]), strict=True):
            photos.add(draft, files=[file], package=package, caption="", by=self.unit, at=at)

    def _said(self, period, done):
        """(values, delays) of the period: the crew, the pace and why."""
        pace, since = self._pace(period)
        crew = 12 if done else max(8, self.crew // (4 if pace == "stopped" else 1) + self.dice.randint(-8, 8))
        values = {
            "crew_people": crew,
            "crew_days": crew * ((period.ends_on - period.starts_on).days + 1),
            "pace": pace,
            "slowed_since": since,
            "needed": cohorts.NEEDED[self.course.cause] if since else "",
            "narrative": cohorts.WORDS["done" if done else pace],
        }
        lost = 10 if pace == "stopped" else self.dice.randint(2, 6)
        return values, [(self.course.cause, lost, "")] if since else []

    def _pace(self, period):
        for pace, since in (("stopped", self.course.stopped_from), ("slower", self.course.slower_from)):
            if period.ends_on >= since:
                return pace, since
        return "normal", None

    def settle(self, row):
        """Verified and accepted, some days later, as far as the course goes."""
        if row.period.ends_on > self.course.verified_until:
            return
        at = row.submitted_at + timedelta(days=self.dice.randint(1, 2), hours=2)
        row = returns.verify(row, by=self.province, at=at)
        late = row.period.ends_on > DAY - timedelta(days=OPEN_FOR_ACCEPTANCE)
        if not (late and self.dice.random() < 0.4):
            returns.accept(row, by=self.committee, at=at + timedelta(days=self.dice.randint(1, 2)))

    def move(self, period):
        """Approve the new finishes that were decided by the end of `period`."""
        while self.moves and self.moves[0][0] <= period.ends_on:
            self._move(*self.moves.pop(0))

    def _move(self, day, days, reason):
        last = self.project.baselines.order_by("-number").first()
        later = last.finishes_on + timedelta(days=days)
        projects.rebaseline(self.project, finishes_on=later, reason=reason, by=self.committee, at=_at(day, 11))


def tell(tellers, dice):
    """The returns of one unit's factories, period by period, each followed by what became of them."""
    for period in sorted({period for teller in tellers for period in teller.told}, key=lambda row: row.starts_on):
        telling = [teller for teller in tellers if period in teller.told]
        for teller in telling:
            teller.move(period)
        at = _at(period.ends_on + timedelta(days=dice.randint(1, 3)), dice.randint(8, 18))
        said = {teller.project: teller.says(period) for teller in telling}
        keys = {teller.project: teller.key(period) for teller in telling}
        rows = submissions.report(period, said, keys=keys, by=telling[0].unit, at=at)
        for teller, row in zip(telling, rows, strict=True):
            teller.settle(row)


def _periods(first, last):
    """The reporting periods that begin or run on or after `first` and end by `last`, in order."""
    return ReportingPeriod.ten_days.filter(ends_on__gte=first, ends_on__lte=last).order_by("starts_on")


def _at(day, hour):
    return clock.start_of(day) + timedelta(hours=hour)
