"""Places with scorecards: verified factories whose conditions are all recorded."""

from datetime import date
from types import SimpleNamespace

from tests import make

MADE = {"terrain": "plain", "rail_km": 4, "trunk_road_km": 2}


def county(home=None, percents=((50, 50), (50, 50)), *, areas=(3000, 3000), known=True, year=2026, **conditions):
    """A county of `home` with a factory for each pair of percents of two work packages, verified on 11 October."""
    made = make.county(home or make.province())
    if known:
        make.conditions(made, year - 1, demand_per_head={}, raw_materials_t_year={}, **MADE | conditions)
    plan, projects = make.plan(made, make.year(year)), []
    for number, (percents_, area) in enumerate(zip(percents, areas, strict=False)):
        dates = {"starts_on": date(year, 2, 1), "finishes_on": date(year, 12, 10)}
        project = make.project(plan, type_=make.factory_type(f"kind{number}"), floor_area_m2=area, **dates)
        if percents_:
            make.verified(project, make.period(date(year, 10, 5)), percents_, at=make.moment(date(year, 10, 11)))
        projects.append(project)
    return SimpleNamespace(county=made, plan=plan, projects=projects, province=made.province)


def four():
    """Two provinces of two counties of two factories: 90, 70, 50 and 30 % in the mean, each factory 2 from it."""
    homes, found = [make.province(), make.province()], []
    for number, middle in enumerate((90, 70, 50, 30)):
        pairs = ((middle - 2, middle - 2), (middle + 2, middle + 2))
        found.append(county(homes[number // 2], pairs))
    return found
