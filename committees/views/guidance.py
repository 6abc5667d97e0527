"""Guidance notes: the list with its counts, one with its replies, and the forms of a note and of a reply."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import guidance
from committees.actions import guidance as deeds
from committees.exports.guidance import guidance_notes as table_of
from committees.filters import GuidanceNoteFilter
from committees.forms.concerns import codes, named_in
from committees.forms.guidance import NoteForm, ReplyForm
from committees.models import GuidanceNote, GuidanceReply
from committees.rights import Deed
from factories.views import lists
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed

LIST, NOTE, WRITE = (f"committees/guidance/{name}.html" for name in ("list", "note", "write"))


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    return as_of, GuidanceNoteFilter(request.GET, guidance.seen_by(request.user, as_of), request=request)


@require_safe
def guidance_list(request):
    """Every note one sees, with who has replied by the day, and how the bodies reply."""
    as_of, filters = _rows(request)

    def context(page, rows):
        for row in page:
            row.replied = row.n_in_time + row.n_late
        counts, lines = (guidance.Counts(), []) if filters.refusals() else guidance.by_body(rows, as_of)
        may = request.user.post.may(Deed.GUIDE) and as_of == clock.today()
        return {"counts": counts, "lines": lines, "files": lists.files("guidance_list_file"), "may": may}

    return lists.shown(request, filters, LIST, context)


@require_safe
def guidance_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return table_of(rows, request.user, as_of, filters), "guidance"

    return lists.given(request, kind, filters, LIST, make)


# --- one note --------------------------------------------------------------------------------------------------------
def _seen():
    about = ("project__plan__county__province", "project__factory_type", "county__province")
    return GuidanceNote.objects.select_related(*about, "by__organization", "by__province", "by__county")


@require_safe
def guidance_note(request, pk):
    """One note with the bodies it went to and what each replied, as known on the day."""
    return _show(request, pages.found(_seen().visible_to(request.user), pk=pk))


@require_POST
def guidance_reply(request, pk):
    note = pages.found(_seen().visible_to(request.user), pk=pk)
    user = request.user
    if not user.post.may(Deed.COOPERATE):
        raise not_allowed(user.post, Deed.COOPERATE)
    form, address = ReplyForm(request.POST), deeds.address_of(note, user.post)
    if form.done(partial(deeds.reply, address, by=user.post, at=clock.now())):
        messages.success(request, _("The reply is kept, and the guidance section is told."))
        return redirect(note)
    return _show(request, note, form)


def _show(request, note, form=None):
    as_of = pages.as_of(request)
    context = {"row": note, "begun": note.at <= clock.end_of(as_of)}
    if context["begun"]:
        rows = list(guidance.addresses(as_of).filter(note=note).select_related("organization").order_by("pk"))
        context |= {"addresses": _replied(rows, note, as_of), "counts": guidance.counted(rows)}
        mine = [row for row in rows if row.organization_id == request.user.post.acts_for_id]
        if mine and as_of == clock.today() and request.user.post.may(Deed.COOPERATE):
            context["form"] = form or ReplyForm()
    return render(request, NOTE, context, status=form.status if form else 200)


def _replied(rows, note, as_of):
    """The addresses, each with `said`: its replies by the day; the first one, which counts, may be late."""
    given = GuidanceReply.objects.filter(address__in=rows, at__lte=clock.end_of(as_of))
    said = {}
    for reply in given.select_related("by__organization", "by__province", "by__county").order_by("at", "pk"):
        said.setdefault(reply.address_id, []).append(reply)
        reply.late = len(said[reply.address_id]) == 1 and localdate(reply.at) > note.reply_by
    for row in rows:
        row.said = said.get(row.pk, [])
    return rows


# --- a new one -------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def guidance_write(request):
    """The form of a new note; ?project= or ?county= say what it is about."""
    user, today = request.user, clock.today()
    if not user.post.may(Deed.GUIDE):
        raise not_allowed(user.post, Deed.GUIDE)
    form = NoteForm(request.POST or None, user=user, day=today, about=codes(*named_in(request)))
    if note := form.done(partial(deeds.write, by=user.post, on=today, at=clock.now())):
        messages.success(request, _("Note %(number)s is sent.") % {"number": note.number})
        return redirect(note)
    return render(request, WRITE, {"form": form}, status=form.status)
