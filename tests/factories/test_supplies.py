"""Supplies: demand by the norm, orders, dispatches; stock, cover, shortages and kept promises on any day."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import supplies
from factories.actions import returns
from factories.actions import supplies as acting
from factories.models import Dispatch, Material, MaterialOrder
from tests import build, make
from tests.factories.stockkeeping import Sent, Wanted, kept, short
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW, DAY = make.moment(), make.DAY


def only(project, as_of=DAY):
    """The supply of the project's one material."""
    (row,) = supplies.of_projects(as_of, [project.pk])
    return row


# --- demand ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def normed():
    """A type that needs 0.3 t of cement a m²: a quarter for the first part, the rest for the second."""
    build.material("cement")
    type_ = make.factory_type("normed")
    type_.norms = {"materials_per_m2": {"cement": 0.3}, "floor_area_m2": 1000}
    type_.save(update_fields=["norms"])
    for template, share in zip(type_.templates.order_by("order"), (0.25, 0.75), strict=True):
        template.materials = {"cement": share}
        template.save(update_fields=["materials"])
    return type_


def demands(project):
    return list(project.demands.order_by("package__order").values_list("quantity", "needed_by"))


def test_a_new_project_has_its_demand_from_the_norm_and_the_work_plan(normed):
    project = make.project(type_=normed, floor_area_m2=2000)

    first, second = project.packages.order_by("order")
    assert demands(project) == [(150, first.starts_on), (450, second.starts_on)]


def test_while_the_floor_area_is_not_known_that_of_the_type_stands_for_it(normed):
    assert [quantity for quantity, _day in demands(make.project(type_=normed))] == [75, 225]


def test_a_demand_that_was_corrected_is_not_lost_unsaid(normed):
    project, by = make.project(type_=normed), make.post()
    first = project.packages.first()
    acting.set_demand(
        project, package=first, material=build.material(), quantity=90, needed_by=date(2026, 3, 1), by=by, at=NOW
    )

    with action_refuses(
        "Cement for Part 1: 90 t by 2026-03-01 is entered and differs from the norm. "
        "Tick that it is to be replaced, or leave it."
    ):
        acting.plan_demand(project, by=by, at=NOW)
    written = acting.plan_demand(project, replace=True, by=by, at=NOW)

    assert [row.package for row in written] == [first]
    assert demands(project)[0] == (75, first.starts_on)


def test_planning_says_all_that_is_in_the_way(normed):
    project = make.project(type_=normed)
    project.demands.all().delete()
    Material.objects.all().delete()

    with action_refuses(
        "The norm names the material “cement”, which the list of materials lacks: committee staff enter it."
    ):
        acting.plan_demand(project, by=make.post(), at=NOW)
    with action_refuses("The type has no norm of materials, or the floor area is not known: enter each demand."):
        acting.plan_demand(make.project(), by=make.post(), at=NOW)


def test_a_demand_belongs_to_a_package_of_its_own_factory():
    other = make.project().packages.first()

    with action_refuses(
        "This work package belongs to another factory: choose one of this factory.",
        "The quantity needed is more than 0.",
    ):
        acting.set_demand(
            make.project(), package=other, material=build.material(), quantity=0, needed_by=DAY, by=make.post(), at=NOW
        )


# --- orders and dispatches -------------------------------------------------------------------------------------------
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


def sending(**values):
    said = {"waybill": "W-7", "quantity": Decimal(40), "dispatched_on": date(2026, 10, 8)}
    return {**said, "expected_on": date(2026, 10, 14), "at": NOW, **values}


def test_all_that_is_wrong_with_an_order_is_said_at_once(project, by):
    with action_refuses(
        "This body is not a supplier: choose one that is.",
        "An order is entered once it is made: its day is at the latest today.",
        "The quantity ordered is more than 0.",
        "An order is promised for the day it is made or later: correct a date.",
    ):
        acting.order(
            project, material=build.material(), supplier=make.organization(), by=by,
            **ordering(ordered_on=date(2026, 10, 30), quantity=Decimal(-3)),
        )  # fmt: skip


