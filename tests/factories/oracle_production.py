"""What is known of a factory's production, computed slowly from docs/domain.md: the third part of the oracle.

Whether it counts is asked anew for each day since it was allowed to operate: no sums are carried along.
"""

import math
from calendar import isleap, monthrange
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Pyongyang")
DAY = timedelta(days=1)


@dataclass
class Base:
    """A base that feeds the factory, by its share in %; `returns`: entries with year, quarter, harvested, losses."""

    material: str
    share: Fraction
    yearly: Fraction | None
    season: list
    returns: list = field(default_factory=list)


@dataclass
class Month:
    """A version of a month's production return."""

    ends_on: date
    version: int
    output: Fraction
    batches: list = field(default_factory=list)
    """[(checked, passed)], None where not given."""
    downtime: dict = field(default_factory=dict)
    submitted_at: datetime | None = None
    verified_at: datetime | None = None
    returned_at: datetime | None = None


@dataclass
class Production:
    capacity: Fraction | None = None
    raw: dict = field(default_factory=dict)
    """{raw material: t a tonne of product}."""
    trades: dict = field(default_factory=dict)
    reference: Fraction | None = None
    """The capacity of the norm, to which `trades` belong."""
    bases: list = field(default_factory=list)
    training: list = field(default_factory=list)
    """Entries with trade, on, certified, left."""
    commissioned_at: datetime | None = None
    operates_at: datetime | None = None
    months: list = field(default_factory=list)
    cover: int = 70
    utilisation: int = 60
    looked_at: int = 3
    grace: int = 15


