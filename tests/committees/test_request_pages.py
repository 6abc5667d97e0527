"""Requests on the pages and in the files: the list, the board, the form, one with its steps, and where else."""

import csv
import io
import re
import uuid
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from committees.models import Request
from committees.rights import Role
from regional20x10.shared import clock
from tests import make, work

pytestmark = pytest.mark.django_db
DUE = make.DAY + timedelta(days=10)


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project(operation_unit=make.organization("operation_unit", name_en="Food factory"))


@pytest.fixture
def ministry():
    return work.body(name_en="Ministry of Power", code="power")


@pytest.fixture
def signed_in(client):
    """The client as a post."""

    def as_(post):
        client.force_login(post.official.user)
        return client

    return as_


@pytest.fixture
def asker(signed_in, project):
    return signed_in(make.post(Role.OPERATION_UNIT, where=project.operation_unit))


def text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def said(ministry, **values):
    return {"key": uuid.uuid4(), "owed_by": ministry.pk, "what": "A transformer", "due_on": str(DUE), "delay_days": 12,
            **values}  # fmt: skip


# --- asking ----------------------------------------------------------------------------------------------------------
def test_a_body_is_asked_from_the_page_of_a_factory(asker, project, ministry):
    link = f"/en/requests/ask/?project={project.code}"
    page = asker.get(f"/en/projects/{project.code}/")

    sent = asker.post(link, said(ministry))

    row = Request.objects.get()
    assert f'href="{link}"' in page.content.decode()
    assert (sent.status_code, sent.url) == (302, f"/en/requests/{row.pk}/")
    assert (row.project, row.owed_by, row.asked_by, row.delay_days) == (project, ministry, project.operation_unit, 12)
    assert "R26-0001 is asked. Both bodies are told." in text(asker.get(sent.url))


def test_a_body_is_asked_about_a_county_or_whatever_code_is_entered(signed_in, project, ministry):
    county = project.plan.county
    staff = signed_in(make.post(body=work.body("committee")))

    staff.post(f"/en/requests/ask/?county={county.code}", said(ministry))
    staff.post("/en/requests/ask/", said(ministry, about=f" {county.code} "))
    staff.post("/en/requests/ask/", said(ministry, about=project.code))
    unknown = staff.post("/en/requests/ask/", said(ministry, about="nowhere"))

    assert [(row.project, row.county) for row in Request.objects.order_by("pk")] == [
        (None, county), (None, county), (project, None)
    ]  # fmt: skip
    assert unknown.status_code == 409
    assert "“nowhere” is no factory or county that your post reaches: enter its code." in text(unknown)


def test_a_refused_form_keeps_what_was_typed_and_says_all_that_is_wrong(asker, project, ministry):
    page = asker.post(
        f"/en/requests/ask/?project={project.code}", said(ministry, what=" ", details="400 kVA", due_on="2026-10-01")
    )

    html = text(page)
    assert page.status_code == 409
    assert "Say what is needed." in html
    assert "A request is due on or after the day it is made: correct the date." in html
    assert "400 kVA" in page.content.decode()
    assert f'<option value="{ministry.pk}" selected>' in page.content.decode()


def test_ones_own_body_and_one_that_has_ended_are_not_offered(asker, project, ministry):
    ended = work.body(ended_on=date(2026, 1, 1))

    page = asker.get(f"/en/requests/ask/?project={project.code}")

    offered = set(page.context["form"].fields["owed_by"].queryset)
    assert {ministry} <= offered
    assert not {project.operation_unit, ended} & offered


def test_what_one_does_not_see_cannot_be_asked_about(asker):
    other = make.project(make.plan(make.county(make.province("other"))))

    assert asker.get(f"/en/requests/ask/?project={other.code}").status_code == 404
    assert asker.get(f"/en/requests/ask/?county={other.plan.county.code}").status_code == 404


def test_who_acts_for_no_body_is_told_so(signed_in):
    page = signed_in(make.post()).get("/en/requests/ask/")

    assert page.status_code == 403
    assert "Your post acts for no body" in text(page)


