"""Organizations: founded with a code, recorded from the public record, never part of themselves."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from committees.actions import bodies
from committees.models import Organization
from committees.rights import Role
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db


def test_a_body_gets_a_code_from_its_name_or_the_one_given():
    staff = make.post()

    made = bodies.found_organization(kind="ministry", name_en="Ministry of Sums, First Bureau", by=staff)
    named = bodies.found_organization(kind="ministry", name_en="Ministry of Sums", code="sums", by=staff)

    assert (made.code, named.code) == ("ministry-of-sums-first-bureau", "sums")


def test_everything_wrong_with_a_body_is_said_at_once():
    bodies.found_organization(kind="ministry", name_en="Sums", by=make.post())

    with action_refuses(
        "Value 'church' is not a valid choice.", "Organization with this Code already exists."
    ) as refused:
        bodies.found_organization(kind="church", name_en="Sums", by=make.post())

    assert list(refused.value.fields) == ["kind", "code"]
    assert Organization.objects.count() == 1


def test_a_body_of_the_record_is_kept_once_and_changed_where_it_differs():
    staff = make.post()

    outcomes = [bodies.record_organization(kind=kind, name_en="Sums", by=staff)[1]
                for kind in ("ministry", "ministry", "other")]  # fmt: skip

    assert outcomes == ["created", "unchanged", "updated"]
    assert Organization.objects.get().kind == "other"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_founds_bodies(role):
    post = make.post(role)
    reason = f"The post “{post}” may not do this. Ask: Committee staff."

    with action_forbids(reason):
        bodies.found_organization(kind="ministry", name_en="Sums", by=post)
    with action_forbids(reason):
        bodies.record_organization(kind="ministry", name_en="Sums", by=post)


def test_a_body_is_no_part_of_itself_and_has_a_code_of_its_own():
    body, other = make.organization(), make.organization()
    body.parent = body

    with pytest.raises(ValidationError) as refused:
        body.full_clean()
    with database_refuses("organization_not_its_own_parent"):
        Organization.objects.filter(pk=body.pk).update(parent=body)
    with database_refuses("committees_organization_code"):
        Organization.objects.filter(pk=body.pk).update(code=other.code)

    assert refused.value.messages == ["A body cannot be part of itself: choose another parent."]


def test_a_body_without_a_korean_name_keeps_its_english_one():
    body, both = make.organization(name_ko=""), make.organization(name_ko="건설단위")

    with translation.override("ko"):
        assert (str(body), str(both)) == (body.name_en, "건설단위")


def test_a_long_name_makes_a_code_that_fits():
    assert bodies.code_of("Committee " * 20) == "committee-committee-committee-committee-committee-committee"
