"""The parts of a ten-day return beside progress as boxes: rows of deliveries and incidents, money, equipment."""

import re
from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.forms.boxes import AmountField, CountField, DayField
from factories.models import CostLine, EquipmentItem, Incident

ROWS = re.compile(r"(delivery|incident)_([1-9][0-9]?)_[a-z_]+")
MOST_ROWS = 60
MORE = 3
"""Blank rows that “add rows” gives."""
DELIVERY = {
    "supplier": "supplier_id", "waybill": "waybill", "material": "material_id", "quantity": "quantity",
    "received_on": "received_on", "order": "order_id",
}  # fmt: skip
INCIDENT = {"kind": "kind", "on": "on", "people_hurt": "people_hurt", "text": "text"}
SAID_AT = {"delivery": "waybill", "incident": "text", "equipment": "delivered"}
"""The box of a row that shows what is said of the row as a whole."""


@dataclass
class PartRow:
    """One delivery, incident or piece of equipment in the form."""

    name: str
    """Such as delivery_2: what a note or a refusal names."""
    boxes: dict[str, BoundField]
    item: EquipmentItem | None = None
    last: tuple | None = None
    note: str = ""

    @property
    def errors(self):
        """Each sentence, with the label of its box where it is of one."""
        whole = SAID_AT[self.name.partition("_")[0]]
        return [
            error if box == whole else f"{bound.label}: {error}"
            for box, bound in self.boxes.items()
            for error in bound.errors
        ]

    @property
    def label(self):
        kind, number = self.name.split("_")
        if self.item:
            return self.item.name
        return (_("Delivery %(number)s") if kind == "delivery" else _("Incident %(number)s")) % {"number": number}

    @property
    def anchor(self):
        return next((box for box in self.boxes.values() if box.errors), next(iter(self.boxes.values()))).id_for_label


