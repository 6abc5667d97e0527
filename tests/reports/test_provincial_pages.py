"""Pages of provincial reports: all of a year, the composer with and without script, the member's page, the desk."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from committees.rights import Role
from regional20x10.shared import clock
from reports.actions import provincial as deeds
from reports.models import SectionKey
from tests import make
from tests.reports import provincial
from tests.reports.desks import section as desk_section
from tests.reports.desks import sections

pytestmark = pytest.mark.django_db
JSON = {"headers": {"Accept": "application/json"}}


@pytest.fixture
def found():
    clock.stand_on(make.DAY)
    return provincial.world()


def signed_in(post):
    client = Client()
    client.force_login(post.official.user)
    return client


def address(found, name="provincial_report", *more):
    return reverse(name, args=[found.year.year, found.province.code, *more])


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


# --- all of a year ---------------------------------------------------------------------------------------------------
def test_the_list_says_how_late_each_province_is_and_who_must_do_what(found):
    found.year.reports_due_on = date(2026, 10, 10)
    found.year.save()
    other = provincial.world()
    provincial.submitted(found)

    shown = text(signed_in(make.post()).get(reverse("provincial_reports")))

    assert "1 of 2 provincial reports on 2026 are handed in" in shown
    assert f"{found.province.name} State Submitted" in shown
    assert f"{other.province.name} State Not begun" in shown
    assert shown.count("2 days late") == 2
    assert "A member of the committee accepts it or sends it back." in shown


def test_a_year_that_has_not_begun_or_is_none_is_not_found(found):
    client = signed_in(found.secretary)

    answers = [client.get(reverse("provincial_reports"), {"year": year}).status_code for year in ("2031", "x", "2026")]

    assert answers == [404, 404, 200]


def test_staff_sets_the_days_and_is_told_when_they_run_backwards(found):
    client, url = signed_in(make.post()), reverse("provincial_days", args=[2026])

    wrong = client.post(url, {"reports_due_on": "2026-12-28", "plenary_on": "2026-12-27"})
    right = client.post(url, {"reports_due_on": "2026-12-22", "plenary_on": "2026-12-27"})

    assert (wrong.status_code, right.status_code) == (409, 302)
    assert "The reports are due on or before the day of the plenary meeting." in text(wrong)
    found.year.refresh_from_db()
    assert found.year.reports_due_on == date(2026, 12, 22)


# --- the composer ----------------------------------------------------------------------------------------------------
def test_a_report_that_nobody_began_is_begun_by_the_province(found):
    url = address(found)

    before, other = signed_in(found.secretary).get(url), signed_in(found.member).get(url)
    begun = signed_in(found.chair).post(address(found, "provincial_open"))

    assert "Begin the report" in text(before)
    assert "Begin the report" not in text(other)
    assert begun.headers["Location"] == url


def test_the_composer_says_what_is_missing_and_offers_each_figure(found):
    provincial.written(found, workers="", results="All factories were finished.")

    page = signed_in(found.secretary).get(address(found))

    shown = text(page)
    assert "“Trained workers” is empty: write it." in shown
    assert "The text says “All factories”. Computed is: Factories finished 0 of 1." in shown
    assert page.content.decode().count('data-figure="verified_percent"') == 1


def test_without_script_a_figure_is_put_at_the_end_of_the_text(found):
    report = provincial.begun(found)

    answer = signed_in(found.secretary).post(
        address(found, "provincial_section", "results"), {"version": 1, "text": "Done:", "insert": "finished"}
    )

    assert answer.headers["Location"] == f"{address(found)}#s-results"
    assert provincial.section(report).text == "Done: [[finished]]"


def test_the_script_is_told_the_version_the_doubts_and_what_is_missing(found):
    provincial.begun(found)
    sent = {"version": 1, "text": "All factories were finished."}

    said = signed_in(found.secretary).post(address(found, "provincial_section", "results"), sent, **JSON).json()

    assert (said["version"], said["icon"], said["words"]) == (2, "warn", "1 doubt")
    assert "The text says" in said["doubts"]
    assert "“Next year” is empty" in said["missing"]


@pytest.mark.parametrize(("version", "status", "conflict"), [("1", 409, True), ("", 422, False), ("x", 422, False)])
def test_the_script_is_told_of_a_conflict_and_of_a_version_that_is_none(found, version, status, conflict):
    report = provincial.written(found)

    answer = signed_in(found.secretary).post(
        address(found, "provincial_section", "results"), {"version": version, "text": "Mine."}, **JSON
    )

    assert (answer.status_code, answer.json()["conflict"]) == (status, conflict)
    assert provincial.section(report).text == provincial.TEXT


def test_who_saves_second_sees_both_texts_and_can_save_again(found):
    report = provincial.written(found)
    client, url = signed_in(found.chair), address(found, "provincial_section", "results")

    clash = client.post(url, {"version": 1, "text": "Mine."})
    version = re.search(r'name="version" value="(\d+)"', clash.content.decode())[1]
    client.post(url, {"version": version, "text": "Mine."})

    assert clash.status_code == 409
    assert provincial.TEXT in text(clash)
    assert "Not saved: somebody else saved first" in text(clash)
    assert provincial.section(report).text == "Mine."


@pytest.mark.parametrize(("key", "status"), [("nothing", 404), ("results", 409)])
def test_what_cannot_be_saved_is_said_with_what_was_typed(found, key, status):
    provincial.begun(found)

    answer = signed_in(found.secretary).post(
        address(found, "provincial_section", key), {"version": 1, "text": "a" * 20_001}
    )

    assert answer.status_code == status
    assert status == 404 or ("this one has 20001" in text(answer) and "a" * 20_001 in text(answer))


# --- signed ----------------------------------------------------------------------------------------------------------
def test_the_signing_page_says_all_that_is_missing_and_asks_about_doubts(found):
    provincial.written(found, workers="", results="All factories were finished.")
    client, url = signed_in(found.secretary), address(found, "provincial_sign")

    asked, refused = client.get(url), client.post(url)

    assert (asked.status_code, refused.status_code) == (200, 409)
    for shown in map(text, (asked, refused)):
        assert "“Trained workers” is empty: write it." in shown
        assert "Why the text differs: Factories finished" in shown


def test_a_reason_is_signed_and_read_by_the_member(found):
    provincial.written(found, results="All factories were finished.")
    reason = {"reason_results-finished": "another_day", "note_results-finished": "On 31 December."}

    signed = signed_in(found.secretary).post(address(found, "provincial_sign"), reason, follow=True)
    read = text(signed_in(found.member).get(address(found)))

    assert "Signed and submitted." in text(signed)
    assert "Reason given: The text speaks of another day. On 31 December." in read


# --- decided ---------------------------------------------------------------------------------------------------------
def test_the_member_reads_the_signed_figures_and_decides(found):
    make.verified(found.project, make.period(), (50, 20), at=make.moment())
    report = provincial.submitted(found, results="Work: [[verified_percent]].")
    client = signed_in(found.member)

    page = client.get(address(found))
    nothing = client.post(address(found, "provincial_decide"), {"decision": "return"})
    none = client.post(address(found, "provincial_decide"), {"note_results": "Say why."})
    done = client.post(address(found, "provincial_decide"), {"decision": "return", "note_results": "Say why."})

    assert "Work: 32.0% ." in text(page)
    assert (nothing.status_code, none.status_code, done.status_code) == (409, 409, 302)
    assert "Say of at least one section what is to be mended." in text(nothing)
    assert "Choose: accept the report, or return it." in text(none)
    assert "Say why." in text(none)
    report.refresh_from_db()
    assert report.state == "returned"


def test_a_comment_that_says_nothing_is_shown_again_in_its_place(found):
    provincial.begun(found)

    answer = signed_in(found.member).post(
        address(found, "provincial_comment", "bases"), {"text": " ", "key": uuid.uuid4()}
    )

    assert answer.status_code == 409
    assert "Write the comment." in text(answer)


def test_the_report_is_taken_away_as_a_word_document(found):
    report = provincial.submitted(found)

    answer = signed_in(found.member).get(address(found, "provincial_docx"))

    assert answer.content.startswith(b"PK")
    name = f"report-2026-{report.province.code}-submitted-en.docx"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


# --- my desk ---------------------------------------------------------------------------------------------------------
def test_the_report_stands_on_the_desks_of_those_who_owe_it_or_decide(found):
    found.year.reports_due_on = date(2026, 10, 10)
    found.year.save()
    staff = make.post()
    posts = {"secretary": found.secretary, "chair": found.chair, "member": found.member, "staff": staff}
    owed = {name: "provincial-due" in sections(post) for name, post in posts.items()}
    provincial.submitted(found)

    assert owed == {"secretary": True, "chair": True, "member": False, "staff": True}
    assert desk_section(found.member, "provincial-review").total == 1
    assert "provincial-due" not in sections(found.secretary) | sections(staff)


def test_a_returned_report_stands_on_the_desk_of_the_province_without_a_deadline(found):
    provincial.returned(found)

    [row] = desk_section(found.chair, "provincial-due").rows

    assert (row.said, row.late) == ("Returned, due –", False)


def test_nobody_else_has_it_on_their_desk(found):
    found.year.reports_due_on = make.DAY
    found.year.save()
    others = [make.post(role) for role in (Role.ANALYST, Role.GUIDANCE, Role.COUNTY_SECRETARY, Role.INSTITUTION)]

    assert [name for post in others for name in sections(post) if name.startswith("provincial")] == []


def test_two_posts_that_submit_and_take_back_leave_one_trace_each(found):
    report = provincial.written(found)
    client = signed_in(found.secretary)

    for _press in range(2):
        client.post(address(found, "provincial_sign"))
    for _press in range(2):
        client.post(address(found, "provincial_take_back"))

    assert [step.step for step in report.steps.all()] == ["submit", "take_back"]
    assert deeds.submit(report, by=found.secretary, at=make.moment()).state == "submitted"
    assert len(SectionKey) == report.sections.count()
