"""Where every project stands: the table behind `standing(as_of)`, whose row type is the function's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from factories.models.periods import ReportingPeriod
from factories.models.projects import FactoryProject


class Colour(models.TextChoices):
    """How a project stands, from best to worst; the words belong to fixed chances (docs/domain.md)."""

    DONE = "done", _("Complete")
    OK = "ok", _("On track")
    WATCH = "watch", _("Watch")
    RISK = "risk", _("At risk")
    NONE = "none", _("No report")
    MISS = "miss", _("Likely to miss")


class StandingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(project__in=FactoryProject.objects.visible_to(user))

    def for_list(self):
        """With the project and its place: all that a row shows, in one query."""
        return (
            self.select_related(
                "project__plan__county__province", "project__plan__program_year", "project__factory_type",
                "project__construction_unit", "claimed_period", "verified_period",
            )
            .order_by("project__code")
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip


class Standing(models.Model):
    """One project at the end of one day. Written by actions/standings.py alone; must equal the function's answer.

    Percentages are 0 to 100, chances 0 to 1, days whole; what is not known is empty, never zero.
    """

    project = models.OneToOneField(FactoryProject, models.CASCADE, primary_key=True, related_name="standing")
    as_of = models.DateField(_("as of"))
    due_on = models.DateField(_("due by the year’s end"))
    original_on = models.DateField(_("original finish"), null=True)
    approved_on = models.DateField(_("approved finish"), null=True)
    forecast_on = models.DateField(_("forecast finish"), null=True)
    forecast_early_on = models.DateField(_("forecast, early end of the 80 % range"), null=True)
    forecast_late_on = models.DateField(_("forecast, late end of the 80 % range"), null=True)
    finished_on = models.DateField(_("finished"), null=True)
    planned_percent = models.DecimalField(_("planned, %"), max_digits=5, decimal_places=2, null=True)
    claimed_percent = models.DecimalField(_("claimed, %"), max_digits=5, decimal_places=2, null=True)
    verified_percent = models.DecimalField(_("verified, %"), max_digits=5, decimal_places=2, null=True)
    claimed_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    verified_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    earned_days = models.DecimalField(_("earned schedule, days"), max_digits=7, decimal_places=2, null=True)
    spi_t = models.DecimalField(_("schedule performance index (time)"), max_digits=6, decimal_places=3, null=True)
    pace = models.DecimalField(_("pace, planned days earned a day"), max_digits=7, decimal_places=4, null=True)
    chance = models.DecimalField(_("chance of finishing by the year’s end"), max_digits=4, decimal_places=3, null=True)
    days_late_original = models.IntegerField(_("days late against the original date"), null=True)
    days_late_approved = models.IntegerField(_("days late against the approved date"), null=True)
    silent_days = models.IntegerField(_("days since the last verified return"), null=True)
    accepted_age_days = models.IntegerField(_("age of the last accepted return, days"), null=True)
    colour = models.CharField(_("standing"), max_length=5, choices=Colour)
    reasons = models.JSONField(_("reasons"), default=list)
    inspected_percent = models.DecimalField(_("inspected, %"), max_digits=5, decimal_places=2, null=True)
    inspected_on = models.DateField(_("inspected"), null=True)
    cover_days = models.IntegerField(_("cover of the scarcest material, days"), null=True)
    short_on = models.DateField(_("first day on which a material is short"), null=True)
    short_material = models.CharField(_("material short first"), max_length=20, blank=True, default="")
    funds_allocated = models.DecimalField(_("funds allocated"), max_digits=16, decimal_places=2, null=True)
    funds_disbursed = models.DecimalField(_("funds disbursed"), max_digits=16, decimal_places=2, null=True)
    funds_committed = models.DecimalField(_("funds committed"), max_digits=16, decimal_places=2, null=True)
    funds_spent = models.DecimalField(_("funds spent"), max_digits=16, decimal_places=2, null=True)
    equipment_needed = models.IntegerField(_("equipment, pieces needed"), null=True)
    equipment_installed = models.IntegerField(_("equipment, pieces installed"), null=True)
    equipment_below = models.IntegerField(_("equipment items below the reference level"), null=True)
    findings_open = models.IntegerField(_("open findings"), null=True)
    findings_critical = models.IntegerField(_("open critical findings"), null=True)
    warnings = models.IntegerField(_("warnings of the last return"), null=True)
    raw_cover_percent = models.DecimalField(_("raw-material cover, %"), max_digits=6, decimal_places=1, null=True)
    raw_material_short = models.CharField(_("raw material covered least"), max_length=60, blank=True, default="")
    workers_needed = models.IntegerField(_("posts to be filled"), null=True)
    workers_certified = models.IntegerField(_("certified workers for them"), null=True)
    commissioned_on = models.DateField(_("commissioned"), null=True)
    operates_since = models.DateField(_("allowed to operate"), null=True)
    produced_until = models.DateField(_("last month with a verified production return"), null=True)
    months_reported = models.IntegerField(_("of the months looked at, those reported"), null=True)
    utilisation_percent = models.DecimalField(_("utilisation, %"), max_digits=5, decimal_places=1, null=True)
    quality_percent = models.DecimalField(_("batches passed, %"), max_digits=4, decimal_places=1, null=True)
    counts = models.BooleanField(_("counts toward the year’s places"), default=False)
    counted_since = models.DateField(_("counts since"), null=True)
    fell_out_on = models.DateField(_("fell out"), null=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [models.Index(fields=["colour"], name="standing_colour")]

    def __str__(self):
        return f"{self.project_id} {self.as_of} {self.colour}"
