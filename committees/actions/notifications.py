"""Telling users what concerns them: once for each event, inside the transaction of the action that made it."""

from django.utils.timezone import localdate

from committees.models import Notification, Post


def notify(posts, *, event, topic, code, values, url, at, by=None, urgent=False):
    """Let the users behind `posts` know of an event, each once, and never who did it (`by`) themselves.

    `event`: what happened to which row, such as "request:31:asked"; the same event said again tells nobody twice.
    `code` chooses the sentence (committees/notices.py), `values` are what it names, `url` is the page without its
    language. Returns how many users were told.
    """
    users = {post.official.user_id for post in posts} - {None, by and by.official.user_id}
    rows = [
        Notification(
            user_id=user, event=event, topic=topic, code=code, values=values, url=url, urgent=urgent, at=at,
            on=localdate(at),
        )
        for user in sorted(users)
    ]  # fmt: skip
    return len(Notification.objects.bulk_create(rows, ignore_conflicts=True))


def acting_for(organization, day):
    """The posts that act for a body on `day`, for notify()."""
    return Post.objects.current(day).of_body(organization).select_related("official")
