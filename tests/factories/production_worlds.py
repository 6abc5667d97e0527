"""Made-up facts of what a factory makes once it is built, and where they are written."""

from datetime import date, timedelta
from fractions import Fraction
from uuid import uuid4

import pgtrigger
from hypothesis import strategies as st

from factories.models import (
    BaseReturn,
    Downtime,
    DowntimeCause,
    FactoryType,
    GatePass,
    ProductionReturn,
    ProductLine,
    ProgramYear,
    RawMaterialBase,
    ReportingPeriod,
    SupplyLink,
    TrainingReturn,
)
from tests import produce
from tests.factories import oracle
from tests.factories import oracle_production as facts
from tests.factories.building_worlds import PARTS, BuildingWorld, day_of_year, entry, number, told_returns
from tests.factories.test_standing import DUE, SCALE, at, lag

SCALE |= {"raw_cover_percent": 1, "utilisation_percent": 1, "quality_percent": 1}
RAW, TRADES, REFERENCE = {"fish": "0.3", "maize": "0.5"}, {"mechanics": 2, "operators": 7}, 700
ENDS = [produce.month_end(2026, month) for month in range(1, 13)]
EVEN = [Fraction(833, 10_000)] * 11 + [Fraction(837, 10_000)]
HARVEST = [Fraction(0)] * 8 + [Fraction(1, 2), Fraction(1, 2), Fraction(0), Fraction(0)]
tonnes = st.sampled_from([0, 500, 1000, 3000]).map(lambda value: Fraction(value, 10)) | st.integers(0, 5000).map(
    lambda value: Fraction(value, 10)
)
harvests = st.fixed_dictionaries({
    "year": st.sampled_from([2025, 2026, 2026, 2026, 2027]), "quarter": st.integers(1, 4), "harvested": tonnes,
})  # fmt: skip
training = st.fixed_dictionaries({
    "trade": st.sampled_from([*TRADES, "cooks"]), "on": day_of_year, "certified": st.integers(0, 20),
    "gone": st.integers(0, 3),
})  # fmt: skip


@st.composite
def bases(draw):
    rows = []
    for _number in range(draw(st.integers(0, 3))):
        told = draw(st.lists(entry(harvests), max_size=3, unique_by=lambda row: quarter_of(row)))
        for row in told:
            _settled(row)
        share = Fraction(draw(st.sampled_from([100, 2500, 5000, 10_000])), 100)
        yearly = draw(st.none() | tonnes)
        rows.append(
            facts.Base(
                draw(st.sampled_from(["fish", "maize"])), share, yearly, draw(st.sampled_from([EVEN, HARVEST])), told
            )
        )
    return rows


def quarter_of(told):
    return told.versions[0].values["year"], told.versions[0].values["quarter"]


def _settled(told):
    """The versions of one entry are of one quarter; a tenth of what was harvested is lost."""
    year, quarter = quarter_of(told)
    for version in told.versions:
        losses = Fraction(int(version.values["harvested"]), 10)
        version.values = {**version.values, "year": year, "quarter": quarter, "losses": losses}


@st.composite
def trained(draw):
    rows = draw(st.lists(entry(training), max_size=4, unique_by=lambda row: day_of(row)))
    for row in rows:
        trade, on = day_of(row)
        for version in row.versions:
            values = version.values
            left = min(values["gone"], values["certified"])
            version.values = {"trade": trade, "on": on, "certified": values["certified"], "left": left}
    return rows


def day_of(told):
    return told.versions[0].values["trade"], told.versions[0].values["on"]


@st.composite
def months(draw):
    rows = []
    for ends_on in draw(st.lists(st.sampled_from(ENDS), unique=True, max_size=12).map(sorted)):
        moment = at(ends_on, 0)
        for version in range(1, 1 + draw(st.sampled_from([1, 1, 1, 2]))):
            row = facts.Month(
                ends_on, version, draw(st.sampled_from([Fraction(30), Fraction(35), Fraction(60)]) | tonnes),
                draw(st.lists(st.tuples(st.integers(0, 10), st.none() | st.just(0) | st.just(9)), max_size=2)),
                draw(st.dictionaries(st.sampled_from(DowntimeCause.values), st.integers(1, 200), max_size=2)),
            )  # fmt: skip
            row.batches = [(max(checked, passed or 0), passed) for checked, passed in row.batches]
            rows.append(row)
            moment = row.submitted_at = moment + draw(lag(0, 8))
            fate = draw(
                st.sampled_from(["submitted", "verified", "verified", "verified", "verified", "returned", "reversed"])
            )
            if fate in ("verified", "reversed"):
                moment = row.verified_at = moment + draw(lag(0, 12))
            if fate in ("returned", "reversed"):
                moment = row.returned_at = moment + draw(lag(0, 12))
    return rows


