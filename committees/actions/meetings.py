"""Meetings of the committee: planned, their agenda, convened. What becomes of them is in minutes.py."""

from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees import agenda
from committees.actions.notifications import acting_for, notify
from committees.models import (
    MEETING_MOVES,
    AgendaItem,
    Committee,
    ItemSource,
    Meeting,
    MeetingState,
    Post,
    Topic,
)
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Conflict, Refused

OPEN = (MeetingState.PLANNED, MeetingState.CONVENED)


# --- planned ---------------------------------------------------------------------------------------------------------
@action("hold_meetings")
def plan(committee, *, held_on, place="", by):
    """The next meeting of the committee, numbered in its turn, on a day of its term."""
    committee = Committee.objects.select_for_update(of=["self"], no_key=True).get(pk=committee.pk)
    number = (committee.meetings.aggregate(last=Max("number"))["last"] or 0) + 1
    row = Meeting(committee=committee, number=number, held_on=held_on, place=(place or "").strip())
    checked(row, _outside(committee, held_on)).save(force_insert=True)
    return row


@action("hold_meetings")
def replan(meeting, *, held_on, place="", by, at):
    """Give a meeting that was not held yet another day or place; those who were convened are told."""
    meeting = held(meeting)
    if meeting.state not in OPEN:
        raise Refused(_("This meeting was held: its day stays as it was."))
    moved = meeting.held_on != held_on
    meeting.held_on, meeting.place = held_on, (place or "").strip()
    checked(meeting, _outside(meeting.committee, held_on))
    keep(meeting, "held_on", "place")
    if moved and meeting.state == MeetingState.CONVENED:
        _tell(meeting, "moved", by=by, at=at)
    return meeting


def _outside(committee, day):
    """{field: sentences} if the day lies outside the committee's term."""
    if day is None or committee.starts_on <= day <= committee.ends_on:
        return {}
    slots = {"first": words.day(committee.starts_on), "last": words.day(committee.ends_on)}
    said = _("A meeting lies within the committee’s term, %(first)s to %(last)s: enter a day within it.")
    return {"held_on": [said % slots]}


# --- the agenda ------------------------------------------------------------------------------------------------------
@action("hold_meetings")
def add_item(meeting, *, title, details="", project=None, county=None, by):
    """Put a point of one's own on the agenda, after the others."""
    meeting = _planned(meeting)
    also = {}
    if project is not None and county is not None:
        also["county"] = [_("Name the factory or the county, not both: a factory has its county.")]
    return _added(meeting, also, title=title, details=details, project=project, county=county)


@action("hold_meetings")
def propose(meeting, *, on, chosen=None, by):
    """Put on the agenda what is proposed for it on the day; `chosen`: the keys of the proposals that are wanted.

    Returns the points. Nothing is proposed twice.
    """
    meeting = _planned(meeting)
    wanted = [row for row in agenda.proposals(meeting, on) if chosen is None or row.key in set(chosen)]
    return [
        _added(
            meeting, {}, title=row.code, source=row.source, project=row.project, county=row.county,
            request=row.request, decision=row.decision,
        )
        for row in wanted
    ]  # fmt: skip


@action("hold_meetings")
def put_on(request, *, on, by=None):
    """Put a request on the agenda of the next planned meeting from the day on. Twice is once.

    Returns the point, also one that staff has taken off; None if no meeting is planned.
    """
    rows = Meeting.objects.filter(state=MeetingState.PLANNED, held_on__gte=on).select_related("committee")
    meeting = rows.select_for_update(of=["self"]).order_by("held_on", "number", "pk").first()
    if meeting is None:
        return None
    there = meeting.items.filter(request=request).first()
    return there or _added(
        meeting, {}, title=request.number, source=ItemSource.REQUEST, project=request.project, county=request.county,
        request=request,
    )  # fmt: skip


def _added(meeting, also, *, title, details="", **values):
    order = (meeting.items.aggregate(last=Max("order"))["last"] or 0) + 1
    row = AgendaItem(
        meeting=meeting, order=order, title=(title or "").strip(), details=(details or "").strip(), **values
    )
    checked(row, also).save(force_insert=True)
    keep(meeting)
    return row


@action("hold_meetings")
def change_item(item, *, title, details="", by):
    """Say a point in other words."""
    meeting = _planned(item.meeting)
    item = meeting.items.get(pk=item.pk)
    item.title, item.details = (title or "").strip(), (details or "").strip()
    checked(item).save(update_fields=["title", "details"])
    keep(meeting)
    return item


@action("hold_meetings")
def drop_item(item, *, by):
    """Take a point off the agenda. It stays to be seen among those taken off, and is not proposed again."""
    return _dropped(item, True)


@action("hold_meetings")
def take_back_item(item, *, by):
    """Put a point that was taken off on the agenda again, after the others."""
    return _dropped(item, False)


