"""Product demand met: what the factories of a county made of each product group against what its people need.

Reads only.

Demand of a group is population × kilograms a head and year ÷ 1,000 (as in sizing), by the conditions recorded for the
year, or else for the latest year before it; a month has its days' share of it. Output is what the latest verified
production return of a factory and month says. A month counts once every factory that makes the group reported it:
surplus and shortage are those of the months that count. Unknown is None, never 0, and is named.
"""

from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import conditions, norms, sizing
from factories.funds import known_before, share
from factories.models import FactoryProject, Gate, GatePass, LocalConditions, ProductionReturn, ProductLine
from regional20x10.shared import words
from regional20x10.shared.sums import total


@dataclass(frozen=True)
class Month:
    """One product group in one month, tonnes."""

    number: int
    output_t: Decimal | None
    """Of the factories that reported; None while none did."""
    demand_t: Decimal | None
    missing: tuple = ()
    """Codes of factories that make the group and have no verified return that says how much."""

    @property
    def counts(self):
        return self.output_t is not None and not self.missing

    @property
    def name(self):
        return words.month_name(self.number)


class Balance:
    """Output against demand of the months that count; a subclass has `output_t`, `demand_t` and `population`."""

    @property
    def met_percent(self):
        return share(self.output_t, self.demand_t)

    @property
    def balance_t(self):
        known = self.output_t is not None and self.demand_t is not None
        return self.output_t - self.demand_t if known else None

    @property
    def surplus_t(self):
        return None if self.balance_t is None else max(Decimal(0), self.balance_t)

    @property
    def shortage_t(self):
        return None if self.balance_t is None else max(Decimal(0), -self.balance_t)

    @property
    def output_kg_per_head(self):
        """In the months that count."""
        return None if self.output_t is None else sizing.per_head_kg(self.output_t, self.population)

    @property
    def demand_kg_per_head(self):
        return None if self.demand_t is None else sizing.per_head_kg(self.demand_t, self.population)


@dataclass
class Group(Balance):
    """One product group of one county and year."""

    name: str
    """As in the norms."""
    label: str
    """In the reader's language."""
    population: int | None
    kg_per_head: Decimal | None
    """A year; None where nobody recorded it."""
    makers: list
    """Codes of the factories that make it."""
    months: list[Month]
    """Those of the year that have ended."""

    @property
    def demand_t_year(self):
        return _tonnes(self.population, self.kg_per_head)

    @property
    def counted(self):
        return [month for month in self.months if month.counts]

    @property
    def output_t(self):
        return total(month.output_t for month in self.counted)

    @property
    def demand_t(self):
        return total(month.demand_t for month in self.counted)

    @property
    def unknown(self):
        """Sentences of what is not known."""
        said = []
        if self.kg_per_head is None:
            said.append(_("How much of it a head needs is not recorded."))
        if not self.makers:
            return [*said, _("No factory of the programme makes it here.")]
        if all(month.output_t is None for month in self.months):
            return [*said, _("No production return of it is verified.")]
        for month in self.months:
            if month.missing:
                slots = {"month": month.name, "factories": ", ".join(month.missing)}
                said.append(_("%(month)s: no verified return of %(factories)s says how much.") % slots)
        return said


@dataclass
class Demand:
    """All product groups of one county and year."""

    county: object
    year: int
    conditions: LocalConditions | None
    """Those in force: of the year, or of the latest before it; None where nobody recorded any."""
    groups: list[Group] = field(default_factory=list)

    @property
    def population(self):
        return self.conditions and self.conditions.population

    @property
    def unknown(self):
        """Sentences of what is not known of the county as a whole."""
        slots = {"year": self.year}
        if self.conditions is None:
            return [_("No conditions are recorded for %(year)s or before: the demand is not known.") % slots]
        if self.population is None:
            return [_("The population of %(year)s is not recorded: the demand is not known.") % {
                "year": self.conditions.year}]  # fmt: skip
        return []

    @cached_property
    def by_name(self):
        return {group.name: group for group in self.groups}


@dataclass
class Together(Balance):
    """One product group of several counties: of those in which both output and demand are known."""

    name: str
    label: str
    known: list[Group]
    unknown: int
    """In how many other counties one of the two is not known."""

    @property
    def population(self):
        return sum(group.population for group in self.known)

    @property
    def output_t(self):
        return total(group.output_t for group in self.known)

    @property
    def demand_t(self):
        return total(group.demand_t for group in self.known)


def _tonnes(population, kg_per_head):
    if population is None or kg_per_head is None:
        return None
    return sizing.demand_t_year(Decimal(population), [(kg_per_head, 1)])


