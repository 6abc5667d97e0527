"""The story of a county secretary who adds hectares to a base: two factories are covered, and a gate's line is gone."""

import pytest
from playwright.sync_api import expect

from committees.rights import Role
from tests import make, produce
from tests.e2e.test_axe import Reader

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MISSING = "33.3% of the need of 2026 is covered, not 70%."


@pytest.fixture
def factories(today):
    """Two of one county, each of which needs 600 t of maize a year and gets half of what 100 ha yield, 200 t."""
    plan = make.plan()
    made = [produce.factory(plan, type_=produce.type_(kind), gates=(), code=f"P-{kind}") for kind in ("food", "feed")]
    base = produce.base(plan.county, "river", name_en="River fields")
    for project in made:
        produce.link(base, project, 50)
    return made


@pytest.fixture
def secretary(factories):
    return make.post(Role.COUNTY_SECRETARY, where=factories[0].plan.county)


def open_cover(page, project):
    """The page of the factory's raw material, by the link on the factory's own page."""
    page.goto(f"/en/projects/{project.code}/")
    page.get_by_role("link", name="By base and month").click()
    return page.locator("dl.figs > div").filter(has_text="Raw-material cover this year")


def test_hectares_added_to_a_base_cover_two_factories_and_open_the_gate(open_page, factories, secretary):
    page = open_page(secretary)
    for project in factories:
        page.goto(f"/en/projects/{project.code}/")
        expect(page.locator("main")).to_contain_text(MISSING)
        expect(open_cover(page, project)).to_contain_text("33.3%")

    page.get_by_role("link", name="River fields").click()
    page.get_by_role("link", name="Change what the base has").click()
    page.get_by_label("Area, ha").fill("250")
    page.get_by_label("Why it changes").fill("150 ha of the river bank were cleared.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("main")).to_contain_text("The base is changed.")

    for project in factories:
        expect(open_cover(page, project)).to_contain_text("83.3%")
        page.goto(f"/en/projects/{project.code}/")
        expect(page.locator("main")).not_to_contain_text(MISSING)
        expect(page.locator("main")).to_contain_text("83.3% of the need of 2026 is covered, 70% are asked for.")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_axe_finds_nothing_on_the_pages_of_bases_and_nothing_sticks_out(open_page, factories, secretary, language):
    reader, county = Reader(open_page, language), factories[0].plan.county.code
    paths = ["bases/", "bases/river/", "bases/river/change/", "bases/river/report/", "bases/river/link/",
             f"counties/{county}/balance/", f"projects/{factories[0].code}/raw-material/"]  # fmt: skip

    for path in paths:
        page = reader.page_of(secretary)
        page.goto(f"/{language}/{path}")
        reader.look(path, page)

    assert reader.findings == []
