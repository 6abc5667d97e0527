"""From the finish of a made-up factory to the gate that lets it operate: all that the two gates ask for."""

import random
from datetime import timedelta
from decimal import Decimal

from committees.models import OrganizationKind
from committees.rights import Role
from factories.actions import equipment, gates, inspections, trials
from factories.models import Gate
from regional20x10.demonstration import DAY, building, lives
from regional20x10.demonstration.inspecting import STRENGTH
from regional20x10.demonstration.preparing import SITES, size_and_site
from regional20x10.demonstration.training import train

SIZED, CHOSEN, INSPECTED = (timedelta(days=days) for days in (-45, -30, -14))
"""Before a factory is commissioned."""
TRIAL = timedelta(days=4), timedelta(days=13)
"""Of the trial operation, its first and last day after it was commissioned."""
SAMPLED, TRAINED, LEARNING = (timedelta(days=days) for days in (15, 30, -120))
LABORATORY = "도품질감독소 Quality laboratory of the province"
BUILT_AS_DESIGNED = "설계대로 건설되였다. Built as designed."


def commission(project, cast, life):
    """Size, site and machines are entered, for it was begun before this record; it is inspected, and let through."""
    dice, day = random.Random(f"ready {project.code}"), life.commissioned_on
    size_and_site(project, cast, dice, begins=day + SIZED, sites=SITES[1:])
    _choose(project, cast, day + CHOSEN)
    _inspect(project, cast, day + INSPECTED, dice)
    gates.let_through(project, Gate.COMMISSION, by=cast.post(Role.COMMITTEE_MEMBER), at=building.at(day, 11))


def _choose(project, cast, day):
    """Every machine on its reference level."""
    unit = cast.post(Role.OPERATION_UNIT, project.plan.county)
    maker = cast.body(OrganizationKind.SUPPLIER, "machines", *building.MACHINES)
    for item in project.equipment.order_by("order"):
        equipment.edit(
            item, level=item.reference_level, supplier=maker, quantity=item.quantity,
            maintenance=building.MAINTENANCE, by=unit, at=building.at(day),
        )  # fmt: skip


def _inspect(project, cast, day, dice):
    """The last visit before it is commissioned, which finds nothing."""
    tests = [STRENGTH | {"measured": f"{21 + dice.randint(0, 5)} MPa", "passed": True}]
    inspections.record(
        project, key=building.key(project.code, "inspection", day), visited_on=day, tests=tests,
        percents=dict.fromkeys(project.packages.values_list("pk", flat=True), Decimal(100)), summary=BUILT_AS_DESIGNED,
        by=cast.post(Role.INSPECTOR, project.plan.county.province), at=building.at(day, 16),
    )  # fmt: skip


def operate(project, cast, life):
    """Its workers are trained, it is tried, a sample of what it makes is examined; then it may operate.

    Returns how many workers are certified.
    """
    day = life.commissioned_on
    trained_on = min(life.operates_on or DAY, day + TRAINED)
    certified = train(project, cast, on=trained_on, begins=day + LEARNING, share=1 - life.untrained, placed=True)
    _try(project, cast, day)
    if life.operates_on:
        member = cast.post(Role.COMMITTEE_MEMBER)
        gates.let_through(project, Gate.OPERATE, by=member, at=building.at(life.operates_on, 11))
    return sum(certified.values())


def _try(project, cast, day):
    began, ended = (day + days for days in TRIAL)
    made = lives.tenths(lives.capacity_t(project.capacity_t_year, began, ended) * Decimal("0.7"))
    trials.record(
        project, began_on=began, ended_on=ended, output_t=max(made, lives.TENTH), passed=True,
        protocol=f"{project.code}-1", by=cast.post(Role.OPERATION_UNIT, project.plan.county),
        at=building.at(ended, 17), key=building.key(project.code, "trial"),
    )  # fmt: skip
    trials.sample(
        project, product=next(iter(lives.shares(project.factory_type))), taken_on=day + SAMPLED, laboratory=LABORATORY,
        certificate=f"{project.code}-Q1", passed=True, grade=1,
        by=cast.post(Role.INSPECTOR, project.plan.county.province), at=building.at(day + SAMPLED, 17),
        key=building.key(project.code, "sample"),
    )  # fmt: skip
