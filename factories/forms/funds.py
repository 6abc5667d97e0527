"""What is said of an allocation, a disbursement or a commitment, and of its correction."""

from django import forms
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from committees.models.bodies import OrganizationKind
from factories.forms.entries import begun, versioned
from factories.forms.gates import DAY, Reasoned
from factories.models import CostLine, FundSource


class Money(forms.DecimalField):
    """An amount, written with a point or a comma before its hundredths; spaces between thousands are let be."""

    default_error_messages = {"invalid": _("Enter an amount, such as 1 250 000 or 1250000.50.")}

    def __init__(self, **kwargs):
        super().__init__(max_digits=14, decimal_places=2, **kwargs)

    def to_python(self, value):
        return super().to_python("".join(str(value or "")[:40].split()).replace(",", "."))


class EntryForm(Reasoned):
    """`key` makes an entry that is sent twice one entry; a correction has `why` in its place."""

    amount = Money(label=_("Amount"))

    def __init__(self, data=None, *, project, corrects=None):
        super().__init__(data, initial=begun(corrects and self.read(corrects)))
        self.project = project
        self.fields["amount"].help_text = _("In %(currency)s.") % {"currency": project.currency}
        versioned(self, corrects)

    def read(self, entry):
        """What the boxes hold of an entry."""
        return {name: getattr(entry, name) for name in self.base_fields}


class AllocationForm(EntryForm):
    year = forms.IntegerField(label=_("Year"), min_value=1900, max_value=2200)
    source = forms.ChoiceField(label=_("Source of funds"), choices=FundSource.choices)
    reference = forms.CharField(label=_("Decision or document"), max_length=80)
    field_order = ("year", "source", "amount", "reference")


class DisbursementForm(EntryForm):
    paid_on = forms.DateField(label=_("Paid on"), help_text=_("Written as 2026-10-02."), **DAY)
    source = forms.ChoiceField(label=_("Source of funds"), choices=FundSource.choices)
    reference = forms.CharField(label=_("Payment order"), max_length=80)
    field_order = ("paid_on", "source", "amount", "reference")


class CommitmentForm(EntryForm):
    committed_on = forms.DateField(label=_("Committed on"), help_text=_("Written as 2026-10-02."), **DAY)
    line = forms.ChoiceField(
        label=_("Cost line"), choices=[(value, capfirst(word)) for value, word in CostLine.choices]
    )
    contract = forms.CharField(label=_("Contract or order"), max_length=80)
    contractor = forms.ModelChoiceField(
        Organization.objects.none(), label=_("Contract with"), required=False, empty_label=_("not named"),
        help_text=_("A supplier, or a unit of this factory."),
    )  # fmt: skip
    field_order = ("committed_on", "line", "amount", "contract", "contractor")

    def __init__(self, data=None, *, project, corrects=None):
        super().__init__(data, project=project, corrects=corrects)
        units = [project.design_unit_id, project.construction_unit_id, project.operation_unit_id]
        known = Q(kind=OrganizationKind.SUPPLIER) | Q(
            pk__in=filter(None, [*units, corrects and corrects.contractor_id])
        )
        self.fields["contractor"].queryset = Organization.objects.filter(known).order_by("name_en", "pk")


class WithdrawForm(Reasoned):
    needed = ("why",)
    why = forms.CharField(
        label=_("Why it is withdrawn"), max_length=300, required=False,
        help_text=_("Say it only of what never was so. The entry stays to be seen, with the reason."),
    )  # fmt: skip


FORMS = {"allocation": AllocationForm, "disbursement": DisbursementForm, "commitment": CommitmentForm}
"""{kind in an address: its form}."""
