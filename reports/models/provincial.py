"""A province's report on a programme year: its sections, its steps to acceptance, and what is said about it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.rights import NATION, PROVINCE
from regional20x10.shared.facts import NO_CHANGE


class SectionKey(models.TextChoices):
    """The narrative sections, in the order in which they are read."""

    RESULTS = "results", _("Results of the year’s counties")
    BASES = "bases", _("Raw-material bases")
    WORKERS = "workers", _("Trained workers")
    PRODUCTION = "production", _("Production")
    PROBLEMS = "problems", _("Problems and causes")
    NEXT_YEAR = "next_year", _("Next year")


class ProvincialState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("provincial report", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("provincial report", "Submitted")
    RETURNED = "returned", pgettext_lazy("provincial report", "Returned")
    ACCEPTED = "accepted", pgettext_lazy("provincial report", "Accepted")


WRITABLE = (ProvincialState.DRAFT, ProvincialState.RETURNED)

PROVINCIAL_MOVES = {
    "submit": (WRITABLE, ProvincialState.SUBMITTED, _("Only a draft or a returned report can be submitted.")),
    "take_back": (
        (ProvincialState.SUBMITTED,),
        ProvincialState.DRAFT,
        _("Only a submitted report on which nobody has decided can be taken back."),
    ),
    "return": ((ProvincialState.SUBMITTED,), ProvincialState.RETURNED, _("Only a submitted report can be returned.")),
    "accept": ((ProvincialState.SUBMITTED,), ProvincialState.ACCEPTED, _("Only a submitted report can be accepted.")),
}
"""What can be done: {deed: (from which states, to which, the sentence if it is in none of them)}."""


class ProvincialReportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The nation's readers see all, a province's posts their own."""
        post = user.post if user.is_authenticated else None
        return self._of(post, post.rule.reads) if post else self.none()

    def editable_by(self, user):
        post = user.post if user.is_authenticated else None
        return self._of(post, post.rule.edits) if post else self.none()

    def _of(self, post, scope):
        if scope == NATION:
            return self.all()
        return self.filter(province=post.province_id) if scope == PROVINCE else self.none()

    def for_list(self):
        rows = self.select_related("province", "program_year__program", "submitted_by__province")
        return rows.order_by("-program_year__year", "province__code", "pk").fetch_mode(models.FETCH_RAISE)


class ProvincialReport(models.Model):
    """Province x programme year: narrative beside computed figures, signed and submitted by the chief secretary."""

    program_year = models.ForeignKey("factories.ProgramYear", models.PROTECT, related_name="provincial_reports")
    province = models.ForeignKey("factories.Province", models.PROTECT, related_name="reports")
    state = models.CharField(_("state"), max_length=9, choices=ProvincialState, default=ProvincialState.DRAFT)
    created_at = models.DateTimeField(_("begun"))
    as_of = models.DateField(
        _("figures as of"), null=True, blank=True, help_text="The day of the signed figures; empty before submission."
    )
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ProvincialReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("provincial report")
        verbose_name_plural = _("provincial reports")
        constraints = [
            models.UniqueConstraint(
                fields=["program_year", "province"],
                name="provincial_report_once",
                violation_error_message=_("The province has a report on this year already."),
            ),
            models.CheckConstraint(
                name="provincial_report_signed_when_submitted",
                condition=Q(state="draft")
                | Q(as_of__isnull=False, submitted_at__isnull=False, submitted_by__isnull=False),
                violation_error_message=_("A submitted report says as of which day, when and by whom."),
            ),
            models.CheckConstraint(
                name="provincial_report_decided_by_somebody",
                condition=Q(state__in=["draft", "submitted"]) | Q(decided_at__isnull=False, decided_by__isnull=False),
                violation_error_message=_("A returned or accepted report says when and by whom."),
            ),
        ]

    def __str__(self):
        return f"{self.program_year} {self.province}"

    def get_absolute_url(self):
        return reverse("provincial_report", args=[self.program_year.year, self.province.code])

    @property
    def writable(self):
        return self.state in WRITABLE

    def can(self, deed):
        """Whether its state allows `deed` (a key of PROVINCIAL_MOVES)."""
        return self.state in PROVINCIAL_MOVES[deed][0]


class ReportSection(models.Model):
    """One narrative section. In its text, `[[key]]` stands for a computed figure of the province (live field)."""

    report = models.ForeignKey(ProvincialReport, models.PROTECT, related_name="sections")
    key = models.CharField(max_length=10, choices=SectionKey)
    text = models.TextField(_("text"), blank=True, default="")
    version = models.PositiveIntegerField(default=1, help_text="Counts up with every save; who saves names it.")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("section of a provincial report")
        verbose_name_plural = _("sections of provincial reports")
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="section_once_per_report")]

    def __str__(self):
        return self.get_key_display()


class ProvincialStep(models.Model):
    """A step of the report: submitted (what was signed, with its digest), taken back, returned with notes, accepted."""

    report = models.ForeignKey(ProvincialReport, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=[(name, name) for name in PROVINCIAL_MOVES])
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    note = models.TextField(_("note"), blank=True, default="")
    notes = models.JSONField(default=dict, blank=True, help_text="{section: what is to be mended}, of a return.")
    signed = models.JSONField(
        null=True, blank=True, help_text="{as_of, sections: {key: text}, figures: {key: value}}, of a submission."
    )
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="", help_text="Of what was signed.")

    class Meta:
        verbose_name = _("step of a provincial report")
        verbose_name_plural = _("steps of provincial reports")
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="provincial_step_signs_something",
                condition=Q(step="submit", signed__isnull=False, sha256__regex="^[0-9a-f]{64}$")
                | (~Q(step="submit") & Q(signed__isnull=True, sha256="")),
                violation_error_message=_("A submission holds what was signed and its digest; no other step does."),
            ),
            models.CheckConstraint(
                name="provincial_return_says_why",
                condition=~Q(step="return") | ~Q(notes={}),
                violation_error_message=_("Say of at least one section what is to be mended."),
            ),
        ]

    def __str__(self):
        return f"{self.report_id} {self.step}"


class SectionComment(models.Model):
    """A comment on a section, or an answer to one. A fact."""

    report = models.ForeignKey(ProvincialReport, models.PROTECT, related_name="comments")
    section = models.CharField(max_length=10, choices=SectionKey)
    reply_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same comment.")
    text = models.TextField(_("comment"))
    at = models.DateTimeField(_("written"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("comment on a section")
        verbose_name_plural = _("comments on sections")
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="section_comment_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write the comment."),
            ),
        ]

    def __str__(self):
        return self.text[:60]
