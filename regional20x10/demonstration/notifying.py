"""Telling of the demonstration's last days: of what was made silently, as if it had been told when it happened."""

from datetime import timedelta

from django.db.models import F

from committees.models import Mailing, Notification
from factories.actions import notices
from factories.models import FindingStep, Inspection, ProductionReturn, StatusReturn
from regional20x10.demonstration import DAY, building

SINCE = building.at(DAY - timedelta(days=2), 0)
WITH = ("period", "project__plan__county", "project__factory_type")


def tell():
    """Tell of the last three days; what belongs to an earlier digest than that of the day was read since."""
    for model in (StatusReturn, ProductionReturn):
        _tell_of_returns(model)
    for visit in Inspection.objects.filter(at__gte=SINCE).select_related("project__plan__county", "by__official"):
        notices.found(visit.findings.order_by("pk"), visit.project, by=visit.by, at=visit.at)
    resolved = FindingStep.objects.filter(at__gte=SINCE, step=FindingStep.Step.RESOLVED)
    for step in resolved.select_related("finding__project", "by__official").order_by("at", "pk"):
        notices.resolved(step, by=step.by, at=step.at)
    Notification.objects.filter(on__lt=DAY).update(read_at=building.at(DAY, 8))
    Mailing.objects.filter(notification__on__lt=DAY).update(sent_at=F("made_at"))


def _tell_of_returns(model):
    for state, act in {"submitted": _handed_in, "verified": notices.verified, "returned": notices.sent_back}.items():
        rows = model.objects.filter(**{f"{state}_at__gte": SINCE}).order_by(f"{state}_at", "pk")
        for row in rows.select_related(*WITH, f"{state}_by__official"):
            act(row, by=getattr(row, f"{state}_by"), at=getattr(row, f"{state}_at"))


def _handed_in(row, *, by, at):
    notices.handed_in([row], by=by, at=at)
