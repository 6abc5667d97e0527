"""Made-up facts of what is known while building, and where they are written."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import uuid4

import pgtrigger
from hypothesis import strategies as st

from factories.models import (
    Commitment,
    Delivery,
    Disbursement,
    Dispatch,
    EquipmentItem,
    EquipmentLine,
    Expenditure,
    FactoryProject,
    Finding,
    FindingStep,
    FundAllocation,
    Inspection,
    MaterialDemand,
    MaterialOrder,
    ProgressLine,
    StatusReturn,
)
from tests import build
from tests.factories import oracle
from tests.factories import oracle_building as facts
from tests.factories.test_standing import DUE, FIRST, PERIODS, SCALE, World, at, lag, thousandths

SCALE |= {
    "inspected_percent": 2, "claimed": 1, "inspected": 1, "funds_allocated": 2, "funds_disbursed": 2,
    "funds_committed": 2, "funds_spent": 2, "amount": 2, "missing": 2,
}  # fmt: skip
MATERIALS = ["bricks", "cement", "steel"]
NAMES = {code: {"name_en": code.title(), "name_ko": f"{code} 자재", "unit": "t"} for code in MATERIALS}
PARTS = [oracle.Package(FIRST, FIRST + timedelta(days=200), Fraction(40)),
         oracle.Package(FIRST + timedelta(days=60), FIRST + timedelta(days=330), Fraction(60))]  # fmt: skip
WAYBILLS = ["W1", "W2", "W3"]

quantities = st.sampled_from([100, 1000, 5000, 10_000]) | st.integers(1, 20_000)
hundredths = quantities.map(lambda number: Fraction(number, 100))
fortnights = st.sampled_from(range(0, 390, 15))
"""Days apart by 15, 30, 45 and 60 are where rules begin and end."""
day_of_year = (fortnights | st.integers(-20, 400)).map(lambda days: FIRST + timedelta(days=days))
when = st.lists(day_of_year, min_size=3, max_size=6)
percents = st.sampled_from([Fraction(0), Fraction(50), Fraction(100)]) | st.integers(0, 10_000).map(
    lambda number: Fraction(number, 100)
)


@st.composite
def entry(draw, values):
    """Up to three versions of an entry, the last of them perhaps a withdrawal."""
    moment, versions = at(draw(day_of_year), 0), []
    for number in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        withdrawn = bool(number and draw(st.integers(0, 2)) == 0)
        told = versions[-1].values if withdrawn else draw(values)
        versions.append(facts.Version(moment, withdrawn, told))
        if withdrawn:
            break
        moment += draw(lag(0, 60))
    return facts.Entry(versions)


money = st.fixed_dictionaries({"amount": hundredths, "currency": st.sampled_from(["KPW", "KPW", "KPW", "CNY"])})
orders = st.fixed_dictionaries({
    "material": st.sampled_from(MATERIALS), "supplier": st.integers(0, 1), "quantity": hundredths,
    "promised_on": day_of_year,
})  # fmt: skip
items = st.builds(facts.Item, st.integers(1, 5), st.integers(1, 5), st.none() | st.integers(1, 5))
demands = st.lists(
    st.builds(facts.Demand, st.integers(0, 1), st.sampled_from(MATERIALS), hundredths, day_of_year),
    max_size=5, unique_by=lambda row: (row.package, row.material),
)  # fmt: skip


@st.composite
def findings(draw, visited):
    moment, steps = visited, []
    for step in draw(st.sampled_from([[], ["resolved"], ["resolved", "closed"], ["resolved", "reopened"], ["closed"]])):
        moment += draw(lag(0, 40))
        steps.append((moment, step))
    due_on = visited.date() + timedelta(days=draw(st.integers(0, 60)))
    return facts.Found(draw(st.sampled_from(["minor", "major", "critical"])), due_on, steps)


@st.composite
def visits(draw):
    visited_on = draw(day_of_year)
    moment = at(visited_on, 0) + draw(lag(0, 20))
    percent = draw(st.none() | st.sampled_from([Fraction(40), Fraction(90)]) | thousandths)
    return facts.Visit(visited_on, moment, percent, draw(st.lists(findings(moment), max_size=3)))


@st.composite
def said(draw, items):
    receipts = draw(st.lists(
        st.builds(facts.Receipt, st.integers(0, 1), st.sampled_from(WAYBILLS), st.sampled_from(MATERIALS), hundredths),
        max_size=3, unique_by=lambda row: (row.supplier, row.waybill),
    ))  # fmt: skip
    return facts.Said(
        lines=draw(st.dictionaries(st.integers(0, 1), st.none() | percents)),
        receipts=receipts,
        spent=draw(st.dictionaries(st.sampled_from(["building", "other"]), st.just(Fraction(0)) | hundredths)),
        installed=draw(st.dictionaries(st.integers(0, items - 1), st.integers(0, 5))) if items else {},
        warnings=draw(st.integers(0, 4)),
    )


@st.composite
def told_returns(draw, items):
    rows = []
    for number in sorted(draw(st.sets(st.integers(0, 35), max_size=5))):
        ends_on, moment = PERIODS[number][1], at(PERIODS[number][1], 0)
        for version in range(1, 1 + draw(st.sampled_from([1, 1, 2]))):
            row = oracle.Return(number, ends_on, version, draw(percents), "normal", None, {}, said=draw(said(items)))
            rows.append(row)
            if draw(st.integers(0, 5)) == 0:
                break  # a draft
            moment = row.submitted_at = moment + draw(lag(0, 12))
            fate = draw(st.sampled_from(["submitted", "verified", "returned"]))
            if fate != "submitted":
                moment += draw(lag(0, 12))
                setattr(row, f"{fate}_at", moment)
    return rows


@st.composite
def worlds(draw):
    """A project with two work packages and all that was ever recorded of its building."""
    found = facts.Building(
        budget=draw(st.none() | hundredths),
        visits=draw(st.lists(visits(), max_size=3)),
        items=draw(st.lists(items, max_size=3)),
        demands=draw(demands),
    )
    for name in ("allocations", "disbursements", "commitments"):
        setattr(found, name, draw(st.lists(entry(money), max_size=3)))
    found.orders = draw(st.lists(entry(orders), max_size=3))
    if found.orders:
        carried = st.fixed_dictionaries({
            "order": st.integers(0, len(found.orders) - 1), "waybill": st.sampled_from(WAYBILLS),
            "quantity": hundredths, "expected_on": day_of_year,
        })  # fmt: skip
        found.dispatches = draw(st.lists(entry(carried), max_size=4))
    rows = draw(told_returns(len(found.items)))
    return oracle.Project(DUE, PARTS, [], rows, found)


class BuildingWorld(World):
    """Writes the building of a project too."""

    def __init__(self):
        super().__init__()
        self.suppliers = [build.supplier(), build.supplier()]
        self.materials = {code: build.material(code) for code in MATERIALS}

    def write(self, told):
        keys = super().write(told)
        for key, project in zip(keys, told, strict=True):
            self._write(make_of(key), project)
        return keys

    def _write(self, project, told):
        found, packages = told.building, list(project.packages.order_by("order"))
        project.budget = number(found.budget)
        project.save(update_fields=["budget"])
        made = EquipmentItem.objects.bulk_create(
            EquipmentItem(project=project, order=order, code=f"i{order}", quantity=row.quantity, level=row.level,
                          reference_level=row.reference_level)
            for order, row in enumerate(found.items)
        )  # fmt: skip
        MaterialDemand.objects.bulk_create(
            MaterialDemand(project=project, package=packages[row.package], material=self.materials[row.material],
                           quantity=number(row.quantity), needed_by=row.needed_by)
            for row in found.demands
        )  # fmt: skip
        for row in found.visits:
            self._visit(project, row)
        self._money(project, found)
        self._orders(project, found)
        self._returns(project, told, packages, made)

    def _visit(self, project, told):
        visit = Inspection.objects.create(
            project=project,
            key=uuid4(),
            visited_on=told.visited_on,
            at=told.at,
            by=self.by,
            percent=number(told.percent),
        )
        for row in told.findings:
            finding = Finding.objects.create(project=project, inspection=visit, severity=row.severity, text="A crack.",
                                             assignee=self.suppliers[0], due_on=row.due_on)  # fmt: skip
            FindingStep.objects.bulk_create(
                FindingStep(finding=finding, step=step, note="Seen.", at=moment) for moment, step in row.steps
            )

    def _entry(self, told, make_one):
        """The versions of an entry, each replacing the one before; the rows by version."""
        rows = []
        for version in told.versions:
            row = make_one(version.values)
            row.at, row.withdrawn = version.at, version.withdrawn
            if rows:
                row.replaces, row.chain, row.why = rows[-1], rows[-1].chain, "Mistaken."
            row.save(force_insert=True)
            rows.append(row)
        return rows

    def _money(self, project, found):
        kinds = [(FundAllocation, found.allocations, {"year": 2026, "source": "state"}),
                 (Disbursement, found.disbursements, {"paid_on": FIRST, "source": "state"}),
                 (Commitment, found.commitments, {"committed_on": FIRST, "line": "other"})]  # fmt: skip
        for model, rows, rest in kinds:
            for told in rows:
                self._entry(
                    told,
                    lambda v, model=model, rest=rest: model(
                        project=project, amount=number(v["amount"]), currency=v["currency"], **rest
                    ),
                )

    def _orders(self, project, found):
        early = FIRST - timedelta(days=100)
        made = [
            self._entry(told, lambda v: MaterialOrder(
                project=project, material=self.materials[v["material"]], supplier=self.suppliers[v["supplier"]],
                reference="O", quantity=number(v["quantity"]), ordered_on=early, promised_on=v["promised_on"],
            ))
            for told in found.orders
        ]  # fmt: skip
        for told in found.dispatches:
            self._entry(told, lambda v: Dispatch(
                project=project, order=made[v["order"]][0], waybill=v["waybill"], quantity=number(v["quantity"]),
                dispatched_on=early, expected_on=v["expected_on"],
            ))  # fmt: skip

    def _returns(self, project, told, packages, items):
        rows = {(row.period_id, row.version): row for row in StatusReturn.objects.filter(project=project)}
        with pgtrigger.ignore(*(f"factories.{name}:only_in_a_draft" for name in (
            "ProgressLine", "Delivery", "Expenditure", "EquipmentLine",
        ))):  # fmt: skip
            for row in told.returns:
                self._said(rows[self.periods[row.period].pk, row.version], row.said, packages, items)

    def _said(self, row, told, packages, items):
        ProgressLine.objects.bulk_create(
            ProgressLine(status_return=row, package=packages[at_], percent=number(percent))
            for at_, percent in told.lines.items()
        )
        Delivery.objects.bulk_create(
            Delivery(status_return=row, supplier=self.suppliers[receipt.supplier], waybill=receipt.waybill,
                     material=self.materials[receipt.material], quantity=number(receipt.quantity), received_on=FIRST)
            for receipt in told.receipts
        )  # fmt: skip
        Expenditure.objects.bulk_create(
            Expenditure(status_return=row, line=line, amount=number(amount)) for line, amount in told.spent.items()
        )
        EquipmentLine.objects.bulk_create(
            EquipmentLine(status_return=row, item=items[at_], delivered=5, installed=pieces)
            for at_, pieces in told.installed.items()
        )

    def row(self, project, told):
        row = super().row(project, told)
        row.warnings = [{"code": "jump"}] * told.said.warnings
        return row

    def expected(self, project, day):
        row = oracle.Oracle(project, day, NAMES).standing()
        numbers = {f"{kind}_period_id": row[f"{kind}_period_id"] for kind in ("claimed", "verified")}
        return row | {name: None if at_ is None else self.periods[at_].pk for name, at_ in numbers.items()}


def number(value):
    """Exactly what the column holds."""
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)


def make_of(key):
    return FactoryProject.objects.get(pk=key)
