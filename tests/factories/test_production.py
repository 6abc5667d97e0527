"""Monthly production: its plans, each step of a return's life, and every rule that stands against it, all at once."""

import uuid
from datetime import date
from decimal import Decimal

import pytest

from committees.rights import Role
from factories import production, production_rules
from factories.actions import periods
from factories.actions import production as deeds
from factories.models import Gate, ProductionReturn, ProductPlan, Standing, State
from regional20x10.shared.errors import Conflict, Refused
from tests import make, produce
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
VALUES = {"hours_run": Decimal(600), "power_kwh": 40_000, "staff": 78, "narrative": "As planned."}
PRODUCTS = {"food": {"output_t": Decimal(80), "stock_t": Decimal(5), "batches_checked": 10, "batches_passed": 9}}
MATERIALS = {"maize": {"received_t": Decimal(60), "used_t": Decimal(45), "stock_t": Decimal(15)}}
AFTER = date(2026, 6, 3)


@pytest.fixture
def project():
    return produce.factory()


@pytest.fixture
def unit(project):
    return make.post(Role.OPERATION_UNIT, where=project.operation_unit)


@pytest.fixture
def may():
    return produce.month(2026, 5)


def begin(project, period, by, on=AFTER):
    return deeds.begin(project, period, key=uuid.uuid4(), by=by, at=make.moment(on))


def keep(draft, *, on=AFTER, revision=None, products=PRODUCTS, downtimes=(), materials=MATERIALS, **values):
    return deeds.save(
        draft, revision=revision or draft.revision, values=VALUES | values, products=products,
        downtimes=list(downtimes), materials=materials, by=draft.created_by, at=make.moment(on),
    )  # fmt: skip


def hand_in(draft, on=AFTER):
    return deeds.submit(draft, revision=draft.revision, by=draft.created_by, at=make.moment(on))


def reported(project, period, by, on=AFTER, **said):
    return hand_in(keep(begin(project, period, by, on), on=on, **said), on)


def refused(project, period, by, on=AFTER, **said):
    """{field: sentences} with which the return is refused."""
    draft = keep(begin(project, period, by, on), on=on, **said)
    with pytest.raises(Refused) as error:
        hand_in(draft, on)
    return error.value.fields


# --- the ladder ------------------------------------------------------------------------------------------------------
def test_a_return_climbs_from_draft_to_accepted_and_keeps_what_it_said(project, unit, may):
    row = reported(project, may, unit)

    deeds.verify(row, by=make.verifier(project), at=make.moment(AFTER, 13))
    row = deeds.accept(row, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment(AFTER, 14))

    assert (row.state, row.version, row.output_t, row.warnings, row.doubts) == (State.ACCEPTED, 1, 80, [], [])
    said = production.said_by(row)
    assert said.values == VALUES
    assert said.products == {"food": dict.fromkeys(production.PRODUCT) | PRODUCTS["food"]}
    assert (said.downtimes, said.materials) == ([], MATERIALS)


def test_staff_is_carried_from_the_month_before_and_a_correction_from_its_version(project, unit, may):
    row = reported(project, may, unit)

    second = begin(project, may, unit)
    june = begin(project, produce.month(2026, 6), unit, date(2026, 7, 2))

    assert deeds.snapshot(second) == deeds.snapshot(row) | {"revision": 1}
    assert (second.version, june.version) == (2, 1)
    assert (june.staff, june.hours_run, june.products.count()) == (78, None, 0)


def test_the_same_key_is_the_same_return_and_a_second_key_finds_the_draft(project, unit, may):
    key, at = uuid.uuid4(), make.moment(AFTER)

    rows = [deeds.begin(project, may, key=key, by=unit, at=at) for _time in range(2)]
    other = begin(project, may, unit)

    assert rows == [other, other]


def test_a_key_of_another_month_is_refused(project, unit, may):
    draft = begin(project, may, unit)

    with action_refuses("This key was already used for another return: make a new one."):
        deeds.begin(project, produce.month(2026, 6), key=draft.key, by=unit, at=make.moment(AFTER))


