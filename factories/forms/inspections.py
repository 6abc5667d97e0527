"""An inspection as a form: a box for each work package, rows of tests and findings, and the judgement of earlier ones.

A row of which nothing is filled is not there. `tests` and `findings` count the rows; a button asks for another.
"""

import uuid
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from factories.actions.inspections import UNITS
from factories.forms.gates import DAY, Reasoned
from factories.forms.photos import PhotosField
from factories.forms.returns import PercentField
from factories.models import Finding, FindingState, Inspection, Severity, WorkPackage
from regional20x10.shared import words

MOST = 20
"""Rows of tests, and of findings, in one form."""
TEXT, NOTE = 4000, 2000
TEST, FINDING = ("what", "required", "measured", "passed"), ("severity", "package", "text", "assignee", "due_on")


@dataclass
class Measured:
    """A work package in the form, with what was last claimed and inspected."""

    package: WorkPackage
    box: BoundField
    claimed: Decimal | None
    inspected: Decimal | None


@dataclass
class Judged:
    """An earlier finding that is said to be resolved, with the boxes of its judgement."""

    finding: Finding
    deed: BoundField
    note: BoundField


class NoteForm(Reasoned):
    """The sentence that goes with a step of a finding."""

    needed = ("note",)
    note = forms.CharField(required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, label, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["note"].label = label


class InspectionForm(Reasoned):
    """`project` with its units; `compared`: its inspections.Comparison; `visits`: earlier inspections; `findings`:
    those not closed; `against`: (values) -> {field: sentences}, asked where the form itself cannot be read whole."""

    needed = ("visited_on",)
    lost_files = False
    """Whether photos came with a form that is shown again: a browser does not send them twice by itself."""
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    tests = forms.IntegerField(widget=forms.HiddenInput, required=False)
    findings = forms.IntegerField(widget=forms.HiddenInput, required=False)
    visited_on = forms.DateField(
        label=_("Day of the visit"), required=False, help_text=_("Written as 2026-10-02."), **DAY
    )
    follows = forms.ModelChoiceField(
        Inspection.objects.none(), label=_("Re-inspection of"), required=False,
        empty_label=_("none: this visit stands by itself"),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What the reader must know, in a few sentences."),
    )  # fmt: skip

    def __init__(self, data=None, files=None, *, project, compared, packages, visits, findings, against, initial=None):
        given = data if data is not None else initial or {}
        first = {"key": uuid.uuid4(), "follows": compared.visit.pk if compared.visit and findings else None}
        super().__init__(data, files, initial={**first, **(initial or {})})
        self.project, self.packages, self.against = project, packages, against
        self.compared = {package.pk: row for package, row in zip(packages, compared.rows, strict=True)}
        self.counts = {kind: _count(given.get(kind)) for kind in ("tests", "findings")}
        self.initial |= self.counts
        self.open = [row for row in findings if row.state_then == FindingState.OPEN]
        self.resolved = [row for row in findings if row.state_then == FindingState.RESOLVED]
        self.fields["follows"].queryset = visits
        self.fields["follows"].label_from_instance = lambda row: (
            _("the visit of %(day)s") % {"day": words.day(row.visited_on)}
        )
        self._add_boxes()

    def _add_boxes(self):
        for package in self.packages:
            self.fields[f"package_{package.pk}"] = PercentField(label=package.name)
        for number in range(self.counts["tests"]):
            self.fields |= {f"test_{number}_{name}": field for name, field in _asked(_test(), "required").items()}
        for number in range(self.counts["findings"]):
            row = _finding(self.packages, [getattr(self.project, unit) for unit in UNITS])
            self.fields |= {f"finding_{number}_{name}": field for name, field in _asked(row, "package").items()}
            self.fields[f"finding_{number}_files"] = PhotosField(label=_("Photos"), required=False)
        self.fields["files"] = PhotosField(label=_("Photos of the visit"), required=False)
        for row in self.resolved:
            self.fields[f"earlier_{row.pk}"] = forms.ChoiceField(
                label=_("What this visit showed"), required=False,
                choices=[("", _("not looked at")), ("close", _("mended: close it")),
                         ("reopen", _("not mended: open it again"))],
            )  # fmt: skip
            self.fields[f"note_{row.pk}"] = forms.CharField(label=_("Note"), required=False, max_length=NOTE)

    # --- what was said -----------------------------------------------------------------------------------------------
    def clean(self):
        """What record() takes. Where a box cannot be read, all that stands against the others is said too."""
        given = super().clean()
        self.rows = {kind: self._filled(kind) for kind in ("test", "finding")}
        percents = {row.pk: given.get(f"package_{row.pk}") for row in self.packages}
        earlier = {row.pk: (given.get(f"earlier_{row.pk}"), given.get(f"note_{row.pk}", "")) for row in self.resolved}
        said = {
            "visited_on": given.get("visited_on"), "follows": given.get("follows"),
            "percents": {pk: percent for pk, percent in percents.items() if percent is not None},
            "tests": [self._test(number) for number in self.rows["test"]],
            "findings": [self._finding(number) for number in self.rows["finding"]],
            "earlier": {pk: judged for pk, judged in earlier.items() if judged[0]},
            "summary": given.get("summary", ""),
        }  # fmt: skip
        if self.errors:
            self._place(self.against(said))
        return said | {"key": given.get("key") or uuid.uuid4(), "files": given.get("files") or []}

    def _filled(self, kind):
        """The numbers of the rows of which something is filled."""
        names = TEST if kind == "test" else FINDING
        count = self.counts[f"{kind}s"]
        return [
            number for number in range(count)
            if any(str(self.data.get(f"{kind}_{number}_{name}", "")).strip() for name in names)
            or self.files.get(f"{kind}_{number}_files")
        ]  # fmt: skip

    def _test(self, number):
        row = self._row("test", number, TEST)
        return row | {"passed": {"yes": True, "no": False}.get(row["passed"])}

    def _finding(self, number):
        row = self._row("finding", number, FINDING)
        row |= {name: int(row[name]) if row[name] else None for name in ("package", "assignee")}
        return row | {"files": self.cleaned_data.get(f"finding_{number}_files") or []}

    def _row(self, kind, number, names):
        return {name: self.cleaned_data.get(f"{kind}_{number}_{name}") for name in names}

    def refuse(self, refused):
        if refused.fields:
            self._place(refused.fields)
        else:
            super().refuse(refused)

    def _place(self, fields):
        """Each sentence to its box: the action counts the rows that are filled, the form all of them."""
        unread = any(name.startswith("package_") for name in self.errors)
        for name, sentences in fields.items():
            if name == "percents" and unread:  # something was entered, only it cannot be read
                continue
            kind, _sep, rest = name.partition("_")
            if kind in self.rows:
                number, _sep, rest = rest.partition("_")
                name = f"{kind}_{self.rows[kind][int(number)]}_{rest}"
            if name in self.errors:
                continue
            label = str(self.fields[name].label) if name in self.fields else ""
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence.removeprefix(f"{label}: "))

    # --- what the page shows -----------------------------------------------------------------------------------------
    @property
    def measured(self):
        return [
            Measured(row, self[f"package_{row.pk}"], self.compared[row.pk].claimed, self.compared[row.pk].inspected)
            for row in self.packages
        ]

    @property
    def test_rows(self):
        return [{name: self[f"test_{number}_{name}"] for name in TEST} for number in range(self.counts["tests"])]

    @property
    def finding_rows(self):
        names = (*FINDING, "files")
        return [{name: self[f"finding_{number}_{name}"] for name in names} for number in range(self.counts["findings"])]

    @property
    def judged(self):
        return [Judged(row, self[f"earlier_{row.pk}"], self[f"note_{row.pk}"]) for row in self.resolved]


