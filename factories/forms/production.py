"""The monthly production return as a form, and what a factory is to make in a year."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import doubts, norms, plausibility, production, production_rules
from factories.forms.boxes import AmountField, CountField, PercentField
from factories.forms.gates import Reasoned
from factories.forms.returns import as_text, began_from, count
from factories.models import DowntimeCause
from factories.production import FIELDS, Said
from factories.production_rules import MOST_COUNT, MOST_NOTE

T = gettext_lazy("t")
TONNES, HOURS, MONEY = partial(AmountField, 9, places=1), partial(AmountField, 6, places=1), partial(AmountField, 12)
WHOLE = partial(CountField, MOST_COUNT)
FIGURES = {
    # figure of a product or raw material: its words, its unit, its field
    "output_t": (gettext_lazy("Output"), T, TONNES),
    "stock_t": (gettext_lazy("In stock at the month’s end"), T, TONNES),
    "batches_checked": (gettext_lazy("Batches checked"), "", WHOLE),
    "batches_passed": (gettext_lazy("Batches passed"), "", WHOLE),
    "first_grade_percent": (gettext_lazy("Of the first grade"), "%", PercentField),
    "returned_t": (gettext_lazy("Returned by buyers"), T, TONNES),
    "price": (gettext_lazy("Price a kg"), "", MONEY),
    "received_t": (gettext_lazy("Received"), T, TONNES),
    "used_t": (gettext_lazy("Used"), T, TONNES),
}
VALUES = {
    "hours_run": (gettext_lazy("Hours run"), gettext_lazy("hours"), HOURS),
    "power_kwh": (gettext_lazy("Electricity used"), gettext_lazy("kWh"), WHOLE),
    "staff": (gettext_lazy("Staff at the month’s end"), gettext_lazy("persons"), WHOLE),
}


@dataclass
class Figure:
    """One box in its row: what it was last month, and what is planned."""

    box: BoundField
    unit: str = ""
    last: Decimal | None = None
    plan: Decimal | None = None
    optional: bool = True

    @property
    def last_text(self):
        return "" if self.last is None else doubts.plain(Decimal(self.last))


@dataclass
class Part:
    """A product or raw material with its boxes."""

    name: str
    words: str
    figures: list
    note: str = ""


class ProductionForm(forms.Form):
    """Fields: those of the return, product_<n>_<figure> and material_<n>_<figure> by number, downtime_<cause> and
    note_<cause>.

    `said`: what the draft says (production.Said); `known`: what was known before it; `notes`: {field: note it was sent
    back with}.
    """

    narrative = forms.CharField(label=gettext_lazy("What was done in the month?"), required=False, max_length=4000)

    def __init__(self, data=None, *, draft, said, known, notes=None):
        super().__init__(data, auto_id="f-%s")
        self.draft, self.kept, self.known, self.notes = draft, said, known, notes or {}
        self.summary = []
        """(id, sentence) of what an action refused that belongs to no single box."""
        self.warnings = []
        """What looks implausible in all that was typed, told before it is submitted."""
        self.products = known.products + [name for name in said.products if name not in known.products]
        self.materials = list(known.materials) + [name for name in said.materials if name not in known.materials]
        for name, (label, _unit, field) in VALUES.items():
            self.fields[name] = field(label=label)
        for kind, names, figures in self._parts():
            for number, _name in enumerate(names, 1):
                for figure in figures:
                    label, _unit, field = FIGURES[figure]
                    self.fields[f"{kind}_{number}_{figure}"] = field(label=label)
        for cause in DowntimeCause:
            self.fields[f"downtime_{cause}"] = HOURS(label=capfirst(cause.label))
            self.fields[f"note_{cause}"] = forms.CharField(label=_("Note"), required=False, max_length=MOST_NOTE)
        self.initial = self.texts(said)
        self.revision, self.base = draft.revision, self.initial
        if data is not None:
            self.revision, self.base = count(data.get("revision")), began_from(data.get("base"))

    def _parts(self):
        return [
            ("product", self.products, production.PRODUCT),
            ("material", self.materials, production.MATERIAL),
        ]

    def texts(self, said):
        """{box: text} of what a return says, as this form shows it; empty ones are left out."""
        boxes = dict(said.values)
        for kind, names, figures in self._parts():
            rows = said.products if kind == "product" else said.materials
            for number, name in enumerate(names, 1):
                boxes |= {f"{kind}_{number}_{figure}": rows.get(name, {}).get(figure) for figure in figures}
        for cause, hours, note in said.downtimes:
            boxes |= {f"downtime_{cause}": hours, f"note_{cause}": note}
        return as_text(boxes)

    # --- what was typed ----------------------------------------------------------------------------------------------
    def clean(self):
        given = super().clean()
        for cause in DowntimeCause:
            if given.get(f"note_{cause}") and f"downtime_{cause}" not in self.errors:
                if given[f"downtime_{cause}"] is None:
                    self.add_error(f"downtime_{cause}", _("Enter the hours of this cause, or take the note away."))
        if not self.errors:
            self._place(production_rules.cannot_be_kept(Said(**self._entered(given))))
        return given

    @cached_property
    def entered(self):
        """What production.save() takes. A part of which nothing is given is left out."""
        return self._entered(self.cleaned_data)

    def _entered(self, given):
        parts = {}
        for kind, names, figures in self._parts():
            rows = {
                name: {figure: given[f"{kind}_{number}_{figure}"] for figure in figures}
                for number, name in enumerate(names, 1)
            }
            parts[kind] = {name: row for name, row in rows.items() if any(value is not None for value in row.values())}
        causes = [(cause.value, given[f"downtime_{cause}"], given[f"note_{cause}"]) for cause in DowntimeCause]
        return {
            "values": {name: given[name] for name in FIELDS},
            "products": parts["product"], "materials": parts["material"],
            "downtimes": [cause for cause in causes if cause[1] is not None],
        }  # fmt: skip

    def clean_narrative(self):
        return self.cleaned_data["narrative"].replace("\r\n", "\n")

    # --- what the page shows -----------------------------------------------------------------------------------------
    @property
    def value_figures(self):
        last = self.known.last.values if self.known.last else {}
        return [
            Figure(self[name], unit, last.get(name), optional=name != "hours_run")
            for name, (_label, unit, _field) in VALUES.items()
        ]

    @property
    def product_parts(self):
        return self._shown("product", self.products, production.PRODUCT, "output_t")

    @property
    def material_parts(self):
        return self._shown("material", self.materials, production.MATERIAL, "used_t")

    def _shown(self, kind, names, figures, needed):
        return [
            Part(
                name,
                capfirst(norms.in_words(self.draft.project.factory_type, name)),
                [self._figure(kind, number, name, figure, needed) for figure in figures],
                self.notes.get(f"{kind}_{name}", ""),
            )
            for number, name in enumerate(names, 1)
        ]

    def _figure(self, kind, number, name, figure, needed):
        plan = self.known.plan.get(name) if figure == "output_t" else None
        return Figure(
            self[f"{kind}_{number}_{figure}"], FIGURES[figure][1], self.known.last_of(f"{kind}s", name, figure),
            production.of_month(plan, self.known.period), optional=figure != needed,
        )  # fmt: skip

    @property
    def causes(self):
        return [(self[f"downtime_{cause}"], self[f"note_{cause}"]) for cause in DowntimeCause]

    @property
    def boxes(self):
        return [self[name] for name in self.fields]

    @property
    def problems(self):
        """(id, sentence) of every error, in the order of the fields."""
        found = [(box.id_for_label, f"{self.label(box.name)}: {error}") for box in self.boxes for error in box.errors]
        return found + self.summary

    def label(self, name):
        """The words of a box, with the product or raw material it is of."""
        kind, _underscore, rest = name.partition("_")
        if kind in ("product", "material"):
            number = int(rest.partition("_")[0])
            names = self.products if kind == "product" else self.materials
            words = norms.in_words(self.draft.project.factory_type, names[number - 1])
            return f"{capfirst(words)}, {self.fields[name].label}"
        if kind == "downtime":
            return _("Hours lost: %(what)s") % {"what": self.fields[name].label}
        if kind == "note":
            return _("Note: %(what)s") % {"what": self.fields[f"downtime_{rest}"].label}
        return self.fields[name].label

    @property
    def seen(self):
        """What the page sends back when these warnings were on it."""
        return plausibility.token(self.warnings)

    def refuse(self, refused):
        """Take over the sentences with which an action refused, each to its box."""
        placed = self._place(refused.fields)
        self.summary += [("f-submit", reason) for reason in refused.reasons if reason not in placed]

    def _place(self, fields):
        """Put {field of the rules: sentences} beside the boxes; the sentences."""
        placed = set()
        for name, sentences in fields.items():
            box = self._box_of(name)
            placed.update(map(str, sentences))
            if box in self.fields:
                for sentence in sentences:
                    self.add_error(box, sentence)
            else:
                self.summary += [("f-submit", sentence) for sentence in sentences]
        return placed

    def _box_of(self, name):
        """The box of a field of the rules, such as product_food.output_t."""
        if name == "products":
            return "product_1_output_t"
        field, _point, figure = name.rpartition(".") if "." in name else (name, "", "")
        kind, _underscore, part = field.partition("_")
        names = {"product": self.products, "material": self.materials}.get(kind, [])
        if part not in names:
            return name
        return f"{kind}_{names.index(part) + 1}_{figure or ('output_t' if kind == 'product' else 'used_t')}"


class PlanForm(Reasoned):
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    product = forms.CharField(label=gettext_lazy("Product"), max_length=60)
    tonnes = forms.DecimalField(label=gettext_lazy("Plan, t"), max_digits=10, decimal_places=1)
    reason = forms.CharField(
        label=gettext_lazy("Why"), required=False, max_length=300,
        help_text=gettext_lazy("Needed where a plan changes, and for a product such a factory does not usually make."),
    )  # fmt: skip

    def __init__(self, data=None, *, project, initial=None):
        super().__init__(data, initial=initial)
        if made := norms.products(project.factory_type):
            said = _("By its name in the norms of the type: %(products)s.")
            self.fields["product"].help_text = said % {"products": ", ".join(made)}
