"""What is known of a project while it is built, computed slowly from docs/domain.md: the second half of the oracle."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

DAY = timedelta(days=1)


@dataclass
class Visit:
    visited_on: date
    at: datetime
    percent: Fraction | None
    findings: list = field(default_factory=list)


@dataclass
class Found:
    severity: str
    due_on: date
    steps: list = field(default_factory=list)
    """[(moment, step)], in order."""


@dataclass
class Entry:
    """The versions of one entry: [Version], each replacing the one before."""

    versions: list


@dataclass
class Version:
    at: datetime
    withdrawn: bool
    values: dict


@dataclass
class Item:
    quantity: int
    reference_level: int
    level: int | None


@dataclass
class Demand:
    package: int
    material: str
    quantity: Fraction
    needed_by: date


@dataclass
class Receipt:
    """A delivery that a return names."""

    supplier: int
    waybill: str
    material: str
    quantity: Fraction


@dataclass
class Said:
    """What a return says beside progress."""

    lines: dict = field(default_factory=dict)
    """{number of the work package: %, or None}."""
    receipts: list = field(default_factory=list)
    spent: dict = field(default_factory=dict)
    installed: dict = field(default_factory=dict)
    """{number of the item: pieces}."""
    warnings: int = 0


@dataclass
class Building:
    """Facts and plans of one project beside its work packages, dates and returns."""

    budget: Fraction | None = None
    visits: list = field(default_factory=list)
    allocations: list = field(default_factory=list)
    disbursements: list = field(default_factory=list)
    commitments: list = field(default_factory=list)
    items: list = field(default_factory=list)
    demands: list = field(default_factory=list)
    orders: list = field(default_factory=list)
    dispatches: list = field(default_factory=list)
    """Entries whose values name their order, in its first version, by its number in `orders`."""


class BuildingOracle:
    """Figures and reasons of the building, from `building` and the returns `said` that stand, the last of them last."""

    def __init__(self, building, said, today, by, claimed_on):
        self.building, self.said, self.today, self.by = building, said, today, by
        self.claimed_on = claimed_on
        self.last = said[-1] if said else None
        self.visits = [row for row in building.visits if by(row.at)]
        self.stock = {}
        self.shortages = {}
        """{material: (first day short, quantity missing then)}."""
        self.cover = None
        self._materials()

    def columns(self, *, finished):
        needed = [row.quantity for row in self.building.items]
        measured = self._measured()
        short_on, material = self._short() if not finished else (None, "")
        return {
            "inspected_percent": measured and measured.percent,
            "inspected_on": measured and measured.visited_on,
            "cover_days": None if finished else self.cover,
            "short_on": short_on,
            "short_material": material,
            "funds_allocated": self._sum(self.building.allocations),
            "funds_disbursed": self._sum(self.building.disbursements),
            "funds_committed": self._sum(self.building.commitments),
            "funds_spent": _total(amount for row in self.said for amount in row.spent.values()),
            "equipment_needed": _total(needed),
            "equipment_installed": _total(self.last.installed.values()) if self.last else None,
            "equipment_below": sum(_below(row) for row in self.building.items) if needed else None,
            "findings_open": len(self._open()) if self.visits else None,
            "findings_critical": sum(row.severity == "critical" for row in self._open()) if self.visits else None,
            "warnings": self.last.warnings if self.last else None,
        }

    def reasons(self, row, *, begun, names, shown):
        """[(how bad, reason)]; `names`: {material: its names and unit}, `shown`: rounding as a column holds it."""
        finished, today, found = row["finished_on"] is not None, self.today, []
        if row["findings_critical"]:
            found.append((2, {"code": "critical_finding", "count": row["findings_critical"]}))
        inspected, on = row["inspected_percent"], row["inspected_on"]
        claimed = on and self.claimed_on(on)
        known = claimed is not None and inspected is not None and (today - on).days <= 45
        if known and shown(claimed) - shown(inspected) > 10:
            found.append((2, {"code": "inspected_gap", "claimed": claimed, "inspected": inspected, "on": on}))
        if row["short_on"]:
            material, missing = row["short_material"], self.shortages[row["short_material"]][1]
            told = {"code": "shortage", "on": row["short_on"], "material": material, "missing": missing}
            level = 2 if (row["short_on"] - today).days <= 30 else 1
            found.append((level, told | names[material]))
        return found + self._funds(row, finished, begun) + self._rest(row, finished)

    def _funds(self, row, finished, begun):
        allocated, disbursed, spent = (row[f"funds_{name}"] for name in ("allocated", "disbursed", "spent"))
        found = []
        if spent is not None and allocated is not None and spent > allocated:
            found.append((2, {"code": "over_allocated", "amount": spent - allocated, "currency": "KPW"}))
        if spent is not None and disbursed is not None and spent > disbursed:
            found.append((1, {"code": "overspent", "amount": spent - disbursed, "currency": "KPW"}))
        budget = self.building.budget
        if begun and not finished and allocated is not None and budget and allocated < budget / 2:
            found.append((1, {"code": "underfunded", "percent": 100 * allocated / budget}))
        return found

    def _rest(self, row, finished):
        found, late = [], [finding for finding in self._open({"closed", "resolved"}) if finding.due_on < self.today]
        if late:
            oldest = min(finding.due_on for finding in late)
            found.append((1, {"code": "finding_overdue", "count": len(late), "on": oldest}))
        if row["equipment_below"]:
            found.append((1, {"code": "below_reference", "count": row["equipment_below"]}))
        if not finished and (row["warnings"] or 0) >= 3:
            found.append((1, {"code": "warnings", "count": row["warnings"]}))
        return found

    # --- inspections, funds ------------------------------------------------------------------------------------------
    def _measured(self):
        """The latest visit that measured the whole; of two the one handed in later."""
        whole = [
            (row.visited_on, row.at, number, row) for number, row in enumerate(self.visits) if row.percent is not None
        ]
        return max(whole)[-1] if whole else None

    def _open(self, ended=frozenset({"closed"})):
        """Findings not closed: one said to be resolved is open until it is closed, but no more to be mended."""
        found = []
        for finding in (finding for visit in self.visits for finding in visit.findings):
            steps = [step for at, step in finding.steps if self.by(at)]
            if not steps or steps[-1] not in ended:
                found.append(finding)
        return found

    def _versions(self, entry):
        return [row for row in entry.versions if self.by(row.at)]

    def _in_force(self, entry):
        """The last version known, unless it says that the thing never was so."""
        known = self._versions(entry)
        return known[-1].values if known and not known[-1].withdrawn else None

    def _sum(self, entries):
        values = [row for row in map(self._in_force, entries) if row is not None]
        return _total(row["amount"] for row in values if row["currency"] == "KPW")

    # --- materials ---------------------------------------------------------------------------------------------------
    def _materials(self):
        materials = {row.material for row in self.building.demands}
        for material in materials:
            self._material(material)
        if materials:
            self.cover = min(days for _material, days in self.stock.values())

    def _material(self, material):
        demands = [row for row in self.building.demands if row.material == material]
        delivered = [row for said in self.said for row in said.receipts if row.material == material]
        used = sum(row.quantity * self._claimed(row.package) / 100 for row in demands)
        stock = max(0, sum(row.quantity for row in delivered) - used)
        arrivals = self._arrivals(material)
        bare, short = [], []
        for day in sorted({max(row.needed_by, self.today) for row in demands}):
            need = sum(
                row.quantity * (100 - self._claimed(row.package)) / 100 for row in demands if row.needed_by <= day
            )
            if need > stock:
                bare.append((day - self.today).days)
            missing = need - stock - sum(quantity for on, quantity in arrivals if on <= day)
            if missing > 0 and (day - self.today).days <= 60:
                short.append((day, missing))
        self.stock[material] = stock, min([365, *bare])
        if short:
            self.shortages[material] = short[0]

    def _claimed(self, package):
        """% claimed of a work package; 0 where nothing was."""
        return (self.last.lines.get(package) if self.last else None) or Fraction(0)

    def _arrivals(self, material):
        """[(day, quantity)] on the way, then ordered and not yet sent."""
        waybills = {(row.supplier, row.waybill) for said in self.said for row in said.receipts}
        found, sent = [], [row for row in map(self._in_force, self.building.dispatches) if row is not None]
        for row in sent:
            order = self.building.orders[row["order"]].versions[0].values
            if order["material"] == material and (order["supplier"], row["waybill"]) not in waybills:
                found.append((max(row["expected_on"], self.today + DAY), row["quantity"]))
        for number, order in enumerate(self.building.orders):
            told = self._in_force(order)
            if told is None or told["material"] != material:
                continue
            rest = told["quantity"] - sum(row["quantity"] for row in sent if row["order"] == number)
            if rest > 0 and told["promised_on"] > self.today:
                found.append((told["promised_on"], rest))
        return found

    def _short(self):
        """(first day on which a material is short, its code); of two on one day the first by code."""
        first = min(((day, code) for code, (day, _missing) in self.shortages.items()), default=None)
        return first or (None, "")


def _total(numbers):
    """The sum, None of nothing."""
    numbers = list(numbers)
    return sum(numbers) if numbers else None


def _below(item):
    return item.level is not None and item.level < item.reference_level
