"""Organizations: the bodies that lead, design, build, operate and inspect."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
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


class OrganizationState(models.TextChoices):
    """Whether a body is in being on a day."""

    BEING = "being", _("in being")
    ENDED = "ended", pgettext_lazy("body", "ended")
    MERGED = "merged", _("merged into another body")


class Ancestry(Func):
    """The bodies above one and itself, the highest first: `of` is a column of the recursion below, or words of it."""

    template = """(
        WITH RECURSIVE given (id, kinds) AS (SELECT %(expressions)s), up AS (
            SELECT o.id, o.parent_id, o.kind, o.name_en, 0 AS height
            FROM committees_organization o JOIN given ON o.id = given.id
            UNION ALL
            SELECT o.id, o.parent_id, o.kind, o.name_en, up.height + 1
            FROM committees_organization o JOIN up ON o.id = up.parent_id WHERE up.height < 20
        )
        SELECT array_agg(%(of)s ORDER BY up.height DESC) FROM up CROSS JOIN given
    )"""

    def __init__(self, of, output):
        kinds = Value(OrganizationKind.values, output_field=ArrayField(models.CharField()))
        super().__init__(F("pk"), kinds, of=of, output_field=ArrayField(output))


IN_ORDER = (
    "lpad(array_position(given.kinds, up.kind::varchar)::text, 2, '0') || ' ' || lower(up.name_en) || ' ' || up.id"
)


class OrganizationQuerySet(models.QuerySet):
    def in_being(self, day):
        """Bodies that have not ended before `day`."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))

    def then(self, day):
        """With `state_then`, an OrganizationState on the day."""
        ended, merged = Q(ended_on__lt=day), Q(merged_into__isnull=False)
        state = Case(
            When(ended & merged, then=Value(OrganizationState.MERGED)),
            When(ended, then=Value(OrganizationState.ENDED)),
            default=Value(OrganizationState.BEING),
            output_field=models.CharField(),
        )
        return self.annotate(state_then=state)

    def as_tree(self):
        """Each body after the one of which it is a part, by kind and name; `above`: the keys down to itself."""
        above, place = Ancestry("up.id", models.BigIntegerField()), Ancestry(IN_ORDER, models.TextField())
        return self.annotate(above=above, place=place).order_by("place", "pk")

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

    def name_on(self, day):
        """What it was called on the day, in the reader's language; `former_names` are read before."""
        former = [row for row in self.former_names.all() if row.until >= day]
        return min(former, key=lambda row: row.until).name if former else self.name

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
