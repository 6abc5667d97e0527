"""Requests through the API: asked once, answered by who owes them, settled by who asked; and the board."""

import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from committees.models import Request
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
DUE = str(make.DAY + timedelta(days=10))


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project(operation_unit=make.organization("operation_unit", code="food"))


@pytest.fixture
def ministry():
    return work.body(code="power", name_en="Ministry of Power")


@pytest.fixture
def asker(project):
    return Caller(make.post(Role.OPERATION_UNIT, where=project.operation_unit))


def said(project, **values):
    return {"what": "A transformer", "owed_by": "power", "project": project.code, "due_on": DUE, **values}


def test_a_body_is_asked_once_with_a_key_of_ones_own(asker, project, ministry):
    key = str(uuid.uuid4())

    made = asker.post("requests/", said(project, delay_days=12), headers={"Idempotency-Key": key})
    again = asker.post("requests/", said(project, key=key))

    assert (made.status_code, again.status_code, Request.objects.count()) == (201, 200, 1)
    assert made.json() == again.json()
    assert made.json() | {"id": 0, "steps": 0} == {
        "id": 0, "number": "R26-0001", "what": "A transformer", "details": "", "project": project.code, "county": None,
        "owed_by": "power", "asked_by": "food", "asked_on": "2026-10-12", "due_on": DUE, "delay_days": 12,
        "state": "open", "level": 0, "promised_on": None, "overdue": False, "answered_at": None, "done_at": None,
        "steps": 0,
    }  # fmt: skip
    assert [(step["step"], step["owed_by"]) for step in made.json()["steps"]] == [("asked", "power")]


def test_what_is_wrong_with_a_request_is_said(asker, project, ministry):
    answers = [
        asker.post("requests/", {**said(project), **wrong, "key": str(uuid.uuid4())})
        for wrong in ({"owed_by": "nobody"}, {"project": "nowhere"}, {"owed_by": "food"}, {"due_on": "2026-10-01"},
                      {"colour": "red"})
    ]  # fmt: skip
    keyless = asker.post("requests/", said(project))

    assert [answer.status_code for answer in answers] == [400, 400, 409, 409, 400]
    assert keyless.status_code == 400
    assert sentences(answers[0]) == {"owed_by": "There is no body “nobody”."}
    assert sentences(answers[1]) == {"project": "There is no “nowhere”, or your post does not reach it."}


def test_a_request_goes_its_way(asker, project, ministry):
    owner = Caller(work.officer(ministry))
    pk = asker.post("requests/", said(project, key=str(uuid.uuid4()))).json()["id"]
    deeds = [
        (owner, "promise", {"promised_on": DUE}), (owner, "decline", {"note": "None left"}),
        (owner, "done", {"note": "Sent"}), (asker, "dispute", {"note": "Not here"}), (owner, "done", {"note": "Again"}),
        (asker, "confirm", {}),
    ]  # fmt: skip

    answers = [caller.post(f"requests/{pk}/{deed}/", sent) for caller, deed, sent in deeds]
    late = asker.post(f"requests/{pk}/withdraw/", {"note": "No"})

    assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [
        (200, "promised"), (200, "declined"), (200, "done"), (200, "open"), (200, "done"), (200, "confirmed")
    ]  # fmt: skip
    assert answers[0].json()["promised_on"] == DUE
    assert late.status_code == 409


def test_only_the_body_whose_turn_it_is_does_it(asker, project, ministry):
    row = work.request(project, asked_by=project.operation_unit, owed_by=ministry)
    staff = Caller(make.post())

    own = asker.post(f"requests/{row.pk}/done/", {"note": "Sent"})
    other = staff.post(f"requests/{row.pk}/done/", {"note": "Sent"})
    unseen = Caller(work.officer()).post(f"requests/{row.pk}/done/", {"note": "Sent"})

    assert (own.status_code, other.status_code, unseen.status_code) == (403, 403, 404)
    assert own.json()["errors"][0]["detail"] == "Only this body may do this: Ministry of Power."


def test_who_enters_decisions_passes_a_request_on(project, ministry):
    row, staff = work.request(project, owed_by=ministry), Caller(make.post())
    work.body(code="rail")

    passed = staff.post(f"requests/{row.pk}/pass-on/", {"to": "rail", "note": "Theirs"})
    lost = staff.post("requests/999999/pass-on/", {"to": "rail", "note": "Theirs"})
    nobody = staff.post(f"requests/{row.pk}/pass-on/", {"to": "nobody", "note": "Theirs"})

    assert (passed.status_code, passed.json()["owed_by"]) == (200, "rail")
    assert (lost.status_code, nobody.status_code) == (404, 400)


def test_requests_are_read_as_of_a_day(project, ministry):
    row = work.request(project, owed_by=ministry, state="done")
    row.steps.create(step="done", note="Sent", at=make.moment(date(2026, 10, 9)))
    analyst = Caller(make.post(Role.ANALYST), scope="read")

    lists = [
        analyst.get(f"requests/?as_of={day}").json()["results"] for day in ("2026-09-30", "2026-10-08", "2026-10-09")
    ]
    one = analyst.get(f"requests/{row.pk}/?as_of=2026-10-08").json()

    assert [[found["state"] for found in rows] for rows in lists] == [[], ["open"], ["done"]]
    assert (one["state"], one["owed_by"], len(one["steps"])) == ("open", "power", 2)


def test_a_filter_of_the_page_is_one_of_the_api(project, ministry):
    row = work.request(project, owed_by=ministry, due_on=date(2026, 10, 5))
    work.request(project, due_on=make.DAY)
    analyst = Caller(make.post(Role.ANALYST), scope="read")

    found = [analyst.get(f"requests/?{query}") for query in ("overdue=yes", "owed_by=power", "level=0&overdue=yes")]

    assert [[one["id"] for one in answer.json()["results"]] for answer in found] == [[row.pk]] * 3
    assert analyst.get("requests/?sort=due").status_code == 400


def test_the_board_is_that_of_the_page(project, ministry):
    work.request(project, asked_by=project.operation_unit, owed_by=ministry, due_on=date(2026, 10, 5))
    analyst = Caller(make.post(Role.ANALYST), scope="read")

    told = analyst.get("request-board/").json()
    before = analyst.get("request-board/?as_of=2026-09-30").json()

    none = {"median": None, "most": None}
    owed = {
        "asked": 1, "waiting": 1, "overdue": 1, "oldest": 11, "province": 0, "lead": 0, "committee": 0, "done": 0,
        "in_time": 0, "in_time_percent": 0.0, "answer": none, "completion": none,
    }  # fmt: skip
    nothing = {**owed, "asked": 0, "waiting": 0, "overdue": 0, "oldest": None, "in_time_percent": None}
    assert told == {
        "as_of": "2026-10-12", "total": owed,
        "bodies": [{"body": "power", "owed": owed, "made": nothing}, {"body": "food", "owed": nothing, "made": owed}],
    }  # fmt: skip
    assert before == {"as_of": "2026-09-30", "total": nothing, "bodies": []}
