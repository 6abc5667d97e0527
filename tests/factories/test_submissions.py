"""The returns of several factories of one unit, handed in at once: all of them or none, by the same few queries."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories.actions import periods, submissions
from factories.judging import Said
from factories.models import StatusReturn
from regional20x10.shared.errors import NotAllowed, Refused
from tests import make

pytestmark = pytest.mark.django_db
AT = make.moment()


class Unit:
    """One construction unit with `count` factories in one county."""

    def __init__(self, count=1):
        self.body, place = make.organization(), make.plan()
        self.projects = [
            make.project(place, type_=make.factory_type(f"type{row}"), construction_unit=self.body)
            for row in range(count)
        ]
        self.post = make.reporter(self.projects[0])

    def report(self, period, said=None):
        said = said or {project: says(project) for project in self.projects}
        keys = {project: uuid.uuid4() for project in said}
        return submissions.report(period, said, keys=keys, by=self.post, at=AT)


def says(project, percents=(50, 20)):
    packages = project.packages.order_by("order").values_list("pk", flat=True)
    lines = {pk: (percent, "") for pk, percent in zip(packages, percents, strict=True)}
    return Said(values={"crew_people": 60, "pace": "normal"}, lines=lines)


def test_three_factories_are_reported_by_as_many_queries_as_one():
    asked = {}
    for count in (1, 3):
        unit, period = Unit(count), make.period()
        said = {project: says(project) for project in unit.projects}

        with CaptureQueriesContext(connection) as queries:
            rows = unit.report(period, said)

        assert [row.project for row in rows] == unit.projects
        asked[count] = len(queries)
    assert asked[1] == asked[3]


def test_all_that_stands_against_any_factory_is_said_under_its_code_and_none_is_reported():
    unit, period = Unit(2), make.period()
    first, second = unit.projects
    unready = make.planned(second.plan, type_=make.factory_type("later"), construction_unit=unit.body)
    unit.projects.append(unready)
    unit.report(period, {first: says(first)})

    with pytest.raises(Refused) as refused:
        unit.report(period)

    assert refused.value.reasons == [
        f"{first.code}: There is a return for this period already: correct that one.",
        f"{unready.code}: Building has not been allowed to start: the project page shows what the gate “Start "
        "building” still needs.",
    ]
    assert list(StatusReturn.objects.values_list("project", flat=True)) == [first.pk]


def test_a_closed_period_takes_only_the_factories_with_an_exception():
    unit, period = Unit(2), make.period(date(2026, 9, 5))
    first, second = unit.projects
    given = {"period": period, "until": make.DAY, "reason": "The road was flooded."}
    periods.grant(project=first, by=make.post(), at=AT - timedelta(days=1), **given)

    with pytest.raises(Refused) as refused:
        unit.report(period)
    taken = unit.report(period, {first: says(first)})

    assert [text.split(":")[0] for text in refused.value.reasons] == [second.code]
    assert [row.project for row in taken] == [first]


def test_a_unit_reports_on_none_where_one_factory_is_not_its_own():
    unit, foreign = Unit(), make.project()

    with pytest.raises(NotAllowed):
        unit.report(make.period(), {unit.projects[0]: says(unit.projects[0]), foreign: says(foreign)})

    assert not StatusReturn.objects.exists()
