"""What is said of a complaint and of its reply. There is no box to write in but that of the number."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from factories.complaints import TO_CORRECT, TO_WITHDRAW
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.models import ComplaintMatter, ReplyOutcome

WRITTEN = _("Written as 2026-10-02.")


def _chosen(choices):
    return [(value, capfirst(word)) for value, word in choices]


def _why(reasons, label):
    choices = _chosen((reason.value, reason.label) for reason in reasons)
    return forms.ChoiceField(label=label, choices=[("", _("choose")), *choices])


class VersionForm(Reasoned):
    """`key` makes an entry that is sent twice one entry; a correction has `why`, chosen from a list, in its place."""

    def __init__(self, data=None, *, corrects=None):
        super().__init__(data, initial=begun(corrects and {name: getattr(corrects, name) for name in self.said}))
        versioned(self, corrects)
        if corrects:
            self.fields["why"] = _why(TO_CORRECT, _("Why it is corrected"))


class ComplaintForm(VersionForm):
    said = ("matter", "received_on", "reply_due_on")
    reference = forms.CharField(
        label=_("Number in the register"), max_length=40,
        help_text=_("Such as K-2026/14. Who complained, and of what in particular, stays in the county’s register."),
    )  # fmt: skip
    matter = forms.ChoiceField(label=_("Matter"), choices=_chosen(ComplaintMatter.choices))
    received_on = forms.DateField(label=_("Received on"), help_text=WRITTEN, **DAY)
    reply_due_on = forms.DateField(label=_("Reply due on"), help_text=WRITTEN, **DAY)

    def __init__(self, data=None, *, corrects=None):
        super().__init__(data, corrects=corrects)
        if corrects:
            del self.fields["reference"]


class ReplyForm(VersionForm):
    said = ("replied_on", "outcome")
    replied_on = forms.DateField(label=_("Replied on"), help_text=WRITTEN, **DAY)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=_chosen(ReplyOutcome.choices))


class WithdrawForm(Reasoned):
    why = _why(TO_WITHDRAW, _("Why it is withdrawn"))
