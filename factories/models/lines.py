"""The parts of a ten-day return: progress of each work package, causes of delay. Closed with their return."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from factories.models import ladder
from factories.models.projects import WorkPackage
from factories.models.returns import StatusReturn


class DelayCause(models.TextChoices):
    """The fixed list of what stops or slows a site."""

    AGREEMENT = "agreement", _("agreement not signed")
    DESIGN = "design", _("design late or changed")
    SITE = "site", _("site not ready")
    POWER = "power", _("electricity")
    WATER = "water", _("industrial water")
    MATERIALS = "materials", _("building materials")
    EQUIPMENT = "equipment", _("equipment")
    FUNDS = "funds", _("funds")
    WORKFORCE = "workforce", _("workforce on site")
    TRANSPORT = "transport", _("transport")
    WEATHER = "weather", _("weather")
    DEFECTS = "defects", _("work to be redone")
    OTHER = "other", _("other, see the note")


COUNTY_CAUSES = (DelayCause.SITE, DelayCause.POWER, DelayCause.WATER, DelayCause.WORKFORCE)
"""What the county answers for: a return that gives one of these waits for the county’s two signatures."""


class FigureReason(models.TextChoices):
    """Why a figure that looks wrong is right."""

    CORRECTION = "correction", _("correction of an earlier return")
    REDONE = "redone", _("work taken down and redone")
    TOGETHER = "together", _("several parts finished together")
    REMEASURED = "remeasured", _("measured anew")
    OTHER = "other", _("other, see the note")


def only_in_a_draft():
    """The trigger that closes the parts of a ten-day return when it is submitted."""
    return ladder.only_in_a_draft("factories_statusreturn", "status_return_id")


class ProgressLine(models.Model):
    """Percent complete of one work package since its start. Empty is not zero."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="lines")
    package = models.ForeignKey(WorkPackage, models.PROTECT, related_name="lines")
    percent = models.DecimalField(_("% complete"), max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.CharField(_("why the figure is right"), max_length=12, choices=FigureReason, blank=True)

    class Meta:
        triggers = [only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(fields=["status_return", "package"], name="line_once_per_return_and_package"),
            models.CheckConstraint(
                name="line_percent_in_range",
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def __str__(self):
        return f"{self.package}: {self.percent}"


class Delay(models.Model):
    """A cause of delay in the period, with the days it cost."""

    status_return = models.ForeignKey(StatusReturn, models.CASCADE, related_name="delays")
    cause = models.CharField(_("cause"), max_length=12, choices=DelayCause)
    days_lost = models.PositiveSmallIntegerField(_("days lost"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        triggers = [only_in_a_draft()]
        constraints = [
            models.UniqueConstraint(
                fields=["status_return", "cause"],
                name="delay_once_per_return_and_cause",
                violation_error_message=_("Each cause is given once: add its days up."),
            ),
            models.CheckConstraint(
                name="delay_days_within_period",
                condition=Q(days_lost__gte=0, days_lost__lte=11),
                violation_error_message=_("A period has at most 11 days: days lost lie between 0 and 11."),
            ),
        ]

    def __str__(self):
        return f"{self.get_cause_display()}: {self.days_lost}"
