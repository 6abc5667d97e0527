"""A county's conditions in a year as they are asked for and read: each value by its key, in words, with its unit.

A key is the name of a column (population), or the name of a list with an entry of it (demand_per_head.soy sauce). Which
product groups and raw materials are asked for follows from the norms of the county's factory types. Reads only.
"""

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from factories.models import FactoryType, LocalConditions
from factories.models.places import CONDITIONS
from regional20x10.shared import words

DEMAND, RAW = "demand_per_head", "raw_materials_t_year"
LISTS = (DEMAND, RAW)
FAR = 50
"""How many times the reference a value may be, or what part of it, before the unit is asked about."""

FIGURES = {
    # column: words, unit
    "population": (gettext_lazy("Population"), gettext_lazy("people")),
    "workforce": (gettext_lazy("Workforce available"), gettext_lazy("people")),
    "electricity_kw": (gettext_lazy("Electricity available"), gettext_lazy("kW")),
    "water_m3_day": (gettext_lazy("Industrial water available"), gettext_lazy("m³ a day")),
    "terrain": (gettext_lazy("Terrain"), ""),
    "rail_km": (gettext_lazy("Distance to rail"), gettext_lazy("km")),
    "trunk_road_km": (gettext_lazy("Distance to a trunk road"), gettext_lazy("km")),
}
OF_LISTS = {
    # list: words of an entry, unit
    DEMAND: (gettext_lazy("Demand per head: %(name)s"), gettext_lazy("kg a year")),
    RAW: (gettext_lazy("Raw material: %(name)s"), gettext_lazy("t a year")),
}
OTHERS = {
    "share_percent": (gettext_lazy("Share for this factory"), "%"),
    "norms.capacity_t_year": (gettext_lazy("The type’s norm of capacity"), gettext_lazy("t a year")),
    "norms.power_kw": (gettext_lazy("The type’s norm of power"), gettext_lazy("kW")),
    "norms.water_m3_day": (gettext_lazy("The type’s norm of water"), gettext_lazy("m³ a day")),
    "norms.posts": (gettext_lazy("The type’s norm of posts"), gettext_lazy("posts")),
    "norms.product_groups": (gettext_lazy("The type’s norm of product groups"), "%"),
    "norms.raw_material_t_per_t": (gettext_lazy("The type’s norm of raw material"), gettext_lazy("t a tonne")),
}
"""What a sizing study rests on besides the county’s conditions."""


def in_words(key, names_ko=None):
    """The words of a key in the reader's language; `names_ko`: {name in English: in Korean}."""
    kind, dot, name = key.partition(".")
    if kind in OF_LISTS and dot:
        return str(OF_LISTS[kind][0]) % {"name": named(name, names_ko)}
    return str((FIGURES | OTHERS)[key][0])


def unit_of(key):
    kind = key.partition(".")[0]
    return str(OF_LISTS[kind][1] if kind in OF_LISTS else (FIGURES | OTHERS)[key][1])


def named(name, names_ko):
    """A product group or raw material in the reader's language."""
    return (names_ko or {}).get(name, name) if get_language() == "ko" else name


def decimal(value):
    """The number as Decimal; None for what is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@dataclass
class Asked:
    """What is asked of a county: product groups and raw materials by name, and about how much of each is usual."""

    groups: list
    materials: list
    known: set
    """Keys of all that any factory type has a norm for: they may be recorded before such a factory is planned."""
    names_ko: dict = field(default_factory=dict)
    references: dict = field(default_factory=dict)
    """{key: what its factories of the reference size need, or the reference county eats}."""

    @property
    def keys(self):
        """All keys in the order in which they are asked for."""
        rows = ((DEMAND, self.groups), (RAW, self.materials))
        return [*CONDITIONS, *(f"{kind}.{name}" for kind, names in rows for name in names)]


def asked(county, row=None):
    """The Asked of a county: the norms of its projects' types (of every type, if it has none), and what `row` has."""
    types = list(FactoryType.objects.all())
    own = set(FactoryType.objects.filter(projects__plan__county=county).values_list("pk", flat=True))
    groups, materials, found = {}, {}, Asked([], [], set(CONDITIONS))
    for kind in types:
        norms = kind.norms
        of_type = {DEMAND: norms.get("product_groups") or {}, RAW: norms.get("raw_material_t_per_t") or {}}
        found.known |= {f"{name}.{entry}" for name, entries in of_type.items() for entry in entries}
        found.names_ko |= norms.get("names_ko") or {}
        if kind.pk in own or not own:
            groups |= dict.fromkeys(of_type[DEMAND])
            materials |= dict.fromkeys(of_type[RAW])
        for key, value in _usual(norms).items():
            if "." in key or kind.pk in own or not own:
                found.references[key] = found.references.get(key, 0) + value
    if county.population:
        found.references["population"] = Decimal(county.population)
    found.groups = list(groups | dict.fromkeys(row.demand_per_head if row else ()))
    found.materials = list(materials | dict.fromkeys(row.raw_materials_t_year if row else ()))
    found.known |= set(found.keys)
    return found


