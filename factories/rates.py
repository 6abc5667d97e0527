"""Completeness and timeliness: how many of the returns due in the last closed periods came, and came in time."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy

from committees.models import Organization
from factories import reporting
from factories.models import County, Province
from factories.reporting import BUILDING

WINDOWS = (3, 9, 0)
"""How many of the last closed periods a rate is of; 0 is all of them."""


@dataclass(frozen=True)
class Rate:
    """Returns that were due in some closed periods, and what became of them."""

    due: int = 0
    submitted: int = 0
    timely: int = 0
    excepted: int = 0
    """Not counted as due: an exception still runs, and nothing is submitted yet."""

    def __add__(self, other):
        return Rate(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def completeness(self):
        """Submitted and standing, of those due, %; None where none was due."""
        return 100 * self.submitted / self.due if self.due else None

    @property
    def timeliness(self):
        """Submitted by the period's own deadline, of those due, %; None where none was due."""
        return 100 * self.timely / self.due if self.due else None

    @property
    def missing(self):
        return self.due - self.submitted


@dataclass(frozen=True)
class Rates:
    """The Rate of each of WINDOWS."""

    last3: Rate = field(default_factory=Rate)
    last9: Rate = field(default_factory=Rate)
    whole: Rate = field(default_factory=Rate)

    def __add__(self, other):
        return Rates(self.last3 + other.last3, self.last9 + other.last9, self.whole + other.whole)


def total(rates):
    """The Rates of many projects together."""
    return sum(rates, Rates())


def rates(known, day, subject=BUILDING):
    """{project pk: Rates} of the periods closed by `day`; `known` as for `cells`. One query."""
    found = {}
    for row in reporting.asked(_RATES, known, day, subject, periods=None, windows=list(WINDOWS)):
        pk, size = row.pop("project_id"), row.pop("size")
        found.setdefault(pk, {})[size] = Rate(**row)
    return {pk: Rates(*(found.get(pk, {}).get(size, Rate()) for size in WINDOWS)) for pk in known}


def grouped(rates, key):
    """{key(project pk): Rates} of what `rates` gave; those whose key is None are left out."""
    found = {}
    for pk, row in rates.items():
        if (place := key(pk)) is not None:
            found[place] = found.get(place, Rates()) + row
    return found


def of_places(places, day, key):
    """(Rates of all, [(key(place), Rates)] in the order of the places) of places with their standings. One query."""
    known = {row.pk: row.finished_on for place in places for row in place.standings}
    found, rows = rates(known, day), {}
    for place in places:
        name = key(place)
        rows[name] = rows.get(name, Rates()) + total(found[row.pk] for row in place.standings)
    return total(found.values()), list(rows.items())


KINDS = {
    # what rates are told by: its words, the way to it from a project, what it is
    "province": (gettext_lazy("province"), "plan__county__province", Province),
    "county": (gettext_lazy("county"), "plan__county", County),
    "unit": (gettext_lazy("construction unit"), "construction_unit", Organization),
}


def kinds(subject=BUILDING):
    """{kind: its words}, the unit being who reports on the subject."""
    units = {"construction_unit": KINDS["unit"][0], "operation_unit": gettext_lazy("operation unit")}
    return {kind: words for kind, (words, _path, _model) in KINDS.items()} | {"unit": units[subject.unit]}


def by(kind, projects, day, subject=BUILDING):
    """(Rates of all, [(place or unit, its Rates)] by code) of `projects`, a queryset already scoped. Six queries.

    Those of which no return was due in any closed period are left out.
    """
    _words, path, model = KINDS[kind]
    path = subject.unit if kind == "unit" else path
    found = rates(reporting.ends(projects, day, subject), day, subject)
    key = dict(projects.order_by().values_list("pk", path))
    sums = {pk: row for pk, row in grouped(found, key.get).items() if row.whole.due or row.whole.excepted}
    named = model.objects.select_related("province").in_bulk(sums) if kind == "county" else model.objects.in_bulk(sums)
    rows = sorted(((named[pk], row) for pk, row in sums.items()), key=lambda pair: _order(pair[0]))
    return total(found.values()), rows


def _order(place):
    """Counties stand by their province."""
    return (place.province.code if isinstance(place, County) else "", place.code)


_RATES = """, ranked AS (
    SELECT *, row_number() OVER (ORDER BY starts_on DESC) AS n FROM period WHERE closes_on < %(day)s
), cell AS (
    SELECT s.project_id, q.n, r.submitted_on IS NOT NULL AS submitted, r.submitted_on <= q.closes_on AS timely,
           r.submitted_on IS NOT NULL OR GREATEST(l.until, q.closes_on) < %(day)s AS due
    FROM scope s JOIN ranked q ON q.ends_on >= s.begins_on AND (s.finished_on IS NULL OR q.ends_on <= s.finished_on)
    LEFT JOIN longer l USING (project_id, period_id)
    LEFT JOIN said r USING (project_id, period_id)
)
SELECT project_id, w.size, count(*) FILTER (WHERE due) AS due, count(*) FILTER (WHERE submitted) AS submitted,
       count(*) FILTER (WHERE timely) AS timely, count(*) FILTER (WHERE NOT due) AS excepted
FROM cell JOIN unnest(%(windows)s::int[]) AS w (size) ON w.size = 0 OR cell.n <= w.size
GROUP BY project_id, w.size
"""
