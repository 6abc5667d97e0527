"""The pages and the endpoints of workbooks: fetched, handed in, looked at, confirmed, undone; each refusal in words."""

import html
import io
import re
import uuid
from datetime import date

import openpyxl
import pytest

from committees.rights import Role
from factories.actions import periods, returns
from factories.models import ReturnBatch, StatusReturn
from regional20x10.shared import clock
from tests import books, make
from tests.calls import Caller, sentences

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def county():
    place, projects, by, period = books.county_world()
    return type("World", (), {"place": place, "projects": projects, "by": by, "period": period})


@pytest.fixture
def office(client, county):
    """The browser of the county's chief secretary."""
    client.force_login(county.by.official.user)
    return client


def book_of(county):
    return books.of_county(county.place, county.projects, county.period)


def hand_in(client, book, name="returns.xlsx", **more):
    return client.post("/en/workbooks/", {"key": uuid.uuid4(), "file": books.upload(book, name), **more})


def words(page):
    """The text of a page."""
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", page.content.decode()))


# --- pages -----------------------------------------------------------------------------------------------------------
def test_a_county_fetches_the_workbook_of_all_its_factories(office, county):
    page = office.get("/en/workbooks/")
    answer = office.get("/en/workbooks/template.xlsx", {"period": "2026-10-1", "project": ""})

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "All factories of the county" in words(page)
    assert answer["Content-Disposition"] == f'attachment; filename="{county.place.code}_2026-10-1.xlsx"'
    assert [sheet.title for sheet in book if sheet.sheet_state == "visible"] == [
        "Contents", *(project.code for project in county.projects)
    ]  # fmt: skip


def test_a_period_is_offered_only_where_a_factory_of_ones_own_may_report_for_it(office, client, county):
    closed = make.period(date(2026, 9, 5))
    given = {"until": make.DAY, "reason": "The road was flooded.", "by": make.post(), "at": make.moment()}
    periods.grant(closed, project=make.project(), **given)

    before = offered(office)
    periods.grant(closed, project=county.projects[0], **given)

    assert (before, offered(office)) == (["2026-10-1", "2026-10-2"], ["2026-09-1", "2026-10-1", "2026-10-2"])


def offered(browser):
    """The codes of the periods that one may fetch a workbook of, in order."""
    box = re.search(r'<select name="period".*?</select>', browser.get("/en/workbooks/").content.decode(), re.S)[0]
    return re.findall(r'<option value="([^"]+)"', box)


def test_a_unit_fetches_the_workbook_of_one_factory_it_builds(client, county):
    first, second = county.projects
    client.force_login(make.reporter(first).official.user)

    mine = client.get("/en/workbooks/template.xlsx", {"period": "2026-10-1", "project": first.code})
    none = client.get("/en/workbooks/template.xlsx", {"period": "2026-10-1"})
    other = client.get("/en/workbooks/template.xlsx", {"period": "2026-10-1", "project": second.code})

    assert (mine.status_code, none.status_code, other.status_code) == (200, 409, 409)
    assert "Choose a factory." in words(none)


def test_a_period_that_is_not_open_is_refused(office, county):
    answer = office.get("/en/workbooks/template.xlsx", {"period": "2025-01-1"})

    assert answer.status_code == 409
    assert "Choose a period that is open." in words(answer)


def test_the_preview_shows_every_problem_with_its_cell_and_offers_no_confirming(office, county):
    first, second = county.projects
    book = book_of(county).fill(first, ("12,5", 20)).fill(second, (150, "=1"))

    page = office.get(hand_in(office, book).url)

    text = words(page)
    assert "3 problems stand against it" in text
    assert all(part in text for part in (first.code, "C7", "12.5 or as 125", "Write the value, not a formula."))
    assert "Confirm" not in text


def test_a_good_workbook_is_shown_confirmed_and_undone(office, county):
    first, second = county.projects
    address = hand_in(office, book_of(county).fill(first, (60, 30)).fill(second)).url

    shown = words(office.get(address))
    confirmed = words(office.post(f"{address}confirm/", follow=True))
    undone = words(office.post(f"{address}undo/", follow=True))

    assert "2 returns are submitted once you confirm" in shown
    assert "42.0%" in shown
    assert "Confirmed: 2 returns are submitted." in confirmed
    assert "Undone: the returns of this workbook are sent back" in undone
    assert set(StatusReturn.objects.values_list("state", flat=True)) == {"returned"}


def test_a_draft_is_shown_and_thrown_away_only_when_ticked(office, county):
    first = county.projects[0]
    make.draft(first, county.period, (10, 10))
    address = hand_in(office, book_of(county).fill(first, (60, 30))).url

    shown = words(office.get(address))
    refused = office.post(f"{address}confirm/")
    done = office.post(f"{address}confirm/", {"discard_drafts": "yes"})

    assert "There is a draft, saved by" in shown
    assert refused.status_code == 409
    assert "agree to throw it away" in words(refused)
    assert done.status_code == 302


def test_what_was_built_on_is_told_in_place_of_the_undo(office, county):
    first = county.projects[0]
    address = hand_in(office, book_of(county).fill(first)).url
    office.post(f"{address}confirm/")
    returns.verify(make.countersigned(StatusReturn.objects.get()), by=make.verifier(first), at=clock.now())

    shown = words(office.get(address))
    refused = office.post(f"{address}undo/")

    assert f"The return of {first.code} is verified" in shown
    assert "Undo the whole workbook" not in shown
    assert refused.status_code == 409


