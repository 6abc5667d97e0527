"""What is written into a province's report, said of it, and decided on it."""

import uuid

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from factories.forms.gates import DAY, Reasoned
from regional20x10.shared.errors import Conflict
from reports.composing.doubts import reasons
from reports.models import SectionKey

LONG = 30_000
"""Characters that are read from a box: more than the action takes, so that it says how many there are."""


class SectionForm(Reasoned):
    """The text of a section; `version` is the section as the writer saw it."""

    conflict = None
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Narrative"), max_length=LONG, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip

    def refuse(self, refused):
        if isinstance(refused, Conflict):
            self.conflict = refused
        super().refuse(refused)


class CommentForm(Reasoned):
    key = forms.UUIDField(widget=forms.HiddenInput)
    reply_to = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Comment"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    needed = ("text",)

    def __init__(self, data=None, **more):
        super().__init__(data, initial={"key": uuid.uuid4()}, **more)


class SignForm(Reasoned):
    """A reason for each doubt that is to stand."""

    def __init__(self, data=None, *, doubts, given):
        super().__init__(data)
        self.doubts = list(doubts)
        choices = [("", _now("Choose a reason")), *reasons()]
        for doubt in self.doubts:
            before = given.get(doubt.name, {})
            self.fields[f"reason_{doubt.name}"] = forms.ChoiceField(
                label=_now("Why the text differs: %(figure)s") % {"figure": doubt.label}, choices=choices,
                required=False, initial=before.get("reason", ""), help_text=doubt.sentence,
            )  # fmt: skip
            self.fields[f"reason_{doubt.name}"].widget.is_required = True
            self.fields[f"note_{doubt.name}"] = forms.CharField(
                label=_now("In words: %(figure)s") % {"figure": doubt.label}, max_length=500, required=False,
                initial=before.get("note", ""),
            )  # fmt: skip

    def signed(self, act):
        """What `act(reasons=…)` gave if the form was sent and nothing stood against it."""

        def signing(**said):
            given = {
                doubt.name: {"reason": said[f"reason_{doubt.name}"], "note": said[f"note_{doubt.name}"]}
                for doubt in self.doubts
            }
            return act(reasons=given)

        return self.done(signing)


class DaysForm(Reasoned):
    """When the reports on a year are due, and when the plenary meeting is held."""

    reports_due_on = forms.DateField(
        label=_("Provincial reports due"), required=False, help_text=_("Written as 2026-12-22."), **DAY
    )
    plenary_on = forms.DateField(
        label=_("Plenary meeting"), required=False, help_text=_("On that day or after it, as 2026-12-27."), **DAY
    )


class DecideForm(Reasoned):
    """Accept, or return with a note on each section that is to be mended."""

    decision = forms.ChoiceField(
        label=_("Your decision"), choices=[("accept", _("Accept the report")), ("return", _("Return it with notes"))],
        widget=forms.RadioSelect, error_messages={"required": _("Choose: accept the report, or return it.")},
    )  # fmt: skip

    def __init__(self, data=None):
        super().__init__(data)
        for key in SectionKey:
            self.fields[f"note_{key.value}"] = forms.CharField(
                label=_now("To be mended: %(section)s") % {"section": key.label}, max_length=LONG, required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip

    @property
    def notes(self):
        return [self[f"note_{key.value}"] for key in SectionKey]

    def decided(self, accept, return_):
        """What the chosen one of the two gave if nothing stood against it."""

        def deciding(decision, **said):
            if decision == "accept":
                return accept()
            return return_(notes={key.value: said[f"note_{key.value}"] for key in SectionKey})

        return self.done(deciding)
