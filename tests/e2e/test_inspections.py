"""The story of an inspector on a tablet: 45 % is measured where the site claims 70 %, and a finding goes its way."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from factories.models import Inspection
from tests import build, make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(today):
    project = build.supervised(code="P-CLAIMS")
    make.verified(project, make.period(date(2026, 9, 25)), (60, 40))
    make.submitted(project, make.period(), (70, 70))
    return project


def test_an_inspector_on_a_tablet_finds_45_where_70_is_claimed(open_page, project):
    page = open_page(build.inspector(project), width=768, height=1024)
    builder, unit = open_page(make.reporter(project)), project.construction_unit.name

    page.goto("/en/desk/")
    page.get_by_role("link", name=re.compile("Enter an inspection")).click()
    page.get_by_label("Day of the visit").fill("2026-10-11")
    for name in ("Part 1", "Part 2"):
        page.get_by_label(name, exact=True).fill("45")
    page.get_by_label("What was tested").fill("Concrete, 28 days")
    page.get_by_label("Required", exact=False).first.fill("25 MPa")
    page.get_by_label(re.compile("^Measured")).first.fill("22 MPa")
    page.get_by_label(re.compile("^Result")).select_option("no")
    page.get_by_role("button", name="Add a finding").click()
    rows = page.locator("[data-rows=findings]")
    expect(rows).to_have_count(2)
    for number, (severity, text) in enumerate([("critical", "The roof sags."), ("minor", "A door sticks.")]):
        row = rows.nth(number)
        row.get_by_label("Severity").select_option(severity)
        row.get_by_label("What was found").fill(text)
        row.get_by_label("Who is to mend it").select_option(label=unit)
        row.get_by_label("To be mended by").fill("2026-10-25" if number else "soon")
    page.get_by_role("button", name="Hand in the inspection").last.click()
    expect(page.locator(".esum")).to_contain_text("write it as 2026-10-01")
    assert not Inspection.objects.exists()
    rows.nth(0).get_by_label("To be mended by").fill("2026-10-20")
    page.get_by_role("button", name="Hand in the inspection").last.click()

    expect(page.locator(".lead")).to_contain_text("measured 45.0% of the building; the site claimed 70.0% then")
    expect(page.get_by_role("row", name=re.compile("The whole factory"))).to_contain_text("−25.0")
    expect(page.locator("main")).to_contain_text("A door sticks.")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    reader = open_page(make.post())
    reader.goto(f"/en/projects/{project.code}/")
    expect(reader.locator("section:has(#h-inspected)")).to_contain_text("Less was measured than is claimed")
    expect(reader.locator("section:has(#h-gates)")).to_contain_text("1 critical finding is not closed")

    builder.goto("/en/desk/")
    builder.locator("section:has(#to-resolve)").get_by_role("link", name=re.compile("Look")).first.click()
    builder.get_by_label("How it was mended").fill("Torn down and built again.")
    builder.get_by_role("button", name="Say that it is resolved").click()
    expect(builder.locator("main")).to_contain_text("Resolved, not closed")

    page.goto("/en/desk/")
    page.locator("section:has(#to-close)").get_by_role("link", name=re.compile("Look")).click()
    page.get_by_label("What shows that it is mended").fill("Measured: straight.")
    page.get_by_role("button", name="Close the finding").click()
    expect(page.locator("main")).to_contain_text("The finding is closed.")
    reader.reload()
    expect(reader.locator("section:has(#h-gates)")).to_contain_text("Inspected, and no critical finding is open.")


def test_without_script_another_row_keeps_what_was_typed(open_page, project):
    page = open_page(build.inspector(project), width=390, java_script_enabled=False)
    page.goto(f"/en/projects/{project.code}/inspections/new/")
    page.get_by_label("Part 1", exact=True).fill("45")

    page.get_by_role("button", name="Add a test").click()

    expect(page.locator("[data-rows=tests]")).to_have_count(2)
    expect(page.get_by_label("Part 1", exact=True)).to_have_value("45")
