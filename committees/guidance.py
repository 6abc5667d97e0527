"""Guidance notes on a day: to whom each is addressed, who replied in time, and who has not. Reads only.

The first reply of a body counts. It is in time on the day by which it was due, and late after it.
"""

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from committees.models import GuidanceAddress, GuidanceNote, GuidanceReply, Organization
from regional20x10.shared import clock

WAITING, OVERDUE, IN_TIME, LATE = "waiting", "overdue", "in_time", "late"


@dataclass(frozen=True)
class Counts:
    """Of any addresses of notes, on a day."""

    addressed: int = 0
    in_time: int = 0
    late: int = 0
    """Replied after the day by which a reply was due."""
    waiting: int = 0
    """Without a reply, those overdue among them."""
    overdue: int = 0

    @property
    def replied(self):
        return self.in_time + self.late

    @property
    def in_time_percent(self):
        """Of those that were replied to or are overdue; None while there is none."""
        judged = self.replied + self.overdue
        return 100 * self.in_time / judged if judged else None


@dataclass(frozen=True)
class Line:
    """How a body replied to the notes it got."""

    body: Organization
    counts: Counts


def seen_by(user, as_of):
    """The notes that a user may see, written by the end of `as_of`, each with n_all, n_replied, n_late, n_waiting."""
    rows = GuidanceNote.objects.visible_to(user).filter(at__lte=clock.end_of(as_of)).for_list()
    about = addresses(as_of).filter(note=OuterRef("pk")).order_by().values("note")
    return rows.annotate(**{
        name: Subquery(about.annotate(n=expression).values("n"))
        for name, expression in (
            ("n_all", Count("pk")), ("n_in_time", _number(IN_TIME)), ("n_late", _number(LATE)),
            ("n_waiting", _number(WAITING, OVERDUE)), ("n_overdue", _number(OVERDUE)),
        )
    })  # fmt: skip


def addresses(as_of):
    """Addresses of the notes written by the end of `as_of`, each with `replied_at` (or None) and `state_then`."""
    cut = clock.end_of(as_of)
    first = GuidanceReply.objects.filter(address=OuterRef("pk"), at__lte=cut).order_by("at", "pk")
    rows = GuidanceAddress.objects.filter(note__at__lte=cut).annotate(replied_at=Subquery(first.values("at")[:1]))
    rows = rows.annotate(replied_on=TruncDate("replied_at", tzinfo=timezone.get_default_timezone()))
    return rows.annotate(
        state_then=Case(
            When(replied_on__lte=F("note__reply_by"), then=Value(IN_TIME)),
            When(replied_on__isnull=False, then=Value(LATE)),
            When(note__reply_by__lt=as_of, then=Value(OVERDUE)),
            default=Value(WAITING),
            output_field=CharField(),
        )
    )


def _number(*states):
    return Count("pk", filter=Q(state_then__in=states))


FIGURES = {
    "n_addressed": Count("pk"), "n_in_time": _number(IN_TIME), "n_late": _number(LATE),
    "n_waiting": _number(WAITING, OVERDUE), "n_overdue": _number(OVERDUE),
}  # fmt: skip
"""In the order of Counts."""


def by_body(notes, as_of):
    """(Counts of all, [Line] of each body addressed by `notes`, who owes most replies first). Two queries."""
    rows = addresses(as_of).filter(note__in=notes.order_by().values("pk")).order_by()
    found = {row.pop("organization"): Counts(*row.values()) for row in rows.values("organization").annotate(**FIGURES)}
    lines = [Line(body, found[body.pk]) for body in Organization.objects.filter(pk__in=found)]
    lines.sort(key=lambda line: (-line.counts.overdue, -line.counts.waiting, line.body.code))
    return together(found.values()), lines


def counted(rows):
    """The Counts of addresses already read, as addresses() gives them."""
    states = [row.state_then for row in rows]
    late = states.count(OVERDUE)
    return Counts(len(states), states.count(IN_TIME), states.count(LATE), states.count(WAITING) + late, late)


def together(counts):
    """The Counts of several together."""
    counts = list(counts)
    names = ("addressed", "in_time", "late", "waiting", "overdue")
    return Counts(*(sum(getattr(row, name) for row in counts) for name in names))
