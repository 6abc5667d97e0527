"""The year's progress report as a job: its state, its chapters, its files and its log. The rows are the truth; the
broker only wakes workers."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.rights import NATION, PROVINCE
from regional20x10.shared import words


class Status(models.TextChoices):
    """Where a report, or a chapter of one, is in its building."""

    QUEUED = "queued", pgettext_lazy("report", "Queued")
    BUILDING = "building", pgettext_lazy("report", "Building")
    READY = "ready", pgettext_lazy("report", "Ready")
    FAILED = "failed", pgettext_lazy("report", "Failed")
    CANCELLED = "cancelled", pgettext_lazy("report", "Cancelled")


UNDER_WAY = (Status.QUEUED, Status.BUILDING)
OVER = (Status.READY, Status.FAILED, Status.CANCELLED)

MOVES = {
    "start": ((Status.QUEUED,), Status.BUILDING, _("Only a queued report can be started.")),
    "finish": ((Status.BUILDING,), Status.READY, _("Only a report that is being built can become ready.")),
    "fail": (UNDER_WAY, Status.FAILED, _("Only a report under way can fail.")),
    "cancel": (UNDER_WAY, Status.CANCELLED, _("This report is no longer being built: there is nothing to cancel.")),
    "rebuild": (OVER, Status.QUEUED, _("This report is still being built: wait for it, or cancel it first.")),
}
"""What can be done: {deed: (from which states, to which, the sentence if it is in none of them)}."""


class AnnualReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The nation's readers see all, a province those asked for by its own posts, others what they asked for."""
        post = user.post if user.is_authenticated else None
        return self._of(post, post.rule.reads) if post else self.none()

    def editable_by(self, user):
        post = user.post if user.is_authenticated else None
        return self._of(post, post.rule.edits) if post else self.none()

    def _of(self, post, scope):
        if scope == NATION:
            return self.all()
        if scope == PROVINCE:
            return self.filter(requested_by__province=post.province_id)
        return self.filter(requested_by=post)

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def for_list(self):
        """All that a row shows, in one query."""
        posts = [f"requested_by__{name}" for name in ("official__user", "province", "county", "organization")]
        return self.select_related(*posts).order_by("-created_at", "-pk").fetch_mode(models.FETCH_RAISE)


class AnnualReport(models.Model):
    """The progress report of a programme year as of a day, in one language, of all that the asking post may see."""

    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("as of"))
    language = models.CharField(_("language"), max_length=2, choices=[("en", _("English")), ("ko", _("Korean"))])
    requested_by = models.ForeignKey(
        "committees.Post",
        models.PROTECT,
        related_name="reports",
        verbose_name=_("requested by"),
        help_text="Also the report's scope: it holds what this post may see.",
    )
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.QUEUED)
    build = models.PositiveSmallIntegerField(_("build"), default=1, help_text="Counts up with every rebuild.")
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often the files of this build were begun.")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Who writes the files holds it until then.")
    woken_at = models.DateTimeField(null=True, blank=True, help_text="When a task for it was last put in the queue.")
    steps_done = models.PositiveSmallIntegerField(_("steps done"), default=0)
    steps_total = models.PositiveSmallIntegerField(_("steps"), default=0)
    created_at = models.DateTimeField(_("requested"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    data_version = models.CharField(_("data version"), max_length=40, blank=True)
    error = models.TextField(_("why it failed"), blank=True)

    objects = AnnualReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("annual report")
        verbose_name_plural = _("annual reports")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="report_newest"),
            models.Index(fields=["status"], name="report_under_way", condition=Q(status__in=["queued", "building"])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "as_of", "language", "requested_by"],
                condition=Q(status__in=["queued", "building"]),
                name="report_one_under_way",
                violation_error_message=_("The same report is already being built: wait for that one."),
            ),
            models.CheckConstraint(
                name="report_steps_in_range",
                condition=Q(steps_done__lte=models.F("steps_total")),
                violation_error_message=_("No more steps can be done than there are."),
            ),
            models.CheckConstraint(
                name="report_failed_says_why",
                condition=Q(status="failed") & ~Q(error="") | ~Q(status="failed") & Q(error=""),
                violation_error_message=_("A failed report says why; no other does."),
            ),
            models.CheckConstraint(
                name="report_ended_has_its_time",
                condition=Q(status__in=["queued", "building"], finished_at__isnull=True)
                | Q(status__in=["ready", "failed", "cancelled"], finished_at__isnull=False),
                violation_error_message=_("A report that is no longer being built has the time it ended, no other."),
            ),
            models.CheckConstraint(
                name="report_language_known",
                condition=Q(language__in=["en", "ko"]),
                violation_error_message=_("A report is written in English or Korean."),
            ),
        ]

    def __str__(self):
        return _("%(year)s, as of %(day)s") % {"year": self.year, "day": self.as_of}

    def get_absolute_url(self):
        return reverse("report", args=[self.pk])

    @property
    def under_way(self):
        return self.status in UNDER_WAY

    @property
    def language_name(self):
        """The language's own name."""
        return words.LANGUAGE[self.language]

    def can(self, deed):
        """Whether its state allows `deed` (a key of MOVES)."""
        return self.status in MOVES[deed][0]