def test_a_file_that_is_no_workbook_is_answered_beside_the_box(office, county):
    page = hand_in(office, b"a,b\n1,2\n", "returns.csv")
    missing = office.post("/en/workbooks/", {"key": uuid.uuid4()})
    damaged = office.post("/en/workbooks/", {"key": "x", "file": books.upload(book_of(county))})

    assert (page.status_code, missing.status_code, damaged.status_code) == (422, 422, 422)
    assert "save it as .xlsx" in words(page)
    assert "Choose the workbook you filled in." in words(missing)
    assert "The form’s key is damaged" in words(damaged)
    assert not ReturnBatch.objects.exists()


def test_the_same_file_is_told_and_leads_to_the_first(office, county):
    content = book_of(county).fill(county.projects[0]).content()
    first = hand_in(office, content).url

    page = office.get(hand_in(office, content).url)

    assert "The same file was handed in before" in words(page)
    assert f'href="{first}"' in page.content.decode()


def test_nobody_sees_the_workbook_of_another_post(client, county):
    batch = books.batch(book_of(county).fill(county.projects[0]), county.by)
    client.force_login(make.post(Role.COUNTY_CHAIR, where=county.place).official.user)

    assert client.get(f"/en/workbooks/{batch.pk}/").status_code == 404
    assert client.post(f"/en/workbooks/{batch.pk}/confirm/").status_code == 404


def test_who_may_not_hand_in_is_told_so(client, county):
    client.force_login(make.post(Role.COMMITTEE_STAFF).official.user)

    page = client.get("/en/workbooks/")

    assert page.status_code == 403
    assert "City or county staff" in words(page)


def test_the_desk_leads_to_the_workbooks(office, county):
    assert "/en/workbooks/" in office.get("/en/desk/").content.decode()


# --- endpoints -------------------------------------------------------------------------------------------------------
def sent(caller, book, key=None):
    data = {"key": str(key or uuid.uuid4()), "file": books.upload(book)}
    return Caller.__mro__[1].post(caller, "/api/v1/workbooks/", data)


def test_a_program_fetches_hands_in_confirms_and_undoes(county):
    caller, (first, _second) = Caller(county.by), county.projects
    fetched = caller.get("workbooks/template/?period=2026-10-1")
    book = books.Book(fetched.content).fill(first, (60, 30))

    made = sent(caller, book)
    told = made.json()
    confirmed = caller.post(f"workbooks/{told['id']}/confirm/", {}).json()
    undone = caller.post(f"workbooks/{told['id']}/undo/", {}).json()

    assert (made.status_code, told["state"], told["county"], told["period"]) == (
        201, "read", county.place.code, "2026-10-1",
    )  # fmt: skip
    assert told["changes"][0] | {"warnings": []} == {
        "project": first.code, "sheet": first.code, "unchanged": False, "last_percent": None, "percent": 42.0,
        "replaces": None, "draft": False, "deliveries": 0, "expenditures": 0, "equipment": 0, "incidents": 0,
        "delays": 0, "warnings": [],
    }  # fmt: skip
    assert (confirmed["state"], len(confirmed["returns"])) == ("confirmed", 1)
    assert undone["state"] == "undone"
    assert caller.get("workbooks/?state=undone").json()["results"][0]["id"] == told["id"]


def test_a_program_is_told_every_problem(county):
    caller, first = Caller(county.by), county.projects[0]

    made = sent(caller, book_of(county).fill(first, ("12,5", None)))
    refused = caller.post(f"workbooks/{made.json()['id']}/confirm/", {})

    assert [(row["sheet"], row["cell"]) for row in made.json()["problems"]] == [(first.code, "C7"), (first.code, "C8")]
    assert refused.status_code == 409
    assert len(refused.json()["errors"]) == 2


def test_the_same_key_is_the_same_workbook_for_a_program(county):
    caller, key = Caller(county.by), uuid.uuid4()
    content = book_of(county).fill(county.projects[0]).content()

    first, again = sent(caller, content, key), sent(caller, content, key)

    assert first.json()["id"] == again.json()["id"]
    assert ReturnBatch.objects.count() == 1


def test_a_program_is_told_what_is_no_workbook(county):
    answer = sent(Caller(county.by), b"no workbook")

    assert answer.status_code == 409
    assert "save it as .xlsx" in sentences(answer)["file"]


def test_who_may_not_hand_in_is_told_so_by_the_api(county):
    staff = Caller(make.post(Role.COMMITTEE_STAFF))

    assert sent(staff, book_of(county)).status_code == 403
    assert staff.get("workbooks/template/?period=2026-10-1").status_code == 403
    assert staff.get("workbooks/").json()["results"] == []


def test_a_fetch_of_what_there_is_not_is_a_wrong_value(county):
    answer = Caller(county.by).get("workbooks/template/?period=2024-01-1&project=NOWHERE")

    assert answer.status_code == 400
    assert sentences(answer) == {"period": "Choose a period that is open.", "project": "Choose a factory."}
