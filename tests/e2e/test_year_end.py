"""The story of the year's end: a province's report is written and accepted, the year sealed, its pack challenged."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from committees.rights import Role
from reports.models import Seal
from tests import make
from tests.e2e import composing
from tests.reports import provincial

pytestmark = [pytest.mark.e2e, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

READY = 300_000  # milliseconds in which a worker builds a pack of two counties on a busy machine


def addresses(path):
    """Where the links of a PDF lead, in their order."""
    notes = [note.get_object() for page in PdfReader(path).pages for note in page.get("/Annots", ())]
    return [note["/A"]["/URI"] for note in notes if note["/Subtype"] == "/Link" and "/URI" in note.get("/A", {})]


def seal(staff):
    """Look what would be sealed, give the reason, and have it built; the pack's page is open then."""
    staff.goto("/en/reports/packs/")
    staff.get_by_role("link", name="Seal and have a pack built").first.click()
    composing.press(staff, "Look what would be sealed")
    expect(staff.locator("main")).to_contain_text("that nobody has accepted. It may be sealed; the pack lists it.")
    staff.get_by_label("Why it is sealed").fill("For the plenary meeting.")
    composing.press(staff, "Seal and build the pack")
    expect(staff).to_have_url(re.compile(r"/en/reports/packs/\d+/$"))


def watch(page):
    """See the pack being built, without loading the page anew, until it is ready."""
    offered = page.get_by_role("link", name=re.compile("^Download"))
    building = page.locator("#job").filter(has_text=re.compile(r"\d+ of \d+ steps done"), has_not=offered)
    expect(building).to_be_visible(timeout=READY)
    expect(page.locator("#job-state")).to_have_text(
        "Ready. Every file was computed from the seal alone.", timeout=READY
    )


def downloaded(page, name, folder):
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_year_is_reported_sealed_and_a_figure_of_its_pdf_followed_to_the_return(open_page, found, worker, tmp_path):
    other = provincial.world()
    later = provincial.submitted(other)
    secretary, member = open_page(found.secretary), open_page(found.member)

    # The province writes; the committee's member sends one section back, and accepts both reports in the end.
    composing.compose(secretary, found)
    composing.submit(secretary)
    composing.send_back(member, found)
    composing.mend(secretary, found)
    for where in (composing.address(found), later.get_absolute_url()):
        composing.accept(member, where)

    # The staff seal the year and see the pack being built.
    staff = open_page(make.post(Role.COMMITTEE_STAFF))
    seal(staff)
    watch(staff)

    # An official takes the PDF, and follows a figure in it to the very return.
    official = open_page(make.post(Role.COMMITTEE_MEMBER))
    official.goto(urlsplit(staff.url).path)
    path = downloaded(official, "Download PDF, English", tmp_path)
    name = f"project:{found.project.code}/verified_percent"
    number = Seal.objects.get().number
    wanted = f"/en/reports/seals/{number}/figures/{name}/"
    assert wanted in {urlsplit(address).path for address in addresses(path)}
    official.goto(wanted)
    expect(official.locator("h1")).to_contain_text(found.project.factory_type.name_en)
    expect(official.locator("main")).to_contain_text("70.0%")
    fact = official.locator("article.fact", has_text="verified: Provincial chief secretary").first
    fact.get_by_role("link", name="Its page in the application").click()

    expect(official).to_have_url(re.compile(rf"/en/returns/{found.verified.pk}/$"))
    expect(official.locator("main")).to_contain_text(found.project.code)
