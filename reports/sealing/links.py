"""Last of all: what the core's figures of a factory rest on among the facts and figures of the other parts."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from factories.models import ProductionReturn
from reports.sealing.evidence import Page
from reports.sealing.facts_of_returns import COLUMNS, state, write

BORROWED = {
    "raw_cover_percent": "raw_expected_t",
    "raw_material_short": "raw_expected_t",
    "workers_certified": "workers_enrolled",
}
"""{figure of the core: the figure of another part that rests on the same}."""
LATELY = ("months_reported", "utilisation_percent", "quality_percent", "counts")
TOLD_ON = ("counted_since", "fell_out_on")


def collect(book, scope):
    """Tie them. Three queries."""
    for name in scope.subjects.values():
        for key, other in BORROWED.items():
            told = book.figures.get(f"{name}/{other}", {})
            book.rests_on(f"{name}/{key}", inputs=told.get("inputs", ()), facts=told.get("facts", ()))
    windows, latest = _windows(scope), _latest(scope)
    used = {row.production_return for rows in windows.values() for row in rows if row.production_return}
    waiting = (name.partition(":")[2] for name in book.parts["unaccepted"] if name.startswith("production:"))
    _write(book, scope, used | set(latest.values()) | set(map(int, waiting)))
    for project, name in scope.subjects.items():
        _tie(book, name, windows.get(project, []))
        if project in latest:
            book.rests_on(f"{name}/produced_until", facts=[f"production:{latest[project]}"])


@dataclass(frozen=True)
class _Month:
    """A month of counting_months(): with those looked at, from the one that begins on `begins_on`."""

    project: int
    ends_on: date
    told_on: date
    begins_on: date
    production_return: int | None


def _windows(scope):
    """{project: its months by counting_months(), the earliest first}. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT project_id, ends_on, told_on, begins_on, production_return_id FROM counting_months(%s, %s)"
            " ORDER BY project_id, ends_on",
            [scope.as_of, list(scope.projects)],
        )
        found = {}
        for row in cursor.fetchall():
            found.setdefault(row[0], []).append(_Month(*row))
        return found


def _latest(scope):
    """{project: its production return of the latest month verified}. One query."""
    stands = Q(returned_at=None) | Q(returned_at__gt=scope.until)
    rows = ProductionReturn.objects.filter(stands, project__in=scope.projects, verified_at__lte=scope.until)
    rows = rows.order_by("project_id", "-period__ends_on", "-version").distinct("project_id")
    return dict(rows.values_list("project_id", "pk"))


def _tie(book, name, months):
    """The figures that look at some months rest on their returns; each date on those looked at when it was told."""
    if not months:
        return
    for key in LATELY:
        book.rests_on(f"{name}/{key}", facts=_looked_at(months, months[-1]))
    for key in TOLD_ON:
        day = book.figures[f"{name}/{key}"]["value"]
        told = [month for month in months if month.told_on.isoformat() == day]
        book.rests_on(f"{name}/{key}", facts=_looked_at(months, told[0]) if told else ())


def _looked_at(months, last):
    """The facts of the months looked at together with `last`."""
    rows = [row for row in months if last.begins_on <= row.ends_on <= last.ends_on and row.production_return]
    return [f"production:{row.production_return}" for row in rows]


def _write(book, scope, used):
    """Those that no other part has written: of months outside its year. One query."""
    page = Page("production_return")
    lacking = [pk for pk in sorted(used) if f"production:{pk}" not in book.facts]
    for row in ProductionReturn.objects.filter(pk__in=lacking).only(*COLUMNS, "output_t").order_by("pk"):
        values = {"period": scope.periods[row.period_id].code, "state": state(row, scope), "output_t": row.output_t}
        write(book, scope, row, f"production:{row.pk}", values, page)
