"""Members in charge: the list, putting one in charge, handing over; and the page of a county's member in charge."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import briefs, charges
from committees.actions import charges as deeds
from committees.exports import charges as exports
from committees.filters import CountyChargeFilter
from committees.forms.charges import ChargeForm, HandOverForm
from committees.models import CountyCharge, Official
from committees.rights import Deed, Role
from factories.models import County
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "committees/charges/list.html"
ASKED, VISITED = 25, 8
"""Rows on the member's page; the rest is one link away."""


def _counties():
    return County.objects.select_related("province", "parent")


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    rows = charges.charges_then(CountyCharge.objects.visible_to(request.user).for_list(), as_of)
    return as_of, CountyChargeFilter(request.GET, rows, request=request)


@require_safe
def charge_list(request):
    """Every charge of the counties one sees: held, handed over, to come, as on the day."""
    _as_of, filters = _rows(request)
    may = request.user.post.may(Deed.ASSIGN_LEADS)
    return lists.shown(
        request, filters, LIST, lambda page, rows: {"files": lists.files("charge_list_file"), "may": may}
    )


@require_safe
def charge_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.charges(rows, request.user, as_of, filters), "members-in-charge"

    return lists.given(request, kind, filters, LIST, make)


# --- putting in charge and handing over ------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def charge_begin(request, code):
    """Put a member in charge of the county."""
    county = pages.changeable(_counties(), request.user, Deed.ASSIGN_LEADS, code=code)
    former = charges.held_until(county, clock.today())
    form = ChargeForm(request.POST or None, initial={"starts_on": charges.next_start(former, clock.today())})
    if form.done(partial(deeds.put_in_charge, county, by=request.user.post, at=clock.now())):
        messages.success(request, _("The member is in charge. Those concerned are told."))
        return redirect("lead", county.code)
    known = Official.objects.filter(posts__role=Role.COUNTY_LEAD).distinct().order_by("reference")
    context = {"county": county, "form": form, "former": former, "officials": list(known)}
    return render(request, "committees/charges/begin.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def charge_hand_over(request, pk):
    """End a charge, with the note for whoever follows."""
    rows = CountyCharge.objects.select_related("county__province", "official")
    row = pages.changeable(rows, request.user, Deed.ASSIGN_LEADS, pk=pk)
    form = HandOverForm(request.POST or None, initial={"ends_on": clock.today()})
    if form.done(form.said(partial(deeds.hand_over, row, by=request.user.post, at=clock.now()))):
        messages.success(request, _("The charge is handed over. Put the successor in charge from the day after."))
        return redirect("lead", row.county.code)
    context = {"charge": row, "county": row.county, "form": form}
    return render(request, "committees/charges/hand_over.html", context, status=form.status)


# --- the member's page -----------------------------------------------------------------------------------------------
@require_safe
def lead(request, code):
    """A county as its member in charge needs it: gates, what only they can unblock, what was asked."""
    as_of, user = pages.as_of(request), request.user
    county = pages.found(_counties().visible_to(user), code=code)
    told = charges.told(county, as_of, user)
    today = as_of == clock.today()
    editable = today and County.objects.editable_by(user).filter(pk=county.pk).exists()
    context = {
        "county": county, "told": told, "place": told.found.place, "cause": told.found.cause,
        "due_on": told.found.place and told.found.place.plan.program_year.due_on,
        "blocked": told.blocked[: charges.SHOWN], "blocked_rest": told.blocked[charges.SHOWN :],
        "blocked_total": len(told.blocked), "blocked_more": max(0, len(told.blocked) - charges.SHOWN),
        "asked": told.asked[:ASKED], "asked_more": max(0, len(told.asked) - ASKED),
        "visits": told.visits[:VISITED], "visits_more": max(0, len(told.visits) - VISITED),
        "former": [row for row in told.charges if row != told.charge],
        "may_visit": editable and user.post.may(Deed.VISIT),
        "may_assign": editable and user.post.may(Deed.ASSIGN_LEADS),
    }  # fmt: skip
    return render(request, "committees/charges/lead.html", context)


@require_safe
def lead_brief(request, code):
    """The same on two printed pages, for the way there."""
    as_of = pages.as_of(request)
    county = pages.found(_counties().visible_to(request.user), code=code)
    content = briefs.brief(charges.told(county, as_of, request.user))
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="brief-{county.code}-{as_of}.pdf"'
    return response
