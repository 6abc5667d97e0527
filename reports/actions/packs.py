"""Packs: request, cancel, take up again, build again, offer, and queue again what was lost on the way.

docs/decisions/packs.md tells how; the steps themselves are in pack_steps.py.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Now
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused
from reports import packing, sealed, spans
from reports.actions import distribution, shelf
from reports.actions.leases import FREE, forgotten
from reports.models import Pack, PackEvent, PackStep, Phase, Seal, Status
from reports.models.packs import PACK_MOVES
from reports.models.reports import UNDER_WAY


def log(pack, code, at, *, by=None, **values):
    return PackEvent.objects.create(pack=pack, code=code, at=at, by=by, values=values)


@action("seal")
def request(*, kind, year, as_of, reason, by, at):
    """(pack, whether it is new): asking again for one that is under way gives that one. The caller queues it.

    Sealing is the pack's first step, and is not done here. A day that is sealed already may be sealed again: the chain
    keeps both, each with its reason. Refuses what sealing would refuse.
    """
    same = {"kind": kind, "year": year, "as_of": as_of}
    if pack := Pack.objects.under_way().filter(**same).first():
        return pack, False
    if reasons := spans.against(**same, reason=reason, today=localdate(at)):
        raise Refused(list(reasons.values()), fields={name: [said] for name, said in reasons.items()})
    return _made(Pack(**same, reason=reason.strip(), requested_by=by, created_at=at), Status.QUEUED, by, at)


@action("seal")
def request_of(seal, *, by, at):
    """(pack, whether it is new) of a seal that was made without one. The caller queues it."""
    if pack := Pack.objects.filter(seal=seal).first():
        return pack, False
    said = {name: getattr(seal, name) for name in ("kind", "year", "as_of", "reason")}
    return _made(Pack(**said, seal=seal, requested_by=by, created_at=at), Status.READY, by, at)


def _made(pack, sealing, by, at):
    """The pack with its first step, or the one that somebody else asked for at this very moment."""
    checked(pack)
    try:
        with transaction.atomic():
            pack.save()
    except IntegrityError:
        same = {"kind": pack.kind, "year": pack.year, "as_of": pack.as_of}
        return Pack.objects.under_way().get(**same), False
    PackStep.objects.create(pack=pack, phase=Phase.SEAL, status=sealing, woken_at=Now())
    log(pack, "requested", at, by=by)
    return pack, True


@action()
def advance(pack_id, *, by, at):
    """If all steps of a phase are over: lay out the next, offer the pack after the last, or fail it where one failed.

    The primary keys of the steps that were laid out, which the caller queues. Safe to call at any time.
    """
    pack = Pack.objects.under_way().select_for_update(of=["self"]).filter(pk=pack_id).first()
    steps = list(pack.steps.defer("drawn").order_by("-phase", "pk")) if pack else []
    steps = [step for step in steps if step.phase == steps[0].phase]
    if not steps or any(step.status in UNDER_WAY for step in steps):
        return []
    if failed := [step for step in steps if step.status == Status.FAILED]:
        _over(pack, Status.FAILED, at, error=failed[0].error)
        log(pack, "failed", at)
    elif steps[0].phase == Phase.BUNDLE:
        _offer(pack, at)
    else:
        return _laid_out(pack, Phase(steps[0].phase + 1), at)
    return []


def _laid_out(pack, phase, at):
    common = {"pack": pack, "phase": phase, "woken_at": Now()}
    match phase:
        case Phase.DRAW:
            rows = [PackStep(**common, province=code) for code in packing.provinces(sealed_of(pack))]
        case Phase.WRITE:
            rows = [PackStep(**common, file=kind, language=language) for kind, language in packing.FILES]
        case Phase.BUNDLE:
            rows = [PackStep(**common, file="zip")]
    PackStep.objects.bulk_create(rows)
    log(pack, "begun", at, phase=phase, steps=len(rows))
    return [row.pk for row in rows]


def sealed_of(pack):
    """The pack's seal, read."""
    return _read(Seal.objects.values_list("sha256", flat=True).get(pk=pack.seal_id))


@lru_cache(maxsize=1)
def _read(sha256):
    """Read once for the steps that a worker does one after the other: it never changes."""
    return sealed.of(Seal.objects.get(sha256=sha256))


def waiting(pack_id):
    """The primary keys of the steps that nobody has begun."""
    steps = PackStep.objects.filter(pack=pack_id, pack__status__in=UNDER_WAY, status=Status.QUEUED)
    return list(steps.order_by("pk").values_list("pk", flat=True))


def _over(pack, status, at, **values):
    pack.status, pack.finished_at = status, at
    for name, value in values.items():
        setattr(pack, name, value)
    pack.save(update_fields=["status", "finished_at", *values])


