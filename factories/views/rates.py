"""Completeness and timeliness of returns by province, county or construction unit."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories import exports, rates
from factories.models import FactoryProject
from regional20x10.shared import pages, tables
from regional20x10.shared.errors import Refused


def _kind(request):
    """What the rates are told by: province, without a wish."""
    kind = request.GET.get("by", "province")
    if kind not in rates.KINDS:
        known = ", ".join(rates.KINDS)
        raise Refused(_("“%(by)s” is not known: choose one of %(known)s.") % {"by": kind[:40], "known": known})
    return kind


@require_safe
def rate_list(request):
    as_of, kind = pages.as_of(request), _kind(request)
    whole, rows = rates.by(kind, FactoryProject.objects.visible_to(request.user), as_of)
    context = {
        "kind": kind,
        "kinds": [(name, words) for name, (words, _path, _model) in rates.KINDS.items()],
        "whole": whole,
        "rows": [(place, _address(kind, place), row) for place, row in rows],
        "files": {name: reverse("rate_list_file", args=[name]) for name in tables.KINDS},
    }
    return render(request, "factories/periods/rates.html", context)


def _address(kind, place):
    """The board of periods of a place or unit."""
    return f"{reverse('period_board')}?{kind}={place.code}"


@require_safe
def rate_list_file(request, kind):
    exports.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    as_of, by = pages.as_of(request), _kind(request)
    _whole, rows = rates.by(by, FactoryProject.objects.visible_to(request.user), as_of)
    table = exports.rates(rows, rates.KINDS[by][0], request.user, as_of)
    return tables.answer(table, kind, f"rates-{by}-{as_of}")
