"""What workers do for returns, standings and photos. Safe to run twice."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from factories.actions import periods, photos, standings
from regional20x10.shared import clock, jobs

TASK = {"autoretry_for": (OperationalError, InterfaceError), "retry_backoff": True, "max_retries": 5}


@shared_task(ignore_result=True, **TASK)
def roll_standings():
    """Carry every standing into today once a day has passed: silence grows and dates draw near without any return."""
    standings.roll(on=clock.today(), by=None)


@shared_task(ignore_result=True, **TASK)
def generate_periods():
    """This year's and next year's reporting periods."""
    for year in (clock.today().year, clock.today().year + 1):
        periods.generate(year, by=None)


def queue_small(rows):
    """Have the small pictures of these photos made once the transaction is committed."""
    for sha256 in {row.sha256 for row in rows}:
        jobs.after_commit(make_thumbnail.s(sha256))


@shared_task(ignore_result=True, **TASK)
def make_thumbnail(sha256):
    """Make the small picture of an original."""
    photos.make_small(sha256, by=None, at=clock.now())


@shared_task(ignore_result=True, **TASK)
def sweep_photos():
    """Queue again the small pictures that were lost on the way, and clear away what no photo names."""
    for sha256 in photos.sweep(by=None, at=clock.now()):
        jobs.put(make_thumbnail.s(sha256))
    photos.clear(by=None, at=clock.now())
