"""What is said when an agreement is signed, a signature taken back, a clause remarked on."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from factories.forms.gates import Reasoned
from factories.models import ClauseKind, Side
from regional20x10.shared.errors import Refused


def seen(side, data):
    """What somebody signs by the form of `side`: (revision pk, {kind: the digest that was shown}).

    Each clause of the form is named with the digest the page showed: clause=capacity:3f0c…
    """
    damaged = Refused(_("The form is damaged: load the page again."))
    if side not in Side.values or not re.fullmatch(r"[0-9]{1,18}", data.get("revision", "")):
        raise damaged
    name, digests = "shown" if data.get("deed") == "all" else "clause", {}
    for said in data.getlist(name):
        kind, _colon, digest = said.partition(":")
        if kind not in ClauseKind.values or not re.fullmatch("[0-9a-f]{64}", digest):
            raise damaged
        digests[kind] = digest
    return int(data["revision"]), digests


class WithdrawForm(Reasoned):
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Signatures to withdraw"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose the clauses whose signature is withdrawn.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("A signature is withdrawn with the reason: write it.")},
        help_text=gettext_lazy("What was found, and what must change before the unit signs again."),
    )  # fmt: skip

    def __init__(self, data=None, *, signed, **kwargs):
        super().__init__(data, **kwargs)
        labels = dict(ClauseKind.choices)
        self.fields["kinds"].choices = [(kind, labels[kind].capitalize()) for kind in signed]


class CommentForm(Reasoned):
    text = forms.CharField(
        label=gettext_lazy("Remark"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Write the remark.")},
    )  # fmt: skip
