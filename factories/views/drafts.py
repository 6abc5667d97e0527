"""Ten-day entry: begin a return, write its draft, save it as one types, submit it."""

import json
import uuid

from django.contrib import messages
from django.db.models import OuterRef, Subquery
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from committees.rights import Deed
from factories import contents, deadlines, plausibility, prior
from factories.actions import returns
from factories.forms.returns import ReturnForm, as_text, chosen, differences, texts
from factories.judging import FIELDS
from factories.models import FactoryProject, ReportingPeriod, State, StatusReturn
from factories.reporting import BUILDING
from factories.views import photos
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import Conflict, Refused

ENTER = "enter_returns"


@require_POST
def return_begin(request, code):
    """Open the draft for a project and period; `period` such as 2026-10-1, `key` the form's own UUID."""
    projects = FactoryProject.objects.select_related("construction_unit", "plan__county")
    project = pages.changeable(projects, request.user, ENTER, code=code)
    period, key = asked(request.POST, project, BUILDING)
    draft = returns.begin(project, period, key=key, by=request.user.post, at=clock.now())
    return redirect("return_edit", draft.pk)


def asked(data, project, subject):
    """(period, key) of the form; without a period the first open one this project has not reported."""
    reasons, key = [], data.get("key") or str(uuid.uuid4())
    try:
        key = uuid.UUID(key)
    except ValueError:
        reasons.append(_("The form’s key is damaged: load the page again."))
    periods = ReportingPeriod.objects.filter(kind=subject.kind)
    period = periods.coded(data["period"]) if data.get("period") else _next_open(project, subject)
    if period is None:
        reasons.append(
            _("There is no period “%(code)s”: choose one from the list.") % {"code": data["period"][:20]}
            if data.get("period")
            else _("No reporting period is open today.")
        )
    if reasons:
        raise Refused(reasons)
    return period, key


def _next_open(project, subject):
    """The first period that takes a return of the project today and has none; the last, where all have one."""
    today = clock.today()
    periods = list(deadlines.taking(today, subject.kind).order_by("ends_on"))
    known = deadlines.closings([project], periods, today)
    periods = [period for period in periods if not known[project.pk, period.pk].passed(today)]
    sent = subject.model.objects.filter(project=project, submitted_at__isnull=False, returned_at__isnull=True)
    reported = set(sent.values_list("period", flat=True))
    return next((period for period in periods if period.pk not in reported), periods[-1] if periods else None)


@require_http_methods(["GET", "HEAD", "POST"])
def return_edit(request, pk):
    """The entry form of a draft; POST does what `deed` says: save, submit, discard, or same (as last period)."""
    if request.method != "POST":
        draft = pages.found(_drafts().visible_to(request.user), pk=pk)
        return _page(request, _form(draft)) if draft.state == State.DRAFT else redirect(draft)
    draft = pages.changeable(_drafts(), request.user, ENTER, pk=pk)
    deed, _colon, box = request.POST.get("deed", "save").partition(":")
    match deed:
        case "discard":
            return _discard(request, draft)
        case "submit" if draft.state != State.DRAFT and draft.submitted_by_id == request.user.post.pk:
            return redirect(draft)  # sent twice
        case "more":
            return _page(request, _form(draft, request.POST, more=box), quiet=True)
    form, refused = _form(draft, request.POST), photos.sent_with(request, draft)
    if refused:
        return _page(request, form, status=409, photo_form=refused)
    if deed in ("photos", "photo_out"):
        box = "photos"
    if deed == "same":
        form = _form(draft, form.same_as_last(box))
    return _write(request, form, submit=deed == "submit", then=f"#f-{box}" if box else "")


def _write(request, form, *, submit, then):
    """Save the form and, if asked, submit it; whatever stands against it is shown with all that was typed."""
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        _save(request, form)
        if not submit:
            messages.success(request, _("Draft saved. The province does not see it until you submit it."))
            return redirect(f"{request.path}{then}")
        if _asks(request, form):
            return _page(request, form, status=422)
        row = returns.submit(form.draft, revision=form.revision, by=request.user.post, at=clock.now())
    except Conflict as conflict:
        return _clash(request, form, conflict)
    except Refused as refused:
        form.refuse(refused)
        return _page(request, form, status=409)
    messages.success(request, _("Submitted. The province sees it now; every dashboard shows it as claimed."))
    return redirect(row)


def _asks(request, form):
    """Whether the page has yet to ask about a figure, or to show what looks implausible. It does so once."""
    judged = returns.judge(form.draft)[2]
    if not judged.fields and request.POST.get("seen") != plausibility.token(judged.warnings):
        form.warnings = judged.warnings
    return bool(form.warnings) or any(row.unanswered for row in form.rows)


