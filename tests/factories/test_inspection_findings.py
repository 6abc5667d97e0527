"""Findings of inspections: four eyes in all ways, and how one is resolved, closed and opened again."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from committees.rights import Role
from factories.actions import inspections as deeds
from factories.models import Finding, FindingState, Inspection
from factories.models.inspections import FINDING_MOVES
from regional20x10.shared.errors import NotAllowed, Refused
from tests import build, make
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
NOW = make.moment()


def states(*rows):
    return list(Finding.objects.then(NOW).filter(pk__in=[row.pk for row in rows]).values_list("state_then", flat=True))


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


# --- four eyes -------------------------------------------------------------------------------------------------------
ONLY = "Only the body that inspects this factory may do this: {}."
TWO_HATS = (
    "You also hold a post in a unit that designs, builds or operates this factory: another inspector must do this."
)
SAME_BODY = (
    "The body that inspects this factory also designs, builds or operates it, so its findings prove nothing: "
    "committee staff must name another body."
)


def judged(project, finding, by):
    """Each deed of the inspecting side, tried by a post."""
    yield lambda: build.recorded(project, by)
    for deed in (deeds.close, deeds.reopen):
        yield lambda deed=deed: deed(finding, note="Seen.", by=by, at=NOW)


def forbidden(project, finding, by, reason):
    for deed in judged(project, finding, by):
        with action_forbids(reason):
            deed()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.INSPECTOR])
def test_no_other_role_inspects(project, finding, role):
    unit = project.construction_unit if role.endswith("_unit") else None
    by = make.post(role, **({"where": unit} if unit else {}))

    forbidden(project, finding, by, f"The post “{by}” may not do this. Ask: Inspector.")


def test_another_inspecting_body_does_not_inspect(project, finding):
    forbidden(project, finding, make.post(Role.INSPECTOR), ONLY.format(project.inspection.name))


@pytest.mark.parametrize("unit", deeds.UNITS)
def test_a_body_that_builds_or_operates_the_factory_does_not_inspect_it(project, finding, unit):
    setattr(project, unit, project.inspection)
    project.save()

    forbidden(project, finding, build.inspector(project), SAME_BODY)


@pytest.mark.parametrize("unit", deeds.UNITS)
def test_who_also_serves_a_unit_of_the_factory_does_not_inspect_it(project, finding, inspector, unit):
    make.post(Role.CONSTRUCTION_UNIT, where=getattr(project, unit), user_=inspector.official.user)

    forbidden(project, finding, inspector, TWO_HATS)


def test_a_post_in_a_unit_that_has_ended_is_no_hindrance(project, inspector):
    make.post(
        Role.CONSTRUCTION_UNIT, where=project.construction_unit, user_=inspector.official.user,
        ends_on=make.DAY - timedelta(days=1),
    )  # fmt: skip

    assert build.recorded(project, inspector).percent == 32


def test_a_factory_without_an_inspecting_body_is_inspected_by_nobody():
    project = build.supervised(inspection=None)
    body = "nobody: committee staff name the body first"

    with action_forbids(ONLY.format(body)):
        build.recorded(project, make.post(Role.INSPECTOR))


def test_only_the_assignee_resolves(project, finding, inspector, builder):
    name = project.construction_unit.name
    only = f"Only the unit that is to mend a finding says that it is resolved: {name}."

    for by in (make.signer(project, "design"), make.signer(project, "operation"), make.post(Role.CONSTRUCTION_UNIT)):
        with action_forbids(only):
            deeds.resolve(finding, note="Mended.", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        deeds.resolve(finding, note="Mended.", by=inspector, at=NOW)

    deeds.resolve(finding, note="Mended.", by=builder, at=NOW)
    assert states(finding) == [FindingState.RESOLVED]


def test_who_resolved_does_not_close_though_they_inspect_by_now(project, finding, inspector):
    once = make.post(
        Role.CONSTRUCTION_UNIT, where=project.construction_unit, user_=inspector.official.user,
        ends_on=make.DAY - timedelta(days=1),
    )  # fmt: skip
    deeds.resolve(finding, note="Mended.", by=once, at=NOW - timedelta(days=1))

    with action_refuses("Who said that a finding is resolved does not close it: another inspector must."):
        deeds.close(finding, note="Seen.", by=inspector, at=NOW)

    deeds.close(finding, note="Seen.", by=build.inspector(project), at=NOW)
    assert states(finding) == [FindingState.CLOSED]


# --- what becomes of a finding ---------------------------------------------------------------------------------------
def test_a_finding_is_resolved_closed_and_opened_again_each_with_its_note(finding, inspector, builder):
    seen = []
    for hour, (deed, by) in enumerate(
        [(deeds.resolve, builder), (deeds.reopen, inspector), (deeds.resolve, builder), (deeds.close, inspector),
         (deeds.reopen, inspector)]
    ):  # fmt: skip
        deed(finding, note=f" Step {hour}. ", by=by, at=make.moment(hour=hour + 1))
        seen += states(finding)

    assert seen == ["resolved", "open", "resolved", "closed", "open"]
    assert [row.note for row in finding.steps.all()] == [f"Step {hour}." for hour in range(5)]


@pytest.mark.parametrize("before", list(FindingState))
def test_only_the_table_of_moves_is_gone(before, finding, inspector, builder):
    way = {"open": [], "resolved": ["resolved"], "closed": ["resolved", "closed"]}[before]
    for hour, step in enumerate(way):
        build.step(finding, step, make.DAY, hour=hour)

    for name, (starts, _to, wrong) in FINDING_MOVES.items():
        if before in starts:
            continue
        with action_refuses(
            f"{wrong} It now is: {before.label}. Load the page again to see who did what.",
            "Say in a sentence what was done or seen.",
        ):
            getattr(deeds, name)(finding, note=" ", by=builder if name == "resolve" else inspector, at=NOW)

    assert (states(finding), finding.steps.count()) == ([before], len(way))


def test_the_same_step_sent_twice_is_one(finding, builder):
    for _time in range(2):
        deeds.resolve(finding, note="Mended.", by=builder, at=NOW)

    assert finding.steps.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_close_at_once_one_is_told():
    project = build.supervised()
    finding = build.finding(build.inspection(project))
    build.step(finding, "resolved", make.DAY, hour=1)
    posts, barrier, told = [build.inspector(project) for _row in range(2)], threading.Barrier(2), []

    def close(by):
        barrier.wait()
        try:
            deeds.close(finding, note="Seen.", by=by, at=NOW)
            told.append("closed")
        except Refused as refused:
            told.append(refused.reasons[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=close, args=[by]) for by in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(told) == [
        "A finding is closed after its assignee has said that it is resolved. It now is: closed. Load the page again "
        "to see who did what.",
        "closed",
    ]
    assert finding.steps.filter(step="closed").count() == 1


def test_a_re_inspection_closes_and_opens_earlier_findings(project, inspector):
    first = build.inspection(project)
    mended, not_mended = build.finding(first), build.finding(first)
    for row in (mended, not_mended):
        build.step(row, "resolved", make.DAY, hour=1)

    second = build.recorded(
        project, inspector, visited_on=make.DAY, follows=first,
        earlier={mended.pk: ("close", "Dry."), not_mended.pk: ("reopen", "Still damp.")},
    )  # fmt: skip

    assert second.follows == first
    assert states(mended, not_mended) == [FindingState.CLOSED, FindingState.OPEN]
    assert [row.steps.last().by for row in (mended, not_mended)] == [inspector] * 2


def test_what_stands_against_a_re_inspection_is_said_at_once_and_nothing_is_kept(project, inspector):
    first = build.inspection(project, visited_on=make.DAY)
    opened, foreign = build.finding(first), build.finding(build.inspection(build.supervised()))
    late = "\xa0".join(["12", "Oct", "2026"])

    with action_refuses(
        f"A re-inspection is not before the inspection that it follows, of {late}.",
        "A finding is closed after its assignee has said that it is resolved. It now is: to be mended. Load the page "
        "again to see who did what.",
        "Say in a sentence what was done or seen.",
        "This finding is not of this factory: load the form again.",
    ):
        build.recorded(
            project, inspector, follows=first, earlier={opened.pk: ("close", " "), foreign.pk: ("close", "x")}
        )
    with action_refuses("A re-inspection follows an inspection of the same factory: choose one of the list."):
        build.recorded(project, inspector, follows=foreign.inspection)
    with action_refuses("Choose the inspection that this one follows: it judges findings made there."):
        build.step(opened, "resolved", make.DAY, hour=1)
        build.recorded(project, inspector, earlier={opened.pk: ("close", "Dry.")})

    assert Inspection.objects.filter(project=project).count() == 1
