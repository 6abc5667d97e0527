"""What workers do for reports. Each task is a leaf: an id in, one action, safe to run twice.

build_annual_report lays out the chapters and starts a chord: build_chapter for each, then finish_report. build_pack
does so phase by phase: work_on_pack for each step, then next_phase. What a dead worker or a lost queue leaves behind,
`sweep` puts in the queue again (docs/decisions/report-jobs.md, packs.md).
"""

from celery import chord, shared_task
from django.db import InterfaceError, OperationalError

from regional20x10.shared import clock, jobs
from reports.actions import chapters, pack_steps, packs, provincial_notices, reports, schedules

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
    _sweep_packs()


def _sweep_packs():
    lost = packs.sweep(by=None, at=clock.now())
    for pack_id in lost.packs:
        jobs.put(next_phase.si(pack_id))
    for step_id, pack_id in lost.steps:
        jobs.put(work_on_pack.si(step_id).set(link=next_phase.si(pack_id)))


def queue_pack(pack):
    """Have `pack` built once the transaction is committed. Without a broker it waits for the next sweep."""
    jobs.after_commit(build_pack.s(pack.pk))


@shared_task(**TASK)
def build_pack(pack_id):
    """Begin the phase that comes next, or what was asked for again."""
    _work(packs.advance(pack_id, by=None, at=clock.now()) or packs.waiting(pack_id), pack_id)


@shared_task(**TASK)
def next_phase(pack_id):
    """Begin the next phase once every step of one is over."""
    _work(packs.advance(pack_id, by=None, at=clock.now()), pack_id)


def _work(step_ids, pack_id):
    if step_ids:
        jobs.put(chord((work_on_pack.si(pk) for pk in step_ids), next_phase.si(pack_id)))


@shared_task(**TASK)
def work_on_pack(step_id):
    """Seal, draw a province, write a file or bundle."""
    pack_steps.work(step_id, at=clock.now())


@shared_task(ignore_result=True, **TASK)
def request_due_reports():
    """Ask for the reports that are due by the schedule. Runs every hour."""
    for pack in schedules.request_due(by=None, at=clock.now()):
        queue_pack(pack)


@shared_task(ignore_result=True, **TASK)
def remind():
    """Remind provinces of the reports that are due. Runs every hour; each is reminded once of each day."""
    provincial_notices.remind(on=clock.today(), at=clock.now(), by=None)
