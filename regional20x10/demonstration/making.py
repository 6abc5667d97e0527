"""Making the demonstration: people, types, plans, projects and their returns, ending on its day."""

import random
from datetime import date, timedelta

from django.apps import apps
from django.db import connection, transaction

from committees.actions.notifications import silently
from committees.rights import Role
from factories.actions import periods, projects, reference, standings, types
from factories.models import County, CountyPlan, Milestone, ProgramYear, ReportingPeriod
from regional20x10.demonstration import DAY, building, cohorts, norms, notifying
from regional20x10.demonstration.closing import close_years
from regional20x10.demonstration.complaining import complain
from regional20x10.demonstration.conferring import confer
from regional20x10.demonstration.inspecting import inspect
from regional20x10.demonstration.living import live
from regional20x10.demonstration.people import Cast
from regional20x10.demonstration.preparing import prepare
from regional20x10.demonstration.reporting_year import report_years
from regional20x10.demonstration.telling import Teller, tell
from regional20x10.shared import clock
from regional20x10.shared.actions import leave_to_the_database

REPORTED_UNTIL = date(2026, 9, 30)
"""The last period that is closed on the demonstration's day."""


@transaction.atomic
def make(say):
    """Make all of it or nothing; returns the Cast. `say` is told what is being made."""
    say("People and norms")
    cast = Cast()
    building.list_materials()
    kinds = {code: types.found_type(**norms.type_values(code), by=None) for code in norms.TYPES}
    with standings.later(), leave_to_the_database(), silently():
        for year, told in ((2024, _tell_2024), (2025, _tell_2025), (2026, _tell_2026)):
            say(f"{year}: projects and returns")
            _add_places(year, cast)
            for plan in _plans(year):
                _make_place(plan, kinds, cast, told)
            analyze()
        _except(cast)
        say("Years closed, raw material, workers and production")
        close_years(cast)
        live(cast)
        complain(cast)
    say("The committee: charges, meetings, decisions, requests")
    with standings.later(), leave_to_the_database():
        confer(cast)
    analyze()
    say("Standings")
    clock.stand_on(DAY)
    standings.refresh(None, on=DAY)
    say("Reports of provinces")
    report_years(cast)
    notifying.tell()
    return cast


def analyze():
    """The planner has seen empty tables so far. Ours alone: on all of a server's it would wait for others."""
    tables = [
        model._meta.db_table for model in apps.get_models() if model._meta.app_label in ("committees", "factories")
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(map(connection.ops.quote_name, sorted(tables)))}")


def _except(cast):
    """One county may report the last closed period a while longer."""
    code, until, reason = cohorts.EXCEPTION
    period = ReportingPeriod.ten_days.get(ends_on=REPORTED_UNTIL)
    periods.grant(
        period, county=County.objects.get(code=code), until=until, reason=reason,
        by=cast.post(Role.COMMITTEE_STAFF), at=building.at(date(2026, 10, 6)),
    )  # fmt: skip


def _add_places(year, cast):
    if year != DAY.year:
        return
    program_year = ProgramYear.objects.get(program__code="20x10", year=year)
    for county in County.objects.filter(code__in=cohorts.ADDED_2026).order_by("code"):
        reference.record_plan(
            program_year, county, demonstration=True, note="Made up for the demonstration.",
            components="regional-industry factories", by=cast.post(Role.COMMITTEE_STAFF),
        )  # fmt: skip


def _plans(year):
    rows = CountyPlan.objects.select_related("county__province", "program_year")
    return rows.filter(program__code="20x10", program_year__year=year).order_by("county__code")


def _make_place(plan, kinds, cast, told):
    if plan.county == cast.home:
        _make_what_was_there(plan, kinds["PAPER"], cast)
    also = ["PAPER"] if plan.county.code in cohorts.ALSO_PAPER else []
    made = []
    for kind in (*cohorts.TYPES, *also):
        code = project_code(plan, kind)
        dice = random.Random(code)
        made.append((_project(plan, kinds[kind], code, cast, dice), dice))
    told(made, cast, random.Random(f"{plan.county.code} {plan.program_year.year}"))


def _make_what_was_there(plan, kind, cast):
    """The home county's paper mill, begun a year before the programme came: its users see a factory that produces."""
    code, begun, finished_on = project_code(plan, kind.code), date(2025, 4, 3), date(2026, 1, 31)
    project = _project(plan, kind, code, cast, random.Random(code), begun=begun)
    building.fund(project, cast, year=begun.year, tranches=[((2, 20), 100)])
    teller = Teller(project, cohorts.PAST, cast=cast, dice=random.Random(f"returns of {code}"))
    tell([teller.plan_some(finished_on)], random.Random(f"days of {code}"))


