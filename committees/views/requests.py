"""Requests between bodies: the list, the board of bodies, one request with its steps, and what may be done to it."""

from dataclasses import dataclass
from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from committees import requests as reading
from committees.actions import requests as deeds
from committees.exports import requests as exports
from committees.filters import BoardFilter, RequestFilter
from committees.forms.requests import AskForm, NoteForm, PassForm, PromiseForm
from committees.models import REQUEST_MOVES, WAITING, AgendaItem, Decision, Meeting, Request
from committees.models.scope import ABOUT
from committees.rights import Deed
from factories.models import County, FactoryProject
from factories.views import lists
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.errors import NotAllowed, Refused

LIST, BOARD = "committees/requests/list.html", "committees/requests/board.html"


# --- the list and the board ------------------------------------------------------------------------------------------
def _rows(request):
    as_of = pages.as_of(request)
    return as_of, RequestFilter(request.GET, reading.seen_by(request.user, as_of), request=request)


@require_safe
def request_list(request):
    as_of, filters = _rows(request)

    def context(page, rows):
        for row in page:
            row.age = (as_of - row.asked_on).days
            row.over = (as_of - row.due_on).days if row.overdue else 0
        return {"files": lists.files("request_list_file"), "asks": asks(request.user, as_of)}

    return lists.shown(request, filters, LIST, context)


@require_safe
def request_list_file(request, kind):
    as_of, filters = _rows(request)

    def make(rows):
        return exports.listed(rows, request.user, as_of, filters), "requests"

    return lists.given(request, kind, filters, LIST, make)


def asks(user, as_of):
    """Whether the reader's post may ask another body now."""
    return as_of == clock.today() and user.post.may(Deed.COOPERATE) and user.post.acts_for_id is not None


def _board_rows(request):
    as_of = pages.as_of(request)
    return as_of, BoardFilter(request.GET, reading.seen_by(request.user, as_of), request=request)


@require_safe
def request_board(request):
    """How each body answers what is asked of it, and what it waits for."""
    as_of, filters = _board_rows(request)
    refused = filters.refusals()
    found = reading.Board([], reading.Counts()) if refused else reading.board(filters.qs, as_of)
    context = {
        "filters": filters, "board": found, "refused": refused, "given": filters.said(),
        "files": lists.files("request_board_file"),
    }  # fmt: skip
    fragment = "#rows" if request.htmx and not request.htmx.history_restore_request else ""
    return render(request, BOARD + fragment, context, status=400 if refused else 200)


@require_safe
def request_board_file(request, kind):
    as_of, filters = _board_rows(request)
    if filters.refusals():
        return request_board(request)

    def make(rows):
        return exports.board(reading.board(rows, as_of), request.user, as_of, filters), "requests-by-body"

    return lists.given(request, kind, filters, BOARD, make)


# --- asking ----------------------------------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def request_ask(request):
    """The form of a new request, about the factory or county that the address names, or the form asks for."""
    post, about = request.user.post, _about(request)
    if not post.may(Deed.COOPERATE):
        raise not_allowed(post, Deed.COOPERATE)
    form = AskForm(request.POST or None, day=clock.today(), own=deeds.body_of(post), about=not about)
    if made := form.done(partial(_asked, request.user, about, at=clock.now(), by=post)):
        messages.success(request, _("%(number)s is asked. Both bodies are told.") % {"number": made.number})
        return redirect(made)
    return render(request, "committees/requests/ask.html", {"form": form, **about}, status=form.status)


def _about(request):
    """{"project" or "county": what the address names}, empty if it names nothing; 404 for what one does not see."""
    user = request.user
    if code := request.GET.get("project"):
        rows = FactoryProject.objects.select_related("plan__county__province", "factory_type")
        return {"project": pages.found(rows.visible_to(user), code=code)}
    if code := request.GET.get("county"):
        return {"county": pages.found(County.objects.select_related("province").visible_to(user), code=code)}
    return {}


def _asked(user, subject, *, about="", **values):
    if not subject:
        subject = _named(user, about)
    return deeds.ask(**subject, **values)


def _named(user, code):
    """{"project" or "county": what the reader sees under the code}."""
    for name, model in (("project", FactoryProject), ("county", County)):
        if row := model.objects.visible_to(user).filter(code=code.strip()).first():
            return {name: row}
    said = _("“%(code)s” is no factory or county that your post reaches: enter its code.") % {"code": code[:40]}
    raise Refused(said, fields={"about": [said]})


# --- one request -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """What may be done to a request: the words of its part of the page."""

    heading: str
    button: str
    label: str
    said: str
    """What is said once it is done."""
    needed: bool = True
    """Whether it is not done without a word."""


