"""Visits of members in charge: what was seen, on a day of the charge; what was asked for becomes requests."""

import uuid
from datetime import date, timedelta

import pytest

from committees import notices
from committees.actions import visits as deeds
from committees.models import Notification, Visit
from committees.rights import Role
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW = make.moment()
DUE = date(2026, 10, 20)


@pytest.fixture
def charge():
    return work.charge(make.plan().county)


@pytest.fixture
def lead(charge):
    return make.post(Role.COUNTY_LEAD, where=charge.county, body=work.body("central_department"))


def record(charge, by, visited_on=date(2026, 10, 5), seen="The roof is closed.", at=NOW, key=None, **values):
    return deeds.record(charge, visited_on=visited_on, seen=seen, by=by, at=at, key=key or uuid.uuid4(), **values)


def ask(owed_by, **values):
    return {"what": "A transformer", "owed_by": owed_by, "due_on": DUE, "project": None, "delay_days": 12, **values}


def test_a_visit_is_recorded_once_under_its_key(charge, lead):
    key = uuid.uuid4()

    row, again = (record(charge, lead, key=key) for _time in range(2))

    assert (row, row.county, row.charge, row.seen) == (again, charge.county, charge, "The roof is closed.")
    assert Visit.objects.count() == 1


def test_the_key_of_another_visit_is_refused(charge, lead):
    key = uuid.uuid4()
    record(charge, lead, key=key)

    with action_refuses("This key was already used for another visit: make a new one."):
        record(work.charge(make.county()), lead, key=key)


def test_all_that_stands_against_a_visit_is_said_at_once(charge, lead):
    rows = [{"what": "", "owed_by": None, "due_on": None, "project": None, "delay_days": None}, ask(None, what=" "),
            ask(work.body(), due_on=make.DAY - timedelta(days=1), project=make.project())]  # fmt: skip

    with action_refuses(
        "Enter the day of the visit, at the latest today, as 2026-10-02.",
        "Say what was seen.",
        "Ask 2: say what is needed, or empty the whole row.",
        "Ask 2: choose the body that is to act, or empty the whole row.",
        "Ask 3: it is due today or later, correct the day.",
        "Ask 3: choose a factory of this county.",
    ) as refused:
        record(charge, lead, visited_on=make.DAY + timedelta(days=1), seen=" ", asks=rows)

    beside = ["visited_on", "seen", "ask_2_what", "ask_2_owed_by", "ask_3_due_on", "ask_3_project"]
    assert list(refused.value.fields) == beside


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 10, 1)])
def test_a_visit_is_made_while_the_member_is_in_charge(lead, charge, day):
    charge.ends_on = date(2026, 9, 30)
    charge.save(update_fields=["ends_on"])
    said = "The member is in charge of the county from 1\xa0Jan\xa02026 to 30\xa0Sep\xa02026: enter a day in that time."

    with action_refuses(said, visited_on=said):
        record(charge, lead, visited_on=day)


def test_a_visit_asks_for_five_things_at_most(charge, lead):
    with action_refuses("A visit asks for at most 5 things: make the rest requests of their own."):
        record(charge, lead, asks=[ask(work.body()) for _row in range(6)])


def test_who_acts_for_no_body_asks_for_nothing(charge):
    post = make.post(Role.COUNTY_LEAD, where=charge.county)
    said = "Your post acts for no body and can ask for nothing: an administrator names the body it acts for."

    with action_refuses(said, asks=said):
        record(charge, post, asks=[ask(work.body())])

    assert record(charge, post).seen == "The roof is closed."


def test_a_body_asks_nothing_of_itself(charge, lead):
    with action_refuses("Ask 1: a body asks nothing of itself, choose the body that is to act."):
        record(charge, lead, asks=[ask(lead.body)])


def test_what_a_visit_asks_for_becomes_requests(charge, lead):
    supplier, ministry = work.body("supplier"), work.body()
    project, key = make.project(charge.county.plans.get()), uuid.uuid4()
    rows = [ask(supplier, project=project), {"what": "", "delay_days": None}, ask(ministry, delay_days=None)]

    row, _again = (record(charge, lead, asks=rows, key=key) for _time in range(2))

    made = row.requests.order_by("number").values_list(
        "what", "owed_by", "asked_by", "project", "county", "due_on", "delay_days"
    )
    assert list(made) == [
        ("A transformer", supplier.pk, lead.body_id, project.pk, None, DUE, 12),
        ("A transformer", ministry.pk, lead.body_id, None, charge.county_id, DUE, 0),
    ]


def test_who_leads_the_county_is_told_of_a_visit(charge, lead):
    chair = make.post(Role.COUNTY_CHAIR, where=charge.county)

    row = record(charge, lead)

    [told] = Notification.objects.all()
    said = f"The visit to {charge.county.name_en} of 5\xa0Oct\xa02026 is recorded, with 0 things asked for."
    assert (told.user, told.url) == (chair.official.user, f"/visits/{row.pk}/")
    assert notices.SENTENCES[told.code](told.values) == said


def test_only_the_member_in_charge_records_visits(charge):
    secretary = make.post(Role.COUNTY_SECRETARY, where=charge.county)

    with action_forbids(f"The post “{secretary}” may not do this. Ask: Member in charge of a county."):
        record(charge, secretary)


def test_the_database_keeps_a_visit_as_it_is(charge, lead):
    row = record(charge, lead)

    with database_refuses("never_changed"):
        sql("UPDATE committees_visit SET seen = 'All is well.' WHERE id = %s", row.pk)
