"""One body merged into another: what goes over on that day, what stays under the old name, and what stands against."""

from datetime import date, timedelta

import pytest

from committees.actions import mergers, roles
from committees.models import ApiToken, Organization, ProjectRole
from committees.rights import Role
from factories.actions import inspections
from factories.models import BaseMeasure
from tests import build, calls, make, produce, work
from tests.refusals import action_forbids, action_refuses

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)
LAST = date(2026, 9, 30)


def merge(body, into, *, on=ON, reason="Decided by the Cabinet.", by=None):
    return mergers.merge(body, into=into, on=on, reason=reason, by=by or make.post(), at=make.moment())


def pair(kind="construction_unit"):
    return make.organization(kind), make.organization(kind)


# --- the body itself -------------------------------------------------------------------------------------------------
def test_a_merged_body_ends_the_day_before_and_says_into_what():
    body, into = pair()

    merged = merge(body, into)

    assert (merged.ended_on, merged.merged_into, merged.successor) == (LAST, into, into)
    assert list(Organization.objects.in_being(ON)) == [into]


def test_the_bodies_under_it_go_over_and_those_that_ended_stay():
    body, into = pair()
    under, ended = make.organization(parent=body), make.organization(parent=body, ended_on=LAST)

    merge(body, into)

    assert set(Organization.objects.filter(parent=into)) == {under}
    assert set(Organization.objects.filter(parent=body)) == {ended}


# --- parts in factories ----------------------------------------------------------------------------------------------
def test_the_projects_of_a_unit_are_those_of_the_other_from_that_day():
    body, into = pair()
    project = make.project(construction_unit=body)
    project.roles.filter(part="construction").update(starts_on=date(2026, 1, 20))

    merge(body, into)

    project.refresh_from_db()
    assert project.construction_unit == into
    assert list(project.roles.filter(part="construction").order_by("starts_on").values_list(
        "organization", "starts_on", "ends_on")) == [
        (body.pk, date(2026, 1, 20), LAST), (into.pk, ON, None),
    ]  # fmt: skip


def test_parts_that_ended_stay_and_those_that_begin_later_go_over_as_they_are():
    body, into = pair("supplier")
    project = make.project()
    ended = work.role(project, body, ends_on=date(2026, 5, 1))
    later = work.role(project, body, starts_on=date(2026, 11, 1), ends_on=date(2026, 12, 1))

    merge(body, into)

    supply = ProjectRole.objects.filter(part="supply").order_by("starts_on")
    assert list(supply.values_list("pk", "organization")) == [(ended.pk, body.pk), (later.pk, into.pk)]


def test_a_part_that_both_have_is_that_of_the_other_alone():
    body, into = pair("supplier")
    project = make.project()
    mine, own = work.role(project, body), work.role(project, into)

    merge(body, into)

    mine.refresh_from_db()
    own.refresh_from_db()
    assert (mine.ends_on, own.ends_on) == (LAST, None)
    assert ProjectRole.objects.filter(part="supply").count() == 2


def test_a_part_that_the_other_has_later_lasts_until_then():
    body, into = pair("supplier")
    project = make.project()
    work.role(project, body)
    work.role(project, into, starts_on=date(2026, 12, 1))

    merge(body, into)

    assert list(project.roles.filter(organization=into).order_by("starts_on").values_list("starts_on", "ends_on")) == [
        (ON, date(2026, 11, 30)), (date(2026, 12, 1), None),
    ]  # fmt: skip


# --- posts -----------------------------------------------------------------------------------------------------------
def test_officials_keep_their_posts_and_tokens_at_the_other_body():
    body, into = pair()
    project = make.project(construction_unit=body)
    post = make.post(Role.CONSTRUCTION_UNIT, where=body)
    secret = calls.token(post)
    speaker = work.officer(body, Role.COMMITTEE_MEMBER)

    merge(body, into)

    post.refresh_from_db()
    fresh = post.official.posts.exclude(pk=post.pk).get()
    again = speaker.official.posts.exclude(pk=speaker.pk).get()
    assert (post.ends_on, fresh.starts_on, fresh.organization, fresh.role) == (LAST, ON, into, post.role)
    assert (again.body, again.organization, again.role) == (into, None, Role.COMMITTEE_MEMBER)
    assert ApiToken.objects.get().post == fresh
    assert type(project).objects.visible_to(post.official.user).exists()
    assert secret


def test_a_deputy_stands_in_for_the_new_post():
    body, into = pair()
    post = make.post(Role.CONSTRUCTION_UNIT, where=body)
    deputy = make.post(
        Role.CONSTRUCTION_UNIT, where=body, deputy=True, deputy_of=post, ends_on=date(2026, 12, 31)
    )  # fmt: skip

    merge(body, into)

    fresh = deputy.official.posts.get(organization=into)
    assert (fresh.deputy, fresh.deputy_of.official, fresh.ends_on) == (True, post.official, date(2026, 12, 31))
    assert fresh.deputy_of.organization == into


def test_posts_that_ended_stay_and_those_that_begin_later_go_over():
    body, into = pair()
    ended = make.post(Role.CONSTRUCTION_UNIT, where=body, ends_on=date(2026, 3, 1))
    later = make.post(Role.CONSTRUCTION_UNIT, where=body)
    later.starts_on = date(2026, 11, 1)
    later.save()

    merge(body, into)

    ended.refresh_from_db()
    later.refresh_from_db()
    assert (ended.organization, ended.ends_on, later.organization) == (body, date(2026, 3, 1), into)


