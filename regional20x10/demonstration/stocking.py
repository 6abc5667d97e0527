"""What the factories of a grown decade are built with, and what inspections found: rows to be copied."""

import random
from datetime import timedelta
from decimal import Decimal

from factories.models import (
    Disbursement,
    Dispatch,
    EquipmentItem,
    FundAllocation,
    Inspection,
    InspectionLine,
    MaterialDemand,
    MaterialOrder,
)
from regional20x10.demonstration import building
from regional20x10.demonstration.receiving import Receipts

CENT = Decimal("0.01")
EVERY = 7
"""Periods between two inspections."""
PLANNED = ("demands", "orders", "dispatches", "allocations", "disbursements", "items", "inspections", "measured")
"""The lists of rows, in the order in which they can be written."""


class Works:
    """One site's plans, entries and inspections; `receipts` says what each return reports of them.

    `packages`: WorkPackages with keys; `posts`: staff, unit, inspector; `materials`, `suppliers`: by material code.
    """

    def __init__(self, project, packages, *, posts, materials, suppliers, keys, until):
        self.project, self.packages, self.keys, self.until = project, packages, keys, until
        self.staff, self.unit, self.inspector = posts
        self.dice = random.Random(f"works of {project.code}")
        for name in PLANNED:
            setattr(self, name, [])
        self._demand(materials)
        arrivals = self._order(suppliers)
        self._fund()
        self._equip()
        self.receipts = Receipts(
            project, {row.pk: (row.order, row.weight) for row in packages},
            [(row.pk, row.quantity) for row in self.items], arrivals,
            [(row.paid_on, row.amount) for row in self.disbursements],
        )  # fmt: skip

    def _demand(self, materials):
        kind, area = self.project.factory_type, self.project.floor_area_m2
        shares = {template.order: template.materials for template in kind.templates.all()}
        for package in self.packages:
            for code, share in shares[package.order].items():
                need = Decimal(str(kind.norms["materials_per_m2"][code])) * area * Decimal(str(share))
                self.demands.append(
                    MaterialDemand(
                        pk=self.keys(MaterialDemand), project=self.project, package=package, material=materials[code],
                        quantity=need.quantize(CENT), needed_by=package.starts_on,
                    )
                )  # fmt: skip

    def _order(self, suppliers):
        arrivals = []
        for number, demand in enumerate(self.demands, 1):
            arrives = demand.needed_by - timedelta(days=self.dice.randint(1, 9))
            ordered_on, left = arrives - timedelta(days=40), arrives - timedelta(days=4)
            if ordered_on > self.until:
                continue
            reference = f"{self.project.code}-{number}"
            order = MaterialOrder(
                pk=self.keys(MaterialOrder), chain=building.key(reference), project=self.project,
                material=demand.material, supplier=suppliers[demand.material.code], reference=reference,
                quantity=demand.quantity, ordered_on=ordered_on, promised_on=demand.needed_by,
                at=building.at(ordered_on), by=self.unit,
            )  # fmt: skip
            self.orders.append(order)
            if left > self.until:
                continue
            self.dispatches.append(
                Dispatch(
                    pk=self.keys(Dispatch), chain=building.key(reference, "dispatch"), project=self.project,
                    order=order, waybill=reference, quantity=demand.quantity, dispatched_on=left, expected_on=arrives,
                    at=building.at(left), by=self.unit,
                )
            )  # fmt: skip
            said = {"supplier_id": order.supplier_id, "waybill": reference, "material_id": demand.material_id,
                    "quantity": demand.quantity, "order_id": order.pk}  # fmt: skip
            arrivals.append((arrives, said))
        return sorted(arrivals, key=lambda row: (row[0], row[1]["waybill"]))

    def _fund(self):
        """All of it at once before the work begins, by source."""
        year, whole = self.project.plan.program_year.year, building.whole_cost(self.project)
        begins = min(row.starts_on for row in self.packages) - timedelta(days=10)
        for source, share in building.SOURCES.items():
            common = {"project": self.project, "source": source, "amount": whole * share / 100, "currency": "KPW",
                      "at": building.at(begins), "by": self.staff}  # fmt: skip
            self.allocations.append(
                FundAllocation(
                    pk=self.keys(FundAllocation), chain=building.key(self.project.code, "allocation", source),
                    year=year, reference=f"Allocation {year}", **common,
                )
            )  # fmt: skip
            self.disbursements.append(
                Disbursement(
                    pk=self.keys(Disbursement), chain=building.key(self.project.code, "payment", source),
                    paid_on=begins, reference=f"Payment of {begins}", **common,
                )
            )  # fmt: skip

    def _equip(self):
        for order, norm in enumerate(self.project.factory_type.norms["equipment"], 1):
            level = norm["reference_level"] - (self.dice.random() < 0.04)
            self.items.append(
                EquipmentItem(pk=self.keys(EquipmentItem), project=self.project, order=order, level=level, **norm)
            )

    def inspect(self, number, period, percents):
        """The visit after the `number`th period of the site, if there is one."""
        visited_on = period.ends_on + timedelta(days=2)
        if number % EVERY != EVERY - 1 or visited_on > self.until:
            return
        found = {pk: max(Decimal(0), percent - self.dice.randint(0, 2)) for pk, percent in percents.items()}
        weights = {row.pk: row.weight for row in self.packages}
        whole = sum(weights[pk] * percent for pk, percent in found.items()) / sum(weights.values())
        visit = Inspection(
            pk=self.keys(Inspection), project=self.project, visited_on=visited_on, percent=round(whole, 3),
            key=building.key(self.project.code, "inspection", visited_on), at=building.at(visited_on, 16),
            by=self.inspector,
        )  # fmt: skip
        self.inspections.append(visit)
        self.measured += [
            InspectionLine(pk=self.keys(InspectionLine), inspection=visit, package_id=pk, percent=percent)
            for pk, percent in found.items()
        ]
