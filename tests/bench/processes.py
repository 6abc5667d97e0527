"""A web process and a job worker of their own, on a world's database, and how much memory they hold."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.bench.reporting import memory
from tests.conftest import Worker


def _children(pid):
    """The processes started by `pid`."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(words[1]), []).append(int(status.parent.name))
    return sorted(parents.get(pid, []))


def _told(pids):
    """(resident now, most ever) of the largest of some processes, MB."""
    found = [memory(pid) for pid in pids]
    return max(row["VmRSS"] for row in found), max(row["VmHWM"] for row in found)


@contextmanager
def web(media):
    """(function that asks for an address with a session's key, function that tells the memory) of one web process."""
    environment = Worker(media).environment
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment |= {"WEB_WORKERS": "1", "PYTHONWARNINGS": "ignore", "STATIC_ROOT": str(media / "static")}
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    command += ["--access-logfile", os.devnull]
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"]
    subprocess.run(collect, env=environment, cwd=settings.BASE_DIR, check=True)
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)

    def ask(path, key=""):
        request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Cookie": f"sessionid={key}"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read()

    try:
        _until_it_answers(ask, process)
        yield ask, lambda: _told(_children(process.pid))
    finally:
        process.terminate()
        process.wait(30)


def _until_it_answers(ask, process):
    end = time.monotonic() + 60
    while True:
        try:
            return ask("/health/live")
        except OSError:
            assert process.poll() is None, "The web process ended."
            assert time.monotonic() < end, "The web process does not answer."
            time.sleep(0.2)


@contextmanager
def worker(media):
    """(the running worker, function that tells the memory of its largest child)."""
    running = Worker(media)
    running.start()
    try:
        yield running, lambda: _told(_children(running.process.pid))
    finally:
        running.stop()


def report_alone(*arguments):
    """What `tests.bench.reporting` says of a report in a process of its own."""
    import orjson

    environment = Worker(Path(settings.MEDIA_ROOT)).environment
    command = [sys.executable, "-m", "tests.bench.reporting", *arguments]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, check=True, capture_output=True, text=True)
    return orjson.loads(done.stdout)


def database_size():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database()) / 1e6")
        return float(cursor.fetchone()[0])
