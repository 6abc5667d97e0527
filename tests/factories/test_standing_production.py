"""standing(as_of) of raw material, workers and production, against its slow oracle on made-up facts; and its rules."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import given

from factories import counting, reasons
from tests import make, produce
from tests.factories.building_worlds import when
from tests.factories.production_worlds import ProductionWorld, worlds
from tests.factories.test_counting import reason
from tests.factories.test_standing import ONE_WORLD_AT_A_TIME, asked, disagreements, stands
from tests.factories.test_standing_building import asked_many, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return ProductionWorld()


@ONE_WORLD_AT_A_TIME
@given(told=worlds(), when=when)
def test_cover_workers_utilisation_and_counting_are_the_oracles_by_both_plans(world, told, when):
    with transaction.atomic():
        [key] = world.write([told])
        for day in when:
            row, many = asked(day, [key])[key], asked_many(day, [key])[key]
            assert not disagreements(row, world.expected(told, day)), (day, told)
            assert values(row) == values(many)
        transaction.set_rollback(True)


@ONE_WORLD_AT_A_TIME
@given(told=worlds(), when=when)
def test_a_factory_counts_never_without_every_requirement_and_its_spells_say_the_same(world, told, when):
    with transaction.atomic():
        [key] = world.write([told])
        for day in when:
            row = asked(day, [key])[key]
            limits = told.production
            if row.counts:
                assert row.months_reported == limits.looked_at
                assert row.utilisation_percent >= limits.utilisation
                assert row.produced_until >= row.operates_since
            assert not (row.counts and row.fell_out_on)
            spells = counting.spells(row.project, day)
            last = spells[-1] if spells else None
            assert row.counted_since == (last.since if last and last.until is None else None)
            assert row.fell_out_on == (last.until if last else None)
        transaction.set_rollback(True)


# --- the rules, one by one -------------------------------------------------------------------------------------------
def covered(project, day=make.DAY):
    row = stands(project, day)
    return row.raw_cover_percent, row.raw_material_short


def test_a_raw_material_without_a_base_is_covered_with_nothing_and_one_of_unknown_supply_is_unknown():
    project = produce.factory(capacity_t_year=1000)

    assert covered(project) == (0, "maize")

    produce.link(produce.base(area_ha=None, yield_t_ha=None), project)
    assert covered(project) == (None, "")


def test_cover_is_the_share_of_what_the_bases_yield_this_year_by_what_is_needed():
    project = produce.factory(capacity_t_year=1000)
    base = produce.base(area_ha=100, yield_t_ha=4)
    produce.link(base, project, 50)

    assert covered(project) == (Decimal("40.0"), "maize")

    produce.base_return(base, quarter=1, harvested_t=300, losses_t=20)
    assert covered(project) == (Decimal("58.0"), "maize")
    assert reason(project, "raw_cover") == {
        "code": "raw_cover", "percent": 58, "threshold": 70, "material": "maize", "name_en": "maize",
        "name_ko": "강냉이",
    }  # fmt: skip


@pytest.mark.parametrize(("days", "told"), [(90, True), (91, False)])
def test_raw_material_and_workers_are_asked_for_from_ninety_days_before_the_finish(days, told):
    project = produce.factory(gates=(), finishes_on=make.DAY + timedelta(days=days))

    said = {row["code"] for row in stands(project, make.DAY).reasons}

    assert ({"raw_cover", "posts_open"} <= said) is told


def test_too_many_certified_in_one_trade_do_not_fill_the_posts_of_another():
    project = produce.factory(capacity_t_year=1000)
    produce.training(project, "operators", enrolled=99, certified=99)

    row = stands(project, make.DAY)

    assert (row.workers_needed, row.workers_certified) == (80, 60)
    assert reason(project, "posts_open") == {"code": "posts_open", "certified": 60, "needed": 80}

    produce.training(project, "mechanics", enrolled=25, certified=25, placed=20, left=4)
    assert stands(project, make.DAY).workers_certified == 80
    assert reason(project, "posts_open") is None


def test_without_a_return_of_training_nobody_knows_how_many_are_certified():
    project = produce.factory(capacity_t_year=1000)

    assert stands(project, make.DAY).workers_certified is None
    assert reason(project, "posts_open") == {"code": "posts_open", "certified": None, "needed": 80}


@pytest.mark.parametrize(("passed", "told"), [(9, False), (8, True)])
def test_quality_under_nine_of_ten_batches_is_told(passed, told):
    project = produce.factory()
    produce.months(project, 2026, [7, 8, 9], 80, passed=passed)

    row = stands(project, date(2026, 10, 15))

    assert row.quality_percent == 10 * passed
    expected = {"code": "quality", "percent": 10 * passed} if told else None
    assert reason(project, "quality", date(2026, 10, 15)) == expected


def test_a_finished_factory_stays_complete_and_its_reasons_are_told():
    project = produce.factory()
    make.verified(project, percents=(100, 100))

    row = stands(project, make.DAY)

    assert row.colour == "done"
    assert {"finished", "raw_cover", "posts_open", "production_silent"} <= {told["code"] for told in row.reasons}


def test_every_reason_of_production_is_a_sentence():
    fell = {"code": "fell_out", "on": "2026-06-15", "percent": 46.3, "months": 0, "cause": "power"}
    cover = {"material": "maize", "name_en": "maize", "name_ko": "강냉이", "percent": 58, "threshold": 70}

    said = [reasons.sentence(row).replace("\N{NO-BREAK SPACE}", " ") for row in (
        {"code": "raw_cover", **cover},
        {"code": "posts_open", "certified": 60, "needed": 80},
        {"code": "posts_open", "certified": None, "needed": 80},
        fell,
        fell | {"cause": None},
        fell | {"months": 1},
        fell | {"percent": None},
        {"code": "low_utilisation", "percent": 46.3, "threshold": 60},
        {"code": "production_silent", "months": 2},
        {"code": "quality", "percent": 80},
    )]  # fmt: skip

    assert said == [
        "Maize: the bases cover 58.0% of a year’s need; 70% is asked for.",
        "Certified workers for 60 of 80 posts.",
        "80 posts are to be filled, and no training is reported.",
        "It counts no longer since 15 Jun 2026: utilisation was 46.3%; most downtime was for: electricity.",
        "It counts no longer since 15 Jun 2026: utilisation was 46.3%, and no cause is given.",
        "It counts no longer since 15 Jun 2026: 1 of the months looked at is not reported.",
        "It counts no longer since 15 Jun 2026.",
        "Utilisation is 46.3%; to count, 60% is asked for.",
        "No production returns are verified for 2 of the months looked at.",
        "Of the batches checked in the months looked at, 80.0% passed.",
    ]
