"""Organizations: the bodies that lead, design, build, operate and inspect."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class OrganizationKind(models.TextChoices):
    CENTRAL_DEPARTMENT = "central_department", _("Central Committee department")
    MINISTRY = "ministry", _("Ministry or commission")
    DEFENCE = "defence", _("Defence")
    NATIONAL_INSTITUTION = "national_institution", _("National institution")
    PARTY_COMMITTEE = "party_committee", _("Provincial, city or county Party committee")
    PEOPLES_COMMITTEE = "peoples_committee", _("People’s committee")
    DESIGN_UNIT = "design_unit", _("Design unit")
    CONSTRUCTION_UNIT = "construction_unit", _("Construction unit")
    OPERATION_UNIT = "operation_unit", _("Operation unit")
    INSPECTION = "inspection", _("Inspection")
    SUPPLIER = "supplier", _("Supplier")
    OTHER = "other", _("Other body")


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Bodies are public within the programme: everyone with a post that reads anything sees them all."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def for_list(self):
        return self.select_related("parent").order_by("name_en", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Organization(models.Model):
    """A body that takes part in the programme."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganizationKind)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_ko = models.CharField(_("name in Korean"), max_length=200, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        constraints = [
            models.CheckConstraint(
                name="organization_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                violation_error_message=_("A body cannot be part of itself: choose another parent."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language."""
        return (self.name_ko if get_language() == "ko" else "") or self.name_en
