"""A site adds photos to its return on a telephone, one taken 40 km away: the badge says so wherever it is seen."""

import pytest
from playwright.sync_api import expect

from committees.rights import Role
from factories.models import Photo, Thumbnail
from tests import make
from tests.photos import AT_SITE, FAR_OFF, TAKEN, jpeg, sited_project

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FAR = "40 km from the site"


@pytest.fixture
def project(today):
    return sited_project()


@pytest.fixture
def draft(project):
    return make.draft(project)


def photo(name, *place, size=(1600, 1200)):
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(*place, TAKEN, size=size)}


def open_on_phone(open_page, draft):
    phone = open_page(draft.saved_by, width=390, height=844, has_touch=True, is_mobile=True)
    phone.goto(f"/en/returns/{draft.pk}/edit/")
    return phone


def choose(page, *files, package="Part 1", caption=""):
    box = page.locator("[data-photos]")
    box.get_by_label("What they show").select_option(label=package)
    box.get_by_label("In a few words").fill(caption)
    box.get_by_label("Photos: JPEG, PNG or HEIC").set_input_files(list(files))
    box.get_by_role("button", name="Add the photos").click()


@pytest.mark.worker
def test_a_photo_taken_40_km_away_says_so_on_the_draft_the_return_and_in_the_gallery(open_page, worker, draft):
    phone = open_on_phone(open_page, draft)

    # Two photos, sent one after the other while the numbers are kept as ever.
    phone.get_by_label("Workers on site, daily average").fill("64")
    choose(phone, photo("image.jpg", *AT_SITE), photo("image.jpg", *FAR_OFF, size=(1200, 1600)), caption="North wall")
    state = phone.locator("[data-photos-state]")
    expect(state).to_contain_text("Not sent: 2 photos")
    expect(state).to_have_text("All photos are sent.")
    cards = phone.locator("[data-photos-list] li figure")
    expect(cards).to_have_count(2)
    expect(cards.nth(0)).to_contain_text("0.0 km from the site")
    expect(cards.nth(1)).to_contain_text(FAR)
    expect(phone.locator("[data-photos-list]")).to_contain_text("Evidence 50%")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    worker.wait_for(lambda: Thumbnail.objects.filter(made_at__isnull=False).count() == 2)

    # The same one again is one sentence; what is refused is not sent again.
    choose(phone, photo("again.jpg", *AT_SITE))
    expect(phone.locator("[data-photos-refused]")).to_have_text(
        "“again.jpg” is in this return already: it is not taken twice."
    )
    expect(state).to_have_text("All photos are sent.")

    phone.get_by_role("button", name="Check and submit").click()
    expect(phone.locator("main")).to_contain_text("Submitted. The province sees it now")
    draft.refresh_from_db()
    assert (draft.state, draft.crew_people) == ("submitted", 64)

    # Whoever reads it sees the badge, and the small pictures that the worker made.
    reader = open_page(make.post(Role.ANALYST))
    reader.goto(f"/en/returns/{draft.pk}/")
    expect(reader.locator("section", has=reader.locator("#photos")).locator("figure")).to_contain_text(["0.0 km", FAR])
    reader.get_by_role("link", name="All photos of the factory").click()
    expect(reader.locator("figure").filter(has_text=FAR)).to_have_count(1)
    picture = reader.locator("figure img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 300
    reader.get_by_role("link", name="All, first and latest side by side").click()
    expect(reader.locator(".pair figure")).to_have_count(2)


def test_without_a_line_photos_wait_and_are_sent_when_it_returns(open_page, draft):
    phone = open_on_phone(open_page, draft)

    phone.context.set_offline(True)
    choose(phone, photo("image.jpg", *AT_SITE))
    expect(phone.locator("[data-photos-state]")).to_contain_text("No connection: they are sent when it returns.")
    assert not Photo.objects.exists()
    phone.context.set_offline(False)

    expect(phone.locator("[data-photos-state]")).to_have_text("All photos are sent.")
    assert Photo.objects.get().status_return == draft


def test_what_is_chosen_goes_before_the_form_and_can_be_left_out(open_page, draft):
    phone = open_on_phone(open_page, draft)

    phone.locator("[data-photos]").get_by_label("Photos: JPEG, PNG or HEIC").set_input_files(
        [photo("image.jpg", *AT_SITE)]
    )
    phone.get_by_role("button", name="Save draft").last.click()
    expect(phone.locator("main")).to_contain_text("Draft saved. The province does not see it")
    assert draft.photos.count() == 1

    phone.get_by_role("button", name="Leave out").click()
    expect(phone.locator("[data-photos-list]")).to_contain_text("No photo yet.")
    assert draft.photos.count() == 0


def test_without_script_the_forms_own_button_does_it(open_page, draft):
    page = open_page(draft.saved_by, java_script_enabled=False)
    page.goto(f"/en/returns/{draft.pk}/edit/")

    page.get_by_label("Workers on site, daily average").fill("71")
    choose(page, photo("image.jpg", *FAR_OFF), photo("image.jpg", *AT_SITE))

    expect(page.locator("[data-photos-list] figure")).to_have_count(2)
    expect(page.locator("[data-photos-list]")).to_contain_text(FAR)
    draft.refresh_from_db()
    assert draft.crew_people == 71
