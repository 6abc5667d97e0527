"""A ten-day return's whole life through the API, and what it says to calls that cannot be."""

import json
import uuid
from datetime import date

import pytest

from committees.rights import Role
from factories.models import State, StatusReturn
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db
PROBLEM = "application/problem+json"
SEND_REVISION = "Send the revision you read as `revision`, or its ETag as If-Match."
REQUIRED = "This field is required."
ELSEWHERE = "There is nothing at this address, or your post does not reach it."


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def unit(project):
    return make.reporter(project)


@pytest.fixture
def site(unit):
    """The program of the construction unit."""
    return Caller(unit)


@pytest.fixture
def draft(project, unit):
    return make.draft(project, percents=(50, 20), by=unit)


def body(row, percents=(50, 20), **more):
    """All that a site says of `row`, as PUT takes it."""
    packages = row.lines.order_by("package__order").values_list("package_id", flat=True)
    lines = [{"package": pk, "percent": percent} for pk, percent in zip(packages, percents, strict=True)]
    return {"revision": row.revision, "crew_people": 64, "crew_days": 640, "pace": "normal", "slowed_since": None,
            "needed": "", "narrative": "Roof closed.", "lines": lines, "delays": [], **more}  # fmt: skip


def put(site, row, said, **headers):
    return site.put(f"returns/{row.pk}/", json.dumps(said), headers=headers or None)


def patch(site, row, said, **headers):
    return site.patch(f"returns/{row.pk}/", json.dumps(said), headers=headers or None)


def problem(answer, status, name):
    """The body of an answer that is this problem."""
    told = answer.json()
    assert (answer.status_code, answer.headers["Content-Type"], told["type"], told["status"]) == (
        status, PROBLEM, f"/api/problems/{name}/", status,
    )  # fmt: skip
    return told


# --- the life of one -------------------------------------------------------------------------------------------------
def test_a_return_lives_from_draft_to_acceptance(project, site):
    make.period()
    asked = {"project": project.code, "period": "2026-10-1", "key": str(uuid.uuid4())}

    begun = site.post("returns/", asked)
    row = StatusReturn.objects.get()
    saved = put(site, row, body(row, (62.5, 30)))
    submitted = site.post(f"returns/{row.pk}/submit/", {"revision": 2})
    verified = Caller(make.verifier(project)).post(f"returns/{row.pk}/verify/")
    accepted = Caller(make.post(Role.COMMITTEE_MEMBER)).post(f"returns/{row.pk}/accept/")

    answers = [begun, saved, submitted, verified, accepted]
    assert [(answer.status_code, answer.headers["ETag"]) for answer in answers] == [
        (201, '"1"'), (200, '"2"'), (200, '"2"'), (200, '"2"'), (200, '"2"'),
    ]  # fmt: skip
    assert begun.headers["Location"] == f"/api/v1/returns/{row.pk}/"
    assert [answer.json()["state"] for answer in answers] == [
        "draft", "draft", "submitted", "verified", "accepted",
    ]  # fmt: skip
    told = accepted.json()
    assert told["percent"] == 43.0
    assert [(line["percent"], line["reason"]) for line in told["lines"]] == [(62.5, ""), (30.0, "")]
    assert site.get(f"returns/{row.pk}/").json() == told


def test_a_return_sent_back_is_corrected_by_a_new_version(project, site, draft):
    site.post(f"returns/{draft.pk}/submit/", {"revision": draft.revision})

    back = Caller(make.verifier(project)).post(f"returns/{draft.pk}/return/", {"note": "Count the machines."})
    again = site.post("returns/", {"project": project.code, "period": "2026-10-1", "key": str(uuid.uuid4())})

    assert (back.json()["state"], back.json()["return_note"]) == ("returned", "Count the machines.")
    assert (again.status_code, again.json()["version"], again.json()["state"]) == (201, 2, "draft")
    assert [line["percent"] for line in again.json()["lines"]] == [50.0, 20.0]


