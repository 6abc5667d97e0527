"""What shows that a factory can produce: its trial operation with the protocol, and samples of its products."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from factories.models.bases import TONNES
from factories.models.documents import Document
from factories.models.entries import Entry, EntryQuerySet
from factories.models.projects import FactoryProject


class TrialRunQuerySet(EntryQuerySet):
    def for_list(self):
        rows = self.select_related("project__factory_type", "project__plan__county__province", "document")
        return rows.order_by("-ended_on", "-pk").fetch_mode(models.FETCH_RAISE)


class TrialRun(Entry):
    """A trial operation: its days, what came out, whether it passed, and the commissioning protocol about it."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="trials")
    began_on = models.DateField(_("began on"))
    ended_on = models.DateField(_("ended on"))
    output_t = models.DecimalField(_("output, t"), **TONNES)
    passed = models.BooleanField(_("passed"))
    protocol = models.CharField(_("number of the protocol"), max_length=80)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("the protocol itself")
    )
    remarks = models.TextField(_("what was remarked"), blank=True)

    objects = TrialRunQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("trial operation")
        verbose_name_plural = _("trial operations")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="trial_in_order",
                condition=Q(ended_on__gte=F("began_on"), output_t__gte=0),
                violation_error_message=_("A trial ends on or after the day it begins, and its output is 0 or more."),
            ),
            models.CheckConstraint(
                name="trial_failed_with_remarks",
                condition=Q(passed=True) | ~Q(remarks=""),
                violation_error_message=_("Say what was remarked when a trial is not passed."),
            ),
        ]

    def __str__(self):
        return self.protocol


class QualitySampleQuerySet(EntryQuerySet):
    def for_list(self):
        rows = self.select_related("project__factory_type", "project__plan__county__province")
        return rows.order_by("-taken_on", "-pk").fetch_mode(models.FETCH_RAISE)


class QualitySample(Entry):
    """A sample of a product, examined by a laboratory: passed or not, and its grade."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="samples")
    product = models.CharField(_("product"), max_length=60, help_text=_("By the name it has in the norms of the type."))
    taken_on = models.DateField(_("taken on"))
    laboratory = models.CharField(_("laboratory"), max_length=160)
    certificate = models.CharField(_("number of the certificate"), max_length=80)
    grade = models.PositiveSmallIntegerField(_("grade"), null=True, blank=True)
    passed = models.BooleanField(_("passed"))

    objects = QualitySampleQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("quality sample")
        verbose_name_plural = _("quality samples")
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="sample_grade_1_to_3",
                condition=Q(grade__isnull=True) | Q(grade__gte=1, grade__lte=3),
                violation_error_message=_("A grade is 1, 2 or 3."),
            ),
        ]

    def __str__(self):
        return f"{self.product} {self.certificate}"
