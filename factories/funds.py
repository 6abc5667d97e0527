"""Funds of projects as known on a day: plan, allocated, disbursed, committed and spent, and their sums. Reads only.

An entry counts from the moment it was made until a later one replaces or withdraws it. What was spent is what the
standing return of each period says, which is the latest version submitted and not sent back. Unknown is None, never 0.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Q

from factories import standing
from factories.models import Commitment, CostLine, Disbursement, FundAllocation, FundSource, StatusReturn
from regional20x10.shared import clock
from regional20x10.shared.sums import total

KINDS = {"allocation": FundAllocation, "disbursement": Disbursement, "commitment": Commitment}
"""{kind in an address: its model}."""

SUMS = """
WITH standing_return AS (
    SELECT DISTINCT ON (r.project_id, r.period_id) r.project_id, r.id
    FROM factories_statusreturn r
    WHERE r.project_id = ANY(%(projects)s::bigint[]) AND r.submitted_at < %(cut)s
      AND (r.returned_at IS NULL OR r.returned_at >= %(cut)s)
    ORDER BY r.project_id, r.period_id, r.version DESC
)
SELECT e.project_id, 'allocated', e.source, e.year::integer, sum(e.amount)
FROM factories_fundallocation e
WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.at < %(cut)s AND NOT e.withdrawn
  AND NOT EXISTS (SELECT FROM factories_fundallocation l WHERE l.replaces_id = e.id AND l.at < %(cut)s)
GROUP BY 1, 3, 4
UNION ALL
SELECT e.project_id, 'disbursed', e.source, extract(year FROM e.paid_on)::integer, sum(e.amount)
FROM factories_disbursement e
WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.at < %(cut)s AND NOT e.withdrawn
  AND NOT EXISTS (SELECT FROM factories_disbursement l WHERE l.replaces_id = e.id AND l.at < %(cut)s)
GROUP BY 1, 3, 4
UNION ALL
SELECT e.project_id, 'committed', e.line, NULL, sum(e.amount)
FROM factories_commitment e
WHERE e.project_id = ANY(%(projects)s::bigint[]) AND e.at < %(cut)s AND NOT e.withdrawn
  AND NOT EXISTS (SELECT FROM factories_commitment l WHERE l.replaces_id = e.id AND l.at < %(cut)s)
GROUP BY 1, 3
UNION ALL
SELECT s.project_id, 'spent', x.line, NULL, sum(x.amount)
FROM standing_return s JOIN factories_expenditure x ON x.status_return_id = s.id
GROUP BY 1, 3
"""


def share(part, whole):
    """`part` of `whole` in %, None where one is not known or there is no whole."""
    return None if part is None or not whole else 100 * part / whole


class Amounts:
    """What can be said of any funds: of one project, or of several together."""

    @property
    def overspent(self):
        """By how much more was spent than was disbursed; 0 if it was not."""
        return max(Decimal(0), (self.spent or 0) - (self.disbursed or 0))

    @property
    def overcommitted(self):
        """By how much more is bound by contracts than is allocated; 0 if it is not."""
        return max(Decimal(0), (self.committed or 0) - (self.allocated or 0))

    @property
    def left(self):
        """Disbursed and not spent; None while nothing is disbursed."""
        return None if self.disbursed is None else max(Decimal(0), self.disbursed - (self.spent or 0))


@dataclass
class Funds(Amounts):
    """Of one project, in its currency."""

    currency: str
    budget: Decimal | None
    allocations: dict = field(default_factory=dict)
    """{(source, year): amount}."""
    disbursements: dict = field(default_factory=dict)
    """{(source, year of payment): amount}."""
    commitments: dict = field(default_factory=dict)
    """{cost line: amount}."""
    expenditures: dict = field(default_factory=dict)
    """{cost line: amount}."""

    @property
    def allocated(self):
        return total(self.allocations.values())

    @property
    def disbursed(self):
        return total(self.disbursements.values())

    @property
    def committed(self):
        return total(self.commitments.values())

    @property
    def spent(self):
        return total(self.expenditures.values())

    @property
    def plan(self):
        """What all of it is to cost: the budget, or what is allocated where no budget is given."""
        return self.allocated if self.budget is None else self.budget

    @property
    def spent_percent(self):
        return share(self.spent, self.plan)

    @property
    def allocated_percent(self):
        """Of the budget; None where none is given."""
        return share(self.allocated, self.budget)

    def of_year(self, year):
        """Allocated for the year, None if nothing is."""
        return total(amount for (_source, of), amount in self.allocations.items() if of == year)

    def by_source(self):
        """[(source, [(year, allocated, disbursed)], allocated, disbursed)] of the sources there are."""
        rows = []
        for source in FundSource:
            kept = [
                {year: amount for (of, year), amount in amounts.items() if of == source}
                for amounts in (self.allocations, self.disbursements)
            ]
            years = sorted({*kept[0], *kept[1]})
            if years:
                lines = [(year, kept[0].get(year), kept[1].get(year)) for year in years]
                rows.append((source, lines, total(kept[0].values()), total(kept[1].values())))
        return rows

    def by_line(self):
        """[(cost line, committed, spent, spent beyond what is committed)], every line."""
        rows = [(line, self.commitments.get(line), self.expenditures.get(line)) for line in CostLine]
        return [
            (line, committed, spent, max(Decimal(0), (spent or 0) - (committed or 0)))
            for line, committed, spent in rows
        ]


@dataclass
class Together(Amounts):
    """Of several projects with one currency."""

    currency: str
    parts: list[Funds]

    def _sum(self, name):
        return total(getattr(part, name) for part in self.parts)

    @property
    def projects(self):
        return len(self.parts)

    @property
    def budget(self):
        return self._sum("budget")

    @property
    def plan(self):
        return self._sum("plan")

    @property
    def allocated(self):
        return self._sum("allocated")

    @property
    def disbursed(self):
        return self._sum("disbursed")

    @property
    def committed(self):
        return self._sum("committed")

    @property
    def spent(self):
        return self._sum("spent")

    @property
    def spent_percent(self):
        """Of what those cost whose cost is known."""
        known = [part for part in self.parts if part.plan]
        return share(total(part.spent for part in known), total(part.plan for part in known))

    @property
    def overspenders(self):
        """How many projects spent more than was disbursed for them."""
        return sum(part.overspent > 0 for part in self.parts)


def of_projects(projects, as_of):
    """{pk: Funds} of `projects`, rows of FactoryProject, as known at the end of `as_of`. One query."""
    found = {row.pk: Funds(row.currency, row.budget) for row in projects}
    kept = {"allocated": "allocations", "disbursed": "disbursements", "committed": "commitments",
            "spent": "expenditures"}  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(SUMS, {"projects": list(found), "cut": known_before(as_of)})
        for pk, what, of, year, amount in cursor.fetchall():
            getattr(found[pk], kept[what])[of if year is None else (of, year)] = amount
    return found


def of_project(project, as_of):
    return of_projects([project], as_of)[project.pk]


def together(parts):
    """[Together] of any Funds, one a currency, by the currency's letters."""
    by_currency = {}
    for part in parts:
        by_currency.setdefault(part.currency, []).append(part)
    return [Together(currency, by_currency[currency]) for currency in sorted(by_currency)]


