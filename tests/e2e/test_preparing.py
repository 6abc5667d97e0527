"""The story before the first stone: a county's figures size its factory, and three units agree before it is built."""

import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from committees.rights import Role
from factories.models import ClauseKind, Side
from tests import make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SURVEY = "People’s committee, survey of March"
CONDITIONS = {
    "Population": "30 000", "Workforce available": "800", "Electricity available": "1500",
    "Industrial water available": "300", "Demand per head: food": "50", "Raw material: maize": "700",
}  # fmt: skip
"""Of 1,000 t a year, as the reference factory makes, all allow enough but water: 30 % of 300 m³ a day, at 0.15 a t."""


@pytest.fixture
def project(today):
    return make.preparing(code="P-SMALL")


@pytest.fixture
def county_staff(project):
    return make.post(Role.COUNTY_STAFF, where=project.plan.county)


def row(page, name):
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def open_project(page, project):
    page.goto(f"/en/projects/{project.code}/")


def record_conditions(page, project):
    page.goto(f"/en/counties/{project.plan.county.code}/")
    page.get_by_role("link", name="Record them").click()
    for name, value in CONDITIONS.items():
        page.get_by_label(name, exact=True).fill(value)
        page.get_by_label(f"Source: {name}", exact=True).fill(SURVEY)
    page.get_by_role("button", name="Record the conditions").click()
    expect(page.locator("main")).to_contain_text("Recorded.")


def size(page, project):
    """A study of a share of 30 %, submitted with the capacity that it recommends."""
    open_project(page, project)
    page.get_by_role("link", name="Sizing", exact=True).click()
    page.get_by_label("Share for this factory").fill("30")
    page.get_by_role("button", name="Begin", exact=True).click()
    expect(page.locator("h1")).to_have_text("600.0 t a year, limited by industrial water")
    expect(row(page, "Industrial water").first).to_contain_text("the bottleneck")
    expect(page.locator("dl.figs > div").filter(has_text="Reference factory")).to_contain_text("1,000")
    page.get_by_label("Capacity chosen").fill("600")
    page.get_by_role("button", name="Submit to the committee").click()
    expect(page.locator("main")).to_contain_text("a member of the committee decides")
    return page.url


def propose(page, project, name, water):
    page.goto(f"/en/projects/{project.code}/sites/")
    page.get_by_role("link", name="Propose a site").click()
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Propose it").click()
    for label, value in {
        "Power, kW": "400", "Industrial water, m³ a day": water, "Distance to a road of class, km": "1,5",
        "Households to move": "0", "Households within 300 m": "12", "Measured on": "2026-10-02",
        "Measured by": "County water office",
    }.items():  # fmt: skip
        page.get_by_label(re.compile(f"^{label}", re.I)).fill(value)
    page.get_by_label("Class of the road").select_option("county")
    page.get_by_role("button", name="Keep the measurements").click()
    expect(row(page, name)).to_contain_text(f"{water} m³ a day measured")


def issue(page, project, changed, clauses):
    page.goto(f"/en/projects/{project.code}/designs/")
    page.get_by_label("What this revision changes").fill(changed)
    for kind, text in clauses.items():
        page.locator(f"[name={kind}]").fill(text)
    page.get_by_role("button", name="Issue revision").click()
    expect(page.locator("main")).to_contain_text("Issued")


def sign(page, project, words):
    page.goto(f"/en/projects/{project.code}/agreement/")
    page.get_by_role("button", name=words).click()
    expect(page.locator("main")).to_contain_text("Everything is signed.")


def digests(page):
    return page.locator("article.clause .file-hash").all_inner_texts()


def text_of(download, path):
    download.value.save_as(path)
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in PdfReader(path).pages))


def test_a_factory_is_sized_sited_and_agreed_before_it_is_built(open_page, project, county_staff, tmp_path):
    county, staff = open_page(county_staff), open_page(make.post(Role.COMMITTEE_STAFF))
    member = open_page(make.post(Role.COMMITTEE_MEMBER))
    units = {side: open_page(make.signer(project, side)) for side in Side}
    designer = units[Side.DESIGN]

    # The county's figures allow 600 t of the reference factory's 1,000: its water is the bottleneck.
    record_conditions(county, project)
    member.goto(size(staff, project))
    member.get_by_role("button", name="Approve 600").click()
    expect(member.locator("main")).to_contain_text("600.0 t a year were approved")

    # Two sites: the one without water is refused with what it is short of.
    propose(county, project, "Hilltop", "40")
    propose(county, project, "Riverside", "120")
    member.goto(f"/en/projects/{project.code}/sites/")
    expect(row(member, "Riverside")).to_contain_text("Water: 120 m³ a day measured, 90 needed.")
    member.get_by_role("button", name="Approve Hilltop").click()
    expect(member.locator("h1")).to_have_text("Not done: a rule stands against it")
    expect(member.locator("main")).to_contain_text("Water: 40 m³ a day measured, 90 needed: 50 m³ a day short.")
    member.goto(f"/en/projects/{project.code}/sites/")
    member.get_by_role("button", name="Approve Riverside").click()
    expect(row(member, "Riverside")).to_contain_text("Approved")

    # No funds are allocated yet: the committee waives them. Three units sign revision A, and the gate may be passed.
    open_project(member, project)
    row(member, "First-year funds").get_by_role("link", name="Waive").click()
    member.get_by_label("Holds until").fill("2026-12-31")
    member.get_by_label("Reason").fill("The budget is read in December.")
    member.get_by_role("button", name="Waive until that day").click()
    issue(designer, project, "First revision.", {kind.value: f"{kind.value} as drawn" for kind in ClauseKind})
    for page in units.values():
        sign(page, project, "Sign all 6 open clauses")
    first = digests(designer)
    open_project(member, project)
    expect(row(member, "Three units signed")).to_contain_text("All three units signed revision A.")
    expect(row(member, "First-year funds")).to_contain_text("Waived until 31 Dec 2026")

    # While the member reads, revision B changes one clause: only that is open, and building is refused for it alone.
    issue(designer, project, "Water from the river.", {"utilities": "90 m³ a day, from the river"})
    designer.goto(f"/en/projects/{project.code}/agreement/")
    expect(designer.locator("td.sig-bad")).to_have_count(3)
    expect(row(designer, "Power, water and heating").locator("td.sig-bad")).to_have_count(3)
    changed = set(digests(designer)) - set(first)
    assert len(changed) == 1
    member.get_by_role("button", name="Pass the gate: Start building").click()
    expect(member.locator("h1")).to_have_text("Not done: a rule stands against it")
    expect(member.locator("main .reasons li, main .note li")).to_have_text(
        "Revision B is not agreed: the design unit has not signed: power, water and heating; the construction unit "
        "has not signed: power, water and heating; the operation unit has not signed: power, water and heating."
    )
    open_project(member, project)
    expect(member.get_by_role("button", name="Pass the gate: Start building")).to_have_count(0)

    # Signed again, it is in force; the printed agreement carries each side's digest, and building may start.
    for page in units.values():
        sign(page, project, "Sign the open clause")
    with designer.expect_download() as download:
        designer.get_by_role("link", name="Printable agreement (PDF)").click()
    printed = text_of(download, tmp_path / "agreement.pdf")
    for digest in digests(designer):
        assert printed.count(digest) == 1 + len(Side)  # the clause's, and each side's
    open_project(member, project)
    member.get_by_role("button", name="Pass the gate: Start building").click()
    expect(member.locator("main")).to_contain_text("is passed. The evidence of today is kept with it.")
