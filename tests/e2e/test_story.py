"""The story of the programme: what a site writes on a phone becomes a figure in the year's report."""

from datetime import date

import pytest
from django.core.management import call_command
from playwright.sync_api import expect
from pypdf import PdfReader

from factories.models import CountyPlan
from tests import make

pytestmark = [pytest.mark.e2e, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

READY = 120_000  # milliseconds in which a worker builds a report of one county on a busy machine


@pytest.fixture
def project(today):
    """A factory of the programme's third year in a real county, with a return of the period before."""
    call_command("load_reference", verbosity=0)
    project = make.project(CountyPlan.objects.filter(program_year__year=2026).order_by("county__code").first())
    make.verified(project, make.period(date(2026, 9, 25)), (40, 12.5))
    return project


def sign_in(page, post):
    page.goto("/en/")
    page.get_by_label("Username").fill(post.official.user.username)
    page.get_by_label("Password").fill("a long test password")
    page.locator("main").get_by_role("button", name="Sign in").click()
    expect(page.locator("h1")).not_to_have_text("Sign in")


def row_of(page, name):
    """The row of the form whose box is called `name`."""
    return page.locator("[data-row]").filter(has=page.get_by_label(name, exact=True))


def verified_figure(page):
    return page.locator("dl.figs > div").filter(has_text="Work verified").locator(".v")


def test_a_return_entered_on_a_phone_is_found_in_the_years_report(open_page, worker, project, tmp_path):
    unit, secretary = make.reporter(project), make.verifier(project)
    factory = f"{project.factory_type.name}, {project.plan.county.name}"

    # The construction unit, on its phone: last period's figure stands beside each box.
    phone = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(phone, unit)
    phone.get_by_text("Menu", exact=True).click()
    phone.get_by_role("link", name="My desk").click()
    due = phone.get_by_role("listitem").filter(has_text=factory).filter(has_text="1–10 Oct")
    due.get_by_role("button", name="Begin").click()
    expect(phone.locator(".e-last")).to_contain_text(["Last 40", "Last 12.5", "60", "600"])

    # A figure that falls is asked about in its row, and the draft is saved as one types.
    phone.get_by_label("Part 1").fill("38")
    expect(row_of(phone, "Part 1")).to_contain_text("38% is lower than last period’s 40%")
    expect(phone.locator("[data-draft-state]")).to_contain_text("Draft saved")
    phone.get_by_label("Part 1").fill("57,5")
    phone.get_by_label("Part 2").fill("31.5")
    phone.get_by_label("Workers on site, daily average").fill("64")
    phone.get_by_label("No", exact=True).check()
    expect(row_of(phone, "Part 1")).not_to_contain_text("lower than")
    expect(phone.locator("[data-total]")).to_have_text("41.9%")
    phone.get_by_role("button", name="Check and submit").click()

    # So large a step in ten days is shown once as not likely, and goes through when it is sent again.
    expect(phone.locator("main")).to_contain_text("Check the percentages.")
    phone.get_by_role("button", name="Check and submit").click()
    expect(phone.locator("main")).to_contain_text("Submitted. The province sees it now")
    expect(phone.locator("main")).to_contain_text("The site reports 41.9%.")
    phone.get_by_text("Menu", exact=True).click()
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.locator("h1")).to_have_text("Sign in")

    # The provincial secretary verifies it, and the overview changes.
    desk = open_page()
    sign_in(desk, secretary)
    expect(verified_figure(desk)).to_have_text("23.5%")
    desk.get_by_role("link", name="Verification").click()
    waiting = desk.get_by_role("row").filter(has_text="1–10 Oct")
    expect(waiting).to_contain_text("41.9%")
    desk.wait_for_load_state("load")  # pressed before its script is there, the button loads the whole page anew
    waiting.get_by_role("button", name="Verify").click()
    expect(waiting).to_contain_text("Verified. The verified figures count from now.")
    desk.get_by_role("link", name="Overview").click()
    expect(verified_figure(desk)).to_have_text("41.9%")

    # The year's report is asked for, watched while a worker builds it, and read.
    desk.get_by_role("link", name="Reports").click()
    desk.get_by_label("Year").select_option("2026")
    desk.get_by_role("button", name="Build the report").click()
    expect(desk.locator("#job-state")).to_have_text("Ready. The files below hold the same figures.", timeout=READY)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Download PDF").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    assert "41.9%" in text
    assert "23.5%" not in text
