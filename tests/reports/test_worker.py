"""A report built by a real Celery worker: through the chord, and whatever dies on the way."""

import hashlib
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from reports import tasks
from reports.actions import reports
from reports.models import AnnualReport, ReportChapter, ReportEvent, Status
from tests import make

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def brief_lease(monkeypatch, settings):
    """Here and in the worker, which reads its environment: on a slow machine many may lose it one after the other."""
    for name, number in {"REPORT_LEASE_SECONDS": 3, "REPORT_ATTEMPTS": 100}.items():
        monkeypatch.setenv(name, str(number))
        setattr(settings, name, number)


@pytest.fixture
def report(worker):
    """A report of two provinces, asked for but not yet queued."""
    make.verified(make.project(), percents=(80, 40))
    make.project()
    return reports.request(year=2026, as_of=make.DAY, language="en", by=make.post(), at=make.moment())[0]


@contextmanager
def readers_held():
    """While it lasts no chapter can be finished: what they all read is locked, by a connection of its own."""
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("host", "port", "dbname", "user", "password") if place.get(name)}
    with psycopg.connect(**known) as other:
        other.execute("LOCK TABLE factories_milestone IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


def now(report):
    return AnnualReport.objects.get(pk=report.pk)


def held(report):
    """Chapters that a worker builds at this moment."""
    return ReportChapter.objects.filter(report=report, status=Status.BUILDING, lease_until__isnull=False).count()


def told(report):
    return list(ReportEvent.objects.filter(report=report).values_list("code", flat=True))


def ready(report, *, swept=False):
    """Whether it is ready; `swept`: after the sweep of the schedule has run once more."""
    if swept:
        tasks.sweep()
    return now(report).status == Status.READY


def assert_whole(report, settings):
    """Three files that are what their digests say, and nothing beside them; every chapter was kept once."""
    files = list(report.files.order_by("kind"))
    media = Path(settings.MEDIA_ROOT)
    assert [file.kind for file in files] == ["json", "pdf", "xlsx"]
    assert [hashlib.sha256((media / file.name).read_bytes()).hexdigest() for file in files] == [
        file.sha256 for file in files
    ]
    assert sum(path.is_file() for path in (media / "reports").rglob("*")) == 3
    assert (now(report).steps_done, now(report).steps_total) == (6, 6)
    assert [told(report).count(code) for code in ("begun", "built", "ready")] == [1, 3, 1]


def test_a_worker_builds_a_report_through_the_chord(worker, report, settings):
    tasks.queue(report)

    worker.wait_for(lambda: ready(report), 120)

    assert_whole(report, settings)
    assert told(report) == ["requested", "begun", *["built"] * 3, *["written"] * 3, "ready"]


def test_another_worker_finishes_what_a_killed_one_left(brief_lease, worker, report, settings):
    with readers_held():
        tasks.queue(report)
        worker.wait_for(lambda: held(report) == 2)
        worker.kill()
        left = now(report).status, held(report)
    worker.start()

    worker.wait_for(lambda: ready(report, swept=True), 120)

    assert left == (Status.BUILDING, 2)
    assert_whole(report, settings)
    assert "lost" in told(report)
    assert max(report.chapters.values_list("attempts", flat=True)) > 1


def test_an_emptied_broker_loses_nothing(brief_lease, worker, broker, report, settings):
    with readers_held():
        tasks.queue(report)
        worker.wait_for(lambda: held(report) == 2)
        broker.empty()

    worker.wait_for(lambda: ready(report, swept=True), 120)

    assert_whole(report, settings)


def test_what_was_never_queued_is_built_after_the_sweep(brief_lease, worker, report, settings):
    worker.wait_for(lambda: ready(report, swept=True), 120)

    assert_whole(report, settings)
    assert told(report)[:3] == ["requested", "lost", "begun"]


def test_every_task_run_twice_gives_one_result(worker, report, settings):
    twice = [tasks.build_annual_report.delay(report.pk) for _ in range(2)]
    worker.wait_for(lambda: all(task.ready() for task in twice) and report.chapters.exists())
    for pk in report.chapters.values_list("pk", flat=True):
        twice += [tasks.build_chapter.delay(pk) for _ in range(2)]
    worker.wait_for(lambda: ready(report), 120)
    twice += [tasks.finish_report.delay(report.pk) for _ in range(2)]

    worker.wait_for(lambda: all(task.ready() for task in twice))

    assert [task.state for task in twice] == ["SUCCESS"] * len(twice)
    assert_whole(report, settings)
    assert told(report).count("written") == 3


def test_cancelled_in_mid_build_it_leaves_no_file_and_offers_nothing(worker, report, settings):
    with readers_held():
        tasks.queue(report)
        worker.wait_for(lambda: held(report) == 2)
        reports.cancel(now(report), by=report.requested_by, at=make.moment())
    rest = [tasks.build_chapter.delay(pk) for pk in report.chapters.values_list("pk", flat=True)]
    rest.append(tasks.finish_report.delay(report.pk))

    worker.wait_for(lambda: all(task.ready() for task in rest))

    assert [task.state for task in rest] == ["SUCCESS"] * len(rest)
    assert (now(report).status, report.files.exists(), told(report)) == (
        Status.CANCELLED, False, ["requested", "begun", "cancelled"],
    )  # fmt: skip
    assert not [path for path in (Path(settings.MEDIA_ROOT) / "reports").rglob("*") if path.is_file()]
