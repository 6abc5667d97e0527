"""standing(as_of) of what is known while building, against its slow oracle on made-up facts; and its rules."""

from datetime import date, timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from factories import standing, supplies
from factories.actions import entries, returns, standings
from factories.models import (
    Commitment,
    Delivery,
    EquipmentLine,
    Expenditure,
    Finding,
    FindingStep,
    Standing,
    StatusReturn,
)
from tests import build, make
from tests.factories.building_worlds import BuildingWorld, when, worlds
from tests.factories.test_standing import ONE_WORLD_AT_A_TIME, asked, disagreements, stands

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return BuildingWorld()


@ONE_WORLD_AT_A_TIME
@given(told=st.lists(worlds(), min_size=1, max_size=2), when=when)
def test_what_is_known_while_building_is_the_oracles_by_both_plans(world, told, when):
    with transaction.atomic():
        keys = world.write(told)
        for day in when:
            rows, many = asked(day, keys), asked_many(day, keys)
            for key, project in zip(keys, told, strict=True):
                assert not disagreements(rows[key], world.expected(project, day)), (day, project)
                assert values(rows[key]) == values(many[key])
        transaction.set_rollback(True)


@ONE_WORLD_AT_A_TIME
@given(told=st.lists(worlds(), min_size=1, max_size=2), when=when)
def test_the_supplies_of_an_unfinished_project_are_those_of_its_standing(world, told, when):
    """Both hold the same rule in SQL: one by material for the pages, one for the standing."""
    with transaction.atomic():
        keys = world.write(told)
        for day in when:
            rows, whole = asked(day, keys), supplies.of_whole_projects(day, keys)
            for key in (key for key in keys if not rows[key].finished_on):
                row = rows[key]
                assert (row.cover_days, row.short_on, row.short_material) == tuple(whole.get(key, (None, None, "")))
        transaction.set_rollback(True)


def asked_many(day, keys):
    """The rows of the function that is planned for many."""
    return {row.pk: row for row in Standing.objects.raw("SELECT * FROM standing_many(%s, %s)", [day, keys])}


def values(row):
    return {field.attname: getattr(row, field.attname) for field in Standing._meta.concrete_fields}


# --- the rules, one by one -------------------------------------------------------------------------------------------
DAY = make.DAY
BUILDING = [
    "inspected_percent", "inspected_on", "findings_open", "findings_critical", "cover_days", "short_on", "warnings",
    "equipment_needed", "equipment_installed", "equipment_below", "funds_allocated", "funds_disbursed",
    "funds_committed", "funds_spent",
]  # fmt: skip


def after(days):
    return DAY + timedelta(days=days)


def reason(project, code, day=DAY):
    """The reason of that code, None without it."""
    return next((row for row in stands(project, day).reasons if row["code"] == code), None)


def told(project, percents=(50, 20), *, at=None, **parts):
    """A submitted return with what `parts` says beside progress: {model: values of one row}."""
    row = make.draft(project, percents=percents, at=at)
    for model, values in parts.items():
        PARTS[model].objects.create(status_return=row, **values)
    return returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)


PARTS = {"delivery": Delivery, "spent": Expenditure, "equipment": EquipmentLine}


def received(quantity, supplier=None, waybill="W-1"):
    return {
        "supplier": supplier or build.supplier(), "waybill": waybill, "material": build.material(),
        "quantity": quantity, "received_on": date(2026, 10, 5),
    }  # fmt: skip


def covered(project, day=DAY):
    row = stands(project, day)
    return row.cover_days, row.short_on, row.short_material


def test_what_nobody_entered_is_blank_and_never_zero():
    project = make.project()

    row = stands(project, DAY)

    assert {name: getattr(row, name) for name in BUILDING} == dict.fromkeys(BUILDING)
    assert row.short_material == ""