def test_a_draft_is_thrown_away_and_a_submitted_return_stays(site, project, draft):
    row = make.submitted(project, make.period(make.DAY), (60, 30), by=draft.saved_by, at=make.moment())

    gone, stays = site.delete(f"returns/{draft.pk}/", "{}"), site.delete(f"returns/{row.pk}/", "{}")

    assert (gone.status_code, gone.content) == (204, b"")
    assert problem(stays, 409, "refused")["detail"] == (
        "A submitted return is a fact and stays. Correct it by a new version."
    )
    assert StatusReturn.objects.get() == row


def test_patch_changes_what_is_given_and_leaves_the_rest(site, draft):
    first = draft.lines.order_by("package__order").first().package_id
    delays = [{"cause": "water", "days_lost": 2, "note": "frozen"}]
    patch(site, draft, {"revision": 2, "delays": delays})

    answer = patch(
        site, draft, {"revision": 3, "narrative": "Only this.", "lines": [{"package": first, "percent": None}]}
    )

    told = answer.json()
    assert (answer.status_code, told["narrative"], told["crew_people"], told["delays"]) == (
        200, "Only this.", 60, delays,
    )  # fmt: skip
    assert [line["percent"] for line in told["lines"]] == [None, 20.0]


# --- sent twice, saved by two ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("where", ["body", "header"])
def test_the_same_key_sent_twice_is_one_return(project, site, where):
    make.period()
    key = str(uuid.uuid4())
    asked = {"project": project.code, "period": "2026-10-1"}
    body_, headers = ({**asked, "key": key}, {}) if where == "body" else (asked, {"Idempotency-Key": key})

    first, second = (site.post("returns/", body_, headers=headers) for _time in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert StatusReturn.objects.count() == 1


def test_a_key_used_for_another_period_is_refused(project, site, draft):
    make.period(make.DAY)

    answer = site.post("returns/", {"project": project.code, "period": "2026-10-2", "key": str(draft.key)})

    assert problem(answer, 409, "refused")["detail"] == "This key was already used for another return: make a new one."


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "mine"}])
def test_without_a_key_of_ones_own_nothing_begins(project, site, headers):
    make.period()

    answer = site.post("returns/", {"project": project.code, "period": "2026-10-1"}, headers=headers)

    assert sentences(answer) == {
        "key": "Send a UUID of your own as `key` or Idempotency-Key, the same when you send this again."
    }