@st.composite
def worlds(draw):
    """A factory with its bases, its workers and its months; its thresholds are those of its year."""
    opens_on = date(2025, 12, 1) + timedelta(days=draw(st.sampled_from([0, 31, 62, 90]) | st.integers(0, 300)))
    found = facts.Production(
        capacity=draw(st.sampled_from([None, Fraction(600), Fraction(600), Fraction(730)])),
        raw={name: Fraction(rate) for name, rate in RAW.items()}, trades=TRADES, reference=Fraction(REFERENCE),
        bases=draw(bases()), training=draw(trained()), months=draw(months()),
        commissioned_at=draw(st.none() | st.just(at(opens_on, 0))),
        operates_at=draw(st.sampled_from([None, *[at(opens_on, 0) + timedelta(minutes=5)] * 4])),
        cover=draw(st.sampled_from([70, 100])), utilisation=draw(st.sampled_from([60, 100])),
        looked_at=draw(st.sampled_from([1, 2, 3, 3])), grace=draw(st.sampled_from([0, 15, 15, 40])),
    )  # fmt: skip
    baselines = draw(st.sampled_from([[], [oracle.Baseline(0, date(2026, 9, 30), at(date(2026, 1, 1), 0))]]))
    return oracle.Project(DUE, PARTS, baselines, draw(told_returns(0)), production=found)


class ProductionWorld(BuildingWorld):
    """Writes what one factory makes too."""

    def __init__(self):
        super().__init__()
        self.months = list(ReportingPeriod.months.filter(year=2026).order_by("number"))
        raw = {name: float(rate) for name, rate in RAW.items()}
        norms = {"capacity_t_year": REFERENCE, "raw_material_t_per_t": raw, "trades": TRADES}
        FactoryType.objects.update(norms=norms)

    def _write(self, project, told):
        super()._write(project, told)
        found = told.production
        project.capacity_t_year = number(found.capacity)
        project.save(update_fields=["capacity_t_year"])
        ProgramYear.objects.filter(plans=project.plan_id).update(
            cover_percent=found.cover, utilisation_percent=found.utilisation, production_months=found.looked_at,
            production_grace_days=found.grace,
        )  # fmt: skip
        for gate, moment in (("commission", found.commissioned_at), ("operate", found.operates_at)):
            if moment:
                GatePass.objects.create(project=project, gate=gate, at=moment)
        for row in found.bases:
            self._base(project, row)
        for row in found.training:
            self._entry(row, lambda v: TrainingReturn(
                project=project, trade=produce.trade(v["trade"]), on=v["on"], enrolled=99, certified=v["certified"],
                placed=v["certified"], left=v["left"],
            ))  # fmt: skip
        for row in found.months:
            self._month(project, row)

    def _base(self, project, told):
        base = RawMaterialBase.objects.create(
            county=project.plan.county, code=f"b{uuid4().hex[:12]}", name_en="Base", name_ko="기지", kind="plant",
            material=told.material, capacity_t_year=number(told.yearly), season=[float(share) for share in told.season],
        )  # fmt: skip
        SupplyLink.objects.create(base=base, project=project, share_percent=number(told.share))
        for row in told.returns:
            self._entry(row, lambda v: BaseReturn(
                base=base, year=v["year"], quarter=v["quarter"], harvested_t=number(v["harvested"]),
                losses_t=number(v["losses"]),
            ))  # fmt: skip

    def _month(self, project, told):
        period = self.months[told.ends_on.month - 1]
        row = ProductionReturn(
            project=project, period=period, version=told.version, key=uuid4(), output_t=number(told.output),
            created_at=told.submitted_at, created_by=self.by, saved_at=told.submitted_at, saved_by=self.by,
            return_note="Count again." if told.returned_at else "",
        )  # fmt: skip
        for deed, by in (("submitted", self.by), ("verified", self.other), ("returned", self.other)):
            if moment := getattr(told, f"{deed}_at"):
                row.state = deed
                setattr(row, f"{deed}_at", moment)
                setattr(row, f"{deed}_by", by)
        row.save(force_insert=True)
        with pgtrigger.ignore("factories.ProductLine:only_in_a_draft", "factories.Downtime:only_in_a_draft"):
            ProductLine.objects.bulk_create(
                ProductLine(
                    production_return=row,
                    product=f"p{place}",
                    output_t=0,
                    batches_checked=checked,
                    batches_passed=passed,
                )
                for place, (checked, passed) in enumerate(told.batches)
            )
            Downtime.objects.bulk_create(
                Downtime(production_return=row, cause=cause, hours=hours) for cause, hours in told.downtime.items()
            )
