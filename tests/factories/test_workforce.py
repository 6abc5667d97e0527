"""Who will run a factory: trades, courses with places, returns of training, and the sums over factories and places."""

import uuid
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import gates, norms, workforce
from factories.actions import workforce as deeds
from factories.models import FactoryProject, Gate, Trade, TrainingCourse, TrainingReturn
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import make, produce
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    """A factory of 1,200 t a year: 72 operators and 24 mechanics."""
    return produce.factory(gates=[Gate.COMMISSION])


@pytest.fixture
def staff():
    return make.post()


def course(project, code="operators", places=100, **values):
    said = {"institution": "College", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 8, 31), **values}
    said.setdefault("by", make.post())
    return deeds.plan_course(project, trade=produce.trade(code), places=places, **said)


def report(project, enrolled, certified=0, placed=0, left=0, *, code="operators", on=SEPTEMBER, **values):
    said = {"by": values.pop("by", None) or make.post(), "at": make.moment(max(on, OCTOBER)), **values}
    return deeds.report(
        project, trade=produce.trade(code), on=on, enrolled=enrolled, certified=certified, placed=placed, left=left,
        **said,
    )  # fmt: skip


def of(project, day=make.DAY):
    return workforce.of_project(FactoryProject.objects.get(pk=project.pk), day)


def told(row):
    return (row.needed, row.places, row.enrolled, row.certified, row.placed, row.left, row.available, row.missing)


# --- trades and courses ----------------------------------------------------------------------------------------------
def test_a_trade_is_listed_once_by_committee_staff(staff):
    row = deeds.list_trade(code=" bakers ", name_en="Bakers", name_ko="빵제조공", by=staff)

    assert (row.code, row.name_ko) == ("bakers", "빵제조공")
    with pytest.raises(Refused, match="already exists"):
        deeds.list_trade(code="bakers", name_en="Bakers", name_ko="빵제조공", by=staff)
    with pytest.raises(Exception, match="may not do this"):
        deeds.list_trade(code="x", name_en="x", name_ko="x", by=make.post(Role.COUNTY_STAFF))


def test_places_are_planned_for_a_trade_of_the_norms(project, staff):
    course(project, places=40, by=staff)
    course(project, places=20, starts_on=date(2026, 4, 1), by=staff)

    assert [told(row)[:2] for row in of(project).rows] == [(24, 0), (72, 60)]
    with action_refuses(
        "The norms of “Made” have no posts of “Bakers”: choose one of Mechanics, Operators.",
        "Enter a day of the programme, from 2023 to 2034, as 2026-10-02.",
    ):
        produce.trade("mechanics")
        course(project, "bakers", starts_on=date(1999, 1, 1), by=staff)


def test_all_that_is_wrong_with_a_course_is_said_at_once(project, staff):
    with action_refuses(
        "This field cannot be blank.",
        "A course has at least one place.",
        "A course ends on or after the day it begins: correct a date.",
    ):
        course(project, places=0, institution=" ", ends_on=date(2026, 2, 1), by=staff)

    assert not TrainingCourse.objects.exists()


def test_the_same_course_is_planned_once(project, staff):
    course(project, by=staff)

    with action_refuses("This course is planned already: change that one."):
        course(project, places=5, by=staff)


def test_a_course_changes_with_its_reason_and_never_below_those_enrolled(project, staff):
    row = course(project, places=60, by=staff)
    report(project, 50)

    assert deeds.change_course(row, places=50, reason="A smaller hall.", by=staff).places == 50
    with action_refuses(
        "Operators: 50 are enrolled and 49 places would be left: keep as many places.",
        "Say why the course changes: it stays in its history.",
    ):
        deeds.change_course(row, places=49, reason=" ", by=staff)
    with action_refuses("Operators: 50 are enrolled and 0 places would be left: keep as many places."):
        deeds.drop_course(row, reason="Not held.", by=staff)


def test_a_course_without_anyone_is_taken_out_with_its_reason(project, staff):
    row = course(project, by=staff)

    with action_refuses("Say why the course is taken out: it stays in its history."):
        deeds.drop_course(row, reason=" ", by=staff)
    deeds.drop_course(row, reason="Not held.", by=staff)

    assert not TrainingCourse.objects.exists()


# --- what is reported ------------------------------------------------------------------------------------------------
def test_what_nobody_reported_is_unknown_and_not_zero(project):
    assert [told(row) for row in of(project).rows] == [
        (24, 0, None, None, None, None, None, 24), (72, 0, None, None, None, None, None, 72),
    ]  # fmt: skip


