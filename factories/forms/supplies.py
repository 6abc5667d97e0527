"""What is said of a demand, an order and a dispatch. Empty boxes pass: the action refuses them with all else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from committees.models.bodies import OrganizationKind
from factories.forms.entries import WHY
from factories.forms.gates import DAY, Reasoned
from factories.forms.sites import Figure
from factories.models import Material, WorkPackage

CHOOSE = _("Choose one")
WRITTEN = _("Written as 2026-10-20.")


def quantity(help_text=""):
    return Figure(label=_("Quantity"), help_text=help_text)


def day(label, help_text=WRITTEN):
    return forms.DateField(label=label, required=False, help_text=help_text, **DAY)


class DemandForm(Reasoned):
    needed = ("package", "material", "quantity", "needed_by")
    package = forms.ModelChoiceField(
        WorkPackage.objects.none(), label=_("Work package"), required=False, empty_label=CHOOSE
    )
    material = forms.ModelChoiceField(Material.objects.all(), label=_("Material"), required=False, empty_label=CHOOSE)
    quantity = quantity(_("In the unit of the material. A demand entered before is corrected."))
    needed_by = day(_("Needed on site by"))

    def __init__(self, *args, project, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["package"].queryset = project.packages.order_by("order")


class PlanForm(Reasoned):
    replace = forms.BooleanField(
        label=_("Replace the demands that differ from the norm"), required=False,
        help_text=_("Those corrected by hand too. The history keeps what was entered."),
    )  # fmt: skip


class OrderForm(Reasoned):
    needed = ("material", "supplier", "reference", "quantity", "ordered_on", "promised_on")
    material = forms.ModelChoiceField(Material.objects.all(), label=_("Material"), required=False, empty_label=CHOOSE)
    supplier = forms.ModelChoiceField(
        Organization.objects.filter(kind=OrganizationKind.SUPPLIER).order_by("name_en", "pk"),
        label=_("Supplier"), required=False, empty_label=CHOOSE,
    )  # fmt: skip
    reference = forms.CharField(label=_("Order number"), max_length=40, required=False)
    quantity = quantity(_("In the unit of the material."))
    ordered_on = day(_("Ordered on"))
    promised_on = day(_("Promised for"), _("The first promise is the one the supplier is judged by."))


class OrderCorrection(OrderForm):
    needed = (*OrderForm.needed, "why")
    why = forms.CharField(help_text=_("Both versions are kept."), **WHY)


class DispatchForm(Reasoned):
    needed = ("waybill", "quantity", "dispatched_on", "expected_on")
    waybill = forms.CharField(
        label=_("Waybill number"), max_length=40, required=False,
        help_text=_("As on the waybill: the site’s return reports it under the same number."),
    )  # fmt: skip
    quantity = quantity()
    dispatched_on = day(_("Dispatched on"))
    expected_on = day(_("Expected on site on"))


class DispatchCorrection(DispatchForm):
    needed = (*DispatchForm.needed, "why")
    why = forms.CharField(help_text=_("Both versions are kept."), **WHY)


class WithdrawForm(Reasoned):
    needed = ("why",)
    why = forms.CharField(
        label=_("Why it never was so"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
