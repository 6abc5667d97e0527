"""Whom a comment may call: the posts that see what it is about, by one query, whatever their role."""

from datetime import timedelta

import pytest

from committees.mentions import grouped, mentionable
from committees.models.scope import Reader
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.committees.commented import subjects

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


def everybody(project):
    """A post of every role at the project, the same elsewhere, and bodies that have to do with it."""
    place = project.plan.county
    here = {
        "province": place.province, "county": place, Role.DESIGN_UNIT: project.design_unit,
        Role.CONSTRUCTION_UNIT: project.construction_unit, Role.OPERATION_UNIT: project.operation_unit,
        Role.INSPECTOR: project.inspection,
    }  # fmt: skip
    for role in Role:
        scope = {"provincial_secretary": "province", "provincial_chair": "province"}.get(role)
        scope = scope or ("county" if role.startswith("county_") else role)
        make.post(role, where=here.get(scope))
        make.post(role)
    supplier, asked = work.role(project).organization, work.request(project).owed_by
    work.officer(supplier), work.officer(asked), make.post(Role.CONSTRUCTION_UNIT, where=supplier)
    make.post(Role.OPERATION_UNIT, where=project.design_unit)
    return supplier, asked


def test_those_who_may_be_called_are_those_who_see_it_whatever_their_role():
    found = subjects()
    supplier, asked = everybody(found["project"])
    request = work.request(make.project(), owed_by=asked, asked_by=supplier)
    found["draft"] = make.draft(make.project(found["project"].plan, type_=make.factory_type("other")))
    found["of the owner"] = work.decision(work.officer(role=Role.COUNTY_STAFF).body)
    found["of a request"] = work.decision(request=request)
    found["of a county"] = work.decision(counties=[found["project"].plan.county])
    work.officer(work.body(), role=Role.ADMINISTRATOR)
    posts = list(make.Post.objects.select_related("official"))

    for kind, subject in found.items():
        seeing = {post for post in posts if type(subject).objects.visible_to(Reader(post)).filter(pk=subject.pk)}

        assert set(mentionable(subject, make.DAY)) == seeing, kind


def test_nobody_is_called_by_a_post_that_is_over_or_without_a_way_in():
    project = make.project()
    over = make.post(Role.COMMITTEE_MEMBER, ends_on=make.DAY - timedelta(days=1))
    locked = make.post(Role.COMMITTEE_MEMBER)
    locked.official.user.is_active = False
    locked.official.user.save()

    found = set(mentionable(project, make.DAY))

    assert not found & {over, locked}


def test_posts_that_read_alike_are_told_apart():
    one, two, other = (make.post(Role.COMMITTEE_MEMBER) for _ in range(3))
    other.body = work.body("ministry", name_en="Ministry of Light Industry")
    county = make.post(Role.COUNTY_CHAIR)

    found = grouped([one, two, other, county])

    assert found == [
        ("County", [(county, str(county))]),
        (
            "The whole programme",
            [
                (one, f"Committee member, no. {one.pk}"),
                (two, f"Committee member, no. {two.pk}"),
                (other, "Committee member (Ministry of Light Industry)"),
            ],
        ),
    ]
