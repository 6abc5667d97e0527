"""The two pictures of README.md, taken of a demonstration that is running: `.venv/bin/python scripts/screenshots.py`.

An address other than http://127.0.0.1:8000 is given as the argument; CHROMIUM names the browser where it is not found.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
PASSWORD = os.environ.get("DEMO_PASSWORD", "demonstration-20x10")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def signed_in(browser, address, name, width, height):
    """A page of the demonstration's user `name`."""
    page = browser.new_context(base_url=address, viewport={"width": width, "height": height}).new_page()
    page.goto("/en/accounts/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(re.compile(r"/en/$"))
    return page


def overview(browser, address):
    page = signed_in(browser, address, "committee_staff", 1440, 900)
    page.screenshot(path=IMAGES / "overview.png")


def entry(browser, address):
    """The draft that waits on the desk of the construction unit, with a figure it is asked about."""
    page = signed_in(browser, address, "construction_unit", 390, 844)
    page.goto("/en/desk/")
    page.get_by_role("link", name="Go on").first.click()
    last = page.locator("[data-row]").filter(has_text="Equipment installation").locator("input").first
    kept = last.input_value()
    last.fill("12")
    page.get_by_text("is lower than last period").first.wait_for()
    page.evaluate("window.scrollTo(0, document.querySelector('.e-leg').getBoundingClientRect().top + scrollY - 16)")
    page.screenshot(path=IMAGES / "entry.png")
    last.fill(kept)
    page.locator("[data-draft-state]").filter(has_text="saved").wait_for()
    page.wait_for_timeout(1500)  # the figure as it was is sent again


def main():
    address = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        sys.exit("Chromium was not found: install it (Debian: apt-get install chromium) or name it in CHROMIUM.")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=FLAGS)
        overview(browser, address)
        entry(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
