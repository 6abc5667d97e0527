"""Posts that act for a body, and deputies: given by administrators, through the actions and in the admin."""

from datetime import date

import pytest
from django.urls import reverse

from committees.actions import people
from committees.models import Official, Post
from committees.rights import Role
from tests import make, work
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
START, END = date(2026, 10, 1), date(2026, 12, 31)


@pytest.fixture
def keeper():
    return make.post(Role.ADMINISTRATOR)


def official(reference="D-1"):
    return Official.objects.create(reference=reference)


def test_a_post_acts_for_the_body_it_is_given(keeper):
    body = work.body("committee")

    post = people.appoint(official(), Role.COMMITTEE_STAFF, starts_on=START, body=body, by=keeper)

    assert (post.acts_for_id, list(Post.objects.of_body(body))) == (body.pk, [post])


def test_a_unit_acts_for_itself_and_nobody_for_a_body_that_has_ended(keeper):
    unit, ended = make.organization(), work.body(ended_on=date(2026, 9, 1))

    with action_refuses("A unit’s post acts for its unit: leave “acts for” empty."):
        people.appoint(official(), Role.CONSTRUCTION_UNIT, starts_on=START, organization=unit, body=unit, by=keeper)
    with action_refuses(f"{ended} ended on 1\u00a0Sep\u00a02026: choose a body in being."):
        people.appoint(official("D-2"), Role.GUIDANCE, starts_on=START, body=ended, by=keeper)


def test_a_deputy_has_the_role_the_scope_and_the_body_of_the_post(keeper):
    post = make.post(Role.COUNTY_SECRETARY, body=work.body("party_committee"))

    deputy = people.appoint_deputy(post, official(), starts_on=START, ends_on=END, by=keeper)

    assert (deputy.role, deputy.county, deputy.body, deputy.deputy, deputy.deputy_of, deputy.ends_on) == (
        post.role, post.county, post.body, True, post, END,
    )  # fmt: skip


def test_everything_that_stands_against_a_deputy_is_said_at_once(keeper):
    post = make.post(ends_on=date(2026, 11, 1))
    deputy = people.appoint_deputy(post, official(), starts_on=START, ends_on=START, by=keeper)

    with action_refuses(
        "Nobody stands in for oneself: choose another official.",
        "The post itself is held from 1\u00a0Jan\u00a02024: a deputy begins then or later.",
        "The post itself ends on 1\u00a0Nov\u00a02026: a deputy ends then or before.",
    ):
        people.appoint_deputy(post, post.official, starts_on=date(2023, 1, 1), ends_on=END, by=keeper)
    with action_refuses("A deputy has no deputy: choose the post that is stood in for."):
        people.appoint_deputy(deputy, official("D-2"), starts_on=START, ends_on=START, by=keeper)


def test_a_deputy_needs_a_last_day(keeper):
    with action_refuses("A deputy’s post needs a last day."):
        people.appoint_deputy(make.post(), official(), starts_on=START, ends_on=None, by=keeper)


def test_only_an_administrator_gives_deputies():
    staff = make.post()

    with action_forbids(f"The post “{staff}” may not do this. Ask: Administrator."):
        people.appoint_deputy(staff, official(), starts_on=START, ends_on=END, by=staff)


# --- in the admin ----------------------------------------------------------------------------------------------------
def add(client, **said):
    said = {"starts_on": "2026-10-01", "ends_on": "2026-12-31", **said}
    return client.post(reverse("admin:committees_post_add"), said)


def test_an_administrator_gives_a_post_for_a_body(client, keeper):
    client.force_login(keeper.official.user)
    person, body = official(), work.body("committee")

    answer = add(client, official=person.pk, role="guidance", body=body.pk)

    assert (answer.status_code, person.posts.get().body) == (302, body)


def test_an_administrator_lets_somebody_stand_in_by_naming_the_post_alone(client, keeper):
    client.force_login(keeper.official.user)
    person, post = official(), make.post(Role.COUNTY_STAFF)

    answer = add(client, official=person.pk, deputy_of=post.pk)

    deputy = person.posts.get()
    assert (answer.status_code, deputy.role, deputy.county, deputy.deputy_of) == (302, post.role, post.county, post)


def test_without_a_role_or_a_post_the_form_says_what_to_choose(client, keeper):
    client.force_login(keeper.official.user)

    answer = add(client, official=official().pk)

    assert "Choose a role, or the post that a deputy stands in for." in answer.content.decode()
