"""Findings of inspections: the list, one with its steps, and what its assignee and the inspecting side say of it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from committees.rights import Deed
from factories import exports, photos
from factories.actions import inspections as deeds
from factories.filters import FindingFilter
from factories.forms.inspections import NoteForm
from factories.models import FactoryProject, Finding
from factories.models.inspections import FINDING_MOVES
from factories.views import lists
from regional20x10.shared import clock, pages

LIST = "factories/findings/list.html"


def _rows(request):
    as_of = pages.as_of(request)
    rows = Finding.objects.visible_to(request.user).then(clock.end_of(as_of)).for_list()
    return as_of, FindingFilter(request.GET, rows, request=request)


@require_safe
def finding_list(request):
    as_of, filters = _rows(request)

    def context(page, rows):
        for row in page:
            row.over = row.days_over(as_of) if row.overdue else 0
        return {"files": lists.files("finding_list_file")}

    return lists.shown(request, filters, LIST, context)


@require_safe
def finding_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.findings_made(rows, request.user, as_of, filters), "findings"

    return lists.given(request, kind, filters, LIST, make)


@require_safe
def finding(request, pk):
    """One finding, with what was said of it and by whom, as known on the day."""
    return _show(request, pages.found(_seen().visible_to(request.user), pk=pk))


@require_POST
def finding_resolve(request, pk):
    said = _("Kept: it is said to be resolved. The inspecting side closes it once it has seen that it is.")
    return _step(request, pk, "resolve", Deed.RESOLVE_FINDINGS, said)


@require_POST
def finding_close(request, pk):
    return _step(request, pk, "close", Deed.INSPECT, _("The finding is closed."))


@require_POST
def finding_reopen(request, pk):
    return _step(request, pk, "reopen", Deed.INSPECT, _("The finding is open again."))


def _seen():
    return Finding.objects.select_related(
        "project__plan__county__province", "project__factory_type", "project__inspection", "package", "assignee",
        "inspection__by__organization",
    )  # fmt: skip


LABELS = {
    "resolve": gettext_lazy("How it was mended"),
    "close": gettext_lazy("What shows that it is mended"),
    "reopen": gettext_lazy("What shows that it is not mended"),
}


def _step(request, pk, deed, right, said):
    row = pages.changeable(_seen(), request.user, right, pk=pk)
    form = NoteForm(request.POST, label=LABELS[deed], auto_id=f"{deed}-%s")
    if form.done(partial(getattr(deeds, deed), row, by=request.user.post, at=clock.now())):
        messages.success(request, said)
        return redirect(row)
    return _show(request, row, {deed: form})


def _show(request, row, forms=None):
    as_of = pages.as_of(request)
    moment = clock.end_of(as_of)
    now = Finding.objects.then(moment).filter(pk=row.pk).first()
    comments = row.comments.then(moment).count()
    context = {"row": row, "project": row.project, "begun": now is not None, "comments": comments}
    if now:
        steps = row.steps.filter(at__lte=moment).select_related("by__organization", "by__province", "by__county")
        row.state_then, row.overdue = now.state_then, now.overdue
        context |= {"steps": list(steps), "over": row.days_over(as_of)}
        context["photos"] = photos.of_inspection(request.user, row.project, moment, finding=row)
        context["forms"] = _forms(request.user, row, as_of, forms or {})
    context["failed"] = next(iter((forms or {}).values()), None)
    return render(request, "factories/findings/finding.html", context, status=409 if forms else 200)


def _forms(user, row, as_of, failed):
    """[(deed, its form)] of what this reader may do now, and of what was just refused."""
    may = {deed for deed, (starts, *_rest) in FINDING_MOVES.items() if row.state_then in starts}
    may &= _deeds(user, row) if as_of == clock.today() else set()
    return [
        (deed, failed.get(deed) or NoteForm(label=LABELS[deed], auto_id=f"{deed}-%s"))
        for deed in FINDING_MOVES if deed in may or deed in failed
    ]  # fmt: skip


def _deeds(user, row):
    post, project = user.post, row.project
    deeds_of = set()
    if post.may(Deed.RESOLVE_FINDINGS) and post.organization_id == row.assignee.successor.pk:
        deeds_of.add("resolve")
    if post.may(Deed.INSPECT) and post.organization_id == project.inspection_id:
        deeds_of |= {"close", "reopen"}
    if deeds_of and not FactoryProject.objects.editable_by(user).filter(pk=project.pk).exists():
        return set()
    return deeds_of
