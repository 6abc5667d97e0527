"""The demonstration: the same on every run, marked as made up, with a year in progress and one user a role."""

import hashlib
import json
from collections import Counter
from datetime import date, timedelta
from itertools import groupby

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from committees.actions import mailings
from committees.models import (
    AgendaItem,
    Comment,
    CountyCharge,
    Decision,
    GuidanceNote,
    Mailing,
    Meeting,
    Notification,
    NotificationChoice,
    Official,
    Organization,
    Post,
    ProjectRole,
    Request,
    User,
    Visit,
)
from committees.rights import RULES, Role
from factories import bases, counting, desk, figures, gates, standing
from factories.imports import reference
from factories.models import (
    CarryOver,
    Complaint,
    CountyPlan,
    FactoryProject,
    FactoryType,
    Gate,
    GatePass,
    Lesson,
    ProductionReturn,
    ProgramYear,
    RawMaterialBase,
    Standing,
    State,
    StatusReturn,
    SupplyLink,
    Trade,
    Waiver,
)
from regional20x10 import demonstration
from regional20x10.demonstration import DAY, forgetting
from regional20x10.shared import clock
from tests import make
from tests.test_docs import MANUAL, section, table
from tests.undoing import undone

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The reference record and the demonstration, made once for this module and taken away after it."""
    with django_db_blocker.unblock(), undone():
        list(reference.load(on=DAY))
        call_command("demo", verbosity=0)
        yield


@pytest.fixture(autouse=True)
def _made(demo):
    """Every test here has it."""


TOLD = """
    SELECT md5(string_agg(row::text, E'\\n' ORDER BY row::text)) FROM (
        SELECT jsonb_build_array(p.code, q.year, q.number, r.version, r.state, r.key, r.percent, r.crew_people, r.pace,
            r.slowed_since, r.narrative, r.submitted_at, r.verified_at, r.accepted_at, r.returned_at, r.return_note,
            (SELECT jsonb_agg(jsonb_build_array(w."order", l.percent, l.reason) ORDER BY w."order")
             FROM factories_progressline l JOIN factories_workpackage w ON w.id = l.package_id
             WHERE l.status_return_id = r.id),
            (SELECT jsonb_agg(jsonb_build_array(d.cause, d.days_lost, d.note) ORDER BY d.cause)
             FROM factories_delay d WHERE d.status_return_id = r.id)) AS row
        FROM factories_statusreturn r JOIN factories_factoryproject p ON p.id = r.project_id
        JOIN factories_reportingperiod q ON q.id = r.period_id) said
