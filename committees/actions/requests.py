"""Requests between bodies: asked, promised or declined, said to be done, confirmed or disputed, passed on, withdrawn.

The body that owes a request answers it; only the body that asked says that it has it. A decision made about a request
goes with it: what is said of the one is said of the other.
"""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions import climbing, steps
from committees.actions.notifications import acting_for, notify
from committees.actions.numbers import next_number
from committees.models import WAITING, DecisionState, Request, RequestState, RequestStep, Topic
from committees.rights import Deed
from factories.actions import standings
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked, not_allowed
from regional20x10.shared.errors import NotAllowed, Refused

LONGEST = timedelta(days=731)
"""A request is due, and a promise is for a day, within it: what lies later is a slip of the pen."""

NOT_PASSED_ON = gettext_lazy("Only a request that still waits is passed on.")
THEIRS = {
    "promise": "owed_by", "done": "owed_by", "decline": "owed_by", "pass_on": "owed_by",
    "confirm": "asked_by", "dispute": "asked_by", "withdraw": "asked_by",
}  # fmt: skip
"""{deed: the body that does it}; who enters decisions passes a request on too."""

climb = climbing.climb


# --- asking ----------------------------------------------------------------------------------------------------------
@action("cooperate")
def ask(*, what, owed_by, due_on, by, at, key, project=None, county=None, details="", delay_days=0, visit=None):
    """Ask the body `owed_by` for something in the name of the body for which `by` acts. The same `key` asks once."""
    body, today = body_of(by), localdate(at)
    number = next_number(Request, "R", today.year, places=4)
    if same := Request.objects.filter(key=key).first():
        if same.asked_by_id != body:
            raise Refused(_("This key was already used for another request: make a new one."))
        return same
    row = Request(
        key=key, number=number, what=what.strip(), details=details.strip(), asked_by_id=body,
        owed_by=owed_by, project=project, county=county, asked_on=today, due_on=due_on, delay_days=delay_days,
        visit=visit,
    )  # fmt: skip
    checked(row, _against(row, today)).save(force_insert=True)
    RequestStep.objects.create(request=row, step=RequestStep.Step.ASKED, owed_by=owed_by, at=at, by=by)
    return _followed(row, "asked", by=by, at=at)


def _against(row, today):
    """{field: sentences} of what stands against a request besides what its own fields and constraints say."""
    found = {}
    if not row.what:
        found["what"] = [_("Say what is needed.")]
    if row.owed_by.ended_on and row.owed_by.ended_on < today:
        found["owed_by"] = [_against_ended(row.owed_by)]
    if row.due_on and row.due_on > today + LONGEST:
        said = _("A request is due within two years: enter a day up to %(day)s.")
        found["due_on"] = [said % {"day": words.day(today + LONGEST)}]
    if row.visit and row.place and row.visit.county_id != row.place.pk:
        found["visit"] = [_("The visit was to another county: name what was asked for there.")]
    return found


def _against_ended(body):
    said = _("%(body)s ended on %(day)s: ask the body that took over its work.")
    return said % {"body": body.name, "day": words.day(body.ended_on)}


# --- what the body says that owes it ---------------------------------------------------------------------------------
@action("cooperate")
def promise(request, *, promised_on, note, by, at):
    """Say by which day it will be done: until that day has passed the request climbs no higher."""
    row, today, fields = _held(request, "promise", by), localdate(at), {}
    if promised_on is None or not today <= promised_on <= today + LONGEST:
        said = _("Enter the day for which it is promised, from %(first)s to %(last)s.")
        slots = {"first": words.day(today), "last": words.day(today + LONGEST)}
        fields["promised_on"] = [said % slots]
    _refuse(steps.against(row, "promise"), fields)
    row.promised_on = promised_on
    row.save(update_fields=["promised_on"])
    steps.take(row, "promise", note=note, by=by, at=at, promised_on=promised_on)
    return _followed(row, "promised", by=by, at=at)


@action("cooperate")
def decline(request, *, note, by, at):
    """Say that it will not be done, and why: the request goes on climbing."""
    row = _held(request, "decline", by)
    return _step(row, "decline", _("Say why it is declined."), note=note, by=by, at=at)


@action("cooperate")
def done(request, *, note, by, at):
    """Say that it is done. The body that asked confirms it; an open decision about it is done with it."""
    row = _held(request, "done", by)
    _step(row, "done", _("Say what was done."), note=note, by=by, at=at)
    _decisions(row, "done", [DecisionState.OPEN], note=note, by=by, at=at, owner=row.owed_by_id)
    return row


# --- what the body says that asked -----------------------------------------------------------------------------------
@action("cooperate")
def confirm(request, *, note, by, at):
    """Say that one has what one asked for: the request is settled, and with it a decision that is said to be done."""
    row = _held(request, "confirm", by)
    _step(row, "confirm", note=note, by=by, at=at)
    _decisions(row, "close", [DecisionState.DONE], note=note, by=by, at=at)
    return row


