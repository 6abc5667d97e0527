"""The steps of a pack, each by a worker that holds its lease: seal, draw, write a file, bundle.

None of this is one long transaction: claim, work, keep. What goes wrong is kept with the step, the others go on.
"""

import logging
import shutil
import time
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models.functions import Now

from regional20x10.shared.actions import action
from regional20x10.shared.errors import NotAllowed, Refused
from reports import packing
from reports.actions import seals, shelf
from reports.actions.leases import claimed, given_back, held, renewed
from reports.actions.packs import directories, log, sealed_of
from reports.models import FileKind, Pack, PackStep, Phase, Status
from reports.models.reports import UNDER_WAY

logger = logging.getLogger(__name__)


class NotWanted(Exception):
    """The pack was cancelled, or sealed by another worker: this seal is not made."""


class LostFile(Exception):
    """A file of the pack is not on the disk, or not as it was written."""


def work(step_id, *, at):
    """Do one step, unless somebody else holds it or it is not wanted any more. Safe to call twice."""
    wanted = PackStep.objects.filter(pk=step_id, pack__status__in=UNDER_WAY, status__in=UNDER_WAY).defer("drawn")
    step = claimed(wanted, "pack__requested_by", started_at=at, finished_at=None)
    if step is None:
        return
    Pack.objects.filter(pk=step.pack_id, status=Status.QUEUED).update(status=Status.BUILDING, started_at=at)
    watch = _Stopwatch(at)
    if step.attempts > settings.REPORT_ATTEMPTS:
        _fail(step, {"code": "often", "count": settings.REPORT_ATTEMPTS}, by=None, at=at)
        return
    if step.attempts > 1:
        log(step.pack, "again", at, **step.said)
    with _failing(step, watch), renewed(step):
        _DEEDS[step.phase](step, watch)


class _Stopwatch:
    """What time it is, counted from the moment that was given."""

    def __init__(self, at):
        self.at, self.begun = at, time.monotonic()

    def now(self):
        return self.at + timedelta(seconds=time.monotonic() - self.begun)


@contextmanager
def _failing(step, watch):
    """Turns what goes wrong into the step's error; a database that is away is left to the task's next try."""
    try:
        yield
    except (OperationalError, InterfaceError):
        given_back(step)
        raise
    except NotWanted:
        given_back(step)
    except Exception as error:
        logger.exception("Step %s of pack %s failed", step.pk, step.pack_id)
        _fail(step, _told(step, error), by=None, at=watch.now())


def _told(step, error):
    """{code of PACK_ERRORS, its values}."""
    match error:
        case OSError(errno=number) if number in shelf.FULL:
            return {"code": "full", "free": shutil.disk_usage(settings.MEDIA_ROOT).free}
        case LostFile():
            return {"code": "lost", "name": str(error)}
        case Refused():
            return {"code": "refused", "reasons": " ".join(error.reasons)}
        case NotAllowed():
            return {"code": "refused", "reasons": error.reason}
    return {"code": "error", "error": type(error).__name__, "pack": step.pack_id}


@action()
def _fail(step, error, *, by, at):
    failed = {"status": Status.FAILED, "error": error, "finished_at": at, "lease_until": None, "woken_at": Now()}
    if held(step).update(**failed):
        log(step.pack, "broke", at, **step.said)


@action()
def _keep(step, columns, *, by, at):
    """Keep what was made, if the pack still wants it and nobody else has claimed the step since; False if not."""
    pack = Pack.objects.select_for_update(of=["self"]).get(pk=step.pack_id)
    ready = {"status": Status.READY, "finished_at": at, "lease_until": None, "woken_at": Now()}
    if pack.status != Status.BUILDING or not held(step).update(**ready, **columns):
        return False
    log(pack, "done", at, **step.said)
    return True


def _seal(step, watch):
    """Once: the pack learns of its seal in the transaction that makes it, whatever becomes of the worker afterwards."""
    pack = step.pack
    asked = {name: getattr(pack, name) for name in ("kind", "year", "as_of", "reason")}
    pack.refresh_from_db(fields=["seal"])
    if not pack.seal_id:
        seals.seal(**asked, by=pack.requested_by, at=watch.now(), also=partial(_sealed, pack, watch.now()))
    _keep(step, {}, by=None, at=watch.now())


def _sealed(pack, at, seal):
    if not Pack.objects.filter(pk=pack.pk, status=Status.BUILDING, seal=None).update(seal=seal):
        raise NotWanted
    log(pack, "sealed", at, number=seal.number, digest=seal.sha256)


def _draw(step, watch):
    _keep(step, {"drawn": packing.drawn(sealed_of(step.pack), step.province)}, by=None, at=watch.now())


def _write(step, watch):
    seal = sealed_of(step.pack)
    content = packing.render(seal, step.file, step.language, _charts(step))
    _shelve(step, packing.file_name(seal, step.file, step.language), content, watch)


def _charts(step):
    """{name: drawing} of the step's language, from the phase before."""
    found = {}
    if step.language:
        drawn = step.pack.steps.filter(phase=Phase.DRAW).order_by("province")
        for charts in drawn.values_list(f"drawn__{step.language}", flat=True):
            found |= charts
    return found


def _bundle(step, watch):
    seal = sealed_of(step.pack)
    parts = packing.members(seal, _written(step.pack))
    _shelve(step, packing.file_name(seal, FileKind.ZIP), lambda file: packing.zipped(parts, file), watch)


def _written(pack):
    """(kind, language, bytes) of the files, one by one, each as its digest says."""
    steps = {(step.file, step.language): step for step in pack.steps.filter(phase=Phase.WRITE).defer("drawn")}
    for kind, language in packing.FILES:
        step = steps[kind, language]
        path = Path(settings.MEDIA_ROOT) / step.name
        if not path.is_file() or shelf.digest(path) != step.sha256:
            raise LostFile(path.name)
        yield kind, language, path.read_bytes()


def _shelve(step, name, content, watch):
    """Write the file where no other worker writes; take it away again if it is not wanted any more."""
    home = directories(step.pack) / step.home
    try:
        kept = _keep(step, shelf.kept(home / name, content), by=None, at=watch.now())
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    if not kept:
        shutil.rmtree(home, ignore_errors=True)


_DEEDS = {Phase.SEAL: _seal, Phase.DRAW: _draw, Phase.WRITE: _write, Phase.BUNDLE: _bundle}
