"""What is asked of another body, and what is said of it afterwards."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from factories.forms.gates import DAY, Reasoned

DETAILS, NOTE = 4000, 2000
WRITTEN = _("Written as 2026-10-02.")


class BodyField(forms.ModelChoiceField):
    """A body that has not ended by `day`, without those of `but` (keys)."""

    def __init__(self, **kwargs):
        super().__init__(Organization.objects.none(), empty_label=_("choose"), **kwargs)

    def offer(self, day, but=()):
        self.queryset = Organization.objects.in_being(day).exclude(pk__in=but).order_by("name_en", "pk")

    def label_from_instance(self, body):
        return body.name


class AskForm(Reasoned):
    """`about`: whether the form asks for the factory or county by its code, because the address names none."""

    needed = ("what",)
    key = forms.UUIDField(widget=forms.HiddenInput)
    about = forms.CharField(
        label=_("Factory or county"), max_length=40, help_text=_("Its code, such as 26-SONGCHON-FOOD.")
    )
    owed_by = BodyField(label=_("Who is to act"))
    what = forms.CharField(
        label=_("What is needed"), max_length=200, required=False,
        help_text=_("One thing that can be said to be done, such as: a transformer of 400 kVA."),
    )  # fmt: skip
    details = forms.CharField(
        label=_("Details"), max_length=DETAILS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(label=_("Needed by"), help_text=WRITTEN, **DAY)
    delay_days = forms.IntegerField(
        label=_("Days of delay"), min_value=0, max_value=3650, initial=0,
        help_text=_("By how many days the finish slips if it is not met."),
    )  # fmt: skip

    def __init__(self, data=None, *, day, own, about):
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.fields["owed_by"].offer(day, but=[own])
        if not about:
            del self.fields["about"]


class NoteForm(Reasoned):
    """The sentence that goes with a step."""

    note = forms.CharField(required=False, max_length=NOTE, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data=None, *, label, needed=True, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["note"].label = label
        self.fields["note"].widget.is_required = needed


class PromiseForm(NoteForm):
    promised_on = forms.DateField(label=_("Promised for"), help_text=WRITTEN, **DAY)
    field_order = ["promised_on", "note"]


class PassForm(NoteForm):
    to = BodyField(label=_("Who is to act instead"))
    field_order = ["to", "note"]

    def __init__(self, data=None, *, day, but, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["to"].offer(day, but=but)
