"""Supplies: what runs short over all sites, how suppliers keep their promises, and the materials of one factory."""

from collections import defaultdict

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from committees.rights import Deed
from factories import exports, supplies
from factories.filters import SuppliesFilter
from factories.models import Dispatch, FactoryProject, MaterialDemand, MaterialOrder
from factories.views import lists
from regional20x10.shared import clock, pages, tables

LIST, SUPPLIERS = "factories/supplies/list.html", "factories/supplies/suppliers.html"


def _asked(request):
    """(day, filter, primary keys of the factories asked for; none where the filter is refused)."""
    as_of = pages.as_of(request)
    filters = SuppliesFilter(request.GET, FactoryProject.objects.visible_to(request.user), request=request)
    chosen = [] if filters.refusals() else list(filters.qs.order_by().values_list("pk", flat=True))
    return as_of, filters, chosen


def _shown(request, filters, template, rows, context):
    """The page of a list that is worked out, not read: as lists.shown() answers, 40 rows a page."""
    reasons = filters.refusals()
    page = Paginator(rows, lists.ROWS).get_page(request.GET.get("page"))
    said = {"filters": filters, "page": page, "total": len(rows), "refused": reasons, "given": filters.said()}
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, template + fragment, said | context, status=400 if reasons else 200)


def _file(request, kind, filters, show, make, name):
    """The file of such a list; what is wrong with the filter is said on the page that `show` gives."""
    exports.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    if filters.refusals():
        return show()
    return tables.answer(make(), kind, f"{name}-{pages.as_of(request)}")


# --- short ahead -----------------------------------------------------------------------------------------------------
def _short(as_of, filters, chosen):
    """The supplies that run short, by day, then site."""
    material = filters.material_chosen
    found = [
        row for row in supplies.of_sites(as_of, chosen) if row.short_on is not None and material in (None, row.material)
    ]
    return sorted(found, key=lambda row: (row.short_on, row.project.code, row.material.code))


def _supply_list(request, as_of, filters, rows):
    context = {
        "materials": supplies.shortages(rows), "until": as_of + supplies.AHEAD,
        "sites": len({row.project_id for row in rows}), "files": lists.files("supply_list_file"),
    }  # fmt: skip
    return _shown(request, filters, LIST, rows, context)


@require_safe
def supply_list(request):
    """Materials that run short within 60 days, and the sites they will hold up."""
    as_of, filters, chosen = _asked(request)
    return _supply_list(request, as_of, filters, _short(as_of, filters, chosen))


@require_safe
def supply_list_file(request, kind):
    as_of, filters, chosen = _asked(request)

    def make():
        return exports.shortages(_short(as_of, filters, chosen), request.user, as_of, filters)

    return _file(request, kind, filters, lambda: _supply_list(request, as_of, filters, []), make, "shortages")


# --- suppliers -------------------------------------------------------------------------------------------------------
def _supplier_list(request, as_of, filters, chosen):
    material = filters.material_chosen
    late = supplies.late_orders(as_of, chosen, material)
    context = {
        "suppliers": supplies.reliability(as_of, chosen, material), "files": lists.files("supplier_list_file"),
    }  # fmt: skip
    return _shown(request, filters, SUPPLIERS, late, context)


@require_safe
def supplier_list(request):
    """What suppliers delivered in full by the day first promised, and the orders that are late now."""
    return _supplier_list(request, *_asked(request))


@require_safe
def supplier_list_file(request, kind):
    as_of, filters, chosen = _asked(request)

    def make():
        rows = supplies.reliability(as_of, chosen, filters.material_chosen)
        return exports.suppliers(rows, request.user, as_of, filters)

    return _file(request, kind, filters, lambda: _supplier_list(request, as_of, filters, []), make, "suppliers")


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def supplies_of(request, code):
    """Need, stock and cover of each material of a factory; its demands, orders and dispatches as known on the day."""
    as_of, user = pages.as_of(request), request.user
    projects = FactoryProject.objects.select_related("plan__county__province", "factory_type").visible_to(user)
    project = pages.found(projects, code=code)
    moment = clock.end_of(as_of)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    context = {
        "project": project,
        "supplies": supplies.of_projects(as_of, [project.pk]),
        "until": as_of + supplies.AHEAD,
        "demands": list(MaterialDemand.objects.filter(project=project).for_list()),
        "orders": _orders(project, moment),
        "may_enter": editable and user.post.may(Deed.MANAGE_SUPPLIES),
    }
    return render(request, "factories/supplies/of_project.html", context)


def _orders(project, moment):
    """Orders in force at `moment`, the last promised first, each with its `sent`."""
    sent = defaultdict(list)
    for row in Dispatch.objects.filter(project=project).in_force(moment).for_list():
        sent[row.order.chain].append(row)
    orders = list(MaterialOrder.objects.filter(project=project).in_force(moment).for_list())
    for row in orders:
        row.sent = sent[row.chain]
    return orders
