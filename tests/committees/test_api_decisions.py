"""Decisions through the API: the same rules as on the pages, the same sentences."""

import pytest
from django.core.cache import cache

from committees.models import Decision
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences
from tests.committees.deciding import decide

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def owner():
    return work.body()


@pytest.fixture
def staff():
    return Caller(make.post())


@pytest.fixture
def officer(owner):
    return Caller(work.officer(owner))


def body(owner, **values):
    return {"text": "Deliver the line.", "owner": owner.code, "due_on": "2026-11-01", **values}


def test_a_decision_is_made_and_read_back(staff, owner):
    project, county = make.project(), make.county()
    request = work.request(owed_by=owner)
    said = body(owner, projects=[project.code], counties=[county.code], request=request.pk)

    answer = staff.post("decisions/", said)

    row = Decision.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/decisions/{row.pk}/")
    told = answer.json()
    steps = told.pop("steps")
    assert told == {
        "id": row.pk, "number": "D26-001", "text": "Deliver the line.", "owner": owner.code, "meeting": None,
        "item": None, "request": request.pk, "made_on": "2026-10-12", "due_on": "2026-11-01",
        "due_first": "2026-11-01", "state": "open", "overdue": False, "projects": [project.code],
        "counties": [county.code], "demonstration": False,
    }  # fmt: skip
    assert [(step["step"], step["due_on"]) for step in steps] == [("made", "2026-11-01")]
    assert staff.get(f"decisions/{row.pk}/").json() == told | {"steps": steps}
    assert staff.get("decisions/").json()["results"] == [told]


def test_without_owner_or_day_there_is_no_decision(staff):
    answer = staff.post("decisions/", {"text": "Deliver the line."})

    assert answer.status_code == 400
    assert set(sentences(answer)) == {"owner", "due_on"}
    assert not Decision.objects.exists()


def test_what_is_not_known_is_said_all_at_once(staff, owner):
    said = body(owner) | {
        "owner": "no-one", "meeting": 9, "item": 9, "request": 9, "projects": ["P-no"], "counties": ["C-no"]
    }  # fmt: skip

    answer = staff.post("decisions/", said)

    assert answer.status_code == 400
    assert sentences(answer) == {
        **dict.fromkeys(("meeting", "item", "request"), "“9” is not known, or your post does not reach it."),
        "owner": "“no-one” is not known, or your post does not reach it.",
        "projects": "Not known, or not within the reach of your post: P-no.",
        "counties": "Not known, or not within the reach of your post: C-no.",
    }


def test_what_the_action_refuses_is_409(staff, owner):
    answer = staff.post("decisions/", body(owner, due_on="2026-10-11"))

    assert answer.status_code == 409
    assert "A decision is due on or after the day it is made: correct the date." in answer.content.decode()


def test_it_is_moved_done_closed_and_opened_again(staff, owner, officer):
    row = decide(owner)
    address = f"decisions/{row.pk}"

    answers = [
        staff.post(f"{address}/move/", {"due_on": "2026-11-09", "note": "The ship is late."}),
        officer.post(f"{address}/done/", {"note": "Delivered."}),
        staff.post(f"{address}/close/", {"note": "Seen."}),
        staff.post(f"{address}/reopen/", {"note": "Gone again."}),
        staff.post(f"{address}/withdraw/", {"note": "Settled otherwise."}),
    ]

    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [
        (200, "open"), (200, "done"), (200, "closed"), (200, "open"), (200, "withdrawn")
    ]  # fmt: skip
    told = answers[-1].json()
    assert (told["due_on"], told["due_first"]) == ("2026-11-09", "2026-11-01")
    assert [step["step"] for step in told["steps"]] == ["made", "moved", "done", "closed", "reopened", "withdrawn"]


def test_nobody_closes_one_of_their_own_body(owner, officer):
    row, own = decide(owner), Caller(make.post(body=owner))
    officer.post(f"decisions/{row.pk}/done/", {"note": "Delivered."})

    answer = own.post(f"decisions/{row.pk}/close/", {"note": "Seen."})

    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("Nobody closes a decision of their own body.")


def test_places_beyond_ones_reach_are_not_named(owner):
    mine, other = make.project(), make.project()
    decide(owner, projects=[mine, other], counties=[mine.plan.county, other.plan.county])
    chair = Caller(make.post(Role.COUNTY_CHAIR, where=mine.plan.county))

    [row] = chair.get("decisions/").json()["results"]
    one = chair.get(f"decisions/{row['id']}/").json()

    assert (row["projects"], row["counties"]) == ([mine.code], [mine.plan.county.code])
    assert (one["projects"], one["counties"]) == ([mine.code], [mine.plan.county.code])


def test_who_sees_none_finds_none(owner):
    row = decide(owner)
    stranger = Caller(work.officer())

    assert stranger.get("decisions/").json()["results"] == []
    assert stranger.get(f"decisions/{row.pk}/").status_code == 404
    assert stranger.post(f"decisions/{row.pk}/done/", {"note": "Delivered."}).status_code == 404


def test_the_list_is_narrowed_as_on_the_page(staff, owner):
    late = work.decision(owner, due_on=make.DAY.replace(day=9))
    decide(work.body())

    found = [staff.get("decisions/", asked).json()["results"] for asked in ({"overdue": "yes"}, {"owner": owner.code})]

    assert [[row["number"] for row in rows] for rows in found] == [[late.number]] * 2
    assert staff.get("decisions/?state=gone").status_code == 400


def test_two_questions_and_no_more_for_three(staff, owner, django_assert_num_queries):
    decide(owner, projects=[make.project()])
    staff.get("decisions/")
    for number in range(2):
        decide(owner, text=f"Part {number}.", projects=[make.project()])

    with django_assert_num_queries(2):
        staff.get("decisions/")
