"""Meetings: the list, one meeting with its agenda, attendance, minutes and decisions, and planning one."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import agenda, exports, meetings
from committees.actions import meetings as deeds
from committees.filters import MeetingFilter
from committees.forms.meetings import PlanForm
from committees.models import Committee, Meeting, MeetingState
from committees.rights import NATION, Deed
from factories import exports as files
from factories.views import lists
from regional20x10.shared import clock, pages, tables
from regional20x10.shared.actions import not_allowed

LIST, PAGE, FORM = (f"committees/meetings/{name}.html" for name in ("list", "meeting", "form"))


# --- the list --------------------------------------------------------------------------------------------------------
def _rows(request):
    return MeetingFilter(request.GET, meetings.listed(request.user), request=request)


@require_safe
def meeting_list(request):
    """Every meeting one sees, the latest first."""

    def context(page, rows):
        may = request.user.post.may(Deed.HOLD_MEETINGS)
        return {"files": lists.files("meeting_list_file"), "may": may}

    return lists.shown(request, _rows(request), LIST, context)


@require_safe
def meeting_list_file(request, kind):
    as_of, filters = pages.as_of(request), _rows(request)

    def make(rows):
        return exports.meetings(rows, request.user, as_of, filters), "meetings"

    return lists.given(request, kind, filters, LIST, make)


# --- one meeting -----------------------------------------------------------------------------------------------------
def seen(request, pk):
    """The meeting with this number of its address, if the user sees it."""
    return pages.found(_meetings().visible_to(request.user), pk=pk)


def kept(request, pk):
    """The meeting with this number of its address, if the user keeps the committee's meetings."""
    return pages.changeable(_meetings(), request.user, Deed.HOLD_MEETINGS, pk=pk)


def _meetings():
    return Meeting.objects.for_list().select_related("committee__organization", "chair__organization", "closed_by")


@require_safe
def meeting(request, pk):
    return shown(request, seen(request, pk))


def shown(request, row, *, reasons=(), status=200):
    """The page of a meeting; `reasons`: why something was not done to it."""
    today, user = clock.today(), request.user
    day, may = agenda.known_on(row, today), user.post.may(Deed.HOLD_MEETINGS)
    points = agenda.points(row, day)
    under, others = agenda.decided(row, user)
    for point in points:
        point.settled = under.get(point.pk, [])
    planned = row.state == MeetingState.PLANNED
    context = {
        "meeting": row, "day": day, "reasons": reasons, "may": may, "edits": may and planned, "state": row.state,
        "points": [point for point in points if point.number], "taken_off": [p for p in points if not p.number],
        "proposals": agenda.proposals(row, today) if may and planned else [],
        "members": agenda.attendance(row), "decisions": others, "linked": user.post.rule.reads == NATION,
        "decides": row.state == MeetingState.HELD and user.post.may(Deed.DECIDE),
        "files": {kind: table_file(row, kind) for kind in tables.KINDS},
    }  # fmt: skip
    return render(request, PAGE, context, status=status)


def table_file(row, kind):
    return f"{row.get_absolute_url()}agenda.{kind}"


@require_safe
def agenda_file(request, pk, kind):
    """The agenda as a table to be downloaded."""
    files.allowed(request.user)
    if kind not in tables.KINDS:
        raise Http404
    row, today = seen(request, pk), clock.today()
    points = agenda.points(row, agenda.known_on(row, today))
    return tables.answer(exports.agenda(points, row, request.user, today), kind, f"agenda-{row.number}-{today}")


# --- planning --------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_plan(request):
    """Plan the next meeting of a committee whose term has not ended."""
    if not request.user.post.may(Deed.HOLD_MEETINGS):
        raise not_allowed(request.user.post, Deed.HOLD_MEETINGS)
    committees = Committee.objects.editable_by(request.user).filter(ends_on__gte=clock.today()).for_list()
    form = PlanForm(request.POST or None, committees=committees)
    if row := form.done(partial(deeds.plan, by=request.user.post)):
        messages.success(request, _("The meeting is planned. Choose what goes on its agenda."))
        return redirect(row)
    context = {
        "form": form, "heading": _("Plan a meeting"), "verb": _("Plan it"),
        "lead": _("The number follows by itself. The day lies within the committee’s term."),
    }  # fmt: skip
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_replan(request, pk):
    """Give a meeting another day or place."""
    row = kept(request, pk)
    initial = {"held_on": row.held_on, "place": row.place}
    form = PlanForm(request.POST or None, initial=initial)
    if form.done(partial(deeds.replan, row, by=request.user.post, at=clock.now())):
        messages.success(request, _("The day and the place are kept."))
        return redirect(row)
    context = {
        "form": form, "meeting": row, "heading": _("Change the day or the place"), "verb": _("Keep it"),
        "lead": _("Members who were convened are told of another day."),
    }  # fmt: skip
    return render(request, FORM, context, status=form.status)
