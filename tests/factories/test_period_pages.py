"""The board of periods, the page of one, the forms of committee staff, and the rates on pages and in files."""

import html
import io
import re
from datetime import date

import openpyxl
import pytest

from committees.rights import Role
from factories.actions import periods
from factories.models import PeriodException, ReportingPeriod
from regional20x10.shared import clock
from tests import make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 20)
BRIDGE = "The bridge is gone."


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(TODAY)
    make.period()


@pytest.fixture
def staff(client):
    """The browser of the committee's staff."""
    client.force_login(make.post().official.user)
    return client


def signed_in(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    """What a page says, tags apart."""
    plain = html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain)


def titles(page):
    """What is said where one points."""
    return [html.unescape(said).replace("\xa0", " ") for said in re.findall(r'title="([^"]+)"', page.content.decode())]


def grant(until=date(2026, 10, 25), at=None, **place):
    moment = at or make.moment(TODAY)
    return periods.grant(make.period(), **place, until=until, reason=BRIDGE, by=make.post(), at=moment)


# --- the board -------------------------------------------------------------------------------------------------------
def test_the_board_has_a_row_a_factory_and_a_column_a_period(staff):
    project = make.project(starts_on=date(2026, 10, 1))
    make.submitted(project, at=make.moment(make.DAY))

    page = staff.get("/en/periods/")

    assert page.status_code == 200
    assert [cell.state for cell in page.context["rows"][0][1]] == ["not_due"] * 7 + ["submitted", "due"]
    assert "Submitted on 12 Oct 2026, by the deadline 15 Oct 2026; now submitted." in titles(page)
    assert "100.0%" in text(page)


def test_a_factory_that_owes_nothing_in_the_last_periods_is_not_on_the_board(staff):
    make.project(starts_on=date(2026, 10, 21))
    done = make.project(starts_on=date(2026, 6, 1))
    make.verified(done, make.period(date(2026, 6, 15)), (100, 100))

    page = staff.get("/en/periods/")

    assert "0 factories owe returns" in text(page)
    assert "No return is owed" in text(page)


def test_the_board_is_narrowed_to_a_province_a_county_and_a_unit(staff):
    first, second = make.project(), make.project()
    county = first.plan.county

    for query in (f"province={county.province.code}", f"county={county.code}", f"unit={first.construction_unit.code}"):
        page = staff.get(f"/en/periods/?{query}")
        assert [row[0] for row in page.context["rows"]] == [first]
    assert {row[0] for row in staff.get("/en/periods/").context["rows"]} == {first, second}


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("province=XX", "“XX” is not known"),
        ("unit=%00", "Null characters"),
        ("state=late", "There is no filter “state”"),
        ("year=1e308", "Programme year:"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_in_words(staff, query, sentence):
    make.project()

    page = staff.get(f"/en/periods/?{query}")

    assert page.status_code == 400
    assert sentence in text(page)


def test_a_unit_sees_its_own_drafts_and_nobody_else_does(client):
    project = make.project()
    make.draft(project, make.period(date(2026, 10, 15)), at=make.moment(date(2026, 10, 19)))

    mine = signed_in(client, make.reporter(project)).get("/en/periods/")
    theirs = signed_in(client, make.verifier(project)).get("/en/periods/")

    assert mine.context["rows"][0][1][-1].state == "draft"
    assert theirs.context["rows"][0][1][-1].state == "due"


def test_the_board_is_given_as_a_file_with_the_reasons(staff):
    project = make.project(starts_on=date(2026, 10, 1))
    grant(project=project)

    book = openpyxl.load_workbook(io.BytesIO(staff.get("/en/periods.xlsx").content))

    rows = list(book.active.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows) if row[0] == "Period")
    told = dict(zip(rows[head], rows[head + 8], strict=True))
    assert (told["Period"], told["State"], told["Taken by exception until"].date()) == (
        "2026-10-1", "excepted", date(2026, 10, 25),
    )  # fmt: skip
    assert BRIDGE in told["Reason"]


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_the_board_and_the_rates_are_given_in_every_form(staff, kind):
    make.project()

    assert staff.get(f"/en/periods.{kind}").status_code == 200
    for by in ("province", "county", "unit"):
        assert staff.get(f"/en/periods/rates.{kind}?by={by}").status_code == 200


# --- one period ------------------------------------------------------------------------------------------------------
def test_the_page_of_a_period_says_who_is_missing_and_why(staff):
    missing, excepted, sent = (make.project() for _row in range(3))
    grant(project=excepted)
    make.submitted(sent, at=make.moment(make.DAY))

    page = staff.get("/en/periods/2026-10-1/")

    assert "1–10 Oct 2026: 1 of 3 returns due are submitted" in text(page)
    assert [(project, cell.state) for project, cell in page.context["rows"]] == [
        (missing, "missing"), (excepted, "excepted"),
    ]  # fmt: skip
    assert "Nothing was submitted by 15 Oct 2026." in text(page)
    assert f"Taken until 25 Oct 2026 by exception: {BRIDGE}" in text(page)


def test_exceptions_are_told_in_force_and_ended_with_who_approved(staff):
    project = make.project()
    grant(county=project.plan.county, until=date(2026, 10, 18), at=make.moment(date(2026, 10, 16)))
    grant(project=project)

    now, then = staff.get("/en/periods/2026-10-1/"), staff.get("/en/periods/2026-10-1/?as_of=2026-10-17")

    assert [in_force for _row, in_force in now.context["exceptions"]] == [True, False]
    assert [in_force for _row, in_force in then.context["exceptions"]] == [True]
    assert "Committee staff" in text(now)
    assert "all factories of the county" in text(now)


