"""The one dataset of an annual report."""

from datetime import date

import pytest

from reports.figures import annual_report
from tests import make

pytestmark = pytest.mark.django_db


def test_chapters_joined_are_the_whole():
    near = make.project()
    make.verified(near, percents=(80, 40))
    far = make.project()

    data = annual_report(make.post(), 2026, date(2026, 10, 12))

    assert [part["code"] for part in data["provinces"]] == sorted(
        {near.plan.county.province.code, far.plan.county.province.code}
    )
    counties = [county for part in data["provinces"] for county in part["counties"]]
    assert sorted(county["rank"] for county in counties) == [1, 2]
    assert data["summary"]["verified"] == 56.0
