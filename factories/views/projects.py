"""Factory projects: the list, as they stood on a day, and the page of one."""

from collections import Counter

from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from committees.models import UNIT_PARTS, Decision, ProjectRole
from committees.rights import Deed
from factories import (
    bases,
    closing,
    complaints,
    counting,
    equipment,
    exports,
    funds,
    norms,
    photos,
    reasons,
    standing,
    supplies,
    trials,
    workforce,
)
from factories.filters import StandingFilter
from factories.models import FactoryProject, Milestone, StatusReturn
from factories.views import charts, gates, inspections, lists, production, requests
from regional20x10.shared import clock, pages
from regional20x10.shared.graphics import DateAxis

LIST = "factories/projects/list.html"


def _rows(request):
    as_of = pages.as_of(request)
    rows = standing.on(as_of).visible_to(request.user).for_list()
    return as_of, StandingFilter(request.GET, rows, request=request)


@require_safe
def project_list(request):
    _as_of, filters = _rows(request)
    counts = {}
    if not filters.refusals():
        counts = Counter(dict(filters.qs.order_by().values_list("colour").annotate(Count("pk"))))

    def context(page, rows):
        return {"counts": counts, "files": lists.files("project_list_file")}

    return lists.shown(request, filters, LIST, context, count=sum(counts.values()))


@require_safe
def project_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.projects(rows, request.user, as_of, filters), "factories"

    return lists.given(request, kind, filters, LIST, make)


@require_safe
def project(request, code):
    """One factory: where it stands and why, part by part, with its dates and the record of its returns."""
    as_of = pages.as_of(request)
    projects = FactoryProject.objects.visible_to(request.user).select_related(
        "plan__county__province", "plan__program_year", "factory_type",
        "design_unit", "construction_unit", "operation_unit", "inspection",
    )  # fmt: skip
    row = pages.found(projects, code=code)
    now = standing.on(as_of, [row.pk]).select_related("claimed_period", "verified_period").first()
    returns = _returns(request.user, row, as_of)
    known = {
        "standing": now, "funds": funds.of_project(row, as_of), "equipment": equipment.of_project(row, as_of),
        "cover": bases.of_project(row, as_of), "workforce": workforce.of_project(row, as_of),
        "trials": trials.of_project(row, as_of),
    }  # fmt: skip
    post, editable = request.user.post, as_of == clock.today() and _editable(request.user, row)
    inspected = inspections.on_project(request.user, row, as_of, editable=editable)
    context = {
        "project": row,
        "county": row.plan.county,
        "now": now,
        "reasons": [reasons.sentence(reason) for reason in now.reasons] if now else [],
        "units": _units(row),
        "packages": _packages(row, returns, as_of),
        "baselines": list(
            row.baselines.filter(approved_at__lte=clock.end_of(as_of)).select_related(*_scopes("approved_by"))
        ),
        "funds": known["funds"],
        "equipment": known["equipment"],
        "cover": known["cover"],
        "scarcest": _scarcest(known["cover"]),
        "workforce": known["workforce"],
        "trials": known["trials"],
        "gates": gates.shown(request.user, row, as_of, editable=editable, findings=inspected["told"].counts, **known),
        "inspected": inspected,
        "moves": editable and post.may(Deed.REBASELINE),
        "roles": list(ProjectRole.objects.visible_to(request.user).filter(project=row).current(as_of).for_list()),
        "gives": editable and post.may(Deed.MANAGE_BODIES),
        "unit_parts": set(UNIT_PARTS),
        "carried": closing.carried(row, as_of),
        "returns": returns,
        "returns_rest": max(0, len(returns) - 12),
        "gap": _gap(now),
        "inspected_gap": inspected["told"].compared.whole.gap,
        "short_material": reasons.material_short(now.reasons) if now else "",
        "enters": editable and post.may(Deed.ENTER_RETURNS),
        "milestones": milestones(request.user, as_of, project=row),
        "supplies": supplies.of_projects(as_of, [row.pk]),
        "production": production.on_project(row, as_of),
        "complaints": complaints.counted(complaints.seen_by(request.user, as_of).filter(project=row)),
        "decisions": list(
            Decision.objects.visible_to(request.user).concerning(project=row).for_list().unsettled(clock.end_of(as_of))
        ),
        "decides": as_of == clock.today() and post.may(Deed.DECIDE),
        "requests": requests.shown(request.user, as_of, project=row),
        "photos": photos.on_project(row, request.user, clock.end_of(as_of)),
        "comments": row.comments.then(clock.end_of(as_of)).count(),
        "spells": counting.spells(row, as_of) if now and now.operates_since else [],
        "due_on": row.plan.program_year.due_on,
        "curve": charts.curve([row.pk], as_of, row.plan.program_year.due_on, charts.address("project", code, as_of)),
    }
    return render(request, "factories/projects/detail.html", context | _dates(now))


