"""Until when a project may report: the period's own day, or that of an exception, which ends by itself."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from committees.rights import Role
from factories import deadlines
from factories.actions import periods, returns
from factories.models import PeriodException
from regional20x10.shared.errors import Refused
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Pyongyang")
UNTIL = date(2026, 10, 25)
BRIDGE = "The bridge is washed away."
LATE = make.moment(date(2026, 10, 20))


def grant(period, *, until=UNTIL, reason=BRIDGE, by=None, at=LATE, **place):
    return periods.grant(period, **place, until=until, reason=reason, by=by or make.post(), at=at)


def plain(text):
    """With spaces that may break."""
    return text.replace("\xa0", " ")


def on(project, day, period=None):
    """The last day for returns of the period of 1 to 10 October, as known on `day`."""
    return deadlines.closing(project, period or make.period(), day).on


# --- what an exception does ------------------------------------------------------------------------------------------
def test_without_an_exception_the_period_s_own_day_holds():
    project = make.project()

    found = deadlines.closing(project, make.period(), make.DAY)

    assert (found.on, found.exception, found.sentence) == (date(2026, 10, 15), None, "")


@pytest.mark.parametrize("kind", ["project", "county", "province"])
def test_an_exception_covers_its_place_and_no_other(kind):
    project, other = make.project(), make.project()
    county = project.plan.county
    place = {"project": project, "county": county, "province": county.province}[kind]

    made = grant(make.period(), **{kind: place})

    found = deadlines.closing(project, make.period(), LATE.date())
    assert (found.on, found.exception) == (UNTIL, made)
    assert plain(found.sentence) == "Taken until 25 Oct 2026 by exception: The bridge is washed away."
    assert on(other, LATE.date()) == date(2026, 10, 15)
    assert on(project, LATE.date(), make.period(date(2026, 10, 15))) == date(2026, 10, 25)


def test_an_exception_is_not_known_before_the_day_it_was_made():
    project = make.project()
    grant(make.period(), project=project)

    assert on(project, date(2026, 10, 19)) == date(2026, 10, 15)
    assert on(project, date(2026, 10, 20)) == UNTIL


def test_of_two_exceptions_the_one_that_lasts_longest_holds():
    project = make.project()
    grant(make.period(), project=project, until=date(2026, 10, 28))
    grant(make.period(), county=project.plan.county, until=date(2026, 10, 30))
    grant(make.period(), province=project.plan.county.province)

    found = deadlines.closing(project, make.period(), LATE.date())

    assert (found.on, found.exception.place) == (date(2026, 10, 30), project.plan.county)


def test_a_period_opened_for_all_for_longer_than_an_exception_needs_none():
    project = make.project()
    grant(make.period(), project=project)
    periods.reopen([make.period()], until=date(2026, 10, 28), reason="Floods.", by=make.post(), on=LATE.date())

    found = deadlines.closing(project, make.period(), LATE.date())

    assert (found.on, found.exception) == (date(2026, 10, 28), None)


def test_closings_of_many_are_asked_at_once(django_assert_num_queries):
    projects = [make.project() for _row in range(3)]
    rows = [make.period(), make.period(date(2026, 10, 15))]
    for project in projects[:2]:
        grant(rows[0], project=project)

    with django_assert_num_queries(1):
        found = deadlines.closings(projects, rows, LATE.date())

    days = [[found[project.pk, row.pk].on.day for row in rows] for project in projects]
    assert days == [[25, 25], [25, 25], [15, 25]]


# --- it ends by itself, at midnight where the programme is -----------------------------------------------------------
@pytest.mark.parametrize("deed", ["begin", "submit"])
def test_a_return_is_taken_until_the_last_minute_of_the_exception_and_not_a_second_longer(deed):
    project = make.project()
    grant(make.period(), project=project)
    last = datetime(2026, 10, 25, 23, 59, 59, tzinfo=ZONE)
    after = datetime(2026, 10, 26, 0, 0, 0, tzinfo=ZONE)
    draft = make.draft(project, make.period(), at=last)

    sentence = (
        "The period 1–10 Oct 2026 closed on 2026-10-15, and the exception made for this factory ended on 2026-10-25: "
        "report the work in the period that is open now, or ask committee staff for another exception."
    )
    if deed == "submit":
        with action_refuses(sentence):
            returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=after)
        assert returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=last).state == "submitted"
    else:
        returns.discard(draft, by=draft.saved_by)
        with action_refuses(sentence):
            make.draft(project, make.period(), at=after)


def test_the_neighbour_of_an_excepted_factory_is_refused():
    project, other = make.project(), make.project()
    grant(make.period(), project=project)

    with action_refuses(
        "The period 1–10 Oct 2026 closed on 2026-10-15: report the work in the period that is open now, or ask "
        "committee staff to open it again."
    ):
        make.draft(other, make.period(), at=LATE)


def test_a_period_that_has_not_begun_takes_nothing_though_an_exception_is_made():
    project, period = make.project(), make.period(date(2026, 11, 5))
    grant(period, project=project, until=date(2026, 11, 30))

    with action_refuses("The period 1–10 Nov 2026 has not begun: its returns open on 2026-11-01."):
        make.draft(project, period, at=LATE)


# --- who grants, and what is refused ---------------------------------------------------------------------------------
def test_all_that_stands_against_an_exception_is_said_at_once():
    project = make.project()

    with action_refuses(
        "An exception is for one project, one county or one province.",
        "Give the reason.",
        "2026-10-19 is past: choose a day from 2026-10-20 on.",
        place="An exception is for one project, one county or one province.",
        reason="Give the reason.",
        until="2026-10-19 is past: choose a day from 2026-10-20 on.",
    ):
        grant(make.period(), project=project, county=project.plan.county, until=date(2026, 10, 19), reason=" ")

    assert not PeriodException.objects.exists()


@pytest.mark.parametrize("kind", ["project", "county", "province"])
def test_an_exception_that_gives_nothing_is_refused(kind):
    project = make.project()
    county = project.plan.county
    grant(make.period(), province=county.province)
    place = {"project": project, "county": county, "province": county.province}[kind]

    with action_refuses("Returns of this place are taken until 2026-10-25 as it is: choose a later day."):
        grant(make.period(), **{kind: place})


def test_a_province_gets_an_exception_beyond_that_of_one_of_its_factories():
    project = make.project()
    grant(make.period(), project=project, until=date(2026, 10, 31))

    made = grant(make.period(), province=project.plan.county.province)

    assert made.until == UNTIL
    assert on(project, LATE.date()) == date(2026, 10, 31)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_grants(role):
    post = make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        grant(make.period(), project=make.project(), by=post)


def test_an_exception_is_never_changed():
    made = grant(make.period(), project=make.project())

    with database_refuses("Cannot update or delete"):
        PeriodException.objects.filter(pk=made.pk).update(until=date(2026, 12, 31))
    with database_refuses("Cannot update or delete"):
        sql("DELETE FROM factories_periodexception WHERE id = %s", made.pk)
    with database_refuses("exception_has_a_reason"):
        PeriodException.objects.create(period=made.period, project=made.project, until=UNTIL, reason="", at=LATE)
    with database_refuses("exception_of_one_place"):
        PeriodException.objects.create(period=made.period, until=UNTIL, reason="Why not.", at=LATE)


def test_who_sees_an_exception():
    project, far = make.project(), make.project()
    county = project.plan.county
    seen = [
        grant(make.period(), project=project),
        grant(make.period(), county=county, until=date(2026, 10, 26)),
        grant(make.period(), province=county.province, until=date(2026, 10, 27)),
    ]
    hidden = grant(make.period(), project=far)

    for post in (make.reporter(project), make.verifier(project), make.post(Role.COUNTY_STAFF, where=county)):
        assert list(PeriodException.objects.visible_to(post.official.user)) == seen
    assert list(PeriodException.objects.visible_to(make.post().official.user)) == [*seen, hidden]


# --- two at once -----------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_of_two_exceptions_made_at_once_the_second_is_judged_after_the_first():
    project, staff, period = make.project(), make.post(), make.period()
    answers, ready = [], threading.Barrier(2)

    def ask():
        try:
            ready.wait(10)
            answers.append(grant(period, project=project, by=staff).until)
        except Refused as refused:
            answers.append(refused.reasons)
        finally:
            connection.close()

    both = [threading.Thread(target=ask) for _side in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)

    assert len(answers) == 2
    assert UNTIL in answers
    assert ["Returns of this place are taken until 2026-10-25 as it is: choose a later day."] in answers
    assert PeriodException.objects.count() == 1
