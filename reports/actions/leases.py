"""Who works on a row of a job, and until when: claims with a lease on the database's clock, so that the clocks of
workers need not agree. The count of attempts is the ticket: who comes late finds that it has grown, and keeps nothing.
"""

import logging
import threading
import time
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from reports.models import Status

logger = logging.getLogger(__name__)

FREE = Q(lease_until__isnull=True) | Q(lease_until__lt=Now())
"""Nobody holds it: never taken, or whoever took it did not renew the lease."""
LONGEST = 15
"""Leases for which a worker may renew its own; whoever still works then is stuck, and another may try."""


def lease():
    """Until when a worker that begins or renews now holds what it works on."""
    return Now() + timedelta(seconds=settings.REPORT_LEASE_SECONDS)


def forgotten():
    """Put in the queue so long ago that it may have been lost."""
    return Q(woken_at__isnull=True) | Q(woken_at__lt=Now() - timedelta(seconds=settings.REPORT_LEASE_SECONDS))


@transaction.atomic
def claimed(rows, *related, **values):
    """The one of `rows`, taken with a lease if it is free; None if it is not. One caller wins, and sets `values`."""
    free = rows.filter(FREE).select_for_update(of=["self"], no_key=True)
    if row := free.select_related(*related).first():
        values |= {"status": Status.BUILDING, "lease_until": lease(), "attempts": row.attempts + 1}
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
    return row


def held(row):
    """The row, as long as nobody else has claimed it since."""
    return type(row).objects.filter(pk=row.pk, status=Status.BUILDING, attempts=row.attempts)


def given_back(row):
    """Let another have the row at once; where the database is away, when the lease is over."""
    type(row).objects.filter(pk=row.pk, attempts=row.attempts).update(lease_until=None)


@contextmanager
def renewed(row):
    """While it lasts the lease of `row` is renewed, by a connection of its own."""
    over = threading.Event()
    keeper = threading.Thread(target=_renew, args=(row, over), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _renew(row, over):
    pause = settings.REPORT_LEASE_SECONDS / 3
    end = time.monotonic() + LONGEST * settings.REPORT_LEASE_SECONDS
    while not over.wait(pause) and time.monotonic() < end:
        try:
            if not held(row).update(lease_until=lease()):
                return
        except (OperationalError, InterfaceError, DatabaseError) as error:
            logger.warning("A lease could not be renewed (%s).", type(error).__name__)
        finally:
            connection.close()
