"""What the pages promise on a bad day: no script, no connection, two people on one form, no mouse, another language."""

import re
import uuid
from datetime import date

import pytest
from playwright.sync_api import expect

from factories.actions import returns
from factories.models import State, StatusReturn
from tests import make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def project(today):
    project = make.project()
    make.verified(project, make.period(date(2026, 9, 25)), (40, 12.5))
    return project


@pytest.fixture
def unit(project):
    return make.reporter(project)


@pytest.fixture
def draft(project, unit):
    return returns.begin(project, make.period(), key=uuid.uuid4(), by=unit, at=make.moment())


def percents(draft):
    return [line.percent for line in draft.lines.order_by("package__order")]


def said(page, words):
    """The save bar says `words`."""
    expect(page.locator("[data-draft-state]")).to_contain_text(words)


def saved(page):
    """To be used with `with`: what is typed within is sent and taken. The bar says "Draft saved" from the beginning."""
    return page.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok)


def press_until(page, key, selector, times=120):
    """Press `key` until what has the focus matches `selector`, as somebody without a mouse does."""
    for _press in range(times):
        page.keyboard.press(key)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{times} times {key} did not lead to {selector}.")


def test_a_return_is_begun_saved_and_submitted_without_script(open_page, project, unit):
    page = open_page(unit, java_script_enabled=False)

    page.goto(f"/en/projects/{project.code}/")
    page.get_by_role("button", name="Report the work").click()
    page.get_by_label("Part 1").fill("50")
    page.get_by_role("button", name="Save draft").last.click()
    expect(page.locator("main")).to_contain_text("Draft saved. The province does not see it until you submit it.")
    expect(page.get_by_label("Part 1")).to_have_value("50")
    page.get_by_label("Part 2").fill("20")
    page.get_by_role("button", name="Check and submit").click()
    expect(page.locator(".esum")).to_contain_text("Before “Food” can be submitted")
    page.get_by_label("Workers on site, daily average").fill("60")
    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Check and submit").click()

    expect(page.locator("main")).to_contain_text("The site reports 32.0%.")
    assert StatusReturn.objects.get(period=make.period()).state == State.SUBMITTED


def test_two_people_on_one_form_see_both_versions_and_lose_neither(open_page, project, unit, draft):
    mine, theirs = open_page(unit), open_page(make.reporter(project))
    for page in (mine, theirs):
        page.goto(f"/en/returns/{draft.pk}/edit/")

    with saved(theirs):
        theirs.get_by_label("Part 1").fill("45")
    mine.get_by_label("Part 1").fill("55")
    mine.get_by_label("Part 2").fill("22")
    expect(mine.get_by_text("Somebody else saved this draft meanwhile")).to_be_visible()
    mine.get_by_role("button", name="Show both versions").click()
    expect(mine.locator("h1")).to_have_text("Not saved: somebody else saved first")
    row = mine.get_by_role("row").filter(has_text="Part 1")
    expect(row.get_by_label("55")).to_be_visible()
    row.get_by_label("45").check()
    mine.get_by_role("button", name="Save what is chosen").click()

    expect(mine.get_by_label("Part 1")).to_have_value("45")
    expect(mine.get_by_label("Part 2")).to_have_value("22")
    assert percents(draft) == [45, 22]


def test_what_is_typed_without_a_line_is_kept_put_back_and_sent_later(open_page, unit, draft):
    page = open_page(unit)
    address = f"/en/returns/{draft.pk}/edit/"
    page.goto(address)

    page.context.set_offline(True)
    page.get_by_label("Part 1").fill("47")
    said(page, "No connection. Draft kept on this device")
    expect(page.get_by_text("Entries are kept on this device and sent when the connection returns.")).to_be_visible()
    assert percents(draft) == [None, None]
    page.close()  # the phone is put away, and taken out where there is a line again
    again = page.context.new_page()
    again.context.set_offline(False)
    again.goto(address)

    expect(again.get_by_label("Part 1")).to_have_value("47")
    said(again, "Draft saved")
    assert percents(draft) == [47, None]


def test_what_waits_is_sent_as_soon_as_the_line_is_back(open_page, unit, draft):
    page = open_page(unit)
    page.goto(f"/en/returns/{draft.pk}/edit/")

    page.context.set_offline(True)
    page.get_by_label("Part 2").fill("21")
    said(page, "No connection. Draft kept on this device")
    page.context.set_offline(False)

    said(page, "Draft saved")
    assert percents(draft) == [None, 21]