def _dropped(item, dropped):
    meeting = _planned(item.meeting)
    item = meeting.items.get(pk=item.pk)
    if item.dropped != dropped:
        item.dropped = dropped
        item.order = meeting.items.aggregate(last=Max("order"))["last"] + 1
        item.save(update_fields=["dropped", "order"])
        keep(meeting)
    return item


@action("hold_meetings")
def order(meeting, *, items, version, by):
    """Put the points in the order of `items`, the primary keys of all that are on; `version`: the meeting as seen."""
    meeting = _planned(meeting)
    rows = {row.pk: row for row in meeting.items.all()}
    there = [row.pk for row in rows.values() if not row.dropped]
    if version != meeting.version or sorted(items) != sorted(there):
        titles = {pk: row.title for pk, row in rows.items()}
        raise Conflict(
            _("The agenda was changed while you put it in order. Load the page again, and order it as it now is."),
            mine={_("Order"): "; ".join(titles.get(pk, str(pk)) for pk in items)},
            theirs={_("Order"): "; ".join(titles[pk] for pk in there)},
            **saved(meeting),
        )
    last = [row.pk for row in rows.values() if row.dropped]
    for number, pk in enumerate([*items, *last], 1):
        rows[pk].order = number
    AgendaItem.objects.bulk_update(rows.values(), ["order"])
    keep(meeting)
    return meeting


# --- convened -----------------------------------------------------------------------------------------------
@action("hold_meetings")
def convene(meeting, *, by, at):
    """Fix the agenda and call the members. Refuses a meeting without a point, or whose day is past."""
    meeting = held(meeting)
    reasons = against(meeting, "convene")
    if not reasons and not meeting.items.filter(dropped=False).exists():
        reasons.append(_("The agenda is empty: put at least one point on it."))
    if not reasons and meeting.held_on < localdate(at):
        said = _("The meeting is planned for %(day)s, which is past: give it another day.")
        reasons.append(said % {"day": words.day(meeting.held_on)})
    return moved(meeting, "convene", reasons, "convened", by=by, at=at)


@action("hold_meetings")
def reopen(meeting, *, by, at):
    """Open an agenda again that was fixed, before the meeting is held; the members are told."""
    meeting = held(meeting)
    return moved(meeting, "reopen", against(meeting, "reopen"), "reopened", by=by, at=at)


# --- what they have in common ----------------------------------------------------------------------------------------
def held(meeting):
    """The meeting as it is now; nobody else changes it until the transaction ends."""
    rows = Meeting.objects.select_for_update(of=["self"]).select_related("committee__organization")
    return rows.get(pk=meeting.pk)


def _planned(meeting):
    """The meeting, held, if its agenda may still be changed."""
    meeting = held(meeting)
    if meeting.state == MeetingState.CONVENED:
        raise Refused(_("The agenda is fixed since the meeting was convened: open it again first."))
    if meeting.state != MeetingState.PLANNED:
        raise Refused(_("This meeting was held: its agenda stays as it was. Put the point on the next one."))
    return meeting


def keep(meeting, *columns):
    """Save the columns of the meeting as its next version."""
    meeting.version += 1
    meeting.save(update_fields=[*columns, "version"])


def against(meeting, deed):
    start, _to, wrong = MEETING_MOVES[deed]
    if meeting.state == start:
        return []
    slots = {"why": wrong, "state": meeting.get_state_display()}
    return [_("%(why)s It now is: %(state)s. Load the page again to see who did what.") % slots]


def moved(meeting, deed, reasons, told, *columns, by, at):
    """Move the meeting on, and tell its members `told`; refuses with the reasons."""
    if reasons:
        raise Refused(reasons)
    meeting.state = MEETING_MOVES[deed][1]
    checked(meeting)
    keep(meeting, "state", *columns)
    _tell(meeting, told, by=by, at=at)
    return meeting


def _tell(meeting, told, *, by, at):
    """Let the posts of the members know: the one that holds a seat, else those that act for its body."""
    posts, day = [], localdate(at)
    for seat in agenda.members(meeting):
        held = Post.objects.current(day).filter(pk=seat.post_id).select_related("official")
        posts += held if seat.post_id else acting_for(seat.organization_id, day)
    notify(
        posts, event=f"meeting:{meeting.pk}:{told}:{meeting.version}", topic=Topic.DECISION, code=f"meeting_{told}",
        values={"number": meeting.number, "day": meeting.held_on.isoformat()}, url=f"/meetings/{meeting.pk}/", at=at,
        by=by,
    )  # fmt: skip


def saved(meeting):
    """By whom and when the meeting was changed last, from its history, as Conflict takes it."""
    event = meeting.events.order_by("-pgh_id").select_related("pgh_context").first()
    said = event.pgh_context.metadata if event and event.pgh_context else {}
    post = Post.objects.filter(pk=said.get("post")).first()
    return {"saved_by": str(post or ""), "saved_at": event and event.pgh_created_at}
