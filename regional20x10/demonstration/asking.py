"""What bodies asked of one another this year, day by day: answered in time, late, declined, or waiting until today."""

import random
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from committees.actions import requests, roles
from committees.models import Request
from committees.rights import Role
from factories.models import CountyPlan
from regional20x10.demonstration import DAY, building, parts
from regional20x10.demonstration.people import HOME

BEGINS = date(2026, 7, 1)


@dataclass
class Step:
    """One deed of one day: `deed(request, cast)` is done to the request that `name` asks for."""

    on: date
    name: str
    deed: object


class Story:
    """All that is asked, as steps that are taken in the order of their days."""

    def __init__(self, cast):
        self.cast = cast
        self.asked = {}
        self.steps = []

    def ask(self, name, project, role, owner, what, on, due_in, delay_days=0):
        """`role` at the project asks `owner` (a role there, or a body) on a day."""
        key = uuid.uuid5(uuid.NAMESPACE_OID, f"request {name}")

        def deed(_request):
            self.asked[name] = requests.ask(
                what=what, project=project, owed_by=self.body(owner, project), due_on=on + timedelta(days=due_in),
                delay_days=delay_days, by=self.post(role, project), at=building.at(on, 9), key=key,
            )  # fmt: skip

        self.steps.append(Step(on, name, deed))

    def then(self, name, on, deed, owner, project, note, **more):
        """On a day `owner` does this to what was asked."""

        def act(request):
            by = self.post(owner, project)
            getattr(requests, deed)(request, note=note, by=by, at=building.at(on, 15), **more)

        self.steps.append(Step(on, name, act))

    def body(self, owner, project):
        return self.post(owner, project).organization or self.post(owner, project).body

    def post(self, owner, project):
        """The post of a role at the project's place, or the one that acts for a body."""
        if not isinstance(owner, Role):
            return self.cast.officer(owner)
        county = project.plan.county
        if owner in (Role.DESIGN_UNIT, Role.INSPECTOR, Role.PROVINCIAL_CHAIR, Role.PROVINCIAL_SECRETARY):
            return self.cast.post(owner, county.province)
        return self.cast.post(owner, county)

    def tell(self, other):
        """Take all steps in the order of their days, those of `other` ({day: functions}) among them, climbing daily."""
        by_day = {}
        for step in self.steps:
            by_day.setdefault(step.on, []).append(step)
        for number in range((DAY - BEGINS).days + 1):
            day = BEGINS + timedelta(days=number)
            for step in by_day.get(day, []):
                step.deed(self._now(step.name))
            for act in other.get(day, []):
                act(self)
            requests.climb(on=day, at=building.at(day, 6), by=None)

    def _now(self, name):
        return Request.objects.get(pk=self.asked[name].pk) if name in self.asked else None


def stories(cast):
    """What is asked and comes of it, until the demonstration's day."""
    story = Story(cast)
    _of_the_home_county(story, cast)
    _of_the_stopped_county(story, cast)
    _of_all_counties(story, cast)
    return story


def _of_the_home_county(story, cast):
    food, cloth, daily = (parts.project(HOME, kind) for kind in ("FOOD", "CLOTH", "DAILY"))
    power, builder, operator = cast.unit(Role.INSTITUTION, None), Role.CONSTRUCTION_UNIT, Role.OPERATION_UNIT
    roles.give(food, power, "supply", date(2026, 3, 1), by=cast.post(Role.COMMITTEE_STAFF))
    story.ask(
        "transformer",
        food,
        operator,
        power,
        "식료공장의 두번째 변압기. The second transformer of the food factory",
        date(2026, 9, 20),
        15,
        18,
    )
    story.ask(
        "drawings",
        cloth,
        builder,
        Role.DESIGN_UNIT,
        "보이라실의 수정도면. The changed drawings of the boiler house",
        date(2026, 9, 28),
        10,
        5,
    )
    story.then("drawings", date(2026, 9, 30), "promise", Role.DESIGN_UNIT, cloth, "", promised_on=date(2026, 10, 7))
    story.then(
        "drawings",
        date(2026, 10, 7),
        "done",
        Role.DESIGN_UNIT,
        cloth,
        "도면 4장을 넘겨주었다. Four sheets were handed over.",
    )
    story.ask(
        "mud",
        daily,
        builder,
        Role.COUNTY_CHAIR,
        "기초에서 감탕퍼내기. Hands to clear the foundations of mud",
        date(2026, 8, 28),
        8,
        3,
    )
    story.then(
        "mud",
        date(2026, 9, 4),
        "done",
        Role.COUNTY_CHAIR,
        daily,
        "사흘동안 120명이 일하였다. 120 people worked for three days.",
    )
    story.then("mud", date(2026, 9, 5), "confirm", builder, daily, "")


def _of_the_stopped_county(story, cast):
    project, maker = parts.project("KP0218", "CLOTH"), parts.machines(cast)
    story.ask("looms", project, Role.CONSTRUCTION_UNIT, maker, "직기 12대. Twelve looms", date(2026, 8, 12), 30, 40)
    story.then(
        "looms", date(2026, 8, 25), "decline", maker, project, "주강품이 없다. There are no castings to make them of."
    )


def _of_all_counties(story, cast):
    """Every county asked the works for fitters in summer; most came in time."""
    maker = parts.machines(cast)
    plans = CountyPlan.objects.filter(program_year__year=DAY.year, program_year__program__code="20x10")
    for code in plans.order_by("county__code").values_list("county__code", flat=True):
        project, dice = parts.project(code, "FOOD"), random.Random(f"fitters of {code}")
        asked, name = BEGINS + timedelta(days=dice.randint(2, 30)), f"fitters {code}"
        story.ask(name, project, Role.OPERATION_UNIT, maker, "조립공 6명. Six fitters", asked, 14, dice.randint(0, 6))
        done = asked + timedelta(days=dice.choice([6, 8, 9, 11, 13, 13, 19, 24]))
        story.then(name, done, "done", maker, project, "파견하였다. Sent.")
        confirmed = done + timedelta(days=dice.randint(0, 3))
        story.then(name, confirmed, "confirm", Role.OPERATION_UNIT, project, "")
