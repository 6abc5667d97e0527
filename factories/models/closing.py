"""The close of a programme year: what was carried over with its original date, and what was learnt for the next."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from committees.rights import NATION
from factories.models.entries import Entry, EntryQuerySet
from factories.models.gates import Gate
from factories.models.lines import DelayCause
from factories.models.program import ProgramYear
from factories.models.projects import FactoryProject, FactoryType
from regional20x10.shared.facts import NO_CHANGE


class CarryOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def for_list(self):
        return (
            self.select_related(
                "program_year", "project__plan__county__province", "project__factory_type",
                "by__province", "by__county", "by__organization",
            )
            .order_by("-program_year__year", "project__code", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip


class CarryOver(models.Model):
    """A factory not finished when its year was closed: it goes on in the next, and its original date stays."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="carried")
    program_year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="carried", verbose_name=_("year closed"))
    original_on = models.DateField(_("original finish"), null=True)
    why = models.TextField(_("why it was not finished"))
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = CarryOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("factory carried over")
        verbose_name_plural = _("factories carried over")
        ordering = ["program_year", "project"]
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(fields=["project", "program_year"], name="carried_over_once_per_year"),
            models.CheckConstraint(
                name="carried_over_with_a_reason",
                condition=~Q(why=""),
                violation_error_message=_("Say of each factory why it was not finished."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code} from {self.program_year}"


class LessonQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lessons are for all who read anything."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def editable_by(self, user):
        """A lesson holds for the nation: who changes nothing less than it may change it."""
        post = user.post if user.is_authenticated else None
        return self.all() if post and post.rule.edits == NATION else self.none()

    def known(self, moment):
        """Those that were written down by `moment`."""
        return self.filter(taught_at__lte=moment)

    def asked(self, moment):
        """Those of them that were not retired by then."""
        return self.known(moment).filter(Q(retired_at=None) | Q(retired_at__gt=moment))

    def for_list(self):
        return (
            self.select_related("program_year", "factory_type")
            .order_by("-program_year__year", "gate", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class Lesson(models.Model):
    """What a year taught: its cause, and what is checked at a gate of every factory of the years after it."""

    program_year = models.ForeignKey(ProgramYear, models.PROTECT, related_name="lessons", verbose_name=_("year"))
    cause = models.CharField(_("cause"), max_length=12, choices=DelayCause)
    what = models.TextField(_("what happened"))
    check_en = models.CharField(_("what to check next time, in English"), max_length=200)
    check_ko = models.CharField(_("what to check next time, in Korean"), max_length=200)
    gate = models.CharField(_("gate"), max_length=10, choices=Gate, default=Gate.START)
    factory_type = models.ForeignKey(
        FactoryType, models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name=_("type")
    )
    taught_at = models.DateTimeField(_("written down"), editable=False)
    retired_at = models.DateTimeField(_("no longer asked since"), null=True, editable=False)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = LessonQuerySet.as_manager()

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")
        ordering = ["program_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="lesson_before_a_decided_gate",
                condition=~Q(gate="counts"),
                violation_error_message=_("Whether a factory counts follows from its returns: choose another gate."),
            ),
        ]

    def __str__(self):
        return self.check_en

    @property
    def code(self):
        """By which it is known among the requirements of its gate."""
        return f"lesson-{self.pk}"

    @property
    def retired(self):
        return self.retired_at is not None

    @property
    def asked(self):
        """What is checked, in the reader's language."""
        return self.check_ko if get_language() == "ko" else self.check_en


class LessonCheck(Entry):
    """That a lesson was looked at for a factory, and how it stands there."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="lesson_checks")
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="checks", verbose_name=_("lesson"))
    holds = models.BooleanField(_("in order"))
    note = models.CharField(_("what was found"), max_length=300)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("check of a lesson")
        verbose_name_plural = _("checks of lessons")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "lesson"],
                condition=Q(replaces__isnull=True),
                name="lesson_checked_once",
                violation_error_message=_("This was checked for this factory already: correct that entry."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code}: {self.lesson}"
