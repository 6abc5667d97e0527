"""The tripartite agreement of a project: who signed which clause, signing, taking back, remarks, the printable copy."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees.rights import Deed
from factories import agreements, rendering
from factories.actions import agreements as deeds
from factories.forms import agreements as forms
from factories.models import AgreementClause, ClauseComment, DesignRevision, FactoryProject, Side
from factories.views.designs import projects
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import Refused


@require_safe
def agreement(request, code):
    """The revision in force against three signatures under each clause, as known on the day."""
    return _page(request, pages.found(projects().visible_to(request.user), code=code))


def _page(request, project, *, reasons=(), remark=None, status=200):
    as_of = pages.as_of(request)
    moment = clock.end_of(as_of)
    state = agreements.state(project, moment)
    sides = [(side, getattr(project, agreements.UNITS[side])) for side in Side]
    own = agreements.sides_of(project, request.user.post) if _signs(request, project, as_of) else []
    ticked = [side for side in own if len(state.open_for(side)) > 1]  # a single clause needs no choice
    given = agreements.signatures(project, moment)
    context = {
        "project": project, "state": state, "sides": sides, "reasons": reasons, "remark": remark,
        "rows": [_row(row, ticked, project, moment) for row in state.clauses],
        "comments": comments(project, moment), "own": own,
        "mine": [_mine(state, side) for side in own] if state.revision else [],
        "open": agreements.missing(state), "record": _record(given, moment),
    }  # fmt: skip
    return render(request, "factories/agreements/agreement.html", context, status=status)


def _signs(request, project, as_of):
    """Whether the reader's post may sign anything here today."""
    editable = FactoryProject.objects.editable_by(request.user).filter(pk=project.pk)
    return as_of == clock.today() and request.user.post.may(Deed.SIGN_AGREEMENT) and editable.exists()


def _row(row, ticked, project, moment):
    """A clause as the page shows it: a cell for each side, and for which of the reader's sides it can be ticked."""
    cells = [_cell(side, row, project, moment) for side in Side]
    return {"state": row, "cells": cells, "open_for": [side for side in ticked if not row.signatures[side]]}


def _cell(side, row, project, moment):
    """What stands under a clause for a side: signed, or why not."""
    signed, before = row.signatures[side], row.before[side]
    if signed:
        return {"side": side, "signed": signed}
    why = "none"
    if before:
        taken_back = before.withdrawn_at is not None and before.withdrawn_at <= moment
        other = before.unit_id != agreements.unit_id(project, side)
        why = "withdrawn" if taken_back else "other_unit" if other else "older"
    return {"side": side, "signed": None, "why": why, "before": before}


def _mine(state, side):
    """What the reader's unit may do for `side`."""
    return {"side": side, "open": state.open_for(side), "signed": state.signed_by(side)}


def comments(project, moment):
    """{kind: its remarks, the earliest first}."""
    rows = ClauseComment.objects.filter(clause__revision__project=project, at__lte=moment)
    found = {kind.value: [] for kind in agreements.KINDS}
    for row in rows.select_related("clause__revision", *agreements.scopes("by")):
        found[row.clause.kind].append(row)
    return found


def _record(given, moment):
    """What was done, the latest first: a line for all that a post did in one go."""
    lines = {}
    for row in given:
        lines.setdefault((row.at, row.side, "signed", row.by_id), []).append(row)
        if row.withdrawn_at and row.withdrawn_at <= moment:
            lines.setdefault((row.withdrawn_at, row.side, "withdrawn", row.withdrawn_by_id), []).append(row)
    return [_line(key, rows) for key, rows in sorted(lines.items(), key=lambda item: item[0][:3], reverse=True)]


def _line(key, rows):
    at, side, deed, _post = key
    return {
        "at": at, "side": Side(side).label, "deed": deed, "letter": rows[0].clause.revision.letter,
        "by": rows[0].by if deed == "signed" else rows[0].withdrawn_by,
        "clauses": ", ".join(str(row.clause.get_kind_display()) for row in rows),
        "reason": rows[0].withdrawn_reason if deed == "withdrawn" else "",
    }  # fmt: skip


@require_POST
def agreement_sign(request, code):
    """Sign the clauses that were ticked, or all that are open, for one side; what was shown is what is signed."""
    project = pages.changeable(projects(), request.user, Deed.SIGN_AGREEMENT, code=code)
    side = request.POST.get("side", "")
    try:
        pk, seen = forms.seen(side, request.POST)
        revision = pages.found(DesignRevision.objects.filter(project=project), pk=pk)
        signed = deeds.sign(revision, side=side, seen=seen, by=request.user.post, at=clock.now())
    except Refused as refused:
        return _page(request, project, reasons=refused.reasons, status=409)
    said = _("Signed for the %(side)s: %(clauses)s.")
    names = ", ".join(str(row.clause.get_kind_display()) for row in signed)
    if signed:
        messages.success(request, said % {"side": Side(side).label, "clauses": names})
    return redirect("agreement", project.code)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_withdraw(request, code, side):
    """The form by which a unit takes signatures back, with the reason."""
    project = pages.changeable(projects(), request.user, Deed.SIGN_AGREEMENT, code=code)
    if side not in Side.values:
        raise Http404(_("There is no such page, or your post does not reach it."))
    deeds.only_own(project, Side(side), request.user.post)
    state = agreements.state(project)
    signed = [row.clause.kind for row in state.clauses if row.signatures[Side(side)]]
    asked = [kind for kind in request.GET.getlist("clause") if kind in signed]
    form = forms.WithdrawForm(
        request.POST if request.method == "POST" else None, signed=signed, initial={"kinds": asked}
    )
    if form.done(partial(deeds.withdraw, project, side=side, by=request.user.post, at=clock.now())):
        messages.success(request, _("Withdrawn. The clauses are open again, and the agreement is not in force."))
        return redirect("agreement", project.code)
    context = {"project": project, "side": Side(side), "form": form, "signed": signed, "revision": state.revision}
    return render(request, "factories/agreements/withdraw.html", context, status=form.status)


@require_POST
def clause_comment(request, pk):
    """Put a remark to a clause."""
    clause = pages.found(
        AgreementClause.objects.filter(
            revision__project__in=FactoryProject.objects.visible_to(request.user)
        ).select_related("revision__project"),
        pk=pk,
    )
    project = pages.changeable(projects(), request.user, Deed.SIGN_AGREEMENT, code=clause.revision.project.code)
    form = forms.CommentForm(request.POST)
    if form.done(partial(deeds.comment, clause, by=request.user.post, at=clock.now())):
        return redirect(f"{reverse('agreement', args=[project.code])}#{clause.kind}")
    remark = {"kind": clause.kind, "text": request.POST.get("text", "")[:4000]}
    reasons = [error for errors in form.errors.values() for error in errors]
    return _page(request, project, reasons=reasons, remark=remark, status=409)


@require_safe
def agreement_file(request, code):
    """The agreement as known on the day, as a PDF to be saved."""
    as_of = pages.as_of(request)
    project = pages.found(projects().visible_to(request.user), code=code)
    return pdf_response(project, as_of)


def pdf_response(project, as_of):
    """The printable agreement. Refuses where there is no revision by that day."""
    moment = clock.end_of(as_of)
    state = agreements.state(project, moment)
    if state.revision is None:
        raise Refused(_("There is no design revision by that day, so there is no agreement to print."))
    name = f"agreement-{project.code}-{state.revision.letter}-{as_of}-{get_language()}.pdf"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private",
    }  # fmt: skip
    return HttpResponse(rendering.agreement(project, state, moment), content_type="application/pdf", headers=headers)