@action("cooperate")
def dispute(request, *, note, by, at):
    """Say that it is not done: the request waits again at the height it had, and so does a decision about it."""
    row = _held(request, "dispute", by)
    _step(row, "dispute", _("Say what is still missing."), note=note, by=by, at=at)
    _decisions(row, "reopen", [DecisionState.DONE, DecisionState.CLOSED], note=note, by=by, at=at)
    return row


@action("cooperate")
def withdraw(request, *, note, by, at):
    """Say that it is needed no longer. What was decided about it stays for the committee to close."""
    row = _held(request, "withdraw", by)
    return _step(row, "withdraw", _("Say why it is needed no longer."), note=note, by=by, at=at)


# --- another body ----------------------------------------------------------------------------------------------------
@action()
def pass_on(request, *, to, note, by, at):
    """Let another body owe it: for the body that owes it now, and for who enters decisions. Its age stays."""
    row = _held(request, "pass_on", by)
    before = row.owed_by
    sentences = [] if row.state in WAITING else [str(NOT_PASSED_ON)]
    _refuse(sentences, _against_passing(row, to, note, localdate(at)))
    row.owed_by, row.state, row.promised_on = to, RequestState.OPEN, None
    checked(row).save(update_fields=["owed_by", "state", "promised_on"])
    RequestStep.objects.create(request=row, step=RequestStep.Step.PASSED, note=note.strip(), owed_by=to, at=at, by=by)
    return _followed(row, "passed", by=by, at=at, also=acting_for(before, localdate(at)))


def _against_passing(row, to, note, today):
    found = {}
    if to.pk == row.owed_by_id:
        found["to"] = [_("%(body)s owes it already: choose another body.") % {"body": to.name}]
    elif to.pk == row.asked_by_id:
        found["to"] = [_("%(body)s asked for it: choose another body.") % {"body": to.name}]
    elif to.ended_on and to.ended_on < today:
        found["to"] = [_against_ended(to)]
    if not note.strip():
        found["note"] = [_("Say why it is passed on.")]
    return found


# --- parts of the actions --------------------------------------------------------------------------------------------
def body_of(by):
    """The key of the body in whose name the post asks; raises NotAllowed if it acts for none."""
    if by is None or by.acts_for_id is None:
        raise NotAllowed(_("Your post acts for no body: an administrator names the body in whose name it asks."))
    return by.acts_for_id


def only_theirs(row, deed, by):
    """Raise NotAllowed unless the post may do `deed` to the request, in the name of the body whose turn it is."""
    if by is None or (deed == "pass_on" and by.may(Deed.DECIDE)):
        return
    if not by.may(Deed.COOPERATE):
        raise not_allowed(by, Deed.COOPERATE)
    body = getattr(row, THEIRS[deed])
    if by.acts_for_id != body.pk:
        raise NotAllowed(_("Only this body may do this: %(body)s.") % {"body": body.name})


def _held(request, deed, by):
    row = steps.held(request)
    only_theirs(row, deed, by)
    return row


def _refuse(sentences, fields):
    """Refuse with all sentences, those of fields beside them; do nothing if there are none."""
    beside = [sentence for said in fields.values() for sentence in said]
    if sentences or beside:
        raise Refused([*sentences, *beside], fields=fields if not sentences else {"__all__": sentences, **fields})


def _step(row, deed, needs_note="", *, note, by, at):
    """Take the step; `needs_note`: what is said if it comes without a word."""
    missing = needs_note and not note.strip()
    _refuse(steps.against(row, deed), {"note": [needs_note]} if missing else {})
    steps.take(row, deed, note=note, by=by, at=at)
    return _followed(row, steps.KINDS[Request][-1][deed], by=by, at=at)


def _decisions(row, deed, states, *, note, by, at, **only):
    """Do `deed` to the decisions about the request that are in one of the states.

    Nobody closes a decision of their own body.
    """
    found = row.decisions.filter(state__in=states, **only).order_by("pk")
    if deed == "close" and by is not None:
        found = found.exclude(owner=by.acts_for_id)
    for decision in found:
        steps.take(steps.held(decision), deed, note=note, by=by, at=at)


def _followed(row, step, *, by, at, also=()):
    """What follows from a step: the factory stands anew, and both bodies hear of it."""
    if row.project_id:
        standings.refresh([row.project_id], on=localdate(at))
    day = localdate(at)
    posts = [*acting_for(row.asked_by_id, day), *acting_for(row.owed_by_id, day), *also]
    kept = row.steps.filter(step=step).latest("at", "pk")
    notify(
        posts, event=f"request:{row.pk}:{step}:{kept.pk}", topic=Topic.REQUEST, code=f"request_{step}",
        values=climbing.said(row), url=f"/requests/{row.pk}/", at=at, by=by,
    )  # fmt: skip
    return row
