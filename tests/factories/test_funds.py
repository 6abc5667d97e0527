"""Funds: allocated, disbursed, committed, corrected, withdrawn; their sums; by page and by API."""

import uuid
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import funds, gates
from factories.actions import funds as deeds
from factories.actions import returns
from factories.models import (
    Commitment,
    CostLine,
    Disbursement,
    Expenditure,
    FactoryProject,
    FundAllocation,
    FundSource,
    Gate,
    StatusReturn,
)
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import build, make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
MARCH = make.moment(date(2026, 3, 1))


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def staff():
    return make.post()


def allocate(project, amount=1000, *, year=2026, source="state", at=MARCH, by=None, **values):
    values = {"reference": "Decision 1", **values}
    return deeds.allocate(
        project, year=year, source=source, amount=Decimal(amount), by=by or make.post(), at=at, **values
    )


def disburse(project, amount, paid_on=date(2026, 3, 1), *, source="state", at=MARCH, by=None, **values):
    values = {"reference": "Payment 1", **values}
    return deeds.disburse(
        project, source=source, amount=Decimal(amount), paid_on=paid_on, by=by or make.post(), at=at, **values
    )


def commit(project, amount, line="building", *, at=MARCH, by=None, **values):
    values = {"committed_on": date(2026, 3, 1), "contract": "C-1", **values}
    return deeds.commit(project, line=line, amount=Decimal(amount), by=by or make.post(), at=at, **values)


def spend(project, period, version="submitted", /, **amounts):
    """A return of the period that says what was spent by line."""
    row = make.draft(project, make.period(period))
    row.expenditures.all().delete()  # a correction begins with what the version before it says
    Expenditure.objects.bulk_create(Expenditure(status_return=row, line=k, amount=v) for k, v in amounts.items())
    StatusReturn.objects.filter(pk=row.pk).update(overspent_because="Paid ahead.")
    if version == "draft":
        return row
    row = returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)
    if version == "sent back":
        returns.send_back(row, note="Again.", by=make.verifier(project), at=row.submitted_at + timedelta(hours=1))
    return row


def of(project, day=make.DAY):
    return funds.of_project(FactoryProject.objects.get(pk=project.pk), day)


TOO_MUCH = (
    "state budget: by the end of 2026 {} KPW would be disbursed and {} allocated. No more is disbursed than is "
    "allocated: enter or correct the allocation first, or disburse less."
)


# --- what is entered -------------------------------------------------------------------------------------------------
def test_funds_are_allocated_disbursed_and_committed_in_the_currency_of_the_factory(project, staff):
    allocate(project, 1000, by=staff)
    disburse(project, 600, by=staff)
    commit(project, 700, by=staff)

    found = of(project)

    assert (found.currency, found.allocated, found.disbursed, found.committed) == ("KPW", 1000, 600, 700)
    assert (found.spent, found.overspent, found.left) == (None, 0, 600)
    assert found.by_source() == [("state", [(2026, 1000, 600)], 1000, 600)]


def test_what_nobody_entered_is_unknown_and_not_zero(project):
    found = of(project)

    assert [found.plan, found.allocated, found.disbursed, found.committed, found.spent, found.spent_percent] == [
        None
    ] * 6


def test_no_more_is_disbursed_of_a_source_than_is_allocated_of_it_by_then(project, staff):
    allocate(project, 1000)
    allocate(project, 500, year=2027)
    allocate(project, 9000, source="own")
    disburse(project, 600)

    with action_refuses(said := TOO_MUCH.format("1,000.01", "1,000.00"), amount=said):
        disburse(project, "400.01", by=staff)

    assert disburse(project, 400, by=staff).amount == 400
    assert of(project).disbursed == 1000


def test_what_is_allocated_and_not_disbursed_in_a_year_may_be_disbursed_in_the_next(project):
    allocate(project, 1000, year=2025)

    disburse(project, 1000, date(2026, 2, 1))

    assert of(project).by_source() == [("state", [(2025, 1000, None), (2026, None, 1000)], 1000, 1000)]


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(project, staff):
    with action_refuses(
        "The funds of this factory are kept in KPW: give the amount in it.",
        "Enter a day from the year 2023 on, at the latest 1\xa0Mar\xa02026, as 2026-10-02.",
        "This field cannot be blank.",
        "The amount disbursed is more than 0.",
    ):
        disburse(project, -5, date(2026, 3, 2), currency="USD", reference=" ", by=staff)

    assert not Disbursement.objects.exists()


