"""The minutes of a meeting: opened, who was there, what came of each point, closed. Then nothing changes any more."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees import agenda
from committees.actions import meetings
from committees.models import MEETING_MOVES, Attendance, MeetingState, Presence
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Conflict, Refused


@action("hold_meetings")
def hold(meeting, *, chair, on, by):
    """Say on the day `on` that the meeting is opened, and which member presides."""
    meeting = meetings.held(meeting)
    reasons, fields = meetings.against(meeting, "hold"), {}
    if not reasons and on < meeting.held_on:
        said = _("The meeting is planned for %(day)s: open it on that day, or give it another day first.")
        reasons = [said % {"day": words.day(meeting.held_on)}]
    if chair is None or not agenda.members(meeting).filter(pk=chair.pk).exists():
        fields["chair"] = [_("Choose who presides among those who are members on the day of the meeting.")]
    if reasons or fields:
        sentences = [sentence for said in fields.values() for sentence in said]
        raise Refused([*reasons, *sentences], fields={} if reasons else fields)
    meeting.chair = chair
    meeting.state = MEETING_MOVES["hold"][1]
    meetings.keep(meeting, "chair", "state")
    return meeting


@action("hold_meetings")
def attend(meeting, *, presences, by):
    """Enter who was there: {primary key of a member: (presence, note)}. Members not named stay as they are."""
    meeting = _only_held(
        meetings.held(meeting), _("Attendance is entered while the minutes are open: open the meeting first.")
    )
    there = {row.member_id: row for row in meeting.attendances.all()}
    seats = {row.pk: row for row in agenda.members(meeting)}
    rows, fields = [], {}
    for pk, (presence, note) in presences.items():
        row = there.get(pk) or Attendance(meeting=meeting, member=seats.get(pk))
        row.presence, row.note = presence, (note or "").strip()
        rows.append(row)
        if sentences := _against_presence(row, pk in seats):
            fields[f"presence_{pk}"] = sentences
    if fields:
        raise Refused([said for sentences in fields.values() for said in sentences], fields=fields)
    for row in rows:
        checked(row).save()
    return meeting


def _against_presence(row, member):
    if not member:
        return [_("This is no member of the committee on the day of the meeting.")]
    slots = {"member": row.member}
    if row.presence not in Presence.values:
        return [_("%(member)s: choose present, represented or absent.") % slots]
    if row.presence == Presence.REPRESENTED and not row.note:
        return [_("%(member)s: write which post represented this member.") % slots]
    return []


@action("hold_meetings")
def minute(meeting, *, minutes, outcomes, version, by):
    """Keep the minutes as written so far, and {primary key of a point: what came of it}.

    `version`: the meeting as the writer saw it; raises Conflict, with both texts, if somebody saved since.
    """
    meeting = _only_held(
        meetings.held(meeting), _("Minutes are written once the meeting was opened, until they are closed.")
    )
    rows = {row.pk: row for row in meeting.items.filter(dropped=False)}
    if set(outcomes) - set(rows):
        raise Refused(_("One of these points is not on the agenda: load the page again."))
    if version != meeting.version:
        raise _clash(meeting, rows, minutes, outcomes)
    for pk, text in outcomes.items():
        rows[pk].outcome = (text or "").strip()
        checked(rows[pk]).save(update_fields=["outcome"])
    meeting.minutes = (minutes or "").strip()
    checked(meeting)
    meetings.keep(meeting, "minutes")
    return meeting


def _clash(meeting, rows, minutes, outcomes):
    """Both versions of the minutes, by their headings."""
    order = sorted(rows.values(), key=lambda row: (row.order, row.pk))
    heads = {row.pk: _("Point %(number)s") % {"number": number} for number, row in enumerate(order, 1)}
    return Conflict(
        _("Somebody else saved these minutes while you were writing. Both versions are below; nothing is lost."),
        mine={_("Minutes"): minutes, **{heads[pk]: text for pk, text in outcomes.items()}},
        theirs={_("Minutes"): meeting.minutes, **{heads[pk]: rows[pk].outcome for pk in outcomes}},
        **meetings.saved(meeting),
    )


@action("hold_meetings")
def close(meeting, *, by, at):
    """Close the minutes. Refuses while they are empty, a point came to nothing, or it is not entered who was there."""
    meeting = meetings.held(meeting)
    reasons = meetings.against(meeting, "close") or _unfinished(meeting)
    meeting.closed_at, meeting.closed_by = at, by
    return meetings.moved(meeting, "close", reasons, "minuted", "closed_at", "closed_by", by=by, at=at)


def _unfinished(meeting):
    """Sentences of what the minutes lack."""
    found = [] if meeting.minutes else [_("Write the minutes before they are closed.")]
    for number, row in enumerate(meeting.items.filter(dropped=False).order_by("order", "pk"), 1):
        if not row.outcome and not row.decisions.exists():
            said = _("Point %(number)s has neither an outcome nor a decision: write what came of it, or that it waits.")
            found.append(said % {"number": number})
    unknown = agenda.members(meeting).exclude(attendances__meeting=meeting).count()
    if unknown:
        said = ngettext(
            "Of %(count)s member it is not entered whether they were there: enter it first.",
            "Of %(count)s members it is not entered whether they were there: enter it first.",
            unknown,
        )
        found.append(said % {"count": unknown})
    return found


def _only_held(meeting, sentence):
    if meeting.state == MeetingState.MINUTED:
        raise Refused(_("The minutes of this meeting are closed: nothing of it changes any more."))
    if meeting.state != MeetingState.HELD:
        raise Refused(sentence)
    return meeting
