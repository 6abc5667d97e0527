"""Meetings with what a list tells of them: how many points, decisions and members present. Reads only."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from committees.models import AgendaItem, Attendance, Decision, Meeting, Presence

THERE = (Presence.PRESENT, Presence.REPRESENTED)


def _count(rows):
    """How many of `rows` belong to the meeting, as a column of it."""
    counted = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def listed(user):
    """The meetings a user sees, each with `points`, `decided`, `present` and `asked` (of whom presence is entered)."""
    return (
        Meeting.objects.visible_to(user)
        .for_list()
        .annotate(
            points=_count(AgendaItem.objects.filter(dropped=False)),
            decided=_count(Decision.objects.visible_to(user)),
            present=_count(Attendance.objects.filter(presence__in=THERE)),
            asked=_count(Attendance.objects.filter(~Q(presence=""))),
        )
    )
