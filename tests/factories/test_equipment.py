"""Equipment: planned from the norm, chosen, ordered, tested, commissioned; below its level shown everywhere."""

import uuid
from collections import Counter
from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.rights import Role
from factories import equipment, gates
from factories.actions import equipment as deeds
from factories.actions import returns, standings
from factories.models import EquipmentItem, EquipmentLine, EquipmentStep, Gate, Standing
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import build, make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
ORDERED, TESTED, COMMISSIONED = EquipmentStep.Stage
OCTOBER = make.moment()
PRESS = {"code": "oil-press", "name_en": "Oil press", "name_ko": "착유기", "quantity": 2, "reference_level": 3}
TANK = {"code": "tank", "name_en": "Tank", "name_ko": "탕크", "quantity": 4, "reference_level": 4}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


def type_with(*norms):
    made = make.factory_type(f"type{uuid.uuid4().hex[:6]}")
    made.norms = {"equipment": list(norms)}
    made.save(update_fields=["norms"])
    return made


def report(project, period, lines, *, send_back=False):
    """A submitted return that says {item: (delivered, installed)}."""
    row = make.draft(project, make.period(period))
    EquipmentLine.objects.filter(status_return=row).delete()
    EquipmentLine.objects.bulk_create(
        EquipmentLine(status_return=row, item=item, delivered=delivered, installed=installed)
        for item, (delivered, installed) in lines.items()
    )
    row = returns.submit(row, revision=row.revision, by=row.saved_by, at=row.saved_at)
    if send_back:
        returns.send_back(row, note="Count again.", by=make.verifier(project), at=row.submitted_at + timedelta(hours=1))
    return row


def step(item, stage, quantity, on=date(2026, 10, 1), *, at=OCTOBER, by=None, **values):
    return deeds.step(item, stage=stage, quantity=quantity, on=on, by=by or make.post(), at=at, **values)


def far(item, day=make.DAY):
    [row] = equipment.of_items([item], day)
    return [getattr(row, stage) for stage in equipment.STAGES]


# --- planned ---------------------------------------------------------------------------------------------------------
def test_a_project_begins_with_the_equipment_of_its_type():
    project = make.planned(type_=type_with(PRESS, TANK))

    found = list(project.equipment.values_list("order", "code", "quantity", "reference_level", "level"))

    assert found == [(1, "oil-press", 2, 3, None), (2, "tank", 4, 4, None)]


def test_planning_adds_what_is_missing_and_leaves_what_is_there():
    kind = type_with(PRESS)
    project, by = make.planned(type_=kind), make.post()
    deeds.edit(project.equipment.get(), level=4, supplier=None, quantity=3, maintenance="", reason="Two shifts.", by=by,
               at=OCTOBER)  # fmt: skip
    kind.norms = {"equipment": [PRESS, TANK]}
    kind.save(update_fields=["norms"])

    made = deeds.plan_equipment(project, by=by, at=OCTOBER)
    again = deeds.plan_equipment(project, by=by, at=OCTOBER)

    assert ([row.code for row in made], again) == (["tank"], [])
    assert list(project.equipment.order_by("order").values_list("code", "quantity")) == [("oil-press", 3), ("tank", 4)]


def test_a_type_whose_norm_names_no_equipment_says_so(project):
    with action_refuses("The norm of this type names no equipment: committee staff enter it with the type."):
        deeds.plan_equipment(project, by=make.post(), at=OCTOBER)


# --- chosen ----------------------------------------------------------------------------------------------------------
def test_what_is_chosen_is_entered_with_level_supplier_and_maintenance(project):
    item, supplier = build.item(project, level=None), build.supplier()
    unit = make.post(Role.OPERATION_UNIT, where=make.organization("operation_unit"))

    deeds.edit(item, level=2, supplier=supplier, quantity=1, maintenance=" Weekly. ", by=unit, at=OCTOBER)

    item.refresh_from_db()
    assert (item.level, item.supplier, item.maintenance, item.is_below) == (2, supplier, "Weekly.", True)
    [row] = equipment.of_items([item], make.DAY)
    assert row.level_said == "Level 2, below the reference level 4."