def test_a_period_that_has_not_begun_and_one_without_factories_say_so(staff):
    assert "1–10 Nov 2026 has not begun" in text(staff.get("/en/periods/2026-11-1/"))
    assert "1–10 Oct 2026: no return is due" in text(staff.get("/en/periods/2026-10-1/"))


@pytest.mark.parametrize("code", ["2026-10-4", "2027-01-1", "x", "%EF%BC%92026-10-1"])
def test_a_period_that_is_none_is_not_found(staff, code):
    assert staff.get(f"/en/periods/{code}/").status_code == 404


# --- exceptions ------------------------------------------------------------------------------------------------------
def test_staff_makes_an_exception_and_the_desk_and_the_entry_page_name_it(staff):
    project = make.project()

    answer = staff.post(
        "/en/periods/2026-10-1/grant/",
        {"kind": "project", "code": project.code, "until": "2026-10-25", "reason": BRIDGE},
    )

    assert answer.url == "/en/periods/2026-10-1/"
    said = f"Taken until 25 Oct 2026 by exception: {BRIDGE}"
    unit = signed_in(staff, make.reporter(project))
    desk = unit.get("/en/desk/")
    assert said in text(desk)
    assert "25 Oct in 5 days" in text(desk)
    draft = make.draft(project, make.period(), at=make.moment(TODAY))
    entry = unit.get(f"/en/returns/{draft.pk}/edit/")
    assert "Returns are taken until 25 Oct, in 5 days" in text(entry)
    assert said in text(entry)


def test_what_stands_against_an_exception_is_said_beside_its_boxes_and_what_was_typed_stays(staff):
    project = make.project()

    page = staff.post(
        "/en/periods/2026-10-1/grant/", {"kind": "project", "code": project.code, "until": "2026-10-15", "reason": " "}
    )

    assert page.status_code == 409
    assert page.context["form"].errors == {
        "reason": ["Give the reason."], "until": ["2026-10-15 is past: choose a day from 2026-10-20 on."],
    }  # fmt: skip
    assert f'value="{project.code}"' in page.content.decode()
    assert not PeriodException.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "planet", "code": "x", "until": "2026-10-25", "reason": "x"},
        {"kind": "county", "code": "nowhere", "until": "2026-10-25", "reason": "x"},
        {"kind": "county", "code": "a\x00b", "until": "2026-10-25", "reason": "x"},
        {"kind": "county", "code": "x" * 5000, "until": "2026-10-25", "reason": "x"},
        {"kind": "province", "code": "=1+1", "until": "0000-00-00", "reason": "x"},
        {"kind": "province", "code": "x", "until": "10/25/2026", "reason": "y" * 3000},
        {},
    ],
)
def test_hostile_forms_are_answered_with_sentences(staff, data):
    page = staff.post("/en/periods/2026-10-1/grant/", {"reason": "", **data})

    assert page.status_code == 409
    assert page.context["form"].errors
    assert not PeriodException.objects.exists()


# --- opening and closing ---------------------------------------------------------------------------------------------
def test_staff_opens_several_periods_again_at_once(staff):
    rows = [make.period(), make.period(date(2026, 9, 25))]

    answer = staff.post(
        "/en/periods/open/", {"periods": [row.pk for row in rows], "until": "2026-10-28", "reason": "The network."}
    )

    assert answer.status_code == 302
    assert set(
        ReportingPeriod.ten_days.filter(pk__in=[row.pk for row in rows]).values_list("closes_on", flat=True)
    ) == {date(2026, 10, 28)}


def test_staff_closes_a_period_at_once(staff):
    period = make.period(date(2026, 10, 15))
    clock.stand_on(date(2026, 10, 22))

    staff.post("/en/periods/close/", {"periods": [period.pk], "reason": "All have reported."})

    period.refresh_from_db()
    assert period.closes_on == date(2026, 10, 21)


def test_every_reason_against_opening_is_said_and_nothing_is_opened(staff):
    open_ = make.period(date(2026, 10, 15))

    page = staff.post("/en/periods/open/", {"periods": [open_.pk], "until": "2026-10-22", "reason": ""})

    assert page.status_code == 409
    assert page.context["form"].errors == {
        "until": ["11–20 Oct 2026 takes returns until 2026-10-25 as it is: choose a later day."],
        "reason": ["Give the reason."],
    }


@pytest.mark.parametrize("chosen", ["abc", "0", "-1", "9" * 40, "1\x00"])
def test_a_period_that_cannot_be_chosen_is_refused(staff, chosen):
    page = staff.post("/en/periods/close/", {"periods": [chosen], "reason": "x"})

    assert page.status_code == 409
    assert page.context["form"].errors["periods"]


def test_the_period_one_comes_from_is_chosen(staff):
    page = staff.get("/en/periods/close/?period=2026-10-2")

    assert page.context["form"]["periods"].value() == [make.period(date(2026, 10, 15)).pk]
    assert "checked" in page.content.decode()


@pytest.mark.parametrize("path", ["open/", "close/", "2026-10-1/grant/"])
def test_only_committee_staff_reaches_the_forms(client, path):
    page = signed_in(client, make.post(Role.COMMITTEE_MEMBER)).get(f"/en/periods/{path}")

    assert page.status_code == 403
    assert "Ask: Committee staff" in text(page)
