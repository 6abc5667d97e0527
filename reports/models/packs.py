"""The pack of a seal as a job: seal, draw each province, write each file, bundle. A row for each step; the rows are the
truth, the broker only wakes workers."""

from django.db import models
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.rights import NATION
from regional20x10.shared import words
from reports.models.reports import OVER, UNDER_WAY, LogLine, Status
from reports.models.seals import OfSpan, Seal, SealKind, kinds_for

PACK_ERRORS = {
    "often": _(
        "It was begun %(count)s times and never ended. Look into the log of the workers, then take it up again."
    ),
    "full": _("The disk is full (free: %(free)s). Make room where the server keeps its files, then take it up again."),
    "lost": _("The file %(name)s is no longer on the disk, or not as it was written: have the pack built again."),
    "refused": _("It was refused: %(reasons)s"),
    "error": _("It stopped with an error (%(error)s). The log of the workers has more, under pack %(pack)s."),
}
"""Why a step failed: {code: sentence}. Kept as code and values, and said in the reader's language."""


def why(error):
    """The sentence of an error {"code", and its values}; empty for none."""
    if not error:
        return ""
    sizes = {"free": filesizeformat(error["free"])} if "free" in error else {}
    return PACK_ERRORS[error["code"]] % {**error, **sizes}


PACK_MOVES = {
    "cancel": (UNDER_WAY, Status.CANCELLED, _("This pack is no longer being built: there is nothing to cancel.")),
    "rebuild": (OVER, Status.QUEUED, _("This pack is still being built: wait for it, or cancel it first.")),
    "retry": ((Status.FAILED,), Status.BUILDING, _("Only a pack that failed can be taken up again.")),
}
"""What can be done: {deed: (from which states, to which, the sentence if it is in none of them)}."""


class PackQuerySet(models.QuerySet):
    def visible_to(self, user):
        post = user.post if user.is_authenticated else None
        return self.filter(kind__in=kinds_for(post))

    def editable_by(self, user):
        post = user.post if user.is_authenticated else None
        return self.all() if post and post.rule.edits == NATION else self.none()

    def under_way(self):
        return self.filter(status__in=UNDER_WAY)

    def for_list(self):
        posts = [f"requested_by__{name}" for name in ("province", "county", "organization")]
        rows = self.select_related("seal", *posts).defer("seal__content")
        return rows.order_by("-created_at", "-pk").fetch_mode(models.FETCH_RAISE)


class Pack(OfSpan, models.Model):
    """All files of one seal. It is asked for before it is sealed: sealing is its first step."""

    kind = models.CharField(_("kind"), max_length=7, choices=SealKind)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("as of"))
    reason = models.TextField(_("why"))
    requested_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    seal = models.OneToOneField(Seal, models.PROTECT, null=True, blank=True, related_name="pack")
    status = models.CharField(_("state"), max_length=9, choices=Status, default=Status.QUEUED)
    build = models.PositiveSmallIntegerField(_("build"), default=1, help_text="Counts up with every rebuild.")
    created_at = models.DateTimeField(_("requested"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    error = models.JSONField(_("why it failed"), default=dict, blank=True, help_text="Of its first step that failed.")

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = _("pack")
        verbose_name_plural = _("packs")
        indexes = [models.Index(fields=["-created_at", "-id"], name="pack_newest")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "as_of"],
                condition=Q(status__in=["queued", "building"]),
                name="pack_one_under_way",
                violation_error_message=_("The same pack is already being built: wait for that one."),
            ),
            models.CheckConstraint(
                name="pack_failed_says_why",
                condition=Q(status="failed") & ~Q(error={}) | ~Q(status="failed") & Q(error={}),
                violation_error_message=_("A failed pack says why; no other does."),
            ),
            models.CheckConstraint(
                name="pack_ready_is_sealed",
                condition=~Q(status="ready") | Q(seal__isnull=False),
                violation_error_message=_("A pack is of a seal."),
            ),
            models.CheckConstraint(
                name="pack_ended_has_its_time",
                condition=Q(status__in=["queued", "building"], finished_at__isnull=True)
                | Q(status__in=["ready", "failed", "cancelled"], finished_at__isnull=False),
                violation_error_message=_("A pack that is no longer being built has the time it ended, no other."),
            ),
        ]

    def __str__(self):
        return self.said

    def get_absolute_url(self):
        return reverse("pack", args=[self.pk])

    @property
    def under_way(self):
        return self.status in UNDER_WAY

    @property
    def why(self):
        """Why it failed, in the reader's language."""
        return why(self.error)

    def can(self, deed):
        """Whether its state allows `deed` (a key of PACK_MOVES)."""
        return self.status in PACK_MOVES[deed][0]


class Phase(models.IntegerChoices):
    """The phases of a pack: one begins when every step of the one before it is ready."""

    SEAL = 1, pgettext_lazy("phase", "Seal")
    DRAW = 2, pgettext_lazy("phase", "Draw the provinces")
    WRITE = 3, pgettext_lazy("phase", "Write the files")
    BUNDLE = 4, pgettext_lazy("phase", "Bundle")