class PartsForm(forms.Form):
    """delivery_<n>_…, expenditure_<line>, equipment_<pk>_…, incident_<n>_…; `known` and `kept` are set by the heir."""

    overspent_because = forms.CharField(
        label=gettext_lazy("Why more was spent than was disbursed"), required=False, max_length=300
    )

    def add_parts(self, data, more=""):
        self.counts = self._rows_asked(data, more)
        suppliers = [(pk, row.name) for pk, row in self.known.suppliers.items()]
        materials = [(pk, f"{row.name}, {row.unit}") for pk, row in self.known.materials.items()]
        orders = [
            (pk, f"{row.reference}, {self.known.materials[row.material_id].name}, {row.quantity.normalize():f}")
            for pk, row in self.known.orders.items()
        ]
        for number in range(1, self.counts["delivery"] + 1):
            self._add_delivery(f"delivery_{number}", suppliers, materials, orders)
        for line in CostLine:
            self.fields[f"expenditure_{line}"] = AmountField(14, label=capfirst(line.label))
        for item in self.known.items.values():
            for stage, label in (("delivered", _("Delivered so far")), ("installed", _("Installed so far"))):
                self.fields[f"equipment_{item.pk}_{stage}"] = CountField(2**15 - 1, label=label)
        for number in range(1, self.counts["incident"] + 1):
            self._add_incident(f"incident_{number}")
        for name, field in self.fields.items():
            if name.startswith(("delivery_", "expenditure_", "equipment_", "incident_")):
                _dress(name, field)

    def _rows_asked(self, data, more):
        """{kind: how many rows}: all that were posted or kept, one blank at least, and those asked for."""
        counts = {"delivery": len(self.kept.deliveries) + 1, "incident": len(self.kept.incidents) + 1}
        for name in data or ():
            if match := ROWS.fullmatch(name):
                counts[match[1]] = max(counts[match[1]], int(match[2]))
        if more in counts:
            counts[more] += MORE
        return {kind: min(number, MOST_ROWS) for kind, number in counts.items()}

    def _add_delivery(self, name, suppliers, materials, orders):
        def choice(label, rows, none):
            return forms.TypedChoiceField(
                label=label, choices=[("", none), *rows], coerce=int, empty_value=None, required=False
            )

        self.fields[f"{name}_supplier"] = choice(_("Supplier"), suppliers, _("Choose"))
        self.fields[f"{name}_waybill"] = forms.CharField(label=_("Waybill number"), max_length=40, required=False)
        self.fields[f"{name}_material"] = choice(_("Material"), materials, _("Choose"))
        self.fields[f"{name}_quantity"] = AmountField(12, label=_("Quantity"))
        self.fields[f"{name}_received_on"] = DayField(label=_("Received on"))
        self.fields[f"{name}_order"] = choice(_("Order"), orders, _("none"))

    def _add_incident(self, name):
        kinds = [("", _("Choose")), *((value, capfirst(label)) for value, label in Incident.Kind.choices)]
        self.fields[f"{name}_kind"] = forms.ChoiceField(label=_("What happened"), choices=kinds, required=False)
        self.fields[f"{name}_on"] = DayField(label=_("Day"))
        self.fields[f"{name}_people_hurt"] = CountField(10_000, label=_("People hurt"))
        self.fields[f"{name}_text"] = forms.CharField(label=_("In a sentence"), max_length=500, required=False)

    # --- what was typed ----------------------------------------------------------------------------------------------
    @property
    def entered_parts(self):
        """The parts as returns.save() takes them; a row left blank is no row."""
        given = self.cleaned_data
        self.filled_rows = {kind: [] for kind in self.counts}
        return {
            "deliveries": self._entered("delivery", DELIVERY),
            "expenditures": {
                line.value: amount for line in CostLine if (amount := given[f"expenditure_{line}"]) is not None
            },
            "equipment": {
                pk: counts for pk, counts in ((pk, self._counts(pk)) for pk in self.known.items)
                if counts != (None, None)
            },
            "incidents": self._entered("incident", INCIDENT),
            "overspent_because": given["overspent_because"],
        }  # fmt: skip

    def _counts(self, pk):
        return tuple(self.cleaned_data[f"equipment_{pk}_{stage}"] for stage in ("delivered", "installed"))

    def _entered(self, kind, columns):
        rows = []
        for number in range(1, self.counts[kind] + 1):
            row = {column: self.cleaned_data[f"{kind}_{number}_{box}"] for box, column in columns.items()}
            if any(value not in (None, "") for value in row.values()):
                self.filled_rows[kind].append(number)
                rows.append(row)
        return rows

    def box_of(self, name):
        """The box that shows what is said of the field `name` of judging; its own name if it is a box."""
        kind, _underscore, which = name.partition("_")
        if kind in ("delivery", "incident") and which.isdigit():
            which = self.filled_rows[kind][int(which) - 1]
        box = f"{kind}_{which}_{SAID_AT.get(kind)}"
        return box if box in self.fields else name

    # --- what the page shows -----------------------------------------------------------------------------------------
    @property
    def deliveries(self):
        return [self._part(f"delivery_{number}", DELIVERY) for number in range(1, self.counts["delivery"] + 1)]

    @property
    def incidents(self):
        return [self._part(f"incident_{number}", INCIDENT) for number in range(1, self.counts["incident"] + 1)]

    @property
    def equipment(self):
        return [
            self._part(f"equipment_{pk}", ("delivered", "installed"), item, self.known.last_equipment.get(pk))
            for pk, item in self.known.items.items()
        ]

    @property
    def part_rows(self):
        return [*self.deliveries, *self.equipment, *self.incidents]

    def _part(self, name, boxes, item=None, last=None):
        return PartRow(name, {box: self[f"{name}_{box}"] for box in boxes}, item, last, self.notes.get(name, ""))

    @property
    def spending(self):
        """(box, note) of each cost line."""
        return [(self[f"expenditure_{line}"], self.notes.get(f"expenditure_{line}", "")) for line in CostLine]


def _dress(name, field):
    """A box keeps what was typed, whatever it is, and is told where the words about it stand."""
    figures = isinstance(field, AmountField | CountField)
    if figures:
        field.widget = forms.TextInput()
    one = name if name.startswith("expenditure_") else "_".join(name.split("_")[:2])
    field.widget.attrs |= {
        "class": "form-select" if isinstance(field, forms.ChoiceField) else "form-control",
        "autocomplete": "off", "aria-describedby": f"m-{one}",
    }  # fmt: skip
    if figures:
        field.widget.attrs |= {"inputmode": "decimal", "maxlength": 20}
    if isinstance(field, DayField):
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": 10, "placeholder": "2026-10-02"}


def part_texts(said):
    """{box: value} of the parts of judging.Said."""
    values = {"overspent_because": said.overspent_because}
    for number, row in enumerate(said.deliveries, 1):
        values |= {f"delivery_{number}_{box}": row[column] for box, column in DELIVERY.items()}
    for number, row in enumerate(said.incidents, 1):
        values |= {f"incident_{number}_{box}": row[column] or None for box, column in INCIDENT.items()}
    values |= {f"expenditure_{line}": amount for line, amount in said.expenditures.items()}
    for item, counts in said.equipment.items():
        values |= {
            f"equipment_{item}_{stage}": count for stage, count in zip(("delivered", "installed"), counts, strict=True)
        }
    return values
