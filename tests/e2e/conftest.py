"""A real browser for the stories, on this machine only, that lets no error of a page pass unseen."""

import pytest
from playwright.sync_api import sync_playwright

from regional20x10.shared import clock
from tests import make
from tests.reports import provincial

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
EXPECTED = "Failed to load resource"
"""What the browser itself writes about every answer that is not a 200 and every request without a line."""


@pytest.fixture(scope="module")
def browser(chromium):
    """Chromium. While it is driven a loop runs in this thread, which Django takes for asynchronous code."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = driver.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def today(transactional_db):
    """The pages stand on make.DAY."""
    clock.stand_on(make.DAY)
    return make.DAY


@pytest.fixture
def found(today):
    """A province of one factory whose verified work is at 70 %, and those who write and judge its report."""
    found = provincial.world()
    period = make.period(today.replace(month=9, day=25))
    found.verified = make.verified(found.project, period, (100, 50), at=make.moment(today.replace(day=1)))
    return found


@pytest.fixture
def open_page(browser, live_server, client, today):
    """`open_page(post=None, width=1440, **options)`: a page in a browser of its own, signed in as the post's user.

    Fails the test at its end if a page wrote an error or the content security policy stopped something.
    """
    contexts, errors = [], []

    def note(kind, text):
        if EXPECTED not in text:
            errors.append(f"{kind}: {text}")

    def open_page(post=None, width=1440, height=900, **options):
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        if post:
            client.force_login(post.official.user)
            context.add_cookies(
                [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
            )
            client.cookies.clear()
        page = context.new_page()
        page.on("console", lambda message: message.type == "error" and note(page.url, message.text))
        page.on("pageerror", lambda error: note(page.url, str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
