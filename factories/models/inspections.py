"""Inspections by a body that neither builds nor reports: what it measured, tested and found."""

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from factories.models.projects import FactoryProject, WorkPackage
from regional20x10.shared.facts import NO_CHANGE


class InspectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def then(self, moment):
        """Those handed in by `moment`."""
        return self.filter(at__lte=moment)

    def latest(self):
        """The last visit of each project: that of the latest day, of two the one handed in later."""
        return self.order_by("project_id", "-visited_on", "-at", "-pk").distinct("project_id")

    def for_list(self):
        rows = self.select_related(
            "project__plan__county__province", "project__plan__program_year", "project__factory_type",
            "by__organization",
        )  # fmt: skip
        return rows.order_by("-visited_on", "-pk").fetch_mode(models.FETCH_RAISE)


class Inspection(models.Model):
    """One visit to a site with its results, handed in whole. Never changed: a mistake is mended by a re-inspection."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="inspections")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same visit.")
    visited_on = models.DateField(_("visited on"))
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name=_("re-inspection of")
    )
    percent = models.DecimalField(
        _("measured, %"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Weighted work packages, where each was measured; fixed under the weights of that day.",
    )
    summary = models.TextField(_("summary"), blank=True)
    at = models.DateTimeField(_("handed in"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection")
        verbose_name_plural = _("inspections")
        triggers = [NO_CHANGE]
        indexes = [models.Index(fields=["project", "-visited_on"], name="inspection_of_project")]

    def __str__(self):
        return f"{self.project.code} {self.visited_on}"

    def get_absolute_url(self):
        return reverse("inspection", args=[self.pk])


class InspectionLine(models.Model):
    """% complete of one work package as measured on the visit."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="lines")
    package = models.ForeignKey(WorkPackage, models.PROTECT, related_name="inspection_lines")
    percent = models.DecimalField(_("measured, %"), max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "package"], name="inspection_line_once"),
            models.CheckConstraint(
                name="inspection_percent_in_range",
                condition=Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return f"{self.package}: {self.percent}"


class TestResult(models.Model):
    """A test made on the visit: what was tested, what is required, what was measured, and whether it passed."""

    __test__ = False  # no class of tests, whatever pytest makes of the name

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="tests")
    what = models.CharField(_("what was tested"), max_length=160)
    required = models.CharField(_("required"), max_length=80, blank=True)
    measured = models.CharField(_("measured"), max_length=80)
    passed = models.BooleanField(_("passed"))

    class Meta:
        verbose_name = _("test result")
        verbose_name_plural = _("test results")
        ordering = ["pk"]
        triggers = [NO_CHANGE]

    def __str__(self):
        return self.what


class Severity(models.TextChoices):
    """How grave a finding is; an open critical one closes gates."""

    MINOR = "minor", _("minor")
    MAJOR = "major", _("major")
    CRITICAL = "critical", _("critical")


class FindingState(models.TextChoices):
    """How a finding stands. It is open in the sense of gates and counts until it is closed."""

    OPEN = "open", _("to be mended")
    RESOLVED = "resolved", _("resolved, not closed")
    CLOSED = "closed", pgettext_lazy("finding", "closed")


FINDING_MOVES = {
    "resolve": ((FindingState.OPEN,), FindingState.RESOLVED, _("This finding is said to be resolved already.")),
    "close": (
        (FindingState.RESOLVED,),
        FindingState.CLOSED,
        _("A finding is closed after its assignee has said that it is resolved."),
    ),
    "reopen": (
        (FindingState.RESOLVED, FindingState.CLOSED),
        FindingState.OPEN,
        _("Only a finding that is resolved or closed is opened again."),
    ),
}
"""{deed: (states in which it may be done, state it leads to, what is said in any other)}."""


class FindingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))

    def then(self, moment):
        """Those made by `moment`, with how each stood then as state_then, and whether it was overdue."""
        rows = self.filter(inspection__at__lte=moment).annotate(state_then=state_at(moment))
        overdue = Q(state_then=FindingState.OPEN, due_on__lt=localdate(moment))
        return rows.annotate(
            overdue=Case(When(overdue, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        )

    def for_list(self):
        rows = self.select_related(
            "project__plan__county__province", "project__plan__program_year", "project__factory_type", "package",
            "assignee", "inspection",
        )  # fmt: skip
        return rows.order_by("due_on", "pk").fetch_mode(models.FETCH_RAISE)


def state_at(moment=None):
    """The state of a finding (FindingState) as known by `moment` (now without), as an expression."""
    steps = FindingStep.objects.filter(finding=OuterRef("pk"), **({"at__lte": moment} if moment else {}))
    last = Subquery(steps.order_by("-at", "-pk").values("step")[:1])
    open_again, opened = Value(FindingStep.Step.REOPENED.value), Value(FindingState.OPEN.value)
    return Coalesce(NullIf(last, open_again), opened, output_field=models.CharField())


class Finding(models.Model):
    """Something an inspection found wrong: how grave, who is to mend it, by when."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="findings")
    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="findings")
    package = models.ForeignKey(
        WorkPackage, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name=_("work package")
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    text = models.TextField(_("what was found"))
    assignee = models.ForeignKey(
        "committees.Organization", models.PROTECT, related_name="findings", verbose_name=_("who is to mend it")
    )
    due_on = models.DateField(_("to be mended by"))

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="finding_is_told", condition=~Q(text=""), violation_error_message=_("Say what was found.")
            )
        ]

    def __str__(self):
        return self.text[:60]

    def get_absolute_url(self):
        return reverse("finding", args=[self.pk])

    def days_over(self, day):
        """Days past its due day on `day`; 0 or less while it is not."""
        return (day - self.due_on).days


class FindingStep(models.Model):
    """What happened to a finding after it was made: resolved by its assignee, then closed or opened again."""

    class Step(models.TextChoices):
        RESOLVED = "resolved", _("resolved")
        REOPENED = "reopened", _("opened again")
        CLOSED = "closed", pgettext_lazy("finding", "closed")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="steps")
    step = models.CharField(_("step"), max_length=8, choices=Step)
    note = models.TextField(_("note"))
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="finding_step_with_a_note",
                condition=~Q(note=""),
                violation_error_message=_("Say in a sentence what was done or seen."),
            )
        ]

    def __str__(self):
        return self.get_step_display()
