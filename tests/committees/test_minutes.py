"""Minutes: the meeting opened, who was there, what came of each point, closed for good."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from committees.actions import minutes as deeds
from committees.models import Meeting, Notification
from regional20x10.shared import clock
from regional20x10.shared.errors import Conflict
from tests import make, work
from tests.refusals import action_refuses, database_refuses

pytestmark = pytest.mark.django_db
NOW, DAY = make.moment(), make.DAY


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return make.post()


@pytest.fixture
def seat():
    return work.member(chair=True)


@pytest.fixture
def meeting(seat):
    """Open, with two points."""
    made = work.meeting(seat.committee, held_on=DAY, state="held", chair=seat)
    work.item(made)
    work.item(made)
    return made


def minute(meeting, text="All agreed.", outcomes=("Settled.", "Waits."), *, version=None, by):
    points = meeting.items.filter(dropped=False)
    told = {point.pk: outcome for point, outcome in zip(points, outcomes, strict=False)}
    version = version or Meeting.objects.get(pk=meeting.pk).version
    return deeds.minute(meeting, minutes=text, outcomes=told, version=version, by=by)


def test_a_meeting_is_opened_on_its_day_by_a_member_who_presides(staff, seat):
    meeting = work.meeting(seat.committee, held_on=DAY, state="convened")
    early = "The meeting is planned for 12\xa0Oct\xa02026: open it on that day, or give it another day first."
    chair = "Choose who presides among those who are members on the day of the meeting."

    with action_refuses(early, chair):
        deeds.hold(meeting, chair=None, on=DAY - timedelta(1), by=staff)
    with action_refuses(chair, chair=chair):
        deeds.hold(meeting, chair=work.member(work.committee()), on=DAY, by=staff)
    held = deeds.hold(meeting, chair=seat, on=DAY, by=staff)

    assert (held.state, held.chair) == ("held", seat)
    with action_refuses(
        "A meeting is opened after it was convened. It now is: held, minutes open. Load the page again to see who did "
        "what."
    ):
        deeds.hold(meeting, chair=seat, on=DAY, by=staff)


def test_who_was_there_is_entered_and_corrected(meeting, seat, staff):
    other = work.member(seat.committee)

    deeds.attend(meeting, presences={seat.pk: ("present", ""), other.pk: ("absent", "On a visit.")}, by=staff)
    deeds.attend(meeting, presences={other.pk: ("represented", " By its deputy ")}, by=staff)

    rows = meeting.attendances.values_list("member", "presence", "note")
    assert sorted(rows) == [(seat.pk, "present", ""), (other.pk, "represented", "By its deputy")]


def test_all_that_is_wrong_with_an_attendance_is_said_at_once(meeting, seat, staff):
    stranger = work.member(work.committee())
    other = work.member(seat.committee, title="Deputy")

    with action_refuses(
        f"{seat}: choose present, represented or absent.",
        f"{other}: write which post represented this member.",
        "This is no member of the committee on the day of the meeting.",
    ):
        deeds.attend(
            meeting, by=staff,
            presences={seat.pk: ("late", ""), other.pk: ("represented", " "), stranger.pk: ("present", "")},
        )  # fmt: skip

    assert not meeting.attendances.exists()


def test_minutes_are_kept_as_they_grow(meeting, staff):
    minute(meeting, "Begun.", ("Settled.",), by=staff)
    minute(meeting, " All agreed. ", by=staff)

    meeting.refresh_from_db()
    assert meeting.minutes == "All agreed."
    assert list(meeting.items.values_list("outcome", flat=True)) == ["Settled.", "Waits."]


def test_who_saves_second_loses_nothing_and_sees_both(meeting, staff):
    other = make.post()
    minute(meeting, "Theirs.", ("A.", "B."), by=other)

    with pytest.raises(Conflict) as late:
        minute(meeting, "Mine.", ("C.", "D."), version=meeting.version, by=staff)

    assert late.value.reasons == [
        "Somebody else saved these minutes while you were writing. Both versions are below; nothing is lost."
    ]
    assert late.value.mine == {"Minutes": "Mine.", "Point 1": "C.", "Point 2": "D."}
    assert late.value.theirs == {"Minutes": "Theirs.", "Point 1": "A.", "Point 2": "B."}
    assert late.value.saved_by == str(other)
    assert Meeting.objects.get().minutes == "Theirs."


def test_an_outcome_is_of_a_point_that_is_on_the_agenda(meeting, staff):
    dropped = work.item(meeting, dropped=True)

    with action_refuses("One of these points is not on the agenda: load the page again."):
        deeds.minute(meeting, minutes="", outcomes={dropped.pk: "None."}, version=meeting.version, by=staff)


def test_minutes_are_not_written_before_the_meeting_was_opened(meeting, staff):
    Meeting.objects.update(state="convened")

    with action_refuses("Minutes are written once the meeting was opened, until they are closed."):
        minute(meeting, by=staff)
    with action_refuses("Attendance is entered while the minutes are open: open the meeting first."):
        deeds.attend(meeting, presences={}, by=staff)


def test_minutes_are_closed_when_nothing_is_missing(meeting, seat, staff):
    second = meeting.items.last()
    work.decision(meeting=meeting, item=second)

    with action_refuses(
        "Write the minutes before they are closed.",
        "Point 1 has neither an outcome nor a decision: write what came of it, or that it waits.",
        "Of 1 member it is not entered whether they were there: enter it first.",
    ):
        deeds.close(meeting, by=staff, at=NOW)
    minute(meeting, "All agreed.", ("Settled.",), by=staff)
    deeds.attend(meeting, presences={seat.pk: ("present", "")}, by=staff)
    closed = deeds.close(meeting, by=staff, at=NOW)

    assert (closed.state, closed.closed_at, closed.closed_by) == ("minuted", NOW, staff)


def test_nothing_changes_once_the_minutes_are_closed(meeting, seat, staff):
    Meeting.objects.update(state="minuted", minutes="All.", closed_at=NOW)
    said = "The minutes of this meeting are closed: nothing of it changes any more."

    with action_refuses(said):
        minute(meeting, by=staff)
    with action_refuses(said):
        deeds.attend(meeting, presences={seat.pk: ("present", "")}, by=staff)
    with action_refuses(
        "Minutes are closed once the meeting was held. It now is: minutes closed. Load the page again to see who did "
        "what."
    ):
        deeds.close(meeting, by=staff, at=NOW)


def test_members_are_told_of_closed_minutes(meeting, seat, staff):
    member = work.officer(seat.organization)
    minute(meeting, by=staff)
    deeds.attend(meeting, presences={seat.pk: ("present", "")}, by=staff)

    deeds.close(meeting, by=staff, at=NOW)

    assert list(Notification.objects.values_list("user", "code")) == [(member.user_id, "meeting_minuted")]


def test_the_database_keeps_no_closed_meeting_without_minutes(meeting):
    with database_refuses("meeting_closed_with_its_minutes"):
        Meeting.objects.update(state="minuted")
