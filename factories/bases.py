"""Raw-material bases as known on a day: what each is expected to supply, and how far that covers each factory's need.

Reads only. A base's quarter is what was reported of it, else its supply a year × its season's share of the quarter.
Bases, measures and links are plans, as they are now; quarterly returns are facts, as known on the day. Unknown is None.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from factories import norms
from factories.models import BaseMeasure, BaseReturn, RawMaterialUse, SupplyLink
from regional20x10.shared import clock, words
from regional20x10.shared.sums import total

MONTHS, QUARTERS = range(1, 13), range(1, 5)
TENTH, NONE = Decimal("0.1"), Decimal(0)


def percent_of(part, whole):
    """`part` of `whole` in %, to a tenth, as it is shown and judged; None where one is not known or is no whole."""
    return None if part is None or not whole else (100 * part / whole).quantize(TENTH, ROUND_HALF_UP)


def months_of(quarter):
    """The three months of a quarter, 1 to 12."""
    return range(3 * quarter - 2, 3 * quarter + 1)


# --- what a base supplies --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Supply:
    """What one base is expected to supply in a year and the next, in tonnes."""

    base: object
    reported: dict = field(default_factory=dict)
    """{quarter: harvested − lost} of the quarters reported."""
    added: Decimal = NONE
    """A year more, by measures that are not done and due by the year’s end."""

    def share(self, *months):
        """The season's share of the year in those months, 0 to 1."""
        return sum((Decimal(str(self.base.season[month - 1])) for month in months), NONE)

    def quarter(self, quarter):
        if quarter in self.reported:
            return self.reported[quarter]
        supply = self.base.supply_t_year
        return None if supply is None else supply * self.share(*months_of(quarter))

    def month(self, month):
        """Its quarter, spread by the season; evenly where the season has nothing in that quarter."""
        quarter = (month + 2) // 3
        expected, whole = self.quarter(quarter), self.share(*months_of(quarter))
        if expected is None:
            return None
        return expected * self.share(month) / whole if whole else expected / 3

    @property
    def this_year(self):
        """None while one of its quarters is not known."""
        quarters = [self.quarter(quarter) for quarter in QUARTERS]
        return None if None in quarters else sum(quarters, NONE)

    @property
    def next_year(self):
        supply = self.base.supply_t_year
        return None if supply is None else supply + self.added


def supplies(bases, as_of):
    """{pk: Supply} of rows of RawMaterialBase in the year of `as_of`, as known at its end. Two queries."""
    bases = {base.pk: base for base in bases}
    reported, added = defaultdict(dict), {}
    returns = BaseReturn.objects.in_force(clock.end_of(as_of)).filter(base__in=bases, year=as_of.year)
    for base, quarter, harvested, lost in returns.values_list("base", "quarter", "harvested_t", "losses_t"):
        reported[base][quarter] = harvested - lost
    ahead = BaseMeasure.objects.filter(base__in=bases, done_on__isnull=True, due_on__year__lte=as_of.year)
    added = dict(ahead.values_list("base").annotate(Sum("adds_t_year")).order_by())
    return {pk: Supply(base, reported[pk], added.get(pk, NONE)) for pk, base in bases.items()}


# --- how far a factory is covered ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Month:
    """Of a raw material, from the year’s beginning to the end of a month, in tonnes."""

    number: int
    supply: Decimal | None
    need: Decimal | None

    @property
    def short(self):
        """What is missing by then; 0 if nothing, None while one side is not known."""
        return None if self.supply is None or self.need is None else max(NONE, self.need - self.supply)


@dataclass(frozen=True)
class Cover:
    """Of one raw material at one factory."""

    material: str
    need: Decimal | None
    """Tonnes a year at the factory's capacity; None while that is not known."""
    parts: list
    """[(SupplyLink, Supply of its base)]."""
    stock: Decimal = NONE
    """What was left of it before the year, by the last verified production return."""

    def _sum(self, of):
        """Σ share × what `of` says of a Supply, over the bases of which it is known; 0 where no base is linked."""
        if not self.parts:
            return NONE
        amounts = [(link.share_percent, of(supply)) for link, supply in self.parts]
        return total(None if amount is None else share * amount / 100 for share, amount in amounts)

    @property
    def expected(self):
        return self._sum(lambda supply: supply.this_year)

    @property
    def expected_next(self):
        return self._sum(lambda supply: supply.next_year)

    @property
    def percent(self):
        return percent_of(self.expected, self.need)

    @property
    def percent_next(self):
        return percent_of(self.expected_next, self.need)

    @property
    def missing(self):
        """Tonnes to 100 % this year; None while not known."""
        return None if self.expected is None or self.need is None else max(NONE, self.need - self.expected)

    @property
    def yield_t_ha(self):
        """Mean over the linked bases with an area, weighted by their shares; None without one."""
        kept = [(link.share_percent, supply.base.yield_t_ha) for link, supply in self.parts]
        kept = [(share, amount) for share, amount in kept if amount is not None]
        return sum(share * amount for share, amount in kept) / sum(share for share, _t in kept) if kept else None

    @property
    def hectares(self):
        """Land that would yield what is missing; None where that, or the yield, is not known."""
        return None if self.missing is None or not self.yield_t_ha else self.missing / self.yield_t_ha

    @property
    def months(self):
        """[Month] of the year: the supply with what was left before it, against an even need."""
        rows, supply = [], self.stock
        for number in MONTHS:
            come = self._sum(lambda each, number=number: each.month(number))
            supply = None if supply is None or come is None else supply + come
            rows.append(Month(number, supply, None if self.need is None else self.need * number / 12))
        return rows

    @property
    def short_from(self):
        """The first Month by whose end there is not enough; None if there always is, or it is not known."""
        return next((month for month in self.months if month.short), None)


