"""Stock, cover, shortages and kept promises on any day, against a slow stockkeeper."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import supplies
from factories.actions import returns
from factories.actions import supplies as acting
from tests import build, make
from tests.factories.stockkeeping import Sent, Wanted, kept, short

pytestmark = pytest.mark.django_db
NOW, DAY = make.moment(), make.DAY


def only(project, as_of=DAY):
    """The supply of the project's one material."""
    (row,) = supplies.of_projects(as_of, [project.pk])
    return row


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def by(project):
    return make.reporter(project)


def ordering(**values):
    said = {"reference": "O-7", "quantity": Decimal(100), "ordered_on": date(2026, 9, 1)}
    said |= {"promised_on": date(2026, 10, 20), "at": NOW}
    return {**said, **values}


# --- stock, cover, shortages -----------------------------------------------------------------------------------------
def test_stock_is_what_was_delivered_less_what_the_norm_says_was_used(project):
    build.demand(project, 100, date(2026, 9, 1))
    build.delivery(project, 80, supplier_=build.supplier(), percents=(50, 0))

    row = only(project)

    assert (row.needed, row.delivered, row.used, row.stock) == (100, 80, 50, 30)
    assert (row.cover_days, row.short_on, row.short_by) == (0, DAY, 20)


def test_stock_is_never_below_nothing(project):
    build.demand(project, 100)
    build.delivery(project, 10, supplier_=build.supplier(), percents=(50, 0))

    assert only(project).stock == 0


def test_what_is_late_counts_as_arriving_only_once_it_left(project):
    build.demand(project, 100, date(2026, 11, 1))
    order = build.order(project, 100, date(2026, 10, 1))
    before = only(project)
    build.dispatch(order, 60, date(2026, 10, 2))

    after = only(project)

    assert (before.short_on, before.missing) == (date(2026, 11, 1), 100)
    assert (after.short_on, after.missing, after.on_way, after.comes_on) == (
        date(2026, 11, 1), 40, 60, DAY + timedelta(days=1)
    )  # fmt: skip


def test_a_shortage_beyond_sixty_days_is_not_yet_one_but_cover_ends_there(project):
    build.demand(project, 100, DAY + timedelta(days=61))

    row = only(project)

    assert (row.cover_days, row.short_on) == (61, None)


def test_a_delivery_ends_its_dispatch_though_it_brought_less(project):
    build.demand(project, 100, date(2026, 11, 1))
    order = build.order(project, 100)
    build.dispatch(order, 100, waybill="W-3")
    build.delivery(project, 90, supplier_=order.supplier, waybill="W-3", percents=(0, 0))

    row = only(project)

    assert (row.delivered, row.on_way, row.on_order, row.missing) == (90, 0, 0, 10)


def test_a_day_is_answered_as_it_was_known_then(project, by):
    build.demand(project, 100, date(2026, 11, 1))
    order = build.order(project, 100, date(2026, 10, 20))
    acting.withdraw_order(order, why="The works burnt down.", by=by, at=make.moment(date(2026, 10, 10)))

    found = [only(project, day) for day in (date(2026, 8, 31), date(2026, 10, 9), date(2026, 10, 10))]

    assert [row.on_order for row in found] == [0, 100, 0]


def test_a_return_sent_back_brought_nothing(project):
    build.demand(project, 100)
    row = build.delivery(project, 80, supplier_=build.supplier())
    returns.send_back(row, note="The waybill is another site’s.", by=make.verifier(project), at=NOW)

    assert only(project).delivered == 0


def test_a_material_without_a_demand_has_stock_and_no_cover(project):
    build.delivery(project, 8, supplier_=build.supplier())

    row = only(project)

    assert (row.needed, row.stock, row.cover_days, row.short_on) == (None, 8, None, None)
    assert supplies.of_whole_projects(DAY, [project.pk]) == {}


