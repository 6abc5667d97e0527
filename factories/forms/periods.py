"""What is said when periods are opened or closed, and of an exception for one place."""

from django import forms
from django.utils.translation import gettext_lazy as _

from factories.forms.gates import DAY, Reasoned
from factories.models import County, FactoryProject, Province


def _why(**kwargs):
    text = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=_("Reason"), max_length=2000, required=False, widget=text, **kwargs)


class ManyPeriodsForm(Reasoned):
    """Closing: which, and why."""

    needed = ("periods", "reason")
    periods = forms.ModelMultipleChoiceField(
        queryset=None, required=False, label=_("Periods"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose periods from the list."),
                        "invalid_pk_value": _("Choose periods from the list.")},
    )  # fmt: skip
    reason = _why(help_text=_("It is kept in the history of each period."))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periods"].queryset = choices
        self.fields["periods"].label_from_instance = _label


def _label(period):
    return _("%(period)s: takes returns until %(day)s") % {"period": period.label, "day": period.closes_on}


class ReopenForm(ManyPeriodsForm):
    needed = ("periods", "until", "reason")
    until = forms.DateField(
        label=_("Take returns until"), help_text=_("The last day, written as 2026-10-25."), **DAY
    )  # fmt: skip
    field_order = ("periods", "until", "reason")


class GrantForm(Reasoned):
    """An exception: for which one place, until when, and why."""

    needed = ("reason",)
    kind = forms.ChoiceField(
        label=_("For"), widget=forms.RadioSelect, initial="project",
        choices=[("project", _("one factory")), ("county", _("a whole county")), ("province", _("a whole province"))],
    )  # fmt: skip
    code = forms.CharField(
        label=_("Its code"), max_length=60,
        help_text=_("As its page shows it: 26-UNRYUL-FOOD, KP0409, KP-04."),
    )  # fmt: skip
    until = forms.DateField(
        label=_("Take its returns until"), help_text=_("The last day, written as 2026-10-25. Then it ends by itself."),
        **DAY,
    )  # fmt: skip
    reason = _why(help_text=_("The unit reads it beside its deadline."))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        """The place as the action takes it: {kind of place: the place}."""
        given = super().clean()
        kind, code = given.pop("kind", None), given.pop("code", None)
        if kind and code:
            given[kind] = self._place(kind, code)
            if given[kind] is None:
                self.add_error(
                    "code", _("There is none of this code: look it up in the list of factories or counties.")
                )
        return given

    def _place(self, kind, code):
        rows = {
            "project": FactoryProject.objects.select_related("plan__county"), "county": County.objects,
            "province": Province.objects,
        }[kind]  # fmt: skip
        return rows.visible_to(self.user).filter(code=code).first()
