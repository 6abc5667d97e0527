"""The demonstration: the same on every run, marked as made up, with a year in progress and one user a role."""

import hashlib
import json
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from committees.models import Official, Organization, Post
from committees.rights import RULES, Role
from factories import figures, standing
from factories.imports import reference
from factories.models import CountyPlan, FactoryProject, FactoryType, Standing, State, StatusReturn
from regional20x10 import demonstration
from regional20x10.demonstration import forgetting
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The reference record and the demonstration, made once for this module and taken away after it."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        list(reference.load(on=demonstration.DAY))
        call_command("demo", verbosity=0)
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)
        clock.cache.delete("clock")


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
    return figures.cohort(CountyPlan.objects.filter(program_year__year=year), demonstration.DAY, target=20)


def test_made_again_it_is_the_same_to_the_last_figure():
    before, count = digest(), StatusReturn.objects.count()

    call_command("demo", "--again", verbosity=0)

    assert (digest(), StatusReturn.objects.count()) == (before, count)


def test_called_again_it_does_nothing():
    newest = StatusReturn.objects.latest("pk")

    call_command("demo", verbosity=0)

    assert StatusReturn.objects.latest("pk") == newest


def test_everything_made_up_is_marked():
    unmarked = {
        model.__name__: model.objects.filter(demonstration=False).count()
        for model in (FactoryProject, FactoryType, Official)
    }

    assert unmarked == {"FactoryProject": 0, "FactoryType": 0, "Official": 0}
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

    assert clock.today() == demonstration.DAY == date(2026, 10, 12)
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
    running = StatusReturn.objects.filter(
        period__starts_on__lte=demonstration.DAY, period__ends_on__gte=date(2026, 10, 10)
    )

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


def test_it_is_not_taken_from_a_database_in_which_something_real_was_entered():
    make.project()

    with transaction.atomic(), pytest.raises(CommandError) as refused:
        call_command("demo", "--again", verbosity=0)

    assert "1 projects are not of the demonstration." in str(refused.value)
    assert FactoryProject.objects.filter(demonstration=True).exists()


def test_it_is_taken_away_without_a_trace_and_the_record_stays():
    plans = CountyPlan.objects.filter(demonstration=False).count()

    forgetting.forget(by=None)

    left = [FactoryProject, FactoryType, StatusReturn, Standing, Official, Post]
    assert {model.__name__: model.objects.count() for model in left} == {model.__name__: 0 for model in left}
    assert (CountyPlan.objects.count(), plans) == (plans, 54)
