"""Organizations: the bodies that lead, design, build, operate and inspect."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.models.scope import post_of
from committees.rights import NATION
from regional20x10.shared.facts import NO_CHANGE


class OrganizationKind(models.TextChoices):
    COMMITTEE = "committee", _("Committee of the programme")
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
    def in_being(self, day):
        """Bodies that have not ended before `day`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def visible_to(self, user):
        """Bodies are public within the programme: everyone with a post that reads anything sees them all."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def editable_by(self, user):
        """All or none: bodies belong to no place, so that who keeps them edits the nation."""
        post = post_of(user)
        return self.all() if post and post.rule.edits == NATION else self.none()

    def for_list(self):
        return self.select_related("parent").order_by("name_en", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Organization(models.Model):
    """A body that takes part in the programme."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=24, choices=OrganizationKind)
    name_en = models.CharField(_("name in English"), max_length=200)
    name_ko = models.CharField(_("name in Korean"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    province = models.ForeignKey(
        "factories.Province", models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    county = models.ForeignKey("factories.County", models.PROTECT, null=True, blank=True, verbose_name=_("county"))
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
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
            ),
            models.CheckConstraint(
                name="organization_merged_into_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                violation_error_message=_("A body cannot be merged into itself: choose another."),
            ),
            models.CheckConstraint(
                name="organization_merged_has_ended",
                condition=Q(merged_into__isnull=True) | Q(ended_on__isnull=False),
                violation_error_message=_("A body that was merged has ended: give the day."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("body", args=[self.code])

    @property
    def name(self):
        """The name in the reader's language."""
        return (self.name_ko if get_language() == "ko" else "") or self.name_en

    @property
    def successor(self):
        """The body that it is part of now, through every merger; itself, if it was merged into none."""
        body = self
        while body.merged_into_id:
            body = Organization.objects.get(pk=body.merged_into_id)
        return body


class FormerName(models.Model):
    """What a body was called until a day. Names are facts: a body that is renamed keeps them all."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="former_names")
    name_en = models.CharField(_("name in English"), max_length=200)
    name_ko = models.CharField(_("name in Korean"), max_length=200, blank=True)
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=300)
    at = models.DateTimeField(_("entered"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")
        ordering = ["until", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="former_name_with_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why the body is renamed: its former name is kept."),
            )
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The name in the reader's language."""
        return (self.name_ko if get_language() == "ko" else "") or self.name_en
