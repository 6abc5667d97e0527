"""A guidance note as a form, and the reply to one."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.actions.guidance import MISSING
from committees.forms.concerns import ConcernsField
from committees.forms.decisions import bodies
from committees.models import Organization
from factories.forms.gates import DAY, Reasoned

TITLE, TEXT = 200, 8000


class NoteForm(Reasoned):
    """`key` makes a note that is sent twice one note."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Subject"), max_length=TITLE, error_messages={"required": MISSING["title"]})
    text = forms.CharField(
        label=_("Guidance"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is to be done, why, and what the reply has to say. It is never changed afterwards."),
        error_messages={"required": MISSING["text"]},
    )  # fmt: skip
    to = forms.ModelMultipleChoiceField(
        Organization.objects.none(), label=pgettext_lazy("addressee", "To"),
        widget=forms.SelectMultiple(attrs={"size": 10}), help_text=_("One or several bodies; each replies for itself."),
        error_messages={"required": MISSING["to"]},
    )  # fmt: skip
    reply_by = forms.DateField(
        label=_("Reply by"), help_text=_("The last day, as 2026-10-20."), input_formats=DAY["input_formats"],
        error_messages=DAY["error_messages"] | {"required": MISSING["reply_by"]},
    )  # fmt: skip

    def __init__(self, data=None, *, user, day, about=""):
        super().__init__(data, initial={"key": uuid.uuid4(), "concerns": about})
        self.fields["to"].queryset = bodies(day)
        self.fields["concerns"] = ConcernsField(
            user, label=_("Factory or county"),
            help_text=_("The code of what it is about, such as 26-KIMHWA-FOOD or KIMHWA; empty if about neither."),
        )  # fmt: skip

    def clean(self):
        """The values as guidance.write takes them."""
        given = super().clean()
        projects, counties = given.pop("concerns", None) or ((), ())
        if len(projects) + len(counties) > 1:
            self.add_error("concerns", _("A note is about one factory or one county: name one, or none."))
        given["project"], given["county"] = next(iter(projects), None), next(iter(counties), None)
        return given


class ReplyForm(Reasoned):
    needed = ("text",)
    text = forms.CharField(
        label=_("Reply"), required=False, max_length=TEXT, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What your body has done or will do, by when. A reply is kept as it is; you may reply again."),
    )  # fmt: skip
