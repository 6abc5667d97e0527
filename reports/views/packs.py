"""Packs: look what would be sealed, ask for one, watch it being built, take its files."""

from collections import namedtuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from factories.models import CountyPlan, Province
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import Refused
from reports import packing, tasks, unaccepted
from reports.actions import packs
from reports.forms.packs import PackForm
from reports.models import FileKind, Pack, PackStep, Phase, Seal, SealKind, Status
from reports.views.files import attachment
from reports.views.reports import watched

SEAL = "seal"
SHOWN = 50
"""Unaccepted returns that the page lists one by one."""
TYPES = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.JSON: "application/json",
    FileKind.OC4IDS: "application/json",
    FileKind.WEB: "application/zip",
    FileKind.ZIP: "application/zip",
}
MARKS = {"queued": "open", "building": "progress", "ready": "passed", "failed": "stopped", "cancelled": "void"}
"""{state of a step: its mark}."""

PhaseRow = namedtuple("PhaseRow", "phase label state mark word steps done")
StepRow = namedtuple("StepRow", "step words mark word may_retry")


@require_safe
def pack_list(request):
    """The packs one may see, newest first."""
    page = Paginator(Pack.objects.visible_to(request.user).for_list(), 25).get_page(request.GET.get("page"))
    return render(request, "reports/packs/list.html", {"page": page, "may_seal": _may(request)})


def _may(request):
    return bool(request.user.post and request.user.post.may(SEAL))


@require_http_methods(["GET", "HEAD", "POST"])
def pack_new(request):
    """Asked with GET: what would be sealed, and what of it nobody has accepted. With POST: have it sealed and built."""
    if not _may(request):
        raise not_allowed(request.user.post, SEAL)
    form = _form(request)
    if request.method == "POST":
        if made := form.done(lambda **said: packs.request(**said, by=request.user.post, at=clock.now())):
            return _asked(request, *made)
        return render(request, "reports/packs/new.html", _preview(form), status=form.status)
    return render(request, "reports/packs/new.html", _preview(form))


def _form(request):
    years = CountyPlan.objects.order_by("-program_year__year").values_list("program_year__year", flat=True)
    years, today = list(years.distinct()), clock.today()
    first = today.year if today.year in years else next(iter(years), None)
    said = {"kind": SealKind.YEAR, "year": first, "as_of": today}
    if request.method == "POST":
        return PackForm(request.POST, years=years)
    return PackForm({**said, **request.GET.dict()} if request.GET else None, years=years, initial=said)


def _preview(form):
    """The form and, if it names a span that can be sealed, what a seal would list and what is sealed already."""
    context = {"form": form, "loose": Seal.objects.filter(pack=None).for_list()[:SHOWN]}
    asked = form.is_bound and form.is_valid()
    names = ("kind", "year", "as_of")
    span = {name: form.cleaned_data.get(name) for name in names} if asked or form.is_bound else {}
    if not all(span.values()) or not span or span["as_of"] > clock.today():
        return context
    found = unaccepted.returns(**span)
    sealed = Seal.objects.filter(**span).for_list().select_related("pack")
    return {**context, "span": span, "unaccepted": found[:SHOWN], "count": len(found), "sealed": list(sealed),
            "more": max(0, len(found) - SHOWN)}  # fmt: skip


def _asked(request, pack, new):
    if new:
        tasks.queue_pack(pack)
    else:
        messages.info(request, _("The same pack is already being built: this is it."))
    return redirect(pack)


@require_POST
def pack_of_seal(request, number):
    """Have the pack of a seal built that was made without one."""
    seal = pages.found(Seal.objects.visible_to(request.user).for_list(), number=number)
    return _asked(request, *packs.request_of(seal, by=request.user.post, at=clock.now()))


