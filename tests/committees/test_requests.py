"""Requests between bodies: asked, answered, done, confirmed, disputed, passed on, withdrawn; and who may."""

import uuid
from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from committees.actions import requests as deeds
from committees.models import Level, Notification, Request, RequestState, RequestStep
from committees.rights import Role
from factories.models import Standing
from regional20x10.shared.errors import Refused
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW, LATER = make.moment(), make.moment(make.DAY, 15)
DUE = make.DAY + timedelta(days=10)


@pytest.fixture
def project():
    return make.project(operation_unit=make.organization("operation_unit", name_en="Food factory"))


@pytest.fixture
def asker(project):
    return make.post(Role.OPERATION_UNIT, where=project.operation_unit)


@pytest.fixture
def owner():
    return work.officer(work.body(name_en="Ministry of Power"))


def ask(asker, owner, project=None, *, at=NOW, **values):
    values = {"what": "A transformer", "due_on": DUE, "key": uuid.uuid4(), **values}
    return deeds.ask(owed_by=owner.organization, project=project, by=asker, at=at, **values)


def told(post):
    """The events that the post's user was told of, without the numbers in them."""
    events = Notification.objects.filter(user=post.official.user_id).order_by("pk").values_list("event", flat=True)
    return [event.split(":")[2] for event in events]


def steps(request):
    return [step.step for step in request.steps.all()]


# --- asked -----------------------------------------------------------------------------------------------------------
def test_a_body_asks_another_for_what_a_factory_needs(project, asker, owner):
    row = ask(asker, owner, project, what=" A transformer ", details=" 400 kVA ", delay_days=12)

    assert (row.number, row.what, row.details, row.asked_by, row.owed_by, row.project, row.county) == (
        "R26-0001", "A transformer", "400 kVA", project.operation_unit, owner.organization, project, None
    )  # fmt: skip
    assert (row.asked_on, row.due_on, row.delay_days, row.state, row.level) == (make.DAY, DUE, 12, "open", Level.BODY)
    assert [(step.step, step.owed_by, step.by) for step in row.steps.all()] == [("asked", owner.organization, asker)]


def test_requests_of_a_year_are_numbered_one_after_the_other(project, asker, owner):
    numbers = [ask(asker, owner, project, at=make.moment(day), due_on=day).number
               for day in (make.DAY, make.DAY + timedelta(days=1), date(2027, 1, 2), make.DAY)]  # fmt: skip

    assert numbers == ["R26-0001", "R26-0002", "R27-0001", "R26-0003"]


def test_the_ten_thousandth_request_of_a_year_has_its_number(project, asker, owner):
    Request.objects.filter(pk=ask(asker, owner, project).pk).update(number="R26-9999")

    assert (ask(asker, owner, project).number, ask(asker, owner, project).number) == ("R26-10000", "R26-10001")


def test_asking_twice_with_the_same_key_asks_once(project, asker, owner):
    key = uuid.uuid4()

    first, again = ask(asker, owner, project, key=key), ask(asker, owner, project, key=key)

    assert (first, Request.objects.count(), RequestStep.objects.count()) == (again, 1, 1)


def test_a_key_of_another_body_is_refused(project, asker, owner):
    key = ask(asker, owner, project).key

    with action_refuses("This key was already used for another request: make a new one."):
        ask(work.officer(), owner, project, key=key)


def test_all_that_stands_against_a_request_is_said_at_once(asker):
    ended = work.officer(work.body(name_en="Old ministry", ended_on=date(2026, 3, 1)))

    with pytest.raises(Refused) as refused:
        ask(asker, ended, what=" ", due_on=make.DAY - timedelta(days=1), delay_days=-1)

    assert refused.value.fields == {
        "what": ["Say what is needed."],
        "owed_by": ["Old ministry ended on 1\xa0Mar\xa02026: ask the body that took over its work."],
        "delay_days": ["Ensure this value is greater than or equal to 0."],
        "__all__": [
            "Say for which factory or county it is needed.",
            "A request is due on or after the day it is made: correct the date.",
        ],
    }


