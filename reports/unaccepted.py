"""Returns that stand and that nobody has accepted: what a seal made now would list as such."""

from dataclasses import dataclass
from itertools import groupby

from factories.models import ProductionReturn, StatusReturn
from reports import spans
from reports.sealing.facts_of_returns import state, stood
from reports.sealing.scope import Scope


@dataclass(frozen=True)
class Unaccepted:
    """A return and how it stood at the end of the day: "submitted" or "verified"."""

    row: object
    state: str


def returns(kind, year, as_of):
    """[Unaccepted] of the year's factories as of the day, ten-day returns first, by factory and period."""
    scope = Scope(kind, year, as_of, spans.first_day(kind, year, as_of))
    return [found for model in (StatusReturn, ProductionReturn) for found in _of(model, scope)]


def _of(model, scope):
    rows = model.objects.filter(project__in=scope.projects, submitted_at__lte=scope.until)
    rows = rows.select_related("period").order_by("project__code", "period__ends_on", "version")
    for pk, handed_in in groupby(rows, key=lambda row: row.project_id):
        for row in stood(list(handed_in), scope).values():
            if (how := state(row, scope)) != "accepted":
                row.project = scope.projects[pk]
                yield Unaccepted(row, how)
