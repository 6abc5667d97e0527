"""Decisions as they stood on a day, their figures, and what waits for a reader. Reads only."""

from dataclasses import dataclass

from django.db.models import Count, Q

from committees.models import Decision, DecisionState, Post
from committees.models.scope import post_of
from committees.rights import Deed
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


def owed(user, today):
    """[Decision] that the user's body owes, the most urgent first, each with `over`, its days overdue. One query."""
    post = post_of(user)
    if post is None or post.acts_for_id is None:
        return []
    rows = list(Decision.objects.filter(owner=post.acts_for_id).owed().for_list())
    for row in rows:
        row.over = days_over(row.due_on, today)
    return rows


def to_close(user, today):
    """[Decision] said to be done which the user may close: not of their own body, nor said to be done by them.

    `today`: the day on which their other posts are looked at. One query.
    """
    post = post_of(user)
    if post is None or not post.may(Deed.CLOSE_DECISIONS):
        return []
    own = Post.objects.current(today).filter(official=post.official_id)
    rows = Decision.objects.filter(state=DecisionState.DONE)
    rows = rows.exclude(owner__in=own.filter(organization__isnull=False).values("organization"))
    rows = rows.exclude(owner__in=own.filter(body__isnull=False).values("body"))
    said = rows.filter(steps__step="done", steps__by__official=post.official_id).values("pk")
    return list(rows.exclude(pk__in=said).for_list())


def days_over(due_on, day):
    """Days past the day it was due; 0 until then."""
    return max(0, (day - due_on).days)


def day_of(meeting, today):
    """The day on which a decision is made that is entered today: that of its meeting, if it has been."""
    return min(meeting.held_on, today) if meeting else today
