"""Provinces: what each has to build in a year, and the page of one."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from factories import attention, counting, exports, figures, findings, leads, rates, trials, workforce
from factories.filters import ProvinceFilter
from factories.models import CountyPlan, FactoryProject, ProgramYear, Province
from factories.views import charts, lists, overview, years
from regional20x10.shared import pages

LIST = "factories/provinces/list.html"


def _asked(request):
    """(as-of day, filters, the year chosen, all years)."""
    as_of = pages.as_of(request)
    filters = ProvinceFilter(request.GET, Province.objects.visible_to(request.user).for_list(), request=request)
    known = list(ProgramYear.objects.visible_to(request.user).for_list())
    asked = None if filters.refusals() else filters.form.cleaned_data["year"]
    chosen = next((row for row in known if row.year == asked), None) if asked else None
    return as_of, filters, chosen or (overview.current(known, as_of) if known else None), known


@require_safe
def province_list(request):
    as_of, filters, chosen, known = _asked(request)
    found = figures.cohort(years.plans_of(request.user, chosen), as_of)

    def context(page, rows):
        return {
            "rows": [] if filters.refusals() else figures.by_province(found),
            "cohort": found,
            "chosen": chosen,
            "years": known,
            "files": lists.files("province_list_file"),
        }

    return lists.shown(request, filters, LIST, context)


@require_safe
def province_list_file(request, kind):
    as_of, filters, chosen, _known = _asked(request)

    def make(rows):
        found = figures.cohort(years.plans_of(request.user, chosen), as_of)
        year = chosen.year if chosen else as_of.year
        return exports.provinces(figures.by_province(found), year, request.user, as_of), f"provinces-{year}"

    return lists.given(request, kind, filters, LIST, make)


@require_safe
def province(request, code):
    """One province: this year's places by risk, its returns that wait, its places of other years."""
    as_of = pages.as_of(request)
    row = pages.found(Province.objects.visible_to(request.user), code=code)
    known = list(ProgramYear.objects.visible_to(request.user).for_list())
    chosen = overview.current(known, as_of)
    every = figures.cohort(CountyPlan.objects.filter(county__province=row).visible_to(request.user), as_of)
    found = _of_year(every, chosen)
    projects = FactoryProject.objects.visible_to(request.user).filter(plan__county__province=row)
    source = charts.address("province", row.code, as_of, chosen.year)
    context = {
        "province": row,
        "chosen": chosen,
        "due_on": chosen.due_on,
        "cohort": found,
        "figures": years.summary(found),
        "headline": findings.headline(found, chosen.year, chosen.due_on),
        "lead": findings.lead(found),
        "leads": leads.coverage(found.places, as_of),
        "rows": [years.row_of(place) for place in found.places],
        "axis": years.axis_of(found.places, chosen.due_on),
        "others": [place for place in _by_year(every) if place.plan.program_year_id != chosen.pk],
        "decisions": attention.decisions(found, attention.backlog(request.user, as_of, projects)),
        "curve": charts.curve([s.pk for s in found.standings], as_of, chosen.due_on, source)
        if found.projects
        else None,
    }
    return render(request, "factories/provinces/detail.html", context | _reported(found) | _starting(found))


def _starting(found):
    """Who will run the year's factories, and what shows that they can produce. Four queries."""
    projects = [row.project for row in found.standings]
    return {
        "workforce": workforce.together(workforce.of_projects(projects, found.as_of).values()),
        "trials": trials.counts(trials.of_projects(projects, found.as_of).values()),
    }


def _reported(found):
    """Completeness and timeliness of the year's factories, and of each county's. One query."""
    whole, rows = rates.of_places(found.places, found.as_of, lambda place: place.county)
    board = reverse("period_board")
    told = [(place, f"{board}?county={place.code}", row) for place, row in rows if row.whole.due or row.whole.excepted]
    return {"rates": whole, "reported": told}


def _of_year(every, chosen):
    """The part of a Cohort that lies in one year, ranked within it."""
    places = [place for place in every.places if place.plan.program_year_id == chosen.pk]
    for rank, place in enumerate(places, 1):
        place.rank = rank
    standings = [row for place in places for row in place.standings]
    life = counting.of_places(place.standings for place in places)
    record = every.record.of([place.plan.pk for place in places], life)
    return figures.Cohort(standings=standings, as_of=every.as_of, places=places, record=record, target=len(places))


def _by_year(every):
    return sorted(every.places, key=lambda place: (place.plan.program_year.year, place.county.code))
