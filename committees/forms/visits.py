"""The form of a visit: what was seen, and five rows for what was asked for."""

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.forms.gates import DAY, Reasoned

ROWS = 5
PARTS = ("what", "owed_by", "due_on", "project", "delay_days")


class VisitForm(Reasoned):
    """A row of which nothing is filled in is passed over; what a half-filled one lacks is said with its number."""

    needed = ("visited_on", "seen")
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    visited_on = forms.DateField(
        label=gettext_lazy("Visited on"), required=False, help_text=gettext_lazy("Written as 2026-10-02."), **DAY
    )
    seen = forms.CharField(
        label=gettext_lazy("What was seen"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("At which factory, what stands, what does not. It is kept as you write it."),
    )  # fmt: skip

    def __init__(self, data=None, *, projects, bodies, day):
        """`projects`: those of the county; `bodies`: those that can be asked, as lists; `day`: today."""
        super().__init__(data, initial={"key": uuid.uuid4(), "visited_on": day})
        for number in range(1, ROWS + 1):
            self.fields |= {f"ask_{number}_{name}": field for name, field in _row(projects, bodies).items()}

    def clean(self):
        given = super().clean()
        asks = [{name: given.get(f"ask_{number}_{name}") for name in PARTS} for number in range(1, ROWS + 1)]
        return {
            "key": given.get("key") or uuid.uuid4(), "visited_on": given.get("visited_on"),
            "seen": given.get("seen", ""), "asks": asks,
        }  # fmt: skip

    @property
    def asks(self):
        """The rows as the page shows them."""
        return [{name: self[f"ask_{number}_{name}"] for name in PARTS} for number in range(1, ROWS + 1)]


class Chosen(forms.TypedChoiceField):
    """One of `rows`, which are read once for all fields of the form; None where nothing is chosen."""

    def __init__(self, rows, said, label, empty):
        by_key = {str(row.pk): row for row in rows}
        choices = [("", empty), *((key, said(row)) for key, row in by_key.items())]
        super().__init__(choices=choices, coerce=by_key.get, empty_value=None, label=label, required=False)


def _factory(project):
    return _("%(factory)s, %(project)s") % {"factory": project.factory_type.name, "project": project.code}


def _row(projects, bodies):
    """The boxes of a row, of which three must be filled once any is: the action says so."""
    row = {
        "what": forms.CharField(label=_("What is needed"), max_length=200, required=False),
        "owed_by": Chosen(bodies, str, _("Asked of"), _("choose a body")),
        "due_on": forms.DateField(label=_("Needed by"), required=False, **DAY),
        "project": Chosen(projects, _factory, _("For which factory"), _("the county as a whole")),
        "delay_days": forms.IntegerField(
            label=_("Days of delay without it"), min_value=0, max_value=3650, required=False
        ),
    }  # fmt: skip
    for name in ("what", "owed_by", "due_on"):
        row[name].widget.is_required = True
    return row
