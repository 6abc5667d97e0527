"""What a pack is asked for with."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.forms.gates import DAY, Reasoned
from reports.models import SealKind


class SpanForm(Reasoned):
    """Of what a pack is: kind, year and as-of day."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SealKind)
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        help_text=gettext_lazy("Written as 2026-10-01. What was known by the end of that day counts."),
        **DAY,
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["year"].error_messages["invalid_choice"] = _("Choose one of the years in the list.")
        self.fields["as_of"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}


class PackForm(SpanForm):
    """The same, with why it is sealed."""

    needed = ("reason",)
    reason = forms.CharField(
        label=gettext_lazy("Why it is sealed"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Stands in the seal and cannot be changed later."),
    )  # fmt: skip
