"""The reporting calendar: three periods a month, and until when each takes returns."""

import re
from datetime import date, timedelta

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from committees.rights import NATION
from factories.models.places import County, Province
from factories.models.projects import FactoryProject
from regional20x10.shared import words


class PeriodKind(models.TextChoices):
    """What is reported by it: building by ten days, production by the month."""

    TEN_DAYS = "ten_days", _("ten days")
    MONTH = "month", _("month")


COUNTED = {PeriodKind.TEN_DAYS: 36, PeriodKind.MONTH: 12}
"""{kind: how many there are in a year}."""


class PeriodQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.all() if user.is_authenticated and user.reads_anything else self.none()

    def editable_by(self, user):
        """The calendar is the nation's: who changes nothing less than it may change it."""
        post = user.post if user.is_authenticated else None
        return self.all() if post and post.rule.edits == NATION else self.none()

    def begun(self, day):
        return self.filter(starts_on__lte=day)

    def open(self, day):
        """The periods that take returns on `day`."""
        return self.filter(starts_on__lte=day, closes_on__gte=day)

    def coded(self, code):
        """The period of a code such as 2026-10-1, or 2026-10 of a month; None if there is none."""
        named = ReportingPeriod.of_code(code)
        return named and self.filter(kind=named.kind, year=named.year, number=named.number).first()

    def for_list(self):
        return self.order_by("-starts_on", "pk").fetch_mode(models.FETCH_RAISE)


class PeriodManager(models.Manager.from_queryset(PeriodQuerySet)):
    """The periods of one kind: no question is ever about both, for they overlap."""

    def __init__(self, kind=None):
        super().__init__()
        self.kind = kind

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.filter(kind=self.kind) if self.kind else rows


