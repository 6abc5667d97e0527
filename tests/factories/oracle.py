"""Where a project stands, computed slowly from the definitions in docs/domain.md: what standing(as_of) must equal.

Exact fractions as far as the definitions go; floats from the first square root on. Nothing here looks at the SQL.
"""

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import stdev
from zoneinfo import ZoneInfo

from tests.factories.oracle_building import Building, BuildingOracle, Said
from tests.factories.oracle_production import Production, ProductionOracle
from tests.factories.oracle_requests import RequestOracle

ZONE = ZoneInfo("Asia/Pyongyang")
DAY = timedelta(days=1)
COLOURS = ["ok", "watch", "risk", "none", "miss"]


@dataclass
class Package:
    starts_on: date
    finishes_on: date
    weight: Fraction


@dataclass
class Baseline:
    number: int
    finishes_on: date
    approved_at: datetime


@dataclass
class Return:
    period: int
    ends_on: date
    version: int
    percent: Fraction
    pace: str
    slowed_since: date | None
    delays: dict
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    accepted_at: datetime | None = None
    returned_at: datetime | None = None
    said: Said = field(default_factory=Said)

    @property
    def begins_on(self):
        """The first day of its ten."""
        return self.ends_on.replace(day=min(21, self.ends_on.day - 9))


@dataclass
class Project:
    due_on: date
    packages: list = field(default_factory=list)
    baselines: list = field(default_factory=list)
    returns: list = field(default_factory=list)
    building: Building = field(default_factory=Building)
    production: Production = field(default_factory=Production)
    requests: list = field(default_factory=list)
    bodies: dict = field(default_factory=dict)
    """{number of a body: (its name in English, in Korean)}."""


def happened(moment, day):
    """Whether it had by the end of the day, where the programme is."""
    return moment is not None and moment.astimezone(ZONE).date() <= day


