"""The ten-day return as a form: what was typed becomes values, or every sentence about what cannot be kept."""

import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django import forms
from django.forms import BoundField
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories import doubts, plausibility
from factories.forms.boxes import CountField, DayField, PercentField
from factories.forms.parts import PartsForm, part_texts
from factories.judging import FIELDS
from factories.models import DelayCause, FigureReason, StatusReturn, WorkPackage

Pace = StatusReturn.Pace
MOST_PEOPLE = 100_000


@dataclass
class Row:
    """A work package in the form: last period, this period, change, plan, and what is asked about it."""

    package: WorkPackage
    field: BoundField
    reason: BoundField
    last: Decimal | None
    planned: float
    now: Decimal | None
    doubts: list
    asked: bool
    """Whether the doubts stood on the page that was sent."""
    note: str = ""
    """What the province wrote beside it when it sent the return back."""

    @property
    def last_text(self):
        return "" if self.last is None else doubts.plain(self.last)

    @property
    def change(self):
        return None if self.now is None or self.last is None else self.now - self.last

    @property
    def counts_as(self):
        """The figure for the totals: a blank counts as last period's."""
        return self.now if self.now is not None else self.last or Decimal(0)

    @property
    def unanswered(self):
        """Doubts for which a reason must, or before being asked should, be chosen."""
        return [] if self.reason.value() else [doubt for doubt in self.doubts if doubt.needs_reason or not self.asked]


