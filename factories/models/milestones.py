"""Milestones: the programme's own and the public record's, in one table, told apart by source."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.models.places import County
from factories.models.program import ProgramYear
from factories.models.projects import FactoryProject


class MilestoneQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Milestones of the places one may see; those of the whole programme, to everyone who reads."""
        if not (user.is_authenticated and user.reads_anything):
            return self.none()
        return self.filter(Q(county__isnull=True) | Q(county__in=County.objects.visible_to(user)))

    def known(self, as_of):
        """What was known by the end of `as_of`: met and published by then, and not yet replaced by a correction."""
        later = Q(superseded_by__isnull=True) | Q(superseded_by__known_on__gt=as_of)
        return self.filter(later, known_on__lte=as_of)

    def for_list(self):
        return (
            self.select_related("county__province", "program_year", "project")
            .order_by("-met_on", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class Milestone(models.Model):
    """Something that was due, or that happened, at a place or project. Once met it is a fact and is never edited.

    `met_on` is the day, or for a month or year its last day: an imprecise date is never shown as early.
    """

    class Kind(models.TextChoices):
        ANNOUNCED = "announced", _("announced")
        GROUNDBREAKING = "groundbreaking", _("ground broken")
        FOUNDATION_EXCAVATED = "foundation_excavated", _("foundation excavated")
        FOUNDATION_CONCRETED = "foundation_concreted", _("foundation concreted")
        STRUCTURE_COMPLETE = "structure_complete", _("structure complete")
        INAUGURATED = "inaugurated", _("inaugurated")
        PRODUCTION_REPORTED = "production_reported", _("production reported")
        VISIT = "visit", _("visit")
        OTHER = "other", _("other")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    class Basis(models.TextChoices):
        EVENT = "event", _("the day itself")
        REPORTED = "reported", _("day of the report; it happened on or before it")
        OBSERVED = "observed", _("observed from satellite")
        NO_LATER_THAN = "no later than", _("no later than, inferred")

    class Confidence(models.TextChoices):
        HIGH = "high", _("high")
        MEDIUM = "medium", _("medium")
        LOW = "low", _("low")

    class Source(models.TextChoices):
        PROGRAM = "program", _("the programme’s own")
        PUBLIC = "public", _("public record")

    program_year = models.ForeignKey(ProgramYear, models.PROTECT, null=True, blank=True, related_name="milestones")
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="milestones")
    project = models.ForeignKey(FactoryProject, models.PROTECT, null=True, blank=True, related_name="milestones")
    facility = models.CharField(_("facility"), max_length=30, default="factories")
    kind = models.CharField(_("milestone"), max_length=24, choices=Kind)
    due_on = models.DateField(_("due"), null=True, blank=True)
    met_on = models.DateField(_("met"), null=True, blank=True)
    precision = models.CharField(_("precision"), max_length=5, choices=Precision, default=Precision.DAY)
    basis = models.CharField(_("basis of the date"), max_length=14, choices=Basis, default=Basis.EVENT)
    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence, default=Confidence.HIGH)
    source = models.CharField(_("kind of source"), max_length=8, choices=Source, default=Source.PROGRAM)
    source_title = models.TextField(_("source"), blank=True)
    source_url = models.TextField(_("address of the source"), blank=True)
    note = models.TextField(_("note"), blank=True)
    known_on = models.DateField(_("known since"))
    digest = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    superseded_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="supersedes")
    demonstration = models.BooleanField(default=False)

    objects = MilestoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        indexes = [models.Index(fields=["county", "kind", "met_on"], name="milestone_of_county")]
        triggers = [
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="met_is_a_fact",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.met_on IS NOT NULL AND"
                    " to_jsonb(OLD) - 'superseded_by_id' IS DISTINCT FROM to_jsonb(NEW) - 'superseded_by_id'"
                ),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="milestone_due_or_met",
                condition=Q(due_on__isnull=False) | Q(met_on__isnull=False),
                violation_error_message=_("A milestone needs the day it is due or the day it was met."),
            ),
            models.CheckConstraint(
                name="milestone_not_known_before_met",
                condition=Q(met_on__isnull=True) | Q(known_on__gte=models.F("met_on")) | ~Q(precision="day"),
                violation_error_message=_("A milestone cannot be known before it was met."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.met_on or self.due_on}"
