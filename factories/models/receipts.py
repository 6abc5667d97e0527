"""What a ten-day return says beside progress: materials received, money spent, equipment, incidents. Its parts."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.entries import positive
from factories.models.equipment import EquipmentItem
from factories.models.funds import MONEY, CostLine
from factories.models.lines import only_in_a_draft
from factories.models.materials import QUANTITY, Material, MaterialOrder
from factories.models.returns import StatusReturn


class Delivery(models.Model):
    """A consignment received on site in the period. A waybill's number is its supplier's: it is reported once."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="deliveries")
    supplier = models.ForeignKey(
        "committees.Organization", models.PROTECT, related_name="deliveries", verbose_name=_("supplier")
    )
    waybill = models.CharField(_("waybill number"), max_length=40)
    material = models.ForeignKey(Material, models.PROTECT, related_name="deliveries", verbose_name=_("material"))
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    received_on = models.DateField(_("received on"))
    order = models.ForeignKey(
        MaterialOrder, models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("order")
    )

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["pk"]
        triggers = [only_in_a_draft()]
        indexes = [models.Index(fields=["supplier", "waybill"], name="delivery_waybill")]
        constraints = [
            models.UniqueConstraint(
                fields=["status_return", "supplier", "waybill"],
                name="delivery_waybill_once_per_return",
                violation_error_message=_("This return has this waybill of this supplier already: give it once."),
            ),
            positive("quantity", "delivery_positive", _("The quantity received is more than 0.")),
            models.CheckConstraint(
                name="delivery_has_a_waybill",
                condition=~Q(waybill=""),
                violation_error_message=_("Enter the number of the waybill."),
            ),
        ]

    def __str__(self):
        return self.waybill


class Expenditure(models.Model):
    """Money spent in the period on one cost line, in the project's currency."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="expenditures")
    line = models.CharField(_("cost line"), max_length=10, choices=CostLine)
    amount = models.DecimalField(_("amount"), **MONEY)

    class Meta:
        verbose_name = _("expenditure")
        verbose_name_plural = _("expenditures")
        ordering = ["pk"]
        triggers = [only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(
                fields=["status_return", "line"],
                name="expenditure_once_per_return_and_line",
                violation_error_message=_("Each cost line is given once: add its amounts up."),
            ),
            models.CheckConstraint(
                name="expenditure_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message=_("Money spent is 0 or more: a correction is a new version of the return."),
            ),
        ]

    def __str__(self):
        return f"{self.get_line_display()}: {self.amount}"


class EquipmentLine(models.Model):
    """How many pieces of an item are on site, and how many are installed, at the end of the period since the start."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="equipment_lines")
    item = models.ForeignKey(EquipmentItem, models.PROTECT, related_name="lines", verbose_name=_("item"))
    delivered = models.PositiveSmallIntegerField(_("delivered so far"))
    installed = models.PositiveSmallIntegerField(_("installed so far"))

    class Meta:
        verbose_name = _("equipment of a return")
        verbose_name_plural = _("equipment of returns")
        ordering = ["pk"]
        triggers = [only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(fields=["status_return", "item"], name="equipment_once_per_return_and_item"),
            models.CheckConstraint(
                name="equipment_installed_after_delivery",
                condition=Q(installed__lte=F("delivered")),
                violation_error_message=_("No more can be installed than was delivered: correct one of the two."),
            ),
        ]

    def __str__(self):
        return f"{self.item}: {self.delivered}/{self.installed}"


class Incident(models.Model):
    """Something that happened on site in the period and is to be known."""

    class Kind(models.TextChoices):
        INJURY = "injury", _("people hurt")
        DAMAGE = "damage", _("damage to the building or to machines")
        FIRE = "fire", _("fire")
        LOSS = "loss", _("material lost or spoilt")
        FLOOD = "flood", _("flood, storm or landslide")
        OTHER = "other", _("other, see the text")

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="incidents")
    kind = models.CharField(_("what happened"), max_length=10, choices=Kind)
    on = models.DateField(_("on"))
    people_hurt = models.PositiveSmallIntegerField(_("people hurt"), default=0)
    text = models.CharField(_("in a sentence"), max_length=500)

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        ordering = ["pk"]
        triggers = [only_in_a_draft()]
        constraints = [
            models.CheckConstraint(
                name="incident_is_told",
                condition=~Q(text=""),
                violation_error_message=_("Say in a sentence what happened."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on}"