def _offer(pack, at):
    """Ready: from here on the files are offered, all at once, and what dead workers left beside them goes."""
    digests = {step.key: step.sha256 for step in pack.steps.exclude(file="").defer("drawn")}
    homes = [directories(pack) / step.home for step in pack.steps.exclude(file="").defer("drawn")]
    before = pack.events.filter(code="ready").last()
    _over(pack, Status.READY, at)
    shelf.remove(directories(pack), but=homes)
    log(pack, "ready", at, digests=digests)
    if before:
        others = [key for key, digest in digests.items() if before.values["digests"].get(key) != digest]
        log(pack, "differs", at, files=", ".join(others)) if others else log(pack, "same", at)
    distribution.tell(pack, at=at)


@action("seal")
def cancel(pack, *, by, at):
    """Stop building. What workers still finish of it is thrown away; what was sealed stays sealed."""
    pack = _moved(pack, "cancel")
    _over(pack, Status.CANCELLED, at)
    _cleared(pack, Status.CANCELLED)
    log(pack, "cancelled", at, by=by)
    return pack


@action("seal")
def rebuild(pack, *, by, at):
    """Build all its files anew, from its seal if it has one. Those of before are gone at once. The caller queues it."""
    pack = _moved(pack, "rebuild")
    _only_one(pack)
    _cleared(pack, Status.QUEUED)
    pack.status, pack.build, pack.error = Status.QUEUED, pack.build + 1, {}
    pack.started_at = pack.finished_at = None
    pack.save(update_fields=["status", "build", "error", "started_at", "finished_at"])
    log(pack, "rebuild", at, by=by)
    return pack


def _cleared(pack, sealing):
    """Take away its files and all steps but the first, which is in the state `sealing` unless it is sealed."""
    pack.steps.exclude(phase=Phase.SEAL).delete()
    if not pack.seal_id:
        _afresh(pack.steps.all(), sealing)
    shelf.remove(directories(pack))


def _afresh(steps, status=Status.QUEUED):
    """Other steps in their place: who still works on one of before has no ticket for them."""
    rows = [PackStep(pack_id=step.pack_id, **step.said, status=status, woken_at=Now()) for step in steps.defer("drawn")]
    steps.delete()
    PackStep.objects.bulk_create(rows)


@action("seal")
def retry(pack, *, by, at, step=None):
    """Take up again what failed: all of it, or the one step. What is ready stays. The caller queues it."""
    pack = Pack.objects.select_for_update(of=["self"]).get(pk=pack.pk)
    failed = pack.steps.filter(status=Status.FAILED, **({"pk": step.pk} if step else {}))
    going_on = step is not None and pack.status == Status.BUILDING
    if not (pack.can("retry") or going_on) or not failed:
        raise Refused(str(PACK_MOVES["retry"][2]))
    _only_one(pack)
    _afresh(failed)
    pack.status, pack.finished_at, pack.error = Status.BUILDING, None, {}
    pack.save(update_fields=["status", "finished_at", "error"])
    log(pack, "retry", at, by=by)
    return pack


def _only_one(pack):
    same = {name: getattr(pack, name) for name in ("kind", "year", "as_of")}
    if Pack.objects.under_way().filter(**same).exclude(pk=pack.pk).exists():
        raise Refused(_("The same pack is already being built: wait for that one."))


def _moved(pack, deed):
    """The pack, locked, if its state allows `deed`."""
    pack = Pack.objects.select_for_update(of=["self"]).get(pk=pack.pk)
    if not pack.can(deed):
        raise Refused(str(PACK_MOVES[deed][2]))
    return pack


def directories(pack):
    """Where its files lie, a directory for every time one was begun."""
    return shelf.home("packs", pack.pk)


@dataclass(frozen=True)
class LostSteps:
    """Primary keys of what must be put in the queue again."""

    steps: list
    """(step, its pack)."""
    packs: list
    """Packs whose next phase is to be begun."""


@action()
def sweep(*, by, at):
    """Find what no worker holds and no queue seems to know, mark it as woken now, and return it as LostSteps."""
    under_way = PackStep.objects.filter(pack__status__in=UNDER_WAY, status__in=UNDER_WAY)
    free = under_way.filter(FREE).filter(forgotten()).select_for_update(of=["self"], skip_locked=True)
    of = dict(free.values_list("pk", "pack_id"))
    PackStep.objects.filter(pk__in=of).update(status=Status.QUEUED, lease_until=None, woken_at=Now())
    steps = PackStep.objects.filter(pack=OuterRef("pk"))
    busy = Exists(steps.filter(status__in=UNDER_WAY)) | Exists(steps.exclude(forgotten()))
    idle = Pack.objects.under_way().exclude(busy).select_for_update(of=["self"], skip_locked=True)
    packs = sorted(idle.values_list("pk", flat=True))
    PackStep.objects.filter(pack__in=packs).update(woken_at=Now())
    lost = [*of.values(), *packs]
    for pack_id in sorted(set(lost)):
        log(Pack(pk=pack_id), "lost", at, tasks=lost.count(pack_id))
    return LostSteps(sorted(of.items()), packs)
