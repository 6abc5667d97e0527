"""A decade to measure with: all places of the programme, four factories each, and every return of their sites.

Made up like the demonstration and marked the same, but written past the actions by COPY, for 80,000 returns one by one
would take an hour. What the actions and triggers hold to, this keeps to by itself: periods are open when they are
reported, four eyes, versions follow one another, percentages do not fall, doubts are kept, progress is weighted.
"""

import random
import uuid
from datetime import date, timedelta

import pgtrigger
from django.db import connection, transaction
from django.utils.translation import gettext as _

from committees.rights import Role
from factories import doubts
from factories.actions import periods, projects, reference, standings, types
from factories.models import (
    Baseline,
    BaseReturn,
    Complaint,
    County,
    CountyPlan,
    Delay,
    Delivery,
    EquipmentLine,
    Expenditure,
    FactoryProject,
    FactoryType,
    GatePass,
    Inspection,
    Material,
    ProductionReturn,
    ProductLine,
    ProgramYear,
    ProgressLine,
    RawMaterialBase,
    ReportingPeriod,
    StatusReturn,
    Trade,
    TrainingReturn,
)
from regional20x10.demonstration import building, cohorts, copying, lasting, norms, stocking, training
from regional20x10.demonstration.courses import Course, Progress
from regional20x10.demonstration.making import analyze, project_code
from regional20x10.demonstration.people import Cast
from regional20x10.demonstration.telling import KEYS
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused

PROGRAM = "20x10"
FIRST_DAY = date(2024, 2, 1)
"""No work of the programme began before it."""
SO_BY_THE_WAY_THEY_ARE_MADE = [
    "factories.StatusReturn:versions_in_order", "factories.ProgressLine:only_in_a_draft",
    "factories.Delay:only_in_a_draft", "factories.Delivery:only_in_a_draft", "factories.Expenditure:only_in_a_draft",
    "factories.EquipmentLine:only_in_a_draft", "factories.ProductionReturn:versions_in_order",
    "factories.ProductLine:only_in_a_draft", "factories.Downtime:only_in_a_draft",
    "factories.RawMaterialUse:only_in_a_draft",
]  # fmt: skip
"""The triggers that would ask of each row whether its return is still a draft and its version the next one. Set aside
for the rows copied here only, inside this transaction only."""
LINE = ("status_return_id", "package_id", "percent", "reason")
DELAY = ("status_return_id", "cause", "days_lost", "note")
DELIVERY = ("status_return_id", "supplier_id", "waybill", "material_id", "quantity", "received_on", "order_id")
EXPENDITURE = ("status_return_id", "line", "amount")
EQUIPMENT = ("status_return_id", "item_id", "delivered", "installed")
SENT_BACK = 0.06
"""Share of the returns that the province sends back once."""
MOVED = "The finish was moved: {}"


@transaction.atomic
def grow(years, say):
    """Fill the first `years` years of the programme; the clock then stands in October of the last of them.

    `say` is told what is being made. Returns {noun: how many}. Refuses more years than the programme has.
    """
    known = list(ProgramYear.objects.filter(program__code=PROGRAM).order_by("year"))
    if not 1 <= years <= len(known):
        raise Refused(_("The programme has %(count)s years: ask for 1 to %(count)s.") % {"count": len(known)})
    chosen, until = known[:years], date(known[years - 1].year, 10, 12)
    say("People and norms")
    cast = Cast()
    building.list_materials()
    training.list_trades()
    for code in norms.TYPES:
        types.found_type(**norms.type_values(code), by=None)
    for year in range(chosen[0].year - 1, until.year + 1):
        periods.generate(year, by=None)
    for year in chosen:
        say(f"{year}: places, projects and returns")
        _add_places(year, cast)
        _copy_year(year, cast, until)
    analyze()
    say("Standings")
    clock.stand_on(until)
    standings.refresh(None, on=until)
    counted = {
        "projects": FactoryProject, "returns": StatusReturn, "lines": ProgressLine, "delays": Delay,
        "deliveries": Delivery, "expenditures": Expenditure, "inspections": Inspection,
        "gate passes": GatePass, "bases": RawMaterialBase, "quarterly returns": BaseReturn,
        "returns of training": TrainingReturn, "production returns": ProductionReturn, "product lines": ProductLine,
        "complaints": Complaint,
    }  # fmt: skip
    return {noun: model.objects.count() for noun, model in counted.items()}


