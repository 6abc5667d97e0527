"""Photos on pages: the box in the entry form, the return, the gallery, and the files."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.urls import reverse

from committees.rights import Role
from factories import tasks
from factories.actions import returns
from factories.models import Photo, Thumbnail
from regional20x10.shared import clock
from tests import make
from tests.photos import AT_SITE, FAR_OFF, TAKEN, added, jpeg, picture, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def draft():
    return make.draft(make.project(make.plan(make.county(lat=AT_SITE[0], lon=AT_SITE[1]))))


@pytest.fixture
def unit(client, draft):
    """A client signed in as the construction unit."""
    client.force_login(draft.saved_by.official.user)
    return client


def edit(draft):
    return reverse("return_edit", args=[draft.pk])


def boxes(draft, **values):
    return {"revision": draft.revision, "crew_people": "61", "pace": "normal", "narrative": "The roof.", **values}


def text(answer):
    return " ".join(answer.content.decode().split())


# --- the box in the entry form ---------------------------------------------------------------------------------------
def test_without_script_photos_go_with_the_forms_own_button_and_what_was_typed_is_kept(unit, draft):
    package = draft.project.packages.first()
    sent = boxes(draft, **{"deed": "photos", "photo-package": package.pk, "photo-caption": "North"})

    answer = unit.post(edit(draft), {**sent, "photo-files": [upload(), upload(jpeg(colour="red"))]})

    assert (answer.status_code, answer["Location"]) == (302, f"{edit(draft)}#f-photos")
    assert [(row.caption, row.package) for row in draft.photos.all()] == [("North", package)] * 2
    draft.refresh_from_db()
    assert (draft.crew_people, draft.narrative) == (61, "The roof.")


def test_photos_chosen_and_not_added_go_with_every_button(unit, draft):
    unit.post(edit(draft), {**boxes(draft), "deed": "save", "photo-files": [upload()]})

    assert draft.photos.count() == 1


def test_what_is_no_photo_is_refused_beside_the_box_and_what_was_typed_stays_on_the_page(unit, draft):
    sent = {**boxes(draft), "deed": "submit", "photo-caption": "North"}

    answer = unit.post(edit(draft), {**sent, "photo-files": [upload(b"a text", "note.jpg"), upload()]})

    assert answer.status_code == 409
    assert "“note.jpg” is no photo of a kind that is taken: choose a JPEG, PNG or HEIC." in text(answer)
    assert 'value="61"' in text(answer)
    assert 'value="North"' in text(answer)
    assert not Photo.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a_photo_is_left_out_by_its_button_and_twice_is_once(unit, draft):
    [photo] = added(draft)

    for _time in range(2):
        draft.refresh_from_db()
        answer = unit.post(edit(draft), boxes(draft, deed=f"photo_out:{photo.pk}"))
        assert answer.status_code == 302

    assert not draft.photos.exists()


def test_the_box_shows_what_is_said_of_each_photo_and_what_it_is_worth(unit, draft):
    added(draft, jpeg(*FAR_OFF, TAKEN), jpeg(*AT_SITE, TAKEN), package=draft.project.packages.first())

    page = text(unit.get(edit(draft)))

    assert "40 km from the county’s point, no site is approved" in page
    assert "Evidence 50%: 1 of 2 work packages that advanced have a photo from the site, taken in the period." in page
    assert "No photo that supports it: Part 2." in page


def asked(client, draft, **sent):
    answer = client.post(reverse("return_photos", args=[draft.pk]), sent)
    return answer.status_code, json.loads(answer.content)


def test_the_page_itself_sends_one_photo_after_the_other(unit, draft):
    status, said = asked(unit, draft, **{"deed": "photos", "photo-files": [upload(jpeg(*FAR_OFF, TAKEN))]})
    again, refused = asked(unit, draft, **{"deed": "photos", "photo-files": [upload(jpeg(*FAR_OFF, TAKEN))]})

    assert (status, said["reasons"]) == (200, [])
    assert "40 km from the county’s point" in said["html"]
    assert (again, refused["reasons"]) == (409, ["“image.jpg” is in this return already: it is not taken twice."])
    assert refused["html"] == said["html"]


def test_the_page_itself_leaves_one_out(unit, draft):
    [photo] = added(draft)

    status, said = asked(unit, draft, deed=f"photo_out:{photo.pk}")

    assert (status, said["reasons"]) == (200, [])
    assert "No photo yet." in said["html"]


def test_nothing_chosen_is_said(unit, draft):
    assert asked(unit, draft, deed="photos")[1]["reasons"] == ["Choose at least one photo."]


def test_a_photo_of_another_draft_is_not_left_out(unit, draft):
    [photo] = added(make.draft(make.project()))

    asked(unit, draft, deed=f"photo_out:{photo.pk}")

    assert Photo.objects.filter(pk=photo.pk).exists()


# --- the return, the project, the gallery ----------------------------------------------------------------------------
@pytest.fixture
def shown(draft, client):
    """A return submitted with two photos of its first work package, one far off; read by an analyst."""
    added(draft, jpeg(*AT_SITE, TAKEN), package=draft.project.packages.first(), caption="North wall")
    added(draft, jpeg(*FAR_OFF, datetime(2026, 10, 7, 9)), package=draft.project.packages.first(), caption="Roof")
    for photo in draft.photos.all():
        tasks.make_thumbnail(photo.sha256)
    draft.state, draft.submitted_at, draft.submitted_by, draft.percent = "submitted", make.moment(), draft.saved_by, 32
    draft.save()
    client.force_login(make.post(Role.ANALYST).official.user)
    return draft


def test_the_return_shows_its_photos_with_their_badges(client, shown):
    page = text(client.get(shown.get_absolute_url()))

    assert "40 km from the county’s point, no site is approved" in page
    assert "Evidence 50%" in page
    assert page.count("/small/") == 2


def test_the_project_shows_the_latest_and_leads_to_the_gallery(client, shown):
    page = text(client.get(shown.project.get_absolute_url()))

    assert "2 photos, the latest first" in page
    assert page.index("Roof") < page.index("North wall")
    assert reverse("photo_list", args=[shown.project.code]) in page


def test_the_gallery_groups_by_work_package(client, shown):
    page = text(client.get(reverse("photo_list", args=[shown.project.code])))

    assert "Part 1" in page
    assert page.index("Roof") < page.index("North wall")
    assert "40 km from the county’s point" in page


def test_one_package_shows_its_first_and_latest_side_by_side(client, shown):
    address = reverse("photo_list", args=[shown.project.code])

    answer = client.get(address, {"package": shown.project.packages.first().pk})

    assert [told.photo.caption for told in answer.context["pair"]] == ["North wall", "Roof"]
    assert "First and latest" in text(answer)
    assert client.get(address, {"package": "none"}).context["told"] == []


@pytest.mark.parametrize("package", ["0", "other", "-1", "\x00"])
def test_a_work_package_that_is_none_is_not_found(client, shown, package):
    assert client.get(reverse("photo_list", args=[shown.project.code]), {"package": package}).status_code == 404


def test_the_gallery_of_an_earlier_day_is_empty(client, shown):
    page = text(client.get(reverse("photo_list", args=[shown.project.code]), {"as_of": "2026-10-11"}))

    assert "No photos yet" in page


def test_the_page_of_a_photo_tells_what_is_known_of_it(client, shown):
    photo = shown.photos.get(caption="Roof")

    page = text(client.get(reverse("photo", args=[photo.pk])))

    assert "40 km from the county’s point, no site is approved" in page
    assert photo.sha256 in page
    assert "38.86000, 125.50000" in page


# --- files -----------------------------------------------------------------------------------------------------------
def taken(client, name, photo):
    answer = client.get(reverse(name, args=[photo.pk]))
    return answer, b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize(
    ("kind", "media_type", "disposition"),
    [
        ("JPEG", "image/jpeg", 'inline; filename="image.jpg"'),
        ("PNG", "image/png", 'inline; filename="image.jpg.png"'),
        ("HEIF", "image/heic", 'attachment; filename="image.jpg.heic"'),
    ],
)
def test_an_original_is_given_as_it_was_taken(unit, draft, kind, media_type, disposition):
    [photo] = added(draft, picture(kind))

    answer, content = taken(unit, "photo_original", photo)

    assert content == picture(kind)
    assert (answer["Content-Type"], answer["Content-Disposition"]) == (media_type, disposition)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, max-age=3600"


def test_the_small_picture_is_said_to_be_made_until_it_is(unit, draft):
    [photo] = added(draft)

    waiting, drawn = taken(unit, "photo_small", photo)
    tasks.make_thumbnail(photo.sha256)
    made, content = taken(unit, "photo_small", photo)

    assert (waiting["Content-Type"], waiting["Cache-Control"]) == ("image/svg+xml", "private, no-store")
    assert "The small picture is being made." in drawn.decode()
    assert (made["Content-Type"], content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_lost_original_is_said_to_be_lost(unit, draft, settings):
    [photo] = added(draft)
    (Path(settings.MEDIA_ROOT) / photo.path).unlink()

    answer, content = taken(unit, "photo_original", photo)
    tasks.make_thumbnail(photo.sha256)

    assert answer.status_code == 409
    assert "The file “image.jpg” is no longer on the server" in content.decode()
    assert "The original is no longer on the server" in taken(unit, "photo_small", photo)[1].decode()
    assert Thumbnail.objects.get().path == ""


@pytest.mark.parametrize("name", ["photo", "photo_original", "photo_small"])
def test_a_photo_of_a_draft_is_nobody_elses(client, draft, name):
    [photo] = added(draft)
    client.force_login(make.post(Role.COMMITTEE_MEMBER).official.user)

    assert client.get(reverse(name, args=[photo.pk])).status_code == 404


# --- the gallery as a list -------------------------------------------------------------------------------------------
def test_the_gallery_is_downloaded_with_hash_time_place_distance_and_badges(client, draft):
    near, far = added(draft, jpeg(*AT_SITE, TAKEN), jpeg(*FAR_OFF, TAKEN, colour="red"), package=None)
    _submitted(draft)
    client.force_login(make.post(Role.ANALYST).official.user)

    told = client.get(f"/en/projects/{draft.project.code}/photos.json").json()

    rows = {row["id"]: row for row in told["rows"]}
    assert set(rows) == {near.pk, far.pk}
    row = rows[near.pk]
    assert (row["sha256"], row["distance_km"], row["near"], row["in_time"]) == (near.sha256, 0, "yes", "yes")
    assert (rows[far.pk]["near"], row["taken_at"][:10]) == ("no", f"{TAKEN:%Y-%m-%d}")
    assert "no site is approved" in rows[far.pk]["badges"]
    assert "Distance measured from the county’s point, no site is approved" in told["notes"]


def test_the_list_of_one_work_package_holds_its_photos_alone(client, draft):
    package = draft.project.packages.first()
    [photo] = added(draft, jpeg(colour="red"), package=package)
    added(draft, jpeg(colour="blue"))
    _submitted(draft)
    client.force_login(make.post(Role.ANALYST).official.user)
    address = f"/en/projects/{draft.project.code}/photos.json"

    told = client.get(f"{address}?package={package.pk}").json()
    missing = client.get(f"{address}?package=0")

    assert [row["sha256"] for row in told["rows"]] == [photo.sha256]
    assert f"Only Work package: {package.name}" in told["notes"]
    assert missing.status_code == 404


def _submitted(draft):
    return returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=draft.saved_at)
