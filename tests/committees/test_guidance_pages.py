"""Guidance notes on the pages and in the files: written, replied to, counted."""

from datetime import date

import pytest
from django.core.cache import cache

from committees.models import GuidanceNote, GuidanceReply
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
SAID = {"title": "Cure the concrete", "text": "Keep it warm.", "reply_by": "2026-10-20"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def guide():
    return make.post(Role.GUIDANCE)


@pytest.fixture
def officer():
    return work.officer()


def as_(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


def sent(client, **said):
    key = client.get("/en/guidance/write/").context["form"]["key"].value()
    return client.post("/en/guidance/write/", {"key": key} | said)


def test_a_note_to_two_bodies_is_written_and_replied_to(client, guide, officer):
    project, other = make.project(), work.body()

    written = sent(as_(client, guide), **SAID, to=[officer.organization_id, other.pk], concerns=project.code)
    note = GuidanceNote.objects.get()
    replied = as_(client, officer).post(f"/en/guidance/{note.pk}/reply/", {"text": "Covered since Monday."})
    html = text(client.get(f"/en/guidance/{note.pk}/"))

    assert (written.status_code, replied.status_code) == (302, 302)
    assert (note.project, [row.organization for row in note.addresses.all()]) == (
        project,
        [officer.organization, other],
    )
    for said in ("Keep it warm.", "Covered since Monday.", "Replied in time", "Waits for its reply"):
        assert said in html


def test_what_is_missing_is_said_beside_each_box(client, guide):
    html = text(sent(as_(client, guide), title="", text="", reply_by=""))

    for said in (
        "Say what the note is about.", "Write the guidance.", "Name at least one body that is to reply.",
        "Give the day by which a reply is due, as 2026-10-20.",
    ):  # fmt: skip
        assert said in html
    assert not GuidanceNote.objects.exists()


def test_a_note_is_about_one_place(client, guide, officer):
    codes = f"{make.project().code}, {make.county().code}"

    page = sent(as_(client, guide), **SAID, to=[officer.organization_id], concerns=codes)

    assert page.status_code == 409
    assert "A note is about one factory or one county: name one, or none." in text(page)


def test_only_the_guidance_section_has_the_form(client, officer):
    page = as_(client, officer).get("/en/guidance/write/")

    assert page.status_code == 403
    assert "Ask: Guidance section." in text(page)


def test_who_was_not_addressed_has_no_box_and_is_refused(client, officer):
    note = work.guidance(work.body(name_en="Ministry of Sums"))
    staff = make.post()

    shown = as_(client, staff).get(f"/en/guidance/{note.pk}/")
    page = client.post(f"/en/guidance/{note.pk}/reply/", {"text": "I too."})
    stranger = as_(client, officer).get(f"/en/guidance/{note.pk}/")

    assert "form" not in shown.context
    assert page.status_code == 403
    assert "Only a body to which a note is addressed replies to it: Ministry of Sums." in text(page)
    assert stranger.status_code == 404


def test_an_empty_reply_is_refused_on_the_page(client, officer):
    note = work.guidance(officer.organization)

    page = as_(client, officer).post(f"/en/guidance/{note.pk}/reply/", {"text": " "})

    assert page.status_code == 409
    assert "Write the reply." in text(page)
    assert not GuidanceReply.objects.exists()


def test_a_late_reply_is_marked(client, guide, officer):
    note = work.guidance(officer.organization, written_on=date(2026, 9, 1))
    work.reply(note, on=date(2026, 9, 30))

    html = text(as_(client, guide).get(f"/en/guidance/{note.pk}/"))

    assert "Replied late" in html
    assert "<b>late</b>" in html


def test_before_it_was_written_there_is_nothing_to_read_of_it(client, guide, officer):
    note = work.guidance(officer.organization)

    page = as_(client, guide).get(f"/en/guidance/{note.pk}/?as_of=2026-09-30")

    assert page.status_code == 200
    assert "Cure the concrete" not in text(page)


def test_the_list_counts_replies_and_is_narrowed_to_what_is_asked(client, guide, officer):
    project = make.project()
    late = work.guidance(officer.organization, written_on=date(2026, 9, 1), project=project)
    later = work.guidance(written_on=date(2026, 10, 10), title="Salt the roads", county=make.county())
    replied = work.guidance(officer.organization, written_on=date(2025, 9, 1))
    work.reply(replied, on=date(2025, 9, 2))
    county = project.plan.county
    asked = {
        "to": officer.organization.code, "province": county.province.code, "county": county.code,
        "project": project.code, "year": 2025, "waiting": "no", "overdue": "yes", "q": "salt",
    }  # fmt: skip

    found = {
        name: [row.number for row in as_(client, guide).get("/en/guidance/", {name: value}).context["page"]]
        for name, value in asked.items()
    }
    counts = client.get("/en/guidance/").context["counts"]

    assert found == {
        "to": [late.number, replied.number], "province": [late.number], "county": [late.number],
        "project": [late.number], "year": [replied.number], "waiting": [replied.number], "overdue": [late.number],
        "q": [later.number],
    }  # fmt: skip
    assert (counts.addressed, counts.replied, counts.waiting, counts.overdue) == (3, 1, 2, 1)


def test_the_file_has_a_line_of_each_note(client, guide, officer):
    note = work.guidance(officer.organization, county=make.county(name_en="Far"))

    told = as_(client, guide).get("/en/guidance.json").json()

    assert told["rows"] == [{
        "number": note.number, "title": "Cure the concrete", "text": "Keep it warm.", "project": None,
        "county": "Far", "written_on": "2026-10-01", "reply_by": "2026-10-08", "addressed": 1, "in_time": 0,
        "late": 0, "waiting": 1, "overdue": 1,
    }]  # fmt: skip
