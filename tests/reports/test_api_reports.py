"""Reports through the API: asked for, watched, cancelled, built again, taken."""

import hashlib

import pytest
from django.core.cache import cache

from committees.rights import Role
from regional20x10.shared import clock
from reports.actions import chapters, reports
from reports.models import AnnualReport
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


def built(by, **values):
    """A report that is ready, built by the tasks' own actions."""
    make.project()
    asked = {"year": 2026, "as_of": make.DAY, "language": "en", **values}
    report, _new = reports.request(**asked, by=by, at=make.moment())
    for pk in reports.start(report.pk, by=None, at=make.moment()):
        chapters.build(pk, at=make.moment())
    chapters.finish(report.pk, at=make.moment())
    return AnnualReport.objects.get(pk=report.pk)


def test_asking_for_a_report_gives_it_queued_and_asking_again_gives_the_same():
    make.project()
    post = make.post(Role.ANALYST)
    caller = Caller(post)

    first = caller.post("reports/", {"year": 2026, "as_of": "2026-10-01", "language": "ko"})
    again = caller.post("reports/", {"year": 2026, "as_of": "2026-10-01", "language": "ko"})

    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json() == again.json()
    assert first.json() == {
        "id": first.json()["id"], "year": 2026, "as_of": "2026-10-01", "language": "ko", "status": "queued",
        "steps_done": 0, "steps_total": 0, "requested_by": post.pk, "role": "analyst",
        "created_at": first.json()["created_at"], "started_at": None, "finished_at": None, "data_version": "",
        "error": "", "files": [],
    }  # fmt: skip
    assert first.headers["Location"] == f"/api/v1/reports/{first.json()['id']}/"


def test_without_a_day_a_report_is_of_today():
    make.project()

    answer = Caller(make.post(Role.ANALYST)).post("reports/", {"year": 2026, "language": "en"})

    assert answer.json()["as_of"] == make.DAY.isoformat()


def test_all_that_is_wrong_with_a_request_is_said_at_once():
    answer = Caller(make.post(Role.ANALYST)).post("reports/", {"year": "x", "as_of": "soon", "colour": "red"})

    assert answer.status_code == 400
    assert set(sentences(answer)) == {"year", "as_of", "language", "colour"}


def test_a_year_without_places_and_a_day_to_come_are_refused_together():
    answer = Caller(make.post(Role.ANALYST)).post("reports/", {"year": 2031, "as_of": "2026-10-13", "language": "en"})

    assert answer.status_code == 409
    assert sentences(answer) == {
        "year": "There are no places in your reach in 2031: choose another year.",
        "as_of": "2026-10-13 is in the future: nothing is known of it yet. Choose a day up to 2026-10-12.",
    }
    assert not AnnualReport.objects.exists()


@pytest.mark.parametrize("role", [Role.CONSTRUCTION_UNIT, Role.COUNTY_STAFF, Role.INSPECTOR])
def test_a_post_that_may_not_ask_is_told_whom_to_ask(role):
    answer = Caller(make.post(role)).post("reports/", {"year": 2026, "language": "en"})

    assert answer.status_code == 403
    assert "may not do this. Ask: Committee staff, Committee member" in sentences(answer)[None]


@pytest.mark.parametrize("kind", ["pdf", "xlsx", "json"])
def test_a_ready_report_gives_each_file_with_the_digest_it_tells(kind):
    post = make.post(Role.ANALYST)
    report, caller = built(post), Caller(post)

    told = {row["kind"]: row for row in caller.get(f"reports/{report.pk}/").json()["files"]}
    answer = caller.get(f"reports/{report.pk}/files/{kind}/", headers={"Accept": "text/plain"})
    content = b"".join(answer.streaming_content)

    assert answer.status_code == 200
    assert (told[kind]["bytes"], told[kind]["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert answer.headers["Content-Disposition"] == f'attachment; filename="20x10-2026-2026-10-12-en.{kind}"'


def test_a_report_that_is_not_ready_has_no_file():
    make.project()
    caller = Caller(make.post(Role.ANALYST))
    report = caller.post("reports/", {"year": 2026, "language": "en"}).json()

    answer = caller.get(f"reports/{report['id']}/files/pdf/")

    assert answer.status_code == 409
    assert sentences(answer) == {None: "This report has no files now (state: Queued): wait, or have it built again."}


def test_a_report_is_cancelled_once_and_can_be_built_again():
    make.project()
    caller = Caller(make.post(Role.ANALYST))
    address = f"reports/{caller.post('reports/', {'year': 2026, 'language': 'en'}).json()['id']}"

    cancelled, twice, again = (caller.post(f"{address}/{deed}/") for deed in ("cancel", "cancel", "rebuild"))

    assert [answer.status_code for answer in (cancelled, twice, again)] == [200, 409, 202]
    assert sentences(twice) == {None: "This report is no longer being built: there is nothing to cancel."}
    assert (cancelled.json()["status"], again.json()["status"]) == ("cancelled", "queued")


def test_the_report_of_another_province_is_not_there():
    make.project()
    asker = make.post(Role.PROVINCIAL_SECRETARY, where=make.plan().county.province)
    report = reports.request(year=2026, as_of=make.DAY, language="en", by=asker, at=make.moment())[0]
    stranger = Caller(make.post(Role.PROVINCIAL_SECRETARY))

    answers = [
        stranger.get(f"reports/{report.pk}/"),
        stranger.get(f"reports/{report.pk}/files/pdf/"),
        stranger.post(f"reports/{report.pk}/cancel/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert stranger.get("reports/").json()["results"] == []


def test_who_sees_a_report_but_does_not_edit_it_may_not_cancel_it():
    make.project()
    report = reports.request(year=2026, as_of=make.DAY, language="en", by=make.post(), at=make.moment())[0]

    answer = Caller(make.post(Role.GUIDANCE)).post(f"reports/{report.pk}/cancel/")

    assert answer.status_code == 403
    assert sentences(answer) == {None: "Your post reads this but may not change it."}


def test_the_list_is_filtered_by_year_and_state():
    ready, caller = built(make.post()), Caller(make.post())
    reports.request(year=2026, as_of=make.DAY, language="ko", by=make.post(), at=make.moment())

    found = [caller.get(f"reports/?{query}").json()["results"] for query in ("status=ready", "year=2026", "year=2025")]

    assert [row["id"] for row in found[0]] == [ready.pk]
    assert [len(rows) for rows in found] == [1, 2, 0]
    assert caller.get("reports/?status=done").status_code == 400