# --- one request -----------------------------------------------------------------------------------------------------
def test_a_request_goes_its_way_on_its_page(signed_in, project, ministry):
    row = work.request(project, asked_by=project.operation_unit, owed_by=ministry)
    owner = work.officer(ministry)
    asker = make.post(Role.OPERATION_UNIT, where=project.operation_unit)
    address = f"/en/requests/{row.pk}/"
    deeds = [
        (owner, "promise", {"promised_on": "2026-10-20", "note": "From stock"}), (owner, "decline", {"note": "None"}),
        (owner, "done", {"note": "Sent"}), (asker, "dispute", {"note": "Not here"}), (owner, "done", {"note": "Again"}),
        (asker, "confirm", {"note": ""}),
    ]  # fmt: skip

    answers = [signed_in(post).post(f"{address}{deed}/", sent).status_code for post, deed, sent in deeds]

    html = text(signed_in(asker).get(address))
    row.refresh_from_db()
    assert (answers, row.state) == ([302] * 6, "confirmed")
    assert "Confirmed: the request is settled." in html
    assert "for 20 Oct 2026 From stock Ministry, institution or supplier, Ministry of Power" in html.replace(
        "\xa0", " "
    )


def test_each_reader_is_offered_what_they_may_do_and_told_why_not_the_rest(signed_in, project, ministry):
    row = work.request(project, asked_by=project.operation_unit, owed_by=ministry)
    posts = [
        work.officer(ministry), make.post(Role.OPERATION_UNIT, where=project.operation_unit), make.post(),
        make.post(Role.ANALYST),
    ]  # fmt: skip

    pages = [signed_in(post).get(f"/en/requests/{row.pk}/") for post in posts]

    assert [[deed for deed, *_rest in page.context["forms"]] for page in pages] == [
        ["promise", "done", "decline", "pass_on"], ["withdraw"], ["pass_on"], []
    ]  # fmt: skip
    assert "Confirm that it is done Only this body may do this: Food factory." in text(pages[0])
    assert "Confirm that it is done Confirm after the other body has said that it is done." in text(pages[1])


def test_a_step_of_another_body_is_forbidden_with_the_reason_and_whatever_is_sent(asker, project, ministry):
    row = work.request(project, asked_by=project.operation_unit, owed_by=ministry)

    page = asker.post(f"/en/requests/{row.pk}/promise/", {"promised_on": "no day"})

    assert page.status_code == 403
    assert "Only this body may do this: Ministry of Power." in text(page)


def test_a_refused_step_keeps_what_was_typed(signed_in, project, ministry):
    row = work.request(project, asked_by=project.operation_unit, owed_by=ministry)
    owner = signed_in(work.officer(ministry))

    late = owner.post(f"/en/requests/{row.pk}/promise/", {"promised_on": "2026-10-01", "note": "Soon"})
    empty = owner.post(f"/en/requests/{row.pk}/decline/", {"note": ""})

    assert (late.status_code, empty.status_code) == (409, 409)
    assert "Enter the day for which it is promised, from 12 Oct 2026" in text(late).replace("\xa0", " ")
    assert ">\nSoon</textarea>" in late.content.decode()
    assert "Say why it is declined." in text(empty)


def test_who_passes_a_request_on_and_no_longer_sees_it_is_led_back_to_the_list(signed_in, project, ministry):
    row, other = work.request(project, owed_by=ministry), work.body()
    owner = signed_in(work.officer(ministry))

    sent = owner.post(f"/en/requests/{row.pk}/pass-on/", {"to": other.pk, "note": "Theirs"})

    assert (sent.status_code, sent.url) == (302, "/en/requests/")
    assert "Passed on. Its age stays as it is." in text(owner.get(sent.url))


def test_a_request_is_shown_as_of_a_day(signed_in, project, ministry):
    row = work.request(project, owed_by=ministry)
    staff = signed_in(make.post())

    before, then = (staff.get(f"/en/requests/{row.pk}/?as_of=2026-{day}") for day in ("09-30", "10-02"))

    assert "This request had not been made on that day." in text(before)
    assert "forms" not in before.context
    assert (then.context["forms"], then.context["now"].state_then) == ([], "open")


# --- the list and the board ------------------------------------------------------------------------------------------
def numbers(page):
    return [row.number for row in page.context["page"]]


