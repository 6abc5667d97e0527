"""Inspections: who may make them, what they hold, and how their findings are resolved, closed and opened again."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from factories import gates, inspections
from factories.actions import inspections as deeds
from factories.models import Finding, FindingState, FindingStep, Gate, GatePass, Inspection, Standing
from tests import build, make
from tests.refusals import action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
VISIT = date(2026, 10, 5)
NOW = make.moment()


@pytest.fixture
def project():
    return build.supervised(code="26-UNRYUL-FOOD")


@pytest.fixture
def inspector(project):
    return build.inspector(project)


@pytest.fixture
def builder(project):
    return make.reporter(project)


@pytest.fixture
def finding(project):
    return build.finding(build.inspection(project))


# --- the visit -------------------------------------------------------------------------------------------------------
def test_a_visit_keeps_all_its_results_and_their_weighted_percent(project, inspector):
    test = {"what": "Concrete, 28 days", "required": "25 MPa", "measured": "22 MPa", "passed": False}

    made = build.recorded(project, inspector, tests=[test], findings=[build.found(project)], summary=" Walls only. ")

    assert (made.percent, made.summary, made.by) == (Decimal("32.000"), "Walls only.", inspector)  # 0.4 × 50 + 0.6 × 20
    assert list(made.tests.values("what", "required", "measured", "passed")) == [test]
    row = made.findings.get()
    assert (row.project, row.severity, row.assignee, row.due_on) == (
        project, "critical", project.construction_unit, date(2026, 10, 20),
    )  # fmt: skip
    assert Finding.objects.then(NOW).get().state_then == FindingState.OPEN


def test_where_a_work_package_was_not_measured_the_whole_is_not_known(project, inspector):
    made = build.recorded(project, inspector, (50, None))

    assert made.percent is None
    assert [line.percent for line in made.lines.all()] == [50]


def test_the_same_key_is_the_same_inspection(project, inspector):
    key = uuid.uuid4()

    first, again = (build.recorded(project, inspector, key=key, findings=[build.found(project)]) for _time in range(2))

    assert first == again
    assert (Inspection.objects.count(), Finding.objects.count()) == (1, 1)
    other = build.supervised(inspection=project.inspection)
    with action_refuses("This key was already used for another inspection: make a new one."):
        build.recorded(other, inspector, key=key)


def test_all_that_is_wrong_with_a_visit_is_said_at_once(project, inspector):
    first, second = project.packages.order_by("order")
    stranger = make.organization()

    with action_refuses(
        "Enter the day of the visit, at the latest today, as 2026-10-02.",
        "Part 1: a percentage lies between 0 and 100.",
        "Part 2: enter at most two figures after the point.",
        "Say what was tested.",
        "Enter what the test measured or showed.",
        "Say whether the test was passed.",
        "Choose how grave the finding is.",
        "Say what was found.",
        "Choose who is to mend it: the design, construction or operation unit of this factory.",
        "Enter by when it is to be mended, not before the visit, as 2026-10-20.",
    ) as refused:
        deeds.record(
            project, key=uuid.uuid4(), visited_on=make.DAY + timedelta(days=1), by=inspector, at=NOW,
            percents={first.pk: Decimal("100.01"), second.pk: Decimal("1.005")},
            tests=[{"what": " ", "measured": "", "passed": None}],
            findings=[build.found(project, severity="awful", text=" ", assignee=stranger.pk, due_on=None)],
        )  # fmt: skip

    assert set(refused.value.fields) == {
        "visited_on", f"package_{first.pk}", f"package_{second.pk}", "test_0_what", "test_0_measured",
        "test_0_passed", "finding_0_severity", "finding_0_text", "finding_0_assignee", "finding_0_due_on",
    }  # fmt: skip
    assert not Inspection.objects.exists()


@pytest.mark.parametrize("value", ["-0.01", "NaN", "Infinity", "1e308", "-1e308"])
def test_a_percentage_that_cannot_be_is_refused(project, inspector, value):
    with action_refuses("Part 1: a percentage lies between 0 and 100."):
        build.recorded(project, inspector, (value, 20))


def test_a_visit_before_the_building_or_without_any_result_is_refused(project, inspector):
    begins = project.gate_passes.get().at.date()

    with action_refuses(
        f"Nothing of this factory was to be built on 1 Jan 2026: building begins on {begins.day} Jan 2026.".replace(
            " Jan ", "\xa0Jan\xa0"
        ),
        "Enter what was seen: at least one measured %, one test or one finding.",
    ):
        deeds.record(project, key=uuid.uuid4(), visited_on=date(2026, 1, 1), by=inspector, at=NOW)


def test_a_work_package_of_another_factory_is_refused(project, inspector):
    foreign = build.supervised().packages.first().pk
    said = "A work package is not of this factory: load the form again."

    with action_refuses(said, said):
        deeds.record(
            project, key=uuid.uuid4(), visited_on=VISIT, by=inspector, at=NOW, percents={foreign: Decimal(5)},
            findings=[build.found(project, package=foreign)],
        )  # fmt: skip


def test_what_is_due_before_the_visit_is_refused(project, inspector):
    with action_refuses("Enter by when it is to be mended, not before the visit, as 2026-10-20."):
        build.recorded(project, inspector, findings=[build.found(project, due_on=VISIT - timedelta(days=1))])


def test_an_inspection_refreshes_where_the_project_stands(project, inspector):
    Standing.objects.all().delete()

    build.recorded(project, inspector)

    assert Standing.objects.get(project=project).as_of == make.DAY


def test_an_inspection_and_its_parts_are_facts(project, inspector):
    test = {"what": "Concrete", "measured": "22 MPa", "passed": True}
    row = build.recorded(project, inspector, tests=[test], findings=[build.found(project)]).findings.get()
    build.step(row, "resolved", make.DAY)

    for table in ("inspection", "inspectionline", "testresult", "finding", "findingstep"):
        with database_refuses(f"Cannot update or delete rows from factories_{table}"):
            sql(f"DELETE FROM factories_{table}")


# --- gates -----------------------------------------------------------------------------------------------------------
def requirement(project, gate, day=make.DAY):
    state = gates.state_of(gates.Facts(project, day), gate)
    [row] = [row for row in state.requirements if row.requirement.code == "findings"]
    return row.state, str(row.finding.said)


@pytest.mark.parametrize("gate", [Gate.COMMISSION, Gate.OPERATE])
def test_a_critical_finding_closes_the_gate_until_the_inspection_closes_it(project, gate):
    assert requirement(project, gate) == ("no_data", "No data yet: this factory was never inspected.")
    visit = build.inspection(project)
    build.finding(visit, "major")
    assert requirement(project, gate) == ("met", "Inspected, and no critical finding is open.")

    row, said = build.finding(visit, "critical"), []
    for step in (None, "resolved", "closed", "reopened"):
        if step:
            build.step(row, step, make.DAY, hour=len(said))
        said.append(requirement(project, gate)[0])

    assert said == ["missing", "missing", "met", "missing"]
    assert requirement(project, gate, VISIT - timedelta(days=1))[0] == "no_data"


def test_a_gate_that_was_passed_stands_no_more_when_a_critical_finding_is_made(project):
    build.finding(build.inspection(project), "critical")
    GatePass.objects.create(project=project, gate=Gate.COMMISSION, at=NOW)

    state = gates.state_of(gates.Facts(project, make.DAY), Gate.COMMISSION)

    assert state.mark == "void"
    assert "1 critical finding is not closed: who is to mend it says so, the inspection closes it." in state.missing


# --- how findings stand at a moment ----------------------------------------------------------------------------------
class TestStatesAsOf(TestCase):
    """Any course of a finding, asked at any day, against a plain reading of its steps."""

    @settings(max_examples=25, deadline=None)
    @given(
        steps=st.lists(st.tuples(st.integers(0, 12), st.sampled_from(FindingStep.Step.values)), max_size=6),
        day=st.integers(-2, 14), due=st.integers(-1, 14), severity=st.sampled_from(["minor", "critical"]),
    )  # fmt: skip
    def test_the_state_of_a_day_is_that_of_the_last_step_known_then(self, steps, day, due, severity):
        project, start = build.supervised(), date(2026, 9, 1)
        visit = build.inspection(project, visited_on=start)
        row = build.finding(visit, severity, start + timedelta(days=due))
        for number, (after, step) in enumerate(steps):
            build.step(row, step, start + timedelta(days=after), hour=17 + number)
        moment = make.moment(start + timedelta(days=day), 23)

        known = sorted((after, 17 + number, step) for number, (after, step) in enumerate(steps) if after <= day)
        state = {"resolved": "resolved", "closed": "closed"}.get(known[-1][2] if known else "", "open")
        there = day >= 0
        found = Finding.objects.then(moment).filter(pk=row.pk).first()
        assert (found is not None) == there
        if there:
            assert (found.state_then, found.overdue) == (state, state == "open" and due < day)
        standing = state != "closed"
        expected = inspections.Counts(
            open=int(standing), critical=int(standing and severity == "critical"),
            resolved=int(state == "resolved"), overdue=int(state == "open" and due < day),
        )  # fmt: skip
        assert inspections.counts([project.pk], moment) == ({project.pk: expected} if there else {})


# --- beside what is claimed and verified -----------------------------------------------------------------------------
def test_inspected_stands_beside_claimed_and_verified(project, inspector):
    make.verified(project, make.period(date(2026, 9, 25)), (40, 10))
    make.submitted(project, make.period(), (70, 70))
    build.inspection(project, (45, 45), make.DAY, at=NOW)  # on the day of the claim, which it is held against

    told = inspections.comparison(project, NOW)

    assert [(row.claimed, row.verified, row.inspected, row.gap) for row in told.rows] == [
        (70, 40, 45, -25), (70, 10, 45, -25),
    ]  # fmt: skip
    assert (told.whole.claimed, told.whole.verified, told.whole.inspected, told.whole.gap) == (70, 22, 45, -25)
    assert told.notable


def test_each_work_package_is_compared_by_its_last_measurement(project):
    build.inspection(project, (30, 10), date(2026, 9, 1))
    build.inspection(project, (None, 25), date(2026, 9, 20))

    told = inspections.comparison(project, NOW)

    assert [(row.inspected, row.inspected_on.day) for row in told.rows] == [(30, 1), (25, 20)]
    assert (told.whole.inspected, told.visit.visited_on) == (None, date(2026, 9, 20))
    assert told.claimed.period is None


def test_what_was_not_known_on_the_day_is_not_compared(project):
    build.inspection(project)
    make.submitted(project, make.period(), (70, 70))

    told = inspections.comparison(project, make.moment(VISIT - timedelta(days=1)))

    assert {(row.claimed, row.inspected) for row in told.rows} == {(None, None)}
    assert told.visit is None
