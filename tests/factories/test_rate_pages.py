"""Completeness and timeliness on the overview, on the pages of provinces and counties, on desks and by unit."""

import html
import re
from datetime import date

import pytest

from committees.rights import Role
from factories.actions import periods
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
BRIDGE = "The bridge is gone."


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(TODAY)
    make.period()


@pytest.fixture
def staff(client):
    """The browser of the committee's staff."""
    client.force_login(make.post().official.user)
    return client


def signed_in(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    """What a page says, tags apart."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def grant(until=date(2026, 10, 25), at=None, **place):
    moment = at or make.moment(TODAY)
    return periods.grant(make.period(), **place, until=until, reason=BRIDGE, by=make.post(), at=moment)


def test_the_overview_tells_completeness_of_the_nation_and_of_each_province(staff):
    first, second = make.project(starts_on=date(2026, 10, 1)), make.project(starts_on=date(2026, 10, 1))
    make.submitted(first, at=make.moment(make.DAY))

    page = staff.get("/en/")

    assert page.context["rates"].last9.completeness == 50
    told = {place: row.last9.completeness for place, _address, row in page.context["reported"]}
    assert told == {first.plan.county.province: 100, second.plan.county.province: 0}
    assert "2 due in the last 9 closed periods; 50.0% in time" in text(page)


def test_province_and_county_tell_their_own(staff):
    project = make.project(starts_on=date(2026, 10, 1))
    make.submitted(project, at=make.moment(make.DAY))
    make.project(starts_on=date(2026, 10, 1))
    county = project.plan.county

    for address in (county.get_absolute_url(), county.province.get_absolute_url()):
        page = staff.get(address)
        assert page.context["rates"].last9.completeness == 100
        assert "1 due in the last 9 closed periods" in text(page)


def test_the_desk_of_a_unit_and_of_a_province_tell_their_own(client):
    project = make.project(starts_on=date(2026, 10, 1))
    make.project(starts_on=date(2026, 10, 1))
    make.submitted(project, at=make.moment(make.DAY))

    for post in (make.reporter(project), make.verifier(project)):
        page = signed_in(client, post).get("/en/desk/")
        assert page.context["rates"].last3.completeness == 100
    everybody = signed_in(client, make.post(Role.COMMITTEE_MEMBER)).get("/en/desk/")
    assert everybody.context["rates"].last3.completeness == 50
    assert signed_in(client, make.post(Role.ANALYST)).get("/en/desk/").context["rates"] is None


def test_rates_are_told_by_province_county_and_unit(staff):
    project = make.project(starts_on=date(2026, 10, 1))
    county, unit = project.plan.county, project.construction_unit

    for by, place in (("province", county.province), ("county", county), ("unit", unit)):
        page = staff.get(f"/en/periods/rates/?by={by}")
        assert [row[0] for row in page.context["rows"]] == [place]
        assert f"?{by}={place.code}" in page.content.decode()


def test_a_kind_of_rate_that_is_none_is_refused(staff):
    page = staff.get("/en/periods/rates/?by=nation")

    assert page.status_code == 409
    assert "choose one of province, county, unit" in text(page)


def test_a_finished_factory_leaves_the_desk_but_not_for_the_periods_before_its_finish(client):
    project = make.project(starts_on=date(2026, 10, 1))
    grant(project=project)
    make.verified(project, make.period(date(2026, 10, 15)), (100, 100), at=make.moment(TODAY))

    page = signed_in(client, make.reporter(project)).get("/en/desk/")

    found = {section.name: section.rows for section in page.context["sections"]}
    assert {name: [row.period.code for row in rows] for name, rows in found.items()} == {"due": ["2026-10-1"]}
