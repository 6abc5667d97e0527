"""The box for photos of a draft: files, what part of the work they show, and a few words."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from factories.forms.documents import ManyFiles
from factories.forms.gates import Reasoned
from factories.imports import photos
from factories.models import WorkPackage
from regional20x10.shared.errors import Refused


class PhotosField(forms.Field):
    """Any number of photos, up to photos.AT_ONCE; cleaned to `actions.photos.Taken`."""

    widget = ManyFiles

    def widget_attrs(self, widget):
        return {"multiple": True, "accept": "image/*,.heic,.heif"}

    def clean(self, value):
        try:
            return photos.examined(value or [])
        except Refused as refused:
            raise ValidationError(refused.reasons) from refused


class Package(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return obj.name


class PhotoForm(Reasoned):
    prefix = "photo"
    files = PhotosField(label=_("Photos"), required=False)
    package = Package(
        WorkPackage.objects.none(), label=_("What they show"), required=False, empty_label=_("No one work package"),
        error_messages={"invalid_choice": _("The work package is not of this project: load the page again.")},
    )  # fmt: skip
    caption = forms.CharField(label=_("In a few words"), required=False, max_length=200)

    def __init__(self, *args, packages, **kwargs):
        """`packages`: the work packages that may be chosen, read already."""
        super().__init__(*args, **kwargs)
        field = self.fields["package"]
        field.queryset = WorkPackage.objects.filter(pk__in=[row.pk for row in packages])
        field.choices = [("", field.empty_label), *((row.pk, row.name) for row in packages)]