def test_the_list_narrows_by_state_level_bodies_place_year_and_day(signed_in, project, ministry):
    elsewhere = make.project(make.plan(make.county(make.province("other")), make.year(2025)))
    rows = {
        "late": work.request(project, owed_by=ministry, due_on=date(2026, 10, 5)),
        "other": work.request(elsewhere, due_on=DUE),
        "county": work.request(county=project.plan.county, due_on=DUE),
    }  # fmt: skip
    rows["late"].steps.create(step="escalated", level=1, at=make.moment(date(2026, 10, 8)))
    staff = signed_in(make.post())
    asked = {
        "?overdue=yes": ["late"], "?overdue=no": ["other", "county"], "?level=1": ["late"], "?level=0&level=2":
        ["other", "county"], "?state=open": ["late", "other", "county"], "?state=done": [],
        "?owed_by=power": ["late"], f"?asked_by={rows['other'].asked_by.code}": ["other"], "?year=2025": ["other"],
        "?year=2026": ["late", "county"], "?province=other": ["other"],
        f"?county={project.plan.county.code}": ["late", "county"], f"?project={project.code}": ["late"],
        "?q=transformer": ["late", "other", "county"], f"?q={rows['county'].number}": ["county"],
        "?sort=-due": ["other", "county", "late"], "?as_of=2026-09-30": [],
    }  # fmt: skip

    told = {query: numbers(staff.get(f"/en/requests/{query}")) for query in asked}

    assert told == {query: [rows[name].number for name in names] for query, names in asked.items()}


def test_the_list_as_of_a_day_tells_how_they_stood(signed_in, project, ministry):
    row = work.request(project, owed_by=ministry, state="done")
    row.steps.create(step="done", note="Sent", at=make.moment(date(2026, 10, 9)))
    staff = signed_in(make.post())

    then, now = (staff.get(f"/en/requests/?state=open{more}") for more in ("&as_of=2026-10-08", ""))

    assert (numbers(then), numbers(now)) == ([row.number], [])


def test_the_board_counts_by_body_within_ones_reach(signed_in, project, ministry):
    work.request(project, asked_by=project.operation_unit, owed_by=ministry, due_on=date(2026, 10, 5))
    work.request(make.project(make.plan(make.county(make.province("other")))), owed_by=ministry)
    secretary = signed_in(make.post(Role.PROVINCIAL_SECRETARY, where=project.plan.county.province))

    near = secretary.get("/en/requests/board/").context["board"]
    whole = signed_in(make.post()).get("/en/requests/board/").context["board"]
    narrowed = signed_in(make.post()).get("/en/requests/board/?province=other").context["board"]

    assert [(line.body, line.owed.waiting, line.owed.overdue, line.made.asked) for line in near.lines] == [
        (ministry, 1, 1, 0), (project.operation_unit, 0, 0, 1)
    ]  # fmt: skip
    assert [board.total.asked for board in (near, whole, narrowed)] == [1, 2, 1]


def rows_of(answer):
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    return list(csv.reader(io.StringIO("\n".join(lines[lines.index("") + 1 :]))))


def test_the_files_tell_what_the_pages_tell(signed_in, project, ministry):
    work.request(project, asked_by=project.operation_unit, owed_by=ministry, due_on=date(2026, 10, 5))
    staff = signed_in(make.post())

    listed, board = (rows_of(staff.get(f"/en/{name}.csv")) for name in ("requests", "requests/board"))

    assert (len(listed), listed[-1][1], listed[-1][6:8]) == (2, "A transformer", ["Ministry of Power", "Food factory"])
    assert ([row[1] for row in board[1:]], board[1][2:6]) == (
        ["Ministry of Power", "Food factory"],
        ["1", "1", "1", "11"],
    )


def test_a_filter_nobody_knows_is_refused_on_the_page(signed_in):
    staff = signed_in(make.post())

    pages = [
        staff.get(f"/en/requests{rest}") for rest in ("/?colour=red", "/board/?colour=red", "/board.csv?colour=red")
    ]

    assert [page.status_code for page in pages] == [400, 400, 400]
    assert ["There is no filter “colour”." in text(page) for page in pages] == [True, True, True]


# --- elsewhere -------------------------------------------------------------------------------------------------------
def test_factory_and_county_show_what_is_not_settled(signed_in, project, ministry):
    shown = work.request(project, owed_by=ministry, what="Steel")
    settled = work.request(project, what="Cement", state="confirmed")
    settled.steps.create(step="confirmed", at=make.moment(date(2026, 10, 9)))
    of_county = work.request(county=project.plan.county, what="A road")
    staff = signed_in(make.post())

    pages = [staff.get(address) for address in
             (f"/en/projects/{project.code}/", f"/en/counties/{project.plan.county.code}/")]  # fmt: skip
    earlier = staff.get(f"/en/projects/{project.code}/?as_of=2026-10-08")

    assert [[row.pk for row in page.context["requests"]["rows"]] for page in pages] == [
        [shown.pk], [shown.pk, of_county.pk]
    ]  # fmt: skip
    assert {row.what for row in earlier.context["requests"]["rows"]} == {"Steel", "Cement"}
