"""The overview: the current year, and what needs a decision."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from committees.models import Decision
from committees.rights import Role
from factories import rates, supplies
from factories.models import ProgramYear
from factories.views import years
from regional20x10.shared import clock, pages

SHORT = 5
"""Materials on the first page; the rest is counted."""


@require_safe
def overview(request):
    as_of = pages.as_of(request)
    known = list(ProgramYear.objects.visible_to(request.user).for_list())
    if not known:
        return render(request, "factories/overview/empty.html")
    context = years.of_year(request, current(known, as_of), known, as_of)
    cohort = context["cohort"]
    context["my_county"] = own_county(request.user.post)
    context |= years.waiting(request, cohort, as_of) | {"short": short(cohort, as_of)} | reported(cohort)
    made = Decision.objects.visible_to(request.user).then(clock.end_of(as_of))
    context["overdue"] = made.filter(overdue=True).count()
    return render(request, "factories/overview/detail.html", context)


def own_county(post):
    """The county of which the post is a member in charge's; None for any other post."""
    return post.county if post.role == Role.COUNTY_LEAD else None


def short(cohort, as_of):
    """Materials that run short at factories of the cohort: the first few with their sites, and how many there are."""
    projects = {row.pk: row.project for row in cohort.standings}
    found = supplies.shortages(supplies.of_projects(as_of, projects)) if projects else []
    for row in found[:SHORT]:
        for supply in row.supplies:
            supply.project = projects[supply.project_id]
    return {"rows": found[:SHORT], "count": len(found)}


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
