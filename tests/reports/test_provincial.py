"""A province's report: opened, written, commented on, signed, sent back, accepted; each once, whoever presses twice."""

import uuid
from datetime import date, timedelta

import pytest

from committees.models import Notification
from committees.rights import Role
from regional20x10.shared.errors import Conflict, NotAllowed, Refused
from reports import chain, composing
from reports.actions import provincial as deeds
from reports.actions import provincial_notices
from reports.models import ProvincialReport, ProvincialState, SectionComment, SectionKey
from tests import make
from tests.reports import provincial

pytestmark = pytest.mark.django_db

NOON = make.moment()


@pytest.fixture
def found():
    return provincial.world()


def told(post):
    return sorted(Notification.objects.filter(user=post.official.user).values_list("code", flat=True))


def save(found, report, text, *, key="results", version=None, by=None):
    version = version or provincial.section(report, key).version
    return deeds.save_section(report, key=key, text=text, version=version, by=by or found.secretary, at=NOON)


# --- opened ----------------------------------------------------------------------------------------------------------
def test_a_report_is_opened_once_with_a_section_for_each_part(found):
    report = provincial.begun(found)

    assert deeds.open(found.year, found.province, by=found.chair, at=NOON) == report
    assert [row.key for row in report.sections.order_by("pk")] == SectionKey.values
    assert (report.state, report.as_of) == (ProvincialState.DRAFT, None)


def test_a_province_without_a_place_owes_no_report_on_a_year_that_has_not_begun(found):
    year = make.year(2030)
    year.state = "planned"
    year.save()

    with pytest.raises(Refused) as refused:
        deeds.open(year, found.province, by=found.secretary, at=NOON)

    assert len(refused.value.reasons) == 2
    assert not ProvincialReport.objects.exists()


def test_nobody_writes_the_report_of_another_province(found):
    report, other = provincial.begun(found), make.post(Role.PROVINCIAL_SECRETARY)

    with pytest.raises(NotAllowed, match="another province"):
        save(found, report, "Mine.", by=other)
    with pytest.raises(NotAllowed, match="Ask: Provincial chief secretary"):
        save(found, report, "Mine.", by=found.member)


# --- written ---------------------------------------------------------------------------------------------------------
def test_a_text_is_kept_with_one_kind_of_line_end_and_counts_up(found):
    report = provincial.begun(found)

    row = save(found, report, "  One.\r\n\r\nTwo. ")

    assert (row.text, row.version, row.saved_by) == ("One.\n\nTwo.", 2, found.secretary)


def test_the_same_text_saved_again_changes_nothing_whichever_version_it_names(found):
    report = provincial.begun(found)
    save(found, report, "One.")

    row = save(found, report, "One.", version=1)

    assert row.version == 2


def test_who_saves_second_gets_both_texts(found):
    report = provincial.begun(found)
    save(found, report, "Of the chair.", by=found.chair)

    with pytest.raises(Conflict) as conflict:
        save(found, report, "Of the secretary.", version=1)

    head = SectionKey.RESULTS.label
    assert conflict.value.mine == {head: "Of the secretary."}
    assert conflict.value.theirs == {head: "Of the chair."}
    assert conflict.value.saved_by == str(found.chair)
    assert provincial.section(report).text == "Of the chair."


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("nothing", "One.", "no section “nothing”"), ("results", "a" * 20_001, "this one has 20001"),
        ("results", "a\x00b", "cannot be kept"),
    ],
)  # fmt: skip
def test_a_text_that_cannot_be_kept_is_refused_in_words(found, key, text, said):
    report = provincial.begun(found)

    with pytest.raises(Refused, match=said):
        deeds.save_section(report, key=key, text=text, version=1, by=found.secretary, at=NOON)


def test_a_report_that_is_handed_in_is_not_written(found):
    report = provincial.submitted(found)

    with pytest.raises(Refused, match="take it back first"):
        save(found, report, "Another text.")


# --- what is missing -------------------------------------------------------------------------------------------------
def lacking(report):
    return [row.code for row in composing.missing(report, make.DAY)]


def test_everything_that_is_missing_is_said_at_once(found):
    make.submitted(found.project, make.period(), at=NOON)
    report = provincial.written(found, bases="", workers="Known: [[nothing]].", next_year="Forecast: [[forecast_on]].")
    deeds.comment(report, section="results", text="Why?", key=uuid.uuid4(), by=found.member, at=NOON)

    with pytest.raises(Refused) as refused:
        deeds.submit(report, by=found.secretary, at=NOON)

    assert sorted(lacking(report)) == ["comment", "empty", "field", "field", "returns"]
    assert len(refused.value.reasons) == 5
    assert report.steps.count() == 0


def test_a_number_that_contradicts_a_computed_figure_asks_for_a_reason(found):
    report = provincial.written(found, results="All factories were finished in time.")

    with pytest.raises(Refused) as refused:
        deeds.submit(report, reasons={"results-finished": {"reason": "no"}}, by=found.secretary, at=NOON)
    given = {"results-finished": {"reason": "another_day", "note": "By the end of the year."}}
    deeds.submit(report, reasons=given, by=found.secretary, at=NOON)

    assert "Factories finished 0 of 1" in refused.value.reasons[0]
    assert report.steps.get().signed["reasons"] == given


