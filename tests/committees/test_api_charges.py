"""Charges and visits through the API, and the page of a member in charge as figures."""

import uuid

import pytest
from django.core.cache import cache

from committees.models import CountyCharge, Visit
from committees.rights import Role
from factories.actions import standings
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
SAME_COUNTY = "Another member is in charge of this county on some of these days: end that charge the day before."


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def county():
    return make.plan().county


@pytest.fixture
def staff():
    return Caller(make.post())


@pytest.fixture
def lead(county):
    return make.post(Role.COUNTY_LEAD, where=county, body=work.body("central_department"))


def test_a_member_is_put_in_charge_and_hands_over(staff, county, lead):
    said = {"county": county.code, "official": lead.official.reference, "title": "Secretary", "starts_on": "2026-01-01"}

    made, again = (staff.post("county-charges/", said) for _time in range(2))
    pk = made.json()["id"]
    empty = staff.post(f"county-charges/{pk}/hand-over/", {"ends_on": "2026-09-30", "note": ""})
    ended = staff.post(f"county-charges/{pk}/hand-over/", {"ends_on": "2026-09-30", "note": "The line is promised."})

    assert [answer.status_code for answer in (made, again, empty, ended)] == [201, 409, 409, 200]
    assert SAME_COUNTY in [row["detail"] for row in again.json()["errors"]]
    assert "Write the handover note" in sentences(empty)["handover"]
    assert ended.json() == {
        "id": pk, "county": county.code, "title": "Secretary", "title_ko": "", "starts_on": "2026-01-01",
        "ends_on": "2026-09-30", "handover": "The line is promised.",
    }  # fmt: skip
    assert staff.get("county-charges/?state=held").json()["results"] == []
    assert staff.get(f"county-charges/{pk}/").json() == ended.json()


def test_who_is_not_registered_or_not_reached_is_a_wrong_value(staff, county, lead):
    said = {"county": county.code, "official": lead.official.reference, "title": "Secretary", "starts_on": "2026-01-01"}

    unknown = [staff.post("county-charges/", {**said, **wrong}) for wrong in ({"official": "X"}, {"county": "X"})]

    assert [answer.status_code for answer in unknown] == [400, 400]
    assert not CountyCharge.objects.exists()


def test_a_visit_is_recorded_once_with_what_it_asks_for(county, lead):
    work.charge(county)
    caller, supplier, project = Caller(lead), work.body("supplier"), make.project(county.plans.get())
    ask = {"what": "A transformer", "owed_by": supplier.code, "due_on": "2026-10-20", "project": project.code}
    said = {"county": county.code, "visited_on": "2026-10-10", "seen": "The roof is closed.", "asks": [ask]}
    key = {"Idempotency-Key": str(uuid.uuid4())}

    made, again = (caller.post("visits/", said, headers=key) for _time in range(2))
    wrong = caller.post("visits/", {**said, "seen": "", "key": str(uuid.uuid4()), "asks": [{**ask, "what": ""}]})

    assert [answer.status_code for answer in (made, again, wrong)] == [201, 200, 409]
    assert sentences(wrong) == {
        "seen": "Say what was seen.", "ask_1_what": "Ask 1: say what is needed, or empty the whole row.",
    }  # fmt: skip
    assert Visit.objects.get().requests.get().project == project
    assert [row["id"] for row in caller.get(f"visits/?county={county.code}").json()["results"]] == [made.json()["id"]]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"owed_by": "nobody"}, "There is no body “nobody”."),
        ({"project": "X"}, "There is no factory “X” in this county."),
    ],
)
def test_a_body_or_factory_that_is_not_there_is_a_wrong_value(county, lead, wrong, said):
    work.charge(county)
    ask = {"what": "A transformer", "owed_by": work.body().code, "due_on": "2026-10-20", **wrong}
    body = {"county": county.code, "key": str(uuid.uuid4()), "visited_on": "2026-10-10", "seen": "So.", "asks": [ask]}

    answer = Caller(lead).post("visits/", body)

    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_visit_to_another_county_is_not_recorded(county, lead):
    other = work.charge(make.county()).county

    answer = Caller(lead).post(
        "visits/", {"county": other.code, "key": str(uuid.uuid4()), "visited_on": "2026-10-10", "seen": "So."}
    )

    assert answer.status_code == 403


def test_the_figures_are_those_of_the_page(county):
    work.charge(county, title="Secretary")
    project = make.project(county.plans.get())
    standings.refresh(None, on=make.DAY)
    row = work.request(project, level=2)
    row.steps.create(step="escalated", level=2, at=make.moment())
    analyst = Caller(make.post(Role.ANALYST), scope="read")

    told = analyst.get(f"counties/{county.code}/lead/").json()
    before = analyst.get(f"counties/{county.code}/lead/?as_of=2026-09-30").json()

    assert told["charge"] == {"title": "Secretary", "title_ko": "", "starts_on": "2026-01-01"}
    assert [(item["number"], item["delay_days"]) for item in told["unblock"]] == [(row.number, 12)]
    assert told["counts"] == {"asked": 1, "promised": 0, "done": 0, "confirmed": 0, "waiting": 1, "overdue": 1}
    assert [gate["gate"] for gate in told["factories"][0]["gates"]] == ["start", "commission", "operate", "counts"]
    assert (before["unblock"], before["counts"]["asked"]) == ([], 0)


def test_the_figures_of_a_year_name_the_counties_without_a_member(staff, county):
    led = make.plan().county
    work.charge(led, title="Secretary")

    told = staff.get("program-years/2026/figures/").json()

    assert told["unled"] == [county.code]
    assert {row["county"]: row["charge"] and row["charge"]["title"] for row in told["places"]} == {
        county.code: None, led.code: "Secretary",
    }  # fmt: skip
