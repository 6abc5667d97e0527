"""After the building: which of the demonstration's factories are commissioned, operate and produce, in this order."""

import random
from datetime import date

from factories.models import FactoryProject
from regional20x10.demonstration import lives
from regional20x10.demonstration.feeding import feed
from regional20x10.demonstration.producing import give_longer, produce
from regional20x10.demonstration.readying import commission, operate
from regional20x10.demonstration.training import UNDER_WAY, list_trades, train

READY = ("KP0319", "KP0602", "KP1105")
"""Places of this year with a certified worker for every post."""


def live(cast):
    """Every factory as far as its Life goes; of those of this year, what is under way."""
    list_trades()
    projects = FactoryProject.objects.filter(demonstration=True).select_related(
        "plan__county__province", "plan__program_year", "factory_type", "operation_unit"
    )
    projects = list(projects.order_by("code"))
    living = [(project, life) for project in projects if (life := lives.of(project))]
    for project, life in living:
        commission(project, cast, life)
    feed(cast)  # once their sizes are known
    for project, life in living:
        project.refresh_from_db(fields=["capacity_t_year", "floor_area_m2"])
        staff = operate(project, cast, life)
        if life.operates_on:
            produce(project, cast, life, staff)
    give_longer(cast)
    _begin_training([project for project in projects if project.plan.program_year.year == 2026], cast)


def _begin_training(projects, cast):
    """At two of three factories of this year people are being trained; at some places all are certified."""
    for project in projects:
        dice, ready = random.Random(f"training for {project.code}"), project.plan.county.code in READY
        if not lives.of(project) and (ready or dice.random() < 0.66):
            share = 1.0 if ready else dice.uniform(0.2, 0.8)
            train(project, cast, on=UNDER_WAY, begins=date(2026, 5, 4), share=share)
