"""The pages of comments: read by all who see the subject, written with a form, loaded into the page of the subject."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from committees.actions import comments
from committees.models import Attachment, Comment, Notification
from committees.rights import Role
from factories.imports.files import examined
from regional20x10.shared import clock
from tests import build, make, produce, work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


def client(post, **headers):
    made = Client(headers=headers)
    made.force_login(post.official.user)
    return made


def address(subject, kind="project"):
    return reverse("comment_list", args=[kind, subject.pk])


def write(subject, by, text="Why so late?", **values):
    return comments.comment(subject, text=text, **{"by": by, "at": make.moment(), "key": uuid.uuid4(), **values})


def sent(**values):
    return {"text": "Why so late?", "key": str(uuid.uuid4()), **values}


def test_a_comment_is_written_with_those_it_calls_and_its_files():
    project, staff, member = make.project(), make.post(), make.post(Role.COMMITTEE_MEMBER)
    data = sent(mentions=[member.pk], files=[make.upload()])

    answer = client(staff).post(address(project), data)

    row = Comment.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{address(project)}#comment-{row.pk}")
    assert (row.by, [mention.post for mention in row.mentions.all()]) == (staff, [member])
    assert (row.attachments.get().name, Notification.objects.count()) == ("plan.pdf", 1)


def test_a_form_sent_twice_is_one_comment():
    project, data = make.project(), sent()
    browser = client(make.post())

    for _ in range(2):
        browser.post(address(project), data)

    assert Comment.objects.count() == 1


def test_a_refused_comment_keeps_what_was_typed_and_ticked():
    project, member = make.project(), make.post(Role.COMMITTEE_MEMBER)
    data = sent(text=" ", mentions=[member.pk], files=[make.upload()])

    answer = client(make.post()).post(address(project), data)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Write the comment." in page
    assert "Choose the files again" in page
    assert re.search(rf'value="{member.pk}" id="id_mentions_[0-9_]+" checked', page)
    assert data["key"] in page


def test_a_post_that_does_not_see_it_cannot_be_ticked():
    project, blind = make.project(), make.post(Role.COUNTY_CHAIR)

    answer = client(make.post()).post(address(project), sent(mentions=[blind.pk]))

    said = "One of the posts called does not see this, or nobody signs in through it now: choose again."
    assert (answer.status_code, said in answer.content.decode()) == (409, True)


def test_a_reply_names_whom_it_answers():
    project, staff = make.project(), make.post()
    first = write(project, staff)
    browser = client(make.post(Role.COMMITTEE_MEMBER))

    form = browser.get(address(project), {"reply_to": first.pk}).content.decode()
    browser.post(address(project), sent(reply_to=first.pk))

    assert "Reply to Committee staff, 12 Oct 2026, 12:00" in form.replace("\xa0", " ")
    assert Comment.objects.latest("pk").reply_to == first


@pytest.mark.parametrize("given", ["0", "x", "9" * 30, "٣"])
def test_a_reply_to_nothing_is_a_comment_of_its_own(given):
    answer = client(make.post()).get(address(make.project()), {"reply_to": given})

    assert (answer.status_code, "Write a comment" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize("kind", ["project", "status_return", "production_return", "finding", "decision"])
def test_comments_have_a_page_for_whatever_they_are_about(kind):
    project = build.supervised()
    subject = {
        "project": lambda: project, "status_return": lambda: make.submitted(project),
        "production_return": lambda: produce.produced(produce.factory(project.plan), produce.month(2026, 8)),
        "finding": lambda: build.finding(build.inspection(project)),
        "decision": lambda: work.decision(projects=[project]),
    }[kind]()  # fmt: skip
    write(subject, make.post())

    answer = client(make.post()).get(address(subject, kind))

    assert (answer.status_code, answer.content.decode().count("Why so late?")) == (200, 1)


@pytest.mark.parametrize("kind", ["request", "post", "project2"])
def test_other_things_have_no_comments(kind):
    answer = client(make.post()).get(f"/en/comments/{kind}/1/")

    assert answer.status_code == 404


def test_to_htmx_the_comments_alone_are_sent():
    project, staff = make.project(), make.post()
    write(project, staff)

    answer = client(staff, HX_Request="true").get(address(project))

    page = answer.content.decode()
    assert ("<html" in page, "<form class" in page, "Why so late?" in page) == (False, False, True)


def test_a_page_of_the_past_shows_what_was_written_by_then_and_no_form():
    project, staff = make.project(), make.post()
    write(project, staff)

    page = client(staff).get(address(project), {"as_of": "2026-10-11"}).content.decode()

    assert ("Why so late?" in page, "Write the comment" in page) == (False, False)


@pytest.mark.parametrize(
    ("kind", "page"),
    [("project", "project"), ("status_return", "return"), ("production_return", "production"), ("finding", "finding")],
)
def test_the_page_of_a_thing_leads_to_its_comments_and_counts_them(kind, page):
    project = build.supervised()
    subject = {
        "project": lambda: project, "status_return": lambda: make.submitted(project),
        "production_return": lambda: produce.produced(produce.factory(project.plan), produce.month(2026, 8)),
        "finding": lambda: build.finding(build.inspection(project)),
    }[kind]()  # fmt: skip
    write(subject, make.post())

    shown = client(make.post()).get(subject.get_absolute_url()).content.decode()

    assert f'<a href="{address(subject, kind)}">1 comment: read and write</a>' in shown
    assert f'hx-get="{address(subject, kind)}"' in shown


# --- taken back, and files -------------------------------------------------------------------------------------------
def test_who_wrote_a_comment_takes_it_back_on_the_page():
    project, staff = make.project(), make.post()
    row, browser = write(project, staff), client(staff)

    answer = browser.post(reverse("comment_take_back", args=[row.pk]))

    page = browser.get(answer["Location"]).content.decode()
    assert answer.status_code == 302
    assert ("<del>Why so late?</del>" in page, "Take back<" in page) == (True, False)


def test_others_are_not_offered_to_take_it_back_and_may_not():
    project = make.project()
    row, browser = write(project, make.post()), client(make.post(Role.COMMITTEE_MEMBER))

    page, answer = browser.get(address(project)), browser.post(reverse("comment_take_back", args=[row.pk]))

    assert ("Take back<" in page.content.decode(), answer.status_code) == (False, 403)


def test_a_file_is_given_to_be_saved_within_scope_alone():
    project = make.project()
    write(project, make.post(), files=examined([make.upload()]))
    place = reverse("attachment", args=[Attachment.objects.get().pk])

    given, kept = client(make.reporter(project)).get(place), client(make.post(Role.COUNTY_CHAIR)).get(place)

    assert (given.status_code, b"".join(given.streaming_content)) == (200, make.PDF)
    assert given["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert kept.status_code == 404


def test_the_file_of_a_factory_holds_the_comments_on_all_that_is_its_own():
    project, staff = build.supervised(), make.post()
    write(project, staff, "On the factory.")
    write(build.finding(build.inspection(project)), staff, "On a finding.", mentions=[make.post(Role.GUIDANCE)])
    write(make.project(), staff, "Elsewhere.")

    answer = client(staff).get(reverse("comment_file", args=[project.pk, "json"])).json()

    assert [(row["about"], row["text"], row["called"]) for row in answer["rows"]] == [
        ("the factory", "On the factory.", None), ("a finding", "On a finding.", "Guidance section"),
    ]  # fmt: skip