STEPS = {
    "promise": Step(
        gettext_lazy("Promise it for a day"), gettext_lazy("Promise it"),
        gettext_lazy("What it depends on, if anything"),
        gettext_lazy("Promised. Until that day has passed the request climbs no higher."), needed=False,
    ),
    "done": Step(
        gettext_lazy("It is done"), gettext_lazy("Say that it is done"), gettext_lazy("What was done"),
        gettext_lazy("Kept: it is said to be done. Who asked confirms or disputes it."),
    ),
    "decline": Step(
        gettext_lazy("It will not be done"), gettext_lazy("Decline it"), gettext_lazy("Why it is declined"),
        gettext_lazy("Declined. The request goes on climbing until it is met or withdrawn."),
    ),
    "confirm": Step(
        gettext_lazy("Confirm it"), gettext_lazy("Confirm that it is done"), gettext_lazy("What shows it, if anything"),
        gettext_lazy("Confirmed: the request is settled."), needed=False,
    ),
    "dispute": Step(
        gettext_lazy("It is not done"), gettext_lazy("Say that it is not done"), gettext_lazy("What is still missing"),
        gettext_lazy("Kept: it is not done. The request waits again."),
    ),
    "withdraw": Step(
        gettext_lazy("It is needed no longer"), gettext_lazy("Withdraw the request"),
        gettext_lazy("Why it is needed no longer"), gettext_lazy("Withdrawn."),
    ),
    "pass_on": Step(
        gettext_lazy("Another body is to act"), gettext_lazy("Pass it on"), gettext_lazy("Why it is passed on"),
        gettext_lazy("Passed on. Its age stays as it is."),
    ),
}  # fmt: skip


def _seen(user):
    return Request.objects.visible_to(user).select_related("asked_by", "owed_by", "visit__charge", *ABOUT)


@require_safe
def request_page(request, pk):
    """One request, with what was said of it and by whom, as known on the day."""
    return _show(request, pages.found(_seen(request.user), pk=pk))


@require_POST
def request_step(request, pk, deed):
    row = pages.found(_seen(request.user), pk=pk)
    deeds.only_theirs(row, deed, request.user.post)
    form = _form(deed, row, request.POST)
    if form.done(partial(getattr(deeds, deed), row, by=request.user.post, at=clock.now())):
        messages.success(request, STEPS[deed].said)
        still_seen = Request.objects.visible_to(request.user).filter(pk=row.pk).exists()
        return redirect(row if still_seen else "request_list")
    return _show(request, row, {deed: form})


def _form(deed, row, data=None):
    step = STEPS[deed]
    more = {"label": step.label, "needed": step.needed, "auto_id": f"{deed}-%s"}
    if deed == "promise":
        return PromiseForm(data, **more)
    if deed == "pass_on":
        return PassForm(data, day=clock.today(), but=[row.owed_by_id, row.asked_by_id], **more)
    return NoteForm(data, **more)


def _show(request, row, failed=None):
    as_of, user, failed = pages.as_of(request), request.user, failed or {}
    moment = clock.end_of(as_of)
    now = Request.objects.then(moment).filter(pk=row.pk).first()
    context = {"row": row, "now": now, "failed": next(iter(failed.values()), None), "asks": asks(user, as_of)}
    if now:
        now.asked_by = row.asked_by
        taken = row.steps.filter(at__lte=moment).select_related("owed_by", *_places("by"))
        context |= {
            "steps": list(taken), "age": (as_of - row.asked_on).days,
            "over": (as_of - row.due_on).days if now.overdue else 0,
            "decisions": list(Decision.objects.visible_to(user).filter(request=row, made_on__lte=as_of).for_list()),
            "items": list(_items(user, row)),
        }  # fmt: skip
        forms, others = _deeds(user, row, failed) if as_of == clock.today() else ([], [])
        context |= {"forms": forms, "others": others}
    return render(request, "committees/requests/request.html", context, status=409 if failed else 200)


def _places(post):
    """A post with what its name is made of."""
    return [post, *(f"{post}__{place}" for place in ("province", "county", "organization"))]


def _items(user, row):
    rows = AgendaItem.objects.filter(request=row, meeting__in=Meeting.objects.visible_to(user))
    return rows.select_related("meeting").order_by("-meeting__held_on", "pk")


def _deeds(user, row, failed):
    """([(deed, its Step, form, address)] of what this reader may do now, [(Step, why not)] of the rest)."""
    forms, others = [], []
    for deed, step in STEPS.items():
        reason = _reason(user.post, row, deed)
        if deed in failed or not reason:
            url = reverse(f"request_{deed}", args=[row.pk])
            forms.append((deed, step, failed.get(deed) or _form(deed, row), url))
        else:
            others.append((step, reason))
    return forms, others


def _reason(post, row, deed):
    """Why the post does not do `deed` to the request as it is, in a sentence; empty if it may."""
    try:
        deeds.only_theirs(row, deed, post)
    except NotAllowed as error:
        return error.reason
    if deed == "pass_on":
        return "" if row.state in WAITING else deeds.NOT_PASSED_ON
    starts, _to, wrong = REQUEST_MOVES[deed]
    return "" if row.state in starts else wrong
