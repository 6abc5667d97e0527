"""Sizing studies by the API: the same actions, the same refusals."""

import pytest

from committees.rights import Role
from factories.models import SizingStudy
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    project = make.preparing()
    make.conditions(project.plan.county)
    return project


@pytest.fixture
def unit(project):
    """The design unit's program."""
    return Caller(make.post(Role.DESIGN_UNIT, where=project.design_unit))


@pytest.fixture
def committee():
    return Caller(make.post(Role.COMMITTEE_MEMBER))


def begun(project, caller, share=30):
    said = {"project": project.code, "conditions_year": 2026, "share_percent": share}
    return caller.post("sizing-studies/", said)


def drafted(project, caller, chosen=1000):
    pk = begun(project, caller).json()["id"]
    caller.patch(f"/api/v1/sizing-studies/{pk}/", {"chosen_t_year": chosen}, "application/json")
    return pk


def test_a_study_is_begun_chosen_submitted_and_approved(project, unit, committee):
    pk = drafted(project, unit)

    sent = unit.post(f"sizing-studies/{pk}/submit/")
    approved = committee.post(f"sizing-studies/{pk}/approve/")

    assert (sent.status_code, approved.status_code) == (200, 200)
    told = approved.json()
    assert (told["state"], told["chosen_t_year"], told["conditions_year"]) == ("approved", 1000, 2026)
    assert (told["result"]["recommended_t_year"], told["result"]["bottleneck"]) == (1000, "water")
    project.refresh_from_db()
    assert project.capacity_t_year == 1000


def test_a_draft_tells_what_follows_from_the_conditions_of_the_moment(project, unit):
    make.conditions(project.plan.county, water_m3_day=None)

    told = begun(project, unit)

    assert told.status_code == 201
    assert told.json()["inputs"]["values"]["water_m3_day"] is None
    result = told.json()["result"]
    assert (result["recommended_t_year"], result["missing"]) == (None, ["water_m3_day"])


def test_refusals_are_409_with_every_sentence_beside_its_field(project, unit):
    pk = drafted(project, unit, chosen=400)
    make.conditions(project.plan.county, workforce=None)

    too_much = unit.patch(
        f"/api/v1/sizing-studies/{pk}/", {"share_percent": 140, "chosen_t_year": 0}, "application/json"
    )
    missing = unit.post(f"sizing-studies/{pk}/submit/")

    assert (too_much.status_code, missing.status_code) == (409, 409)
    assert sentences(too_much) == {
        "share_percent": "The share for this factory is more than 0 and at most 100 %.",
        "chosen_t_year": "A capacity is more than 0 t a year.",
    }
    assert sentences(missing) == {
        "conditions_year": "Nothing can be recommended while these are missing: Workforce available. "
        "The county records them, with their sources."
    }
    assert SizingStudy.objects.get().chosen_t_year == 400


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"chosen_t_year": "many"}, "chosen_t_year"),
        ({"chosen_t_year": 1e308}, "chosen_t_year"),
        ({"share_percent": None}, "share_percent"),
        ({"conditions_year": 99999}, "conditions_year"),
        ({"reason": "a\x00b"}, "reason"),
        ({"capacity": 5}, "capacity"),
    ],
)
def test_a_body_that_is_none_is_400(project, unit, said, field):
    pk = drafted(project, unit)

    answer = unit.patch(f"/api/v1/sizing-studies/{pk}/", said, "application/json")

    assert (answer.status_code, list(sentences(answer))) == (400, [field])


def test_an_old_etag_is_refused(project, unit):
    answer = begun(project, unit)
    address = f"/api/v1/sizing-studies/{answer.json()['id']}/"
    unit.patch(address, {"share_percent": 25}, "application/json")

    stale = unit.patch(address, {"share_percent": 20}, "application/json", headers={"If-Match": answer["ETag"]})

    assert stale.status_code == 409
    assert SizingStudy.objects.get().share_percent == 25


def test_who_sees_it_not_is_404_and_who_may_not_is_403(project, unit):
    pk = drafted(project, unit)
    stranger = Caller(make.post(Role.DESIGN_UNIT))
    county = Caller(make.post(Role.COUNTY_STAFF, where=project.plan.county))
    analyst = Caller(make.post(Role.ANALYST))

    answers = [
        stranger.get(f"sizing-studies/{pk}/"), stranger.post(f"sizing-studies/{pk}/submit/"),
        county.get(f"sizing-studies/{pk}/"), county.post(f"sizing-studies/{pk}/submit/"),
        analyst.post(f"sizing-studies/{pk}/submit/"), unit.post(f"sizing-studies/{pk}/approve/"),
    ]  # fmt: skip

    assert [answer.status_code for answer in answers] == [404, 404, 200, 403, 403, 403]


def test_a_study_is_sent_back_with_a_note_and_a_draft_thrown_away(project, unit, committee):
    pk = drafted(project, unit)
    unit.post(f"sizing-studies/{pk}/submit/")

    back = committee.post(f"sizing-studies/{pk}/return/", {"note": "Measure the water again."})
    second = begun(project, unit).json()["id"]
    gone = unit.delete(f"/api/v1/sizing-studies/{second}/")
    kept = unit.delete(f"/api/v1/sizing-studies/{pk}/")

    assert (back.json()["state"], back.json()["return_note"]) == ("returned", "Measure the water again.")
    assert (gone.status_code, kept.status_code) == (204, 409)


def test_studies_are_listed_by_state_project_and_place(project, unit):
    pk = drafted(project, unit)
    make.sized(make.preparing(), at=make.moment())
    caller = Caller(make.post())

    def found(query):
        return [row["id"] for row in caller.get(f"sizing-studies/?{query}").json()["results"]]

    assert found("state=draft") == found(f"project={project.code}") == [pk]
    assert found(f"county={project.plan.county.code}") == [pk]
    assert len(found("")) == 2
