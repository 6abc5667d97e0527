"""Monthly entry: begin a production return, write its draft, save it as one types, submit it."""

import json

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from factories import deadlines, plausibility, production, production_rules
from factories.actions import production as deeds
from factories.forms.production import ProductionForm
from factories.forms.returns import as_text, chosen, differences
from factories.models import FactoryProject, ProductionReturn, State
from factories.reporting import PRODUCTION
from factories.views.drafts import asked
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import Conflict, Refused

ENTER = "enter_production"


@require_POST
def production_begin(request, code):
    """Open the draft for a factory and month; `period` such as 2026-10, `key` the form's own UUID."""
    projects = FactoryProject.objects.select_related("operation_unit", "plan__county", "factory_type")
    project = pages.changeable(projects, request.user, ENTER, code=code)
    period, key = asked(request.POST, project, PRODUCTION)
    draft = deeds.begin(project, period, key=key, by=request.user.post, at=clock.now())
    return redirect("production_edit", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def production_edit(request, pk):
    """The entry form of a draft; POST does what `deed` says: save, submit or discard."""
    if request.method != "POST":
        draft = pages.found(_drafts().visible_to(request.user), pk=pk)
        return _page(request, _form(draft)) if draft.state == State.DRAFT else redirect(draft)
    draft = pages.changeable(_drafts(), request.user, ENTER, pk=pk)
    match request.POST.get("deed", "save"):
        case "discard":
            return _discard(request, draft)
        case "submit" if draft.state != State.DRAFT and draft.submitted_by_id == request.user.post.pk:
            return redirect(draft)  # sent twice
        case deed:
            return _write(request, _form(draft, request.POST), submit=deed == "submit")


def _write(request, form, *, submit):
    """Save the form and, if asked, submit it; whatever stands against it is shown with all that was typed."""
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        _save(request, form)
        if not submit:
            messages.success(request, _("Draft saved. The province does not see it until you submit it."))
            return redirect(request.path)
        if _asks(request, form):
            return _page(request, form, status=422)
        row = deeds.submit(form.draft, revision=form.revision, by=request.user.post, at=clock.now())
    except Conflict as conflict:
        return _clash(request, form, conflict)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status=409)
    messages.success(request, _("Submitted. The province sees it now; it counts once it is verified."))
    return redirect(row)


def _asks(request, form):
    """Whether the page has yet to show what looks implausible. It does so once."""
    judged = deeds.judge(form.draft, at=clock.now())
    found = judged.questions + judged.warnings
    if not judged.fields and request.POST.get("seen") != plausibility.token(found):
        form.warnings = found
    return bool(form.warnings)


def _save(request, form):
    """Keep the form's values. Two people who wrote the same are not in conflict."""
    said = {**form.entered, "by": request.user.post, "at": clock.now()}
    try:
        draft = deeds.save(form.draft, revision=form.revision, **said)
    except Conflict as conflict:
        if differences(form, _theirs(form)):
            raise
        draft = deeds.save(form.draft, revision=conflict.theirs["revision"], **said)
    form.draft.revision = form.revision = draft.revision
    for name in production.FIELDS:
        setattr(form.draft, name, getattr(draft, name))
    form.base = as_text(form.cleaned_data)


@require_POST
def production_save(request, pk):
    """Keep what was typed so far, asked by the page itself: JSON with the new revision and what is said in each row."""
    draft = pages.changeable(_drafts(), request.user, ENTER, pk=pk)
    form = _form(draft, request.POST)
    if not form.is_valid():
        return JsonResponse({"messages": _messages(form)}, status=422)
    try:
        _save(request, form)
    except Refused as refused:
        said = {"conflict": isinstance(refused, Conflict), "reasons": refused.reasons, "messages": _messages(form)}
        return JsonResponse(said, status=409)
    base = json.dumps(form.base, ensure_ascii=False)
    return JsonResponse({"revision": form.revision, "base": base, "messages": _messages(form)})


def _messages(form):
    """{id of the place: HTML} for every place in the form that can say something."""
    boxes = [box for box in form.boxes if not box.name.startswith("note_")]
    return {
        f"m-{box.name}": render_to_string("factories/returns/said.html", {"box": box}).strip() for box in boxes
    }  # fmt: skip


def _discard(request, draft):
    deeds.discard(draft, by=request.user.post)
    messages.success(request, _("The draft was thrown away. Nothing was reported."))
    return redirect("desk")


def _drafts():
    return ProductionReturn.objects.select_related(
        "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
        "saved_by__province", "saved_by__county", "saved_by__organization",
    )  # fmt: skip


def _form(draft, data=None):
    """The form of a draft; with `data` posted by the conflict page, what was chosen there put together."""
    said, sent_back = production.said_by(draft), _sent_back(draft)
    known = production.known(draft.project, draft.period)
    notes = sent_back and sent_back.value_notes
    form = ProductionForm(draft=draft, said=said, known=known, notes=notes)
    if data is not None:
        data = chosen(data, form.initial) if "merge" in data else data
        form = ProductionForm(data, draft=draft, said=said, known=known, notes=notes)
    form.sent_back = sent_back
    return form


def _sent_back(draft):
    """The version of this return that was sent back last, with its note; None if none was."""
    rows = ProductionReturn.objects.filter(project=draft.project_id, period=draft.period_id, state=State.RETURNED)
    scopes = [f"returned_by__{place}" for place in ("province", "county", "organization")]
    return rows.select_related(*scopes).order_by("-version").first()


def _theirs(form):
    """The texts of the draft as it is kept now."""
    return form.texts(production.said_by(ProductionReturn.objects.get(pk=form.draft.pk)))


def _clash(request, form, conflict):
    """Both versions side by side, box by box; what is chosen is saved, and neither is lost before."""
    theirs = _theirs(form)
    return render(
        request,
        "factories/returns/clash.html",
        {
            "form": form, "draft": form.draft, "conflict": conflict,
            "differences": differences(form, theirs, ProductionForm.label),
            "mine": as_text(form.cleaned_data), "revision": conflict.theirs["revision"],
            "base": json.dumps(theirs, ensure_ascii=False), "edit": reverse("production_edit", args=[form.draft.pk]),
            "kept_as": f"production-{form.draft.pk}-{request.user.post.pk}",
        },
        status=409,
    )  # fmt: skip


def _page(request, form, status=200):
    draft, today = form.draft, clock.today()
    deadline = deadlines.closing(draft.project, draft.period, today)
    context = {
        "form": form, "draft": draft, "project": draft.project, "period": draft.period,
        "place": draft.project.plan.county, "base": json.dumps(form.base, ensure_ascii=False),
        "deadline": deadline, "days_left": (deadline.on - today).days, "sent_back": form.sent_back,
        "refusals": deadlines.refusals(draft.project, draft.period, today, deadline),
        "over": draft.period.ends_on < today,
        "warnings": [production_rules.told(kept, draft.project.factory_type) for kept in form.warnings],
    }  # fmt: skip
    return render(request, "factories/production/edit.html", context, status=status)
