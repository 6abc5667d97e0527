"""Data for analysts: what can be downloaded, the API, and how every figure is computed."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.rights import Deed
from regional20x10.shared import tables


@require_safe
def data(request):
    lists = [
        (_("Factories and where they stand"), "project_list"),
        (_("Counties"), "county_list"),
        (_("Provinces"), "province_list"),
        (_("Ten-day returns"), "return_list"),
        (_("Inspections"), "inspection_list"),
        (_("Findings of inspections"), "finding_list"),
        (_("Places of all years"), "board"),
        (_("Materials short within 60 days"), "supply_list"),
        (_("How suppliers keep their promises"), "supplier_list"),
        (_("Returns by place and period"), "period_board"),
        (_("Completeness and timeliness"), "rate_list"),
        (_("Funds by county"), "fund_list"),
        (_("Equipment below its reference level, or late"), "equipment_list"),
        (_("Raw-material bases"), "base_list"),
    ]
    rows = [
        {"words": words, "page": reverse(name), "files": {k: reverse(f"{name}_file", args=[k]) for k in tables.KINDS}}
        for words, name in lists
    ]
    may = request.user.post.may(Deed.EXPORT)
    return render(request, "factories/data/data.html", {"rows": rows, "may": may})


@require_safe
def how(request):
    """The method, for everybody who is signed in."""
    return render(request, "factories/data/how.html")
