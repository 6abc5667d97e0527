"""Counties and the senior member in charge of each; the visits made there, with what was seen and asked for."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.models.people import Official
from regional20x10.shared.facts import NO_CHANGE
from regional20x10.shared.ranges import days


class _OfCounties(models.QuerySet):
    """Rows of counties: seen and changed by who sees and changes the county."""

    @property
    def _counties(self):
        return self.model._meta.get_field("county").related_model.objects

    def visible_to(self, user):
        return self.filter(county__in=self._counties.visible_to(user))

    def editable_by(self, user):
        return self.filter(county__in=self._counties.editable_by(user))


class CountyChargeQuerySet(_OfCounties):
    def current(self, day):
        """Charges held on `day`."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)

    def for_list(self):
        rows = self.select_related("county__province", "official")
        return rows.order_by("county__code", "-starts_on", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class CountyCharge(models.Model):
    """That a senior member is in charge of a county, from a day on until it ends; who hands over leaves a note."""

    county = models.ForeignKey("factories.County", models.PROTECT, related_name="charges", verbose_name=_("county"))
    official = models.ForeignKey(Official, models.PROTECT, related_name="charges", verbose_name=_("official"))
    title = models.CharField(_("post"), max_length=120)
    title_ko = models.CharField(_("post in Korean"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)
    handover = models.TextField(_("handover note"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CountyChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("member in charge")
        verbose_name_plural = _("members in charge")
        constraints = [
            models.CheckConstraint(
                name="charge_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A charge ends on or after the day it starts: correct one of the dates."),
            ),
            ExclusionConstraint(
                name="charge_once_per_county",
                expressions=[("county", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_(
                    "Another member is in charge of this county on some of these days: end that charge the day before."
                ),
            ),
            ExclusionConstraint(
                name="charge_once_per_official",
                expressions=[("official", RangeOperators.EQUAL), (days(), RangeOperators.OVERLAPS)],
                violation_error_message=_(
                    "This member is in charge of another county on some of these days: nobody has two at once."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.county}: {self.title}"

    @property
    def said(self):
        """The post in the reader's language."""
        return (self.title_ko if get_language() == "ko" else "") or self.title


class VisitQuerySet(_OfCounties):
    def for_list(self):
        rows = self.select_related("county__province", "charge")
        return rows.order_by("-visited_on", "-pk").fetch_mode(models.FETCH_RAISE)


class Visit(models.Model):
    """One visit of the member in charge: what was seen. What was asked for are requests."""

    county = models.ForeignKey("factories.County", models.PROTECT, related_name="visits", verbose_name=_("county"))
    charge = models.ForeignKey(CountyCharge, models.PROTECT, related_name="visits", verbose_name=_("member in charge"))
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same visit.")
    visited_on = models.DateField(_("visited on"))
    seen = models.TextField(_("what was seen"))
    demonstration = models.BooleanField(_("demonstration"), default=False)
    at = models.DateTimeField(_("entered"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="visit_says_what_was_seen",
                condition=~Q(seen=""),
                violation_error_message=_("Say what was seen."),
            )
        ]

    def __str__(self):
        return f"{self.county} {self.visited_on}"

    def get_absolute_url(self):
        return reverse("visit", args=[self.pk])
