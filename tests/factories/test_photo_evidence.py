"""Photos as evidence: distance, age, whether seen before, the score of a return, and the gallery."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from committees.rights import Role
from factories import photos as reading
from factories.actions import returns
from factories.models import Photo
from regional20x10.shared import clock
from tests import make
from tests import photos as taken
from tests.photos import AT_SITE, FAR_OFF, TAKEN, added, badges, jpeg, seen, sited_project

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


# --- distance and age ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("one", "other", "km"),
    [
        ((0, 0), (0, 0), 0),
        ((0, 0), (0, 1), 111.195080),  # a degree: πR/180
        ((0, 0), (90, 0), 10007.557221),
        ((0, 0), (0, 180), 20015.114442),
        ((36.12, -86.67), (33.94, -118.40), 2886.448430),  # airports of Nashville and Los Angeles
    ],
)
def test_a_distance_is_that_of_the_great_circle(one, other, km):
    assert reading.distance_km(one, other) == pytest.approx(km, rel=1e-8, abs=1e-9)
    assert reading.distance_km(other, one) == reading.distance_km(one, other)


def test_a_photo_is_measured_from_the_approved_site(draft):
    added(draft, jpeg(*AT_SITE, TAKEN), jpeg(*FAR_OFF, TAKEN))

    assert badges(draft) == [["0.0 km from the site"], ["40 km from the site"]]
    assert [[badge.bad for badge in told.badges] for told in seen(draft).photos] == [[False], [True]]


def test_without_a_site_it_is_measured_from_the_countys_point():
    draft = make.draft(make.project(make.plan(make.county(lat=AT_SITE[0], lon=AT_SITE[1]))))
    nowhere = make.draft(make.project())
    added(draft, jpeg(*FAR_OFF, TAKEN))
    added(nowhere, jpeg(*FAR_OFF, TAKEN, colour="red"))

    assert badges(draft) == [["40 km from the county’s point, no site is approved"]]
    assert badges(nowhere) == [["neither site nor county has a point to compare with"]]


@pytest.mark.parametrize(
    ("taken_at", "said"),
    [
        (datetime(2026, 7, 31, 9), "taken 62 days before the period"),
        (datetime(2026, 9, 30, 23, 59), "taken 1 day before the period"),
        (datetime(2026, 10, 1), None),
        (datetime(2026, 10, 10, 23, 59), None),
        (datetime(2026, 10, 11), "taken 1 day after the period"),
        (datetime(2026, 10, 14), "taken after it was handed in: the camera’s clock is wrong"),
        (None, "time not known"),
    ],
)
def test_a_photos_age_is_said_against_the_period(draft, taken_at, said):
    added(draft, jpeg(*AT_SITE, taken_at))

    assert badges(draft) == [["0.0 km from the site", *([said] if said else [])]]


def test_a_photo_handed_in_long_after_it_was_taken_says_so(draft):
    added(draft, jpeg(*AT_SITE, TAKEN), at=make.moment(date(2026, 11, 9)))

    assert badges(draft) == [["0.0 km from the site", "taken 35 days before it was handed in"]]


def test_what_the_camera_did_not_tell_is_said_to_be_unknown(draft):
    added(draft, jpeg())

    assert badges(draft) == [["place not known", "time not known"]]


def test_the_same_photo_elsewhere_is_named_only_to_who_may_see_it(project, draft):
    at = make.moment(date(2026, 10, 2))
    row = make.draft(project, make.period(date(2026, 9, 25)), at=at)
    added(row, at=at)
    added(draft)
    other = make.draft(make.project())
    added(other)
    for done in (row, draft, other):
        returns.submit(done, revision=done.revision, by=done.saved_by, at=done.saved_at)

    mine, all_of_it = badges(draft), badges(draft, make.post(Role.ANALYST).official.user)

    first = f"same photo as in the return of {project.code}, {row.period.label}"
    assert mine[0][1:] == [first, "same photo as in the record of another project"]
    assert all_of_it[0][1:] == [first, f"same photo as in the return of {other.project.code}, {draft.period.label}"]
    assert [told.again for told in seen(draft).photos] == [True]
    assert [told.again for told in seen(row).photos] == [False]


def test_a_draft_elsewhere_betrays_nothing(draft):
    added(make.draft(make.project()))
    added(draft)

    assert badges(draft) == [["0.0 km from the site"]]


# --- evidence --------------------------------------------------------------------------------------------------------
def scored(row):
    found = seen(row).evidence
    return found.score, found.whole, found.half, found.none


def test_evidence_is_the_share_of_advanced_packages_with_a_photo_from_the_site_in_the_period(project, draft):
    first, second = project.packages.order_by("order")

    assert scored(draft) == (0, [], [], ["Part 1", "Part 2"])
    added(draft, package=first)
    assert scored(draft) == (50, ["Part 1"], [], ["Part 2"])
    added(draft, jpeg(*AT_SITE, TAKEN, colour="red"), package=second)
    assert scored(draft) == (100, ["Part 1", "Part 2"], [], [])


@pytest.mark.parametrize(
    ("content", "score"),
    [
        (jpeg(*AT_SITE, TAKEN), 50),
        (jpeg(taken_at=TAKEN), 25),
        (jpeg(*AT_SITE), 25),
        (jpeg(), 25),
        (jpeg(*FAR_OFF, TAKEN), 0),
        (jpeg(*AT_SITE, datetime(2026, 8, 1)), 0),
    ],
    ids=["whole", "no place", "no time", "neither", "far off", "old"],
)
def test_what_is_not_known_counts_half_and_what_speaks_against_it_nothing(project, draft, content, score):
    added(draft, content, package=project.packages.first())

    assert scored(draft)[0] == score


def test_the_best_photo_of_a_package_counts_and_one_of_no_package_for_none(project, draft):
    added(draft, jpeg(), jpeg(*AT_SITE, TAKEN), package=project.packages.first())
    added(draft, jpeg(*AT_SITE, TAKEN, colour="red"))

    assert scored(draft) == (50, ["Part 1"], [], ["Part 2"])


def test_a_photo_of_an_earlier_return_supports_nothing_new(project, draft):
    earlier = make.draft(project, make.period(date(2026, 9, 25)), at=make.moment(date(2026, 10, 1)))
    added(earlier, at=make.moment(date(2026, 10, 1)))

    added(draft, package=project.packages.first())

    assert scored(draft) == (0, [], [], ["Part 1", "Part 2"])


def test_what_did_not_advance_needs_no_photo(project):
    make.verified(project, make.period(date(2026, 9, 25)), (50, 20))
    row, still = make.draft(project, percents=(50, 20.5)), make.draft(make.project(), percents=(0, None))

    assert scored(row) == (0, [], [], ["Part 2"])
    assert scored(still) == (None, [], [], [])


def test_a_missing_place_never_blocks(draft):
    added(draft, jpeg())

    row = returns.submit(draft, revision=draft.revision, by=draft.saved_by, at=make.moment())

    assert row.state == "submitted"


# --- the gallery -----------------------------------------------------------------------------------------------------
def submitted(row):
    return returns.submit(row, revision=row.revision, by=row.saved_by, at=make.moment())


def test_the_gallery_shows_the_latest_of_each_package_and_first_and_latest_side_by_side(project):
    package, user = project.packages.first(), make.post(Role.ANALYST).official.user
    row = make.draft(project)
    days = [datetime(2026, 10, day, 12) for day in range(1, 9)]
    added(row, *(jpeg(*AT_SITE, day) for day in days), package=package)
    added(row, jpeg(*AT_SITE, TAKEN, colour="red"))
    submitted(row)

    groups = reading.groups(project, user, make.moment())
    first, latest = reading.pair(reading.record(project, user, make.moment()).filter(package=package))

    assert [(group.package, group.total, len(group.photos)) for group in groups] == [(package, 8, 6), (None, 1, 1)]
    assert [told.photo.taken_at.day for told in groups[0].photos] == [8, 7, 6, 5, 4, 3]
    assert (first.taken_at.day, latest.taken_at.day) == (1, 8)
    assert reading.pair(reading.record(project, user, make.moment()).filter(package=None)) is None


def test_the_gallery_leaves_out_drafts_replaced_versions_and_what_was_not_yet_submitted(project):
    user, row = make.post(Role.ANALYST).official.user, make.draft(project)
    added(row)
    later = make.moment() + timedelta(hours=3)

    assert list(reading.record(project, user, later)) == []
    submitted(row)
    assert list(reading.record(project, user, make.moment() - timedelta(seconds=1))) == []
    new = make.draft(project, row.period, by=row.saved_by)
    returns.submit(new, revision=new.revision, by=row.saved_by, at=later)

    assert [photo.status_return for photo in reading.record(project, user, make.moment())] == [row]
    assert [photo.status_return for photo in reading.record(project, user, later)] == [new]


def test_a_photo_is_seen_where_its_return_is_seen(draft):
    [photo] = added(draft)
    unit, stranger, analyst = draft.saved_by, make.reporter(make.project()), make.post(Role.ANALYST)

    def sees(post):
        return photo in Photo.objects.visible_to(post.official.user)

    assert [sees(post) for post in (unit, stranger, analyst)] == [True, False, False]
    submitted(draft)
    assert [sees(post) for post in (unit, stranger, analyst)] == [True, False, True]


def test_the_builder_of_photos_is_40_km_off():
    assert reading.distance_km(AT_SITE, FAR_OFF) == pytest.approx(40.03, abs=0.01)
    assert taken.TAKEN.date() in (make.period().starts_on + timedelta(days=day) for day in range(10))
