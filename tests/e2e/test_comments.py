"""A comment calls a post, which finds it on its desk and answers: with script and without."""

import pytest
from playwright.sync_api import expect

from committees.rights import Role
from tests import make

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_post_is_called_to_a_factory_and_answers(open_page, today, script):
    make.project(code="P-KILN")
    staff, member = make.post(), make.post(Role.COMMITTEE_MEMBER)
    writes, answers = (open_page(post, java_script_enabled=script) for post in (staff, member))

    writes.goto("/en/projects/P-KILN/")
    writes.get_by_role("link", name="0 comments: read and write").click()
    writes.get_by_label("Comment", exact=True).fill("Who roofs the kiln?")
    writes.get_by_text("Call others to it").click()
    writes.get_by_label("Committee member").check()
    writes.get_by_label("Files").set_input_files({"name": "kiln.pdf", "mimeType": "", "buffer": make.PDF})
    writes.get_by_role("button", name="Write the comment").click()
    expect(writes.get_by_text("The comment is written.")).to_be_visible()
    answers.goto("/en/desk/")
    answers.get_by_role("link", name="Look A comment on P-KILN calls you.").click()
    answers.get_by_role("link", name="Reply to Committee staff").click()
    answers.get_by_label("Comment", exact=True).fill("The crane comes on Thursday.")
    answers.get_by_role("button", name="Reply", exact=True).click()
    writes.goto("/en/projects/P-KILN/")

    if script:
        writes.locator("#h-comments").scroll_into_view_if_needed()
        expect(writes.get_by_text("The crane comes on Thursday.")).to_be_visible()
        expect(writes.get_by_role("link", name="kiln.pdf")).to_be_visible()
    else:
        expect(writes.get_by_role("link", name="2 comments: read and write")).to_be_visible()
