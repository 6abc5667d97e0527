"""Annual reports as jobs: asked for, begun, built chapter by chapter, cancelled, built again, and found when lost.

No worker and no broker here: the tasks' own actions are called as workers would call them, also too late or twice.
"""

import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from committees.rights import Role
from regional20x10.shared import clock
from regional20x10.shared.errors import NotAllowed, Refused
from reports import figures
from reports.actions import chapters, reports
from reports.models import AnnualReport, ReportChapter, ReportEvent, ReportFile, Status
from reports.models.reports import OVER, UNDER_WAY
from tests import make

pytestmark = pytest.mark.django_db
AT = make.moment()
EVENTS_OF_A_BUILD = ["requested", "begun", "built", "built", "written", "written", "written", "ready"]


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


def asked(by=None, **values):
    values = {"year": 2026, "as_of": make.DAY, "language": "en", **values}
    return reports.request(**values, by=by or make.post(), at=AT)[0]


def begun(report):
    """The primary keys of its chapters."""
    return reports.start(report.pk, by=None, at=AT)


def built(report):
    """The report after all its tasks have run."""
    for pk in begun(report):
        chapters.build(pk, at=AT)
    chapters.finish(report.pk, at=AT)
    return now(report)


def now(row):
    return type(row).objects.get(pk=row.pk)


def in_state(status, report):
    """The report after what brings it into the state."""
    if status == Status.BUILDING:
        begun(report)
    elif status == Status.READY:
        built(report)
    elif status == Status.FAILED:
        reports.fail(report.pk, error="It broke.", by=None, at=AT)
    elif status == Status.CANCELLED:
        reports.cancel(report, by=report.requested_by, at=AT)
    return now(report)


def told(report):
    return list(ReportEvent.objects.filter(report=report.pk).values_list("code", flat=True))


def later(report, seconds=3600):
    """As if the report had been left alone for so long: the database's clock cannot be set."""
    shift = timedelta(seconds=seconds)
    for rows in (AnnualReport.objects.filter(pk=report.pk), ReportChapter.objects.filter(report=report.pk)):
        rows.update(woken_at=F("woken_at") - shift, lease_until=F("lease_until") - shift)


def on_disk(settings):
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


# --- asking ----------------------------------------------------------------------------------------------------------
def test_asking_again_for_a_report_under_way_gives_the_same(project):
    post = make.post()
    same = {"year": 2026, "as_of": make.DAY, "language": "en", "by": post, "at": AT}

    first, again = reports.request(**same), reports.request(**same)

    assert [first[1], again[1]] == [True, False]
    assert first[0].pk == again[0].pk
    assert told(first[0]) == ["requested"]


def test_asking_after_it_is_ready_gives_another(project):
    post = make.post()
    ready = built(asked(post))

    again = asked(post)

    assert (now(ready).status, again.status, again.pk == ready.pk) == (Status.READY, Status.QUEUED, False)


@pytest.mark.parametrize("other", [{"language": "ko"}, {"as_of": make.DAY - timedelta(days=1)}])
def test_another_day_or_language_is_another_report(project, other):
    post = make.post()

    first, second = asked(post), asked(post, **other)

    assert first.pk != second.pk


def test_asking_is_refused_with_every_reason_at_once_and_leaves_nothing(project):
    tomorrow = make.DAY + timedelta(days=1)

    with pytest.raises(Refused) as refused:
        asked(year=1999, as_of=tomorrow)

    assert refused.value.fields == {
        "year": ["There are no places in your reach in 1999: choose another year."],
        "as_of": ["2026-10-13 is in the future: nothing is known of it yet. Choose a day up to 2026-10-12."],
    }
    assert not AnnualReport.objects.exists()


def test_a_province_is_refused_a_year_in_which_only_others_have_places(project):
    with pytest.raises(Refused, match="There are no places in your reach in 2026"):
        asked(make.post(Role.PROVINCIAL_SECRETARY))


