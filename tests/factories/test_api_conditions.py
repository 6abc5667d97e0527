"""Conditions by the API: what is read can be put back; the same refusals."""

import pytest

from committees.rights import Role
from factories.models import LocalConditions
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
SAID = {
    "population": 30_000, "rail_km": 2.5, "terrain": "plain",
    "demand_per_head": {"food": {"value": 50.5, "source": "Survey"}},
    "sources": {"population": "Census", "rail_km": "Map", "terrain": "Map"},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def county():
    county = make.county(population=30_000)
    make.preparing(plan_=make.plan(county))
    return county


@pytest.fixture
def office(county):
    """The county's program."""
    return Caller(make.post(Role.COUNTY_STAFF, where=county))


def put(caller, county, said, year=2026, **more):
    return caller.put(f"/api/v1/conditions/{county.code}-{year}/", said, "application/json", **more)


def test_conditions_are_recorded_read_and_corrected(county, office):
    made = put(office, county, SAID)
    corrected = put(office, county, SAID | {"population": 30_500})
    told = office.get(f"conditions/{county.code}-2026/").json()

    assert (made.status_code, corrected.status_code) == (201, 200)
    assert told == corrected.json()
    assert {name: told[name] for name in SAID} == SAID | {"population": 30_500}
    assert (told["code"], told["workforce"], told["raw_materials_t_year"]) == (f"{county.code}-2026", None, {})


def test_what_is_left_out_is_then_missing(county, office):
    put(office, county, SAID)

    told = put(office, county, {"workforce": 900, "sources": {"workforce": "Survey"}}).json()

    assert (told["population"], told["demand_per_head"], told["workforce"]) == (None, {}, 900)


def test_a_value_without_a_source_or_in_another_unit_is_409_all_at_once(county, office):
    said = {"population": 30_000, "electricity_kw": 2, "sources": {"electricity_kw": "Grid", "rail_km": "Map"}}

    answer = put(office, county, said)

    assert answer.status_code == 409
    assert sentences(answer) == {
        "population.source": "Population: name the source of the value, or leave it empty.",
        "electricity_kw": "Electricity available: 2 is far from the usual 300. Which unit was meant? Enter it in kW.",
        "rail_km.source": "Distance to rail: a source without a value. Give both or neither.",
    }
    assert not LocalConditions.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"population": "many"}, "population"),
        ({"population": -1}, "population"),
        ({"population": 1e308}, "population"),
        ({"terrain": "swamp"}, "terrain"),
        ({"demand_per_head": {"food": 5}}, "demand_per_head"),
        ({"demand_per_head": {"food": {"value": 5}}}, "demand_per_head"),
        ({"sources": {"population": "a\x00b"}}, "sources"),
        ({"people": 5}, "people"),
        ({"sources": {str(number): "Survey" for number in range(201)}}, "sources"),
    ],
)
def test_a_body_that_is_none_is_400(county, office, said, field):
    answer = put(office, county, said)

    assert answer.status_code == 400
    assert [name.partition(".")[0] for name in sentences(answer)] == [field]


def test_a_source_of_something_unknown_is_refused(county, office):
    answer = put(office, county, {"sources": {"beer\x00": "Survey"}})

    assert answer.status_code == 409


def test_an_old_etag_is_refused_and_a_new_one_taken(county, office):
    old = put(office, county, SAID)["ETag"]
    new = put(office, county, SAID | {"population": 31_000})["ETag"]

    answers = [put(office, county, SAID | {"population": 32_000}, headers={"If-Match": tag}) for tag in (old, new)]

    bad = put(office, county, SAID, headers={"If-Match": "yesterday"})
    assert [answer.status_code for answer in (*answers, bad)] == [409, 200, 400]
    assert answers[0].json()["theirs"]["Population"] == "31000 (Census)"


def test_who_sees_the_county_not_is_404_and_who_may_not_is_403(county, office):
    put(office, county, SAID)
    elsewhere = Caller(make.post(Role.COUNTY_STAFF))
    member, analyst = Caller(make.post(Role.COMMITTEE_MEMBER)), Caller(make.post(Role.ANALYST))

    answers = [
        elsewhere.get(f"conditions/{county.code}-2026/"), put(elsewhere, county, SAID), put(member, county, SAID),
        put(analyst, county, SAID), analyst.get(f"conditions/{county.code}-2026/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404, 403, 403, 200]


def test_a_year_out_of_range_is_refused(county, office):
    answers = [put(office, county, SAID, year=year) for year in (2101, 2007, 1999, 99999)]

    assert [answer.status_code for answer in answers] == [409, 409, 404, 404]


def test_conditions_are_listed_by_county_and_year(county, office):
    put(office, county, SAID)
    put(office, county, SAID, year=2025)
    make.conditions(make.county())
    caller = Caller(make.post())

    def found(query):
        return [row["code"] for row in caller.get(f"conditions/?{query}").json()["results"]]

    assert found(f"county={county.code}&year=2025") == [f"{county.code}-2025"]
    assert len(found("")) == 3
