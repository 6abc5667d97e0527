"""The agenda and the minutes of a meeting on paper, as PDF: the same data give the same bytes."""

from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees import agenda
from committees.models import MeetingState
from regional20x10.shared import paper, words

TEMPLATE = "committees/meetings/meeting.typ"
DASH = words.EN_DASH


def agenda_paper(meeting, today):
    """The bytes of the agenda, as told on the day of the meeting, or today while it is still to come."""
    day = agenda.known_on(meeting, today)
    title = _("Agenda of meeting %(number)s") % {"number": meeting.number}
    standing = (
        _("Planned: points are still put on and taken off.")
        if meeting.state == MeetingState.PLANNED
        else _("The agenda is fixed.")
    )
    said = {
        "standing": standing, "minutes": None, "attendance": [], "others": [],
        "points": [_point(row) for row in agenda.points(meeting, day) if row.number],
        "signature": None,
    }  # fmt: skip
    return paper.pdf(TEMPLATE, _common(meeting, title, day) | said)


def minutes_paper(meeting, user):
    """The bytes of the minutes; decisions are those that the user sees."""
    day = agenda.known_on(meeting, localdate(meeting.closed_at) if meeting.closed_at else meeting.held_on)
    title = _("Minutes of meeting %(number)s") % {"number": meeting.number}
    if meeting.closed_at:
        standing = _("Closed on %(at)s by %(post)s.") % {
            "at": words.moment(meeting.closed_at), "post": meeting.closed_by or DASH,
        }  # fmt: skip
    else:
        standing = _("Draft: the minutes are not closed yet.")
    under, others = agenda.decided(meeting, user)
    said = {
        "standing": standing,
        "minutes": (meeting.minutes or DASH).split("\n"),
        "attendance": [_attendance(row) for row in agenda.attendance(meeting)],
        "points": [
            _point(row, outcome=row.outcome, decisions=under.get(row.pk, []))
            for row in agenda.points(meeting, day)
            if row.number
        ],
        "others": [_decision(row) for row in others],
        "signature": _("Presided by: %(member)s") % {"member": meeting.chair or DASH},
    }
    return paper.pdf(TEMPLATE, _common(meeting, title, day) | said)


def _common(meeting, title, day):
    committee, held = meeting.committee, meeting.held_on
    slots = {"title": title, "day": words.day(held), "body": committee.organization.name}
    return {
        "lang": get_language(),
        "title": _("%(title)s, %(day)s") % slots,
        "short": _("%(title)s, %(day)s") % slots,
        "author": committee.organization.name,
        "keywords": [committee.organization.code, str(meeting.number)],
        "date": [held.year, held.month, held.day],
        "demonstration": _("Demonstration: the meeting is made up.") if meeting.demonstration else None,
        "foot": _("%(title)s, %(day)s") % slots,
        "credit": _("Reasons as known on %(day)s.") % {"day": words.day(day)},
        "words": _words(),
        "eyebrow": committee.organization.name,
        "heading": title,
        "subtitle": ", ".join(filter(None, [words.day(held), meeting.place])),
    }


def _words():
    return {
        "agenda": _("Agenda"), "minutes": _("Minutes"), "attendance": _("Attendance"), "member": _("Member"),
        "presence": _("Presence"), "note": _("By whom, or why not"), "outcome": _("What came of it"),
        "decisions": _("Decisions"), "others": _("Decisions under no point"), "owner": _("Owner"), "due": _("Due"),
        "decision": _("Decision"), "number": _("Number"), "empty": _("No point is on the agenda."),
    }  # fmt: skip


def _point(row, outcome=None, decisions=()):
    return {
        "title": f"{row.number}. {row.said}",
        "source": str(row.get_source_display()),
        "state": row.colour or None,
        "word": str(words.STATUS[row.colour]) if row.colour else "",
        "why": row.why,
        "details": row.details.split("\n") if row.details else [],
        "outcome": outcome.split("\n") if outcome else [],
        "decisions": [_decision(decision) for decision in decisions],
    }


def _decision(row):
    return {"number": row.number, "text": row.text, "owner": row.owner.name, "due": words.day(row.due_on)}


def _attendance(member):
    there = member.there
    return {
        "body": member.organization.name,
        "title": member.said,
        "presence": str(there.get_presence_display()) if there else DASH,
        "note": there.note if there else "",
    }
