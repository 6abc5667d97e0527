"""What a monthly production return says, and what was known of its factory before it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from factories import norms
from factories.models import FactoryProject, Gate, ProductionReturn, ProductPlan, ReportingPeriod

FIELDS = ["hours_run", "power_kwh", "staff", "narrative"]
PRODUCT = ["output_t", "stock_t", "batches_checked", "batches_passed", "first_grade_percent", "returned_t", "price"]
MATERIAL = ["received_t", "used_t", "stock_t"]
USUAL_MONTHS = 6
"""The usual electricity a tonne is that of so many earlier months."""
LEAST_MONTHS = 2


@dataclass
class Said:
    values: dict = field(default_factory=dict)
    """Of FIELDS."""
    products: dict = field(default_factory=dict)
    """{product: {of PRODUCT}}"""
    downtimes: list = field(default_factory=list)
    """[(cause, hours, note)]"""
    materials: dict = field(default_factory=dict)
    """{raw material: {of MATERIAL}}"""

    @property
    def names(self):
        """The fields that a note can stand beside."""
        return {
            *FIELDS,
            *(f"product_{name}" for name in self.products),
            *(f"downtime_{cause}" for cause, _hours, _note in self.downtimes),
            *(f"material_{name}" for name in self.materials),
        }

    @property
    def output_t(self):
        """Tonnes of all products together; what is not given counts nothing."""
        return sum((row.get("output_t") or Decimal(0) for row in self.products.values()), Decimal(0))

    @property
    def hours_down(self):
        return sum((hours for _cause, hours, _note in self.downtimes), Decimal(0))


@dataclass
class Known:
    """What was known of a factory before its return for a month; nothing in it is of a later month."""

    project: FactoryProject
    period: ReportingPeriod
    commissioned_on: date | None = None
    """The day it passed the gate “commission”."""
    plan: dict = field(default_factory=dict)
    """{product: tonnes planned in the year}"""
    last: Said | None = None
    """The standing return of the month before; None without one."""
    power_per_t: Decimal | None = None
    """kWh a tonne over the earlier months; None while they are too few to tell."""

    @property
    def products(self):
        """What it makes: the products of its type, then those that only its plans name."""
        made = norms.products(self.project.factory_type)
        return made + [name for name in self.plan if name not in made]

    @property
    def materials(self):
        """{raw material: tonnes of it a tonne of product}"""
        return norms.raw_materials(self.project.factory_type)

    @property
    def month_hours(self):
        return 24 * days(self.period)

    @property
    def capacity_t(self):
        return capacity(self.project, self.period)

    def last_of(self, part, name, figure):
        """A figure of the month before; None without it. `part`: products or materials."""
        return getattr(self.last, part).get(name, {}).get(figure) if self.last else None


def days(period):
    return (period.ends_on - period.starts_on).days + 1


def of_month(amount, period):
    """The month's share, by days, of an amount of its year; None while that is unknown."""
    if amount is None:
        return None
    year = (date(period.year, 12, 31) - date(period.year, 1, 1)).days + 1
    return amount * days(period) / year


def capacity(project, period):
    """Tonnes that the factory makes in the month at its capacity; None while that is unknown."""
    return of_month(project.capacity_t_year, period)


def utilisation(row):
    """100 × output of a return / capacity of its month; None while either is unknown."""
    most = capacity(row.project, row.period)
    return 100 * row.output_t / most if most and row.output_t is not None else None


def utilisations(rows):
    """{pk: utilisation} of returns with their project and period at hand."""
    return {row.pk: utilisation(row) for row in rows}


# --- read ------------------------------------------------------------------------------------------------------------
def said_by(row):
    """What a return says, its parts prefetched or not."""
    return Said(
        values={name: getattr(row, name) for name in FIELDS},
        products={part.product: {name: getattr(part, name) for name in PRODUCT} for part in row.products.all()},
        downtimes=sorted((part.cause, part.hours, part.note) for part in row.downtimes.all()),
        materials={part.material: {name: getattr(part, name) for name in MATERIAL} for part in row.materials.all()},
    )


def known(project, period):
    """Known of a project (with its type) before its return for `period`. Six queries at most."""
    passed = project.gate_passes.filter(gate=Gate.COMMISSION).order_by("at").values_list("at", flat=True).first()
    plan = ProductPlan.objects.filter(project=project, year=period.year).values_list("product", "tonnes")
    earlier = _earlier(project, period)
    just_before = bool(earlier) and (period.starts_on - earlier[-1].period.ends_on).days == 1
    return Known(
        project, period, commissioned_on=passed and localdate(passed), plan=dict(plan.order_by("product")),
        last=said_by(earlier[-1]) if just_before else None, power_per_t=_usual_power(earlier),
    )  # fmt: skip


def _earlier(project, period):
    """The standing return of each earlier month, the earliest first."""
    rows = ProductionReturn.objects.filter(project=project, submitted_at__isnull=False, returned_at__isnull=True)
    rows = rows.filter(period__ends_on__lt=period.starts_on).order_by("period__ends_on", "version")
    return list({row.period_id: row for row in rows.select_related("period")}.values())


def _usual_power(earlier):
    told = [(row.power_kwh, row.output_t) for row in earlier if row.power_kwh is not None and row.output_t]
    told = told[-USUAL_MONTHS:]
    if len(told) < LEAST_MONTHS:
        return None
    return sum(power for power, _output in told) / sum(output for _power, output in told)
