"""Building a report: each chapter by a worker that holds its lease, then the files by one that holds the report's.

None of this is one long transaction: claim, work, keep. Who comes late finds that another has claimed it since (the
number of attempts has grown), and keeps nothing.
"""

import logging
import shutil
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext as _

from regional20x10.shared.actions import action
from reports import figures, rendering
from reports.actions import shelf
from reports.actions.leases import claimed, given_back, held, lease
from reports.actions.reports import directories, fail, log
from reports.models import AnnualReport, ReportChapter, ReportFile, Status

logger = logging.getLogger(__name__)


def build(chapter_id, *, at):
    """Build one chapter, unless somebody else holds it or it is not wanted any more. Safe to call twice."""
    wanted = ReportChapter.objects.filter(pk=chapter_id, report__status=Status.BUILDING).exclude(status=Status.READY)
    chapter = claimed(wanted, "report__requested_by__province", "province")
    if chapter is None or _exhausted(chapter.report, chapter, at):
        return
    report = chapter.report
    with _failing(report, chapter, at), translation.override(report.language):
        scope = figures.Scope(report.requested_by, report.year, report.as_of)
        _keep(chapter, figures.chapter(scope, chapter.province), by=None, at=at)


def finish(report_id, *, at):
    """Write the files of a report whose chapters are all built. Safe to call twice.

    Returns the primary keys of the chapters that must be built again first, because facts changed between them.
    """
    unbuilt = ReportChapter.objects.filter(report=OuterRef("pk")).exclude(status=Status.READY)
    wanted = AnnualReport.objects.filter(~Exists(unbuilt), pk=report_id, status=Status.BUILDING)
    report = claimed(wanted, "requested_by__province")
    if report is None or _exhausted(report, report, at):
        return []
    with _failing(report, report, at), translation.override(report.language):
        chapters = list(report.chapters.order_by("province__code"))
        chapters.sort(key=lambda row: row.province_id is not None)
        if stale := _stale(report, chapters):
            return _again(report, stale, by=None, at=at)
        _write(report, figures.assembled([row.content for row in chapters]), at)
    return []


def _exhausted(report, row, at):
    """Give up on what was begun too often."""
    if row.attempts <= settings.REPORT_ATTEMPTS:
        return False
    with translation.override(report.language):
        error = _(
            "It was begun %(count)s times and never ended. Look into the log of the workers, then build it again."
        )
        fail(report.pk, error=error % {"count": settings.REPORT_ATTEMPTS}, by=None, at=at)
    return True


@contextmanager
def _failing(report, row, at):
    """Turns what goes wrong into the report's error; a database that is away is left to the task's next try."""
    try:
        yield
    except (OperationalError, InterfaceError):
        given_back(row)
        raise
    except Exception as error:
        logger.exception("Report %s could not be built", report.pk)
        if not held(row).exists():
            return  # cancelled, built anew, or taken over by another: no longer this worker's to judge
        told = _("It stopped with an error (%(error)s). The log of the workers has more, under report %(number)s.")
        fail(report.pk, error=told % {"error": type(error).__name__, "number": report.pk}, by=None, at=at)


@action()
def _keep(chapter, content, *, by, at):
    """Keep the content, if the report still wants it and nobody else has claimed the chapter since."""
    report = AnnualReport.objects.select_for_update(of=["self"]).filter(pk=chapter.report_id).first()
    if report is None or report.status != Status.BUILDING:
        return
    if held(chapter).update(status=Status.READY, content=content, lease_until=None):
        AnnualReport.objects.filter(pk=report.pk).update(steps_done=F("steps_done") + 1, woken_at=Now())
        log(report, "built", at, chapter=str(chapter))


def _stale(report, chapters):
    """Those that do not rest on the facts as they are now; none as long as all rest on the same."""
    versions = {row.content["data_version"] for row in chapters}
    if len(versions) == 1:
        return []
    now = figures.Scope(report.requested_by, report.year, report.as_of).version
    return [row for row in chapters if row.content["data_version"] != now]


@action()
def _again(report, stale, *, by, at):
    """Send the chapters back to be built again; the claim on the files is given back."""
    given_back = {"lease_until": None, "woken_at": Now(), "steps_done": F("steps_done") - len(stale)}
    if not held(report).filter(build=report.build).update(**given_back):
        return []
    pks = [row.pk for row in stale]
    sent = {"status": Status.QUEUED, "content": None, "lease_until": None, "woken_at": Now()}
    ReportChapter.objects.filter(pk__in=pks).update(**sent)
    log(report, "again", at, chapters=len(pks))
    return pks


def _write(report, dataset, at):
    """Write the files and offer them all at once; what is not wanted any more by then is taken away."""
    home = directories(report) / f"{report.build}.{report.attempts}"  # no other worker writes there
    files = _files(report, dataset, home, at)
    if not (files and _offer(report, files, home, dataset["data_version"], by=None, at=at)):
        shutil.rmtree(home, ignore_errors=True)


def _files(report, dataset, home, at):
    """The files, written one by one, the lease renewed before each; none if somebody else holds the report since."""
    chapters = report.chapters.count()
    rows = []
    for done, kind in enumerate(ReportFile.Kind):
        if not held(report).filter(build=report.build).update(lease_until=lease(), steps_done=chapters + done):
            return []
        rows.append(_file(report, kind, rendering.render(kind, dataset), home))
        log(report, "written", at, kind=kind.label)
    return rows


def _file(report, kind, content, home):
    path = home / f"20x10-{report.year}-{report.as_of}-{report.language}.{kind}"
    return ReportFile(report=report, kind=kind, **shelf.kept(path, content))


@action()
def _offer(report, files, home, version, *, by, at):
    """Ready: from here on the files are offered, and what dead workers left beside them goes. False if not wanted."""
    done = {"status": Status.READY, "finished_at": at, "lease_until": None, "data_version": version}
    if not held(report).filter(build=report.build).update(steps_done=F("steps_total"), **done):
        return False
    ReportFile.objects.bulk_create(files)
    shelf.remove(directories(report), but=[home])
    log(report, "ready", at)
    return True
