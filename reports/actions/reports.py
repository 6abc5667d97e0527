"""Annual reports: request, start, cancel, build again, and queue again what was lost on the way."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Post
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused
from reports.actions import shelf
from reports.actions.leases import FREE, forgotten
from reports.figures import Scope
from reports.models import AnnualReport, ReportChapter, ReportEvent, ReportFile, Status
from reports.models.reports import MOVES, UNDER_WAY


def log(report, code, at, *, by=None, **values):
    return ReportEvent.objects.create(report=report, code=code, at=at, by=by, values=values)


@action("request_reports")
def request(*, year, as_of, language, by, at):
    """(report, whether it is new): asking again for one that is under way gives that one. The caller queues it.

    Refuses a year without places in the post's reach and a day after that of `at`.
    """
    _one_at_a_time(by.pk)
    same = {"year": year, "as_of": as_of, "language": language, "requested_by": by}
    if report := AnnualReport.objects.under_way().filter(**same).first():
        return report, False
    if reasons := _refusals(by, year, as_of, localdate(at)):
        raise Refused(list(reasons.values()), fields={name: [said] for name, said in reasons.items()})
    report = checked(AnnualReport(**same, created_at=at))
    report.woken_at = Now()  # the caller queues it: the sweep need not before a lease has passed
    report.save()
    log(report, "requested", at, by=by)
    return report, True


def _one_at_a_time(post_id):
    """Who else asks in the name of this post waits until the transaction is over."""
    Post.objects.select_for_update(of=["self"], no_key=True).get(pk=post_id)


def _refusals(post, year, as_of, today):
    """{field: sentence}."""
    reasons = {}
    if not Scope(post, year, as_of).plans.exists():
        reasons["year"] = _("There are no places in your reach in %(year)s: choose another year.") % {"year": year}
    if as_of > today:
        slots = {"day": as_of, "today": today}
        reasons["as_of"] = (
            _("%(day)s is in the future: nothing is known of it yet. Choose a day up to %(today)s.") % slots
        )
    return reasons


@action()
def start(report_id, *, by, at):
    """Claim a queued report and lay out its chapters; their primary keys, none if somebody else began it."""
    queued = AnnualReport.objects.filter(pk=report_id, status__in=MOVES["start"][0])
    if not queued.update(status=Status.BUILDING, started_at=at, woken_at=Now()):
        return []
    report = AnnualReport.objects.select_related("requested_by").get(pk=report_id)
    provinces = Scope(report.requested_by, report.year, report.as_of).provinces
    rows = [ReportChapter(report=report, province=province, woken_at=Now()) for province in [None, *provinces]]
    ReportChapter.objects.bulk_create(rows)
    AnnualReport.objects.filter(pk=report_id).update(steps_done=0, steps_total=len(rows) + len(ReportFile.Kind))
    log(report, "begun", at, chapters=len(rows))
    return [row.pk for row in rows]


@action("request_reports")
def cancel(report, *, by, at):
    """Stop building. What workers still finish of it is thrown away."""
    report = _moved(report, "cancel")
    report.status, report.finished_at, report.lease_until = Status.CANCELLED, at, None
    report.save(update_fields=["status", "finished_at", "lease_until"])
    shelf.remove(directories(report))
    log(report, "cancelled", at, by=by)
    return report


@action("request_reports")
def rebuild(report, *, by, at):
    """Build it anew from today's knowledge of its as-of day. Its files are gone at once. The caller queues it."""
    report = _moved(report, "rebuild")
    _one_at_a_time(report.requested_by_id)
    same = {name: getattr(report, name) for name in ("year", "as_of", "language", "requested_by")}
    if AnnualReport.objects.under_way().filter(**same).exists():
        raise Refused(_("The same report is already being built: wait for that one."))
    report.chapters.all().delete()
    report.files.all().delete()
    shelf.remove(directories(report))
    report.status, report.build, report.attempts, report.error = Status.QUEUED, report.build + 1, 0, ""
    report.lease_until = report.started_at = report.finished_at = None
    report.woken_at = Now()
    report.steps_done = report.steps_total = 0
    report.data_version = ""
    report.save()
    log(report, "rebuild", at, by=by)
    return report


def _moved(report, deed):
    """The report, locked, if its state allows `deed`."""
    report = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if not report.can(deed):
        raise Refused(str(MOVES[deed][2]))
    return report


def directories(report):
    """Where its files lie, a directory for every time they were begun."""
    return shelf.home("reports", report.pk)


@action()
def fail(report_id, *, error, by, at):
    """Give up, saying why."""
    under_way = AnnualReport.objects.filter(pk=report_id, status__in=UNDER_WAY)
    if under_way.update(status=Status.FAILED, error=error, finished_at=at, lease_until=None):
        log(AnnualReport(pk=report_id), "failed", at)


@dataclass(frozen=True)
class Lost:
    """Primary keys of what must be put in the queue again."""

    starts: list
    """Reports to be begun."""
    chapters: list
    """(chapter, its report)."""
    finishes: list
    """Reports whose files are to be written."""


@action()
def sweep(*, by, at):
    """Find what no worker holds and no queue seems to know, mark it as woken now, and return it as Lost."""
    starts = _woken(AnnualReport.objects.filter(status=Status.QUEUED))
    parts = ReportChapter.objects.filter(report__status=Status.BUILDING).exclude(status=Status.READY).filter(FREE)
    of = dict(parts.filter(forgotten()).select_for_update(of=["self"], skip_locked=True).values_list("pk", "report_id"))
    ReportChapter.objects.filter(pk__in=of).update(status=Status.QUEUED, lease_until=None, woken_at=Now())
    unbuilt = ReportChapter.objects.filter(report=OuterRef("pk")).exclude(status=Status.READY)
    finishes = _woken(AnnualReport.objects.filter(~Exists(unbuilt), FREE, status=Status.BUILDING))
    lost = [*starts, *of.values(), *finishes]
    for report_id in sorted(set(lost)):
        log(AnnualReport(pk=report_id), "lost", at, tasks=lost.count(report_id))
    return Lost(starts, sorted(of.items()), finishes)


def _woken(rows):
    found = list(rows.filter(forgotten()).select_for_update(skip_locked=True).values_list("pk", flat=True))
    AnnualReport.objects.filter(pk__in=found).update(woken_at=Now())
    return found
