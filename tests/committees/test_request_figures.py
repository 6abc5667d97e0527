"""Requests read: what waits for whom, how they stood on a day, and how bodies answer."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from committees import desk
from committees import requests as reading
from committees.models import Request, RequestStep
from committees.requests import Counts, Days
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
ASKED = date(2026, 10, 1)


def step(row, day, name, **values):
    return RequestStep.objects.create(request=row, step=name, at=make.moment(date(2026, 10, day)), **values)


def then(day):
    """The one request as it stood at the end of the day of October."""
    return Request.objects.then(clock.end_of(date(2026, 10, day))).first()


def user(post):
    return post.official.user


# --- as of a day -----------------------------------------------------------------------------------------------------
def test_a_request_is_read_as_it_stood_on_a_day():
    row = work.request(due_on=date(2026, 10, 9), state="confirmed", level=2)
    step(row, 3, "promised", promised_on=date(2026, 10, 8))
    step(row, 8, "escalated", level=1)
    step(row, 9, "passed", owed_by=row.owed_by)
    step(row, 12, "done")
    step(row, 13, "disputed")
    step(row, 15, "escalated", level=2)
    step(row, 16, "done")
    step(row, 17, "confirmed")

    told = [
        (day, row.state_then, row.level_then, row.overdue, row.answered_at and row.answered_at.day)
        for day in (1, 3, 8, 9, 10, 12, 13, 15, 16, 17)
        if (row := then(day))
    ]

    assert told == [
        (1, "open", 0, False, None), (3, "promised", 0, False, 3), (8, "promised", 1, False, 3),
        (9, "open", 1, False, 3), (10, "open", 1, True, 3), (12, "done", 1, False, 3), (13, "open", 1, True, 3),
        (15, "open", 2, True, 3), (16, "done", 2, False, 3), (17, "confirmed", 2, False, 3),
    ]  # fmt: skip
    assert [then(day).done_at and then(day).done_at.day for day in (11, 12, 13, 17)] == [None, 12, None, 16]
    assert then(3).promised_then == date(2026, 10, 8)


def test_a_request_is_not_there_before_it_was_asked():
    work.request()

    assert not Request.objects.then(clock.end_of(date(2026, 9, 30))).exists()


def test_who_owed_it_is_told_by_its_steps():
    first, second = work.body(), work.body()
    row = work.request(owed_by=first)
    step(row, 2, "passed", owed_by=second)

    told = [then(day) for day in (1, 2)]

    assert [(row.owed_then, row.owner_name, row.owner["code"]) for row in told] == [
        (body.pk, body.name, body.code) for body in (first, second)
    ]


# --- what waits for somebody -----------------------------------------------------------------------------------------
def test_what_a_body_has_to_answer_is_unanswered_or_promised():
    owner = work.officer()
    mine = {"owed_by": owner.organization}
    late = work.request(due_on=date(2026, 10, 30), **mine)
    soon = work.request(due_on=date(2026, 10, 20), **mine)
    promised = work.request(state="promised", promised_on=make.DAY, **mine)
    for state in ("declined", "done", "confirmed", "withdrawn"):
        work.request(state=state, **mine)
    work.request()

    assert list(desk.to_answer(user(owner), make.DAY)) == [promised, soon, late]


def test_what_a_body_has_to_confirm_is_what_it_asked_for_and_is_said_to_be_done():
    asker = work.officer()
    done = work.request(asked_by=asker.organization, state="done")
    work.request(asked_by=asker.organization)
    work.request(state="done")

    assert list(desk.to_confirm(user(asker), make.DAY)) == [done]


def test_a_post_that_acts_for_no_body_has_nothing_to_answer_or_confirm():
    work.request(state="done")
    work.request()
    nobody = [user(make.post()), AnonymousUser()]

    assert [[*desk.to_answer(one, make.DAY), *desk.to_confirm(one, make.DAY)] for one in nobody] == [[], []]


@pytest.mark.parametrize(("role", "levels"), [
    (Role.PROVINCIAL_SECRETARY, [1, 2, 3]), (Role.PROVINCIAL_CHAIR, [1, 2, 3]), (Role.COUNTY_LEAD, [2, 3]),
    (Role.COMMITTEE_STAFF, [3]), (Role.COUNTY_SECRETARY, []),
])  # fmt: skip
def test_what_climbed_to_a_post_is_of_its_place_and_waits(role, levels):
    project = make.project()
    county = project.plan.county
    place = {Role.COMMITTEE_STAFF: None, Role.PROVINCIAL_SECRETARY: county.province,
             Role.PROVINCIAL_CHAIR: county.province}.get(role, county)  # fmt: skip
    rows = [work.request(project, level=level) for level in range(4)]
    work.request(project, level=3, state="done")
    far = work.request(make.project(make.plan(make.county(make.province("other")))), level=3)

    found = desk.climbed(user(make.post(role, where=place)), make.DAY)

    assert list(found) == [rows[level] for level in levels] + ([far] if role == Role.COMMITTEE_STAFF else [])


def test_the_county_in_ones_charge_counts_as_ones_own():
    county, other = make.county(), make.county()
    lead = make.post(Role.COUNTY_LEAD, where=other)
    work.charge(county, lead.official)
    rows = [work.request(county=place, level=2) for place in (county, other)]

    assert list(desk.climbed(user(lead), make.DAY)) == rows


def test_what_only_the_member_in_charge_can_unblock_is_ranked_by_the_delay_it_costs():
    project = make.project()
    rows = [work.request(project, delay_days=days, level=2) for days in (3, 30, 10)]
    county = work.request(county=project.plan.county, delay_days=20, level=3)
    for row, level in [*((row, 2) for row in rows), (county, 3)]:
        step(row, 8, "escalated", level=level)
    step(work.request(project, delay_days=99), 8, "escalated", level=1)
    step(work.request(delay_days=99, level=2), 8, "escalated", level=2)

    assert list(reading.unblockable(project.plan.county, make.DAY)) == [rows[1], county, rows[2], rows[0]]
    assert list(reading.unblockable(project.plan.county, date(2026, 10, 7))) == []


# --- figures ---------------------------------------------------------------------------------------------------------
def test_no_request_is_counted_with_blanks_and_not_with_noughts():
    assert reading.counted([], make.DAY) == Counts()
    assert Counts().in_time_percent is None


def test_the_board_tells_how_a_body_answers():
    owner, asker = work.body(), work.body("operation_unit")
    both = {"asked_by": asker, "owed_by": owner, "due_on": date(2026, 10, 10)}
    steps = [[(2, "promised"), (4, "done")], [(5, "done"), (6, "confirmed")], [(3, "declined"), (11, "done")],
             [(8, "escalated")], [(4, "withdrawn")]]  # fmt: skip
    for taken in steps:
        row = work.request(**both)
        for day, name in taken:
            step(row, day, name, level=1 if name == "escalated" else None)

    board = reading.board(Request.objects.then(clock.end_of(make.DAY)), make.DAY)

    counts = Counts(
        asked=5, waiting=1, overdue=1, oldest=11, province=1, lead=0, committee=0, done=3, in_time=2,
        answer=Days(2, pytest.approx(3.6)), completion=Days(4, pytest.approx(8.8)),
    )  # fmt: skip
    assert [(line.body, line.owed, line.made) for line in board.lines] == [
        (owner, counts, Counts()), (asker, Counts(), counts)
    ]  # fmt: skip
    assert (board.total, board.total.in_time_percent) == (counts, 50)


def test_bodies_with_most_overdue_stand_first():
    slow, quick, idle = work.body(name_en="B"), work.body(name_en="C"), work.body(name_en="A")
    asker = work.body("operation_unit", name_en="Z")
    for body, due_on in ((quick, make.DAY), (slow, date(2026, 10, 5)), (idle, make.DAY)):
        work.request(owed_by=body, asked_by=asker, due_on=due_on)

    board = reading.board(Request.objects.then(clock.end_of(make.DAY)), make.DAY)

    assert [line.body for line in board.lines] == [slow, idle, quick, asker]
