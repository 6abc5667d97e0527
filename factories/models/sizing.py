"""Sizing studies: how large a factory its county can feed, power, water and staff. Submitted studies are facts."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from factories.models.projects import FactoryProject


class StudyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("sent back")


STUDY_STATES = {
    # from state: {deed: to state}; the documentation's diagram is drawn from this table
    StudyState.DRAFT: {"submit": StudyState.SUBMITTED},
    StudyState.SUBMITTED: {"approve": StudyState.APPROVED, "send_back": StudyState.RETURNED},
    StudyState.APPROVED: {},
    StudyState.RETURNED: {},
}


class SizingStudyQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def approved_by_then(self, moment):
        """The studies approved by `moment`, the one in force of each project first."""
        return self.filter(approved_at__lte=moment).order_by("project", "-version")

    def for_list(self):
        scopes = [
            f"{post}__{place}"
            for post in ("created_by", "submitted_by", "approved_by", "returned_by")
            for place in ("province", "county", "organization")
        ]
        rows = self.select_related("project__plan__county__province", "project__factory_type", *scopes)
        return rows.order_by("project__code", "-version", "-pk").fetch_mode(models.FETCH_RAISE)


class SizingStudy(models.Model):
    """A version of a project's sizing: the county's numbers, what they allow, and the capacity chosen.

    `inputs` and `result` are fixed at submission (factories/sizing.py says their form): a study shows for ever the
    numbers it was approved on, whatever the county's conditions become.
    """

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="studies")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=9, choices=StudyState, default=StudyState.DRAFT)
    year = models.PositiveSmallIntegerField(_("year of the local conditions"))
    share_percent = models.DecimalField(
        _("share of the county’s power, water and workforce for this factory, %"), max_digits=5, decimal_places=2
    )
    chosen_t_year = models.DecimalField(
        _("chosen capacity, t a year"), max_digits=10, decimal_places=1, null=True, blank=True
    )
    reason = models.TextField(_("why another capacity than the recommended"), blank=True)
    inputs = models.JSONField(default=dict, blank=True)
    result = models.JSONField(default=dict, blank=True)
    demonstration = models.BooleanField(default=False)

    created_at = models.DateTimeField()
    created_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    return_note = models.TextField(_("why it was sent back"), blank=True)

    objects = SizingStudyQuerySet.as_manager()

    class Meta:
        verbose_name = _("sizing study")
        verbose_name_plural = _("sizing studies")
        triggers = [
            pgtrigger.Protect(
                name="submitted_is_a_fact",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.state <> 'draft' AND to_jsonb(OLD) - ARRAY['state', 'approved_at', 'approved_by_id',"
                    " 'returned_at', 'returned_by_id', 'return_note'] IS DISTINCT FROM to_jsonb(NEW) - ARRAY['state',"
                    " 'approved_at', 'approved_by_id', 'returned_at', 'returned_by_id', 'return_note']"
                ),
            ),
            pgtrigger.Protect(
                name="ended_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state IN ('approved', 'returned') AND OLD IS DISTINCT FROM NEW"),
            ),
            pgtrigger.Protect(
                name="never_deleted_once_submitted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.state <> 'draft'"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "version"],
                name="study_version_once",
                violation_error_message=_("Another study was begun meanwhile: load the page again."),
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(state__in=["draft", "submitted"]),
                name="study_one_open",
                violation_error_message=_("There is already an open study of this project: go on with that one."),
            ),
            models.CheckConstraint(
                name="study_share_in_range",
                condition=Q(share_percent__gt=0, share_percent__lte=100),
                violation_error_message=_("The share for this factory, in percent, is more than 0 and at most 100."),
            ),
            models.CheckConstraint(
                name="study_capacity_positive",
                condition=Q(chosen_t_year__isnull=True) | Q(chosen_t_year__gt=0),
                violation_error_message=_("A capacity is more than 0 t a year."),
            ),
            models.CheckConstraint(
                name="study_four_eyes",
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")),
                violation_error_message=_("Nobody approves their own study: another post must."),
            ),
            models.CheckConstraint(
                name="study_state_is_stamped",
                condition=(
                    Q(state="draft", submitted_at__isnull=True, approved_at__isnull=True, returned_at__isnull=True)
                    | Q(
                        state="submitted",
                        submitted_at__isnull=False,
                        approved_at__isnull=True,
                        returned_at__isnull=True,
                    )
                    | Q(
                        state="approved",
                        submitted_at__isnull=False,
                        approved_at__isnull=False,
                        returned_at__isnull=True,
                    )
                    | Q(
                        state="returned",
                        submitted_at__isnull=False,
                        approved_at__isnull=True,
                        returned_at__isnull=False,
                    )
                ),
                violation_error_message=_("A study has the times of the steps it has been through, and no others."),
            ),
            models.CheckConstraint(
                name="study_sent_back_with_a_note",
                condition=Q(returned_at__isnull=True) | ~Q(return_note=""),
                violation_error_message=_("Say what is to be corrected when sending a study back."),
            ),
            models.CheckConstraint(
                name="study_chosen_once_submitted",
                condition=Q(state="draft") | Q(chosen_t_year__isnull=False),
                violation_error_message=_("Choose a capacity before the study is submitted."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code} v{self.version}"

    def get_absolute_url(self):
        return reverse("study", args=[self.pk])
