"""What is said when a year is closed, of a lesson, and of its check at a factory."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from factories import gates
from factories.forms.entries import begun, versioned
from factories.forms.gates import Reasoned
from factories.models import DelayCause, FactoryType


class CloseForm(Reasoned):
    """A box for each factory that is not finished: why it is carried over."""

    def __init__(self, data=None, *, unfinished):
        super().__init__(data)
        self.projects = {f"why_{row.project.pk}": row.project for row in unfinished}
        for row in unfinished:
            name = f"why_{row.project.pk}"
            self.fields[name] = forms.CharField(
                label=f"{row.project.code}, {row.project.plan.county.name}", max_length=2000, required=False,
                initial=row.cause, widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[name].widget.is_required = True

    def close(self, act):
        """What `act(why=…)` gave if the form was sent and the action did not refuse; else None."""
        return self.done(lambda **said: act(why={self.projects[name]: text for name, text in said.items()}))


class LessonForm(Reasoned):
    needed = ("what", "check_en", "check_ko")
    cause = forms.ChoiceField(label=_("Cause"), choices=[(value, capfirst(word)) for value, word in DelayCause.choices])
    what = forms.CharField(
        label=_("What happened"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    check_en = forms.CharField(
        label=_("What to check next time, in English"), max_length=200, required=False,
        help_text=_("As a statement that holds or does not: “The power line is connected”."),
    )  # fmt: skip
    check_ko = forms.CharField(label=_("What to check next time, in Korean"), max_length=200, required=False)
    gate = forms.ChoiceField(label=_("Before the gate"), choices=gates.DECIDED_CHOICES)
    factory_type = forms.ModelChoiceField(
        FactoryType.objects.order_by("code"), label=_("Type of factory"), required=False, empty_label=_("every type"),
    )  # fmt: skip


class RetireForm(Reasoned):
    needed = ("reason",)
    reason = forms.CharField(
        label=_("Why it is asked no more"), max_length=300, required=False,
        help_text=_("What was checked because of it stays to be seen."),
    )  # fmt: skip


class CheckForm(Reasoned):
    """`key` makes a check that is sent twice one check; a correction has `why` in its place."""

    holds = forms.TypedChoiceField(
        label=_("How it stands"), choices=[("yes", _("in order")), ("no", _("not in order"))],
        widget=forms.RadioSelect, coerce=lambda value: value == "yes",
    )  # fmt: skip
    note = forms.CharField(
        label=_("What was found"), max_length=300, help_text=_("What was looked at, and how it was seen.")
    )

    def __init__(self, data=None, *, corrects=None):
        read = corrects and {"holds": "yes" if corrects.holds else "no", "note": corrects.note}
        super().__init__(data, initial=begun(read))
        versioned(self, corrects)
