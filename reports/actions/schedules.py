"""Which reports are sealed and built by themselves, and to whom reports go."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.rights import NATION, RULES, Deed, Role
from factories.models import ProgramYear
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused
from reports import spans
from reports.actions import packs
from reports.models import Distribution, Pack, ReportSchedule, SealKind

SCHEDULED = (SealKind.MONTH, SealKind.QUARTER)
"""The year is sealed by hand, when its reports are accepted."""

BY_SCHEDULE = "By the schedule."
"""The reason of a seal that nobody asked for; pages say it in the reader's language."""

TO_CHOOSE = tuple(role for role, rule in RULES.items() if rule.reads not in (NATION,) and role != Role.ADMINISTRATOR)
"""Roles to which a report can be given beyond those that read the nation and thereby every report."""


@action(Deed.SCHEDULE_REPORTS)
def set_schedule(kind, *, days_after, active, by, at):
    """Have reports of `kind` built `days_after` each span's end, or no more. What ended before is not caught up."""
    row = ReportSchedule.objects.select_for_update().filter(kind=kind).first()
    if row is None:
        row = ReportSchedule(kind=kind, since=localdate(at))
    if active and not row.active:
        row.since = localdate(at)
    row.days_after, row.active = days_after, active
    checked(row).save()
    return row


@action(Deed.SCHEDULE_REPORTS)
def distribute(kind, *, roles, by):
    """Give reports of `kind` to these roles, and to no other beyond those that read the nation."""
    if strangers := sorted(set(roles) - set(TO_CHOOSE)):
        told = _("“%(role)s” cannot be chosen: it reads every report anyway, or none at all.")
        raise Refused([told % {"role": role} for role in strangers])
    kept = set(Distribution.objects.filter(kind=kind).values_list("role", flat=True))
    Distribution.objects.filter(kind=kind).exclude(role__in=roles).delete()
    for role in sorted(set(roles) - kept):
        checked(Distribution(kind=kind, role=role)).save()


@action(Deed.SCHEDULE_REPORTS)
def arrange(kind, *, by, at, roles, days_after=None, active=False):
    """Both at once, as the page sends them."""
    if kind in SCHEDULED:
        set_schedule(kind, days_after=days_after, active=active, by=by, at=at)
    distribute(kind, roles=roles, by=by)
    return True


@action()
def request_due(*, by, at):
    """Ask for every pack that is due by the schedule and never was asked for: [Pack], to be queued. Safe twice."""
    found = []
    for row in ReportSchedule.objects.select_for_update().filter(active=True).order_by("kind"):
        span = spans.ended(row.kind, localdate(at))
        if _due(row, span, localdate(at)):
            asked = {"kind": row.kind, "year": span.year, "as_of": span.ends_on, "reason": BY_SCHEDULE}
            pack, new = packs.request(**asked, by=None, at=at)
            found += [pack] if new else []
    return found


def _due(schedule, span, today):
    """Whether the report of the span that ended last is to be built now."""
    waited = today >= span.ends_on + timedelta(days=schedule.days_after)
    same = {"kind": span.kind, "year": span.year, "as_of": span.ends_on}
    return (
        waited
        and span.ends_on >= schedule.since
        and ProgramYear.objects.filter(year=span.year, plans__isnull=False).exists()
        and not Pack.objects.filter(**same).exists()
    )