@pytest.mark.parametrize(("days", "expected"), [(0, 2), (30, 2), (31, 1), (60, 1), (61, None)])
def test_a_shortage_is_told_sixty_days_ahead_and_presses_within_thirty(days, expected):
    project = make.project()
    make.verified(project, percents=(100, 80))
    build.demand(project, 100, after(days), package=project.packages.last())

    row, said = stands(project, DAY), reason(project, "shortage")

    assert row.cover_days == days
    assert row.short_on == (after(days) if expected else None)
    assert row.short_material == ("cement" if expected else "")
    if expected:
        assert row.colour == {1: "watch", 2: "risk"}[expected]
        names = {"name_en": "Cement", "name_ko": "cement 자재", "unit": "t"}
        assert said == {"code": "shortage", "on": str(after(days)), "material": "cement", "missing": 20, **names}
    else:
        assert said is None


def test_what_comes_on_the_day_it_is_needed_covers_it_and_what_comes_later_does_not():
    project = make.project()
    build.demand(project, 100, after(10))
    order = build.order(project, 100, after(10))

    assert covered(project) == (10, None, "")

    entries.entered(_version(order, promised_on=after(11)), replaces=order)
    assert covered(project) == (10, after(10), "cement")


def _version(row, *, at=None, **values):
    """The next version of an entry, not saved."""
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    kept |= {"id": None, "replaces_id": None, "at": at or make.moment(), "by": make.post(), "why": "A slip."}
    kept.pop("by_id")
    return type(row)(**kept | values)


def test_an_order_whose_day_is_here_counts_only_once_it_is_dispatched():
    project = make.project()
    build.demand(project, 100, after(10))
    order = build.order(project, 100, DAY)

    assert covered(project) == (10, after(10), "cement")

    build.dispatch(order, expected_on=after(-3))
    assert covered(project) == (10, None, "")
    assert reason(project, "shortage") is None


def test_a_consignment_that_is_late_comes_tomorrow_at_the_earliest():
    project = make.project()
    build.demand(project, 100, DAY)
    build.dispatch(build.order(project, 100, after(-20)), expected_on=after(-3))

    assert covered(project) == (0, DAY, "cement")


def test_of_an_order_partly_dispatched_the_rest_is_to_come_when_promised():
    project = make.project()
    build.demand(project, 100, after(10))
    order = build.order(project, 100, after(10))

    build.dispatch(order, 30, after(11))

    assert reason(project, "shortage")["missing"] == 30


def test_what_was_received_is_stock_and_no_more_on_its_way():
    project, supplier = make.project(), build.supplier()
    build.demand(project, 100, after(10), package=project.packages.last())
    build.dispatch(build.order(project, 100, after(-5), supplier_=supplier), expected_on=after(-5))
    told(project, (50, 0), delivery=received(60, supplier))

    assert covered(project) == (10, after(10), "cement")
    assert reason(project, "shortage")["missing"] == 40


def test_the_waybill_of_another_supplier_is_another_consignment():
    project = make.project()
    build.demand(project, 100, after(10), package=project.packages.last())
    build.dispatch(build.order(project, 100, after(5)))
    told(project, (50, 0), delivery=received(1))

    assert covered(project) == (10, None, "")


def test_more_used_by_the_norm_than_delivered_is_an_empty_store_and_no_debt():
    project = make.project()
    build.demand(project, 100, after(10))

    told(project, (50, 0), delivery=received(20))

    assert reason(project, "shortage")["missing"] == 50


def test_materials_are_counted_apart_and_the_one_short_first_is_named():
    project, steel = make.project(), build.material("steel")
    build.demand(project, 10, after(20), material_=steel)
    build.demand(project, 10, after(20))
    build.demand(project, 10, after(21), package=project.packages.last())

    assert covered(project) == (20, after(20), "cement")

    build.order(project, 10, after(1))
    assert covered(project) == (20, after(20), "steel")


def test_a_need_that_is_covered_for_good_is_a_year_of_cover():
    project = make.project()
    build.demand(project, 10, after(20))

    told(project, (50, 0), delivery=received(10))

    assert covered(project) == (365, None, "")


def test_an_order_withdrawn_is_not_expected_and_was_until_then():
    project = make.project()
    build.demand(project, 100, after(10))
    order = build.order(project, 100, after(5))

    entries.withdraw(order, why="Never made.", by=make.post(), at=make.moment())

    assert covered(project, after(-1))[1:] == (None, "")
    assert covered(project)[1:] == (after(10), "cement")


