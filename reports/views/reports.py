"""Annual reports: ask for one, watch it being built, take its files."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.rights import COUNTY, NATION, PROVINCE
from factories.models import CountyPlan
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import Refused
from reports import registry, tasks
from reports.actions import reports
from reports.forms.reports import ReportForm
from reports.models import AnnualReport, ReportFile, Status
from reports.views.files import attachment

PLACES = (NATION, PROVINCE, COUNTY)
"""What a post reads that sees scorecards: those of places."""
ASK = "request_reports"
STOP_POLLING = 286
TYPES = {
    ReportFile.Kind.PDF: "application/pdf",
    ReportFile.Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFile.Kind.JSON: "application/json",
}


@require_safe
def report_list(request):
    """The reports one may see, newest first, and the form that asks for another."""
    return _list(request, _form(request))


def _list(request, form, status=200):
    rows = AnnualReport.objects.visible_to(request.user).for_list()
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    packs, count = registry.sealed(request.user)
    context = {"page": page, "form": form, "packs": packs, "pack_count": count}
    reads = request.user.post.rule.reads
    context |= {"years": registry.provincial(request.user), "nation": reads == NATION, "scored": reads in PLACES}
    return render(request, "reports/reports/list.html", context, status=status)


def _form(request, data=None):
    """The form, or None for a post that may not ask."""
    if not (request.user.post and request.user.post.may(ASK)):
        return None
    years = CountyPlan.objects.visible_to(request.user).order_by("-program_year__year")
    years = list(years.values_list("program_year__year", flat=True).distinct())
    today = clock.today()
    first = today.year if today.year in years else next(iter(years), None)
    return ReportForm(data, years=years, initial={"year": first, "as_of": today, "language": get_language()})


@require_POST
def report_request(request):
    """Have a report built; asked again while it is being built, it is the same report."""
    form = _form(request, request.POST)
    if form is None:
        raise not_allowed(request.user.post, ASK)
    if not form.is_valid():
        return _list(request, form, status=422)
    try:
        report, made = reports.request(**form.cleaned_data, by=request.user.post, at=clock.now())
    except Refused as refused:
        form.refuse(refused)
        return _list(request, form, status=409)
    if made:
        tasks.queue(report)
    else:
        messages.info(request, _("The same report is already being built: this is it."))
    return redirect(report)


@require_safe
def report(request, pk):
    """One report: how far it is, its files, its log. htmx asks again every two seconds until it is over."""
    row = pages.found(AnnualReport.objects.visible_to(request.user).for_list(), pk=pk)
    allowed = request.user.post.may(ASK) and AnnualReport.objects.editable_by(request.user).filter(pk=pk).exists()
    context = {
        "report": row,
        "files": list(row.files.order_by("kind")) if row.status == Status.READY else [],
        "events": list(
            row.events.select_related("by__official__user", "by__province", "by__county", "by__organization")
        ),
        "may": {deed: allowed and row.can(deed) for deed in ("cancel", "rebuild")},
    }
    return watched(request, row, "reports/reports/report.html", context)


def watched(request, row, template, context):
    """The page of a job; to htmx, which asks again and again, its part `again`, until the job is over."""
    if not request.htmx:
        return render(request, template, context)
    return render(request, f"{template}#again", context, status=200 if row.under_way else STOP_POLLING)


@require_POST
def report_cancel(request, pk):
    row = pages.changeable(AnnualReport.objects, request.user, ASK, pk=pk)
    reports.cancel(row, by=request.user.post, at=clock.now())
    messages.success(request, _("Cancelled. Nothing of it is kept; it can be built again."))
    return redirect(row)


@require_POST
def report_rebuild(request, pk):
    row = pages.changeable(AnnualReport.objects, request.user, ASK, pk=pk)
    tasks.queue(reports.rebuild(row, by=request.user.post, at=clock.now()))
    return redirect(row)


@require_safe
def report_file(request, pk, kind):
    """A file of a finished report, to be saved."""
    row = pages.found(AnnualReport.objects.visible_to(request.user), pk=pk)
    if kind not in TYPES:
        raise Http404(_("There is no such page, or your post does not reach it."))
    return file_response(request, row, kind)


def file_response(request, row, kind):
    """The file as an attachment. Refuses while the report is not ready, and when the file was lost from the disk."""
    if row.status != Status.READY:
        slots = {"state": row.get_status_display()}
        raise Refused(_("This report has no files now (state: %(state)s): wait, or have it built again.") % slots)
    return attachment(request, row.files.get(kind=kind), TYPES[kind])


@require_safe
@login_not_required
def report_schema(request):
    """The form of a report's JSON file."""
    text = (settings.BASE_DIR / "reports" / "schemas" / "annual-report-1.json").open("rb")
    return FileResponse(text, content_type="application/schema+json")
