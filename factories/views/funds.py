"""Funds: of one factory with all its entries, and of all factories by province and county."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from factories import exports, funds, standing
from factories.actions import funds as deeds
from factories.filters import FactoryProjectFilter
from factories.forms.funds import FORMS, WithdrawForm
from factories.models import FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/funds/list.html"
ENTER = {"allocation": deeds.allocate, "disbursement": deeds.disburse, "commitment": deeds.commit}
DEEDS = {kind: deeds.DEEDS[model] for kind, model in funds.KINDS.items()}


def _projects():
    return FactoryProject.objects.select_related("plan__county__province", "plan__program_year", "factory_type")


def _known(kind):
    if kind not in funds.KINDS:
        raise Http404(_("There is no such page, or your post does not reach it."))
    return kind


# --- one factory -----------------------------------------------------------------------------------------------------
@require_safe
def project_funds(request, code):
    """Plan, allocated, disbursed, committed and spent, with every entry and its versions, as known on the day."""
    as_of, user = pages.as_of(request), request.user
    project = pages.found(_projects().visible_to(user), code=code)
    editable = as_of == clock.today() and FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists()
    entries = funds.entries(project, as_of)
    context = {
        "project": project,
        "funds": funds.of_project(project, as_of),
        "because": funds.why_overspent(project, as_of),
        "now": standing.on(as_of, [project.pk]).first(),
        "kinds": [_kind(kind, rows, editable and user.post.may(DEEDS[kind])) for kind, rows in entries.items()],
    }
    return render(request, "factories/funds/project.html", context)


def _kind(kind, rows, may):
    heads = {
        "allocation": (_("Allocations"), _("Enter an allocation"), _("No allocation is entered.")),
        "disbursement": (_("Disbursements"), _("Enter a disbursement"), _("No disbursement is entered.")),
        "commitment": (_("Commitments"), _("Enter a commitment"), _("No commitment is entered.")),
    }
    heading, add, none = heads[kind]
    return {"kind": kind, "heading": heading, "add": add, "none": none, "rows": rows, "may": may}


def _words(kind):
    """(heading of the form, what is said once it is done)."""
    return {
        "allocation": (_("Enter an allocation"), _("The allocation is entered.")),
        "disbursement": (_("Enter a disbursement"), _("The disbursement is entered.")),
        "commitment": (_("Enter a commitment"), _("The commitment is entered.")),
    }[kind]


@require_http_methods(["GET", "HEAD", "POST"])
def fund_enter(request, code, kind):
    project = pages.changeable(_projects(), request.user, DEEDS[_known(kind)], code=code)
    form, (heading, done) = FORMS[kind](request.POST or None, project=project), _words(kind)
    if form.done(partial(ENTER[kind], project, by=request.user.post, at=clock.now())):
        messages.success(request, done)
        return redirect("project_funds", project.code)
    context = {"project": project, "form": form, "heading": heading, "funds": funds.of_project(project, clock.today())}
    return render(request, "factories/funds/enter.html", context, status=form.status)


def _entry(request, kind, pk):
    model = funds.KINDS[_known(kind)]
    rows = model.objects.select_related("project__plan__county__province", "project__plan__program_year",
                                        "project__factory_type")  # fmt: skip
    return pages.changeable(rows, request.user, DEEDS[kind], pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def fund_correct(request, kind, pk):
    row = _entry(request, kind, pk)
    form = FORMS[kind](request.POST or None, project=row.project, corrects=row)
    if form.done(partial(deeds.correct, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Corrected. The earlier version stays beside it."))
        return redirect("project_funds", row.project.code)
    context = {"project": row.project, "form": form, "row": row, "kind": kind, "corrects": True,
               "heading": _("Correct an entry"), "funds": funds.of_project(row.project, clock.today())}  # fmt: skip
    return render(request, "factories/funds/enter.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def fund_withdraw(request, kind, pk):
    row = _entry(request, kind, pk)
    form = WithdrawForm(request.POST or None)
    if form.done(partial(deeds.withdraw, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("Withdrawn. The entry stays to be seen and counts no more."))
        return redirect("project_funds", row.project.code)
    context = {"project": row.project, "form": form, "row": row, "kind": kind}
    return render(request, "factories/funds/withdraw.html", context, status=form.status)


# --- all factories ---------------------------------------------------------------------------------------------------
def _rows(request):
    rows = FactoryProject.objects.visible_to(request.user).for_list()
    return pages.as_of(request), FactoryProjectFilter(request.GET, rows, request=request)


@require_safe
def fund_list(request):
    as_of, filters = _rows(request)
    refused = filters.refusals()
    whole, provinces, counties = ([], [], []) if refused else funds.by_place(filters.qs, as_of)
    page = Paginator(counties, lists.ROWS).get_page(request.GET.get("page"))
    context = {
        "filters": filters, "refused": refused, "given": filters.said(), "whole": whole, "provinces": provinces,
        "page": page, "total": len(counties), "files": lists.files("fund_list_file"),
    }  # fmt: skip
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, LIST + fragment, context, status=400 if refused else 200)


@require_safe
def fund_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        counties = funds.by_place(rows, as_of)[2]
        return exports.funds(counties, request.user, as_of, filters), "funds"

    return lists.given(request, kind, filters, LIST, make)
