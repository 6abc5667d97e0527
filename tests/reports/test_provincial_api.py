"""Provincial reports by the API: from beginning to acceptance, what is refused, and everything wrong at once."""

import uuid

import pytest

from regional20x10.shared import clock
from tests import make
from tests.calls import Caller
from tests.reports import provincial

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    clock.stand_on(make.DAY)
    return provincial.world()


@pytest.fixture
def secretary(found):
    return Caller(found.secretary)


def begin(found, caller):
    return caller.post("provincial-reports/", {"year": 2026, "province": found.province.code}).json()


def test_a_report_goes_from_its_beginning_to_acceptance(found, secretary):
    report, member = begin(found, secretary), Caller(found.member)
    at = f"provincial-reports/{report['id']}/"
    for row in report["sections"]:
        said = {"text": "Work: [[finished]].", "version": row["version"]}
        assert secretary.put(f"{at}sections/{row['key']}/", said).status_code == 200
    submitted = secretary.post(f"{at}submit/").json()
    returned = member.post(f"{at}return/", {"notes": [{"section": "bases", "text": "Say why."}]}).json()
    [note] = returned["comments"]
    said = {"section": "bases", "text": "So.", "reply_to": note["id"], "key": str(uuid.uuid4())}
    assert secretary.post(f"{at}comment/", said).status_code == 201
    secretary.post(f"{at}submit/")
    accepted = member.post(f"{at}accept/").json()

    assert (submitted["state"], submitted["missing"], submitted["as_of"]) == ("submitted", [], "2026-10-12")
    assert [row["code"] for row in returned["missing"]] == ["comment"]
    assert accepted["state"] == "accepted"
    assert [row["step"] for row in accepted["steps"]] == ["submit", "return", "submit", "accept"]
    assert accepted["steps"][0]["signed"]["figures"]["finished"] == 0
    assert len(accepted["steps"][0]["sha256"]) == 64


def test_a_report_tells_its_figures_and_what_is_missing(found, secretary):
    said = begin(found, secretary)

    results = said["sections"][0]
    assert {"key": "projects", "label": "Factories of the year", "value": 1, "unit": "count", "said": "1"} in results[
        "figures"
    ]
    assert [row["code"] for row in said["missing"]] == ["empty"] * 6
    assert (said["figures_as_of"], said["days_late"], len(said["data_version"])) == ("2026-10-12", None, 10)


def test_begun_again_it_is_the_same_report(found, secretary):
    assert begin(found, secretary)["id"] == begin(found, Caller(found.chair))["id"]


def test_a_save_names_the_version_that_was_read_and_who_saves_second_gets_both(found, secretary):
    report = begin(found, secretary)
    url = f"provincial-reports/{report['id']}/sections/results/"

    none = secretary.put(url, {"text": "One."})
    first = secretary.put(url, {"text": "One."}, headers={"If-Match": '"1"'})
    second = Caller(found.chair).put(url, {"text": "Two.", "version": 1})

    assert (none.status_code, first.status_code, second.status_code) == (400, 200, 409)
    assert list(second.json()["mine"].values()) == ["Two."]
    assert list(second.json()["theirs"].values()) == ["One."]


def test_everything_that_stands_against_submission_is_said_at_once(found, secretary):
    report = begin(found, secretary)

    answer = secretary.post(f"provincial-reports/{report['id']}/submit/")

    assert answer.status_code == 409
    assert len(answer.json()["errors"]) == 6


@pytest.mark.parametrize(
    ("deed", "body", "fields"),
    [
        ("return", {}, ["notes"]), ("return", {"notes": [{"section": "x", "text": ""}]}, ["notes"]),
        ("comment", {"section": "x", "text": 5, "more": 1}, ["more", "section", "text"]),
        ("submit", {"reasons": [{"doubt": "a", "reason": "x"}]}, ["reasons"]), ("accept", {"note": "x"}, ["note"]),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_with_every_field(found, secretary, deed, body, fields):
    report = provincial.submitted(found)
    who = secretary if deed in ("submit", "comment") else Caller(found.member)

    answer = who.post(f"provincial-reports/{report.pk}/{deed}/", body)

    assert answer.status_code == 400
    assert sorted({row["field"].split(".")[0] for row in answer.json()["errors"]}) == fields


def test_the_list_is_filtered_by_year_province_and_state(found):
    provincial.submitted(found)
    other = provincial.begun(provincial.world())
    caller = Caller(make.post())

    def asked(query):
        return [row["province"] for row in caller.get(f"provincial-reports/?{query}").json()["results"]]

    assert asked("year=2026&state=submitted") == [found.province.code]
    assert asked(f"province={other.province.code}") == [other.province.code]
    assert asked("year=2025") == []


def test_the_days_of_a_year_are_set_by_staff(found):
    staff, body = Caller(make.post()), {"year": 2026, "reports_due_on": "2026-12-22", "plenary_on": None}

    assert staff.post("provincial-reports/days/", body).json() == body
    assert Caller(found.member).post("provincial-reports/days/", body).status_code == 403
    assert staff.post("provincial-reports/days/", body | {"year": 1999}).status_code == 400


def test_the_word_document_comes_in_the_language_asked_for(found, secretary):
    report = begin(found, secretary)

    answer = secretary.get(f"provincial-reports/{report['id']}/report.docx/", headers={"Accept-Language": "ko"})

    assert answer.headers["Content-Disposition"].endswith('-draft-ko.docx"')
