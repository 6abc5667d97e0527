"""Raw-material bases through the API: entered, changed, raised, reported, linked; cover and balances."""

import uuid

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import BaseReturn, RawMaterialBase, SupplyLink
from regional20x10.shared import clock
from tests import make, produce
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def factory():
    """It needs 600 t of maize a year."""
    return produce.factory(gates=())


@pytest.fixture
def base(factory):
    return produce.base(factory.plan.county, "maize-1")


@pytest.fixture
def secretary(factory):
    return Caller(make.post(Role.COUNTY_SECRETARY, where=factory.plan.county))


def test_a_base_is_entered_and_changed_with_a_reason(secretary, factory):
    said = {"county": factory.plan.county.code, "code": "river", "name_en": "River", "name_ko": "강변", "kind": "field",
            "material": "maize", "area_ha": 120.5, "yield_t_ha": 4}  # fmt: skip

    made = secretary.post("bases/", said)
    again = secretary.post("bases/", said)
    plain = secretary.patch("/api/v1/bases/river/", {"area_ha": 130})
    slip = secretary.patch("/api/v1/bases/river/", {"area_ha": 1300, "reason": "Surveyed."})
    sure = secretary.patch("/api/v1/bases/river/", {"area_ha": 1300, "reason": "Surveyed.", "sure": True})

    assert [answer.status_code for answer in (made, again, plain, slip, sure)] == [201, 409, 400, 409, 200]
    assert (made.json()["area_ha"], made.json()["province"]) == (120.5, factory.plan.county.province.code)
    assert (sure.json()["area_ha"], sure.json()["measures"]) == (1300, [])
    assert set(sentences(slip)) == {"sure"}


def test_all_that_is_wrong_with_a_base_is_a_problem_beside_its_field(secretary, factory):
    said = {"county": factory.plan.county.code, "code": "x y", "name_en": "River", "name_ko": "강변", "kind": "field",
            "material": "maize", "area_ha": "NaN", "season": [1, 2]}  # fmt: skip
    elsewhere = make.county()

    wrong = secretary.post("bases/", said)
    gold = secretary.post("bases/", {**said, "code": "xy", "area_ha": 5, "season": [0.5] * 12, "material": "gold"})
    far = secretary.post("bases/", {**said, "code": "xy", "area_ha": 5, "season": [1] + [0] * 11,
                                    "county": elsewhere.code})  # fmt: skip

    assert (wrong.status_code, {name.partition(".")[0] for name in sentences(wrong)}) == (
        400, {"code", "area_ha", "season"},
    )  # fmt: skip
    assert gold.status_code == 409
    assert {"material", "season"} <= set(sentences(gold))
    assert sentences(far) == {"county": f"There is no county “{elsewhere.code}”, or your post does not reach it."}


def test_a_measure_is_planned_and_finished(secretary, base):
    said = {"base": base.code, "what": "Irrigation", "adds_t_year": 50, "due_on": "2026-12-01"}

    made = secretary.post("base-measures/", said)
    done = secretary.post(f"base-measures/{made.json()['id']}/done/", {"done_on": "2026-10-10"})
    open_ = secretary.get("base-measures/?done=no").json()["results"]

    assert (made.status_code, done.status_code, done.json()["done_on"], open_) == (201, 200, "2026-10-10", [])
    assert [row["what"] for row in secretary.get(f"bases/{base.code}/").json()["measures"]] == ["Irrigation"]


def test_a_quarter_is_reported_once_corrected_and_withdrawn(secretary, base):
    key = str(uuid.uuid4())
    said = {"base": base.code, "year": 2026, "quarter": 3, "harvested_t": 120, "losses_t": 4.5}

    made, again = (secretary.post("base-returns/", said, headers={"Idempotency-Key": key}) for _time in range(2))
    twice = secretary.post("base-returns/", said)
    early = secretary.post("base-returns/", {**said, "quarter": 4})
    corrected = secretary.post(f"base-returns/{made.json()['id']}/correct/", {"harvested_t": 110, "why": "Weighed."})
    withdrawn = secretary.post(f"base-returns/{corrected.json()['id']}/withdraw/", {"why": "Another's."})

    assert [answer.status_code for answer in (made, again, twice, early, corrected, withdrawn)] == [
        201, 200, 409, 409, 201, 201,
    ]  # fmt: skip
    assert "This quarter was reported already: correct that entry." in twice.content.decode()
    assert (corrected.json()["losses_t"], BaseReturn.objects.in_force().count()) == (4.5, 0)
    assert secretary.get("base-returns/?in_force=true").json()["results"] == []


def test_a_link_is_made_changed_and_taken_away_and_the_cover_follows(secretary, base, factory):
    said = {"base": base.code, "project": factory.code, "share_percent": 60}

    made = secretary.post("supply-links/", said)
    cover = secretary.get(f"projects/{factory.code}/raw-material/").json()
    changed = secretary.post("supply-links/", {**said, "share_percent": 100})
    [row] = secretary.get(f"supply-links/?project={factory.code}").json()["results"]
    [balance] = secretary.get(f"counties/{factory.plan.county.code}/balance/").json()
    [same] = secretary.get(f"provinces/{factory.plan.county.province.code}/balance/").json()
    gone = secretary.post(f"supply-links/{row['id']}/unlink/", {"reason": "Fed by another."})

    [maize] = cover["materials"]
    assert [answer.status_code for answer in (made, changed, gone)] == [201, 200, 204]
    assert (cover["cover_percent"], cover["asked_percent"], maize["missing_t"], len(maize["months"])) == (
        40.0, 70, 360.0, 12,
    )  # fmt: skip
    assert (row["share_percent"], row["material"], balance["short"]) == (100, "maize", [factory.code])
    assert (balance, SupplyLink.objects.count()) == (same, 0)


def test_what_lies_elsewhere_is_neither_told_nor_changed(secretary, base, factory):
    far = produce.base(code="far")
    near = produce.base(code="near")
    produce.link(near, factory, 40)

    answers = [
        secretary.get("bases/far/").status_code, secretary.get("bases/near/").status_code,
        secretary.patch("/api/v1/bases/far/", {"reason": "So."}).status_code,
        secretary.patch("/api/v1/bases/near/", {"reason": "So."}).status_code,
        secretary.post("supply-links/", {"base": "far", "project": factory.code, "share_percent": 1}).status_code,
        secretary.post("supply-links/", {"base": "near", "project": factory.code, "share_percent": 1}).status_code,
        secretary.get(f"counties/{far.county.code}/balance/").status_code,
    ]  # fmt: skip

    assert answers == [404, 200, 404, 403, 400, 403, 404]
    assert RawMaterialBase.objects.count() == 3
