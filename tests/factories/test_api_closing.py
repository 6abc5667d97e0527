"""The close of a year, lessons with their checks, and the years after, through the API."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.actions import standings
from factories.models import CarryOver
from regional20x10.shared import clock
from tests import make, produce
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
LESSON = {"year": 2025, "cause": "power", "what": "The line came late.", "check_en": "Power is connected",
          "check_ko": "전기 연결"}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return Caller(make.post())


def of_2025(code="P-A", **values):
    return produce.factory(make.plan(year_=make.year(2025)), code=code, **values)


# --- a year ----------------------------------------------------------------------------------------------------------
def test_a_year_is_closed_with_a_reason_for_each_factory_that_is_carried_over(staff):
    project = of_2025()

    refused = staff.post("program-years/2025/close/", {"carried": []})
    answer = staff.post("program-years/2025/close/", {"carried": [{"project": project.code, "why": "The flood."}]})
    told = staff.get("carried-over/?year=2025").json()["results"]

    assert refused.status_code == 409
    assert sentences(refused) == {f"why_{project.pk}": "P-A is not finished: say why it is carried over."}
    assert answer.json() == {"program": "20x10", "year": 2025, "state": "closed", "carried": 1}
    assert [(row["project"], row["year"], row["original_on"], row["why"]) for row in told] == [
        ("P-A", 2025, "2025-12-10", "The flood."),
    ]  # fmt: skip


def test_a_project_that_nobody_knows_is_a_wrong_value(staff):
    make.year(2025)

    answer = staff.post("program-years/2025/close/", {"carried": [{"project": "nowhere", "why": "The flood."}]})

    assert (answer.status_code, sentences(answer)) == (
        400, {"carried": "There is no project “nowhere”, or your post does not reach it."},
    )  # fmt: skip


def test_a_county_is_told_of_its_own_factories_alone():
    mine, other = of_2025(), of_2025("P-B")
    for row in (mine, other):
        CarryOver.objects.create(project=row, program_year=make.year(2025), why="The flood.", at=make.moment())

    told = Caller(make.post(Role.COUNTY_SECRETARY, where=mine.plan.county)).get("carried-over/").json()["results"]

    assert [row["project"] for row in told] == ["P-A"]


# --- lessons ---------------------------------------------------------------------------------------------------------
def test_a_lesson_is_written_down_and_retired(staff):
    make.year(2025)

    made = staff.post("lessons/", LESSON)
    retired = staff.post(f"lessons/{made.json()['id']}/retire/", {"reason": "It is mended."})
    asked = staff.get("lessons/?retired=no").json()["results"]

    row, after = made.json(), retired.json()
    assert made.status_code == 201
    assert row == {
        "id": row["id"], "program": "20x10", **LESSON, "gate": "start", "factory_type": None,
        "taught_at": row["taught_at"], "retired_at": None,
    }  # fmt: skip
    assert (after["taught_at"], asked) == (row["taught_at"], [])
    assert row["taught_at"] < after["retired_at"]


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"year": 2031}, "year", "There is no programme year 2031."),
        ({"factory_type": "none"}, "factory_type", "There is no type “none”."),
        ({"gate": "counts"}, "gate", '"counts" is not a valid choice.'),
    ],
)
def test_a_lesson_with_a_wrong_value_is_refused_beside_its_field(staff, said, field, sentence):
    make.year(2025)

    answer = staff.post("lessons/", {**LESSON, **said})

    assert (answer.status_code, sentences(answer)) == (400, {field: sentence})


def test_a_post_that_may_not_change_years_may_not_teach():
    make.year(2025)

    answers = [Caller(make.post(role)).post("lessons/", LESSON) for role in (Role.GUIDANCE, Role.COMMITTEE_MEMBER)]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_a_check_is_made_once_corrected_and_withdrawn_and_moves_the_gate(staff):
    lesson, project, key = produce.lesson(), make.preparing(), str(uuid.uuid4())
    said = {"project": project.code, "lesson": lesson.pk, "holds": False, "note": "No line.", "key": key}

    made, again = (staff.post("lesson-checks/", said) for _time in range(2))
    corrected = staff.post(f"lesson-checks/{made.json()['id']}/correct/", {"holds": True, "why": "It came."})
    start = staff.get(f"projects/{project.code}/gates/").json()[0]
    withdrawn = staff.post(f"lesson-checks/{corrected.json()['id']}/withdraw/", {"why": "Another factory."})
    standing = staff.get(f"lesson-checks/?lesson={lesson.pk}&in_force=yes").json()["results"]

    assert [answer.status_code for answer in (made, again, corrected, withdrawn)] == [201, 200, 201, 201]
    assert [(row["state"], row["label"]) for row in start["requirements"] if row["code"] == lesson.code] == [
        ("met", "Power is connected"),
    ]  # fmt: skip
    assert (corrected.json()["chain"], standing) == (key, [])


def test_a_check_of_a_lesson_that_nobody_knows_is_a_wrong_value(staff):
    project = make.preparing()

    answer = staff.post("lesson-checks/", {"project": project.code, "lesson": 999, "holds": True, "note": "Seen."})

    assert (answer.status_code, sentences(answer)) == (400, {"lesson": "There is no lesson 999."})


# --- the years after -------------------------------------------------------------------------------------------------
def test_built_factories_their_survival_and_the_idle_are_told(staff):
    produce.months(of_2025(), 2026, range(1, 9), 90)
    produce.months(of_2025("P-B"), 2026, range(1, 6), [90, 90, 90, 20, 20])
    standings.refresh(None, on=make.DAY)

    rows = staff.get("operating/").json()["results"]
    fallen = staff.get("operating/?stage=fallen_out").json()["results"]
    one = staff.get("operating/P-A/").json()
    survival = staff.get("operating/survival/").json()
    idle = staff.get("operating/idle/").json()

    assert [(row["project"], row["stage"]) for row in rows] == [("P-A", "counting"), ("P-B", "fallen_out")]
    assert [(row["project"], row["fell_out_on"]) for row in fallen] == [("P-B", "2026-06-15")]
    assert (one["project"], one["stage"]) == ("P-A", "counting")
    assert [row["year"] for row in survival] == [2025, None]
    assert survival[0]["steps"] == [
        {"months": 2, "at_risk": 2, "fell": 1, "censored": 0, "share": 0.5},
        {"months": 5, "at_risk": 1, "fell": 0, "censored": 1, "share": 0.5},
    ]
    assert idle == [{"cause": "no_return", "factories": 1, "hours": 0}]


def test_the_years_after_are_told_as_of_a_day(staff):
    produce.months(of_2025(), 2026, range(1, 9), 90)
    standings.refresh(None, on=make.DAY)

    before = staff.get("operating/?as_of=2026-04-14").json()["results"]
    after = staff.get("operating/?as_of=2026-04-15").json()["results"]

    assert [row["stage"] for row in (*before, *after)] == ["operating", "counting"]
    assert after[0]["counted_since"] == str(date(2026, 4, 15))


def test_an_unknown_stage_is_refused(staff):
    answer = staff.get("operating/?stage=asleep")

    assert answer.status_code == 400
