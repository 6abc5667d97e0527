"""A county's conditions: each value with its source, what is missing as missing, nothing overwritten unseen."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from committees.rights import Role
from factories import conditions
from factories.actions import conditions as deeds
from factories.forms.conditions import ConditionsForm, plain_number
from factories.models import LocalConditions
from regional20x10.shared import clock
from regional20x10.shared.errors import Conflict
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
SURVEY = "Survey of March"


@pytest.fixture
def county():
    """A county with a factory whose type has norms, and a census population."""
    county = make.county(population=30_000)
    make.preparing(plan_=make.plan(county))
    return county


@pytest.fixture
def staff():
    return make.post()


def record(county, by, values=None, sources=None, **lists):
    values = values or {}
    return deeds.record(
        county,
        2026,
        values=values,
        sources=dict.fromkeys(values, SURVEY) if sources is None else sources,
        by=by,
        **lists,
    )


def test_each_value_is_kept_with_its_source_and_the_rest_is_missing(county, staff):
    row = record(county, staff, {"population": 30_100}, demand_per_head={"food": (Decimal("50.5"), SURVEY)})

    row.refresh_from_db()
    assert (row.population, row.sources) == (30_100, {"population": SURVEY})
    assert row.demand_per_head == {"food": {"value": 50.5, "source": SURVEY}}
    assert row.missing == ["workforce", "electricity_kw", "water_m3_day", "terrain", "rail_km", "trunk_road_km"]
    assert [(line.label, line.value) for line in conditions.table(row, conditions.asked(county, row))] == [
        ("Population", "30,100"), ("Workforce available", None), ("Electricity available", None),
        ("Industrial water available", None), ("Terrain", None), ("Distance to rail", None),
        ("Distance to a trunk road", None), ("Demand per head: food", "50.5"), ("Raw material: maize", None),
    ]  # fmt: skip


def test_a_value_without_a_source_and_a_source_without_a_value_are_refused_together(county, staff):
    with action_refuses(
        "Population: name the source of the value, or leave it empty.",
        "Workforce available: a source without a value. Give both or neither.",
        "Raw material: maize: name the source of the value, or leave it empty.",
    ):
        record(county, staff, {"population": 30_000}, {"workforce": SURVEY}, raw_materials_t_year={"maize": (700, " ")})

    assert not LocalConditions.objects.exists()


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        (
            "electricity_kw", 2,
            "Electricity available: 2 is far from the usual 300. Which unit was meant? Enter it in kW.",
        ),
        (
            "electricity_kw", 1_500_000,
            "Electricity available: 1,500,000 is far from the usual 300. Which unit was meant? Enter it in kW.",
        ),
        ("population", 30, "Population: 30 is far from the usual 30,000. Which unit was meant? Enter it in people."),
        ("water_m3_day", -1, "Industrial water available: enter a number, 0 or more, in m³ a day."),
        ("workforce", "many", "Workforce available: enter a number, 0 or more, in people."),
        ("workforce", float("nan"), "Workforce available: enter a number, 0 or more, in people."),
        ("workforce", 1e308, "Workforce available: enter a number, 0 or more, in people."),
        ("terrain", "swamp", "The terrain is one of: mountain, plain, coast."),
        ("rail_km", Decimal("1.55"), "Distance to rail: Ensure that there are no more than 1 decimal place."),
        ("gold", 5, "“gold” is not asked for: no factory type has a norm for it. Known: population, workforce, "
                    "electricity_kw, water_m3_day, terrain, rail_km, trunk_road_km."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_with_how_to_mend_it(county, staff, key, value, said):
    with action_refuses(said, **{key: said}):
        record(county, staff, {key: value})


def test_nothing_at_all_of_a_thing_is_plausible(county, staff):
    assert record(county, staff, {"electricity_kw": 0, "water_m3_day": 0}).electricity_kw == 0


def test_a_workforce_above_the_population_is_refused(county, staff):
    with action_refuses("The workforce cannot be more than the population: correct one of them."):
        record(county, staff, {"population": 30_000, "workforce": 30_001})


def test_a_product_no_type_has_a_norm_for_is_refused(county, staff):
    with action_refuses("“beer” is not asked for: no factory type has a norm for it. Known: food."):
        record(county, staff, demand_per_head={"beer": (5, SURVEY)})


@pytest.mark.parametrize("source", ["x" * 301, "a\x00b"])
def test_a_source_is_plain_text_of_some_length(county, staff, source):
    with action_refuses("Population: a source is plain text of up to 300 characters."):
        record(county, staff, {"population": 30_000}, {"population": source})


def test_the_database_refuses_a_value_without_a_source(county):
    for wrong in (
        {"population": 5}, {"population": 5, "sources": {"population": ""}},
        {"demand_per_head": {"food": {"value": 5}}}, {"demand_per_head": {"food": {"value": -5, "source": SURVEY}}},
        {"raw_materials_t_year": {"maize": {"value": 5, "source": ""}}}, {"raw_materials_t_year": {"maize": 5}},
    ):  # fmt: skip
        with database_refuses("_source"):
            LocalConditions.objects.create(county=county, year=2026, **wrong)


def test_what_was_said_before_stays_in_the_history_with_who_said_it(county, staff):
    other = make.post(Role.COUNTY_SECRETARY, where=county)
    record(county, staff, {"population": 30_000})
    row = record(county, other, {"population": 30_500})

    told = conditions.history(row)

    assert [(said["post"], changed) for _at, said, changed in told] == [
        (other.pk, [("population", (30_000, SURVEY), (30_500, SURVEY))]),
        (staff.pk, [("population", None, (30_000, SURVEY))]),
    ]


def test_two_writers_do_not_overwrite_each_other(county, staff):
    seen = deeds.digest(None)
    record(county, staff, {"population": 30_000})

    with pytest.raises(Conflict) as conflict:
        record(county, staff, {"population": 31_000}, seen=seen)

    assert (conflict.value.theirs["Population"], conflict.value.mine["Population"]) == (
        f"30000 ({SURVEY})", f"31000 ({SURVEY})",
    )  # fmt: skip
    assert conflict.value.saved_by == str(staff)


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.DESIGN_UNIT, Role.ANALYST])
def test_only_the_county_and_committee_staff_record(county, role):
    by = make.post(role)

    with action_forbids(
        f"The post “{by}” may not do this. Ask: Committee staff, City or county chief secretary, "
        "Chair of the city or county people’s committee, City or county staff."
    ):
        record(county, by, {"population": 30_000})


@pytest.mark.parametrize(
    ("typed", "read"),
    [("28 500", "28500"), ("28,500", "28500"), ("1,250,000.5", "1250000.5"), ("6,5", "6.5"), ("", "")],
)
def test_numbers_are_read_as_people_type_them(typed, read):
    assert plain_number(typed) == read


def test_a_comma_that_can_be_read_both_ways_is_asked_about():
    with pytest.raises(ValidationError, match="both ways"):
        plain_number("0,500")


# --- the page --------------------------------------------------------------------------------------------------------
@pytest.fixture
def office(client, county):
    """The browser of the county's secretary."""
    clock.stand_on(make.DAY)
    client.force_login(make.post(Role.COUNTY_SECRETARY, where=county).official.user)
    return client