def test_a_finished_factory_needs_no_material():
    project = make.project()
    build.demand(project, 100, after(10))
    make.verified(project, percents=(100, 100))

    assert covered(project) == (None, None, "")


@pytest.mark.parametrize(
    ("measured", "days", "told_"), [("40", 0, False), ("39.99", 0, True), ("10", 45, True), ("10", 46, False)]
)
def test_a_claim_over_ten_points_above_an_inspection_of_the_last_45_days_is_a_risk(measured, days, told_):
    project, visited_on = make.project(), after(-days)
    make.verified(project, make.period(visited_on), (50, 50), at=make.moment(visited_on))
    build.inspection(project, (measured, measured), visited_on)

    row, said = stands(project, DAY), reason(project, "inspected_gap")

    assert (row.inspected_percent, row.inspected_on) == (Decimal(measured), visited_on)
    on = str(visited_on)
    expected = {"code": "inspected_gap", "claimed": 50, "inspected": round(Decimal(measured), 1), "on": on}
    assert said == (pytest.approx(expected | {"inspected": float(expected["inspected"])}) if told_ else None)


def test_progress_after_a_visit_is_no_gap_and_a_claim_sent_back_after_it_stays_one():
    honest, bold = make.project(), make.project()
    for project, percent in ((honest, 40), (bold, 80)):
        make.submitted(project, make.period(date(2026, 9, 5)), (percent, percent), at=make.moment(date(2026, 9, 11)))
        build.inspection(project, (40, 40), date(2026, 9, 14))
    make.submitted(honest, make.period(date(2026, 10, 5)), (55, 55), at=make.moment(DAY))
    returns.send_back(
        StatusReturn.objects.get(project=bold), note="Count again.", by=make.verifier(bold), at=make.moment(DAY)
    )

    assert reason(honest, "inspected_gap") is None
    assert reason(bold, "inspected_gap") == {
        "code": "inspected_gap", "claimed": 80, "inspected": 40, "on": "2026-09-14",
    }  # fmt: skip


def test_a_return_handed_in_after_the_day_of_the_visit_is_not_held_against_it():
    project = make.project()
    build.inspection(project, (10, 10), after(-3))
    make.submitted(project, percents=(50, 50), at=make.moment(after(-2)))

    assert reason(project, "inspected_gap") is None


def test_the_last_visit_that_measured_the_whole_counts():
    project = make.project()
    build.inspection(project, (60, 60), after(-3))
    build.inspection(project, (40, 40), after(-2))
    build.inspection(project, (90, None), after(-1))

    row = stands(project, DAY)

    assert (row.inspected_percent, row.inspected_on) == (40, after(-2))


def finding(project, severity="critical", due_on=DAY, steps=()):
    made = Finding.objects.create(
        project=project, inspection=build.inspection(project, visited_on=after(-9)), severity=severity,
        text="A crack.", assignee=project.construction_unit, due_on=due_on,
    )  # fmt: skip
    for step in steps:
        FindingStep.objects.create(finding=made, step=step, note="Seen.", at=make.moment(after(-1)))
    return made


def counted(project, day=DAY):
    row = stands(project, day)
    return row.findings_open, row.findings_critical


def test_a_finding_is_open_until_the_inspector_closes_it():
    project = make.project()
    build.inspection(project, visited_on=after(-9))
    none = counted(project)

    made = finding(project, steps=["resolved"])
    resolved = counted(project)
    FindingStep.objects.create(finding=made, step="closed", note="Seen.", at=make.moment())

    assert (counted(project, after(-10)), none, resolved) == ((None, None), (0, 0), (1, 1))
    assert (counted(project), counted(project, after(-1))) == ((0, 0), (1, 1))
    assert (reason(project, "critical_finding"), reason(project, "critical_finding", after(-1))["count"]) == (None, 1)


