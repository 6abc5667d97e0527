"""Sites: which one is approved, and how each stands against what the sized factory needs. Reads only.

Four conditions, each met, not met or not measured: power (kW) and industrial water (m³ a day) at least the need;
transport: a road of class within ROAD_KM, or the railway within RAIL_KM; inhabitants: nobody to move, and at most
HOUSEHOLDS_NEAR households within 300 m. The limits are the norms' of the factory type where it has its own.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.models import Measure, RoadClass, SiteDecision, SiteMeasurement, SiteOption
from regional20x10.shared import words

ROAD_KM, RAIL_KM, HOUSEHOLDS_TO_MOVE, HOUSEHOLDS_NEAR = 3, 5, 0, 40
MET, NOT_MET, NOT_MEASURED = "met", "not_met", "not_measured"
GOOD_ROADS = (RoadClass.TRUNK, RoadClass.PROVINCIAL, RoadClass.COUNTY)
"""Classes of road that carry the lorries of a factory; a track does not."""


@dataclass(frozen=True)
class Condition:
    """One of the four conditions at one site."""

    code: str
    """power, water, transport or inhabitants."""
    state: str
    said: str


@dataclass(frozen=True)
class Judgement:
    site: SiteOption
    conditions: list

    @property
    def all_met(self):
        return all(row.state == MET for row in self.conditions)

    @property
    def against(self):
        """The sentences of what is not met or not measured."""
        return [row.said for row in self.conditions if row.state != MET]


def approved(project, at):
    """The site in force at the moment `at`: the one approved last, unless it was rejected since. None without one."""
    return approved_of([project.pk], at).get(project.pk)


def approved_of(projects, at):
    """{project pk: its site in force} of those of `projects` (primary keys) that have one. One query."""
    rows = SiteDecision.objects.filter(site__project__in=projects, at__lte=at).select_related("site")
    by_site = {row.site_id: row for row in rows.order_by("at", "pk")}
    standing = sorted((row for row in by_site.values() if row.approved), key=lambda row: (row.at, row.pk))
    return {row.site.project_id: row.site for row in standing}


def measured(sites, at):
    """{site pk: {measure: its latest SiteMeasurement}} as entered by the moment `at`. One query."""
    rows = SiteMeasurement.objects.filter(site__in=sites, entered_at__lte=at).order_by("entered_at", "pk")
    found = {}
    for row in rows:
        found.setdefault(row.site_id, {})[row.measure] = row
    return found


def judged(site, needs, at, values=None):
    """The Judgement of `site` against `needs` (sizing.Needs). `values`: what measured() gave for it, if asked."""
    values = measured([site], at).get(site.pk, {}) if values is None else values
    norms = site.project.factory_type.norms
    return Judgement(
        site,
        [
            _supply("power", values.get(Measure.POWER_KW), needs.power_kw, _("Power"), _("kW")),
            _supply("water", values.get(Measure.WATER_M3_DAY), needs.water_m3_day, _("Water"), _("m³ a day")),
            _transport(values, norms),
            _inhabitants(values, norms),
        ],
    )


def _supply(code, row, need, what, unit):
    slots = {"what": what, "need": words.number(need, 0), "unit": unit}
    if row is None:
        said = _("%(what)s is not measured; %(need)s %(unit)s are needed.")
        return Condition(code, NOT_MEASURED, said % slots)
    slots |= {"value": words.number(row.value, 0), "short": words.number(float(need) - float(row.value), 0)}
    if row.value >= need:
        return Condition(code, MET, _("%(what)s: %(value)s %(unit)s measured, %(need)s needed.") % slots)
    said = _("%(what)s: %(value)s %(unit)s measured, %(need)s needed: %(short)s %(unit)s short.") % slots
    return Condition(code, NOT_MET, said)


def _transport(values, norms):
    road, rail = values.get(Measure.ROAD_KM), values.get(Measure.RAIL_KM)
    most_road, most_rail = norms.get("road_km", ROAD_KM), norms.get("rail_km", RAIL_KM)
    said = [
        _("%(class)s at %(km)s km") % {"class": road.get_road_class_display(), "km": words.number(road.value, 1)}
        if road
        else "",
        _("railway at %(km)s km") % {"km": words.number(rail.value, 1)} if rail else "",
    ]
    slots = {"found": ", ".join(filter(None, said)), "road": most_road, "rail": most_rail}
    good = (road and road.road_class in GOOD_ROADS and road.value <= most_road) or (rail and rail.value <= most_rail)
    if good:
        return Condition("transport", MET, _("Transport: %(found)s.") % slots)
    if road is None or rail is None:
        said = _("Transport is not measured: a road within %(road)s km or the railway within %(rail)s km is needed.")
        return Condition("transport", NOT_MEASURED, said % slots)
    said = _("Transport: %(found)s; a road of class within %(road)s km or the railway within %(rail)s km is needed.")
    return Condition("transport", NOT_MET, said % slots)


def _inhabitants(values, norms):
    move, near = values.get(Measure.HOUSEHOLDS_TO_MOVE), values.get(Measure.HOUSEHOLDS_NEAR)
    most_move = norms.get("households_to_move", HOUSEHOLDS_TO_MOVE)
    most_near = norms.get("households_near", HOUSEHOLDS_NEAR)
    if move is None or near is None:
        said = _("Inhabitants: households to move and households within 300 m are not both counted.")
        return Condition("inhabitants", NOT_MEASURED, said)
    slots = {"move": words.number(move.value), "near": words.number(near.value), "most": words.number(most_near)}
    said = ngettext(
        "Inhabitants: %(move)s household to move, %(near)s within 300 m.",
        "Inhabitants: %(move)s households to move, %(near)s within 300 m.",
        int(move.value),
    )
    if move.value <= most_move and near.value <= most_near:
        return Condition("inhabitants", MET, said % slots)
    more = _("Nobody is to move, and at most %(most)s households may be within 300 m.")
    return Condition("inhabitants", NOT_MET, f"{said % slots} {more % slots}")


__all__ = ["Condition", "Judgement", "approved", "judged", "measured"]
