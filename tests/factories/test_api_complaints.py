"""Complaints and product demand through the API: entered once, corrected, withdrawn; figures on a day."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories.models import Complaint, LocalConditions
from regional20x10.shared import clock
from tests import make, produce
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
SAID = {"reference": "K-2026/14", "matter": "dust", "received_on": "2026-09-01", "reply_due_on": "2026-09-16"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def staff():
    return Caller(make.post())


def test_a_complaint_is_made_once_replied_to_corrected_and_withdrawn(staff, project):
    key = str(uuid.uuid4())

    made, again = (staff.post("complaints/", {**SAID, "project": project.code, "key": key}) for _time in range(2))
    pk = made.json()["id"]
    reply = staff.post("complaint-replies/", {"complaint": pk, "replied_on": "2026-09-10", "outcome": "mended"})
    corrected = staff.post(f"complaints/{pk}/correct/", {"matter": "water", "why": "typed"})
    held = staff.post(f"complaints/{corrected.json()['id']}/withdraw/", {"why": "twice"})
    dropped = staff.post(f"complaint-replies/{reply.json()['id']}/withdraw/", {"why": "twice"})
    gone = staff.post(f"complaints/{corrected.json()['id']}/withdraw/", {"why": "twice"})

    answers = (made, again, reply, corrected, held, dropped, gone)
    assert [answer.status_code for answer in answers] == [201, 200, 201, 201, 409, 201, 201]
    assert (made.json()["chain"], reply.json()["complaint"], reply.json()["reference"]) == (key, pk, "K-2026/14")
    assert staff.get("complaints/?in_force=true").json()["results"] == []
    assert len(staff.get(f"complaints/?project={project.code}").json()["results"]) == 3


def test_no_text_of_ones_own_is_taken(staff, project):
    row = produce.complaint(project)

    named = staff.post("complaints/", {**SAID, "project": project.code, "reference": "Kim-12"})
    why = staff.post(f"complaints/{row.pk}/correct/", {"matter": "dust", "why": "Mr Ri said so"})
    note = staff.post("complaints/", {**SAID, "project": project.code, "note": "Mr Ri"})
    unfit = staff.post(f"complaints/{row.pk}/correct/", {"matter": "dust", "why": "again"})

    assert [answer.status_code for answer in (named, why, note, unfit)] == [409, 400, 400, 409]
    assert "looks like a name" in sentences(named)["reference"]
    assert Complaint.objects.count() == 1


def test_the_figures_are_those_of_the_page(project):
    produce.reply(produce.complaint(project, "1"))
    produce.complaint(project, "2", matter="dust")
    analyst = Caller(make.post(Role.ANALYST), scope="read")

    told = analyst.get("complaints/figures/?as_of=2026-10-12").json()
    before = analyst.get("complaints/figures/?as_of=2026-09-05").json()

    figures = {"received": 2, "open": 1, "overdue": 1, "replied": 1, "in_time": 1, "in_time_percent": 50.0,
               "median_days": 9.0}  # fmt: skip
    assert {name: told[name] for name in figures} == figures
    assert [(row["matter"], row["received"]) for row in told["matters"]] == [("noise", 1), ("dust", 1)]
    assert told["counties"] == [{"code": project.plan.county.code, **figures}]
    assert (before["open"], before["median_days"]) == (2, None)


def test_demand_is_told_of_a_county_and_of_a_province(staff):
    plan = make.plan(year_=make.year(2024))
    LocalConditions.objects.create(
        county=plan.county, year=2026, population=36_500, sources={"population": "Survey"},
        demand_per_head={"food": {"value": 20, "source": "Survey"}},
    )  # fmt: skip
    factory = produce.factory(plan)
    produce.months(factory, 2026, [1, 2], [31, 70])

    county = staff.get(f"counties/{plan.county.code}/demand/?as_of=2026-03-15").json()
    province = staff.get(f"provinces/{plan.county.province.code}/demand/?year=2026&as_of=2026-03-15").json()

    [group] = county["groups"]
    assert (county["population"], county["conditions_year"], county["unknown"]) == (36_500, 2026, [])
    assert (group["demand_t_year"], group["output_t"], group["demand_t"]) == (730, 101, 118)
    assert (group["surplus_t"], group["shortage_t"], group["makers"]) == (0, 17, [factory.code])
    assert group["months"][0] == {"month": 1, "output_t": 31, "demand_t": 62, "missing": [], "counts": True}
    assert [(row["name"], row["known"], row["unknown"]) for row in province["groups"]] == [("food", 1, 0)]
    assert province["counties"] == [county]


@pytest.mark.parametrize("query", ["year=soon", "year=1", "year=2027", "year=٢٠٢٦", "month=1", "as_of=2027-01-01"])
def test_a_year_that_is_none_is_refused(staff, query):
    county = make.county()

    assert staff.get(f"counties/{county.code}/demand/?{query}").status_code == 400


def test_a_builder_reads_complaints_and_enters_none(project):
    builder = Caller(make.reporter(project))
    row = produce.complaint(project, received_on=date(2026, 9, 1))

    read = builder.get(f"complaints/{row.pk}/")
    entered = builder.post("complaints/", {**SAID, "project": project.code})

    assert (read.status_code, entered.status_code) == (200, 403)
