"""E-mails: one digest a day, urgent ones at once. Made once by constraint, claimed by one worker, sent at most once.

What is not known to have failed is not sent again (docs/decisions/mail-at-most-once.md).
"""

import logging
import smtplib
from contextlib import suppress
from datetime import timedelta

from django.core import mail
from django.db import transaction
from django.db.models import F, Q

from committees import letters
from committees.models import Mailing, Notification
from regional20x10.shared.actions import action

LEASE = timedelta(minutes=5)
NOT_TAKEN = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError)
"""The server's own word that it has not taken an e-mail, or an address nobody can send to. After another error nobody
knows."""
log = logging.getLogger(__name__)


@action()
def make_digests(*, day, at, by):
    """A digest of `day` for each user who wants one and has something unread of it; made twice, it is there once.

    Returns how many there are.
    """
    unread = Notification.objects.for_digest(day).unread()
    users = unread.order_by("user").values_list("user", flat=True).distinct()
    rows = [Mailing(user_id=user, kind=Mailing.Kind.DIGEST, day=day, made_at=at) for user in users]
    Mailing.objects.bulk_create(rows, ignore_conflicts=True)
    return Mailing.objects.filter(kind=Mailing.Kind.DIGEST, day=day).count()


@action()
def sweep(*, at, by):
    """The primary keys of the e-mails to send now; those that nobody will send any more are said in the log."""
    if lost := Mailing.objects.unsure(at).filter(lease_until__gte=at - timedelta(minutes=1)).count():
        log.warning("%s e-mails may or may not have been sent: their worker died. They are not sent again.", lost)
    return list(Mailing.objects.due(at).order_by("pk").values_list("pk", flat=True))


def send(mailing_id, *, at):
    """Send an e-mail unless another worker does or did. Several short transactions: the claim stands before it goes.

    Returns whether it was sent.
    """
    mailing = Mailing.objects.due(at).select_related("user").filter(pk=mailing_id).first()
    if mailing is None:
        return False
    rows = told_by(mailing)
    if not rows:  # read, or no longer wanted, since it was made
        Mailing.objects.due(at).filter(pk=mailing_id).delete()
        return False
    letter = letters.written(mailing, rows)
    claimed = Mailing.objects.due(at).filter(pk=mailing_id)
    if not claimed.update(lease_until=at + LEASE, attempts=F("attempts") + 1):
        return False
    if not _handed_over(letter, mailing):
        return False
    with transaction.atomic():
        Mailing.objects.filter(pk=mailing_id).update(sent_at=at, lease_until=None)
        Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=at)
    return True


def told_by(mailing):
    """The notifications that an e-mail tells, the oldest first; none if it is not wanted any more."""
    if mailing.kind == Mailing.Kind.URGENT:
        rows = Notification.objects.filter(pk=mailing.notification_id).wanted_by_mail("urgent_mail")
    else:
        read = Q(read_at__lte=mailing.made_at)
        rows = Notification.objects.for_digest(mailing.day).filter(user=mailing.user_id).exclude(read)
    return list(rows.order_by("at", "pk"))


def _handed_over(letter, mailing):
    """Whether the server took the letter. If it surely did not, the e-mail is free to be tried again later."""
    server = mail.mailers.default
    try:
        server.open()
    except OSError as error:  # smtplib's errors among them
        return _free(mailing, error)
    try:
        server.send_messages([letter])
    except NOT_TAKEN as error:
        return _free(mailing, error)
    except OSError as error:
        log.error("E-mail %s may or may not have been sent (%s): it stays so.", mailing.pk, type(error).__name__)
        return False
    finally:
        with suppress(OSError):  # it has said already whether it took the letter
            server.close()
    return True


def _free(mailing, error):
    log.warning("E-mail %s was not sent (%s): it is tried again later.", mailing.pk, type(error).__name__)
    Mailing.objects.filter(pk=mailing.pk).update(lease_until=None)
    return False
