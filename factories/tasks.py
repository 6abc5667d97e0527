"""What workers do on the schedule for returns and standings. Safe to run twice."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from factories.actions import periods, standings
from regional20x10.shared import clock

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
