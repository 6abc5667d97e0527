"""What waits for a post, and nothing else: returns due, returns to verify or accept, periods about to close.

What waits for an approval or a signature stands in awaiting.py, what the committee's work asks in committees/desk.py.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Func, IntegerField, Min, Q

from committees.rights import COUNTY, Deed
from factories import deadlines, rates, reporting
from factories.models import (
    CountySignature,
    EquipmentItem,
    FactoryProject,
    Gate,
    PeriodKind,
    ProductionReturn,
    ReportingPeriod,
    State,
    StatusReturn,
    WorkPackage,
)

DAYS_BEFORE_CLOSING = 5
OVERSEERS = (Deed.VERIFY_RETURNS, Deed.ACCEPT_RETURNS, Deed.MANAGE_PERIODS)


@dataclass
class Due:
    """A return that a unit owes: not begun, in draft, or sent back."""

    project: FactoryProject
    period: ReportingPeriod
    deadline: deadlines.Deadline
    latest: StatusReturn | ProductionReturn | None
    today: date

    @property
    def state(self):
        return self.latest.state if self.latest else ""

    @property
    def days_left(self):
        return (self.deadline.on - self.today).days

    @property
    def over(self):
        """Whether the period has ended, so that the return is owed now."""
        return self.period.ends_on < self.today


@dataclass
class Closing:
    """A period about to close, with the projects that have not reported."""

    period: ReportingPeriod
    days_left: int
    reported: int = 0
    missing: list = field(default_factory=list)


def due(user, today):
    """The returns the user's unit owes on `today`, the nearest closing first. Four queries."""
    post = user.post
    if not (post and post.may(Deed.ENTER_RETURNS)):
        return []
    periods = list(deadlines.taking(today))
    projects = list(_reporting(FactoryProject.objects.editable_by(user).filter(construction_unit=post.organization_id)))
    latest, known = _latest(periods, projects), deadlines.closings(projects, periods, today)
    owed = [
        Due(project, period, known[project.pk, period.pk], latest.get((project.pk, period.pk)), today)
        for period in periods
        for project in projects
        if _owes(project, period)
    ]
    open_ = [row for row in owed if row.days_left >= 0 and row.state in ("", State.DRAFT, State.RETURNED)]
    return sorted(open_, key=lambda row: row.deadline.on)


def production_due(user, today):
    """The production returns that the user's unit or county owes on `today`, the nearest closing first. Four queries.

    A month is due from its first day after it is over; one that was begun earlier is shown with its draft.
    """
    post = user.post
    if not (post and post.may(Deed.ENTER_PRODUCTION)):
        return []
    periods = list(deadlines.taking(today, PeriodKind.MONTH))
    projects = FactoryProject.objects.editable_by(user)
    if post.organization_id:
        projects = projects.filter(operation_unit=post.organization_id)
    passed = Q(gate_passes__gate=Gate.OPERATE)
    rows = projects.filter(passed).annotate(operates_at=F("gate_passes__at")).order_by("code")
    rows = list(rows.select_related("plan__county__province", "factory_type"))
    latest, known = _latest(periods, rows, ProductionReturn), deadlines.closings(rows, periods, today)
    owed = [
        Due(project, period, known[project.pk, period.pk], latest.get((project.pk, period.pk)), today)
        for period in periods
        for project in rows
        if reporting.owes(reporting.month_after(project.operates_at), None, period)
    ]
    open_ = [row for row in owed if row.days_left >= 0 and row.state in ("", State.DRAFT, State.RETURNED)]
    return sorted((row for row in open_ if row.over or row.state), key=lambda row: row.deadline.on)


def closing(user, today):
    """Periods that close within days, for who must see to it that returns come in. Three queries."""
    post = user.post
    if not post or not _oversees(post):
        return []
    periods = [
        period
        for period in ReportingPeriod.ten_days.open(today).order_by("closes_on")
        if (period.closes_on - today).days <= DAYS_BEFORE_CLOSING
    ]
    projects = list(_reporting(FactoryProject.objects.editable_by(user))) if periods else []
    latest, rows = _latest(periods, projects), []
    for period in periods:
        row = Closing(period, (period.closes_on - today).days)
        for project in projects:
            if not _owes(project, period):
                continue
            sent = latest.get((project.pk, period.pk))
            if sent is None or sent.state in (State.DRAFT, State.RETURNED):
                row.missing.append(project)
            else:
                row.reported += 1
        rows += [row] if row.reported or row.missing else []
    return rows


