"""What came before the first stone in the demonstration: conditions, size, site, design, agreement, the first gate."""

from datetime import date, timedelta
from decimal import Decimal

from committees.rights import Role
from factories import sizing
from factories.actions import agreements as signing
from factories.actions import conditions, designs, gates, sites
from factories.actions import sizing as studies
from factories.agreements import state
from factories.models import ClauseKind, Gate, Measure, Side
from regional20x10.demonstration import building
from regional20x10.shared import clock

YEAR = 2025
"""Of the conditions that the studies of 2026 rest on."""
SOURCE = "made up for the demonstration"
SHARE = 25
"""Of a county's power, water and workforce that each of its factories may take, %."""
SITES = (("북쪽 부지 North site", 0.6), ("역전 부지 Station site", 1.25))
"""Names, and the water there against the need."""
TERRAIN = ["mountain", "plain", "coast"]
CLAUSES = {
    ClauseKind.CAPACITY: "생산능력은 년간 {capacity}t으로 한다. The capacity is {capacity} t a year.",
    ClauseKind.LAYOUT: "생산건물과 보이라실의 배치는 도면 1에 따른다. Hall and boiler house stand as in drawing 1.",
    ClauseKind.UTILITIES: "전력 {power}kW, 공업용수 하루 {water}m³. Power {power} kW, water {water} m³ a day.",
    ClauseKind.INPUTS: "원료는 군내 원료기지에서 받는다. Raw material comes from bases in the county.",
    ClauseKind.CONDITIONS: "환기, 조명, 난방은 설계기준에 따른다. Air, light and heating are as the design rules ask.",
    ClauseKind.OTHERS: "없음. None.",
}
CHANGED = {
    "KP0412": (date(2026, 6, 15), "The boiler house moves to the north side.", (Side.DESIGN, Side.CONSTRUCTION)),
}
"""Places whose design changed in mid-building: when, how, and who has signed the new clause since."""


def prepare(project, cast, dice):
    """Everything from the county's conditions to the first gate, each by the post whose business it is."""
    county, member = project.plan.county, cast.post(Role.COMMITTEE_MEMBER)
    needs = size_and_site(project, cast, dice, begins=date(2026, 1, 22))
    _designed(project, 0, _clauses(needs), "First issue.", cast, _day(2, 3))
    _signed(project, Side, cast, _day(2, 9))
    building.fund(project, cast, year=2026)
    gates.let_through(project, Gate.START, by=member, at=_day(2, 24))
    if county.code in CHANGED:
        _changed(project, needs, cast, *CHANGED[county.code])


def size_and_site(project, cast, dice, *, begins, sites=SITES):
    """The county's conditions, the size they allow and a site, within ten days; returns the Needs of that size."""
    _conditions(project, cast, dice)
    needs = _sized(project, cast, begins)
    _sited(project, needs, sites, cast, dice, begins + timedelta(days=5))
    return needs


def _conditions(project, cast, dice):
    """Of the county once: the first of its factories to be prepared records them for all."""
    county = project.plan.county
    if county.conditions.filter(year=YEAR).exists():
        return
    people = county.population or 48000
    values = {
        "population": people, "workforce": people * 27 // 100, "electricity_kw": dice.randint(16, 28) * 100,
        "water_m3_day": dice.randint(10, 18) * 100, "terrain": dice.choice(TERRAIN),
        "rail_km": Decimal(dice.randint(2, 90)) / 10, "trunk_road_km": Decimal(dice.randint(5, 160)) / 10,
    }  # fmt: skip
    conditions.record(
        county, YEAR, values=values, sources=dict.fromkeys(values, SOURCE), by=cast.post(Role.COMMITTEE_STAFF),
        demand_per_head=_listed(county, "reference", "kg_per_head", dice),
        raw_materials_t_year=_materials(county, dice), demonstration=True,
    )  # fmt: skip


def _types(county):
    return [project.factory_type for plan in county.plans.all() for project in plan.projects.order_by("code")]


def _listed(county, part, name, dice):
    """{product group: (kg a head and year, source)} around those of the reference county."""
    found = {}
    for kind in _types(county):
        for group, usual in kind.norms[part][name].items():
            found.setdefault(group, (round(usual * dice.uniform(0.8, 1.1), 2), SOURCE))
    return found


