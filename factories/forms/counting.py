"""The form of a programme year's thresholds."""

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.counting import THRESHOLDS
from factories.forms.gates import Reasoned


def _whole(name, label, help_text):
    low, high = THRESHOLDS[name]
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


class ThresholdsForm(Reasoned):
    needed = ("reason",)
    cover_percent = _whole(
        "cover_percent", _("Raw-material cover to operate"), _("Of a year’s need, by the bases that feed it.")
    )
    utilisation_percent = _whole(
        "utilisation_percent", _("Utilisation to count"), _("Output of the months looked at, of what they can hold.")
    )
    production_months = _whole(
        "production_months", _("Months looked at"), _("All of them are to be reported and verified.")
    )
    production_grace_days = _whole(
        "production_grace_days", _("Days after a month"), _("After so many days a month is to be verified.")
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is kept with the change. The factories of the year are judged anew at once."),
    )  # fmt: skip
