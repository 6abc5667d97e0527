"""The programme: how many places a year, for how many years, and which place in which."""

from datetime import date

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.rights import NATION
from factories.models.places import County, Named


@pghistory.track()
class Program(Named):
    """A programme of so many places a year for so many years. Others can stand beside the first."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    start_year = models.PositiveSmallIntegerField(_("first year"))
    years = models.PositiveSmallIntegerField(_("years"))
    counties_a_year = models.PositiveSmallIntegerField(_("places a year"))

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                name="program_runs_at_all",
                condition=Q(years__gte=1, counties_a_year__gte=1),
                violation_error_message=_("A programme has at least one year and one place a year."),
            )
        ]


class ProgramYearQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The years themselves are no secret to anyone who reads; what is in them is scoped."""
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def editable_by(self, user):
        """A year is the nation's: who changes nothing less than it may change it."""
        post = user.post if user.is_authenticated else None
        return self.all() if post and post.rule.edits == NATION else self.none()

    def for_list(self):
        return self.select_related("program").order_by("year", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class ProgramYear(models.Model):
    """One year of a programme, with its target number of places."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("active")
        CLOSED = "closed", _("closed")

    program = models.ForeignKey(Program, models.PROTECT, related_name="program_years")
    year = models.PositiveSmallIntegerField(_("year"))
    target = models.PositiveSmallIntegerField(_("places to be built"))
    plenary_on = models.DateField(_("plenary meeting"), null=True, blank=True)
    reports_due_on = models.DateField(_("provincial reports due"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    cover_percent = models.PositiveSmallIntegerField(
        _("raw-material cover to operate, %"), default=70, db_default=70, validators=[MinValueValidator(1)]
    )
    utilisation_percent = models.PositiveSmallIntegerField(
        _("utilisation to count, %"), default=60, db_default=60, validators=[MinValueValidator(1)]
    )
    production_months = models.PositiveSmallIntegerField(
        _("months of production looked at"), default=3, db_default=3, validators=[MinValueValidator(1)]
    )
    production_grace_days = models.PositiveSmallIntegerField(
        _("days after a month until its return is to be verified"), default=15, db_default=15
    )

    objects = ProgramYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme year")
        verbose_name_plural = _("programme years")
        constraints = [
            models.UniqueConstraint(fields=["program", "year"], name="program_year_once"),
            models.CheckConstraint(
                name="program_year_reports_before_plenary",
                condition=Q(plenary_on=None) | Q(reports_due_on=None) | Q(reports_due_on__lte=F("plenary_on")),
                violation_error_message=_("The reports are due on or before the day of the plenary meeting."),
            ),
            models.CheckConstraint(
                name="program_year_thresholds_in_range",
                condition=Q(cover_percent__gte=1, cover_percent__lte=200)
                & Q(utilisation_percent__gte=1, utilisation_percent__lte=100)
                & Q(production_months__gte=1, production_months__lte=12, production_grace_days__lte=60),
                violation_error_message=_(
                    "Cover lies between 1 and 200 percent, utilisation between 1 and 100, the months looked at between "
                    "1 and 12, and the days for verifying are 60 at most."
                ),
            ),
        ]

    def __str__(self):
        return str(self.year)

    def get_absolute_url(self):
        return reverse("year", args=[self.year])

    @property
    def due_on(self):
        """The day by which the year's places are to be finished: its last."""
        return date(self.year, 12, 31)


class CountyPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(county__in=County.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(county__in=County.objects.editable_by(user))

    def for_list(self):
        return (
            self.select_related("county__province", "county__parent", "program_year__program")
            .order_by("program_year__year", "county__province__code", "county__code", "pk")
            .fetch_mode(models.FETCH_RAISE)
        )


@pghistory.track()
class CountyPlan(models.Model):
    """A place in a programme year: a member of that year's cohort."""

    program_year = models.ForeignKey(
        ProgramYear, models.PROTECT, related_name="plans", verbose_name=_("programme year")
    )
    program = models.ForeignKey(Program, models.PROTECT, related_name="plans", editable=False)
    county = models.ForeignKey(County, models.PROTECT, related_name="plans", verbose_name=_("county"))
    components = models.CharField(_("components"), max_length=200, blank=True)
    confidence = models.CharField(_("confidence"), max_length=10, blank=True)
    source = models.TextField(_("source"), blank=True)
    note = models.TextField(_("note"), blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = CountyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("county plan")
        verbose_name_plural = _("county plans")
        constraints = [
            models.UniqueConstraint(
                fields=["program", "county"],
                name="county_once_per_program",
                violation_error_message=_("This place is already in a year of the programme: move it instead."),
            )
        ]

    def __str__(self):
        return f"{self.county} {self.program_year.year}"

    def get_absolute_url(self):
        return self.county.get_absolute_url()


__all__ = ["CountyPlan", "Program", "ProgramYear"]