def test_a_body_asks_nothing_of_itself(project, asker):
    with action_refuses("A body asks nothing of itself: choose the body that is to act."):
        ask(asker, asker, project)


def test_a_request_is_due_within_two_years(project, asker, owner):
    said = "A request is due within two years: enter a day up to 12\xa0Oct\xa02028."

    with action_refuses(said, due_on=said):
        ask(asker, owner, project, due_on=date(2028, 10, 13))


def test_a_request_names_a_factory_or_a_county_and_not_both(project, asker, owner):
    with action_refuses("Name the factory or the county, not both: a factory has its county."):
        ask(asker, owner, project, county=project.plan.county)


def test_what_a_visit_asked_for_is_of_its_county(project, asker, owner):
    charge = work.charge(make.county())
    said = "The visit was to another county: name what was asked for there."

    with action_refuses(said, visit=said):
        ask(asker, owner, project, visit=work.visit(charge))


def test_a_post_that_acts_for_no_body_asks_nothing(project, owner):
    with action_forbids("Your post acts for no body: an administrator names the body in whose name it asks."):
        ask(make.post(Role.COUNTY_STAFF), owner, project)


def test_who_may_not_cooperate_asks_nothing(project, owner):
    analyst = make.post(Role.ANALYST)

    with action_forbids(
        f"The post “{analyst}” may not do this. Ask: {analyst.who_may('cooperate')}."
    ):  # fmt: skip
        ask(analyst, owner, project)


# --- answered --------------------------------------------------------------------------------------------------------
def test_the_body_that_owes_it_promises_it_for_a_day(project, asker, owner):
    row = ask(asker, owner, project)

    deeds.promise(row, promised_on=DUE, note=" From stock ", by=owner, at=LATER)

    row.refresh_from_db()
    step = row.steps.last()
    assert (row.state, row.promised_on) == ("promised", DUE)
    assert (step.step, step.promised_on, step.note, step.by, step.at) == ("promised", DUE, "From stock", owner, LATER)


@pytest.mark.parametrize("day", [make.DAY - timedelta(days=1), date(2028, 10, 13), None])
def test_a_promise_is_for_a_day_from_today_on(project, asker, owner, day):
    row = ask(asker, owner, project)
    said = "Enter the day for which it is promised, from 12\xa0Oct\xa02026 to 12\xa0Oct\xa02028."

    with action_refuses(said, promised_on=said):
        deeds.promise(row, promised_on=day, note="", by=owner, at=LATER)


@pytest.mark.parametrize(
    ("deed", "said"), [("decline", "Say why it is declined."), ("done", "Say what was done.")]
)  # fmt: skip
def test_an_answer_says_why(project, asker, owner, deed, said):
    row = ask(asker, owner, project)

    with action_refuses(said, note=said):
        getattr(deeds, deed)(row, note=" ", by=owner, at=LATER)


@pytest.mark.parametrize("deed", ["promise", "decline", "done", "pass_on"])
def test_only_the_body_that_owes_it_answers(project, asker, owner, deed):
    row, other = ask(asker, owner, project), work.officer()
    more = {"promise": {"promised_on": DUE}, "pass_on": {"to": other.organization}}.get(deed, {})

    for post in (asker, other):
        with action_forbids("Only this body may do this: Ministry of Power."):
            getattr(deeds, deed)(row, note="Why", by=post, at=LATER, **more)


@pytest.mark.parametrize("deed", ["confirm", "dispute", "withdraw"])
def test_only_the_body_that_asked_says_that_it_has_it(project, asker, owner, deed):
    row = deeds.done(ask(asker, owner, project), note="Sent", by=owner, at=LATER)

    with action_forbids("Only this body may do this: Food factory."):
        getattr(deeds, deed)(row, note="Why", by=owner, at=LATER)


