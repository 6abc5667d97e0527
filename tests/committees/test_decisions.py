"""Decisions: made with an owner and a day, said to be done, closed by somebody else, opened again, moved, withdrawn."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection

from committees.actions import decisions as deeds
from committees.models import Decision, DecisionStep
from committees.rights import Role, who_may
from regional20x10.shared import words
from tests import make, work
from tests.committees.deciding import DUE, NOW, decide, done, told
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return work.body()


@pytest.fixture
def officer(owner):
    return work.officer(owner)


@pytest.fixture
def staff():
    return make.post()


def taken(row):
    """[(step, note, day)] of a decision."""
    return list(row.steps.values_list("step", "note", "due_on"))


# --- made ------------------------------------------------------------------------------------------------------------
def test_a_decision_has_a_number_an_owner_a_day_and_what_it_concerns(owner, staff):
    project, county = make.project(), make.county()

    row = decide(owner, by=staff, text=" Deliver the line. ", projects=[project], counties=[county])

    assert (row.number, row.text, row.owner, row.due_on, row.made_on, row.state) == (
        "D26-001", "Deliver the line.", owner, DUE, make.DAY, "open"
    )  # fmt: skip
    assert (list(row.projects.all()), list(row.counties.all())) == ([project], [county])
    assert taken(row) == [("made", "", DUE)]


def test_numbers_go_on_within_their_year(owner):
    work.decision(owner, made_on=date(2026, 1, 1))
    Decision.objects.update(number="D26-099")

    numbers = [decide(owner, text=f"Part {n}.").number for n in range(2)]
    next_year = deeds.decide(
        text="Go on.", owner=owner, due_on=date(2027, 5, 1), by=make.post(), on=date(2027, 1, 1), at=NOW
    )

    assert (numbers, next_year.number) == (["D26-100", "D26-101"], "D27-001")


def test_without_owner_day_or_text_all_is_said_at_once():
    text, owner = "Write down what was decided.", "Name the body that owes it: what nobody owes is not decided."
    day = "Give the day by which it is due, as 2026-10-20."

    with action_refuses(text, owner, day, text=text, owner=owner, due_on=day):
        decide(None, text=" ", due_on=None)

    assert not Decision.objects.exists()


def test_a_decision_is_not_due_before_it_is_made(owner):
    with action_refuses("A decision is due on or after the day it is made: correct the date."):
        decide(owner, due_on=make.DAY - timedelta(days=1))


def test_a_body_that_has_ended_owes_nothing_new():
    ended = work.body(name_en="Old Bureau", ended_on=date(2026, 9, 30))

    with action_refuses("Old Bureau has ended: name the body that goes on with its work."):
        decide(ended)


def test_sent_twice_it_is_decided_once(owner, staff):
    first, again = (decide(owner, by=staff) for _time in range(2))

    assert first == again
    assert Decision.objects.count() == 1


def test_decided_again_after_it_was_withdrawn_it_is_another(owner, staff):
    first = decide(owner, by=staff)
    deeds.withdraw(first, note="Too early.", by=staff, at=NOW)

    assert decide(owner, by=staff) != first


def test_a_meeting_decides_while_it_is_held(owner):
    meeting = work.meeting(state="held")
    item = work.item(meeting)

    row = decide(owner, item=item)

    assert (row.meeting, row.item) == (meeting, item)


@pytest.mark.parametrize(("state", "said"), [("planned", "planned"), ("convened", "convened, agenda fixed")])
def test_a_meeting_that_is_not_held_decides_nothing(owner, state, said):
    meeting = work.meeting(state=state)

    with action_refuses(
        f"Decisions of a meeting are entered while it is held and its minutes are open. It now is: {said}."
    ):
        decide(owner, meeting=meeting)


def test_a_point_belongs_to_its_own_meeting(owner):
    committee = work.committee()
    held, other = (work.meeting(committee, state="held") for _one in range(2))

    with action_refuses("This point is on the agenda of another meeting: choose a point of this one."):
        decide(owner, meeting=held, item=work.item(other))


def test_only_who_may_decide_decides(owner, officer):
    who = who_may("decide")

    with action_forbids(f"The post “{officer}” may not do this. Ask: {who}."):
        decide(owner, by=officer)


# --- done and closed -------------------------------------------------------------------------------------------------
def test_the_owner_says_it_done_and_another_body_closes_it(owner, officer, staff):
    row = done(decide(owner), officer)

    row = deeds.close(row, note="Seen on site.", by=staff, at=NOW)

    assert row.state == "closed"
    assert taken(row) == [
        ("made", "", DUE), ("done", "Delivered on Monday.", None), ("closed", "Seen on site.", None)
    ]  # fmt: skip


def test_only_the_owner_says_that_it_is_done(owner, staff):
    row = decide(owner)

    with action_forbids(f"Only the body that owes a decision says that it is done: {owner.name}."):
        done(row, staff)


def test_how_it_was_done_is_said(owner, officer):
    said = "Say in a sentence what was done or seen, or why."

    with action_refuses(said, note=said):
        done(decide(owner), officer, note=" ")


def test_said_twice_it_is_done_once(owner, officer):
    row = decide(owner)

    for _time in range(2):
        done(row, officer)

    assert row.steps.count() == 2


def test_what_is_open_is_not_closed_and_both_reasons_are_said(owner, staff):
    wrong = (
        "A decision is closed after its owner has said that it is done. It now is: open. "
        "Load the page again to see who did what."
    )

    with action_refuses(wrong, "Say in a sentence what was done or seen, or why."):
        deeds.close(decide(owner), note="", by=staff, at=NOW)


def own_body():
    return f"Nobody closes a decision of their own body. Ask somebody of another body: {who_may('close_decisions')}."


def test_nobody_closes_a_decision_of_their_own_body(owner, officer):
    row, own = done(decide(owner), officer), make.post(body=owner)

    with action_forbids(own_body()):
        deeds.close(row, note="Seen.", by=own, at=NOW)


def test_nobody_closes_it_through_another_post_of_theirs(owner, officer):
    row = done(decide(owner), officer)
    second = make.post(user_=officer.official.user)

    with action_forbids(own_body()):
        deeds.close(row, note="Seen.", by=second, at=NOW)


def test_who_said_it_done_does_not_close_it_after_leaving_the_body(owner, officer):
    row = done(decide(owner), officer)
    second = make.post(user_=officer.official.user)
    type(officer).objects.filter(pk=officer.pk).update(ends_on=make.DAY - timedelta(days=1))

    who = who_may("close_decisions")
    with action_forbids(f"Who said that a decision is done does not close it. Ask another: {who}."):
        deeds.close(row, note="Seen.", by=second, at=NOW)


def test_it_is_opened_again_and_done_again(owner, officer, staff):
    row = done(decide(owner), officer)
    deeds.close(row, note="Seen.", by=staff, at=NOW)

    deeds.reopen(row, note="The line is not there.", by=staff, at=NOW)
    row = done(row, officer)

    assert (row.state, [step for step, *_rest in taken(row)]) == (
        "done",
        ["made", "done", "closed", "reopened", "done"],
    )


# --- moved and withdrawn ---------------------------------------------------------------------------------------------
def test_it_is_moved_with_a_reason_and_the_first_day_stays(owner, staff):
    row = decide(owner)

    row = deeds.move(row, due_on=DUE + timedelta(days=9), note="The ship is late.", by=staff, at=NOW)

    then = Decision.objects.then(NOW).get()
    assert (row.due_on, then.due_then, then.due_first) == (DUE + timedelta(days=9), DUE + timedelta(days=9), DUE)
    assert taken(row)[-1] == ("moved", "The ship is late.", DUE + timedelta(days=9))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "Give the new day by which it is due, as 2026-10-20."),
        (make.DAY - timedelta(days=1), f"The new day lies before today, {words.day(make.DAY)}: give a later one."),
        (DUE, "It is due on that day already: give another."),
    ],
)
def test_a_new_day_is_another_and_lies_ahead(owner, staff, day, said):
    reason = "Say in a sentence what was done or seen, or why."

    with action_refuses(said, reason, due_on=said, note=reason):
        deeds.move(decide(owner), due_on=day, note="", by=staff, at=NOW)


def test_a_withdrawn_decision_is_owed_no_more(owner, officer, staff):
    row = deeds.withdraw(decide(owner), note="Settled otherwise.", by=staff, at=NOW)

    wrong = "Only an open decision is said to be done. It now is: withdrawn. Load the page again to see who did what."
    with action_refuses(wrong):
        done(row, officer)


# --- who is told -----------------------------------------------------------------------------------------------------
def test_the_owner_is_told_of_what_becomes_of_it_and_the_closers_when_it_is_done(owner, officer, staff):
    other = make.post(Role.GUIDANCE)
    row = decide(owner, by=staff)
    deeds.move(row, due_on=make.DAY + timedelta(days=3), note="Sooner.", by=staff, at=NOW)
    done(row, officer)
    deeds.reopen(row, note="No.", by=staff, at=NOW)
    done(row, officer, "Now.")
    deeds.close(row, note="Yes.", by=staff, at=NOW)

    assert told(officer) == [
        ("decision_made", False), ("decision_moved", True), ("decision_reopened", True), ("decision_closed", False)
    ]  # fmt: skip
    assert told(other) == [("decision_done", False)] * 2


def test_a_closer_of_the_owners_body_is_not_asked_to_close(owner, officer):
    own = make.post(body=owner)

    done(decide(owner), officer)

    assert told(own) == [("decision_made", False)]


# --- the database ----------------------------------------------------------------------------------------------------
def test_a_step_is_never_changed(owner):
    decide(owner)

    with database_refuses("never_changed"):
        sql("UPDATE committees_decisionstep SET note = 'x'")


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_get_two_numbers(owner):
    posts, numbers = [make.post() for _row in range(4)], []

    def run(post):
        numbers.append(decide(owner, by=post).number)
        connection.close()

    threads = [Thread(target=run, args=[post]) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(numbers) == ["D26-001", "D26-002", "D26-003", "D26-004"]
    assert DecisionStep.objects.count() == 4
