"""The pages of supplies: short ahead over all sites, suppliers, one factory, and the forms that enter them."""

from datetime import date

import pytest

from committees.rights import Role
from factories.models import Dispatch, MaterialDemand, MaterialOrder
from regional20x10.shared import clock
from tests import build, make

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def october(db):
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(client, project):
    client.force_login(make.reporter(project).official.user)
    return client


@pytest.fixture
def nation(client):
    client.force_login(make.post().official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


# --- short ahead -----------------------------------------------------------------------------------------------------
def test_the_list_names_each_material_and_the_sites_it_holds_up(nation, project):
    build.demand(project, 30, NOVEMBER)
    build.demand(make.project(), 12, date(2026, 11, 20))
    build.demand(make.project(), 99, date(2027, 3, 1))

    html = text(nation.get("/en/supplies/"))

    assert "1 material short by 11 Dec 2026" in html
    assert "2 sites held up" in html
    assert "42 t" in html
    assert f'href="/en/projects/{project.code}/supplies/"' in html


def test_the_list_is_narrowed_by_place_and_material(nation, project):
    build.demand(project, 30, NOVEMBER)
    other = make.project()
    build.demand(other, 12, NOVEMBER, material_=build.material("steel"))

    by_material = text(nation.get("/en/supplies/?material=steel"))
    by_place = text(nation.get(f"/en/supplies/?province={project.plan.county.province.code}"))
    unknown = nation.get("/en/supplies/?material=gold")

    assert (other.code in by_material, project.code in by_material) == (True, False)
    assert (other.code in by_place, project.code in by_place) == (False, True)
    assert unknown.status_code == 400
    assert "“gold” is not known" in unknown.content.decode()


def test_a_province_sees_its_own_shortages_only(client, project):
    build.demand(project, 30, NOVEMBER)
    client.force_login(make.post(Role.PROVINCIAL_SECRETARY).official.user)

    html = text(client.get("/en/supplies/"))

    assert "No material runs short" in html
    assert project.code not in html


def test_both_lists_are_given_as_files(nation, project):
    build.demand(project, 30, NOVEMBER)
    order = build.order(project, 40, date(2026, 10, 3))

    short = b"".join(nation.get("/en/supplies.csv")).decode()
    late = b"".join(nation.get("/en/suppliers.csv")).decode()
    refused = nation.get("/en/supplies.csv?material=gold")

    assert f"{project.code}," in short
    assert ",2026-11-01,30" in short
    assert f"{order.supplier.code}," in late
    assert refused.status_code == 400


def test_an_earlier_day_is_shown_as_it_was(nation, project):
    build.demand(project, 30, NOVEMBER)
    build.order(project, 30, date(2026, 10, 30), at=make.moment(date(2026, 10, 8)))

    before = text(nation.get("/en/supplies/?as_of=2026-10-07"))
    after = text(nation.get("/en/supplies/?as_of=2026-10-08"))

    assert "1 site held up" in before
    assert "No material runs short" in after


# --- where else it shows ---------------------------------------------------------------------------------------------
def test_a_shortage_ahead_stands_on_the_overview_with_the_site_it_will_hold_up(nation, project):
    build.demand(project, 30, NOVEMBER)

    html = text(nation.get("/en/"))
    block = html[html.index('id="short"') :]

    assert "1 Nov 2026" in block
    assert "30 t" in block
    assert f"{project.plan.county.name}, {project.factory_type.name}" in block


def test_a_shortage_stands_on_the_pages_of_the_county_and_the_factory(nation, project):
    build.demand(project, 30, NOVEMBER)

    county = text(nation.get(f"/en/counties/{project.plan.county.code}/"))
    factory = text(nation.get(f"/en/projects/{project.code}/"))

    assert "Cement from 1 Nov 2026 (30 t missing at 1 site)" in county
    assert "1 Nov 2026: 30 t missing" in factory


# --- suppliers -------------------------------------------------------------------------------------------------------
def test_the_page_of_suppliers_tells_kept_promises_and_late_orders(nation, project):
    order = build.order(project, 40, date(2026, 10, 3))

    html = text(nation.get("/en/suppliers/"))

    assert "0 of 1" in html
    assert order.reference in html
    assert "9 days late" in html


# --- the forms -------------------------------------------------------------------------------------------------------
def test_a_unit_enters_demand_order_and_dispatch_and_sees_them(unit, project):
    material, supplier = build.material(), build.supplier()
    package = project.packages.first()
    base = f"/en/projects/{project.code}/supplies"

    demand = unit.post(
        f"{base}/demand/",
        {"package": package.pk, "material": material.pk, "quantity": "120,5", "needed_by": "2026-11-01"},
    )
    order = unit.post(
        f"{base}/order/",
        {"material": material.pk, "supplier": supplier.pk, "reference": "O-9", "quantity": "100",
         "ordered_on": "2026-10-01", "promised_on": "2026-10-25"},
    )  # fmt: skip
    row = MaterialOrder.objects.get()
    sent = unit.post(
        f"/en/orders/{row.pk}/dispatch/",
        {"waybill": "W-1", "quantity": "60", "dispatched_on": "2026-10-10", "expected_on": "2026-10-14"},
    )
    html = text(unit.get(f"{base}/"))

    assert [page.status_code for page in (demand, order, sent)] == [302] * 3
    assert "W-1: 60 t, left 10 Oct 2026, expected 14 Oct 2026" in html
    assert "60 on the way, 40 on order" in html
    assert "1 Nov 2026: 20.5 t missing" in html


def test_a_refused_order_says_everything_and_keeps_what_was_typed(unit, project):
    page = unit.post(
        f"/en/projects/{project.code}/supplies/order/",
        {"reference": "O-77", "quantity": "", "ordered_on": "2026-10-30", "promised_on": "2026-10-02"},
    )
    html = page.content.decode()

    assert page.status_code == 409
    assert "its day is at the latest today" in html
    assert "correct a date" in html
    for said in ("Choose the material.", "Choose the supplier.", "Enter the quantity."):
        assert said in html
    assert 'value="O-77"' in html


def test_corrections_and_withdrawals_keep_every_version(unit, project):
    order = build.order(project)
    sent = build.dispatch(order, 60)

    corrected = unit.post(
        f"/en/dispatches/{sent.pk}/correct/",
        {
            "waybill": "W-1",
            "quantity": "70",
            "dispatched_on": "2026-10-01",
            "expected_on": "2026-10-14",
            "why": "Weighed.",
        },
    )
    later = Dispatch.objects.in_force().get()
    withdrawn = unit.post(f"/en/dispatches/{later.pk}/withdraw/", {"why": "It turned back."})
    silent = unit.post(f"/en/orders/{order.pk}/withdraw/", {"why": " "})
    gone = unit.post(f"/en/orders/{order.pk}/withdraw/", {"why": "Never made."})

    assert [page.status_code for page in (corrected, withdrawn, silent, gone)] == [302, 302, 409, 302]
    assert (Dispatch.objects.count(), MaterialOrder.objects.count()) == (3, 2)
    assert not MaterialOrder.objects.in_force().exists()


def test_a_demand_is_taken_away_and_its_history_stays(unit, project):
    demand = build.demand(project)

    page = unit.post(f"/en/demands/{demand.pk}/drop/")

    assert page.status_code == 302
    assert not MaterialDemand.objects.exists()
    assert MaterialDemand.pgh_event_model.objects.filter(pgh_obj=demand.pk, pgh_label="delete").count() == 1


def test_on_an_earlier_day_nothing_is_entered(unit, project):
    now = text(unit.get(f"/en/projects/{project.code}/supplies/"))
    then = text(unit.get(f"/en/projects/{project.code}/supplies/?as_of=2026-10-01"))

    assert ("Enter an order" in now, "Enter an order" in then) == (True, False)


@pytest.mark.parametrize("quantity", ["-4", "0", "1e308", "NaN", "Infinity", "lots", "99999999999", "0.001", "４０x"])
def test_a_hostile_quantity_is_answered_on_the_form(unit, project, quantity):
    order = build.order(project)

    page = unit.post(
        f"/en/orders/{order.pk}/dispatch/",
        {"waybill": "W-1", "quantity": quantity, "dispatched_on": "2026-10-01", "expected_on": "2026-10-14"},
    )

    assert page.status_code == 409
    assert not Dispatch.objects.exists()