@pytest.mark.parametrize("amount", ["NaN", "-NaN", "sNaN", "Infinity", "-1", "0", "1E308", "1E12", "0.001", "1E-400"])
def test_an_amount_that_can_be_none_is_refused_in_words(project, amount):
    for entered in (allocate, commit, lambda project, value: disburse(project, value)):
        with pytest.raises(Refused) as refused, transaction.atomic():
            entered(project, amount)
        assert all(str(said).endswith(".") for said in refused.value.reasons)

    assert not FundAllocation.objects.exists()


@pytest.mark.parametrize("year", [None, 0, 1999, 2035, 99999])
def test_a_year_outside_the_programme_is_refused(project, year):
    with pytest.raises(Refused, match=r"from 2023 to 2034|smaller|less|null"):
        allocate(project, year=year)


def test_more_than_the_columns_hold_is_refused_before_the_database_refuses_it(project):
    allocate(project, "999999999999.99")
    rows = [FundAllocation(project=project, year=2026, source="own", amount="999999999999", reference="x", at=MARCH)
            for _row in range(99)]  # fmt: skip
    FundAllocation.objects.bulk_create(rows)

    with action_refuses("Together with what is entered this is more than can be kept: check the amount and its unit."):
        allocate(project, "999999999999.99")


def test_an_entry_that_is_sent_twice_is_one(project, staff):
    key = uuid.uuid4()

    first, second = (allocate(project, 1000, key=key, by=staff) for _time in range(2))

    assert first == second
    assert of(project).allocated == 1000
    with action_refuses("This key belongs to an entry of another factory: send a new one."):
        allocate(make.project(), 1000, key=key, by=staff)


# --- corrections -----------------------------------------------------------------------------------------------------
def test_a_correction_replaces_and_both_versions_stay_as_they_were_known(project, staff):
    row = allocate(project, 1000, by=staff)
    later = make.moment(date(2026, 4, 1))

    fresh = deeds.correct(row, amount=Decimal(1200), why="A digit was wrong.", by=staff, at=later)

    assert (fresh.replaces, fresh.chain, fresh.year, fresh.source) == (row, row.chain, 2026, "state")
    assert [of(project, day).allocated for day in (date(2026, 3, 31), date(2026, 4, 1))] == [1000, 1200]
    assert funds.entries(project, make.DAY)["allocation"] == [(fresh, [row])]
    assert funds.entries(project, date(2026, 3, 31))["allocation"] == [(row, [])]


def test_a_withdrawn_entry_counts_no_more_and_stays(project, staff):
    row = commit(project, 700, by=staff)

    last = deeds.withdraw(row, why="The contract was not signed.", by=staff, at=make.moment(date(2026, 4, 1)))

    assert last.withdrawn
    assert [of(project, day).committed for day in (date(2026, 3, 31), date(2026, 4, 1))] == [700, None]
    assert Commitment.objects.count() == 2


def test_an_allocation_that_is_disbursed_is_neither_lowered_below_it_nor_withdrawn(project, staff):
    row = allocate(project, 1000)
    disburse(project, 800)

    with action_refuses(said := TOO_MUCH.format("800.00", "700.00"), amount=said):
        deeds.correct(row, amount=Decimal(700), why="Cut.", by=staff, at=MARCH)
    with action_refuses(TOO_MUCH.format("800.00", "0.00"), "Say why the entry is withdrawn: it stays to be seen."):
        deeds.withdraw(row, why=" ", by=staff, at=MARCH)

    assert deeds.correct(row, amount=Decimal(800), why="Cut.", by=staff, at=MARCH).amount == 800


def test_what_is_too_much_already_can_be_mended_in_steps(project, staff):
    build.allocation(project, 100)
    row = build.disbursement(project, 500)

    lowered = deeds.correct(row, amount=Decimal(300), why="Half was another's.", by=staff, at=MARCH)

    assert lowered.amount == 300
    with pytest.raises(Refused, match="would be disbursed"):
        deeds.correct(lowered, amount=Decimal(301), why="More.", by=staff, at=MARCH)


