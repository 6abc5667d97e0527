"""Photos through the API: read, put into a draft, taken out, downloaded."""

import json

import pytest

from committees.rights import Role
from factories import tasks
from factories.models import Photo
from regional20x10.shared import clock
from tests import make
from tests.calls import token
from tests.photos import AT_SITE, FAR_OFF, TAKEN, added, jpeg, upload

pytestmark = pytest.mark.django_db
PHOTOS = "/api/v1/photos/"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def draft():
    return make.draft(make.project(make.plan(make.county(lat=AT_SITE[0], lon=AT_SITE[1]))))


@pytest.fixture
def unit(draft):
    return {"headers": {"Authorization": f"Bearer {token(draft.saved_by)}"}}


def problem(answer):
    return answer.status_code, [row["detail"] for row in answer.json()["errors"]]


def test_photos_are_put_into_a_draft_and_read_back(client, draft, unit):
    package = draft.project.packages.first()
    sent = {"return": draft.pk, "package": package.pk, "caption": "North wall"}

    answer = client.post(PHOTOS, {**sent, "files": [upload(), upload(jpeg(colour="red"), "2.jpg")]}, **unit)

    rows = answer.json()
    assert answer.status_code == 201
    assert [row["name"] for row in rows] == ["image.jpg", "2.jpg"]
    first = rows[0]
    assert first == client.get(f"{PHOTOS}{first['id']}/", **unit).json()
    assert (first["return"], first["package"], first["caption"]) == (draft.pk, package.pk, "North wall")
    assert (first["lat"], first["lon"], first["taken_at"]) == (38.5, 125.5, "2026-10-05T01:30:00Z")
    assert (first["width"], first["height"], first["kind"]) == (64, 48, "jpeg")


def test_sending_again_changes_nothing(client, draft, unit):
    client.post(PHOTOS, {"return": draft.pk, "files": [upload()]}, **unit)

    again = client.post(PHOTOS, {"return": draft.pk, "files": [upload()]}, **unit)

    assert problem(again) == (409, ["“image.jpg” is in this return already: it is not taken twice."])
    assert Photo.objects.count() == 1


def test_everything_wrong_is_said(client, draft, unit):
    answer = client.post(PHOTOS, {"return": draft.pk, "files": [upload(b"a text"), upload(b"", "2.jpg")]}, **unit)

    assert problem(answer) == (409, [
        "“image.jpg” is no photo of a kind that is taken: choose a JPEG, PNG or HEIC.",
        "“2.jpg” is empty: choose another file.",
    ])  # fmt: skip


def test_a_foreign_package_and_a_return_one_does_not_see_are_refused(client, draft, unit):
    foreign = make.draft(make.project())

    package = client.post(
        PHOTOS, {"return": draft.pk, "package": foreign.lines.first().package_id, "files": [upload()]}, **unit
    )
    unseen = client.post(PHOTOS, {"return": foreign.pk, "files": [upload()]}, **unit)

    assert problem(package) == (400, ["The project of this return has no such work package."])
    assert problem(unseen) == (400, ["There is no such return, or your post does not reach it."])


def test_a_photo_is_taken_out_of_a_draft_and_not_out_of_a_fact(client, draft, unit):
    [photo], [stays] = added(draft), added(draft, jpeg(colour="red"))

    assert client.delete(f"{PHOTOS}{photo.pk}/", **unit).status_code == 204
    client.post(
        f"/api/v1/returns/{draft.pk}/submit/", json.dumps({"revision": draft.revision}), "application/json", **unit
    )
    assert problem(client.delete(f"{PHOTOS}{stays.pk}/", **unit)) == (
        409, ["This return was already submitted: correct it by a new version."],
    )  # fmt: skip
    assert Photo.objects.get() == stays


def test_photos_are_filtered(client, draft, unit):
    package, other = draft.project.packages.order_by("order")
    [one], [two] = added(draft, package=package), added(draft, jpeg(colour="red"), package=other)

    def found(**asked):
        return [row["id"] for row in client.get(PHOTOS, asked, **unit).json()["results"]]

    assert found() == found(project=draft.project.code) == [two.pk, one.pk]
    assert found(**{"return": draft.pk}) == [two.pk, one.pk]
    assert found(package=package.pk) == [one.pk]
    assert found(inspection=1) == []
    assert client.get(PHOTOS, {"package": "roof"}, **unit).status_code == 400


def test_what_is_known_of_a_photo_is_told(client, draft, unit):
    [photo] = added(draft, jpeg(*FAR_OFF, TAKEN))

    said = client.get(f"{PHOTOS}{photo.pk}/badges/", **unit).json()

    assert said.pop("distance_km") == pytest.approx(40.03, abs=0.01)
    assert said == {
        "measured_from": "county", "near": False, "in_time": True, "again": False,
        "badges": [
            {"code": "distance", "text": "40 km from the county’s point, no site is approved", "bad": True}
        ],
    }  # fmt: skip


def test_the_files_are_given(client, draft, unit):
    [photo] = added(draft, jpeg(size=(900, 600)))

    waiting = client.get(f"{PHOTOS}{photo.pk}/small/", **unit)
    tasks.make_thumbnail(photo.sha256)
    original = client.get(f"{PHOTOS}{photo.pk}/original/", **unit)
    small = client.get(f"{PHOTOS}{photo.pk}/small/", **unit)

    assert problem(waiting) == (409, ["The small picture is being made."])
    assert b"".join(original.streaming_content) == jpeg(size=(900, 600))
    assert original["ETag"] == f'"{photo.sha256}"'
    assert small["Content-Type"] == "image/jpeg"
    assert b"".join(small.streaming_content)[:3] == b"\xff\xd8\xff"


def test_a_draft_is_nobody_elses(client, draft):
    [photo] = added(draft)
    member = {"headers": {"Authorization": f"Bearer {token(make.post(Role.COMMITTEE_MEMBER))}"}}

    assert client.get(f"{PHOTOS}{photo.pk}/", **member).status_code == 404
    assert client.get(PHOTOS, **member).json()["results"] == []