def _add_places(year, cast):
    """Places up to the year's target, of those that are in no year yet."""
    free = list(County.objects.exclude(plans__program__code=PROGRAM).order_by("code"))
    missing = max(0, year.target - year.plans.count())
    for county in random.Random(year.year).sample(free, min(missing, len(free))):
        reference.record_plan(
            year, county, demonstration=True, note="Made up for measuring.",
            components="regional-industry factories", by=cast.post(Role.COMMITTEE_STAFF),
        )  # fmt: skip


def _copy_year(year, cast, until):
    """All that was ever said of the projects of a year, up to the day `until`."""
    kinds = list(FactoryType.objects.filter(code__in=norms.TYPES).prefetch_related("templates"))
    plans = CountyPlan.objects.filter(program_year=year).select_related("county__province", "program_year")
    calendar = list(ReportingPeriod.ten_days.order_by("starts_on"))
    keys, sites = copying.Keys(), []
    listed = {"materials": {row.code: row for row in Material.objects.all()}, "suppliers": building.suppliers(cast)}
    trades = {row.code: row for row in Trade.objects.all()}
    for plan in plans.order_by("county__code"):
        dice = random.Random(f"{plan.county.code} {year.year}")
        course = _course(dice, year.year, running=year.year == until.year)
        sites += [Site(plan, kind, course, cast, keys, until, listed, trades) for kind in kinds]
    months = list(ReportingPeriod.months.order_by("starts_on"))
    for site in sites:
        site.report(calendar)
        site.go_on(months, cast)
    with pgtrigger.ignore(*SO_BY_THE_WAY_THEY_ARE_MADE):
        with connection.cursor() as cursor:
            cursor.execute("SELECT")  # pgtrigger says what is set aside before a statement; a COPY would not say it
        for name in ("projects", "roles", "packages", "baselines"):
            copying.copy([row for site in sites for row in getattr(site, name)])
        for name in stocking.PLANNED:
            copying.copy([row for site in sites for row in getattr(site.works, name)])
        copying.copy([row for site in sites for row in site.returns])
        copying.copy_values(ProgressLine, LINE, (line for site in sites for line in site.lines))
        copying.copy_values(Delay, DELAY, (delay for site in sites for delay in site.delays))
        copying.copy_values(Delivery, DELIVERY, (row for site in sites for row in site.deliveries))
        copying.copy_values(Expenditure, EXPENDITURE, (row for site in sites for row in site.expenditures))
        copying.copy_values(EquipmentLine, EQUIPMENT, (row for site in sites for row in site.machines))
        for name in lasting.ROWS:
            copying.copy([row for site in sites for row in getattr(site.years, name)])
        for name, (model, columns) in lasting.VALUES.items():
            copying.copy_values(model, columns, (row for site in sites for row in getattr(site.years, name)))


def _course(dice, year, *, running):
    """How it goes in one place: mostly on time; in the year in progress some are silent or claim too much."""
    cause = dice.choice(sorted(cohorts.NEEDED))
    turn = date(year, 2, 1) + timedelta(days=dice.randint(0, 150))
    recent = date(year, 8, 20) + timedelta(days=dice.randint(0, 30))
    courses = [
        Course(pace=dice.uniform(0.98, 1.08), noise=0.08),
        Course(pace=0.98, turns=((turn, dice.uniform(0.6, 0.84)),), noise=0.12, cause=cause),
        Course(pace=1.0, turns=((turn, 0.0), (turn + timedelta(days=50), 1.05)), noise=0.06, cause=cause),
        Course(pace=1.0, noise=0.1, last_return_on=recent),
        Course(pace=1.0, turns=((turn, 0.84),), cause=cause, verified_until=recent, claims=((recent, 24),)),
    ]
    return dice.choices(courses, [50, 22, 8, 10, 10] if running else [62, 26, 12, 0, 0])[0]


