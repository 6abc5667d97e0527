"""Visits of members in charge, read: what was seen, what was asked for, and what became of it by a day."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from committees.models import Organization, OrganizationKind, Request, Visit
from regional20x10.shared import clock


def then(rows, day, user):
    """The visits known by the end of `day`, each with what it asked for that the user sees: `asks`, and `asks_done`."""
    moment = clock.end_of(day)
    asked = Request.objects.visible_to(user).then(moment).filter(visit=OuterRef("pk")).order_by().values("visit")

    def number(of):
        return Coalesce(Subquery(of.values("n")[:1], output_field=IntegerField()), 0)

    return rows.filter(at__lte=moment).annotate(
        asks=number(asked.annotate(n=Count("pk"))),
        asks_done=number(asked.annotate(n=Count("pk", filter=Q(done_at__isnull=False)))),
    )


def seen_by(user, day):
    """The visits that a user may see, as known on the day."""
    return then(Visit.objects.visible_to(user).for_list(), day, user)


def of_county(county, day, user):
    """[Visit] to the county as known on the day, the last first. One query."""
    return list(seen_by(user, day).filter(county=county))


UNITS = (OrganizationKind.DESIGN_UNIT, OrganizationKind.CONSTRUCTION_UNIT, OrganizationKind.OPERATION_UNIT)


def askable(county, projects, day):
    """The bodies that a visit can ask: those with a part in the county's factories, and all of the nation and province.

    Units of other places are left out. One query.
    """
    own = Q(pk__in=[getattr(row, f"{unit}_id") for row in projects for unit in PARTS])
    own |= Q(roles__project__in=[row.pk for row in projects])
    near = Q(province=None) | Q(province=county.province_id)
    rows = Organization.objects.in_being(day).filter(own | (near & ~Q(kind__in=UNITS)))
    return list(rows.distinct().order_by("name_en", "pk"))


PARTS = ("design_unit", "construction_unit", "operation_unit", "inspection")


@dataclass(frozen=True)
class FollowUp:
    """The first of what visits asked for that falls due: by then it is worth going again, or asking again."""

    on: date
    """Promised for this day; due on it, where nothing is promised."""
    request: Request

    @property
    def passed(self):
        """Of a row read as of a day: whether its own day has passed and it still waits."""
        return self.request.overdue


def follow_up(asked):
    """The FollowUp of what charges.asked() gives: of what a visit asked for and still waits. None if nothing does."""
    rows = [row for row in asked if row.visit_id and row.waits]
    days = [(row.promised_then or row.due_on, row.number, row) for row in rows]
    return FollowUp(*min(days)[::2]) if days else None
