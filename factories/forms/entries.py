"""What forms of entries have in common: a first version carries its key, a correction says why."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

WHY = {"label": _("Why it is corrected"), "max_length": 300, "required": False}


def begun(read):
    """The initial values of a form: `read` from the entry that is corrected, or the key of a new one."""
    return read or {"key": uuid.uuid4()}


def versioned(form, corrects):
    """Give the form its box for the reason, if it corrects an entry, or for its key."""
    if not corrects:
        form.fields["key"] = forms.UUIDField(widget=forms.HiddenInput)
        return
    help_text = _("Both versions stay to be seen, with the reason beside them.")
    form.fields["why"] = forms.CharField(help_text=help_text, **WHY)
    form.fields["why"].widget.is_required = True