def _save(request, form):
    """Keep the form's values. Two people who wrote the same are not in conflict."""
    said = {**form.entered, "by": request.user.post, "at": clock.now()}
    try:
        draft = returns.save(form.draft, revision=form.revision, **said)
    except Conflict as conflict:
        if differences(form, _theirs(form)):
            raise
        draft = returns.save(form.draft, revision=conflict.theirs["revision"], **said)
    form.draft.revision = form.revision = draft.revision
    for name in (*FIELDS, "overspent_because"):
        setattr(form.draft, name, getattr(draft, name))
    form.base = as_text(form.cleaned_data)


@require_POST
def return_save(request, pk):
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
    said = {f"m-{row.field.name}": {"row": row} for row in form.rows}
    said |= {f"m-{box.name}": {"box": box} for box in form.plain_boxes}
    said |= {f"m-{row.name}": {"box": row} for row in form.part_rows}
    return {place: render_to_string("factories/returns/said.html", about).strip() for place, about in said.items()}


def _discard(request, draft):
    returns.discard(draft, by=request.user.post)
    messages.success(request, _("The draft was thrown away. Nothing was reported."))
    return redirect("desk")


def _drafts():
    return StatusReturn.objects.select_related(
        "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
        "saved_by__province", "saved_by__county", "saved_by__organization",
    )  # fmt: skip


def _form(draft, data=None, more=""):
    """The form of a draft; with `data` posted by the conflict page, what was chosen there put together.

    `more`: the rows (delivery, incident) of which the page is to have some blank ones more.
    """
    said, sent_back = contents.said_by(draft), _sent_back(draft)
    known = prior.known([(draft.project, draft.period, draft.version)])[draft.project_id]
    if data is not None and "merge" in data:
        data = chosen(data, texts(said))
    form = ReturnForm(data, draft=draft, said=said, known=known, notes=sent_back and sent_back.value_notes, more=more)
    form.sent_back = sent_back
    return form


def _theirs(form):
    """The texts of the draft as it is kept now."""
    return texts(contents.said_by(StatusReturn.objects.get(pk=form.draft.pk)))


def _clash(request, form, conflict):
    """Both versions side by side, box by box; what is chosen is saved, and neither is lost before."""
    theirs = _theirs(form)
    return render(
        request,
        "factories/returns/clash.html",
        {
            "form": form, "draft": form.draft, "conflict": conflict, "differences": differences(form, theirs),
            "mine": as_text(form.cleaned_data), "revision": conflict.theirs["revision"],
            "base": json.dumps(theirs, ensure_ascii=False), "edit": reverse("return_edit", args=[form.draft.pk]),
            "kept_as": f"return-{form.draft.pk}-{request.user.post.pk}",
        },
        status=409,
    )  # fmt: skip


def _page(request, form, status=200, quiet=False, photo_form=None):
    """`quiet`: nothing is said of what was typed; the writer only asked for more rows."""
    draft, today = form.draft, clock.today()
    deadline = deadlines.closing(draft.project, draft.period, today)
    earlier = StatusReturn.objects.filter(project=draft.project_id, returned_at__isnull=True)
    return render(
        request,
        "factories/returns/edit.html",
        {
            "form": form, "draft": draft, "project": draft.project, "period": draft.period,
            "place": draft.project.plan.county, "base": json.dumps(form.base, ensure_ascii=False),
            "deadline": deadline, "days_left": (deadline.on - today).days,
            "refusals": deadlines.refusals(draft.project, draft.period, today, deadline),
            "factories": _factories(request.user, draft), "key": uuid.uuid4(),
            "before": earlier.filter(submitted_at__isnull=False, period__ends_on__lt=draft.period.ends_on)
            .select_related("period").order_by("-period__ends_on", "-version").first(),
            "sent_back": form.sent_back, "quiet": quiet,
            "warnings": [plausibility.told(warning) for warning in form.warnings],
            "uploads": request.user.post.may(Deed.UPLOAD_RETURNS),
            **photos.in_draft(request, draft, photo_form),
        },
        status=status,
    )  # fmt: skip


def _sent_back(draft):
    """The version of this return that was sent back last, with its note; None if none was."""
    rows = StatusReturn.objects.filter(project=draft.project_id, period=draft.period_id, state=State.RETURNED)
    scopes = [f"returned_by__{place}" for place in ("province", "county", "organization")]
    return rows.select_related(*scopes).order_by("-version").first()


def _factories(user, draft):
    """The unit's factories in this place, each with the state of its return for this period."""
    now = StatusReturn.objects.filter(project=OuterRef("pk"), period=draft.period_id).order_by("-version")
    projects = FactoryProject.objects.editable_by(user).filter(
        plan=draft.project.plan_id, construction_unit=draft.project.construction_unit_id
    )
    return list(
        projects.select_related("factory_type").order_by("code")
        .annotate(return_state=Subquery(now.values("state")[:1]), return_pk=Subquery(now.values("pk")[:1]))
    )  # fmt: skip