def address(county, year=2026):
    return f"/en/counties/{county.code}/conditions/{year}/"


def boxes(county, **said):
    """What the form posts: `said` by key, each with its source."""
    form = ConditionsForm(county=county, year=2026, asked=conditions.asked(county))
    names = {key.replace(".", "_").replace(" ", "_"): box for key, box in form.boxes.items()}
    filled = {f"value_{names[key]}": value for key, value in said.items()}
    return filled | {f"source_{names[key]}": SURVEY for key in said}


def test_the_county_records_its_conditions_without_script(office, county):
    said = boxes(county, population="30 200", terrain="plain", rail_km="2,5", demand_per_head_food="49.5")

    page = office.post(address(county), said)

    row = LocalConditions.objects.get()
    assert page.url == address(county)
    assert (row.population, row.terrain, row.rail_km) == (30_200, "plain", Decimal("2.5"))
    assert row.demand_per_head == {"food": {"value": 49.5, "source": SURVEY}}


def test_everything_wrong_is_said_at_once_and_nothing_typed_is_lost(office, county):
    said = boxes(county, population="many", electricity_kw="2", water_m3_day="1e308", rail_km="-1", workforce="")

    page = office.post(address(county), said)

    found = re.findall(r'<li><a href="#[^"]*">([^<]*)</a>', page.content.decode())
    assert [text.partition(":")[0] for text in found] == [
        "Population", "Source", "Electricity available", "Industrial water available", "Distance to rail",
    ]  # fmt: skip
    assert all(f'value="{typed}"' in page.content.decode() for typed in ("many", "2", "1e308", "-1"))
    assert (page.status_code, LocalConditions.objects.count()) == (409, 0)


def test_somebody_elses_record_is_shown_and_the_entries_kept(office, county, staff):
    said = boxes(county, population="31000") | {"seen": deeds.digest(None)}
    record(county, staff, {"population": 30_000})

    page = office.post(address(county), said)
    again = office.post(address(county), said | {"seen": page.context["form"]["seen"].value()})

    assert (page.status_code, again.status_code) == (409, 302)
    assert "30000 (Survey of March)" in page.content.decode()
    assert LocalConditions.objects.get().population == 31_000


def test_who_may_only_read_sees_the_table_and_whom_to_ask(client, county, staff):
    record(county, staff, {"population": 30_000})
    client.force_login(make.post(Role.ANALYST).official.user)

    page = client.get(address(county)).content.decode()
    refused = client.post(address(county), {})

    assert "30,000" in page
    assert "Recorded by: Committee staff" in page
    assert "<form class=" not in page.partition("<main")[2].replace('<form class="as-of', "")
    assert refused.status_code == 403


def test_what_is_not_there_is_404(office, county):
    other = make.county()

    for path in (address(other), address(county, 1999), address(county, 2101), address(county, 10**12)):
        assert office.get(path).status_code == 404
        assert office.post(path, {}).status_code == 404
