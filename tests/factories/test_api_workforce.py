"""Workforce, trials and samples through the API: planned, reported, corrected, withdrawn, summed up."""

import uuid
from datetime import date

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from committees.rights import Role
from factories.models import Document, Gate, TrainingCourse, TrialRun
from regional20x10.shared import clock
from tests import make, produce
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    produce.trade("mechanics")
    produce.trade("operators")
    return produce.factory(
        gates=[Gate.COMMISSION], on=date(2026, 9, 1), inspection=make.organization("national_institution")
    )


@pytest.fixture
def staff():
    return Caller(make.post())


def course(project, places=80):
    return {"project": project.code, "trade": "operators", "institution": "College", "places": places,
            "starts_on": "2026-03-01", "ends_on": "2026-08-31"}  # fmt: skip


def training(project, **values):
    return {"project": project.code, "trade": "operators", "on": "2026-10-01", "enrolled": 80, "certified": 70,
            **values}  # fmt: skip


def test_a_trade_is_listed_by_staff_and_read_by_all(staff, project):
    made = staff.post("trades/", {"code": "bakers", "name_en": "Bakers", "name_ko": "빵제조공"})
    again = staff.post("trades/", {"code": "bakers", "name_en": "Bakers", "name_ko": "빵제조공"})
    told = Caller(make.post(Role.ANALYST)).get("trades/").json()["results"]

    assert (made.status_code, again.status_code) == (201, 409)
    assert [row["code"] for row in told] == ["bakers", "mechanics", "operators"]


def test_a_course_is_planned_changed_and_dropped(staff, project):
    made = staff.post("training-courses/", course(project))
    address = f"training-courses/{made.json()['id']}/"
    changed = staff.patch(address, {"places": 90, "reason": "A larger hall."})
    without = staff.patch(address, {"places": 95})
    unknown = staff.post("training-courses/", {**course(project), "trade": "nobody"})
    dropped = staff.post(f"{address}drop/", {"reason": "Not held."})

    assert [answer.status_code for answer in (made, changed, without, unknown, dropped)] == [201, 200, 400, 400, 204]
    assert (changed.json()["places"], changed.json()["institution"]) == (90, "College")
    assert sentences(unknown)["trade"] == "There is no trade “nobody”."
    assert not TrainingCourse.objects.exists()


def test_training_is_reported_once_corrected_withdrawn_and_summed(staff, project):
    staff.post("training-courses/", course(project))
    key = str(uuid.uuid4())

    made, again = (
        staff.post("training-returns/", training(project), headers={"Idempotency-Key": key}) for _time in range(2)
    )
    told = staff.get(f"projects/{project.code}/workforce/").json()
    places = staff.get("projects/workforce/").json()
    corrected = staff.post(f"training-returns/{made.json()['id']}/correct/", {"certified": 60, "why": "Ten failed."})
    withdrawn = staff.post(f"training-returns/{corrected.json()['id']}/withdraw/", {"why": "Another factory's."})
    after = staff.get(f"projects/{project.code}/workforce/").json()

    assert [answer.status_code for answer in (made, again, corrected, withdrawn)] == [201, 200, 201, 201]
    assert (made.json()["placed"], corrected.json()["certified"], withdrawn.json()["withdrawn"]) == (0, 60, True)
    assert (told["needed"], told["filled"], told["missing"], told["certified"], told["places"]) == (96, 70, 26, 70, 80)
    assert [(row["trade"], row["filled"], row["on"]) for row in told["trades"]] == [
        ("mechanics", None, None), ("operators", 70, "2026-10-01"),
    ]  # fmt: skip
    province, county = project.plan.county.province.code, project.plan.county.code
    assert [(row["year"], row["province"], row["county"], row["certified"]) for row in places] == [
        (2026, None, None, 70), (2026, province, None, 70), (2026, province, county, 70),
    ]  # fmt: skip
    assert (after["certified"], after["missing"]) == (None, 96)


def test_all_that_stands_against_a_return_of_training_is_a_problem_beside_its_field(staff, project):
    much = staff.post("training-returns/", training(project, on="2026-12-01"))
    more = staff.post("training-returns/", training(project, certified=90))
    nonsense = staff.post("training-returns/", training(project, enrolled="many", on="soon", trade=5))

    assert (much.status_code, set(sentences(much))) == (409, {"on"})
    assert more.status_code == 409
    assert "80 are enrolled, and the courses planned for this trade have 0 places" in sentences(more)["enrolled"]
    assert (nonsense.status_code, set(sentences(nonsense))) == (400, {"enrolled", "on", "trade"})


TRIAL = {"began_on": "2026-09-10", "ended_on": "2026-09-19", "output_t": 20.5, "passed": True, "protocol": "P-7"}
SAMPLE = {"product": "food", "taken_on": "2026-09-20", "laboratory": "Laboratory", "certificate": "C-7",
          "passed": True, "grade": 1}  # fmt: skip


def test_a_trial_comes_with_its_protocol_as_a_file(project):
    unit = Caller(make.post(Role.OPERATION_UNIT, where=project.operation_unit))
    said = {**TRIAL, "project": project.code}
    sent = encode_multipart(BOUNDARY, said | {"files": [make.upload("protocol.pdf")]})

    made = unit.generic("POST", "trial-runs/", sent, MULTIPART_CONTENT)
    corrected = unit.post(f"trial-runs/{made.json()['id']}/correct/", {"output_t": 21, "why": "Weighed again."})
    early = unit.post("trial-runs/", {**said, "protocol": "P-8", "began_on": "2026-08-01"})
    told = unit.get(f"trial-runs/?project={project.code}&in_force=yes&passed=yes").json()["results"]

    assert [answer.status_code for answer in (made, corrected, early)] == [201, 201, 409]
    assert made.json()["document"] == corrected.json()["document"] == Document.objects.get().pk
    assert set(sentences(early)) == {"began_on"}
    assert [row["output_t"] for row in told] == [21]
    assert TrialRun.objects.count() == 2


def test_a_sample_is_the_inspecting_sides(project, staff):
    inspector = Caller(make.post(Role.INSPECTOR, where=project.inspection))

    made = inspector.post("quality-samples/", {**SAMPLE, "project": project.code})
    wrong = inspector.post("quality-samples/", {**SAMPLE, "project": project.code, "product": "shoes"})
    forbidden = staff.post("quality-samples/", {**SAMPLE, "project": project.code})
    corrected = inspector.post(f"quality-samples/{made.json()['id']}/correct/", {"grade": None, "why": "Not graded."})
    withdrawn = inspector.post(f"quality-samples/{corrected.json()['id']}/withdraw/", {"why": "Mixed up."})

    assert [answer.status_code for answer in (made, wrong, forbidden, corrected, withdrawn)] == [
        201, 409, 403, 201, 201,
    ]  # fmt: skip
    assert set(sentences(wrong)) >= {"product"}
    assert corrected.json()["grade"] is None
