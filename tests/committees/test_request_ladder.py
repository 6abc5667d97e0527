"""The ladder: what waits climbs by its age, tells whom it reached, and stands on the committee's agenda in the end."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache

from committees.actions import requests as deeds
from committees.models import Level, Notification, Request
from committees.rights import Role
from committees.tasks import climb as task
from factories.models import Standing
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
ASKED = date(2026, 10, 1)


@pytest.fixture
def project():
    return make.project(operation_unit=make.organization("operation_unit"))


def climb(days, row=None):
    """Let the ladder work so many days after 1 October; the level of the request then."""
    day = ASKED + timedelta(days=days)
    climbed = deeds.climb(on=day, at=make.moment(day), by=None)
    if row is None:
        return climbed
    row.refresh_from_db()
    return row.level


def told(post):
    """[(event without its request, urgent)] of which the post's user was told."""
    rows = Notification.objects.filter(user=post.official.user_id).order_by("pk")
    return [(":".join(row.event.split(":")[2:]), row.urgent) for row in rows]


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, Level.BODY), (6, Level.BODY), (7, Level.PROVINCE), (13, Level.PROVINCE), (14, Level.LEAD), (19, Level.LEAD),
     (20, Level.COMMITTEE), (90, Level.COMMITTEE)],
)  # fmt: skip
def test_a_request_that_waits_climbs_by_its_age(project, days, level):
    assert climb(days, work.request(project)) == level


def test_the_days_of_the_ladder_are_a_setting(project, settings):
    settings.REQUEST_LADDER_DAYS = [2, 3, 4]
    row = work.request(project)

    assert [climb(days, row) for days in (1, 2, 3, 4)] == [0, 1, 2, 3]


def test_every_rung_has_its_step_though_the_schedule_stood_still(project):
    row = work.request(project)

    climb(20)

    steps = row.steps.filter(step="escalated").values_list("level", "by", "at")
    assert list(steps) == [(level, None, make.moment(date(2026, 10, 21))) for level in (1, 2, 3)]


def test_the_ladder_run_twice_climbs_once_and_tells_once(project):
    secretary = make.post(Role.PROVINCIAL_SECRETARY, where=project.plan.county.province)
    row = work.request(project)

    assert [climb(7), climb(7), climb(8)] == [1, 0, 0]
    assert row.steps.filter(step="escalated").count() == 1
    assert told(secretary) == [("climbed:1", False)]


@pytest.mark.parametrize("state", ["done", "confirmed", "withdrawn"])
def test_what_waits_no_longer_does_not_climb(project, state):
    assert climb(30, work.request(project, state=state)) == Level.BODY


def test_what_is_declined_climbs_on(project):
    assert climb(7, work.request(project, state="declined")) == Level.PROVINCE


def test_a_promise_holds_it_until_its_day_has_passed(project):
    row = work.request(project, state="promised", promised_on=ASKED + timedelta(days=15))

    assert [climb(days, row) for days in (7, 15, 16)] == [0, 0, 2]


def test_what_is_disputed_goes_on_from_where_it_was(project):
    asker, owner = make.post(Role.OPERATION_UNIT, where=project.operation_unit), work.officer()
    row = work.request(project, asked_by=project.operation_unit, owed_by=owner.organization)
    climb(7)
    day = make.moment(ASKED + timedelta(days=10))
    deeds.done(row, note="Sent", by=owner, at=day)
    deeds.dispute(row, note="It is not here", by=asker, at=day)

    assert [climb(days, row) for days in (13, 14)] == [1, 2]


def test_a_request_about_a_county_climbs_too():
    county = make.county()
    secretary = make.post(Role.PROVINCIAL_SECRETARY, where=county.province)

    assert climb(7, work.request(county=county)) == Level.PROVINCE
    assert told(secretary) == [("climbed:1", False)]


