"""Schedules and distribution of sealed reports, as they are read by pages and the API."""

from dataclasses import dataclass
from datetime import timedelta

from committees.rights import NATION, RULES, Role
from reports import spans
from reports.models import Distribution, ReportSchedule, SealKind

DAYS_AFTER = ReportSchedule._meta.get_field("days_after").default


@dataclass(frozen=True)
class Told:
    """One kind of report: whether it is built by itself, when next, and who gets it."""

    kind: SealKind
    active: bool
    days_after: int
    roles: list
    """Roles that get it beyond those that read the nation."""
    span: spans.Span | None
    """The span of the next; None where nothing is built by itself."""

    @property
    def built_on(self):
        return self.span and self.span.ends_on + timedelta(days=self.days_after)

    @property
    def readers(self):
        """Everyone who gets it, in words."""
        nation = [role for role, rule in RULES.items() if rule.reads == NATION]
        return [str(Role(role).label) for role in [*nation, *self.roles]]


def told(today):
    """[Told] of every kind. Two queries."""
    rows = {row.kind: row for row in ReportSchedule.objects.all()}
    roles = {}
    for row in Distribution.objects.all():
        roles.setdefault(row.kind, []).append(row.role)
    return [_told(kind, rows.get(kind), roles.get(kind, []), today) for kind in SealKind]


def of(kind, today):
    return next(row for row in told(today) if row.kind == kind)


def _told(kind, row, roles, today):
    active = bool(row and row.active)
    days = row.days_after if row else DAYS_AFTER
    span = next_span(kind, days, row.since, today) if active else None
    return Told(kind, active, days, roles, span)


def next_span(kind, days_after, since, today):
    """The span whose report is built next: the first that is not yet due."""
    span = spans.around(kind, max(since, today))
    before = spans.ended(kind, span.starts_on)
    return before if before.ends_on >= since and today < before.ends_on + timedelta(days=days_after) else span