"""


def digest():
    """One hash of all returns with their parts, and of all standings."""
    names = [field.name for field in Standing._meta.concrete_fields if not field.is_relation]
    rows = Standing.objects.order_by("project__code").values_list("project__code", *names)
    with connection.cursor() as cursor:
        cursor.execute(TOLD)
        told = cursor.fetchone()[0]
    return hashlib.sha256(json.dumps([told, *rows], default=str).encode()).hexdigest()


def cohort(year):
    return figures.cohort(CountyPlan.objects.filter(program_year__year=year), DAY, target=20)


def test_made_again_it_is_the_same_to_the_last_figure():
    before, count = digest(), StatusReturn.objects.count()

    call_command("demo", "--again", verbosity=0)

    assert (digest(), StatusReturn.objects.count()) == (before, count)


def test_called_again_it_does_nothing():
    newest = StatusReturn.objects.latest("pk")

    call_command("demo", verbosity=0)

    assert StatusReturn.objects.latest("pk") == newest


OF_THE_COMMITTEE = (Meeting, Decision, Request, CountyCharge, Visit, GuidanceNote, ProjectRole)


def test_everything_made_up_is_marked():
    unmarked = {
        model.__name__: model.objects.filter(demonstration=False).count()
        for model in (FactoryProject, FactoryType, Official, RawMaterialBase, Lesson, *OF_THE_COMMITTEE)
    }

    assert set(unmarked.values()) == {0}
    units = Organization.objects.filter(pk__in=Post.objects.values("organization"))
    assert (units.filter(demonstration=False).count(), units.exists()) == (0, True)
    added = CountyPlan.objects.filter(demonstration=True)
    assert set(added.values_list("program_year__year", flat=True)) == {2026}


def test_every_page_and_file_says_that_it_is_made_up():
    client = Client()
    client.login(username="committee_staff", password=demonstration.PASSWORD)

    pages = [client.get(f"/en/{path}").content.decode() for path in ("", "projects/", "board/", "returns/", "how/")]
    file = json.loads(client.get("/en/projects.json").content)

    assert ["demonstration" in page.lower() for page in pages] == [True] * 5
    assert "Demonstration: all figures, dates and persons are synthetic" in file["notes"]


@pytest.mark.parametrize("role", list(Role))
def test_one_user_of_each_role_signs_in_and_finds_a_page(role):
    client = Client()

    signed_in = client.login(username=role.value, password=demonstration.PASSWORD)
    page = client.get("/en/")

    assert signed_in
    assert page.status_code == (403 if RULES[role].reads == "nothing" else 200)
    assert Post.objects.filter(official__user__username=role).count() == 1


def test_it_stands_still_on_its_day_with_a_year_in_progress():
    year = cohort(2026)

    assert clock.today() == DAY == date(2026, 10, 12)
    assert (len(year.places), len(cohort(2024).places), len(cohort(2025).places)) == (20, 20, 20)
    colours = Counter(place.colour for place in year.places)
    assert all(colours[colour] for colour in ("ok", "watch", "risk", "none", "miss"))
    assert colours.total() == 20


def test_some_factories_report_more_than_is_likely_and_some_have_stopped_or_moved():
    codes = Counter(reason["code"] for row in Standing.objects.all() for reason in row.reasons)

    assert {
        name for name in ("claim_gap", "silent", "lost", "stopped", "slower", "moved", "behind") if not codes[name]
    } == set()


def test_the_running_period_holds_returns_in_every_state_but_accepted():
    running = StatusReturn.objects.filter(period__starts_on__lte=DAY, period__ends_on__gte=date(2026, 10, 10))

    states = set(running.values_list("state", flat=True))
    assert states == {State.DRAFT, State.SUBMITTED, State.VERIFIED, State.RETURNED}


def test_every_return_was_judged_by_others_than_its_writer():
    officials = StatusReturn.objects.filter(verified_by__isnull=False).values_list(
        "submitted_by__official", "verified_by__official", "accepted_by__official"
    )

    assert officials.exists()
    assert [row for row in officials.distinct() if len(set(filter(None, row))) < len(list(filter(None, row)))] == []


def test_its_standings_equal_the_function():
    assert standing.differences() == []


# --- after the building ----------------------------------------------------------------------------------------------
def project(code):
    return FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type").get(
        code=code
    )


def spells(code):
    return [(row.since, row.until) for row in counting.spells(project(code), DAY)]


def missing(code, gate):
    """The requirements of a gate that do not hold on the demonstration's day."""
    state = gates.state_of(gates.Facts(project(code), DAY), gate)
    return [row.requirement.code for row in state.requirements if not row.holds]


def test_the_years_have_come_as_far_as_the_manual_says():
    told = {row[0]: [int(cell) for cell in row[1:]] for row in table(section(MANUAL, "The demonstration"))}

    found = {}
    for year in (2024, 2025, 2026):
        rows = list(Standing.objects.filter(project__plan__program_year__year=year).select_related("project__plan"))
        places = [list(of) for _plan, of in groupby(sorted(rows, key=plan_of), key=plan_of)]
        steps = [count for _stage, count in counting.of_factories(rows).steps]
        found[str(year)] = [*steps, counting.of_places(places).counting]
    assert found == told


def plan_of(row):
    return row.project.plan_id


