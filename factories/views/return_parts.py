"""The parts of a return as its page shows them: each beside what it is compared with, its doubts and its notes."""

from dataclasses import dataclass, field
from decimal import Decimal

from factories import contents, doubts, plausibility
from factories.judging import Known, Said
from factories.models import CostLine, FigureReason, Incident


@dataclass
class Line:
    """A work package of the return beside an earlier figure."""

    field: str
    name: str
    weight: Decimal
    before: Decimal | None
    now: Decimal
    planned: float
    questions: list
    """(sentence, the reason given or nothing)"""

    @property
    def change(self):
        return None if self.before is None else self.now - self.before


@dataclass
class Part:
    """A delivery, a cost line, an item or an incident. `mark`: "new" or "gone" against the version compared with."""

    field: str
    row: dict
    mark: str = ""
    before: object = None
    questions: list = field(default_factory=list)


@dataclass
class Shown:
    """All parts of the return `said`, against `other` (judging.Said of another version, or None) and `known`."""

    row: object
    said: Said
    known: Known
    other: Said | None = None

    @property
    def questions(self):
        """{field: [(sentence, reason given)]} of what was asked about single values."""
        asked = {}
        for doubt in self.row.doubts:
            answer = FigureReason(doubt["answer"]).label if doubt.get("answer") in FigureReason.values else ""
            name = f"equipment_{doubt['item']}" if "item" in doubt else f"package_{doubt.get('package')}"
            asked.setdefault(name, []).append((doubts.told(doubt), answer))
        return asked

    @property
    def warnings(self):
        return [plausibility.told(warning) for warning in self.row.warnings]

    @property
    def lines(self):
        asked = self.questions
        before = self.known.last if self.other is None else {pk: line[0] for pk, line in self.other.lines.items()}
        return [
            Line(
                name, package.name, package.weight, before.get(package.pk), self.said.lines[package.pk][0],
                package.planned_on(self.known.period.ends_on), asked.get(name, []),
            )
            for package in self.known.packages if package.pk in self.said.lines
            for name in [f"package_{package.pk}"]
        ]  # fmt: skip

    @property
    def deliveries(self):
        return [Part(part.field, part.row | self._names(part.row), part.mark) for part in self._listed("delivery")]

    def _names(self, row):
        order = self.known.orders.get(row["order_id"])
        return {
            "supplier": self.known.suppliers.get(row["supplier_id"]), "order": order.reference if order else "",
            "material": self.known.materials.get(row["material_id"]),
        }  # fmt: skip

    @property
    def incidents(self):
        return [
            Part(part.field, part.row | {"what": Incident.Kind(part.row["kind"]).label}, part.mark)
            for part in self._listed("incident")
        ]

    def _listed(self, kind):
        now, other = ((getattr(said, _LISTS[kind]) if said else []) for said in (self.said, self.other))
        found = [
            Part(f"{kind}_{number}", row, "new" if self.other and row not in other else "")
            for number, row in enumerate(now, 1)
        ]
        return found + [Part("", row, "gone") for row in other if row not in now]

    @property
    def spending(self):
        other = self.other.expenditures if self.other else {}
        return [
            Part(
                f"expenditure_{line}", {"line": line.label, "amount": self.said.expenditures.get(line)},
                "new" if self.other and self.said.expenditures.get(line) != other.get(line) else "", other.get(line),
            )
            for line in CostLine if line in self.said.expenditures or line in other
        ]  # fmt: skip

    @property
    def spent(self):
        """(in this period, by its end); None where nothing was said."""
        return self.said.spent, self.known.spent_with(self.said)

    @property
    def equipment(self):
        asked, other = self.questions, self.other.equipment if self.other else self.known.last_equipment
        return [
            Part(
                f"equipment_{pk}", {"item": item, "now": self.said.equipment.get(pk)},
                "new" if self.other and self.said.equipment.get(pk) != other.get(pk) else "", other.get(pk),
                asked.get(f"equipment_{pk}", []),
            )
            for pk, item in self.known.items.items() if pk in self.said.equipment or pk in other
        ]  # fmt: skip


_LISTS = {"delivery": "deliveries", "incident": "incidents"}


def shown(row, against, known):
    """Everything of the return `row` beside the version `against`, if there is one."""
    return Shown(row, contents.said_by(row), known, contents.said_by(against) if against else None)
