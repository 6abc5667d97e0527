"""What a report is asked for with."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.forms.gates import DAY, Reasoned
from reports.models import AnnualReport


class ReportForm(Reasoned):
    """Year, as-of day and language of a report."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        help_text=gettext_lazy("Written as 2026-10-01. What was known by the end of that day counts."),
        **DAY,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=AnnualReport._meta.get_field("language").choices
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["year"].error_messages["invalid_choice"] = _("Choose one of the years in the list.")
        self.fields["as_of"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
