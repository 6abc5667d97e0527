"""Scorecards of a year: all of one's reach side by side, and one place's with its whole arithmetic."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.rights import COUNTY, NATION, PROVINCE
from factories.exports import allowed
from factories.models import ProgramYear
from regional20x10.shared import pages, tables
from regional20x10.shared.graphics import NumberAxis
from reports import exports, scorecards
from reports.conditions import CONDITIONS

KINDS = tuple(tables.KINDS)


def found(request, year):
    """(programme year, Scorecards of it, provinces and counties that the user sees)."""
    chosen = pages.found(ProgramYear.objects.visible_to(request.user).for_list(), year=year)
    cards = scorecards.of_year(chosen.year, pages.as_of(request))
    return chosen, cards, *cards.seen_by(request.user)


@require_safe
def scorecards_now(request):
    """Those of the year of the day."""
    answer = redirect("scorecards", pages.as_of(request).year)
    if request.GET:
        answer["Location"] += f"?{request.GET.urlencode()}"
    return answer


@require_safe
def scorecards_of_year(request, year):
    chosen, cards, provinces, counties = found(request, year)
    shown = [(PROVINCE, _("Provinces"), provinces), (COUNTY, _("Cities and counties"), counties)]
    context = {
        "chosen": chosen,
        "years": ProgramYear.objects.visible_to(request.user).for_list(),
        "sections": [(level, title, _drawn(rows)) for level, title, rows in shown if rows],
        "fit": cards.fit, "conditions": _conditions(cards.fit), "scope": request.user.post.rule.reads,
        "whole": request.user.post.rule.reads == NATION,
        "files": [(kind.upper() if kind != "parquet" else "Parquet", kind) for kind in KINDS],
    }  # fmt: skip
    return render(request, "reports/scorecards/list.html", context)


@require_safe
def scorecards_file(request, year, kind):
    allowed(request.user)
    chosen, cards, provinces, counties = found(request, year)
    table = exports.scorecards([*provinces, *counties], chosen.year, request.user, cards.as_of)
    return tables.answer(table, kind, f"scorecards-{chosen.year}-{cards.as_of}")


@require_safe
def scorecard(request, year, code):
    """One place, by the code of its province or county."""
    chosen, cards, provinces, counties = found(request, year)
    card = next((row for row in [*provinces, *counties] if row.place.code == code), None)
    if card is None:
        raise Http404(_("There is no such page, or your post does not reach it."))
    context = {
        "chosen": chosen, "card": card, "fit": cards.fit, "others": cards.others(card),
        "inside": [row for row in counties if card.level == PROVINCE and row.place.province_id == card.place.pk],
        "whole": request.user.post.rule.reads == NATION,
        "arithmetic": [(line, _terms(line)) for line in card.compared_lines],
    }  # fmt: skip
    return render(request, "reports/scorecards/detail.html", context)


def _drawn(cards):
    """[(card, its interval as a drawing)], the best first and those without a rank last."""
    cards = sorted(cards, key=lambda card: (card.adjusted is None, -(card.adjusted or 0), card.place.code))
    known = [card for card in cards if card.low is not None]
    if not known:
        return [(card, "") for card in cards]
    axis = NumberAxis.around(known[0].mean, values=[value for card in known for value in (card.low, card.high)])
    return [(card, axis.row(card.low, card.adjusted, card.high) if card.low is not None else "") for card in cards]


def _conditions(fit):
    """[(words, unit, mean of the year, points a unit)] of the model."""
    if fit is None:
        return []
    return [(label, unit, fit.means[name], fit.coefficients.get(name)) for name, (label, unit) in CONDITIONS.items()]


def _terms(line):
    """[(words, unit, value, mean, coefficient, points)] of what is expected of a factory."""
    return [(*CONDITIONS[name], *rest) for name, *rest in line.terms]
