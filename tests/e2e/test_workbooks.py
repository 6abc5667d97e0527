"""The story of a county's workbook: fetched, handed in with three mistakes, mended, confirmed, undone."""

import pytest
from playwright.sync_api import expect

from factories.models import StatusReturn
from tests import books, build

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(today):
    build.material()
    place, projects, by, period = books.county_world()
    return type("World", (), {"place": place, "projects": projects, "by": by, "period": period})


def hand_in(page, book):
    file = {"name": "october.xlsx", "mimeType": "application/octet-stream", "buffer": book.content()}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Read it and show what it would change").click()


@pytest.mark.parametrize("width", [1440, 390])
def test_a_county_mends_three_mistakes_confirms_and_undoes(open_page, county, width, tmp_path):
    first, second = county.projects
    supplier = build.supplier()
    page = open_page(county.by, width=width)

    page.goto("/en/desk/")
    page.get_by_role("link", name="Workbooks of returns").click()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch the workbook").click()
    fetched.value.save_as(tmp_path / "fetched.xlsx")
    book = books.Book((tmp_path / "fetched.xlsx").read_bytes())

    book.fill(first, ("60,5", 30), delivery__1=books.delivery(supplier)).fill(second, (50, "=20+2"))
    book.fill(second, (50, "=20+2"), delivery__1=books.delivery(supplier, quantity=-3, waybill="W-2"))
    hand_in(page, book)
    expect(page.get_by_text("3 problems stand against it")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="“60,5” can be read as 60.5 or as 605")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Write the value, not a formula.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="it is more than 0")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.get_by_role("link", name="Hand in the mended workbook").click()
    book.fill(first, (60.5, 30)).fill(second, (50, 22), delivery__1=books.delivery(supplier, quantity=3, waybill="W-2"))
    hand_in(page, book)
    expect(page.get_by_text("Nothing stands against it. 2 returns are submitted once you confirm.")).to_be_visible()
    page.get_by_role("button", name="Confirm: submit 2 returns").click()
    expect(page.get_by_text("Confirmed: 2 returns are submitted.")).to_be_visible()
    assert StatusReturn.objects.filter(state="submitted").count() == 2

    page.get_by_role("button", name="Undo the whole workbook").click()
    expect(page.get_by_text("Undone: the returns of this workbook are sent back")).to_be_visible()
    assert StatusReturn.objects.filter(state="returned").count() == 2
