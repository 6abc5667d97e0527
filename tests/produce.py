"""Builders of what a factory has once it is built: bases, workers, trials, months of production."""

import uuid
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from committees.rights import Role
from factories.actions import production
from factories.models import (
    BaseReturn,
    Complaint,
    ComplaintReply,
    Gate,
    GatePass,
    Lesson,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    QualitySample,
    RawMaterialBase,
    RawMaterialUse,
    ReportingPeriod,
    SupplyLink,
    Trade,
    TrainingCourse,
    TrainingReturn,
    TrialRun,
)
from tests import make

NORMS = {**make.NORMS, "trades": {"operators": 60, "mechanics": 20}, "names_ko": {"food": "식료품", "maize": "강냉이"}}
"""1,000 t a year need 500 t of maize, 60 operators and 20 mechanics."""


def type_(code="made"):
    made = make.factory_type(code)
    made.norms = NORMS
    made.save(update_fields=["norms"])
    return made


def factory(plan_=None, *, capacity_t_year=1200, gates=(Gate.COMMISSION, Gate.OPERATE), on=date(2026, 1, 5), **values):
    """A factory of 1,200 t a year, 100 t a month, let through `gates` on the day `on`."""
    values = {"starts_on": date(2025, 2, 1), "finishes_on": date(2025, 12, 10), "type_": type_(), **values}
    values.setdefault("operation_unit", make.organization("operation_unit"))
    made = make.project(plan_, capacity_t_year=capacity_t_year, **values)
    for gate in gates:
        passed(made, gate, on)
    return made


def passed(project, gate, on):
    return GatePass.objects.create(project=project, gate=gate, at=make.moment(on))


def base(county=None, code="base", *, material="maize", area_ha=100, yield_t_ha=4, **values):
    """A base of 100 ha that yields 400 t a year."""
    names = {"name_en": code.title(), "name_ko": f"{code} 기지", "kind": "field"}
    return RawMaterialBase.objects.create(
        county=county or make.county(), code=code, material=material,
        area_ha=area_ha and Decimal(area_ha), yield_t_ha=yield_t_ha and Decimal(yield_t_ha), **names | values,
    )  # fmt: skip


def link(base_, project, share_percent=100):
    return SupplyLink.objects.create(base=base_, project=project, share_percent=share_percent)


def base_return(base_, year=2026, quarter=1, harvested_t=100, losses_t=0, *, at=None, **values):
    at = at or make.moment(date(year, 3 * quarter, 28))
    return BaseReturn.objects.create(
        base=base_, year=year, quarter=quarter, harvested_t=harvested_t, losses_t=losses_t, at=at, **values
    )


def trade(code="operators"):
    return Trade.objects.get_or_create(code=code, defaults={"name_en": code.title(), "name_ko": f"{code} 직종"})[0]


def course(project, code="operators", places=80, **values):
    values = {"institution": "College", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 8, 31), **values}
    return TrainingCourse.objects.create(project=project, trade=trade(code), places=places, **values)


def training(project, code="operators", *, enrolled=60, certified=60, placed=0, left=0, on=date(2026, 9, 1), **values):
    values.setdefault("at", make.moment(on))
    return TrainingReturn.objects.create(
        project=project, trade=trade(code), on=on, enrolled=enrolled, certified=certified, placed=placed, left=left,
        **values,
    )  # fmt: skip


def trial(project, *, ended_on=date(2025, 12, 28), passed=True, **values):
    values = {"began_on": ended_on - timedelta(days=9), "output_t": 20, "protocol": "P-1", **values}
    values.setdefault("at", make.moment(ended_on))
    return TrialRun.objects.create(project=project, ended_on=ended_on, passed=passed, **values)


def sample(project, *, taken_on=date(2025, 12, 29), passed=True, **values):
    values = {"product": "food", "laboratory": "Laboratory", "certificate": "C-1", "grade": 1, **values}
    values.setdefault("at", make.moment(taken_on))
    return QualitySample.objects.create(project=project, taken_on=taken_on, passed=passed, **values)


