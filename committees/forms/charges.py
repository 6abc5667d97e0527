"""What is said when a member is put in charge of a county, and when a charge is handed over."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Official
from factories.forms.gates import DAY, Reasoned

WRITTEN = gettext_lazy("Written as 2026-10-02.")


class ChargeForm(Reasoned):
    """The member by the reference of the cadre register: pages show posts, never names."""

    needed = ("official", "title", "starts_on")
    official = forms.CharField(
        label=gettext_lazy("Member, by reference"), max_length=40, required=False,
        help_text=gettext_lazy("As the cadre register gives it. An administrator registers officials."),
        widget=forms.TextInput(attrs={"list": "officials", "autocomplete": "off"}),
    )  # fmt: skip
    title = forms.CharField(
        label=gettext_lazy("Post the member holds"), max_length=120, required=False,
        help_text=gettext_lazy("Shown in place of a name, such as “Secretary of the Central Committee”."),
    )  # fmt: skip
    title_ko = forms.CharField(label=gettext_lazy("The same in Korean"), max_length=120, required=False)
    starts_on = forms.DateField(label=gettext_lazy("In charge from"), required=False, help_text=WRITTEN, **DAY)

    def clean_official(self):
        reference = self.cleaned_data["official"].strip()
        row = Official.objects.filter(reference=reference).first() if "\x00" not in reference else None
        if reference and row is None:
            said = _("No official is registered as “%(reference)s”: correct it, or have an administrator register it.")
            raise forms.ValidationError(said % {"reference": reference})
        return row


class HandOverForm(Reasoned):
    needed = ("ends_on", "handover")
    ends_on = forms.DateField(
        label=gettext_lazy("Last day of the charge"), required=False,
        help_text=gettext_lazy("Written as 2026-10-02. The successor starts the day after, at the earliest."), **DAY,
    )  # fmt: skip
    handover = forms.CharField(
        label=gettext_lazy("Handover note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("For whoever follows: what is promised, what is open, what comes next."),
    )  # fmt: skip

    def said(self, act):
        """`act` with the form's words as hand_over() names them."""
        return lambda ends_on, handover: act(ends_on=ends_on, note=handover)