def test_a_post_that_may_not_ask_is_told_whom_to_ask(project):
    with pytest.raises(NotAllowed, match=r"may not do this\. Ask: Committee staff"):
        asked(make.reporter(project))


# --- states ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [status for status in Status if status != Status.QUEUED])
def test_only_a_queued_report_is_begun(project, status):
    report = in_state(status, asked())
    before = told(report)

    assert begun(report) == []
    assert (now(report).status, told(report)) == (status, before)


@pytest.mark.parametrize("status", OVER)
def test_what_is_over_cannot_be_cancelled(project, status):
    report = in_state(status, asked())

    with pytest.raises(Refused, match=r"^This report is no longer being built: there is nothing to cancel\.$"):
        reports.cancel(report, by=report.requested_by, at=AT)

    assert now(report).status == status


@pytest.mark.parametrize("status", UNDER_WAY)
def test_what_is_under_way_cannot_be_built_again(project, status):
    report = in_state(status, asked())

    with pytest.raises(Refused, match=r"^This report is still being built: wait for it, or cancel it first\.$"):
        reports.rebuild(report, by=report.requested_by, at=AT)

    assert (now(report).status, now(report).build) == (status, 1)


@pytest.mark.parametrize("status", OVER)
def test_what_is_over_does_not_fail(project, status):
    report = in_state(status, asked())
    error = report.error

    reports.fail(report.pk, error="Too late.", by=None, at=AT)

    assert (now(report).status, now(report).error) == (status, error)


@pytest.mark.parametrize("status", [Status.QUEUED, *OVER])
def test_files_are_written_only_while_it_is_being_built(project, status, settings):
    report = in_state(status, asked())
    files = on_disk(settings)

    assert chapters.finish(report.pk, at=AT) == []
    assert (now(report).status, on_disk(settings)) == (status, files)


def test_a_failed_report_says_why_and_is_built_again(project):
    report = in_state(Status.FAILED, asked())

    again = built(reports.rebuild(report, by=report.requested_by, at=AT))

    assert report.error == "It broke."
    assert (again.status, again.error, again.build) == (Status.READY, "", 2)
    assert told(report) == ["requested", "failed", "rebuild", *EVENTS_OF_A_BUILD[1:]]


# --- building --------------------------------------------------------------------------------------------------------
def test_a_report_is_built_chapter_by_chapter_and_offers_its_files_at_the_end(project, settings):
    report = asked()
    programme, province = begun(report)

    chapters.build(programme, at=AT)
    early = chapters.finish(report.pk, at=AT)
    half = now(report)
    chapters.build(province, at=AT)
    chapters.finish(report.pk, at=AT)

    assert (early, half.status, half.steps_done, half.steps_total) == ([], Status.BUILDING, 1, 5)
    assert (now(report).status, now(report).steps_done, now(report).lease_until) == (Status.READY, 5, None)
    assert list(report.files.order_by("kind").values_list("kind", flat=True)) == ["json", "pdf", "xlsx"]
    assert on_disk(settings) == [f"20x10-2026-2026-10-12-en.{kind}" for kind in ("json", "pdf", "xlsx")]
    assert told(report) == EVENTS_OF_A_BUILD


def test_every_task_done_twice_gives_one_result(project, settings):
    report = asked()
    laid_out = [begun(report), begun(report)]

    for pk in 2 * laid_out[0]:
        chapters.build(pk, at=AT)
    first = chapters.finish(report.pk, at=AT), dict(report.files.values_list("kind", "sha256"))
    again = chapters.finish(report.pk, at=AT), dict(report.files.values_list("kind", "sha256"))

    assert laid_out[1] == []
    assert first == again
    assert (told(report), len(on_disk(settings))) == (EVENTS_OF_A_BUILD, 3)


