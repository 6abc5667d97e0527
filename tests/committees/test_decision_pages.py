"""Decisions on the pages and in the files: the register, one with its steps, the form, and places that show theirs."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from committees.actions import decisions as deeds
from committees.models import Decision
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work
from tests.committees.deciding import NOW, decide, done

pytestmark = pytest.mark.django_db
SAID = {"text": "Deliver the line.", "due_on": "2026-11-01"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def owner():
    return work.body(name_en="Ministry of Lines")


@pytest.fixture
def officer(owner):
    return work.officer(owner)


@pytest.fixture
def staff():
    return make.post()


def as_(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


# --- a new one -------------------------------------------------------------------------------------------------------
def test_a_decision_is_entered_about_a_factory_and_a_county(client, staff, owner):
    project, county = make.project(), make.county()
    concerns = f"{project.code}, {county.code}"

    page = as_(client, staff).post("/en/decisions/make/", SAID | {"owner": owner.pk, "concerns": concerns})

    row = Decision.objects.get()
    assert (page.status_code, page.url) == (302, f"/en/decisions/{row.pk}/")
    assert (row.owner, row.due_on, row.made_on) == (owner, date(2026, 11, 1), make.DAY)
    assert (list(row.projects.all()), list(row.counties.all())) == ([project], [county])


def test_what_is_missing_is_said_beside_each_box_and_what_was_typed_stays(client, staff):
    page = as_(client, staff).post("/en/decisions/make/", {"text": "", "concerns": "NOWHERE"})

    html = text(page)
    assert page.status_code == 409
    assert "This is no factory or county that you see: NOWHERE." in html
    assert "NOWHERE</textarea>" in html
    assert "Write down what was decided." in html
    assert "Name the body that owes it: what nobody owes is not decided." in html
    assert "Give the day by which it is due, as 2026-10-20." in html
    assert not Decision.objects.exists()


def test_the_form_is_filled_from_the_request_that_it_settles(client, staff, owner):
    request = work.request(owed_by=owner, what="A transformer", due_on=date(2026, 10, 5))
    address = f"/en/decisions/make/?request={request.pk}"

    form = as_(client, staff).get(address).context["form"]
    page = client.post(address, SAID | {"owner": owner.pk})

    assert {name: form[name].value() for name in ("text", "owner", "due_on", "concerns")} == {
        "text": "A transformer", "owner": owner.pk, "due_on": None, "concerns": request.project.code
    }  # fmt: skip
    assert page.status_code == 302
    assert Decision.objects.get().request == request


def test_a_decision_under_a_point_is_of_its_meeting_and_of_its_day(client, staff, owner):
    meeting = work.meeting(held_on=date(2026, 10, 9), state="held")
    request = work.request(owed_by=owner)
    item = work.item(meeting, request=request, project=request.project)
    address = f"/en/decisions/make/?item={item.pk}"

    form = as_(client, staff).get(address).context["form"]
    client.post(address, SAID | {"owner": owner.pk, "concerns": form["concerns"].value()})

    row = Decision.objects.get()
    assert (row.meeting, row.item, row.request, row.made_on) == (meeting, item, request, date(2026, 10, 9))
    assert list(row.projects.all()) == [request.project]


@pytest.mark.parametrize("query", ["item=999999", "request=x", "request=-1", "project=no", "county=%00"])
def test_what_is_not_there_is_settled_by_no_decision(client, staff, query):
    assert as_(client, staff).get(f"/en/decisions/make/?{query}").status_code == 404


def test_who_may_not_decide_is_told_whom_to_ask(client, officer):
    page = as_(client, officer).get("/en/decisions/make/")

    assert page.status_code == 403
    assert "Ask: Committee staff, Committee member." in text(page)


# --- one decision ----------------------------------------------------------------------------------------------------
def test_it_goes_from_the_owners_desk_to_being_closed_with_every_step_to_be_seen(client, staff, owner, officer):
    row = decide(owner, by=staff)
    address = f"/en/decisions/{row.pk}/"

    answers = [
        as_(client, staff).post(f"{address}move/", {"due_on": "2026-11-09", "note": "The ship is late."}),
        as_(client, officer).post(f"{address}done/", {"note": "Delivered."}),
        as_(client, staff).post(f"{address}close/", {"note": "Seen on site."}),
    ]
    html = text(client.get(address))

    assert [page.status_code for page in answers] == [302] * 3
    assert "at first 1 Nov 2026" in html
    for said in ("The ship is late.", "Delivered.", "Seen on site.", "Closed"):
        assert said in html


def offered(client, row):
    return [deed for deed, _form in client.get(f"/en/decisions/{row.pk}/").context["forms"]]


def test_each_is_offered_what_they_may_do_now(client, staff, owner, officer):
    guide, row = make.post(Role.GUIDANCE), decide(owner)
    open_ = [offered(as_(client, post), row) for post in (staff, officer, guide)]
    done(row, officer)
    said = [offered(as_(client, post), row) for post in (staff, officer, guide)]

    assert open_ == [["move", "withdraw"], ["done"], []]
    assert said == [["close", "reopen", "withdraw"], [], ["close", "reopen"]]


def test_who_may_not_close_their_own_bodys_is_told_why_and_refused(client, owner, officer):
    row, own = done(decide(owner), officer), make.post(body=owner)

    html = text(as_(client, own).get(f"/en/decisions/{row.pk}/"))
    page = client.post(f"/en/decisions/{row.pk}/close/", {"note": "Seen."})

    assert "Nobody closes a decision of their own body." in html
    assert page.status_code == 403
    assert "Nobody closes a decision of their own body. Ask somebody of another body" in text(page)


def test_a_step_without_its_words_is_refused_on_the_page(client, staff, owner):
    row = decide(owner)

    page = as_(client, staff).post(f"/en/decisions/{row.pk}/move/", {"due_on": "soon", "note": ""})

    assert page.status_code == 409
    assert "This is not a date: write it as 2026-10-01." in text(page)
    assert row.steps.count() == 1


def test_files_that_are_none_are_refused_with_the_reason(client, owner, officer):
    row = decide(owner)
    said = {"note": "Done.", "files": make.upload("x.pdf", b"no pdf")}

    page = as_(client, officer).post(f"/en/decisions/{row.pk}/done/", said)

    assert page.status_code == 409
    assert "is named as PDF, but its content is not" in text(page)


def test_evidence_is_kept_with_the_step(client, owner, officer):
    row = decide(owner)

    page = as_(client, officer).post(
        f"/en/decisions/{row.pk}/done/", {"note": "Done.", "files": make.upload("proof.pdf")}
    )

    assert page.status_code == 302
    assert [file.name for file in row.steps.last().attachments.all()] == ["proof.pdf"]


def test_before_it_was_made_there_is_nothing_to_read_of_it(client, staff, owner):
    row = decide(owner, text="Deliver the secret line.")

    page = as_(client, staff).get(f"/en/decisions/{row.pk}/?as_of=2026-10-01")

    assert page.status_code == 200
    assert "secret" not in text(page)


def test_who_does_not_see_it_finds_nothing(client, owner):
    row = decide(owner)

    assert as_(client, work.officer()).get(f"/en/decisions/{row.pk}/").status_code == 404


def test_who_sees_it_for_their_factory_sees_no_other_place_of_it(client, owner):
    mine, other = make.project(), make.project()
    row = decide(owner, projects=[mine, other])
    chair = make.post(Role.COUNTY_CHAIR, where=mine.plan.county)

    html = text(as_(client, chair).get(f"/en/decisions/{row.pk}/"))

    assert f"/projects/{mine.code}/" in html
    assert f"/projects/{other.code}/" not in html


# --- the register ----------------------------------------------------------------------------------------------------
def numbers(page):
    return [row.number for row in page.context["page"]]


def test_the_register_is_narrowed_to_what_is_asked(client, staff, owner, officer):
    project, other = make.project(), make.county()
    meeting = work.meeting(state="held")
    late = work.decision(owner, made_on=date(2026, 9, 1), due_on=date(2026, 9, 20), projects=[project])
    second = work.decision(made_on=date(2025, 12, 1), due_on=date(2027, 1, 1), counties=[other], meeting=meeting)
    done_one = done(work.decision(owner), officer)
    county = project.plan.county
    asked = {
        "owner": owner.code, "province": county.province.code, "county": county.code, "project": project.code,
        "year": 2025, "meeting": meeting.pk, "state": "done", "overdue": "yes", "q": second.number,
    }  # fmt: skip

    found = {name: numbers(as_(client, staff).get("/en/decisions/", {name: value})) for name, value in asked.items()}

    assert found == {
        "owner": [late.number, done_one.number], "province": [late.number], "county": [late.number],
        "project": [late.number], "year": [second.number], "meeting": [second.number], "state": [done_one.number],
        "overdue": [late.number], "q": [second.number],
    }  # fmt: skip


def test_the_register_is_that_of_the_day(client, staff, owner, officer):
    row = work.decision(owner, made_on=date(2026, 9, 1), due_on=date(2026, 9, 20))
    done(row, officer)
    days = ["2026-08-31", "2026-09-20", "2026-09-21", "2026-10-12"]

    counts = [as_(client, staff).get(f"/en/decisions/?as_of={day}").context["counts"] for day in days]

    assert [(found.made, found.open, found.overdue, found.done) for found in counts] == [
        (0, 0, 0, 0), (1, 1, 0, 0), (1, 1, 1, 0), (1, 0, 0, 1)
    ]  # fmt: skip


def test_an_unknown_meeting_is_refused_in_words(client, staff):
    page = as_(client, staff).get("/en/decisions/?meeting=999999")

    assert page.status_code == 400
    assert "there is no such meeting, or your post does not reach it." in text(page)


def test_the_file_has_a_line_of_each_decision_as_it_stands(client, staff, owner):
    project = make.project()
    row = decide(owner, projects=[project], counties=[project.plan.county])

    told = as_(client, staff).get("/en/decisions.json").json()

    assert told["rows"] == [{
        "number": row.number, "text": "Deliver the line.", "owner_code": owner.code, "owner": "Ministry of Lines",
        "made_on": "2026-10-12", "due_first": "2026-11-01", "due_on": "2026-11-01", "state": "open", "overdue": "no",
        "meeting": None, "request": None, "projects": project.code, "counties": project.plan.county.code,
    }]  # fmt: skip


# --- elsewhere -------------------------------------------------------------------------------------------------------
def test_a_factory_and_its_county_show_what_is_open_about_them(client, staff, owner):
    project = make.project()
    about = decide(owner, by=staff, text="About the factory.", projects=[project])
    decide(owner, by=staff, text="About the county.", counties=[project.plan.county])
    decide(owner, by=staff, text="About neither.")
    gone = decide(owner, by=staff, text="Withdrawn.", projects=[project])
    deeds.withdraw(gone, note="Settled otherwise.", by=staff, at=NOW)

    on_project = as_(client, staff).get(project.get_absolute_url())
    on_county = client.get(project.plan.county.get_absolute_url())

    assert [row.text for row in on_project.context["decisions"]] == ["About the factory."]
    assert [row.text for row in on_county.context["decisions"]] == ["About the factory.", "About the county."]
    assert about.get_absolute_url() in text(on_project)


def test_the_overview_counts_those_that_are_overdue(client, staff, owner):
    make.project()
    work.decision(owner, made_on=make.DAY - timedelta(days=30), due_on=make.DAY - timedelta(days=1))
    decide(owner)

    page = as_(client, staff).get(reverse("overview"))

    assert "1 decision is overdue" in text(page)
