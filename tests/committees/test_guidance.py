"""Guidance notes: written to bodies, replied to in time or late, counted."""

import uuid
from datetime import date, timedelta

import pytest

from committees import desk, guidance
from committees.actions import guidance as deeds
from committees.models import GuidanceNote, GuidanceReply, Notification
from committees.rights import Role, who_may
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW, REPLY_BY = make.moment(), make.DAY + timedelta(days=7)


@pytest.fixture
def guide():
    return make.post(Role.GUIDANCE)


@pytest.fixture
def officer():
    return work.officer()


def write(*bodies, by=None, key=None, **values):
    values = {"title": "Cure the concrete", "text": "Keep it warm.", "reply_by": REPLY_BY, **values}
    by = by or make.post(Role.GUIDANCE)
    return deeds.write(to=bodies, by=by, on=make.DAY, at=NOW, key=key or uuid.uuid4(), **values)


def reply(note, officer, text="Covered since Monday.", on=make.DAY):
    address = note.addresses.get(organization=officer.organization)
    return deeds.reply(address, text=text, by=officer, at=make.moment(on))


# --- written ---------------------------------------------------------------------------------------------------------
def test_a_note_goes_to_each_body_once_under_its_number(guide):
    first, second = work.body(), work.body()

    note = write(first, second, first, by=guide)

    assert (note.number, note.written_on, note.by) == ("G26-001", make.DAY, guide)
    assert [address.organization for address in note.addresses.all()] == [first, second]


def test_the_same_key_is_the_same_note():
    key, body = uuid.uuid4(), work.body()

    first, again = write(body, key=key), write(body, key=key, text="Other words.")

    assert first == again
    assert GuidanceNote.objects.count() == 1


def test_all_that_is_missing_is_said_at_once():
    title, text = "Say what the note is about.", "Write the guidance."
    to, day = "Name at least one body that is to reply.", "Give the day by which a reply is due, as 2026-10-20."

    with action_refuses(title, text, to, day, title=title, text=text, to=to, reply_by=day):
        write(title=" ", text="", reply_by=None)


def test_a_reply_is_not_due_before_the_note_is_written():
    with action_refuses("A reply is due on or after the day the note is written: correct the date."):
        write(work.body(), reply_by=make.DAY - timedelta(days=1))


def test_a_body_that_has_ended_is_not_addressed():
    ended = work.body(name_en="Old Bureau", ended_on=date(2026, 9, 30))

    with action_refuses("These bodies have ended: Old Bureau. Name those that go on with their work."):
        write(ended, work.body())


def test_only_the_guidance_section_writes():
    staff = make.post()

    with action_forbids(f"The post “{staff}” may not do this. Ask: {who_may('guide')}."):
        write(work.body(), by=staff)


# --- replied to ------------------------------------------------------------------------------------------------------
def test_a_body_replies_and_may_reply_again(officer):
    note = write(officer.organization)

    rows = [reply(note, officer, text) for text in ("Begun.", "Done.", "Done.")]

    assert [row.text for row in note.addresses.get().replies.all()] == ["Begun.", "Done."]
    assert rows[1] == rows[2]


def test_only_the_body_addressed_replies(officer):
    note = write(work.body(name_en="Ministry of Sums"))

    with action_forbids("Only a body to which a note is addressed replies to it: Ministry of Sums."):
        deeds.reply(note.addresses.get(), text="Done.", by=officer, at=NOW)


def test_an_empty_reply_says_nothing(officer):
    with action_refuses("Write the reply.", text="Write the reply."):
        reply(write(officer.organization), officer, " ")


def test_those_concerned_are_told(guide, officer):
    note = write(officer.organization, by=guide)
    reply(note, officer)

    told = {row.user_id: (row.code, row.url) for row in Notification.objects.all()}
    assert told == {
        officer.user_id: ("guidance_written", f"/guidance/{note.pk}/"),
        guide.user_id: ("guidance_replied", f"/guidance/{note.pk}/"),
    }


def test_nothing_written_is_ever_changed(officer):
    reply(write(officer.organization), officer)

    for table in ("guidancenote", "guidanceaddress", "guidancereply"):
        with database_refuses("never_changed"):
            sql(f"DELETE FROM committees_{table}")
    assert GuidanceReply.objects.count() == 1


# --- read ------------------------------------------------------------------------------------------------------------
def test_replies_are_counted_in_time_and_late_by_body(officer, guide):
    other = work.officer()
    bodies = (officer.organization, other.organization)
    first = work.guidance(*bodies, written_on=date(2026, 9, 1))
    work.guidance(*bodies, written_on=make.DAY)
    reply(first, officer, on=first.reply_by)
    reply(first, officer, on=first.reply_by + timedelta(days=9))
    reply(first, other, on=first.reply_by + timedelta(days=1))

    together, lines = guidance.by_body(guidance.seen_by(guide.official.user, make.DAY), make.DAY)

    assert together == guidance.Counts(addressed=4, in_time=1, late=1, waiting=2)
    assert {line.body: line.counts for line in lines} == {
        officer.organization: guidance.Counts(addressed=2, in_time=1, waiting=1),
        other.organization: guidance.Counts(addressed=2, late=1, waiting=1),
    }


def test_each_note_tells_its_counts_as_of_the_day(officer, guide):
    note = work.guidance(officer.organization, work.body(), written_on=date(2026, 9, 1))
    reply(note, officer, on=note.reply_by)
    days = (note.written_on, note.reply_by, note.reply_by + timedelta(days=1))

    rows = [guidance.seen_by(guide.official.user, day).get() for day in days]

    assert [(row.n_all, row.n_in_time, row.n_late, row.n_waiting, row.n_overdue) for row in rows] == [
        (2, 0, 0, 2, 0), (2, 1, 0, 1, 0), (2, 1, 0, 1, 1)
    ]  # fmt: skip


def test_a_body_sees_what_it_has_to_reply_to(officer):
    late, later = (
        work.guidance(officer.organization, written_on=day) for day in (date(2026, 10, 1), date(2026, 10, 10))
    )
    work.guidance()
    reply(write(officer.organization), officer)

    rows = desk.to_reply(officer.official.user, make.DAY)

    assert [row.note for row in rows] == [late, later]


def test_others_see_notes_about_what_they_see_and_those_to_their_body(officer):
    project = make.project()
    about, mine = work.guidance(project=project), work.guidance(officer.organization)
    unrelated = work.guidance()
    readers = [make.post(Role.GUIDANCE), make.post(Role.COUNTY_CHAIR, where=project.plan.county), officer]

    seen = [set(GuidanceNote.objects.visible_to(post.official.user)) for post in readers]

    assert seen == [{about, mine, unrelated}, {about}, {mine}]
