"""Visits of members in charge: the list, one visit with what it asked for, and the form of a new one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from committees import charges, visits
from committees.actions import visits as deeds
from committees.exports import charges as exports
from committees.filters import VisitFilter
from committees.forms.visits import VisitForm
from committees.models import Visit
from committees.rights import Deed
from factories.models import County, FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "committees/visits/list.html"


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    return as_of, VisitFilter(request.GET, visits.seen_by(request.user, as_of), request=request)


@require_safe
def visit_list(request):
    """Every visit to the counties one sees, as known on the day."""
    _as_of, filters = _rows(request)
    return lists.shown(request, filters, LIST, lambda page, rows: {"files": lists.files("visit_list_file")})


@require_safe
def visit_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.visits(rows, request.user, as_of, filters), "visits"

    return lists.given(request, kind, filters, LIST, make)


# --- one visit -------------------------------------------------------------------------------------------------------
@require_safe
def visit(request, pk):
    """What was seen on one visit, and what became of what was asked for there by the day."""
    as_of = pages.as_of(request)
    rows = Visit.objects.visible_to(request.user).select_related("county__province", "charge")
    row = pages.found(rows, pk=pk)
    known = row.at <= clock.end_of(as_of)
    asked = charges.asked_on_visit(row, as_of, request.user) if known else []
    context = {"row": row, "county": row.county, "known": known, "asked": asked, "counts": charges.counted(asked)}
    return render(request, "committees/visits/visit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def visit_record(request, code):
    """The form of a visit to one's county."""
    county = pages.changeable(County.objects.select_related("province"), request.user, Deed.VISIT, code=code)
    today = clock.today()
    charge = charges.charge_for(county, today)
    projects = (
        FactoryProject.objects.filter(plan__county=county).select_related("factory_type", "plan").order_by("code")
    )
    projects = list(projects)
    bodies = visits.askable(county, projects, today)
    form = VisitForm(request.POST or None, projects=projects, bodies=bodies, day=today)

    def record(visited_on, **said):
        of = charges.charge_for(county, visited_on) if visited_on and visited_on <= today else charge
        return deeds.record(of, visited_on=visited_on, **said, by=request.user.post, at=clock.now())

    if made := form.done(record):
        messages.success(request, _recorded(made))
        return redirect(made)
    context = {"county": county, "form": form, "charge": charge, "acts": request.user.post.acts_for_id is not None}
    return render(request, "committees/visits/record.html", context, status=form.status)


def _recorded(row):
    count = row.requests.count()
    said = ngettext(
        "The visit is kept as you wrote it, and %(count)s request is made.",
        "The visit is kept as you wrote it, and %(count)s requests are made.",
        count,
    )
    return said % {"count": count} if count else _("The visit is kept as you wrote it.")
