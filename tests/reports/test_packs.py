"""Packs as jobs: asked for, sealed, worked on step by step, failed, taken up again, built again, found when lost.

No worker and no broker here: the tasks' own actions are called as workers would call them, also too late or twice.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import timezone

from committees.rights import Role
from regional20x10.shared.errors import NotAllowed, Refused
from reports import packing
from reports.actions import pack_steps, shelf
from reports.actions import packs as acting
from reports.models import Pack, PackStep, Phase, Seal, Status
from reports.models.reports import OVER, UNDER_WAY
from tests import make, packs
from tests.packs import (
    AT,
    asked,
    failed,
    in_state,
    later,
    now,
    of,
    on_disk,
    ready,
    said_to_be_ready,
    sealed,
    told,
    writing,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    yield
    cache.delete("clock")


@pytest.fixture
def year():
    return packs.year()


# --- asking ----------------------------------------------------------------------------------------------------------
def test_asking_again_for_a_pack_under_way_gives_the_same_and_seals_nothing(year):
    post = make.post()

    first, again = asked(post), asked(post, reason="Asked twice.")

    assert (first.pk, told(first), Seal.objects.count()) == (again.pk, ["requested"], 0)


def test_a_day_that_is_sealed_may_be_sealed_again_for_another_reason(year):
    first = sealed(asked())
    acting.cancel(first, by=first.requested_by, at=AT)

    second = sealed(asked(reason="A return was corrected."))

    assert [seal.reason for seal in Seal.objects.order_by("number")] == [
        "For the plenary meeting.", "A return was corrected.",
    ]  # fmt: skip
    assert (now(first).seal.number, second.seal.number) == (1, 2)


def test_asking_is_refused_with_every_reason_at_once_and_leaves_nothing(year):
    with pytest.raises(Refused) as refused:
        asked(kind="week", year=1999, as_of=make.DAY + timedelta(days=1), reason=" ")

    assert refused.value.fields == {
        "kind": ["Choose what is sealed: a year, a quarter or a month."],
        "year": ["There are no places in 1999: choose another year."],
        "as_of": ["2026-10-13 is in the future: nothing is known of it yet. Choose a day up to 2026-10-12."],
        "reason": ["Say why it is sealed."],
    }
    with pytest.raises(Refused, match="2025-12-31 lies before 2026"):
        asked(as_of=date(2025, 12, 31))
    assert not Pack.objects.exists()


def test_a_post_that_may_not_seal_is_told_whom_to_ask(year):
    with pytest.raises(NotAllowed, match=r"may not do this\. Ask: Committee staff"):
        asked(make.post(Role.ANALYST))


def test_the_schedule_asks_without_a_post(year):
    pack = sealed(asked(kind="month"))
    by_itself = acting.request(
        kind="quarter", year=2026, as_of=make.DAY, reason="By the schedule.", by=None, at=AT
    )[0]  # fmt: skip

    assert (pack.seal.kind, sealed(by_itself).seal.sealed_by) == ("month", None)


def test_a_seal_made_without_a_pack_gets_one_that_begins_with_drawing(year):
    pack = sealed(asked())
    seal = pack.seal
    pack.delete()

    made, new = acting.request_of(seal, by=make.post(), at=AT)
    acting.advance(made.pk, by=None, at=AT)

    assert (new, now(made).seal, Seal.objects.count()) == (True, seal, 1)
    assert {step.phase for step in made.steps.filter(status=Status.QUEUED)} == {Phase.DRAW}
    assert acting.request_of(seal, by=make.post(), at=AT) == (made, False)


# --- phases ----------------------------------------------------------------------------------------------------------
def test_each_phase_begins_when_the_one_before_is_ready(year):
    pack = asked()
    before = [row.phase for row in pack.steps.all()]
    pack = sealed(pack)
    drawing = [row.province for row in packs.steps(pack, Phase.DRAW)]
    early = acting.advance(pack.pk, by=None, at=AT)
    pack = said_to_be_ready(pack)
    files = [(row.file, row.language) for row in packs.steps(pack, Phase.WRITE)]
    pack = said_to_be_ready(pack)
    last = [row.key for row in packs.steps(pack, Phase.BUNDLE)]
    pack = said_to_be_ready(pack)

    codes = sorted(project.plan.county.province.code for project in year)
    assert (before, drawing, early, files, last) == ([Phase.SEAL], ["", *codes], [], list(packing.FILES), ["zip"])
    assert (pack.status, pack.finished_at) == (Status.READY, AT)
    assert told(pack) == ["requested", "sealed", "done", "begun", "begun", "begun", "ready"]


def test_sealing_done_twice_makes_one_seal(year):
    pack = asked()
    (step,) = packs.steps(pack, Phase.SEAL)

    pack_steps.work(step.pk, at=AT)
    PackStep.objects.filter(pk=step.pk).update(status=Status.BUILDING, lease_until=None)  # killed before it said so
    pack_steps.work(step.pk, at=AT)

    assert (Seal.objects.count(), now(step).status, now(step).attempts) == (1, Status.READY, 2)


def test_a_step_somebody_holds_is_left_to_them(year):
    pack = asked()
    (step,) = packs.steps(pack, Phase.SEAL)
    until = timezone.now() + timedelta(hours=1)
    PackStep.objects.filter(pk=step.pk).update(status=Status.BUILDING, attempts=1, lease_until=until)

    pack_steps.work(step.pk, at=AT)

    assert (now(step).attempts, now(step).lease_until, Seal.objects.count()) == (1, until, 0)


def test_a_step_begun_too_often_fails_the_pack_with_its_sentence(year, settings):
    pack = asked()
    pack.steps.update(status=Status.BUILDING, attempts=settings.REPORT_ATTEMPTS)

    pack_steps.work(pack.steps.get().pk, at=AT)
    acting.advance(pack.pk, by=None, at=AT)

    said = "It was begun 5 times and never ended. Look into the log of the workers, then take it up again."
    assert (now(pack).status, now(pack).why) == (Status.FAILED, said)


def test_what_the_seal_refuses_is_told(year):
    pack = asked()
    Pack.objects.filter(pk=pack.pk).update(year=1999)

    pack = sealed(pack)

    said = "It was refused: There are no places in 1999: choose another year."
    assert (pack.status, said in pack.why, Seal.objects.count()) == (Status.FAILED, True, 0)


# --- files -----------------------------------------------------------------------------------------------------------
def test_a_file_is_written_under_its_digest(year, settings):
    pack = writing(asked())
    step = of(pack, "json")

    pack_steps.work(step.pk, at=AT)

    step = now(step)
    path = Path(settings.MEDIA_ROOT) / step.name
    assert (step.status, step.bytes, step.sha256) == (Status.READY, path.stat().st_size, shelf.digest(path))
    assert on_disk(settings) == ["20x10-year-2026-10-12.json"]


def test_a_full_disk_fails_the_step_with_how_to_mend_it_and_leaves_nothing(year, settings):
    pack = writing(asked())
    step = of(pack, "json")
    home = acting.directories(pack) / f"{step.pk}.1"
    home.mkdir(parents=True)
    (home / "20x10-year-2026-10-12.json.part").symlink_to("/dev/full")  # what is written there finds no room

    pack_steps.work(step.pk, at=AT)
    pack = said_to_be_ready(pack)

    assert (pack.status, now(step).status, now(step).error["code"]) == (Status.FAILED, Status.FAILED, "full")
    assert pack.why.startswith("The disk is full (free: ")
    assert not home.exists()


def test_a_pack_whose_disk_was_full_is_taken_up_where_it_failed(year, settings):
    pack = failed(asked())
    kept = of(pack, "pdf-en").pk

    pack = acting.retry(pack, by=pack.requested_by, at=AT)
    (waiting,) = acting.waiting(pack.pk)
    pack_steps.work(waiting, at=AT)

    assert (pack.status, pack.error, of(pack, "pdf-en").pk) == (Status.BUILDING, {}, kept)
    assert (of(pack, "json").pk, of(pack, "json").status) == (waiting, Status.READY)


def test_one_step_is_taken_up_by_itself_while_the_others_go_on(year):
    pack = writing(asked())
    step = of(pack, "json")
    PackStep.objects.filter(pk=step.pk).update(status=Status.FAILED, error={"code": "full", "free": 0})

    acting.retry(pack, step=now(step), by=pack.requested_by, at=AT)

    assert (now(pack).status, of(pack, "json").status) == (Status.BUILDING, Status.QUEUED)


def test_a_file_that_was_lost_or_changed_is_not_bundled(year, settings):
    pack = said_to_be_ready(writing(asked()))

    pack_steps.work(of(pack, "zip").pk, at=AT)
    acting.advance(pack.pk, by=None, at=AT)

    assert (now(pack).status, now(pack).error["code"], on_disk(settings)) == (Status.FAILED, "lost", [])


def test_a_late_worker_keeps_nothing_once_another_has_the_step(year, settings):
    pack = writing(asked())
    step = of(pack, "json")
    late = PackStep.objects.select_related("pack").get(pk=step.pk)
    late.attempts = 1
    PackStep.objects.filter(pk=step.pk).update(status=Status.BUILDING, attempts=2)

    pack_steps._DEEDS[Phase.WRITE](late, pack_steps._Stopwatch(AT))

    assert (now(step).status, now(step).name, on_disk(settings)) == (Status.BUILDING, "", [])


# --- no half pack ----------------------------------------------------------------------------------------------------
def test_cancelled_it_keeps_its_seal_and_no_file(year, settings, django_capture_on_commit_callbacks):
    pack = writing(asked())
    pack_steps.work(of(pack, "json").pk, at=AT)
    late = of(pack, "pdf-en").pk

    with django_capture_on_commit_callbacks(execute=True):
        acting.cancel(pack, by=pack.requested_by, at=AT)
    pack_steps.work(late, at=AT)

    pack = now(pack)
    assert (pack.status, pack.seal.number, on_disk(settings), pack.steps.count()) == (Status.CANCELLED, 1, [], 1)


@pytest.mark.parametrize("status", OVER)
def test_what_is_over_cannot_be_cancelled(year, status):
    pack = in_state(status, asked())

    with pytest.raises(Refused, match=r"^This pack is no longer being built: there is nothing to cancel\.$"):
        acting.cancel(pack, by=pack.requested_by, at=AT)


@pytest.mark.parametrize("status", UNDER_WAY)
def test_what_is_under_way_cannot_be_built_again(year, status):
    pack = in_state(status, asked())

    with pytest.raises(Refused, match=r"^This pack is still being built: wait for it, or cancel it first\.$"):
        acting.rebuild(pack, by=pack.requested_by, at=AT)


@pytest.mark.parametrize("status", [status for status in Status if status != Status.FAILED])
def test_only_what_failed_is_taken_up_again(year, status):
    pack = in_state(status, asked())

    with pytest.raises(Refused, match=r"^Only a pack that failed can be taken up again\.$"):
        acting.retry(pack, by=pack.requested_by, at=AT)


def test_built_again_from_its_seal_it_tells_whether_the_bytes_are_the_same(year):
    pack = ready(asked())
    digests = [pack.seal.number]

    for changed in (False, True):
        pack = acting.rebuild(pack, by=pack.requested_by, at=AT)
        acting.advance(pack.pk, by=None, at=AT)
        pack = said_to_be_ready(said_to_be_ready(now(pack)))
        if changed:
            PackStep.objects.filter(pk=of(pack, "pdf-ko").pk).update(sha256="1" * 64)
        pack = said_to_be_ready(pack)
        digests.append(pack.seal.number)

    log = list(pack.events.all())
    assert (digests, pack.build, Seal.objects.count()) == ([1, 1, 1], 3, 1)
    assert [event.code for event in log if event.code in ("same", "differs")] == ["same", "differs"]
    assert log[-1].sentence == (
        "Other bytes than in the build before, as this release of the programme writes them: pdf-ko."
    )


# --- the sweep -------------------------------------------------------------------------------------------------------
def test_the_sweep_leaves_alone_what_was_woken_or_is_held(year):
    waiting, working = asked(), sealed(asked(kind="month"))

    lost = acting.sweep(by=None, at=AT)

    assert (lost.steps, lost.packs) == ([], [])
    assert told(waiting) == ["requested"]
    assert working.steps.filter(status=Status.QUEUED).count() == 3


def test_the_sweep_finds_the_steps_that_a_dead_worker_held_and_those_that_no_queue_knows(year):
    pack = sealed(asked())
    pks = [step.pk for step in packs.steps(pack, Phase.DRAW)]
    PackStep.objects.filter(pk=pks[0]).update(status=Status.BUILDING, attempts=1, lease_until=timezone.now())
    later(pack)

    lost, again = acting.sweep(by=None, at=AT), acting.sweep(by=None, at=AT)

    assert (lost.steps, lost.packs) == ([(pk, pack.pk) for pk in sorted(pks)], [])
    assert (again.steps, again.packs) == ([], [])
    assert PackStep.objects.get(pk=pks[0]).status == Status.QUEUED


def test_the_sweep_finds_a_pack_whose_next_phase_nobody_began(year):
    pack = sealed(asked())
    pack.steps.filter(phase=Phase.DRAW).update(status=Status.READY, drawn={})
    later(pack)

    lost, again = acting.sweep(by=None, at=AT), acting.sweep(by=None, at=AT)

    assert (lost.steps, lost.packs, again.packs) == ([], [pack.pk], [])


@pytest.mark.parametrize("status", OVER)
def test_the_sweep_forgets_what_is_over(year, status):
    pack = in_state(status, asked())
    later(pack)

    lost = acting.sweep(by=None, at=AT)

    assert (lost.steps, lost.packs) == ([], [])
