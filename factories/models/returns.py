"""Ten-day returns: what a site said in each period, its states and versions. Submitted returns are facts."""

import pgtrigger
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.rights import Deed
from factories.models import ladder
from factories.models.ladder import Ladder, LadderQuerySet
from factories.models.periods import ReportingPeriod
from factories.models.projects import FactoryProject


class StatusReturnQuerySet(LadderQuerySet):
    def with_posts(self):
        """With everything a page shows of a return but its lines: one query."""
        posts = ("saved_by", "submitted_by", "verified_by", "accepted_by", "returned_by")
        scopes = [f"{post}__{place}" for post in posts for place in ("province", "county", "organization")]
        return self.select_related(
            "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
            "project__construction_unit", "project__standing", *scopes,
        )  # fmt: skip

    def with_amounts(self):
        """With what their parts add up to: spent (None if nothing was said of it) and delivery_count."""
        of_it = {"status_return": OuterRef("pk")}
        sums = self.model._meta.apps.get_model("factories", "Expenditure").objects.filter(**of_it)
        counts = self.model._meta.apps.get_model("factories", "Delivery").objects.filter(**of_it)
        spent = sums.order_by().values("status_return").annotate(sum=models.Sum("amount")).values("sum")
        count = counts.order_by().values("status_return").annotate(count=models.Count("pk")).values("count")
        return self.annotate(
            spent=models.Subquery(spent), delivery_count=models.functions.Coalesce(models.Subquery(count), 0)
        )

    def for_list(self):
        return (
            self.select_related(
                "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
                "submitted_by", "verified_by", "accepted_by", "returned_by",
            )
            .order_by("-period__starts_on", "project__code", "-version", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip


class StatusReturn(Ladder):
    """What a site reports of one project for one period of ten days."""

    WRITTEN_BY = Deed.ENTER_RETURNS

    class Pace(models.TextChoices):
        NORMAL = "normal", _("No")
        SLOWER = "slower", _("Slower than planned")
        STOPPED = "stopped", _("Stopped")

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="returns")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns")
    crew_people = models.PositiveIntegerField(_("workers on site, daily average"), null=True, blank=True)
    crew_days = models.PositiveIntegerField(_("worker-days in the period"), null=True, blank=True)
    pace = models.CharField(_("is anything stopping or slowing the work?"), max_length=8, choices=Pace, blank=True)
    slowed_since = models.DateField(_("since"), null=True, blank=True)
    needed = models.TextField(_("what is needed to go on?"), blank=True)
    narrative = models.TextField(_("what was done"), blank=True)
    percent = models.DecimalField(
        _("physical progress, %"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Weighted work packages, fixed at submission under the weights of that day.",
    )
    overspent_because = models.CharField(_("why more was spent than was disbursed"), max_length=300, blank=True)
    batch = models.ForeignKey(
        "factories.ReturnBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
        help_text="The workbook it came with; empty for one written on the page or through the API.",
    )

    objects = StatusReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("ten-day return")
        verbose_name_plural = _("ten-day returns")
        indexes = ladder.indexes("return")
        triggers = [
            *ladder.triggers("factories_statusreturn"),
            # The number of a waybill is its supplier's: of all returns in force only versions of one another may name
            # it. Two that are submitted at the same moment wait for each other.
            pgtrigger.Trigger(
                name="waybills_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="submitted"),
                func=pgtrigger.Func(
                    """
                    PERFORM pg_advisory_xact_lock(hashtextextended('waybill ' || supplier_id || ' ' || waybill, 0))
                        FROM (SELECT supplier_id, waybill FROM factories_delivery WHERE status_return_id = NEW.id
                              ORDER BY supplier_id, waybill) d;
                    IF EXISTS (
                        SELECT FROM factories_delivery mine
                        JOIN factories_delivery other USING (supplier_id, waybill)
                        JOIN factories_statusreturn r ON r.id = other.status_return_id
                        WHERE mine.status_return_id = NEW.id AND r.submitted_at IS NOT NULL AND r.returned_at IS NULL
                          AND (r.project_id, r.period_id) <> (NEW.project_id, NEW.period_id)
                          AND NOT EXISTS (SELECT FROM factories_statusreturn later
                                          WHERE later.project_id = r.project_id AND later.period_id = r.period_id
                                            AND later.version > r.version AND later.submitted_at IS NOT NULL
                                            AND later.returned_at IS NULL)
                    ) THEN
                        RAISE EXCEPTION 'a waybill of a supplier is reported once' USING ERRCODE = '23505';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]
        constraints = [
            *ladder.constraints("return"),
            models.CheckConstraint(
                name="return_percent_once_submitted", condition=Q(state="draft") | Q(percent__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.project.code} {self.period.code} v{self.version}"

    def get_absolute_url(self):
        return reverse("return", args=[self.pk])
