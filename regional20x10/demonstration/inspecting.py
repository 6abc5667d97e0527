"""The inspections of the demonstration: what was measured, found, mended and left open."""

from datetime import date, timedelta
from decimal import Decimal

from committees.rights import Role
from factories.actions import inspections
from factories.models import StatusReturn
from regional20x10.demonstration import DAY, building, cohorts

VISITS = (date(2026, 6, 9), date(2026, 10, 2))
FOUND = {
    "minor": "창문틀의 틈을 메우지 않았다. Gaps round the window frames are not filled.",
    "major": "기둥 2개의 콩크리트강도가 모자란다. The concrete of two columns is weaker than designed.",
    "critical": "보이라실의 안전변이 작동하지 않는다. The safety valve of the boiler house does not work.",
}
MENDED = "고쳤다. Mended; it can be seen on site."
SEEN = "현장에서 확인하였다. Seen on site."
STRENGTH = {"what": "콩크리트압축강도 Compressive strength of concrete", "required": "20 MPa"}


def inspect(project, cast, dice):
    """The visits to a project, each with what it measured; and what became of its findings."""
    inspector = cast.post(Role.INSPECTOR, project.plan.county.province)
    for number, day in enumerate((*VISITS, *cohorts.VISITS.get(project.plan.county.code, ()))):
        day = day + timedelta(days=dice.randint(0, 5)) if number < len(VISITS) else day
        percents = _measured(project, day, dice)
        if percents:
            severity = _severity(project, number, dice)
            _visit(project, inspector, cast, day, percents, severity, dice)


def _measured(project, day, dice):
    """{package pk: %} a little below what was verified last before `day`; nothing where nothing was."""
    rows = StatusReturn.objects.filter(project=project, verified_at__isnull=False, period__ends_on__lt=day)
    if (row := rows.order_by("-period__ends_on", "-version").first()) is None:
        return {}
    lines = row.lines.order_by("package__order").values_list("package_id", "percent")
    return {pk: max(Decimal(0), percent - dice.randint(0, 2)) for pk, percent in lines}


def _severity(project, number, dice):
    if number == 1 and project.code in cohorts.CRITICAL:
        return "critical"
    return dice.choices(["", "minor", "major"], [60, 28, 12])[0]


def _visit(project, inspector, cast, day, percents, severity, dice):
    findings = []
    if severity:
        findings = [{
            "package": project.packages.order_by("order")[2].pk, "severity": severity, "text": FOUND[severity],
            "assignee": project.construction_unit_id, "due_on": day + timedelta(days=21), "files": (),
        }]  # fmt: skip
    strength = 20 + dice.randint(0, 6)
    tests = [STRENGTH | {"measured": f"{strength} MPa", "passed": True}]
    made = inspections.record(
        project, key=building.key(project.code, "inspection", day), visited_on=day, percents=percents, tests=tests,
        findings=findings, summary="", by=inspector, at=building.at(day, 16),
    )  # fmt: skip
    for finding in made.findings.all():
        if project.code not in cohorts.CRITICAL:
            _mend(finding, project, inspector, cast, day, dice)


def _mend(finding, project, inspector, cast, day, dice):
    resolved, closed = day + timedelta(days=dice.randint(8, 18)), day + timedelta(days=dice.randint(20, 30))
    if resolved > DAY or dice.random() < 0.15:
        return
    unit = cast.post(Role.CONSTRUCTION_UNIT, project.plan.county)
    inspections.resolve(finding, note=MENDED, by=unit, at=building.at(resolved))
    if closed <= DAY:
        inspections.close(finding, note=SEEN, by=inspector, at=building.at(closed))
