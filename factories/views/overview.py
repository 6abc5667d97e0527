"""The overview: the current year, and what needs a decision."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from factories import rates
from factories.models import ProgramYear
from factories.views import years
from regional20x10.shared import pages


@require_safe
def overview(request):
    as_of = pages.as_of(request)
    known = list(ProgramYear.objects.visible_to(request.user).for_list())
    if not known:
        return render(request, "factories/overview/empty.html")
    context = years.of_year(request, current(known, as_of), known, as_of)
    context |= years.waiting(request, context["cohort"], as_of) | reported(context["cohort"])
    return render(request, "factories/overview/detail.html", context)


def reported(found):
    """Completeness and timeliness of a Cohort's factories, and of each province's. One query."""
    whole, rows = rates.of_places(found.places, found.as_of, lambda place: place.county.province)
    rows.sort(key=lambda pair: pair[0].code)
    board = reverse("period_board")
    told = [
        (place, f"{board}?province={place.code}", row) for place, row in rows if row.whole.due or row.whole.excepted
    ]
    return {"rates": whole, "reported": told}


def current(known, as_of):
    """The year of the day, else the last one before it, else the first."""
    return next((row for row in reversed(known) if row.year <= as_of.year), known[0])