@pytest.mark.parametrize(
    ("days", "steps", "late"), [(0, [], False), (-1, [], True), (-1, ["resolved"], False), (-1, ["reopened"], True)]
)
def test_a_finding_to_be_mended_is_late_from_the_day_after_its_day(days, steps, late):
    project = make.project()

    finding(project, "minor", after(days), steps)

    expected = {"code": "finding_overdue", "count": 1, "on": str(after(days))}
    assert reason(project, "finding_overdue") == (expected if late else None)


def funds(project, day=DAY):
    row = stands(project, day)
    return row.funds_allocated, row.funds_disbursed, row.funds_committed, row.funds_spent


def test_funds_are_the_entries_in_force_in_the_currency_of_the_project_and_what_returns_spent():
    project = make.project()
    first = build.allocation(project, 1000)
    build.allocation(project, 500)
    build.allocation(project, 77, currency="CNY")
    entries.entered(_version(first, amount=2000), replaces=first)
    Commitment.objects.create(
        project=project, line="other", amount=300, committed_on=DAY, contract="C", at=make.moment()
    )
    told(project, spent={"line": "other", "amount": 40})

    assert funds(project, after(-1)) == (1500, None, None, 40)
    assert funds(project) == (2500, None, 300, 40)


def test_money_spent_beyond_what_was_disbursed_is_watched_and_beyond_what_was_allocated_a_risk():
    project = make.project()
    told(project, spent={"line": "other", "amount": 100})
    unknown = [row["code"] for row in stands(project, DAY).reasons if row["code"] in ("overspent", "over_allocated")]

    build.disbursement(project, 60)
    build.allocation(project, 100)
    spent = [reason(project, "overspent"), reason(project, "over_allocated")]
    build.allocation(project, 1, currency="CNY")
    entries.entered(_version(project.allocations.first(), amount=90), replaces=project.allocations.first())

    assert unknown == []
    assert spent == [{"code": "overspent", "amount": 40, "currency": "KPW"}, None]
    assert reason(project, "over_allocated") == {"code": "over_allocated", "amount": 10, "currency": "KPW"}


@pytest.mark.parametrize(("amount", "percent"), [("500", None), ("499.99", 50), ("100", 10)])
def test_under_half_of_the_budget_allocated_is_told_once_work_has_begun(amount, percent):
    project = make.project(budget=1000)
    build.allocation(project, Decimal(amount))

    expected = None if percent is None else {"code": "underfunded", "percent": percent}
    assert reason(project, "underfunded") == expected
    assert reason(project, "underfunded", date(2026, 1, 31)) is None


def test_equipment_is_counted_by_pieces_and_what_is_below_the_reference_by_kinds():
    project = make.project()
    press = build.item(project, "press", 3, level=3)
    build.item(project, "oven", 2)
    build.item(project, "scales", 1, level=None)
    told(project, equipment={"item": press, "delivered": 2, "installed": 1})

    row = stands(project, DAY)

    assert (row.equipment_needed, row.equipment_installed, row.equipment_below) == (6, 1, 1)
    assert reason(project, "below_reference") == {"code": "below_reference", "count": 1}


@pytest.mark.parametrize(("count", "told_"), [(2, False), (3, True)])
def test_three_implausible_figures_of_the_last_return_are_told(count, told_):
    project = make.project()
    row = make.submitted(project)
    with pgtrigger.ignore("factories.StatusReturn:facts_stand"):
        StatusReturn.objects.filter(pk=row.pk).update(warnings=[{"code": "plan"}] * count)

    assert stands(project, DAY).warnings == count
    assert reason(project, "warnings") == ({"code": "warnings", "count": count} if told_ else None)


def test_the_table_keeps_what_the_function_says_of_the_building():
    project, other = make.project(), make.project()
    build.demand(project, 100, after(20))
    build.item(project, level=3)
    build.allocation(project)
    build.inspection(project, visited_on=after(-9))
    told(project, spent={"line": "other", "amount": 40})

    standings.refresh([project.pk, other.pk], on=DAY)

    assert standing.differences() == []
    assert Standing.objects.get(project=project).short_material == "cement"
    assert values(Standing.objects.get(project=project)) == values(asked_many(DAY, [project.pk])[project.pk])
