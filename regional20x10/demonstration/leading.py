"""Who is in charge of the counties of the year, and what one of them saw and asked for on the spot."""

import uuid
from datetime import date, timedelta

from committees.actions import charges, people, visits
from committees.models import CountyCharge
from committees.rights import Role
from factories.models import CountyPlan
from regional20x10.demonstration import DAY, building, parts
from regional20x10.demonstration.people import HOME

UNLED = ("KP0412", "KP0813")
"""Counties of the year that nobody is in charge of yet."""
SINCE = date(2026, 1, 20)
HANDED_OVER = date(2026, 5, 31)
TITLE = ("Member of the Political Bureau", "정치국 위원")
HANDOVER = (
    "전력선공사와 종이공장도로가 남아있다. 동력성과 도인민위원회에 요구하였다. "
    "The power line and the road to the paper mill remain: asked of the ministry and of the province."
)
VISITED = date(2026, 9, 25)
SEEN = (
    "식료공장 지붕공사가 끝났다. 종이공장길은 비온 뒤에 화물차가 다니지 못한다. "
    "The roof of the food factory is closed. After rain lorries cannot reach the paper mill."
)


def lead(cast):
    """Put members in charge of all counties of the year but two; in the home county the second follows the first."""
    plans = CountyPlan.objects.filter(program_year__year=DAY.year, program_year__program__code="20x10")
    for plan in plans.exclude(county__code__in=UNLED).select_related("county").order_by("county__code"):
        _charge(cast, plan.county, _official(cast), SINCE)
    first = CountyCharge.objects.get(county__code=HOME)
    staff = cast.post(Role.COMMITTEE_STAFF)
    charges.hand_over(first, ends_on=HANDED_OVER, note=HANDOVER, by=staff)
    lead_user = cast.post(Role.COUNTY_LEAD, cast.home)
    _charge(cast, cast.home, lead_user.official, HANDED_OVER + timedelta(days=1))


def _official(cast):
    cast.serial += 1
    return people.register_official(f"D-{cast.serial:03}", demonstration=True, by=None)


def _charge(cast, county, official, starts_on):
    title, title_ko = TITLE
    staff = cast.post(Role.COMMITTEE_STAFF)
    return charges.put_in_charge(county, official, title=title, title_ko=title_ko, starts_on=starts_on, by=staff)


def visit(cast):
    """The home county, as its member in charge saw it; what was asked for there are requests."""
    charge = CountyCharge.objects.current(VISITED).get(county=cast.home)
    asks = [
        {"what": "종이공장까지의 도로보수. The road to the paper mill, so that lorries pass",
         "owed_by": cast.acts_for(Role.PROVINCIAL_CHAIR, cast.home.province), "due_on": date(2026, 10, 10),
         "project": parts.project(HOME, "PAPER"), "delay_days": 9},
        {"what": "물뽐프 예비부속. Spare parts of the water pump", "owed_by": parts.machines(cast),
         "due_on": date(2026, 10, 20), "project": parts.project(HOME, "FOOD"), "delay_days": 4},
    ]  # fmt: skip
    return visits.record(
        charge, visited_on=VISITED, seen=SEEN, asks=asks, by=cast.post(Role.COUNTY_LEAD, cast.home),
        at=building.at(VISITED, 17), key=uuid.uuid5(uuid.NAMESPACE_OID, "the visit of September"),
    )  # fmt: skip
