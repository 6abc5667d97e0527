"""Sizing studies of a project: the versions, and one study with its formulas, its sensitivity and its decision."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.rights import Deed
from factories import conditions, sizing, workings
from factories.actions import sizing as deeds
from factories.forms.sizing import BasisForm, SendBackForm, StudyForm
from factories.models import FactoryProject, SizingStudy, StudyState
from regional20x10.shared import clock, pages

MARKS = {
    # state of a study: gate mark
    StudyState.DRAFT: "open", StudyState.SUBMITTED: "progress", StudyState.APPROVED: "passed",
    StudyState.RETURNED: "stopped",
}  # fmt: skip


def _projects():
    return FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type")


@require_http_methods(["GET", "HEAD", "POST"])
def study_list(request, code):
    """The versions of a project's study as known on a day; POST begins the next."""
    as_of, user = pages.as_of(request), request.user
    if request.method == "POST":
        project = pages.changeable(_projects(), user, Deed.STUDY_SIZE, code=code)
    else:
        project = pages.found(_projects().visible_to(user), code=code)
    moment, county = clock.end_of(as_of), project.plan.county
    years = conditions.years(county)
    form = BasisForm(request.POST or None, project=project, years=years)
    if study := form.done(partial(deeds.begin, project, by=user.post, at=clock.now())):
        messages.success(request, _("Begun. Choose a capacity, then submit the study."))
        return redirect(study)
    rows = _rows(project, moment)
    writes = as_of == clock.today() and _writes(user, project)
    open_ = any(row.state_then in (StudyState.DRAFT, StudyState.SUBMITTED) for row in rows)
    context = {
        "project": project, "county": county, "rows": rows, "in_force": sizing.in_force(project, moment),
        "form": form if writes and not open_ and years else None, "writes": writes, "years": years,
        "left": max(0, sizing.left_over(project)), "shares": sizing.shares(project),
        "year": next(iter(years), clock.today().year),
    }  # fmt: skip
    return render(request, "factories/sizing/list.html", context, status=form.status)


def _rows(project, moment):
    """The versions that were begun by then, the latest first, each with its state and result then."""
    found = []
    for row in project.studies.for_list().filter(created_at__lte=moment):
        row.project, row.state_then = project, sizing.state_then(row, moment)
        row.mark, row.state_words = MARKS[row.state_then], StudyState(row.state_then).label
        draft = row.state_then == StudyState.DRAFT
        row.said = {} if draft else row.result
        row.off = None if draft else sizing.off_percent(row.chosen_t_year, row.said.get("recommended_t_year"))
        row.limit = "" if draft else workings.bottleneck(row.result, row.inputs)
        found.append(row)
    return found


def _writes(user, project):
    """Whether the reader's post writes the project's studies: committee staff, and its design unit."""
    post = user.post
    unit = post.organization_id is None or post.organization_id == project.design_unit_id
    return (
        unit and post.may(Deed.STUDY_SIZE) and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def study(request, pk):
    """One study; whoever writes it saves, submits or discards its draft here."""
    if request.method == "POST":
        return _write(request, pages.changeable(_studies(), request.user, Deed.STUDY_SIZE, pk=pk))
    return _page(request, pages.found(_studies().visible_to(request.user), pk=pk))


def _studies():
    scopes = [
        f"{post}__{place}"
        for post in ("created_by", "submitted_by", "approved_by", "returned_by")
        for place in ("province", "county", "organization")
    ]
    return SizingStudy.objects.select_related(
        "project__plan__county__province", "project__plan__program_year", "project__factory_type", *scopes
    )


def _write(request, row):
    post, deed = request.user.post, request.POST.get("deed")
    if deed == "discard":
        deeds.discard(row, by=post)
        messages.success(request, _("The draft is thrown away."))
        return HttpResponseRedirect(reverse("study_list", args=[row.project.code]))
    form = StudyForm(request.POST, study=row, years=conditions.years(row.project.plan.county))
    saved = form.done(partial(deeds.save, row, by=post))
    if saved and deed == "submit":
        saved = form.done(lambda **_said: deeds.submit(row, by=post, at=clock.now()))
    if saved:
        messages.success(request, _("Submitted. The committee decides.") if deed == "submit" else _("Saved."))
        return redirect(row)
    status = 409 if form.conflict else form.status
    row = _studies().get(pk=row.pk)
    return _page(request, row, form=form.again(study=row) if form.conflict else form, status=status)


@require_POST
def study_approve(request, pk):
    row = pages.changeable(_studies(), request.user, Deed.APPROVE_SIZE, pk=pk)
    deeds.approve(row, by=request.user.post, at=clock.now())
    messages.success(request, _("Approved. The project’s capacity and floor area follow it."))
    return redirect(row)


@require_POST
def study_send_back(request, pk):
    row = pages.changeable(_studies(), request.user, Deed.APPROVE_SIZE, pk=pk)
    form = SendBackForm(request.POST)
    if form.done(partial(deeds.send_back, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Sent back with your note."))
        return redirect(row)
    return _page(request, row, back=form, status=form.status)


# --- the page of a study ---------------------------------------------------------------------------------------------
def _page(request, row, form=None, back=None, status=200):
    as_of = pages.as_of(request)
    state = sizing.state_then(row, clock.end_of(as_of))
    told = state is not None and (state != StudyState.DRAFT or row.state == StudyState.DRAFT)
    context = {
        "row": row, "project": row.project, "county": row.project.plan.county, "state": state, "told": told,
        "mark": MARKS.get(state), "state_words": StudyState(state).label if state else "",
    }  # fmt: skip
    if told:
        context |= workings.of(row) | {"steps": _steps(row, as_of)}
        context |= _forms(request, row, form, back) if as_of == clock.today() else {}
    return render(request, "factories/sizing/study.html", context, status=status)


def _forms(request, row, form, back):
    """What the reader may do now."""
    user, years = request.user, conditions.years(row.project.plan.county)
    found = {}
    if row.state == StudyState.DRAFT and _writes(user, row.project):
        found["form"] = form or StudyForm(study=row, years=years)
        found["conflict"] = found["form"].conflict
    if row.state == StudyState.SUBMITTED and user.post.may(Deed.APPROVE_SIZE):
        if SizingStudy.objects.editable_by(user).filter(pk=row.pk).exists():
            found["back"] = back or SendBackForm()
            found["own"] = user.post.official_id in {
                post.official_id for post in (row.created_by, row.submitted_by) if post
            }
    found["may_record"] = user.post.may(Deed.RECORD_CONDITIONS)
    return found


def _steps(row, as_of):
    """(what, post, day) of each step known by the end of the day."""
    steps = [
        (_("Begun"), row.created_by, row.created_at), (_("Submitted"), row.submitted_by, row.submitted_at),
        (_("Approved"), row.approved_by, row.approved_at), (_("Sent back"), row.returned_by, row.returned_at),
    ]  # fmt: skip
    return [step for step in steps if step[2] and localdate(step[2]) <= as_of]
