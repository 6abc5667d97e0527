"""Monthly production returns: output, quality, downtime, raw material. They climb the ladder of ten-day returns."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.rights import Deed
from factories.models import ladder
from factories.models.bases import TONNES
from factories.models.entries import positive
from factories.models.funds import MONEY
from factories.models.ladder import Ladder, LadderQuerySet
from factories.models.periods import ReportingPeriod
from factories.models.projects import FactoryProject


class DowntimeCause(models.TextChoices):
    """The fixed list of what keeps a factory from producing."""

    RAW_MATERIAL = "raw_material", _("no raw material")
    POWER = "power", _("electricity")
    WATER = "water", _("industrial water")
    BREAKDOWN = "breakdown", _("breakdown")
    MAINTENANCE = "maintenance", _("planned maintenance")
    WORKFORCE = "workforce", _("not enough workers")
    QUALITY = "quality", _("quality faults")
    ORDERS = "orders", _("no demand")
    OTHER = "other", _("other, see the note")


class ProductPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))


@pghistory.track()
class ProductPlan(models.Model):
    """What a factory is to make of a product in a year."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="product_plans")
    year = models.PositiveSmallIntegerField(_("year"))
    product = models.CharField(_("product"), max_length=60, help_text=_("By the name it has in the norms of the type."))
    tonnes = models.DecimalField(_("plan, t"), **TONNES)

    objects = ProductPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("production plan")
        verbose_name_plural = _("production plans")
        ordering = ["project", "year", "product"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year", "product"],
                name="product_plan_once",
                violation_error_message=_("This product has its plan for the year: change that one."),
            ),
            positive("tonnes", "product_plan_positive", _("What is planned is more than 0 t.")),
        ]

    def __str__(self):
        return f"{self.product} {self.year}"


