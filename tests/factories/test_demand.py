"""Product demand met: output against what a county's people need, by group and month, with what is unknown named."""

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import demand
from factories.models import LocalConditions, ProductLine
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(TODAY)
    yield
    cache.delete("clock")


def recorded(county, year=2026, *, population=30_000, demand_per_head=None):
    eaten = {"food": 50} if demand_per_head is None else demand_per_head
    return LocalConditions.objects.create(
        county=county, year=year, population=population, sources={"population": "Survey"} if population else {},
        demand_per_head={name: {"value": kg, "source": "Survey"} for name, kg in eaten.items()},
    )  # fmt: skip


def county(known=True, **values):
    """30,000 people who need 50 kg of food a head: 1,500 t a year, in a county that is in the plan of 2024."""
    plan = make.plan(year_=make.year(2024))
    if known:
        recorded(plan.county, **values)
    return plan


def of(plan, year=2026, as_of=TODAY):
    return demand.of_county(plan.county, year, as_of)


def food(plan, **when):
    return of(plan, **when).by_name["food"]


def about(value):
    return None if value is None else round(float(value), 6)


def test_output_of_the_months_reported_is_set_against_their_share_of_the_demand():
    plan = county()
    produce.months(produce.factory(plan, on=date(2026, 2, 1)), 2026, [2, 3], [100, 200])

    found = food(plan)

    assert (found.kg_per_head, found.demand_t_year, found.output_t) == (50, 1500, 300)
    assert about(found.demand_t) == about(1500 * (28 + 31) / 365)
    assert about(found.met_percent) == about(100 * 300 / (1500 * 59 / 365))
    assert about(found.surplus_t) == about(300 - 1500 * 59 / 365)
    assert found.shortage_t == 0
    assert about(found.output_kg_per_head) == 10
    assert about(found.demand_kg_per_head) == about(50 * 59 / 365)
    assert [month.number for month in found.counted] == [2, 3]


def test_too_little_is_a_shortage_and_no_surplus():
    plan = county()
    produce.months(produce.factory(plan), 2026, [1], [10])

    found = food(plan)

    assert (found.surplus_t, about(found.shortage_t)) == (0, about(1500 * 31 / 365 - 10))


def test_a_month_without_the_return_of_one_of_two_factories_is_named_and_does_not_count():
    plan = county()
    first = produce.factory(plan, code="P-1")
    second = produce.factory(plan, code="P-2", type_=produce.type_("other"))
    produce.months(first, 2026, [1, 2, 3, 4, 5, 6])
    produce.months(second, 2026, [1, 2, 3, 4, 5])

    found = food(plan)

    assert [month.number for month in found.counted] == [1, 2, 3, 4, 5]
    assert found.output_t == 800
    assert found.months[5].output_t == 80
    assert found.unknown == ["Jun: no verified return of P-2 says how much."]


def test_without_conditions_the_output_is_known_and_the_demand_is_not():
    plan = county(known=False)
    produce.months(produce.factory(plan), 2026, [1, 2, 3, 4, 5, 6])

    found = of(plan)

    assert found.unknown == ["No conditions are recorded for 2026 or before: the demand is not known."]
    [group] = found.groups
    assert (group.output_t, group.demand_t, group.met_percent, group.balance_t) == (480, None, None, None)
    assert group.unknown == ["How much of it a head needs is not recorded."]


def test_without_a_population_the_demand_is_not_known():
    plan = county(population=None)

    assert of(plan).unknown == ["The population of 2026 is not recorded: the demand is not known."]
    assert food(plan).demand_t_year is None


def test_without_returns_nothing_is_known_to_be_made():
    plan = county()
    produce.factory(plan, gates=())

    found = food(plan)

    assert (found.output_t, found.balance_t, found.demand_t_year) == (None, None, 1500)
    assert found.unknown == ["No production return of it is verified."]


def test_a_group_that_nobody_makes_is_named():
    plan = county(demand_per_head={"food": 50, "soap": 3})
    produce.factory(plan)

    assert of(plan).by_name["soap"].unknown == ["No factory of the programme makes it here."]


def test_the_conditions_of_the_latest_year_before_hold_where_none_are_recorded():
    plan = county(known=False)
    for year, people in ((2024, 10_000), (2025, 20_000), (2027, 40_000)):
        recorded(plan.county, year, population=people)

    found = of(plan)

    assert (found.conditions.year, found.population) == (2025, 20_000)


