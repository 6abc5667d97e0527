"""Balances of raw materials: who has a claim on what a base supplies, and what a place lacks. Reads only."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from factories import bases
from factories.models import FactoryProject, RawMaterialBase, SupplyLink
from regional20x10.shared.sums import total

NONE = Decimal(0)


# --- who asks for what a base has ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Claims:
    """The claims on one base: who gets which share of it, and what is left."""

    supply: bases.Supply
    links: list
    """Those the reader may see."""
    assigned: Decimal
    """Of all its links together, in %."""

    def tonnes(self, percent):
        expected = self.supply.this_year
        return None if expected is None else percent * expected / 100

    @property
    def rows(self):
        """[(SupplyLink, tonnes this year)]."""
        return [(link, self.tonnes(link.share_percent)) for link in self.links]

    @property
    def elsewhere(self):
        """% that goes to factories which the reader does not see."""
        return self.assigned - sum((link.share_percent for link in self.links), NONE)

    @property
    def tonnes_elsewhere(self):
        return self.tonnes(self.elsewhere)

    @property
    def left(self):
        """% that no factory has a claim on."""
        return 100 - self.assigned

    @property
    def tonnes_left(self):
        return self.tonnes(self.left)


def claims(rows, user, as_of):
    """{pk: Claims} of rows of RawMaterialBase. Four queries."""
    rows, links = list(rows), defaultdict(list)
    expected = bases.supplies(rows, as_of)
    for link in SupplyLink.objects.visible_to(user).filter(base__in=rows).for_list():
        links[link.base_id].append(link)
    sums = SupplyLink.objects.filter(base__in=rows).values_list("base").annotate(Sum("share_percent")).order_by()
    assigned = dict(sums)
    return {base.pk: Claims(expected[base.pk], links[base.pk], assigned.get(base.pk, NONE)) for base in rows}


# --- the balance of a place ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Balance:
    """Of one raw material in a place: its bases beside its factories, in tonnes a year."""

    material: str
    claims: list
    """[Claims] of its bases."""
    covers: list
    """[(FactoryCover, Cover of the material)] of its factories."""

    @property
    def supply(self):
        """Expected of its bases this year, of those of which it is known."""
        return total(row.supply.this_year for row in self.claims)

    @property
    def supply_next(self):
        return total(row.supply.next_year for row in self.claims)

    @property
    def unassigned(self):
        """Of that, what no factory has a claim on."""
        return total(row.tonnes_left for row in self.claims)

    @property
    def need(self):
        """Of its factories whose capacity is known, at that capacity."""
        return total(cover.need for _factory, cover in self.covers)

    @property
    def missing(self):
        """What its factories lack, each by itself: too much at one does not help another."""
        return total(cover.missing for _factory, cover in self.covers)

    @property
    def hectares(self):
        """Land that would yield what is missing, where the yield of linked bases is known."""
        return total(cover.hectares for _factory, cover in self.covers)

    @property
    def short(self):
        """[(FactoryCover, Cover)] of the factories that lack some, the most tonnes first."""
        rows = [(factory, cover) for factory, cover in self.covers if cover.missing]
        return sorted(rows, key=lambda row: (-row[1].missing, row[0].project.code))

    @property
    def unknown(self):
        """How many of its factories nothing can be said of."""
        return sum(cover.missing is None for _factory, cover in self.covers)


def of_place(user, as_of, **place):
    """[Balance] by raw material of what the reader sees in a place: `county=…` or `county__province=…`."""
    rows = RawMaterialBase.objects.visible_to(user).filter(**place).select_related("county").order_by("code")
    projects = FactoryProject.objects.visible_to(user).filter(
        **{f"plan__{name}": value for name, value in place.items()}
    )
    projects = projects.select_related("factory_type", "plan__program_year", "plan__county").order_by("code")
    by_base, by_cover = defaultdict(list), defaultdict(list)
    for claim in claims(rows, user, as_of).values():
        by_base[claim.supply.base.material].append(claim)
    for factory in bases.of_projects(projects, as_of).values():
        for cover in factory.materials:
            by_cover[cover.material].append((factory, cover))
    return [Balance(name, by_base[name], by_cover[name]) for name in sorted({*by_base, *by_cover})]
