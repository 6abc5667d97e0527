"""Balances of raw materials: of one factory month by month, of a county and of a province."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.rights import Deed
from factories import balances, bases, charts, exports, norms
from factories.models import County, FactoryProject, Province
from regional20x10.shared import clock, pages, tables, words

PLACE = ("plan__county__province", "plan__program_year", "factory_type")


@require_safe
def project_raw_material(request, code):
    """How far each raw material of a factory is covered, from which bases, and in which months it is short."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(FactoryProject.objects.visible_to(user).select_related(*PLACE), code=code)
    cover = bases.of_project(project, as_of)
    named = {row.material: norms.in_words(project.factory_type, row.material) for row in cover.materials}
    context = {
        "project": project,
        "cover": cover,
        "materials": [_material(row, named[row.material], as_of) for row in cover.materials],
        "scarcest": cover.scarcest and named[cover.scarcest.material],
        "who": user.post.who_may(Deed.MANAGE_BASES),
    }
    return render(request, "factories/bases/project.html", context)


def _material(cover, name, as_of):
    months = [(words.month_name(month.number), month) for month in cover.months]
    first = cover.short_from
    said = _("%(material)s: there is enough of it by the end of every month of %(year)s.")
    if first:
        said = _("%(material)s: short from %(month)s on, by %(tonnes)s t at the end of that month.")
    slots = {"material": name, "year": as_of.year, "month": first and words.month_name(first.number),
             "tonnes": first and words.amount(first.short)}  # fmt: skip
    known = cover.need is not None and months[-1][1].supply is not None
    return {"cover": cover, "name": name, "months": months, "first": first and words.month_name(first.number),
            "said": said % slots, "chart": _chart(months) if known else None}  # fmt: skip


def _chart(months):
    """{wide, narrow}: what has come by the end of each month, with a tick at what is needed by then."""
    rows = [{"label": name, "value": float(month.supply), "planned": float(month.need)} for name, month in months]
    return {
        key: charts.svg(charts.bars(rows, width=width, row_height=24))
        for key, width in (("wide", 720), ("narrow", 358))
    }


# --- places ----------------------------------------------------------------------------------------------------------
PLACES = {"county": (County, "county"), "province": (Province, "county__province")}


def _place(request, kind, code):
    """(the county or province, its [Balance] on the day asked for)."""
    model, path = PLACES[kind]
    rows = model.objects.visible_to(request.user)
    row = pages.found(rows.select_related("province") if kind == "county" else rows, code=code)
    return row, balances.of_place(request.user, pages.as_of(request), **{path: row})


def _shown(request, kind, code):
    place, rows = _place(request, kind, code)
    named = norms.listed_in_words()
    files = {form: reverse(f"{kind}_balance_file", args=[code, form]) for form in tables.KINDS}
    may = kind == "county" and pages.as_of(request) == clock.today() and request.user.post.may(Deed.MANAGE_BASES)
    context = {
        "place": place, "kind": kind, "files": files,
        "rows": [(row, named.get(row.material, row.material)) for row in rows],
        "may": may and County.objects.editable_by(request.user).filter(pk=place.pk).exists(),
    }  # fmt: skip
    return render(request, "factories/bases/balance.html", context)


def _file(request, kind, code, form):
    exports.allowed(request.user)
    place, rows = _place(request, kind, code)
    if form not in tables.KINDS:
        raise Http404
    as_of = pages.as_of(request)
    return tables.answer(exports.balance(rows, place, request.user, as_of), form, f"balance-{code}-{as_of}")


@require_safe
def county_balance(request, code):
    return _shown(request, "county", code)


@require_safe
def county_balance_file(request, code, kind):
    return _file(request, "county", code, kind)


@require_safe
def province_balance(request, code):
    return _shown(request, "province", code)


@require_safe
def province_balance_file(request, code, kind):
    return _file(request, "province", code, kind)
