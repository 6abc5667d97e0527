"""One ten-day return: what it says, who did what with it, and the deeds of those who judge it."""

import uuid
from datetime import date

from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from committees.rights import Deed
from factories import photos, prior
from factories.actions import returns, signatures
from factories.desk import names_in_doubts
from factories.models import CountySignature, DelayCause, State, StatusReturn
from factories.views import ladder
from factories.views.return_parts import shown
from regional20x10.shared import clock, pages, words


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
    row = pages.found(StatusReturn.objects.exclude(state=State.DRAFT).visible_to(request.user), pk=pk)
    deed, notes = ladder.sent_back(request, row)
    return _judge(request, pk, deed, returns.send_back, _("Sent back with your note."), **notes)


@require_POST
def return_sign(request, pk):
    """The county's chief secretary or chair signs what the return says of the county's part."""
    return _judge(request, pk, Deed.SIGN_COUNTY, signatures.sign_county, _("Signed for the county."))


def _judge(request, pk, deed, act, said, **more):
    return ladder.judge(
        request, StatusReturn, pk, deed, act, said, show=_show, waiting_row=_waiting_row, **more
    )  # fmt: skip


def _waiting_row(row):
    return "factories/returns/waiting_row.html", {"names": names_in_doubts([row])}


def _show(request, row, reasons=(), status=200, typed=None):
    day = pages.as_of(request)
    versions = ladder.versions(row, day)
    against = ladder.against(request, row, versions)
    begun = localdate(row.submitted_at) <= day
    county = _county(row, day) if begun else None
    known = prior.known([(row.project, row.period, row.version)])[row.project_id] if begun else None
    context = {
        "row": row, "project": row.project, "period": row.period, "place": row.project.plan.county,
        "comments": row.comments.then(clock.end_of(day)).count(),
        "begun": begun, "reasons": reasons, "typed": typed or {}, "against": against, "versions": versions,
        "shown": shown(row, against, known) if begun else None, "said": _said(row, against) if begun else [],
        "county": county,
        "delays": _delays(row) if begun else [], "steps": ladder.steps(row, day), "state": ladder.state_on(row, day),
        "album": photos.of_return(row, request.user, clock.end_of(day)) if begun else None,
        "may": _may(request.user, row, day, versions, county), "key": uuid.uuid4(),
    }  # fmt: skip
    return render(request, "factories/returns/return.html", context, status=status)


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


def _may(user, row, day, versions, county):
    """{deed: True} of what this user may do here now."""
    post = user.post
    own = post.may(Deed.ENTER_RETURNS) and row.project.construction_unit_id == post.organization_id
    may = ladder.may(user, row, day, versions, writes=own)
    if may:
        last = versions[-1].pk == row.pk
        may["sign"] = last and bool(county) and _signs(row, post, county["missing"])
    return may


def _signs(row, post, missing):
    """Whether the return waits for the signature of this post."""
    return row.state == State.SUBMITTED and CountySignature.SIGNS_AS.get(post.role) in missing
