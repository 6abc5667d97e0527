"""Reports of provinces on a year: all of them, and the page on which one is written, signed and decided on."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.rights import Deed
from factories import exports
from factories.models import ProgramYear
from regional20x10.shared import clock, pages, tables
from regional20x10.shared.actions import not_allowed
from reports.actions import provincial as deeds
from reports.actions import years
from reports.composing import due, missing, papers
from reports.composing.reading import Reading
from reports.exports import provincial_table
from reports.forms.provincial import CommentForm, DaysForm, DecideForm, SectionForm, SignForm
from reports.models import ProvincialReport, SectionComment, SectionKey
from reports.views import composer

LIST, PAGE, SIGN = (f"reports/provincial/{name}.html" for name in ("list", "report", "sign"))


# --- all of a year ---------------------------------------------------------------------------------------------------
@require_safe
def provincial_reports(request):
    """The provinces of a year, how far each report is, how late, and who must do what."""
    chosen, known = _year(request)
    rows = due.lines(request.user, chosen, clock.today()) if chosen else []
    context = {
        "chosen": chosen, "years": known, "rows": rows, "handed_in": sum(row.handed_in for row in rows),
        "may_schedule": _may(request, Deed.SCHEDULE_REPORTS),
        "files": {kind: reverse("provincial_reports_file", args=[kind]) for kind in tables.KINDS},
    }  # fmt: skip
    return render(request, LIST, context)


def _year(request):
    """(the year asked for, or the last that has begun; all that have begun)."""
    known = list(ProgramYear.objects.visible_to(request.user).exclude(state=ProgramYear.State.PLANNED).for_list())
    asked = request.GET.get("year", "")
    if asked:
        found = next((row for row in known if str(row.year) == asked), None)
        if found is None:
            raise Http404(_("There is no such page, or your post does not reach it."))
        return found, known
    return (known[-1] if known else None), known


@require_http_methods(["GET", "HEAD", "POST"])
def provincial_days(request, year):
    """Set when the reports on the year are due, and when the plenary meeting is held."""
    chosen = pages.changeable(ProgramYear.objects, request.user, Deed.SCHEDULE_REPORTS, year=year)
    now = {"reports_due_on": chosen.reports_due_on, "plenary_on": chosen.plenary_on}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=now)
    back = f"{reverse('provincial_reports')}?year={chosen.year}"
    if form.done(partial(years.set_days, chosen, by=request.user.post)):
        messages.success(request, _("The days are set. Provinces are reminded before their reports are due."))
        return redirect(back)
    return render(
        request, "reports/provincial/days.html", {"form": form, "chosen": chosen, "back": back}, status=form.status
    )


@require_safe
def provincial_reports_file(request, kind):
    exports.allowed(request.user)
    chosen, _known = _year(request)
    rows = due.lines(request.user, chosen, clock.today()) if chosen else []
    table = provincial_table(rows, chosen.year if chosen else "", request.user, clock.today())
    return tables.answer(table, kind, f"provincial-reports-{chosen.year if chosen else 'none'}")


# --- one -------------------------------------------------------------------------------------------------------------
def _place(request, year, code):
    """(programme year, province) of the address; 404 for a province that owes no report or is not seen."""
    program_year = pages.found(
        ProgramYear.objects.visible_to(request.user).exclude(state=ProgramYear.State.PLANNED).select_related("program"),
        year=year,
    )
    return program_year, pages.found(due.provinces(request.user, program_year), code=code)


def _rows():
    return ProvincialReport.objects.select_related("province", "program_year__program")


def _seen(request, year, code):
    return pages.found(_rows().visible_to(request.user), program_year__year=year, province__code=code)


def _kept(request, year, code, deed):
    return pages.changeable(_rows(), request.user, deed, program_year__year=year, province__code=code)


@require_safe
def provincial_report(request, year, code):
    """The report: to be written by the province, to be read by others, to be decided on by members."""
    program_year, province = _place(request, year, code)
    report = _rows().visible_to(request.user).filter(program_year=program_year, province=province).first()
    if report is None:
        line = due.Line(province, program_year, None, clock.today())
        return render(
            request, "reports/provincial/none.html", {"line": line, "may": _may(request, Deed.COMPOSE_REPORT)}
        )
    return _page(request, report)


def _may(request, deed):
    return request.user.post.may(deed)


def _page(request, report, *, status=200, bound=None, decide=None, comment=None, conflict=None):
    reading = Reading(report, clock.today())
    writing = report.writable and _may(request, Deed.COMPOSE_REPORT)
    line = due.Line(report.province, report.program_year, report, reading.on)
    deciding = report.can("accept") and _may(request, Deed.REVIEW_REPORTS)
    context = {
        "report": report, "reading": reading, "line": line, "writing": writing, "conflict": conflict,
        "parts": composer.parts(reading, writing=writing, bound=bound, said=comment),
        "stages": composer.stages(reading),
        "given": composer.given(reading),
        "history": composer.history(reading), "curve": composer.curve(reading),
        "version": composer.data_version(reading), "late": reading.late_days,
        "missing": missing(report, reading.on, reading) if report.writable else [],
        "may_sign": _may(request, Deed.SIGN_REPORT) and report.writable,
        "may_take_back": _may(request, Deed.SIGN_REPORT) and report.can("take_back"),
        "may_comment": _may(request, Deed.COMMENT), "decide": (decide or DecideForm()) if deciding else None,
    }  # fmt: skip
    return render(request, PAGE, context, status=status)


@require_POST
def provincial_open(request, year, code):
    """Begin the report; one that is there is opened."""
    program_year, province = _place(request, year, code)
    if not _may(request, Deed.COMPOSE_REPORT):
        raise not_allowed(request.user.post, Deed.COMPOSE_REPORT)
    return redirect(deeds.open(program_year, province, by=request.user.post, at=clock.now()))


@require_POST
def provincial_section(request, year, code, key):
    """Keep a section's text; `insert` names a figure that is put at its end. JSON for the page's script."""
    report = _kept(request, year, code, Deed.COMPOSE_REPORT)
    if key not in SectionKey.values:
        raise Http404(_("There is no such page, or your post does not reach it."))
    by_script = "application/json" in request.headers.get("Accept", "")
    data = request.POST.copy()
    if name := data.get("insert", "")[:40]:
        data["text"] = f"{data.get('text', '').rstrip()} [[{name}]]".strip()
    form = SectionForm(data, auto_id=f"id_{key}_%s")
    save = partial(deeds.save_section, report, key=key, by=request.user.post, at=clock.now())
    if row := form.done(save):
        return _saved(request, report, row) if by_script else redirect(f"{report.get_absolute_url()}#s-{key}")
    if by_script:
        return _refused(form)
    if form.conflict:
        data["version"] = report.sections.get(key=key).version
        again = SectionForm(data, auto_id=f"id_{key}_%s")
        return _page(request, report, status=409, bound={key: again}, conflict=(key, form.conflict))
    return _page(request, report, status=409, bound={key: form})


def _saved(request, report, row):
    """What the page's script is told of a section that was kept: its version, its doubts, what is missing."""
    reading = Reading(report, clock.today())
    part = next(part for part in composer.parts(reading, writing=False) if part.key == row.key)
    said = {
        "version": row.version,
        "doubts": render_to_string("reports/provincial/doubts.html", {"part": part}, request).strip(),
        "icon": part.icon, "words": part.words,
        "missing": render_to_string(
            "reports/provincial/missing.html", {"missing": missing(report, reading.on, reading)}, request
        ).strip(),
    }  # fmt: skip
    return JsonResponse(said)


