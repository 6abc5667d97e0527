"""Inspections and findings through the API: the same rules, the same sentences."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import Finding, Inspection
from regional20x10.shared import clock
from tests import build, make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return build.supervised(code="26-UNRYUL-FOOD")


@pytest.fixture
def inspector(project):
    return Caller(build.inspector(project))


@pytest.fixture
def builder(project):
    return Caller(make.reporter(project))


def body(project, **values):
    found = {
        "package": None, "severity": "critical", "text": "The roof sags.",
        "assignee": project.construction_unit.code, "due_on": "2026-10-20",
    }  # fmt: skip
    lines = [{"package": pk, "percent": 45} for pk in project.packages.values_list("pk", flat=True)]
    test = {"what": "Concrete", "required": "25 MPa", "measured": "22 MPa", "passed": False}
    return {
        "project": project.code, "key": str(uuid.uuid4()), "visited_on": "2026-10-05", "lines": lines, "tests": [test],
        "findings": [found], **values,
    }  # fmt: skip


def test_a_visit_is_handed_in_and_read_back(inspector, project):
    said = body(project, summary="Walls.")

    answer = inspector.post("inspections/", said)

    told, row = answer.json(), Inspection.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/inspections/{row.pk}/")
    assert (told["percent"], told["summary"], told["key"], told["body"], told["follows"]) == (
        45, "Walls.", said["key"], project.inspection.code, None,
    )  # fmt: skip
    assert told["tests"] == said["tests"]
    assert [line["percent"] for line in told["lines"]] == [45, 45]
    [found] = told["findings"]
    assert {name: found[name] for name in said["findings"][0]} == said["findings"][0]
    assert found["state"] == "open"
    assert inspector.get(f"inspections/{row.pk}/").json() == told


def test_the_same_key_is_the_same_inspection_also_as_a_header(inspector, project):
    said = body(project)
    key = said.pop("key")

    answers = [inspector.post("inspections/", said, headers={"Idempotency-Key": key}) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()
    assert "Send a UUID of your own" in sentences(inspector.post("inspections/", said))["key"]


def test_a_finding_goes_its_way_through_the_api(inspector, builder, project):
    row = build.finding(build.inspection(project))
    note = {"note": "Mended."}

    answers = [
        caller.post(f"findings/{row.pk}/{deed}/", note)
        for caller, deed in [
            (inspector, "close"), (builder, "close"), (builder, "resolve"), (builder, "resolve"), (inspector, "close"),
            (inspector, "reopen"),
        ]
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [409, 403, 200, 200, 200, 200]
    assert [answer.json()["state"] for answer in answers[2:]] == ["resolved", "resolved", "closed", "open"]
    assert [step["step"] for step in answers[-1].json()["steps"]] == ["resolved", "closed", "reopened"]
    assert sentences(answers[0])["note"].startswith("A finding is closed after its assignee has said")


def test_all_that_stands_against_a_visit_is_said_at_once(inspector, project):
    wrong = body(project, visited_on="2026-10-13", tests=[])
    wrong["findings"][0] |= {"assignee": "nobody", "due_on": "2026-01-01"}

    answer = inspector.post("inspections/", wrong)

    assert answer.status_code == 409
    assert set(sentences(answer)) == {"visited_on", "finding_0_assignee", "finding_0_due_on"}


@pytest.mark.parametrize(
    ("name", "value"),
    [("visited_on", "soon"), ("lines", [{"package": 1, "percent": 100.01}]), ("lines", [{"package": 1}]),
     ("lines", [{"package": 1, "percent": 1}] * 2), ("follows", 999_999), ("findings", [{"text": "\x00"}]),
     ("tests", [{"what": "x", "measured": "y", "passed": "perhaps"}]), ("colour", "red"), ("key", "x")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_and_nothing_is_kept(inspector, project, name, value):
    answer = inspector.post("inspections/", body(project) | {name: value})

    assert answer.status_code == 400
    assert {field.partition(".")[0] for field in sentences(answer)} == {name}
    assert not Inspection.objects.exists()


def test_only_the_inspecting_body_hands_in(project, builder):
    member, stranger = Caller(make.post(Role.COMMITTEE_MEMBER)), Caller(make.post(Role.INSPECTOR))

    answers = [caller.post("inspections/", body(project)) for caller in (builder, member, stranger)]

    assert [answer.status_code for answer in answers] == [403, 403, 400]


def test_what_one_does_not_reach_is_not_there(project):
    row = build.finding(build.inspection(project))
    stranger = Caller(make.post(Role.COUNTY_STAFF))

    answers = [stranger.get(path) for path in (f"inspections/{row.inspection_id}/", f"findings/{row.pk}/")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert [stranger.get(f"{noun}/").json()["results"] for noun in ("inspections", "findings")] == [[], []]


def test_findings_are_filtered_by_how_they_stand(project):
    visit, staff = build.inspection(project), Caller(make.post())
    opened = build.finding(visit, "critical", date(2026, 10, 6))
    resolved = build.finding(visit, "minor")
    build.step(resolved, "resolved", date(2026, 10, 8))

    told = {
        query: [row["id"] for row in staff.get(f"findings/?{query}").json()["results"]]
        for query in ("state=open", "state=resolved", "severity=critical", "overdue=yes", "overdue=no")
    }

    assert list(told.values()) == [[opened.pk], [resolved.pk], [opened.pk], [opened.pk], [resolved.pk]]


@pytest.mark.parametrize("noun", ["inspections", "findings"])
def test_a_list_is_two_questions(project, noun, django_assert_num_queries):
    for _row in range(3):
        build.finding(build.inspection(project))
    staff = Caller(make.post())
    staff.get(f"{noun}/")

    with django_assert_num_queries(2):
        assert len(staff.get(f"{noun}/").json()["results"]) == 3


def test_the_rows_of_the_api_are_those_of_the_models(project):
    build.finding(build.inspection(project, by=build.inspector(project)))
    [told] = Caller(make.post()).get("findings/").json()["results"]

    row = Finding.objects.get()
    assert told == {
        "id": row.pk, "project": project.code, "inspection": row.inspection_id, "package": row.package_id,
        "severity": "major", "text": row.text, "assignee": row.assignee.code, "due_on": "2026-10-20", "state": "open",
    }  # fmt: skip