def test_a_correction_needs_its_reason_and_something_to_correct(project, staff):
    row = allocate(project, 1000)

    with action_refuses(
        "Nothing differs from what is entered: change what is wrong, or leave it.",
        "Say why the entry is corrected: both versions are kept.",
    ) as refused:
        deeds.correct(row, amount=Decimal(1000), why="", by=staff, at=MARCH)

    assert FundAllocation.objects.get() == row
    assert refused


def test_a_version_that_was_replaced_is_neither_corrected_nor_withdrawn_again(project, staff):
    row = allocate(project, 1000)
    deeds.correct(row, amount=Decimal(1200), why="A digit.", by=staff, at=MARCH)

    for deed, values in ((deeds.correct, {"amount": Decimal(9)}), (deeds.withdraw, {})):
        with action_refuses("This entry was corrected or withdrawn meanwhile: load the page again."):
            deed(row, why="Again.", by=staff, at=MARCH, **values)


def test_each_kind_is_entered_and_corrected_by_those_who_may(project):
    unit, chair = make.reporter(project), make.post(Role.COUNTY_CHAIR, where=project.plan.county)
    allocation, commitment = allocate(project), commit(project, 5, by=unit)
    money = "Ask: Committee staff."

    with action_forbids(f"The post “{unit}” may not do this. {money}"):
        deeds.correct(allocation, amount=Decimal(7), why="More.", by=unit, at=MARCH)
    with action_forbids(f"The post “{chair}” may not do this. Ask: Committee staff, Construction unit."):
        deeds.withdraw(commitment, why="No.", by=chair, at=MARCH)
    with action_forbids(f"The post “{unit}” may not do this. {money}"):
        disburse(project, 5, by=unit)

    assert deeds.withdraw(commitment, why="Not signed.", by=unit, at=MARCH).withdrawn


def test_entries_are_facts(project):
    row = allocate(project)

    with database_refuses("Cannot update or delete rows from factories_fundallocation"):
        sql("UPDATE factories_fundallocation SET amount = 1 WHERE id = %s", row.pk)