def test_only_what_was_verified_by_the_day_is_known():
    plan = county()
    factory = produce.factory(plan)
    produce.months(factory, 2026, [1], [50])
    produce.months(factory, 2026, [2], [60], state="submitted")
    produce.months(factory, 2026, [3], [70], state="returned")
    produce.produced(factory, produce.month(2026, 1), 90, state="submitted", at=make.moment(date(2026, 3, 1)))
    produce.produced(factory, produce.month(2026, 1), 55, at=make.moment(date(2026, 4, 1)))

    outputs = [food(plan, as_of=day).output_t for day in (date(2026, 2, 2), date(2026, 3, 31), date(2026, 4, 1))]

    assert outputs == [None, 50, 55]


def test_a_month_that_has_not_ended_is_not_asked_about():
    plan = county()
    recorded(plan.county, 2025)

    assert [len(food(plan, as_of=day).months) for day in (date(2026, 1, 30), date(2026, 1, 31), TODAY)] == [0, 1, 6]
    assert len(food(plan, year=2025).months) == 12


def test_a_product_is_named_in_the_language_of_the_reader():
    plan = county()
    produce.factory(plan)

    with override("ko"):
        assert food(plan).label == "식료품"


def test_counties_together_are_those_in_which_both_are_known():
    known, more, silent = county(), county(population=60_000), county()
    for plan, output in ((known, 100), (more, 200)):
        produce.months(produce.factory(plan), 2026, [1], [output])
    produce.factory(silent)

    [found] = demand.together(demand.of_counties([known.county, more.county, silent.county], 2026, TODAY))

    assert (len(found.known), found.unknown, found.output_t, found.population) == (2, 1, 300, 90_000)
    assert about(found.demand_t) == about(4500 * 31 / 365)
    assert about(found.output_kg_per_head) == about(300 / 90)


def test_there_are_as_many_queries_for_one_county_as_for_three(django_assert_num_queries):
    plans = [county() for _ in range(3)]
    for plan in plans:
        produce.months(produce.factory(plan), 2026, [1, 2])

    for some in (plans[:1], plans):
        with django_assert_num_queries(5):
            assert len(demand.of_counties([plan.county for plan in some], 2026, TODAY)) == len(some)


NAMES = ("food", "soap")
REPORT = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 300))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    people=st.none() | st.integers(1, 50_000),
    eaten=st.dictionaries(st.sampled_from(NAMES), st.integers(0, 90)),
    reports=st.lists(st.dictionaries(st.integers(1, 8), REPORT, max_size=4), min_size=1, max_size=2),
    day=st.dates(date(2026, 1, 1), date(2026, 9, 30)),
)
def test_the_figures_are_those_of_a_plain_oracle(people, eaten, reports, day):
    with transaction.atomic():
        plan = county(population=people, demand_per_head=eaten)
        for number, months in enumerate(reports):
            factory = produce.factory(plan, type_=produce.type_(f"oracle{number}"), gates=())
            for month, outputs in months.items():
                row = produce.produced(factory, produce.month(2026, month), state="draft")
                row.products.all().delete()
                for name, tonnes in outputs.items():
                    ProductLine.objects.create(production_return=row, product=name, output_t=tonnes)
                _verified(row)
        found = of(plan, as_of=day)
        transaction.set_rollback(True)

    for name in NAMES:
        expected = _oracle(name, people, eaten, reports, day)
        group = found.by_name.get(name)
        told = (group.output_t, group.demand_t, group.balance_t) if group else (None, None, None)
        assert tuple(map(about, told)) == tuple(map(about, expected))


def _verified(row):
    """As produce.produced() does it: three days after the month's end, verified an hour later."""
    at = make.moment(row.period.ends_on + timedelta(days=3))
    writer = row.created_by
    row.state, row.output_t, row.submitted_at, row.submitted_by = "submitted", 0, at, writer
    row.save()
    row.state, row.verified_at, row.verified_by = "verified", at + timedelta(hours=1), make.post("provincial_secretary")
    row.save()


def _oracle(name, people, eaten, reports, day):
    """(output, demand, balance) of a product, worked out month by month."""
    known = [
        {month: said for month, said in months.items() if produce.month_end(2026, month) + timedelta(days=3) <= day}
        for months in reports
    ]
    makers = [
        months for months in known if name == "food" or any(name in said for said in months.values())
    ]  # the norm of the type makes food
    output, days = None, 0
    for month in range(1, 13):
        if produce.month_end(2026, month) > day:
            continue
        told = [months.get(month, {}).get(name) for months in makers]
        owed = [
            months for months, tonnes in zip(makers, told, strict=True)
            if tonnes is None and any(said and earlier <= month for earlier, said in months.items())
        ]  # fmt: skip
        if owed or all(tonnes is None for tonnes in told):
            continue
        output = (output or 0) + sum(tonnes for tonnes in told if tonnes is not None)
        days += monthrange(2026, month)[1]
    needed = None
    if people is not None and name in eaten and days:
        needed = Decimal(people) * eaten[name] / 1000 * days / 365
    return output, needed, None if output is None or needed is None else output - needed
