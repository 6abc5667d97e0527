"""My desk: of every role what is its own to do, and nothing else; the soonest first, eight of each."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from committees.actions import comments
from committees.models import GuidanceAddress, Level, Notification
from committees.rights import Role
from factories.actions import gates
from factories.models import Gate, SizingStudy
from regional20x10.shared import clock
from tests import build, make, produce, work

pytestmark = pytest.mark.django_db

TODAY = make.DAY
SOON, PAST = TODAY + timedelta(days=3), TODAY - timedelta(days=3)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(TODAY)


def desk(post):
    client = Client()
    client.force_login(post.official.user)
    return client.get("/en/desk/")


def sections(post):
    """{section of the post's desk: how many things it says there are}."""
    return {section.name: section.total for section in desk(post).context["sections"]}


def section(post, name):
    return next(found for found in desk(post).context["sections"] if found.name == name)


# --- every role ------------------------------------------------------------------------------------------------------
class World:
    """One of everything that can wait for somebody, at one factory; a body for every role."""

    def __init__(self):
        self.project = build.supervised()
        self.place = self.project.plan.county
        self.committee, self.ministry = work.body("committee"), work.body("ministry")
        work.role(self.project, self.ministry)
        self.bodies = {
            Role.DESIGN_UNIT: self.project.design_unit, Role.CONSTRUCTION_UNIT: self.project.construction_unit,
            Role.OPERATION_UNIT: self.project.operation_unit, Role.INSPECTOR: self.project.inspection,
            Role.INSTITUTION: self.ministry,
        }  # fmt: skip
        self.posts = {role: self.post(role) for role in Role}
        self.returned()
        self.inspected()
        self.prepared()
        self.committees_work()

    def post(self, role):
        if role in self.bodies:
            return make.post(role, where=self.bodies[role])
        if role.startswith("provincial"):
            return make.post(role, where=self.place.province)
        if role.startswith("county"):
            return make.post(role, where=self.place)
        body = {Role.COMMITTEE_STAFF: self.committee, Role.COMMITTEE_MEMBER: self.committee}.get(role)
        return make.post(role, body=body)

    def returned(self):
        """A period that is due and closes, a return to verify and to sign, one to accept."""
        make.period()
        other = make.project(self.project.plan, type_=make.factory_type("other"))
        make.submitted(
            other, make.period(date(2026, 9, 25)), at=make.moment(date(2026, 10, 1)), delays=[("power", 2, "No line.")]
        )
        third = make.project(self.project.plan, type_=make.factory_type("third"))
        make.verified(third, make.period(date(2026, 9, 25)), at=make.moment(date(2026, 10, 1)))

    def inspected(self):
        """A finding to mend, one said to be mended, and a lesson to be checked."""
        visit = build.inspection(self.project, by=self.posts[Role.INSPECTOR])
        build.finding(visit, due_on=SOON)
        resolved = build.finding(visit, text="The roof leaks.")
        build.step(resolved, "resolved", date(2026, 10, 6), by=self.posts[Role.CONSTRUCTION_UNIT])
        produce.lesson(gate="commission")

    def prepared(self):
        """A study and a site to approve, an agreement to sign, a waiver that ends."""
        at, by = make.moment(date(2026, 10, 1)), make.post()
        SizingStudy.objects.create(
            project=self.project, version=1, state="submitted", year=2026, share_percent=30, chosen_t_year=1000,
            created_at=at, created_by=by, submitted_at=at, submitted_by=by,
        )  # fmt: skip
        self.ahead = make.preparing(plan_=make.plan())
        make.sized(self.ahead)
        make.site(self.ahead)
        make.revision(self.project)
        gates.waive(
            self.project, Gate.COMMISSION, "equipment", until=TODAY + timedelta(days=10), reason="It comes.",
            by=make.post(Role.COMMITTEE_MEMBER), at=at,
        )  # fmt: skip

    def committees_work(self):
        unit = self.project.construction_unit
        work.request(self.project, owed_by=unit, asked_by=self.project.operation_unit)
        work.request(self.project, owed_by=self.ministry, asked_by=unit, state="done")
        work.request(self.project, owed_by=work.body(), level=Level.COMMITTEE)
        work.decision(self.ministry, projects=[self.project])
        work.decision(self.committee, projects=[self.project], state="done")
        work.decision(unit, projects=[self.project], state="done")
        work.guidance(unit, project=self.project)
        meeting = work.meeting(work.committee(self.committee), held_on=SOON)
        work.meeting(meeting.committee, held_on=TODAY + timedelta(days=40))
        comments.comment(
            self.project, text="See this.", mentions=[self.posts[Role.GUIDANCE]], by=self.posts[Role.COMMITTEE_STAFF],
            at=make.moment(), key=uuid.uuid4(),
        )  # fmt: skip


@pytest.fixture
def world():
    return World()


MEANT = {
    Role.COMMITTEE_STAFF: {
        "climbed": 1, "closing": 1, "decisions-to-close": 1, "meetings": 1, "unled": 2,
    },
    Role.COMMITTEE_MEMBER: {
        "closing": 1, "decisions-to-close": 1, "to-site": 1, "to-size": 1, "waiting": 1, "waivers": 1,
    },
    Role.GUIDANCE: {"decisions-to-close": 2, "mentions": 1},
    Role.COUNTY_LEAD: {"climbed": 1, "closing": 1},
    Role.PROVINCIAL_SECRETARY: {"climbed": 1, "closing": 1, "waiting": 1},
    Role.PROVINCIAL_CHAIR: {"climbed": 1, "closing": 1, "waiting": 1},
    Role.COUNTY_SECRETARY: {"closing": 1, "to-sign": 1},
    Role.COUNTY_CHAIR: {"closing": 1, "to-sign": 1},
    Role.COUNTY_STAFF: {"closing": 1},
    Role.DESIGN_UNIT: {"to-agree": 1, "waivers": 1},
    Role.CONSTRUCTION_UNIT: {
        "ahead": 1, "due": 1, "to-agree": 1, "to-answer": 1, "to-confirm": 1, "to-reply": 1, "to-resolve": 1,
        "waivers": 1,
    },
    Role.OPERATION_UNIT: {"to-agree": 1, "waivers": 1},
    Role.INSPECTOR: {"lessons": 1, "to-close": 1, "to-inspect": 1},
    Role.INSTITUTION: {"owed": 1},
    Role.ANALYST: {},
}  # fmt: skip


def test_every_role_finds_on_its_desk_what_is_its_own_to_do_and_nothing_else(world):
    found = {role: dict(sorted(sections(world.posts[role]).items())) for role in MEANT}

    assert found == MEANT
    assert set(MEANT) == {*Role} - {Role.ADMINISTRATOR}


def test_the_same_elsewhere_waits_for_none_of_them(world):
    strangers = {role: make.post(role, body=work.body() if role not in world.bodies else None) for role in Role}
    local = {role for role in MEANT if role in world.bodies or role.startswith(("provincial", "county_"))}

    assert {role: sections(strangers[role]) for role in local} == {role: {} for role in local}


def test_a_post_without_anything_to_do_is_told_so():
    page = desk(make.post(Role.ANALYST))

    assert page.context["nothing"]
    assert "No return, request, decision or approval waits for your post" in page.content.decode()


def test_a_post_is_asked_nothing_that_it_cannot_have(world):
    asked = {}
    for role in (Role.ANALYST, Role.COUNTY_STAFF, Role.INSPECTOR):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk(world.posts[role])
        asked[role] = " ".join(query["sql"] for query in captured)

    assert "committees_request" not in asked[Role.ANALYST]
    assert "factories_sizingstudy" not in asked[Role.COUNTY_STAFF]
    assert "committees_countycharge" not in asked[Role.INSPECTOR]


# --- order, number, words --------------------------------------------------------------------------------------------
def test_what_is_due_soonest_stands_first():
    unit = make.post(Role.CONSTRUCTION_UNIT)
    project = make.project(construction_unit=unit.organization)
    work.request(project, owed_by=unit.organization, due_on=date(2026, 10, 20))
    work.decision(unit.organization, due_on=date(2026, 10, 14))
    work.guidance(unit.organization, reply_by=date(2026, 10, 25))

    found = [section.name for section in desk(unit).context["sections"] if section.first < date.max]

    assert [name for name in found if name in ("owed", "to-answer", "to-reply")] == ["owed", "to-answer", "to-reply"]


def test_eight_of_each_are_shown_with_their_number():
    ministry = work.body()
    post = work.officer(ministry)
    project = make.project()
    for _row in range(10):
        work.request(project, owed_by=ministry)

    found = section(post, "to-answer")

    assert (len(found.rows), found.total) == (8, 10)


def test_what_no_page_lists_stands_folded_below():
    member = make.post(Role.COMMITTEE_MEMBER)
    at, by, plan = make.moment(), make.post(), make.plan()
    for row in range(9):
        project = make.planned(plan, type_=make.factory_type(f"t{row}"))
        SizingStudy.objects.create(
            project=project, version=1, state="submitted", year=2026, share_percent=30, chosen_t_year=1000,
            created_at=at, created_by=by, submitted_at=at, submitted_by=by,
        )  # fmt: skip

    found = section(member, "to-size")

    assert (len(found.rows), len(found.rest), found.total) == (8, 1, 9)
    assert "1 more" in desk(member).content.decode()


def test_what_is_overdue_is_said_to_be():
    ministry = work.body()
    post = work.officer(ministry)
    work.decision(ministry, due_on=PAST, made_on=date(2026, 9, 1))
    work.decision(ministry, due_on=SOON, made_on=date(2026, 9, 1))

    assert [row.late for row in section(post, "owed").rows] == [True, False]
    assert desk(post).content.decode().count("overdue") == 1


# --- single rules ----------------------------------------------------------------------------------------------------
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