def test_a_second_writer_finds_both_versions_in_the_conflict(project, unit, may):
    draft = begin(project, may, unit)
    keep(draft, staff=70)

    with pytest.raises(Conflict) as conflict:
        keep(draft, revision=1, staff=90)

    assert (conflict.value.mine["staff"], conflict.value.theirs["staff"]) == (90, 70)
    assert conflict.value.theirs["revision"] == 2


def test_submitting_twice_is_submitting_once_and_a_submitted_return_is_not_saved_or_thrown_away(project, unit, may):
    draft = keep(begin(project, may, unit))
    row = hand_in(draft)

    again = hand_in(draft)

    assert (again, again.submitted_at) == (row, row.submitted_at)
    with action_refuses("This return was already submitted: correct it by a new version."):
        keep(row)
    with action_refuses("A submitted return is a fact and stays. Correct it by a new version."):
        deeds.discard(row, by=unit)
    with database_refuses("a submitted return is a fact"):
        sql("UPDATE factories_productline SET output_t = 1")


def test_a_draft_is_thrown_away_with_its_parts(project, unit, may):
    draft = keep(begin(project, may, unit), downtimes=[("power", Decimal(8), "")])

    deeds.discard(draft, by=unit)

    assert not ProductionReturn.objects.exists()


def test_it_is_sent_back_with_notes_beside_its_values_and_corrected_by_a_new_version(project, unit, may):
    row, province = reported(project, may, unit), make.verifier(project)

    notes = {"product_food": "Weigh it again.", "material_maize": "Where is the rest?"}
    row = deeds.send_back(row, note="", value_notes=notes, by=province, at=make.moment(AFTER, 13))
    second = reported(project, may, unit, products={"food": {"output_t": Decimal(70)}})

    assert (row.state, row.value_notes) == (State.RETURNED, notes)
    assert (second.version, second.output_t) == (2, 70)


def test_notes_stand_only_beside_what_the_return_says(project, unit, may):
    row = reported(project, may, unit)

    with action_refuses("This return has no such value: product_soap. Load the page again."):
        deeds.send_back(
            row, note="", value_notes={"product_soap": "?"}, by=make.verifier(project), at=make.moment(AFTER)
        )


def test_a_version_that_was_replaced_is_not_judged(project, unit, may):
    first = reported(project, may, unit)
    reported(project, may, unit)

    with action_refuses("Version 2 has replaced this return: judge that one."):
        deeds.verify(first, by=make.verifier(project), at=make.moment(AFTER, 13))


def test_nobody_verifies_or_accepts_their_own(project, unit, may):
    row = reported(project, may, unit)
    province, member = make.verifier(project), make.post(Role.COMMITTEE_MEMBER)
    province.official = unit.official
    province.save(update_fields=["official"])

    with action_forbids("Nobody verifies their own return: another official of the province must."):
        deeds.verify(row, by=province, at=make.moment(AFTER, 13))

    other = make.verifier(project)
    row = deeds.verify(row, by=other, at=make.moment(AFTER, 13))
    member.official = other.official
    member.save(update_fields=["official"])
    with action_forbids("Who submitted or verified a return does not accept it: another member must."):
        deeds.accept(row, by=member, at=make.moment(AFTER, 14))


def test_the_county_reports_too_and_no_other_county_or_unit_does(project, may):
    county = make.post(Role.COUNTY_STAFF, where=project.plan.county)

    assert begin(project, may, county).created_by == county
    reason = "Only the operation unit of a factory and its county report what it produces: ask them."
    for stranger in (
        make.post(Role.COUNTY_STAFF, where=make.county()),
        make.post(Role.OPERATION_UNIT, where=make.organization("operation_unit")),
    ):
        with action_forbids(reason):
            begin(project, may, stranger)


