"""What the pages of all returns have in common, ten-day and monthly: versions, who did what, and judging."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy

from committees.rights import Deed
from factories import deadlines
from factories.models import State
from factories.models.ladder import STATES
from regional20x10.shared import clock, pages
from regional20x10.shared.errors import NotAllowed, Refused

MOST_NOTE, MOST_NOTES = 2000, 400
STEPS = {
    "submitted": gettext_lazy("Submitted"), "verified": gettext_lazy("Verified"),
    "accepted": gettext_lazy("Accepted"), "returned": gettext_lazy("Sent back"),
}  # fmt: skip


# --- shown -----------------------------------------------------------------------------------------------------------
def versions(row, day):
    """The versions of a return handed in by the end of `day`, in their order."""
    rows = type(row).objects.filter(project=row.project_id, period=row.period_id)
    return list(rows.filter(submitted_at__lte=clock.end_of(day)).order_by("version"))


def against(request, row, known):
    """The version to compare with: the one asked for, else the one before; None for a first version."""
    wanted = request.GET.get("against", "")
    for version in known:
        if version.pk != row.pk and str(version.version) == wanted:
            return version
    return next((version for version in reversed(known) if version.version < row.version), None)


def steps(row, day):
    """(what, post, when) of each step known by the end of `day`."""
    done = [(word, getattr(row, f"{deed}_by"), getattr(row, f"{deed}_at")) for deed, word in STEPS.items()]
    return sorted((step for step in done if step[2] and step[2] <= clock.end_of(day)), key=lambda step: step[2])


def state_on(row, day):
    """The state the return was in at the end of `day`."""
    known = [deed for deed in STEPS if (at := getattr(row, f"{deed}_at")) and at <= clock.end_of(day)]
    return State(known[-1]) if known else State.DRAFT


def may(user, row, day, known, *, writes):
    """{deed: True} of what this user may do here now; what was true on an earlier day is only read.

    `known`: its versions; `writes`: whether the user's post reports for this project.
    """
    if day != clock.today() or not type(row).objects.editable_by(user).filter(pk=row.pk).exists():
        return {}
    post, possible, last = user.post, STATES[State(row.state)], known[-1].pk == row.pk
    judges = Deed.VERIFY_RETURNS if row.state == State.SUBMITTED else Deed.ACCEPT_RETURNS
    return {
        "verify": last and "verify" in possible and post.may(Deed.VERIFY_RETURNS),
        "accept": last and "accept" in possible and post.may(Deed.ACCEPT_RETURNS),
        "send_back": "send_back" in possible and post.may(judges),
        "correct": last and writes and not deadlines.refusals(row.project, row.period, day),
    }


# --- judged ----------------------------------------------------------------------------------------------------------
def sent_back(request, row):
    """(the deed that sending `row` back is, the notes of the form)."""
    deed = Deed.VERIFY_RETURNS if row.state == State.SUBMITTED else Deed.ACCEPT_RETURNS
    notes = {
        name.removeprefix("note_on_"): text[:MOST_NOTE].replace("\x00", "")
        for name, text in list(request.POST.items())[:MOST_NOTES]
        if name.startswith("note_on_")
    }
    return deed, {"note": request.POST.get("note", "")[:4000].replace("\x00", ""), "value_notes": notes}


def judge(request, model, pk, deed, act, said, *, show, waiting_row, **more):
    """Do `act`; then back to the page it was asked from, or to htmx the row as it is now.

    `show(request, row, reasons, status, typed)`: the page of the return; `waiting_row(row)`: (template, context).
    """
    row = pages.changeable(model.objects.exclude(state=State.DRAFT), request.user, deed, pk=pk)
    reasons, status = [], 200
    try:
        act(row, by=request.user.post, at=clock.now(), **more)
    except NotAllowed as error:
        reasons, status = [error.reason], 403
    except Refused as refused:
        reasons, status = refused.reasons, 409
    row = model.objects.with_posts().get(pk=pk)
    if request.htmx:
        template, context = waiting_row(row)
        shown = {"row": row, "reasons": reasons, "said": "" if reasons else said, **context}
        return render(request, template, shown, status=status)
    if reasons:
        return show(request, row, reasons, status, typed=more)
    messages.success(request, f"{row.project.code}, {row.period.label}: {said}")
    onward = request.POST.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, request.get_host()) else row)