def test_another_quantity_or_level_needs_its_reason_and_none_below_what_is_there(project):
    item = build.item(project, quantity=5, level=4)
    step(item, ORDERED, 4)

    with action_refuses(
        "4 are ordered, on site or in use already: correct that first, or enter at least as many.",
        "Say why the quantity or the level changes: it stays with the item.",
    ):
        deeds.edit(item, level=4, supplier=None, quantity=3, maintenance="", by=make.post(), at=OCTOBER)
    with pytest.raises(Refused, match="Say why the quantity or the level changes"):
        deeds.edit(item, level=3, supplier=None, quantity=5, maintenance="", by=make.post(), at=OCTOBER)

    deeds.edit(item, level=3, supplier=None, quantity=4, maintenance="", reason="As built.", by=make.post(), at=OCTOBER)
    assert EquipmentItem.objects.get(pk=item.pk).level == 3


@pytest.mark.parametrize(("name", "value"), [("level", 6), ("level", 0), ("level", -1), ("quantity", 0),
                                             ("quantity", -3), ("quantity", 99999), ("quantity", None)])  # fmt: skip
def test_a_level_or_quantity_that_can_be_none_is_refused(project, name, value):
    said = {"level": 4, "quantity": 2, "supplier": None, "maintenance": "", "reason": "So.", name: value}

    with pytest.raises(Refused):
        deeds.edit(build.item(project), **said, by=make.post(), at=OCTOBER)


# --- steps -----------------------------------------------------------------------------------------------------------
def test_how_far_an_item_is_comes_from_steps_and_from_the_latest_standing_return(project):
    item, other = build.item(project, quantity=9), build.item(project, "tank")
    step(item, ORDERED, 4, at=make.moment(date(2026, 9, 1)), on=date(2026, 9, 1))
    step(item, ORDERED, 3)
    report(project, date(2026, 9, 15), {item: (4, 2), other: (1, 1)})
    report(project, date(2026, 9, 25), {item: (6, 5)})
    report(project, date(2026, 10, 5), {item: (9, 9)}, send_back=True)
    step(item, TESTED, 4)
    step(item, COMMISSIONED, 1)

    assert far(item) == [7, 6, 5, 4, 1]
    assert far(item, date(2026, 9, 22)) == [4, 4, 2, None, None]
    assert (far(other), far(other, date(2026, 9, 22))) == ([None] * 5, [None, 1, 1, None, None])
    assert far(item, date(2026, 8, 1)) == [None] * 5


def test_no_more_is_tested_than_installed_commissioned_than_tested_ordered_than_needed(project):
    item = build.item(project, quantity=3)
    report(project, date(2026, 10, 5), {item: (3, 2)})
    step(item, TESTED, 1)

    refusals = {
        (ORDERED, 4): "4 would be ordered of the 3 that are needed: enter fewer, or change how many are needed.",
        (TESTED, 2): "3 would be tested of the 2 that the latest return says are installed: enter fewer, or have the "
                     "installation reported first.",
        (COMMISSIONED, 2): "2 would be commissioned of the 1 that are tested: enter the test first, or fewer.",
    }  # fmt: skip
    for (stage, quantity), sentence in refusals.items():
        with action_refuses(sentence, quantity=sentence):
            step(item, stage, quantity)

    assert [step(item, stage, count).quantity for stage, count in ((ORDERED, 3), (TESTED, 1), (COMMISSIONED, 2))] == [
        3, 1, 2,
    ]  # fmt: skip


@pytest.mark.parametrize("quantity", [0, -1, 99999, 10**30, None])
def test_a_quantity_that_can_be_none_is_refused(project, quantity):
    with pytest.raises(Refused):
        step(build.item(project, quantity=9), ORDERED, quantity)

    assert not EquipmentStep.objects.exists()


@pytest.mark.parametrize("day", [None, date(2026, 10, 13), date(1, 1, 1), date.max])
def test_a_step_of_no_day_of_tomorrow_or_of_long_ago_is_refused(project, day):
    with pytest.raises(Refused, match=r"at the latest|cannot be null"):
        step(build.item(project), ORDERED, 1, day)


