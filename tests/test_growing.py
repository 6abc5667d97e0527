"""manage.py grow: what is copied past the actions keeps to all that the actions and triggers hold to."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from factories import standing
from factories.models import CountyPlan, FactoryProject, Standing, StatusReturn
from tests import make

pytestmark = pytest.mark.django_db


def grow(**options):
    out = StringIO()
    call_command("grow", stdout=out, **options)
    return out.getvalue().splitlines()


def test_beside_a_real_project_it_is_refused():
    make.project()

    with pytest.raises(CommandError, match="1 projects are not of the demonstration"):
        grow(years=1)

    assert FactoryProject.objects.count() == 1


def test_without_cohorts_it_says_what_to_load():
    assert not CountyPlan.objects.exists()

    with pytest.raises(CommandError, match=r"There are no cohorts yet: run manage.py load_reference first\."):
        grow(years=1)


@pytest.fixture(scope="module")
def grown(django_db_setup, django_db_blocker):
    """One year, grown once for all tests here and taken back; what the command said."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", verbosity=0)
        yield grow(years=1)
        transaction.set_rollback(True)


@pytest.fixture
def no(grown):
    """How many rows a statement finds that should find none."""

    def count(statement):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({statement}) AS found")
            return cursor.fetchone()[0]

    return count


def test_it_says_what_it_made_and_makes_the_same_each_time(grown):
    told = grown[-2].partition(", in ")[0]

    assert told == (
        "80 projects, 2054 returns, 16432 lines, 431 delays, 1185 deliveries, 10335 expenditures, 236 inspections, "
        "standing on 2024-10-12"
    )


def test_the_standings_are_what_the_function_answers(grown):
    assert standing.differences() == []

    assert Standing.objects.count() == 80


def test_every_constraint_holds_for_what_was_copied(grown):
    connection.check_constraints()

    assert not FactoryProject.objects.filter(demonstration=False).exists()


def test_versions_follow_one_another_and_each_but_the_last_was_sent_back(no):
    versions = """
        SELECT state, version, row_number() OVER (whole ORDER BY version) AS number, count(*) OVER whole AS last
        FROM factories_statusreturn WINDOW whole AS (PARTITION BY project_id, period_id)
    """

    assert no(f"SELECT FROM ({versions}) v WHERE version <> number") == 0
    assert no(f"SELECT FROM ({versions}) v WHERE (version < last) <> (state = 'returned')") == 0
    assert StatusReturn.objects.filter(version=2).exists()


def test_every_return_was_handed_in_while_its_period_was_open(no):
    reported = "factories_statusreturn r JOIN factories_reportingperiod q ON q.id = r.period_id"

    assert no(f"SELECT FROM {reported} WHERE r.submitted_at::date NOT BETWEEN q.starts_on AND q.closes_on") == 0
    assert (
        no("SELECT FROM factories_statusreturn WHERE NOT created_at <= saved_at OR NOT saved_at <= submitted_at") == 0
    )
    assert no("SELECT FROM factories_statusreturn WHERE verified_at < submitted_at OR accepted_at < verified_at") == 0
    assert no("SELECT FROM factories_statusreturn WHERE returned_at < submitted_at") == 0


def test_nothing_happened_after_the_day_on_which_it_stands(no):
    moments = "greatest(submitted_at, verified_at, accepted_at, returned_at)"

    assert no(f"SELECT FROM factories_statusreturn WHERE {moments} >= '2024-10-13 00:00+09'") == 0
    assert no("SELECT FROM factories_baseline WHERE approved_at >= '2024-10-13 00:00+09'") == 0


def test_each_return_has_a_line_for_each_package_and_its_progress_is_their_weighted_mean(no):
    mean = """
        SELECT r.id FROM factories_statusreturn r
        JOIN factories_workpackage w ON w.project_id = r.project_id
        LEFT JOIN factories_progressline l ON l.status_return_id = r.id AND l.package_id = w.id
        GROUP BY r.id
        HAVING bool_or(l.percent IS NULL) OR round(sum(w.weight * l.percent) / sum(w.weight), 3) <> r.percent
    """

    assert no(mean) == 0
    assert no("SELECT FROM factories_progressline") == 8 * StatusReturn.objects.count() > 0


def test_no_percentage_falls(no):
    lines = """
        SELECT l.percent, lag(l.percent) OVER (PARTITION BY l.package_id ORDER BY q.ends_on, r.version) AS before
        FROM factories_progressline l JOIN factories_statusreturn r ON r.id = l.status_return_id
        JOIN factories_reportingperiod q ON q.id = r.period_id
    """

    assert no(f"SELECT FROM ({lines}) l WHERE percent < before") == 0


def test_who_verifies_did_not_submit_and_who_accepts_did_neither(no):
    hands = """
        SELECT FROM factories_statusreturn r
        JOIN committees_post s ON s.id = r.submitted_by_id JOIN committees_post v ON v.id = r.verified_by_id
        LEFT JOIN committees_post a ON a.id = r.accepted_by_id
    """

    assert no(f"{hands} WHERE v.official_id = s.official_id OR a.official_id IN (s.official_id, v.official_id)") == 0
    assert no(f"{hands} WHERE a.id IS NOT NULL") > 0


def test_a_delay_is_told_exactly_where_the_work_is_said_to_be_slower_or_stopped(no):
    delayed = "EXISTS (SELECT FROM factories_delay d WHERE d.status_return_id = r.id)"
    said = "r.pace <> 'normal' AND r.slowed_since IS NOT NULL AND r.needed <> ''"

    assert no(f"SELECT FROM factories_statusreturn r WHERE ({said}) <> {delayed}") == 0
    assert no("SELECT FROM factories_delay") > 0


def test_a_second_time_it_is_refused_and_nothing_changes(grown):
    before = list(StatusReturn.objects.order_by("pk").values_list("pk", flat=True))

    with pytest.raises(CommandError, match=r"manage\.py grow --again"):
        grow(years=1)

    assert list(StatusReturn.objects.order_by("pk").values_list("pk", flat=True)) == before


def test_more_years_than_the_programme_has_are_refused_and_what_was_there_stays(grown):
    before = StatusReturn.objects.count()

    with pytest.raises(CommandError, match=r"The programme has 10 years: ask for 1 to 10\."):
        grow(years=11, again=True)

    assert StatusReturn.objects.count() == before