def test_a_chapter_somebody_holds_is_left_to_them(project):
    report = asked()
    pk = begun(report)[0]
    held_until = timezone.now() + timedelta(hours=1)
    ReportChapter.objects.filter(pk=pk).update(status=Status.BUILDING, attempts=1, lease_until=held_until)

    chapters.build(pk, at=AT)

    chapter = ReportChapter.objects.get(pk=pk)
    assert (chapter.status, chapter.attempts, chapter.lease_until) == (Status.BUILDING, 1, held_until)


def test_a_chapter_whose_lease_is_over_is_built_by_another(project):
    report = asked()
    pk = begun(report)[0]
    over = timezone.now() - timedelta(seconds=1)
    ReportChapter.objects.filter(pk=pk).update(status=Status.BUILDING, attempts=1, lease_until=over)

    chapters.build(pk, at=AT)

    chapter = ReportChapter.objects.get(pk=pk)
    assert (chapter.status, chapter.attempts, chapter.lease_until) == (Status.READY, 2, None)


def test_a_chapter_begun_too_often_fails_the_report_with_its_sentence(project, settings):
    report = asked()
    pk = begun(report)[0]
    ReportChapter.objects.filter(pk=pk).update(status=Status.BUILDING, attempts=settings.REPORT_ATTEMPTS)

    chapters.build(pk, at=AT)

    said = "It was begun 5 times and never ended. Look into the log of the workers, then build it again."
    assert (now(report).status, now(report).error, now(report).finished_at) == (Status.FAILED, said, AT)


def test_files_begun_too_often_fail_the_report_in_its_language(project, settings):
    report = asked(language="ko")
    for pk in begun(report):
        chapters.build(pk, at=AT)
    AnnualReport.objects.filter(pk=report.pk).update(attempts=settings.REPORT_ATTEMPTS)

    chapters.finish(report.pk, at=AT)

    assert (now(report).status, "5" in now(report).error) == (Status.FAILED, True)
    assert not now(report).error.isascii()
    assert on_disk(settings) == []


def test_what_cannot_be_written_fails_the_report_and_is_told_by_its_name(project, settings):
    report = asked()
    for pk in begun(report):
        chapters.build(pk, at=AT)
    settings.MEDIA_ROOT = f"{settings.MEDIA_ROOT}/file"
    Path(settings.MEDIA_ROOT).write_text("no directory can be made here")

    chapters.finish(report.pk, at=AT)

    told_so = (
        f"It stopped with an error (NotADirectoryError). The log of the workers has more, under report {report.pk}."
    )
    assert (now(report).status, now(report).error) == (Status.FAILED, told_so)
    assert not report.files.exists()


@pytest.mark.parametrize("which", [0, 1, 2])
def test_facts_that_change_between_chapters_are_built_again_until_all_are_of_one_moment(project, which):
    make.project()
    report = asked()
    pks = begun(report)
    for pk in pks[:which]:
        chapters.build(pk, at=AT)
    make.verified(project, percents=(80, 40))
    for pk in pks[which:]:
        chapters.build(pk, at=AT)

    again = chapters.finish(report.pk, at=AT)
    half = now(report)
    for pk in again:
        chapters.build(pk, at=AT)

    assert again == pks[:which]
    assert chapters.finish(report.pk, at=AT) == []
    assert (half.status, half.steps_done) == ((Status.BUILDING, 3 - which) if which else (Status.READY, 6))
    assert (now(report).status, now(report).steps_done) == (Status.READY, 6)
    assert now(report).data_version == figures.Scope(report.requested_by, 2026, make.DAY).version


def test_a_fact_of_a_later_day_changes_nothing(project):
    report = asked(as_of=date(2026, 10, 1))
    pks = begun(report)
    chapters.build(pks[0], at=AT)
    make.verified(project, percents=(80, 40))
    chapters.build(pks[1], at=AT)

    assert chapters.finish(report.pk, at=AT) == []
    assert now(report).status == Status.READY


