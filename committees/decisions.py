"""Decisions as they stood on a day, their figures, and what waits for a reader. Reads only."""

from dataclasses import dataclass

from django.db.models import Count, Q

from committees.models import Decision, DecisionState
from regional20x10.shared import clock


@dataclass(frozen=True)
class Counts:
    """Of any decisions, on a day."""

    made: int = 0
    open: int = 0
    """Not done, those overdue among them."""
    overdue: int = 0
    done: int = 0
    """Said to be done and not closed."""
    closed: int = 0
    withdrawn: int = 0


def seen_by(user, as_of):
    """The decisions that a user may see, as known at the end of `as_of`, each as it stood then."""
    return Decision.objects.visible_to(user).for_list().then(clock.end_of(as_of))


def counted(rows):
    """The Counts of decisions as `then()` gives them. One query."""

    def number(state):
        return Count("pk", filter=Q(state_then=state))

    found = rows.order_by().aggregate(
        n_made=Count("pk"), n_open=number(DecisionState.OPEN), n_overdue=Count("pk", filter=Q(overdue=True)),
        n_done=number(DecisionState.DONE), n_closed=number(DecisionState.CLOSED),
        n_withdrawn=number(DecisionState.WITHDRAWN),
    )  # fmt: skip
    return Counts(*found.values())


def days_over(due_on, day):
    """Days past the day it was due; 0 until then."""
    return max(0, (day - due_on).days)


def day_of(meeting, today):
    """The day on which a decision is made that is entered today: that of its meeting, if it has been."""
    return min(meeting.held_on, today) if meeting else today
