"""Sizing: how large a factory its county can sell for, feed, power, water and staff. Formulas and reading, no writing.

Capacities are tonnes a year. What a study rests on is `inputs`, plain JSON values:

    values     {key: number, or None where nobody has given it}; keys as in factories/conditions.py:
               population (people), demand_per_head.<product group> (kg a head and year), raw_materials_t_year.<name>
               (t a year), electricity_kw (kW), water_m3_day (m³ a day), workforce (people)
    sources    {key: where the number is from}
    share_percent   of power, water and workforce that this factory may take, 0 to 100
    norms      of the factory type: what its reference factory of capacity_t_year needs (power_kw, water_m3_day, posts,
               floor_area_m2), the share of the demand for each of its product_groups that such a factory is to meet
               (0 to 1), and raw_material_t_per_t
    reference  the reference county: its code, names and population

The formulas are those of the programme (design, section 4): proportional to the norms, the smallest counts. Nothing is
computed from a missing input: the result then names it.
"""

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext_lazy as _

from factories import conditions
from factories.conditions import DEMAND, RAW, decimal
from factories.models import County, SizingStudy, StudyState

OFF_PERCENT = 25
"""How far from the recommended capacity one may choose without giving a reason."""
STEP_PERCENT = 20
"""By how much each input is moved to see how the result depends on it."""
NORMS = ("capacity_t_year", "power_kw", "water_m3_day", "posts", "floor_area_m2")
UTILITIES = {
    # limit: the county's value, the type's norm
    "power": ("electricity_kw", "power_kw"),
    "water": ("water_m3_day", "water_m3_day"),
    "workforce": ("workforce", "posts"),
}
LIMITS = {
    # limit: words, formula
    "demand": (_("Demand"), _("population × Σ (demand per head × share to be met) ÷ 1,000 kg a tonne")),
    "raw_material": (_("Raw material"), _("tonnes available ÷ tonnes needed a tonne of product; the scarcest counts")),
    "power": (_("Power"), _("power available × share ÷ power needed a tonne")),
    "water": (_("Industrial water"), _("water available × share ÷ water needed a tonne")),
    "workforce": (_("Workforce"), _("workforce × share ÷ posts needed a tonne")),
}


@dataclass(frozen=True)
class Limit:
    """What one of the LIMITS allows."""

    code: str
    t_year: Decimal | None = None
    """None if an input is missing."""
    missing: tuple = ()
    """The keys of the inputs that are missing."""
    by: str = ""
    """The raw material that is scarcest."""


@dataclass(frozen=True)
class Needs:
    """What a factory of a capacity needs. None where the type has no such norm."""

    capacity_t_year: Decimal
    power_kw: Decimal | None
    water_m3_day: Decimal | None
    workers: Decimal | None
    floor_area_m2: Decimal | None


# --- formulas --------------------------------------------------------------------------------------------------------
def demand_t_year(population, groups):
    """Tonnes a year that the county buys. `groups`: [(kg a head and year, share to be met, 0 to 1)]."""
    return population * sum(kg * share for kg, share in groups) / 1000


def material_t_year(available, per_tonne):
    """Tonnes of product a year from `available` tonnes a year of a material, at `per_tonne` t a tonne."""
    return available / per_tonne


def supply_t_year(available, share_percent, need, capacity):
    """Tonnes a year from a share (%) of what is available, if `capacity` t a year need `need`, in the same unit."""
    return available * share_percent * capacity / (need * 100)


def per_head_kg(t_year, population):
    """Kilograms a head and year."""
    return t_year * 1000 / population if population else None


def limits(inputs):
    """The five Limits of `inputs`, in the order of LIMITS."""
    return [_demand(inputs), _raw_material(inputs), *(_supply(inputs, code) for code in UTILITIES)]


def _missing(numbers):
    """The keys of {key: number} without a number."""
    return tuple(key for key, number in numbers.items() if number is None)


def _value(inputs, key):
    return decimal(inputs["values"].get(key))


def _demand(inputs):
    groups = inputs["norms"].get("product_groups") or {}
    if not groups or any(decimal(share) is None for share in groups.values()):
        return Limit("demand", missing=("norms.product_groups",))
    numbers = {key: _value(inputs, key) for key in ("population", *(f"{DEMAND}.{name}" for name in groups))}
    if missing := _missing(numbers):
        return Limit("demand", missing=missing)
    eaten = [(numbers[f"{DEMAND}.{name}"], decimal(share)) for name, share in groups.items()]
    return Limit("demand", demand_t_year(numbers["population"], eaten))


