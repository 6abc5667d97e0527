"""What is said of a waiver, and of a new finish date."""

from django import forms
from django.utils.translation import gettext_lazy as _

from regional20x10.shared.errors import Refused

DAY = {"input_formats": ["%Y-%m-%d"], "error_messages": {"invalid": _("This is not a date: write it as 2026-10-01.")}}


class Reasoned(forms.Form):
    """A form whose action may refuse: its sentences stand beside the boxes they are about."""

    needed = ()
    """Fields that the form lets pass empty, so that the action refuses them with all that stands against it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].widget.is_required = True

    def done(self, act):
        """What `act(**values)` gave, if the form was sent, is whole, and the action did not refuse; else None."""
        if not (self.is_bound and self.is_valid()):
            return None
        try:
            return act(**self.cleaned_data)
        except Refused as refused:
            self.refuse(refused)
            return None

    @property
    def status(self):
        """The status of the page that shows it."""
        return 409 if self.errors else 200

    def refuse(self, refused):
        """Show why the action refused, beside the fields where it can."""
        for name, sentences in refused.fields.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)
        if not refused.fields:
            for sentence in refused.reasons:
                self.add_error(None, sentence)


class WaiverForm(Reasoned):
    needed = ("until", "reason")
    until = forms.DateField(
        label=_("Holds until"), required=False,
        help_text=_("The last day, written as 2026-12-31. Then it ends by itself."), **DAY,
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Why building may go on without it, and what is done meanwhile."),
    )  # fmt: skip


class FinishForm(Reasoned):
    needed = ("reason",)
    finishes_on = forms.DateField(label=_("New finish date"), help_text=_("Written as 2026-12-31."), **DAY)
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It stands beside the date for ever. The original date stays."),
    )  # fmt: skip
