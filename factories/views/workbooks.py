"""Workbooks of returns: fetched, handed in, looked at with every problem and change, confirmed, undone."""

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.rights import Deed
from factories import batches as reading
from factories import sheets
from factories.actions import batches
from factories.forms.workbooks import FetchForm, HandInForm
from factories.imports import workbooks as imports
from factories.imports.archives import Unreadable
from factories.models import ReturnBatch
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import Refused

ROWS = 20


@require_http_methods(["GET", "HEAD", "POST"])
def workbook_list(request):
    """Where workbooks are fetched and handed in, and those handed in before. POST hands one in."""
    if not request.user.post.may(Deed.UPLOAD_RETURNS):
        raise not_allowed(request.user.post, Deed.UPLOAD_RETURNS)
    form = HandInForm(request.POST, request.FILES) if request.method == "POST" else HandInForm()
    if form.is_bound and (batch := form.done(partial(_hand_in, request.user.post))):
        return redirect("workbook", batch.pk)
    return _list(request, form, status=422 if form.errors else 200)


def _hand_in(post, *, file, key):
    try:
        said = imports.read(file, by=post)
    except Unreadable as unreadable:
        raise Refused(unreadable.reasons, fields={"file": unreadable.reasons}) from unreadable
    return batches.read(said, key=key, by=post, at=clock.now())


def _list(request, form, status):
    rows = ReturnBatch.objects.visible_to(request.user).select_related("period", "county", "project").order_by("-pk")
    rows = rows.defer("content").annotate(return_count=Count("returns"))
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    fetch = FetchForm(post=request.user.post, day=clock.today())
    context = {"form": form, "fetch": fetch, "page": page}
    return render(request, "factories/workbooks/list.html", context, status=status)


@require_safe
def workbook_template(request):
    """The workbook of `?period=` and `?project=`; without a project that of all the county's factories."""
    post = request.user.post
    if not post.may(Deed.UPLOAD_RETURNS):
        raise not_allowed(post, Deed.UPLOAD_RETURNS)
    fetch = FetchForm(request.GET, post=post, day=clock.today())
    if not fetch.is_valid():
        raise Refused([sentence for sentences in fetch.errors.values() for sentence in sentences])
    period, project = fetch.periods[fetch.cleaned_data["period"]], fetch.projects.get(fetch.cleaned_data["project"])
    return as_file(post, period, project, fetch.projects.values())


def as_file(post, period, project, projects):
    """The workbook as an answer. Refuses where there is nothing to report on."""
    if not projects:
        raise Refused(_("No factory of yours is being built, so there is nothing to report on."))
    day = clock.today()
    if project is not None:
        content, name = sheets.of_project(project, period, day), sheets.file_name(period, project.code)
    else:
        content = sheets.of_county(post.county, projects, period, day)
        name = sheets.file_name(period, post.county.code)
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=sheets.TYPE, headers=headers)


@require_safe
def workbook(request, pk):
    """What a workbook would change, with every problem by sheet and cell; or what became of it."""
    return _page(request, pages.found(_batches().visible_to(request.user), pk=pk))


@require_POST
def workbook_confirm(request, pk):
    batch = pages.changeable(_batches(), request.user, Deed.UPLOAD_RETURNS, pk=pk)
    discard = request.POST.get("discard_drafts") == "yes"
    try:
        batches.confirm(batch, discard_drafts=discard, by=request.user.post, at=clock.now())
    except Refused as refused:
        return _page(request, _batches().get(pk=pk), refused.reasons, 409)
    count = batch.returns.count()
    said = ngettext("Confirmed: %(count)s return is submitted.", "Confirmed: %(count)s returns are submitted.", count)
    messages.success(request, said % {"count": count})
    return redirect("workbook", pk)


@require_POST
def workbook_undo(request, pk):
    batch = pages.changeable(_batches(), request.user, Deed.UPLOAD_RETURNS, pk=pk)
    try:
        batches.undo(batch, by=request.user.post, at=clock.now())
    except Refused as refused:
        return _page(request, _batches().get(pk=pk), refused.reasons, 409)
    messages.success(request, _("Undone: the returns of this workbook are sent back and no longer count."))
    return redirect("workbook", pk)


def _batches():
    return ReturnBatch.objects.select_related(
        "period", "county", "project__factory_type", "read_by__province", "read_by__county", "read_by__organization"
    )


def _page(request, batch, refused=(), status=200):
    context = {"batch": batch, "refused": refused, "of": batch.county or batch.project}
    if batch.state == ReturnBatch.State.READ:
        found = reading.preview(batch, clock.today())
        context |= {"found": found, "twice": reading.same_file(batch)}
    else:
        rows = batch.returns.select_related("project__factory_type", "project__plan__county", "period")
        rows = list(rows.order_by("project__code"))
        context |= {"rows": rows}
        if batch.state == ReturnBatch.State.CONFIRMED:
            context["built_on"] = reading.built_on(rows)
    return render(request, "factories/workbooks/workbook.html", context, status=status)
