"""The reporting calendar: 36 periods a year that close by themselves, and dated, reasoned exceptions."""

from datetime import date, timedelta

import pghistory.models
import pytest
from django.utils import translation

from committees.rights import Role
from factories.actions import periods
from factories.models import ReportingPeriod
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)


def reopen(period, until, reason="The road was flooded.", by=None):
    return periods.reopen([period], until=until, reason=reason, by=by or make.post(), on=TODAY)


@pytest.mark.parametrize(("year", "days"), [(2024, 366), (2026, 365)])
def test_the_periods_of_a_year_cover_each_day_once(year, days):
    assert periods.generate(year, by=make.post()) == 36 + 12

    rows = list(ReportingPeriod.ten_days.order_by("number"))
    covered = [
        row.starts_on + timedelta(days=day) for row in rows for day in range((row.ends_on - row.starts_on).days + 1)
    ]
    assert covered == [date(year, 1, 1) + timedelta(days=day) for day in range(days)]
    assert {(row.closes_on - row.ends_on).days for row in rows} == {5}
    assert [row.number for row in rows] == list(range(1, 37))


def test_generating_again_makes_only_what_is_missing_and_undoes_no_exception():
    periods.generate(2026, by=None)
    period = make.period()
    reopen(period, date(2026, 10, 25))
    ReportingPeriod.ten_days.filter(number__gt=34).delete()

    assert periods.generate(2026, by=None) == 2

    period.refresh_from_db()
    assert (ReportingPeriod.ten_days.count(), period.closes_on) == (36, date(2026, 10, 25))


def test_a_period_has_a_code_and_a_name_in_both_languages():
    rows = [make.period(date(2026, 2, day)) for day in (1, 20, 28)]

    assert [row.code for row in rows] == ["2026-02-1", "2026-02-2", "2026-02-3"]
    assert [row.label for row in rows] == ["1–10 Feb 2026", "11–20 Feb 2026", "21–28 Feb 2026"]
    with translation.override("ko"):
        assert [row.label for row in rows] == ["2026년 2월 상순", "2026년 2월 중순", "2026년 2월 하순"]
    assert [ReportingPeriod.ten_days.coded(row.code) for row in rows] == rows


@pytest.mark.parametrize(
    "code", ["2026-10-4", "2026-13-1", "2026-00-1", "2026-1-1", "２０２６-10-1", "", "2026-10-1\n"]
)
def test_a_code_that_is_none_finds_nothing(code):
    make.period()

    assert ReportingPeriod.ten_days.coded(code) is None


def test_a_closed_period_is_opened_again_with_the_reason_and_the_post_in_its_history():
    period, post = make.period(), make.post()

    reopen(period, date(2026, 10, 22), by=post)

    period.refresh_from_db()
    assert period.closes_on == date(2026, 10, 22)
    event = pghistory.models.Events.objects.tracks(period).order_by("pgh_id").last()
    assert event.pgh_diff == {"closes_on": ["2026-10-15", "2026-10-22"]}
    assert event.pgh_context == {
        "post": post.pk, "user": post.user_id, "action": "reopen", "reason": "The road was flooded.",
        "on": "2026-10-20",
    }  # fmt: skip


@pytest.mark.parametrize("until", [date(2026, 10, 19), date(2026, 1, 1)])
def test_a_day_that_is_past_and_a_missing_reason_are_refused_at_once(until):
    period = make.period()

    with action_refuses(
        "Give the reason.",
        f"{until} is past: choose a day from 2026-10-20 on.",
        reason="Give the reason.",
        until=f"{until} is past: choose a day from 2026-10-20 on.",
    ):
        reopen(period, until, reason="  ")

    period.refresh_from_db()
    assert period.closes_on == date(2026, 10, 15)


def test_a_period_that_is_open_until_then_is_not_opened_again():
    period = make.period(date(2026, 10, 15))

    with action_refuses("11–20 Oct 2026 takes returns until 2026-10-25 as it is: choose a later day."):
        reopen(period, date(2026, 10, 25))


# --- many at once ----------------------------------------------------------------------------------------------------
def test_many_periods_are_opened_again_at_once():
    rows = [make.period(date(2026, 9, day)) for day in (5, 15, 25)]

    periods.reopen(rows, until=date(2026, 10, 22), reason="The network was down.", by=make.post(), on=TODAY)

    assert {row.closes_on for row in ReportingPeriod.ten_days.filter(pk__in=[row.pk for row in rows])} == {
        date(2026, 10, 22)
    }
    for row in rows:
        event = pghistory.models.Events.objects.tracks(row).order_by("pgh_id").last()
        assert event.pgh_context["reason"] == "The network was down."


