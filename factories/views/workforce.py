"""Workforce: of one factory, its courses and what is reported of them; and of all, by year, province and county."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import exports, workforce
from factories.actions import workforce as deeds
from factories.filters import FactoryProjectFilter
from factories.forms.funds import WithdrawForm
from factories.forms.workforce import CourseForm, DropForm, TrainingForm
from factories.models import FactoryProject, TrainingCourse, TrainingReturn
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/workforce/list.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type")
FORM = ["GET", "HEAD", "POST"]


def _projects():
    return FactoryProject.objects.select_related(*PLACE)


def _of(model):
    return model.objects.select_related("trade", *(f"project__{place}" for place in PLACE))


def _changeable(request, rows, **lookup):
    return pages.changeable(rows, request.user, Deed.MANAGE_TRAINING, **lookup)


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_workforce(request, code):
    """Posts and workers by trade, the courses, and every return of training with its versions, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    may = as_of == clock.today() and user.post.may(Deed.MANAGE_TRAINING)
    context = {
        "project": project,
        "workforce": workforce.of_project(project, as_of),
        "courses": list(project.courses.select_related("trade").order_by("starts_on", "pk")),
        "returns": workforce.returns(project, as_of),
        "may": may and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists(),
    }
    return render(request, "factories/workforce/project.html", context)


def _answered(request, project, form, act, done, words):
    """Back to the factory's workforce once `act` did it; else the form with all that stands against it."""
    if form.done(act) is not None:
        messages.success(request, done)
        return redirect("project_workforce", project.code)
    title, lead, send = words
    context = {"project": project, "form": form, "title": title, "lead": lead, "send": send}
    context["workforce"] = workforce.of_project(project, clock.today())
    return render(request, "factories/workforce/form.html", context, status=form.status)


@require_http_methods(FORM)
def course_plan(request, code):
    project = _changeable(request, _projects(), code=code)
    form = CourseForm(request.POST or None, project=project)
    words = (_("Plan a course"), _("Nobody is reported as enrolled for whom there is no place."), _("Plan it"))
    act = partial(deeds.plan_course, project, by=request.user.post)
    return _answered(request, project, form, act, _("The course is planned."), words)


@require_http_methods(FORM)
def course_change(request, pk):
    row = _changeable(request, _of(TrainingCourse), pk=pk)
    form = CourseForm(request.POST or None, project=row.project, course=row)
    words = (_("Change a course"), _("What it was before stays in its history."), _("Keep the change"))
    act = partial(deeds.change_course, row, by=request.user.post)
    return _answered(request, row.project, form, act, _("The course is changed."), words)


@require_http_methods(FORM)
def course_drop(request, pk):
    row = _changeable(request, _of(TrainingCourse), pk=pk)
    form = DropForm(request.POST or None)
    slots = {"trade": row.trade.name, "institution": row.institution, "places": row.places}
    lead = _("%(trade)s, %(institution)s: %(places)s places are planned no more.") % slots

    def act(**values):
        deeds.drop_course(row, by=request.user.post, **values)
        return row

    words = (_("Take out a course"), lead, _("Take it out"))
    return _answered(request, row.project, form, act, _("The course is taken out. The history keeps it."), words)


@require_http_methods(FORM)
def training_report(request, code):
    project = _changeable(request, _projects(), code=code)
    initial = {"trade": request.GET.get("trade"), "on": clock.today()}
    form = TrainingForm(request.POST or None, project=project, **initial)
    lead = _("All counts run since the start. An entry is never changed: a mistake is corrected by a new version.")
    act = partial(deeds.report, project, by=request.user.post, at=clock.now())
    words = (_("Report on training"), lead, _("Enter it"))
    return _answered(request, project, form, act, _("The training is reported."), words)


@require_http_methods(FORM)
def training_correct(request, pk):
    row = _changeable(request, _of(TrainingReturn), pk=pk)
    form = TrainingForm(request.POST or None, project=row.project, corrects=row)
    lead = _("Enter it whole, as it is right. The entry as it is now stays to be seen beside it.")
    act = partial(deeds.correct, row, by=request.user.post, at=clock.now())
    words = (_("Correct a return of training"), lead, _("Keep the correction"))
    return _answered(request, row.project, form, act, _("Corrected. The earlier version stays beside it."), words)


@require_http_methods(FORM)
def training_withdraw(request, pk):
    row = _changeable(request, _of(TrainingReturn), pk=pk)
    form = WithdrawForm(request.POST or None)
    lead = _("It counts no more from now on; what was known before stays as it was.")
    act = partial(deeds.withdraw, row, by=request.user.post, at=clock.now())
    done = _("Withdrawn. The entry stays to be seen and counts no more.")
    return _answered(request, row.project, form, act, done, (_("Withdraw an entry"), lead, _("Withdraw it")))


# --- all factories ---------------------------------------------------------------------------------------------------
def _rows(request):
    rows = FactoryProject.objects.visible_to(request.user).for_list()
    return pages.as_of(request), FactoryProjectFilter(request.GET, rows, request=request)


@require_safe
def workforce_list(request):
    as_of, filters = _rows(request)
    refused = filters.refusals()
    nation, provinces, counties, factories = ([], [], [], []) if refused else workforce.by_place(filters.qs, as_of)
    page = Paginator(factories, lists.ROWS).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "refused": refused, "given": filters.said(), "nation": nation, "provinces": provinces,
        "counties": counties, "page": page, "total": len(factories), "files": lists.files("workforce_list_file"),
        "trades": workforce.together(line.sum for line in nation).by_trade,
    }  # fmt: skip
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, LIST + fragment, context, status=400 if refused else 200)


@require_safe
def workforce_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        factories = workforce.by_place(rows, as_of)[3]
        return exports.workforce(factories, request.user, as_of, filters), "workforce"

    return lists.given(request, kind, filters, LIST, make)
