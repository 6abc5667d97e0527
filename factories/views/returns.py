"""One ten-day return: what it says, who did what with it, and the deeds of those who judge it."""

import uuid
from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from committees.rights import Deed
from factories import deadlines, photos, prior
from factories.actions import returns, signatures
from factories.desk import names_in_doubts
from factories.models import CountySignature, DelayCause, State, StatusReturn
from factories.models.ladder import STATES
from factories.views.return_parts import shown
from regional20x10.shared import clock, pages, words
from regional20x10.shared.errors import NotAllowed, Refused

MOST_NOTE, MOST_NOTES = 2000, 400
STEPS = {
    "submitted": gettext_lazy("Submitted"), "verified": gettext_lazy("Verified"),
    "accepted": gettext_lazy("Accepted"), "returned": gettext_lazy("Sent back"),
}  # fmt: skip


@require_safe
def return_page(request, pk):
    """A version of a return, beside the version before it or the period before it."""
    row = pages.found(StatusReturn.objects.with_posts().visible_to(request.user), pk=pk)
    return redirect("return_edit", pk) if row.state == State.DRAFT else _show(request, row)


@require_POST
def return_verify(request, pk):
    return _judge(request, pk, Deed.VERIFY_RETURNS, returns.verify, _("Verified. The verified figures count from now."))


@require_POST
def return_accept(request, pk):
    return _judge(request, pk, Deed.ACCEPT_RETURNS, returns.accept, _("Accepted."))


@require_POST
def return_send_back(request, pk):
    row = pages.found(_judged().visible_to(request.user), pk=pk)
    deed = Deed.VERIFY_RETURNS if row.state == State.SUBMITTED else Deed.ACCEPT_RETURNS
    note = request.POST.get("note", "")[:4000].replace("\x00", "")
    notes = {
        name.removeprefix("note_on_"): text[:MOST_NOTE].replace("\x00", "")
        for name, text in list(request.POST.items())[:MOST_NOTES]
        if name.startswith("note_on_")
    }
    said = _("Sent back with your note.")
    return _judge(request, pk, deed, returns.send_back, said, note=note, value_notes=notes)


@require_POST
def return_sign(request, pk):
    """The county's chief secretary or chair signs what the return says of the county's part."""
    return _judge(request, pk, Deed.SIGN_COUNTY, signatures.sign_county, _("Signed for the county."))


def _judge(request, pk, deed, act, said, **more):
    """Do `act`; then back to the page it was asked from, or to htmx the row as it is now."""
    row = pages.changeable(_judged(), request.user, deed, pk=pk)
    reasons, status = [], 200
    try:
        act(row, by=request.user.post, at=clock.now(), **more)
    except NotAllowed as error:
        reasons, status = [error.reason], 403
    except Refused as refused:
        reasons, status = refused.reasons, 409
    row = StatusReturn.objects.with_posts().get(pk=pk)
    if request.htmx:
        shown = {"row": row, "names": names_in_doubts([row]), "reasons": reasons, "said": "" if reasons else said}
        return render(request, "factories/returns/waiting_row.html", shown, status=status)
    if reasons:
        return _show(request, row, reasons, status, typed=more)
    messages.success(request, f"{row.project.code}, {row.period.label}: {said}")
    onward = request.POST.get("next", "")
    return redirect(onward if url_has_allowed_host_and_scheme(onward, request.get_host()) else row)


def _judged():
    """What can be judged: drafts are nobody's business yet."""
    return StatusReturn.objects.exclude(state=State.DRAFT)


def _show(request, row, reasons=(), status=200, typed=None):
    day = pages.as_of(request)
    versions = list(_versions(row, day))
    against = _against(request, row, versions)
    begun = localdate(row.submitted_at) <= day
    county = _county(row, day) if begun else None
    known = prior.known([(row.project, row.period, row.version)])[row.project_id] if begun else None
    context = {
        "row": row, "project": row.project, "period": row.period, "place": row.project.plan.county,
        "begun": begun, "reasons": reasons, "typed": typed or {}, "against": against, "versions": versions,
        "shown": shown(row, against, known) if begun else None, "said": _said(row, against) if begun else [],
        "county": county,
        "delays": _delays(row) if begun else [], "steps": _steps(row, day), "state": _state_on(row, day),
        "album": photos.of_return(row, request.user, clock.end_of(day)) if begun else None,
        "may": _may(request.user, row, day, versions, county), "key": uuid.uuid4(),
    }  # fmt: skip
    return render(request, "factories/returns/return.html", context, status=status)