def test_the_same_order_twice_is_refused_and_with_its_key_it_is_the_same(project, by):
    material, supplier, key = build.material(), build.supplier(), uuid.uuid4()
    said = {"material": material, "supplier": supplier, "by": by, **ordering()}
    first = acting.order(project, key=key, **said)

    again = acting.order(project, key=key, **{**said, "at": NOW + timedelta(hours=1)})
    with action_refuses("This order of this supplier for this material is entered already: correct that one."):
        acting.order(project, **said)
    with action_refuses("This key was used for another entry: make a new one for each."):
        acting.order(project, key=key, **{**said, "quantity": Decimal(5)})

    assert again == first
    assert MaterialOrder.objects.count() == 1


def test_a_dispatch_stays_within_its_order_and_its_waybill_is_the_suppliers_own(project, by):
    order = build.order(project, 100)
    acting.dispatch(order, by=by, **sending(quantity=Decimal(70)))

    with action_refuses(
        "The order is of 2026-09-01: nothing left before.",
        "This waybill of this supplier is entered already: correct that dispatch.",
        "100 t are ordered and 70 dispatched: enter at most 30, or correct the order first.",
    ):
        acting.dispatch(order, by=by, **sending(dispatched_on=date(2026, 8, 1)))


def test_a_waybill_is_known_to_its_supplier_over_all_sites(project, by):
    order = build.order(project)
    acting.dispatch(order, by=by, **sending())
    elsewhere = build.order(make.project(), supplier_=order.supplier)

    with action_refuses("This waybill of this supplier is entered already: correct that dispatch."):
        acting.dispatch(elsewhere, by=make.post(), **sending())


def test_what_was_dispatched_stays_true_of_its_order(project, by):
    order = build.order(project, 100)
    acting.dispatch(order, by=by, **sending())
    said = ordering(material=build.material("steel"), supplier=order.supplier, quantity=Decimal(30))

    with action_refuses(
        "Something was dispatched on this order: withdraw the dispatches before you change this.",
        "40 t were dispatched on this order: enter at least that.",
    ):
        acting.correct_order(order, why="Counted again.", by=by, **said)
    with action_refuses("Something was dispatched on this order: withdraw the dispatches first."):
        acting.withdraw_order(order, why="Never made.", by=by, at=NOW)


def test_a_correction_keeps_both_versions_and_needs_its_reason(project, by):
    order = build.order(project, 100)
    said = ordering(material=order.material, supplier=order.supplier, quantity=Decimal(120), by=by)

    with action_refuses("Say why the entry is corrected: both versions are kept."):
        acting.correct_order(order, why=" ", **said)
    later = acting.correct_order(order, why="Two lorries more.", **said)
    with action_refuses("This entry was corrected or withdrawn meanwhile: load the page again."):
        acting.correct_order(order, why="Once more.", **said)

    assert list(MaterialOrder.objects.in_force()) == [later]
    assert later.chain == order.chain
    with database_refuses("Cannot update or delete rows from factories_materialorder"):
        sql("UPDATE factories_materialorder SET quantity = 5 WHERE id = %s", order.pk)


def test_what_the_site_received_is_not_said_never_to_have_left(project, by):
    order = build.order(project)
    sent = acting.dispatch(order, by=by, **sending())
    build.delivery(project, supplier_=order.supplier, waybill="W-7", order_=order)

    with action_refuses(
        "A return reports this waybill as received: the unit corrects the return first.",
        "Say why the entry is withdrawn: both versions are kept.",
    ):
        acting.withdraw_dispatch(sent, why="", by=by, at=NOW)


def test_a_dispatch_that_never_left_is_withdrawn_and_one_is_corrected(project, by):
    order = build.order(project)
    sent = acting.dispatch(order, by=by, **sending())
    better = acting.correct_dispatch(sent, why="Weighed.", by=by, **sending(quantity=Decimal(100)))

    acting.withdraw_dispatch(better, why="The lorry turned back.", by=by, at=NOW)

    assert not Dispatch.objects.in_force().exists()
    assert Dispatch.objects.count() == 3


def test_the_county_reads_supplies_and_does_not_enter_them(project):
    county = make.post(Role.COUNTY_STAFF, where=project.plan.county)

    with action_forbids(f"The post “{county}” may not do this. Ask: Committee staff, Construction unit."):
        acting.order(project, material=build.material(), supplier=build.supplier(), by=county, **ordering())


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