def _visit(row):
    return _("the visit of %(day)s") % {"day": words.day(row.visited_on)}


def _count(text):
    """How many rows there are, whatever was sent."""
    text = str(text or "1")
    return min(MOST, max(1, int(text))) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _asked(row, optional):
    """The boxes of a row, all but one of which must be filled once any of them is: the action says so."""
    for name, field in row.items():
        field.widget.is_required = name != optional
    return row


def _test():
    return {
        "what": forms.CharField(label=_("What was tested"), required=False, max_length=160),
        "required": forms.CharField(label=_("Required"), required=False, max_length=80),
        "measured": forms.CharField(label=_("Measured"), required=False, max_length=80),
        "passed": forms.ChoiceField(
            label=_("Result"),
            required=False,
            choices=[("", _("Choose")), ("yes", _("passed")), ("no", _("not passed"))],
        ),
    }


def _finding(packages, units):
    bodies = {unit.pk: unit.name for unit in units if unit}
    return {
        "severity": forms.ChoiceField(
            label=_("Severity"), required=False, choices=[("", _("Choose")), *reversed(Severity.choices)]
        ),
        "package": forms.ChoiceField(
            label=_("Work package"), required=False,
            choices=[("", _("the whole factory")), *((row.pk, row.name) for row in packages)],
        ),
        "text": forms.CharField(
            label=_("What was found"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "assignee": forms.ChoiceField(
            label=_("Who is to mend it"), required=False, choices=[("", _("Choose")), *bodies.items()]
        ),
        "due_on": forms.DateField(
            label=_("To be mended by"), required=False, help_text=_("Written as 2026-10-20."), **DAY
        ),
    }  # fmt: skip
