"""What tests write and take back by themselves, beside what pytest-django takes back after each of them."""

from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction


@contextmanager
def undone():
    """What is written within is not there afterwards, nor the day on which it let the programme stand.

    It holds what must be a transaction of its own, as a seal, like those that pytest-django puts around a test.
    """
    outer = transaction.atomic()
    outer._from_testcase = True
    try:
        with outer:
            yield
            transaction.set_rollback(True)
    finally:
        cache.delete("clock")