def test_a_request_goes_from_asked_to_confirmed(project, asker, owner):
    row = ask(asker, owner, project)

    deeds.decline(row, note="No stock", by=owner, at=LATER)
    deeds.promise(row, promised_on=DUE, note="", by=owner, at=LATER)
    deeds.done(row, note="Sent", by=owner, at=LATER)
    deeds.dispute(row, note="It does not fit", by=asker, at=LATER)
    deeds.done(row, note="Sent another", by=owner, at=LATER)
    deeds.confirm(row, note="", by=asker, at=LATER)

    row.refresh_from_db()
    assert row.state == "confirmed"
    assert steps(row) == ["asked", "declined", "promised", "done", "disputed", "done", "confirmed"]


def test_both_bodies_hear_of_a_step_and_who_took_it_does_not(project, asker, owner):
    colleague = make.post(Role.OPERATION_UNIT, where=project.operation_unit)
    row = ask(asker, owner, project)
    deeds.done(row, note="Sent", by=owner, at=LATER)
    deeds.dispute(row, note="No", by=asker, at=LATER)
    deeds.done(row, note="Sent", by=owner, at=LATER)

    assert told(owner) == ["asked", "disputed"]
    assert told(asker) == ["done", "done"]
    assert told(colleague) == ["asked", "done", "disputed", "done"]


def test_a_step_that_does_not_fit_is_refused_with_all_that_stands_against_it(project, asker, owner):
    row = deeds.done(ask(asker, owner, project), note="Sent", by=owner, at=LATER)
    first = (
        "Only what waits or is promised is declined. It now is: said to be done. Load the page again to see who did "
        "what."
    )

    with action_refuses(first, "Say why it is declined."):
        deeds.decline(row, note="", by=owner, at=LATER)


def test_two_who_confirm_at_once_confirm_once(project, asker, owner):
    row = deeds.done(ask(asker, owner, project), note="Sent", by=owner, at=LATER)
    deeds.confirm(row, note="", by=asker, at=LATER)

    with pytest.raises(Refused, match="It now is: confirmed by who asked"):
        deeds.confirm(row, note="", by=asker, at=LATER)


def test_a_request_that_is_needed_no_longer_is_withdrawn(project, asker, owner):
    row = ask(asker, owner, project)

    deeds.withdraw(row, note="Found one", by=asker, at=LATER)

    row.refresh_from_db()
    assert (row.state, steps(row)) == ("withdrawn", ["asked", "withdrawn"])


def test_the_database_lets_nobody_change_a_step(project, asker, owner):
    row = ask(asker, owner, project)

    with database_refuses("never_changed"):
        sql("UPDATE committees_requeststep SET note = 'x' WHERE request_id = %s", row.pk)


# --- passed on -------------------------------------------------------------------------------------------------------
def test_the_body_that_owes_it_passes_it_on_and_its_promise_ends(project, asker, owner):
    other, row = work.officer(), ask(asker, owner, project)
    deeds.promise(row, promised_on=DUE, note="", by=owner, at=LATER)

    deeds.pass_on(row, to=other.organization, note="Theirs", by=owner, at=LATER)

    row.refresh_from_db()
    step = row.steps.last()
    assert (row.owed_by, row.state, row.promised_on, row.asked_on) == (other.organization, "open", None, make.DAY)
    assert (step.step, step.owed_by, step.note) == ("passed", other.organization, "Theirs")
    assert (told(other), told(asker)) == (["passed"], ["promised", "passed"])


@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.COMMITTEE_MEMBER])
def test_who_enters_decisions_passes_a_request_on(project, asker, owner, role):
    other, row = work.officer(), ask(asker, owner, project)

    deeds.pass_on(row, to=other.organization, note="Theirs", by=make.post(role), at=LATER)

    assert (Request.objects.get().owed_by, told(owner)) == (other.organization, ["asked", "passed"])


