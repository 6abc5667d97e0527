"""A grown decade's factories after the building, from the first gate to the last month: rows to be copied."""

import random
import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.utils.text import slugify

from committees.rights import Role
from factories import norms
from factories.models import (
    BaseKind,
    BaseReturn,
    Complaint,
    ComplaintMatter,
    ComplaintReply,
    Downtime,
    Gate,
    GatePass,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    QualitySample,
    RawMaterialBase,
    RawMaterialUse,
    ReplyOutcome,
    SupplyLink,
    TrainingCourse,
    TrainingReturn,
    TrialRun,
)
from regional20x10.demonstration import building, lives, producing, readying, training
from regional20x10.demonstration.feeding import FIELDS, GIVEN, PLANTS
from regional20x10.demonstration.telling import KEYS

ROWS = ("passes", "courses", "training", "trials", "samples", "bases", "links", "base_returns", "plans", "months",
        "complaints", "replies")  # fmt: skip
"""The lists of rows, in the order in which they can be written."""
VALUES = {
    # the lists of values: what they are of, and which
    "products": (ProductLine, ("production_return_id", "product", "output_t", "stock_t", "batches_checked",
                               "batches_passed", "first_grade_percent", "returned_t", "price")),
    "downtimes": (Downtime, ("production_return_id", "cause", "hours", "note")),
    "materials": (RawMaterialUse, ("production_return_id", "material", "received_t", "used_t", "stock_t")),
}  # fmt: skip
PASSED = [{"code": "grown", "state": "met", "said": "Made up for measuring."}]
SENT_BACK = 0.03
"""Share of the months that the province sends back once."""
COMPLAINED = 0.3
"""Share of the factories of which somebody complains."""