class FileKind(models.TextChoices):
    """The files of a pack."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"
    XLSX = "xlsx", "XLSX"
    JSON = "json", "JSON"
    OC4IDS = "oc4ids", "OC4IDS"
    WEB = "web", pgettext_lazy("file", "Web pages")
    ZIP = "zip", pgettext_lazy("file", "All together")


class PackStep(models.Model):
    """What one worker does by itself: seal, draw the programme or a province, write a file, bundle all."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="steps")
    phase = models.PositiveSmallIntegerField(choices=Phase)
    province = models.CharField(max_length=6, blank=True, default="", help_text="Code, of a province that is drawn.")
    file = models.CharField(max_length=6, choices=FileKind, blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="", help_text="Of a file that is in one.")
    status = models.CharField(max_length=9, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="How often it was begun; a late worker's is old.")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="Who works on it holds it until then.")
    woken_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.JSONField(default=dict, blank=True, help_text="{code of PACK_ERRORS, its values}.")
    drawn = models.JSONField(null=True, blank=True, help_text="{language: {name: {svg, png}}} of a province.")
    name = models.CharField(max_length=200, blank=True, default="", help_text="Of the file, under MEDIA_ROOT.")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    bytes = models.PositiveBigIntegerField(_("size"), null=True, blank=True)

    class Meta:
        verbose_name = _("step of a pack")
        verbose_name_plural = _("steps of packs")
        ordering = ["phase", "province", "file", "language", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "phase", "province", "file", "language"], name="pack_step_once"),
            models.CheckConstraint(
                name="pack_file_has_its_digest",
                condition=~Q(status="ready", phase__in=[3, 4]) | Q(sha256__regex="^[0-9a-f]{64}$", bytes__gt=0),
                violation_error_message=_("A file that is ready has its size and digest."),
            ),
        ]

    def __str__(self):
        return self.words({})

    def words(self, places):
        """What it is, in the reader's language; `places`: {code of a province: its name}."""
        return step_words(places, **self.said)

    @property
    def said(self):
        """What it is, as the log keeps it."""
        return {name: getattr(self, name) for name in ("phase", "province", "file", "language")}

    @property
    def home(self):
        """The directory of its own in which this attempt writes."""
        return f"{self.pk}.{self.attempts}"

    @property
    def key(self):
        """How its file is asked for: "pdf-en", "json", "zip"; empty where it makes none."""
        return "-".join(filter(None, [self.file, self.language]))

    @property
    def why(self):
        """Why it failed, in the reader's language."""
        return why(self.error)

    @property
    def seconds(self):
        """How long it took or, while it runs, None."""
        return self.finished_at and self.started_at and (self.finished_at - self.started_at).total_seconds()


def step_words(places, phase, province, file, language):
    """What a step is, in the reader's language; `places`: {code of a province: its name}."""
    match phase:
        case Phase.DRAW if not province:
            return str(_("Charts of the programme"))
        case Phase.DRAW:
            return _("Charts of %(province)s") % {"province": places.get(province, province)}
        case Phase.WRITE | Phase.BUNDLE:
            kind = FileKind(file).label
            return f"{kind}, {words.LANGUAGE[language]}" if language else str(kind)
    return str(Phase(phase).label)


PACK_SENTENCES = {
    "requested": _("Requested."),
    "sealed": _("Sealed: number %(number)s, SHA-256 %(digest)s."),
    "begun": _("Phase begun: %(phase)s, steps: %(steps)s."),
    "done": _("Done: %(step)s."),
    "again": _("Begun again: %(step)s."),
    "broke": _("Failed: %(step)s."),
    "lost": _("A worker stopped or the queue was lost; tasks queued again: %(tasks)s."),
    "ready": _("Ready."),
    "same": _("Every file has the same bytes as in the build before."),
    "differs": _("Other bytes than in the build before, as this release of the programme writes them: %(files)s."),
    "failed": _("Failed."),
    "retry": _("Taken up again where it failed."),
    "cancelled": _("Cancelled."),
    "rebuild": _("To be built again from its seal."),
}


class PackEvent(LogLine):
    """A line of a pack's log."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="events")
    code = models.CharField(max_length=10, choices=[(code, code) for code in PACK_SENTENCES])

    class Meta(LogLine.Meta):
        verbose_name = _("line of a pack's log")
        verbose_name_plural = _("log of packs")

    @property
    def sentence(self):
        """What happened, in the reader's language."""
        return self.said({})

    def said(self, places):
        """The same, with provinces by the names in `places` ({code: name})."""
        said = dict(self.values)
        if "file" in said:
            said["step"] = step_words(places, *(said[name] for name in ("phase", "province", "file", "language")))
        elif "phase" in said:
            said["phase"] = Phase(said["phase"]).label
        return PACK_SENTENCES[self.code] % said