def month(year, number):
    """The month as a reporting period, with all of its year's."""
    make.period(date(year, number, 1))
    return ReportingPeriod.months.get(year=year, number=number)


def product_plan(project, tonnes=1200, *, year=2026, product="food"):
    return ProductPlan.objects.create(project=project, year=year, product=product, tonnes=tonnes)


def produced(project, period, output_t=80, *, state="verified", checked=10, passed=9, at=None, left=None, **values):
    """A production return of one product, brought to `state`; `at`: when it was submitted; `left`: t of maize."""
    writer, verifier = make.post(Role.OPERATION_UNIT), make.post(Role.PROVINCIAL_SECRETARY)
    acceptor = make.post(Role.COMMITTEE_MEMBER)
    at = at or make.moment(period.ends_on + timedelta(days=3))
    version = 1 + ProductionReturn.objects.filter(project=project, period=period).count()
    row = ProductionReturn.objects.create(
        project=project, period=period, version=version, key=uuid.uuid4(), created_at=at, created_by=writer,
        saved_at=at, saved_by=writer, **values,
    )  # fmt: skip
    ProductLine.objects.create(
        production_return=row, product="food", output_t=output_t, batches_checked=checked, batches_passed=passed
    )
    if left is not None:
        RawMaterialUse.objects.create(production_return=row, material="maize", used_t=10, stock_t=left)
    climbed = ("submitted", "verified", "accepted")
    ways = {"draft": (), "returned": ("submitted", "returned")}
    steps = ways.get(state) if state in ways else climbed[: climbed.index(state) + 1]
    posts = {"submitted": writer, "verified": verifier, "accepted": acceptor, "returned": verifier}
    for number, step in enumerate(steps):
        row.state, row.output_t = step, output_t
        setattr(row, f"{step}_at", at + timedelta(hours=number))
        setattr(row, f"{step}_by", posts[step])
        if step == "returned":
            row.return_note = "Correct it."
        row.save()
    return row


def begun(project, period, *, at=None):
    """A draft of its operation unit that could be handed in once the month is over."""
    by, at = make.signer(project, "operation"), at or make.moment(period.ends_on + timedelta(days=3))
    draft = production.begin(project, period, key=uuid.uuid4(), by=by, at=at)
    return production.save(
        draft, revision=draft.revision, values={"hours_run": Decimal(600)}, downtimes=[],
        products={"food": {"output_t": Decimal(70)}}, materials={"maize": {"used_t": Decimal(35)}}, by=by, at=at,
    )  # fmt: skip


def months(project, year, numbers, output_t=80, **values):
    """A return for each of several months; `output_t` may be a list."""
    outputs = output_t if isinstance(output_t, list) else [output_t] * len(numbers)
    pairs = zip(numbers, outputs, strict=True)
    return [produced(project, month(year, number), output, **values) for number, output in pairs]


def month_end(year, number):
    return date(year, number, monthrange(year, number)[1])


def lesson(year=None, **values):
    values = {"cause": "power", "what": "No electricity.", "check_en": "Power is connected", "check_ko": "전기 연결",
              "taught_at": make.moment(date(2026, 1, 5)), **values}  # fmt: skip
    return Lesson.objects.create(program_year=year or make.year(2025), **values)


def complaint(project, reference="K-1", *, received_on=date(2026, 9, 1), **values):
    values = {"matter": "noise", "reply_due_on": received_on + timedelta(days=15), **values}
    values.setdefault("at", make.moment(received_on))
    return Complaint.objects.create(project=project, reference=reference, received_on=received_on, **values)


def reply(complaint_, *, replied_on=date(2026, 9, 10), outcome="mended", **values):
    values.setdefault("at", make.moment(replied_on))
    return ComplaintReply.objects.create(
        project=complaint_.project, complaint=complaint_, replied_on=replied_on, outcome=outcome, **values
    )
