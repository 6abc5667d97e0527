"""Design revisions and documents through the API: the same rules, the same sentences."""

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories import agreements
from factories.models import ClauseKind, DesignRevision, Document
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db

TEXTS = {kind.value: f"The {kind.value} as drawn." for kind in ClauseKind}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.preparing(code="26-UNRYUL-FOOD")


@pytest.fixture
def unit(project):
    return Caller(make.signer(project, "design"))


def body(project, **values):
    return {"project": project.code, "after": 0, "changed": "First.", **TEXTS, **values}


def sent(unit, said, *files):
    """The revision as multipart/form-data, with files."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    return unit.generic("POST", "designs/", encode_multipart(BOUNDARY, said | {"files": files}), MULTIPART_CONTENT)


def test_a_revision_is_issued_and_read_back(unit, project):
    answer = unit.post("designs/", body(project))

    row = DesignRevision.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/v1/designs/{row.pk}/")
    told = answer.json()
    assert {name: told[name] for name in ("id", "project", "number", "letter", "changed", "files")} == {
        "id": row.pk, "project": project.code, "number": 1, "letter": "A", "changed": "First.", "files": [],
    }  # fmt: skip
    assert {clause["kind"]: (clause["text"], clause["digest"]) for clause in told["clauses"]} == {
        kind: (text, agreements.digest(project.code, kind, text)) for kind, text in TEXTS.items()
    }
    assert unit.get(f"designs/{row.pk}/").json() == told


@pytest.mark.parametrize("number", [1, 26, 27, 52, 53, 702])
def test_the_letter_is_the_one_of_the_pages(unit, project, number):
    row = DesignRevision.objects.create(project=project, number=number, changed="x", at=make.moment())

    assert unit.get(f"designs/{row.pk}/").json()["letter"] == row.letter


def test_files_come_as_multipart_and_are_given_back_as_they_were(unit, project):
    told = sent(unit, body(project), make.upload("전력.pdf")).json()

    (file,) = told["files"]
    answer = unit.get(f"documents/{file['id']}/file/", headers={"Accept": "text/plain"})
    assert (file["name"], file["kind"], file["bytes"]) == ("전력.pdf", "pdf", len(make.PDF))
    assert b"".join(answer.streaming_content) == make.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["ETag"] == f'"{file["sha256"]}"'
    assert unit.get(f"documents/{file['id']}/").json()["project"] == project.code
    assert [row["id"] for row in unit.get(f"documents/?project={project.code}").json()["results"]] == [file["id"]]


def test_files_of_the_revision_before_are_kept_by_their_ids(unit, project):
    first = sent(unit, body(project), make.upload()).json()

    second = unit.post("designs/", body(project, after=1, layout="Moved.", kept=[first["files"][0]["id"]]))

    assert second.json()["files"] == first["files"]


def test_a_file_whose_content_is_not_its_ending_is_refused_and_nothing_is_written(unit, project):
    answer = sent(unit, body(project), make.upload("plan.png"), make.upload("empty.pdf", b""))

    assert answer.status_code == 409
    assert [item["detail"] for item in answer.json()["errors"]] == [
        "“plan.png” is PDF by its content: give it the ending .pdf, or choose the right file.",
        "“empty.pdf” is empty: choose another file.",
    ]
    assert not DesignRevision.objects.exists()
    assert not Document.objects.exists()


def test_a_file_that_is_too_large_is_refused(unit, project, settings):
    settings.DOCUMENT_MAX_MB = 1

    answer = sent(unit, body(project), make.upload("huge.pdf", make.PDF + bytes(3 * 1024 * 1024) + b"%%EOF"))

    assert answer.status_code == 409
    assert sentences(answer) == {"files": "“huge.pdf” is larger than 1 MB: hand in a smaller file."}


def test_a_body_of_too_many_parts_is_refused(unit, project):
    answer = sent(unit, body(project), *(make.upload(f"{number}.pdf") for number in range(60)))

    assert answer.status_code == 413
    assert sentences(answer) == {None: "The body has too many parts: send less at once."}


def test_all_that_is_wrong_with_a_body_is_said_at_once(unit, project):
    answer = unit.post(
        "designs/", {"project": project.code, "after": -1, "layout": "", "colour": "red", "files": ["x"]}
    )

    assert answer.status_code == 400
    fields = {item["field"] for item in answer.json()["errors"]}
    assert fields == {"after", "changed", *TEXTS, "colour", "files.0"}


def test_what_was_issued_meanwhile_is_a_refusal(unit, project):
    unit.post("designs/", body(project))

    answer = unit.post("designs/", body(project, layout="Moved."))

    assert answer.status_code == 409
    assert sentences(answer)["after"].startswith("Revision A was issued meanwhile, ")


def test_only_the_projects_own_design_unit_issues(project):
    builder, member = Caller(make.signer(project, "construction")), Caller(make.post(Role.COMMITTEE_MEMBER))
    stranger = Caller(make.signer(make.preparing(), "design"))

    answers = [caller.post("designs/", body(project)) for caller in (builder, member, stranger)]

    assert [answer.status_code for answer in answers] == [403, 403, 400]
    assert sentences(answers[2]) == {"project": "There is no project “26-UNRYUL-FOOD”, or your post does not reach it."}


def test_revisions_and_documents_of_another_county_are_not_there(unit, project):
    told = sent(unit, body(project), make.upload()).json()
    stranger = Caller(make.post(Role.COUNTY_STAFF))

    paths = [
        f"designs/{told['id']}/",
        f"documents/{told['files'][0]['id']}/",
        f"documents/{told['files'][0]['id']}/file/",
    ]

    assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
    assert [stranger.get(f"{noun}/").json()["results"] for noun in ("designs", "documents")] == [[], []]


def test_a_list_is_two_questions(unit, project, django_assert_num_queries):
    for number in range(3):
        unit.post("designs/", body(project, after=number, layout=f"Moved {number}."))
    unit.get("designs/")

    with django_assert_num_queries(2):
        assert len(unit.get("designs/").json()["results"]) == 3
