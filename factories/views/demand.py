"""Product demand met, of a county and of a province: tables, bars and files."""

from django.db.models import Min
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.rights import NATION, OWN, PROVINCE
from factories import charts, demand, exports
from factories.models import County, FactoryProject, ProgramYear, Province
from regional20x10.shared import pages, tables


def years(user, as_of):
    """The years that may be asked for, the latest first: those of the programme that have begun."""
    first = ProgramYear.objects.visible_to(user).aggregate(first=Min("year"))["first"] or as_of.year
    return list(range(as_of.year, min(first, as_of.year) - 1, -1))


def _year(request, known):
    """The year asked for (`?year=2026`), the latest without one."""
    text = request.GET.get("year", "").strip()
    if not text:
        return known[0]
    year = next((year for year in known if str(year) == text), None)
    if year is None:
        raise Http404(_("Nothing is known of the year “%(year)s”: choose one of the list.") % {"year": text[:20]})
    return year


def seen(user, counties, year, as_of):
    """[Demand] of `counties` by the factories that a user may see."""
    return demand.of_counties(counties, year, as_of, FactoryProject.objects.visible_to(user))


# --- a county --------------------------------------------------------------------------------------------------------
def _of_county(request, code):
    as_of = pages.as_of(request)
    county = pages.found(County.objects.visible_to(request.user).select_related("province"), code=code)
    known = years(request.user, as_of)
    year = _year(request, known)
    return county, year, known, as_of, seen(request.user, [county], year, as_of)[0]


@require_safe
def county_demand(request, code):
    """Output against demand of each product group of a county in a year, by month."""
    county, year, known, as_of, found = _of_county(request, code)
    context = {
        "county": county, "year": year, "years": known, "demand": found, "chart": _chart(found.groups),
        "months": len(demand.ended(year, as_of)), "whole": request.user.post.rule.reads != OWN,
    }  # fmt: skip
    return render(request, "factories/demand/county.html", context)


@require_safe
def county_demand_file(request, code, kind):
    exports.allowed(request.user)
    _county, year, _known, as_of, found = _of_county(request, code)
    return tables.answer(exports.demand([found], year, request.user, as_of), kind, f"demand-{code}-{year}")


def _chart(groups):
    """The bars of output against demand, as a page's template takes them; None where nothing is known."""
    known = [group for group in groups if group.output_t is not None]
    rows = [
        {"label": group.label, "value": float(group.output_t), "planned": group.demand_t and float(group.demand_t)}
        for group in known
    ]
    if not rows:
        return None
    drawn = {key: charts.svg(charts.bars(rows, width=width)) for key, width in (("wide", 720), ("narrow", 358))}
    short = [group.label for group in known if group.shortage_t]
    said = _("Less is made than needed of: %(groups)s.") if short else _("No group is known to be short.")
    return drawn | {"says": said % {"groups": ", ".join(short)}}


# --- a province ------------------------------------------------------------------------------------------------------
def _of_province(request, code):
    as_of = pages.as_of(request)
    province = pages.found(Province.objects.visible_to(request.user), code=code)
    known = years(request.user, as_of)
    year = _year(request, known)
    counties = County.objects.visible_to(request.user).filter(province=province, plans__isnull=False)
    rows = counties.distinct().order_by("code")
    return province, year, known, as_of, seen(request.user, rows, year, as_of)


@require_safe
def province_demand(request, code):
    """The same of the places of a province together, and of each."""
    province, year, known, _as_of, found = _of_province(request, code)
    groups = demand.together(found)
    context = {
        "province": province, "year": year, "years": known, "groups": groups, "chart": _chart(groups),
        "rows": [(row, [(group.label, row.by_name.get(group.name)) for group in groups]) for row in found],
        "whole": request.user.post.rule.reads in (NATION, PROVINCE),
    }  # fmt: skip
    return render(request, "factories/demand/province.html", context)


@require_safe
def province_demand_file(request, code, kind):
    exports.allowed(request.user)
    _province, year, _known, as_of, found = _of_province(request, code)
    return tables.answer(exports.demand(found, year, request.user, as_of), kind, f"demand-{code}-{year}")
