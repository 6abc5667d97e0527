"""The story of somebody who looks for a place: by a key, as they type, with the keyboard alone, and on a phone."""

import pytest
from playwright.sync_api import expect

from tests import make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def staff(today):
    county = make.county(make.province(), name_en="Songchon", name_ko="성천군")
    make.project(make.plan(county), code="26-SONGCHON-FOOD")
    return make.post()


def test_a_slash_goes_to_the_box_and_what_is_typed_is_found_without_a_mouse(open_page, staff):
    page = open_page(staff)
    page.goto("/en/data/")
    box = page.locator("#find-bar")

    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("ㅅㅊ/")
    expect(box).to_have_value("ㅅㅊ/")
    page.keyboard.press("Backspace")
    page.keyboard.press("Enter")

    expect(page.get_by_role("link", name="Songchon", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 1440


def test_what_is_found_changes_as_one_types_and_the_address_with_it(open_page, staff):
    page = open_page(staff)
    page.goto("/en/search/")
    box = page.get_by_label("Name, number or a part of it")
    expect(box).to_be_focused()

    box.press_sequentially("seongch", delay=60)
    expect(page.locator("#found mark, #found .hit").first).to_have_text("Songchon")
    expect(page).to_have_url("/en/search/?q=seongch")
    box.fill("zzqqx")
    expect(page.locator("#found")).to_contain_text("Nothing within your reach has these words")
    box.fill("성ㅊ")

    expect(page.locator("#found .hit").first).to_have_text("Songchon")
    expect(box).to_be_focused()


def test_on_a_phone_the_box_is_in_the_menu(open_page, staff):
    page = open_page(staff, width=390)
    page.goto("/en/data/")

    page.get_by_text("Menu", exact=True).click()
    page.locator("#find-menu").fill("songch")
    page.locator("#find-menu").press("Enter")

    expect(page.get_by_role("link", name="Songchon", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_without_script_the_box_is_a_form(open_page, staff):
    page = open_page(staff, java_script_enabled=False)
    page.goto("/en/data/")

    page.locator("#find-bar").fill("songchon food")
    page.locator("#find-bar").press("Enter")

    expect(page.get_by_role("link", name="Food, Songchon")).to_be_visible()
