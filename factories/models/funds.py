"""Funds of a project: allocated, disbursed and committed. What was spent is in the ten-day returns (receipts)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, positive
from factories.models.projects import FactoryProject

MONEY = {"max_digits": 14, "decimal_places": 2}
CURRENCY = RegexValidator(r"^[A-Z]{3}\Z", _("A currency is given by its three letters, such as KPW."))


class FundSource(models.TextChoices):
    """Where money comes from."""

    STATE = "state", _("state budget")
    PROVINCE = "province", _("provincial budget")
    COUNTY = "county", _("city or county budget")
    OWN = "own", _("the unit’s own funds")


class CostLine(models.TextChoices):
    """What money is spent on."""

    DESIGN = "design", _("design and surveys")
    BUILDING = "building", _("building works")
    MATERIALS = "materials", _("materials")
    EQUIPMENT = "equipment", _("equipment and its installation")
    TRANSPORT = "transport", _("transport")
    OTHER = "other", _("other costs")


class FundAllocation(Entry):
    """Money set aside for a project in a year, by source."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="allocations")
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=10, choices=FundSource)
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, default="KPW", validators=[CURRENCY])
    reference = models.CharField(_("decision or document"), max_length=80)

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("fund allocation")
        verbose_name_plural = _("fund allocations")
        constraints = [
            *Entry.Meta.constraints,
            positive("amount", "allocation_positive", _("The amount allocated is more than 0.")),
        ]

    def __str__(self):
        return f"{self.amount} {self.currency}"


class Disbursement(Entry):
    """Money of an allocation paid out for a project on a day."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="disbursements")
    source = models.CharField(_("source"), max_length=10, choices=FundSource)
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, default="KPW", validators=[CURRENCY])
    paid_on = models.DateField(_("paid on"))
    reference = models.CharField(_("payment order"), max_length=80)

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("disbursement")
        verbose_name_plural = _("disbursements")
        constraints = [
            *Entry.Meta.constraints,
            positive("amount", "disbursement_positive", _("The amount disbursed is more than 0.")),
        ]

    def __str__(self):
        return f"{self.amount} {self.currency}"


class Commitment(Entry):
    """Money that a signed contract or order binds, whether paid or not."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="commitments")
    line = models.CharField(_("cost line"), max_length=10, choices=CostLine)
    amount = models.DecimalField(_("amount"), **MONEY)
    currency = models.CharField(_("currency"), max_length=3, default="KPW", validators=[CURRENCY])
    committed_on = models.DateField(_("committed on"))
    contract = models.CharField(_("contract"), max_length=80)
    contractor = models.ForeignKey(
        "committees.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("with")
    )

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            *Entry.Meta.constraints,
            positive("amount", "commitment_positive", _("The amount committed is more than 0.")),
        ]

    def __str__(self):
        return self.contract
