"""Users, officials and posts: made, given and ended by those who keep them; a post names its scope."""

from datetime import date

import pytest
from django.db.models import ProtectedError

from committees.actions import people
from committees.models import Official, Post, User
from committees.rights import COUNTY, NATION, OWN, PROVINCE, RULES, Deed, Role, who_may
from factories.models import County, FactoryProject
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
PASSWORD = "a long test password"
SCOPE = (
    "A provincial post names its province, a county post its county, a unit’s post its body, "
    "and a national post none of them."
)
START = date(2026, 1, 1)


@pytest.fixture
def keeper():
    return make.post(Role.ADMINISTRATOR)


def scope_of(role):
    """What a post of the role must name."""
    match RULES[role].scope:
        case "province":
            return {"province": make.province()}
        case "county":
            return {"county": make.county()}
        case "organization":
            return {"organization": make.organization()}
    return {}


# --- users and officials ---------------------------------------------------------------------------------------------
def test_a_user_is_made_with_a_password_that_is_kept_hashed(keeper):
    user = people.create_user("somebody", password=PASSWORD, by=keeper)

    assert (user.check_password(PASSWORD), PASSWORD in user.password) == (True, False)


def test_a_password_hashed_elsewhere_is_taken_over_and_one_that_is_none_refused(keeper):
    hashed = make.user().password

    user = people.create_user("somebody", hashed=hashed, by=keeper)
    with action_refuses("This is no hashed password: give the password itself."):
        people.create_user("another", hashed="!", by=keeper)

    assert user.password == hashed