def test_a_request_is_passed_on_to_a_third_body_and_with_a_word(project, asker, owner):
    row = ask(asker, owner, project)
    to, note = "Ministry of Power owes it already: choose another body.", "Say why it is passed on."

    with action_refuses(to, note, to=to, note=note):
        deeds.pass_on(row, to=owner.organization, note="", by=owner, at=LATER)
    with action_refuses("Food factory asked for it: choose another body."):
        deeds.pass_on(row, to=project.operation_unit, note="Theirs", by=owner, at=LATER)
    with action_refuses("Old ministry ended on 1\xa0Mar\xa02026: ask the body that took over its work."):
        ended = work.body(name_en="Old ministry", ended_on=date(2026, 3, 1))
        deeds.pass_on(row, to=ended, note="Theirs", by=owner, at=LATER)


def test_what_is_done_is_not_passed_on(project, asker, owner):
    row = deeds.done(ask(asker, owner, project), note="Sent", by=owner, at=LATER)

    with action_refuses("Only a request that still waits is passed on."):
        deeds.pass_on(row, to=work.body(), note="Theirs", by=owner, at=LATER)


# --- with a decision -------------------------------------------------------------------------------------------------
def decided(row, owner=None, **values):
    return work.decision(owner or row.owed_by, request=row, **values)


def test_a_decision_about_a_request_goes_with_it(project, asker, owner):
    row = ask(asker, owner, project)
    decision = decided(row)

    states = []
    for deed, by in (("done", owner), ("dispute", asker), ("done", owner), ("confirm", asker), ("dispute", asker)):
        getattr(deeds, deed)(row, note="So it is", by=by, at=LATER)
        decision.refresh_from_db()
        states.append(decision.state)

    assert states == ["done", "open", "done", "closed", "open"]
    assert [step.step for step in decision.steps.all()] == ["made", "done", "reopened", "done", "closed", "reopened"]


def test_nobody_closes_a_decision_of_their_own_body_by_confirming(project, asker, owner):
    row = deeds.done(ask(asker, owner, project), note="Sent", by=owner, at=LATER)
    decision = decided(row, project.operation_unit, state="done")

    deeds.confirm(row, note="", by=asker, at=LATER)

    decision.refresh_from_db()
    assert decision.state == "done"


def test_a_decision_of_another_owner_is_not_done_with_the_request(project, asker, owner):
    row = ask(asker, owner, project)
    decision = decided(row, work.body())

    deeds.done(row, note="Sent", by=owner, at=LATER)

    decision.refresh_from_db()
    assert decision.state == "open"


# --- the standing ----------------------------------------------------------------------------------------------------
def test_each_step_of_an_overdue_request_is_seen_in_the_standing_at_once(project, asker, owner):
    row = ask(asker, owner, project, at=make.moment(make.DAY), due_on=make.DAY)
    after = make.moment(make.DAY + timedelta(days=2))

    def blocked():
        reasons = Standing.objects.get(project=project).reasons
        return any(reason["code"] == "blocked" for reason in reasons)

    seen = []
    for deed, by in (("decline", owner), ("done", owner), ("dispute", asker), ("withdraw", asker)):
        getattr(deeds, deed)(row, note="So it is", by=by, at=after)
        seen.append(blocked())

    assert seen == [True, False, True, False]


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_get_two_numbers():
    project = make.project(operation_unit=make.organization("operation_unit"))
    asker, owner = make.post(Role.OPERATION_UNIT, where=project.operation_unit), work.officer()
    made = []

    def meanwhile():
        made.append(ask(asker, owner, project).number)
        connection.close()

    with transaction.atomic():
        made.append(ask(asker, owner, project).number)
        other = Thread(target=meanwhile)
        other.start()
        other.join(0.5)
        waited = other.is_alive()
    other.join()

    assert (waited, made) == (True, ["R26-0001", "R26-0002"])
    assert set(Request.objects.values_list("state", flat=True)) == {RequestState.OPEN}
