"""What workers do for reports. Each task is a leaf: an id in, one action, safe to run twice.

build_annual_report lays out the chapters and starts a chord: build_chapter for each, then finish_report. What a dead
worker or a lost queue leaves behind, `sweep` puts in the queue again (docs/decisions/report-jobs.md).
"""

from celery import chord, shared_task
from django.db import InterfaceError, OperationalError

from regional20x10.shared import clock, jobs
from reports.actions import chapters, provincial_notices, reports

TASK = {"autoretry_for": (OperationalError, InterfaceError), "retry_backoff": True, "max_retries": 5}


def queue(report):
    """Have `report` built once the transaction is committed. Without a broker it waits for the next sweep."""
    jobs.after_commit(build_annual_report.s(report.pk))


@shared_task(**TASK)
def build_annual_report(report_id):
    """Lay out the chapters and have them built."""
    if begun := reports.start(report_id, by=None, at=clock.now()):
        _build(begun, report_id)


def _build(chapter_ids, report_id):
    jobs.put(chord((build_chapter.si(pk) for pk in chapter_ids), finish_report.si(report_id)))


@shared_task(**TASK)
def build_chapter(chapter_id):
    """Build one chapter."""
    chapters.build(chapter_id, at=clock.now())


@shared_task(**TASK)
def finish_report(report_id):
    """Write the files; if facts changed between chapters, build those again first."""
    if again := chapters.finish(report_id, at=clock.now()):
        _build(again, report_id)


@shared_task(ignore_result=True)
def sweep():
    """Queue again what was lost. Runs every 30 seconds."""
    lost = reports.sweep(by=None, at=clock.now())
    for report_id in lost.starts:
        jobs.put(build_annual_report.s(report_id))
    for report_id in lost.finishes:
        jobs.put(finish_report.si(report_id))
    for chapter_id, report_id in lost.chapters:
        jobs.put(build_chapter.si(chapter_id).set(link=finish_report.si(report_id)))


@shared_task(ignore_result=True, **TASK)
def remind():
    """Remind provinces of the reports that are due. Runs every hour; each is reminded once of each day."""
    provincial_notices.remind(on=clock.today(), at=clock.now(), by=None)
