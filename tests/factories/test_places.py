"""Places: who sees which, and what the database holds of them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from committees.rights import Role
from factories.actions import reference
from factories.models import County, LocalConditions, Province
from factories.models.places import CONDITIONS
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db


def test_a_place_is_named_in_the_readers_language():
    county = make.county(name_en="Unryul", name_ko="은률군")

    with translation.override("ko"):
        korean = str(county)

    assert (str(county), korean) == ("Unryul", "은률군")


def test_a_district_stands_at_its_citys_point_until_it_has_its_own():
    city = make.county(kind="city", lat=39.0, lon=125.7)
    district = make.county(kind="district", parent=city)
    nowhere = make.county()
    half = make.county(lat=1.0)

    assert [place.point for place in (city, district, nowhere, half)] == [(39.0, 125.7), (39.0, 125.7), None, None]


def test_recording_a_place_again_changes_only_what_differs():
    post, values = make.post(), {"name_en": "North", "name_ko": "북도", "lat": 1.0, "lon": None}

    outcomes = [
        reference.record_province(code="KP-99", by=post, **values)[1],
        reference.record_province(code="KP-99", by=post, **values)[1],
        reference.record_province(code="KP-99", by=post, **{**values, "lat": 2.0})[1],
    ]

    assert outcomes == ["created", "unchanged", "updated"]
    assert Province.objects.get().lat == 2.0


def test_everything_wrong_with_a_place_is_said_at_once():
    with action_refuses(
        "This field cannot be blank.", "Value 'village' is not a valid choice.", code="This field cannot be blank.",
        kind="Value 'village' is not a valid choice.",
    ):  # fmt: skip
        reference.record_county(
            code="", kind="village", province=make.province(), name_en="x", name_ko="x", by=make.post()
        )

    assert not County.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_records_places(role):
    post = make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        reference.record_province(code="KP-99", name_en="x", name_ko="x", by=post)


def test_the_database_holds_codes_once():
    first, second = make.county(), make.county()

    with database_refuses("factories_county_code"):
        County.objects.filter(pk=second.pk).update(code=first.code)
    with database_refuses("factories_province_code"):
        Province.objects.filter(pk=second.province_id).update(code=first.province.code)


def conditions(county=None, **values):
    return LocalConditions(county=county or make.county(), year=2026, **values)


@pytest.mark.parametrize("name", CONDITIONS)
def test_each_condition_known_names_its_source(name):
    value = "plain" if name == "terrain" else 1
    row = conditions(**{name: value}, sources={other: "census" for other in CONDITIONS if other != name})

    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    with database_refuses("conditions_each_with_a_source"):
        row.save()
    row.sources[name] = "survey of 2025"
    row.full_clean()
    row.save()

    assert refused.value.messages == ["Each value needs its source: name it, or leave the value empty."]
    assert LocalConditions.objects.get().missing == [other for other in CONDITIONS if other != name]


def test_conditions_are_kept_once_a_county_and_year():
    row = conditions()
    row.save()
    again = conditions(row.county)

    with pytest.raises(ValidationError) as refused:
        again.full_clean()
    with database_refuses("conditions_once_per_county_and_year"):
        again.save()

    assert refused.value.messages == ["This county’s conditions of this year are already recorded: correct those."]