def test_a_step_that_is_sent_twice_is_one(project):
    item, key = build.item(project, quantity=2), uuid.uuid4()

    first, second = (step(item, ORDERED, 2, key=key) for _time in range(2))

    assert first == second
    with action_refuses("This key belongs to a step of another item: send a new one."):
        step(build.item(project, "tank"), ORDERED, 1, key=key)


def test_a_step_is_corrected_and_withdrawn_and_both_versions_stay(project):
    item, staff = build.item(project, quantity=5), make.post()
    row = step(item, ORDERED, 4, at=make.moment(date(2026, 9, 1)), on=date(2026, 9, 1))
    fresh = deeds.correct(row, quantity=2, why="Two were another's.", by=staff, at=make.moment(date(2026, 9, 10)))
    deeds.withdraw(fresh, why="Never ordered.", by=staff, at=make.moment(date(2026, 9, 20)))

    assert [far(item, date(2026, 9, day))[0] for day in (5, 15, 25)] == [4, 2, None]
    [(last, earlier)] = equipment.steps(project, make.DAY)
    assert (last.withdrawn, earlier) == (True, [fresh, row])
    with database_refuses("Cannot update or delete rows from factories_equipmentstep"):
        sql("UPDATE factories_equipmentstep SET quantity = 9")


def test_a_test_of_what_is_commissioned_is_neither_withdrawn_nor_lowered(project):
    item, staff = build.item(project, quantity=3), make.post()
    report(project, date(2026, 10, 5), {item: (3, 3)})
    row = step(item, TESTED, 3)
    step(item, COMMISSIONED, 2)

    with action_refuses(
        "2 would be commissioned of the 0 that are tested: enter the test first, or fewer.",
        "Say why the step is withdrawn: it stays to be seen.",
    ):
        deeds.withdraw(row, why="", by=staff, at=OCTOBER)
    with pytest.raises(Refused, match="2 would be commissioned of the 1"):
        deeds.correct(row, quantity=1, why="So.", by=staff, at=OCTOBER)

    assert deeds.correct(row, quantity=2, why="So.", by=staff, at=OCTOBER).quantity == 2


def test_only_staff_and_the_operation_unit_keep_equipment(project):
    unit = make.reporter(project)

    with action_forbids(f"The post “{unit}” may not do this. Ask: Committee staff, Operation unit."):
        step(build.item(project), ORDERED, 1, by=unit)