def test_what_is_typed_before_the_script_has_come_over_a_slow_line_is_saved_too(open_page, unit, draft):
    page, held = open_page(unit), []
    page.route("**/js/entry*.js", lambda route: held.append(route))

    page.goto(f"/en/returns/{draft.pk}/edit/", wait_until="commit")
    page.get_by_label("Part 1").fill("38")
    with page.expect_response("**/save/"):
        held.pop().continue_()

    assert draft.lines.order_by("package__order").first().percent == 38


def test_a_return_is_submitted_with_the_keyboard_alone(open_page, unit, draft):
    page = open_page()
    page.goto(f"/en/returns/{draft.pk}/edit/")
    keyboard = page.keyboard

    keyboard.press("Tab")
    expect(page.get_by_text("Skip to main content")).to_be_focused()
    press_until(page, "Tab", "[name=login]")
    keyboard.type(unit.official.user.username)
    press_until(page, "Tab", "[name=password]")
    keyboard.type("a long test password")
    keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ten-day return, 1–10 Oct 2026")
    for value in ("55", "30", "64"):
        press_until(page, "Tab", ".e-in input:placeholder-shown, .e-in input[value='']")
        keyboard.type(value)
    press_until(page, "Tab", "[name=pace]")
    keyboard.press("Space")
    press_until(page, "Tab", "#f-submit")
    box, bar = page.locator("#f-submit").bounding_box(), page.locator(".savebar").bounding_box()
    assert bar["y"] <= box["y"] <= bar["y"] + bar["height"]
    keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("The factory rose by 16.5 points in this period")
    press_until(page, "Tab", "#f-submit")
    keyboard.press("Enter")

    expect(page.locator("main")).to_contain_text("The site reports 40.0%.")


def test_errors_take_the_focus_and_lead_to_their_fields(open_page, unit, draft):
    page = open_page(unit)
    page.goto(f"/en/returns/{draft.pk}/edit/")

    page.get_by_label("Part 1").fill("140")
    page.get_by_role("button", name="Check and submit").click()
    expect(page.locator(".esum")).to_be_focused()
    page.locator(".esum").get_by_role("link", name="Part 1").click()

    expect(page.get_by_label("Part 1")).to_be_focused()
    expect(page.get_by_label("Part 1")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Part 1")).to_have_accessible_description(re.compile("A percentage is not above 100"))


def test_the_day_of_the_figures_is_chosen_and_left_again(open_page, project):
    page = open_page(make.post())
    page.goto(f"/en/projects/{project.code}/")
    expect(page.locator("main")).to_contain_text("What is known today, 12 Oct 2026.")

    page.get_by_label("As of").fill("2026-09-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("main")).to_contain_text("What was known at the end of 1 Sep 2026.")
    expect(page.locator("dl.figs .v").first).to_contain_text("not reported")
    page.get_by_label("As of").fill("2027-01-01")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("h1")).to_have_text("There are no figures for that day")
    page.get_by_role("link", name="Show today").click()

    expect(page.locator("dl.figs .v").first).to_have_text("23.5%")


def test_the_other_language_shows_the_same_page(open_page, project):
    page = open_page(make.post())
    page.goto("/en/projects/?q=P-&as_of=2026-10-01")

    page.get_by_role("link", name="조선어").click()

    expect(page).to_have_url(re.compile(r"/ko/projects/\?q=P-&as_of=2026-10-01$"))
    expect(page.locator("html")).to_have_attribute("lang", "ko")
    page.locator(".mast-util a[hreflang=en]").click()
    expect(page).to_have_url(re.compile(r"/en/projects/\?q=P-&as_of=2026-10-01$"))


def test_dark_and_light_are_switched_and_remembered(open_page, project):
    page = open_page(make.post(), color_scheme="light")
    page.goto("/en/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)

    page.get_by_role("button", name="Switch between light and dark").first.click()
    dark = page.evaluate(ground)
    page.goto("/en/how/")

    assert dark != light
    assert page.evaluate(ground) == dark


def test_a_chart_becomes_live_under_the_pointer_and_stays_within_the_policy(open_page, project):
    page = open_page(make.post())
    page.goto("/en/")

    page.locator("[data-chart]").first.hover()

    expect(page.locator("[data-chart][data-live=yes] svg").first).to_be_visible()