# --- signed ----------------------------------------------------------------------------------------------------------
def test_what_is_signed_is_kept_with_its_digest_whatever_is_reported_later(found):
    make.verified(found.project, make.period(), (40, 20), at=NOON)
    report = provincial.submitted(found, results="Work: [[verified_percent]].")
    before = composing.document(report, make.DAY)

    make.verified(found.project, make.period(date(2026, 10, 15)), (100, 90), at=make.moment(date(2026, 10, 20)))

    step = report.steps.get()
    assert step.signed["figures"]["verified_percent"] == 28
    assert step.signed["sections"]["results"] == "Work: [[verified_percent]]."
    assert step.sha256 == chain.digest(chain.canonical(step.signed))
    assert (report.as_of, report.submitted_by) == (make.DAY, found.secretary)
    assert composing.document(report, date(2026, 10, 25)) == before


def test_a_report_is_submitted_once_however_often_it_is_pressed(found):
    report = provincial.written(found)

    for _press in range(2):
        deeds.submit(report, by=found.secretary, at=NOON)

    assert report.steps.count() == 1
    assert told(found.member) == ["provincial_report_submitted"]


def test_the_chair_writes_and_does_not_sign(found):
    report = provincial.written(found)

    with pytest.raises(NotAllowed, match="Provincial chief secretary"):
        deeds.submit(report, by=found.chair, at=NOON)


def test_a_report_taken_back_is_a_draft_again(found):
    report = deeds.take_back(provincial.submitted(found), by=found.secretary, at=NOON)

    assert (report.state, report.as_of, report.submitted_by) == (ProvincialState.DRAFT, None, None)
    assert save(found, report, "Mended.").text == "Mended."


# --- decided ---------------------------------------------------------------------------------------------------------
def test_a_report_is_returned_with_notes_that_wait_for_answers(found):
    report = provincial.returned(found, results="Say why.", bases="  ", workers="Give a day.")

    step = report.steps.last()
    assert step.notes == {"results": "Say why.", "workers": "Give a day."}
    assert [(row.section, row.text) for row in report.comments.all()] == [
        ("results", "Say why."), ("workers", "Give a day."),
    ]  # fmt: skip
    assert (lacking(report), told(found.chair)) == (["comment", "comment"], ["provincial_report_returned"])


def test_a_returned_report_is_submitted_again_once_its_notes_are_answered(found):
    report = provincial.returned(found)
    note = report.comments.get()

    deeds.comment(report, section="results", text="Because.", key=uuid.uuid4(), reply_to=note, by=found.chair, at=NOON)
    report = deeds.submit(report, by=found.secretary, at=NOON)

    assert (report.state, report.decided_by) == (ProvincialState.SUBMITTED, None)
    assert told(found.member) == [
        "provincial_comment_answered", "provincial_report_submitted", "provincial_report_submitted",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("notes", "said"),
    [({}, "at least one section"), ({"results": " "}, "at least one section"), ({"no": "x"}, "no section “no”"),
     ({"results": "a" * 4001}, "at most 4000")],
)  # fmt: skip
def test_a_return_says_what_is_to_be_mended(found, notes, said):
    report = provincial.submitted(found)

    with pytest.raises(Refused, match=said):
        deeds.return_(report, notes=notes, by=found.member, at=NOON)

    assert report.steps.count() == 1


def test_an_accepted_report_is_decided_once_and_for_all(found):
    report = provincial.submitted(found)
    deeds.accept(report, by=found.member, at=NOON)
    deeds.accept(report, by=found.member, at=NOON)

    with pytest.raises(Refused, match="It now is: Accepted"):
        deeds.return_(report, notes={"results": "Late."}, by=found.member, at=NOON)
    with pytest.raises(Refused, match="It now is: Accepted"):
        deeds.take_back(report, by=found.secretary, at=NOON)

    assert [step.step for step in report.steps.all()] == ["submit", "accept"]


# --- comments --------------------------------------------------------------------------------------------------------
def test_the_same_key_is_the_same_comment(found):
    report, key = provincial.begun(found), uuid.uuid4()

    rows = {
        deeds.comment(report, section="bases", text="Why?", key=key, by=found.member, at=NOON).pk for _time in range(2)
    }

    assert len(rows) == SectionComment.objects.count() == 1
    assert told(found.secretary) == told(found.chair) == ["provincial_comment"]
    with pytest.raises(Refused, match="another comment"):
        deeds.comment(report, section="bases", text="Why?", key=key, by=found.chair, at=NOON)


def test_a_comment_that_says_nothing_on_no_section_is_refused_with_both(found):
    report = provincial.begun(found)

    with pytest.raises(Refused) as refused:
        deeds.comment(report, section="no", text=" ", key=uuid.uuid4(), by=found.member, at=NOON)

    assert sorted(refused.value.fields) == ["section", "text"]


# --- the day it is due -----------------------------------------------------------------------------------------------
@pytest.fixture
def due(found):
    found.year.reports_due_on = date(2026, 12, 22)
    found.year.save()
    return found.year.reports_due_on


def remind(day):
    return provincial_notices.remind(on=day, at=make.moment(day), by=None)


@pytest.mark.parametrize(("left", "code"), [(7, "due"), (2, "due"), (0, "due"), (-1, "late"), (6, None), (-2, None)])
def test_a_province_is_reminded_on_its_days_and_once_each(found, due, left, code):
    for _time in range(2):
        remind(due - timedelta(days=left))

    assert told(found.secretary) == ([f"provincial_report_{code}"] if code else [])


def test_staff_hear_of_a_report_that_is_late_and_nobody_of_one_that_is_handed_in(found, due):
    staff, other = make.post(), provincial.world(plan_=make.plan(year_=found.year))
    provincial.submitted(other)

    remind(due + timedelta(days=1))

    assert told(staff) == ["provincial_report_late"]
    assert "provincial_report_late" not in told(other.secretary)