def test_what_a_dead_worker_left_half_written_goes_when_the_report_is_ready(
    project, settings, django_capture_on_commit_callbacks
):
    report = asked()
    for pk in begun(report):
        chapters.build(pk, at=AT)
    left = reports.directories(report) / "1.1"
    left.mkdir(parents=True)
    (left / "half.part").write_bytes(b"half")
    AnnualReport.objects.filter(pk=report.pk).update(attempts=1, lease_until=timezone.now() - timedelta(seconds=1))

    with django_capture_on_commit_callbacks(execute=True):
        chapters.finish(report.pk, at=AT)

    assert on_disk(settings) == [f"20x10-2026-2026-10-12-en.{kind}" for kind in ("json", "pdf", "xlsx")]


# --- cancelling and building again -----------------------------------------------------------------------------------
def test_cancelled_between_chapters_nothing_is_built_any_more(project, settings, client):
    report = asked()
    pks = begun(report)
    chapters.build(pks[0], at=AT)

    reports.cancel(report, by=report.requested_by, at=AT)
    chapters.build(pks[1], at=AT)
    chapters.finish(report.pk, at=AT)

    client.force_login(report.requested_by.official.user)
    page = client.get(f"/en/reports/{report.pk}/pdf/")
    assert (now(report).status, now(report).finished_at) == (Status.CANCELLED, AT)
    assert list(report.chapters.order_by("pk").values_list("status", flat=True)) == [Status.READY, Status.QUEUED]
    assert (on_disk(settings), report.files.exists(), page.status_code) == ([], False, 409)
    assert "This report has no files now (state: Cancelled)" in page.content.decode()


def test_building_again_takes_the_files_away_at_once(project, settings, django_capture_on_commit_callbacks):
    report = built(asked())

    with django_capture_on_commit_callbacks(execute=True):
        again = reports.rebuild(report, by=report.requested_by, at=AT)

    assert (again.status, again.build, again.steps_total, again.data_version) == (Status.QUEUED, 2, 0, "")
    assert (on_disk(settings), report.files.exists(), report.chapters.exists()) == ([], False, False)


def test_building_again_takes_what_was_learned_since(project):
    report = built(asked())
    version = report.data_version
    make.verified(project, percents=(80, 40))

    again = built(reports.rebuild(report, by=report.requested_by, at=AT))

    assert (again.status, again.data_version == version) == (Status.READY, False)


def test_building_again_is_refused_while_the_same_is_under_way(project):
    post = make.post()
    old = built(asked(post))
    asked(post)

    with pytest.raises(Refused, match=r"^The same report is already being built: wait for that one\.$"):
        reports.rebuild(old, by=post, at=AT)

    assert now(old).status == Status.READY


# --- the sweep -------------------------------------------------------------------------------------------------------
def test_the_sweep_leaves_alone_what_was_woken_or_is_held(project):
    waiting, building = asked(), asked(language="ko")
    begun(building)

    lost = reports.sweep(by=None, at=AT)

    assert (lost.starts, lost.chapters, lost.finishes) == ([], [], [])
    assert told(waiting) == ["requested"]


def test_the_sweep_finds_a_report_that_no_worker_began_once(project):
    report = asked()
    later(report)

    found, again = reports.sweep(by=None, at=AT), reports.sweep(by=None, at=AT)

    assert (found.starts, found.chapters, found.finishes) == ([report.pk], [], [])
    assert (again.starts, again.chapters, again.finishes) == ([], [], [])
    assert ReportEvent.objects.get(report=report, code="lost").sentence == (
        "A worker stopped or the queue was lost; tasks queued again: 1."
    )


