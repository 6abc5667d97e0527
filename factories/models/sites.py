"""Candidate sites of a project, what was measured there, and what was decided. Measurements and decisions are facts."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from factories.models.projects import FactoryProject
from regional20x10.shared.facts import NO_CHANGE


class SiteOptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def for_list(self):
        rows = self.select_related("project__plan__county__province", "project__factory_type")
        return rows.order_by("project__code", "number", "pk").fetch_mode(models.FETCH_RAISE)


class SiteOption(models.Model):
    """A place where a project's factory could stand. Sites that were rejected stay, with the reason."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="sites")
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=120)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    demonstration = models.BooleanField(default=False)

    objects = SiteOptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("site option")
        verbose_name_plural = _("site options")
        constraints = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="site_number_once",
                violation_error_message=_("Another site was proposed meanwhile: propose yours again."),
            ),
            models.UniqueConstraint(
                fields=["project", "name"],
                name="site_name_once",
                violation_error_message=_("This project already has a site of this name."),
            ),
            models.CheckConstraint(
                name="site_point_whole",
                condition=Q(lat__isnull=True, lon__isnull=True)
                | Q(lat__gte=37, lat__lte=44, lon__gte=123, lon__lte=132),
                violation_error_message=_(
                    "Give latitude (37 to 44) and longitude (123 to 132) in degrees, both or neither."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("site_list", args=[self.project.code]) + f"#site-{self.pk}"


class Measure(models.TextChoices):
    """What is measured at a site; the unit belongs to the name."""

    POWER_KW = "power_kw", _("power, kW")
    WATER_M3_DAY = "water_m3_day", _("industrial water, m³ a day")
    ROAD_KM = "road_km", _("distance to a road of class, km")
    RAIL_KM = "rail_km", _("distance to rail, km")
    HOUSEHOLDS_TO_MOVE = "households_to_move", _("households to move")
    HOUSEHOLDS_NEAR = "households_near", _("households within 300 m")


class RoadClass(models.TextChoices):
    TRUNK = "trunk", _("trunk road")
    PROVINCIAL = "provincial", _("provincial road")
    COUNTY = "county", _("county road")
    TRACK = "track", _("track")


class SiteMeasurement(models.Model):
    """One measured value at a site. A later one of the same kind replaces it and both stay (the database refuses)."""

    site = models.ForeignKey(SiteOption, models.PROTECT, related_name="measurements")
    measure = models.CharField(_("what was measured"), max_length=20, choices=Measure)
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    road_class = models.CharField(_("class of the road"), max_length=10, choices=RoadClass, blank=True)
    measured_on = models.DateField(_("measured on"))
    measured_by = models.CharField(_("measured by (post or body)"), max_length=160)
    note = models.CharField(_("note"), max_length=300, blank=True)
    attachment = models.ForeignKey(
        "factories.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("attachment")
    )
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("site measurement")
        verbose_name_plural = _("site measurements")
        indexes = [models.Index(fields=["site", "measure", "-entered_at"], name="measurement_latest")]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="measurement_not_negative",
                condition=Q(value__gte=0),
                violation_error_message=_("A measured value is 0 or more."),
            ),
            models.CheckConstraint(
                name="measurement_road_has_a_class",
                condition=Q(measure="road_km") & ~Q(road_class="") | ~Q(measure="road_km") & Q(road_class=""),
                violation_error_message=_(
                    "The distance to a road goes with the class of that road, no other value does."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_measure_display()}: {self.value}"


class SiteDecision(models.Model):
    """A site approved or rejected, by whom and why. The latest decision about a site counts; all stay."""

    site = models.ForeignKey(SiteOption, models.PROTECT, related_name="decisions")
    approved = models.BooleanField(_("approved"))
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("site decision")
        verbose_name_plural = _("site decisions")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="site_rejected_with_a_reason",
                condition=Q(approved=True) | ~Q(reason=""),
                violation_error_message=_("A site is rejected with the reason: it stays with the site."),
            )
        ]

    def __str__(self):
        return str(_("approved") if self.approved else _("rejected"))


__all__ = ["Measure", "RoadClass", "SiteDecision", "SiteMeasurement", "SiteOption"]
