"""Lessons: what years taught, and how each stands at a factory."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees.rights import Deed
from factories import closing, exports
from factories.actions import closing as deeds
from factories.filters import LessonFilter
from factories.forms.closing import CheckForm, LessonForm, RetireForm
from factories.forms.funds import WithdrawForm
from factories.models import FactoryProject, Lesson, LessonCheck, ProgramYear
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/lessons/list.html"
PLACE = ("plan__county__province", "plan__program_year", "factory_type")


# --- all years -------------------------------------------------------------------------------------------------------
def _rows(request):
    rows = Lesson.objects.visible_to(request.user).for_list()
    return pages.as_of(request), LessonFilter(request.GET, rows, request=request)


@require_safe
def lesson_list(request):
    as_of, filters = _rows(request)
    may = request.user.post.may(Deed.CLOSE_YEARS)

    def context(page, rows):
        begun = ProgramYear.objects.visible_to(request.user).for_list().filter(year__lte=as_of.year) if may else []
        return {"files": lists.files("lesson_list_file"), "may": may, "years": list(begun)}

    return lists.shown(request, filters, LIST, context)


@require_safe
def lesson_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.lessons(rows, request.user, as_of, filters), "lessons"

    return lists.given(request, kind, filters, LIST, make)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_teach(request, year):
    rows = ProgramYear.objects.select_related("program").order_by("pk")
    chosen = pages.changeable(rows, request.user, Deed.CLOSE_YEARS, year=year)
    form = LessonForm(request.POST or None)
    if form.done(partial(deeds.teach, chosen, by=request.user.post, at=clock.now())):
        messages.success(request, _("The lesson is written down: factories of later years are asked for it."))
        return redirect("lesson_list")
    return render(request, "factories/lessons/teach.html", {"chosen": chosen, "form": form}, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_retire(request, pk):
    rows = Lesson.objects.select_related("program_year", "factory_type")
    lesson = pages.changeable(rows, request.user, Deed.CLOSE_YEARS, pk=pk)
    form = RetireForm(request.POST or None)
    if form.done(partial(deeds.retire, lesson, by=request.user.post, at=clock.now())):
        messages.success(request, _("The lesson is asked no more."))
        return redirect("lesson_list")
    return render(request, "factories/lessons/retire.html", {"lesson": lesson, "form": form}, status=form.status)


# --- one factory -----------------------------------------------------------------------------------------------------
def _projects():
    return FactoryProject.objects.select_related(*PLACE)


@require_safe
def project_lessons(request, code):
    """What earlier years taught a factory like this, with its checks and their versions, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    context = {
        "project": project,
        "rows": closing.lessons_told(project, as_of),
        "may": editable and user.post.may(Deed.CHECK_LESSONS),
    }
    return render(request, "factories/lessons/project.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def lesson_check(request, code, pk):
    project = pages.changeable(_projects(), request.user, Deed.CHECK_LESSONS, code=code)
    lesson = pages.found(closing.concerning(project).select_related("program_year"), pk=pk)
    form = CheckForm(request.POST or None)
    if form.done(partial(deeds.check, project, lesson, by=request.user.post, at=clock.now())):
        messages.success(request, _("The check is entered."))
        return redirect("project_lessons", project.code)
    context = {"project": project, "lesson": lesson, "form": form}
    return render(request, "factories/lessons/check.html", context, status=form.status)


def _check(request, pk):
    rows = LessonCheck.objects.select_related("lesson__program_year", *(f"project__{place}" for place in PLACE))
    return pages.changeable(rows, request.user, Deed.CHECK_LESSONS, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def check_correct(request, pk):
    row = _check(request, pk)
    form = CheckForm(request.POST or None, corrects=row)
    if form.done(partial(deeds.correct, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Corrected. The earlier version stays beside it."))
        return redirect("project_lessons", row.project.code)
    context = {"project": row.project, "lesson": row.lesson, "row": row, "form": form}
    return render(request, "factories/lessons/check.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def check_withdraw(request, pk):
    row = _check(request, pk)
    form = WithdrawForm(request.POST or None)
    if form.done(partial(deeds.withdraw, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Withdrawn. The entry stays to be seen and counts no more."))
        return redirect("project_lessons", row.project.code)
    context = {"project": row.project, "row": row, "form": form}
    return render(request, "factories/lessons/withdraw.html", context, status=form.status)
