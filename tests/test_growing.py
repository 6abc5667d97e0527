"""manage.py grow: what is copied past the actions keeps to all that the actions and triggers hold to."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from factories import counting, norms, standing
from factories.models import CountyPlan, FactoryProject, Gate, ProductionReturn, Standing, StatusReturn
from tests import make
from tests.undoing import undone

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
    """Two years, grown once for all tests here and taken back; what the command said. The factories of one produce."""
    with django_db_blocker.unblock(), undone():
        call_command("load_reference", verbosity=0)
        yield grow(years=2)


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
        "160 projects, 6099 returns, 48792 lines, 713 delays, 2559 deliveries, 30099 expenditures, 739 inspections, "
        "320 gate passes, 240 bases, 360 quarterly returns, 400 returns of training, 320 production returns, "
        "1034 product lines, 16 complaints, standing on 2025-10-12"
    )


def test_the_standings_are_what_the_function_answers(grown):
    assert standing.differences() == []

    assert Standing.objects.count() == 160


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

    assert no(f"SELECT FROM factories_statusreturn WHERE {moments} >= '2025-10-13 00:00+09'") == 0
    assert no("SELECT FROM factories_baseline WHERE approved_at >= '2025-10-13 00:00+09'") == 0


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


# --- after the building ----------------------------------------------------------------------------------------------
def test_the_two_last_gates_follow_the_verified_finish_and_one_another(no):
    passes = """
        SELECT s.finished_on, max(g.at::date) FILTER (WHERE g.gate = 'start') AS start,
               max(g.at::date) FILTER (WHERE g.gate = 'commission') AS commission,
               max(g.at::date) FILTER (WHERE g.gate = 'operate') AS operate
        FROM factories_gatepass g JOIN factories_standing s ON s.project_id = g.project_id
        GROUP BY s.project_id, s.finished_on
    """

    assert no(f"SELECT FROM ({passes}) p WHERE start IS NULL") == 0
    assert no(f"SELECT FROM ({passes}) p WHERE commission IS NOT NULL AND (commission > finished_on) IS NOT TRUE") == 0
    assert no(f"SELECT FROM ({passes}) p WHERE operate IS NOT NULL AND (operate > commission) IS NOT TRUE") == 0
    assert no(f"SELECT FROM ({passes}) p WHERE operate IS NOT NULL") > 0


def test_months_are_told_in_order_while_they_are_open_and_only_by_factories_that_operate(no):
    told = """
        factories_productionreturn r JOIN factories_reportingperiod m ON m.id = r.period_id
        JOIN factories_gatepass g ON g.project_id = r.project_id AND g.gate = 'operate'
    """
    versions = """
        SELECT state, version, row_number() OVER (whole ORDER BY version) AS number, count(*) OVER whole AS last
        FROM factories_productionreturn WINDOW whole AS (PARTITION BY project_id, period_id)
    """

    assert no(f"SELECT FROM {told}") == ProductionReturn.objects.count() > 0
    assert no(f"SELECT FROM {told} WHERE m.kind <> 'month' OR m.starts_on <= g.at::date") == 0
    assert no(f"SELECT FROM {told} WHERE r.submitted_at::date NOT BETWEEN m.ends_on + 1 AND m.closes_on") == 0
    assert no(f"SELECT FROM ({versions}) v WHERE version <> number OR (version < last) <> (state = 'returned')") == 0


def test_what_a_month_made_is_the_sum_of_its_products_within_its_capacity_and_its_raw_material(no):
    sums = """
        SELECT r.output_t, r.hours_run,
               (SELECT sum(l.output_t) FROM factories_productline l WHERE l.production_return_id = r.id) AS made,
               p.capacity_t_year * (m.ends_on - m.starts_on + 1) / 365.0 AS most,
               (SELECT sum(d.hours) FROM factories_downtime d WHERE d.production_return_id = r.id) AS stood,
               24 * (m.ends_on - m.starts_on + 1) AS hours
        FROM factories_productionreturn r JOIN factories_factoryproject p ON p.id = r.project_id
        JOIN factories_reportingperiod m ON m.id = r.period_id
    """
    stocks = """
        SELECT u.stock_t, u.received_t - u.used_t AS more,
               lag(u.stock_t) OVER (PARTITION BY r.project_id, u.material ORDER BY m.starts_on) AS before
        FROM factories_rawmaterialuse u JOIN factories_productionreturn r ON r.id = u.production_return_id
        JOIN factories_reportingperiod m ON m.id = r.period_id WHERE r.state <> 'returned'
    """

    assert no(f"SELECT FROM ({sums}) s WHERE output_t <> made OR made > most OR hours_run + stood > hours") == 0
    assert no(f"SELECT FROM ({stocks}) s WHERE stock_t < 0 OR stock_t <> before + more") == 0


def test_every_raw_material_of_a_factory_has_its_base_and_no_base_gives_more_than_it_has(no):
    linked = """
        SELECT p.id FROM factories_factoryproject p JOIN factories_factorytype t ON t.id = p.factory_type_id
        CROSS JOIN jsonb_object_keys(t.norms -> 'raw_material_t_per_t') AS needed(material)
        LEFT JOIN factories_supplylink l ON l.project_id = p.id
        LEFT JOIN factories_rawmaterialbase b ON b.id = l.base_id AND b.material = needed.material
        GROUP BY p.id, needed.material HAVING count(b.id) <> 1
    """

    assert no(linked) == 0
    assert no("SELECT FROM factories_supplylink GROUP BY base_id HAVING sum(share_percent) > 100") == 0


def test_who_operates_has_a_certified_worker_for_every_post_a_trial_and_a_sample():
    operating = FactoryProject.objects.filter(gate_passes__gate=Gate.OPERATE).for_list()

    lacking = [
        project.code
        for project in operating
        if {row.trade.code: row.certified for row in project.training.select_related("trade")}
        != {code: posts + 1 for code, posts in norms.posts(project).items()}
        or not (project.trials.filter(passed=True).exists() and project.samples.filter(passed=True).exists())
    ]
    assert (lacking, operating.exists()) == ([], True)


def test_some_count_and_some_do_not():
    told = counting.of_factories(Standing.objects.filter(project__plan__program_year__year=2024))

    assert 0 < told.counting < told.operating <= told.commissioned <= told.built <= told.total == 80