def test_the_sweep_finds_the_chapters_that_a_dead_worker_held(project):
    report = asked()
    pks = begun(report)
    chapters.build(pks[0], at=AT)
    ReportChapter.objects.filter(pk=pks[1]).update(status=Status.BUILDING, attempts=1, lease_until=timezone.now())
    later(report)

    lost = reports.sweep(by=None, at=AT)

    assert (lost.starts, lost.chapters, lost.finishes) == ([], [(pks[1], report.pk)], [])
    assert ReportChapter.objects.get(pk=pks[1]).status == Status.QUEUED


def test_the_sweep_finds_a_report_whose_files_nobody_writes(project):
    report = asked()
    for pk in begun(report):
        chapters.build(pk, at=AT)
    later(report)

    lost = reports.sweep(by=None, at=AT)

    assert (lost.starts, lost.chapters, lost.finishes) == ([], [], [report.pk])


@pytest.mark.parametrize("status", OVER)
def test_the_sweep_forgets_what_is_over(project, status):
    report = in_state(status, asked())
    later(report)

    lost = reports.sweep(by=None, at=AT)

    assert (lost.starts, lost.chapters, lost.finishes) == ([], [], [])


# --- who sees what ---------------------------------------------------------------------------------------------------
def test_the_report_of_a_province_holds_only_its_province(project):
    make.verified(project, percents=(80, 40))
    other = make.project()
    make.verified(other, percents=(10, 0))
    province = project.plan.county.province

    report = built(asked(make.post(Role.PROVINCIAL_SECRETARY, where=province)))

    content = (reports.directories(report) / "1.1" / "20x10-2026-2026-10-12-en.json").read_text()
    data = figures.annual_report(report.requested_by, 2026, make.DAY)
    assert data["scope"] == {"kind": "province", "province": province.code, "name": province.name}
    assert [place["code"] for place in data["places"]] == [project.plan.county.code]
    assert (data["summary"]["verified"], data["summary"]["record"]["target"]) == (56.0, 1)
    assert (project.code in content, other.code in content, other.plan.county.name in content) == (True, False, False)


def test_each_sees_the_reports_of_its_reach(project):
    province = project.plan.county.province
    secretary = make.post(Role.PROVINCIAL_SECRETARY, where=province)
    nations, provinces = asked(), asked(secretary)
    everything, ours = {nations.pk, provinces.pk}, {provinces.pk}
    readers = {
        make.post(): (everything, everything),
        make.post(Role.GUIDANCE): (everything, set()),
        make.post(Role.COUNTY_LEAD): (everything, set()),
        secretary: (ours, ours),
        make.post(Role.PROVINCIAL_CHAIR, where=province): (ours, ours),
        make.post(Role.PROVINCIAL_SECRETARY): (set(), set()),
        make.post(Role.COUNTY_STAFF, where=project.plan.county): (set(), set()),
        make.reporter(project): (set(), set()),
        make.post(Role.ADMINISTRATOR): (set(), set()),
    }

    for post, (seen, changed) in readers.items():
        reader = post.official.user
        reader.post = post
        assert set(AnnualReport.objects.visible_to(reader).values_list("pk", flat=True)) == seen, post.role
        assert set(AnnualReport.objects.editable_by(reader).values_list("pk", flat=True)) == changed, post.role


def test_a_file_lost_from_the_disk_is_refused_with_a_sentence(project, client):
    report = built(asked())
    client.force_login(report.requested_by.official.user)
    (reports.directories(report) / "1.1" / "20x10-2026-2026-10-12-en.pdf").unlink()

    answers = [client.get(f"/en/reports/{report.pk}/{kind}/") for kind in ("pdf", "json")]
    answers[1].close()

    assert [answer.status_code for answer in answers] == [409, 200]
    assert "The file is no longer on the server: have it built again." in answers[0].content.decode()


# --- two at the same moment ------------------------------------------------------------------------------------------
class Elsewhere(threading.Thread):
    """What another worker does meanwhile."""

    def __init__(self, deed, *args, **values):
        super().__init__()
        self.deed, self.args, self.values, self.error = deed, args, values, None
        self.start()

    def run(self):
        try:
            self.deed(*self.args, **self.values)
        except Exception as error:  # told to the test by end()
            self.error = error
        finally:
            connection.close()

    def end(self):
        self.join(60)
        assert not self.is_alive()
        assert self.error is None, self.error