class ReturnForm(PartsForm):
    """Fields: package_<pk> and reason_<pk> for each work package, those of the return, delay_<cause> and note_<cause>,
    and those of the parts.

    `said`: what the draft says (judging.Said); `known`: what was known before it; `notes`: {field: note it was sent
    back with}.
    """

    crew_people = CountField(MOST_PEOPLE, label=gettext_lazy("Workers on site, daily average"))
    crew_days = CountField(MOST_PEOPLE * 11, label=gettext_lazy("Worker-days in the period"))
    pace = forms.ChoiceField(
        label=gettext_lazy("Is anything stopping or slowing the work?"),
        choices=Pace, widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    slowed_since = DayField(label=gettext_lazy("Since"))
    needed = forms.CharField(label=gettext_lazy("What is needed to go on?"), required=False, max_length=1000)
    narrative = forms.CharField(label=gettext_lazy("What was done in these ten days?"), required=False, max_length=4000)

    def __init__(self, data=None, *, draft, said, known, notes=None, more=""):
        super().__init__(data, auto_id="f-%s")
        self.draft, self.kept, self.known, self.notes = draft, said, known, notes or {}
        self.packages, self.last, self.replaced = known.packages, known.last, known.replaced
        self.summary = []
        """(id, sentence) of what an action refused that belongs to no single box."""
        self.warnings = []
        """What looks implausible in all that was typed, told before it is submitted."""
        for package in self.packages:
            self.fields[f"package_{package.pk}"] = PercentField(label=package.name)
            self.fields[f"reason_{package.pk}"] = forms.ChoiceField(
                label=_("If the figure is right, why?"), required=False,
                choices=[("", _("Choose a reason")), *FigureReason.choices],
            )  # fmt: skip
        for cause in DelayCause:
            self.fields[f"delay_{cause}"] = CountField(11, label=capfirst(cause.label))
            self.fields[f"note_{cause}"] = forms.CharField(label=_("Note"), required=False, max_length=300)
        self.add_parts(data, more)
        self.initial = texts(said)
        self.revision, self.base = draft.revision, self.initial
        if data is not None:
            self.revision, self.base = count(data.get("revision")), began_from(data.get("base"))

    @cached_property
    def entered(self):
        """What returns.save() takes. What the answer “No” makes idle is left out."""
        given = self.cleaned_data
        slowed = given["pace"] != Pace.NORMAL
        values = {name: given[name] for name in FIELDS}
        if not slowed:
            values |= {"slowed_since": None, "needed": ""}
        lines = {
            package.pk: (given[f"package_{package.pk}"], given[f"reason_{package.pk}"]) for package in self.packages
        }
        causes = [(cause, given[f"delay_{cause}"], given[f"note_{cause}"]) for cause in DelayCause]
        delays = [cause for cause in causes if slowed and cause[1] is not None]
        return {"values": values, "lines": lines, "delays": delays, **self.entered_parts}

    def clean_needed(self):
        return self.cleaned_data["needed"].replace("\r\n", "\n")

    def clean_narrative(self):
        return self.cleaned_data["narrative"].replace("\r\n", "\n")

    def clean(self):
        given = super().clean()
        for cause in DelayCause:
            if given.get(f"note_{cause}") and f"delay_{cause}" not in self.errors and given[f"delay_{cause}"] is None:
                self.add_error(f"delay_{cause}", _("Enter the days lost to this cause, or take the note away."))
        return given

    def same_as_last(self, box=""):
        """What was typed, with last period's figure in the box named, or in every blank one."""
        filled = self.data.copy()
        for package in self.packages:
            name, last = f"package_{package.pk}", self.last.get(package.pk)
            if last is not None and (name == box or not (box or filled.get(name, "").strip())):
                filled[name] = doubts.plain(last)
        return filled

    # --- what the page shows -----------------------------------------------------------------------------------------
    @cached_property
    def rows(self):
        shown = set(self.data.getlist("asked")) if self.is_bound else set()
        return [self._row(package, shown) for package in self.packages]

    def _row(self, package, shown):
        name, last = f"package_{package.pk}", self.last.get(package.pk)
        now = self.given.get(name) if self.is_bound else self.kept.lines.get(package.pk, (None, ""))[0]
        asked = doubts.of_line(now, last, self.replaced.get(package.pk))
        return Row(
            package, self[name], self[f"reason_{package.pk}"], last, package.planned_on(self.draft.period.ends_on),
            now, asked, name in shown, self.notes.get(name, ""),
        )  # fmt: skip

    @property
    def given(self):
        """What could be read of what was typed, whatever else is wrong with it."""
        self.is_valid()
        return self.cleaned_data

    @property
    def plain_boxes(self):
        """The boxes that belong to no work package and to no row."""
        rows = ("package_", "reason_", "delivery_", "equipment_", "incident_")
        return [self[name] for name in self.fields if not name.startswith(rows)]

    @property
    def causes(self):
        return [(self[f"delay_{cause}"], self[f"note_{cause}"]) for cause in DelayCause]

    @property
    def slowed(self):
        return self["pace"].value() in (Pace.SLOWER, Pace.STOPPED)

    @property
    def filled(self):
        """(boxes that need a figure and have one, all that need one)."""
        boxes = [row.field for row in self.rows] + [self["crew_people"], self["pace"]]
        return sum(bool(str(box.value() or "").strip()) for box in boxes), len(boxes)

    @property
    def totals(self):
        """Weighted % of the last period, with these entries, and planned; None where nothing is known."""
        weights = sum(row.package.weight for row in self.rows) or 1

        def mean(values):
            return sum(float(row.package.weight) * float(value) for row, value in values) / float(weights)

        last = mean((row, row.last or 0) for row in self.rows) if self.last else None
        now = mean((row, row.counts_as) for row in self.rows)
        return {"last": last, "now": now, "planned": mean((row, row.planned) for row in self.rows)}

    @property
    def problems(self):
        """(id, sentence) of every error and open doubt, in the order of the page."""
        found = []
        for row in self.rows:
            found += [(row.field.id_for_label, f"{row.package.name}: {error}") for error in row.field.errors]
            if self.is_bound and not row.field.errors:
                found += [(row.field.id_for_label, f"{row.package.name}: {doubt.sentence}") for doubt in row.unanswered]
            found += [(row.reason.id_for_label, error) for error in row.reason.errors]
        found += [
            (box.id_for_label or box.auto_id, f"{box.label}: {error}")
            for box in self.plain_boxes
            for error in box.errors
        ]
        found += [(row.anchor, f"{row.label}: {error}") for row in self.part_rows for error in row.errors]
        return found + self.summary

    @property
    def seen(self):
        """What the page sends back when these warnings were on it."""
        return plausibility.token(self.warnings)

    def refuse(self, refused):
        """Take over the sentences with which an action refused, each to its box."""
        placed = set()
        for name, sentences in refused.fields.items():
            row = next((row for row in self.rows if row.field.name == name), None)
            placed.update(map(str, sentences))
            if row is not None and row.doubts:
                continue  # the doubt itself stands in the row and in the summary
            if (box := self.box_of(name)) in self.fields:
                for sentence in sentences:
                    self.add_error(box, sentence.removeprefix(f"{self.fields[box].label}: "))
            else:
                self.summary += [(f"f-{name}", sentence) for sentence in sentences]
        self.summary += [("f-submit", reason) for reason in refused.reasons if reason not in placed]


def texts(said):
    """{box: text} of what a return says, as its form shows it; empty ones are left out."""
    boxes = dict(said.values)
    for package, (percent, reason) in said.lines.items():
        boxes |= {f"package_{package}": percent, f"reason_{package}": reason}
    for cause, days, note in said.delays:
        boxes |= {f"delay_{cause}": days, f"note_{cause}": note}
    return as_text(boxes | part_texts(said))


def as_text(values):
    """{name: value} with each value as its box shows it; empty ones are left out."""
    shown = {}
    for name, value in values.items():
        if value not in (None, ""):
            shown[name] = doubts.plain(value) if isinstance(value, Decimal) else str(value)
    return shown


@dataclass
class Difference:
    """A box in which two people wrote different things."""

    name: str
    label: str
    mine: str
    theirs: str
    choice: str
    """Which to propose: “theirs” where I changed nothing since I began, else “mine”."""


def differences(form, theirs, label=None):
    """What the (valid) form says otherwise than `theirs`, a dict of texts; judged by the texts the form began from.

    `label(form, name)`: the words of a box.
    """
    label = label or _label
    mine, base = as_text(form.cleaned_data), form.base
    return [
        Difference(
            name, label(form, name), _shown(field, mine.get(name)), _shown(field, theirs.get(name)),
            "theirs" if mine.get(name, "") == base.get(name, "") else "mine",
        )
        for name, field in form.fields.items() if mine.get(name) != theirs.get(name)
    ]  # fmt: skip


def chosen(data, theirs):
    """The posted boxes with those of `theirs` put in where the writer chose them."""
    merged = data.copy()
    for name, choice in data.items():
        if name.startswith("choose_") and choice == "theirs":
            box = name.removeprefix("choose_")
            merged[box] = theirs.get(box, "")
    return merged


def count(text):
    """A revision as posted; 0, which is nobody's, if it cannot be read."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def began_from(text):
    """The texts the writer started from, as the form carried them; nothing if they cannot be read."""
    try:
        kept = json.loads(text)
    except (TypeError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _label(form, name):
    kind, _underscore, which = name.partition("_")
    match kind:
        case "reason":
            return _("Reason: %(what)s") % {"what": form.fields[f"package_{which}"].label}
        case "delay":
            return _("Days lost: %(what)s") % {"what": form.fields[name].label}
        case "note":
            return _("Note: %(what)s") % {"what": form.fields[f"delay_{which}"].label}
        case "delivery":
            return _("Delivery %(number)s, %(what)s") % _row_slots(form, name)
        case "incident":
            return _("Incident %(number)s, %(what)s") % _row_slots(form, name)
        case "equipment":
            item = form.known.items[int(which.partition("_")[0])]
            return f"{item.name}: {form.fields[name].label}"
        case "expenditure":
            return _("Spent: %(what)s") % {"what": form.fields[name].label}
    return form.fields[name].label


def _row_slots(form, name):
    return {"number": name.split("_")[1], "what": form.fields[name].label}


def _shown(field, text):
    return str(dict(getattr(field, "choices", ())).get(text, text or ""))
