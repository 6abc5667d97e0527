"""Product demand met on the pages of counties and provinces, and in the files."""

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import LocalConditions
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def analyst(client):
    client.force_login(make.post(Role.ANALYST).official.user)
    return client


@pytest.fixture
def plan():
    """36,500 people who need 2 t of food a day; what is made is 1 t a day in two months."""
    made = make.plan(year_=make.year(2024))
    LocalConditions.objects.create(
        county=made.county, year=2026, population=36_500, sources={"population": "Survey"},
        demand_per_head={"food": {"value": 20, "source": "Survey"}},
    )  # fmt: skip
    produce.months(produce.factory(made, code="P-1"), 2026, [1, 2], [31, 28])
    return made


def text(page):
    return " ".join(page.content.decode().split())


def test_the_page_tells_what_is_met_what_is_short_and_what_is_not_known(analyst, plan):
    html = text(analyst.get(f"/en/counties/{plan.county.code}/demand/"))

    assert "50.0%" in html
    assert "59.0 t short" in html
    assert "2 of 9" in html
    assert "Mar: no verified return of P-1 says how much." in html
    assert "Less is made than needed of: food." in html
    assert "<svg" in html


def test_a_county_without_anything_says_so(analyst):
    page = text(analyst.get(f"/en/counties/{make.county().code}/demand/"))

    assert "No conditions are recorded for 2026 or before: the demand is not known." in page
    assert "Nothing to compare yet" in page


def test_another_year_is_asked_for_and_one_that_is_none_is_not_found(analyst, plan):
    make.year(2025)
    address = f"/en/counties/{plan.county.code}/demand/"

    pages = [analyst.get(f"{address}?year={year}") for year in ("2025", "2027", "1890", "x")]

    assert [page.status_code for page in pages] == [200, 404, 404, 404]
    assert pages[0].context["demand"].unknown == [
        "No conditions are recorded for 2025 or before: the demand is not known."
    ]


def test_conditions_of_an_earlier_year_are_said_to_be_that(analyst, plan):
    LocalConditions.objects.update(year=2025)

    html = text(analyst.get(f"/en/counties/{plan.county.code}/demand/"))

    assert "No conditions are recorded for 2026: the demand is that of 2025." in html


def test_the_province_sums_what_is_known_and_names_each_place(analyst, plan):
    silent = make.plan(make.county(plan.county.province), make.year(2024))

    page = analyst.get(f"/en/provinces/{plan.county.province.code}/demand/")

    [group] = page.context["groups"]
    assert (len(group.known), group.unknown, group.output_t, group.demand_t) == (1, 1, 59, 118)
    assert silent.county.name in text(page)
    assert "1 of 2" in text(page)


def test_who_sees_one_factory_is_told_that_others_are_not_counted(client, plan):
    unit = plan.projects.get().operation_unit
    client.force_login(make.post(Role.OPERATION_UNIT, where=unit).official.user)

    html = text(client.get(f"/en/counties/{plan.county.code}/demand/"))

    assert "Only the factories and places that your post reaches are counted here." in html


@pytest.mark.parametrize("place", ["county", "province"])
def test_the_file_has_a_row_for_each_group(analyst, plan, place):
    code = plan.county.code if place == "county" else plan.county.province.code
    folder = {"county": "counties", "province": "provinces"}[place]

    [told] = analyst.get(f"/en/{folder}/{code}/demand.json?year=2026").json()["rows"]

    names = ("product", "months", "output_t", "demand_t", "shortage_t", "output_01_t", "output_03_t")
    assert [told[name] for name in names] == ["food", 2, 59, 118, 59, 31, None]


def test_the_page_of_the_county_tells_of_it(analyst, plan):
    page = analyst.get(plan.county.get_absolute_url())

    assert page.context["demand"].by_name["food"].shortage_t == 59
    assert "Product demand met" in text(page)
