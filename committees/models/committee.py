"""The committee: not permanent, so it has a term; its members, and who of them presides."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Organization
from committees.models.scope import of_the_nation, post_of
from regional20x10.shared.ranges import days


class CommitteeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who leads the programme is known to all who read anything."""
        return self.all() if post_of(user) else self.none()

    def editable_by(self, user):
        return of_the_nation(self, user)

    def current(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def for_list(self):
        return self.select_related("organization").order_by("-starts_on", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Committee(models.Model):
    """The committee of one term: a body that is called together for it, and ends with it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="terms", verbose_name=_("body"))
    starts_on = models.DateField(_("first day of the term"))
    ends_on = models.DateField(_("last day of the term"))
    basis = models.CharField(_("founded by"), max_length=200, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CommitteeQuerySet.as_manager()

    class Meta:
        verbose_name = _("committee")
        verbose_name_plural = _("committees")
        constraints = [
            models.CheckConstraint(
                name="committee_term_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("The term ends on or after the day it starts: correct one of the dates."),
            ),
            ExclusionConstraint(
                name="committee_terms_do_not_overlap",
                expressions=[("organization", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("Another term of this committee runs on some of these days."),
            ),
        ]

    def __str__(self):
        return f"{self.organization} {self.starts_on.year}–{self.ends_on.year}"


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all() if post_of(user) else self.none()

    def editable_by(self, user):
        return of_the_nation(self, user)

    def current(self, day):
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def for_list(self):
        rows = self.select_related("committee__organization", "organization", "post")
        return rows.order_by("committee", "-chair", "organization__name_en", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Membership(models.Model):
    """A seat in the committee: of a body, held by a post, which is named by what it is and never by a person."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="memberships", verbose_name=_("committee"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships", verbose_name=_("body"))
    title = models.CharField(_("post"), max_length=200)
    title_ko = models.CharField(_("post in Korean"), max_length=200, blank=True)
    post = models.ForeignKey(
        "committees.Post", models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("held by")
    )
    chair = models.BooleanField(_("presides"), default=False)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A membership ends on or after the day it starts: correct one of the dates."),
            ),
            ExclusionConstraint(
                name="committee_one_chair_at_a_time",
                expressions=[("committee", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                condition=Q(chair=True),
                violation_error_message=_("Another member presides on some of these days: end that first."),
            ),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("committee", RangeOperators.EQUAL), ("organization", RangeOperators.EQUAL),
                    ("title", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This post of the body is a member already on some of these days."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.organization}, {self.said}"

    @property
    def said(self):
        """The post in the reader's language."""
        return (self.title_ko if get_language() == "ko" else "") or self.title