def test_the_latest_day_counts_as_it_was_known(project, staff):
    course(project, by=staff)
    report(project, 80, 60, 40, 1, on=SEPTEMBER, at=make.moment(SEPTEMBER), by=staff)
    report(project, 90, 75, 70, 2, on=OCTOBER, at=make.moment(date(2026, 10, 5)), by=staff)

    days = [of(project, day).rows[1] for day in (date(2026, 8, 31), SEPTEMBER, date(2026, 10, 4), make.DAY)]

    assert [row.certified for row in days] == [None, 60, 60, 75]
    assert told(days[-1]) == (72, 100, 90, 75, 70, 2, 73, 0)


def test_too_many_of_one_trade_do_not_fill_the_posts_of_another(project):
    produce.training(project, enrolled=200, certified=200)
    produce.training(project, "mechanics", enrolled=20, certified=20)

    found = of(project)

    assert (found.needed, found.filled, found.missing, found.available) == (96, 92, 4, 220)
    assert [(row.trade.code, row.missing) for row in found.short] == [("mechanics", 4)]


def test_the_posts_of_a_factory_without_a_size_are_not_known():
    project = produce.factory(capacity_t_year=None)
    produce.training(project, enrolled=5, certified=5)

    found = of(project)

    assert (found.needed, found.filled, found.missing, found.certified) == (None, None, None, 5)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((5, 6, 0, 0), "No more are certified than were enrolled: correct one of the two."),
        ((5, 4, 5, 0), "No more are placed than are certified: correct one of the two."),
        ((5, 4, 3, 4), "No more left than were placed: correct one of the two."),
    ],
)
def test_nobody_is_certified_who_was_not_enrolled_nor_placed_who_is_not_certified(project, staff, counts, said):
    course(project, by=staff)

    with action_refuses(said):
        report(project, *counts, by=staff)


def test_nobody_is_enrolled_without_a_place(project, staff):
    course(project, places=40, by=staff)

    with action_refuses(
        said := "41 are enrolled, and the courses planned for this trade have 40 places: plan the course first, or "
        "correct the number.",
        enrolled=said,
    ):
        report(project, 41, by=staff)

    assert report(project, 40, by=staff).enrolled == 40


def test_counts_never_fall_from_a_day_to_a_later_one(project, staff):
    course(project, by=staff)
    report(project, 50, 40, 30, 2, on=date(2026, 8, 1), by=staff)
    report(project, 60, 50, 40, 4, on=OCTOBER, by=staff)

    with action_refuses(
        "Certified: 39 is less than the 40 of 1\xa0Aug\xa02026. Counts run since the start and do not fall: enter at "
        "least as many, or correct that entry first.",
        "Left: 5 is more than the 4 of 1\xa0Oct\xa02026. Counts run since the start and do not fall: enter at most as "
        "many, or correct that entry first.",
    ):
        report(project, 50, 39, 30, 5, on=SEPTEMBER, by=staff)

    assert report(project, 55, 45, 35, 3, on=SEPTEMBER, by=staff).placed == 35


def test_a_day_to_come_or_before_the_programme_is_refused(project, staff):
    course(project, by=staff)

    for day in (date(2026, 10, 13), date(2022, 12, 31)):
        with action_refuses(
            said := "Enter a day from the year 2023 on, at the latest 12\xa0Oct\xa02026, as 2026-10-02.", on=said
        ):
            report(project, 1, on=day, at=make.moment(), by=staff)


def test_a_trade_that_the_norms_of_the_type_do_not_know_is_refused(staff):
    project = make.project()

    with action_refuses("The norms of “Food” name no trade: committee staff enter them with the type.") as refused:
        report(project, 0, by=staff)

    assert list(refused.value.fields) == ["trade"]


def test_a_trade_is_reported_once_for_a_day(project, staff):
    course(project, by=staff)
    report(project, 50, by=staff)
    other = report(project, 60, on=OCTOBER, by=staff)

    with action_refuses("This trade was reported for this day already: correct that entry."):
        report(project, 50, by=staff)
    with action_refuses("This trade was reported for this day already: correct that entry."):
        deeds.correct(other, on=SEPTEMBER, why="The day was wrong.", by=staff, at=make.moment())


def test_an_entry_sent_twice_is_one(project, staff):
    course(project, by=staff)
    key = uuid.uuid4()

    first, second = (report(project, 50, key=key, by=staff) for _time in range(2))

    assert first == second
    with action_refuses("This key belongs to an entry of another factory: send a new one."):
        report(produce.factory(), 5, key=key, by=staff)