@require_safe
def pack(request, pk):
    """One pack: its phases and files, how far each is, its log. htmx asks again every two seconds until it is over."""
    row = pages.found(Pack.objects.visible_to(request.user).for_list(), pk=pk)
    allowed = _may(request) and Pack.objects.editable_by(request.user).filter(pk=pk).exists()
    places = {province.code: str(province) for province in Province.objects.all()}
    steps = list(row.steps.defer("drawn"))
    phases = [_phase(row, phase, [step for step in steps if step.phase == phase], places, allowed) for phase in Phase]
    context = {
        "pack": row,
        "phases": phases,
        "known": len(steps) > 1,
        "done": sum(phase.done for phase in phases),
        "total": _total(phases),
        "files": _offered(steps) if row.status == Status.READY else [],
        "events": [(event, event.said(places)) for event in _events(row)],
        "may": {deed: allowed and row.can(deed) for deed in ("cancel", "retry", "rebuild")},
    }
    return watched(request, row, "reports/packs/pack.html", context)


def _offered(steps):
    """All together first, then the files in the order of the zip."""
    order = {key: number for number, key in enumerate([(FileKind.ZIP, ""), *packing.FILES])}
    return sorted((step for step in steps if step.file), key=lambda step: order[step.file, step.language])


def _events(pack):
    """The log without what the steps tell."""
    posts = [f"by__{name}" for name in ("official__user", "province", "county", "organization")]
    return pack.events.exclude(code="done").select_related(*posts)


def _total(phases):
    """How many steps there will be, known from the second phase on."""
    later = {Phase.WRITE: len(packing.FILES), Phase.BUNDLE: 1}
    return sum(len(phase.steps) or later.get(phase.phase, 0) for phase in phases)


def _phase(pack, phase, steps, places, allowed):
    done = sum(step.status == Status.READY for step in steps)
    states = {step.status for step in steps}
    if steps and done == len(steps):
        state = Status.READY
    elif Status.FAILED in states:
        state = Status.FAILED
    elif pack.status == Status.CANCELLED:
        state = Status.CANCELLED
    else:
        state = Status.BUILDING if Status.BUILDING in states or done else Status.QUEUED
    rows = [_step(pack, step, places, allowed) for step in steps]
    return PhaseRow(phase, phase.label, state, MARKS[state], state.label, rows, done)


def _step(pack, step, places, allowed):
    going_on = pack.status in (Status.FAILED, Status.BUILDING)
    may_retry = allowed and step.status == Status.FAILED and going_on
    return StepRow(step, step.words(places), MARKS[step.status], step.get_status_display(), may_retry)


@require_POST
def pack_cancel(request, pk):
    row = pages.changeable(Pack.objects, request.user, SEAL, pk=pk)
    packs.cancel(row, by=request.user.post, at=clock.now())
    messages.success(request, _("Cancelled. Its files are gone; what was sealed stays sealed. It can be built again."))
    return redirect(row)


@require_POST
def pack_retry(request, pk):
    """Take up what failed; with `step`, that step alone."""
    row = pages.changeable(Pack.objects, request.user, SEAL, pk=pk)
    key = request.POST.get("step", "")
    step = pages.found(PackStep.objects.filter(pack=row), pk=int(key)) if key.isdecimal() and len(key) < 19 else None
    tasks.queue_pack(packs.retry(row, step=step, by=request.user.post, at=clock.now()))
    return redirect(row)


@require_POST
def pack_rebuild(request, pk):
    row = pages.changeable(Pack.objects, request.user, SEAL, pk=pk)
    tasks.queue_pack(packs.rebuild(row, by=request.user.post, at=clock.now()))
    return redirect(row)


@require_safe
def pack_file(request, pk, key):
    """A file of a finished pack, to be saved: "pdf-ko", "json", "zip"."""
    return file_response(request, pages.found(Pack.objects.visible_to(request.user), pk=pk), key)


def file_response(request, pack, key):
    """The file as an attachment. Refuses while the pack is not ready as a whole, and where the file was lost."""
    if pack.status != Status.READY:
        slots = {"state": pack.get_status_display()}
        raise Refused(_("This pack has no files now (state: %(state)s): wait, or have it built again.") % slots)
    kind, _dash, language = key.partition("-")
    step = pages.found(PackStep.objects.filter(pack=pack).exclude(file="").defer("drawn"), file=kind, language=language)
    return attachment(request, step, TYPES[step.file])
