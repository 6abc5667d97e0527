"""Production through the API: the same ladder as ten-day returns, and the plans beside it."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import ProductionReturn, ProductPlan
from regional20x10.shared import clock
from tests import make, produce
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
BODY = {
    "hours_run": 600, "power_kwh": 40_000, "staff": 78, "narrative": "As planned.",
    "products": [{"product": "food", "output_t": 80.5, "batches_checked": 10, "batches_passed": 9}],
    "downtimes": [{"cause": "power", "hours": 8}],
    "materials": [{"material": "maize", "received_t": 60, "used_t": 45, "stock_t": 15}],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(date(2026, 6, 3))
    produce.month(2026, 5)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return produce.factory()


@pytest.fixture
def unit(project):
    return Caller(make.signer(project, "operation"))


def begun(unit, project, period="2026-05"):
    said = {"project": project.code, "period": period}
    return unit.post("production/", said, headers={"Idempotency-Key": str(uuid.uuid4())})


def test_a_month_climbs_the_ladder_through_the_api(unit, project):
    draft = begun(unit, project)
    address = f"production/{draft.json()['id']}/"
    again = begun(unit, project)
    saved = unit.put(address, {**BODY, "revision": 1})
    patched = unit.patch(address, {"staff": 80}, headers={"If-Match": saved["ETag"]})
    submitted = unit.post(f"{address}submit/", {"revision": 3})
    verified = Caller(make.verifier(project)).post(f"{address}verify/")
    accepted = Caller(make.post(Role.COMMITTEE_MEMBER)).post(f"{address}accept/")

    answers = (draft, again, saved, patched, submitted, verified, accepted)
    assert [answer.status_code for answer in answers] == [201, 200, 200, 200, 200, 200, 200]
    told = accepted.json()
    assert (told["state"], told["period"], told["output_t"], told["staff"]) == ("accepted", "2026-05", 80.5, 80)
    assert told["downtimes"] == [{"cause": "power", "hours": 8, "note": ""}]
    assert told["materials"] == [{"material": "maize", "received_t": 60, "used_t": 45, "stock_t": 15}]


def test_all_that_stands_against_it_is_a_problem_beside_its_field(unit, project):
    address = f"production/{begun(unit, project).json()['id']}/"
    unit.put(address, {**BODY, "revision": 1, "hours_run": 740, "materials": [],
                       "products": [{"product": "soap", "output_t": 1}]})  # fmt: skip

    refused = unit.post(f"{address}submit/", {"revision": 2})

    assert refused.status_code == 409
    assert sentences(refused) == {
        "hours_run": "740 hours run and 8 hours of downtime are more than the 744 hours of the month.",
        "product_food.output_t": "Enter the output of the product: 0 if nothing was made.",
        "product_soap": "The factory does not make “soap”: choose one of its products, or have it planned first.",
        "material_maize.used_t": "Enter what was used of the raw material: 0 if nothing.",
    }


def test_what_is_no_figure_or_given_twice_is_a_400(unit, project):
    address = f"production/{begun(unit, project).json()['id']}/"
    twice = [{"product": "food", "output_t": 1}] * 2

    below = unit.put(address, {**BODY, "revision": 1, "hours_run": -1})
    doubled = unit.put(address, {**BODY, "revision": 1, "products": twice})

    assert [answer.status_code for answer in (below, doubled)] == [400, 400]
    assert sentences(doubled) == {"products": "Each product is given once: add its quantities up."}


def test_both_versions_of_a_conflict_are_bodies(unit, project):
    address = f"production/{begun(unit, project).json()['id']}/"
    unit.put(address, {**BODY, "revision": 1})

    conflict = unit.put(address, {**BODY, "revision": 1, "staff": 60})

    assert conflict.status_code == 409
    assert (conflict.json()["mine"]["staff"], conflict.json()["theirs"]["staff"]) == (60, 78)
    assert conflict.json()["theirs"]["downtimes"] == [{"cause": "power", "hours": 8, "note": ""}]


def test_it_is_sent_back_and_a_draft_is_thrown_away(unit, project):
    row = produce.produced(project, produce.month(2026, 4), state="submitted")
    draft = begun(unit, project)

    back = Caller(make.verifier(project)).post(
        f"production/{row.pk}/return/", {"note": "Weigh again.", "value_notes": {"product_food": "?"}}
    )
    gone = unit.delete(f"production/{draft.json()['id']}/")

    assert (back.status_code, back.json()["state"], back.json()["value_notes"]) == (
        200, "returned", {"product_food": "?"},
    )  # fmt: skip
    assert gone.status_code == 204
    assert ProductionReturn.objects.get() == row


def test_the_list_is_filtered_and_an_unknown_month_is_refused(unit, project):
    produce.months(project, 2026, [3, 4])

    told = unit.get("production/?period=2026-04&state=verified").json()["results"]
    unknown = unit.get("production/?period=2026-04-1")
    nothing = begun(unit, project, "2031-01")

    assert [(row["period"], row["output_t"]) for row in told] == [("2026-04", 80)]
    assert (unknown.status_code, nothing.status_code) == (400, 400)


def test_plans_are_set_changed_with_a_reason_and_listed(unit, project):
    said = {"project": project.code, "year": 2026, "product": "food", "tonnes": 900}

    answers = [unit.post("product-plans/", {**said, **more})
               for more in ({}, {"tonnes": 800}, {"tonnes": 800, "reason": "Less maize."})]  # fmt: skip

    assert [answer.status_code for answer in answers] == [201, 409, 201]
    assert [row["tonnes"] for row in unit.get("product-plans/?year=2026").json()["results"]] == [800]
    assert ProductPlan.objects.get().tonnes == 800


def test_months_are_told_opened_and_excepted_with_the_periods(unit, project):
    staff = Caller(make.post())
    asked = {"periods": ["2026-04"], "until": "2026-06-09", "reason": "Flood."}

    opened = staff.post("periods/open/", asked)
    given = staff.post(
        "period-exceptions/",
        {"period": "2026-03", "project": project.code, "until": "2026-06-09", "reason": "Flood."},
    )
    month = unit.get("months/2026-04/")

    assert opened.json()["periods"][0]["code"] == "2026-04"
    assert (given.status_code, given.json()["period"]) == (201, "2026-03")
    assert (month.json()["code"], month.json()["closes_on"]) == ("2026-04", "2026-06-09")
    assert unit.get("months/2026-04-1/").status_code == 404


def test_rates_of_production(unit, project):
    produce.produced(project, produce.month(2026, 4), at=make.moment(date(2026, 5, 3)))

    told = unit.get("reporting-rates/?kind=month&by=unit").json()

    assert (told["kind"], told["total"]["whole"]["due"], told["total"]["whole"]["timely"]) == ("month", 3, 1)
    assert unit.get("reporting-rates/?kind=week").status_code == 400
