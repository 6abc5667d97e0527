"""Decisions through their actions: the least that makes one, and what became of it."""

from datetime import timedelta

from committees.actions import decisions as deeds
from committees.models import Notification
from tests import make

NOW, DUE = make.moment(hour=0), make.DAY + timedelta(days=20)


def decide(owner, *, by=None, text="Deliver the line.", due_on=DUE, **values):
    return deeds.decide(text=text, owner=owner, due_on=due_on, by=by or make.post(), on=make.DAY, at=NOW, **values)


def done(row, officer, note="Delivered on Monday."):
    return deeds.say_done(row, note=note, by=officer, at=NOW)


def told(post):
    """[(code, urgent)] of what a post was told."""
    return list(Notification.objects.filter(user=post.user_id).order_by("pk").values_list("code", "urgent"))
