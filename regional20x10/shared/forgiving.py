"""A cache that may be gone: pages then work without it, only slower."""

import logging
from functools import wraps

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

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


class _KeptClient(RedisCacheClient):
    """Keeps the client of each server: Django makes one anew for every key, which takes as long as asking for it."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self._clients = {}

    def get_client(self, key=None, *, write=False):
        pool = self._get_connection_pool(write)
        if pool not in self._clients:
            self._clients[pool] = self._client(connection_pool=pool)
        return self._clients[pool]


class ForgivingRedisCache(RedisCache):
    """Redis as a cache: where it does not answer, everything is a miss and nothing is kept.

    Rate limits of sign-in count in this cache, so they rest while it is gone; the log says so.
    """

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = _KeptClient

    get = _or(lambda args, kwargs: kwargs.get("default", args[1] if len(args) > 1 else None), RedisCache.get)
    get_many = _or(lambda args, kwargs: {}, RedisCache.get_many)
    has_key = _or(lambda args, kwargs: False, RedisCache.has_key)
    set = _or(lambda args, kwargs: None, RedisCache.set)
    set_many = _or(lambda args, kwargs: [], RedisCache.set_many)
    add = _or(lambda args, kwargs: True, RedisCache.add)
    touch = _or(lambda args, kwargs: False, RedisCache.touch)
    delete = _or(lambda args, kwargs: False, RedisCache.delete)
    incr = _or(lambda args, kwargs: 1, RedisCache.incr)
