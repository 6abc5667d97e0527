"""The story of a request that nobody answers: it climbs to the agenda, is decided, done and confirmed."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from committees import tasks
from committees.rights import Role
from tests import make, work

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NOT_MET = "a request of 20 days ago is not met"


@pytest.fixture
def project(today):
    """A factory that is on time but for what it waits for."""
    made = make.project(
        operation_unit=make.organization("operation_unit"), starts_on=date(2026, 12, 1), finishes_on=date(2026, 12, 20)
    )
    make.submitted(made, make.period(today), (0, 0), at=make.moment(today))
    return made


@pytest.fixture
def asker(project):
    return make.post(Role.OPERATION_UNIT, where=project.operation_unit)


def press(page, name):
    page.get_by_role("button", name=name).first.click()


def test_a_request_of_twenty_days_is_decided_done_and_confirmed_and_blocks_the_factory_no_more(
    open_page, today, project, asker
):
    leading, ministry = work.body("committee"), work.officer(work.body(name_en="Ministry of Power"))
    staff = make.post(body=leading)
    seat = work.member(work.committee(leading), chair=True)
    meeting = work.meeting(seat.committee, held_on=today)
    request = work.request(
        project, asked_by=project.operation_unit, owed_by=ministry.organization, asked_on=today - timedelta(days=20),
        due_on=today + timedelta(days=30), what="A transformer", by=asker,
    )  # fmt: skip

    tasks.climb()

    page = open_page(staff)
    page.goto(f"/en/projects/{project.code}/")
    expect(page.locator("main")).to_contain_text(NOT_MET)
    page.goto(f"/en/meetings/{meeting.pk}/")
    expect(page.locator("main")).to_contain_text("A transformer")
    press(page, "Fix the agenda and convene")
    page.get_by_role("link", name="Open the meeting").click()
    page.get_by_label("Who presides").select_option(str(seat.pk))
    press(page, "Open it")
    page.get_by_role("link", name="Enter a decision").first.click()
    page.get_by_label("What is decided").fill("The ministry delivers the transformer.")
    press(page, "Keep the decision")
    expect(page.locator("main")).to_contain_text("The ministry delivers the transformer.")

    owner = open_page(ministry)
    owner.goto("/en/desk/")
    expect(owner.locator("main")).to_contain_text("Decisions your body owes")
    owner.locator("li", has_text="The ministry delivers the transformer.").get_by_role("link").click()
    owner.get_by_label("What was done").fill("It stands and is connected.")
    press(owner, "Say that it is done")

    back = open_page(asker)
    back.goto("/en/desk/")
    expect(back.locator("main")).to_contain_text("Requests said to be done")
    back.goto(f"/en/requests/{request.pk}/")
    press(back, "Confirm that it is done")
    expect(back.locator("main")).to_contain_text("Confirmed")

    page.goto(f"/en/projects/{project.code}/")
    expect(page.locator("main")).not_to_contain_text(NOT_MET)
    page.goto("/en/decisions/")
    expect(page.locator("main")).to_contain_text("Closed")
