"""Gates of several factories read together say of each what they say of it alone, in as many queries as for one."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.rights import Role
from factories import gates
from factories.actions import closing
from factories.actions import gates as deeds
from factories.models import FactoryProject
from tests import build, make, produce

pytestmark = pytest.mark.django_db


def told(states):
    return [
        (state.gate, state.passed, [(row.requirement.code, row.state, str(row.finding.said), row.waiver) for row in
         state.requirements]) for state in states
    ]  # fmt: skip


def factories():
    """Of nothing known; sized, sited and agreed, with a waiver and a checked lesson; built, inspected, operating."""
    blank, prepared, built = make.planned(), make.preparing(), make.project()
    member, staff, at = make.post(Role.COMMITTEE_MEMBER), make.post(), make.moment(date(2026, 3, 1))
    make.sized(prepared)
    make.sited(prepared)
    make.agreed(prepared)
    make.revision(prepared, {"layout": "A larger hall."}, at=make.moment(date(2026, 2, 1)))
    deeds.waive(prepared, "start", "funds", until=make.DAY, reason="Later.", by=member, at=make.moment())
    lesson = produce.lesson(gate="start", factory_type=prepared.factory_type)
    closing.check(prepared, lesson, holds=False, note="Seen.", by=staff, at=at)
    produce.lesson(gate="commission")
    build.allocation(built, 50)
    build.item(built, "press", 3, level=2)
    build.finding(build.inspection(built), "critical")
    produce.trial(built)
    produce.sample(built, product="food")
    return [blank, prepared, built]


def rows():
    related = ("plan__county__province", "plan__program_year", "factory_type")
    return FactoryProject.objects.select_related(*related).order_by("pk")


@pytest.mark.parametrize("day", [date(2026, 1, 20), make.DAY])
def test_together_they_say_what_each_says_alone(day):
    factories()

    together = {pk: told(states) for pk, states in gates.of_projects(rows(), day).items()}

    assert together == {row.pk: told(gates.states(row, day)) for row in rows()}


def test_for_three_as_often_is_asked_as_for_one():
    made = factories()[1:]

    with CaptureQueriesContext(connection) as one:
        gates.of_projects(rows().filter(pk=made[0].pk), make.DAY)
    with CaptureQueriesContext(connection) as both:
        gates.of_projects(rows(), make.DAY)

    assert len(one) == len(both)


def test_of_no_factory_nothing_is_said():
    assert gates.of_projects([], make.DAY) == {}