# --- what it owes and is owed ----------------------------------------------------------------------------------------
def test_open_requests_go_over_with_a_step_and_settled_ones_stay():
    body, into = pair("supplier")
    owed, asked = work.request(owed_by=body), work.request(asked_by=body)
    settled = work.request(owed_by=body, state="confirmed")
    staff = make.post()

    merge(body, into, by=staff)

    for row in (owed, asked, settled):
        row.refresh_from_db()
    assert (owed.owed_by, asked.asked_by, settled.owed_by) == (into, into, body)
    assert list(owed.steps.values_list("step", "owed_by", "note", "by")) == [
        ("asked", None, "", None), ("passed", into.pk, "Decided by the Cabinet.", staff.pk),
    ]  # fmt: skip
    assert asked.steps.last().step == "passed"
    assert settled.steps.count() == 1


def test_open_decisions_go_over_and_closed_ones_stay():
    body, into = pair("supplier")
    rows = [work.decision(body, state=state) for state in ("open", "done", "closed", "withdrawn")]

    merge(body, into)

    for row in rows:
        row.refresh_from_db()
    assert [row.owner for row in rows] == [into, into, body, body]


def test_notes_without_a_reply_are_addressed_to_the_other_too():
    body, into = pair("supplier")
    waiting, both, replied = work.guidance(body), work.guidance(body, into), work.guidance(body)
    work.reply(replied)

    merge(body, into)

    assert set(into.guidance.values_list("note", flat=True)) == {waiting.pk, both.pk}


def test_measures_that_are_not_done_are_answered_for_by_the_other():
    body, into = pair("supplier")
    base = produce.base(make.county())
    values = {"base": base, "what": "Seed", "adds_t_year": 9, "due_on": make.DAY, "owner": body}
    open_, done = BaseMeasure.objects.create(**values), BaseMeasure.objects.create(**values, done_on=ON)

    merge(body, into)

    assert dict(BaseMeasure.objects.values_list("pk", "owner")) == {open_.pk: into.pk, done.pk: body.pk}


def test_a_finding_of_the_old_body_is_resolved_by_the_new_one():
    body, into = pair()
    project = make.project(construction_unit=body)
    finding = build.finding(build.inspection(project))
    post = make.post(Role.CONSTRUCTION_UNIT, where=body)
    merge(body, into)

    with action_forbids(f"Only the unit that is to mend a finding says that it is resolved: {into}."):
        inspections.resolve(finding, note="Mended.", by=post, at=make.moment())
    inspections.resolve(finding, note="Mended.", by=post.official.posts.get(organization=into), at=make.moment())

    assert finding.steps.get().step == "resolved"


def test_seats_in_the_committee_go_over_with_who_holds_them():
    body, into = pair("ministry")
    committee = work.committee()
    post = work.officer(body, Role.COMMITTEE_MEMBER)
    seat = work.member(committee, body, title="Minister", chair=True, post=post)
    double = work.member(committee, body, title="Adviser")
    work.member(committee, into, title="Adviser")

    merge(body, into)

    seat.refresh_from_db()
    double.refresh_from_db()
    fresh = committee.memberships.get(organization=into, title="Minister")
    assert (seat.ends_on, double.ends_on) == (LAST, LAST)
    assert (fresh.starts_on, fresh.chair, fresh.post.official, fresh.post.body) == (ON, True, post.official, into)
    assert committee.memberships.filter(organization=into).count() == 2


# --- what stands against it ------------------------------------------------------------------------------------------
def test_everything_that_stands_against_a_merger_is_said_at_once():
    body = make.organization("ministry", ended_on=date(2026, 9, 1))
    into = make.organization("ministry", parent=body, ended_on=date(2026, 9, 2))

    with action_refuses(
        f"{into} ended on 2\u00a0Sep\u00a02026: choose a body in being.",
        f"{into} is a part of {body}: make it a part of another body first.",
        f"{body} ended on 1\u00a0Sep\u00a02026 already: it has nothing left to hand over.",
        "A merger is entered once it is in force: choose a day up to 12\u00a0Oct\u00a02026.",
        "Say why it is merged: the reason stays in the history.",
    ):
        merge(body, into, on=make.DAY + timedelta(days=1), reason=" ")


def test_a_body_is_not_merged_into_itself():
    body = make.organization()

    with action_refuses("A body cannot be merged into itself: choose another."):
        merge(body, body)


def test_a_body_that_builds_is_merged_into_one_that_may_build():
    project = make.project(construction_unit=make.organization())
    ministry = make.organization("ministry")

    said = roles.unfit(ministry, "construction")
    with action_refuses(said):
        merge(project.construction_unit, ministry)

    project.refresh_from_db()
    assert project.construction_unit != ministry


def test_a_committee_is_not_merged_within_its_term():
    committee = work.committee()
    said = "leads the programme until 31\u00a0Dec\u00a02033: a committee ends with its term and is merged after it."

    with action_refuses(f"{committee.organization} {said}"):
        merge(committee.organization, work.body())


def test_what_is_open_between_the_two_is_settled_first():
    body, into = pair("supplier")
    one, other = work.request(asked_by=body, owed_by=into), work.request(asked_by=into, owed_by=body)

    said = f"{one.number}, {other.number}. Confirm or withdraw them first."
    with action_refuses(f"Between the two these requests are open: {said}"):
        merge(body, into)


def test_only_committee_staff_merges_bodies():
    body, into = pair()
    post = make.post(Role.COMMITTEE_MEMBER)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        merge(body, into, by=post)
