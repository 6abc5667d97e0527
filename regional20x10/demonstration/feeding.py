"""The raw-material bases of the demonstration: what they yield, whom they feed, and what they reported by quarter."""

import random
from datetime import date
from decimal import Decimal

from django.utils.text import slugify

from committees.models import OrganizationKind
from committees.rights import Role
from factories import norms
from factories.actions import bases
from factories.models import BaseKind, County, FactoryProject
from regional20x10.demonstration import building
from regional20x10.demonstration.people import HOME

AUTUMN = [0, 0, 0, 0, 0, 0, 0, 0.1, 0.35, 0.45, 0.1, 0]
FIELDS = {
    # raw material: kind, English, Korean, t a ha, shares of the year by month
    "soya beans": (BaseKind.FIELD, "soya fields", "콩밭", "1.8", AUTUMN),
    "maize": (BaseKind.FIELD, "maize fields", "강냉이밭", "4.6", AUTUMN),
    "pulpwood": (BaseKind.FOREST, "pulpwood forest", "펄프림", "6.5", None),
}
"""Bases of the county itself."""
PLANTS = {
    "fabric": ("fabric", "천"),
    "vegetable fat": ("vegetable fat", "식물성기름"),
    "resin": ("resin", "수지"),
}
"""What comes from another factory of the province, by the name of its county."""
GIVEN = 94
"""Of what a base has, the share that its factories are given, %."""
SHORT = {
    # (county, raw material): supply against the need
    ("KP0517", "soya beans"): 0.8, ("KP0908", "soya beans"): 0.45, ("KP0722", "soya beans"): 0.5,
    ("KP0722", "maize"): 0.65, ("KP0102", "soya beans"): 0.4, ("KP0412", "maize"): 0.55, ("KP0318", "soya beans"): 0.6,
}  # fmt: skip
WITHOUT = {("KP0505", "soya beans"), ("KP0318", "maize"), ("KP0102", "maize")}
"""Where no base of the raw material is known yet."""
UNLINKED = {("KP0722", "fabric"), ("KP0405", "resin"), ("KP0412", "fabric")}
"""Where the plant of the province has promised nothing yet."""
HALF = {("KP0316", "vegetable fat"), ("KP0810", "fabric")}
"""Where it has promised half of what is needed."""
CLAIMED = ("KP0907", "soya beans", 82, "26-UNRYUL-FOOD", 15)
"""A base that feeds two factories: its county, what it gives, its own factory's share, the other, that one's share."""
MEASURES = {
    # (county, raw material): what is done, share of the supply it adds, by when, done when
    ("KP0908", "soya beans"): ("다락밭 40ha 개간. Terraces on 40 ha are cleared.", 0.5, date(2027, 3, 31), None),
    ("KP0517", "soya beans"): ("물길 12km 건설. A canal of 12 km.", 0.7, date(2027, 4, 30), None),
    ("KP0722", "soya beans"): ("비료보장. Fertiliser for all fields.", 0.3, date(2027, 5, 15), None),
    ("KP0717", "soya beans"): ("종자갱신. New seed.", 0.12, date(2026, 4, 10), date(2026, 4, 8)),
}  # fmt: skip
POOR = {("KP0517", "soya beans", 2025): 0.35, ("KP0517", "soya beans", 2026): 0.3}
"""{(county, raw material, year): its harvest against what was to be expected}."""
DUE = {("KP0908", "maize"), ("KP0214", "soya beans"), ("KP0218", "maize")}
"""Bases whose third quarter of 2026 is still to be reported."""


def feed(cast):
    """Bases and links of every factory of the demonstration, then what the bases reported."""
    projects = FactoryProject.objects.filter(demonstration=True).select_related(
        "plan__county__province", "plan__program_year", "factory_type"
    )
    needs = {}
    for project in projects.order_by("code"):
        for material, need in norms.raw_need(project).items():
            place = project.plan.county if material in FIELDS else project.plan.county.province
            needs.setdefault((place, material), []).append((project, need))
    made = {}
    for (place, material), asked in needs.items():
        base = _plant(place, material, asked, cast) if material in PLANTS else _fields(place, material, asked, cast)
        if base:
            made[base.county.code, material] = base
    _share(made, cast)
    for (code, material), base in made.items():
        if material in FIELDS:
            _raise(base, MEASURES.get((code, material)), cast)
            _report(base, (code, material), cast)