class ReportChapter(models.Model):
    """A part of a report that one worker builds by itself: the programme's, or a province's."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="chapters")
    province = models.ForeignKey(
        "factories.Province",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty for the programme’s own.",
    )
    status = models.CharField(
        max_length=9,
        choices=[(state.value, state.label) for state in (Status.QUEUED, Status.BUILDING, Status.READY)],
        default=Status.QUEUED,
    )
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun; a late worker's is old.")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Who builds it holds it until then.")
    woken_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "province"], name="chapter_once_per_report", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="chapter_ready_has_content",
                condition=Q(status="ready", content__isnull=False) | ~Q(status="ready") & Q(content__isnull=True),
                violation_error_message=_("A chapter has its content when it is ready, and not before."),
            ),
        ]

    def __str__(self):
        return str(self.province) if self.province_id else str(_("the programme"))


class ReportFile(models.Model):
    """A finished file. Offered only while its report is ready."""

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "XLSX"
        JSON = "json", "JSON"

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="files")
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    name = models.CharField(max_length=200, unique=True, help_text="Under MEDIA_ROOT.")
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.PositiveBigIntegerField(_("size"))

    class Meta:
        verbose_name = _("file of a report")
        verbose_name_plural = _("files of reports")
        constraints = [
            models.UniqueConstraint(fields=["report", "kind"], name="file_once_per_report_and_kind"),
            models.CheckConstraint(
                name="file_not_empty",
                condition=Q(bytes__gt=0, sha256__regex="^[0-9a-f]{64}$"),
                violation_error_message=_("A file has a size and a digest."),
            ),
        ]

    def __str__(self):
        return self.name


SENTENCES = {
    "requested": _("Requested."),
    "begun": _("Begun: %(chapters)s chapters to build."),
    "built": _("Chapter built: %(chapter)s."),
    "again": _("Facts changed meanwhile; chapters to build again: %(chapters)s."),
    "lost": _("A worker stopped or the queue was lost; tasks queued again: %(tasks)s."),
    "written": _("File written: %(kind)s."),
    "ready": _("Ready."),
    "failed": _("Failed."),
    "cancelled": _("Cancelled."),
    "rebuild": _("To be built again."),
}


class LogLine(models.Model):
    """A line of the log of what is built: what happened when, by whom. Who uses it gives it a `sentence`."""

    at = models.DateTimeField(_("time"))
    values = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        return self.sentence


class ReportEvent(LogLine):
    """A line of a report's log."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="events")
    code = models.CharField(max_length=10, choices=[(code, code) for code in SENTENCES])

    class Meta(LogLine.Meta):
        verbose_name = _("line of the log")
        verbose_name_plural = _("log")

    @property
    def sentence(self):
        """What happened, in the reader's language."""
        return SENTENCES[self.code] % self.values