def test_the_factories_to_look_at_are_where_the_manual_says():
    text = section(MANUAL, "The demonstration").partition("Factories to look at:")[2]
    told = {row[0].strip("`"): row[1] for row in table(text)}

    rows = Standing.objects.filter(project__code__in=told).values_list("project__code", "pk")
    stages = {code: counting.stage(Standing.objects.get(pk=pk)).label.lower() for code, pk in rows}
    assert stages == told


def test_one_factory_fell_out_after_three_bad_months_and_came_back():
    first, second = counting.spells(project("24-KUSONG-FOOD"), DAY)

    assert (first.until, second.since, second.until) == (date(2026, 4, 15), date(2026, 6, 15), None)
    assert "electricity" in first.why


def test_two_fell_out_and_are_still_out_for_want_of_raw_material_and_in_silence():
    out = Standing.objects.filter(fell_out_on__isnull=False).order_by("project__code")

    assert list(out.values_list("project__code", "fell_out_on")) == [
        ("24-KOSAN-DAILY", date(2026, 7, 15)), ("24-TONGSIN-FOOD", date(2026, 7, 15)),
    ]  # fmt: skip
    causes = {row.project.code: [one.get("cause") for one in row.reasons if one["code"] == "fell_out"] for row in out}
    assert causes["24-TONGSIN-FOOD"] == ["raw_material"]
    assert "production_silent" in {one["code"] for one in out[0].reasons}


def test_what_keeps_a_factory_from_operating_is_one_thing_each():
    shut = {code: missing(code, Gate.OPERATE) for code in ("24-KUMYA-DAILY", "25-JANGGANG-FOOD", "25-JANGYON-FOOD")}

    assert shut == {"24-KUMYA-DAILY": ["raw_material"], "25-JANGGANG-FOOD": ["workforce"], "25-JANGYON-FOOD": []}


def test_every_gate_was_passed_with_nothing_waived():
    passes = GatePass.objects.filter(gate__in=(Gate.COMMISSION, Gate.OPERATE))

    assert {row["state"] for evidence in passes.values_list("evidence", flat=True) for row in evidence} == {"met"}
    assert not Waiver.objects.exists()


def test_the_years_were_closed_with_what_was_not_finished_and_with_two_lessons():
    carried = CarryOver.objects.values_list("program_year__year", "project__code")
    states = ProgramYear.objects.filter(state=ProgramYear.State.CLOSED).values_list("year", flat=True)

    assert set(states) == {2024, 2025}
    assert sorted(carried) == [
        (2024, "24-KIMHYONGJIK-DAILY"), (2024, "24-KIMHYONGJIK-FOOD"), (2025, "25-CHOLWON-CLOTH"),
        (2025, "25-CHOLWON-DAILY"), (2025, "25-CHOLWON-FOOD"),
    ]  # fmt: skip
    lessons = [f"lesson-{pk}" for pk in Lesson.objects.order_by("pk").values_list("pk", flat=True)]
    asked = [code for gate in gates.DECIDED for code in missing("26-UNRYUL-FOOD", gate) if code.startswith("lesson")]
    assert (asked, len(lessons)) == (lessons, 2)


def test_raw_material_of_the_year_in_progress_is_short_in_some_places_and_one_base_feeds_two():
    projects = FactoryProject.objects.filter(plan__program_year__year=2026)
    covers = bases.of_projects(projects.select_related("plan__program_year", "factory_type"), DAY)

    short = {row.project.code for row in covers.values() if not row.enough}
    assert {"26-UNRYUL-FOOD", "26-MAENGSAN-FOOD", "26-SAMSU-FOOD"} <= short
    shared = SupplyLink.objects.filter(base__code="songhwa-kp0907-soya-beans").order_by("project__code")
    assert list(shared.values_list("project__code", flat=True)) == ["26-SONGHWA-FOOD", "26-UNRYUL-FOOD"]


def test_a_month_is_on_its_way_in_every_state():
    september = ProductionReturn.objects.filter(period__year=2026, period__number=9).standing()

    assert Counter(september.values_list("state", flat=True)).keys() == set(State)