def test_shortages_are_told_per_material_over_all_sites():
    one, two, three = make.project(), make.project(), make.project()
    build.demand(one, 30, date(2026, 11, 20))
    build.demand(two, 50, date(2026, 11, 1))
    build.demand(three, 70, date(2027, 6, 1))
    build.demand(one, 5, date(2026, 11, 10), material_=build.material("steel"))

    found = supplies.shortages(supplies.of_projects(DAY, [one.pk, two.pk, three.pk]))

    assert [(row.material.code, row.first_on, row.missing) for row in found] == [
        ("cement", date(2026, 11, 1), 80), ("steel", date(2026, 11, 10), 5),
    ]  # fmt: skip
    assert [row.project_id for row in found[0].supplies] == [two.pk, one.pk]
    assert supplies.of_whole_projects(DAY, [one.pk]) == {one.pk: (29, date(2026, 11, 10), "steel")}


# --- against a slow stockkeeper --------------------------------------------------------------------------------------
AMOUNTS = st.decimals(min_value=1, max_value=90, places=2)
DAYS = st.dates(min_value=date(2026, 9, 20), max_value=date(2026, 12, 31))
CASES = st.fixed_dictionaries(
    {
        "wanted": st.lists(st.builds(Wanted, AMOUNTS, DAYS), min_size=1, max_size=2),
        "percents": st.tuples(*[st.integers(0, 100)] * 2),
        "delivered": AMOUNTS,
        "sent": st.lists(st.builds(Sent, AMOUNTS, DAYS, st.lists(st.tuples(AMOUNTS, DAYS), max_size=2)), max_size=3),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(case=CASES)
def test_cover_and_shortage_are_those_of_a_slow_stockkeeper(project, case):
    with transaction.atomic():
        for wanted, package in zip(case["wanted"], project.packages.order_by("order"), strict=False):
            build.demand(project, wanted.quantity, wanted.by, package=package)
        build.delivery(project, case["delivered"], supplier_=build.supplier(), percents=case["percents"])
        supplier = build.supplier()
        for number, sent in enumerate(case["sent"]):
            order = build.order(project, sent.quantity, sent.promised_on, supplier_=supplier, reference=f"O-{number}",
                                ordered_on=date(2026, 9, 1))  # fmt: skip
            for again, (quantity, day) in enumerate(sent.consignments):
                build.dispatch(order, quantity, day, waybill=f"{number}/{again}")

        row, whole = only(project), supplies.of_whole_projects(DAY, [project.pk])

        stock, rest = kept(case)
        assert row.stock == stock
        assert (row.cover_days, row.short_on, row.short_by, row.missing) == short(case, stock, rest, DAY)
        assert whole[project.pk][:2] == (row.cover_days, row.short_on)
        transaction.set_rollback(True)


# --- suppliers -------------------------------------------------------------------------------------------------------
def test_a_promise_is_kept_in_full_by_the_day_first_given(project, by):
    supplier = build.supplier()
    orders = [
        build.order(project, 40, date(2026, 10, 3), supplier_=supplier, reference=f"O-{number}") for number in range(4)
    ]
    build.order(project, 40, date(2026, 12, 1), supplier_=supplier, reference="O-later")
    moved = acting.correct_order(
        orders[2], why="They asked for more time.", by=by, material=orders[2].material, supplier=supplier,
        **ordering(reference="O-2", quantity=Decimal(40), promised_on=date(2026, 10, 30)),
    )  # fmt: skip
    build.dispatch(orders[0], 40, waybill="W-0")
    september = make.period(date(2026, 9, 25))
    build.delivery(project, 40, supplier_=supplier, waybill="W-0", period=september)  # in time, by its dispatch
    build.delivery(project, 40, supplier_=supplier, waybill="W-1", order_=orders[1], received_on=date(2026, 10, 5))

    (row,) = supplies.reliability(DAY, [project.pk])
    late = supplies.late_orders(DAY, [project.pk])

    assert (row.supplier, row.promised, row.kept, row.delivered, row.late, row.percent) == (supplier, 4, 1, 2, 2, 25)
    assert [(row.order, row.missing, row.days) for row in late] == [(orders[3], 40, 9), (moved, 40, 9)]


def test_an_order_of_another_material_or_another_day_is_not_judged(project):
    order = build.order(project, 40, date(2026, 10, 3))

    assert supplies.reliability(date(2026, 10, 2), [project.pk]) == []
    assert supplies.reliability(DAY, [project.pk], build.material("steel")) == []
    assert [row.supplier for row in supplies.reliability(DAY, [project.pk], order.material)] == [order.supplier]
