"""Photos of returns and inspections: put into drafts, kept once, made smaller, and weighed as evidence."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction

from factories import tasks
from factories.actions import photos, returns
from factories.imports.photos import examined
from factories.models import Finding, Photo, Severity, Thumbnail
from regional20x10.shared import clock
from tests import build, make
from tests.photos import AT_SITE, TAKEN, added, badges, jpeg, sited_project, stored, upload
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)


@pytest.fixture
def project():
    return sited_project()


@pytest.fixture
def draft(project):
    return make.draft(project)


@pytest.fixture
def media(settings):
    return Path(settings.MEDIA_ROOT)


# --- in a draft ------------------------------------------------------------------------------------------------------
def test_a_photo_is_kept_as_it_was_taken_with_what_the_camera_told(draft, media):
    content = jpeg(*AT_SITE, TAKEN)
    package = draft.project.packages.first()

    [photo] = added(draft, content, package=package, caption=" The north wall ")

    assert (media / photo.path).read_bytes() == content
    assert photo.path == f"photos/{photo.sha256[:2]}/{photo.sha256}"
    assert (photo.project, photo.status_return, photo.package) == (draft.project, draft, package)
    assert (photo.caption, photo.kind, photo.by, photo.at) == (
        "The north wall", "jpeg", draft.saved_by, make.moment(),
    )  # fmt: skip
    photo.refresh_from_db()
    assert (float(photo.lat), float(photo.lon)) == AT_SITE
    assert photo.taken_at == make.moment(TAKEN.date(), 10).replace(minute=30)
    assert Thumbnail.objects.get().sha256 == photo.sha256


def test_the_same_photo_twice_in_a_return_is_refused_in_one_sentence(draft):
    added(draft)

    with action_refuses("“image.jpg” is in this return already: it is not taken twice."):
        added(draft)
    with action_refuses("“image.jpg” is in this return already: it is not taken twice."):
        added(draft, jpeg(colour="red"), jpeg(colour="red"))
    assert Photo.objects.count() == 1


def test_a_return_takes_twenty_photos(draft):
    added(draft, *(jpeg(size=(20 + number, 20)) for number in range(20)))

    with action_refuses(
        "A return takes at most 20 photos; 21 would be in it. Leave out what shows the same.",
    ):
        added(draft)


def test_no_photo_and_a_foreign_work_package_are_refused(draft):
    foreign = make.project().packages.first()

    with action_refuses("Choose at least one photo."):
        photos.add(draft, files=[], by=draft.saved_by, at=make.moment())
    with action_refuses("The work package is not of this project: load the page again."):
        added(draft, package=foreign)


def test_only_the_construction_unit_adds_and_removes_and_only_in_a_draft(draft):
    [photo] = added(draft)
    other = make.reporter(make.project())

    with action_forbids("Only the construction unit of a project reports on it: ask that unit."):
        photos.add(draft, files=examined([upload(jpeg())]), by=other, at=make.moment())
    with action_forbids("Only the construction unit of a project reports on it: ask that unit."):
        photos.remove(photo, by=other)
    returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=make.moment())
    with action_refuses("This return was already submitted: correct it by a new version."):
        added(draft, jpeg(colour="red"))
    with action_refuses("This return was already submitted: correct it by a new version."):
        photos.remove(photo, by=draft.saved_by)
    with database_refuses("a submitted return is a fact"):
        sql("DELETE FROM factories_photo WHERE id = %s", photo.pk)


def test_a_refused_photo_leaves_no_file_and_takes_none_that_another_has(draft, media):
    [kept] = added(draft)

    with action_refuses("“image.jpg” is in this return already: it is not taken twice."):
        added(draft, jpeg(*AT_SITE, TAKEN), jpeg(colour="red"))

    assert stored(media) == [kept.path]


def test_what_is_taken_out_goes_with_a_later_sweep_unless_another_photo_has_it(draft, media):
    [shared], [gone] = added(draft), added(draft, jpeg(colour="red"))
    [other] = added(make.draft(make.project()))
    tasks.make_thumbnail(gone.sha256)

    photos.remove(shared, by=draft.saved_by)
    photos.remove(gone, by=draft.saved_by)
    photos.clear(by=None, at=make.moment() + timedelta(minutes=59))
    assert len(stored(media)) == 3
    photos.clear(by=None, at=make.moment() + timedelta(hours=1))

    assert stored(media) == [other.path]
    assert Thumbnail.objects.get().sha256 == other.sha256


def test_a_discarded_draft_leaves_no_file(draft, media):
    added(draft)

    returns.discard(draft, by=draft.saved_by)
    photos.clear(by=None, at=make.moment() + timedelta(hours=2))

    assert stored(media) == []


def test_a_new_version_carries_the_photos_of_the_one_it_corrects(project):
    row = make.draft(project)
    [photo] = added(row, package=project.packages.first(), caption="The wall")
    returns.submit(row, revision=row.revision, by=row.saved_by, at=make.moment())

    new = make.draft(project, row.period, by=row.saved_by)

    carried = new.photos.get()
    assert (carried.path, carried.caption, carried.package, carried.at) == (
        photo.path, "The wall", photo.package, photo.at,
    )  # fmt: skip
    assert badges(new) == badges(row) == [["0.0 km from the site"]]


@pytest.mark.django_db(transaction=True)
def test_two_uploads_of_one_photo_at_once_are_one_photo(draft, media):
    said, ready = [], threading.Barrier(2)

    def send():
        ready.wait(10)
        try:
            said.append(len(added(draft)))
        except Exception as error:
            said.append(str(error))
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, said)) == ["1", "“image.jpg” is in this return already: it is not taken twice."]
    assert stored(media) == [Photo.objects.get().path]


# --- of an inspection ------------------------------------------------------------------------------------------------
def test_an_inspections_photos_stand_and_are_one_where_they_are_the_same(project):
    visit = build.inspection(project)
    finding = Finding.objects.create(
        project=project, inspection=visit, severity=Severity.MAJOR, text="A crack.", package=project.packages.first(),
        assignee=project.construction_unit, due_on=make.DAY,
    )  # fmt: skip
    files = examined([upload(), upload(jpeg(colour="red")), upload()])

    with transaction.atomic():
        made = photos.add_to_inspection(visit, finding, files, by=visit.by, at=make.moment())

    assert [(row.inspection, row.finding, row.package) for row in made] == [(visit, finding, finding.package)] * 2
    with database_refuses("of_an_inspection_stands"):
        sql("DELETE FROM factories_photo WHERE id = %s", made[0].pk)
    with action_refuses("A photo of an inspection stays: it is a part of what was found."):
        photos.remove(made[0], by=make.reporter(project))


# --- small pictures --------------------------------------------------------------------------------------------------
def test_the_job_makes_a_small_picture_once(draft, media):
    [photo] = added(draft, jpeg(size=(1600, 1200)))

    tasks.make_thumbnail(photo.sha256)
    made = Thumbnail.objects.get()
    first = (media / made.path).stat().st_mtime_ns
    tasks.make_thumbnail(photo.sha256)

    assert (made.width, made.height, made.failed) == (480, 360, "")
    assert (media / made.path).stat().st_mtime_ns == first
    assert (media / photo.path).read_bytes() == jpeg(size=(1600, 1200))


def test_a_small_picture_that_was_lost_is_made_again(draft, media):
    [photo] = added(draft)
    tasks.make_thumbnail(photo.sha256)
    path = media / Thumbnail.objects.get().path
    path.unlink()

    tasks.make_thumbnail(photo.sha256)

    assert path.exists()


def test_why_no_small_picture_could_be_made_is_kept_and_a_lost_original_is_tried_again(draft, media):
    [lost], [broken] = added(draft), added(draft, jpeg(colour="red"))
    (media / lost.path).rename(media / "aside")
    (media / broken.path).write_bytes(b"no photo")

    tasks.make_thumbnail(lost.sha256)
    tasks.make_thumbnail(broken.sha256)

    failed = dict(Thumbnail.objects.values_list("sha256", "failed"))
    assert failed == {lost.sha256: photos.LOST, broken.sha256: photos.UNREADABLE}
    (media / "aside").rename(media / lost.path)
    tasks.make_thumbnail(lost.sha256)
    assert Thumbnail.objects.get(sha256=lost.sha256).failed == ""


def test_a_job_for_what_is_not_there_does_nothing():
    tasks.make_thumbnail("0" * 64)

    assert not Thumbnail.objects.exists()


def test_the_sweep_asks_again_for_what_was_lost_on_the_way_and_not_at_once_again(draft):
    [photo] = added(draft)

    early = photos.sweep(by=None, at=make.moment() + timedelta(seconds=59))
    found = photos.sweep(by=None, at=make.moment() + timedelta(seconds=60))
    again = photos.sweep(by=None, at=make.moment() + timedelta(seconds=90))

    assert (early, found, again) == ([], [photo.sha256], [])


@pytest.mark.worker
def test_a_worker_makes_what_was_queued_on_commit(draft, worker):
    [photo] = added(draft)

    tasks.queue_small([photo])

    worker.wait_for(lambda: Thumbnail.objects.get().made_at)
