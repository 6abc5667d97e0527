"""The list of ten-day returns, as they stood on a day."""

from collections import Counter

from django.db.models import Count
from django.views.decorators.http import require_safe

from factories import exports
from factories.filters import ReturnThenFilter
from factories.models import StatusReturn
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/returns/list.html"


def _rows(request):
    as_of = pages.as_of(request)
    rows = StatusReturn.objects.visible_to(request.user).for_list().then(clock.end_of(as_of))
    return as_of, ReturnThenFilter(request.GET, rows, request=request)


@require_safe
def return_list(request):
    _as_of, filters = _rows(request)
    counts = {}
    if not filters.refusals():
        counts = Counter(dict(filters.qs.order_by().values_list("state_then").annotate(Count("pk"))))

    def context(page, rows):
        return {"counts": counts, "waiting": counts.get("submitted", 0), "files": lists.files("return_list_file")}

    return lists.shown(request, filters, LIST, context, count=sum(counts.values()))


@require_safe
def return_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.returns(rows.with_amounts(), request.user, as_of, filters), "returns"

    return lists.given(request, kind, filters, LIST, make)
