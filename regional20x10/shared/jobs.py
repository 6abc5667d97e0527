"""Putting jobs into the queue: after the commit, and without an error where the broker is away."""

import logging
from functools import partial

from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError

log = logging.getLogger(__name__)


def after_commit(signature):
    """Have the job done once the transaction is committed. Without a broker it waits for the next sweep."""
    transaction.on_commit(partial(put, signature))


def put(signature):
    try:
        signature.delay()
    except BrokerError as error:
        log.error("The queue cannot be reached (%s): the next sweep will try again.", type(error).__name__)
