"""A real PostgreSQL and a real Valkey under var/, for where DATABASE_URL or REDIS_URL is not set.

The first process that asks starts them, all others share them, and the last one out stops them. Each holds a shared
lock on var/embedded.lock, which the kernel drops however the process ends: a killed owner leaves running servers, and
the next one to ask takes them over. docs/decisions/0001-embedded-servers.md tells why.
"""

import atexit
import fcntl
import os
import sys
from contextlib import contextmanager

from regional20x10 import env
from regional20x10.embedded_servers import PostgreSQL, ServerFailed, Valkey

_held = None
"""The descriptor of this process's shared lock. A forked child shares its parent's."""
_asked = []
"""The servers this process uses."""


def postgresql_url():
    """The address of the PostgreSQL of this checkout, started if it is not running."""
    return _url(PostgreSQL(env.VAR))


def redis_url():
    """The address of the Valkey of this checkout, started if it is not running."""
    return _url(Valkey(env.VAR))


def revive():
    """Start again what this process uses and has died; say what was started."""
    with _starting():
        return [server.name for server in _asked if not server.ready() and server.start() is None]


def stop():
    """Stop the servers unless another process uses them; True if nobody did."""
    _hold()
    try:
        fcntl.flock(_held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    for server in (PostgreSQL(env.VAR), Valkey(env.VAR)):
        server.stop()
    return True


def _url(server):
    try:
        _hold()
        with _starting():
            if not server.ready():
                server.start()
    except PermissionError as error:
        raise ServerFailed(
            f"{error.filename} belongs to another user, who started the servers of this checkout first. Run as that "
            f"user, give this checkout another VAR_DIR, or set DATABASE_URL and REDIS_URL."
        ) from error
    if all(type(server) is not type(other) for other in _asked):
        _asked.append(server)
    return server.url()


def _hold():
    """Take the shared lock, once per process; it waits while another process is stopping the servers."""
    global _held
    if _held is None:
        env.VAR.mkdir(parents=True, exist_ok=True)
        _held = os.open(env.VAR / "embedded.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(_held, fcntl.LOCK_SH)
        atexit.register(_leave, os.getpid())


def _leave(owner):
    if os.getpid() == owner:  # a forked child runs its parent's exit handlers too
        stop()


@contextmanager
def _starting():
    """One process at a time looks and starts."""
    lock = os.open(env.VAR / "embedded.starting", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


if __name__ == "__main__":
    if sys.argv[1:] != ["stop"]:
        sys.exit("usage: python -m regional20x10.embedded stop")
    sys.exit(None if stop() else "The servers are in use: stop what uses them first.")
