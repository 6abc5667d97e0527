"""Seals: one snapshot, one chain, never changed; what does not hold is named, and a seal goes into another database."""

import threading
from datetime import date, timedelta

import orjson
import pgtrigger
import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection, transaction

from committees.rights import Role
from factories.models import StatusReturn
from regional20x10.shared.errors import NotAllowed, Refused
from regional20x10.shared.snapshots import snapshot
from reports import chain, sealed
from reports.actions import seals
from reports.models import Seal
from tests import make
from tests.reports import sealing
from tests.reports.sealing import bypassed, kept, with_figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    return sealing.year()


# --- sealing ---------------------------------------------------------------------------------------------------------
def test_seals_follow_one_another_by_their_digests(year):
    first = sealing.sealed()
    second = sealing.sealed(reason="Once more.")

    assert [(row.number, row.previous_sha256) for row in (first, second)] == [(1, ""), (2, first.sha256)]
    found = sealed.of(kept(second))
    assert found.header["chain"] == [sealed.header(first)]
    assert found.header["sha256"] == chain.header_digest(found.header) == second.sha256
    assert chain.digest(chain.canonical(found.content)) == second.content_sha256
    assert second.unaccepted == 2


def test_a_seal_says_by_which_post_it_was_made_whatever_becomes_of_the_post(year):
    by = make.post(Role.COMMITTEE_STAFF)
    seal = sealing.sealed(by)

    type(by).objects.filter(pk=by.pk).update(role=Role.GUIDANCE)

    header = sealed.of(kept(seal)).header
    assert header["sealed_by"] == {"role": "committee_staff", "place": None}
    assert header["sealed_at"] == "2026-10-12T03:00:00Z"


def test_the_same_state_gives_the_same_content_until_a_seal_is_made(year):
    before = sealing.content()
    first = orjson.loads(chain.unpacked(sealing.sealed().content))

    second = orjson.loads(chain.unpacked(sealing.sealed().content))

    assert first == orjson.loads(chain.canonical(before))
    assert {name for name in first if first[name] != second[name]} <= {"changes"}  # which tells of the seal before


def test_a_later_change_of_facts_changes_no_byte_of_a_seal(year):
    seal = sealing.sealed()
    bytes_ = bytes(seal.content)

    make.accepted(year["far"], make.period(), (90, 90))
    later = sealing.sealed(as_of=date(2026, 10, 13), at=make.moment(date(2026, 10, 13)))

    assert bytes(kept(seal).content) == bytes_
    assert sealed.of(kept(seal)).value("programme", "known") == 2
    assert sealed.of(kept(later)).value("programme", "known") == 3


def test_sealing_is_refused_with_every_reason_at_once():
    with pytest.raises(Refused) as refused:
        sealing.sealed(kind="week", year=1999, as_of=make.DAY + timedelta(days=1), reason=" ")

    assert refused.value.fields == {
        "kind": ["Choose what is sealed: a year, a quarter or a month."],
        "year": ["There are no places in 1999: choose another year."],
        "as_of": ["2026-10-13 is in the future: nothing is known of it yet. Choose a day up to 2026-10-12."],
        "reason": ["Say why it is sealed."],
    }
    assert not Seal.objects.exists()


@pytest.mark.parametrize(
    ("kind", "day", "said"),
    [
        ("year", date(2025, 12, 31), "2025-12-31 lies before 2026: choose a day of that year or later."),
        ("month", date(2025, 12, 31), "2025-12-31 does not lie in 2026: choose a day of the quarter or month"),
    ],
)
def test_a_day_outside_the_span_is_refused(year, kind, day, said):
    with pytest.raises(Refused, match=said):
        sealing.sealed(kind=kind, as_of=day)


@pytest.mark.parametrize(
    ("kind", "first"), [("year", "2026-01-01"), ("quarter", "2026-10-01"), ("month", "2026-10-01")]
)
def test_a_seal_knows_the_span_it_is_of(year, kind, first):
    seal = sealing.sealed(kind=kind)

    assert sealed.of(kept(seal))["starts_on"] == first


def test_a_year_that_is_not_closed_is_sealed_and_says_so(year):
    assert sealed.of(kept(sealing.sealed()))["closed"] is False


def test_who_may_not_seal_is_told_whom_to_ask(year):
    with pytest.raises(NotAllowed, match="Ask: Committee staff"):
        sealing.sealed(make.post(Role.COMMITTEE_MEMBER))


def test_whoever_must_know_of_a_seal_is_told_in_its_transaction(year):
    def fails(seal):
        raise Refused("No.")

    with pytest.raises(Refused, match="No"):
        sealing.sealed(also=fails)

    assert not Seal.objects.exists()