def _versions(row, day):
    rows = StatusReturn.objects.filter(project=row.project_id, period=row.period_id)
    return rows.filter(submitted_at__lte=clock.end_of(day)).order_by("version")


def _against(request, row, versions):
    """The version to compare with: the one asked for, else the one before; None for a first version."""
    wanted = request.GET.get("against", "")
    for version in versions:
        if version.pk != row.pk and str(version.version) == wanted:
            return version
    return next((version for version in reversed(versions) if version.version < row.version), None)


def _said(row, against):
    """(label, text, text in the version compared with) of everything that is not a work package."""
    names = {"crew_people": "crew_people", "crew_days": "crew_days", "pace": "get_pace_display"}
    names |= {name: name for name in ("slowed_since", "needed", "narrative")}
    names |= {"overspent_because": "overspent_because"} if row.overspent_because or _has(against) else {}
    told = []
    for name, attribute in names.items():
        now, before = (_value(version, attribute) for version in (row, against))
        label = StatusReturn._meta.get_field(name).verbose_name
        told.append((name, label, now, before, against is not None and now != before))
    return told


def _has(against):
    return bool(against and against.overspent_because)


def _county(row, day):
    """Who of the county signed by the end of `day`, and who is still to; None if the return is no matter of it."""
    signed = list(row.county_signatures.filter(at__lte=clock.end_of(day)).select_related("by__county"))
    missing = CountySignature.missing(row)
    asked = bool(signed or missing)
    return {"signed": signed, "missing": missing if day == clock.today() else []} if asked else None


def _value(version, attribute):
    value = getattr(version, attribute, None)
    match value() if callable(value) else value:
        case date() as day:
            return words.day(day)
        case int() as number:
            return words.number(number)
        case text:
            return text


def _delays(row):
    rows = row.delays.order_by("-days_lost", "cause")
    return [(f"delay_{delay.cause}", DelayCause(delay.cause).label, delay.days_lost, delay.note) for delay in rows]


def _steps(row, day):
    """(what, post, when) of each step known by the end of `day`."""
    steps = [(word, getattr(row, f"{deed}_by"), getattr(row, f"{deed}_at")) for deed, word in STEPS.items()]
    return sorted((step for step in steps if step[2] and step[2] <= clock.end_of(day)), key=lambda step: step[2])


def _state_on(row, day):
    """The state the return was in at the end of `day`."""
    known = [deed for deed in STEPS if (at := getattr(row, f"{deed}_at")) and at <= clock.end_of(day)]
    return State(known[-1]) if known else State.DRAFT


def _may(user, row, day, versions, county):
    """{deed: True} of what this user may do here now; what was true on an earlier day is only read."""
    if day != clock.today() or not StatusReturn.objects.editable_by(user).filter(pk=row.pk).exists():
        return {}
    post, possible, last = user.post, STATES[State(row.state)], versions[-1].pk == row.pk
    judges = Deed.VERIFY_RETURNS if row.state == State.SUBMITTED else Deed.ACCEPT_RETURNS
    own = post.may(Deed.ENTER_RETURNS) and row.project.construction_unit_id == post.organization_id
    return {
        "sign": last and bool(county) and _signs(row, post, county["missing"]),
        "verify": last and "verify" in possible and post.may(Deed.VERIFY_RETURNS),
        "accept": last and "accept" in possible and post.may(Deed.ACCEPT_RETURNS),
        "send_back": "send_back" in possible and post.may(judges),
        "correct": last and own and not deadlines.refusals(row.project, row.period, day),
    }


def _signs(row, post, missing):
    """Whether the return waits for the signature of this post."""
    return row.state == State.SUBMITTED and CountySignature.SIGNS_AS.get(post.role) in missing
