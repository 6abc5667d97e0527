"""A small year that can be sealed, and its packs, built by the tasks' own actions."""

from regional20x10.shared import clock
from reports import chain
from reports.actions import pack_steps, packs
from reports.models import Pack, PackStep, Seal
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


def seal():
    """The row of a seal that says nothing: for where none can be made, in a transaction that is no test's own."""
    last = Seal.objects.order_by("number").last()
    content = chain.canonical({"schema": "seal-1"})
    return Seal.objects.create(
        number=last.number + 1 if last else 1, kind="quarter", year=2026, as_of=make.DAY, sealed_at=AT, reason="Why.",
        content=chain.packed(content), bytes=len(content), content_sha256=chain.digest(content),
        previous_sha256=last.sha256 if last else "", sha256=chain.digest(f"seal {last and last.number}".encode()),
    )  # fmt: skip


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


__all__ = ["AT", "asked", "built", "phase", "seal", "steps", "year"]
