"""The candidate sites of a project side by side, each against what the sized factory needs."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.rights import Deed
from factories import charts, siting, sizing
from factories.actions import sites
from factories.forms.sites import MeasureForm, RejectForm, SiteForm
from factories.models import FactoryProject, Measure, SiteOption
from regional20x10.shared import clock, pages

CODES = {
    "power": (Measure.POWER_KW,),
    "water": (Measure.WATER_M3_DAY,),
    "transport": (Measure.ROAD_KM, Measure.RAIL_KM),
    "inhabitants": (Measure.HOUSEHOLDS_TO_MOVE, Measure.HOUSEHOLDS_NEAR),
}
"""The measures each condition rests on."""


@dataclass
class Cell:
    """One condition at one site: how it stands, and what was measured of it."""

    head: str
    condition: siting.Condition | None
    """None while nothing can be judged."""
    values: list

    @property
    def sources(self):
        """The measurements, one of each that were made together."""
        return list({(row.measured_on, row.measured_by, row.attachment_id): row for row in self.values}.values())


@dataclass
class Candidate:
    """A site with what was measured, how it stands, and what was decided."""

    site: SiteOption
    cells: list
    """A Cell for each of CODES, in their order."""
    decision: object
    in_force: bool
    all_met: bool


def _projects():
    return FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type")


@require_safe
def site_list(request, code):
    """All sites of a project, those rejected too, as known on the day."""
    as_of = pages.as_of(request)
    project = pages.found(_projects().visible_to(request.user), code=code)
    moment, user = clock.end_of(as_of), request.user
    study = sizing.in_force(project, moment)
    needs = sizing.needs(study) if study else None
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    rows = _candidates(project, needs, moment)
    context = {
        "project": project, "study": study, "needs": needs, "rows": rows, "map": _map(rows, project),
        "heads": _heads(),
        "may_propose": editable and user.post.may(Deed.PROPOSE_SITES),
        "may_decide": editable and user.post.may(Deed.APPROVE_SITES),
    }  # fmt: skip
    return render(request, "factories/sites/list.html", context)


def _heads():
    """What each of CODES is called."""
    return [_("Power"), _("Industrial water"), _("Transport"), _("Inhabitants")]


def _candidates(project, needs, moment):
    found = list(project.sites.filter(created_at__lte=moment).prefetch_related("decisions").order_by("number"))
    for site in found:
        site.project = project
    values, chosen = siting.measured(found, moment), siting.approved(project, moment)
    return [_candidate(site, values.get(site.pk, {}), needs, moment, chosen) for site in found]


def _candidate(site, values, needs, moment, chosen):
    judged = siting.judged(site, needs, moment, values) if needs else None
    conditions = {row.code: row for row in judged.conditions} if judged else {}
    cells = [
        Cell(head, conditions.get(code), [values[measure] for measure in measures if measure in values])
        for head, (code, measures) in zip(_heads(), CODES.items(), strict=True)
    ]
    decided = [row for row in site.decisions.all() if row.at <= moment]
    decision = decided[-1] if decided else None
    return Candidate(site, cells, decision, site == chosen, judged is not None and judged.all_met)


def _map(rows, project):
    """The sites with a known point on the map of their county's surroundings; None without one."""
    points = [
        {
            "lat": row.site.lat, "lon": row.site.lon, "rank": row.site.number, "name": row.site.name,
            "state": "ok" if row.in_force else "watch" if row.all_met else "none",
        }
        for row in rows if row.site.lat is not None
    ]  # fmt: skip
    county = project.plan.county.point
    return charts.svg(charts.map_of(points, [county] if county else [], width=358, height=380)) if points else None


@require_http_methods(["GET", "HEAD", "POST"])
def site_propose(request, code):
    project = pages.changeable(_projects(), request.user, Deed.PROPOSE_SITES, code=code)
    form = SiteForm(request.POST or None)
    if site := form.done(partial(sites.propose, project, by=request.user.post, at=clock.now())):
        messages.success(request, _("The site stands in the comparison. Enter what was measured there."))
        return redirect("site_measure", site.pk)
    context = {"project": project, "form": form}
    return render(request, "factories/sites/propose.html", context, status=form.status)


def _sites():
    return SiteOption.objects.select_related("project__plan__county__province", "project__factory_type")


@require_http_methods(["GET", "HEAD", "POST"])
def site_measure(request, pk):
    site = pages.changeable(_sites(), request.user, Deed.PROPOSE_SITES, pk=pk)
    form = MeasureForm(request.POST or None, request.FILES or None)
    if form.done(partial(sites.measure, site, by=request.user.post, at=clock.now())):
        messages.success(request, _("Measured values are kept. Earlier ones stay in the record."))
        return redirect(site)
    context = {"site": site, "project": site.project, "form": form}
    return render(request, "factories/sites/measure.html", context, status=form.status)


@require_POST
def site_approve(request, pk):
    site = pages.changeable(_sites(), request.user, Deed.APPROVE_SITES, pk=pk)
    sites.approve(site, by=request.user.post, at=clock.now())
    messages.success(request, _("The site is approved."))
    return redirect(site)


@require_http_methods(["GET", "HEAD", "POST"])
def site_reject(request, pk):
    site = pages.changeable(_sites(), request.user, Deed.APPROVE_SITES, pk=pk)
    form = RejectForm(request.POST or None)
    if form.done(partial(sites.reject, site, by=request.user.post, at=clock.now())):
        messages.success(request, _("The site is rejected and stays in the comparison with the reason."))
        return redirect(site)
    context = {"site": site, "project": site.project, "form": form}
    return render(request, "factories/sites/reject.html", context, status=form.status)
