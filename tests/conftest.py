"""What a test may ask for besides its data, which tests/make.py builds."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import redis
from django.conf import settings as project
from django.db import connection
from django.utils import translation


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """Sockets reach this machine only, and the Redis that REDIS_URL names."""
    config.option.allow_hosts += f",{urlsplit(os.environ.get('REDIS_URL', '')).hostname or '127.0.0.1'}"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes long begins first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: not (item.get_closest_marker("e2e") or item.get_closest_marker("once")))


class Broker:
    """The Redis of this run, which other runs may share: all its keys begin alike."""

    def __init__(self, client):
        self.client = client

    def empty(self):
        for key in self.client.scan_iter(f"{project.REDIS_PREFIX}:*", count=1000):
            self.client.delete(key)


@pytest.fixture(scope="session", autouse=True)
def broker():
    with redis.Redis.from_url(project.REDIS_URL) as client:
        broker = Broker(client)
        yield broker
        broker.empty()


@pytest.fixture(autouse=True)
def own_place(request, settings, broker, tmp_path_factory):
    """A test with a database makes its files in a directory of its own, and remembers nothing of the test before."""
    if request.node.get_closest_marker("django_db") or "worker" in request.fixturenames:
        settings.MEDIA_ROOT = str(tmp_path_factory.mktemp("media"))
        broker.empty()


@pytest.fixture(autouse=True)
def own_language():
    """A test begins in the project's language, whatever the test before asked a page for."""
    translation.deactivate()


OTHERS = """
    SELECT pid, state, backend_start, left(query, 200) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The test database, taken away when the last who was connected has left, as a worker killed a moment ago."""
    yield
    end = time.monotonic() + 30
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS)
        while others := cursor.fetchall():
            assert time.monotonic() < end, f"Still connected to the test database: {others}"
            time.sleep(0.2)
            cursor.execute(OTHERS)


class Worker:
    """A real Celery worker in a process of its own, on the test's database and broker."""

    def __init__(self, media):
        database = connection.settings_dict
        place = quote(database["HOST"], safe="")
        user = quote(database["USER"], safe="")
        password = quote(database["PASSWORD"], safe="")
        self.environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql:///{database['NAME']}?host={place}&port={database['PORT'] or 5432}",
            "REDIS_URL": project.REDIS_URL,
            "REDIS_PREFIX": project.REDIS_PREFIX,
            "MEDIA_ROOT": str(media),
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",
        }
        if user:
            self.environment["DATABASE_URL"] = self.environment["DATABASE_URL"].replace(
                "///", f"//{user}:{password}@/", 1
            )
        self.log = media / "worker.log"
        self.process = None

    def start(self):
        command = [sys.executable, "-m", "celery", "-A", "regional20x10", "worker", "--concurrency", "2"]
        command += ["--loglevel", "INFO", "--without-mingle", "--without-gossip", "--without-heartbeat"]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, env=self.environment, cwd=project.BASE_DIR, stdout=log, stderr=log, process_group=0
            )
        self.wait_for(lambda: self.log.read_text().count(" ready.") or self.process.poll() is not None, 60)
        assert self.process.poll() is None, self.log.read_text()
        return self

    def kill(self):
        """At once, with its children: what a power cut does."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.log.write_text("")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()

    def wait_for(self, condition, seconds=60):
        """Until `condition()` is true; fails with the worker's log after `seconds`."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"Waited {seconds} s in vain.\n{self.log.read_text()}"
            time.sleep(0.1)


@pytest.fixture
def worker(transactional_db, own_place, settings):
    """A Celery worker that is running; `kill()`, `start()` and `wait_for(condition)` it as the test needs.

    It is killed in the end: to end in order takes it three seconds, which no test asks about.
    """
    worker = Worker(Path(settings.MEDIA_ROOT))
    yield worker.start()
    worker.kill()


@pytest.fixture(scope="session")
def chromium():
    """The path of Debian's Chromium; without one the browser stories are skipped, but not in CI."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        word = "Chromium was not found: install it (Debian: apt-get install chromium) or name it in CHROMIUM."
        if os.environ.get("CI"):
            pytest.fail(word)
        pytest.skip(word)
    return path
