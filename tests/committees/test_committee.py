"""The committee of a term: founded, its members, who presides."""

from datetime import date

import pytest

from committees.actions import committee as deeds
from committees.models import Committee, Membership
from committees.rights import Role
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
FIRST, LAST = work.TERM


@pytest.fixture
def staff():
    return make.post()


@pytest.fixture
def committee():
    return work.committee()


def add(committee, organization=None, *, by, **values):
    values = {"title": "First deputy", "starts_on": FIRST, **values}
    return deeds.add_member(committee, organization or work.body(), by=by, **values)


def test_a_committee_has_a_body_a_term_and_a_basis(staff):
    body = work.body("committee")

    made = deeds.found(body, starts_on=FIRST, ends_on=LAST, basis=" Decision of 30 January 2024 ", by=staff)

    assert (made.organization, made.starts_on, made.ends_on, made.basis) == (
        body, FIRST, LAST, "Decision of 30 January 2024"
    )  # fmt: skip


def test_a_term_does_not_end_before_it_starts_and_all_else_is_said_at_once(staff):
    kind = "Choose a body of the kind “Committee of the programme”."
    term = "The term ends on or after the day it starts: correct one of the dates."

    with action_refuses(term, kind, ends_on=term, organization=kind):
        deeds.found(work.body(), starts_on=FIRST, ends_on=date(2024, 1, 29), by=staff)

    assert not Committee.objects.exists()


def test_terms_of_one_body_do_not_overlap(staff, committee):
    with action_refuses("Another term of this committee runs on some of these days."):
        deeds.found(committee.organization, starts_on=LAST, ends_on=date(2040, 1, 1), by=staff)


def test_the_database_holds_the_term_by_itself():
    with database_refuses("committee_term_ends_after_it_starts"):
        work.committee(starts_on=LAST, ends_on=FIRST)


def test_a_member_is_named_by_its_post_within_the_term(staff, committee):
    said = "The committee’s term runs from 30\xa0Jan\xa02024 to 31\xa0Dec\xa02033: enter a day within it."

    with action_refuses(said, "This field cannot be blank."):
        add(committee, title=" ", starts_on=date(2024, 1, 1), by=staff)
    seat = add(committee, title=" Vice-minister ", by=staff)

    assert (seat.title, seat.chair, seat.ends_on) == ("Vice-minister", False, None)


def test_one_member_presides_at_a_time(staff, committee):
    add(committee, chair=True, by=staff)

    with action_refuses("Another member presides on some of these days: end that first."):
        add(committee, title="Second deputy", chair=True, by=staff)


def test_a_post_of_a_body_is_a_member_once(staff, committee):
    seat = add(committee, by=staff)

    with action_refuses("This post of the body is a member already on some of these days."):
        add(committee, seat.organization, by=staff)


def test_a_membership_ends_with_a_reason_on_a_day_of_it(staff, committee):
    seat = add(committee, starts_on=date(2025, 1, 1), by=staff)
    backwards = "A membership ends on or after the day it starts: correct one of the dates."
    silent = "Say why the membership ends."

    with action_refuses(backwards, silent):
        deeds.end_membership(seat, ends_on=date(2024, 12, 31), reason=" ", by=staff)
    ended = deeds.end_membership(seat, ends_on=date(2026, 6, 30), reason="The ministry was merged.", by=staff)
    later = "This membership ended on 30\xa0Jun\xa02026 already: add the member anew instead."

    assert ended.ends_on == date(2026, 6, 30)
    assert seat.events.latest("pgh_id").pgh_context.metadata["reason"] == "The ministry was merged."
    with action_refuses(later, ends_on=later):
        deeds.end_membership(seat, ends_on=date(2026, 7, 1), reason="Later.", by=staff)


def test_a_membership_does_not_end_before_a_meeting_it_was_at(staff, committee):
    seat = add(committee, by=staff)
    meeting = work.meeting(committee, held_on=date(2026, 9, 1), state="held")
    meeting.attendances.create(member=seat, presence="present")
    said = "Whether this member was there on 1\xa0Sep\xa02026 is entered: the membership ends on that day or later."

    with action_refuses(said, ends_on=said):
        deeds.end_membership(seat, ends_on=date(2026, 8, 31), reason="Left.", by=staff)


def test_the_chair_passes_on_and_both_times_stay_known(staff, committee):
    old = add(committee, title="Premier", chair=True, by=staff)
    new = add(committee, title="Secretary", by=staff)

    deeds.change_chair(committee, new, on=date(2026, 3, 1), by=staff)

    rows = Membership.objects.order_by("title", "starts_on").values_list("title", "starts_on", "ends_on", "chair")
    assert list(rows) == [
        ("Premier", FIRST, date(2026, 2, 28), True), ("Premier", date(2026, 3, 1), None, False),
        ("Secretary", FIRST, date(2026, 2, 28), False), ("Secretary", date(2026, 3, 1), None, True),
    ]  # fmt: skip
    assert {old.organization_id, new.organization_id} == set(Membership.objects.values_list("organization", flat=True))


def test_who_becomes_a_member_that_day_presides_without_another_seat(staff, committee):
    seat = add(committee, starts_on=date(2026, 3, 1), by=staff)

    presiding = deeds.change_chair(committee, seat, on=date(2026, 3, 1), by=staff)

    assert (presiding.pk, presiding.chair, Membership.objects.count()) == (seat.pk, True, 1)


def test_the_chair_does_not_change_to_a_stranger_or_behind_a_meeting(staff, committee):
    seat = add(committee, by=staff)
    stranger = work.member()
    work.meeting(committee, held_on=date(2026, 9, 1), state="minuted", minutes="All.", closed_at=make.moment())

    with action_refuses("Enter the day from which the member presides, as 2026-10-02."):
        deeds.change_chair(committee, seat, on=None, by=staff)
    with action_refuses("A meeting was held on 1\xa0Sep\xa02026: the chair changes after it."):
        deeds.change_chair(committee, seat, on=date(2026, 9, 1), by=staff)
    with action_refuses("On 2\xa0Sep\xa02026 this is no member of the committee: choose another, or a later day."):
        deeds.change_chair(committee, stranger, on=date(2026, 9, 2), by=staff)
    deeds.change_chair(committee, seat, on=date(2026, 9, 2), by=staff)
    with action_refuses("This member presides on 3\xa0Sep\xa02026 already."):
        deeds.change_chair(committee, Membership.objects.latest("pk"), on=date(2026, 9, 3), by=staff)


def test_only_staff_keeps_the_committee(committee):
    member = make.post(Role.COMMITTEE_MEMBER)

    with action_forbids(f"The post “{member}” may not do this. Ask: Committee staff."):
        add(committee, by=member)
