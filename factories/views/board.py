"""The board: every year of the programme in a row, every place a cell."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.rights import NATION
from factories import board as reading
from factories import exports, figures
from factories.counting import Stage
from factories.models import CountyPlan, ProgramYear
from regional20x10.shared import pages, tables

SHOWN = [Stage.COMMISSIONED, Stage.OPERATING, Stage.COUNTING, Stage.FALLEN_OUT]
"""Stages that a place's cell shows by their sign; up to then the mark of the forecast stands there."""


@require_safe
def board(request):
    rows = _rows(request.user, pages.as_of(request))
    context = {
        "rows": rows,
        "counts": reading.counts(rows),
        "board_stages": SHOWN,
        "files": {kind: reverse("board_file", args=[kind]) for kind in tables.KINDS},
    }
    return render(request, "factories/board/board.html", context | _sums(rows))


@require_safe
def board_file(request, kind):
    exports.allowed(request.user)
    as_of = pages.as_of(request)
    found = figures.cohort(CountyPlan.objects.visible_to(request.user), as_of)
    return tables.answer(exports.board(found, request.user), kind, f"board-{as_of}")


def _rows(user, as_of):
    years, plans = ProgramYear.objects.visible_to(user), CountyPlan.objects.visible_to(user)
    return reading.rows(years, plans, as_of, whole=user.post.rule.reads == NATION)


def _sums(rows):
    begun = [row for row in rows if row.when != "planned"]
    return {
        "target": sum(row.target for row in rows),
        "due": sum(row.target for row in begun),
        "chosen": sum(len(row.places) for row in rows),
        "complete": sum(row.complete for row in rows),
        "inaugurated": sum(row.inaugurated for row in rows),
    }