@pytest.mark.django_db(transaction=True)
def test_two_disbursements_at_once_do_not_exceed_together_what_neither_does():
    project = make.project()
    allocate(project, 1000)
    said = []

    def pay():
        try:
            disburse(project, 600)
        except Refused as refused:
            said.append(refused.reasons)
        finally:
            connection.close()

    threads = [Thread(target=pay) for _thread in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == [[TOO_MUCH.format("1,200.00", "1,000.00")]]
    assert Disbursement.objects.get().amount == 600


# --- what is spent ---------------------------------------------------------------------------------------------------
def test_what_was_spent_is_what_the_standing_returns_say(project):
    allocate(project, 1000)
    disburse(project, 300)
    spend(project, date(2026, 9, 5), building=100, materials=50)
    spend(project, date(2026, 9, 15), building=70)
    spend(project, date(2026, 9, 25), "sent back", building=900)
    spend(project, date(2026, 10, 5), "draft", building=900)

    found = of(project)

    assert (found.spent, found.spent_percent, found.left, found.overspent) == (220, 22, 80, 0)
    assert {line: row for line, *row in found.by_line() if any(row)} == {
        CostLine.BUILDING: [None, 170, 170], CostLine.MATERIALS: [None, 50, 50],
    }  # fmt: skip
    assert [of(project, day).spent for day in (date(2026, 9, 10), date(2026, 9, 11), date(2026, 9, 21))] == [
        None, 150, 220,
    ]  # fmt: skip


def test_a_corrected_return_replaces_what_was_spent_in_its_period(project):
    allocate(project, 100)
    spend(project, date(2026, 10, 5), building=100)
    spend(project, date(2026, 10, 5), building=130)

    found = of(project)

    assert (found.spent, found.overspent) == (130, 130)


def test_a_return_sent_back_later_still_counted_before(project):
    spend(project, date(2026, 10, 5), "sent back", building=100)

    assert Expenditure.objects.count() == 1
    assert of(project, date(2026, 10, 10)).spent is None
    assert of(project).spent is None


# --- against a slow oracle -------------------------------------------------------------------------------------------
AMOUNTS = st.decimals(min_value="0.01", max_value=5000, places=2)
DAYS = st.dates(date(2026, 2, 1), date(2026, 3, 1))
ENTRIES = st.lists(
    st.tuples(st.sampled_from(["allocate", "disburse", "commit", "correct", "withdraw"]), AMOUNTS,
              st.sampled_from(FundSource.values), st.sampled_from(CostLine.values), st.integers(2025, 2027), DAYS,
              st.integers(0, 20)),
    max_size=14,
)  # fmt: skip


def oracle(history, day):
    """Sums worked out from [(day, kind, chain, values or None)], one entry after the other."""
    now = {}
    for at, kind, chain, said in history:
        if at <= day:
            now[kind, chain] = said
    sums = defaultdict(Decimal)
    for (kind, _chain), said in now.items():
        if said:
            sums[kind, *said[:-1]] += said[-1]
    return dict(sums)


@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(entries=ENTRIES, asked=DAYS)
def test_sums_equal_those_of_a_slow_oracle_and_disbursed_never_passes_allocated(entries, asked):
    with transaction.atomic():
        project, history, rows = make.project(), [], []
        for deed, amount, source, line, year, day, chosen in sorted(entries, key=lambda entry: entry[5]):
            at = make.moment(day)
            try:
                with transaction.atomic():
                    match deed:
                        case "allocate":
                            row = allocate(project, amount, year=year, source=source, at=at)
                        case "disburse":
                            row = disburse(project, amount, day, source=source, at=at)
                        case "commit":
                            row = commit(project, amount, line, at=at, committed_on=day)
                        case _ if not rows:
                            continue
                        case "correct":
                            row = deeds.correct(
                                rows[chosen % len(rows)], amount=amount, why="So.", by=make.post(), at=at
                            )
                        case "withdraw":
                            row = deeds.withdraw(rows[chosen % len(rows)], why="So.", by=make.post(), at=at)
            except Refused:
                continue
            rows.append(row)
            match row:
                case FundAllocation():
                    said = ("allocated", (row.source, row.year, row.amount))
                case Disbursement():
                    said = ("disbursed", (row.source, row.paid_on.year, row.amount))
                case Commitment():
                    said = ("committed", (row.line, row.amount))
            history.append((day, said[0], row.chain, None if row.withdrawn else said[1]))

        for day in (asked, make.DAY):
            found = of(project, day)
            read = {("allocated", *key): value for key, value in found.allocations.items()}
            read |= {("disbursed", *key): value for key, value in found.disbursements.items()}
            read |= {("committed", key): value for key, value in found.commitments.items()}
            assert read == oracle(history, day)
        for source in FundSource:
            for year in range(2025, 2028):
                assert sum(v for (s, y), v in found.disbursements.items() if s == source and y <= year) <= sum(
                    v for (s, y), v in found.allocations.items() if s == source and y <= year
                )
        transaction.set_rollback(True)


def test_sums_of_several_are_kept_apart_by_currency_and_asked_for_at_once(django_assert_num_queries):
    home, far = make.project(budget=2000), make.project(currency="EUR")
    third = make.project()
    allocate(home, 1000)
    allocate(third, 500)
    allocate(far, 70)
    disburse(home, 100)
    spend(home, date(2026, 10, 5), building=150)
    rows = list(FactoryProject.objects.order_by("pk"))

    with django_assert_num_queries(1):
        parts = funds.of_projects(rows, make.DAY)
    euros, won = funds.together(parts.values())

    assert (euros.currency, euros.allocated, euros.spent, euros.projects) == ("EUR", 70, None, 1)
    assert (won.projects, won.budget, won.plan, won.allocated, won.spent) == (2, 2000, 2500, 1500, 150)
    assert (won.spent_percent, won.overspent, won.overspenders) == (6, 50, 1)


# --- the gate --------------------------------------------------------------------------------------------------------
def test_building_may_start_once_first_year_funds_are_allocated():
    project = make.preparing()
    day = date(2026, 1, 20)

    def said(day):
        return gates.requirement(Gate.START, "funds").find(gates.Facts(project, day))

    before = said(day)
    allocate(project, 400, year=2027, at=make.moment(day))
    other = said(day)
    row = allocate(project, 1000, at=make.moment(day))
    after = said(day)
    deeds.withdraw(row, why="Taken back.", by=make.post(), at=make.moment(date(2026, 1, 21)))

    assert (before.state, before.said) == (other.state, other.said) == ("missing", "No funds are allocated for 2026.")
    assert (after.state, after.said) == ("met", "1,000.00 KPW allocated for 2026.")
    assert (said(day).state, said(date(2026, 1, 21)).state) == ("met", "missing")
