"""Bodies renamed and changed with their reasons; what they do for a factory given, ended and changed."""

from datetime import date, timedelta

import pytest

from committees.actions import bodies, mergers, names, roles
from committees.models import FormerName, Organization, Part, ProjectRole
from committees.rights import Role
from factories.actions import projects, standings
from factories.models import Standing
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)
KIND_SAID = (
    "{body} is of the kind “Ministry or commission”. “builds it” is given to: Construction unit, Defence. "
    "Choose another body, or correct its kind."
)


def rename(body, name_en="Ministry of Light Industry", *, on=ON, reason="Decided by the Cabinet.", **values):
    return names.rename(body, name_en=name_en, reason=reason, on=on, by=make.post(), at=make.moment(), **values)


def units(project):
    return dict(project.roles.filter(ends_on=None).values_list("part", "organization"))


# --- names -----------------------------------------------------------------------------------------------------------
def test_a_body_that_is_renamed_keeps_its_code_and_the_names_it_had():
    body = work.body(name_en="Ministry of Local Industry", name_ko="지방공업성")

    rename(body, name_ko="경공업성")
    rename(body, "Ministry of Industry", name_ko="공업성", on=make.DAY)

    body.refresh_from_db()
    assert (body.name_en, body.name_ko, body.code) == ("Ministry of Industry", "공업성", body.code)
    assert list(body.former_names.values_list("name_en", "name_ko", "until", "reason")) == [
        ("Ministry of Local Industry", "지방공업성", date(2026, 9, 30), "Decided by the Cabinet."),
        ("Ministry of Light Industry", "경공업성", make.DAY - timedelta(days=1), "Decided by the Cabinet."),
    ]


def test_everything_that_stands_against_a_new_name_is_said_at_once():
    body = work.body()

    with action_refuses(
        "Say why the body is renamed: its former name is kept.",
        "This is its name already: enter the new one.",
        "A name is entered once it is in force: choose a day up to 12 Oct 2026.",
    ):
        rename(body, body.name_en, name_ko=body.name_ko, on=date(2026, 10, 13), reason=" ")

    assert not FormerName.objects.exists()


def test_a_name_is_not_put_before_the_last_one():
    body = rename(work.body())

    with action_refuses("It was renamed on 1 Oct 2026 already: choose a later day."):
        rename(body, "Another", on=ON)


def test_a_former_name_is_never_changed():
    body = rename(work.body())

    with database_refuses("Cannot update"):
        body.former_names.update(name_en="Another")


# --- kind, parent and place ------------------------------------------------------------------------------------------
def test_a_body_changes_its_kind_and_its_parent_with_the_reason():
    body, above = work.body("other"), work.body()

    bodies.change(body, kind="supplier", parent=above, reason="Handed to the ministry.", by=make.post())

    body.refresh_from_db()
    assert (body.kind, body.parent) == ("supplier", above)


def test_a_body_is_no_part_of_its_own_parts():
    top = work.body()
    middle = work.body(parent=top)
    low = work.body(parent=middle)

    with action_refuses(
        f"{low} is a part of this body: a body is no part of its own parts.",
        "Say why it changes: the reason stays in the history.",
    ):
        bodies.change(top, parent=low, reason="", by=make.post())
    with action_refuses("A body cannot be part of itself: choose another parent."):
        bodies.change(top, parent=top, reason="So.", by=make.post())


def test_a_body_becomes_no_part_of_one_that_has_ended():
    ended = work.body(ended_on=ON)

    with action_refuses(f"{ended} has ended: choose a body in being."):
        bodies.change(work.body(), parent=ended, reason="So.", by=make.post())
    with action_refuses(f"{ended} has ended: choose a body in being."):
        bodies.found_organization(kind="ministry", name_en="Sums", parent=ended, by=make.post())


def test_a_body_that_builds_a_factory_keeps_a_kind_that_builds():
    project = make.project(construction_unit=make.organization())

    said = (
        "It has the part “builds it” in a factory, which is given to other kinds only: give it to another body first."
    )
    with action_refuses(said):
        bodies.change(project.construction_unit, kind="ministry", reason="So.", by=make.post())


def test_the_record_leaves_alone_what_staff_have_changed():
    body, _outcome = bodies.record_organization(kind="ministry", name_en="Sums", by=None)
    rename(body)

    again, outcome = bodies.record_organization(kind="other", name_en="Sums", by=None)

    assert (again, outcome) == (body, "unchanged")
    assert Organization.objects.get().name_en == "Ministry of Light Industry"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_keeps_bodies(role):
    post, body, project = make.post(role), work.body(), make.project()
    given = work.role(project)

    for deed in (
        lambda: names.rename(body, name_en="Sums", reason="So.", on=ON, by=post, at=make.moment()),
        lambda: bodies.change(body, kind="other", reason="So.", by=post),
        lambda: roles.give(project, body, "supply", ON, by=post),
        lambda: roles.end(given, ends_on=ON, reason="So.", by=post),
        lambda: roles.change_unit(project, "design", body, from_on=ON, reason="So.", by=post, at=make.moment()),
    ):
        with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
            deed()


# --- parts in a factory ----------------------------------------------------------------------------------------------
def test_a_new_project_gives_its_units_their_parts_when_it_is_made():
    project = make.project(construction_unit=make.organization(), design_unit=make.organization("design_unit"))

    given = project.roles.order_by("part").values_list("part", "organization", "ends_on")

    assert list(given) == [
        ("construction", project.construction_unit_id, None), ("design", project.design_unit_id, None),
    ]  # fmt: skip


