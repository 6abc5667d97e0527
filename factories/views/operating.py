"""The years after: every built factory with its stage of life, cohorts that still count, idle factories by cause."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories import charts, exports, operating, standing, survival_charts
from factories.filters import OperatingFilter
from factories.views import lists
from regional20x10.shared import pages, words

LIST = "factories/operating/list.html"


def _rows(request):
    as_of = pages.as_of(request)
    rows = operating.staged(standing.on(as_of).visible_to(request.user).for_list())
    return as_of, OperatingFilter(request.GET, rows, request=request)


@require_safe
def operating_list(request):
    as_of, filters = _rows(request)
    refused = filters.refusals()
    rows = filters.qs.none() if refused else filters.qs
    whole, years = operating.cohorts(rows, as_of)
    paginator = Paginator(rows, lists.ROWS)
    paginator.count = whole.factories
    page = paginator.get_page(request.GET.get("page"))
    page.object_list = operating.told(page.object_list, as_of)
    context = {
        "filters": filters, "refused": refused, "given": filters.said(), "page": page, "total": whole.factories,
        "files": lists.files("operating_list_file"), "whole": whole, "cohorts": years, "stages": operating.BUILT,
        "months": operating.SHOWN, "idle": operating.idle(rows, as_of), "curve": _curve(whole, years),
    }  # fmt: skip
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, LIST + fragment, context, status=400 if refused else 200)


def _curve(whole, years):
    """The survival curves as the template takes them; None while no factory ever counted."""
    if not whole.lives:
        return None
    lines = [(str(row.year), row.steps, False) for row in years if row.lives]
    if len(lines) != 1:
        lines = [*lines, (_("All years"), whole.steps, True)]
    says = _("Of %(count)s factories that ever counted %(fell)s fell out; %(share)s had not after %(months)s months.")
    last = whole.steps[-1]
    slots = {"count": whole.ever, "fell": whole.fell, "share": words.percent(100 * last.share), "months": last.months}
    return {
        "wide": charts.svg(survival_charts.curves(lines)),
        "narrow": charts.svg(survival_charts.curves(lines, width=358, compact=True)),
        "steps": whole.steps,
        "says": says % slots,
    }


@require_safe
def operating_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.operating(operating.told(rows, as_of), request.user, as_of, filters), "operating"

    return lists.given(request, kind, filters, LIST, make)