def _scarcest(cover):
    """The raw material covered least, in words."""
    return cover.scarcest and norms.in_words(cover.project.factory_type, cover.scarcest.material)


def _gap(now):
    known = now and now.verified_percent is not None and now.planned_percent is not None
    return float(now.verified_percent - now.planned_percent) if known else None


def _editable(user, project):
    """Whether the reader's post may change this project at all."""
    return FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()


def _scopes(post):
    """A post with what its name is made of."""
    return [post, *(f"{post}__{place}" for place in ("province", "county", "organization"))]


def _units(row):
    units = [
        (_("Design unit"), row.design_unit),
        (_("Construction unit"), row.construction_unit),
        (_("Operation unit"), row.operation_unit),
        (_("Inspection"), row.inspection),
    ]
    return [(label, unit.name if unit else None) for label, unit in units]


def _returns(user, project, as_of):
    """The record of returns as it stood, the latest first, with who acted and the percentages given."""
    rows = StatusReturn.objects.visible_to(user).filter(project=project).then(clock.end_of(as_of)).with_posts()
    found = list(rows.prefetch_related("lines", "delays").order_by("-period__starts_on", "-version"))
    end = clock.end_of(as_of)
    for row in found:
        row.deeds = _deeds(row, end)
    return found


def _deeds(row, end):
    """[(state it led to, when, post)] up to the as-of day."""
    stamps = [
        ("submitted", row.submitted_at, row.submitted_by),
        ("verified", row.verified_at, row.verified_by),
        ("accepted", row.accepted_at, row.accepted_by),
        ("returned", row.returned_at, row.returned_by),
    ]
    return [(state, at, post) for state, at, post in stamps if at and at <= end]


def _packages(project, returns, as_of):
    """Work packages with planned, claimed and verified %, each 0 to 100 or None."""
    claimed = _lines(returns, {"submitted", "verified", "accepted"})
    verified = _lines(returns, {"verified", "accepted"})
    return [
        {
            "package": package,
            "planned": package.planned_on(as_of),
            "claimed": claimed.get(package.pk),
            "verified": verified.get(package.pk),
            "late": package.finishes_on < as_of and (verified.get(package.pk) or 0) < 100,
        }
        for package in project.packages.order_by("order")
    ]


def _lines(returns, states):
    """{work package pk: %} of the latest return that had come to one of the states."""
    latest = next((row for row in returns if row.state_then in states), None)
    return {line.package_id: line.percent for line in latest.lines.all()} if latest else {}


def _dates(now):
    """The three finish dates on one axis."""
    if now is None:
        return {"axis": None}
    days = [
        now.original_on,
        now.approved_on,
        now.forecast_early_on,
        now.forecast_on,
        now.forecast_late_on,
        now.finished_on,
    ]
    return {"axis": DateAxis.around(now.due_on, dates=days, width=420)}


def milestones(user, as_of, **of):
    """Milestones as known on the day, the latest first."""
    return list(Milestone.objects.visible_to(user).known(as_of).filter(**of).for_list())