@dataclass(frozen=True)
class FactoryCover:
    """Of one factory: each of the raw materials of its norms."""

    project: object
    year: int
    materials: list[Cover]

    @property
    def linked(self):
        return any(row.parts for row in self.materials)

    @property
    def percent(self):
        """That of the raw material covered least, of those of which it is known; None while it is of none."""
        return self._least("percent")

    @property
    def percent_next(self):
        return self._least("percent_next")

    def _least(self, name):
        percents = [getattr(row, name) for row in self.materials]
        return min((percent for percent in percents if percent is not None), default=None)

    @property
    def scarcest(self):
        """The Cover of the raw material covered least, the first of equals; None while it is of none known."""
        known = [row for row in self.materials if row.percent is not None]
        return min(known, key=lambda row: row.percent, default=None)

    @property
    def asked(self):
        """The cover that its programme year asks for before it may operate, in %."""
        return self.project.plan.program_year.cover_percent

    def short_of(self, row):
        """Whether a raw material is covered less than is asked for, or nobody knows."""
        return row.percent is None or row.percent < self.asked

    @property
    def enough(self):
        return bool(self.materials) and not any(map(self.short_of, self.materials))

    @property
    def said(self):
        """How far it is covered, and how much of which raw material is missing: the evidence of the gate *operate*."""
        slots = {"percent": words.percent(self.percent), "asked": words.percent(self.asked, 0), "year": self.year}
        if self.enough:
            return _("%(percent)s of the need of %(year)s is covered, %(asked)s are asked for.") % slots
        slots["short"] = " ".join(self._missing(row) for row in self.materials if self.short_of(row))
        return _("%(percent)s of the need of %(year)s is covered, not %(asked)s. %(short)s") % slots

    def _missing(self, row):
        """How much of a raw material is missing, and the land that would yield it."""
        slots = {"material": norms.in_words(self.project.factory_type, row.material),
                 "percent": words.percent(row.percent), "tonnes": words.amount(row.missing)}  # fmt: skip
        if row.percent is None:
            return _("%(material)s: what its bases supply is not known.") % slots
        if row.hectares is None:
            return _("%(material)s: %(percent)s, %(tonnes)s t are missing to the whole need.") % slots
        said = _("%(material)s: %(percent)s, %(tonnes)s t are missing to the whole need, the yield of %(hectares)s ha.")
        return said % (slots | {"hectares": words.amount(row.hectares)})


def of_projects(projects, as_of):
    """{pk: FactoryCover} of rows of FactoryProject with type and programme year, as known at the end of `as_of`.

    Four queries, however many there are.
    """
    projects = {project.pk: project for project in projects}
    links = list(SupplyLink.objects.filter(project__in=projects).select_related("base__county").order_by("base__code"))
    expected = supplies([link.base for link in links], as_of)
    parts = defaultdict(list)
    for link in links:
        parts[link.project_id, link.base.material].append((link, expected[link.base_id]))
    left = stocks(projects, as_of)
    return {
        pk: FactoryCover(
            project,
            as_of.year,
            [
                Cover(material, need, parts[pk, material], left.get((pk, material), NONE))
                for material, need in _needs(project).items()
            ],
        )
        for pk, project in projects.items()
    }


def _needs(project):
    """{raw material that its norms ask for: tonnes a year, None while the capacity is not known}."""
    needs, asked = norms.raw_need(project), norms.raw_materials(project.factory_type)
    return {material: needs.get(material) for material, a_tonne in asked.items() if a_tonne}


def of_project(project, as_of):
    return of_projects([project], as_of)[project.pk]


def stocks(projects, as_of):
    """{(project, raw material): tonnes left} by the last verified production return before the year."""
    before, moment = f"{as_of.year}-01-01", clock.end_of(as_of)
    rows = RawMaterialUse.objects.filter(
        Q(production_return__returned_at__isnull=True) | Q(production_return__returned_at__gt=moment),
        production_return__project__in=projects,
        production_return__period__ends_on__lt=before,
        production_return__verified_at__lte=moment,
    ).order_by("production_return__period__ends_on", "production_return__version")
    last, found = {}, {}
    for pk, number, material, stock in rows.values_list(
        "production_return__project", "production_return", "material", "stock_t"
    ):
        if last.get(pk) != number:
            last[pk], found[pk] = number, {}
        found[pk][material] = stock
    return {
        (pk, material): stock for pk, kept in found.items() for material, stock in kept.items() if stock is not None
    }
