"""The servers that start themselves: shared, safe to start twice, and stopped by the last one out."""

import os
import signal
import socket
import subprocess
import sys
from functools import cached_property

import psycopg
import pytest
import redis

from regional20x10 import env
from regional20x10.embedded_servers import PostgreSQL, Valkey

USER = """
import sys
from regional20x10 import embedded
print(embedded.postgresql_url(), flush=True)
print(embedded.redis_url(), flush=True)
sys.stdin.readline()
"""


class User:
    """A process that uses the embedded servers until it is told to end."""

    def __init__(self, var):
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "REDIS_"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            env={**environment, "VAR_DIR": str(var)},
            cwd=env.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @cached_property
    def addresses(self):
        return [self.process.stdout.readline().strip() for _server in ("PostgreSQL", "Valkey")]

    @property
    def postgresql(self):
        return self.addresses[0]

    @property
    def redis(self):
        return self.addresses[1]

    def leave(self):
        self.process.communicate("\n", timeout=60)
        assert self.process.returncode == 0

    def kill(self):
        self.process.kill()
        self.process.communicate(timeout=60)


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    """One data directory for all tests here; whatever happened, it ends with no server running."""
    var = tmp_path_factory.mktemp("var", numbered=False) / "of a checkout"
    yield var
    for server in (PostgreSQL(var), Valkey(var)):
        server.stop()


def running(var):
    return PostgreSQL(var).ready(), Valkey(var).ready()


def test_users_who_come_at_once_share_the_servers_and_the_last_one_out_stops_them(var):
    users = [User(var) for _ in range(3)]

    assert len({tuple(user.addresses) for user in users}) == 1
    for user in users:
        assert running(var) == (True, True)
        user.leave()

    assert running(var) == (False, False)


def test_a_killed_owner_leaves_servers_that_the_next_user_takes_over_and_stops(var):
    owner = User(var)
    with psycopg.connect(owner.postgresql, autocommit=True) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('세멘트')")

    owner.kill()
    heir = User(var)

    with psycopg.connect(heir.postgresql) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("세멘트",)
    heir.leave()
    assert running(var) == (False, False)


def test_killed_servers_lose_nothing_that_was_written(var):
    owner = User(var)
    with redis.Redis.from_url(owner.redis) as broker:
        broker.lpush("waiting", "a job")

    owner.kill()
    for pid in (PostgreSQL(var).record()[0], (var / "valkey" / "valkey.pid").read_text()):
        os.kill(int(pid), signal.SIGKILL)
    heir = User(var)

    with redis.Redis.from_url(heir.redis) as broker:
        assert broker.lpop("waiting") == b"a job"
    assert heir.redis == owner.redis
    heir.leave()


def test_a_port_taken_meanwhile_is_left_to_whoever_has_it(var):
    first = User(var)
    port = int(first.redis.split(":")[-1].split("/")[0])
    first.leave()

    with socket.create_server(("127.0.0.1", port)):
        second = User(var)

        assert second.redis != first.redis
        second.leave()


def test_only_who_knows_the_password_reaches_valkey(var):
    user = User(var)
    stranger = user.redis.replace("redis://:", "redis://:x")

    with redis.Redis.from_url(stranger) as broker, pytest.raises(redis.AuthenticationError):
        broker.ping()

    assert oct((var / "valkey" / "valkey.conf").stat().st_mode & 0o777) == "0o600"
    user.leave()


def test_a_path_too_long_for_a_socket_works(tmp_path):
    var = tmp_path.joinpath(*["a directory with a rather long name"] * 4)

    user = User(var)

    with psycopg.connect(user.postgresql) as connection:
        assert connection.execute("SHOW server_encoding").fetchone() == ("UTF8",)
        assert connection.execute("SHOW timezone").fetchone() == ("UTC",)
    user.leave()
    assert running(var) == (False, False)
