"""Print DATABASE_URL and REDIS_URL of this machine's own servers, for the second test run; nothing without them."""

import sys

import psycopg
import redis

PLACES = (
    "postgresql:///{name}?host=/var/run/postgresql",
    "postgresql://postgres@127.0.0.1:5432/{name}",
    "postgresql://postgres:postgres@127.0.0.1:5432/{name}",
)
BROKER = "redis://127.0.0.1:6379/15"


def may_create(place):
    """True if a database can be made there, as tests must."""
    try:
        with psycopg.connect(place.format(name="postgres"), connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            return row[0] and connection.info.server_version >= 150000
    except psycopg.Error:
        return False


def answers(broker):
    try:
        with redis.Redis.from_url(broker, socket_timeout=3) as server:
            return server.ping()
    except redis.RedisError:
        return False


place = next(filter(may_create, PLACES), None)
if place and answers(BROKER):
    sys.stdout.write(f"DATABASE_URL={place.format(name='regional20x10_ci')} REDIS_URL={BROKER}\n")
