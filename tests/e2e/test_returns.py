"""A site on a phone enters every part of its return; what looks implausible is shown before it goes."""

import os
from datetime import date

import pytest
from playwright.sync_api import expect

from committees.rights import Role
from factories.actions import returns
from factories.models import State, StatusReturn
from tests import build, make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES")
"""A folder for pictures of the pages, for who wants to look at them."""


def picture(page, name):
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


@pytest.fixture
def project(today):
    project = make.project()
    make.verified(project, make.period(date(2026, 9, 25)), (40, 10))
    build.demand(project, 100)
    build.item(project, quantity=4)
    build.supplier(name_en="Cement works", name_ko="세멘트공장")
    build.disbursement(project, 500_000)
    return project


def test_every_part_is_entered_on_a_phone(open_page, project):
    unit = make.reporter(project)
    draft = make.draft(project, percents=(None, None), by=unit)
    phone = open_page(unit, width=390, height=844, has_touch=True, is_mobile=True)
    phone.goto(f"/en/returns/{draft.pk}/edit/")

    # Figures, two waybills in rows of which the second is added, money, machines.
    phone.get_by_label("Part 1", exact=True).fill("50")
    phone.get_by_label("Part 2", exact=True).fill("12")
    phone.get_by_role("button", name="Add rows for deliveries").click()
    for number, waybill in ((1, "W-1"), (2, "W-2")):
        row = phone.get_by_role("group", name=f"Delivery {number}", exact=True)
        row.get_by_label("Supplier").select_option(label="Cement works")
        row.get_by_label("Waybill number").fill(waybill)
        row.get_by_label("Material").select_option(label="Cement, t")
        row.get_by_label("Quantity").fill("5")
        row.get_by_label("Received on").fill("2026-10-03")
    phone.get_by_label("Building works").fill("250,000")
    machines = phone.get_by_role("group", name="Press")
    machines.get_by_label("Delivered so far").fill("2")
    machines.get_by_label("Installed so far").fill("1")
    picture(phone, "edit-390")
    phone.get_by_role("button", name="Check and submit").click()

    # Ten tonnes for half of the work: shown once, with everything saved; sent again it goes.
    expect(phone.locator("main")).to_contain_text(
        "The work reported needs 50 t of Cement by the norm; 10 t were received"
    )
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(phone, "warned-390")
    phone.get_by_role("button", name="Check and submit").click()
    expect(phone.locator("h1")).to_contain_text("Ten-day return")
    row = StatusReturn.objects.get(state=State.SUBMITTED)
    assert [said["waybill"] for said in returns.snapshot(row)["deliveries"]] == ["W-1", "W-2"]
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(phone, "return-390")

    # The province writes beside the second waybill; the site finds it beside the row.
    desk = open_page(make.verifier(project))
    desk.goto(f"/en/returns/{row.pk}/")
    waybill = desk.get_by_role("row").filter(has_text="W-2")
    waybill.get_by_text("Note", exact=True).click()
    waybill.get_by_label("What is to be corrected: W-2").fill("Of which works?")
    picture(desk, "return-1440")
    desk.locator("#send-back").get_by_role("button", name="Send back").click()
    phone.goto("/en/desk/")
    phone.get_by_role("button", name="Correct").first.click()
    expect(phone.get_by_role("group", name="Delivery 2", exact=True)).to_contain_text("Of which works?")
    picture(phone, "corrected-390")


def test_the_county_signs_before_the_province_verifies(open_page, project):
    slowed = {"pace": "slower", "slowed_since": date(2026, 10, 2), "needed": "A line.", "delays": [("power", 2, "")]}
    row = make.submitted(project, **slowed)
    for role in (Role.COUNTY_SECRETARY, Role.COUNTY_CHAIR):
        page = open_page(make.post(role, where=project.plan.county), width=390)
        page.goto("/en/desk/")
        page.get_by_role("link", name="Look").click()
        page.get_by_role("button", name="Sign for the county").click()
        picture(page, f"signed-{role}")
    province = open_page(make.verifier(project))
    province.goto("/en/verification/")
    picture(province, "queue-1440")
    province.get_by_role("button", name="Verify", exact=True).click()
    expect(province.locator(f"#return-{row.pk}")).to_contain_text("Verified")
