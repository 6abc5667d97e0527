"""The people trained in the demonstration: courses for every trade, and how many are certified by when."""

from datetime import date, timedelta

from committees.rights import Role
from factories import norms
from factories.actions import workforce
from factories.models import Trade
from regional20x10.demonstration import building
from regional20x10.demonstration.norms import TRADES

SPARE = 2
"""Places of a course beyond the posts to be filled."""
UNDER_WAY = date(2026, 9, 28)
"""The day as at which the training for the factories of 2026 was reported."""


def list_trades():
    """The programme's list of trades."""
    for code, (english, korean, _share) in TRADES.items():
        workforce.list_trade(code=code, name_en=english, name_ko=korean, by=None)


def train(project, cast, *, on, begins, share=1.0, placed=False):
    """A course for each trade from the day `begins`, and its return as at `on`, with `share` of the posts certified."""
    county = project.plan.county
    unit, school = cast.post(Role.OPERATION_UNIT, county), f"{county.province.name_ko} 기능공학교 Vocational school"
    trades, certified_of = {row.code: row for row in Trade.objects.all()}, {}
    for code, posts in norms.posts(project).items():
        places, certified = posts + SPARE, int((posts + 1) * share)
        workforce.plan_course(
            project, trade=trades[code], institution=school, places=places, starts_on=begins,
            ends_on=begins + timedelta(days=150), by=unit,
        )  # fmt: skip
        workforce.report(
            project, trade=trades[code], on=on, enrolled=places, certified=certified, by=unit,
            placed=min(posts, certified) if placed else 0, at=building.at(on, 14),
            key=building.key(project.code, "training", code, on),
        )  # fmt: skip
        certified_of[code] = certified
    return certified_of