def _refused(form):
    conflict = form.conflict is not None
    reasons = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"conflict": conflict, "reasons": reasons}, status=409 if conflict else 422)


@require_POST
def provincial_comment(request, year, code, key):
    """Comment on a section, or answer a comment."""
    report = _seen(request, year, code)
    if not _may(request, Deed.COMMENT):
        raise not_allowed(request.user.post, Deed.COMMENT)
    if key not in SectionKey.values:
        raise Http404(_("There is no such page, or your post does not reach it."))
    form = CommentForm(request.POST)
    replied = _replied(report, request.POST.get("reply_to", ""))

    def act(key=None, text="", reply_to=None):
        return deeds.comment(
            report, section=section, text=text, key=key, reply_to=replied, by=request.user.post, at=clock.now()
        )

    section = key
    if row := form.done(act):
        return redirect(f"{report.get_absolute_url()}#comment-{row.pk}")
    form.section, form.replied = key, replied and replied.pk
    return _page(request, report, status=409, comment=form)


def _replied(report, given):
    return SectionComment.objects.filter(report=report, pk=given).first() if given.isdecimal() else None


@require_http_methods(["GET", "HEAD", "POST"])
def provincial_sign(request, year, code):
    """What is missing, and the signature: the last page before the report is submitted."""
    report = _kept(request, year, code, Deed.SIGN_REPORT)
    reading = Reading(report, clock.today())
    if request.method != "POST" and not report.writable:
        return redirect(report)
    doubts = [doubt for found in reading.doubts.values() for doubt in found]
    form = SignForm(request.POST if request.method == "POST" else None, doubts=doubts, given=reading.reasons)
    if form.signed(partial(deeds.submit, report, by=request.user.post, at=clock.now())):
        messages.success(request, _("Signed and submitted. The committee was told; the texts stay as they are."))
        return redirect(report)
    found = missing(report, reading.on, reading)
    context = {
        "report": report, "form": form, "missing": [row for row in found if row.doubt is None], "doubts": doubts,
        "reading": reading, "version": composer.data_version(reading),
    }  # fmt: skip
    return render(request, SIGN, context, status=form.status)


@require_POST
def provincial_take_back(request, year, code):
    report = _kept(request, year, code, Deed.SIGN_REPORT)
    deeds.take_back(report, by=request.user.post, at=clock.now())
    messages.success(request, _("Taken back: it is a draft again. Submit it once it is mended."))
    return redirect(report)


@require_POST
def provincial_decide(request, year, code):
    """Accept the report, or return it with notes."""
    report = _kept(request, year, code, Deed.REVIEW_REPORTS)
    form, who = DecideForm(request.POST), {"by": request.user.post, "at": clock.now()}
    if row := form.decided(partial(deeds.accept, report, **who), partial(deeds.return_, report, **who)):
        accepted = row.state == "accepted"
        said = _("Accepted. The province was told.") if accepted else _("Returned. The province was told what to mend.")
        messages.success(request, said)
        return redirect(row)
    return _page(request, report, status=form.status, decide=form)


# --- to take away ----------------------------------------------------------------------------------------------------
@require_safe
def provincial_docx(request, year, code):
    """The report as a Word document: its text can be edited, its figures are locked fields."""
    report = _seen(request, year, code)
    content, name = papers.docx(report, clock.today())
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=papers.DOCX, headers=headers)
