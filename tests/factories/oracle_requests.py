"""What a factory waits for from other bodies, computed slowly from docs/domain.md: a part of the oracle."""

from dataclasses import dataclass, field
from datetime import date

WAITS = {"asked": True, "promised": True, "declined": True, "disputed": True, "passed": True}
"""After these steps a request waits, after others not; climbing changes nothing of that."""
COMMITTEE = 3


@dataclass
class Asked:
    """A request about the project."""

    owner: int
    """Number of the body that owed it first."""
    asked_on: date
    due_on: date
    steps: list = field(default_factory=list)
    """[(moment, step, level of "escalated", or number of the body of "passed")], as they came."""


class RequestOracle:
    """Whether a factory waits for others too long, from the requests and what was known of them by then."""

    def __init__(self, requests, today, by):
        self.held_up, self.today = [], today
        for number, row in enumerate(requests):
            known = sorted((step for step in row.steps if by(step[0])), key=lambda step: step[0])
            if known:
                self._judge(row, number, known)

    def _judge(self, row, number, known):
        waits, level, owner = False, 0, row.owner
        for _moment, step, more in known:
            if step == "escalated":
                level = more
            else:
                waits = WAITS.get(step, False)
            owner = more if step == "passed" else owner
        if waits and (row.due_on < self.today or level):
            self.held_up.append((row.asked_on, number, owner, level))

    def reasons(self, names):
        """[(how bad, reason)]; `names`: {number of a body: (in English, in Korean)}."""
        if not self.held_up:
            return []
        asked_on, _number, owner, _level = min(self.held_up)
        at_the_committee = any(level >= COMMITTEE for *_rest, level in self.held_up)
        english, korean = names[owner]
        told = {"code": "blocked", "count": len(self.held_up), "days": (self.today - asked_on).days}
        return [(2 if at_the_committee else 1, told | {"body_en": english, "body_ko": korean})]
