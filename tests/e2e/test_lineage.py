"""The story of a challenged number: an official follows a county's figure in the pages of a seal to the very return."""

import re

import pytest
from playwright.sync_api import expect

from committees.rights import Role
from tests import make
from tests.reports import seal_pages
from tests.reports.test_web_pack import pack

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_an_official_follows_the_number_of_a_county_to_the_return_it_rests_on(open_page, today):
    first, newest, _other = seal_pages.year()
    county = first.plan.county
    seal = seal_pages.seal()
    page = open_page(make.post(Role.COMMITTEE_MEMBER))

    page.goto(f"/en/reports/seals/{seal.number}/pages/index.html")
    page.get_by_role("link", name=county.name_en, exact=True).click()
    row = page.get_by_role("row").filter(has_text="Work verified, %").first
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text(county.name_en)
    expect(page.locator(".sum")).to_contain_text("÷ 2 =")
    page.locator(".lineage li", has_text=first.factory_type.name_en).get_by_role("link").first.click()
    fact = page.locator("article.fact", has_text="verified: Provincial chief secretary").first
    fact.get_by_role("link", name="Its page in the application").click()

    expect(page).to_have_url(re.compile(rf"/en/returns/{newest.pk}/$"))
    expect(page.locator("main")).to_contain_text(first.code)


def test_the_pages_of_a_pack_are_read_from_a_folder_in_both_languages(browser, tmp_path):
    for language in ("en", "ko"):
        for path, text in pack(language=language).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    page, errors = browser.new_page(), []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))

    page.goto(f"file://{tmp_path}/en/index.html")
    page.get_by_role("link", name="Kujang").first.click()
    page.locator("summary", has_text="Work verified, %").first.click()
    expect(page.locator("details[open] .sum")).to_contain_text("(74.2 + 80) ÷ 2 = 77.1")
    page.locator("details[open]").get_by_role("link", name="80.0%").click()
    assert "#project:26-NP-KUJANG-FOOD/verified_percent" in page.url
    page.get_by_role("link", name="조선어").click()

    expect(page.locator("html")).to_have_attribute("lang", "ko")
    expect(page.locator("body")).to_have_css("max-width", "1360px")
    assert errors == []
    page.close()
