"""Users, officials and the posts through which they act: the one place that knows who sees and does what."""

from functools import reduce
from operator import or_

import pghistory
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Case, Count, F, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees import rights
from committees.rights import COUNTY, NATION, NOTHING, OWN, PROVINCE, RULES, Role
from regional20x10.shared import clock

NOBODY = Q(pk__in=[])


class User(AbstractUser):
    """Somebody who can sign in. What they see and do follows from the post they act through, never from the user."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @cached_property
    def posts(self):
        """The posts held today, as a list: the ones a person may act through."""
        held = Post.objects.current(clock.today()).filter(official__user=self)
        held = held.annotate(unread=self._unread())  # asked with the posts: every page shows both
        return list(held.select_related("official", "province", "county", "organization", "body").order_by("-pk"))

    @cached_property
    def post(self):
        """The post acted through: the one chosen (see ActingPostMiddleware), or the first held; None without any."""
        return self.posts[0] if self.posts else None

    def _unread(self):
        """How many notifications the user has not read, as an expression."""
        model = self._meta.get_field("notifications").related_model
        rows = model.objects.filter(user=self.pk).unread().order_by().values("user")
        return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)

    @property
    def unread(self):
        """How many notifications the user has not read; 0 for who holds no post and reads nothing."""
        return self.posts[0].unread if self.posts else 0

    @property
    def reads_anything(self):
        return self.post is not None and self.post.rule.reads != NOTHING


class Official(models.Model):
    """A person who holds posts. Pages show the post, not the person."""

    reference = models.CharField(_("reference"), max_length=40, unique=True)
    user = models.OneToOneField(
        "committees.User", models.PROTECT, null=True, blank=True, related_name="official", verbose_name=_("user")
    )
    demonstration = models.BooleanField(_("demonstration"), default=False)

    class Meta:
        verbose_name = _("official")
        verbose_name_plural = _("officials")

    def __str__(self):
        return self.reference


class PostState(models.TextChoices):
    """Whether a post is held on a day."""

    HELD = "held", _("held")
    ENDED = "ended", pgettext_lazy("post", "ended")
    COMING = "coming", _("begins later")


class PostQuerySet(models.QuerySet):
    def then(self, day):
        """With `state_then`, a PostState on the day."""
        state = Case(
            When(starts_on__gt=day, then=Value(PostState.COMING)),
            When(ends_on__lt=day, then=Value(PostState.ENDED)),
            default=Value(PostState.HELD),
            output_field=models.CharField(),
        )
        return self.annotate(state_then=state)

    def current(self, day):
        """Posts held on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def of_body(self, organization):
        """Posts that act for the body."""
        return self.filter(Q(organization=organization) | Q(body=organization))

    def visible_to(self, user):
        """Posts are public within the programme; who holds them is not said."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def for_list(self):
        scope = ("province", "county", "organization", "body")
        rows = self.select_related("official__user", *scope).order_by("role", "pk")
        return rows.fetch_mode(models.FETCH_RAISE)


def _names_only(scope):
    """A role of this scope, and of the places just the one it asks for. No Case: Django checks none beforehand."""
    return Q(
        role__in=[role.value for role, rule in RULES.items() if rule.scope == scope],
        province__isnull=scope != PROVINCE,
        county__isnull=scope != COUNTY,
        organization__isnull=scope != OWN,
    )


@pghistory.track()
class Post(models.Model):
    """A role held by an official within a scope, from a day to a day. A deputy is a post with an end."""

    role = models.CharField(_("role"), max_length=24, choices=Role)
    official = models.ForeignKey(Official, models.PROTECT, related_name="posts", verbose_name=_("official"))
    province = models.ForeignKey(
        "factories.Province", models.PROTECT, null=True, blank=True, verbose_name=_("province")
    )
    county = models.ForeignKey("factories.County", models.PROTECT, null=True, blank=True, verbose_name=_("county"))
    organization = models.ForeignKey(
        "committees.Organization", models.PROTECT, null=True, blank=True, related_name="posts", verbose_name=_("body")
    )
    body = models.ForeignKey(
        "committees.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("acts for"),
        help_text=_("The body in whose name the post asks and answers; a unit’s post acts for its unit."),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    deputy = models.BooleanField(_("deputy"), default=False)
    deputy_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies", verbose_name=_("deputy of")
    )

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A post ends on or after the day it starts: correct one of the dates."),
            ),
            models.CheckConstraint(
                name="post_deputy_has_an_end",
                condition=Q(deputy=False) | Q(ends_on__isnull=False),
                violation_error_message=_("A deputy’s post needs a last day."),
            ),
            models.CheckConstraint(
                name="post_deputy_of_says_so",
                condition=Q(deputy_of__isnull=True) | Q(deputy=True),
                violation_error_message=_("Only a deputy’s post names whom it stands in for."),
            ),
            models.CheckConstraint(
                name="post_names_its_scope",
                condition=reduce(or_, map(_names_only, (NATION, PROVINCE, COUNTY, OWN))),
                violation_error_message=_(
                    "A provincial post names its province, a county post its county, a unit’s post its body, "
                    "and a national post none of them."
                ),
            ),
        ]

    def __str__(self):
        where = self.province or self.county or self.organization
        return f"{self.get_role_display()}, {where}" if where else str(self.get_role_display())

    @property
    def rule(self):
        return RULES[Role(self.role)]

    @property
    def user_id(self):
        return self.official.user_id

    @property
    def acts_for_id(self):
        """The body in whose name this post asks and answers; None if it acts for none."""
        return self.organization_id or self.body_id

    def may(self, deed):
        """Whether this post's role may do `deed` (rights.Deed) within what it may edit."""
        return deed in self.rule.may

    @staticmethod
    def who_may(deed):
        return rights.who_may(deed)

    def reach(self, *, edit=False):
        """The counties this post covers, as a filter on County. Nothing else in the system knows."""
        match self.rule.edits if edit else self.rule.reads:
            case rights.NATION:
                return Q()
            case rights.PROVINCE:
                return Q(province=self.province_id)
            case rights.COUNTY:
                return Q(pk=self.county_id)
            case rights.OWN:
                return Q(pk__in=self._own_projects().values("plan__county"))
        return NOBODY

    def reach_projects(self, *, edit=False):
        """The projects this post covers, as a filter on FactoryProject: a unit's own, or all of its counties."""
        match self.rule.edits if edit else self.rule.reads:
            case rights.NATION:
                return Q()
            case rights.PROVINCE:
                return Q(plan__county__province=self.province_id)
            case rights.COUNTY:
                return Q(plan__county=self.county_id)
            case rights.OWN:
                return Q(pk__in=self._own_projects().values("pk"))
        return NOBODY

    def _own_projects(self):
        projects = self._meta.apps.get_model("factories", "FactoryProject").objects
        unit = self.organization_id
        if self.role == Role.INSTITUTION:
            requests = self._meta.apps.get_model("committees", "Request").objects
            asked = requests.filter(Q(owed_by=unit) | Q(asked_by=unit), project__isnull=False)
            return projects.filter(Q(roles__organization=unit) | Q(pk__in=asked.values("project")))
        return projects.filter(
            Q(design_unit=unit) | Q(construction_unit=unit) | Q(operation_unit=unit) | Q(inspection=unit)
        )
