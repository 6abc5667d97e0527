"""Telling users what concerns them: once for each event, inside the transaction of the action that made it.

And what users do with it: they read it, and choose how they want to hear.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from celery import signature
from django.conf import settings
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from committees.actions import people
from committees.models import Mailing, Notification, NotificationChoice, Post, Topic
from regional20x10.shared import jobs
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused

_silent = ContextVar("silent", default=False)


@contextmanager
def silently():
    """Within it nobody is told of anything: for who makes a whole programme, of which no event is news."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def silent():
    """Whether nobody is told now: who would have to look for posts need not."""
    return _silent.get()


def notify(posts, *, event, topic, code, values, url, at, by=None, urgent=False):
    """Let the users behind `posts` know of an event, each once, and never who did it (`by`) themselves.

    `event`: what happened to which row, such as "request:31:asked"; the same event said again tells nobody twice.
    `code` chooses the sentence (committees/notices.py), `values` are what it names, `url` is the page without its
    language. `urgent`: an e-mail at once to those who want one. Returns how many users it concerns.
    """
    return notify_all([(posts, event, values, url)], topic=topic, code=code, at=at, by=by, urgent=urgent)


def notify_all(events, *, topic, code, at, by=None, urgent=False):
    """The same of several events of one kind, [(posts, event, values, url)], in one statement."""
    if silent():
        return 0
    shared = {"topic": topic, "code": code, "urgent": urgent, "at": at, "on": told_on(at)}
    rows = [
        Notification(user_id=user, event=event, values=values, url=url, **shared)
        for posts, event, values, url in events
        for user in sorted(_users(posts) - {None, by and by.official.user_id})
    ]
    if rows:
        Notification.objects.bulk_create(rows, ignore_conflicts=True)
    if rows and urgent:
        _mail_at_once({row.event for row in rows}, at)
    return len(rows)


def _users(posts):
    if isinstance(posts, QuerySet):
        return set(posts.values_list("official__user", flat=True))
    return {post.official.user_id for post in posts}


def told_on(at):
    """The day in whose digest an event is told: a day ends at DIGEST_HOUR."""
    moment = localtime(at)
    return moment.date() + timedelta(days=moment.hour >= settings.DIGEST_HOUR)


def _mail_at_once(events, at):
    """An e-mail for each of those who want one, sent by a worker once the transaction is committed."""
    wanted = Notification.objects.filter(event__in=events, mailings=None).wanted_by_mail("urgent_mail")
    made = [Mailing(user_id=row.user_id, kind=Mailing.Kind.URGENT, notification=row, made_at=at) for row in wanted]
    if made:
        Mailing.objects.bulk_create(made, ignore_conflicts=True)
        jobs.after_commit(signature("committees.tasks.sweep_mail"))  # by its name: tasks lie above


def acting_for(organization, day):
    """The posts that act for a body on `day`, for notify()."""
    return Post.objects.current(day).of_body(organization).select_related("official")


# --- what users do with them -----------------------------------------------------------------------------------------
@action()
def mark_read(notification, *, by, at):
    """The user has read it. Read twice, it was read the first time."""
    _only_own(notification.user_id, by)
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=at)
    return Notification.objects.get(pk=notification.pk)


@action()
def mark_all_read(user, *, by, at):
    """The user has read all there are; returns how many were unread."""
    _only_own(user.pk, by)
    return Notification.objects.filter(user=user).unread().update(read_at=at)


@action()
def choose(user, *, digest, urgent_mail, muted, language, email, by):
    """How the user wants to hear, from now on: `muted` are the topics that come by no e-mail."""
    _only_own(user.pk, by)
    fields = {}
    try:
        people.set_email(user, email, by=by)  # which holds the user: twice at once goes in turn
    except Refused as refused:
        fields |= refused.fields
    if unknown := sorted(set(muted) - set(Topic.values)):
        said = _("There is no topic “%(topic)s”. Known: %(known)s.")
        fields["muted"] = [said % {"topic": name[:40], "known": ", ".join(Topic.values)} for name in unknown]
    if language not in dict(settings.LANGUAGES):
        fields["language"] = [_("E-mails are written in English or Korean: choose one of them.")]
    choice = NotificationChoice.objects.filter(user=user).first() or NotificationChoice(user=user)
    choice.digest, choice.urgent_mail, choice.muted, choice.language = digest, urgent_mail, sorted(muted), language
    checked(choice, fields).save()
    return choice


def _only_own(user, by):
    if by is not None and by.user_id != user:
        raise NotAllowed(_("These are the notifications of another user: each reads and chooses for themselves."))