def project_code(plan, kind):
    """Such as 26-UNRYUL-FOOD; with the county's code where its name is not the only one."""
    name = plan.county.name_en.upper().replace(" ", "")
    if County.objects.filter(name_en=plan.county.name_en).count() > 1:
        name += plan.county.code
    return f"{plan.program_year.year % 100}-{name}-{kind}"


def _project(plan, kind, code, cast, dice, begun=None):
    """A project of the plan; `begun`: the day on which it was begun before this record, if not in the plan's year."""
    year = begun.year if begun else plan.program_year.year
    starts_on = begun or date(year, 3, 1) + timedelta(days=dice.randint(0, 12))
    finishes_on = date(year, 11, 20) + timedelta(days=dice.randint(0, 18))
    county, size = plan.county, dice.uniform(0.85, 1.2)
    begin = projects.create if year == DAY.year else projects.bring_in  # the application is used since this year
    finish = "finishes_on" if year == DAY.year else "original_on"
    return begin(
        plan=plan, factory_type=kind, code=code, starts_on=starts_on, **{finish: finishes_on},
        by=cast.post(Role.COMMITTEE_STAFF), at=clock.start_of(date(year, 1, 20)) + timedelta(hours=10),
        design_unit=cast.unit(Role.DESIGN_UNIT, county.province),
        construction_unit=cast.unit(Role.CONSTRUCTION_UNIT, county),
        operation_unit=cast.unit(Role.OPERATION_UNIT, county),
        inspection=cast.unit(Role.INSPECTOR, county.province),
        floor_area_m2=round(kind.norms["floor_area_m2"] * size / 10) * 10,
        capacity_t_year=round(kind.norms["capacity_t_year"] * size), demonstration=True,
    )  # fmt: skip


def _tell_2024(made, cast, dice):
    """Finished shortly before the ceremony of which the public record speaks."""
    county = made[0][0].plan.county
    ceremonies = Milestone.objects.filter(county=county, facility="factories", kind="inaugurated")
    finished_on = ceremonies.order_by("-met_on").values_list("met_on", flat=True).first() or date(2025, 1, 31)
    _tell_past([(project, own, finished_on) for project, own in made], cast, dice)


def _tell_2025(made, cast, dice):
    late = cohorts.FINISHED_2025_LATE
    _tell_past(
        [
            (project, own, late.get(project.plan.county.code, date(2025, 12, 10) + timedelta(10 * own.randint(0, 2))))
            for project, own in made
        ],
        cast, dice,
    )  # fmt: skip


def _tell_past(made, cast, dice):
    tellers = []
    for project, own, finished_on in made:
        building.fund(project, cast, year=project.plan.program_year.year, tranches=[((2, 20), 100)])
        tellers.append(Teller(project, cohorts.PAST, cast=cast, dice=own).plan_some(finished_on))
    tell(tellers, dice)


def _tell_2026(made, cast, dice):
    for project, _own in made:  # all of them: a county's conditions are asked for by all its factories
        prepare(project, cast, random.Random(f"before {project.code}"))
    course = cohorts.COURSES_2026[made[0][0].plan.county.code]
    tellers = [_teller_2026(project, course, cast, own) for project, own in made]
    tell(tellers, dice)
    running = ReportingPeriod.ten_days.filter(starts_on__gt=REPORTED_UNTIL).earliest("starts_on")
    for teller in tellers:
        inspect(teller.project, cast, random.Random(f"inspections of {teller.project.code}"))
        if running.ends_on <= course.last_return_on:
            teller.tell_running(running, _running_state(teller.project, course, teller.dice))


def _teller_2026(project, course, cast, dice):
    building.commit(project, cast)
    building.choose_equipment(project, cast)
    arrivals = building.order_materials(project, cast, random.Random(f"materials of {project.code}"))
    factor = cohorts.FACTORS[project.factory_type.code]
    teller = Teller(project, course, cast=cast, dice=dice, factor=factor, arrivals=arrivals)
    return teller.plan_all(REPORTED_UNTIL)


def _running_state(project, course, dice):
    if project.code == cohorts.SENT_BACK:
        return "returned"
    if project.code in cohorts.HOME_RUNNING:
        return cohorts.HOME_RUNNING[project.code]
    if course.verified_until < REPORTED_UNTIL:
        return "submitted"
    return dice.choices(["none", "draft", "submitted", "verified"], [25, 25, 35, 15])[0]
