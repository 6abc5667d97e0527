"""What was known before a return: read for any number of projects at once, always by the same number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.db.models import Q, Sum

from committees.models import Organization, OrganizationKind
from factories.judging import Known
from factories.models import (
    Delivery,
    Disbursement,
    EquipmentItem,
    EquipmentLine,
    Expenditure,
    FactoryProject,
    FundAllocation,
    Material,
    MaterialDemand,
    MaterialOrder,
    ProgressLine,
    StatusReturn,
    WorkPackage,
)

LEAST_RETURNS = 3
"""Returns with worker-days that a usual pace is taken from."""


@dataclass
class _Wanted:
    """One project with the period and version that are to be judged, and its standing returns of earlier periods."""

    project: FactoryProject
    period: object
    version: int
    earlier: list
    replaced: int | None = None


def known(wanted, waybills=()):
    """{project pk: Known} of `wanted`, [(project, period, version)]: each project once.

    `waybills`: (supplier pk, number) of all that the returns name; Known.waybills says which of them others have.
    """
    rows = {project.pk: _Wanted(project, period, version, []) for project, period, version in wanted}
    _find_returns(rows)
    found = {pk: Known(pk, row.period, row.project.currency) for pk, row in rows.items()}
    _plan(found)
    _percents(rows, found)
    _supplies(rows, found)
    _money(rows, found)
    _equipment(rows, found)
    _crew(rows, found)
    _waybills(found, waybills)
    return found


def _find_returns(rows):
    """The standing version of each period before the one wanted, oldest first; and the one that is to be replaced."""
    stands = StatusReturn.objects.filter(project__in=rows, submitted_at__isnull=False, returned_at__isnull=True)
    columns = ("pk", "project", "period", "version", "period__ends_on", "percent", "crew_people", "crew_days")
    latest = {}
    for row in stands.order_by("period__ends_on", "version").values_list(*columns, named=True):
        want = rows[row.project]
        if row.period__ends_on < want.period.ends_on:
            latest[row.project, row.period] = row
        elif row.period == want.period.pk and row.version < want.version:
            want.replaced = row.pk
    for row in latest.values():
        rows[row.project].earlier.append(row)


def _plan(found):
    starts = FactoryProject.objects.filter(pk__in=found).values_list("pk", "plan__program__start_year")
    for pk, year in starts:
        found[pk].begins_on = date(year, 1, 1)
    for package in WorkPackage.objects.filter(project__in=found).order_by("project", "order"):
        found[package.project_id].packages.append(package)


def _percents(rows, found):
    last = {row.earlier[-1].pk: pk for pk, row in rows.items() if row.earlier}
    replaced = {row.replaced: pk for pk, row in rows.items() if row.replaced}
    lines = ProgressLine.objects.filter(status_return__in=[*last, *replaced])
    for made_by, package, percent in lines.values_list("status_return", "package", "percent"):
        if made_by in last:
            found[last[made_by]].last[package] = percent
        if made_by in replaced:
            found[replaced[made_by]].replaced[package] = percent


def _supplies(rows, found):
    materials = {row.pk: row for row in Material.objects.all()}
    suppliers = Organization.objects.filter(kind=OrganizationKind.SUPPLIER).order_by("code")
    suppliers = {row.pk: row for row in suppliers}
    for known_ in found.values():
        known_.materials, known_.suppliers = materials, suppliers
    for order in MaterialOrder.objects.filter(project__in=found).in_force().order_by("reference", "pk"):
        found[order.project_id].orders[order.pk] = order
    for demand in MaterialDemand.objects.filter(project__in=found):
        found[demand.project_id].needed[demand.package_id, demand.material_id] = demand.quantity
    received = Delivery.objects.filter(status_return__in=_earlier(rows))
    received = received.values_list("status_return__project", "material").annotate(Sum("quantity")).order_by()
    for pk, material, quantity in received:
        found[pk].delivered[material] = quantity


def _money(rows, found):
    spent = Expenditure.objects.filter(status_return__in=_earlier(rows))
    for pk, amount in spent.values_list("status_return__project").annotate(Sum("amount")).order_by():
        found[pk].spent_before = amount
    for entry in FundAllocation.objects.filter(project__in=found).in_force():
        known_ = found[entry.project_id]
        if entry.currency == known_.currency:
            known_.allocated = (known_.allocated or 0) + entry.amount
    for entry in Disbursement.objects.filter(project__in=found).in_force():
        known_ = found[entry.project_id]
        if entry.currency == known_.currency:
            paid = entry.amount if entry.paid_on <= known_.period.ends_on else Decimal(0)
            known_.disbursed = (known_.disbursed or Decimal(0)) + paid


def _equipment(rows, found):
    for item in EquipmentItem.objects.filter(project__in=found).order_by("project", "order"):
        found[item.project_id].items[item.pk] = item
    lines = EquipmentLine.objects.filter(status_return__in=_earlier(rows))
    lines = lines.order_by("item_id", "-status_return__period__ends_on").distinct("item_id")
    for line in lines.select_related("status_return"):
        found[line.status_return.project_id].last_equipment[line.item_id] = (line.delivered, line.installed)


def _crew(rows, found):
    for pk, row in rows.items():
        if row.earlier:
            found[pk].last_crew = row.earlier[-1].crew_people
        found[pk].usual = _usual(row.earlier)


def _usual(earlier):
    """Points a worker-day over the returns that give their worker-days and follow another."""
    pairs = [(after.percent - before.percent, after.crew_days) for before, after in pairwise(earlier)]
    pairs = [(rise, days) for rise, days in pairs if days]
    rise = sum(rise for rise, _days in pairs)
    return rise / sum(days for _rise, days in pairs) if len(pairs) >= LEAST_RETURNS and rise > 0 else None


def _earlier(rows):
    return [earlier.pk for row in rows.values() for earlier in row.earlier]


def _waybills(found, waybills):
    """Whose return has each; versions of the same return are not told apart."""
    asked = set(waybills)
    if not asked:
        return
    stands = Q(status_return__submitted_at__isnull=False, status_return__returned_at__isnull=True)
    rows = Delivery.objects.filter(
        stands, supplier__in={supplier for supplier, _number in asked}, waybill__in={number for _id, number in asked},
        status_return__in=StatusReturn.objects.standing(),
    )  # fmt: skip
    taken = defaultdict(list)
    for row in rows.select_related("status_return__project", "status_return__period"):
        taken[row.supplier_id, row.waybill].append(row.status_return)
    for known_ in found.values():
        for key in asked & taken.keys():
            for row in taken[key]:
                if (row.project_id, row.period_id) != (known_.project_id, known_.period.pk):
                    known_.waybills[key] = f"{row.project.code}, {row.period.label}"
