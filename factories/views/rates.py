"""Completeness and timeliness of returns by province, county or construction unit."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from factories import exports, rates
from factories.models import FactoryProject
from factories.reporting import PRODUCTION
from factories.views.periods import subject_of
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
    as_of, kind, subject = pages.as_of(request), _kind(request), subject_of(request)
    whole, rows = rates.by(kind, FactoryProject.objects.visible_to(request.user), as_of, subject)
    context = {
        "kind": kind,
        "kinds": list(rates.kinds(subject).items()),
        "monthly": subject is PRODUCTION,
        "whole": whole,
        "rows": [(place, _address(kind, place, subject), row) for place, row in rows],
        "files": {name: reverse("rate_list_file", args=[name]) for name in tables.KINDS},
    }
    return render(request, "factories/periods/rates.html", context)


def _address(kind, place, subject):
    """The board of periods of a place or unit."""
    more = "&kind=month" if subject is PRODUCTION else ""
    return f"{reverse('period_board')}?{kind}={place.code}{more}"


@require_safe
def rate_list_file(request, kind):
    exports.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    as_of, by, subject = pages.as_of(request), _kind(request), subject_of(request)
    _whole, rows = rates.by(by, FactoryProject.objects.visible_to(request.user), as_of, subject)
    table = exports.rates(rows, rates.kinds(subject)[by], request.user, as_of)
    return tables.answer(table, kind, f"rates-{by}-{as_of}")
