"""What a made-up factory is built with: its funds, its materials on order and on the way, its equipment."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from committees.models import OrganizationKind
from committees.rights import Role
from factories.actions import equipment, funds, supplies
from factories.models import EquipmentStep, Level, Material
from regional20x10.demonstration import DAY, cohorts, norms
from regional20x10.shared import clock

NAMESPACE = uuid.UUID("20102010-2010-2010-2010-201020102011")
PRICE_M2 = 50_000
"""Of a square metre of floor, in the project's currency; made up like all else here."""
LINES = {"building": 45, "materials": 25, "equipment": 20, "transport": 6, "design": 3, "other": 1}
"""Share of each cost line in the whole, %."""
SOURCES = {"state": 70, "province": 20, "county": 10}
TRANCHES = (((2, 20), 35), ((4, 20), 25), ((6, 20), 20), ((8, 20), 20))
"""(month, day) of a payment, and its share of what is allocated, %."""
SUPPLIERS = {
    # materials: English, Korean
    ("cement",): ("Cement works", "세멘트공장"),
    ("steel", "pipes"): ("Steel works", "제강소"),
    ("bricks", "tiles", "glass"): ("Building materials works", "건재공장"),
    ("coal",): ("Coal mine", "탄광"),
}
MACHINES = ("Machine works", "기계공장")
DAYS_BEFORE_NEED = 12
"""Material is promised so many days before it is needed."""
LATE_UNTIL = date(2026, 9, 15)
"""The last need for which a lot came later than was promised."""
MAINTENANCE = "월 1차 점검, 년 1차 보수. Checked every month, overhauled every year."


def key(*words):
    """The same UUID for the same thing on every run."""
    return uuid.uuid5(NAMESPACE, " ".join(map(str, words)))


def at(day, hour=10):
    return clock.start_of(day) + timedelta(hours=hour)


def list_materials():
    """The programme's list of materials."""
    for code, (english, korean, unit, _need) in norms.MATERIALS.items():
        supplies.list_material(code=code, name_en=english, name_ko=korean, unit=unit, by=None)


def suppliers(cast):
    """{material code: its supplier}."""
    return {
        code: cast.body(OrganizationKind.SUPPLIER, "-".join(codes), *names)
        for codes, names in SUPPLIERS.items()
        for code in codes
    }


def whole_cost(project):
    """What the factory costs in all."""
    return Decimal(project.floor_area_m2 or project.factory_type.norms["floor_area_m2"]) * PRICE_M2


# --- funds -----------------------------------------------------------------------------------------------------------
def fund(project, cast, *, year, tranches=TRANCHES):
    """Allocated at the year's beginning, committed, and paid in parts."""
    staff, whole = cast.post(Role.COMMITTEE_STAFF), whole_cost(project)
    start = date(year, 1, 15)
    for source, share in SOURCES.items():
        funds.allocate(
            project, year=year, source=source, amount=whole * share / 100, reference=f"Allocation {year}",
            key=key(project.code, "allocation", source), by=staff, at=at(start),
        )  # fmt: skip
    for (month, day), share in tranches:
        _pay(project, staff, date(year, month, day), whole * share / 100)


def _pay(project, staff, day, amount):
    if day > DAY:
        return
    for source, share in SOURCES.items():
        funds.disburse(
            project, source=source, amount=amount * share / 100, paid_on=day, reference=f"Payment of {day}",
            key=key(project.code, "payment", day, source), by=staff, at=at(day, 15),
        )  # fmt: skip


def commit(project, cast):
    """The contracts for the building and the machines."""
    unit, whole = cast.post(Role.CONSTRUCTION_UNIT, project.plan.county), whole_cost(project)
    for number, line in enumerate(("building", "equipment"), 1):
        funds.commit(
            project, line=line, amount=whole * LINES[line] / 100, committed_on=date(2026, 2, 25), by=unit,
            contract=f"Contract {number} of {project.code}", key=key(project.code, "contract", line),
            at=at(date(2026, 2, 25)), contractor=project.construction_unit if line == "building" else None,
        )  # fmt: skip