@pghistory.track()
class ReportingPeriod(models.Model):
    """Ten days (the first, second or last of a month; 1 to 36 in a year), or a month (1 to 12)."""

    kind = models.CharField(
        _("kind"), max_length=8, choices=PeriodKind, default=PeriodKind.TEN_DAYS, db_default=PeriodKind.TEN_DAYS
    )
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    closes_on = models.DateField(_("last day for returns"))

    objects = PeriodManager()
    ten_days = PeriodManager(PeriodKind.TEN_DAYS)
    months = PeriodManager(PeriodKind.MONTH)

    class Meta:
        verbose_name = _("reporting period")
        verbose_name_plural = _("reporting periods")
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="period_number_once_per_year"),
            models.UniqueConstraint(fields=["kind", "starts_on"], name="period_start_once"),
            models.CheckConstraint(
                name="period_number_1_to_36",
                condition=Q(number__gte=1) & (Q(kind="ten_days", number__lte=36) | Q(kind="month", number__lte=12)),
                violation_error_message=_("A year has 36 periods of ten days, numbered 1 to 36, and 12 months."),
            ),
            models.CheckConstraint(
                name="period_in_order",
                condition=Q(ends_on__gt=F("starts_on"), closes_on__gte=F("ends_on")),
                violation_error_message=_("A period ends after it starts and closes on or after its end."),
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def code(self):
        """Such as 2026-10-1: year, month, and which ten days of it; of a month 2026-10."""
        if self.kind == PeriodKind.MONTH:
            return f"{self.year}-{self.number:02}"
        return f"{self.year}-{self.starts_on.month:02}-{(self.number - 1) % 3 + 1}"

    @property
    def label(self):
        """Such as “1–10 Oct 2026”, in Korean “2026년 10월 상순”; of a month “October 2026”."""
        if self.kind == PeriodKind.MONTH:
            return words.day(self.starts_on, "YEAR_MONTH_FORMAT")
        slots = {
            "first": self.starts_on.day,
            "last": self.ends_on.day,
            "month": self.starts_on.month,
            "month_name": _MONTHS[self.starts_on.month - 1],
            "year": self.year,
        }
        third = (self.number - 1) % 3
        if third == 0:
            return pgettext("first ten days", "%(first)s–%(last)s %(month_name)s %(year)s") % slots
        if third == 1:
            return pgettext("middle ten days", "%(first)s–%(last)s %(month_name)s %(year)s") % slots
        return pgettext("last ten days", "%(first)s–%(last)s %(month_name)s %(year)s") % slots

    def refusals(self, day):
        """Why no return is taken for this period on `day`: sentences, none if one is."""
        if day < self.starts_on:
            return [
                _("The period %(period)s has not begun: its returns open on %(day)s.")
                % {"period": self.label, "day": self.starts_on}
            ]
        if day > self.closes_on:
            return [
                _(
                    "The period %(period)s closed on %(day)s: report the work in the period that is open now, "
                    "or ask committee staff to open it again."
                )
                % {"period": self.label, "day": self.closes_on}
            ]
        return []

    @classmethod
    def of_code(cls, code):
        """A period as its code alone says it, which is not saved and takes no return; None if it is no code."""
        if not (parts := re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-([123]))?", code, re.ASCII)):
            return None
        year, month, third = (int(part or 0) for part in parts.groups())
        kind, number = (PeriodKind.TEN_DAYS, 3 * (month - 1) + third) if third else (PeriodKind.MONTH, month)
        starts_on, ends_on = cls.dates(year, number, kind)
        return cls(kind=kind, year=year, number=number, starts_on=starts_on, ends_on=ends_on)

    @classmethod
    def dates(cls, year, number, kind=PeriodKind.TEN_DAYS):
        """(first day, last day) of period `number` (1 to 36, of months 1 to 12) of `year`."""
        month, third = (number, 0) if kind == PeriodKind.MONTH else ((number - 1) // 3 + 1, (number - 1) % 3)
        first = date(year, month, 1 + 10 * third)
        if kind == PeriodKind.TEN_DAYS and third < 2:
            return first, first + timedelta(days=9)
        following = date(year + month // 12, month % 12 + 1, 1)
        return first, following - timedelta(days=1)

    @classmethod
    def closing(cls, ends_on):
        return ends_on + timedelta(days=settings.PERIOD_CLOSES_AFTER_DAYS)


class PeriodExceptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of what one may see: of a factory, of its county, of its province."""
        return self.filter(
            Q(project__in=FactoryProject.objects.visible_to(user))
            | Q(county__in=County.objects.visible_to(user))
            | Q(province__in=Province.objects.visible_to(user))
        )

    def editable_by(self, user):
        """Never changed; a new one is made by who may change the calendar."""
        return self.filter(period__in=ReportingPeriod.objects.editable_by(user))

    def for_list(self):
        """With the place it is for and who approved it: one query, the latest first."""
        return self.select_related(
            "period", "project__factory_type", "project__plan__county__province", "county__province", "province",
            "by__province", "by__county", "by__organization",
        ).order_by("-at", "-pk").fetch_mode(models.FETCH_RAISE)  # fmt: skip


class PeriodException(models.Model):
    """A period that takes returns longer for one project, county or province. It ends by itself after `until`."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="exceptions")
    project = models.ForeignKey("factories.FactoryProject", models.PROTECT, null=True, blank=True, related_name="+")
    county = models.ForeignKey("factories.County", models.PROTECT, null=True, blank=True, related_name="+")
    province = models.ForeignKey("factories.Province", models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(_("until"))
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("approved"))
    by = models.ForeignKey(
        "committees.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )

    objects = PeriodExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception to a period")
        verbose_name_plural = _("exceptions to periods")
        ordering = ["at", "pk"]
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(
                name="exception_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Give the reason."),
            ),
            models.CheckConstraint(
                name="exception_of_one_place",
                condition=Q(project__isnull=False, county__isnull=True, province__isnull=True)
                | Q(project__isnull=True, county__isnull=False, province__isnull=True)
                | Q(project__isnull=True, county__isnull=True, province__isnull=False),
                violation_error_message=_("An exception is for one project, one county or one province."),
            ),
        ]

    def __str__(self):
        return f"{self.period.code} until {self.until}"

    @property
    def place_key(self):
        """(kind of place, its primary key)."""
        kinds = ("project", "county", "province")
        return next((kind, pk) for kind in kinds if (pk := getattr(self, f"{kind}_id")) is not None)

    @property
    def place(self):
        """The factory, county or province it is for."""
        return getattr(self, self.place_key[0])


_MONTHS = [
    _("Jan"), _("Feb"), _("Mar"), _("Apr"), _("May"), _("Jun"),
    _("Jul"), _("Aug"), _("Sep"), _("Oct"), _("Nov"), _("Dec"),
]  # fmt: skip
