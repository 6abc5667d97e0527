"""standing(as_of) of what is known while building, against its slow oracle on made-up facts; and its rules."""

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from factories.models import Standing
from tests.factories.building_worlds import BuildingWorld, when, worlds
from tests.factories.test_standing import ONE_WORLD_AT_A_TIME, asked, disagreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return BuildingWorld()


@ONE_WORLD_AT_A_TIME
@given(told=st.lists(worlds(), min_size=1, max_size=2), when=when)
def test_what_is_known_while_building_is_the_oracles_by_both_plans(world, told, when):
    with transaction.atomic():
        keys = world.write(told)
        for day in when:
            rows, many = asked(day, keys), asked_many(day, keys)
            for key, project in zip(keys, told, strict=True):
                assert not disagreements(rows[key], world.expected(project, day)), (day, project)
                assert values(rows[key]) == values(many[key])
        transaction.set_rollback(True)


def asked_many(day, keys):
    """The rows of the function that is planned for many."""
    return {row.pk: row for row in Standing.objects.raw("SELECT * FROM standing_many(%s, %s)", [day, keys])}


def values(row):
    return {field.attname: getattr(row, field.attname) for field in Standing._meta.concrete_fields}