def _raw_material(inputs):
    needed = {name: decimal(share) for name, share in (inputs["norms"].get("raw_material_t_per_t") or {}).items()}
    if not needed or not all(needed.values()):
        return Limit("raw_material", missing=("norms.raw_material_t_per_t",))
    numbers = {f"{RAW}.{name}": _value(inputs, f"{RAW}.{name}") for name in needed}
    if missing := _missing(numbers):
        return Limit("raw_material", missing=missing)
    each = {name: material_t_year(numbers[f"{RAW}.{name}"], share) for name, share in needed.items()}
    scarcest = min(each, key=each.get)
    return Limit("raw_material", each[scarcest], by=scarcest)


def _supply(inputs, code):
    key, norm = UTILITIES[code]
    norms = {f"norms.{name}": decimal(inputs["norms"].get(name)) or None for name in ("capacity_t_year", norm)}
    numbers = {key: _value(inputs, key), "share_percent": decimal(inputs["share_percent"]), **norms}
    if missing := _missing(numbers):
        return Limit(code, missing=missing)
    return Limit(code, supply_t_year(numbers[key], numbers["share_percent"], norms[f"norms.{norm}"],
                                     norms["norms.capacity_t_year"]))  # fmt: skip


def bottleneck(found):
    """The Limit that allows least; None if one of them is not known."""
    return min(found, key=lambda limit: limit.t_year) if all(limit.t_year is not None for limit in found) else None


def whole_tenths(t_year):
    """Down to 0.1 t: a recommendation is never more than what is allowed."""
    return (t_year * 10).to_integral_value(ROUND_FLOOR) / 10


def recommended(inputs):
    """Tonnes a year, or None if an input is missing."""
    least = bottleneck(limits(inputs))
    return None if least is None else whole_tenths(least.t_year)


def moved(inputs, key, percent):
    """The inputs with one of them changed by `percent`; a share stays at most 100 %."""
    factor = 1 + Decimal(percent) / 100
    if key == "share_percent":
        return inputs | {key: min(Decimal(100), decimal(inputs[key]) * factor)}
    return inputs | {"values": inputs["values"] | {key: _value(inputs, key) * factor}}


def sensitivity(inputs):
    """[(key, t a year with the input 20 % less, with 20 % more)], the strongest first; [] if an input is missing."""
    if recommended(inputs) is None:
        return []
    keys = [*inputs["values"], "share_percent"]
    rows = [(key, *(recommended(moved(inputs, key, step)) for step in (-STEP_PERCENT, STEP_PERCENT))) for key in keys]
    return sorted(rows, key=lambda row: row[1] - row[2])


def result(inputs):
    """What follows from `inputs`, as plain JSON values; t a year are rounded down to 0.1."""
    found = limits(inputs)
    least = bottleneck(found)
    size = None if least is None else whole_tenths(least.t_year)
    reference = inputs["reference"]
    norm, people = decimal(inputs["norms"].get("capacity_t_year")), decimal(reference.get("population"))
    own = _value(inputs, "population")
    return {
        "limits": [
            {
                "code": limit.code, "missing": list(limit.missing), "by": limit.by,
                "t_year": None if limit.t_year is None else float(whole_tenths(limit.t_year)),
            }
            for limit in found
        ],
        "missing": list(dict.fromkeys(key for limit in found for key in limit.missing)),
        "recommended_t_year": None if size is None else float(size),
        "bottleneck": least.code if least else "",
        "bottleneck_by": least.by if least else "",
        "per_head_kg": _rounded(per_head_kg(size, own) if size is not None and own else None),
        "reference_per_head_kg": _rounded(per_head_kg(norm, people) if norm and people else None),
        "sensitivity": [
            {"input": key, "less_t_year": float(less), "more_t_year": float(more)}
            for key, less, more in sensitivity(inputs)
        ],
    }  # fmt: skip


def _rounded(value):
    return None if value is None else float(round(value, 2))


def off_percent(chosen, size):
    """By how many per cent the chosen capacity is off the recommended; None where that is not to be said."""
    return None if chosen is None or not size else (Decimal(chosen) / decimal(size) - 1) * 100


