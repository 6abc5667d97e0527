"""Factory projects: what is built, from which work packages, and its finish dates that are never erased."""

from datetime import timedelta

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models import Organization
from factories.models.places import Named
from factories.models.program import CountyPlan
from regional20x10.shared.facts import NO_CHANGE


@pghistory.track()
class FactoryType(Named):
    """A kind of factory with its norms: what one of them needs and yields."""

    code = models.SlugField(_("code"), max_length=12, unique=True)
    product_lines = models.JSONField(_("product lines"), default=list)
    norms = models.JSONField(
        _("norms"),
        default=dict,
        help_text=_("Materials per m², equipment with reference level, raw material per tonne, posts, power, water."),
    )
    demonstration = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("factory type")
        verbose_name_plural = _("factory types")
        ordering = ["code"]


@pghistory.track()
class PackageTemplate(Named):
    """A work package as a factory type's norm: its weight, and when in the span of building it usually runs."""

    factory_type = models.ForeignKey(FactoryType, models.CASCADE, related_name="templates")
    order = models.PositiveSmallIntegerField()
    weight = models.DecimalField(max_digits=6, decimal_places=2)
    starts_at = models.DecimalField(max_digits=4, decimal_places=3, help_text="Share of the span, 0 to 1.")
    ends_at = models.DecimalField(max_digits=4, decimal_places=3, help_text="Share of the span, 0 to 1.")
    materials = models.JSONField(
        _("materials"),
        default=dict,
        blank=True,
        help_text=_("Share of each material’s whole need, by its code: 0 to 1."),
    )

    class Meta:
        ordering = ["factory_type", "order"]
        constraints = [
            models.UniqueConstraint(fields=["factory_type", "order"], name="template_order_once_per_type"),
            models.CheckConstraint(
                name="template_weight_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("The weight of a work package is more than 0."),
            ),
            models.CheckConstraint(
                name="template_span_in_order",
                condition=Q(starts_at__gte=0, ends_at__lte=1, ends_at__gt=F("starts_at")),
                violation_error_message=_("A part ends after it begins: its shares of the span lie between 0 and 1."),
            ),
        ]


class FactoryProjectQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self._reached(user, edit=False)

    def editable_by(self, user):
        return self._reached(user, edit=True)

    def _reached(self, user, edit):
        post = user.post if user.is_authenticated else None
        return self.filter(post.reach_projects(edit=edit)) if post else self.none()

    def for_list(self):
        """All that a row shows, in one query; anything else a template touches is an error."""
        return (
            self.select_related(
                "plan__county__province", "plan__program_year", "factory_type", "construction_unit", "standing"
            )
            .order_by("code", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class FactoryProject(models.Model):
    """One regional-industry factory of one place, from its plan to production."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    plan = models.ForeignKey(CountyPlan, models.PROTECT, related_name="projects", verbose_name=_("county plan"))
    factory_type = models.ForeignKey(FactoryType, models.PROTECT, related_name="projects", verbose_name=_("type"))
    design_unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="designs")
    construction_unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="builds")
    operation_unit = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="operates")
    inspection = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="inspects")
    floor_area_m2 = models.PositiveIntegerField(_("floor area, m²"), null=True, blank=True)
    capacity_t_year = models.DecimalField(
        _("capacity, t a year"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    budget = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="KPW")
    legacy_percent = models.DecimalField(
        _("finished when brought in, %"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = FactoryProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("factory project")
        verbose_name_plural = _("factory projects")
        constraints = [
            models.UniqueConstraint(fields=["plan", "factory_type"], name="project_once_per_plan_and_type"),
            models.CheckConstraint(
                name="project_legacy_percent_in_range",
                condition=Q(legacy_percent__isnull=True) | Q(legacy_percent__gte=0, legacy_percent__lte=100),
                violation_error_message=_("The share finished when brought in lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return f"{self.factory_type}, {self.plan.county}"

    def get_absolute_url(self):
        return reverse("project", args=[self.code])


class WorkPackageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))


@pghistory.track()
class WorkPackage(Named):
    """A part of the building with its weight in the whole and its planned days, both included."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="packages")
    order = models.PositiveSmallIntegerField(_("order"))
    weight = models.DecimalField(_("weight"), max_digits=6, decimal_places=2)
    starts_on = models.DateField(_("planned start"))
    finishes_on = models.DateField(_("planned finish"))

    objects = WorkPackageQuerySet.as_manager()

    class Meta:
        verbose_name = _("work package")
        verbose_name_plural = _("work packages")
        ordering = ["project", "order"]
        constraints = [
            models.UniqueConstraint(fields=["project", "order"], name="package_order_once_per_project"),
            models.CheckConstraint(
                name="package_weight_positive",
                condition=Q(weight__gt=0),
                violation_error_message=_("The weight of a work package is more than 0."),
            ),
            models.CheckConstraint(
                name="package_finishes_after_it_starts",
                condition=Q(finishes_on__gte=F("starts_on")),
                violation_error_message=_("A work package finishes on or after the day it starts."),
            ),
        ]

    def planned_on(self, day):
        """Planned %, 0 to 100, at the end of `day`: spread evenly over its days, as standing() has it."""
        before = self.starts_on - timedelta(days=1)
        return 100 * min(1, max(0, (day - before).days / (self.finishes_on - before).days))


class Baseline(models.Model):
    """An approved finish date. Number 0 is the original; none is ever changed or erased (the database refuses)."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="baselines")
    number = models.PositiveSmallIntegerField(_("number"))
    finishes_on = models.DateField(_("finish"))
    reason = models.TextField(_("reason"), blank=True)
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["project", "number"]
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="baseline_number_once_per_project"),
            models.CheckConstraint(
                name="baseline_moved_with_a_reason",
                condition=Q(number=0) | ~Q(reason=""),
                violation_error_message=_("A new finish date needs its reason."),
            ),
        ]

    def __str__(self):
        return f"{self.finishes_on}"
