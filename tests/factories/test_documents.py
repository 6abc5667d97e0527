"""Files that people hand in: known by their content, kept once under their digest, served within scope."""

import hashlib
import io
import threading
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from committees.rights import Role
from factories.actions import documents
from factories.imports.files import examined
from factories.models import Document
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import make
from tests.refusals import action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(13) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
DWG = b"AC1032\x00\x00\x00\x00\x00\x00\x00" + bytes(100)
DXF = b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n  0\r\nENDSEC\r\n  0\r\nEOF\r\n"
BINARY_DXF = b"AutoCAD Binary DXF\r\n\x1a\x00\x00SECTION\x00\x00EOF\x00"
IFC = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nEND-ISO-10303-21;\n"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def media(settings):
    return Path(settings.MEDIA_ROOT)


def stored(media):
    """The files in the store, as paths below it."""
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(1_000_000))
    return out.getvalue()


def kept(project, *files):
    with transaction.atomic():
        return documents.keep(project, examined(list(files)), by=make.signer(project, "design"), at=make.moment())


def refused(*files):
    """The sentences with which the files are refused together."""
    with pytest.raises(Refused) as refusal:
        examined(list(files))
    assert refusal.value.fields == {"files": refusal.value.reasons}
    return refusal.value.reasons


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", make.PDF, "pdf"), ("PLAN.PDF", make.PDF, "pdf"), ("photo.png", PNG, "png"),
        ("photo.jpg", JPEG, "jpeg"), ("photo.jpeg", JPEG, "jpeg"), ("hall.dwg", DWG, "dwg"), ("hall.dxf", DXF, "dxf"),
        ("commented.dxf", b"999\nmade by hand\n" + DXF, "dxf"), ("binary.dxf", BINARY_DXF, "dxf"),
        ("model.ifc", IFC, "ifc"), ("전력 배치도.pdf", make.PDF, "pdf"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_content_says(name, content, kind):
    upload = make.upload(name, content)

    (file,) = examined([upload])

    assert (file.name, file.kind, file.bytes) == (name, kind, len(content))
    assert file.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("plan.pdf", PNG, "“plan.pdf” is PNG by its content: give it the ending .png, or choose the right file."),
        ("plan", make.PDF, "“plan” is PDF by its content: give it the ending .pdf, or choose the right file."),
        ("plan.pdf.exe", make.PDF,
         "“plan.pdf.exe” is PDF by its content: give it the ending .pdf, or choose the right file."),
        ("plan.pdf", b"MZ\x90\x00 a program",
         "“plan.pdf” is named as PDF, but its content is not: choose the right file."),
        ("page.html", b"<script>alert(1)</script>",
         "“page.html” is of a kind that is not taken. Taken are: PDF, PNG, JPEG, DWG, DXF, IFC."),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
         "“picture.svg” is of a kind that is not taken. Taken are: PDF, PNG, JPEG, DWG, DXF, IFC."),
        ("plan.pdf", b"", "“plan.pdf” is empty: choose another file."),
        ("plan.pdf", make.PDF[:-7],
         "“plan.pdf” is cut off, the end of the PDF is missing: hand in the whole file."),
        ("hall.dwg", b"AC1032 is a text", "“hall.dwg” is named as DWG, but its content is not: choose the right file."),
    ],
)  # fmt: skip
def test_a_file_whose_content_is_not_its_ending_is_refused(name, content, sentence):
    upload = make.upload(name, content)

    said = refused(upload)

    assert said == [sentence]


