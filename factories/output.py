"""What a factory produced, month by month, against its plans and its capacity, as known at the end of a day."""

from dataclasses import dataclass, field
from decimal import Decimal

from factories import norms, production
from factories.models import DowntimeCause, ProductionReturn, ProductPlan, ReportingPeriod, State
from regional20x10.shared import clock

SHOWN = 12
COUNTED = (State.VERIFIED, State.ACCEPTED)


@dataclass
class Month:
    """A month of a factory: what its latest return says, which counts once it is verified."""

    period: ReportingPeriod
    capacity_t: Decimal | None
    plan: dict = field(default_factory=dict)
    """{product: tonnes planned in the month, its share of the year by days}"""
    row: ProductionReturn | None = None
    """The latest version that had been handed in and not sent back by the day, with state_then; None without one."""
    said: production.Said | None = None

    @property
    def verified(self):
        return self.row is not None and self.row.state_then in COUNTED

    @property
    def output_t(self):
        """Tonnes, verified; None where nothing is."""
        return self.row.output_t if self.verified else None

    @property
    def utilisation(self):
        """100 × verified output / capacity; None where either is unknown."""
        return 100 * self.output_t / self.capacity_t if self.capacity_t and self.output_t is not None else None

    @property
    def planned_t(self):
        return sum(self.plan.values(), Decimal(0)) if self.plan else None

    @property
    def passed_percent(self):
        """Batches passed of those checked, %; None where none was checked."""
        rows = [row for row in self.said.products.values() if row["batches_checked"]] if self.said else []
        checked = sum(row["batches_checked"] for row in rows)
        passed = [row["batches_passed"] for row in rows]
        return 100 * sum(passed) / checked if checked and None not in passed else None

    @property
    def returned_t(self):
        """Returned by buyers; None where nothing is said of it."""
        told = [row["returned_t"] for row in self.said.products.values()] if self.said else []
        told = [amount for amount in told if amount is not None]
        return sum(told) if told else None


def months(project, day, count=SHOWN):
    """The last `count` months ended by `day` and reported or not, the earliest first: a Month each. Six queries."""
    periods = ReportingPeriod.months.filter(ends_on__lt=day).order_by("-starts_on")[:count]
    periods = list(periods)[::-1]
    rows = standing_rows(project, day, periods)
    plans = {}
    years = {period.year for period in periods}
    for plan in ProductPlan.objects.filter(project=project, year__in=years):
        plans.setdefault(plan.year, {})[plan.product] = plan.tonnes
    found = []
    for period in periods:
        plan = {name: production.of_month(tonnes, period) for name, tonnes in plans.get(period.year, {}).items()}
        month = Month(period, production.capacity(project, period), plan, rows.get(period.pk))
        month.said = production.said_by(month.row) if month.row else None
        found.append(month)
    return found


def standing_rows(project, day, periods):
    """{period pk: the latest version handed in and not sent back by the end of `day`, with state_then}."""
    rows = ProductionReturn.objects.filter(project=project, period__in=periods).then(clock.end_of(day))
    rows = rows.filter(state_then__in=[State.SUBMITTED, *COUNTED]).order_by("version")
    return {row.period_id: row for row in rows.prefetch_related("products", "downtimes", "materials")}


def products(project, found):
    """The products of these months, in the order of the type's norms, then the others."""
    known = norms.products(project.factory_type)
    others = {name for month in found for name in [*(month.said.products if month.said else ()), *month.plan]}
    return known + sorted(others - set(known))


def by_product(project, found):
    """[(product, [(month, output or None, planned or None)])] of these months."""
    return [
        (
            name,
            [
                (month, month.said.products.get(name, {}).get("output_t") if month.said else None, month.plan.get(name))
                for month in found
            ],
        )
        for name in products(project, found)
    ]


def downtimes(found):
    """[(cause in words, hours over these months, share of all hours lost in %)], the longest first."""
    hours = {}
    for month in found:
        for cause, lost, _note in month.said.downtimes if month.said else ():
            hours[cause] = hours.get(cause, 0) + lost
    whole = sum(hours.values())
    order = sorted(hours.items(), key=lambda item: (-item[1], item[0]))
    return [(DowntimeCause(cause).label, lost, 100 * lost / whole) for cause, lost in order]


def plans(project):
    """[(year, [ProductPlan])], the latest year first. One query."""
    found = {}
    for plan in ProductPlan.objects.filter(project=project).order_by("-year", "product"):
        found.setdefault(plan.year, []).append(plan)
    return list(found.items())


def summary(found):
    """(the last month that is verified or None, utilisation over the last three months together or None)."""
    last = next((month for month in reversed(found) if month.verified), None)
    three = found[-3:]
    known = len(three) == 3 and all(month.verified and month.capacity_t for month in three)
    share = 100 * sum(m.output_t for m in three) / sum(m.capacity_t for m in three) if known else None
    return last, share
