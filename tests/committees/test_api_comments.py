"""Comments in the API: listed by what they are about, written once for a key, taken back; their files within scope."""

import uuid

import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from committees.actions import comments
from committees.models import Comment
from committees.rights import Role
from factories.imports.files import examined
from regional20x10.shared import clock
from tests import build, make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


def write(subject, by, text="Why so late?", **values):
    return comments.comment(subject, text=text, **{"by": by, "at": make.moment(), "key": uuid.uuid4(), **values})


def test_a_comment_is_told_with_whom_it_calls_and_what_it_brings():
    project, staff, member = make.project(code="P"), make.post(), make.post(Role.COMMITTEE_MEMBER)
    row = write(project, staff, mentions=[member], files=examined([make.upload()]))

    told = Caller(make.reporter(project)).get(f"comments/{row.pk}/").json()

    file = row.attachments.get()
    assert told == {
        "id": row.pk, "project": "P", "status_return": None, "production_return": None, "finding": None,
        "decision": None, "reply_to": None, "text": "Why so late?", "at": "2026-10-12T03:00:00Z",
        "post": staff.pk, "role": "committee_staff", "taken_back_at": None,
        "mentions": [{"post": member.pk, "role": "committee_member"}],
        "attachments": [
            {"id": file.pk, "name": "plan.pdf", "kind": "pdf", "sha256": file.sha256, "bytes": len(make.PDF)}
        ],
    }  # fmt: skip


def test_comments_are_listed_by_what_they_are_about():
    project, staff = build.supervised(code="P"), make.post()
    finding, decision = build.finding(build.inspection(project)), work.decision()
    on_project, on_finding, on_decision = (write(subject, staff).pk for subject in (project, finding, decision))
    write(make.project(), staff)
    caller = Caller(staff)

    def listed(**asked):
        return [row["id"] for row in caller.get("comments/", asked).json()["results"]]

    assert listed(project="P") == [on_finding, on_project]
    assert listed(project="P", about="finding") == listed(finding=finding.pk) == [on_finding]
    assert listed(decision=decision.pk) == [on_decision]


def test_a_comment_is_written_once_for_a_key():
    project, member = make.project(code="P"), make.post(Role.COMMITTEE_MEMBER)
    caller = Caller(make.reporter(project), headers={"Idempotency-Key": str(uuid.uuid4())})
    said = {"project": "P", "text": "The kiln is here.", "mentions": [member.pk]}

    first, again = (caller.post("comments/", said) for _ in range(2))

    assert (first.status_code, again.status_code, first.json()) == (201, 200, again.json())
    assert first["Location"] == f"/api/v1/comments/{Comment.objects.get().pk}/"


def test_a_comment_with_files_comes_as_a_form():
    project = make.project(code="P")
    said = {"project": "P", "text": "See the plan.", "key": str(uuid.uuid4()), "files": [make.upload()]}

    body = encode_multipart(BOUNDARY, said)
    answer = Caller(make.reporter(project)).generic("POST", "comments/", body, MULTIPART_CONTENT)

    assert (answer.status_code, [file["name"] for file in answer.json()["attachments"]]) == (201, ["plan.pdf"])


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({}, "project",
         "Name one thing that it is about: project, status_return, production_return, finding, decision."),
        ({"project": "P", "finding": 1}, "project",
         "Name one thing that it is about: project, status_return, production_return, finding, decision."),
        ({"project": "Q"}, "project", "There is no “Q”, or your post does not reach it."),
        ({"finding": 999}, "finding", "There is no “999”, or your post does not reach it."),
        ({"project": "P", "reply_to": 999}, "reply_to", "There is no comment 999, or your post does not reach it."),
        ({"project": "P", "mentions": [999999]}, "mentions",
         "There is no such post: 999999. Take them from /comments/posts/."),
        ({"project": "P", "key": None}, "key",
         "This field may not be null."),
    ],
)  # fmt: skip
def test_a_comment_on_nothing_known_is_refused(said, field, sentence):
    make.project(code="P")

    answer = Caller(make.post()).post("comments/", {"text": "So.", "key": str(uuid.uuid4()), **said})

    assert (answer.status_code, sentences(answer)) == (400, {field: sentence})


def test_who_does_not_see_it_is_not_called():
    make.project(code="P")
    blind = make.post(Role.COUNTY_CHAIR)

    answer = Caller(make.post()).post(
        "comments/", {"project": "P", "text": "So.", "key": str(uuid.uuid4()), "mentions": [blind.pk]}
    )

    said = f"The post “{blind}” does not see this, or nobody signs in through it now: leave it out."
    assert (answer.status_code, sentences(answer)) == (409, {"mentions": said})


def test_the_posts_that_may_be_called_are_told():
    project = make.project(code="P")
    reporter, staff, _blind = make.reporter(project), make.post(), make.post(Role.COUNTY_CHAIR)
    caller = Caller(staff)

    told, wrong = caller.get("comments/posts/", {"project": "P"}), caller.get("comments/posts/", {"factory": "P"})

    assert {"id": reporter.pk, "role": "construction_unit", "name": str(reporter)} in told.json()["results"]
    assert (staff.pk in [row["id"] for row in told.json()["results"]], wrong.status_code) == (False, 400)


def test_who_wrote_it_takes_it_back_and_nobody_else():
    project, staff = make.project(), make.post()
    row = write(project, staff)

    forbidden = Caller(make.post()).post(f"comments/{row.pk}/take-back/")
    hidden = Caller(make.post(Role.COUNTY_CHAIR)).post(f"comments/{row.pk}/take-back/")
    done = Caller(staff).post(f"comments/{row.pk}/take-back/")

    assert (forbidden.status_code, hidden.status_code, done.status_code) == (403, 404, 200)
    assert done.json()["taken_back_at"] is not None


def test_files_are_listed_and_given_within_scope():
    project, decision = make.project(), work.decision()
    file = write(project, make.post(), files=examined([make.upload()])).attachments.get()
    write(decision, make.post(), files=examined([make.upload("other.pdf", make.PDF + b"\n")]))
    unit, stranger = Caller(make.reporter(project)), Caller(make.post(Role.COUNTY_CHAIR))

    listed, given = unit.get("attachments/"), unit.get(f"attachments/{file.pk}/file/")

    assert [row["name"] for row in listed.json()["results"]] == ["plan.pdf"]
    assert (b"".join(given.streaming_content), given["ETag"]) == (make.PDF, f'"{file.sha256}"')
    assert stranger.get(f"attachments/{file.pk}/file/").status_code == 404
