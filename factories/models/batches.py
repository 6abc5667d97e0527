"""Workbooks of returns that were handed in: read, shown, confirmed as one batch, and undone as one."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.models.periods import ReportingPeriod
from factories.models.places import County
from factories.models.projects import FactoryProject


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those one's own post read in."""
        post = user.post if user.is_authenticated else None
        return self.filter(read_by=post) if post else self.none()

    editable_by = visible_to


class ReturnBatch(models.Model):
    """One workbook handed in for a project, or for all of a county, and what it would change or has changed."""

    class State(models.TextChoices):
        READ = "read", _("read, not confirmed")
        CONFIRMED = "confirmed", _("confirmed")
        UNDONE = "undone", _("undone")

    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same workbook.")
    county = models.ForeignKey(County, models.PROTECT, null=True, blank=True, related_name="+")
    project = models.ForeignKey(FactoryProject, models.PROTECT, null=True, blank=True, related_name="+")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("file name"), max_length=160)
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveBigIntegerField(_("size"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READ)
    problems = models.JSONField(default=list, blank=True, help_text="[{sheet, cell, said}] that stand against it.")
    content = models.JSONField(default=list, blank=True, help_text="What it says of each project, as read.")
    read_at = models.DateTimeField()
    read_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("workbook of returns")
        verbose_name_plural = _("workbooks of returns")
        constraints = [
            models.CheckConstraint(
                name="batch_of_a_project_or_a_county",
                condition=Q(county__isnull=False, project__isnull=True) | Q(county__isnull=True, project__isnull=False),
                violation_error_message=_("A workbook is of one project or of one county."),
            ),
            models.CheckConstraint(
                name="batch_state_is_stamped",
                condition=Q(state="read", confirmed_at__isnull=True, undone_at__isnull=True)
                | Q(state="confirmed", confirmed_at__isnull=False, undone_at__isnull=True)
                | Q(state="undone", confirmed_at__isnull=False, undone_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name
