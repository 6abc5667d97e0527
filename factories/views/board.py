"""The board: every year of the programme in a row, every place a cell."""

from dataclasses import dataclass, replace

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.rights import NATION
from factories import counting, exports, figures, record
from factories.counting import Stage
from factories.models import Colour, CountyPlan, ProgramYear
from regional20x10.shared import pages, tables

SHOWN = [Stage.COMMISSIONED, Stage.OPERATING, Stage.COUNTING, Stage.FALLEN_OUT]
"""Stages that a place's cell shows by their sign; up to then the mark of the forecast stands there."""


@dataclass
class Row:
    """A year with its places, in order of their code, and the cells nobody has been chosen for."""

    year: ProgramYear
    places: list
    target: int
    as_of_year: int
    record: record.Record

    @property
    def when(self):
        return "past" if self.year.year < self.as_of_year else "now" if self.year.year == self.as_of_year else "planned"

    @property
    def free(self):
        return range(max(0, self.target - len(self.places)))

    @property
    def complete(self):
        return sum(place.colour == Colour.DONE for place in self.places)

    @property
    def inaugurated(self):
        return self.record.inaugurated

    @property
    def life(self):
        """The counting.Life of its places."""
        return self.record.life

    @property
    def built(self):
        """Whether any factory of the year is in the plans, so that returns say how far it is."""
        return any(place.standings for place in self.places)


@require_safe
def board(request):
    as_of = pages.as_of(request)
    found = whole(request.user, as_of)
    rows = rows_of(request.user, found, as_of)
    context = {
        "rows": rows,
        "cohort": found,
        "board_stages": SHOWN,
        "now": next((row for row in rows if row.when == "now"), None),
    }
    files = {kind: reverse("board_file", args=[kind]) for kind in tables.KINDS}
    return render(request, "factories/board/board.html", context | {"files": files} | _sums(rows))


@require_safe
def board_file(request, kind):
    exports.allowed(request.user)
    as_of = pages.as_of(request)
    return tables.answer(exports.board(whole(request.user, as_of), request.user), kind, f"board-{as_of}")


def whole(user, as_of):
    """All places of all years that one may see."""
    return figures.cohort(CountyPlan.objects.visible_to(user), as_of)


def rows_of(user, found, as_of):
    places = {}
    for place in sorted(found.places, key=lambda place: (place.county.province.code, place.county.code)):
        places.setdefault(place.plan.program_year_id, []).append(place)
    nation = user.post.rule.reads == NATION
    rows = []
    for year in ProgramYear.objects.visible_to(user).for_list():
        seen = places.get(year.pk, [])
        target = max(year.target, len(seen)) if nation else len(seen)
        life = counting.of_places(place.standings for place in seen)
        said = found.record.of([place.plan.pk for place in seen], life)
        rows.append(Row(year, seen, target, as_of.year, replace(said, target=target)))
    return rows


def _sums(rows):
    begun = [row for row in rows if row.when != "planned"]
    return {
        "target": sum(row.target for row in rows),
        "due": sum(row.target for row in begun),
        "chosen": sum(len(row.places) for row in rows),
        "complete": sum(row.complete for row in rows),
        "inaugurated": sum(row.inaugurated for row in rows),
    }