def test_each_level_tells_whom_it_reached_and_both_bodies(project):
    county = project.plan.county
    lead, staff = make.post(Role.COUNTY_LEAD, where=county), make.post()
    secretary, chair = (make.post(role, where=county.province) for role in
                        (Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR))  # fmt: skip
    asker, owner = make.post(Role.OPERATION_UNIT, where=project.operation_unit), work.officer()
    elsewhere = [make.post(Role.PROVINCIAL_SECRETARY, where=make.province("other")), make.post(Role.COUNTY_LEAD)]
    work.request(project, asked_by=project.operation_unit, owed_by=owner.organization)

    for days in (7, 14, 20):
        climb(days)

    assert told(secretary) == told(chair) == [("climbed:1", False)]
    assert told(lead) == [("climbed:2", True), ("climbed:3", True)]
    assert told(staff) == [("climbed:3", False)]
    assert told(asker) == [("climbed:1", False), ("climbed:2", False), ("climbed:3", False)]
    assert told(owner) == [("climbed:1", False), ("climbed:2", True), ("climbed:3", True)]
    assert [told(post) for post in elsewhere] == [[], []]


def test_the_member_in_charge_is_told_through_whatever_post_they_hold(project):
    lead = make.post(Role.COMMITTEE_MEMBER)
    work.charge(project.plan.county, lead.official)
    work.request(project)

    climb(14)

    assert told(lead) == [("climbed:2", True)]


def test_the_standing_shows_at_once_that_it_has_climbed(project):
    work.request(project)

    climb(7)

    told = {row["code"]: row for row in Standing.objects.get(project=project).reasons}
    assert (told["blocked"]["count"], told["blocked"]["days"]) == (1, 7)


def test_many_requests_climb_with_as_many_questions_as_one_but_for_the_telling(
    project, django_assert_max_num_queries
):  # fmt: skip
    for _number in range(20):
        work.request(project)

    with django_assert_max_num_queries(16 + 20):
        assert climb(7) == 20


def test_the_task_climbs_on_the_day_it_is(project):
    clock.stand_on(ASKED + timedelta(days=7))
    row = work.request(project)

    task()
    task()

    cache.delete("clock")
    row.refresh_from_db()
    assert (row.level, row.steps.count(), Request.objects.count()) == (Level.PROVINCE, 2, 1)


# --- the agenda ------------------------------------------------------------------------------------------------------
def on_agendas(row):
    return [(item.meeting, item.source) for item in row.agenda_items.order_by("meeting__held_on")]


def test_what_reached_the_committee_is_on_the_agenda_of_its_next_meeting(project):
    meeting, row = work.meeting(held_on=date(2026, 10, 30)), work.request(project)

    climb(19)
    before = on_agendas(row)
    climb(20)
    climb(21)

    assert (before, on_agendas(row)) == ([], [(meeting, "request")])


def test_it_is_put_on_once_a_meeting_is_planned(project):
    row = work.request(project)
    climb(20)
    before = on_agendas(row)

    meeting = work.meeting(held_on=date(2026, 11, 5))
    climb(21)

    assert (before, on_agendas(row)) == ([], [(meeting, "request")])


@pytest.mark.parametrize(
    ("state", "decided", "again"),
    [("planned", None, True), ("convened", None, False), ("held", None, False), ("minuted", None, True),
     ("minuted", "open", False), ("minuted", "done", False), ("minuted", "withdrawn", True)],
)  # fmt: skip
def test_what_a_meeting_left_undecided_is_on_the_next_agenda(project, state, decided, again):
    closed = {"minutes": "Read.", "closed_at": make.moment(date(2026, 10, 22))} if state == "minuted" else {}
    earlier = work.meeting(held_on=date(2026, 10, 22), state=state, **closed)
    row = work.request(project)
    work.item(earlier, source="request", request=row)
    if decided:
        work.decision(row.owed_by, request=row, state=decided)
    planned = work.meeting(held_on=date(2026, 11, 5))

    climb(25)

    assert on_agendas(row)[1:] == ([(planned, "request")] if again else [])
