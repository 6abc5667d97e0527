"""What is said of an item of equipment, and of a step of it."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from committees.models.bodies import OrganizationKind
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.models import EquipmentStep, Level


class ItemForm(Reasoned):
    level = forms.TypedChoiceField(
        label=_("Level of what is chosen"), required=False, coerce=int, empty_value=None,
        choices=[("", _("not chosen yet")), *Level.choices],
    )  # fmt: skip
    supplier = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Supplier"), required=False, empty_label=_("not named")
    )
    quantity = forms.IntegerField(label=_("How many are needed"), min_value=1, max_value=9999)
    maintenance = forms.CharField(
        label=_("Maintenance plan"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who keeps it, how often, and where spare parts come from."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why it changes"), required=False, max_length=300,
        help_text=_("Needed where the quantity, or a level entered before, changes."),
    )  # fmt: skip

    def __init__(self, data=None, *, item):
        names = ("level", "supplier", "quantity", "maintenance")
        super().__init__(data, initial={name: getattr(item, name) for name in names})
        known = Q(kind=OrganizationKind.SUPPLIER) | Q(pk=item.supplier_id)
        self.fields["supplier"].queryset = Organization.objects.filter(known).order_by("name_en", "pk")


class StepForm(Reasoned):
    """`key` makes a step that is sent twice one step; a correction has `why` in its place."""

    stage = forms.ChoiceField(
        label=_("Stage"), choices=[(value, capfirst(word)) for value, word in EquipmentStep.Stage.choices]
    )
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=9999)
    on = forms.DateField(label=_("Day of the step"), help_text=_("Written as 2026-10-02."), **DAY)
    reference = forms.CharField(label=_("Document"), required=False, max_length=80)

    def __init__(self, data=None, *, corrects=None):
        names = ("stage", "quantity", "on", "reference")
        read = corrects and {name: getattr(corrects, name) for name in names}
        super().__init__(data, initial=begun(read))
        versioned(self, corrects)
