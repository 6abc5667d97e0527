"""Funds and equipment through the API: entered once however often sent, corrected, withdrawn, summed up."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import FundAllocation
from regional20x10.shared import clock
from tests import build, make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
ALLOCATION = {"year": 2026, "source": "state", "amount": 1000, "reference": "Decision 1"}
PAYMENT = {"source": "state", "amount": 600, "paid_on": "2026-10-01", "reference": "Payment 1"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project(budget=2000, operation_unit=make.organization("operation_unit"))


@pytest.fixture
def staff():
    return Caller(make.post())


def test_an_allocation_is_made_once_corrected_and_withdrawn(staff, project):
    key = str(uuid.uuid4())
    said = {**ALLOCATION, "project": project.code}

    made, again = (staff.post("fund-allocations/", said, headers={"Idempotency-Key": key}) for _time in range(2))
    address = f"fund-allocations/{made.json()['id']}/"
    corrected = staff.post(f"{address}correct/", {"amount": 1200.5, "why": "A digit."})
    late = staff.post(f"{address}correct/", {"amount": 1300, "why": "A digit."})
    withdrawn = staff.post(f"fund-allocations/{corrected.json()['id']}/withdraw/", {"why": "Another factory's."})
    told = staff.get(f"fund-allocations/?project={project.code}").json()["results"]
    standing = staff.get(f"fund-allocations/?project={project.code}&in_force=yes").json()["results"]

    assert [answer.status_code for answer in (made, again, corrected, late, withdrawn)] == [201, 200, 201, 409, 201]
    assert made.json()["id"] == again.json()["id"]
    assert made.json()["chain"] == key
    assert [(row["amount"], row["withdrawn"], row["replaced_by"] is None) for row in told] == [
        (1200.5, True, True), (1200.5, False, False), (1000, False, False),
    ]  # fmt: skip
    assert standing == []


def test_all_that_stands_against_a_disbursement_is_a_problem_beside_its_field(staff, project):
    build.allocation(project, 500)

    much = staff.post("disbursements/", {**PAYMENT, "project": project.code})
    wrong = staff.post(
        "disbursements/", {**PAYMENT, "project": project.code, "currency": "USD", "paid_on": "2026-12-01"}
    )
    nonsense = staff.post("disbursements/", {**PAYMENT, "project": project.code, "amount": "NaN", "source": "heaven"})

    assert much.status_code == 409
    assert "600.00 KPW would be disbursed and 500.00 allocated" in sentences(much)["amount"]
    assert (wrong.status_code, set(sentences(wrong))) == (409, {"currency", "paid_on"})
    assert (nonsense.status_code, set(sentences(nonsense))) == (400, {"amount", "source"})


def test_a_commitment_names_its_contractor_by_code(project):
    unit, supplier = Caller(make.reporter(project)), build.supplier()
    said = {"project": project.code, "line": "materials", "amount": 70, "committed_on": "2026-10-01", "contract": "C-1"}

    made = unit.post("commitments/", {**said, "contractor": supplier.code})
    unknown = unit.post("commitments/", {**said, "contractor": "nobody"})

    assert (made.status_code, made.json()["contractor"]) == (201, supplier.code)
    assert sentences(unknown) == {"contractor": "There is no body “nobody”."}


def test_the_sums_of_a_factory_and_of_counties_are_told_as_known_on_a_day(staff, project):
    build.allocation(project, 1000, at=make.moment(date(2026, 3, 1)))
    build.disbursement(project, 400, date(2026, 4, 1))

    now = staff.get(f"projects/{project.code}/funds/").json()
    then = staff.get(f"projects/{project.code}/funds/?as_of=2026-03-15").json()
    [county] = staff.get(f"projects/funds/?county={project.plan.county.code}").json()

    assert (now["budget"], now["plan"], now["allocated"], now["disbursed"], now["spent"]) == (
        2000,
        2000,
        1000,
        400,
        None,
    )
    assert now["sources"] == [{"source": "state", "year": 2026, "allocated": 1000, "disbursed": 400}]
    assert (then["allocated"], then["disbursed"]) == (1000, None)
    assert (county["county"], county["allocated"], county["projects"]) == (project.plan.county.code, 1000, 1)
    assert staff.get("projects/funds/?colour=red").status_code == 400


def test_equipment_is_chosen_and_stepped_by_the_operation_unit(project):
    item, supplier = build.item(project, quantity=3, level=None), build.supplier()
    unit = Caller(make.signer(project, "operation"))
    key = str(uuid.uuid4())
    step = {"item": item.pk, "stage": "ordered", "quantity": 2, "on": "2026-10-01", "key": key}

    chosen = unit.patch(f"equipment-items/{item.pk}/", {"level": 2, "supplier": supplier.code})
    made, again = (unit.post("equipment-steps/", step) for _time in range(2))
    much = unit.post("equipment-steps/", {**step, "key": str(uuid.uuid4())})
    corrected = unit.post(f"equipment-steps/{made.json()['id']}/correct/", {"quantity": 3, "why": "One more."})
    [told] = unit.get(f"projects/{project.code}/equipment/").json()

    assert (chosen.status_code, chosen.json()["level"], chosen.json()["supplier"]) == (200, 2, supplier.code)
    assert [answer.status_code for answer in (made, again, much, corrected)] == [201, 200, 409, 201]
    assert (told["ordered"], told["installed"], told["below"]) == (3, None, True)
    assert [row["code"] for row in unit.get("equipment-items/?below=yes").json()["results"]] == ["press"]


def test_what_lies_elsewhere_is_neither_told_nor_changed(project):
    row, item = build.allocation(project), build.item(project)
    far = Caller(make.post(Role.OPERATION_UNIT, where=make.organization("operation_unit")))

    answers = [
        far.get(f"fund-allocations/{row.pk}/"), far.post(f"fund-allocations/{row.pk}/withdraw/", {"why": "So."}),
        far.patch(f"equipment-items/{item.pk}/", {"level": 1}), far.get(f"projects/{project.code}/funds/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404] * 4
    assert far.get("equipment-items/").json()["results"] == []
    assert FundAllocation.objects.count() == 1