class Site:
    """One project, and what is said of it: rows of each table, ready to be copied."""

    def __init__(self, plan, kind, course, cast, keys, until, listed, trades):
        self.course, self.keys, self.until, self.trades = course, keys, until, trades
        self.unit, self.province, self.committee, staff = (
            cast.post(Role.CONSTRUCTION_UNIT, plan.county), cast.post(Role.PROVINCIAL_SECRETARY, plan.county.province),
            cast.post(Role.COMMITTEE_MEMBER), cast.post(Role.COMMITTEE_STAFF),
        )  # fmt: skip
        self.project = FactoryProject(pk=keys(FactoryProject), **_project(plan, kind, cast))
        self.dice = random.Random(self.project.code)
        year = plan.program_year.year
        starts_on = max(FIRST_DAY, date(year - 1, 8, 21)) + timedelta(days=self.dice.randint(0, 10))
        self.finishes_on = date(year, 11, 20) + timedelta(days=self.dice.randint(0, 18))
        self.projects, self.returns, self.lines, self.delays = [self.project], [], [], []
        self.packages = projects.packages_of(self.project, starts_on, self.finishes_on)
        self.roles = projects.roles_of(self.project, starts_on - timedelta(days=20))
        for row in (*self.packages, *self.roles):
            row.pk = keys(type(row))
        self.baselines = []
        self.begins_on, self.ended_on = starts_on - timedelta(days=5), None
        self._approve(starts_on - timedelta(days=20), self.finishes_on, "", staff)
        spans = [(package.pk, package.starts_on, package.finishes_on) for package in self.packages]
        self.progress = Progress(spans, course, self.dice, cohorts.FACTORS[kind.code])
        self.weights = {package.pk: package.weight for package in self.packages}
        self.crew, self.reached = self.dice.randint(45, 160), {}
        self.deliveries, self.expenditures, self.machines, self.told = [], [], [], 0
        inspector = cast.post(Role.INSPECTOR, plan.county.province)
        posts = (staff, self.unit, inspector)
        self.works = stocking.Works(self.project, self.packages, posts=posts, keys=keys, until=until, **listed)

    def _approve(self, day, finishes_on, reason, by):
        self.baselines.append(
            Baseline(
                pk=self.keys(Baseline), project=self.project, number=len(self.baselines),
                finishes_on=finishes_on, reason=reason, approved_at=_at(day, 10), approved_by=by,
            )
        )  # fmt: skip

    def report(self, calendar):
        """Every period from the start until all is finished or told; a finish that is missed is moved once."""
        for period in calendar:
            if period.ends_on < self.progress.begins or self.progress.done:
                continue
            if period.ends_on > min(self.until - timedelta(days=1), self.course.last_return_on):
                break
            self._tell(period, self.progress.through(period))
            late = period.ends_on >= self.finishes_on - timedelta(days=60) and self.course.pace_on(period.ends_on) < 0.9
            if late and len(self.baselines) == 1:
                moved = self.finishes_on + timedelta(days=self.dice.randint(20, 60))
                self._approve(period.ends_on, moved, MOVED.format(self.course.cause), self.committee)

    def go_on(self, months, cast):
        """What becomes of it after the building, if that is finished and verified."""
        county = self.project.plan.county
        posts = {role: cast.post(role, county) for role in (Role.OPERATION_UNIT, Role.COUNTY_STAFF)}
        posts |= {role: cast.post(role, county.province) for role in (Role.PROVINCIAL_SECRETARY, Role.INSPECTOR)}
        self.years = lasting.Years(
            self.project, begun_on=self.begins_on, finished_on=self.ended_on, calendar=months, keys=self.keys,
            posts=posts | {Role.COMMITTEE_MEMBER: self.committee}, until=self.until, trades=self.trades,
        )  # fmt: skip

    def _tell(self, period, percents):
        """The return of a period, sometimes in two versions; then as far as province and committee have come."""
        day, parts = period.ends_on + timedelta(days=1), self.works.receipts.of(period, percents)
        version, sent_back = 1, self.dice.random() < SENT_BACK and day + timedelta(days=2) <= self.until
        if sent_back:
            self._add(period, percents, parts, version, submitted=day, returned=day + timedelta(days=1))
            version, day = 2, day + timedelta(days=2)
        stamps = {"submitted": day}
        for deed, most in (("verified", 2), ("accepted", 3)):
            day += timedelta(days=self.dice.randint(1, most))
            if day > self.until or period.ends_on > self.course.verified_until:
                break
            stamps[deed] = day
        self._add(period, percents, parts, version, **stamps)
        if self.progress.done:
            self.ended_on = stamps.get("verified")
        self.works.inspect(self.told, period, percents)
        self.reached, self.told = percents, self.told + 1

    def _add(self, period, percents, parts, version, **days):
        """A version with its parts. `days`: of each deed that was done."""
        posts = {
            "submitted": self.unit,
            "verified": self.province,
            "accepted": self.committee,
            "returned": self.province,
        }
        hours = {"submitted": 9, "verified": 11, "accepted": 12, "returned": 11}
        stamps = {f"{deed}_at": _at(day, hours[deed]) for deed, day in days.items()}
        stamps |= {f"{deed}_by": posts[deed] for deed in days}
        done = all(percent == 100 for percent in percents.values())
        pace, since = self._pace(period)
        crew = 12 if done else max(8, self.crew // (4 if pace == "stopped" else 1) + self.dice.randint(-8, 8))
        row = StatusReturn(
            pk=self.keys(StatusReturn), project=self.project, period=period, version=version, state=list(days)[-1],
            revision=2, key=uuid.uuid5(KEYS, f"{self.project.code} {period.code} v{version}"),
            crew_people=crew, crew_days=crew * ((period.ends_on - period.starts_on).days + 1), pace=pace,
            slowed_since=since, needed=cohorts.NEEDED[self.course.cause] if since else "",
            narrative=cohorts.WORDS["done" if done else pace], percent=self._weighted(percents),
            doubts=self._doubts(percents), created_at=_at(days["submitted"], 8), created_by=self.unit,
            saved_at=_at(days["submitted"], 9), saved_by=self.unit,
            return_note=cohorts.SENT_BACK_NOTE if "returned" in days else "",
            overspent_because=parts["overspent_because"], **stamps,
        )  # fmt: skip
        self.returns.append(row)
        self.deliveries += [(row.pk, *(said[name] for name in DELIVERY[1:])) for said in parts["deliveries"]]
        self.expenditures += [(row.pk, line, amount) for line, amount in parts["expenditures"].items()]
        self.machines += [(row.pk, item, *counts) for item, counts in parts["equipment"].items()]
        self.lines += [(row.pk, package, percent, "") for package, percent in percents.items()]
        if since:
            lost = 10 if pace == "stopped" else self.dice.randint(2, 6)
            self.delays.append((row.pk, self.course.cause, lost, ""))

    def _pace(self, period):
        """(what the site says of its pace, since when)."""
        pace = self.course.pace_on(period.ends_on)
        if pace >= 0.9:
            return "normal", None
        since = max(day for day, _pace in self.course.turns if day <= period.ends_on)
        return ("slower" if pace else "stopped"), since

    def _weighted(self, percents):
        """As factories.actions.returns.physical_percent."""
        whole = sum(self.weights.values())
        return round(sum(self.weights[pk] * percent for pk, percent in percents.items()) / whole, 3)

    def _doubts(self, percents):
        """The questions the form would have asked, kept with the return."""
        asked = ((pk, doubt) for pk, now in percents.items() for doubt in doubts.of_line(now, self.reached.get(pk)))
        return [{**doubt.as_json(), "package": pk, "answer": ""} for pk, doubt in asked]


def _project(plan, kind, cast):
    county = plan.county
    return {
        "plan": plan,
        "factory_type": kind,
        "code": project_code(plan, kind.code),
        "design_unit": cast.unit(Role.DESIGN_UNIT, county.province),
        "construction_unit": cast.unit(Role.CONSTRUCTION_UNIT, county),
        "operation_unit": cast.unit(Role.OPERATION_UNIT, county),
        "inspection": cast.unit(Role.INSPECTOR, county.province),
        "floor_area_m2": kind.norms["floor_area_m2"],
        "capacity_t_year": kind.norms["capacity_t_year"],
        "demonstration": True,
    }


def _at(day, hour):
    return clock.start_of(day) + timedelta(hours=hour)
