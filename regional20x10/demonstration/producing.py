"""The months of a made-up factory, told through the actions as its unit, the province and the committee would."""

import random
from datetime import date, timedelta

from committees.rights import Role
from factories.actions import periods, production
from factories.models import County, ReportingPeriod
from regional20x10.demonstration import DAY, building, lives

LAST_CLOSED = date(2026, 8, 1)
"""The last month whose returns are all judged on the demonstration's day; those of the next are on the way."""
SENT_BACK = "26-UNRYUL-PAPER"
SENT_BACK_NOTE = "The stock does not follow from the month before. Count the store, and submit again."
ON_THE_WAY = {
    # how far the return of September is, of a county
    "KP0909": "submitted", "KP0912": "submitted", "KP0915": "draft", "KP0717": "verified", "KP0603": "verified",
    "KP0715": "none", "KP0216": "submitted", "KP0804": "none",
}  # fmt: skip


LONGER = ("KP0908", "KP0915")
"""Counties from which the return of September is taken for some days more, until when, and why."""
LONGER_UNTIL = date(2026, 10, 20)
WHY_LONGER = "군의 통신선이 끊어졌다. The line of the county was cut by the storm of 3 October."


def give_longer(cast):
    """Some may still hand in the month that has closed: what was sent back is mended, what is a draft is finished."""
    month = ReportingPeriod.months.filter(ends_on__lt=DAY).latest("starts_on")
    for county in County.objects.filter(code__in=LONGER).order_by("code"):
        periods.grant(
            month, county=county, until=LONGER_UNTIL, reason=WHY_LONGER, by=cast.post(Role.COMMITTEE_STAFF),
            at=building.at(date(2026, 10, 5)),
        )  # fmt: skip


def produce(project, cast, life, staff):
    """Its plan of every year, then the return of each month."""
    unit = cast.post(Role.OPERATION_UNIT, project.plan.county)
    for year in range(life.operates_on.year, DAY.year + 1):
        for product, tonnes in lives.yearly_plan(project.factory_type, project.capacity_t_year).items():
            production.set_plan(project, year=year, product=product, tonnes=tonnes, by=unit)
    dice = random.Random(f"output of {project.code}")
    output = lives.Output(project.factory_type, project.capacity_t_year, life, dice, staff)
    for month in months(life):
        said = output.of(month.starts_on, month.ends_on)
        _report(project, month, said, cast, unit, dice)


def months(life):
    """The months of which a factory of that life reports, in order."""
    rows = ReportingPeriod.months.filter(ends_on__lt=DAY).order_by("starts_on")
    return [row for row in rows if lives.in_month(row.starts_on, life)]


def _report(project, month, said, cast, unit, dice):
    """The return of a month, as far as it has come."""
    state = "accepted" if month.starts_on <= LAST_CLOSED else _state(project)
    if state == "none":
        return
    at = building.at(month.ends_on + timedelta(days=dice.randint(1, 4)), dice.randint(8, 17))
    draft = production.begin(project, month, key=building.key(project.code, "month", month.code), by=unit, at=at)
    draft = production.save(draft, revision=draft.revision, **said, by=unit, at=at + timedelta(minutes=20))
    if state == "draft":
        return
    row = production.submit(draft, revision=draft.revision, by=unit, at=at + timedelta(minutes=30))
    province, at = cast.post(Role.PROVINCIAL_SECRETARY, project.plan.county.province), at + timedelta(days=2)
    if state == "returned":
        production.send_back(row, note=SENT_BACK_NOTE, by=province, at=at)
    if state in ("verified", "accepted"):
        row = production.verify(row, by=province, at=at)
    if state == "accepted":
        production.accept(row, by=cast.post(Role.COMMITTEE_MEMBER), at=at + timedelta(days=dice.randint(1, 3)))


def _state(project):
    """How far the return of September has come."""
    if project.code == SENT_BACK:
        return "returned"
    return ON_THE_WAY.get(project.plan.county.code, "accepted")