@pytest.mark.parametrize(
    "content",
    [archive(), b"7z\xbc\xaf\x27\x1c" + bytes(40), b"Rar!\x1a\x07\x01\x00", b"\x1f\x8b\x08" + bytes(40),
     bytes(257) + b"ustar\x0000" + bytes(300)],
    ids=["zip", "7z", "rar", "gzip", "tar"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["plan.pdf", "plan.zip", "plan.docx"])
def test_an_archive_is_refused_whatever_it_is_called(name, content):
    upload = make.upload(name, content)

    said = refused(upload)

    assert said == [f"“{name}” is an archive. Archives are not taken: unpack it and hand in the files themselves."]


def test_an_archive_behind_a_picture_is_refused():
    upload = make.upload("photo.jpg", JPEG + archive())

    said = refused(upload)

    assert said == ["“photo.jpg” has an archive hidden behind its content: hand it in without."]


@pytest.mark.parametrize("name", ["a\x00b.pdf", "../../etc/plan.pdf", "c:\\plan.pdf", ".plan.pdf", "pl\u202ean.pdf"])
def test_a_name_with_tricks_is_refused(name):
    upload = make.upload()
    upload._name = name  # as nothing that reads a request would give it

    said = refused(upload)

    assert said == ["A file’s name has no slashes, no control characters and no dot at its beginning: rename it."]


def test_a_name_that_is_too_long_is_refused():
    upload = make.upload("p" * 157 + ".pdf")

    said = refused(upload)

    assert said == [f"The name “{'p' * 40}…” is longer than 160 characters: shorten it."]


def test_everything_wrong_with_several_files_is_said_at_once(settings):
    settings.DOCUMENT_MAX_MB = 1
    large = make.upload("large.pdf", make.PDF + bytes(1024 * 1024) + b"%%EOF")

    said = refused(large, make.upload("empty.png", b""), make.upload("plan.pdf", PNG), make.upload())

    assert said == [
        "“large.pdf” is larger than 1 MB: hand in a smaller file.",
        "“empty.png” is empty: choose another file.",
        "“plan.pdf” is PNG by its content: give it the ending .png, or choose the right file.",
    ]


def test_the_same_file_or_name_twice_is_a_slip():
    one, same, other = make.upload("one.pdf"), make.upload("two.pdf"), make.upload("ONE.pdf", make.PDF + b"%%EOF")

    said = refused(one, same, other)

    assert said == [
        "Two files are called “ONE.pdf”: rename one of them, or leave one out.",
        "“one.pdf” and “two.pdf” are the same file: leave one out.",
    ]


def test_more_files_than_are_taken_at_once_are_refused():
    uploads = [make.upload(f"{number}.pdf", make.PDF + b"%%EOF" * number) for number in range(21)]

    said = refused(*uploads)

    assert said == ["Hand in at most 20 files at once."]


def test_a_file_is_kept_once_under_its_digest(media):
    one, other = make.preparing(), make.preparing()

    first = kept(one, make.upload("a.pdf"))[0]
    second = kept(other, make.upload("b.pdf"))[0]

    digest = hashlib.sha256(make.PDF).hexdigest()
    assert first.path == second.path == f"documents/{digest[:2]}/{digest}"
    assert stored(media) == [first.path]
    assert (media / first.path).read_bytes() == make.PDF


def test_a_file_left_half_written_is_written_anew(media):
    digest = hashlib.sha256(make.PDF).hexdigest()
    place = media / "documents" / digest[:2] / digest
    place.parent.mkdir(parents=True)
    place.write_bytes(make.PDF[:9])

    kept(make.preparing(), make.upload())

    assert place.read_bytes() == make.PDF


def test_a_failed_action_leaves_no_file_and_takes_none_that_another_names(media):
    project = make.preparing()
    other, unit = kept(project, make.upload("kept.pdf"))[0], make.signer(project, "design")

    @documents.leaving_no_orphans
    def fails(project, *, files):
        with transaction.atomic():
            documents.keep(project, files, by=unit, at=make.moment())
            raise Refused("No.")

    with action_refuses("No."):
        fails(project, files=examined([make.upload("again.pdf"), make.upload("photo.png", PNG)]))

    assert stored(media) == [other.path]
    assert Document.objects.get() == other


@pytest.mark.django_db(transaction=True)
def test_a_file_that_another_hands_in_meanwhile_is_not_taken_away(media):
    project = make.preparing()
    unit = make.signer(project, "design")
    holds, fails = threading.Event(), threading.Event()

    def slow():
        """Hands the same file in, and is not done while the other one fails."""
        with transaction.atomic():
            documents.keep(project, examined([make.upload("slow.pdf")]), by=unit, at=make.moment())
            holds.set()
            fails.wait(10)
        connection.close()

    def failing():
        @documents.leaving_no_orphans
        def fail(*, files):
            fails.set()
            raise Refused("No.")

        with pytest.raises(Refused):
            fail(files=examined([make.upload("failing.pdf")]))
        connection.close()

    first, second = threading.Thread(target=slow), threading.Thread(target=failing)
    first.start()
    holds.wait(10)
    second.start()
    first.join()
    second.join()

    assert stored(media) == [Document.objects.get().path]


def test_a_document_is_given_as_a_file_of_the_type_of_its_content(client):
    project = make.preparing()
    document = kept(project, make.upload("전력.pdf"))[0]
    client.force_login(make.post(Role.ANALYST).official.user)

    answer = client.get(f"/en/documents/{document.pk}/")

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == make.PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%EC%A0%84%EB%A0%A5.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["ETag"] == f'"{document.sha256}"'


def test_a_document_of_another_county_is_not_there(client):
    document = kept(make.preparing(), make.upload())[0]
    client.force_login(make.post(Role.COUNTY_STAFF).official.user)

    assert client.get(f"/en/documents/{document.pk}/").status_code == 404


def test_a_document_that_is_lost_from_the_disk_is_said_to_be_lost(client, media):
    document = kept(make.preparing(), make.upload())[0]
    (media / document.path).unlink()
    client.force_login(make.post(Role.ANALYST).official.user)

    answer = client.get(f"/en/documents/{document.pk}/")

    assert answer.status_code == 409
    assert "The file “plan.pdf” is no longer on the server" in answer.content.decode()


def test_the_database_keeps_a_document_as_it_is():
    document = kept(make.preparing(), make.upload())[0]

    with database_refuses("never_changed"):
        sql("UPDATE factories_document SET name = 'other.pdf' WHERE id = %s", document.pk)
    with database_refuses("never_changed"):
        sql("DELETE FROM factories_document WHERE id = %s", document.pk)


def test_check_signatures_names_each_file_that_differs(media, capsys):
    project = make.preparing(code="26-CHECKED-FOOD")
    changed, lost, _whole = kept(project, make.upload(), make.upload("photo.png", PNG), make.upload("photo.jpg", JPEG))
    (media / changed.path).write_bytes(b"other")
    (media / lost.path).unlink()

    with pytest.raises(CommandError, match="0 clauses, 0 signatures, 3 files: 2 differ from"):
        call_command("check_signatures")

    assert capsys.readouterr().out.splitlines() == [
        f"26-CHECKED-FOOD, file {changed.pk} “plan.pdf”: the content of {changed.path} is not that of its digest.",
        f"26-CHECKED-FOOD, file {lost.pk} “photo.png”: {lost.path} is not on the disk.",
    ]
