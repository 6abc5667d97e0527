"""Is the web process alive, and can it work? For load balancers and containers; says nothing else."""

import logging

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.backoff import NoBackoff
from redis.retry import Retry

log = logging.getLogger(__name__)
SECONDS = 3
"""How long the broker may take to answer."""


@require_safe
@never_cache
@login_not_required
def live(request):
    """200 while the process answers at all."""
    return JsonResponse({"live": True})


@require_safe
@never_cache
@login_not_required
def ready(request):
    """200 if database and broker answer, else 503; which of them does not is in the log only."""
    answers = [answered(question) for question in (ask_database, ask_broker)]
    return JsonResponse({"ready": all(answers)}, status=200 if all(answers) else 503)


def answered(question):
    try:
        question()
    except (Error, redis.RedisError, OSError) as error:
        log.error("Not ready: %s: %s", question.__name__, type(error).__name__)
        return False
    return True


def ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def ask_broker():
    options = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS, "retry": Retry(NoBackoff(), 0)}
    with redis.Redis.from_url(settings.REDIS_URL, **options) as broker:
        broker.ping()