def test_a_correction_stands_beside_what_it_corrects(project, staff):
    course(project, by=staff)
    row = report(project, 50, 40, by=staff)

    fresh = deeds.correct(row, certified=30, why="Ten had not passed.", by=staff, at=make.moment())

    assert (fresh.enrolled, fresh.certified, fresh.replaces) == (50, 30, row)
    assert [of(project, day).certified for day in (date(2026, 10, 11), make.DAY)] == [40, 30]
    with action_refuses("This entry was corrected or withdrawn meanwhile: load the page again."):
        deeds.correct(row, certified=20, why="Again.", by=staff, at=make.moment())


def test_a_correction_needs_its_reason_and_something_to_correct(project, staff):
    course(project, by=staff)
    row = report(project, 50, by=staff)

    with action_refuses(
        "Nothing differs from what is entered: change what is wrong, or leave it.",
        "Say why the entry is corrected: both versions are kept.",
    ):
        deeds.correct(row, enrolled=50, why=" ", by=staff, at=make.moment())


def test_what_is_withdrawn_counts_no_more_and_its_day_is_not_entered_again(project, staff):
    course(project, by=staff)
    row = report(project, 50, 40, by=staff)

    with action_refuses("Say why the entry is withdrawn: it stays to be seen."):
        deeds.withdraw(row, why=" ", by=staff, at=make.moment())
    deeds.withdraw(row, why="It was another factory's.", by=staff, at=make.moment())

    assert of(project).certified is None
    with action_refuses(
        "The entry for 1\xa0Sep\xa02026 was withdrawn or moved to another day: enter the counts as at a later day."
    ):
        report(project, 10, by=staff)


@pytest.mark.parametrize("counts", [(-1, 0), (None, None), (2**31, 0), ("many", "few")])
def test_a_count_that_can_be_none_is_refused_in_words(project, staff, counts):
    with pytest.raises(Refused) as refused, transaction.atomic():
        report(project, *counts, by=staff)

    assert all(str(said).endswith(".") for said in refused.value.reasons)
    assert not TrainingReturn.objects.exists()


def test_training_is_reported_by_the_county_the_operation_unit_and_staff(project):
    course(project)
    where = {"where": project.plan.county}

    report(project, 1, on=date(2026, 8, 1), by=make.post(Role.COUNTY_STAFF, **where))
    report(project, 2, on=date(2026, 8, 2), by=make.post(Role.OPERATION_UNIT, where=project.operation_unit))
    with action_forbids(
        f"The post “{(builder := make.reporter(project))}” may not do this. Ask: Committee staff, City or county chief "
        "secretary, Chair of the city or county people’s committee, City or county staff, Operation unit."
    ):
        report(project, 3, on=date(2026, 8, 3), by=builder)


def test_entries_are_facts(project):
    row = produce.training(project)

    with database_refuses("Cannot update or delete rows from factories_trainingreturn"):
        sql("UPDATE factories_trainingreturn SET certified = 1 WHERE id = %s", row.pk)


# --- the gate --------------------------------------------------------------------------------------------------------
def requirement(project, day=make.DAY):
    finding = gates.requirement(Gate.OPERATE, "workforce").find(gates.Facts(project, day))
    return finding.state, str(finding.said)


def test_the_gate_names_the_workers_that_are_missing_by_trade(project):
    produce.trade("mechanics")
    produce.training(project, certified=60)

    assert requirement(project) == (
        "missing", "Certified workers for 60 of 96 posts. Missing: Mechanics 24, Operators 12.",
    )  # fmt: skip
    produce.training(project, "mechanics", enrolled=30, certified=30, on=OCTOBER)
    produce.training(project, enrolled=80, certified=74, placed=70, left=2, on=OCTOBER)
    assert requirement(project) == ("met", "There are certified workers for all 96 posts.")
    produce.training(project, enrolled=80, certified=74, placed=70, left=3, on=date(2026, 10, 2))
    assert requirement(project)[1] == "Certified workers for 95 of 96 posts. Missing: Operators 1."


def test_the_gate_does_not_open_while_the_posts_are_not_known():
    project = produce.factory(capacity_t_year=None)

    assert requirement(project) == (
        "missing", "The posts are not known: they follow from the approved size and the norms of the type.",
    )  # fmt: skip


