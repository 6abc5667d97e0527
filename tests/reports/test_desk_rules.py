"""My desk, rule by rule: when something begins to wait for a post, and when it waits no longer."""

import uuid
from datetime import timedelta

import pytest

from committees.actions import comments
from committees.models import GuidanceAddress, Level, Notification
from committees.rights import Role
from factories.actions import gates
from factories.models import Gate
from regional20x10.shared import clock
from tests import make, work
from tests.reports.desks import TODAY, desk, section, sections

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(TODAY)


def test_nobody_closes_the_decision_of_their_own_body():
    own = work.body("committee")
    member = make.post(Role.COMMITTEE_MEMBER, body=own)
    work.decision(own, state="done")

    assert sections(member) == {}


@pytest.mark.parametrize(("state", "shown"), [("open", 1), ("promised", 1), ("declined", 0), ("done", 0)])
def test_a_request_waits_for_the_body_asked_until_it_has_answered(state, shown):
    ministry = work.body()
    work.request(make.project(), owed_by=ministry, state=state)

    assert sections(work.officer(ministry)).get("to-answer", 0) == shown


@pytest.mark.parametrize(
    ("level", "who"),
    [(Level.BODY, set()), (Level.PROVINCE, {"province"}), (Level.LEAD, {"province", "lead"}),
     (Level.COMMITTEE, {"province", "lead", "staff"})],
)  # fmt: skip
def test_a_request_climbs_from_the_province_to_the_lead_and_the_committee(level, who):
    project = make.project()
    place = project.plan.county
    posts = {
        "province": make.post(Role.PROVINCIAL_CHAIR, where=place.province),
        "lead": make.post(Role.COUNTY_LEAD, where=place), "staff": make.post(),
    }  # fmt: skip
    work.request(project, level=level)

    assert {name for name, post in posts.items() if "climbed" in sections(post)} == who


def test_a_note_that_was_replied_to_waits_no_longer():
    ministry = work.body()
    note = work.guidance(ministry)
    post = work.officer(ministry)
    before = sections(post)

    work.reply(note)

    assert (before, sections(post), GuidanceAddress.objects.count()) == ({"to-reply": 1}, {}, 1)


def test_a_county_with_a_member_in_charge_is_not_asked_for():
    led, unled = make.project().plan.county, make.project().plan.county
    work.charge(led)

    assert [row.what for row in section(make.post(), "unled").rows] == [f"{unled.name}, {unled.province.name}"]


def test_a_site_waits_once_it_is_measured_and_until_one_is_chosen():
    member = make.post(Role.COMMITTEE_MEMBER)
    project = make.preparing()
    make.sized(project)
    make.site(project, water_m3_day=None)
    unmeasured = sections(member)
    make.site(project)
    measured = sections(member)

    make.sited(project)

    assert (unmeasured, measured, sections(member)) == ({}, {"to-site": 1}, {})


def test_an_agreement_waits_for_each_unit_until_it_has_signed_every_clause():
    project = make.preparing()
    revision = make.revision(project)
    design, building = make.signer(project, "design"), make.signer(project, "construction")

    make.signed(project, revision, sides=["design"])

    assert ("to-agree" in sections(design), "to-agree" in sections(building)) == (False, True)


def test_a_new_revision_waits_only_if_it_changes_what_was_signed():
    project = make.preparing()
    make.agreed(project)
    design = make.signer(project, "design")
    make.revision(project)
    same = sections(design)

    make.revision(project, {"layout": "The other way round."})

    assert (same, sections(design)) == ({}, {"to-agree": 1})


@pytest.mark.parametrize(("days", "shown"), [(0, True), (14, True), (15, False)])
def test_a_waiver_is_named_two_weeks_before_it_ends(days, shown):
    project, member = make.preparing(), make.post(Role.COMMITTEE_MEMBER)
    until = TODAY + timedelta(days=days)

    gates.waive(project, Gate.START, "funds", until=until, reason="So.", by=member, at=make.moment())

    assert ("waivers" in sections(member)) == shown


def test_a_waiver_that_a_longer_one_follows_is_not_named():
    project, member, at = make.preparing(), make.post(Role.COMMITTEE_MEMBER), make.moment()
    for days in (5, 60):
        until = TODAY + timedelta(days=days)
        gates.waive(project, Gate.START, "funds", until=until, reason="So.", by=member, at=at)

    assert "waivers" not in sections(member)


def test_a_mention_waits_until_it_is_read():
    project, member = make.project(code="P"), make.post(Role.COMMITTEE_MEMBER)
    comments.comment(project, text="So.", mentions=[member], by=make.post(), at=make.moment(), key=uuid.uuid4())
    [row] = section(member, "mentions").rows

    Notification.objects.update(read_at=make.moment())

    assert (row.what, row.url.startswith(f"/en/comments/project/{project.pk}/")) == ("A comment on P calls you.", True)
    assert sections(member) == {}


def test_the_desk_counts_in_the_navigation_what_is_asked_for_now():
    ministry = work.body()
    work.decision(ministry)
    work.guidance(ministry)

    assert desk(work.officer(ministry)).context["nav_counts"] == {"desk": 2}
