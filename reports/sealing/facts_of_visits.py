"""Inspections with their findings, gates passed and finish dates approved."""

from django.db.models import OuterRef, Subquery
from django.utils.timezone import localdate

from factories.models import Baseline, Finding, FindingStep, GatePass, Inspection
from reports.sealing.evidence import Page, page


def collect(book, scope, evidence):
    """Write them as known on the day. Five queries."""
    _baselines(book, scope, evidence)
    _gates(book, scope, evidence)
    _inspections(book, scope, evidence)
    _findings(book, scope, evidence)


def _baselines(book, scope, evidence):
    rows = Baseline.objects.filter(project__in=scope.projects, approved_at__lte=scope.until)
    last = {}
    for row in rows.order_by("project__code", "number"):
        name = book.fact(
            "baseline", row.pk, subject=scope.subjects[row.project_id], on=row.finishes_on,
            values={"number": row.number, "finishes_on": row.finishes_on, "reason": row.reason},
            steps=[("approved", row.approved_at, scope.posts.get(row.approved_by_id))],
            url=page("project", scope.projects[row.project_id].code),
        )  # fmt: skip
        last[row.project_id] = name
        if row.number == 0:
            evidence.add(row.project_id, "original", name)
    for project, name in last.items():
        evidence.add(project, "approved", name)


def _gates(book, scope, evidence):
    rows = GatePass.objects.filter(project__in=scope.projects, at__lte=scope.until).order_by("project__code", "at")
    for row in rows.defer("evidence"):
        name = book.fact(
            "gate", row.pk, subject=scope.subjects[row.project_id], values={"gate": row.gate}, on=localdate(row.at),
            steps=[("passed", row.at, scope.posts.get(row.by_id))],
            url=page("project", scope.projects[row.project_id].code),
        )  # fmt: skip
        evidence.add(row.project_id, f"gate_{row.gate}", name)


def _inspections(book, scope, evidence):
    address, last, measured = Page("inspection"), {}, {}
    rows = Inspection.objects.filter(project__in=scope.projects, at__lte=scope.until)
    for row in rows.order_by("project__code", "visited_on", "at", "pk").defer("summary"):
        name = book.fact(
            "inspection", row.pk, subject=scope.subjects[row.project_id], on=row.visited_on,
            values={"percent": row.percent}, steps=[("entered", row.at, scope.posts.get(row.by_id))],
            url=address.of(row.pk),
        )  # fmt: skip
        last[row.project_id] = name
        if row.percent is not None:
            measured[row.project_id] = name
    for kind, found in (("visited", last), ("inspected", measured)):
        for project, name in found.items():
            evidence.add(project, kind, name)


def _findings(book, scope, evidence):
    """Those that were not closed, with the post that found each and that of its last step."""
    address = Page("finding")
    steps = FindingStep.objects.filter(finding=OuterRef("pk"), at__lte=scope.until).order_by("-at", "-pk")
    rows = Finding.objects.filter(project__in=scope.projects).then(scope.until).select_related("inspection")
    rows = rows.annotate(step_at=Subquery(steps.values("at")[:1]), step_by=Subquery(steps.values("by")[:1]))
    for row in rows.exclude(state_then="closed").order_by("project__code", "pk"):
        said = [("entered", row.inspection.at, scope.posts.get(row.inspection.by_id))]
        if row.step_at:
            said.append(
                ("reopened" if row.state_then == "open" else row.state_then, row.step_at, scope.posts.get(row.step_by))
            )
        name = book.fact(
            "finding", row.pk, subject=scope.subjects[row.project_id], on=row.inspection.visited_on,
            values={"severity": row.severity, "text": row.text, "due_on": row.due_on, "state": row.state_then},
            steps=said, url=address.of(row.pk),
        )  # fmt: skip
        evidence.add(row.project_id, "finding", name)
        if row.severity == "critical":
            evidence.add(row.project_id, "critical", name)
