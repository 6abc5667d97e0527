"""The seal of a report: every figure and its inputs as one canonical JSON, chained by SHA-256, written once."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.rights import NATION
from regional20x10.shared import words
from regional20x10.shared.facts import NO_CHANGE


class SealKind(models.TextChoices):
    """Of what span a sealed report is."""

    YEAR = "year", pgettext_lazy("report", "Year")
    QUARTER = "quarter", pgettext_lazy("report", "Quarter")
    MONTH = "month", pgettext_lazy("report", "Month")


class OfSpan:
    """A row that is of a `kind`, a `year` and a day `as_of`: what it is called."""

    @property
    def of(self):
        """“Year 2025”."""
        return _("%(kind)s %(year)s") % {"kind": self.get_kind_display(), "year": self.year}

    @property
    def said(self):
        """“Year 2025, as of 31 Dec 2025”."""
        slots = {"kind": self.get_kind_display(), "year": self.year, "day": words.day(self.as_of)}
        return _("%(kind)s %(year)s, as of %(day)s") % slots


def kinds_for(post):
    """The kinds of sealed reports that are distributed to the post's role; all to who reads the whole nation."""
    if post is None:
        return []
    if post.rule.reads == NATION:
        return list(SealKind.values)
    return list(Distribution.objects.filter(role=post.role).values_list("kind", flat=True))


class SealQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A seal holds the whole nation: who reads that sees it, and those to whom its kind is distributed."""
        post = user.post if user.is_authenticated else None
        return self.filter(kind__in=kinds_for(post))

    def editable_by(self, user):
        """Nobody changes a seal."""
        return self.none()

    def for_list(self):
        """All but the content, which is large."""
        rows = self.defer("content").select_related(
            "sealed_by__province", "sealed_by__county", "sealed_by__organization"
        )
        return rows.order_by("-number").fetch_mode(models.FETCH_RAISE)


class Seal(OfSpan, models.Model):
    """What was known of a year on a day. Nothing in it can be changed; whatever is in its pack is computed from it."""

    number = models.PositiveIntegerField(_("number"), unique=True, help_text="1, 2, 3 ... without a gap.")
    kind = models.CharField(_("kind"), max_length=7, choices=SealKind)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("as of"))
    sealed_at = models.DateTimeField(_("sealed"))
    sealed_by = models.ForeignKey(
        "committees.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sealed by"),
        help_text="Empty where the schedule did.",
    )
    sealer = models.JSONField(
        null=True, blank=True, help_text="{role, place: {en, ko}} of that post as it was: what the digest is of."
    )
    reason = models.TextField(_("why"))
    content = models.BinaryField(help_text="The canonical JSON (schemas/seal-1.json), compressed by zlib.")
    bytes = models.PositiveBigIntegerField(_("size"), help_text="Of the canonical JSON.")
    unaccepted = models.PositiveIntegerField(
        _("returns not accepted"), help_text="How many the content lists that were handed in and not accepted."
    )
    content_sha256 = models.CharField(max_length=64, help_text="Of the canonical JSON.")
    previous_sha256 = models.CharField(max_length=64, blank=True, default="", help_text="Empty for the first.")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, help_text="Of the header (reports/chain.py).")

    objects = SealQuerySet.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["previous_sha256"],
                name="seal_chain_never_forks",
                violation_error_message=_("Another seal was made at the same time: look at it, then seal again."),
            ),
            models.CheckConstraint(
                name="seal_digests",
                condition=Q(
                    content_sha256__regex="^[0-9a-f]{64}$", sha256__regex="^[0-9a-f]{64}$", bytes__gt=0,
                    previous_sha256__regex="^([0-9a-f]{64})?$",
                ),
                violation_error_message=_("A seal has its digests."),
            ),
            models.CheckConstraint(
                name="seal_first_alone_has_none_before",
                condition=Q(number=1, previous_sha256="") | (Q(number__gt=1) & ~Q(previous_sha256="")),
                violation_error_message=_("Every seal but the first names the one before it."),
            ),
            models.CheckConstraint(
                name="seal_says_why", condition=~Q(reason=""), violation_error_message=_("Say why it is sealed.")
            ),
        ]  # fmt: skip

    def __str__(self):
        return _("Seal %(number)s") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("seal", args=[self.number])


class ScheduleQuerySet(models.QuerySet):
    def visible_to(self, user):
        """How reports are scheduled is no secret to anyone who reads."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def editable_by(self, user):
        post = user.post if user.is_authenticated else None
        return self.all() if post and post.rule.edits == NATION else self.none()


@pghistory.track()
class ReportSchedule(models.Model):
    """That reports of a kind are sealed and built by themselves, some days after the span they are of."""

    kind = models.CharField(_("kind"), max_length=7, choices=SealKind, unique=True)
    days_after = models.PositiveSmallIntegerField(
        _("days after its end"), default=5, help_text="So that returns can be verified before."
    )
    since = models.DateField(_("since"), help_text="No span that ended before this day is built by itself.")
    active = models.BooleanField(_("active"), default=True)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("schedule of a report")
        verbose_name_plural = _("schedules of reports")
        constraints = [
            models.CheckConstraint(
                name="schedule_kind_of_span",
                condition=Q(kind__in=["month", "quarter"], days_after__lte=60),
                violation_error_message=_(
                    "Months and quarters are scheduled, up to 60 days after their end. The year is sealed by hand."
                ),
            ),
        ]

    def __str__(self):
        return self.get_kind_display()


@pghistory.track()
class Distribution(models.Model):
    """That sealed reports of a kind go to a role: it may read them, and is told when one is ready."""

    kind = models.CharField(_("kind"), max_length=7, choices=SealKind)
    role = models.CharField(_("role"), max_length=24)

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        verbose_name = _("distribution of a report")
        verbose_name_plural = _("distribution of reports")
        ordering = ["kind", "role"]
        constraints = [models.UniqueConstraint(fields=["kind", "role"], name="distribution_once")]

    def __str__(self):
        return f"{self.kind} {self.role}"
