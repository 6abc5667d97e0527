"""What is entered of supplies: demand by the norm, orders, dispatches; each refusal with all its reasons."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest

from committees.rights import Role
from factories.actions import supplies as acting
from factories.models import Dispatch, Material, MaterialOrder
from tests import build, make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW, DAY = make.moment(), make.DAY


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
