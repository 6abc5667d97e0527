"""Who reported for which period: the states in words, and completeness and timeliness against a slow oracle."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from factories import reporting
from factories.actions import periods, returns
from factories.models import FactoryProject
from tests import make

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Pyongyang")
PERIOD, AFTER = date(2026, 10, 5), date(2026, 10, 20)


def cell(project, day=AFTER, period=None, *, drafts=False):
    """The cell of the project for the period of 1 to 10 October, as known on `day`."""
    period, known = period or make.period(PERIOD), reporting.finishes(_only(project), day)
    return reporting.cells(known, [period], day, {project.pk} if drafts else frozenset())[project.pk, period.pk]


def _only(*projects):
    return FactoryProject.objects.filter(pk__in=[project.pk for project in projects])


def said(found):
    """(state, word, sentence) with spaces that may break."""
    return found.state, found.word.replace("\xa0", " "), found.sentence.replace("\xa0", " ")


def at(day, hour=12):
    return make.moment(day, hour)


# --- states in words -------------------------------------------------------------------------------------------------
def test_before_its_first_planned_day_nothing_is_due():
    project = make.project(starts_on=date(2026, 10, 11))

    assert said(cell(project)) == ("not_due", "not due", "Not due: work is planned from 11 Oct 2026.")


def test_a_period_that_the_first_planned_day_lies_in_is_due():
    project = make.project(starts_on=date(2026, 10, 10))

    assert cell(project).state == "missing"


def test_an_open_period_is_due_until_its_deadline():
    project = make.project()

    assert said(cell(project, date(2026, 10, 15))) == (
        "due", "due", "Nothing is submitted yet: due by 15 Oct 2026.",
    )  # fmt: skip
    assert said(cell(project, date(2026, 10, 16))) == (
        "missing", "missing", "Nothing was submitted by 15 Oct 2026.",
    )  # fmt: skip


def test_a_factory_not_allowed_to_start_says_so():
    project = make.project()
    waiting = make.planned()

    assert said(cell(waiting))[2] == (
        "Nothing was submitted by 15 Oct 2026. Building has not been allowed to start, so no return could be taken."
    )
    assert "allowed to start" not in cell(project).sentence


def test_a_draft_is_told_only_where_it_may_be_seen():
    project = make.project()
    make.draft(project, at=at(date(2026, 10, 12)))

    assert said(cell(project, date(2026, 10, 13), drafts=True)) == (
        "draft", "draft", "Begun and not submitted: due by 15 Oct 2026.",
    )  # fmt: skip
    assert cell(project, date(2026, 10, 13)).state == "due"
    assert cell(project, date(2026, 10, 11), drafts=True).state == "due"
    assert cell(project, drafts=True).state == "missing"


def test_a_return_goes_through_its_states_on_their_days():
    project = make.project()
    row = make.submitted(project, at=at(date(2026, 10, 11)))
    returns.verify(row, by=make.verifier(project), at=at(date(2026, 10, 13)))
    returns.accept(row, by=make.post("committee_member"), at=at(date(2026, 10, 14)))

    found = {day: cell(project, date(2026, 10, day)).state for day in (10, 11, 12, 13, 14, 20)}

    assert found == {10: "due", 11: "submitted", 12: "submitted", 13: "verified", 14: "accepted", 20: "accepted"}
    assert said(cell(project)) == (
        "accepted", "accepted", "Submitted on 11 Oct 2026, by the deadline 15 Oct 2026; now accepted.",
    )  # fmt: skip


def test_a_return_sent_back_is_to_be_corrected_and_missing_after_the_deadline():
    project = make.project()
    row = make.submitted(project, at=at(date(2026, 10, 11)))
    returns.send_back(row, note="Measure again.", by=make.verifier(project), at=at(date(2026, 10, 13)))

    assert said(cell(project, date(2026, 10, 14))) == (
        "returned", "sent back", "Sent back on 13 Oct 2026: to be corrected by 15 Oct 2026.",
    )  # fmt: skip
    assert said(cell(project)) == (
        "missing", "missing", "Sent back on 13 Oct 2026 and not corrected by 15 Oct 2026.",
    )  # fmt: skip
    assert cell(project, date(2026, 10, 12)).state == "submitted"


def test_a_corrected_version_keeps_the_day_of_the_first_that_stands():
    project = make.project()
    make.submitted(project, at=at(date(2026, 10, 11)))
    periods.reopen([make.period()], until=date(2026, 10, 18), reason="Floods.", by=make.post(), on=date(2026, 10, 14))
    make.submitted(project, percents=(60, 30), at=at(date(2026, 10, 17)))

    assert cell(project).submitted_on == date(2026, 10, 11)


def test_an_excepted_factory_is_excepted_until_its_day_then_missing():
    project = make.project()
    grant = {"until": date(2026, 10, 25), "reason": "The bridge is gone.", "by": make.post()}
    periods.grant(make.period(), county=project.plan.county, **grant, at=at(date(2026, 10, 16)))

    assert cell(project, date(2026, 10, 15)).state == "due"
    assert said(cell(project, date(2026, 10, 25))) == (
        "excepted", "excepted until 25 Oct",
        "Nothing is submitted yet: due by 25 Oct 2026. Taken until 25 Oct 2026 by exception: The bridge is gone.",
    )  # fmt: skip
    assert cell(project, date(2026, 10, 26)).state == "missing"


def test_a_return_taken_by_exception_is_late():
    project = make.project()
    grant = {"until": date(2026, 10, 25), "reason": "Flood.", "by": make.post()}
    periods.grant(make.period(), project=project, **grant, at=at(date(2026, 10, 16)))
    make.submitted(project, at=at(date(2026, 10, 18)))

    found = cell(project)

    assert (found.late, found.days_late, found.mark) == (True, 3, "warn")
    assert said(found)[1:] == (
        "submitted, late",
        "Submitted on 18 Oct 2026, 3 days after the deadline 15 Oct 2026; now submitted. "
        "Taken until 25 Oct 2026 by exception: Flood.",
    )


def test_what_is_submitted_in_the_last_minute_is_in_time_where_the_programme_is():
    in_time, late = make.project(), make.project()
    periods.grant(
        make.period(), project=late, until=date(2026, 10, 16), reason="Flood.", by=make.post(),
        at=at(date(2026, 10, 14)),
    )  # fmt: skip
    make.submitted(in_time, at=datetime(2026, 10, 15, 23, 59, 59, tzinfo=ZONE))
    make.submitted(late, at=datetime(2026, 10, 16, 0, 0, 0, tzinfo=ZONE))

    assert [cell(project).days_late for project in (in_time, late)] == [0, 1]


def test_after_its_verified_finish_nothing_is_due():
    project = make.project(starts_on=date(2026, 9, 1))
    make.verified(project, make.period(date(2026, 9, 25)), (100, 100))

    assert cell(project, period=make.period(date(2026, 9, 25))).state == "verified"
    assert cell(project, period=make.period(date(2026, 9, 15))).state == "missing"
    assert said(cell(project)) == (
        "not_due", "not due", "Not due: finished in the period that ended on 30 Sep 2026, as verified.",
    )  # fmt: skip


# --- as known then ---------------------------------------------------------------------------------------------------
def test_a_day_before_a_period_was_opened_again_still_shows_it_closed():
    project = make.project()
    make.period()

    periods.reopen([make.period()], until=date(2026, 10, 30), reason="Floods.", by=make.post(), on=date(2026, 10, 20))

    assert cell(project, date(2026, 10, 19)).state == "missing"
    assert cell(project, date(2026, 10, 20)).state == "due"

    assert cell(project, date(2026, 10, 31)).until == date(2026, 10, 30)


def test_a_day_before_a_period_was_closed_by_hand_still_shows_it_open():
    project = make.project()

    periods.close([make.period()], reason="All have reported.", by=make.post(), on=date(2026, 10, 13))

    assert [cell(project, date(2026, 10, day)).state for day in (12, 13)] == ["due", "missing"]