def known_before(as_of):
    """The moment before which something must have been entered to be known at the end of `as_of`."""
    return clock.start_of(as_of + timedelta(days=1))


def entries(project, as_of):
    """{kind: [versions known on the day, the latest first]}, each with what is shown of it. Three queries."""
    cut, found = known_before(as_of), {}
    for kind, model in KINDS.items():
        places = [f"by__{place}" for place in ("province", "county", "organization")]
        also = ["contractor"] if model is Commitment else []
        rows = list(model.objects.filter(project=project, at__lt=cut).select_related("by", *places, *also))
        found[kind] = versions(rows)
    return found


def why_overspent(project, as_of):
    """The latest return known on the day that says why more is spent than was disbursed; None without one."""
    cut = known_before(as_of)
    rows = StatusReturn.objects.filter(project=project, submitted_at__lt=cut).exclude(overspent_because="")
    rows = rows.filter(Q(returned_at__isnull=True) | Q(returned_at__gte=cut)).select_related("period")
    return rows.order_by("-period__starts_on", "-version").first()


def versions(rows):
    """Entries as things with their versions: [(the last version, [earlier ones, the latest first])], newest first."""
    chains = {}
    for row in sorted(rows, key=lambda row: (row.at, row.pk)):
        chains.setdefault(row.chain, []).append(row)
    things = sorted(chains.values(), key=lambda chain: (chain[0].at, chain[0].pk), reverse=True)
    return [(chain[-1], chain[-2::-1]) for chain in things]


# --- places ----------------------------------------------------------------------------------------------------------
@dataclass
class Line:
    """The funds of a place, in one currency, beside what is verified of its factories."""

    money: Together
    verified: float | None
    """Mean over the factories with a verified return, %."""
    province: object = None
    """None: all that is shown, together."""
    county: object = None
    """None: the whole province."""

    @property
    def ahead(self):
        """By how many points more is spent than verified; None where one is not known."""
        spent = self.money.spent_percent
        return None if spent is None or self.verified is None else float(spent) - self.verified


def by_place(projects, as_of):
    """(all together, provinces, counties): lists of Line, one a currency, by code. Three queries, and that of the rows.

    `projects`: rows of FactoryProject with their places.
    """
    projects = list(projects)
    parts = of_projects(projects, as_of)
    verified = {pk: row.verified_percent for pk, row in standing.standings(as_of, list(parts)).items()}

    def lines(of):
        groups = {}
        for project in projects:
            groups.setdefault(of(project), []).append(project)
        return [
            Line(money, _mean(rows, money.currency, verified), *place[1:])
            for place, rows in sorted(groups.items(), key=lambda group: group[0][0])
            for money in together(parts[row.pk] for row in rows)
        ]

    def in_province(project):
        province = project.plan.county.province
        return (province.code, province)

    def in_county(project):
        county = project.plan.county
        return ((county.province.code, county.code), county.province, county)

    return lines(lambda project: ("",)), lines(in_province), lines(in_county)


def _mean(projects, currency, verified):
    known = [verified.get(row.pk) for row in projects if row.currency == currency]
    known = [float(percent) for percent in known if percent is not None]
    return sum(known) / len(known) if known else None
