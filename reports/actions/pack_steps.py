"""The steps of a pack, each by a worker that holds its lease: seal, draw, write a file, bundle.

None of this is one long transaction: claim, work, keep. What goes wrong is kept with the step, the others go on.
"""

import logging
import shutil
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.db.models.functions import Now

from regional20x10.shared.actions import action
from regional20x10.shared.errors import NotAllowed, Refused
from reports import packing
from reports.actions import shelf
from reports.actions.leases import claimed, given_back, held, renewed
from reports.actions.packs import directories, log, sealed_of
from reports.models import FileKind, Pack, PackStep, Phase, Seal, Status
from reports.models.reports import UNDER_WAY

logger = logging.getLogger(__name__)


class LostFile(Exception):
    """A file of the pack is not on the disk, or not as it was written."""


def work(step_id, *, at):
    """Do one step, unless somebody else holds it or it is not wanted any more. Safe to call twice."""
    wanted = PackStep.objects.filter(pk=step_id, pack__status__in=UNDER_WAY, status__in=UNDER_WAY).defer("drawn")
    step = claimed(wanted, "pack__requested_by", started_at=at, finished_at=None)
    if step is None:
        return
    Pack.objects.filter(pk=step.pack_id, status=Status.QUEUED).update(status=Status.BUILDING, started_at=at)
    clock = _Stopwatch(at)
    if step.attempts > settings.REPORT_ATTEMPTS:
        _fail(step, {"code": "often", "count": settings.REPORT_ATTEMPTS}, by=None, at=at)
        return
    if step.attempts > 1:
        log(step.pack, "again", at, **step.said)
    with _failing(step, clock), renewed(step):
        _DEEDS[step.phase](step, clock)


class _Stopwatch:
    """What time it is, counted from the moment that was given."""

    def __init__(self, at):
        self.at, self.begun = at, time.monotonic()

    def now(self):
        return self.at + timedelta(seconds=time.monotonic() - self.begun)


@contextmanager
def _failing(step, clock):
    """Turns what goes wrong into the step's error; a database that is away is left to the task's next try."""
    try:
        yield
    except (OperationalError, InterfaceError):
        given_back(step)
        raise
    except Exception as error:
        logger.exception("Step %s of pack %s failed", step.pk, step.pack_id)
        _fail(step, _told(step, error), by=None, at=clock.now())


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
def _keep(step, columns, *, by, at, seal=None):
    """Keep what was made, if the pack still wants it and nobody else has claimed the step since; False if not."""
    pack = Pack.objects.select_for_update(of=["self"]).get(pk=step.pack_id)
    if seal and not pack.seal_id:  # what is sealed stays sealed, whatever became of the pack meanwhile
        Pack.objects.filter(pk=pack.pk).update(seal=seal)
        log(pack, "sealed", at, number=seal.number, digest=seal.sha256)
    ready = {"status": Status.READY, "finished_at": at, "lease_until": None, "woken_at": Now()}
    if pack.status != Status.BUILDING or not held(step).update(**ready, **columns):
        return False
    if not seal:
        log(pack, "done", at, **step.said)
    return True


def _seal(step, clock):
    from reports.actions import seals

    pack = step.pack
    asked = {name: getattr(pack, name) for name in ("kind", "year", "as_of", "reason")}
    seal = pack.seal or _left(pack, asked) or seals.seal(**asked, by=pack.requested_by, at=clock.now())
    _keep(step, {}, by=None, at=clock.now(), seal=seal)


def _left(pack, asked):
    """The seal that a worker made for this very pack, and died before it could say so."""
    made = Seal.objects.filter(**asked, sealed_by=pack.requested_by, sealed_at__gte=pack.created_at, pack=None)
    return made.order_by("number").last()


def _draw(step, clock):
    _keep(step, {"drawn": packing.drawn(sealed_of(step.pack), step.province)}, by=None, at=clock.now())


def _write(step, clock):
    seal = sealed_of(step.pack)
    content = packing.render(seal, step.file, step.language, _charts(step))
    _shelve(step, packing.file_name(seal, step.file, step.language), content, clock)


def _charts(step):
    """{name: drawing} of the step's language, from the phase before."""
    found = {}
    if step.language:
        drawn = step.pack.steps.filter(phase=Phase.DRAW).order_by("province")
        for charts in drawn.values_list(f"drawn__{step.language}", flat=True):
            found |= charts
    return found


def _bundle(step, clock):
    seal = sealed_of(step.pack)
    parts = packing.members(seal, _written(step.pack))
    _shelve(step, packing.file_name(seal, FileKind.ZIP), lambda file: packing.zipped(parts, file), clock)


def _written(pack):
    """(kind, language, bytes) of the files, one by one, each as its digest says."""
    steps = {(step.file, step.language): step for step in pack.steps.filter(phase=Phase.WRITE).defer("drawn")}
    for kind, language in packing.FILES:
        step = steps[kind, language]
        path = Path(settings.MEDIA_ROOT) / step.name
        if not path.is_file() or shelf.digest(path) != step.sha256:
            raise LostFile(path.name)
        yield kind, language, path.read_bytes()


def _shelve(step, name, content, clock):
    """Write the file where no other worker writes; take it away again if it is not wanted any more."""
    home = directories(step.pack) / step.home
    try:
        kept = _keep(step, shelf.kept(home / name, content), by=None, at=clock.now())
    except BaseException:
        shutil.rmtree(home, ignore_errors=True)
        raise
    if not kept:
        shutil.rmtree(home, ignore_errors=True)


_DEEDS = {Phase.SEAL: _seal, Phase.DRAW: _draw, Phase.WRITE: _write, Phase.BUNDLE: _bundle}
