"""Decisions about requests: the request passes to the owner, is done with the decision, and waits again with it."""

import pytest

from committees.actions import decisions as deeds
from tests import make, work
from tests.committees.deciding import NOW, decide, done, told
from tests.refusals import action_refuses

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


def test_a_decision_about_a_request_says_it_done(owner, officer):
    request = work.request(owed_by=owner)
    row = decide(owner, request=request)

    done(row, officer)

    request.refresh_from_db()
    assert request.state == "done"
    assert list(request.steps.values_list("step", "note", "by")) == [
        ("asked", "", None), ("done", "Delivered on Monday.", officer.pk)
    ]  # fmt: skip


def test_the_asker_is_told_that_the_decision_has_it_done(owner, officer):
    asker = work.officer()
    row = decide(owner, request=work.request(owed_by=owner, asked_by=asker.organization))

    done(row, officer)

    assert told(asker) == [("request_done_by_decision", False)]


def test_a_request_that_is_done_already_takes_no_second_step(owner, officer):
    request = work.request(owed_by=owner)
    row = decide(owner, request=request)
    type(request).objects.update(state="done")

    done(row, officer)

    assert request.steps.count() == 1


def test_a_decision_opened_again_lets_its_request_wait_again(owner, officer, staff):
    asker = work.officer()
    request = work.request(owed_by=owner, asked_by=asker.organization)
    row = done(decide(owner, request=request), officer)

    deeds.reopen(row, note="The line is not there.", by=staff, at=NOW)

    request.refresh_from_db()
    assert request.state == "open"
    assert request.steps.last().step == "disputed"
    assert told(asker) == [("request_done_by_decision", False), ("request_waits_again", False)]


def test_what_the_asker_has_confirmed_stays_confirmed(owner, officer, staff):
    request = work.request(owed_by=owner)
    row = done(decide(owner, request=request), officer)
    type(request).objects.update(state="confirmed")

    deeds.reopen(row, note="Look again.", by=staff, at=NOW)

    request.refresh_from_db()
    assert request.state == "confirmed"


def test_a_request_has_one_open_decision(owner):
    request = work.request(owed_by=owner)
    decide(owner, request=request)

    with action_refuses("D26-001 about this request is not closed yet: move its day, or withdraw it first."):
        decide(owner, request=request, text="Deliver two lines.")


@pytest.mark.parametrize(("state", "said"), [("confirmed", "confirmed by who asked"), ("withdrawn", "withdrawn")])
def test_nothing_is_decided_about_a_request_that_no_longer_waits(owner, state, said):
    request = work.request(owed_by=owner, state=state)

    with action_refuses(f"The request {request.number} no longer waits. It is: {said}."):
        decide(owner, request=request)


def test_who_asked_does_not_get_the_decision():
    asker = work.body(name_en="Works")

    with action_refuses("Works asked for this itself: name the body that is to act."):
        decide(asker, request=work.request(asked_by=asker))


def test_a_request_of_another_body_passes_to_the_owner(owner):
    request = work.request()

    row = decide(owner, request=request)

    request.refresh_from_db()
    step = request.steps.last()
    assert (request.owed_by, step.step, step.owed_by, step.note) == (owner, "passed", owner, f"Decided: {row.number}.")
