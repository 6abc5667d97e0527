"""What a province and a member do with the province's report in a browser, step by step: each story takes its own."""

from playwright.sync_api import expect

SECTIONS = ("results", "bases", "workers", "production", "problems", "next_year")
SENTENCE = "All work is at 70.0% of the plan."
"""What `compose` writes; the number is a live field, the verified work of tests/e2e/conftest.py's `found`."""


def address(found):
    return f"/en/reports/provincial/{found.year.year}/{found.province.code}/"


def press(page, name):
    """Press a button, not before the page's script is there."""
    page.wait_for_load_state("load")
    page.get_by_role("button", name=name, exact=True).first.click()


def write(page, key, text):
    """Type into the editor of a section, and wait until it is saved."""
    editor = page.locator(f"#f-{key} .rs-editor")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)
    expect(page.locator(f"#f-{key} [data-state]")).to_contain_text("Saved, ")


def compose(page, found):
    """Begin the report and write every section of it, the first with a live field."""
    page.goto(address(found))
    press(page, "Begin the report")
    page.locator("#f-results .rs-editor").click()
    page.keyboard.type("All work is at ")
    page.get_by_role("button", name="Insert: Work verified").click()
    page.keyboard.type(" of the plan.")
    expect(page.locator("#f-results .rs-chip")).to_have_text("70.0%")
    expect(page.locator("#f-results [data-state]")).to_contain_text("Saved, ")
    page.reload()
    expect(page.locator("#f-results .rs-editor")).to_have_text(SENTENCE)
    for key in SECTIONS[1:]:
        write(page, key, "As it was planned.")
    expect(page.locator("[data-missing]")).to_contain_text("Nothing is missing")


def submit(page, link="Check and submit"):
    page.get_by_role("link", name=link).click()
    press(page, "Sign and submit")
    expect(page.locator("main")).to_contain_text("Signed and submitted.")


def send_back(member, found):
    """The member finds the report on the desk and returns one section of it."""
    member.goto("/en/desk/")
    member.get_by_role("link", name=f"Look {found.province.name}").click()
    expect(member.locator("#s-results")).to_contain_text(SENTENCE)
    member.get_by_label("Return it with notes").check()
    member.get_by_label("To be mended: Results of the year’s counties").fill("Say which part is not done.")
    press(member, "Decide")
    expect(member.locator("main")).to_contain_text("Returned. The province was told what to mend.")


def mend(page, found):
    """The province mends the section that came back, answers, and submits anew."""
    page.goto(address(found))
    expect(page.locator("main")).to_contain_text("Returned with a note on 1 section")
    write(page, "results", " The second part is not done.")
    page.get_by_label("Your answer").first.fill("It is the second part.")
    press(page, "Send the answer")
    submit(page, "Check and submit again")


def accept(member, where):
    member.goto(where)
    member.get_by_label("Accept the report").check()
    press(member, "Decide")
    expect(member.locator("main")).to_contain_text("Accepted. The province was told.")
