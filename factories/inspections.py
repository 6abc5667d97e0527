"""Inspections, read: what was measured beside what is claimed and verified, and how findings stand at a moment."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from committees.rights import Deed
from factories.models import (
    FactoryProject,
    Finding,
    FindingState,
    Gate,
    Inspection,
    InspectionLine,
    ProgressLine,
    ReportingPeriod,
    Severity,
    StatusReturn,
    TestResult,
    WorkPackage,
)

NOTABLE = 10
"""Points between claimed and inspected above which the difference is said first."""


GRAVITY = Case(
    *(When(severity=severity, then=Value(rank)) for rank, severity in enumerate(reversed(Severity))),
    output_field=IntegerField(),
)
"""The order of findings by how grave they are, the gravest first."""


# --- findings --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counts:
    """Findings of one project at a moment. Open is what is not closed; resolved ones are among them."""

    open: int = 0
    critical: int = 0
    resolved: int = 0
    overdue: int = 0


def counted(rows):
    """The Counts of findings as Finding.objects.then() gives them."""
    held = [row for row in rows if row.state_then != FindingState.CLOSED]
    return Counts(
        len(held), sum(row.severity == Severity.CRITICAL for row in held),
        sum(row.state_then == FindingState.RESOLVED for row in held), sum(row.overdue for row in held),
    )  # fmt: skip


def counts(projects, moment):
    """{project pk: Counts} of those that were ever inspected by `moment`. One query."""
    not_closed, rows = ~Q(state_then=FindingState.CLOSED), Finding.objects.then(moment)
    found = (
        rows.filter(project__in=projects)
        .values("project")
        .annotate(
            open=Count("pk", filter=not_closed),
            critical=Count("pk", filter=not_closed & Q(severity=Severity.CRITICAL)),
            resolved=Count("pk", filter=Q(state_then=FindingState.RESOLVED)),
            late=Count("pk", filter=Q(overdue=True)),
        )
    )
    told = {row["project"]: Counts(row["open"], row["critical"], row["resolved"], row["late"]) for row in found}
    seen = Inspection.objects.then(moment).filter(project__in=projects).values_list("project", flat=True)
    return dict.fromkeys(seen.distinct(), Counts()) | told


# --- what was measured -----------------------------------------------------------------------------------------------
def latest(projects, moment):
    """{project pk: its last visit} as known by `moment`. One query."""
    rows = Inspection.objects.then(moment).filter(project__in=projects).latest()
    return {row.project_id: row for row in rows}


def measured(projects, moment):
    """{work package pk: the last InspectionLine of it, with its inspection} as known by `moment`. One query."""
    rows = InspectionLine.objects.filter(inspection__project__in=projects, inspection__at__lte=moment)
    rows = rows.order_by("package_id", "-inspection__visited_on", "-inspection__at", "-pk").distinct("package_id")
    return {row.package_id: row for row in rows.select_related("inspection")}


def with_counts(rows, moment):
    """Inspections, each with its findings_made, those of them not closed at `moment`, and its tests_failed."""

    def number(of):
        grouped = of.filter(inspection=OuterRef("pk")).order_by().values("inspection").annotate(n=Count("pk"))
        return Coalesce(Subquery(grouped.values("n")), 0)

    made = Finding.objects.then(moment)
    return rows.annotate(
        findings_made=number(Finding.objects.all()), findings_open=number(made.exclude(state_then=FindingState.CLOSED)),
        tests_failed=number(TestResult.objects.filter(passed=False)),
    )  # fmt: skip


@dataclass(frozen=True)
class Said:
    """What a return gives: the % of each work package and of the whole, and the period it is of."""

    period: ReportingPeriod | None = None
    percent: Decimal | None = None
    lines: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Compared:
    """A work package, or the whole: claimed, verified and inspected, each 0 to 100 or None."""

    name: str
    weight: Decimal | None
    claimed: Decimal | None
    verified: Decimal | None
    inspected: Decimal | None
    inspected_on: date | None

    @property
    def gap(self):
        """Points inspected above what is claimed; below it they are negative."""
        known = self.inspected is not None and self.claimed is not None
        return self.inspected - self.claimed if known else None


@dataclass(frozen=True)
class Comparison:
    """One project at a moment: its work packages and the whole, and the returns that claim and verify."""

    rows: list
    whole: Compared
    claimed: Said
    verified: Said
    visit: Inspection | None
    """The visit that was compared: the last."""

    @property
    def notable(self):
        """Whether what is claimed lies so far above what was measured that it is to be asked about."""
        return self.whole.gap is not None and self.whole.gap < -NOTABLE


def comparison(project, moment, visit=None):
    """How what was inspected stands to what was claimed and verified by `moment`.

    Each work package by its last measurement; with a `visit`, by that visit alone. Five queries, four with a visit.
    """
    claimed, verified = said_by_returns(project, moment)
    lines = _of_visit(visit) if visit else measured([project.pk], moment)
    visit = visit or latest([project.pk], moment).get(project.pk)
    rows = [
        _compared(package, claimed.lines, verified.lines, lines.get(package.pk))
        for package in WorkPackage.objects.filter(project=project.pk).order_by("order")
    ]
    whole = Compared(
        "", None, claimed.percent, verified.percent, visit and visit.percent,
        visit.visited_on if visit and visit.percent is not None else None,
    )  # fmt: skip
    return Comparison(rows, whole, claimed, verified, visit)


def _of_visit(visit):
    lines = list(visit.lines.all())
    for line in lines:
        line.inspection = visit
    return {line.package_id: line for line in lines}


def _compared(package, claimed, verified, line):
    return Compared(
        package.name, package.weight, claimed.get(package.pk), verified.get(package.pk),
        line.percent if line else None, line.inspection.visited_on if line else None,
    )  # fmt: skip


def said_by_returns(project, moment):
    """(claimed, verified): the Said of the latest return in force by `moment`, and of the latest verified. Two queries.

    As standing() has it: of the latest period the latest version that was submitted and not sent back.
    """
    rows = StatusReturn.objects.filter(project=project, submitted_at__lte=moment).exclude(returned_at__lte=moment)
    found = list(rows.select_related("period").order_by("-period__ends_on", "-version"))
    claimed = next(iter(found), None)
    verified = next((row for row in found if row.verified_at and row.verified_at <= moment), None)
    wanted = {row.pk for row in (claimed, verified) if row}
    lines = {}
    for line in ProgressLine.objects.filter(status_return__in=wanted) if wanted else ():
        lines.setdefault(line.status_return_id, {})[line.package_id] = line.percent
    return tuple(Said(row.period, row.percent, lines.get(row.pk, {})) if row else Said() for row in (claimed, verified))


@dataclass(frozen=True)
class OnProject:
    """What the page of a project shows of its inspections."""

    compared: Comparison
    findings: list
    """Those not closed, the gravest and then the most urgent first."""

    @property
    def counts(self):
        """None for a factory that was never inspected."""
        return counted(self.findings) if self.compared.visit else None


def on_project(project, moment):
    """Six queries."""
    rows = Finding.objects.filter(project=project).then(moment).exclude(state_then=FindingState.CLOSED).for_list()
    return OnProject(comparison(project, moment), list(rows.order_by(GRAVITY, "due_on", "pk")))


# --- what waits ------------------------------------------------------------------------------------------------------
def to_inspect(user):
    """Projects under way that the post's body inspects: those never inspected first, then those longest ago."""
    post = user.post
    if not (post and post.may(Deed.INSPECT)):
        return FactoryProject.objects.none()
    unfinished = Q(standing__isnull=True) | Q(standing__finished_on__isnull=True)
    rows = FactoryProject.objects.editable_by(user).filter(unfinished, inspection=post.organization_id)
    return (
        rows.filter(gate_passes__gate=Gate.START)
        .select_related("plan__county__province", "factory_type", "standing")
        .annotate(visited_on=Max("inspections__visited_on"))
        .order_by(F("visited_on").asc(nulls_first=True), "code")
    )


def to_close(user, moment):
    """Findings that are said to be resolved, for the side that inspects; those that wait longest first."""
    post = user.post
    if not (post and post.may(Deed.INSPECT)):
        return Finding.objects.none()
    rows = Finding.objects.editable_by(user).filter(project__inspection=post.organization_id).then(moment)
    return rows.filter(state_then=FindingState.RESOLVED).for_list()


def to_resolve(user, moment):
    """Findings that the post's unit is to mend, by the day they are due."""
    post = user.post
    if not (post and post.may(Deed.RESOLVE_FINDINGS)):
        return Finding.objects.none()
    rows = Finding.objects.editable_by(user).filter(assignee=post.organization_id).then(moment)
    return rows.filter(state_then=FindingState.OPEN).for_list()
