"""Guidance notes and replies through the API."""

import uuid

import pytest
from django.core.cache import cache

from committees.models import GuidanceNote, GuidanceReply
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def guide():
    return Caller(make.post(Role.GUIDANCE))


@pytest.fixture
def post():
    return work.officer()


def body(*bodies, **values):
    said = {"title": "Cure the concrete", "text": "Keep it warm.", "reply_by": "2026-10-20"}
    return {**said, "to": [row.code for row in bodies], "key": str(uuid.uuid4()), **values}


def test_a_note_is_written_replied_to_and_counted(guide, post):
    project = make.project()

    written = guide.post("guidance-notes/", body(post.organization, work.body(), project=project.code))
    note = GuidanceNote.objects.get()
    replied = Caller(post).post("guidance-replies/", {"note": note.pk, "text": "Covered."})
    told = guide.get(f"guidance-notes/{note.pk}/").json()

    assert (written.status_code, replied.status_code) == (201, 201)
    assert (told["number"], told["project"], told["county"]) == ("G26-001", project.code, None)
    assert (told["addressed"], told["in_time"], told["late"], told["waiting"]) == (2, 1, 0, 1)
    assert [row["replied_at"] is not None for row in told["addresses"]] == [True, False]
    assert replied.json() == guide.get("guidance-replies/").json()["results"][0]
    assert replied.json()["body"] == post.organization.code


def test_the_same_key_is_the_same_note_in_the_body_or_the_header(guide, post):
    said = body(post.organization)
    key = said["key"]

    answers = [guide.post("guidance-notes/", said)]
    del said["key"]
    answers.append(guide.post("guidance-notes/", said, headers={"Idempotency-Key": key}))

    assert [answer.status_code for answer in answers] == [201, 200]
    assert answers[0].json() == answers[1].json()


def test_without_a_key_a_reply_by_and_bodies_nothing_is_written(guide):
    said = body(title="", to=[])
    del said["key"], said["reply_by"]

    answer = guide.post("guidance-notes/", said)
    keyless = guide.post("guidance-notes/", said | {"title": "x", "to": ["no"], "reply_by": "2026-10-20"})

    assert set(sentences(answer)) == {"title", "reply_by"}
    assert set(sentences(keyless)) == {"key"}
    assert not GuidanceNote.objects.exists()


def test_what_is_not_known_is_said(guide):
    answer = guide.post("guidance-notes/", body(to=["no-one"], project="P-no", county="C-no"))

    assert sentences(answer) == {
        "to": "Not known, or not within the reach of your post: no-one.",
        "project": "“P-no” is not known, or your post does not reach it.",
        "county": "“C-no” is not known, or your post does not reach it.",
    }


def test_a_note_to_nobody_about_two_places_is_refused_with_both_sentences(guide):
    project = make.project()

    answer = guide.post("guidance-notes/", body(project=project.code, county=project.plan.county.code))

    assert answer.status_code == 409
    assert "Name at least one body that is to reply." in answer.content.decode()
    assert "Name the factory or the county, not both" in answer.content.decode()


def test_only_the_guidance_section_writes_and_only_who_is_addressed_replies(post):
    note = work.guidance(post.organization)
    staff = Caller(make.post())

    answers = [
        staff.post("guidance-notes/", body(post.organization)),
        staff.post("guidance-replies/", {"note": note.pk, "text": "I too."}),
        Caller(work.officer()).post("guidance-replies/", {"note": note.pk, "text": "I too."}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 400]


def test_the_same_reply_is_one(post):
    note = work.guidance(post.organization)
    caller = Caller(post)

    answers = [caller.post("guidance-replies/", {"note": note.pk, "text": "Covered."}) for _time in range(2)]

    assert answers[0].status_code == 201
    assert answers[0].json() == answers[1].json()
    assert GuidanceReply.objects.count() == 1


def test_lists_ask_as_many_questions_for_three_as_for_one(guide, post, django_assert_num_queries):
    work.reply(work.guidance(post.organization))
    guide.get("guidance-notes/")
    for _row in range(2):
        work.reply(work.guidance(post.organization, work.body()))

    for noun in ("guidance-notes", "guidance-replies"):
        with django_assert_num_queries(2):
            assert len(guide.get(f"{noun}/").json()["results"]) == 3
