"""A pack built by a real Celery worker: through its phases, and whatever dies on the way."""

import hashlib
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.cache import cache
from django.db import connection

from regional20x10.shared import clock
from reports import packing, sealed, tasks
from reports.actions import packs as acting
from reports.models import Pack, PackEvent, PackStep, Phase, Seal, Status
from tests import make, packs

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
LONG = 300
"""Seconds in which a pack is built on a machine that has much else to do."""


@pytest.fixture(autouse=True)
def brief_lease(monkeypatch, settings):
    """Here and in the worker, which reads its environment: on a slow machine many may lose it one after the other."""
    for name, number in {"REPORT_LEASE_SECONDS": 3, "REPORT_ATTEMPTS": 100}.items():
        monkeypatch.setenv(name, str(number))
        setattr(settings, name, number)


@pytest.fixture
def pack(worker):
    """A pack of two provinces, asked for but not yet queued."""
    packs.year()
    clock.stand_on(make.DAY)
    yield packs.asked()
    cache.delete("clock")


def elsewhere(database=None):
    """A connection of its own."""
    place = connection.get_connection_params()
    known = {name: place[name] for name in ("host", "port", "dbname", "user", "password") if place.get(name)}
    return psycopg.connect(**known | ({"dbname": database} if database else {}), autocommit=bool(database))


@contextmanager
def held_back(table, mode):
    """While it lasts, who needs the table waits."""
    with elsewhere() as other:
        other.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield
        other.rollback()


def now(pack):
    return Pack.objects.get(pk=pack.pk)


def at_work(pack, phase):
    """How many steps of the phase a worker holds at this moment."""
    steps = PackStep.objects.filter(pack=pack, phase=phase, status=Status.BUILDING, lease_until__isnull=False)
    return steps.count()


def told(pack):
    return list(PackEvent.objects.filter(pack=pack).values_list("code", flat=True))


def ready(pack, *, swept=False):
    """Whether it is ready; `swept`: after the sweep of the schedule has run once more."""
    if swept:
        tasks.sweep()
        time.sleep(1)
    assert now(pack).status in (Status.QUEUED, Status.BUILDING, Status.READY), now(pack).why
    return now(pack).status == Status.READY


def assert_whole(pack, settings):
    """Every file is what its digest says, none lies beside them, one seal was made, and each step was kept once."""
    media, steps = Path(settings.MEDIA_ROOT), list(pack.steps.exclude(file=""))
    assert {step.key: hashlib.sha256((media / step.name).read_bytes()).hexdigest() for step in steps} == {
        step.key: step.sha256 for step in steps
    }
    assert sorted(str(path.relative_to(media)) for path in (media / "packs").rglob("*") if path.is_file()) == sorted(
        step.name for step in steps
    )
    assert (Seal.objects.count(), len(steps)) == (1, len(packing.FILES) + 1)
    assert [told(pack).count(code) for code in ("sealed", "begun", "done", "ready")] == [1, 3, pack.steps.count(), 1]


def test_a_worker_builds_a_pack_through_its_phases_and_its_bytes_are_those_of_the_seal(worker, pack, settings):
    tasks.queue_pack(pack)

    worker.wait_for(lambda: ready(pack), LONG)

    again = packing.zipped(packing.build(sealed.of(now(pack).seal)).items())
    assert_whole(pack, settings)
    assert told(pack)[:3] == ["requested", "sealed", "done"]
    assert "lost" not in told(pack)
    assert hashlib.sha256(again).hexdigest() == pack.steps.get(file="zip").sha256


def test_a_worker_killed_in_every_phase_loses_nothing_and_seals_once(worker, pack, settings):
    held = {
        Phase.SEAL: ("factories_milestone", "ACCESS EXCLUSIVE"),  # what a seal reads
        **dict.fromkeys((Phase.DRAW, Phase.WRITE, Phase.BUNDLE), ("reports_packevent", "SHARE")),  # what all say
    }
    tasks.queue_pack(pack)
    left = []

    for phase, lock in held.items():
        with held_back(*lock):
            worker.wait_for(lambda phase=phase: at_work(pack, phase) or worked_off(pack, phase), LONG)
            worker.kill()
            left.append((now(pack).status, at_work(pack, phase) > 0, ready(pack)))
        worker.start()
        if phase != Phase.BUNDLE:
            worker.wait_for(lambda phase=phase: past(pack, phase), LONG)
    worker.wait_for(lambda: ready(pack, swept=True), LONG)

    assert left[:3] == [(Status.BUILDING, True, False)] * 3
    assert left[3][0] in (Status.BUILDING, Status.READY)  # bundling may be over in a moment
    assert_whole(pack, settings)
    assert "lost" in told(pack)


def worked_off(pack, phase):
    """Whether all steps of a phase were done before anything could hold them back."""
    steps = PackStep.objects.filter(pack=pack, phase=phase)
    return steps.exists() and not steps.exclude(status=Status.READY).exists()


def past(pack, phase):
    """Whether the next phase was begun, after one more sweep."""
    tasks.sweep()
    time.sleep(0.5)
    return PackStep.objects.filter(pack=pack, phase=phase + 1).exists()


def restart_broker(broker):
    """All it held is gone, and everybody's connection with it."""
    broker.empty()
    own = str(broker.client.connection_pool.connection_kwargs.get("db", 0))
    for client in broker.client.client_list():
        if client["db"] == own and client["id"] != str(broker.client.client_id()):
            broker.client.client_kill_filter(_id=client["id"])


def restart_database(broker):
    """Every connection ends, and for two seconds there is no other."""
    name = connection.settings_dict["NAME"]
    with elsewhere("postgres") as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            time.sleep(2)
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    connection.close()


@pytest.mark.parametrize("restart", [restart_broker, restart_database])
def test_what_is_restarted_in_mid_build_loses_nothing(worker, broker, pack, settings, restart):
    tasks.queue_pack(pack)
    worker.wait_for(lambda: at_work(pack, Phase.WRITE), LONG)

    restart(broker)
    worker.wait_for(lambda: ready(pack, swept=True), LONG)

    assert_whole(pack, settings)


def test_cancelled_in_mid_build_it_leaves_no_file_and_offers_nothing(worker, pack, settings):
    with held_back("factories_milestone", "ACCESS EXCLUSIVE"):
        tasks.queue_pack(pack)
        worker.wait_for(lambda: at_work(pack, Phase.SEAL), LONG)
        acting.cancel(now(pack), by=pack.requested_by, at=packs.AT)
    late = tasks.build_pack.delay(pack.pk)

    worker.wait_for(late.ready, LONG)

    assert (now(pack).status, Seal.objects.count(), told(pack)) == (Status.CANCELLED, 0, ["requested", "cancelled"])
    assert not [path for path in (Path(settings.MEDIA_ROOT) / "packs").rglob("*") if path.is_file()]
