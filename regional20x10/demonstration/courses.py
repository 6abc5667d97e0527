"""How the work of a made-up project goes: pure arithmetic, the same for the same seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Course:
    """Planned days earned a day, from which day on; and what the site and the province do with it."""

    pace: float = 1.0
    turns: tuple = ()
    """((from this day, pace), ...): where it changes."""
    noise: float = 0.1
    """Share by which a period's pace differs from the course's."""
    last_return_on: date = date.max
    """Nothing is reported for periods that end after it."""
    verified_until: date = date.max
    """Nothing is verified for periods that end after it."""
    claims: tuple = ()
    """((period that ends on or after this day, points claimed on top), ...)."""
    cause: str = ""
    slower_from: date = date.max
    stopped_from: date = date.max
    moves: tuple = ()
    """((day of approval, days later than the last approved date, reason), ...)."""

    def pace_on(self, day):
        held = self.pace
        for since, pace in self.turns:
            held = pace if day >= since else held
        return held

    def claimed_on_top(self, day):
        return max((points for since, points in self.claims if day >= since), default=0)


@dataclass
class Progress:
    """How far the packages are, period by period: earned days in, whole percentages out; they never fall."""

    packages: list
    """[(pk, first planned day, last planned day)]."""
    course: Course
    dice: object
    factor: float = 1.0
    """This project against the others of its place."""
    reached: dict = field(default_factory=dict)

    def __post_init__(self):
        self.begins = min(first for _pk, first, _last in self.packages)
        self.earned = 0.0

    def through(self, period):
        """{package pk: %} at the end of `period`."""
        days = max(0, (period.ends_on - max(period.starts_on, self.begins)).days + 1)
        wobble = 1 + self.dice.uniform(-self.course.noise, self.course.noise)
        self.earned += days * self.course.pace_on(period.ends_on) * self.factor * wobble
        self._reach(self.begins + timedelta(days=self.earned), self.course.claimed_on_top(period.ends_on))
        return dict(self.reached)

    def _reach(self, stands, extra):
        for pk, first, last in self.packages:
            share = (stands - first).days / ((last - first).days + 1)
            percent = max(0, min(100, int(100 * share) + (extra if share > 0 else 0)))
            self.reached[pk] = max(self.reached.get(pk, Decimal(0)), Decimal(percent))

    @property
    def done(self):
        return bool(self.reached) and min(self.reached.values()) == 100
