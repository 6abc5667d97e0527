"""Supplies through the API: materials, demands, orders, dispatches, shortages, suppliers."""

import uuid
from datetime import date

import pytest

from committees.rights import Role
from factories.models import MaterialDemand, MaterialOrder
from regional20x10.shared import clock
from tests import build, make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def october(db):
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(project):
    return Caller(make.reporter(project))


def order_of(project, **values):
    said = {"project": project.code, "material": build.material().code, "reference": "O-1", "quantity": 100}
    said |= {"ordered_on": "2026-10-01", "promised_on": "2026-10-25"}
    return {**said, **values}


def test_a_material_is_entered_and_corrected_by_committee_staff(unit):
    staff = Caller(make.post())
    said = {"name_en": "Sand", "name_ko": "모래", "unit": "m³"}

    answers = [staff.put("materials/sand/", said), staff.put("materials/sand/", {**said, "unit": "t"})]
    refused = unit.put("materials/sand/", said)
    wrong = staff.put("materials/gravel/", {"name_en": "", "unit": 5, "colour": "grey"})

    assert [answer.status_code for answer in answers] == [201, 200]
    assert unit.get("materials/sand/").json() == {"code": "sand", **said, "unit": "t"}
    assert refused.status_code == 403
    assert set(sentences(wrong)) == {"name_en", "name_ko", "unit", "colour"}


def test_a_demand_said_twice_is_one_and_can_be_taken_away(project, unit):
    package = project.packages.first().pk
    said = {"project": project.code, "package": package, "material": build.material().code, "quantity": 12.5,
            "needed_by": "2026-11-01"}  # fmt: skip

    first, again = unit.post("material-demands/", said), unit.post("material-demands/", {**said, "quantity": 20})
    listed = unit.get(f"material-demands/?project={project.code}&material=cement").json()["results"]
    gone = unit.delete(f"material-demands/{first.json()['id']}/")

    assert first.json()["id"] == again.json()["id"]
    assert [row["quantity"] for row in listed] == [20]
    assert (gone.status_code, MaterialDemand.objects.count()) == (204, 0)


def test_demands_are_worked_out_from_the_norm_and_nothing_is_lost_unsaid(unit, project):
    build.material()
    project.factory_type.norms = {"materials_per_m2": {"cement": 0.5}, "floor_area_m2": 100}
    project.factory_type.save(update_fields=["norms"])
    project.factory_type.templates.update(materials={"cement": 0.5})

    made = unit.post("material-demands/plan/", {"project": project.code})
    MaterialDemand.objects.filter(pk=made.json()[0]["id"]).update(quantity=9)
    losing = unit.post("material-demands/plan/", {"project": project.code})
    replaced = unit.post("material-demands/plan/", {"project": project.code, "replace": True})

    assert [row["quantity"] for row in made.json()] == [25, 25]
    assert losing.status_code == 409
    assert [row["quantity"] for row in replaced.json()] == [25]


def test_an_order_and_its_dispatch_live_through_the_api(project, unit):
    said = order_of(project, supplier=build.supplier().code, key=str(uuid.uuid4()))

    made, again = unit.post("material-orders/", said), unit.post("material-orders/", said)
    order = made.json()["id"]
    sent = unit.post(
        "dispatches/",
        {"order": order, "waybill": "W-9", "quantity": 60, "dispatched_on": "2026-10-10", "expected_on": "2026-10-14"},
    )
    much = unit.post(
        "dispatches/",
        {"order": order, "waybill": "W-9", "quantity": 60, "dispatched_on": "2026-10-10", "expected_on": "2026-10-14"},
    )
    back = unit.post(f"dispatches/{sent.json()['id']}/withdraw/", {"why": "It turned back."})
    correction = {name: value for name, value in said.items() if name not in ("project", "key")}
    better = unit.post(f"material-orders/{order}/correct/", {**correction, "quantity": 80, "why": "Counted."})
    holding = unit.get("material-orders/?in_force=true").json()["results"]
    past = unit.get("material-orders/?in_force=false").json()["results"]
    neither = unit.get("material-orders/?in_force=null")

    assert (made.status_code, again.json()["id"]) == (201, order)
    assert (sent.status_code, sent.json()["supplier"]) == (201, said["supplier"])
    assert sentences(much) == {
        "waybill": "This waybill of this supplier is entered already: correct that dispatch.",
        "quantity": "100 t are ordered and 60 dispatched: enter at most 40, or correct the order first.",
    }
    assert back.json()["withdrawn"] is True
    assert (better.json()["replaces"], better.json()["chain"]) == (order, said["key"])
    assert [(row["id"], row["quantity"]) for row in holding] == [(better.json()["id"], 80)]
    assert ([row["id"] for row in past], neither.status_code) == ([order], 400)


def test_what_a_body_names_must_be_known_and_within_reach(project, unit):
    foreign = build.order(make.project())
    bodies = [
        order_of(project, supplier="nobody"),
        order_of(project, supplier=build.supplier().code, material="gold"),
        order_of(make.project(), supplier=build.supplier().code),
    ]

    answers = [unit.post("material-orders/", body) for body in bodies]
    said = {"waybill": "W", "quantity": 1, "dispatched_on": "2026-10-10", "expected_on": "2026-10-14"}
    dispatch = unit.post("dispatches/", {"order": foreign.pk, **said})

    assert [list(sentences(answer)) for answer in (*answers, dispatch)] == [
        ["supplier"], ["material"], ["project"], ["order"],
    ]  # fmt: skip
    assert MaterialOrder.objects.count() == 1


@pytest.mark.parametrize("quantity", [-1, "12", 1e308, 10**12, 0.001, None, True, [1]])
def test_a_hostile_quantity_is_refused_with_a_sentence(project, unit, quantity):
    answer = unit.post("material-orders/", order_of(project, supplier=build.supplier().code, quantity=quantity))

    assert answer.status_code == 400
    assert list(sentences(answer)) == ["quantity"]
    assert not MaterialOrder.objects.exists()


def test_shortages_are_told_by_site_for_any_day_within_ones_reach(project):
    build.demand(project, 30, date(2026, 11, 1))
    build.demand(project, 5, date(2027, 5, 1), material_=build.material("steel"))
    build.demand(make.project(), 99, date(2026, 11, 1))
    province = Caller(make.verifier(project))

    listed = province.get("shortages/").json()["results"]
    steel = province.get("shortages/?material=steel").json()["results"]
    early = province.get("shortages/?as_of=2026-08-01").json()["results"]
    whole = province.get(f"shortages/{project.code}/").json()

    assert [(row["project"], [supply["material"] for supply in row["materials"]]) for row in listed] == [
        (project.code, ["cement"])
    ]
    assert listed[0]["materials"][0]["short_on"] == "2026-11-01"
    assert listed[0]["materials"][0]["missing"] == 30
    assert (steel, early) == ([], [])
    assert [(row["material"], row["cover_days"]) for row in whole["materials"]] == [("cement", 20), ("steel", 201)]


def test_a_supplier_is_judged_by_the_orders_the_caller_sees(project):
    supplier = build.supplier()
    build.order(project, 40, date(2026, 10, 3), supplier_=supplier)
    build.order(make.project(), 40, date(2026, 10, 3), supplier_=supplier)
    national, local = Caller(make.post(Role.ANALYST)), Caller(make.verifier(project))

    told = [caller.get(f"suppliers/{supplier.code}/").json()["promised"] for caller in (national, local)]
    listed = national.get("suppliers/?as_of=2026-10-02").json()["results"]

    assert told == [2, 1]
    assert [(row["promised"], row["percent"]) for row in listed] == [(0, None)]
