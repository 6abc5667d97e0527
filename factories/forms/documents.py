"""A box for files: what is wrong with any of them is said at once, beside the box."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from factories.imports import files
from regional20x10.shared.errors import Refused


class ManyFiles(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, sent, name):
        return sent.getlist(name) if hasattr(sent, "getlist") else sent.get(name) or []


class DocumentsField(forms.Field):
    """Any number of files, up to files.AT_ONCE; cleaned to `documents.Handed`."""

    widget = ManyFiles

    def __init__(self, **values):
        values.setdefault("label", _("Files"))
        super().__init__(required=False, **values)

    def widget_attrs(self, widget):
        return {"multiple": True, "accept": ",".join(f".{ending}" for ending in files.ENDINGS)}

    def clean(self, value):
        try:
            return files.examined(value or [])
        except Refused as refused:
            raise ValidationError(refused.reasons) from refused
