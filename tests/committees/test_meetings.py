"""Meetings: planned within the term, their agenda kept by staff, convened."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from committees import agenda
from committees.actions import meetings as deeds
from committees.models import AgendaItem, Meeting, Notification
from committees.notices import SENTENCES
from committees.rights import Role
from regional20x10.shared import clock
from regional20x10.shared.errors import Conflict
from tests import make, work
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
NOW, DAY = make.moment(), make.DAY
SOON = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return make.post()


@pytest.fixture
def committee():
    return work.committee()


@pytest.fixture
def meeting(committee):
    return work.meeting(committee, held_on=SOON)


def titles(meeting, **values):
    return [row.title for row in AgendaItem.objects.filter(meeting=meeting, **values)]


# --- planned ---------------------------------------------------------------------------------------------------------
def test_meetings_are_numbered_in_their_turn_within_the_term(committee, staff):
    other = work.committee()

    first = deeds.plan(committee, held_on=SOON, place=" Hall 2 ", by=staff)
    second = deeds.plan(committee, held_on=DAY, by=staff)
    elsewhere = deeds.plan(other, held_on=SOON, by=staff)

    assert [row.number for row in (first, second, elsewhere)] == [1, 2, 1]
    assert (first.place, first.state) == ("Hall 2", "planned")


def test_a_meeting_lies_within_the_term(committee, staff):
    said = "A meeting lies within the committee’s term, 30\xa0Jan\xa02024 to 31\xa0Dec\xa02033: enter a day within it."

    with action_refuses(said, held_on=said):
        deeds.plan(committee, held_on=date(2034, 1, 1), by=staff)
    with action_refuses("This field cannot be null."):
        deeds.plan(committee, held_on=None, by=staff)


@pytest.mark.django_db(transaction=True)
def test_of_two_meetings_planned_at_once_each_has_its_number():
    committee, by = work.committee(), make.post()

    def plan():
        with transaction.atomic():
            deeds.plan(committee, held_on=SOON, by=by)
        connection.close()

    threads = [Thread(target=plan) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(Meeting.objects.values_list("number", flat=True)) == [1, 2, 3]


def test_only_staff_plans_meetings(committee):
    member = make.post(Role.COMMITTEE_MEMBER)

    with action_forbids(f"The post “{member}” may not do this. Ask: Committee staff."):
        deeds.plan(committee, held_on=SOON, by=member)


def test_a_meeting_is_moved_until_it_is_held(meeting, staff):
    moved = deeds.replan(meeting, held_on=SOON + timedelta(1), place="Hall 3", by=staff, at=NOW)
    Meeting.objects.update(state="held")

    assert (moved.held_on, moved.place) == (SOON + timedelta(1), "Hall 3")
    with action_refuses("This meeting was held: its day stays as it was."):
        deeds.replan(meeting, held_on=SOON, by=staff, at=NOW)


# --- the agenda ------------------------------------------------------------------------------------------------------
def test_points_are_added_changed_taken_off_and_put_back(meeting, staff):
    project = make.project()
    first = deeds.add_item(meeting, title=" The winter ", details="Heat.", project=project, by=staff)
    second = deeds.add_item(meeting, title="Cement", by=staff)
    deeds.change_item(first, title="Work in winter", by=staff)
    deeds.drop_item(first, by=staff)
    without = titles(meeting, dropped=False)
    deeds.take_back_item(first, by=staff)

    first.refresh_from_db()
    assert (first.title, first.details, first.source, first.project) == ("Work in winter", "", "own", project)
    assert without == ["Cement"]
    assert titles(meeting, dropped=False) == ["Cement", "Work in winter"]
    assert Meeting.objects.get().version == 6
    assert second.order < first.order


def test_a_point_has_a_title_and_one_subject(meeting, staff):
    project = make.project()

    with action_refuses(
        "Name the factory or the county, not both: a factory has its county.", "This field cannot be blank."
    ):
        deeds.add_item(meeting, title=" ", project=project, county=project.plan.county, by=staff)


def test_the_points_are_put_in_another_order(meeting, staff):
    a, b, c = (work.item(meeting, title=title) for title in "ABC")
    deeds.drop_item(b, by=staff)
    meeting.refresh_from_db()

    deeds.order(meeting, items=[c.pk, a.pk], version=meeting.version, by=staff)

    assert titles(meeting) == ["C", "A", "B"]


def test_an_order_of_an_agenda_that_changed_meanwhile_is_refused(meeting, staff):
    a, b = (work.item(meeting, title=title) for title in "AB")
    deeds.add_item(meeting, title="C", by=staff)

    with pytest.raises(Conflict) as late:
        deeds.order(meeting, items=[b.pk, a.pk], version=meeting.version, by=staff)

    assert late.value.reasons == [
        "The agenda was changed while you put it in order. Load the page again, and order it as it now is."
    ]
    assert (late.value.mine, late.value.theirs) == ({"Order": "B; A"}, {"Order": "A; B; C"})
    assert late.value.saved_by == str(staff)
    assert titles(meeting) == ["A", "B", "C"]


def test_an_order_without_one_of_the_points_is_refused(meeting, staff):
    a, b = (work.item(meeting, title=title) for title in "AB")

    for items in ([a.pk], [a.pk, a.pk], [a.pk, b.pk, 0]):
        with pytest.raises(Conflict):
            deeds.order(meeting, items=items, version=meeting.version, by=staff)


def test_a_request_goes_on_the_next_agenda_that_is_open_once(committee, staff):
    work.meeting(committee, held_on=DAY - timedelta(1))
    work.meeting(committee, held_on=DAY, state="convened")
    later = work.meeting(committee, held_on=SOON + timedelta(9))
    meant = work.meeting(committee, held_on=SOON)
    request = work.request()

    item = deeds.put_on(request, on=DAY, by=None)
    again = deeds.put_on(request, on=DAY, by=None)

    assert (item.meeting, item.source, item.title, item.project) == (meant, "request", request.number, request.project)
    assert again == item
    assert not later.items.exists()


def test_without_a_planned_meeting_a_request_goes_nowhere():
    assert deeds.put_on(work.request(), on=DAY, by=None) is None


def test_an_agenda_is_fixed_once_the_meeting_is_convened(meeting, staff):
    item = work.item(meeting)
    fixed = "The agenda is fixed since the meeting was convened: open it again first."
    held = "This meeting was held: its agenda stays as it was. Put the point on the next one."

    for state, said in (("convened", fixed), ("held", held), ("minuted", held)):
        Meeting.objects.update(state=state, minutes="All.", closed_at=NOW)
        with action_refuses(said):
            deeds.add_item(meeting, title="Late", by=staff)
        with action_refuses(said):
            deeds.change_item(item, title="Late", by=staff)
        with action_refuses(said):
            deeds.drop_item(item, by=staff)
        with action_refuses(said):
            deeds.order(meeting, items=[item.pk], version=meeting.version, by=staff)
        with action_refuses(said):
            deeds.propose(meeting, on=DAY, by=staff)


# --- convened --------------------------------------------------------------------------------------------------------
def test_a_meeting_is_convened_with_a_point_before_its_day_is_past(meeting, staff):
    with action_refuses("The agenda is empty: put at least one point on it."):
        deeds.convene(meeting, by=staff, at=NOW)
    work.item(meeting)
    with action_refuses("The meeting is planned for 17\xa0Oct\xa02026, which is past: give it another day."):
        deeds.convene(meeting, by=staff, at=make.moment(SOON + timedelta(1)))

    assert deeds.convene(meeting, by=staff, at=NOW).state == "convened"
    with action_refuses(
        "Only a planned meeting is convened. It now is: convened, agenda fixed. Load the page again to see who did "
        "what."
    ):
        deeds.convene(meeting, by=staff, at=NOW)


def test_members_are_told_each_time_and_nobody_else(committee, meeting, staff):
    ministry = work.body()
    officer, stranger = work.officer(ministry), work.officer()
    chair = make.post(Role.COMMITTEE_MEMBER)
    work.member(committee, ministry)
    work.member(committee, ministry, title="Chair", post=chair)
    work.member(committee, stranger.organization, ends_on=DAY)
    work.item(meeting)

    deeds.convene(meeting, by=staff, at=NOW)
    deeds.reopen(meeting, by=staff, at=NOW)
    deeds.convene(meeting, by=staff, at=NOW)
    deeds.replan(meeting, held_on=SOON + timedelta(1), by=staff, at=NOW)

    told = Notification.objects.order_by("pk").values_list("user", "code")
    codes = ["meeting_convened", "meeting_reopened", "meeting_convened", "meeting_moved"]
    assert sorted(told) == sorted((post.user_id, code) for post in (officer, chair) for code in codes)
    assert Notification.objects.first().url == f"/meetings/{meeting.pk}/"


def test_members_are_told_in_sentences():
    values = {"number": 4, "day": "2026-10-17"}

    assert {code: say(values) for code, say in SENTENCES.items() if code.startswith("meeting_")} == {
        "meeting_convened": "Meeting 4 of the committee is convened for 17\xa0Oct\xa02026. Its agenda is fixed.",
        "meeting_moved": "Meeting 4 of the committee was moved to 17\xa0Oct\xa02026.",
        "meeting_reopened": "The agenda of meeting 4 of the committee, on 17\xa0Oct\xa02026, was opened again.",
        "meeting_minuted": "The minutes of meeting 4 of the committee, of 17\xa0Oct\xa02026, are closed.",
    }


def test_a_meeting_that_was_held_is_not_opened_again(meeting, staff):
    Meeting.objects.update(state="held")

    with action_refuses(
        "Only an agenda that is fixed and not yet dealt with is opened again. It now is: held, minutes open. Load the "
        "page again to see who did what."
    ):
        deeds.reopen(meeting, by=staff, at=NOW)


def test_the_next_meeting_is_the_first_to_come(committee):
    work.meeting(committee, held_on=DAY, state="held")
    work.meeting(committee, held_on=SOON)
    convened = work.meeting(committee, held_on=DAY, state="convened")

    assert agenda.next_meeting(DAY) == convened
    assert agenda.next_meeting(SOON + timedelta(1)) is None
