"""Plans: projects with their work packages, and finish dates that are never erased."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.models import F

from committees.rights import Role
from factories.actions import projects
from factories.models import Baseline, FactoryProject, Standing, WorkPackage
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
APPROVED = make.moment(date(2026, 8, 1))


def create(plan=None, **values):
    values = {"factory_type": make.factory_type(), "code": "26-TEST-FOOD", "starts_on": date(2026, 3, 1),
              "finishes_on": date(2026, 12, 1), "by": make.post(), "at": make.moment(date(2026, 1, 20)),
              **values}  # fmt: skip
    return projects.create(plan=plan or make.plan(), **values)


def move(project, finishes_on, reason="The bridge was washed away.", by=None):
    by = by or make.post(Role.COMMITTEE_MEMBER)
    return projects.rebaseline(project, finishes_on=finishes_on, reason=reason, by=by, at=APPROVED)


# --- create ----------------------------------------------------------------------------------------------------------
def test_a_project_gets_the_work_packages_of_its_type_spread_over_its_span():
    kind = make.factory_type("cloth", packages=((10, 0, "0.2"), (90, "0.1", 1)))

    project = create(factory_type=kind, starts_on=date(2026, 3, 1), finishes_on=date(2026, 6, 9))  # 100 days

    packages = project.packages.values_list("order", "name_en", "name_ko", "weight", "starts_on", "finishes_on")
    assert list(packages) == [
        (1, "Part 1", "부분 1", Decimal(10), date(2026, 3, 1), date(2026, 3, 21)),
        (2, "Part 2", "부분 2", Decimal(90), date(2026, 3, 11), date(2026, 6, 9)),
    ]


def test_a_project_begins_with_its_original_finish_and_a_standing():
    post = make.post()

    project = create(by=post)

    original = project.baselines.get()
    assert (original.number, original.finishes_on, original.approved_by) == (0, date(2026, 12, 1), post)
    standing = Standing.objects.get(project=project)
    assert (standing.as_of, standing.original_on, standing.approved_on) == (
        date(2026, 1, 20), date(2026, 12, 1), date(2026, 12, 1),
    )  # fmt: skip


def test_everything_wrong_with_a_project_is_said_at_once_and_nothing_is_half_written():
    with action_refuses(
        "The planned finish must come after the start.",
        "This field cannot be blank.",
        "Ensure that there are no more than 1 decimal place.",
        "The share finished when brought in lies between 0 and 100.",
    ) as refused:
        create(code="", finishes_on=date(2026, 3, 1), capacity_t_year=Decimal("1.25"), legacy_percent=Decimal(101))

    assert list(refused.value.fields) == ["finishes_on", "code", "capacity_t_year", "__all__"]
    assert [model.objects.count() for model in (FactoryProject, WorkPackage, Baseline, Standing)] == [0, 0, 0, 0]


def test_a_code_and_a_type_of_a_place_are_each_taken_once():
    plan = make.plan()
    create(plan)

    with action_refuses(
        "Factory project with this Code already exists.",
        "Factory project with this County plan and Type already exists.",
    ):
        create(plan)

    assert FactoryProject.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_enters_plans(role):
    post = make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        create(by=post)


# --- rebaseline ------------------------------------------------------------------------------------------------------
def test_a_new_finish_stands_beside_the_original_and_shows_at_once():
    project, member = create(), make.post(Role.COMMITTEE_MEMBER)

    move(project, date(2026, 12, 20), by=member)
    move(project, date(2026, 12, 28), "The boiler came late.", by=member)

    kept = project.baselines.values_list("number", "finishes_on", "reason", "approved_by")
    assert list(kept)[1:] == [
        (1, date(2026, 12, 20), "The bridge was washed away.", member.pk),
        (2, date(2026, 12, 28), "The boiler came late.", member.pk),
    ]
    standing = Standing.objects.get(project=project)
    assert (standing.original_on, standing.approved_on) == (date(2026, 12, 1), date(2026, 12, 28))


def test_a_new_finish_without_a_reason_and_without_a_change_is_refused_for_both():
    project = create()

    with action_refuses(
        "A new finish date needs its reason.",
        "2026-12-01 is already the approved finish date.",
        reason="A new finish date needs its reason.",
        finishes_on="2026-12-01 is already the approved finish date.",
    ):
        move(project, date(2026, 12, 1), reason=" ")

    assert project.baselines.count() == 1


def test_a_new_finish_comes_after_the_start_of_the_work():
    project = create()

    with action_refuses("The planned finish must come after the start."):
        move(project, date(2026, 3, 1))


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_MEMBER])
def test_only_a_committee_member_approves_a_new_finish(role):
    project, post = create(), make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee member."):
        move(project, date(2026, 12, 20), by=post)


# --- what the database itself holds ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE factories_baseline SET finishes_on = '2027-01-01'",
        "UPDATE factories_baseline SET reason = 'another'",
        "DELETE FROM factories_baseline",
    ],
)
def test_the_database_keeps_finish_dates_for_ever(statement):
    project = create()
    move(project, date(2026, 12, 20))

    with database_refuses("Cannot update or delete rows from factories_baseline"):
        sql(statement)


def test_the_database_holds_what_a_baseline_is():
    project = create()
    values = {"project": project, "finishes_on": date(2027, 1, 1), "approved_at": APPROVED}

    with database_refuses("baseline_moved_with_a_reason"):
        Baseline.objects.create(number=1, **values)
    with database_refuses("baseline_number_once_per_project"):
        Baseline.objects.create(number=0, **values)


@pytest.mark.parametrize("percent", [-1, "100.01"])
def test_the_database_holds_a_legacy_share_in_range(percent):
    create()

    with database_refuses("project_legacy_percent_in_range"):
        FactoryProject.objects.update(legacy_percent=percent)


def test_the_database_holds_a_project_once_per_place_and_type_and_its_code_once():
    first = create()
    second = create(first.plan, factory_type=make.factory_type("cloth"), code="26-TEST-CLOTH")

    with database_refuses("project_once_per_plan_and_type"):
        FactoryProject.objects.filter(pk=second.pk).update(factory_type=first.factory_type)
    with database_refuses("factories_factoryproject_code"):
        FactoryProject.objects.filter(pk=second.pk).update(code=first.code)


def test_the_database_holds_what_a_work_package_is():
    create()

    with database_refuses("package_weight_positive"):
        WorkPackage.objects.update(weight=0)
    with database_refuses("package_finishes_after_it_starts"):
        WorkPackage.objects.update(finishes_on=F("starts_on") - 1)
    with database_refuses("package_order_once_per_project"):
        WorkPackage.objects.update(order=1)


def test_planned_progress_is_spread_over_the_days_of_a_package():
    package = WorkPackage(starts_on=date(2026, 3, 1), finishes_on=date(2026, 3, 4))

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 9)]
    assert [package.planned_on(day) for day in days] == [0, 25, 75, 100, 100]
