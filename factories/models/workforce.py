"""The people who will run a factory: trades, places to train them, and how far the training is."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, EntryQuerySet, positive
from factories.models.places import Named
from factories.models.projects import FactoryProject


class TradeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The list of trades is for all who read anything."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()


@pghistory.track()
class Trade(Named):
    """A trade of the programme's list. How many posts of it a factory has is a norm of its type: norms["trades"]."""

    code = models.SlugField(_("code"), max_length=20, unique=True)

    objects = TradeQuerySet.as_manager()

    class Meta:
        verbose_name = _("trade")
        verbose_name_plural = _("trades")
        ordering = ["code"]


class TrainingCourseQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(project__in=FactoryProject.objects.editable_by(user))


@pghistory.track()
class TrainingCourse(models.Model):
    """Places to train people in a trade for a factory: where, and from when until when."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="courses")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="courses", verbose_name=_("trade"))
    institution = models.CharField(_("where"), max_length=160)
    places = models.PositiveSmallIntegerField(_("places"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))

    objects = TrainingCourseQuerySet.as_manager()

    class Meta:
        verbose_name = _("training course")
        verbose_name_plural = _("training courses")
        ordering = ["starts_on", "pk"]
        constraints = [
            positive("places", "course_positive", _("A course has at least one place.")),
            models.CheckConstraint(
                name="course_in_order",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A course ends on or after the day it begins: correct a date."),
            ),
        ]

    def __str__(self):
        return f"{self.trade}, {self.institution}"


class TrainingReturnQuerySet(EntryQuerySet):
    def for_list(self):
        rows = self.select_related("trade", "project__factory_type", "project__plan__county__province")
        return rows.order_by("-on", "project__code", "trade__code", "-pk").fetch_mode(models.FETCH_RAISE)


class TrainingReturn(Entry):
    """How many people of a trade were enrolled, certified and placed in the factory, and left it, all since the start.

    The latest day counts. Who left was placed before, who was placed is certified, who is certified was enrolled.
    """

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="training")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="returns", verbose_name=_("trade"))
    on = models.DateField(_("as at"))
    enrolled = models.PositiveIntegerField(_("enrolled"))
    certified = models.PositiveIntegerField(_("certified"))
    placed = models.PositiveIntegerField(_("placed"), default=0)
    left = models.PositiveIntegerField(_("left"), default=0)

    objects = TrainingReturnQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("return of training")
        verbose_name_plural = _("returns of training")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "trade", "on"],
                condition=Q(replaces__isnull=True),
                name="training_once_per_trade_and_day",
                violation_error_message=_("This trade was reported for this day already: correct that entry."),
            ),
            models.CheckConstraint(
                name="training_certified_were_enrolled",
                condition=Q(certified__lte=F("enrolled")),
                violation_error_message=_("No more are certified than were enrolled: correct one of the two."),
            ),
            models.CheckConstraint(
                name="training_placed_are_certified",
                condition=Q(placed__lte=F("certified")),
                violation_error_message=_("No more are placed than are certified: correct one of the two."),
            ),
            models.CheckConstraint(
                name="training_left_were_placed",
                condition=Q(left__lte=F("placed")),
                violation_error_message=_("No more left than were placed: correct one of the two."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code} {self.trade} {self.on}"

    @property
    def available(self):
        """Certified and not gone."""
        return self.certified - self.left
