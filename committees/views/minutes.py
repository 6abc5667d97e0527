"""The minutes of a meeting: opened, who was there, written, closed; on paper."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import agenda, rendering
from committees.actions import minutes as deeds
from committees.forms.meetings import AttendanceForm, HoldForm, MinutesForm
from committees.models import MeetingState
from committees.views.agenda import done, paper
from committees.views.meetings import FORM, kept, seen
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_hold(request, pk):
    """Say that the meeting is opened, and who presides."""
    row = kept(request, pk)
    form = HoldForm(request.POST if request.method == "POST" else None, members=agenda.members(row).for_list())
    if form.done(partial(deeds.hold, row, on=clock.today(), by=request.user.post)):
        messages.success(request, _("The meeting is opened. Enter who is there, and write the minutes."))
        return redirect(row)
    context = {
        "form": form, "meeting": row, "heading": _("Open the meeting"), "verb": _("Open it"),
        "lead": _("From then on the agenda stays as it is, and minutes are written."),
    }  # fmt: skip
    return render(request, FORM, context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_attendance(request, pk):
    """Enter for each member whether they were there."""
    row = kept(request, pk)
    there = {found.member_id: found for found in row.attendances.all()}
    data = request.POST if request.method == "POST" else None
    form = AttendanceForm(data, members=agenda.members(row).for_list(), there=there)
    if form.entered(partial(deeds.attend, row, by=request.user.post)):
        messages.success(request, _("The attendance is entered."))
        return redirect(row)
    context = {"form": form, "meeting": row, "rows": form.rows(), "open": row.state == MeetingState.HELD}
    return render(request, "committees/meetings/attendance.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_minutes(request, pk):
    """Write the minutes. Who saves second sees both texts and loses nothing."""
    row = kept(request, pk)
    form = MinutesForm(request.POST or None, meeting=row, points=_points(row))
    if form.kept(partial(deeds.minute, row, by=request.user.post)):
        messages.success(request, _("The minutes are kept. They can be changed until they are closed."))
        return redirect("meeting_minutes", row.pk)
    status = form.status
    if form.conflict:
        row = kept(request, pk)
        form = form.again(meeting=row, points=_points(row))
    context = {"form": form, "meeting": row, "conflict": form.conflict, "open": row.state == MeetingState.HELD}
    return render(request, "committees/meetings/minutes.html", context, status=status)


def _points(row):
    points = agenda.points(row, agenda.known_on(row, clock.today()))
    return [point for point in points if point.number]


@require_POST
def meeting_close(request, pk):
    row = kept(request, pk)
    said = _("The minutes are closed: nothing of the meeting changes any more.")
    return done(request, row, partial(deeds.close, row, at=clock.now()), said)


@require_safe
def meeting_minutes_pdf(request, pk):
    """The minutes as a PDF to be saved or printed. Refuses before the meeting was opened."""
    row = seen(request, pk)
    if row.state not in (MeetingState.HELD, MeetingState.MINUTED):
        raise Refused(_("There are no minutes yet: the meeting was not opened."))
    return paper(rendering.minutes_paper(row, request.user), f"minutes-{row.number}-{row.held_on}")