def of_month(t_year, year, number):
    """The month's share of what a year has, by its days; None stays None."""
    if t_year is None:
        return None
    return t_year * monthrange(year, number)[1] / (date(year, 12, 31) - date(year - 1, 12, 31)).days


def ended(year, as_of):
    """The months of a year that have ended by the end of `as_of`."""
    return [number for number in range(1, 13) if date(year, number, monthrange(year, number)[1]) <= as_of]


# --- counties --------------------------------------------------------------------------------------------------------
def of_counties(counties, year, as_of, projects=None):
    """[Demand] of `counties` in their order, as known at the end of `as_of`. Five queries.

    `projects`: the factories to be counted, all of the counties without.
    """
    counties = list(counties)
    rows = FactoryProject.objects.all() if projects is None else projects
    rows = rows.filter(plan__county__in=counties).select_related("factory_type", "plan").order_by("code")
    factories = defaultdict(list)
    for row in rows:
        factories[row.plan.county_id].append(row)
    told = _Told([row for of in factories.values() for row in of], year, as_of)
    recorded = _conditions(counties, year)
    return [_demand(county, year, recorded.get(county.pk), factories[county.pk], told) for county in counties]


def of_county(county, year, as_of, projects=None):
    return of_counties([county], year, as_of, projects)[0]


def together(demands):
    """[Together] of each product group of `demands`, in the order in which they have them."""
    names = {}
    for demand in demands:
        names |= {group.name: group.label for group in demand.groups if group.name not in names}
    return [_together(name, label, demands) for name, label in names.items()]


def _together(name, label, demands):
    groups = [demand.by_name.get(name) for demand in demands]
    known = [group for group in groups if group and group.balance_t is not None]
    return Together(name, label, known, len(groups) - len(known))


def _conditions(counties, year):
    rows = LocalConditions.objects.filter(county__in=counties, year__lte=year)
    return {row.county_id: row for row in rows.order_by("county", "-year").distinct("county")}


def _demand(county, year, row, factories, told):
    demand = Demand(county, year, row)
    eaten = {name: conditions.decimal(said.get("value")) for name, said in row.demand_per_head.items()} if row else {}
    makers = defaultdict(list)
    names_ko = {}
    for project in factories:
        names_ko |= project.factory_type.norms.get("names_ko") or {}
        for name in dict.fromkeys([*norms.products(project.factory_type), *told.products(project)]):
            makers[name].append(project)
    for name in dict.fromkeys([*makers, *eaten]):
        t_year = _tonnes(demand.population, eaten.get(name))
        months = [told.month(name, makers[name], number, t_year) for number in told.months]
        label = conditions.named(name, names_ko)
        codes = [project.code for project in makers[name]]
        demand.groups.append(Group(name, label, demand.population, eaten.get(name), codes, months))
    return demand


class _Told:
    """What the factories said of the months of a year."""

    def __init__(self, projects, year, as_of):
        self.year, self.months = year, ended(year, as_of)
        cut = known_before(as_of)
        self.output = self._output(projects, cut)
        self.first = self._first(projects, cut)

    def _output(self, projects, cut):
        """{project: {product: {month: tonnes}}} of the latest version of each month that is verified."""
        rows = ProductionReturn.objects.filter(project__in=projects, period__year=self.year, verified_at__lt=cut)
        rows = rows.exclude(returned_at__lt=cut).order_by("project", "period", "-version")
        standing = list(rows.distinct("project", "period").values_list("pk", flat=True))
        lines = ProductLine.objects.filter(production_return__in=standing).order_by("pk")
        found = defaultdict(lambda: defaultdict(dict))
        names = ("production_return__project", "product", "production_return__period__number", "output_t")
        for project, product, month, tonnes in lines.values_list(*names):
            found[project][product][month] = tonnes
        return found

    def _first(self, projects, cut):
        """{project: the month of the year from which it is to report}: from when it operates, or first reported."""
        passes = GatePass.objects.filter(project__in=projects, gate=Gate.OPERATE, at__lt=cut)
        found = {}
        for project, at in passes.values_list("project", "at"):
            day = localdate(at)
            found[project] = 1 if day.year < self.year else day.month if day.year == self.year else 13
        for project, products in self.output.items():
            found[project] = min([found.get(project, 13), *(month for of in products.values() for month in of)])
        return found

    def products(self, project):
        return self.output.get(project.pk, ())

    def month(self, name, makers, number, t_year):
        said = {row: self.output.get(row.pk, {}).get(name, {}).get(number) for row in makers}
        missing = [row.code for row in makers if said[row] is None and self.first.get(row.pk, 13) <= number]
        demand = of_month(t_year, self.year, number)
        return Month(number, total(said.values()), demand, tuple(missing))
