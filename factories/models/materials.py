"""Building materials: what a project needs by when, what was ordered for it, and what is on its way."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, EntryQuerySet, positive
from factories.models.places import Named
from factories.models.projects import FactoryProject, WorkPackage

QUANTITY = {"max_digits": 12, "decimal_places": 2}


class MaterialQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The list of materials is for all who read anything."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()


@pghistory.track()
class Material(Named):
    """A material of the programme's list, with the unit in which it is counted everywhere."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    unit = models.CharField(_("unit"), max_length=12, help_text=_("Such as t, m³ or 1,000 pieces."))

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["code"]


class DemandQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def for_list(self):
        rows = self.select_related("material", "package", "project__plan__county__province")
        return rows.order_by("needed_by", "pk").fetch_mode(models.FETCH_RAISE)


class OrderQuerySet(EntryQuerySet):
    def for_list(self):
        rows = self.select_related("material", "supplier", "project__factory_type", "project__plan__county__province")
        return rows.order_by("-promised_on", "-pk").fetch_mode(models.FETCH_RAISE)


class DispatchQuerySet(EntryQuerySet):
    def for_list(self):
        rows = self.select_related(
            "order__material", "order__supplier", "project__factory_type", "project__plan__county__province"
        )
        return rows.order_by("-expected_on", "-pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class MaterialDemand(models.Model):
    """What a work package needs of a material, and the day by which it is to be on site."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="demands")
    package = models.ForeignKey(WorkPackage, models.PROTECT, related_name="demands", verbose_name=_("work package"))
    material = models.ForeignKey(Material, models.PROTECT, related_name="demands", verbose_name=_("material"))
    quantity = models.DecimalField(_("quantity needed"), **QUANTITY)
    needed_by = models.DateField(_("needed by"))

    objects = DemandQuerySet.as_manager()

    class Meta:
        verbose_name = _("material demand")
        verbose_name_plural = _("material demands")
        constraints = [
            models.UniqueConstraint(
                fields=["package", "material"],
                name="demand_once_per_package_and_material",
                violation_error_message=_("This work package has its demand for this material: change that one."),
            ),
            positive("quantity", "demand_positive", _("The quantity needed is more than 0.")),
        ]

    def __str__(self):
        return f"{self.material}: {self.quantity}"


class MaterialOrder(Entry):
    """A quantity of a material ordered for a project from a supplier, promised for a day."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="orders")
    material = models.ForeignKey(Material, models.PROTECT, related_name="orders", verbose_name=_("material"))
    supplier = models.ForeignKey(
        "committees.Organization", models.PROTECT, related_name="orders", verbose_name=_("supplier")
    )
    reference = models.CharField(_("order number"), max_length=40)
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    ordered_on = models.DateField(_("ordered on"))
    promised_on = models.DateField(_("promised for"))

    objects = OrderQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("material order")
        verbose_name_plural = _("material orders")
        constraints = [
            *Entry.Meta.constraints,
            positive("quantity", "order_positive", _("The quantity ordered is more than 0.")),
            models.CheckConstraint(
                name="order_promised_after_ordered",
                condition=Q(promised_on__gte=F("ordered_on")),
                violation_error_message=_("An order is promised for the day it is made or later: correct a date."),
            ),
        ]

    def __str__(self):
        return self.reference


class Dispatch(Entry):
    """A consignment that left the supplier for a site, on a waybill whose number is the supplier's own."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="dispatches")
    order = models.ForeignKey(MaterialOrder, models.PROTECT, related_name="dispatches", verbose_name=_("order"))
    waybill = models.CharField(_("waybill number"), max_length=40)
    quantity = models.DecimalField(_("quantity"), **QUANTITY)
    dispatched_on = models.DateField(_("dispatched on"))
    expected_on = models.DateField(_("expected on"))

    objects = DispatchQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("dispatch")
        verbose_name_plural = _("dispatches")
        constraints = [
            *Entry.Meta.constraints,
            positive("quantity", "dispatch_positive", _("The quantity dispatched is more than 0.")),
            models.CheckConstraint(
                name="dispatch_expected_after_it_left",
                condition=Q(expected_on__gte=F("dispatched_on")),
                violation_error_message=_("A consignment arrives on the day it leaves or later: correct a date."),
            ),
        ]

    def __str__(self):
        return self.waybill