def test_submitting_twice_is_submitting_once(site, draft):
    first, second = (site.post(f"returns/{draft.pk}/submit/", {"revision": 2}) for _time in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()


def test_who_saves_over_somebody_else_is_told_both_versions(project, site, draft):
    colleague = Caller(make.reporter(project))
    put(colleague, draft, body(draft, (70, 20), narrative="Theirs."))
    mine = body(draft, (55, 20), narrative="Mine.")

    answer = put(site, draft, mine)

    told = problem(answer, 409, "conflict")
    reason = "Somebody else saved this return while you were writing. Both versions are below; nothing is lost."
    assert told["detail"] == reason
    lines = [{**line, "reason": ""} for line in mine["lines"]]
    assert told["mine"] == {**{name: mine[name] for name in mine if name != "revision"}, "lines": lines}
    assert (told["theirs"]["revision"], told["theirs"]["narrative"], told["theirs"]["lines"][0]["percent"]) == (
        3, "Theirs.", 70.0,
    )  # fmt: skip
    assert StatusReturn.objects.get().narrative == "Theirs."


def test_what_somebody_else_saved_meanwhile_is_not_submitted_unseen(project, site, draft):
    put(Caller(make.reporter(project)), draft, body(draft, (70, 20)))

    answer = site.post(f"returns/{draft.pk}/submit/", headers={"If-Match": '"2"'})

    assert problem(answer, 409, "conflict")["theirs"]["lines"][0]["percent"] == 70.0
    assert StatusReturn.objects.get().state == State.DRAFT


@pytest.mark.parametrize("etag", ['"2"', 'W/"2"', ' "2" '])
def test_the_revision_may_be_sent_as_if_match(site, draft, etag):
    said = {name: value for name, value in body(draft).items() if name != "revision"}

    answer = put(site, draft, said, **{"If-Match": etag})

    assert (answer.status_code, answer.headers["ETag"]) == (200, '"3"')


@pytest.mark.parametrize(
    ("revision", "headers"),
    [({}, {}), ({}, {"If-Match": "2"}), ({}, {"If-Match": "*"}), ({"revision": 2}, {"If-Match": '"1"'}),
     ({"revision": 2}, {"If-Match": "0"})],
)  # fmt: skip
def test_a_revision_that_is_missing_unreadable_or_said_in_two_ways_is_asked_for(site, draft, revision, headers):
    answer = patch(site, draft, {"narrative": "x", **revision}, **headers)

    assert problem(answer, 400, "not-understood")["detail"] == SEND_REVISION
    assert sentences(answer) == {"revision": SEND_REVISION}
    assert StatusReturn.objects.get().revision == 2


# --- rules -----------------------------------------------------------------------------------------------------------
def test_a_closed_period_takes_no_return(project, site):
    make.period()
    asked = {"project": project.code, "period": "2026-09-2", "key": str(uuid.uuid4())}

    answer = site.post("returns/", asked)

    assert problem(answer, 409, "refused")["detail"] == (
        "The period 11–20 Sep 2026 closed on 2026-09-25: report the work in the period that is open now, "
        "or ask committee staff to open it again."
    )


def test_an_unknown_project_and_period_are_said(project, site):
    make.period()
    key = str(uuid.uuid4())

    unknown = site.post("returns/", {"project": "99-NONE", "period": "2026-10-1", "key": key})
    elsewhere = site.post("returns/", {"project": make.project().code, "period": "2026-10-1", "key": key})
    never = site.post("returns/", {"project": project.code, "period": "2031-10-1", "key": key})

    assert sentences(unknown) == {"project": "There is no project “99-NONE”, or your post does not reach it."}
    assert list(sentences(elsewhere)) == ["project"]
    assert sentences(never) == {"period": "There is no period “2031-10-1” yet."}
    assert not StatusReturn.objects.exists()


def test_a_percentage_that_falls_needs_a_reason(project, site, unit):
    make.submitted(project, make.period(date(2026, 9, 25)), (50, 20), by=unit)
    draft = make.draft(project, percents=(45, 20), by=unit)
    package = draft.lines.order_by("package__order").first().package_id

    refused = site.post(f"returns/{draft.pk}/submit/", {"revision": 2})
    patch(site, draft, {"revision": 2, "lines": [{"package": package, "percent": 45, "reason": "redone"}]})
    taken = site.post(f"returns/{draft.pk}/submit/", {"revision": 3})

    assert problem(refused, 409, "refused")["errors"] == [
        {
            "detail": "Part 1: 45% is lower than last period’s 50%. Progress does not normally fall. "
            "Correct it, or give the reason.",
            "code": "refused",
            "field": f"package_{package}",
        }
    ]
    assert (taken.status_code, [doubt["answer"] for doubt in taken.json()["doubts"]]) == (200, ["redone"])


def test_everything_missing_is_said_at_once(project, site):
    make.period()
    asked = {"project": project.code, "period": "2026-10-1", "key": str(uuid.uuid4())}
    pk = site.post("returns/", asked).json()["id"]

    told = problem(site.post(f"returns/{pk}/submit/", {"revision": 1}), 409, "refused")

    assert told["detail"] == "4 errors."
    assert [item["detail"] for item in told["errors"]] == [
        "Part 1: enter the % complete. Enter 0 if nothing is done.",
        "Part 2: enter the % complete. Enter 0 if nothing is done.",
        "Enter the daily average of workers on site. Enter 0 if nobody worked.",
        "Say whether anything stops or slows the work.",
    ]


# --- who -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", [Role.COMMITTEE_STAFF, Role.PROVINCIAL_SECRETARY, Role.ANALYST, Role.COUNTY_STAFF])
def test_a_draft_is_nobody_elses(project, draft, role):
    where = {"provincial_secretary": project.plan.county.province, "county_staff": project.plan.county}.get(role)
    other = Caller(make.post(role, where=where))

    answers = [
        other.get(f"returns/{draft.pk}/"), put(other, draft, body(draft)), patch(other, draft, {"revision": 2}),
        other.delete(f"returns/{draft.pk}/", "{}"), other.post(f"returns/{draft.pk}/submit/", {"revision": 2}),
    ]  # fmt: skip

    assert [problem(answer, 404, "not-found")["detail"] for answer in answers] == [ELSEWHERE] * 5
    assert other.get("returns/").json()["results"] == []


def test_what_lies_outside_ones_reach_is_404_and_what_one_may_not_do_403(project, unit):
    row = make.submitted(project, by=unit)
    elsewhere, analyst = make.post(Role.PROVINCIAL_SECRETARY), make.post(Role.ANALYST)
    staff, own = make.post(Role.COMMITTEE_STAFF), unit

    answers = [Caller(post).post(f"returns/{row.pk}/verify/") for post in (elsewhere, analyst, staff, own)]

    who = "Ask: Provincial chief secretary, Chair of the provincial people’s committee."
    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [
        (404, ELSEWHERE),
        (403, "Your post reads this but may not change it."),
        (403, f"The post “{staff}” may not do this. {who}"),
        (403, f"The post “{own}” may not do this. {who}"),
    ]


def test_who_reads_a_project_but_does_not_build_it_begins_no_return(project):
    make.period()
    asked = {"project": project.code, "period": "2026-10-1", "key": str(uuid.uuid4())}
    analyst, staff = make.post(Role.ANALYST), make.post(Role.COMMITTEE_STAFF)

    answers = [Caller(post).post("returns/", asked) for post in (analyst, staff)]

    assert [problem(answer, 403, "not-allowed")["detail"] for answer in answers] == [
        "Your post reads this project but may not change what belongs to it.",
        f"The post “{staff}” may not do this. Ask: Construction unit.",
    ]


def test_nobody_verifies_their_own_return(project, unit):
    row = make.submitted(project, by=unit)
    province = make.post(Role.PROVINCIAL_CHAIR, where=project.plan.county.province, user_=unit.official.user)

    answer = Caller(province).post(f"returns/{row.pk}/verify/")

    assert problem(answer, 403, "not-allowed")["detail"] == (
        "Nobody verifies their own return: another official of the province must."
    )


# --- bodies that cannot be -------------------------------------------------------------------------------------------
def test_all_that_is_wrong_with_a_body_is_said_at_once_and_nothing_is_kept(site, draft):
    package = draft.lines.first().package_id

    answer = put(
        site, draft,
        {"revision": 0, "crew_people": -1, "pace": "fast", "slowed_since": "tomorrow", "narrative": 5,
         "needed": "x" * 10001, "lines": [{"package": package, "percent": 101}, {"package": "x"}],
         "delays": [{"cause": "mood", "days_lost": 12}], "colour": "green"},
    )  # fmt: skip

    assert sentences(answer) == {
        "revision": "Ensure this value is greater than or equal to 1.",
        "crew_people": "Ensure this value is greater than or equal to 0.",
        "crew_days": REQUIRED,
        "pace": '"fast" is not a valid choice.',
        "slowed_since": "Date has wrong format. Use one of these formats instead: YYYY-MM-DD.",
        "needed": "Ensure this field has no more than 10000 characters.",
        "narrative": "Not a valid string.",
        "lines.0.percent": "Ensure this value is less than or equal to 100.",
        "lines.1.package": "A valid integer is required.",
        "lines.1.percent": REQUIRED,
        "delays.0.cause": '"mood" is not a valid choice.',
        "delays.0.days_lost": "Ensure this value is less than or equal to 11.",
        "colour": "There is no field “colour”. Known: lines, delays, deliveries, expenditures, equipment, incidents, "
        "overspent_because, revision, crew_people, crew_days, pace, slowed_since, needed, narrative.",
    }
    assert StatusReturn.objects.get().revision == 2


@pytest.mark.parametrize("method", ["put", "patch"])
def test_a_line_or_a_cause_is_given_whole_and_once(site, draft, method):
    package = draft.lines.first().package_id
    twice = body(
        draft, lines=[{"package": package, "percent": 1}] * 2, delays=[{"cause": "water", "days_lost": 1}] * 2
    )  # fmt: skip
    half = body(draft, lines=[{"package": package}], delays=[{"cause": "water"}])

    answers = [getattr(site, method)(f"returns/{draft.pk}/", json.dumps(said)) for said in (twice, half)]

    assert [sentences(answer) for answer in answers] == [
        {"lines": "Each work package is given once.", "delays": "Each cause is given once: add its days up."},
        {"lines.0.percent": REQUIRED, "delays.0.days_lost": REQUIRED},
    ]


def test_a_work_package_of_another_project_is_refused(site, draft):
    other = make.project().packages.first()

    answer = patch(site, draft, {"revision": 2, "lines": [{"package": other.pk, "percent": 1}], "narrative": "New"})

    assert problem(answer, 409, "refused")["detail"] == "1 work packages are not of this project: load the form again."
    assert StatusReturn.objects.get().narrative == "Work went on."


@pytest.mark.parametrize("value", ["5", True, [5], {"n": 5}, 5.5, 2**63])
def test_a_number_is_a_number(site, draft, value):
    answer = patch(site, draft, {"revision": 2, "crew_people": value})

    assert list(sentences(answer)) == ["crew_people"]


@pytest.mark.parametrize("value", [5, 0.5, True, ["x"], {"x": 1}, "a\x00b", None])
def test_a_text_is_a_text(site, draft, value):
    answer = patch(site, draft, {"revision": 2, "narrative": value})

    assert list(sentences(answer)) == ["narrative"]


@pytest.mark.parametrize("deed", ["verify", "accept"])
def test_a_deed_without_a_body_takes_none(project, unit, deed):
    row = make.submitted(project, by=unit) if deed == "verify" else make.verified(project, by=unit)
    post = make.verifier(project) if deed == "verify" else make.post(Role.COMMITTEE_MEMBER)

    answer = Caller(post).post(f"returns/{row.pk}/{deed}/", {"note": "Good."})

    assert sentences(answer) == {"note": "There is no field “note”. Known: –."}


@pytest.mark.parametrize("note", ["", " \n"])
def test_a_return_is_not_sent_back_without_a_note(project, unit, note):
    row = make.submitted(project, by=unit)
    province = Caller(make.verifier(project))

    answers = [province.post(f"returns/{row.pk}/return/", said) for said in ({"note": note}, {})]

    assert [sentences(answer) for answer in answers] == [{"note": "This field may not be blank."}, {"note": REQUIRED}]
    assert StatusReturn.objects.get().state == State.SUBMITTED


@pytest.mark.parametrize("data", [b"{", b"[]", b"\xff", b'{"revision": NaN}'])
def test_what_is_no_json_object_changes_nothing(site, draft, data):
    for call in (site.put, site.patch):
        problem(call(f"returns/{draft.pk}/", data), 400, "not-understood")
    problem(site.post(f"returns/{draft.pk}/submit/", data), 400, "not-understood")

    assert StatusReturn.objects.get().revision == 2


def test_a_huge_body_changes_nothing(site, draft, settings):
    said = body(draft, narrative="x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)

    answer = put(site, draft, said)

    problem(answer, 413, "too-large")
    assert StatusReturn.objects.get().revision == 2


@pytest.mark.parametrize("query", ["?as_of=2026-10-01", "?force=1"])
def test_a_deed_takes_no_query(site, draft, query):
    answer = site.post(f"returns/{draft.pk}/submit/{query}", {"revision": 2})

    problem(answer, 400, "not-understood")
    assert StatusReturn.objects.get().state == State.DRAFT


def test_a_filter_without_a_value_is_an_error():
    answer = Caller(make.post()).get("returns/?state=&year=2026")

    assert sentences(answer) == {"state": "“state” is empty: give it a value, or leave it out."}