def far_off(chosen, size):
    """Whether the choice needs a reason."""
    off = off_percent(chosen, size)
    return off is None or abs(off) > OFF_PERCENT


def needs(study):
    """The Needs of the study's chosen capacity, by the norms it was decided on (the type's, while it has none)."""
    return needs_of(study.chosen_t_year, study.inputs.get("norms") or study.project.factory_type.norms)


def needs_of(capacity, norms):
    """A factory of `capacity` t a year needs the norms' values in proportion to their capacity."""
    reference = decimal(norms.get("capacity_t_year"))
    values = [decimal(norms.get(name)) for name in NORMS[1:]]
    share = Decimal(capacity) / reference if reference else None
    return Needs(capacity, *(round(share * value, 1) if share and value is not None else None for value in values))


# --- reading ---------------------------------------------------------------------------------------------------------
def read_inputs(project, year, share_percent):
    """The inputs of a study of `project` with the county's conditions of `year`, as they are now."""
    norms, row = project.factory_type.norms, conditions.of_year(project.plan.county, year)
    keys = [
        "population",
        *(f"{DEMAND}.{name}" for name in norms.get("product_groups") or {}),
        *(f"{RAW}.{name}" for name in norms.get("raw_material_t_per_t") or {}),
        *(key for key, _norm in UTILITIES.values()),
    ]
    told = {key: conditions.value_of(row, key) for key in keys}
    kept = (*NORMS, "product_groups", "raw_material_t_per_t", "names_ko")
    return {
        "values": {key: value for key, (value, _source) in told.items()},
        "sources": {key: source for key, (value, source) in told.items() if value is not None},
        "share_percent": float(share_percent),
        "norms": {name: norms[name] for name in kept if name in norms},
        "reference": _reference((norms.get("reference") or {}).get("county")),
    }


def _reference(code):
    county = County.objects.filter(code=code).first() if code else None
    if county is None:
        return {}
    return {"county": code, "name_en": county.name_en, "name_ko": county.name_ko, "population": county.population}


@dataclass
class Basis:
    """What a study shows: kept at its submission, or as it follows from the conditions of today while it is a draft."""

    inputs: dict
    result: dict
    changed: list = field(default_factory=list)
    """Keys whose value has changed since the study was submitted."""


def basis(study):
    """The Basis of a study (with its project's type and county)."""
    now = read_inputs(study.project, study.year, study.share_percent)
    if study.state == StudyState.DRAFT or not study.inputs:
        return Basis(now, result(now))
    kept = study.inputs.get("values", {})
    changed = [key for key, value in now["values"].items() if key in kept and kept[key] != value]
    return Basis(study.inputs, study.result, changed)


def in_force(project, at):
    """The SizingStudy of `project` that was approved last by the moment `at`; None without one."""
    return in_force_of([project.pk], at).get(project.pk)


def in_force_of(projects, at):
    """{project pk: its study in force} of those of `projects` (primary keys) that have one. One query."""
    rows = SizingStudy.objects.filter(project__in=projects).approved_by_then(at).distinct("project")
    return {row.project_id: row for row in rows}


def state_then(study, moment):
    """The state of a study at a moment; None if it had not been begun."""
    steps = [
        (StudyState.DRAFT, study.created_at), (StudyState.SUBMITTED, study.submitted_at),
        (StudyState.APPROVED, study.approved_at), (StudyState.RETURNED, study.returned_at),
    ]  # fmt: skip
    known = [state for state, at in steps if at and at <= moment]
    return known[-1] if known else None


def shares(project):
    """[(study, share in %)] of the county's other factories: of each the larger of its open and its approved study."""
    rows = SizingStudy.objects.filter(project__plan__county=project.plan.county_id).exclude(project=project)
    rows = rows.exclude(state=StudyState.RETURNED).select_related("project__factory_type").order_by("version")
    standing, waiting = {}, {}
    for row in rows:
        (standing if row.state == StudyState.APPROVED else waiting)[row.project_id] = row
    largest = [
        max((kept[pk] for kept in (standing, waiting) if pk in kept), key=lambda row: row.share_percent)
        for pk in standing | waiting
    ]
    return sorted(((row, row.share_percent) for row in largest), key=lambda pair: pair[0].project.code)


def left_over(project):
    """The share in % that the county's other factories leave for this one."""
    return 100 - sum((share for _study, share in shares(project)), Decimal(0))