def wait_until_blocked(count=1):
    """Until so many others wait for a lock of this database."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    end = time.monotonic() + 60
    with connection.cursor() as cursor:
        while cursor.execute(waiting).fetchone()[0] < count:
            assert time.monotonic() < end, "Nobody waits."
            time.sleep(0.02)
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction sees one moment of it otherwise


@contextmanager
def locked(table, mode):
    """The table locked by a connection of its own, so that who needs it waits."""
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("host", "port", "dbname", "user", "password") if place.get(name)}
    with psycopg.connect(**known) as other:
        other.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield
        other.rollback()


@pytest.mark.django_db(transaction=True)
def test_two_workers_take_a_chapter_at_the_same_moment_and_one_has_it(project):
    report = asked()
    pk = begun(report)[0]
    until = timezone.now() + timedelta(hours=1)

    with transaction.atomic():
        ReportChapter.objects.filter(pk=pk).update(status=Status.BUILDING, attempts=1, lease_until=until)
        second = Elsewhere(chapters.build, pk, at=AT)
        wait_until_blocked()
    second.end()

    chapter = ReportChapter.objects.get(pk=pk)
    assert (chapter.status, chapter.attempts, chapter.lease_until) == (Status.BUILDING, 1, until)


@pytest.mark.django_db(transaction=True)
def test_a_late_worker_keeps_nothing_once_another_has_the_chapter(project):
    report = asked()
    pk = begun(report)[0]

    with locked("factories_milestone", "ACCESS EXCLUSIVE"):
        late = Elsewhere(chapters.build, pk, at=AT)
        wait_until_blocked()
        ReportChapter.objects.filter(pk=pk).update(attempts=2)
    late.end()

    chapter = ReportChapter.objects.get(pk=pk)
    assert (chapter.status, chapter.attempts, chapter.content) == (Status.BUILDING, 2, None)
    assert (now(report).steps_done, told(report)) == (0, ["requested", "begun"])


@pytest.mark.django_db(transaction=True)
def test_a_late_worker_keeps_nothing_of_an_earlier_build(project):
    report = asked()
    pk = begun(report)[0]

    with locked("factories_milestone", "ACCESS EXCLUSIVE"):
        late = Elsewhere(chapters.build, pk, at=AT)
        wait_until_blocked()
        reports.cancel(report, by=report.requested_by, at=AT)
        reports.rebuild(now(report), by=report.requested_by, at=AT)
    late.end()

    assert (now(report).status, now(report).build, report.chapters.count()) == (Status.QUEUED, 2, 0)


@pytest.mark.django_db(transaction=True)
def test_cancelled_while_its_files_are_written_it_leaves_none(project, settings):
    report = asked()
    for pk in begun(report):
        chapters.build(pk, at=AT)

    with locked("reports_reportevent", "SHARE"):
        writer = Elsewhere(chapters.finish, report.pk, at=AT)  # waits after the first file, to tell of it
        wait_until_blocked(1)
        half = on_disk(settings)
        canceller = Elsewhere(reports.cancel, report, by=report.requested_by, at=AT)
        wait_until_blocked(2)
    writer.end()
    canceller.end()

    assert half == ["20x10-2026-2026-10-12-en.pdf"]
    assert (now(report).status, ReportFile.objects.exists(), on_disk(settings)) == (Status.CANCELLED, False, [])


@pytest.mark.django_db(transaction=True)
def test_asked_twice_at_the_same_moment_it_is_one_report(project):
    post = make.post()

    with transaction.atomic():
        first = asked(post)
        second = Elsewhere(asked, post)
        wait_until_blocked()
    second.end()

    assert AnnualReport.objects.get() == first