class ProductionOracle:
    """Figures and reasons of production at the end of `today`; `by`: whether a moment lies before that."""

    def __init__(self, production, today, by):
        self.production, self.today, self.by = production, today, by
        self.operates_since, self.commissioned_on = map(self._day, (production.operates_at, production.commissioned_at))
        self.made = {}
        for row in sorted(production.months, key=lambda row: row.version):
            if by(row.verified_at) and not by(row.returned_at):
                self.made[row.ends_on] = row
        self._counted()

    def _day(self, moment):
        return moment.astimezone(ZONE).date() if self.by(moment) else None

    # --- months ------------------------------------------------------------------------------------------------------
    def looked(self, day):
        """The months looked at on `day` that ended since it operates, the latest first."""
        found, last = [], date(day.year, day.month, monthrange(day.year, day.month)[1])
        while last + DAY * self.production.grace > day:
            last = last.replace(day=1) - DAY
        for _number in range(self.production.looked_at):
            if last >= self.operates_since:
                found.append(last)
            last = last.replace(day=1) - DAY
        return found

    def utilisation(self, months):
        """% of the reported ones of `months`, as it is shown; None if none is or the capacity is unknown."""
        rows, capacity = [self.made[month] for month in months if month in self.made], self.production.capacity
        if not rows or not capacity:
            return None
        held = sum(
            capacity * monthrange(row.ends_on.year, row.ends_on.month)[1] / (366 if isleap(row.ends_on.year) else 365)
            for row in rows
        )
        return min(Fraction(99999, 10), tenths(100 * sum(row.output for row in rows) / held))

    def counts(self, day):
        months = self.looked(day)
        used = self.utilisation(months)
        whole = len(months) == self.production.looked_at and all(month in self.made for month in months)
        return whole and used is not None and used >= self.production.utilisation

    def _counted(self):
        self.now = self.since = self.fell_out_on = None
        if self.operates_since is None:
            return
        self.now, day = self.looked(self.today), self.operates_since
        while day <= self.today:
            if self.counts(day):
                self.since, self.fell_out_on = self.since or day, None
            elif self.since:
                self.since, self.fell_out_on = None, day
            day += DAY

    def _quality(self):
        pairs = [pair for month in self.now or [] if month in self.made for pair in self.made[month].batches]
        pairs = [(checked, passed) for checked, passed in pairs if passed is not None]
        checked = sum(pair[0] for pair in pairs)
        return tenths(Fraction(100 * sum(pair[1] for pair in pairs), checked)) if checked else None

    # --- raw material and workers ------------------------------------------------------------------------------------
    def _in_force(self, entry):
        known = [row for row in entry.versions if self.by(row.at)]
        return known[-1].values if known and not known[-1].withdrawn else None

    def _supply(self, base):
        """Tonnes expected this year; None while a quarter is unknown."""
        told = [row for row in map(self._in_force, base.returns) if row and row["year"] == self.today.year]
        total = Fraction(0)
        for quarter in range(1, 5):
            net = [row["harvested"] - row["losses"] for row in told if row["quarter"] == quarter]
            if not net and base.yearly is None:
                return None
            total += sum(net) if net else base.yearly * sum(base.season[3 * quarter - 3 : 3 * quarter])
        return total

    def _covers(self):
        """{raw material: % covered, as shown}; None where it is linked and nothing of its bases is known."""
        found, production = {}, self.production
        for material, rate in production.raw.items():
            if not production.capacity:
                continue
            linked = [base for base in production.bases if base.material == material]
            known = [base.share * supply for base in linked if (supply := self._supply(base)) is not None]
            need = rate * production.capacity
            found[material] = tenths(sum(known) / need) if known else None if linked else Fraction(0)
        return found

    def _staff(self):
        production = self.production
        if production.capacity is None or not production.reference or not production.trades:
            return None, None
        needed = {
            trade: math.ceil(count * production.capacity / production.reference)
            for trade, count in production.trades.items()
        }
        latest = {}
        rows = [row for row in map(self._in_force, production.training) if row and row["on"] <= self.today]
        for row in sorted(rows, key=lambda row: row["on"]):
            latest[row["trade"]] = row["certified"] - row["left"]
        known = [min(latest[trade], count) for trade, count in needed.items() if trade in latest]
        return sum(needed.values()), sum(known) if known else None

    # --- the row -----------------------------------------------------------------------------------------------------
    def columns(self):
        covers = {name: percent for name, percent in self._covers().items() if percent is not None}
        least = min(covers, key=lambda name: (covers[name], name), default="")
        needed, certified = self._staff()
        return {
            "raw_cover_percent": covers.get(least),
            "raw_material_short": least,
            "workers_needed": needed,
            "workers_certified": certified,
            "commissioned_on": self.commissioned_on,
            "operates_since": self.operates_since,
            "produced_until": max(self.made, default=None),
            "months_reported": None if self.now is None else sum(month in self.made for month in self.now),
            "utilisation_percent": self.utilisation(self.now) if self.now else None,
            "quality_percent": self._quality(),
            "counts": self.since is not None,
            "counted_since": self.since,
            "fell_out_on": self.fell_out_on,
        }

    def reasons(self, row):
        """[(how bad, reason)] in the order of the table in docs/domain.md."""
        production, found, cover = self.production, [], row["raw_cover_percent"]
        approved = row["approved_on"]
        prepares = row["finished_on"] or (approved and (approved - self.today).days <= 90)
        if prepares and cover is not None and cover < production.cover:
            name = row["raw_material_short"]
            told = {"code": "raw_cover", "percent": cover, "threshold": production.cover, "material": name}
            found.append((1, told | {"name_en": name, "name_ko": name}))
        needed, certified = row["workers_needed"], row["workers_certified"]
        if prepares and needed and (certified or 0) < needed:
            found.append((1, {"code": "posts_open", "certified": certified, "needed": needed}))
        if self.fell_out_on:
            found.append((2, self._fell_out()))
        used = row["utilisation_percent"]
        if used is not None and used < production.utilisation:
            found.append((1, {"code": "low_utilisation", "percent": used, "threshold": production.utilisation}))
        if silent := sum(month not in self.made for month in self.now or []):
            found.append((1, {"code": "production_silent", "months": silent}))
        quality = row["quality_percent"]
        if quality is not None and quality < 90:
            found.append((1, {"code": "quality", "percent": quality}))
        return found

    def _fell_out(self):
        months, lost = self.looked(self.fell_out_on), {}
        for month in months:
            for cause, hours in (self.made[month].downtime if month in self.made else {}).items():
                lost[cause] = lost.get(cause, 0) + hours
        return {
            "code": "fell_out",
            "on": self.fell_out_on,
            "percent": self.utilisation(months),
            "months": sum(month not in self.made for month in months),
            "cause": min(lost, key=lambda cause: (-lost[cause], cause), default=None),
        }


def tenths(value):
    """Rounded to tenths, half away from zero: as the column holds it."""
    return Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)
