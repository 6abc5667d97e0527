"""A small year that can be sealed, and its packs, built by the tasks' own actions."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

from django.db.models import F

from regional20x10.shared import clock
from reports import chain
from reports.actions import pack_steps, packs
from reports.models import Pack, PackEvent, PackStep, Seal, Status
from reports.models.reports import UNDER_WAY
from reports.sealed import header
from tests import make

AT = make.moment()


def year():
    """A factory in each of two provinces; of one a verified return, of the other none. It is the day of the tests."""
    clock.stand_on(make.DAY)
    projects = [make.project(), make.project()]
    make.verified(projects[0], percents=(80, 40))
    return projects


def asked(by=None, **values):
    """A pack that is asked for and not begun."""
    values = {"kind": "year", "year": 2026, "as_of": make.DAY, "reason": "For the plenary meeting.", **values}
    return packs.request(**values, by=by or make.post(), at=AT)[0]


def seal(content=None, *, kind="quarter", as_of=make.DAY, reason="Why."):
    """A seal of a content made by hand, the next of its chain: for where no snapshot can be taken.

    Without a content it says nothing.
    """
    last = Seal.objects.defer("content").order_by("number").last()
    content = content or {"schema": "seal-1"}
    canonical = chain.canonical(content)
    row = Seal(
        number=last.number + 1 if last else 1, kind=kind, year=2026, as_of=as_of, sealed_at=AT.replace(microsecond=0),
        reason=reason, content=chain.packed(canonical), bytes=len(canonical), content_sha256=chain.digest(canonical),
        previous_sha256=last.sha256 if last else "", unaccepted=len(content.get("unaccepted", ())),
    )  # fmt: skip
    row.sha256 = chain.header_digest(header(row))
    row.save(force_insert=True)
    return row


def phase(pack):
    """Do all steps that wait, then begin the next phase: what a chord does."""
    for pk in packs.waiting(pack.pk):
        pack_steps.work(pk, at=AT)
    packs.advance(pack.pk, by=None, at=AT)
    return Pack.objects.get(pk=pack.pk)


def built(pack):
    """The pack after all its tasks have run."""
    while (pack := phase(pack)).under_way:
        pass
    return pack


def steps(pack, number):
    return list(PackStep.objects.filter(pack=pack, phase=number).order_by("pk"))


def now(row):
    return type(row).objects.get(pk=row.pk)


def told(pack):
    return list(PackEvent.objects.filter(pack=pack.pk).values_list("code", flat=True))


def sealed(pack):
    """The pack with its seal made and the next phase laid out."""
    return phase(pack)


def said_to_be_ready(pack):
    """Every step that is laid out, as if it had been done: what they make is not asked here."""
    pack.steps.filter(status__in=UNDER_WAY).update(
        status=Status.READY, drawn={"en": {}, "ko": {}}, sha256="0" * 64, bytes=1, name="packs/none", finished_at=AT
    )
    packs.advance(pack.pk, by=None, at=AT)
    return now(pack)


def writing(pack):
    """The pack with its seal and charts, and its files to be written."""
    return said_to_be_ready(sealed(pack))


def ready(pack):
    return said_to_be_ready(said_to_be_ready(writing(pack)))


def in_state(status, pack):
    """The pack after what brings it into the state."""
    if status == Status.BUILDING:
        return sealed(pack)
    if status == Status.READY:
        return ready(pack)
    if status == Status.FAILED:
        return failed(pack)
    if status == Status.CANCELLED:
        packs.cancel(pack, by=pack.requested_by, at=AT)
    return now(pack)


def failed(pack, key="json"):
    """The pack of which one file failed and the others were written."""
    pack = writing(pack)
    step = of(pack, key)
    PackStep.objects.filter(pk=step.pk).update(status=Status.FAILED, error={"code": "error", "error": "E", "pack": 1})
    return said_to_be_ready(pack)


def of(pack, key):
    return next(step for step in pack.steps.exclude(file="") if step.key == key)


def later(pack, seconds=3600):
    """As if the pack had been left alone for so long: the database's clock cannot be set."""
    shift = timedelta(seconds=seconds)
    PackStep.objects.filter(pack=pack).update(woken_at=F("woken_at") - shift, lease_until=F("lease_until") - shift)


def on_disk(settings):
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


__all__ = [
    "AT",
    "asked",
    "built",
    "failed",
    "in_state",
    "later",
    "now",
    "of",
    "on_disk",
    "phase",
    "ready",
    "said_to_be_ready",
    "seal",
    "sealed",
    "steps",
    "told",
    "writing",
    "year",
]


def differing(one, other):
    """The paths of which two zips do not hold the same bytes."""
    archives = [zipfile.ZipFile(io.BytesIO(data)) for data in (one, other)]
    held = [{(path, archive.read(path)) for path in archive.namelist()} for archive in archives]
    return sorted({path for path, _content in held[0] ^ held[1]})
