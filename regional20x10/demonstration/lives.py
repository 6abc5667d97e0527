"""What becomes of a factory once it is built: how far it comes, and how much it makes. Data and pure arithmetic."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from factories.models import DowntimeCause

HOURS_A_DAY = 20
"""That a factory is meant to run."""
STOPS = 0.75
"""Below this share of its capacity a factory says for how long it stood, and why."""
PLANNED = Decimal("0.9")
"""Of its capacity, what a factory plans to make in a year."""
TENTH = Decimal("0.1")
PRICES = {"FOOD": 3200, "CLOTH": 21000, "DAILY": 5400, "PAPER": 2600}
"""Of a kilogram, in the project's currency."""
NOTES = {
    DowntimeCause.POWER: "전기를 보장받지 못하였다. No electricity for most of the day.",
    DowntimeCause.RAW_MATERIAL: "원료가 떨어졌다. The store of raw material is empty.",
    DowntimeCause.WORKFORCE: "기능공이 모자란다. A shift could not be manned.",
    DowntimeCause.BREAKDOWN: "부속을 기다린다. Waits for a part.",
    DowntimeCause.MAINTENANCE: "계획보수. Planned repair.",
}
SAID = {
    True: "생산을 정상화하고있다. Production goes on as usual.",
    False: "생산이 떨어졌다. Less was produced than usual.",
}


@dataclass(frozen=True)
class Life:
    """The days of the last two gates, and the shares of its capacity that a factory makes from then on."""

    commissioned_on: date
    operates_on: date | None = None
    """None: it is commissioned, and does not operate yet."""
    level: float = 0.88
    turns: tuple = ()
    """((from this day, share), ...): where it changes."""
    noise: float = 0.05
    cause: str = DowntimeCause.MAINTENANCE
    """Of what it does not make."""
    last_month_on: date = date.max
    """Nothing is reported of months that begin after it."""
    untrained: float = 0
    """Share of its posts for which nobody is certified."""

    def level_on(self, day):
        held = self.level
        for since, level in self.turns:
            held = level if day >= since else held
        return held


EARLY = Life(date(2025, 4, 22), date(2025, 8, 12))
USUAL = Life(date(2025, 8, 19), date(2025, 12, 16))
LATER = Life(date(2025, 10, 7), date(2026, 2, 17))
NEXT = Life(date(2026, 2, 24), date(2026, 4, 21), level=0.82)
"""Of those built in 2025: the first."""
JUST = Life(date(2026, 4, 14), date(2026, 6, 23), level=0.8)
"""Of those built in 2025: too late to count yet."""

WITHOUT_POWER = replace(
    EARLY, level=0.97, noise=0.02, cause=DowntimeCause.POWER,
    turns=((date(2026, 1, 1), 0.5), (date(2026, 2, 1), 0.42), (date(2026, 3, 1), 0.35), (date(2026, 4, 1), 0.9)),
)  # fmt: skip
"""Three bad months: it falls out in April 2026, and counts again in June."""
WITHOUT_MATERIAL = replace(
    USUAL, noise=0.03, cause=DowntimeCause.RAW_MATERIAL,
    turns=((date(2026, 5, 1), 0.48), (date(2026, 6, 1), 0.33), (date(2026, 7, 1), 0.22)),
)  # fmt: skip
"""It falls out in July 2026, and is still out."""
SILENT = replace(USUAL, last_month_on=date(2026, 5, 1))
"""Nothing is heard of it after May 2026."""
TOO_LITTLE = replace(LATER, level=0.5, cause=DowntimeCause.BREAKDOWN)
NOT_YET = replace(LATER, operates_on=None)
UNMANNED = replace(NEXT, operates_on=None, untrained=0.3)
HERE = Life(date(2026, 2, 26), date(2026, 4, 28), level=0.9)
"""The home county's paper mill, which was built before the programme came to the county."""

LIVES = {
    # of a county, or of one factory there
    "KP0717": EARLY, "KP0603": EARLY, "KP0603-FOOD": WITHOUT_POWER, "KP0715": USUAL, "KP0808": USUAL, "KP0216": USUAL,
    "KP0215": LATER, "KP1103": USUAL, "KP0615": LATER, "KP0617": LATER, "KP0806": USUAL, "KP0909": USUAL,
    "KP0912": LATER, "KP0517": USUAL, "KP0517-FOOD": WITHOUT_MATERIAL, "KP0514": LATER, "KP0404": USUAL,
    "KP0404-DAILY": SILENT, "KP0414": LATER, "KP0310": USUAL, "KP0316": LATER, "KP0316-DAILY": NOT_YET,
    "KP0104": LATER, "KP0104-CLOTH": TOO_LITTLE, "KP0804": LATER,
    "KP1104": NEXT, "KP1023": NEXT, "KP0718": NEXT, "KP0805": NEXT, "KP0315": NEXT, "KP0607": NEXT,
    "KP0814": JUST, "KP0915": JUST, "KP0721": JUST, "KP0507": JUST, "KP0507-FOOD": UNMANNED,
    "KP0905": replace(JUST, operates_on=None),
    "KP0908-PAPER": HERE,
}  # fmt: skip
"""Whoever is not here is built, at most."""