def test_what_is_handed_in_and_verified_refreshes_the_standing(project, unit, may):
    row = reported(project, may, unit)

    deeds.verify(row, by=make.verifier(project), at=make.moment(date(2026, 6, 4)))

    assert Standing.objects.get(project=project).as_of == date(2026, 6, 4)


# --- when ------------------------------------------------------------------------------------------------------------
def test_a_month_that_is_not_over_can_be_begun_and_not_handed_in(project, unit, may):
    fields = refused(project, may, unit, date(2026, 5, 31))

    assert fields == {"period": ["May\N{NO-BREAK SPACE}2026 is not over: hand the return in after 2026-05-31."]}


def test_a_closed_month_is_refused_until_it_is_opened_again(project, unit, may):
    late = date(2026, 6, 20)
    with action_refuses(
        f"{may.label} closed on {may.closes_on}: ask committee staff to open it again, or for an exception."
    ):
        begin(project, may, unit, late)

    staff = make.post(Role.COMMITTEE_STAFF)
    periods.reopen([may], until=late, reason="The line was down.", by=staff, on=late)

    may.refresh_from_db()
    assert reported(project, may, unit, late).state == State.SUBMITTED


def test_an_exception_lets_one_factory_report_a_closed_month(project, unit, may):
    late = date(2026, 6, 20)

    periods.grant(may, project=project, until=late, reason="Flood.", by=make.post(Role.COMMITTEE_STAFF),
                  at=make.moment(late))  # fmt: skip

    assert reported(project, may, unit, late).state == State.SUBMITTED
    with pytest.raises(Refused):
        begin(project, may, unit, date(2026, 6, 21))


def test_nothing_is_produced_before_commissioning(may):
    project = produce.factory(gates=(Gate.COMMISSION,), on=date(2026, 6, 2))
    unit = make.post(Role.OPERATION_UNIT, where=project.operation_unit)

    with action_refuses(
        f"Production before commissioning: {may.label} ended before the factory passed the gate “Commission” on "
        "2026-06-02."
    ):
        begin(project, may, unit)

    assert begin(project, produce.month(2026, 6), unit).version == 1


def test_a_factory_that_was_never_commissioned_reports_nothing(may):
    project = produce.factory(gates=())
    unit = make.post(Role.OPERATION_UNIT, where=project.operation_unit)

    with action_refuses("Production before commissioning: the factory has not passed the gate “Commission”."):
        begin(project, may, unit)


def test_production_is_not_reported_by_ten_days(project, unit):
    with action_refuses("Production is reported by the month: choose a month."):
        begin(project, make.period(date(2026, 5, 25)), unit, date(2026, 5, 31))


# --- what is refused -------------------------------------------------------------------------------------------------
def test_everything_wrong_is_said_at_once_by_field(project, unit, may):
    fields = refused(
        project, may, unit, hours_run=Decimal(740), downtimes=[("power", Decimal(20), "")], materials={},
        products={"food": {"output_t": Decimal(200)}, "soap": {"output_t": Decimal(1)}},
    )  # fmt: skip

    assert fields == {
        "hours_run": ["740 hours run and 20 hours of downtime are more than the 744 hours of the month."],
        "product_soap": [
            "The factory does not make “soap”: choose one of its products, or have it planned first."
        ],
        "products": [
            "An output of 201 t is more than 152.9 t, one and a half times the capacity of the month (101.9 t): "
            "correct the figures, whose unit is the tonne."
        ],
        "material_maize.used_t": ["Enter what was used of the raw material: 0 if nothing."],
    }  # fmt: skip


def test_a_blank_is_not_zero(project, unit, may):
    fields = refused(project, may, unit, hours_run=None, products={}, materials={})

    assert fields == {
        "hours_run": ["Enter the hours run. Enter 0 if the factory did not run."],
        "product_food.output_t": ["Enter the output of the product: 0 if nothing was made."],
        "material_maize.used_t": ["Enter what was used of the raw material: 0 if nothing."],
    }


