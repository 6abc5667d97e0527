"""Comments: who may write them on what, whom they call, what they bring, and how they are taken back."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from committees import comments as reading
from committees.actions import comments
from committees.actions.attachments import PLACE, keep
from committees.models import Attachment, Comment, Mention, Notification, Withdrawal
from committees.models.scope import Reader
from committees.notices import SENTENCES
from committees.rights import Deed, Role
from factories.actions import returns
from factories.imports.files import examined
from regional20x10.shared import clock
from tests import make, work
from tests.committees.commented import subjects
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


def write(subject, by, text="Why so late?", **values):
    return comments.comment(subject, text=text, **{"by": by, "at": make.moment(), "key": uuid.uuid4(), **values})


def stored(settings):
    root = Path(settings.MEDIA_ROOT)
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def told(post):
    """The sentences that the user behind the post has been sent."""
    rows = Notification.objects.filter(user=post.official.user_id).order_by("pk")
    return [SENTENCES[row.code](row.values) for row in rows]


# --- on what, and by whom --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["project", "status_return", "finding", "decision"])
def test_a_comment_is_about_the_one_thing_it_was_written_on(kind):
    subject, staff = subjects()[kind], make.post()

    row = write(subject, staff, "  The kiln stands in the rain. ")

    assert (row.subject, row.text, row.by, row.at) == (subject, "The kiln stands in the rain.", staff, make.moment())
    assert reading.of(subject, Reader(staff)) == [row]


def test_who_does_not_see_a_thing_does_not_comment_on_it():
    project, stranger = make.project(), make.post(Role.COUNTY_CHAIR)

    with action_forbids("Your post does not see what this comment is about."):
        write(project, stranger)

    assert not Comment.objects.exists()


def test_a_draft_is_commented_on_by_those_alone_who_write_it():
    draft = make.draft(make.project())

    write(draft, make.reporter(draft.project))

    with action_forbids("Your post does not see what this comment is about."):
        write(draft, make.verifier(draft.project))


def test_a_draft_with_comments_is_not_thrown_away():
    draft = make.draft(make.project())
    by = make.reporter(draft.project)
    write(draft, by)

    with action_refuses("This draft was commented on, and comments stay: go on with it, or let its period close."):
        returns.discard(draft, by=by)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.ADMINISTRATOR])
def test_roles_without_the_right_do_not_comment(role):
    project, post = make.project(), make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: {post.who_may(Deed.COMMENT)}."):
        write(project, post)


def test_all_that_stands_against_a_comment_is_said_at_once():
    project, staff = make.project(), make.post()
    elsewhere = work.comment(project=make.project())
    blind, gone = make.post(Role.COUNTY_CHAIR), make.post(Role.COMMITTEE_MEMBER, ends_on=make.DAY - timedelta(days=1))

    with action_refuses(
        "Write the comment.",
        "A reply stands where the comment stands that it answers: reply on that page.",
        "Nobody calls themselves: leave your own post out.",
        f"The post “{blind}” does not see this, or nobody signs in through it now: leave it out.",
        "The post “Committee member” does not see this, or nobody signs in through it now: leave it out.",
    ):
        write(project, staff, " ", reply_to=elsewhere, mentions=[staff, blind, gone])


def test_a_comment_has_a_length():
    with action_refuses(
        "A comment has at most 4000 characters, this one has 4001: shorten it.",
        text="A comment has at most 4000 characters, this one has 4001: shorten it.",
    ):
        write(make.project(), make.post(), "x" * 4001)


def test_a_comment_calls_at_most_twenty_posts():
    called = [make.post(Role.COMMITTEE_MEMBER) for _ in range(21)]

    with action_refuses("A comment calls at most 20 posts: leave some out."):
        write(make.project(), make.post(), mentions=called)


# --- once ------------------------------------------------------------------------------------------------------------
def test_the_same_key_is_the_same_comment_and_tells_nobody_twice():
    project, staff, member, key = make.project(), make.post(), make.post(Role.COMMITTEE_MEMBER), uuid.uuid4()

    first = write(project, staff, mentions=[member], key=key)
    again = write(project, staff, "Otherwise said.", key=key)

    assert (first, Comment.objects.count(), len(told(member))) == (again, 1, 1)


def test_the_key_of_another_comment_is_refused():
    project, key = make.project(), uuid.uuid4()
    write(project, make.post(), key=key)

    with action_refuses("This key belongs to another comment: send a new one."):
        write(project, make.post(), key=key)


# --- who hears of it -------------------------------------------------------------------------------------------------
def test_who_is_called_and_who_is_answered_hear_of_it_once():
    project, staff, member, guide = (
        make.project(code="P"),
        make.post(),
        make.post(Role.COMMITTEE_MEMBER),
        make.post(Role.GUIDANCE),
    )
    asked = write(project, member)

    write(project, staff, reply_to=asked, mentions=[member, guide, guide])

    row = Notification.objects.get(user=guide.official.user_id)
    assert (told(member), told(guide), told(staff)) == (["A comment on P calls you."],) * 2 + ([],)
    assert (row.topic, row.urgent, row.on) == ("mention", False, make.DAY)
    assert row.url.startswith(f"/comments/project/{project.pk}/#comment-")


def test_an_answer_is_told_to_who_wrote_unless_they_see_it_no_longer():
    project, staff, member = make.project(code="P"), make.post(), make.post(Role.COMMITTEE_MEMBER)
    unit = make.reporter(project)
    by_member, by_unit = write(project, member), write(project, unit)
    project.construction_unit = make.organization()
    project.save()

    write(project, staff, reply_to=by_member)
    write(project, staff, reply_to=by_unit)

    assert (told(member), told(unit)) == (["Your comment on P is answered."], [])


@pytest.mark.parametrize("code", ["comment_calls", "comment_answered"])
def test_a_notification_names_what_the_comment_is_about(code):
    kinds = reading.MODELS

    said = {SENTENCES[code]({"kind": kind, "code": "P-1"}) for kind in kinds}

    assert len(said) == len(kinds)
    assert all("P-1" in sentence for sentence in said)


# --- files -----------------------------------------------------------------------------------------------------------
def test_a_comment_keeps_its_files_under_their_digest(settings):
    files = examined([make.upload("plan.pdf"), make.upload("copy of it.pdf", make.PDF + b"\n")])

    row = write(make.project(), make.post(), files=files)

    assert [(file.name, file.kind) for file in row.attachments.all()] == [
        ("plan.pdf", "pdf"),
        ("copy of it.pdf", "pdf"),
    ]
    assert stored(settings) == sorted(f"{PLACE}/{file.sha256[:2]}/{file.sha256}" for file in files)


def test_a_refused_comment_leaves_no_file(settings):
    files = examined([make.upload()])

    with action_refuses("Write the comment."):
        write(make.project(), make.post(), "", files=files)

    assert (stored(settings), Attachment.objects.count()) == ([], 0)


def test_a_file_that_another_comment_names_stays_when_one_is_refused(settings):
    project, staff = make.project(), make.post()
    write(project, staff, files=examined([make.upload()]))

    with action_refuses("Write the comment."):
        write(project, staff, "", files=examined([make.upload()]))

    assert len(stored(settings)) == 1


def test_a_step_of_a_decision_keeps_its_evidence():
    decision, at = work.decision(), make.moment()

    with transaction.atomic():
        (row,) = keep(examined([make.upload()]), step=decision.steps.get(), by=make.post(), at=at)

    assert (row.step.decision, row.comment) == (decision, None)
    assert set(Attachment.objects.visible_to(Reader(work.officer(decision.owner)))) == {row}


def test_an_attachment_is_seen_by_whoever_sees_what_the_comment_is_about():
    project = make.project()
    write(project, make.post(), files=examined([make.upload()]))

    seeing = [Attachment.objects.visible_to(Reader(post)).count() for post in (
        make.reporter(project), make.post(Role.COUNTY_CHAIR), make.post(Role.ADMINISTRATOR)
    )]  # fmt: skip

    assert seeing == [1, 0, 0]


# --- taken back ------------------------------------------------------------------------------------------------------
def test_who_wrote_a_comment_takes_it_back_and_it_stays_to_be_seen():
    project, staff = make.project(), make.post()
    row, later = write(project, staff), make.moment(make.DAY, 15)

    for _ in range(2):
        comments.take_back(row, by=staff, at=later)

    (seen,) = reading.of(project, Reader(staff))
    assert (seen.text, seen.taken_back.by_id, seen.taken_back.at) == ("Why so late?", staff.pk, later)
    assert reading.of(project, Reader(staff), make.moment())[0].taken_back is None
    assert (Withdrawal.objects.count(), Comment.objects.standing().count()) == (1, 0)


def test_nobody_takes_back_what_another_wrote():
    row = write(make.project(), make.post())

    with action_forbids("Only who wrote a comment takes it back."):
        comments.take_back(row, by=make.post(), at=make.moment())


def test_what_was_taken_back_is_not_answered():
    project, staff = make.project(), make.post()
    row = comments.take_back(write(project, staff), by=staff, at=make.moment())

    with action_refuses("The comment you reply to was taken back meanwhile: write a comment of your own."):
        write(project, staff, reply_to=row)


# --- read ------------------------------------------------------------------------------------------------------------
def test_answers_stand_under_the_comment_they_begin_with(django_assert_num_queries):
    project, staff, member = make.project(), make.post(), make.post(Role.COMMITTEE_MEMBER)
    first = write(project, staff, mentions=[member])
    second = write(project, member)
    answer = write(project, member, reply_to=first, files=examined([make.upload()]))
    again = write(project, staff, reply_to=answer)

    with django_assert_num_queries(3):
        found = reading.of(project, Reader(staff))

    assert [(row, row.thread) for row in found] == [(first, [answer, again]), (second, [])]
    assert [mention.post for mention in found[0].called] == [member]
    assert [file.name for file in found[0].thread[0].files] == ["plan.pdf"]


def test_comments_are_read_as_known_at_a_moment():
    project, staff = make.project(), make.post()
    early = write(project, staff, at=make.moment(make.DAY - timedelta(days=3)))
    write(project, staff)

    found = reading.of(project, Reader(staff), clock.end_of(make.DAY - timedelta(days=1)))

    assert found == [early]


# --- the database ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("table", ["committees_comment", "committees_mention", "committees_withdrawal"])
def test_the_database_keeps_comments_as_they_are(table):
    project, staff, member = make.project(), make.post(), make.post(Role.COMMITTEE_MEMBER)
    comments.take_back(write(project, staff, mentions=[member]), by=staff, at=make.moment())

    with database_refuses("Cannot update or delete rows"):
        sql(f"DELETE FROM {table}")

    assert (Comment.objects.count(), Mention.objects.count()) == (1, 1)


def test_the_database_refuses_a_comment_about_two_things():
    with database_refuses("comment_about_one_thing"):
        work.comment(project=make.project(), decision=work.decision())