def test_opening_many_is_refused_whole_with_every_reason():
    closed, running, future = make.period(), make.period(date(2026, 10, 15)), make.period(date(2026, 10, 25))

    with action_refuses(
        "Give the reason.",
        "11–20 Oct 2026 takes returns until 2026-10-25 as it is: choose a later day.",
        "21–31 Oct 2026 takes returns until 2026-11-05 as it is: choose a later day.",
    ):
        periods.reopen([future, closed, running], until=date(2026, 10, 25), reason="", by=make.post(), on=TODAY)

    closed.refresh_from_db()
    assert closed.closes_on == date(2026, 10, 15)


def test_nothing_chosen_is_refused():
    sentence = "Choose at least one period."

    with action_refuses(sentence, "Give the reason.", periods=sentence, reason="Give the reason."):
        periods.reopen([], until=date(2026, 10, 25), reason="", by=make.post(), on=TODAY)
    with action_refuses(sentence, periods=sentence):
        periods.close([], reason="Done.", by=make.post(), on=TODAY)


def test_an_open_period_is_closed_at_once_with_the_reason_in_its_history():
    period, post = make.period(), make.post()

    periods.close([period], reason="All have reported.", by=post, on=date(2026, 10, 13))

    period.refresh_from_db()
    assert period.closes_on == date(2026, 10, 12)
    assert not period.refusals(date(2026, 10, 12))
    assert period.refusals(date(2026, 10, 13))
    event = pghistory.models.Events.objects.tracks(period).order_by("pgh_id").last()
    assert (event.pgh_context["action"], event.pgh_context["reason"]) == ("close", "All have reported.")


@pytest.mark.parametrize("on", [date(2026, 10, 3), date(2026, 10, 10), date(2026, 10, 11)])
def test_a_period_never_closes_before_its_own_last_day(on):
    period = make.period()

    periods.close([period], reason="No days of grace.", by=make.post(), on=on)

    period.refresh_from_db()
    assert period.closes_on == date(2026, 10, 10)


def test_closing_many_is_refused_whole_with_every_reason():
    closed, running = make.period(), make.period(date(2026, 10, 25))
    periods.close([running], reason="No days of grace.", by=make.post(), on=TODAY)
    open_ = make.period(date(2026, 10, 15))

    with action_refuses(
        "Give the reason.",
        "1–10 Oct 2026 closed on 2026-10-15 already.",
        "21–31 Oct 2026 closes on its last day, 2026-10-31, as it is.",
    ):
        periods.close([running, closed, open_], reason="", by=make.post(), on=TODAY)

    open_.refresh_from_db()
    assert open_.closes_on == date(2026, 10, 25)


def test_closing_a_period_leaves_the_exceptions_made_for_places():
    period, project = make.period(), make.project()
    periods.grant(
        period, project=project, until=date(2026, 10, 25), reason="Flood.", by=make.post(),
        at=make.moment(date(2026, 10, 12)),
    )  # fmt: skip
    periods.close([period], reason="All others have reported.", by=make.post(), on=date(2026, 10, 13))

    assert make.submitted(project, period, at=make.moment(TODAY)).state == "submitted"


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_opens_periods(role):
    post = make.post(role)
    reason = f"The post “{post}” may not do this. Ask: Committee staff."

    with action_forbids(reason):
        reopen(make.period(), date(2026, 10, 22), by=post)
    with action_forbids(reason):
        periods.close([make.period()], reason="All have reported.", by=post, on=TODAY)
    with action_forbids(reason):
        periods.generate(2027, by=post)


def test_the_database_holds_what_a_period_is():
    period = make.period()
    row = ReportingPeriod.ten_days.filter(pk=period.pk)
    other = ReportingPeriod.ten_days.get(number=period.number + 1)

    with database_refuses("period_number_1_to_36"):
        row.update(number=37)
    with database_refuses("period_number_1_to_36"):
        row.update(number=0)
    with database_refuses("period_number_once_per_year"):
        row.update(number=other.number)
    with database_refuses("period_start_once"):
        row.update(starts_on=other.starts_on, ends_on=other.ends_on, closes_on=other.closes_on)
    with database_refuses("period_in_order"):
        row.update(ends_on=period.starts_on)
    with database_refuses("period_in_order"):
        row.update(closes_on=period.ends_on - timedelta(days=1))
