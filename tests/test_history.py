"""Plans keep their history: who, through which post, why, before and after, however they were changed."""

from datetime import date

import pghistory
import pghistory.models
import pytest
from django.apps import apps
from django.db import connection

from committees.actions import bodies, people
from committees.models import (
    AgendaItem,
    Attendance,
    Committee,
    CountyCharge,
    Decision,
    Meeting,
    Membership,
    Organization,
    Post,
    ProjectRole,
    Request,
)
from committees.rights import Role
from factories.actions import periods, projects, reference, types
from factories.models import (
    BaseMeasure,
    County,
    CountyPlan,
    EquipmentItem,
    FactoryProject,
    FactoryType,
    Lesson,
    LocalConditions,
    Material,
    MaterialDemand,
    Milestone,
    PackageTemplate,
    ProductPlan,
    Program,
    ProgramYear,
    Province,
    RawMaterialBase,
    ReportingPeriod,
    SupplyLink,
    Trade,
    TrainingCourse,
    WorkPackage,
)
from reports.models import Distribution, ReportSchedule
from tests import build, make, produce, work
from tests.refusals import sql

pytestmark = pytest.mark.django_db
PLANS = [
    Organization, Post, Province, County, LocalConditions, Program, ProgramYear, CountyPlan, FactoryType,
    PackageTemplate, FactoryProject, WorkPackage, ReportingPeriod, Milestone, Material, MaterialDemand,
    EquipmentItem, RawMaterialBase, BaseMeasure, SupplyLink, ProductPlan, Trade, TrainingCourse, Lesson,
    ProjectRole, Committee, Membership, Meeting, AgendaItem, Attendance, Decision, Request, CountyCharge,
    ReportSchedule, Distribution,
]  # fmt: skip


def history(row):
    """[(label, context, {name: [before, after]})] of a row, in order."""
    events = pghistory.models.Events.objects.tracks(row).order_by("pgh_created_at", "pgh_id")
    return [(event.pgh_label, event.pgh_context, event.pgh_diff) for event in events]


def signed(post, action, reason=""):
    return {"post": post.pk, "user": post.user_id, "action": action, "reason": reason}


def _one(model):
    """A row of the model, its name in a column of text or number, and another value for it."""
    match model.__name__:
        case "Organization":
            return make.organization(), "name_en", "Another"
        case "Post":
            return make.post(), "ends_on", date(2030, 1, 1)
        case "Province":
            return make.province(), "name_ko", "다른도"
        case "County":
            return make.county(), "note", "Another"
        case "LocalConditions":
            return LocalConditions.objects.create(county=make.county(), year=2026), "year", 2027
        case "Program":
            return make.program(), "years", 12
        case "ProgramYear":
            return make.year(), "target", 21
        case "CountyPlan":
            return make.plan(), "note", "Another"
        case "FactoryType":
            return make.factory_type(), "name_en", "Another"
        case "PackageTemplate":
            return make.factory_type().templates.first(), "weight", 41
        case "FactoryProject":
            return make.project(), "floor_area_m2", 4000
        case "WorkPackage":
            return make.project().packages.first(), "weight", 41
        case "ReportingPeriod":
            return make.period(), "closes_on", date(2026, 10, 30)
        case "Material":
            return build.material(), "unit", "kg"
        case "MaterialDemand":
            return build.demand(make.project()), "quantity", 41
        case "RawMaterialBase":
            return produce.base(), "area_ha", 120
        case "BaseMeasure":
            made = produce.base(code="raised")
            row = BaseMeasure.objects.create(base=made, what="Seed", adds_t_year=9, due_on=date(2026, 12, 1))
            return row, "adds_t_year", 12
        case "SupplyLink":
            return produce.link(produce.base(code="fed"), make.project(), 50), "share_percent", 60
        case "EquipmentItem":
            return build.item(make.project()), "quantity", 4
        case "ProductPlan":
            return produce.product_plan(make.project()), "tonnes", 41
        case "Trade":
            return produce.trade(), "name_en", "Another"
        case "TrainingCourse":
            return produce.course(make.project()), "places", 41
        case "CountyCharge":
            return work.charge(make.county()), "title", "Another"
        case "Lesson":
            return produce.lesson(), "what", "Another"
        case "ProjectRole":
            return work.role(make.project()), "note", "Another"
        case "Committee":
            return work.committee(), "basis", "Another"
        case "Membership":
            return work.member(), "title", "Another"
        case "Meeting":
            return work.meeting(), "place", "Another"
        case "AgendaItem":
            return work.item(), "title", "Another"
        case "Attendance":
            row = Attendance.objects.create(meeting=work.meeting(), member=work.member(), presence="absent")
            return row, "note", "Another"
        case "Decision":
            return work.decision(), "text", "Another"
        case "ReportSchedule":
            return ReportSchedule.objects.create(kind="month", since=date(2026, 1, 1)), "days_after", 9
        case "Distribution":
            return Distribution.objects.create(kind="year", role="county_chair"), "role", "county_staff"
        case "Request":
            return work.request(), "delay_days", 41
        case "CountyCharge":
            return work.charge(make.county()), "title", "Another"
        case "Milestone":
            row = Milestone.objects.create(kind="visit", due_on=date(2026, 5, 1), known_on=date(2026, 1, 1))
            return row, "due_on", date(2026, 6, 1)