def life(dice, finished_on):
    """How a factory that was finished on the day goes on: mostly well; some falter, and some of those recover."""
    commissioned = finished_on + timedelta(days=dice.randint(30, 90))
    operates = commissioned + timedelta(days=dice.randint(40, 150))
    turn = date(operates.year + dice.randint(0, 4), dice.randint(1, 12), 1)
    again = date(turn.year + turn.month // 8, (turn.month + 4) % 12 + 1, 1)
    cause, level = dice.choice(list(lives.NOTES)), dice.uniform(0.72, 0.96)
    ways = [
        {},
        {"turns": ((turn, dice.uniform(0.2, 0.5)), (again, level)), "cause": cause},
        {"turns": ((turn, dice.uniform(0.1, 0.45)),), "cause": cause},
        {"last_month_on": turn},
        {"level": dice.uniform(0.35, 0.55), "cause": cause},
    ]
    return lives.Life(commissioned, operates, **{"level": level} | dice.choices(ways, [60, 20, 8, 4, 8])[0])


class Years:
    """One factory after its building, of which `finished_on` is the verified end; None while it is being built.

    `posts`: {role: post}; `trades`: {code: Trade}; `calendar`: the months; `begun_on`: the day of its first gate.
    """

    def __init__(self, project, *, begun_on, finished_on, posts, trades, calendar, keys, until):
        self.project, self.posts, self.keys, self.until = project, posts, keys, until
        self.dice = random.Random(f"years of {project.code}")
        for name in (*ROWS, *VALUES):
            setattr(self, name, [])
        self._pass(Gate.START, begun_on)
        self._feed()
        self._hear(begun_on)
        if finished_on:
            self._go_on(life(self.dice, finished_on), trades, calendar)

    def _go_on(self, life, trades, calendar):
        """As far as the gates have let it by now."""
        if life.commissioned_on > self.until:
            return
        self._pass(Gate.COMMISSION, life.commissioned_on)
        staff = self._train(life.commissioned_on + timedelta(days=35), trades)
        if life.operates_on > self.until:
            return
        self._try(life.commissioned_on)
        self._pass(Gate.OPERATE, life.operates_on)
        self._plan(life)
        kind, capacity = self.project.factory_type, self.project.capacity_t_year
        output = lives.Output(kind, capacity, life, self.dice, staff)
        for month in calendar:
            if lives.in_month(month.starts_on, life) and month.ends_on < self.until - timedelta(days=1):
                self._tell(month, output.of(month.starts_on, month.ends_on))

    # --- gates, workers, trials ---------------------------------------------------------------------------------------
    def _add(self, name, model, **values):
        row = model(pk=self.keys(model), **values)
        getattr(self, name).append(row)
        return row

    def _entry(self, name, model, day, role, *words, **values):
        """A row of an entry, made on the day by the post of `role`; its chain is the key of `words`."""
        chain = building.key(self.project.code, *words)
        at, by = building.at(day, 15), self.posts[role]
        return self._add(name, model, chain=chain, at=at, by=by, **values)

    def _pass(self, gate, day):
        if day <= self.until:
            by, at = self.posts[Role.COMMITTEE_MEMBER], building.at(day, 11)
            self._add("passes", GatePass, project=self.project, gate=gate, at=at, by=by, evidence=PASSED)

    def _train(self, on, trades):
        """A course of every trade, and its return once all are certified; how many they are."""
        begins, staff = on - timedelta(days=150), 0
        for code, posts in norms.posts(self.project).items():
            common = {"project": self.project, "trade": trades[code]}
            self._add(
                "courses", TrainingCourse, institution="Vocational school", places=posts + training.SPARE,
                starts_on=begins, ends_on=on, **common,
            )  # fmt: skip
            self._entry(
                "training", TrainingReturn, on, Role.OPERATION_UNIT, "training", code, on=on, certified=posts + 1,
                enrolled=posts + training.SPARE, placed=posts, left=0, **common,
            )  # fmt: skip
            staff += posts
        return staff

    def _try(self, day):
        began, ended = (day + days for days in readying.TRIAL)
        made = lives.tenths(lives.capacity_t(self.project.capacity_t_year, began, ended) * Decimal("0.7"))
        self._entry(
            "trials", TrialRun, ended, Role.OPERATION_UNIT, "trial", project=self.project, began_on=began,
            ended_on=ended, output_t=made, passed=True, protocol=f"{self.project.code}-1",
        )  # fmt: skip
        taken = day + readying.SAMPLED
        self._entry(
            "samples", QualitySample, taken, Role.INSPECTOR, "sample", project=self.project, passed=True, grade=1,
            product=next(iter(lives.shares(self.project.factory_type))), taken_on=taken, laboratory="Laboratory",
            certificate=f"{self.project.code}-Q1",
        )  # fmt: skip

    # --- raw material -------------------------------------------------------------------------------------------------
    def _feed(self):
        """A base of its own for each raw material, with the quarters that it reported from the year after the start."""
        county, first = self.project.plan.county, self.project.plan.program_year.year
        for material, need in norms.raw_need(self.project).items():
            supply = lives.tenths(need * Decimal(str(self.dice.uniform(0.95, 1.4))))
            if material in PLANTS:
                (english, korean), of_it = PLANTS[material], {"kind": BaseKind.PLANT, "capacity_t_year": supply}
            else:
                kind, english, korean, yield_, season = FIELDS[material]
                of_it = {"kind": kind, "yield_t_ha": Decimal(yield_), "area_ha": lives.tenths(supply / Decimal(yield_))}
                of_it |= {"season": season} if season else {}
            base = self._add(
                "bases", RawMaterialBase, code=slugify(f"{self.project.code} {material}")[:40], county=county,
                name_en=f"{county.name_en} {english}", name_ko=f"{county.name_ko} {korean}", material=material,
                demonstration=True, **of_it,
            )  # fmt: skip
            self._add("links", SupplyLink, base=base, project=self.project, share_percent=Decimal(GIVEN))
            for year in range(first + 1, self.until.year + 1):
                self._harvest(base, year, supply)

    def _harvest(self, base, year, supply):
        for quarter in range(1, 5):
            over = date(year + quarter // 4, 3 * quarter % 12 + 1, self.dice.randint(2, 6))
            if over > self.until:
                return
            share = sum(base.season[3 * quarter - 3 : 3 * quarter])
            got = lives.tenths(supply * Decimal(str(share * self.dice.uniform(0.85, 1.1))))
            self._entry(
                "base_returns", BaseReturn, over, Role.COUNTY_STAFF, base.code, year, quarter, base=base, year=year,
                quarter=quarter, harvested_t=got, losses_t=lives.tenths(got / 40),
            )  # fmt: skip

    # --- months -------------------------------------------------------------------------------------------------------
    def _plan(self, life):
        for year in range(life.operates_on.year, self.until.year + 1):
            for product, tonnes in lives.yearly_plan(self.project.factory_type, self.project.capacity_t_year).items():
                self._add("plans", ProductPlan, project=self.project, year=year, product=product, tonnes=tonnes)

    def _tell(self, month, said):
        """The return of a month, sometimes in two versions, as far as province and committee have come."""
        day, version = month.ends_on + timedelta(days=1), 1
        if self.dice.random() < SENT_BACK and day + timedelta(days=2) <= self.until:
            self._month(month, said, 1, {"submitted": day, "returned": day + timedelta(days=1)})
            version, day = 2, day + timedelta(days=2)
        days = {"submitted": day}
        for deed, most in (("verified", 3), ("accepted", 4)):
            day += timedelta(days=self.dice.randint(1, most))
            if day > self.until:
                break
            days[deed] = day
        self._month(month, said, version, days)

    def _month(self, month, said, version, days):
        """A version with its parts. `days`: of each deed that was done."""
        unit, province = self.posts[Role.OPERATION_UNIT], self.posts[Role.PROVINCIAL_SECRETARY]
        doers = {"submitted": unit, "verified": province, "returned": province,
                 "accepted": self.posts[Role.COMMITTEE_MEMBER]}  # fmt: skip
        hours = {"submitted": 9, "verified": 11, "accepted": 12, "returned": 11}
        stamps = {f"{deed}_at": building.at(day, hours[deed]) for deed, day in days.items()}
        stamps |= {f"{deed}_by": doers[deed] for deed in days}
        begun = building.at(days["submitted"], 8)
        row = self._add(
            "months", ProductionReturn, project=self.project, period=month, version=version, state=list(days)[-1],
            revision=2, key=uuid.uuid5(KEYS, f"{self.project.code} {month.code} v{version}"), created_at=begun,
            created_by=unit, saved_at=stamps["submitted_at"], saved_by=unit, **said["values"], **stamps,
            output_t=sum(product["output_t"] for product in said["products"].values()),
            return_note=producing.SENT_BACK_NOTE if "returned" in days else "",
        )  # fmt: skip
        self.products += [(row.pk, name, *one.values()) for name, one in said["products"].items()]
        self.downtimes += [(row.pk, *one) for one in said["downtimes"]]
        self.materials += [(row.pk, name, *one.values()) for name, one in said["materials"].items()]

    # --- residents ----------------------------------------------------------------------------------------------------
    def _hear(self, begun_on):
        """A complaint of some, mostly replied to within its days."""
        if self.dice.random() > COMPLAINED:
            return
        came = begun_on + timedelta(days=self.dice.randint(30, 1500))
        replied = came + timedelta(days=self.dice.randint(3, 18))
        if came > self.until:
            return
        matter = self.dice.choice(ComplaintMatter.values)
        complaint = self._entry(
            "complaints", Complaint, came, Role.COUNTY_STAFF, "complaint", project=self.project, matter=matter,
            reference=f"K-{came.year}/{self.dice.randint(1, 400)}", received_on=came,
            reply_due_on=came + timedelta(days=15),
        )  # fmt: skip
        if replied <= self.until:
            self._entry(
                "replies", ComplaintReply, replied, Role.COUNTY_STAFF, "reply", project=self.project,
                complaint=complaint, replied_on=replied, outcome=self.dice.choice(ReplyOutcome.values),
            )  # fmt: skip
