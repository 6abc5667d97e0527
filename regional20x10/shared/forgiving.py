"""A cache that may be gone: pages then work without it, only slower."""

import logging
from functools import wraps

import redis
from django.core.cache.backends.redis import RedisCache

log = logging.getLogger(__name__)


def _or(answer, method):
    @wraps(method)
    def call(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except redis.RedisError as error:
            log.warning("The cache did not answer (%s): going on without it.", type(error).__name__)
            return answer(args, kwargs)

    return call


class ForgivingRedisCache(RedisCache):
    """Redis as a cache: where it does not answer, everything is a miss and nothing is kept.

    Rate limits of sign-in count in this cache, so they rest while it is gone; the log says so.
    """

    get = _or(lambda args, kwargs: kwargs.get("default", args[1] if len(args) > 1 else None), RedisCache.get)
    get_many = _or(lambda args, kwargs: {}, RedisCache.get_many)
    has_key = _or(lambda args, kwargs: False, RedisCache.has_key)
    set = _or(lambda args, kwargs: None, RedisCache.set)
    set_many = _or(lambda args, kwargs: [], RedisCache.set_many)
    add = _or(lambda args, kwargs: True, RedisCache.add)
    touch = _or(lambda args, kwargs: False, RedisCache.touch)
    delete = _or(lambda args, kwargs: False, RedisCache.delete)
    incr = _or(lambda args, kwargs: 1, RedisCache.incr)
