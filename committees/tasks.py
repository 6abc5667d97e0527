"""What workers do for the committee. Safe to run twice."""

from celery import shared_task
from django.db import InterfaceError, OperationalError

from committees.actions import requests
from regional20x10.shared import clock

TASK = {"autoretry_for": (OperationalError, InterfaceError), "retry_backoff": True, "max_retries": 5}


@shared_task(ignore_result=True, **TASK)
def climb():
    """Let requests that wait climb by their age."""
    requests.climb(on=clock.today(), at=clock.now(), by=None)