def _usual(norms):
    """{key: what a factory of the norms' size takes}, of the norms that are known."""
    capacity = decimal(norms.get("capacity_t_year"))
    eaten = (norms.get("reference") or {}).get("kg_per_head") or {}
    found = {
        "electricity_kw": decimal(norms.get("power_kw")),
        "water_m3_day": decimal(norms.get("water_m3_day")),
        **{f"{DEMAND}.{name}": decimal(value) for name, value in eaten.items()},
    }
    for name, per_tonne in (norms.get("raw_material_t_per_t") or {}).items():
        per_tonne = decimal(per_tonne)
        found[f"{RAW}.{name}"] = per_tonne * capacity if per_tonne and capacity else None
    return {key: value for key, value in found.items() if value}


def implausible(value, reference):
    """Whether a value is so far from the reference that its unit must be another. Nothing (0) is plausible."""
    return bool(reference and value) and not reference / FAR <= value <= reference * FAR


# --- reading ---------------------------------------------------------------------------------------------------------
def of_year(county, year):
    """The LocalConditions of a county and year; None if nobody has recorded any."""
    return LocalConditions.objects.filter(county=county, year=year).first()


def years(county):
    """The years of which something is recorded, the latest first."""
    return list(LocalConditions.objects.filter(county=county).order_by("-year").values_list("year", flat=True))


def value_of(row, key):
    """(value, source) of a key; (None, "") where nobody has given one."""
    kind, dot, name = key.partition(".")
    if row is None:
        return None, ""
    if dot:
        entry = getattr(row, kind).get(name) or {}
        return entry.get("value"), entry.get("source", "")
    value = getattr(row, key)
    return value, row.sources.get(key, "") if value is not None else ""


def written(key, value):
    """A value as people read it: 28,500, 6.5, plain."""
    if value is None:
        return None
    if key == "terrain":
        return str(LocalConditions.Terrain(value).label)
    number = decimal(value)
    return words.number(number, min(3, max(0, -number.normalize().as_tuple().exponent)))


@dataclass
class Value:
    """A line of the table of conditions; `value` is written out, None if it is missing."""

    key: str
    label: str
    unit: str
    value: object
    source: str


def table(row, asked_):
    """The Values asked for, those missing too."""
    lines = []
    for key in asked_.keys:
        value, source = value_of(row, key)
        lines.append(Value(key, in_words(key, asked_.names_ko), unit_of(key), written(key, value), source))
    return lines


def history(row):
    """[(moment, context's metadata, [(key, before, after)])] of what was recorded, the latest first."""
    told, before = [], {}
    for event in row.events.order_by("pgh_id").select_related("pgh_context") if row else ():
        now = _said(event)
        changed = [(key, before.get(key), now.get(key)) for key in {**now, **before} if before.get(key) != now.get(key)]
        if changed:
            told.append((event.pgh_created_at, (event.pgh_context and event.pgh_context.metadata) or {}, changed))
        before = now
    return told[::-1]


def _said(event):
    """{key: (value, source)} of a row or of an event of its history, of what was known then."""
    keys = [*CONDITIONS, *(f"{kind}.{name}" for kind in LISTS for name in getattr(event, kind))]
    found = {key: value_of(event, key) for key in keys}
    return {key: said for key, said in found.items() if said[0] is not None}


def far_off(key, value, asked_):
    """The sentence about a value that is far from the reference; nothing if it is plausible."""
    reference = asked_.references.get(key)
    if not implausible(value, reference):
        return ""
    slots = {
        "what": in_words(key, asked_.names_ko), "value": written(key, value), "usual": written(key, reference),
        "unit": unit_of(key),
    }  # fmt: skip
    said = _("%(what)s: %(value)s is far from the usual %(usual)s. Which unit was meant? Enter it in %(unit)s.")
    return said % slots
