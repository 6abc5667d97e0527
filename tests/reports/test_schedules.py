"""Reports that are built by themselves, and to whom reports go."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from committees.models import Notification
from committees.rights import Role
from regional20x10.shared import clock
from regional20x10.shared.errors import NotAllowed, Refused
from reports import schedules as reading
from reports import spans, tasks
from reports.actions import distribution, schedules
from reports.models import Distribution, Pack, ReportSchedule, SealKind, Status
from tests import make, packs
from tests.calls import Caller

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 6)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


def staff():
    return make.post(Role.COMMITTEE_STAFF)


def scheduled(kind=SealKind.MONTH, *, on=date(2026, 6, 1), days_after=5, active=True):
    return schedules.set_schedule(kind, days_after=days_after, active=active, by=staff(), at=make.moment(on))


def due(day):
    return schedules.request_due(by=None, at=make.moment(day))


def test_a_month_is_asked_for_some_days_after_its_end_and_once():
    make.plan()
    scheduled(days_after=5)

    assert due(date(2026, 10, 4)) == []
    (pack,) = due(date(2026, 10, 5))
    assert due(date(2026, 10, 5)) == due(date(2026, 10, 20)) == []

    assert (pack.kind, pack.year, pack.as_of) == (SealKind.MONTH, 2026, date(2026, 9, 30))
    assert (pack.requested_by, pack.status) == (None, Status.QUEUED)


def test_a_month_that_failed_or_was_cancelled_is_not_asked_for_again_by_itself():
    make.plan()
    scheduled()
    (pack,) = due(TODAY)

    Pack.objects.filter(pk=pack.pk).update(status=Status.CANCELLED, finished_at=make.moment(TODAY))

    assert due(TODAY + timedelta(days=1)) == []


def test_what_ended_before_the_schedule_was_set_is_not_caught_up():
    make.plan()
    scheduled(on=date(2026, 10, 2))

    assert due(TODAY) == []
    assert [pack.as_of for pack in due(date(2026, 11, 5))] == [date(2026, 10, 31)]


def test_a_schedule_that_is_switched_on_again_begins_anew():
    make.plan()
    scheduled(on=date(2026, 3, 1))
    scheduled(on=date(2026, 6, 1), active=False)
    scheduled(on=date(2026, 10, 2))

    assert due(TODAY) == []


def test_a_month_of_a_year_without_places_is_not_asked_for():
    make.year(2026)
    scheduled()

    assert due(TODAY) == []


def test_the_task_queues_what_it_asked_for(monkeypatch, django_capture_on_commit_callbacks):
    queued = []
    monkeypatch.setattr("reports.tasks.queue_pack", queued.append)
    monkeypatch.setattr("regional20x10.shared.clock.now", lambda: make.moment(TODAY))
    make.plan()
    scheduled()

    tasks.request_due_reports()
    tasks.request_due_reports()

    assert [pack.as_of for pack in queued] == [date(2026, 9, 30)]


def test_the_year_is_never_scheduled():
    with pytest.raises(Refused, match="The year is sealed by hand"):
        scheduled(SealKind.YEAR)

    assert not ReportSchedule.objects.exists()


def test_only_who_may_sets_a_schedule():
    with pytest.raises(NotAllowed):
        schedules.set_schedule("month", days_after=5, active=True, by=make.post(Role.ANALYST), at=make.moment())


def test_roles_that_read_everything_or_nothing_cannot_be_chosen():
    with pytest.raises(Refused) as refused:
        schedules.distribute("year", roles=[Role.ANALYST, Role.ADMINISTRATOR, Role.COUNTY_CHAIR], by=staff())

    assert len(refused.value.reasons) == 2
    assert not Distribution.objects.exists()


def sealed_pack(kind="year"):
    seal = packs.seal(kind=kind, as_of=TODAY, reason="Plenary.")
    return Pack.objects.create(
        kind=kind, year=2026, as_of=TODAY, reason="Plenary.", seal=seal, status=Status.READY,
        created_at=make.moment(), finished_at=make.moment(),
    )  # fmt: skip


def test_those_on_the_list_are_told_once_and_see_it_and_others_do_neither():
    secretary, chair = make.post(Role.PROVINCIAL_SECRETARY), make.post(Role.PROVINCIAL_CHAIR)
    member = make.post(Role.COMMITTEE_MEMBER)
    schedules.distribute("year", roles=[Role.PROVINCIAL_SECRETARY], by=staff())
    pack = sealed_pack()

    distribution.tell(pack, at=make.moment())
    distribution.tell(pack, at=make.moment())

    told = Notification.objects.filter(code="pack_ready")
    assert {row.user_id for row in told} >= {secretary.user_id, member.user_id}
    assert told.filter(user_id=chair.user_id).count() == 0
    assert told.filter(user_id=secretary.user_id).count() == 1
    seen = {post: Pack.objects.visible_to(post.official.user).exists() for post in (secretary, chair, member)}
    assert seen == {secretary: True, chair: False, member: True}


@pytest.mark.parametrize(
    ("kind", "day", "first", "last"),
    [
        ("month", date(2026, 2, 10), date(2026, 2, 1), date(2026, 2, 28)),
        ("month", date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        ("year", date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_span_holds_its_day(kind, day, first, last):
    span = spans.around(kind, day)

    assert (span.starts_on, span.ends_on, span.year) == (first, last, 2026 if day.year == 2026 else 2028)


def test_the_last_span_that_ended_lies_wholly_before_the_day():
    assert spans.ended("quarter", date(2026, 1, 1)).ends_on == date(2025, 12, 31)
    assert spans.ended("month", date(2026, 3, 31)).ends_on == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("since", "today", "built_on"),
    [
        (date(2026, 6, 1), date(2026, 10, 3), date(2026, 10, 5)),
        (date(2026, 6, 1), date(2026, 10, 5), date(2026, 11, 5)),
        (date(2026, 10, 2), date(2026, 10, 3), date(2026, 11, 5)),
    ],
)
def test_the_next_is_the_first_that_is_not_due_yet(since, today, built_on):
    scheduled(on=since)

    assert reading.of("month", today).built_on == built_on


# --- pages and API ---------------------------------------------------------------------------------------------------
def signed_in(post):
    client = Client()
    client.force_login(post.official.user)
    return client


def test_the_page_keeps_a_schedule_and_its_readers():
    client = signed_in(staff())
    sent = {"active": "on", "days_after": "7", "roles": ["provincial_secretary", "county_secretary"]}

    assert client.post(reverse("schedule", args=["month"]), sent).status_code == 302

    page = client.get(reverse("schedule_list")).content.decode()
    assert "7 days after its span" in page
    assert "City or county chief secretary" in page
    row = ReportSchedule.objects.get()
    assert (row.kind, row.days_after, row.active) == ("month", 7, True)


def test_the_page_says_everything_that_is_wrong_and_keeps_nothing():
    sent = {"active": "on", "days_after": "90", "roles": ["analyst"]}

    answer = signed_in(staff()).post(reverse("schedule", args=["month"]), sent)

    assert answer.status_code == 409
    assert set(answer.context["form"].errors) == {"days_after", "roles"}
    assert not ReportSchedule.objects.exists()
    assert not Distribution.objects.exists()


def test_the_api_sets_and_tells_a_schedule():
    caller = Caller(staff())
    sent = {"active": True, "days_after": 3, "roles": ["provincial_chair"]}

    answer = caller.put("report-schedules/quarter/", sent)

    assert answer.status_code == 200
    assert answer.json() | sent == answer.json()
    told = caller.get("report-schedules/").json()
    assert [row["kind"] for row in told] == ["year", "quarter", "month"]