def test_september_is_on_the_desks_of_those_who_mend_verify_and_accept_it():
    users = {name: User.objects.get(username=name) for name in
             ("operation_unit", "county_secretary", "provincial_secretary", "committee_member")}  # fmt: skip

    owed = {
        name: [(row.project.code, row.period.code, row.state) for row in desk.production_due(users[name], DAY)]
        for name in ("operation_unit", "county_secretary")
    }
    wait = {
        name: sorted(desk.waiting_production(users[name]).values_list("project__code", flat=True))
        for name in ("provincial_secretary", "committee_member")
    }
    mended = ("26-UNRYUL-PAPER", "2026-09", State.RETURNED)
    assert list(owed.values()) == [[mended], [mended]]
    kinds = ("CLOTH", "DAILY", "FOOD")
    assert wait == {
        "provincial_secretary": [f"24-{place}-{kind}" for place in ("JAERYONG", "UNCHON") for kind in kinds],
        "committee_member": [f"24-{place}-{kind}" for place in ("KUSONG", "SONGCHON") for kind in kinds],
    }


def test_one_complaint_waits_longer_than_it_may():
    overdue = Complaint.objects.in_force().filter(replies__isnull=True, reply_due_on__lt=DAY)

    assert [row.reference for row in overdue] == ["UR-2026/12"]


def test_the_days_events_make_one_digest_for_each_user_who_wants_one():
    told = Notification.objects.filter(on=DAY, read_at=None)
    users, evening = set(told.values_list("user", flat=True)), clock.start_of(DAY) + timedelta(hours=18)
    choosy = User.objects.get(username="committee_member")
    NotificationChoice.objects.create(user=choosy, digest=False)

    for _time in range(2):
        mailings.make_digests(day=DAY, at=evening, by=None)
    sent = [mailings.send(pk, at=evening) for _time in range(2) for pk in mailings.sweep(at=evening, by=None)]

    assert choosy.pk in users
    assert len(users) > 1
    assert sent == [True] * (len(users) - 1)
    wanting = User.objects.filter(pk__in=users - {choosy.pk})
    assert sorted(letter.to for letter in mail.outbox) == sorted([user.email] for user in wanting)
    NotificationChoice.objects.all().delete()
    Mailing.objects.all().delete()


def test_the_committee_has_met_and_on_its_next_agenda_is_what_climbed_there():
    states = list(Meeting.objects.order_by("held_on").values_list("state", flat=True))
    points = AgendaItem.objects.filter(meeting__state="planned")

    assert states == ["minuted", "minuted", "minuted", "planned"]
    assert sorted(points.values_list("source", flat=True)) == ["decision", "request", "unled", "unled"]
    assert points.get(source="request").request.steps.filter(step="escalated", by=None).count() == 3


def test_every_county_of_the_year_but_two_has_a_member_in_charge():
    led = CountyCharge.objects.current(DAY).filter(county__plans__program_year__year=2026)

    assert led.values("county").distinct().count() == 18


def test_it_is_not_taken_from_a_database_in_which_something_real_was_entered():
    make.project()

    with transaction.atomic(), pytest.raises(CommandError) as refused:
        call_command("demo", "--again", verbosity=0)

    assert "1 projects are not of the demonstration." in str(refused.value)
    assert FactoryProject.objects.filter(demonstration=True).exists()


def test_it_is_taken_away_without_a_trace_and_the_record_stays():
    plans = CountyPlan.objects.filter(demonstration=False).count()

    forgetting.forget(by=None)

    left = [FactoryProject, FactoryType, StatusReturn, Standing, Official, Post, ProductionReturn, RawMaterialBase,
            Lesson, Complaint, Trade, Notification, Mailing, Comment, *OF_THE_COMMITTEE]  # fmt: skip
    assert {model.__name__: model.objects.count() for model in left} == {model.__name__: 0 for model in left}
    assert (CountyPlan.objects.count(), plans) == (plans, 54)
