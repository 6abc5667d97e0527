"""The committee's page and the forms for its term and members."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from committees.models import Committee, Membership
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
DAY = make.DAY


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff(client):
    client.force_login(make.post().official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


def test_without_a_committee_the_page_says_so_and_how_to_found_one(staff):
    html = text(staff.get("/en/committee/"))

    assert "No committee is founded yet." in html
    assert "/en/committee/found/" in html


def test_the_page_shows_term_chair_members_next_agenda_and_counts(staff):
    seat = work.member(work.committee(basis="Decision 1"), chair=True, title="Premier", title_ko="총리")
    work.member(seat.committee, title="Former", ends_on=DAY - timedelta(1))
    meeting = work.meeting(seat.committee)
    work.item(meeting, title="Work in winter")
    work.item(meeting, title="Off", dropped=True)
    decision = work.decision(meeting=meeting, made_on=date(2026, 9, 1), due_on=date(2026, 9, 30))

    english, korean = text(staff.get("/en/committee/")), text(staff.get("/ko/committee/"))

    assert "its term runs from 30 Jan 2024 to 31 Dec 2033." in english
    assert f"Presided over by: {seat.organization}, Premier." in english
    assert "Founded by: Decision 1" in english
    assert "Former" not in english
    assert f'<a href="/en/meetings/{meeting.pk}/">Meeting 1, 17 Oct 2026</a>' in english
    assert "<li>Work in winter</li>" in english
    assert "<li>Off</li>" not in english
    assert f">{decision.number}</a> Deliver the line." in english
    assert "1 overdue" in english
    assert "총리" in korean


def test_a_county_sees_the_committee_but_not_its_meetings_and_changes_nothing(client):
    work.meeting(work.committee())
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    page = client.get("/en/committee/")

    assert page.status_code == 200
    assert "No meeting is to come" in text(page)
    assert "Add a member" not in text(page)
    assert client.get("/en/committee/found/").status_code == 403
    assert client.get("/en/meetings/1/").status_code == 404


def test_a_committee_is_founded_and_gets_members_a_chair_and_ends_one(staff):
    body, ministry = work.body("committee"), work.body()
    term = {"organization": body.pk, "starts_on": "2024-01-30", "ends_on": "2033-12-31"}

    founded = staff.post("/en/committee/found/", term)
    committee = Committee.objects.get()
    seat = {"organization": ministry.pk, "title": "Minister", "starts_on": "2026-10-01"}
    added = staff.post(f"/en/committee/{committee.pk}/members/add/", seat)
    row = Membership.objects.get()
    presides = staff.post(f"/en/committee/{committee.pk}/chair/", {"member": row.pk, "on": "2026-10-01"})
    ended = staff.post(f"/en/committee/members/{row.pk}/end/", {"ends_on": "2026-10-31", "reason": "It retired."})

    row.refresh_from_db()
    assert [page.status_code for page in (founded, added, presides, ended)] == [302] * 4
    assert (row.title, row.chair, row.ends_on) == ("Minister", True, date(2026, 10, 31))


def test_a_term_that_ends_before_it_starts_is_refused_and_what_was_typed_stays(staff):
    body = work.body("committee")
    sent = {"organization": body.pk, "starts_on": "2033-12-31", "ends_on": "2024-01-30", "basis": "Decision 1"}

    page = staff.post("/en/committee/found/", sent)

    assert page.status_code == 409
    assert "The term ends on or after the day it starts: correct one of the dates." in text(page)
    assert 'value="2033-12-31"' in text(page)
    assert 'value="Decision 1"' in text(page)
    assert not Committee.objects.exists()


@pytest.mark.parametrize("day", ["", "soon", "31.12.2033", "2026-02-30", "\x00"])
def test_a_day_that_is_none_is_refused(staff, day):
    sent = {"organization": work.body("committee").pk, "starts_on": "2024-01-30", "ends_on": day}

    page = staff.post("/en/committee/found/", sent)

    assert page.status_code == 409
    assert not Committee.objects.exists()


def test_the_navigation_leads_to_the_committee(staff):
    assert 'href="/en/committee/"' in text(staff.get("/en/counties/"))
