"""What a report is asked for with."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.models import AnnualReport


class ReportForm(forms.Form):
    """Year, as-of day and language of a report."""

    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    as_of = forms.DateField(
        label=gettext_lazy("As of"),
        input_formats=["%Y-%m-%d"],
        help_text=gettext_lazy("Written as 2026-10-01. What was known by the end of that day counts."),
        error_messages={"invalid": gettext_lazy("This is not a date: write it as 2026-10-01.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=AnnualReport._meta.get_field("language").choices
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]
        self.fields["year"].error_messages["invalid_choice"] = _("Choose one of the years in the list.")
        self.fields["as_of"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": 10}

    def refuse(self, refused):
        """Show why the action refused, beside the fields where it can."""
        for name, sentences in refused.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
        if not refused.fields:
            for sentence in refused.reasons:
                self.add_error(None, sentence)
