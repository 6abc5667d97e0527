from django.core.cache import caches

from regional20x10.shared.forgiving import ForgivingRedisCache


def gone():
    return ForgivingRedisCache("redis://127.0.0.1:1/0", {})


def test_a_cache_that_is_gone_is_a_miss_and_not_an_error(caplog):
    cache = gone()

    answers = [cache.get("a"), cache.get("a", 7), cache.get("a", default=8), cache.get_many(["a"]), cache.has_key("a")]

    assert answers == [None, 7, 8, {}, False]
    assert "going on without it" in caplog.text


def test_nothing_is_kept_where_the_cache_is_gone():
    cache = gone()

    answers = [cache.set("a", 1), cache.add("a", 1), cache.delete("a"), cache.incr("a"), cache.set_many({"a": 1})]

    assert answers == [None, True, False, 1, []]


def test_one_client_serves_every_key():
    cache = caches["default"]

    cache.set("one", 1)
    clients = {cache._cache.get_client("one"), cache._cache.get_client("two", write=True)}

    assert (len(clients), cache.get("one")) == (1, 1)
