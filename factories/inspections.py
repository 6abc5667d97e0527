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
from regional20x10.shared import clock

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
    claimed_then: Decimal | None
    """What was claimed when it was measured: later progress is no contradiction."""

    @property
    def gap(self):
        """Points inspected above what was claimed then; below it they are negative."""
        known = self.inspected is not None and self.claimed_then is not None
        return self.inspected - self.claimed_then if known else None


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

    Each work package by its last measurement, against the claim of the end of that visit's day; with a `visit`, by
    that visit alone, against the claims of `moment`. Five queries, four with a visit.
    """
    asked = visit
    lines = _of_visit(visit) if visit else measured([project.pk], moment)
    visit = visit or latest([project.pk], moment).get(project.pk)
    days = {line.inspection.visited_on for line in lines.values()} | ({visit.visited_on} if visit else set())
    claimed, verified, then = _returns_said(project, moment, () if asked else days)
    rows = [
        _compared(package, claimed.lines, verified.lines, lines.get(package.pk), claimed if asked else then)
        for package in WorkPackage.objects.filter(project=project.pk).order_by("order")
    ]
    measured_on = visit.visited_on if visit and visit.percent is not None else None
    whole = Compared(
        "", None, claimed.percent, verified.percent, visit and visit.percent, measured_on,
        _then(claimed if asked else then, measured_on).percent,
    )  # fmt: skip
    return Comparison(rows, whole, claimed, verified, visit)


def _of_visit(visit):
    lines = list(visit.lines.all())
    for line in lines:
        line.inspection = visit
    return {line.package_id: line for line in lines}


def _compared(package, claimed, verified, line, then):
    day = line.inspection.visited_on if line else None
    return Compared(
        package.name, package.weight, claimed.get(package.pk), verified.get(package.pk), line.percent if line else None,
        day, _then(then, day).lines.get(package.pk),
    )  # fmt: skip


def _then(then, day):
    """What was said on `day`: `then` is {day: Said}, or one Said for all days."""
    return then.get(day, Said()) if isinstance(then, dict) else then


def said_by_returns(project, moment):
    """(claimed, verified): the Said of the latest return in force by `moment`, and of the latest verified. Two queries.

    As standing() has it: of the latest period the latest version that was submitted and not sent back.
    """
    return _returns_said(project, moment, ())[:2]


def _returns_said(project, moment, days):
    """(claimed, verified) by `moment`, and {day: what was claimed at its end}. Two queries."""
    rows = StatusReturn.objects.filter(project=project, submitted_at__lte=moment).select_related("period")
    rows = list(rows.order_by("-period__ends_on", "-version"))
    claimed = _in_force(rows, moment)
    verified = _in_force([row for row in rows if row.verified_at and row.verified_at <= moment], moment)
    begun = {day: [row for row in rows if row.period.starts_on <= day] for day in days}
    then = {day: _in_force(known, clock.end_of(day)) for day, known in begun.items()}
    wanted = {row.pk for row in (claimed, verified, *then.values()) if row}
    lines = {}
    for line in ProgressLine.objects.filter(status_return__in=wanted) if wanted else ():
        lines.setdefault(line.status_return_id, {})[line.package_id] = line.percent

    def said(row):
        return Said(row.period, row.percent, lines.get(row.pk, {})) if row else Said()

    return said(claimed), said(verified), {day: said(row) for day, row in then.items()}


def _in_force(rows, moment):
    """The first of `rows` that was submitted by `moment` and not sent back by then."""
    return next(
        (row for row in rows if row.submitted_at <= moment and not (row.returned_at and row.returned_at <= moment)),
        None,
    )


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
    unit = Q(assignee=post.organization_id) | Q(assignee__merged_into=post.organization_id)
    rows = Finding.objects.editable_by(user).filter(unit).then(moment)
    return rows.filter(state_then=FindingState.OPEN).for_list()
