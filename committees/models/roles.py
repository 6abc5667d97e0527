"""Which body does what for a factory, from a day to a day."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Organization, OrganizationKind
from regional20x10.shared.ranges import days


class Part(models.TextChoices):
    """What a body does for a factory."""

    DESIGN = "design", _("designs it")
    CONSTRUCTION = "construction", _("builds it")
    OPERATION = "operation", _("operates it")
    INSPECTION = "inspection", _("inspects it")
    SUPPLY = "supply", _("supplies it")
    FUNDS = "funds", _("funds it")
    SCIENCE = "science", _("advises it")
    TRAINING = "training", _("trains its workers")
    SUPERVISION = "supervision", _("supervises it")


UNIT_PARTS = {
    Part.DESIGN: "design_unit", Part.CONSTRUCTION: "construction_unit", Part.OPERATION: "operation_unit",
    Part.INSPECTION: "inspection",
}  # fmt: skip
"""{part: the field of a project that names who has it today}: one body at a time."""
Kind = OrganizationKind
KINDS_OF_UNITS = {
    Part.DESIGN: (Kind.DESIGN_UNIT, Kind.NATIONAL_INSTITUTION),
    Part.CONSTRUCTION: (Kind.CONSTRUCTION_UNIT, Kind.DEFENCE),
    Part.OPERATION: (Kind.OPERATION_UNIT,),
    Part.INSPECTION: (Kind.INSPECTION,),
}
"""{part: the kinds of body to which it is given}; the other parts are given to any body."""


class ProjectRoleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those at factories that the user sees."""
        projects = self.model._meta.get_field("project").related_model.objects
        return self.filter(project__in=projects.visible_to(user))

    def editable_by(self, user):
        projects = self.model._meta.get_field("project").related_model.objects
        return self.filter(project__in=projects.editable_by(user))

    def current(self, day):
        """Roles held on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def for_list(self):
        about = ("project__plan__county__province", "project__factory_type", "organization")
        return (
            self.select_related(*about)
            .order_by("project__code", "part", "starts_on", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class ProjectRole(models.Model):
    """That a body has a part in a factory, from a day on until it ends."""

    project = models.ForeignKey(
        "factories.FactoryProject", models.PROTECT, related_name="roles", verbose_name=_("factory")
    )
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="roles", verbose_name=_("body"))
    part = models.CharField(_("part"), max_length=12, choices=Part)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = ProjectRoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a body")
        verbose_name_plural = _("roles of bodies")
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A role ends on or after the day it starts: correct one of the dates."),
            ),
            ExclusionConstraint(
                name="role_of_a_unit_once_at_a_time",
                expressions=[("project", RangeOperators.EQUAL), ("part", RangeOperators.EQUAL),
                             (days(), RangeOperators.OVERLAPS)],
                condition=Q(part__in=[part.value for part in UNIT_PARTS]),
                violation_error_message=_(
                    "One body at a time designs, builds, operates or inspects a factory: end the other’s role first."
                ),
            ),
            ExclusionConstraint(
                name="role_of_a_body_once_at_a_time",
                expressions=[("project", RangeOperators.EQUAL), ("organization", RangeOperators.EQUAL),
                             ("part", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("This body has this part in the factory already within these days."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.organization}: {self.get_part_display()}"