def test_a_product_of_its_plan_is_taken(project, unit, may):
    produce.product_plan(project, 30, product="soap")

    row = reported(project, may, unit, products=PRODUCTS | {"soap": {"output_t": Decimal(3)}})

    assert row.output_t == 83


def test_no_more_raw_material_is_used_than_was_left_and_received(project, unit, may):
    reported(project, produce.month(2026, 4), unit, date(2026, 5, 3))

    fields = refused(project, may, unit, materials={"maize": {"received_t": Decimal(10), "used_t": Decimal("25.1")}})

    assert fields == {
        "material_maize.used_t": [
            "25.1 t used are more than the 25 t there were: 15 t left from last month, and what was received. "
            "Correct the figures, or enter what was received."
        ]
    }


def test_what_was_left_is_not_known_where_the_month_before_is_missing(project, unit, may):
    reported(project, produce.month(2026, 3), unit, date(2026, 4, 3))

    row = reported(project, may, unit, materials={"maize": {"used_t": Decimal(45)}})

    assert row.state == State.SUBMITTED


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"products": {"food": {"output_t": Decimal(-1)}}}, {"product_food.output_t": "Enter tonnes of 0 or more."}),
        ({"products": {"food": {"output_t": Decimal("NaN")}}}, {"product_food.output_t": "Enter tonnes of 0 or more."}),
        ({"products": {"food": {"output_t": Decimal(10) ** 12}}},
         {"product_food.output_t": "Enter tonnes of 0 or more."}),
        ({"products": {"food": {"stock_t": Decimal(1)}}},
         {"product_food.output_t": "Enter the output of the product: 0 if nothing was made."}),
        ({"products": {"food": {"output_t": Decimal(1), "batches_checked": 2, "batches_passed": 3}}},
         {"product_food.batches_passed": "No more batches pass than are checked: correct one of the two."}),
        ({"products": {"food": {"output_t": Decimal(1), "batches_passed": 3}}},
         {"product_food.batches_checked": "Enter how many batches were checked."}),
        ({"products": {"food": {"output_t": Decimal(1), "first_grade_percent": Decimal(101)}}},
         {"product_food.first_grade_percent": "A percentage lies between 0 and 100."}),
        ({"products": {"x" * 61: {"output_t": Decimal(1)}}},
         {f"product_{'x' * 61}": "A name has 1 to 60 characters."}),
        ({"materials": {"maize": {"used_t": Decimal(-1)}}}, {"material_maize.used_t": "Enter tonnes of 0 or more."}),
        ({"materials": {"maize": {"received_t": Decimal(1)}}},
         {"material_maize.used_t": "Enter what was used of the raw material: 0 if nothing."}),
        ({"hours_run": Decimal("744.1")}, {"hours_run": "A month has at most 744 hours."}),
        ({"staff": -1}, {"staff": "Enter a whole number of 0 or more."}),
        ({"power_kwh": 2**31}, {"power_kwh": "Enter a whole number of 0 or more."}),
        ({"narrative": "\x00"}, {"narrative": "There is a character in it that cannot be kept: type it again."}),
        ({"downtimes": [("rain", Decimal(1), "")]}, {"downtimes": "Choose each cause from the list."}),
        ({"downtimes": [("power", Decimal(0), "")]},
         {"downtime_power": "Hours of downtime are more than 0 and at most 744 in a month."}),
        ({"downtimes": [("power", Decimal(1), ""), ("power", Decimal(2), "")]},
         {"downtime_power": "Each cause is given once: add its hours up."}),
        ({"downtimes": [("power", Decimal(1), "n" * 301)]},
         {"downtime_power": "At most 300 characters: say it shorter."}),
    ],
)  # fmt: skip
def test_what_no_table_can_hold_is_refused_in_words_and_the_draft_stays(project, unit, may, said, fields):
    draft = keep(begin(project, may, unit))
    before = deeds.snapshot(draft)

    with action_refuses(*fields.values(), **fields):
        keep(draft, **said)

    assert deeds.snapshot(ProductionReturn.objects.get()) == before