def of(project):
    """The Life of a project; None for one that is built at most."""
    county = project.plan.county.code
    own = LIVES.get(f"{county}-{project.factory_type.code}")
    return own or (LIVES.get(county) if project.plan.program_year.year < 2026 else None)


def in_month(day, life):
    """Whether a factory of that life owes, and gives, the return of the month that begins on `day`."""
    return life.operates_on is not None and life.operates_on < day <= life.last_month_on


def capacity_t(capacity_t_year, first, last):
    """Tonnes that a capacity a year comes to in the month from `first` to `last`."""
    days = (date(first.year + 1, 1, 1) - date(first.year, 1, 1)).days
    return Decimal(capacity_t_year) * ((last - first).days + 1) / days


def shares(kind):
    """{product: its share of what a factory of the type makes}, as the reference county uses them."""
    kg = {name: Decimal(str(kg)) for name, kg in kind.norms["reference"]["kg_per_head"].items()}
    return {name: value / sum(kg.values()) for name, value in kg.items()}


def tenths(number):
    return Decimal(number).quantize(TENTH)


@dataclass
class Output:
    """What a factory makes, month by month, with the stocks that go over into the next."""

    kind: object
    capacity_t_year: Decimal
    life: Life
    dice: object
    staff: int
    stocks: dict = None
    """{raw material: t}"""
    level: float = None
    """Share of its capacity made in the month told last."""

    def __post_init__(self):
        a_month = {name: tenths(self._need(name) / 12) for name in self.kind.norms["raw_material_t_per_t"]}
        self.stocks = self.stocks or {name: tenths(need / 4) for name, need in a_month.items()}

    def _need(self, name):
        return Decimal(str(self.kind.norms["raw_material_t_per_t"][name])) * Decimal(self.capacity_t_year)

    def of(self, first, last):
        """The return of the month from `first` to `last`, as factories.actions.production.save() takes it."""
        wobble = self.dice.uniform(1 - self.life.noise, 1 + self.life.noise)
        self.level = min(0.99, self.life.level_on(first) * wobble)
        made = capacity_t(self.capacity_t_year, first, last) * Decimal(str(self.level))
        products = {name: self._product(tenths(made * share)) for name, share in shares(self.kind).items()}
        days = (last - first).days + 1
        hours = tenths(days * HOURS_A_DAY * self.level)
        return {
            "values": {
                "hours_run": hours, "power_kwh": int(hours * self.kind.norms["power_kw"] * 7 / 10),
                "staff": self.staff, "narrative": SAID[self.level >= STOPS],
            },
            "products": products,
            "downtimes": self._stood(days),
            "materials": self._used(sum(row["output_t"] for row in products.values())),
        }  # fmt: skip

    def _product(self, output):
        checked = self.dice.randint(8, 24)
        failed = self.dice.choice((0, 0, 0, 1, 1, 2)) if checked > 12 else 0
        return {
            "output_t": output, "stock_t": tenths(output * self.dice.randint(5, 20) / 100), "batches_checked": checked,
            "batches_passed": checked - failed, "first_grade_percent": Decimal(self.dice.randint(70, 94)),
            "returned_t": Decimal(0), "price": Decimal(PRICES[self.kind.code]),
        }  # fmt: skip

    def _stood(self, days):
        """[(cause, hours, note)]: the usual repair, or what kept it from its work."""
        if self.level >= STOPS:
            return [(DowntimeCause.MAINTENANCE, Decimal(self.dice.randint(8, 24)), "")]
        hours = tenths(days * HOURS_A_DAY * (1 - self.level))
        return [(self.life.cause, hours, NOTES[self.life.cause])]

    def _used(self, output):
        """{raw material: received, used and left}: what comes follows the use, and the store never runs below 0."""
        found = {}
        for name, per_tonne in self.kind.norms["raw_material_t_per_t"].items():
            used = tenths(output * Decimal(str(per_tonne)))
            received = max(tenths(used * self.dice.randint(94, 106) / 100), used - self.stocks[name])
            self.stocks[name] += received - used
            found[name] = {"received_t": received, "used_t": used, "stock_t": self.stocks[name]}
        return found


def yearly_plan(kind, capacity_t_year):
    """{product: t a year} that such a factory sets out to make."""
    whole = Decimal(capacity_t_year) * PLANNED
    return {name: tenths(whole * share) for name, share in shares(kind).items()}