# --- places ----------------------------------------------------------------------------------------------------------
def test_workers_are_summed_by_year_province_county_and_factory():
    home, away = make.province(), make.province()
    plans = [make.plan(make.county(home)), make.plan(make.county(home)), make.plan(make.county(away))]
    plans.append(make.plan(make.county(home), make.year(2027)))
    for plan, certified in zip(plans, (72, 30, 10, 5), strict=True):
        produce.training(produce.factory(plan), enrolled=100, certified=certified)

    nation, provinces, counties, factories = workforce.by_place(FactoryProject.objects.for_list(), make.DAY)

    assert [(row.year, row.counties, row.sum.needed, row.sum.certified) for row in nation] == [
        (2026, 3, 288, 112), (2027, 1, 96, 5),
    ]  # fmt: skip
    assert [(row.year, row.province, row.counties, row.sum.certified, row.sum.missing) for row in provinces] == [
        (2026, home, 2, 102, 90), (2026, away, 1, 10, 86), (2027, home, 1, 5, 91),
    ]  # fmt: skip
    assert [(row.county, row.sum.certified) for row in counties] == [
        (plan.county, certified) for plan, certified in zip(plans, (72, 30, 10, 5), strict=True)
    ]
    assert [row.project.plan for row in factories] == plans
    assert [(row.trade.code, row.filled) for row in nation[0].sum.by_trade] == [("mechanics", 0), ("operators", 112)]


# --- against a plain oracle ------------------------------------------------------------------------------------------
DAYS = st.dates(date(2026, 8, 1), date(2026, 9, 10))
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["report", "correct", "withdraw"]), st.sampled_from(["operators", "mechanics"]), DAYS,
        st.lists(st.integers(0, 130), min_size=4, max_size=4).map(lambda counts: sorted(counts, reverse=True)),
        st.integers(0, 20), st.integers(0, 9),
    ),
    max_size=12,
)  # fmt: skip


def oracle(history, needed, day):
    """(certified for the posts, available) worked out from [(known on, chain, trade, day, counts or None)]."""
    now = {}
    for known, chain, *said in history:
        if known <= day:
            now[chain] = said
    latest = {}
    for trade, on, counts in now.values():
        if counts and on <= day and on >= latest.get(trade, (date.min, None))[0]:
            latest[trade] = (on, counts)
    free = {trade: counts[1] - counts[3] for trade, (_on, counts) in latest.items()}
    return sum(min(free.get(trade, 0), posts) for trade, posts in needed.items()), sum(free.values())


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(entries=DEEDS, asked=st.dates(date(2026, 8, 1), date(2026, 10, 12)))
def test_certified_for_posts_equals_that_of_a_plain_oracle_and_counts_never_fall(entries, asked):
    with transaction.atomic():
        project, history, rows, staff = produce.factory(gates=[]), [], [], make.post()
        for code in ("operators", "mechanics"):
            course(project, code, 120)
        for deed, code, day, counts, later, chosen in entries:
            known = min(day + timedelta(days=later), make.DAY)
            values = dict(zip(deeds.COUNTS, counts, strict=True))
            row = rows[chosen % len(rows)] if rows else None
            known = max(known, row.at.date()) if row and deed != "report" else known
            try:
                with transaction.atomic():
                    match deed:
                        case "report":
                            made = report(project, *counts, code=code, on=day, at=make.moment(known), by=staff)
                            rows.append(made)
                        case "correct" if row:
                            made = deeds.correct(row, why="So.", by=staff, at=make.moment(known), **values)
                            rows[chosen % len(rows)] = made
                        case "withdraw" if row:
                            made = deeds.withdraw(row, why="No.", by=staff, at=make.moment(known))
                            rows[chosen % len(rows)] = made
                        case _:
                            continue
            except Refused:
                continue
            said = [made.enrolled, made.certified, made.placed, made.left]
            history.append((known, made.chain, made.trade.code, made.on, None if made.withdrawn else said))

        found = of(project, asked)

        assert (found.filled, found.available or 0) == oracle(history, norms.posts(project), asked)
        _counts_never_fall(project)
        transaction.set_rollback(True)


def _counts_never_fall(project):
    by_trade = defaultdict(list)
    for row in TrainingReturn.objects.in_force().filter(project=project).order_by("on"):
        by_trade[row.trade_id].append((row.enrolled, row.certified, row.placed, row.left))
    for counts in by_trade.values():
        assert all(before <= after for one, two in pairwise(counts)
                   for before, after in zip(one, two, strict=True))  # fmt: skip
        assert counts[-1][0] <= 120
    assert Trade.objects.count() == 2