def _materials(county, dice):
    """{raw material: (t a year, source)} around what factories of the reference size need."""
    found = {}
    for kind in _types(county):
        for material, share in kind.norms["raw_material_t_per_t"].items():
            need = kind.norms["capacity_t_year"] * share
            found.setdefault(material, (round(need * dice.uniform(0.7, 1.5)), SOURCE))
    return found


def _sized(project, cast, begins):
    """The Needs of the size recommended, studied by the design unit and approved."""
    member, at = cast.post(Role.COMMITTEE_MEMBER), building.at(begins)
    designer = cast.post(Role.DESIGN_UNIT, project.plan.county.province)
    study = studies.begin(project, year=YEAR, share_percent=SHARE, by=designer, at=at, demonstration=True)
    size = sizing.recommended(sizing.read_inputs(project, YEAR, SHARE))
    study = studies.save(study, year=YEAR, share_percent=SHARE, chosen_t_year=size, by=designer)
    study = studies.submit(study, by=designer, at=at + timedelta(days=1))
    project.capacity_t_year = size
    return sizing.needs(studies.approve(study, by=member, at=at + timedelta(days=4)))


def _sited(project, needs, chosen_from, cast, dice, begins):
    """The sites, of which those that lack water are rejected."""
    member, at = cast.post(Role.COMMITTEE_MEMBER), building.at(begins)
    county, staff = project.plan.county, cast.post(Role.COUNTY_STAFF, project.plan.county)
    lat, lon = county.point or (None, None)
    for place, (name, share) in enumerate(chosen_from):
        near = {"lat": round(lat + place / 100, 4), "lon": round(lon + place / 80, 4)} if lat else {}
        site = sites.propose(project, name=name, by=staff, at=at, demonstration=True, **near)
        values = {
            Measure.POWER_KW: round(needs.power_kw * Decimal("1.2")),
            Measure.WATER_M3_DAY: round(needs.water_m3_day * Decimal(share)),
            Measure.ROAD_KM: Decimal(dice.randint(2, 20)) / 10, Measure.RAIL_KM: Decimal(dice.randint(5, 90)) / 10,
            Measure.HOUSEHOLDS_TO_MOVE: Decimal(0), Measure.HOUSEHOLDS_NEAR: Decimal(dice.randint(4, 35)),
        }  # fmt: skip
        measured = {"measured_on": begins, "measured_by": str(staff), "road_class": "county"}
        sites.measure(site, values=values, by=staff, at=at + timedelta(days=1), **measured)
        if share < 1:
            sites.reject(site, reason="The spring gives too little water.", by=member, at=at + timedelta(days=3))
        else:
            sites.approve(site, by=member, at=at + timedelta(days=3))


def _clauses(needs):
    slots = {"capacity": needs.capacity_t_year, "power": round(needs.power_kw), "water": round(needs.water_m3_day)}
    return {kind: text.format(**slots) for kind, text in CLAUSES.items()}


def _designed(project, after, clauses, changed, cast, at):
    designer = cast.post(Role.DESIGN_UNIT, project.plan.county.province)
    return designs.issue(project, after=after, changed=changed, clauses=clauses, by=designer, at=at)


def _signed(project, sides, cast, at):
    county = project.plan.county
    posts = {
        Side.DESIGN: cast.post(Role.DESIGN_UNIT, county.province),
        Side.CONSTRUCTION: cast.post(Role.CONSTRUCTION_UNIT, county),
        Side.OPERATION: cast.post(Role.OPERATION_UNIT, county),
    }
    agreement = state(project)
    seen = {row.clause.kind: row.clause.digest for row in agreement.clauses}
    for days, side in enumerate(sides):
        signing.sign(agreement.revision, side=side, seen=seen, by=posts[side], at=at + timedelta(days=days))


def _changed(project, needs, cast, day, changed, sides):
    """Revision B in mid-building: the layout is another, and not every unit has signed it."""
    at = clock.start_of(day) + timedelta(hours=10)
    layout = CLAUSES[ClauseKind.LAYOUT].replace("도면 1", "도면 2").replace("drawing 1", "drawing 2")
    clauses = _clauses(needs) | {ClauseKind.LAYOUT: layout}
    _designed(project, 1, clauses, changed, cast, at)
    _signed(project, sides, cast, at + timedelta(days=3))


def _day(month, day):
    """Ten in the morning of a day of 2026."""
    return clock.start_of(date(2026, month, day)) + timedelta(hours=10)