def test_every_plan_is_tracked():
    tracked = {
        event.pgh_tracked_model
        for event in apps.get_models()
        if issubclass(event, pghistory.models.Event) and getattr(event, "pgh_tracked_model", None)
    }

    assert tracked == set(PLANS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["shell", "sql"])
def test_a_change_past_every_action_is_kept_with_before_and_after(how):
    rows = [_one(model) for model in PLANS]
    before = [getattr(row, name) for row, name, _value in rows]

    for row, name, value in rows:
        if how == "shell":
            type(row).objects.filter(pk=row.pk).update(**{name: value})
        else:
            sql(f"UPDATE {row._meta.db_table} SET {name} = %s WHERE id = %s", value, row.pk)

    kept = [row.pgh_event_model.objects.filter(pgh_obj=row.pk).order_by("-pgh_id")[:2] for row, _name, _value in rows]
    assert [(last.pgh_label, last.pgh_context) for last, _first in kept] == [("update", None)] * len(PLANS)
    assert [getattr(first, row[1]) for (_last, first), row in zip(kept, rows, strict=True)] == before
    assert [getattr(last, row[1]) for (last, _first), row in zip(kept, rows, strict=True)] == [row[2] for row in rows]
    assert [list(history(row)[-1][2]) for row, _name, _value in rows] == [[name] for _row, name, _value in rows]


def test_a_row_deleted_by_plain_sql_leaves_its_last_state():
    county = make.county(note="There once")

    sql("DELETE FROM factories_county WHERE id = %s", county.pk)

    events = County.pgh_event_model.objects.filter(pgh_obj=county.pk).order_by("pgh_id")
    assert list(events.values_list("pgh_label", "note")) == [("insert", "There once"), ("delete", "There once")]


def test_a_change_to_the_same_value_leaves_no_trace():
    county = make.county()

    County.objects.filter(pk=county.pk).update(note="")

    assert [label for label, _context, _diff in history(county)] == ["insert"]


def test_what_actions_change_in_plans_is_signed():
    staff = make.post()
    plan, kind = make.plan(), types.found_type(
        code="x", name_en="x", name_ko="x", product_lines=["x"], norms={"posts": 1}, by=staff,
        templates=[{"weight": 1, "starts_at": 0, "ends_at": 1, "name_en": "x", "name_ko": "x"}],
    )  # fmt: skip
    project = projects.create(
        plan=plan, factory_type=kind, code="x", starts_on=date(2026, 3, 1), finishes_on=date(2026, 12, 1), by=staff,
        at=make.moment(),
    )  # fmt: skip
    county, _outcome = reference.record_county(
        code="x", kind="city", province=plan.county.province, name_en="x", name_ko="x", by=staff
    )
    organization = bodies.found_organization(kind="ministry", name_en="Ministry of Sums", by=staff)

    rows = [kind, kind.templates.get(), project, project.packages.get(), county, organization]
    assert [history(row) for row in rows] == [
        [("insert", signed(staff, "found_type"), None)],
        [("insert", signed(staff, "found_type"), None)],
        [("insert", signed(staff, "create"), None)],
        [("insert", signed(staff, "create"), None)],
        [("insert", signed(staff, "record_county"), None)],
        [("insert", signed(staff, "found_organization"), None)],
    ]


def test_a_post_is_ended_with_its_reason():
    keeper, post = make.post(Role.ADMINISTRATOR), make.post()

    people.end_post(post, ends_on=date(2026, 10, 1), by=keeper, reason="Moved to another ministry.")

    assert history(post)[-1] == (
        "update", signed(keeper, "end_post", "Moved to another ministry."), {"ends_on": [None, "2026-10-01"]},
    )  # fmt: skip


def test_an_appointment_keeps_its_reason():
    keeper, official = make.post(Role.ADMINISTRATOR), make.post().official

    post = people.appoint(official, Role.GUIDANCE, starts_on=make.DAY, by=keeper, reason="As decided on 1 October.")

    assert history(post) == [("insert", signed(keeper, "appoint", "As decided on 1 October."), None)]


def test_a_period_opened_again_keeps_its_reason():
    staff, period = make.post(), make.period()

    periods.reopen([period], until=date(2026, 10, 22), reason="The road was flooded.", by=staff, on=date(2026, 10, 18))

    assert history(period)[-1] == (
        "update", {**signed(staff, "reopen", "The road was flooded."), "on": "2026-10-18"},
        {"closes_on": ["2026-10-15", "2026-10-22"]},
    )  # fmt: skip


def test_an_action_of_the_system_itself_is_signed_as_such():
    periods.generate(2031, by=None)

    period = ReportingPeriod.ten_days.get(year=2031, number=1)
    assert history(period)[0][1] == {"post": None, "user": None, "action": "generate", "reason": ""}


def test_an_action_refused_leaves_no_history():
    county, staff = make.county(), make.post()
    before = County.pgh_event_model.objects.count()

    with pytest.raises(Exception, match="not a valid choice"):
        reference.record_county(
            code=county.code, kind="village", province=county.province, name_en="y", name_ko="y", by=staff
        )

    assert County.pgh_event_model.objects.count() == before


def test_history_itself_is_changed_by_no_page_and_kept_where_its_rows_are_gone():
    county = make.county()
    County.objects.filter(pk=county.pk).delete()

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM factories_countyevent WHERE pgh_obj_id = %s", [county.pk])
        assert cursor.fetchone() == (2,)