def test_a_part_is_given_and_ended():
    project, body = make.project(), work.body("supplier")
    staff = make.post()

    role = roles.give(project, body, "supply", ON, note=" Cement. ", by=staff)
    roles.end(role, ends_on=make.DAY, reason="Delivered.", by=staff)

    role.refresh_from_db()
    assert (role.part, role.starts_on, role.ends_on, role.note) == ("supply", ON, make.DAY, "Cement.")


def test_everything_that_stands_against_a_part_is_said_at_once():
    project, ended = make.project(), work.body(ended_on=date(2026, 9, 1))

    with action_refuses(
        f"{ended} ended on 1 Sep 2026: choose a body in being.",
        "A factory has one such unit at a time: change the unit instead of giving another part.",
    ) as refused:
        roles.give(project, ended, "design", ON, by=make.post())

    assert set(refused.value.fields) == {"organization", "part"}


def test_a_body_has_a_part_once_at_a_time():
    role = work.role(make.project())

    with action_refuses("This body has this part in the factory already within these days."):
        roles.give(role.project, role.organization, "supply", ON, by=make.post())


def test_a_part_does_not_end_twice_or_without_a_reason_and_a_unit_is_changed_instead():
    project = make.project(construction_unit=make.organization())
    role = work.role(project, ends_on=date(2026, 9, 1))

    with action_refuses(
        "Say why it ends: the reason stays in the history.",
        "This part ended on 1 Sep 2026 already: give it anew instead.",
    ):
        roles.end(role, ends_on=ON, reason="", by=make.post())
    with action_refuses("A factory is not left without this unit: change the unit, and this part ends by itself."):
        roles.end(project.roles.get(part="construction"), ends_on=make.DAY, reason="So.", by=make.post())


def test_a_part_does_not_end_before_it_starts():
    role, said = work.role(make.project()), "A role ends on or after the day it starts: correct one of the dates."

    with action_refuses(said, ends_on=said):
        roles.end(role, ends_on=date(2025, 12, 31), reason="So.", by=make.post())
    with action_refuses(said, ends_on=said):
        roles.give(role.project, role.organization, "funds", ON, ends_on=date(2026, 9, 30), by=make.post())


# --- the units -------------------------------------------------------------------------------------------------------
def change_unit(project, body, part=Part.CONSTRUCTION, *, on=make.DAY, reason="Sent elsewhere."):
    return roles.change_unit(project, part, body, from_on=on, reason=reason, by=make.post(), at=make.moment())


def test_a_unit_that_changes_ends_the_part_of_the_one_before():
    old, new = make.organization(), make.organization()
    project = make.project(construction_unit=old)

    role = change_unit(project, new)

    project.refresh_from_db()
    assert (project.construction_unit, role.starts_on, units(project)) == (new, make.DAY, {"construction": new.pk})
    assert project.roles.get(organization=old).ends_on == make.DAY - timedelta(days=1)


def test_a_factory_without_the_unit_gets_one():
    project, inspection = make.project(), make.organization("inspection")

    change_unit(project, inspection, Part.INSPECTION)

    project.refresh_from_db()
    assert (project.inspection, units(project)["inspection"]) == (inspection, inspection.pk)


def test_everything_that_stands_against_another_unit_is_said_at_once():
    ministry = work.body(ended_on=date(2026, 9, 1))
    project = make.project(construction_unit=make.organization())

    with action_refuses(
        f"{ministry} ended on 1 Sep 2026: choose a body in being.",
        KIND_SAID.format(body=ministry),
        "A unit is changed once the other has taken over: choose a day up to 12 Oct 2026.",
        "Say why the unit changes: the reason stays in the history.",
    ):
        change_unit(project, ministry, on=date(2026, 10, 13), reason="")


def test_a_unit_is_not_changed_to_itself_or_before_it_was_last_changed():
    project = make.project(construction_unit=make.organization())
    change_unit(project, make.organization(), on=ON)
    project.refresh_from_db()

    with action_refuses(
        "This body has that part in the factory already.",
        "The unit was last changed on 1 Oct 2026: choose a later day.",
    ):
        change_unit(project, project.construction_unit, on=ON)


def test_who_built_before_sees_the_factory_no_more_and_who_builds_now_does():
    old, new = make.organization(), make.organization()
    project = make.project(construction_unit=old)
    before, after = (make.post(Role.CONSTRUCTION_UNIT, where=body).official.user for body in (old, new))

    change_unit(project, new)

    assert [ProjectRole.objects.visible_to(user).exists() for user in (before, after)] == [False, True]


def test_a_project_that_is_brought_in_gives_its_units_their_parts_too():
    unit = make.organization()

    project = projects.bring_in(
        plan=make.plan(), factory_type=make.factory_type(), code="24-OLD", starts_on=date(2025, 3, 1),
        original_on=date(2025, 12, 1), by=make.post(), at=make.moment(ON), construction_unit=unit,
    )  # fmt: skip

    assert list(project.roles.values_list("part", "organization", "starts_on")) == [("construction", unit.pk, ON)]


def test_what_blocks_a_factory_is_named_anew_with_the_body_that_owes_it():
    project, owner = make.project(), work.body(name_en="Ministry of Light")
    row = work.request(project, owed_by=owner, level=1)
    standings.refresh([project.pk], on=make.DAY)
    into = work.body(name_en="Ministry of Industry")

    rename(owner, "Ministry of Lamps")
    renamed = blocked(project)
    mergers.merge(owner, into=into, on=make.DAY, reason="Decided.", by=make.post(), at=make.moment())

    row.refresh_from_db()
    assert row.owed_by == into
    assert (renamed, blocked(project)) == (["Ministry of Lamps"], ["Ministry of Industry"])


def blocked(project):
    """The bodies that the kept standing names as blocking the factory."""
    reasons = Standing.objects.get(project=project).reasons
    return [reason["body_en"] for reason in reasons if reason["code"] == "blocked"]