# --- materials -------------------------------------------------------------------------------------------------------
def order_materials(project, cast, dice):
    """Orders and dispatches for every demand; returns what arrives when: [(day, {of a delivery})]."""
    unit, arrivals = cast.post(Role.CONSTRUCTION_UNIT, project.plan.county), []
    sources = suppliers(cast)
    for number, (material, needed_by, quantity) in enumerate(_lots(project), 1):
        arrives = _arrival(project, material, needed_by, dice)
        ordered_on = max(date(2026, 2, 25), needed_by - timedelta(days=60))
        promised_on = max(ordered_on, needed_by - timedelta(days=DAYS_BEFORE_NEED))
        if arrives > needed_by > DAY:
            promised_on = arrives  # the supplier has said that it comes too late
        if ordered_on > DAY:
            continue
        order = supplies.order(
            project, material=material, supplier=sources[material.code], reference=f"{project.code}/{number}",
            quantity=quantity, ordered_on=ordered_on, promised_on=promised_on, by=unit, at=at(ordered_on),
            key=key(project.code, "order", number),
        )  # fmt: skip
        left = arrives - timedelta(days=4)
        if left > DAY:
            continue
        waybill = f"{project.code}-{number}"
        supplies.dispatch(
            order, waybill=waybill, quantity=quantity, dispatched_on=max(left, ordered_on),
            expected_on=max(arrives, ordered_on), by=unit, at=at(max(left, ordered_on), 14),
            key=key(project.code, "dispatch", number),
        )  # fmt: skip
        said = {"supplier_id": order.supplier_id, "waybill": waybill, "material_id": material.pk,
                "quantity": quantity, "order_id": order.pk}  # fmt: skip
        arrivals.append((max(arrives, ordered_on), said))
    return sorted(arrivals, key=lambda row: (row[0], row[1]["waybill"]))


def _lots(project):
    """(material, day by which it is needed, quantity): the demands of one material and day together, a little more."""
    lots = {}
    materials = {row.pk: row for row in Material.objects.all()}
    for row in project.demands.order_by("needed_by", "material__code"):
        lots[row.material_id, row.needed_by] = lots.get((row.material_id, row.needed_by), 0) + row.quantity
    return [
        (materials[pk], day, (quantity * Decimal("1.02")).quantize(Decimal("0.1")))
        for (pk, day), quantity in lots.items()
    ]


def _arrival(project, material, needed_by, dice):
    """The day a lot arrives: some days before it is needed, or late where the material is short.

    Some lots came after their promise; none that is promised now does, or all of autumn would read as short.
    """
    least = DAYS_BEFORE_NEED if needed_by > LATE_UNTIL else 4
    early = needed_by - timedelta(days=dice.randint(least, DAYS_BEFORE_NEED + 3))
    late = cohorts.SHORT.get((project.plan.county.code, material.code))
    return needed_by + timedelta(days=late) if late else early


# --- equipment -------------------------------------------------------------------------------------------------------
def choose_equipment(project, cast):
    """On which level each item is, from whom, and when it was ordered."""
    county = project.plan.county
    unit, maker = cast.post(Role.OPERATION_UNIT, county), cast.body(OrganizationKind.SUPPLIER, "machines", *MACHINES)
    for item in project.equipment.order_by("order"):
        below = (county.code, item.code) in cohorts.BELOW_REFERENCE
        equipment.edit(
            item, level=Level(item.reference_level - below), supplier=maker, quantity=item.quantity,
            maintenance=MAINTENANCE, reason="Chosen.", by=unit, at=at(date(2026, 3, 10)),
        )  # fmt: skip
        equipment.step(
            item, stage=EquipmentStep.Stage.ORDERED, quantity=item.quantity, on=date(2026, 3, 20),
            reference=f"Order {item.order}", key=key(project.code, "equipment", item.code), by=unit,
            at=at(date(2026, 3, 20)),
        )  # fmt: skip
