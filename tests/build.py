"""Builders of what a project has while it is built: materials, orders, equipment, funds, inspections."""

import uuid
from datetime import date
from decimal import Decimal

from committees.rights import Role
from factories.actions import inspections, returns
from factories.models import (
    Delivery,
    Disbursement,
    Dispatch,
    EquipmentItem,
    Finding,
    FindingStep,
    FundAllocation,
    Inspection,
    InspectionLine,
    Level,
    Material,
    MaterialDemand,
    MaterialOrder,
)
from tests import make


def material(code="cement", unit="t"):
    names = {"name_en": code.title(), "name_ko": f"{code} 자재", "unit": unit}
    return Material.objects.get_or_create(code=code, defaults=names)[0]


def supplier(**values):
    return make.organization("supplier", **values)


def demand(project_, quantity=100, needed_by=date(2026, 11, 1), *, material_=None, package=None):
    """What the project's first work package needs."""
    return MaterialDemand.objects.create(
        project=project_, package=package or project_.packages.first(), material=material_ or material(),
        quantity=quantity, needed_by=needed_by,
    )  # fmt: skip


def order(project_, quantity=100, promised_on=date(2026, 10, 20), *, material_=None, supplier_=None, **values):
    values = {"ordered_on": date(2026, 9, 1), "reference": "O-1", "at": make.moment(date(2026, 9, 1)), **values}
    return MaterialOrder.objects.create(
        project=project_, material=material_ or material(), supplier=supplier_ or supplier(), quantity=quantity,
        promised_on=promised_on, **values,
    )  # fmt: skip


def dispatch(order_, quantity=None, expected_on=None, *, waybill="W-1", **values):
    values = {"dispatched_on": order_.ordered_on, "at": make.moment(order_.ordered_on, 13), **values}
    return Dispatch.objects.create(
        project=order_.project, order=order_, waybill=waybill, quantity=quantity or order_.quantity,
        expected_on=expected_on or order_.promised_on, **values,
    )  # fmt: skip


def item(project_, code="press", quantity=1, *, level=Level.AUTOMATIC, reference_level=Level.AUTOMATIC, **values):
    return EquipmentItem.objects.create(
        project=project_, code=code, name_en=code.title(), name_ko=f"{code} 설비", quantity=quantity, level=level,
        reference_level=reference_level, order=project_.equipment.count() + 1, **values,
    )  # fmt: skip


def allocation(project_, amount=1_000_000, *, year=2026, at=None, **values):
    values = {"source": "state", "reference": "Decision 1", **values}
    return FundAllocation.objects.create(
        project=project_, year=year, amount=amount, at=at or make.moment(date(2026, 1, 5)), **values
    )


def disbursement(project_, amount=500_000, paid_on=date(2026, 3, 1), *, at=None, **values):
    values = {"source": "state", "reference": "Payment 1", **values}
    return Disbursement.objects.create(
        project=project_, amount=amount, paid_on=paid_on, at=at or make.moment(paid_on), **values
    )


def inspector(project_):
    """A post of the body that inspects the project; gives it one if it has none."""
    if project_.inspection is None:
        project_.inspection = make.organization("inspection")
        project_.save(update_fields=["inspection"])
    return make.post(Role.INSPECTOR, where=project_.inspection)


def inspection(project_, percents=(50, 20), visited_on=date(2026, 10, 5), *, at=None, by=None, **values):
    """A visit that measured the work packages, in their order; None leaves one unmeasured."""
    packages = list(project_.packages.order_by("order"))
    weights = sum(row.weight for row in packages)
    pairs = zip(packages, percents, strict=True)
    measured = [row.weight * Decimal(percent) for row, percent in pairs if percent is not None]
    made = Inspection.objects.create(
        project=project_, key=uuid.uuid4(), visited_on=visited_on, at=at or make.moment(visited_on, 16),
        by=by or inspector(project_), **values,
        percent=sum(measured) / weights if len(measured) == len(packages) else None,
    )  # fmt: skip
    InspectionLine.objects.bulk_create(
        InspectionLine(inspection=made, package=row, percent=percent)
        for row, percent in zip(packages, percents, strict=True) if percent is not None
    )  # fmt: skip
    return made


def delivery(
    project_,
    quantity=40,
    *,
    supplier_,
    waybill="W-1",
    period=None,
    percents=(50, 20),
    received_on=None,
    material_=None,
    order_=None,
):
    """The submitted return of a period that reports a consignment received on its first day."""
    period = period or make.period()
    row = make.draft(project_, period, percents)
    Delivery.objects.create(
        status_return=row, supplier=supplier_, waybill=waybill, material=material_ or material(), quantity=quantity,
        received_on=received_on or period.starts_on, order=order_,
    )  # fmt: skip
    return returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)


def supervised(**values):
    """A project under way whose three units and inspecting body are four bodies."""
    kinds = ("design_unit", "construction_unit", "operation_unit", "inspection")
    return make.project(**{kind: make.organization(kind) for kind in kinds} | values)


def finding(inspection_, severity="major", due_on=date(2026, 10, 20), *, text="The wall is damp.", **values):
    """A finding of a visit, to be mended by the construction unit."""
    project = inspection_.project
    values = {"assignee": project.construction_unit, "package": project.packages.first(), **values}
    return Finding.objects.create(
        project=project, inspection=inspection_, severity=severity, text=text, due_on=due_on, **values
    )


def step(finding_, step_, day, *, by=None, note="As agreed on site.", hour=12):
    """A step of a finding, past the actions."""
    return FindingStep.objects.create(finding=finding_, step=step_, note=note, at=make.moment(day, hour), by=by)


def found(project_, **values):
    """A finding as the action takes it."""
    return {
        "package": project_.packages.first().pk, "severity": "critical", "text": "A crack in the north wall.",
        "assignee": project_.construction_unit_id, "due_on": date(2026, 10, 20), **values,
    }  # fmt: skip


def measured(project_, *percents):
    """{work package pk: Decimal}, in their order; None leaves one unmeasured."""
    pairs = zip(project_.packages.order_by("order"), percents, strict=True)
    return {row.pk: Decimal(str(percent)) for row, percent in pairs if percent is not None}


def recorded(project_, by=None, percents=(50, 20), **values):
    """A visit through the action."""
    said = {"key": uuid.uuid4(), "visited_on": date(2026, 10, 5), "at": make.moment()}
    said |= {"by": by or inspector(project_), "percents": measured(project_, *percents)}
    return inspections.record(project_, **said | values)