@pytest.mark.parametrize(
    ("password", "reasons"),
    [
        (
            "12345",
            [
                "This password is too short. It must contain at least 10 characters.",
                "This password is too common.",
                "This password is entirely numeric.",
            ],
        ),
        ("somebody-20x10", ["The password is too similar to the username."]),
        (None, ["This password is too short. It must contain at least 10 characters."]),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused_with_all_that_is_weak_in_it(keeper, password, reasons):
    with action_refuses(*reasons) as refused:
        people.create_user("somebody-20x10", password=password, by=keeper)

    assert refused.value.fields == {"password": reasons}
    assert not User.objects.filter(username="somebody-20x10").exists()


def test_a_user_name_is_taken_once(keeper):
    with action_refuses("A user with that username already exists."):
        people.create_user(keeper.official.user.username, password=PASSWORD, by=keeper)


def test_one_user_belongs_to_one_official(keeper):
    user = make.user()
    official = people.register_official("R-1", user=user, by=keeper)

    with action_refuses("Official with this User already exists."):
        people.register_official("R-2", user=user, by=keeper)
    with action_refuses("Official with this Reference already exists."):
        people.register_official("R-1", by=keeper)
    people.link_user(official, None, by=keeper)
    other = people.register_official("R-2", user=user, by=keeper)

    assert (Official.objects.get(reference="R-1").user, other.user) == (None, user)


def test_an_account_is_closed_and_opened_again(keeper):
    user = make.user()

    closed = people.open_account(user, active=False, by=keeper).is_active
    opened = people.open_account(user, active=True, by=keeper).is_active

    assert (closed, opened) == (False, True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_an_administrator_keeps_users_and_posts(role):
    post, official, user = make.post(role), make.post().official, make.user()
    reason = f"The post “{post}” may not do this. Ask: Administrator."

    for deed in (
        lambda: people.create_user("x", password=PASSWORD, by=post),
        lambda: people.register_official("x", by=post),
        lambda: people.appoint(official, Role.ANALYST, starts_on=START, by=post),
        lambda: people.end_post(post, ends_on=make.DAY, by=post),
        lambda: people.open_account(user, active=False, by=post),
        lambda: people.link_user(official, user, by=post),
    ):
        with action_forbids(reason):
            deed()


# --- posts -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", list(Role))
def test_a_post_names_what_its_role_asks_for_and_nothing_else(keeper, role):
    official, own = make.post().official, scope_of(role)
    wrong = {"province": make.province(), "county": make.county(), "organization": make.organization()}

    post = people.appoint(official, role, starts_on=START, by=keeper, **own)
    for name in wrong.keys() - own.keys():
        with action_refuses(SCOPE):
            people.appoint(official, role, starts_on=START, by=keeper, **own, **{name: wrong[name]})
        with database_refuses("post_names_its_scope"):
            Post.objects.filter(pk=post.pk).update(**{name: wrong[name]})
    for name in own:
        with action_refuses(SCOPE):
            people.appoint(official, role, starts_on=START, by=keeper)
        with database_refuses("post_names_its_scope"):
            Post.objects.filter(pk=post.pk).update(**{name: None})

    assert Post.objects.filter(official=official, role=role, starts_on=START).get() == post


def test_a_post_ends_on_or_after_its_first_day_and_a_deputys_has_an_end(keeper):
    official = make.post().official

    with action_refuses("A post ends on or after the day it starts: correct one of the dates."):
        people.appoint(official, Role.ANALYST, starts_on=START, ends_on=date(2025, 12, 31), by=keeper)
    with action_refuses("A deputy’s post needs a last day."):
        people.appoint(official, Role.ANALYST, starts_on=START, deputy=True, by=keeper)
    post = people.appoint(official, Role.ANALYST, starts_on=START, ends_on=START, deputy=True, by=keeper)
    with database_refuses("post_ends_after_it_starts"):
        Post.objects.filter(pk=post.pk).update(ends_on=date(2025, 12, 31))
    with database_refuses("post_deputy_has_an_end"):
        Post.objects.filter(pk=post.pk).update(ends_on=None)


def test_a_post_is_ended_and_an_ended_one_not_prolonged(keeper):
    post = make.post(Role.ANALYST)

    people.end_post(post, ends_on=date(2026, 10, 1), by=keeper)
    people.end_post(post, ends_on=date(2026, 9, 1), by=keeper)
    with action_refuses("This post already ended on 2026-09-01: give a new post instead."):
        people.end_post(post, ends_on=date(2026, 9, 2), by=keeper)
    with action_refuses("A post ends on or after the day it starts: correct one of the dates."):
        people.end_post(post, ends_on=date(2023, 12, 31), by=keeper)

    assert Post.objects.get(pk=post.pk).ends_on == date(2026, 9, 1)


def test_a_post_is_held_from_its_first_to_its_last_day():
    post = make.post(ends_on=date(2026, 10, 1))  # from 2024-01-01

    days = [date(2023, 12, 31), date(2024, 1, 1), date(2026, 10, 1), date(2026, 10, 2)]
    assert [Post.objects.current(day).filter(pk=post.pk).exists() for day in days] == [False, True, True, False]


def test_who_has_signed_is_not_erased():
    post = make.submitted(make.project()).submitted_by

    for row in (post, post.official, post.official.user):
        with pytest.raises(ProtectedError):
            row.delete()


# --- reach -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", list(Role))
def test_a_post_reaches_what_the_table_of_rights_says(role):
    here, there = make.project(), make.project()
    unit = here.construction_unit
    work.role(here, unit)  # an institution has a part in a factory, and is none of its units
    where = {PROVINCE: here.plan.county.province, COUNTY: here.plan.county, OWN: unit}.get(RULES[role].scope)
    post = make.post(role, where=where)

    def reached(scope, edit):
        counties = County.objects.filter(post.reach(edit=edit))
        projects = FactoryProject.objects.filter(post.reach_projects(edit=edit))
        wanted = {NATION: [here, there]}.get(scope, [here] if scope in (PROVINCE, COUNTY, OWN) else [])
        assert set(projects) == set(wanted)
        assert set(counties) == {project.plan.county for project in wanted}

    reached(RULES[role].reads, edit=False)
    reached(RULES[role].edits, edit=True)


def test_a_unit_reaches_each_project_it_has_a_part_in():
    unit = make.organization()
    parts = ["design_unit", "construction_unit", "operation_unit", "inspection"]
    projects = [make.project(**{part: unit}) for part in parts]
    make.project()

    post = make.post(Role.OPERATION_UNIT, where=unit)

    assert set(FactoryProject.objects.filter(post.reach_projects())) == set(projects)


def test_who_may_do_what_is_said_in_words():
    assert {deed: str(who_may(deed)) for deed in (Deed.ENTER_RETURNS, Deed.VERIFY_RETURNS, Deed.ACCEPT_RETURNS)} == {
        Deed.ENTER_RETURNS: "Construction unit",
        Deed.VERIFY_RETURNS: "Provincial chief secretary, Chair of the provincial people’s committee",
        Deed.ACCEPT_RETURNS: "Committee member",
    }
