"""Scorecards read from facts: what counts, what is left out and named, and who sees which."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from committees.rights import Role
from factories.models import LocalConditions, Measure, SiteMeasurement
from reports import conditions, scorecards
from reports.contents import scorecards as chapter
from reports.sealed import Sealed
from reports.sealing import scorecards as sealing
from reports.sealing.book import Book
from reports.sealing.scope import Scope
from tests import make, produce
from tests.reports import scored

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 12)


def cards(year=2026, day=DAY):
    return scorecards.of_year(year, day)


def card(found, place):
    return next(row for row in [*found.provinces, *found.counties] if row.place.code == place.code)


# --- results and scores -----------------------------------------------------------------------------------------------
def test_a_score_is_verified_work_and_the_adjusted_one_is_worked_out_beside_it():
    best, *_rest, last = scored.four()

    found = cards()
    made = card(found, best.county)

    assert (made.raw, made.expected, made.difference) == (90, 60, 30)  # the same conditions: the mean of all
    assert found.fit.coefficients == {}
    assert made.adjusted == pytest.approx(60 + made.reliability * 30, abs=1e-3)
    assert made.low < made.adjusted < made.high
    assert (made.best, made.worst, made.ranked) == (1, 1, 4)
    assert (card(found, last.county).best, card(found, last.county).worst) == (4, 4)


def test_provinces_are_of_their_counties_and_two_of_them_are_not_told_apart():
    first = scored.four()[0]

    made = card(cards(), first.province)

    assert (made.raw, made.adjusted) == (80, 60)
    assert (made.best, made.worst, made.ranked) == (1, 2, 2)


def test_a_factory_without_a_condition_is_named_and_not_compared():
    world = scored.four()
    unknown = scored.county(world[0].province, (((80, 80)), ((80, 80))), known=False)
    floor = scored.county(world[0].province, ((40, 40), (60, 60)), areas=(3000, None))

    found = cards()

    left = card(found, unknown.county)
    assert (left.raw, left.expected, left.adjusted, left.best) == (80, None, None, None)
    assert [line.conditions.missing for line in left.left_out] == [["mountain", "coast", "rail_km", "road_km"]] * 2
    half = card(found, floor.county)
    assert (half.raw, half.compared) == (50, 40)
    assert [[str(name) for name in line.left_out] for line in half.left_out] == [["Floor area"]]
    assert half.difference == pytest.approx(40 - half.expected)


def test_only_verified_work_counts_and_a_silent_place_has_no_score():
    scored.four()
    silent = scored.county(percents=(None, None))
    make.submitted(silent.projects[0], percents=(90, 90), at=make.moment(date(2026, 10, 11)))

    made = card(cards(), silent.county)

    assert (made.raw, made.adjusted, made.best) == (None, None, None)
    assert len(made.left_out) == 2


def test_the_posts_of_a_factory_of_which_nobody_reported_count_as_open():
    home = make.province()
    told, _silent = (produce.factory(make.plan(make.county(home)), gates=()) for _number in range(2))
    before = card(cards(), home).workers_percent
    produce.training(told, certified=48)

    assert (before, card(cards(), home).workers_percent) == (None, 25)  # of 96 posts in each


def test_a_year_without_places_and_a_day_before_it_give_nothing():
    scored.four()

    before, none = cards(day=date(2025, 12, 31)), cards(2027)

    assert before.fit is None
    assert {row.raw for row in before.counties} == {None}
    assert (none.provinces, none.counties, none.fit) == ([], [], None)


def test_one_county_is_compared_with_nobody():
    alone = scored.county()

    made = card(cards(), alone.county)

    assert (made.raw, made.expected, made.adjusted) == (50, 50, 50)
    assert (made.best, made.worst, made.ranked) == (1, 1, 1)


def test_a_distance_is_the_one_measured_at_the_approved_site_once_there_is_one():
    made = scored.county(rail_km=9)
    site = make.site(made.projects[0], rail_km=1.5)
    site.decisions.create(approved=True, at=make.moment(), by=make.post())

    found = card(cards(), made.county)

    measured, recorded = [line.conditions for line in found.lines]
    assert (measured.values["rail_km"], measured.sources["rail_km"]) == (1.5, conditions.AT_SITE)
    assert (recorded.values["rail_km"], recorded.sources["rail_km"]) == (9, conditions.OF_COUNTY)
    assert SiteMeasurement.objects.filter(site=site, measure=Measure.RAIL_KM).get() in measured.rests_on


def test_earlier_years_are_read_as_they_stood_on_the_same_day_of_their_year():
    scored.four()
    earlier = scored.county(percents=((30, 30), (40, 40)), year=2025)
    make.verified(earlier.projects[0], make.period(date(2025, 12, 5)), (100, 100), at=make.moment(date(2025, 12, 11)))

    found = cards()

    assert (found.fit.factories, found.fit.places, found.fit.mean) == (10, 5, 60)
    assert {row.place.code for row in found.counties}.isdisjoint({earlier.county.code})


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 2, 20), date(2026, 3, 10), 10),
        (date(2026, 12, 1), date(2027, 2, 28), 0),
        (date(2026, 4, 1), date(2026, 4, 1), 1),
        (date(2026, 4, 2), date(2026, 4, 1), 0),
    ],
)
def test_days_of_frost_are_no_days_for_building(first, last, days):
    assert conditions.working_days(first, last) == days


def test_the_last_of_february_has_its_day_in_every_year():
    assert conditions.same_day(date(2028, 2, 29), 2026) == date(2026, 2, 28)
    assert conditions.same_day(date(2026, 10, 12), 2025) == date(2025, 10, 12)


# --- who sees which ---------------------------------------------------------------------------------------------------
def test_who_reads_a_place_whole_sees_its_card_and_no_other():
    first, second, *_far = scored.four()
    found = cards()

    def seen(post):
        provinces, counties = found.seen_by(post.official.user)
        return [row.place.code for row in provinces], [row.place.code for row in counties]

    assert [len(rows) for rows in seen(make.post())] == [2, 4]
    assert seen(make.post(Role.PROVINCIAL_CHAIR, where=first.province)) == (
        [first.province.code], sorted([first.county.code, second.county.code]),
    )  # fmt: skip
    assert seen(make.post(Role.COUNTY_CHAIR, where=first.county)) == ([], [first.county.code])
    assert seen(make.post(Role.CONSTRUCTION_UNIT, where=first.projects[0].construction_unit)) == ([], [])
    assert seen(make.post(Role.ADMINISTRATOR)) == ([], [])


def test_of_fewer_than_five_others_nothing_is_said():
    world = scored.four()
    few = cards()
    more = [scored.county(percents=((20 + number, 20), (25, 25))) for number in range(2)]

    found = cards()

    assert few.others(card(few, world[0].county)) is None
    low, middle, high = found.others(card(found, world[0].county))
    assert low <= middle <= high
    assert len(more) == 2


# --- speed, and the seal ----------------------------------------------------------------------------------------------
def test_questions_do_not_grow_with_places():
    world = scored.county()
    with CaptureQueriesContext(connection) as one:
        cards()
    for _row in range(3):
        scored.county(world.province)

    with CaptureQueriesContext(connection) as four:
        cards()

    assert len(four) == len(one)


def sealed():
    book = Book()
    sealing.collect(book, Scope("year", 2026, DAY, date(2026, 1, 1)))
    return Sealed(book.content(), {})


def _recorded(days):
    """Let the conditions have been recorded so many days from now."""
    events = LocalConditions.events.rel.related_model.objects
    events.update(pgh_created_at=F("pgh_created_at") + timedelta(days=days))


def test_a_seal_holds_every_score_with_what_it_is_made_of():
    first = scored.four()[0]
    _recorded(-730)

    content = sealed().content
    about = f"county:{first.county.code}"

    assert content["figures"][f"{about}/score_raw"]["value"] == 90
    codes = sorted(project.code for project in first.projects)
    assert sorted(content["figures"][f"{about}/score_expected"]["inputs"]) == [
        f"project:{code}/score_expected" for code in codes
    ]
    assert content["figures"][f"{about}/score_adjusted"]["inputs"] == [
        "programme/score_mean", f"{about}/score_compared", f"{about}/score_expected", f"{about}/score_reliability",
    ]  # fmt: skip
    (fact,) = content["figures"][f"project:{codes[0]}/score_expected"]["facts"]
    assert content["facts"][fact]["values"]["rail_km"] == 4
    assert [step["step"] for step in content["facts"][fact]["steps"]] == ["entered"]


def test_a_seal_does_not_tell_who_recorded_a_condition_after_its_day():
    first = scored.four()[0]
    _recorded(730)

    content = sealed().content

    code = first.projects[0].code
    (fact,) = content["figures"][f"project:{code}/score_expected"]["facts"]
    assert content["facts"][fact]["steps"] == []


def test_a_seal_names_what_nobody_recorded():
    unknown = scored.county(known=False)

    figure = sealed().content["figures"][f"project:{unknown.projects[0].code}/score_expected"]

    assert figure["value"] is None
    assert {"subject": f"project:{unknown.projects[0].code}", "code": "condition_rail_km"} in figure["missing"]


def test_the_same_facts_give_the_same_scorecards():
    scored.four()

    assert sealed().content == sealed().content


def test_the_chapter_says_every_place_with_the_figure_behind_each_number():
    first = scored.four()[0]
    found = sealed()
    found.content["counties"] = [{"code": first.county.code, "names": {"en": "Songchon", "ko": "성천군"}}]

    with translation.override("en"):
        sections = chapter.sections(found)

    assert [section.name for section in sections] == [
        "scorecards", "scorecards-provinces", "scorecards-counties", "scorecards-model",
    ]  # fmt: skip
    table = sections[2].blocks[0]
    assert [cell.text for cell in table.rows[0]][:3] == ["Songchon", "90.0", "60.0"]
    assert table.rows[0][1].figure == f"county:{first.county.code}/score_raw"
    assert [cell.text for cell in table.rows[0]][-1] == "1 of 4"
