"""The agenda of a meeting: its points put on, ordered and taken off; fixed when members are convened; on paper."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import agenda, rendering
from committees.actions import meetings as deeds
from committees.forms.meetings import NewPointForm, PointForm
from committees.models import AgendaItem
from committees.rights import Deed
from committees.views.meetings import FORM, kept, seen, shown
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import Conflict, Refused


def done(request, row, act, said):
    """The way back to the meeting once `act` is done; its page with the reasons if the action refuses."""
    try:
        act(by=request.user.post)
    except Conflict:
        raise
    except Refused as refused:
        return shown(request, kept(request, row.pk), reasons=refused.reasons, status=409)
    messages.success(request, said)
    return redirect(row)


def _form(request, row, form, act, heading, verb, said, lead=""):
    if form.done(partial(act, by=request.user.post)):
        messages.success(request, said)
        return redirect(row)
    context = {"form": form, "meeting": row, "heading": heading, "verb": verb, "lead": lead}
    return render(request, FORM, context, status=form.status)


def _point(request, pk):
    return pages.changeable(AgendaItem.objects.for_list(), request.user, Deed.HOLD_MEETINGS, pk=pk)


# --- points ----------------------------------------------------------------------------------------------------------
@require_POST
def agenda_propose(request, pk):
    """Put the proposals that were ticked on the agenda."""
    row = kept(request, pk)
    try:
        act = partial(deeds.propose, row, on=clock.today(), chosen=request.POST.getlist("proposal"))
        items = act(by=request.user.post)
    except Refused as refused:
        return shown(request, kept(request, pk), reasons=refused.reasons, status=409)
    if not items:
        nothing = _("Nothing was put on the agenda: tick at least one of the proposals.")
        return shown(request, row, reasons=[nothing], status=409)
    said = ngettext("%(count)s point is put on the agenda.", "%(count)s points are put on the agenda.", len(items))
    messages.success(request, said % {"count": len(items)})
    return redirect(row)


@require_http_methods(["GET", "HEAD", "POST"])
def item_add(request, pk):
    row = kept(request, pk)
    form, act = NewPointForm(request.POST or None), partial(deeds.add_item, row)
    return _form(request, row, form, act, _("Add a point"), _("Put it on the agenda"), _("The point is on the agenda."))


@require_http_methods(["GET", "HEAD", "POST"])
def item_change(request, pk):
    """Say a point in other words; one that is told by its code alone begins with the words it is told in."""
    item = _point(request, pk)
    row, told = kept(request, item.meeting_id), agenda.heading(item)
    form = PointForm(request.POST or None, initial={"title": told, "details": item.details})

    def act(*, title, details, by):
        return deeds.change_item(item, title=item.title if title.strip() == told else title, details=details, by=by)

    return _form(request, row, form, act, _("Change a point"), _("Keep it"), _("The point is changed."), told)


@require_POST
def item_drop(request, pk):
    item = _point(request, pk)
    return done(request, kept(request, item.meeting_id), partial(deeds.drop_item, item), _("The point is taken off."))


@require_POST
def item_take_back(request, pk):
    item = _point(request, pk)
    act, said = partial(deeds.take_back_item, item), _("The point is on the agenda again, at its end.")
    return done(request, kept(request, item.meeting_id), act, said)


@require_POST
def item_move(request, pk):
    """Move a point one place up or down, as the agenda stood when the page was loaded."""
    item = _point(request, pk)
    row = kept(request, item.meeting_id)
    rows = list(row.items.filter(dropped=False).order_by("order", "pk").values_list("pk", flat=True))
    here = rows.index(item.pk) if item.pk in rows else None
    there = here if here is None else here + (-1 if request.POST.get("way") == "up" else 1)
    if here is not None and 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
    version = request.POST.get("version", "")
    seen_version = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    act = partial(deeds.order, row, items=rows, version=seen_version)
    return done(request, row, act, _("The agenda is in its new order."))


# --- convened --------------------------------------------------------------------------------------------------------
@require_POST
def meeting_convene(request, pk):
    row = kept(request, pk)
    said = _("The agenda is fixed, and the members are told.")
    return done(request, row, partial(deeds.convene, row, at=clock.now()), said)


@require_POST
def meeting_reopen(request, pk):
    row = kept(request, pk)
    said = _("The agenda is open again, and the members are told.")
    return done(request, row, partial(deeds.reopen, row, at=clock.now()), said)


# --- on paper --------------------------------------------------------------------------------------------------------
@require_safe
def meeting_agenda_pdf(request, pk):
    """The agenda as a PDF to be saved or printed."""
    row = seen(request, pk)
    return paper(rendering.agenda_paper(row, clock.today()), f"agenda-{row.number}-{row.held_on}")


def paper(data, name):
    """The answer that is a PDF under this name, with the language of the page."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-{get_language()}.pdf"',
        "X-Content-Type-Options": "nosniff", "Cache-Control": "private",
    }  # fmt: skip
    return HttpResponse(data, content_type="application/pdf", headers=headers)
