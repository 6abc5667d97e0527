"""Gates: the only hard borders in a factory's life. Which were passed, and which requirement was waived until when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.projects import FactoryProject
from regional20x10.shared.facts import NO_CHANGE


class Gate(models.TextChoices):
    START = "start", _("Start building")
    COMMISSION = "commission", _("Commission")
    OPERATE = "operate", _("Operate")
    COUNTS = "counts", _("Counts toward the year’s places")


class GatePass(models.Model):
    """A gate that a project went through: when, by whose decision, and on which evidence. Never undone."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="gate_passes")
    gate = models.CharField(_("gate"), max_length=10, choices=Gate)
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")
    evidence = models.JSONField(default=list, help_text="The requirements as they stood: [{code, state, said}].")

    class Meta:
        verbose_name = _("gate passed")
        verbose_name_plural = _("gates passed")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "gate"],
                name="gate_once_per_project",
                violation_error_message=_("This project has passed the gate already: load the page again."),
            )
        ]

    def __str__(self):
        return self.get_gate_display()


class WaiverQuerySet(models.QuerySet):
    def in_force(self, day, moment):
        """Waivers that hold on `day` as known by `moment`: they end by themselves."""
        return self.filter(at__lte=moment, until__gte=day)


class Waiver(models.Model):
    """A requirement set aside by a committee member until a day, with the reason. It ends by itself."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="waivers")
    gate = models.CharField(_("gate"), max_length=10, choices=Gate)
    requirement = models.CharField(_("requirement"), max_length=20)
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"))
    at = models.DateTimeField()
    on = models.DateField(_("given on"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="waiver_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("A waiver needs its reason in writing."),
            ),
            models.CheckConstraint(
                name="waiver_ends_in_the_future",
                condition=Q(until__gte=F("on")),
                violation_error_message=_("A waiver ends on or after the day it is given: correct the date."),
            ),
        ]

    def __str__(self):
        return f"{self.requirement} until {self.until}"
