"""What workers do for the committee. Safe to run twice."""

from datetime import timedelta

from celery import shared_task
from django.db import InterfaceError, OperationalError

from committees.actions import mailings, requests
from committees.actions.notifications import told_on
from regional20x10.shared import clock, jobs

TASK = {"autoretry_for": (OperationalError, InterfaceError), "retry_backoff": True, "max_retries": 5}


@shared_task(ignore_result=True, **TASK)
def climb():
    """Let requests that wait climb by their age."""
    requests.climb(on=clock.today(), at=clock.now(), by=None)


# --- e-mails ---------------------------------------------------------------------------------------------------------
@shared_task(ignore_result=True, **TASK)
def make_digests():
    """The digests of the day that ended; in a demonstration, of the day it stands on. Runs every ten minutes."""
    now = clock.now()
    ended = clock.demonstration_day() or told_on(now) - timedelta(days=1)
    mailings.make_digests(day=ended, at=now, by=None)


@shared_task(ignore_result=True, **TASK)
def sweep_mail():
    """Queue every e-mail that is to be sent now. Runs every minute, and after an action that made an urgent one."""
    for mailing_id in mailings.sweep(at=clock.now(), by=None):
        jobs.put(send_mail.s(mailing_id))


@shared_task(ignore_result=True, **TASK)
def send_mail(mailing_id):
    """Send an e-mail, if it is still to be sent."""
    mailings.send(mailing_id, at=clock.now())
