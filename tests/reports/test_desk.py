"""My desk: of every role what is its own to do, and nothing else; the soonest first, eight of each."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.actions import comments
from committees.models import Level
from committees.rights import Role
from factories.actions import gates
from factories.models import Gate, SizingStudy
from regional20x10.shared import clock
from tests import build, make, produce, work
from tests.reports.desks import TODAY, desk, section, sections

pytestmark = pytest.mark.django_db

SOON, PAST = TODAY + timedelta(days=3), TODAY - timedelta(days=3)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(TODAY)


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
