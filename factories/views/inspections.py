"""Inspections: the list, those of one factory beside what is claimed, one visit, and the form of a new one."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import exports, photos
from factories import inspections as reading
from factories.actions import inspections as deeds
from factories.filters import InspectionFilter
from factories.forms.inspections import InspectionForm
from factories.models import FactoryProject, FindingState, Inspection
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/inspections/list.html"


def _projects():
    return FactoryProject.objects.select_related(
        "plan__county__province", "plan__program_year", "factory_type",
        "design_unit", "construction_unit", "operation_unit", "inspection",
    )  # fmt: skip


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    moment = clock.end_of(as_of)
    rows = reading.with_counts(Inspection.objects.visible_to(request.user).then(moment).for_list(), moment)
    return as_of, InspectionFilter(request.GET, rows, request=request)


@require_safe
def inspection_list(request):
    _as_of, filters = _rows(request)
    return lists.shown(request, filters, LIST, lambda page, rows: {"files": lists.files("inspection_list_file")})


@require_safe
def inspection_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.inspections(rows, request.user, as_of, filters), "inspections"

    return lists.given(request, kind, filters, LIST, make)


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_inspections(request, code):
    """All visits to a factory and what they found, beside what is claimed and verified, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    moment = clock.end_of(as_of)
    visits = reading.with_counts(project.inspections.then(moment), moment)
    context = {
        "project": project, "told": reading.comparison(project, moment),
        "visits": list(visits.select_related("by__organization").order_by("-visited_on", "-pk")),
        "findings": list(project.findings.all().then(moment).for_list().order_by("-inspection__visited_on", "pk")),
        "may_inspect": _may_inspect(user, project, as_of),
    }  # fmt: skip
    context["counts"] = reading.counted(context["findings"])
    return render(request, "factories/inspections/of_project.html", context)


def on_project(user, project, as_of, *, editable):
    """The part of the project's page; `editable`: whether the reader's post may change the project today."""
    return {
        "told": reading.on_project(project, clock.end_of(as_of)),
        "may_inspect": editable and _inspects(user, project),
    }


def _inspects(user, project):
    return user.post.may(Deed.INSPECT) and user.post.organization_id == project.inspection_id


def _may_inspect(user, project, as_of):
    if as_of != clock.today() or not _inspects(user, project):
        return False
    return FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()


# --- one visit -------------------------------------------------------------------------------------------------------
@require_safe
def inspection(request, pk):
    """What one visit measured, tested and found, beside what was claimed when it was handed in."""
    as_of = pages.as_of(request)
    rows = Inspection.objects.visible_to(request.user).select_related("by__organization", "follows")
    row = pages.found(rows, pk=pk)
    project = _projects().get(pk=row.project_id)
    moment = clock.end_of(as_of)
    begun = row.at <= moment
    context = {"row": row, "project": project, "begun": begun}
    if begun:
        found = row.findings.all().then(moment).for_list().order_by(reading.GRAVITY, "pk")
        context |= {
            "told": reading.comparison(project, row.at, row), "tests": list(row.tests.all()), "findings": list(found),
            "photos": photos.of_inspection(request.user, project, row.at, inspection=row),
            "after": list(row.followed_by.then(moment).order_by("visited_on", "pk")),
        }  # fmt: skip
    return render(request, "factories/inspections/inspection.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def inspection_new(request, code):
    """The form of a visit. A button that asks for another row gives the form back with all that was typed."""
    project = pages.changeable(_projects(), request.user, Deed.INSPECT, code=code)
    post, at = request.user.post, clock.now()
    deeds.only_the_inspecting_side(project, post, clock.today())
    more = request.POST.get("deed", "").removeprefix("more_")
    form = _form(request, project, more, against=partial(deeds.against, project, by=post, at=at))
    if made := form.done(partial(deeds.record, project, by=post, at=at)):
        messages.success(request, _("The inspection is kept. It is never changed: a mistake is mended by another."))
        return redirect(made)
    context = {"project": project, "form": form, "told": form.told}
    return render(request, "factories/inspections/new.html", context, status=form.status)


def _form(request, project, more, *, against):
    moment = clock.now()
    told = reading.comparison(project, moment)
    held = project.findings.all().then(moment).exclude(state_then=FindingState.CLOSED)
    known = {
        "project": project, "compared": told, "packages": list(project.packages.order_by("order")),
        "visits": project.inspections.order_by("-visited_on", "-pk"), "findings": list(_for_form(held)),
        "against": against,
    }  # fmt: skip
    if request.method == "POST" and more in ("tests", "findings"):
        typed = request.POST.dict()
        typed[more] = str(InspectionForm(initial=typed, **known).counts[more] + 1)
        form = InspectionForm(initial=typed, **known)
    else:
        sent = request.method == "POST"
        form = InspectionForm(request.POST if sent else None, request.FILES if sent else None, **known)
    form.told, form.lost_files = told, bool(request.FILES)
    return form


def _for_form(rows):
    return rows.select_related("assignee", "package", "inspection").order_by(reading.GRAVITY, "due_on", "pk")