class ProductionReturnQuerySet(LadderQuerySet):
    def with_posts(self):
        """With everything a page shows of a return but its parts: one query."""
        posts = ("saved_by", "submitted_by", "verified_by", "accepted_by", "returned_by")
        scopes = [f"{post}__{place}" for post in posts for place in ("province", "county", "organization")]
        return self.select_related(
            "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
            "project__operation_unit", "project__standing", *scopes,
        )  # fmt: skip

    def for_list(self):
        return (
            self.select_related(
                "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
                "submitted_by", "verified_by", "accepted_by", "returned_by",
            )
            .order_by("-period__starts_on", "project__code", "-version", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip


class ProductionReturn(Ladder):
    """What a factory made in a month, of which quality, from what, and what kept it from making more."""

    WRITTEN_BY = Deed.ENTER_PRODUCTION

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="production")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="production")
    hours_run = models.DecimalField(_("hours run"), max_digits=5, decimal_places=1, null=True, blank=True)
    power_kwh = models.PositiveIntegerField(_("electricity used, kWh"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("staff at the month’s end"), null=True, blank=True)
    narrative = models.TextField(_("what was done"), blank=True)
    output_t = models.DecimalField(
        _("output, t"), null=True, blank=True, help_text="The sum of its products, fixed at submission.", **TONNES
    )

    objects = ProductionReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("production return")
        verbose_name_plural = _("production returns")
        indexes = ladder.indexes("production")
        triggers = ladder.triggers("factories_productionreturn")
        constraints = [
            *ladder.constraints("production"),
            models.CheckConstraint(
                name="production_output_once_submitted", condition=Q(state="draft") | Q(output_t__isnull=False)
            ),
            models.CheckConstraint(
                name="production_hours_in_range",
                condition=Q(hours_run__isnull=True) | Q(hours_run__gte=0, hours_run__lte=744),
                violation_error_message=_("A month has at most 744 hours."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code} {self.period.code} v{self.version}"

    def get_absolute_url(self):
        return reverse("production_return", args=[self.pk])


def _only_in_a_draft():
    return ladder.only_in_a_draft("factories_productionreturn", "production_return_id")


class ProductLine(models.Model):
    """One product in the month: output, stock, quality and price."""

    production_return = models.ForeignKey(ProductionReturn, models.CASCADE, related_name="products")
    product = models.CharField(_("product"), max_length=60)
    output_t = models.DecimalField(_("output, t"), **TONNES)
    stock_t = models.DecimalField(_("in stock, t"), null=True, blank=True, **TONNES)
    batches_checked = models.PositiveIntegerField(_("batches checked"), null=True, blank=True)
    batches_passed = models.PositiveIntegerField(_("batches passed"), null=True, blank=True)
    first_grade_percent = models.DecimalField(
        _("of the first grade, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    returned_t = models.DecimalField(_("returned by buyers, t"), null=True, blank=True, **TONNES)
    price = models.DecimalField(_("price a kg"), null=True, blank=True, **MONEY)

    class Meta:
        ordering = ["pk"]
        triggers = [_only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(
                fields=["production_return", "product"],
                name="product_once_per_return",
                violation_error_message=_("Each product is given once: add its quantities up."),
            ),
            models.CheckConstraint(
                name="product_not_below_zero",
                condition=Q(output_t__gte=0)
                & (Q(stock_t__isnull=True) | Q(stock_t__gte=0))
                & (Q(returned_t__isnull=True) | Q(returned_t__gte=0))
                & (Q(price__isnull=True) | Q(price__gte=0)),
                violation_error_message=_("Output, stock, returns and price are 0 or more."),
            ),
            models.CheckConstraint(
                name="product_passed_were_checked",
                condition=Q(batches_passed__isnull=True) | Q(batches_passed__lte=F("batches_checked")),
                violation_error_message=_("No more batches pass than are checked: correct one of the two."),
            ),
            models.CheckConstraint(
                name="product_grade_in_range",
                condition=Q(first_grade_percent__isnull=True)
                | Q(first_grade_percent__gte=0, first_grade_percent__lte=100),
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return f"{self.product}: {self.output_t}"


class Downtime(models.Model):
    """A cause that kept the factory from producing in the month, with its hours."""

    production_return = models.ForeignKey(ProductionReturn, models.CASCADE, related_name="downtimes")
    cause = models.CharField(_("cause"), max_length=12, choices=DowntimeCause)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        triggers = [_only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(
                fields=["production_return", "cause"],
                name="downtime_once_per_cause",
                violation_error_message=_("Each cause is given once: add its hours up."),
            ),
            models.CheckConstraint(
                name="downtime_in_range",
                condition=Q(hours__gt=0, hours__lte=744),
                violation_error_message=_("Hours of downtime are more than 0 and at most 744 in a month."),
            ),
        ]

    def __str__(self):
        return f"{self.get_cause_display()}: {self.hours}"


class RawMaterialUse(models.Model):
    """A raw material in the month: received, used, and what is left."""

    production_return = models.ForeignKey(ProductionReturn, models.CASCADE, related_name="materials")
    material = models.CharField(_("raw material"), max_length=60)
    received_t = models.DecimalField(_("received, t"), null=True, blank=True, **TONNES)
    used_t = models.DecimalField(_("used, t"), **TONNES)
    stock_t = models.DecimalField(_("left, t"), null=True, blank=True, **TONNES)

    class Meta:
        ordering = ["pk"]
        triggers = [_only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(
                fields=["production_return", "material"],
                name="material_use_once_per_return",
                violation_error_message=_("Each raw material is given once: add its quantities up."),
            ),
            models.CheckConstraint(
                name="material_use_not_below_zero",
                condition=Q(used_t__gte=0)
                & (Q(received_t__isnull=True) | Q(received_t__gte=0))
                & (Q(stock_t__isnull=True) | Q(stock_t__gte=0)),
                violation_error_message=_("Quantities of raw material are 0 or more."),
            ),
        ]

    def __str__(self):
        return f"{self.material}: {self.used_t}"
