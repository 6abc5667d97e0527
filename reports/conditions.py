"""The conditions under which each factory is built, as scorecards compare them. Reads only; nothing is filled in.

A condition that nobody recorded is named as missing and its factory is left out of the comparison. How a place is led,
what it plans and what it was allotted are no conditions: only what nobody there chose is.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from factories import siting
from factories.funds import known_before
from factories.models import LocalConditions, Measure, WorkPackage

CONDITIONS = {
    # condition: words, unit
    "area": (_("Floor area"), _("thousand m²")),
    "mountain": (_("In the mountains"), _("1 if so, else 0")),
    "coast": (_("On the coast"), _("1 if so, else 0")),
    "rail_km": (_("Distance to rail"), _("km")),
    "road_km": (_("Distance to a road"), _("km")),
    "days": (_("Days without frost since the planned start"), _("days")),
}
FROST_MONTHS = (12, 1, 2)
"""Months whose mean temperature lies below 0 °C at Pyongyang: concrete and masonry rest, or cost more days."""
AT_SITE, OF_COUNTY = "site", "county"
"""Where a distance is from: measured at the approved site, or recorded for the county while no site is approved."""


@dataclass
class Conditions:
    """Of one factory on a day."""

    values: dict = field(default_factory=dict)
    """{condition: number}; those not known are not there."""
    sources: dict = field(default_factory=dict)
    """{rail_km or road_km: AT_SITE or OF_COUNTY}"""
    rests_on: tuple = ()
    """The rows they are from: LocalConditions and SiteMeasurement."""

    @property
    def missing(self):
        """The conditions that nobody recorded."""
        return [name for name in CONDITIONS if name not in self.values]

    @property
    def rows(self):
        """[(words, unit, value or None, where it is from)] in the order of CONDITIONS."""
        return [
            (label, unit, self.values.get(name), self.sources.get(name, ""))
            for name, (label, unit) in CONDITIONS.items()
        ]


def working_days(since, until):
    """Days from `since` to `until`, both counted, outside the months of frost; 0 if it has not begun."""
    return sum(_without_frost(day) for day in range(since.toordinal(), until.toordinal() + 1))


def _without_frost(ordinal):
    return date.fromordinal(ordinal).month not in FROST_MONTHS


def same_day(day, year):
    """`day` in another year: the last of February for its 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def of_projects(projects, as_of):
    """{pk: Conditions} of rows of FactoryProject with plan, programme year and `until`, the day building is looked at.

    Four queries.
    """
    pks, cut = [project.pk for project in projects], known_before(as_of) - timedelta(microseconds=1)
    sites = siting.approved_of(pks, cut)
    measured = siting.measured([site.pk for site in sites.values()], cut)
    recorded = _recorded({project.plan.county_id for project in projects})
    begun = dict(WorkPackage.objects.filter(project__in=pks).values_list("project").annotate(Min("starts_on")))
    found = {}
    for project in projects:
        site = sites.get(project.pk)
        local = _in_force(recorded.get(project.plan.county_id, []), project.plan.program_year.year)
        found[project.pk] = _conditions(
            project, measured.get(site.pk, {}) if site else {}, local, begun.get(project.pk)
        )
    return found


def _recorded(counties):
    """{county: [its LocalConditions, the latest year first]}"""
    found = {}
    for row in LocalConditions.objects.filter(county__in=counties).order_by("county", "-year"):
        found.setdefault(row.county_id, []).append(row)
    return found


def _in_force(rows, year):
    """Those of the programme year, or of the last year before it; None without any."""
    return next((row for row in rows if row.year <= year), None)


def _conditions(project, measured, local, begun):
    made, rests_on = Conditions(), []
    if project.floor_area_m2:
        made.values["area"] = project.floor_area_m2 / 1000
    if local and local.terrain:
        for name in (LocalConditions.Terrain.MOUNTAIN, LocalConditions.Terrain.COAST):
            made.values[name.value] = int(local.terrain == name)
        rests_on.append(local)
    for name, measure, column in (
        ("rail_km", Measure.RAIL_KM, "rail_km"), ("road_km", Measure.ROAD_KM, "trunk_road_km"),
    ):  # fmt: skip
        if row := measured.get(measure):
            made.values[name], made.sources[name] = float(row.value), AT_SITE
            rests_on.append(row)
        elif local and getattr(local, column) is not None:
            made.values[name], made.sources[name] = float(getattr(local, column)), OF_COUNTY
            rests_on.append(local)
    if begun:
        made.values["days"] = working_days(begun, project.until)
    made.rests_on = tuple(dict.fromkeys(rests_on))
    return made
