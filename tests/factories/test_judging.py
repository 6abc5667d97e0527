"""The one judgment of a return, on values alone, and what was known before it, read for any number of projects."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from factories import judging, plausibility, prior
from factories.judging import Said
from tests import build, make

pytestmark = pytest.mark.django_db
EARLIER = date(2026, 9, 25)


@pytest.fixture
def project():
    return make.project()


def known_of(project, waybills=()):
    return prior.known([(project, make.period(), 1)], waybills)[project.pk]


def said_of(known, *percents, crew=60, days=600, **parts):
    lines = {package.pk: (Decimal(value), "") for package, value in zip(known.packages, percents, strict=True)}
    return Said({"crew_people": crew, "crew_days": days, "pace": "normal", "narrative": "On."}, lines, [], **parts)


def codes(known, said):
    return [warning["code"] for warning in judging.judge(said, known).warnings]


def delivery(quantity=40, **values):
    row = {"waybill": "W-1", "quantity": Decimal(quantity), "received_on": date(2026, 10, 3), "order_id": None}
    return {**row, "supplier_id": build.supplier().pk, "material_id": build.material().pk, **values}


# --- what was known --------------------------------------------------------------------------------------------------
def test_what_was_known_takes_as_many_queries_for_five_projects_as_for_one():
    projects, period = [make.project() for _number in range(5)], make.period()
    for row in projects:
        make.submitted(row, make.period(EARLIER), (30, 0))
        build.demand(row)
        build.item(row)
    counts = []
    for wanted in (projects[:1], projects):
        with CaptureQueriesContext(connection) as queries:
            prior.known([(row, period, 1) for row in wanted], [(1, "W-1")])
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_only_standing_returns_of_earlier_periods_are_known(project):
    item, unit = build.item(project, quantity=4), make.reporter(project)
    received = delivery(40, received_on=EARLIER)
    said = {"deliveries": [received], "expenditures": {"building": Decimal(100)}, "equipment": {item.pk: (2, 1)}}
    first = make.submitted(project, make.period(EARLIER), (30, 0), by=unit, **said)
    make.submitted(
        project, make.period(EARLIER), (35, 0), by=unit, **said | {"expenditures": {"building": Decimal(80)}},
        at=make.moment(date(2026, 10, 3)),
    )  # fmt: skip
    make.submitted(project, make.period(), (50, 0), by=unit, expenditures={"building": Decimal(999)})
    known = known_of(project)

    assert first.version == 1
    assert known.spent_before == 80
    assert known.delivered == {build.material().pk: 40}
    assert known.last_equipment == {item.pk: (2, 1)}
    assert list(known.last.values()) == [35, 0]


def test_nothing_recorded_is_not_known_and_not_zero(project):
    known = known_of(project)

    assert (known.spent_before, known.disbursed, known.allocated, known.usual, known.last) == (
        None,
        None,
        None,
        None,
        {},
    )


def test_a_disbursement_counts_from_the_day_it_is_paid(project):
    build.disbursement(project, 500, paid_on=date(2026, 10, 10))
    build.disbursement(project, 300, paid_on=date(2026, 10, 11))

    assert known_of(project).disbursed == 500


# --- warnings --------------------------------------------------------------------------------------------------------
def test_a_return_as_planned_is_warned_of_nothing(project):
    make.submitted(project, make.period(EARLIER), (60, 20))
    known = known_of(project)

    assert codes(known, said_of(known, 63, 22)) == []


@pytest.mark.parametrize(("now", "warned"), [(84, []), (85, ["plan"])])
def test_a_jump_of_the_whole_is_warned_of_from_ten_points(project, now, warned):
    make.submitted(project, make.period(EARLIER), (60, 20))
    known = known_of(project)

    assert codes(known, said_of(known, now, 20)) == warned


@pytest.mark.parametrize(("received", "warned"), [(39, ["material"]), (40, []), (0, ["material"])])
def test_work_far_ahead_of_its_material_is_warned_of(project, received, warned):
    build.demand(project, 100)
    parts = {"deliveries": [delivery(received)]} if received else {}
    known = known_of(project)

    assert codes(known, said_of(known, 50, 0, **parts)) == warned


@pytest.mark.parametrize(
    ("spent", "warned"), [(None, []), (100_000, ["money_behind"]), (450_000, []), (900_000, ["money_ahead"])]
)
def test_money_is_held_against_the_work(project, spent, warned):
    build.allocation(project, 1_000_000)
    known = known_of(project)
    parts = {} if spent is None else {"expenditures": {"building": Decimal(spent)}}

    assert codes(known, said_of(known, 50, 50, **parts)) == warned


def test_progress_with_nobody_on_site_is_warned_of(project):
    make.submitted(project, make.period(EARLIER), (60, 20))
    known = known_of(project)

    assert codes(known, said_of(known, 63, 22, crew=0, days=0)) == ["nobody"]


def test_progress_a_worker_day_far_beyond_the_usual_is_warned_of(project):
    for day, percent in (
        (date(2026, 8, 15), 10),
        (date(2026, 8, 25), 11),
        (date(2026, 9, 5), 12),
        (date(2026, 9, 15), 13),
    ):
        make.submitted(project, make.period(day), (percent, 0))
    known = known_of(project)

    assert known.usual == Decimal("1.2") / 1800
    assert codes(known, said_of(known, 19, 0)) == ["few"]
    assert codes(known, said_of(known, 19, 0, days=3000)) == []


def test_a_warning_is_told_in_the_readers_language_with_its_figures(project):
    build.demand(project, 100)
    known = known_of(project)
    [warning] = judging.judge(said_of(known, 50, 0), known).warnings

    with translation.override("ko"):
        korean = plausibility.told(warning)

    assert plausibility.told(warning) == (
        "The work reported needs 50 t of Cement by the norm; 0 t were received. "
        "Check the percentages, and whether every waybill is entered."
    )
    assert "cement 자재" in korean
    assert plausibility.told({"code": "of a later release"}) == "of a later release"


def test_other_figures_are_another_token():
    one, other = [{"code": "plan", "rise": "12"}], [{"code": "plan", "rise": "13"}]

    assert plausibility.token(one) == plausibility.token([dict(one[0])]) != plausibility.token(other)


# --- what blocks -----------------------------------------------------------------------------------------------------
def fields(project, waybills=(), **parts):
    known = known_of(project, waybills)
    return judging.judge(said_of(known, 50, 20, **parts), known).fields


def test_more_spent_than_disbursed_needs_its_reason(project):
    build.disbursement(project, 500)
    spent = {"expenditures": {"building": Decimal(400), "other": Decimal(101)}}

    assert fields(project, **spent) == {
        "overspent_because": [
            "With this return 501 KPW are spent and 500 were disbursed: correct the amounts, or say why more was spent."
        ]
    }
    assert fields(project, **spent, overspent_because="The bank was closed.") == {}


def test_without_any_disbursement_on_record_money_is_not_judged(project):
    assert fields(project, expenditures={"building": Decimal(10**9)}) == {}


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 10, 11), "lies after the period’s end, 2026-10-10"),
        (date(2023, 12, 31), "lies before the programme began, 2024-01-01"),
    ],
)
def test_a_day_outside_the_programme_and_the_period_is_refused(project, day, said):
    incident = {"kind": "fire", "on": day, "people_hurt": 0, "text": "A shed burnt."}

    found = fields(project, deliveries=[delivery(received_on=day)], incidents=[incident])

    assert set(found) == {"delivery_1", "incident_1"}
    assert all(said in sentences[0] for sentences in found.values())


def test_twice_what_is_needed_is_the_most_that_can_be_delivered(project):
    item = build.item(project, quantity=2)

    assert fields(project, equipment={item.pk: (4, 4)}) == {}
    assert list(fields(project, equipment={item.pk: (5, 4)})) == [f"equipment_{item.pk}"]


def test_counts_that_fall_are_asked_about_and_need_a_word(project):
    item = build.item(project, quantity=4)
    make.submitted(project, make.period(EARLIER), (40, 20), equipment={item.pk: (3, 2)})
    known = known_of(project)
    said = said_of(known, 50, 20, equipment={item.pk: (3, 1)})

    explained = judging.judge(said, known)
    said.values["narrative"] = " "
    silent = judging.judge(said, known)

    assert (explained.fields, [row["code"] for row in explained.questions]) == ({}, ["pieces"])
    assert silent.fields == {
        f"equipment_{item.pk}": [
            "Press: 3/1 delivered and installed is less than last period’s 3/2. Counts do not fall. "
            "Correct it, or say in “What was done” why it is less."
        ]
    }


NAN, ENDLESS, HUGE = Decimal("NaN"), Decimal("Infinity"), Decimal("1e308")


@pytest.mark.parametrize("value", [NAN, Decimal("sNaN"), ENDLESS, HUGE, Decimal(-1), Decimal(0), None])
def test_an_impossible_quantity_is_a_sentence(project, value):
    row = {**delivery(), "quantity": value}

    assert fields(project, deliveries=[row]) == {
        "delivery_1": ["Enter the quantity received, such as 12.5: it is more than 0."]
    }


@pytest.mark.parametrize("value", [NAN, Decimal("sNaN"), ENDLESS, HUGE, Decimal(-1)])
def test_an_impossible_amount_is_a_sentence(project, value):
    build.disbursement(project, 500)

    assert list(fields(project, expenditures={"building": value})) == ["expenditure_building"]


def test_everything_that_cannot_be_kept_is_said_at_once(project):
    other = build.order(make.project())
    rows = [
        delivery(supplier_id=None, material_id=0, waybill="", received_on=None, order_id=other.pk),
        {**delivery(), "waybill": "a\x00b"}, row := delivery(), row,
    ]  # fmt: skip
    found = fields(
        project, deliveries=rows, expenditures={"bribes": Decimal(1)}, equipment={0: (1, 1)},
        incidents=[{"kind": "magic", "on": None, "people_hurt": -1, "text": " "}], overspent_because="x" * 301,
    )  # fmt: skip

    assert {name: len(sentences) for name, sentences in found.items()} == {
        "delivery_1": 5, "delivery_2": 1, "delivery_4": 1, "expenditures": 1, "equipment_0": 1, "incident_1": 4,
        "overspent_because": 1,
    }  # fmt: skip
