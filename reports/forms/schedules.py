"""Whether reports of a kind are built by themselves, and to whom they go."""

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.rights import Role
from factories.forms.gates import Reasoned
from reports.actions.schedules import SCHEDULED, TO_CHOOSE


class ScheduleForm(Reasoned):
    """By itself or not, how long after its span, and to which roles."""

    active = forms.BooleanField(label=_("Sealed and built by itself"), required=False)
    days_after = forms.IntegerField(
        label=_("Days after the end of its span"),
        min_value=0,
        max_value=60,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("0 to 60, so that the last returns can be verified before it is sealed."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Goes also to"),
        required=False,
        choices=[(role.value, role.label) for role in map(Role, TO_CHOOSE)],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They may read the whole report, of all provinces, and are told when it is ready."),
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind not in SCHEDULED:
            del self.fields["active"], self.fields["days_after"]
