"""Decisions: made with an owner and a day, said to be done by the owner, closed by somebody else.

A decision about a request goes along with it: the request passes to the decision's owner, is said to be done with it,
and waits again when the decision is opened again. Whoever holds both holds the request first.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions import attachments, requests, steps
from committees.actions.notifications import acting_for, notify
from committees.actions.numbers import next_number
from committees.models import (
    WAITING,
    Decision,
    DecisionState,
    DecisionStep,
    MeetingState,
    Post,
    Request,
    RequestState,
    Topic,
)
from committees.rights import RULES, Deed
from factories.actions import standings
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused

MISSING = {
    "text": gettext_lazy("Write down what was decided."),
    "owner": gettext_lazy("Name the body that owes it: what nobody owes is not decided."),
    "due_on": gettext_lazy("Give the day by which it is due, as 2026-10-20."),
}
"""What is said of a decision that lacks one of these."""
URGENT_DAYS = 3
"""What is due within so many days is told to its owner at once."""


@action(Deed.DECIDE)
def decide(*, text, owner, due_on, meeting=None, item=None, request=None, projects=(), counties=(), by, on, at):
    """Write down what was decided: who owes it, by which day. Sent twice, it is decided once.

    `item`: the point of the agenda under which it was decided, `request`: the request it settles, which passes to
    `owner` if another body owes it; `projects` and `counties`: what it concerns. Returns the Decision.
    """
    request = steps.held(request) if request else None
    meeting = meeting or (item and item.meeting)
    said = {"text": (text or "").strip(), "due_on": due_on, "meeting": meeting, "item": item, "request": request}
    number = next_number(Decision, "D", on.year)
    if same := _sent(said, owner, on, by):
        return same
    row = Decision(number=number, owner=owner, made_on=on, **said)
    checked(row, also=_against(row, owner)).save(force_insert=True)
    row.projects.set(projects)
    row.counties.set(counties)
    DecisionStep.objects.create(decision=row, step=DecisionStep.Step.MADE, due_on=due_on, at=at, by=by)
    if request and request.owed_by_id != owner.pk:
        _pass_on(row, by, at)
    _tell_owner(row, "made", by, at)
    return row


@attachments.leaving_no_orphans
@action(Deed.COOPERATE)
def say_done(decision, *, note, files=(), by, at):
    """The owner says that it is done, how, and what shows it. Sent twice, it is said once.

    `files`: evidence as factories.imports.files.examined gives it.
    """
    request, row = _held(decision)
    if by is not None and by.acts_for_id != row.owner_id:
        said = _("Only the body that owes a decision says that it is done: %(owner)s.")
        raise NotAllowed(said % {"owner": row.owner.name})
    if _same_again(row, DecisionStep.Step.DONE, note, by):
        return row
    _refuse(row, "done", note)
    steps.take(row, "done", note=note, by=by, at=at)
    if request and request.owed_by_id == row.owner_id and request.state in WAITING:
        steps.take(request, "done", note=note, by=by, at=at)
        _tell_asker(request, row, "request_done_by_decision", by, at)
        _stands_anew(request, at)
    if files:
        attachments.keep(files, step=row.steps.last(), by=by, at=at)
    _tell_closers(row, by, at)
    return row


@action(Deed.CLOSE_DECISIONS)
def close(decision, *, note, by, at):
    """Somebody of another body has seen that it is done. Never who said so."""
    _request, row = _held(decision)
    if by is not None:
        only_another_closes(row, by, localdate(at))
    return _taken(row, "close", note, by, at)


@action(Deed.CLOSE_DECISIONS)
def reopen(decision, *, note, by, at):
    """It is not done, or no longer: its owner owes it again, and the request it settles waits again."""
    request, row = _held(decision)
    _taken(row, "reopen", note, by, at)
    if request and request.owed_by_id == row.owner_id and request.state == RequestState.DONE:
        steps.take(request, "dispute", note=note, by=by, at=at)
        _tell_asker(request, row, "request_waits_again", by, at)
        _stands_anew(request, at)
    return row


@action(Deed.DECIDE)
def withdraw(decision, *, note, by, at):
    """Nobody owes it any more. What was decided, and why it fell, stays to be read."""
    return _taken(_held(decision)[1], "withdraw", note, by, at)


@action(Deed.DECIDE)
def move(decision, *, due_on, note, by, at):
    """Give it another day. The first one, and each between, stays beside it."""
    row, today = _held(decision)[1], localdate(at)
    found = {}
    if due_on is None:
        found["due_on"] = [_("Give the new day by which it is due, as 2026-10-20.")]
    elif due_on < today:
        said = _("The new day lies before today, %(today)s: give a later one.")
        found["due_on"] = [said % {"today": words.day(today)}]
    elif due_on == row.due_on:
        found["due_on"] = [_("It is due on that day already: give another.")]
    _refuse(row, "move", note, found)
    row.due_on = due_on
    row.save(update_fields=["due_on"])
    steps.take(row, "move", note=note, by=by, at=at, due_on=due_on)
    _tell_owner(row, "moved", by, at)
    return row


def only_another_closes(decision, by, day):
    """Raise unless `by` is of another body than the owner, and not the official who said that it is done."""
    who = {"who": by.who_may(Deed.CLOSE_DECISIONS)}
    if by.acts_for_id == decision.owner_id or _also_of_the_owner(decision, by, day):
        said = _("Nobody closes a decision of their own body. Ask somebody of another body: %(who)s.")
        raise NotAllowed(said % who)
    done = decision.steps.filter(step=DecisionStep.Step.DONE)
    if done.filter(by__official=by.official_id).exists():
        raise NotAllowed(_("Who said that a decision is done does not close it. Ask another: %(who)s.") % who)


def _also_of_the_owner(decision, by, day):
    return Post.objects.current(day).of_body(decision.owner_id).filter(official=by.official_id).exists()


# --- what stands against it ------------------------------------------------------------------------------------------
def _sent(said, owner, on, by):
    """The decision that says the same, of the same day and post; None without one."""
    if owner is None or said["due_on"] is None:
        return None
    made = {"steps__step": DecisionStep.Step.MADE, "steps__by": by, "steps__due_on": said["due_on"]}
    rows = Decision.objects.exclude(state=DecisionState.WITHDRAWN).filter(owner=owner, made_on=on, **made)
    return rows.filter(**{name: said[name] for name in ("text", "meeting", "item", "request")}).first()


def _against(row, owner):
    """{field: sentences} of what stands against a new decision."""
    given = {"text": row.text, "owner": owner, "due_on": row.due_on}
    found = {name: [str(said)] for name, said in MISSING.items() if not given[name]}
    if owner and owner.ended_on and owner.ended_on < row.made_on:
        found["owner"] = [_("%(body)s has ended: name the body that goes on with its work.") % {"body": owner.name}]
    if sentences := _against_meeting(row):
        found["meeting"] = sentences
    if sentences := _against_request(row, owner):
        found["request"] = sentences
    return found


def _against_meeting(row):
    if row.item and row.item.meeting_id != row.meeting_id:
        return [_("This point is on the agenda of another meeting: choose a point of this one.")]
    if row.meeting and row.meeting.state != MeetingState.HELD:
        state = row.meeting.get_state_display()
        said = _("Decisions of a meeting are entered while it is held and its minutes are open. It now is: %(state)s.")
        return [said % {"state": state}]
    return []


def _against_request(row, owner):
    if row.request is None:
        return []
    found = []
    if row.request.state in (RequestState.CONFIRMED, RequestState.WITHDRAWN):
        said = _("The request %(number)s no longer waits. It is: %(state)s.")
        found.append(said % {"number": row.request.number, "state": row.request.get_state_display()})
    open_ones = row.request.decisions.filter(state__in=(DecisionState.OPEN, DecisionState.DONE))
    if other := open_ones.first():
        said = _("%(decision)s about this request is not closed yet: move its day, or withdraw it first.")
        found.append(said % {"decision": other.number})
    if owner and owner.pk == row.request.asked_by_id:
        found.append(_("%(body)s asked for this itself: name the body that is to act.") % {"body": owner.name})
    return found


def _refuse(row, deed, note, also=None):
    """Raise with all that stands against a step: the state, the missing note, and `also` {field: sentences}."""
    found = dict(also or {})
    if not note.strip():
        found["note"] = [_("Say in a sentence what was done or seen, or why.")]
    state = steps.against(row, deed)
    reasons = state + [sentence for sentences in found.values() for sentence in sentences]
    if reasons:
        raise Refused(reasons, fields=found | ({"__all__": state} if state else {}))


# --- taking a step ---------------------------------------------------------------------------------------------------
def _held(decision):
    """(the request it settles or None, the decision), both as they are now."""
    request = Request.objects.select_for_update(of=["self"]).filter(pk=decision.request_id).first()
    return request, steps.held(decision)


def _taken(row, deed, note, by, at):
    step = steps.KINDS[Decision][4][deed]
    if _same_again(row, step, note, by):
        return row
    _refuse(row, deed, note)
    steps.take(row, deed, note=note, by=by, at=at)
    _tell_owner(row, step, by, at)
    return row


def _same_again(row, step, note, by):
    last = row.steps.last()
    return last.by_id == (by and by.pk) and (last.step, last.note) == (step, note.strip())


def _stands_anew(request, at):
    if request.project_id:
        standings.refresh([request.project_id], on=localdate(at))


def _pass_on(row, by, at):
    requests.pass_on(row.request, to=row.owner, note=_("Decided: %(number)s.") % {"number": row.number}, by=by, at=at)


# --- who is told -----------------------------------------------------------------------------------------------------
def _tell(posts, row, what, by, at, *, urgent=False):
    values = {"number": row.number, "due_on": row.due_on.isoformat()}
    notify(
        posts, event=f"decision:{row.pk}:{what}:{row.steps.last().pk}", topic=Topic.DECISION, code=f"decision_{what}",
        values=values, url=f"/decisions/{row.pk}/", at=at, by=by, urgent=urgent,
    )  # fmt: skip


def _tell_owner(row, what, by, at):
    """What was done to it; urgent if the owner has to act within days."""
    today = localdate(at)
    urgent = row.state == DecisionState.OPEN and (row.due_on - today).days <= URGENT_DAYS
    _tell(acting_for(row.owner_id, today), row, what, by, at, urgent=urgent)


def _tell_closers(row, by, at):
    roles = [role.value for role, rule in RULES.items() if Deed.CLOSE_DECISIONS in rule.may]
    posts = Post.objects.current(localdate(at)).filter(role__in=roles).select_related("official")
    posts = [post for post in posts if post.acts_for_id != row.owner_id]
    _tell(posts, row, "done", by, at)


def _tell_asker(request, row, code, by, at):
    step = request.steps.last()
    values = {"number": request.number, "decision": row.number}
    notify(
        acting_for(request.asked_by_id, localdate(at)), event=f"request:{request.pk}:{step.step}:{step.pk}",
        topic=Topic.REQUEST, code=code, values=values, url=f"/requests/{request.pk}/", at=at, by=by,
    )  # fmt: skip
