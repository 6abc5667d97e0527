"""The story of a province's report: written with live fields, submitted, sent back, mended, accepted."""

import pytest
from playwright.sync_api import expect

from tests.e2e.composing import accept, address, compose, mend, send_back, submit, write
from tests.reports import provincial

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_report_is_written_sent_back_mended_and_accepted(open_page, found):
    page, member = open_page(found.secretary), open_page(found.member)

    compose(page, found)
    submit(page)
    send_back(member, found)
    mend(page, found)
    member.goto(address(found))
    expect(member.locator("#s-results")).to_contain_text("changed since it was submitted before")
    accept(member, address(found))

    page.goto(address(found))
    expect(page.locator(".flow li").last).to_contain_text("12 Oct 2026")


def test_a_live_field_cannot_be_typed_over_and_goes_as_a_whole(open_page, found):
    report = provincial.written(found, results="Done: [[verified_percent]].")
    page = open_page(found.secretary)
    page.goto(report.get_absolute_url())
    editor = page.locator("#f-results .rs-editor")

    editor.locator(".rs-chip").click()
    page.keyboard.type("99")

    expect(editor.locator(".rs-chip")).to_have_text("70.0%")
    expect(page.locator("#f-results [data-state]")).to_contain_text("Saved, ")
    editor.click()
    page.keyboard.press("Control+End")
    for _step in range(4):  # the stop, what was typed, the mark
        page.keyboard.press("Backspace")
    expect(editor.locator(".rs-chip")).to_have_count(0)


def test_what_was_typed_without_a_connection_is_sent_when_it_returns(open_page, found):
    report = provincial.written(found)
    page = open_page(found.secretary)
    page.goto(report.get_absolute_url())
    page.context.set_offline(True)
    page.locator("#f-bases .rs-editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" More of it.")
    expect(page.locator("#f-bases [data-state]")).to_contain_text("No connection. Kept on this device")

    page.context.set_offline(False)

    expect(page.locator("#f-bases [data-state]")).to_contain_text("Saved, ")
    assert provincial.section(report, "bases").text == f"{provincial.TEXT} More of it."


def test_who_saves_second_sees_both_texts_and_loses_none(open_page, found):
    report = provincial.written(found)
    page, other = open_page(found.secretary), open_page(found.chair)
    page.goto(report.get_absolute_url())
    other.goto(report.get_absolute_url())
    write(other, "results", " By the chair.")

    page.locator("#f-results .rs-editor").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" By the secretary.")
    expect(page.locator("#f-results [data-state]")).to_contain_text("Somebody else saved this section")
    page.locator("#f-results").get_by_role("button", name="Save the section").last.click()

    expect(page.locator("table.compare")).to_contain_text("By the chair.")
    expect(page.locator("table.compare")).to_contain_text("By the secretary.")
    expect(page.locator("#f-results .rs-editor")).to_contain_text("By the secretary.")


def test_without_script_a_section_is_written_and_a_figure_inserted(open_page, found):
    report = provincial.begun(found)
    page = open_page(found.secretary, java_script_enabled=False)
    page.goto(report.get_absolute_url())
    page.locator("#id_results_text").fill("Work:")
    page.get_by_role("button", name="Insert: Work verified").click()

    expect(page.locator("#id_results_text")).to_have_value("Work: [[verified_percent]]")
