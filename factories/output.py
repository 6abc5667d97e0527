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
    return of_projects([project], day, list(periods)[::-1])[project.pk]


def of_projects(projects, day, periods):
    """{pk: a Month for each of `periods`} of rows of FactoryProject, as known at the end of `day`. Five queries."""
    rows, plans = standing_rows(projects, day, periods), _plans(projects, {period.year for period in periods})
    return {
        project.pk: [
            _month(project, period, plans.get((project.pk, period.year), {}), rows.get((project.pk, period.pk)))
            for period in periods
        ]
        for project in projects
    }


def _plans(projects, years):
    """{(project, year): {product: tonnes}}. One query."""
    found = {}
    for plan in ProductPlan.objects.filter(project__in=projects, year__in=years).order_by("pk"):
        found.setdefault((plan.project_id, plan.year), {})[plan.product] = plan.tonnes
    return found


def _month(project, period, plan, row):
    plan = {name: production.of_month(tonnes, period) for name, tonnes in plan.items()}
    said = production.said_by(row) if row else None
    return Month(period, production.capacity(project, period), plan, row, said)


def standing_rows(projects, day, periods):
    """{(project, period): the latest version handed in and not sent back by the end of `day`, with state_then}.

    Four queries.
    """
    rows = ProductionReturn.objects.filter(project__in=projects, period__in=periods).then(clock.end_of(day))
    rows = rows.filter(state_then__in=[State.SUBMITTED, *COUNTED]).order_by("version")
    rows = rows.prefetch_related("products", "downtimes", "materials")
    return {(row.project_id, row.period_id): row for row in rows}


def last_verified(projects, day):
    """[(its last verified return, utilisation of that month)] of each of `projects` that has one, by code. One query.

    A month whose verified version was replaced and not verified again is still told by that version.
    """
    rows = ProductionReturn.objects.filter(project__in=projects).then(clock.end_of(day)).filter(state_then__in=COUNTED)
    rows = rows.select_related("period", "project__factory_type", "project__plan__program_year")
    rows = rows.order_by("project__code", "-period__starts_on", "-version").distinct("project__code")
    return [(row, production.utilisation(row)) for row in rows]


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
