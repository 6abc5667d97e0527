"""A pack by itself: the same bytes wherever it is built, and no byte of it changes unseen."""

import io
import json
import os
import subprocess
import sys
import zipfile

import orjson
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import CommandError, call_command

from regional20x10.shared import clock
from reports import archive_map, chain, packing, sealed, verifying
from reports.actions import seals
from reports.models import FileKind, Seal
from tests import make, packs
from tests.undoing import undone

pytestmark = pytest.mark.django_db  # without a test that asks for it there is no test database


@pytest.fixture(scope="module")
def seal_file(django_db_setup, django_db_blocker):
    """The third seal of a small year, exported: two are before it in the chain."""
    with django_db_blocker.unblock(), undone():
        packs.year()
        clock.stand_on(make.DAY)
        for _number in range(3):
            row = made()
        return packing.exported(sealed.of(Seal.objects.get(pk=row.pk)))


def made():
    asked = {"kind": "year", "year": 2026, "as_of": make.DAY, "reason": "For the plenary meeting."}
    return seals.seal(**asked, by=None, at=packs.AT)


@pytest.fixture(scope="module")
def parts(seal_file):
    return packing.build(packing.loaded(seal_file))


@pytest.fixture(scope="module")
def whole(parts):
    return packing.zipped(parts.items())


@pytest.fixture
def verify(parts, seal_file):
    """Verifies bytes; what was sealed is computed once for all tests, anything else anew."""
    true = orjson.loads(seal_file)

    def build(seal):
        return parts if {"content": seal.content, "header": seal.header} == true else packing.build(seal)

    return lambda data, **how: verifying.verify(data, **{"build": build, **how})


def flipped(data, at):
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


def place(whole, part, path=""):
    """(first byte, byte after the last) of a part of the zip."""
    places = archive_map.layout(whole)
    at = next(number for number, row in enumerate(places) if row[1:] == (part, path))
    return places[at][0], places[at + 1][0] if at + 1 < len(places) else len(whole)


# --- the same bytes --------------------------------------------------------------------------------------------------
def test_a_pack_holds_every_file_in_both_languages_and_its_manifest(parts, whole):
    names = [path for path in parts if not path.startswith("web/")]
    manifest = json.loads(parts["manifest.json"])

    assert names == [
        "README.en.txt", "README.ko.txt", "seal.json",
        *(f"schemas/{path.name}" for path in sorted((settings.BASE_DIR / "reports/schemas").glob("*.json"))
          if not path.name.startswith("annual")),
        *(f"20x10-year-2026-10-12-{language}.{kind}" for kind in ("pdf", "docx", "xlsx") for language in ("en", "ko")),
        "20x10-year-2026-10-12.json", "20x10-year-2026-10-12.oc4ids.json", "manifest.json",
    ]  # fmt: skip
    assert {"web/en/index.html", "web/ko/index.html"} < parts.keys()
    assert [row["path"] for row in manifest["files"]] == list(parts)[:-1]
    assert {row["path"]: row["sha256"] for row in manifest["files"]} == {
        path: chain.digest(content) for path, content in parts.items() if path != "manifest.json"
    }
    assert [row["number"] for row in manifest["seal"]["chain"]] == [1, 2]
    assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None


def test_the_zip_knows_no_moment_no_machine_and_no_rights_but_reading():
    written = packing.zipped([("a.txt", b"said"), ("b.pdf", b"drawn")])

    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        told = [(info.date_time, info.create_system, info.external_attr >> 16) for info in archive.infolist()]
    assert told == [((1980, 1, 1, 0, 0, 0), 3, 0o100644)] * 2
    assert written == packing.zipped([("a.txt", b"said"), ("b.pdf", b"drawn")])


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_without_a_database_builds_the_same_bytes(seal_file, whole, tmp_path, seed):
    exported, out = tmp_path / "seal.json", tmp_path / "pack.zip"
    exported.write_bytes(seal_file)
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing", "PYTHONHASHSEED": seed, "TZ": "America/Lima"}

    done = subprocess.run(
        [sys.executable, "manage.py", "build_pack", exported, out],
        cwd=settings.BASE_DIR, env={**os.environ, **nowhere, "LANG": "C"}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stderr) == (0, "")
    assert packs.differing(whole, out.read_bytes()) == []
    assert done.stdout == f"{chain.digest(whole)}  {out}\n"
    assert out.read_bytes() == whole