# --- what is asked ---------------------------------------------------------------------------------------------------
def codes(kept):
    return [row["code"] for row in kept]


def test_a_likely_month_raises_no_warning(project, unit, may):
    row = reported(project, may, unit)

    assert (row.warnings, row.doubts) == ([], [])


def test_output_above_capacity_and_above_what_the_raw_material_allows_is_warned_of_and_taken(project, unit, may):
    row = reported(project, may, unit, products={"food": {"output_t": Decimal(120)}})

    assert codes(row.warnings) == ["above_capacity", "above_material"]
    assert [production_rules.told(kept, project.factory_type) for kept in row.warnings] == [
        "120 t are more than the capacity of the month, 101.9 t. Check the figures.",
        "45 t of maize make 90 t by the norm; 120 t are reported. Check both.",
    ]


def test_a_slip_of_one_digit_is_asked_about(project, unit, may):
    reported(project, produce.month(2026, 4), unit, date(2026, 5, 3))

    row = reported(
        project, may, unit, products={"food": {"output_t": Decimal(8)}}, power_kwh=None,
        materials={"maize": {"used_t": Decimal(4)}},
    )  # fmt: skip

    assert (codes(row.doubts), row.warnings) == (["a_tenth"], [])
    assert production_rules.told(row.doubts[0], project.factory_type) == (
        "food: 8 t is about a tenth of last month’s 80 t. Check the figure and its unit, the tonne."
    )


def test_unusual_electricity_is_warned_of_once_two_months_tell_the_usual(project, unit, may):
    for month in (3, 4):
        reported(project, produce.month(2026, month), unit, date(2026, month + 1, 3))

    row = reported(project, may, unit, power_kwh=81_000, materials={"maize": {"used_t": 15, "received_t": 45}})

    assert codes(row.warnings) == ["above_material", "power"]


def test_long_downtime_needs_a_note_and_nothing_made_a_cause(project, unit, may):
    idle = {"products": {"food": {"output_t": Decimal(0)}}, "hours_run": Decimal(0)}

    down = [("power", Decimal(400), "")]
    without = reported(project, may, unit, **idle)
    silent = reported(project, may, unit, **idle, downtimes=down)
    told = reported(project, may, unit, **idle, downtimes=[("power", Decimal(400), "The line is being mended.")])

    assert [codes(row.warnings) for row in (without, silent, told)] == [["nothing"], ["downtime"], []]


# --- plans -----------------------------------------------------------------------------------------------------------
def test_a_plan_is_set_and_changed_with_a_reason(project, unit):
    plan = deeds.set_plan(project, year=2026, product="food", tonnes=Decimal(900), by=unit)

    with action_refuses(
        "The plan changes: say why. The earlier one stays in its history.",
        reason="The plan changes: say why. The earlier one stays in its history.",
    ):
        deeds.set_plan(project, year=2026, product="food", tonnes=Decimal(800), by=unit)
    deeds.set_plan(project, year=2026, product="food", tonnes=Decimal(800), by=unit, reason="Less maize.")

    assert ProductPlan.objects.get() == plan
    assert ProductPlan.objects.get().tonnes == 800


def test_a_plan_for_what_such_a_factory_does_not_make_needs_a_reason(project, unit):
    with action_refuses(
        "A factory of the year 2026 is planned from that year on, for at most 30 years.",
        "Such a factory makes: food. Choose one of them, or say why it is to make another.",
        "What is planned is more than 0 t.",
    ):
        deeds.set_plan(project, year=2025, product="soap", tonnes=Decimal(0), by=unit)

    assert deeds.set_plan(project, year=2026, product="soap", tonnes=Decimal(1), by=unit, reason="A new line.")


def test_capacity_of_a_month_is_its_share_of_the_year_by_days(project):
    february, leap = produce.month(2026, 2), produce.month(2028, 2)

    assert production.capacity(project, february) == Decimal(1200) * 28 / 365
    assert production.capacity(project, leap) == Decimal(1200) * 29 / 366