class Oracle:
    """One project at the end of `today`, from what was known by then."""

    def __init__(self, project, today, materials=None):
        self.project, self.today, self.materials = project, today, materials or {}
        self.known = [row for row in project.returns if self._by(row.submitted_at) and not self._by(row.returned_at)]
        self.verified = self._of_periods(row for row in self.known if self._by(row.verified_at))
        said = self._of_periods(self.known)
        self.claimed = said[-1] if said else None
        self.last = self.verified[-1] if self.verified else None
        self.begins_after = min((row.starts_on for row in project.packages), default=None)
        self.begins_after = self.begins_after and self.begins_after - DAY
        self.site = BuildingOracle(project.building, [row.said for row in said], today, self._by, self.claimed_on)
        self.works = ProductionOracle(project.production, today, self._by)
        self._course()

    def _by(self, moment):
        """Whether it had happened by the end of the day, where the programme is."""
        return happened(moment, self.today)

    @staticmethod
    def _of_periods(rows):
        """The latest version of each period, in the order of the periods."""
        latest = {}
        for row in sorted(rows, key=lambda row: row.version):
            latest[row.ends_on] = row
        return [latest[day] for day in sorted(latest)]

    def claimed_on(self, day):
        """The % claimed as it stood at the end of `day`: of the latest period begun by then."""
        then = [
            row
            for row in self.project.returns
            if happened(row.submitted_at, day) and not happened(row.returned_at, day) and row.begins_on <= day
        ]
        rows = self._of_periods(then)
        return rows[-1].percent if rows else None

    def planned_on(self, day):
        """Planned % at the end of `day`: every package spread evenly over its days, weighted."""
        packages = self.project.packages
        if not packages:
            return None
        done = Fraction(0)
        for row in packages:
            days = (row.finishes_on - row.starts_on).days + 1
            past = min(days, max(0, (day - row.starts_on).days + 1))
            done += row.weight * Fraction(past, days)
        return 100 * done / sum(row.weight for row in packages)

    @property
    def duration(self):
        return (max(row.finishes_on for row in self.project.packages) - self.begins_after).days

    def earned(self, percent):
        """Earned schedule: after how many days of the plan, at the earliest, `percent` was planned."""
        if percent >= 100:
            return Fraction(self.duration)
        day, before = self.begins_after, Fraction(0)
        if percent <= 0:
            return Fraction(0)
        while (planned := self.planned_on(day)) < percent:
            day, before = day + DAY, planned
        return (day - self.begins_after).days - 1 + (percent - before) / (planned - before)

    def _course(self):
        """Earned days, pace, its spread, what is left, SPI(t)."""
        self.earned_days = self.pace = self.spread = self.spi = self.rest = None
        self.periods = 1
        if not (self.last and self.project.packages):
            return
        days = [(row.ends_on, self.earned(row.percent)) for row in self.verified[-7:]]
        steps = [((b - a).days, after - before) for (a, before), (b, after) in pairwise(days)]
        self.earned_days = days[-1][1]
        self.rest = self.duration - self.earned_days
        since = (self.last.ends_on - self.begins_after).days
        self.spi = self.earned_days / since if since > 0 else None
        self.pace = self.spi
        if steps:
            self.periods = len(steps)
            self.pace = sum(gain for _elapsed, gain in steps) / sum(elapsed for elapsed, _gain in steps)
        if self.pace is not None and self.pace > 0:
            paces = [float(gain / elapsed) for elapsed, gain in steps]
            spread = stdev(paces) if len(paces) > 1 else float(self.pace) / 2
            self.spread = max(spread, float(self.pace) / 5)

    @property
    def finished_on(self):
        """End of the first verified period at 100 % after which none was below."""
        day = None
        for row in reversed(self.verified):
            if row.percent < 100:
                break
            day = row.ends_on
        return day

    def _forecast(self):
        """(forecast, its early end, its late end), each at least today; Nones without a positive pace."""
        if self.finished_on or self.pace is None or self.pace <= 0 or self.rest / self.pace > 3650:
            return None, None, None
        pace, rest = float(self.pace), float(self.rest)
        to_go = max(rest / pace / 10, 1)
        half = 1.2816 * self.spread * math.sqrt(1 / self.periods + 1 / to_go)
        days = [self.rest / self.pace, rest / (pace + half), rest / max(pace - half, pace / 5)]
        return tuple(max(self.today, self.last.ends_on + DAY * math.ceil(round(n, 9))) for n in days)

    def _chance(self):
        """Of finishing by the year's end; unknown without a course, without a pace, or when that day is past."""
        if self.finished_on or self.last is None or not self.project.packages or self.today > self.project.due_on:
            return None
        left = (self.project.due_on - self.last.ends_on).days
        if left <= 0:
            return 0.0
        if self.spread is None:
            return None
        sd = math.sqrt(10 * left * self.spread**2 + (left * self.spread) ** 2 / self.periods)
        z = max(-8, min(8, (float(self.pace) * left - float(self.rest)) / sd))
        return 1 / (1 + math.exp(-1.5976 * z - 0.07056 * z**3))

    def _baselines(self):
        """(original finish, approved finish, how often it moved)."""
        rows = sorted((row for row in self.project.baselines if self._by(row.approved_at)), key=lambda row: row.number)
        original = rows[0].finishes_on if rows and rows[0].number == 0 else None
        return original, rows[-1].finishes_on if rows else None, rows[-1].number if rows else 0

    def standing(self):
        """{column: value}, numbers not rounded."""
        original, approved, moved = self._baselines()
        forecast, early, late = self._forecast()
        finished = self.finished_on
        past = self.today if approved and self.today > approved else None
        end = finished or max((day for day in (forecast, past) if day), default=None)
        self.begun = self.begins_after is not None and self.today > self.begins_after
        silent = None
        if self.begun:
            silent = max(0, (self.today - (self.last.ends_on if self.last else self.begins_after)).days)
        accepted = [row.ends_on for row in self.known if self._by(row.accepted_at)]
        row = {
            "due_on": self.project.due_on, "original_on": original, "approved_on": approved, "forecast_on": forecast,
            "forecast_early_on": early, "forecast_late_on": late, "finished_on": finished,
            "planned_percent": self.planned_on(self.today), "claimed_percent": self.claimed and self.claimed.percent,
            "verified_percent": self.last and self.last.percent,
            "claimed_period_id": self.claimed and self.claimed.period,
            "verified_period_id": self.last and self.last.period,
            "earned_days": self.earned_days, "spi_t": None if self.spi is None else min(self.spi, 99),
            "pace": None if self.pace is None else max(-99, min(self.pace, 99)), "chance": self._chance(),
            "days_late_original": (end - original).days if end and original else None,
            "days_late_approved": (end - approved).days if end and approved else None,
            "silent_days": silent, "accepted_age_days": max(0, (self.today - max(accepted)).days) if accepted else None,
        } | self.site.columns(finished=finished is not None) | self.works.columns()  # fmt: skip
        levels = self._reasons(row, moved)
        levels += self.site.reasons(row, begun=self.begun, names=self.materials, shown=_shown)
        levels += self.works.reasons(row)
        levels += RequestOracle(self.project.requests, self.today, self._by).reasons(self.project.bodies)
        row["reasons"] = [reason for _level, reason in sorted(levels, key=lambda pair: -pair[0])]
        row["colour"] = "done" if finished else COLOURS[max((level for level, _reason in levels), default=0)]
        return row

    def _reasons(self, row, moved):
        """[(how bad, 0 to 4, reason)] in the order of the table in docs/domain.md."""
        if row["finished_on"]:
            found = [(0, {"code": "finished", "on": row["finished_on"]})]
            return found + self._gap(row) + self._moved(row, moved)
        found = self._unknown(row) + self._outlook(row) + self._site() + self._gap(row) + self._behind(row)
        return found + self._moved(row, moved) + self._delay()

    def _unknown(self, row):
        if self.begins_after is None:
            found = [(3, {"code": "no_plan"})]
        elif not self.begun and self.claimed is None:
            found = [(3, {"code": "not_begun", "on": self.begins_after + DAY})]
        else:
            found = []
        if self.today > row["due_on"]:
            found.append((4, {"code": "overdue", "on": row["due_on"], "days": (self.today - row["due_on"]).days}))
        if self.begun and row["silent_days"] > 45:
            found.append((4, {"code": "lost", "days": row["silent_days"]}))
        elif self.begun and row["silent_days"] > 25:
            found.append((3, {"code": "silent", "days": row["silent_days"]}))
        elif self.begun and self.last is None:
            found.append((3, {"code": "nothing_verified"}))
        return found

    def _outlook(self, row):
        found, chance, forecast, approved = [], row["chance"], row["forecast_on"], row["approved_on"]
        if chance is not None and (rounded := round(chance, 3)) < 0.9:
            level = 4 if rounded < 0.2 else 2 if rounded < 0.6 else 1
            found.append((level, {"code": "chance", "percent": 100 * chance, "on": forecast}))
        if self.last and (self.pace is None or self.pace <= 0):
            found.append((2, {"code": "no_progress"}))
        if forecast and approved and forecast > approved:
            found.append((1, {"code": "after_approved", "days": (forecast - approved).days, "on": approved}))
        return found

    def _site(self):
        if self.claimed and self.claimed.pace == "stopped":
            return [(2, {"code": "stopped", "on": self.claimed.slowed_since})]
        if self.claimed and self.claimed.pace == "slower":
            return [(1, {"code": "slower", "on": self.claimed.slowed_since})]
        return []

    def _gap(self, row):
        """Over ten points, judged by the figures as they are shown."""
        if self.last and (gap := _shown(row["claimed_percent"]) - _shown(row["verified_percent"])) > 10:
            return [(1, {"code": "claim_gap", "points": gap})]
        return []

    def _behind(self, row):
        if self.last and row["planned_percent"] is not None:
            gap = _shown(row["planned_percent"]) - _shown(row["verified_percent"])
            return [(1, {"code": "behind", "points": gap})] if gap > 10 else []
        return []

    @staticmethod
    def _moved(row, moved):
        original, approved = row["original_on"], row["approved_on"]
        if moved and original and approved > original:
            return [(0, {"code": "moved", "days": (approved - original).days, "times": moved})]
        return []

    def _delay(self):
        """The cause that cost most, of the latest claim; of equals the first by name."""
        causes = self.claimed.delays if self.claimed else {}
        cause = min(causes, key=lambda name: (-causes[name], name), default=None)
        return [(0, {"code": "delay", "cause": cause, "days": causes[cause]})] if cause and causes[cause] else []


def _shown(percent):
    """Rounded to hundredths, half away from zero: as the column holds it."""
    return Fraction(math.floor(percent * 100 + Fraction(1, 2)), 100)