def _oversees(post):
    """Whether the post must see to it that returns come in."""
    return post.rule.edits == COUNTY or any(map(post.may, OVERSEERS))


def own_rates(user, today):
    """The Rates of what the post reports on or oversees; None for a post that does neither. Two queries."""
    post = user.post
    if not post or not (post.may(Deed.ENTER_RETURNS) or _oversees(post)):
        return None
    projects = FactoryProject.objects.editable_by(user)
    if post.may(Deed.ENTER_RETURNS):
        projects = projects.filter(construction_unit=post.organization_id)
    known = dict(projects.order_by().values_list("pk", "standing__finished_on"))
    return rates.total(rates.rates(known, today).values())


def waiting(user):
    """The returns that wait for this post to verify or accept them, the doubtful first.

    Annotated with doubt_count (questions and warnings), gap (points claimed above the last verified %, None without
    one) and waits_for_county (whether a signature of the county is missing).
    """
    rows = StatusReturn.objects.editable_by(user).filter(state=waits_in(user.post)).standing()
    questions, warnings = (
        Func(F(column), function="jsonb_array_length", output_field=IntegerField()) for column in ("doubts", "warnings")
    )
    return (
        CountySignature.marked(rows)
        .annotate(
            doubt_count=questions + warnings,
            gap=F("percent") - F("project__standing__verified_percent"),
        )
        .order_by("-doubt_count", F("gap").desc(nulls_last=True), "submitted_at", "pk")
    )


def waiting_production(user):
    """The production returns that wait for this post to verify or accept them, the doubtful first (doubt_count)."""
    rows = ProductionReturn.objects.editable_by(user).filter(state=waits_in(user.post)).standing()
    questions, warnings = (
        Func(F(column), function="jsonb_array_length", output_field=IntegerField()) for column in ("doubts", "warnings")
    )
    return rows.annotate(doubt_count=questions + warnings).order_by("-doubt_count", "submitted_at", "pk")


def waits_in(post):
    """The state in which returns wait for this post; none for a post that judges nothing."""
    if post and post.may(Deed.VERIFY_RETURNS):
        return State.SUBMITTED
    return State.VERIFIED if post and post.may(Deed.ACCEPT_RETURNS) else ""


def to_sign(user):
    """The returns that wait for this post's signature for its county, the oldest first; none for other posts."""
    post = user.post
    side = CountySignature.SIGNS_AS.get(post.role) if post else None
    rows = StatusReturn.objects.editable_by(user)
    if side is None:
        return rows.none()
    rows = CountySignature.asked_for(rows.filter(state=State.SUBMITTED).standing())
    return rows.exclude(county_signatures__side=side).order_by("submitted_at", "pk")


def names_in_doubts(rows):
    """{"package": {pk: name}, "item": {pk: name}} for the doubts of `rows`. Two queries, none without doubts."""
    names = {}
    for kind, model in (("package", WorkPackage), ("item", EquipmentItem)):
        wanted = {doubt[kind] for row in rows for doubt in row.doubts if kind in doubt}
        names[kind] = {thing.pk: thing.name for thing in model.objects.filter(pk__in=wanted)} if wanted else {}
    return names


def _reporting(projects):
    """The projects with their first planned day as begins_on and their verified finish at hand."""
    return (
        projects.select_related("plan__county__province", "factory_type", "construction_unit", "standing")
        .annotate(begins_on=Min("packages__starts_on"))
        .order_by("code")
    )


def _owes(project, period):
    known = getattr(project, "standing", None)
    return reporting.owes(project.begins_on, known and known.finished_on, period)


def _latest(periods, projects, model=StatusReturn):
    """{(project pk, period pk): its newest version}."""
    if not (periods and projects):
        return {}
    rows = model.objects.filter(period__in=periods, project__in=projects)
    rows = rows.order_by("project", "period", "-version").distinct("project", "period")
    return {(row.project_id, row.period_id): row for row in rows}
