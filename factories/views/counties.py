"""Counties: the list with each one's place in the programme, and the page of one."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees.models import Decision
from committees.rights import Deed
from factories import (
    bases,
    complaints,
    exports,
    figures,
    findings,
    funds,
    leads,
    output,
    rates,
    reasons,
    supplies,
    trials,
    workforce,
)
from factories.filters import CountyFilter
from factories.models import County, CountyPlan, FactoryProject, StatusReturn
from factories.views import charts, conditions, demand, lists, requests
from factories.views.projects import milestones
from factories.views.years import axis_of
from regional20x10.shared import clock, pages

LIST = "factories/counties/list.html"
RECENT = 12


def _rows(request):
    rows = County.objects.visible_to(request.user).for_list()
    return pages.as_of(request), CountyFilter(request.GET, rows, request=request)


def with_places(counties, user, as_of):
    """[{county, place}] of a list of counties; place is None for a county in no year yet."""
    plans = CountyPlan.objects.filter(county__in=[county.pk for county in counties]).visible_to(user)
    places = {place.county.pk: place for place in figures.cohort(plans, as_of).places}
    return [{"county": county, "place": places.get(county.pk)} for county in counties]


@require_safe
def county_list(request):
    as_of, filters = _rows(request)

    def context(page, rows):
        return {
            "rows": with_places(page.object_list, request.user, as_of),
            "files": lists.files("county_list_file"),
        }

    return lists.shown(request, filters, LIST, context)


@require_safe
def county_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.counties(with_places(list(rows), request.user, as_of), request.user, as_of, filters), "counties"

    return lists.given(request, kind, filters, LIST, make)


@require_safe
def county(request, code):
    """One county: its factories, its conditions, what happened there."""
    as_of = pages.as_of(request)
    counties = County.objects.visible_to(request.user).select_related("province", "parent")
    row = pages.found(counties, code=code)
    found = figures.cohort(CountyPlan.objects.filter(county=row).visible_to(request.user), as_of)
    place = found.places[0] if found.places else None
    context = {
        "county": row,
        "place": place,
        "said_of_record": found.record.of([place.plan.pk], found.place_life).sentences() if place else [],
        "events": milestones(request.user, as_of, county=row),
        "conditions": conditions.shown(request.user, row),
        "returns": _recent(request.user, row, as_of),
        **_in_charge(row, as_of),
        "decisions": list(
            Decision.objects.visible_to(request.user).concerning(county=row).for_list().unsettled(clock.end_of(as_of))
        ),
        "decides": as_of == clock.today() and request.user.post.may(Deed.DECIDE),
        "requests": requests.shown(request.user, as_of, county=row),
    }
    if place:
        context |= _building(place, row, as_of)
        context["demand"] = demand.seen(request.user, [row], as_of.year, as_of)[0]
        told = complaints.seen_by(request.user, as_of).filter(project__plan__county=row)
        context["complaints"] = complaints.counted(told)
    return render(request, "factories/counties/detail.html", context)


def _in_charge(county, as_of):
    """The charge held on the day, and those before it."""
    rows = leads.held_until(county, as_of)
    held = next((row for row in rows if row.ends_on is None or row.ends_on >= as_of), None)
    return {"charge": held, "former_charges": [row for row in rows if row != held]}


def _building(place, county, as_of):
    due_on = place.plan.program_year.due_on
    pks, projects = [row.pk for row in place.standings], [row.project for row in place.standings]
    gap = None if place.verified is None or place.planned is None else place.verified - place.planned
    return {
        "due_on": due_on,
        "cause": findings.cause(place),
        "axis": axis_of([place, *(figures.Sum([row]) for row in place.standings)], due_on),
        "projects": _factories(place),
        "gap": gap,
        "short": supplies.shortages(supplies.of_projects(as_of, pks)),
        "rates": rates.of_places([place], as_of, lambda place: place.county)[0],
        "covers": _covers(pks, as_of),
        "funds": funds.together(funds.of_projects(projects, as_of).values()),
        "workforce": workforce.together(workforce.of_projects(projects, as_of).values()),
        "trials": trials.counts(trials.of_projects(projects, as_of).values()),
        "made": output.last_verified(pks, as_of),
        "curve": charts.curve(pks, as_of, due_on, charts.address("county", county.code, as_of)) if pks else None,
    }


def _covers(pks, as_of):
    """[FactoryCover] of the factories that need raw material, by code."""
    rows = FactoryProject.objects.filter(pk__in=pks).select_related("factory_type", "plan__program_year")
    covers = bases.of_projects(rows.order_by("code"), as_of).values()
    return [cover for cover in covers if cover.materials]


def _factories(place):
    """Its standings by code, each with its first reasons in words."""
    rows = sorted(place.standings, key=lambda row: row.project.code)
    for row in rows:
        row.said = [reasons.sentence(reason) for reason in row.reasons[:2]]
    return rows


def _recent(user, county, as_of):
    rows = StatusReturn.objects.visible_to(user).filter(project__plan__county=county).then(clock.end_of(as_of))
    return list(rows.for_list()[:RECENT])