def test_the_job_writes_the_same_bytes_and_facts_learned_later_change_none(settings):
    projects = packs.year()
    pack = packs.built(packs.asked())
    taken = {step.key: step.sha256 for step in pack.steps.exclude(file="")}
    make.verified(projects[1], percents=(100, 100))

    again = packing.zipped(packing.build(sealed.of(pack.seal)).items())

    assert (pack.status, pack.why) == ("ready", "")
    assert chain.digest(again) == taken["zip"]


# --- what does not hold ----------------------------------------------------------------------------------------------
def test_a_pack_that_nobody_changed_holds(whole, verify):
    verdict = verify(whole)

    assert verdict.faults == []
    assert "Seal 3 and the chain before it hold." in verdict.notes


def members(parts):
    """Every file of a pack, and of its hundreds of pages some."""
    pages = [path for path in parts if path.startswith("web/")]
    return [path for path in parts if path not in pages] + pages[:: len(pages) // 5]


def test_a_flipped_byte_in_any_file_is_told_by_its_file(whole, parts, verify):
    told = {}
    for path in members(parts):
        first, end = place(whole, "content", path)
        verdict = verify(flipped(whole, (first + end) // 2), build=None)
        told[path] = [fault for fault in verdict.faults if path in fault]

    assert [path for path, faults in told.items() if not faults] == []


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx"])
def test_a_flipped_byte_is_told_by_its_place_in_the_file(whole, parts, verify, kind):
    path = f"20x10-year-2026-10-12-ko.{kind}"
    first, _end = place(whole, "content", path)

    verdict = verify(flipped(whole, first + 1000))

    assert verdict.faults == [f"{path} was changed: byte 1000 (bytes that differ: 1)."]


@pytest.mark.parametrize("part", ["header", "entry"])
def test_a_flipped_byte_in_any_header_of_the_zip_is_found(whole, parts, verify, part):
    held = []
    for number, path in enumerate(members(parts)):
        first, end = place(whole, part, path)
        at = first + number * 7 % (end - first)  # every field has its turn
        held += [(path, at - first)] if verify(flipped(whole, at), build=None).holds else []

    assert held == []


def test_a_flipped_byte_in_any_field_of_a_zip_is_found(verify):
    """Of a zip of two files, every byte but those of the files."""
    parts = {"a.json": b"{}", "manifest.json": packing.manifest({}, [], {})}
    whole = packing.zipped(parts.items())
    before = set(verify(whole, build=None).faults)
    places = archive_map.layout(whole)
    headers = [at for at in range(len(whole)) if archive_map.area(at, places)[0] != "content"]

    held = [at for at in headers if set(verify(flipped(whole, at), build=None).faults) <= before]

    assert held == []


def test_where_the_directory_is_unreadable_the_byte_is_found_from_the_seal(whole, verify):
    first, _end = place(whole, "entry", "seal.json")

    verdict = verify(flipped(whole, first))

    assert verdict.faults == [
        "The zip cannot be read (Bad magic number for central directory).",
        f"The zip’s entry of seal.json is not as it was written: byte {first} of the zip.",
    ]


def test_a_manifest_with_another_digest_is_told_from_a_changed_file(whole, parts, verify):
    path = "20x10-year-2026-10-12-en.pdf"
    digest = chain.digest(parts[path]).encode()
    manifest = parts["manifest.json"].replace(digest, b"0" * 64)

    verdict = verify(packing.zipped({**parts, "manifest.json": manifest}.items()))

    assert verdict.faults == [f"{path} is as it was sealed; the manifest has another digest of it."]


def figure_of(seal_file):
    """The name of a figure with inputs, and the export with that figure changed."""
    said = orjson.loads(seal_file)
    said["content"]["figures"]["programme/verified_percent"]["value"] = 99.5
    return said


def test_a_changed_figure_of_the_seal_is_named(parts, seal_file, verify):
    said = figure_of(seal_file)
    value = orjson.loads(seal_file)["content"]["figures"]["programme/verified_percent"]["value"]

    verdict = verify(packing.zipped({**parts, "seal.json": chain.canonical(said)}.items()))

    told = f'figures["programme/verified_percent"].value is 99.5, but {value} was sealed.'
    assert told in verdict.faults
    assert any(fault.startswith("seal.json was changed: byte ") for fault in verdict.faults)


def test_a_seal_made_anew_around_a_changed_figure_does_not_fit_the_files(parts, seal_file, verify):
    said = figure_of(seal_file)
    said["header"]["content_sha256"] = chain.digest(chain.canonical(said["content"]))
    said["header"]["sha256"] = chain.header_digest(said["header"])

    forged = {**parts, "seal.json": chain.canonical(said)}
    rows = [{"path": path, "bytes": len(content), "sha256": chain.digest(content)}
            for path, content in forged.items() if path != "manifest.json"]  # fmt: skip
    forged["manifest.json"] = packing.manifest(said["header"], rows, packing.made_with())
    verdict = verify(packing.zipped(forged.items()))

    assert not verdict.holds
    assert any("programme/verified_percent" in fault for fault in verdict.faults)


def test_a_broken_link_of_the_chain_is_named(parts, seal_file, verify):
    said = orjson.loads(seal_file)
    said["header"]["chain"][1]["reason"] = "Another reason."

    verdict = verify(packing.zipped({**parts, "seal.json": chain.canonical(said)}.items()))

    assert any("seal 2" in fault for fault in verdict.faults)
    told = "The manifest names another seal: chain[1].reason is For the plenary meeting. there, Another reason. here."
    assert told in verdict.faults


def test_files_that_are_missing_or_too_many_are_told(parts, verify):
    others = {path: content for path, content in parts.items() if path != "README.ko.txt"} | {"more.txt": b"more"}

    verdict = verify(packing.zipped(others.items()), build=None)

    assert verdict.faults[:2] == [
        "README.ko.txt is in the manifest, but not in the pack.", "more.txt is in the pack, but not in the manifest.",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip", b"PK\x05\x06" + bytes(18), b"PK\x03\x04" + bytes(40)])
def test_what_is_no_pack_is_told_and_never_breaks(data, verify):
    assert not verify(data).holds


@pytest.mark.parametrize("said", [b"[]", b"{}", b'{"content": {}, "header": {}}', b"\xff", b'{"content": 1}'])
@pytest.mark.parametrize("path", ["seal.json", "manifest.json"])
def test_nonsense_in_its_place_is_told_and_never_breaks(parts, verify, path, said):
    verdict = verify(packing.zipped({**parts, path: said}.items()))

    assert [fault for fault in verdict.faults if path in fault]


# --- the commands ----------------------------------------------------------------------------------------------------
def test_the_command_says_what_holds_and_ends_well(whole, tmp_path, capsys):
    file = tmp_path / "pack.zip"
    file.write_bytes(whole)

    call_command("verify_pack", file, no_database=True, digests_only=True)

    assert capsys.readouterr().out.splitlines()[-1] == f"{file} holds."


def test_the_command_fails_with_a_line_for_each_fault(whole, tmp_path, capsys):
    file = tmp_path / "pack.zip"
    file.write_bytes(flipped(whole, place(whole, "content", "20x10-year-2026-10-12-en.pdf")[0]))

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_pack", file, no_database=True, digests_only=True)

    told = "20x10-year-2026-10-12-en.pdf was changed: its SHA-256 is not what the manifest says."
    assert told in capsys.readouterr().out.splitlines()


def test_the_command_compares_with_the_seal_that_the_database_keeps(whole, tmp_path, capsys):
    packs.year()
    clock.stand_on(make.DAY)
    for _number in range(3):
        kept = made()
    file = tmp_path / "pack.zip"
    file.write_bytes(whole)

    with pytest.raises(CommandError, match="does not hold"):
        call_command("verify_pack", file, digests_only=True)

    told = f"The database keeps another seal 3: its SHA-256 is {kept.sha256}."
    assert told in capsys.readouterr().out.splitlines()
    cache.delete("clock")


def test_a_seal_that_does_not_hold_is_not_built(seal_file, tmp_path):
    exported = tmp_path / "seal.json"
    exported.write_bytes(chain.canonical(figure_of(seal_file)))

    with pytest.raises(CommandError, match="its digest is not the one that the seal names"):
        call_command("build_pack", exported, tmp_path / "pack.zip")

    assert not (tmp_path / "pack.zip").exists()


def test_every_kind_of_file_has_a_writer():
    assert {kind for kind, _language in packing.FILES} | {FileKind.ZIP} == set(FileKind)
