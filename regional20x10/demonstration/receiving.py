"""What a made-up site reports beside its progress: materials, money, equipment, incidents. Pure arithmetic."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from regional20x10.demonstration import building

INSTALLING = 5
"""The order of the work package in which equipment is installed."""
AHEAD = 25
"""Points by which deliveries of machines are ahead of their installation."""
OVERSPENT = (
    "다음 지출이 올 때까지 단위자금으로 보장하였다. Paid from the unit's own funds until the next payment comes."
)


@dataclass
class Receipts:
    """One project's parts, period by period. `arrivals`: [(day, delivery)] in order; `paid`: [(day, amount)]."""

    project: object
    packages: dict
    """{package pk: (order, weight)}"""
    items: list
    """[(item pk, quantity)]"""
    arrivals: list = field(default_factory=list)
    paid: list = field(default_factory=list)
    incidents: dict = field(default_factory=dict)
    """{day: {of an incident}}"""
    spent: dict = field(default_factory=dict)
    counts: dict = field(default_factory=dict)

    def of(self, period, percents):
        """The parts of the return for `period` with these percentages, as returns.save() takes them."""
        expenditures = self._spend(percents)
        return {
            "deliveries": self._arrived(period),
            "expenditures": expenditures,
            "equipment": self._equipment(percents),
            "incidents": [row | {"on": day} for day, row in self.incidents.items() if _within(day, period)],
            "overspent_because": OVERSPENT if self._overspent(period) else "",
        }

    def _arrived(self, period):
        """What came since the last return: a lot that arrived in a period of which nothing was told is told now."""
        told = [row for row in self.arrivals if row[0] <= period.ends_on]
        self.arrivals = self.arrivals[len(told) :]
        return [row | {"received_on": max(day, date(day.year, 1, 1))} for day, row in told]

    def _spend(self, percents):
        """{cost line: what the work of the period cost}."""
        share = self._physical(percents) / 100
        found = {}
        for line, part in building.LINES.items():
            so_far = building.whole_cost(self.project) * part / 100 * (1 if line == "design" else share)
            so_far = so_far.quantize(Decimal(1))
            if so_far > self.spent.get(line, 0):
                found[line] = so_far - self.spent.get(line, 0)
                self.spent[line] = so_far
        return found

    def _physical(self, percents):
        weights = sum(weight for _order, weight in self.packages.values())
        return sum(self.packages[pk][1] * percent for pk, percent in percents.items()) / weights

    def _overspent(self, period):
        return sum(self.spent.values()) > sum(amount for day, amount in self.paid if day <= period.ends_on)

    def _equipment(self, percents):
        """{item pk: (delivered, installed)}: as far as the package in which it is installed."""
        done = next(percent for pk, percent in percents.items() if self.packages[pk][0] == INSTALLING)
        for pk, quantity in self.items:
            installed = int(quantity * done / 100)
            delivered = min(quantity, int(quantity * (done + AHEAD) / 100)) if done else 0
            before = self.counts.get(pk, (0, 0))
            self.counts[pk] = max(before[0], delivered, installed), max(before[1], installed)
        return dict(self.counts)


def _within(day, period):
    return period.starts_on <= day <= period.ends_on