# --- one moment, one chain -------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_one_chain():
    sealing.year()
    by, errors = make.post(), []
    gate = threading.Barrier(2)

    def run():
        gate.wait()
        try:
            sealing.sealed(by)
        except Exception as error:  # told below
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert errors == []
    first, second = Seal.objects.order_by("number")
    assert (second.number, second.previous_sha256) == (2, first.sha256)
    assert sealed.of(second)["changes"]["previous"]["number"] == 1  # its snapshot came after the first seal


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_sees_nothing_that_is_written_meanwhile():
    project = sealing.year()["far"]

    def meanwhile():
        make.submitted(project)
        connection.close()

    with snapshot(alone_with="reports.Seal"):
        before = StatusReturn.objects.count()
        other = threading.Thread(target=meanwhile)
        other.start()
        other.join(60)
        after = StatusReturn.objects.count()

    assert (before, after, StatusReturn.objects.count()) == (4, 4, 5)


@pytest.mark.django_db(transaction=True)
def test_a_snapshot_is_no_part_of_another_transaction():
    with transaction.atomic(), pytest.raises(RuntimeError), snapshot(alone_with="reports.Seal"):
        pass


# --- never changed ---------------------------------------------------------------------------------------------------
def test_the_database_refuses_to_change_or_delete_a_seal(year):
    seal = sealing.sealed()

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Seal.objects.filter(pk=seal.pk).update(reason="Another.")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Seal.objects.filter(pk=seal.pk).delete()

    assert kept(seal).reason == "For the plenary meeting."


def test_a_changed_figure_is_found_and_named(year):
    seal = sealing.sealed()
    name = "programme/known"

    seal = bypassed(seal, content=with_figure(seal, name, 3))

    assert sealed.faults(seal, []) == [
        "The content of seal 1 was changed: its digest is not the one that the seal names.",
        "The figure programme/known is 3, but its inputs and facts give 2.",
    ]
    with pytest.raises(Refused, match="programme/known is 3"):
        sealed.of(seal)


def test_a_content_that_was_cut_off_is_found(year):
    seal = sealing.sealed()

    seal = bypassed(seal, content=bytes(seal.content)[:100])

    assert sealed.faults(seal, []) == [
        "The content of seal 1 was changed: its digest is not the one that the seal names.",
        "The content of seal 1 cannot be read.",
    ]


@pytest.mark.parametrize("change", [{"reason": "Another."}, {"year": 2025}, {"sealer": None}])
def test_a_changed_header_is_found(year, change):
    seal = bypassed(sealing.sealed(), **change)

    assert sealed.faults(seal, []) == ["What seal 1 says of itself was changed: its digest does not hold."]


def test_a_broken_chain_is_found_in_every_seal_after(year):
    first, second, third = sealing.sealed(), sealing.sealed(), sealing.sealed()

    with pgtrigger.ignore("reports.Seal:never_changed"):
        Seal.objects.filter(pk=second.pk).delete()

    assert sealed.faults(first, []) == []
    assert sealed.faults(third, sealed.earlier(third)) == [
        "Seal 3 stands in the place of seal 2.",
        "Seal 3 does not follow the seal before it: the chain is broken there.",
    ]


# --- out and in ------------------------------------------------------------------------------------------------------
def emptied():
    """As in another database."""
    with pgtrigger.ignore("reports.Seal:never_changed"):
        Seal.objects.all().delete()


def test_seals_are_taken_into_another_database_in_their_order(year, tmp_path, capsys):
    rows = [sealing.sealed(), sealing.sealed()]
    for row in rows:
        call_command("export_seal", row.number, str(tmp_path / f"{row.number}.json"))
    emptied()

    with pytest.raises(CommandError, match="Seal 2 follows 1 others, and here are 0"):
        call_command("import_seal", str(tmp_path / "2.json"))
    for row in rows:
        call_command("import_seal", str(tmp_path / f"{row.number}.json"))

    assert [sealed.header(row) for row in Seal.objects.order_by("number")] == [sealed.header(row) for row in rows]
    again = tmp_path / "again.json"
    call_command("export_seal", 2, str(again))
    assert again.read_bytes() == (tmp_path / "2.json").read_bytes()


def test_a_seal_of_another_chain_or_one_that_was_changed_is_not_taken_in(year, tmp_path):
    sealing.sealed()
    second = sealed.of(kept(sealing.sealed()))
    emptied()
    sealing.sealed(reason="Another chain.")

    with pytest.raises(Refused, match="it belongs to another chain"):
        seals.take_in(header=second.header, content=second.content, by=None)
    content = orjson.loads(chain.canonical(second.content))
    content["year"] = 2025
    with pytest.raises(Refused, match="The content of seal 2 was changed"):
        seals.take_in(header=second.header, content=content, by=None)
    with pytest.raises(Refused, match="This is not in the form of a seal"):
        seals.take_in(header={}, content={}, by=None)


def test_commands_say_what_is_no_seal(year, tmp_path):
    nothing = tmp_path / "nothing.json"
    nothing.write_text("[]")

    for arguments, said in (
        (("export_seal", 7, str(nothing)), "There is no seal 7"),
        (("import_seal", str(nothing)), "holds no seal"),
        (("import_seal", str(tmp_path / "none")), "cannot be read"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command(*arguments)
