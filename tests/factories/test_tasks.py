"""What runs on the schedule."""

from datetime import date, timedelta

import pytest

from factories import standing, tasks
from factories.actions import standings
from factories.models import ReportingPeriod, Standing
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db


def test_roll_standings_carries_every_standing_into_today():
    clock.stand_on(make.DAY)
    project = make.project()
    make.verified(project)
    standings.refresh(None, on=make.DAY - timedelta(days=3))

    tasks.roll_standings()
    tasks.roll_standings()

    assert Standing.objects.get().as_of == make.DAY
    assert standing.differences() == []


def test_generate_periods_makes_this_year_and_the_next_once():
    clock.stand_on(date(2027, 3, 1))

    tasks.generate_periods()
    tasks.generate_periods()

    assert sorted(ReportingPeriod.ten_days.values_list("year", flat=True).distinct()) == [2027, 2028]
    assert ReportingPeriod.ten_days.count() == 72
