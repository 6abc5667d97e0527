"""The committee and its meetings by the API: from founding to closed minutes, and what is refused."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from committees.models import Meeting
from committees.rights import Role
from factories.models import Standing
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
DAY = make.DAY
SOON = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return Caller(make.post())


@pytest.fixture
def meeting():
    return work.meeting(work.committee(), held_on=SOON)


def test_a_committee_works_from_its_founding_to_closed_minutes(staff):
    body, ministry = work.body("committee"), work.body()
    term = {"body": body.code, "starts_on": "2024-01-30", "ends_on": "2033-12-31"}
    committee = staff.post("committees/", term).json()["id"]
    seat = {"committee": committee, "body": ministry.code, "title": "Minister", "starts_on": "2024-02-01"}
    member = staff.post("committee-members/", seat).json()["id"]
    chair = staff.post(f"committee-members/{member}/preside/", {"on": "2026-10-01"}).json()
    meeting = staff.post("meetings/", {"committee": committee, "held_on": DAY.isoformat()}).json()
    address = f"meetings/{meeting['id']}/"
    item = staff.post(f"{address}items/", {"title": "Work in winter"}).json()["items"][0]["id"]
    convened = staff.post(f"{address}convene/")
    held = staff.post(f"{address}hold/", {"chair": chair["id"]})
    presence = {"member": chair["id"], "presence": "represented", "note": "By its deputy"}
    attended = staff.post(f"{address}attend/", {"presences": [presence]})
    outcomes = {"minutes": "All agreed.", "outcomes": [{"item": item, "outcome": "Settled."}]}
    minuted = staff.post(f"{address}minute/", {**outcomes, "version": attended.json()["version"]})
    closed = staff.post(f"{address}close/")

    told = staff.get(address).json()
    assert (chair["id"] != member, chair["chair"]) == (True, True)
    assert [answer.status_code for answer in (convened, held, attended, minuted, closed)] == [200] * 5
    assert (told["state"], told["chair"], told["minutes"]) == ("minuted", chair["id"], "All agreed.")
    assert [(row["title"], row["outcome"]) for row in told["items"]] == [("Work in winter", "Settled.")]
    assert told["attendances"] == [{**presence, "body": ministry.code}]
    assert staff.get("committee-members/?chair=yes").json()["results"][0]["id"] == chair["id"]
    assert [row["id"] for row in staff.get("meetings/?state=minuted").json()["results"]] == [meeting["id"]]


def test_a_term_that_ends_before_it_starts_is_refused(staff):
    term = {"body": work.body("committee").code, "starts_on": "2033-12-31", "ends_on": "2024-01-30"}

    answer = staff.post("committees/", term)

    assert answer.status_code == 409
    assert sentences(answer)["ends_on"] == "The term ends on or after the day it starts: correct one of the dates."


def test_a_membership_ends(staff):
    seat = work.member(work.committee())

    ended = staff.post(f"committee-members/{seat.pk}/end/", {"ends_on": "2026-10-31", "reason": "It retired."})

    assert (ended.status_code, ended.json()["ends_on"]) == (200, "2026-10-31")


def test_what_is_proposed_is_told_with_why_and_put_on(staff, meeting):
    project = make.project()
    work.charge(project.plan.county)
    reasons = [{"code": "stopped", "on": "2026-10-01"}]
    Standing.objects.update_or_create(
        project=project, defaults={"as_of": DAY, "colour": "miss", "due_on": DAY, "reasons": reasons}
    )
    request = work.request(project, level=3)

    told = staff.get(f"meetings/{meeting.pk}/proposals/").json()
    put_on = staff.post(f"meetings/{meeting.pk}/propose/", {"chosen": [f"red:{project.pk}"]}).json()
    rest = staff.post(f"meetings/{meeting.pk}/propose/").json()

    assert told["as_of"] == "2026-10-12"
    assert [(row["key"], row["colour"]) for row in told["proposals"]] == [
        (f"request:{request.pk}", None), (f"red:{project.pk}", "miss")
    ]  # fmt: skip
    assert told["proposals"][1]["why"] == ["The site reports that work has stopped since 1\xa0Oct\xa02026."]
    assert [row["title"] for row in put_on["items"]] == [project.code]
    assert [row["request"] for row in rest["items"]] == [None, request.number]


def test_points_are_changed_ordered_taken_off_and_put_back(staff, meeting):
    first, second = work.item(meeting, title="A", details="Heat."), work.item(meeting, title="B")

    changed = staff.patch(f"agenda-items/{first.pk}/", {"title": "C"}).json()
    version = Meeting.objects.get().version
    ordered = staff.post(f"meetings/{meeting.pk}/order/", {"items": [second.pk, first.pk], "version": version})
    stale = staff.post(f"meetings/{meeting.pk}/order/", {"items": [first.pk, second.pk], "version": version})
    dropped = staff.post(f"agenda-items/{first.pk}/drop/").json()
    back = staff.post(f"agenda-items/{first.pk}/take-back/").json()

    assert (changed["title"], changed["details"]) == ("C", "Heat.")
    assert [row["title"] for row in ordered.json()["items"]] == ["B", "C"]
    assert (stale.status_code, stale.json()["mine"], stale.json()["theirs"]) == (
        409, {"Order": "C; B"}, {"Order": "B; C"}
    )  # fmt: skip
    assert (dropped["dropped"], back["dropped"]) == (True, False)
    assert [row["id"] for row in staff.get(f"agenda-items/?meeting={meeting.pk}").json()["results"]] == [
        first.pk, second.pk
    ]  # fmt: skip


def test_who_saves_minutes_second_is_told_both(staff, meeting):
    Meeting.objects.update(state="held", version=4, minutes="Theirs.")

    late = staff.post(f"meetings/{meeting.pk}/minute/", {"minutes": "Mine.", "version": 3})

    assert late.status_code == 409
    assert (late.json()["mine"], late.json()["theirs"]) == ({"Minutes": "Mine."}, {"Minutes": "Theirs."})


def test_a_meeting_gets_another_day_and_keeps_what_is_left_out(staff, meeting):
    Meeting.objects.update(place="Hall 2")

    moved = staff.patch(f"meetings/{meeting.pk}/", {"held_on": "2026-11-02"}).json()

    assert (moved["held_on"], moved["place"]) == ("2026-11-02", "Hall 2")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("committees/", {"body": "nobody", "starts_on": "2024-01-30", "ends_on": "2033-12-31"}),
        ("committee-members/", {"committee": 0, "body": "x", "title": "T", "starts_on": "soon"}),
        ("meetings/", {"committee": 2**31 - 1, "held_on": "2026-10-20"}),
        ("meetings/", {"committee": "1", "held_on": "2026-10-20", "who": "me"}),
    ],
)
def test_what_is_not_known_is_refused_in_words(staff, path, body):
    assert staff.post(path, body).status_code == 400


@pytest.mark.parametrize("query", ["state=gone", "meeting=x", "chair=maybe", "who=me"])
def test_a_filter_that_is_none_is_refused(staff, query):
    paths = ["meetings/", "agenda-items/", "committee-members/"]

    assert {staff.get(f"{path}?{query}").status_code for path in paths} == {400}


def test_a_county_reads_the_committee_and_no_meeting(meeting):
    county = Caller(make.post(Role.COUNTY_STAFF))

    assert county.get("committees/").json()["results"][0]["id"] == meeting.committee_id
    assert county.get("meetings/").json()["results"] == []
    assert county.get(f"meetings/{meeting.pk}/").status_code == 404


def test_a_member_reads_meetings_and_changes_none(meeting):
    member = Caller(make.post(Role.COMMITTEE_MEMBER))

    assert member.get(f"meetings/{meeting.pk}/").status_code == 200
    assert member.post(f"meetings/{meeting.pk}/convene/").status_code == 403