@pytest.mark.django_db(transaction=True)
def test_two_orders_at_once_do_not_exceed_together_what_is_needed():
    item, said = build.item(make.project(), quantity=3), []

    def order():
        try:
            step(item, ORDERED, 2)
        except Refused as refused:
            said.append(refused.reasons)
        finally:
            connection.close()

    threads = [Thread(target=order) for _thread in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert said == [["4 would be ordered of the 3 that are needed: enter fewer, or change how many are needed."]]


STEPS = st.lists(
    st.tuples(st.sampled_from(["step", "step", "correct", "withdraw", "report"]), st.sampled_from(EquipmentStep.Stage),
              st.integers(1, 5), st.integers(0, 9)),
    max_size=12,
)  # fmt: skip
PERIODS = [(month, day) for month in (7, 8, 9) for day in (5, 15, 25)]


@settings(max_examples=30, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(entries=STEPS)
def test_stages_equal_those_of_a_slow_oracle_and_keep_their_order(entries):
    with transaction.atomic():
        item = build.item(make.project(), quantity=6)
        rows, now, said, periods = [], {}, (None, None), iter(PERIODS)
        day = date(2026, 7, 1)
        for deed, stage, quantity, chosen in entries:
            at = make.moment(day)
            try:
                with transaction.atomic():
                    if deed == "report":
                        installed = min(quantity, chosen)
                        row = report(item.project, date(2026, *next(periods)), {item: (quantity, installed)})
                        said, day = (quantity, installed), row.submitted_at.date()
                        continue
                    if deed == "step":
                        row = step(item, stage, quantity, day, at=at)
                    elif not rows:
                        continue
                    elif deed == "correct":
                        row = rows[chosen % len(rows)]
                        row = deeds.correct(row, quantity=quantity, why="So.", by=make.post(), at=at)
                    else:
                        row = deeds.withdraw(rows[chosen % len(rows)], why="So.", by=make.post(), at=at)
            except (Refused, StopIteration):
                continue
            rows.append(row)
            now[row.chain] = None if row.withdrawn else (row.stage, row.quantity)

        sums = Counter()
        for stage, quantity in filter(None, now.values()):
            sums[stage] += quantity
        expected = [sums.get(ORDERED), *said, sums.get(TESTED), sums.get(COMMISSIONED)]
        assert far(item) == expected
        assert sums[ORDERED] <= 6
        assert sums[COMMISSIONED] <= sums[TESTED]
        transaction.set_rollback(True)


# --- below and late --------------------------------------------------------------------------------------------------
def test_an_item_is_late_before_the_finish_when_not_on_site_and_after_it_when_not_installed():
    project = make.project(finishes_on=date(2026, 12, 1))
    item = build.item(project, quantity=3)
    report(project, date(2026, 9, 25), {item: (2, 1)})
    [early], [soon], [past] = (
        equipment.of_items([item], day) for day in (date(2026, 10, 1), date(2026, 10, 2), date(2026, 12, 2))
    )

    assert early.late == ""
    assert soon.late == "2 of 3 on site; the approved finish is 1\xa0Dec\xa02026."
    assert past.late == "1 of 3 installed; the finish approved was 1\xa0Dec\xa02026."


def test_all_items_of_many_projects_are_read_at_once(django_assert_num_queries):
    items = [build.item(make.project(), code) for code in ("press", "tank", "mill")]

    with django_assert_num_queries(1):
        found = equipment.of_items(items, make.DAY)

    assert [row.item for row in found] == items


def test_the_gate_of_commissioning_asks_for_all_installed_and_none_below(project):
    def said():
        return gates.requirement(Gate.COMMISSION, "equipment").find(gates.Facts(project, make.DAY))

    none = said()
    good = build.item(project, "press", 2)
    bad = build.item(project, "tank", 1, level=3)
    new = build.item(project, "mill", 1, level=None)
    open_ = said()
    report(project, date(2026, 10, 5), {good: (2, 2), bad: (1, 1), new: (1, 0)})
    some = said()
    report(project, date(2026, 10, 5), {good: (2, 2), bad: (1, 1), new: (1, 1)})
    EquipmentItem.objects.update(level=4)
    met = said()

    assert (none.state, none.said) == ("missing", "No equipment is listed for this factory.")
    assert (open_.state, some.state) == ("missing", "missing")
    assert open_.said.startswith("Press: no return says how many of 2 are installed. ")
    assert some.said == (
        "Tank: level 3 is below the reference level 4. Mill: 0 of 1 installed. "
        "Mill: the level of what is chosen is not entered."
    )
    assert (met.state, met.said) == ("met", "All 4 pieces are installed, none below its reference level.")


def test_what_is_below_the_reference_level_is_said_wherever_the_project_is(client, project):
    build.item(project, level=2)
    row = make.submitted(project)
    standings.refresh(None, on=make.DAY)
    Standing.objects.filter(pk=project.pk).update(equipment_below=1)
    client.force_login(make.post().official.user)
    county = project.plan.county
    places = ["", "projects/", f"projects/{project.code}/", f"counties/{county.code}/", f"returns/{row.pk}/",
              f"provinces/{county.province.code}/", f"projects/{project.code}/equipment/", "equipment/"]  # fmt: skip

    said = {path: client.get(f"/en/{path}").content.decode().count("below the reference level") for path in places}
    board = client.get("/en/board/").content.decode()

    assert {path: count for path, count in said.items() if not count} == {}
    assert board.count("equipment below the reference level") == 2  # the place's, and the key


def test_where_nothing_is_below_nothing_is_said(client, project):
    build.item(project)
    client.force_login(make.post().official.user)

    for path in ("", "projects/", f"projects/{project.code}/"):
        assert "equipment item below the reference level" not in client.get(f"/en/{path}").content.decode()
