"""What all actions have in common: what is asked of a row beforehand, and what the database holds by itself."""

import pytest
from django.db import IntegrityError, transaction

from committees.models import Post
from factories.models import Trade
from regional20x10.shared.actions import checked, leave_to_the_database
from regional20x10.shared.errors import Refused
from tests import make, produce

pytestmark = pytest.mark.django_db


def test_a_row_that_cannot_be_is_refused_with_its_sentence():
    there = produce.trade()

    with pytest.raises(Refused, match="already exists"):
        checked(Trade(code=there.code, name_en="Again", name_ko="다시"))


def test_what_is_left_to_the_database_is_refused_by_the_database():
    twin = Trade(code=produce.trade().code, name_en="Again", name_ko="다시")

    with leave_to_the_database():
        row = checked(twin)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)

    with pytest.raises(Refused):
        checked(twin)


def test_a_field_that_is_wrong_is_refused_in_either_way():
    with leave_to_the_database(), pytest.raises(Refused):
        checked(Trade(code="not a slug", name_en="", name_ko=""))


def test_whether_a_row_that_is_referred_to_is_there_is_asked_or_left_to_the_database(django_assert_num_queries):
    nobodys = Post(role="committee_staff", official_id=10**9, starts_on=make.DAY)

    with leave_to_the_database(), django_assert_num_queries(0):
        checked(nobodys)

    with pytest.raises(Refused) as refused:
        checked(nobodys)
    assert list(refused.value.fields) == ["official"]


def test_a_reference_that_is_missing_is_refused_in_either_way():
    with leave_to_the_database(), pytest.raises(Refused) as refused:
        checked(Post(role="committee_staff", starts_on=make.DAY))

    assert list(refused.value.fields) == ["official"]
