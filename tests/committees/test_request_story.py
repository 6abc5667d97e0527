"""The story of a request that nobody meets: from the body that asks to the committee, and back to who asked."""

import uuid
from datetime import date, timedelta

import pytest

from committees import desk
from committees.actions import decisions, meetings
from committees.actions import requests as deeds
from committees.models import DecisionState, MeetingState
from committees.rights import Role
from factories.models import Standing
from tests import make, work

pytestmark = pytest.mark.django_db
ASKED = date(2026, 10, 1)


def at(days):
    return make.moment(ASKED + timedelta(days=days))


def colour_and_reason(project):
    row = Standing.objects.get(project=project)
    return row.colour, next((reason for reason in row.reasons if reason["code"] == "blocked"), None)


def test_a_request_blocked_for_twenty_days_becomes_a_decision_and_once_confirmed_blocks_no_more():
    project = make.project(
        operation_unit=make.organization("operation_unit"), starts_on=date(2026, 12, 1), finishes_on=date(2026, 12, 20)
    )
    make.submitted(project, make.period(make.DAY), (0, 0), at=make.moment(make.DAY))
    asker, staff = make.post(Role.OPERATION_UNIT, where=project.operation_unit), make.post()
    ministry, builder = work.officer(), work.officer()
    meeting = work.meeting(held_on=ASKED + timedelta(days=25))

    request = deeds.ask(
        what="A transformer", owed_by=ministry.organization, project=project, due_on=ASKED + timedelta(days=30),
        delay_days=12, by=asker, at=at(0), key=uuid.uuid4(),
    )  # fmt: skip
    for days in (7, 14, 19):
        deeds.climb(on=ASKED + timedelta(days=days), at=at(days), by=None)
    assert (colour_and_reason(project)[0], meeting.items.count()) == ("watch", 0)

    deeds.climb(on=ASKED + timedelta(days=20), at=at(20), by=None)
    item = meeting.items.get()
    assert (item.request, colour_and_reason(project)[0]) == (request, "risk")

    meeting.state = MeetingState.HELD
    meeting.save(update_fields=["state"])
    decision = decisions.decide(
        text="Deliver the transformer.", owner=builder.organization, due_on=ASKED + timedelta(days=40), meeting=meeting,
        item=item, request=request, projects=[project], by=staff, on=ASKED + timedelta(days=25), at=at(25),
    )  # fmt: skip
    request.refresh_from_db()
    assert request.owed_by == builder.organization
    assert list(desk.owed_decisions(builder.official.user, ASKED + timedelta(days=25))) == [decision]

    decisions.say_done(decision, note="It stands.", by=builder, at=at(30))
    request.refresh_from_db()
    assert (request.state, colour_and_reason(project)) == ("done", ("ok", None))

    deeds.confirm(request, note="", by=asker, at=at(31))
    decision.refresh_from_db()
    assert (decision.state, colour_and_reason(project)) == (DecisionState.CLOSED, ("ok", None))
    assert meetings.put_on(request, on=ASKED + timedelta(days=31), by=None) is None