def _fields(county, material, asked, cast):
    """The base of a county for its own factory of the type that uses the material."""
    [(project, need)] = asked
    if (county.code, material) in WITHOUT:
        return None
    kind, english, korean, yield_, season = FIELDS[material]
    ratio = SHORT.get((county.code, material), random.Random(f"{county.code} {material}").uniform(1.08, 1.4))
    yield_ = Decimal(yield_)
    base = bases.create(
        county, code=_code(county, material), name_en=f"{county.name_en} {english}",
        name_ko=f"{county.name_ko} {korean}", kind=kind, material=material, yield_t_ha=yield_, season=season,
        area_ha=round(need * Decimal(str(ratio)) / yield_, 1), target_t_year=round(need * Decimal("1.2")),
        demonstration=True, **_by(cast, county, project),
    )  # fmt: skip
    if (county.code, material) != CLAIMED[:2]:
        bases.link(base, project, share_percent=Decimal(GIVEN), **_by(cast, county, project))
    return base


def _plant(province, material, asked, cast):
    """The plant of a province, which all its factories that use the material share."""
    county = County.objects.filter(province=province).order_by("code").first()
    english, korean = PLANTS[material]
    whole = sum(need for _project, need in asked)
    base = bases.create(
        county, code=_code(county, material), name_en=f"{county.name_en} {english}",
        name_ko=f"{county.name_ko} {korean}", kind=BaseKind.PLANT, material=material, demonstration=True,
        capacity_t_year=round(whole * Decimal("1.15"), 1), **_by(cast, county, asked[0][0]),
    )  # fmt: skip
    for project, need in asked:
        place = (project.plan.county.code, material)
        share = round(GIVEN * need / whole / (2 if place in HALF else 1), 2)
        if place not in UNLINKED:
            bases.link(base, project, share_percent=share, **_by(cast, county, project))
    return base


def _share(made, cast):
    """The base that two factories claim."""
    code, material, own, other, its = CLAIMED
    base = made[code, material]
    projects = FactoryProject.objects.select_related("plan__program_year", "factory_type")
    mine = projects.get(plan__county=base.county, factory_type__code="FOOD")
    for project, share in ((mine, own), (projects.get(code=other), its)):
        bases.link(base, project, share_percent=Decimal(share), **_by(cast, base.county, mine))


def _raise(base, measure, cast):
    if measure is None:
        return
    what, share, due_on, done_on = measure
    staff = cast.post(Role.COUNTY_STAFF, base.county)
    owner = cast.body(OrganizationKind.SUPPLIER, "fields", "Farm works of the county", "군농촌건설사업소")
    made = bases.plan_measure(
        base, what=what, adds_t_year=round(base.supply_t_year * Decimal(str(share)), 1), due_on=due_on, owner=owner,
        by=staff, on=date(2026, 3, 2),
    )  # fmt: skip
    if done_on:
        bases.finish_measure(made, done_on=done_on, by=staff, on=done_on)


def _report(base, place, cast):
    """The harvest of the last year where a factory stood by then, and of the quarters of this one that matter."""
    dice = random.Random(f"harvests of {base.code}")
    told = [(2025, 4)] if base.links.filter(project__plan__program_year__year=2024).exists() else []
    told += [(2026, 2)] if base.county.code == HOME else []
    told += [(2026, 3)] if place not in DUE else []
    for of, quarter in told:
        share = POOR.get((*place, of), dice.uniform(0.94, 1.06))
        usual = base.supply_t_year * Decimal(str(sum(base.season[3 * quarter - 3 : 3 * quarter])))
        got = round(usual * Decimal(str(share)), 1)
        bases.report(
            base, year=of, quarter=quarter, harvested_t=got, losses_t=round(got * dice.randint(1, 5) / 100, 1),
            planted_ha=base.area_ha if quarter == 2 else None, by=cast.post(Role.COUNTY_STAFF, base.county),
            at=building.at(date(of + quarter // 4, 3 * quarter % 12 + 1, dice.randint(3, 8)), 15),
            key=building.key(base.code, of, quarter),
        )  # fmt: skip


def _code(county, material):
    """Such as songchon-maize; with the county's code, for its name may not be the only one."""
    return f"{slugify(county.name_en)}-{county.code.lower()}-{slugify(material)}"[:40]


def _by(cast, county, project):
    """Who enters it, and when: as the first of its factories is planned."""
    return {"by": cast.post(Role.COUNTY_STAFF, county), "on": date(project.plan.program_year.year, 5, 4)}
