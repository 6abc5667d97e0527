"""The agenda of a meeting: what is proposed for it and why, and how its points are told. Reads only.

A point's title that is nothing but the code of what it is about is said in words, in the reader's language; so is why
it is there, from what was known on the day. What the committee's staff write instead stands as they wrote it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.models import (
    AgendaItem,
    CountyCharge,
    Decision,
    ItemSource,
    Level,
    Meeting,
    MeetingState,
    Membership,
    Request,
)
from factories import reasons, standing
from factories.models import Colour, County, ProgramYear
from regional20x10.shared import words

LONG = timedelta(days=30)
"""A request that waits so long is proposed, however high it has climbed."""
RED = (Colour.MISS, Colour.NONE)
TO_COME = (MeetingState.PLANNED, MeetingState.CONVENED)
WHOLE = 240
"""Characters of a decision's text in a title."""
SUBJECT = {
    ItemSource.RED: "project", ItemSource.REQUEST: "request", ItemSource.DECISION: "decision",
    ItemSource.UNLED: "county",
}  # fmt: skip
"""{source: the field of a point that names what it is about}."""


@dataclass
class Proposal:
    """What could be put on an agenda, and why."""

    source: ItemSource
    title: str
    why: list = field(default_factory=list)
    """Sentences."""
    project: object = None
    county: object = None
    request: object = None
    decision: object = None
    colour: str = ""
    """The standing of a factory that is proposed for it."""

    @property
    def key(self):
        """Names it among the proposals, such as red:31."""
        return f"{self.source.value}:{getattr(self, SUBJECT[self.source]).pk}"

    @property
    def code(self):
        """The title it is kept under: the code of what it is about."""
        return code_of(self)


def next_meeting(day, meetings=None):
    """The next meeting on or after the day that was not held yet; None without one. `meetings`: among which."""
    rows = Meeting.objects.all() if meetings is None else meetings
    return rows.filter(held_on__gte=day, state__in=TO_COME).order_by("held_on", "number", "pk").first()


def known_on(meeting, today):
    """The day as of which a meeting's agenda is told: its own, or today while it is still to come."""
    return min(meeting.held_on, today)


def members(meeting):
    """Who is a member of the committee on the day of the meeting."""
    return Membership.objects.filter(committee=meeting.committee_id).current(meeting.held_on)


def attendance(meeting):
    """The members on the day of the meeting, each with its attendance as `there`, None without one. Two queries."""
    there = {found.member_id: found for found in meeting.attendances.all()}
    seats = list(members(meeting).for_list())
    for seat in seats:
        seat.there = there.get(seat.pk)
    return seats


# --- what is proposed ------------------------------------------------------------------------------------------------
def proposals(meeting, day):
    """[Proposal] of what is red, overdue or escalated on the day and not on the agenda yet, the most urgent first.

    First what climbed to the committee, then overdue decisions, factories likely to miss the year's end, factories
    without a report, counties without a member in charge, and what else waits for long; each by its days or chance.
    """
    there = _there(meeting)
    waiting = _requests(there["request"], day)
    climbed = [row for row in waiting if row.request.level == Level.COMMITTEE]
    others = [row for row in waiting if row.request.level != Level.COMMITTEE]
    return [
        *climbed,
        *_decisions(there["decision"], day),
        *_factories(there["project"], day),
        *_counties(there["county"], day),
        *others,
    ]


def _there(meeting):
    """{field: the primary keys that points of the agenda are about}, those taken off among them."""
    points = AgendaItem.objects.filter(meeting=meeting).values("request", "decision", "project", "county")
    found = {"request": set(), "decision": set(), "project": set(), "county": set()}
    for point in points:
        own = ("request", "decision") if point["request"] or point["decision"] else ("project", "county")
        for name in own:
            found[name].add(point[name])
    return {name: {pk for pk in keys if pk} for name, keys in found.items()}


def _requests(there, day):
    """The highest first, then those due longest ago."""
    long = Q(level=Level.COMMITTEE) | Q(asked_on__lte=day - LONG)
    rows = Request.objects.waiting().filter(long, asked_on__lte=day).exclude(pk__in=there).for_list()
    return [
        Proposal(
            ItemSource.REQUEST, _request_title(row), why_request(row, day), row.project, row.county, request=row,
        )
        for row in rows.order_by("-level", "due_on", "-delay_days", "number", "pk")
    ]  # fmt: skip


def _decisions(there, day):
    rows = Decision.objects.owed().filter(due_on__lt=day).exclude(pk__in=there).for_list()
    return [Proposal(ItemSource.DECISION, _decision_title(row), why_decision(row, day), decision=row) for row in rows]


def _factories(there, day):
    """Of the running years: those likely to miss by their chance, then those without a report, longest silent first."""
    rows = standing.on(day).filter(
        colour__in=RED, project__plan__program_year__state=ProgramYear.State.ACTIVE
    ).exclude(project__in=there)  # fmt: skip
    found = sorted(rows.for_list(), key=_redness)
    return [
        Proposal(ItemSource.RED, _factory_title(row.project), why_factory(row), project=row.project, colour=row.colour)
        for row in found
    ]


def _redness(row):
    silent = row.colour == Colour.NONE
    return silent, -(row.silent_days or 0) if silent else row.chance or 0, row.project.code


def _counties(there, day):
    """Those of a running year in nobody's charge."""
    led = CountyCharge.objects.current(day).values("county")
    rows = County.objects.filter(plans__program_year__state=ProgramYear.State.ACTIVE).exclude(pk__in=led)
    rows = rows.exclude(pk__in=there).select_related("province").distinct().order_by("code")
    return [Proposal(ItemSource.UNLED, _county_title(row), [why_county()], county=row) for row in rows]


# --- what was decided ------------------------------------------------------------------------------------------------
def decided(meeting, user):
    """({point: its decisions}, those of the meeting under no point), of what the user sees. One query."""
    under, others = {}, []
    for row in Decision.objects.visible_to(user).for_list().filter(meeting=meeting).order_by("number", "pk"):
        (under.setdefault(row.item_id, []) if row.item_id else others).append(row)
    return under, others


# --- how points are told ---------------------------------------------------------------------------------------------
def points(meeting, day):
    """The points of an agenda in their order, those taken off too, each with `said`, `why`, `number` and `colour`.

    `number` counts those that are on; None of one taken off. At most three queries.
    """
    rows = list(AgendaItem.objects.filter(meeting=meeting).for_list())
    red = [row.project_id for row in rows if row.source == ItemSource.RED and row.project_id]
    standings = standing.standings(day, red) if red else {}
    number = 0
    for row in rows:
        number += not row.dropped
        row.number = None if row.dropped else number
        stood = standings.get(row.project_id) if row.source == ItemSource.RED else None
        row.colour = stood.colour if stood else ""
        row.said, row.why = heading(row), _why(row, stood, day)
    return rows


def code_of(point):
    """The code of what a point or a proposal is about; empty of one that staff put on without any."""
    about = getattr(point, SUBJECT.get(point.source, ""), None)
    return "" if about is None else getattr(about, "number", "") or about.code


def heading(point):
    """The title of a point: in words if it is nothing but a code, else as it was written."""
    if point.source == ItemSource.OWN or point.title != code_of(point):
        return point.title
    titles = {
        ItemSource.RED: _factory_title, ItemSource.REQUEST: _request_title, ItemSource.DECISION: _decision_title,
        ItemSource.UNLED: _county_title,
    }  # fmt: skip
    return titles[point.source](getattr(point, SUBJECT[point.source]))


def _why(row, stood, day):
    match row.source:
        case ItemSource.RED:
            return why_factory(stood) if stood else []
        case ItemSource.REQUEST:
            return why_request(row.request, day)
        case ItemSource.DECISION:
            return why_decision(row.decision, day)
        case ItemSource.UNLED:
            return [why_county()]
    return []


def _factory_title(project):
    slots = {"factory": project.factory_type.name, "place": project.plan.county.name, "code": project.code}
    return _("%(factory)s, %(place)s (%(code)s)") % slots


def _request_title(request):
    slots = {"number": request.number, "what": request.what, "body": request.owed_by.name}
    return _("%(number)s: %(what)s, owed by: %(body)s") % slots


def _decision_title(decision):
    text = decision.text if len(decision.text) <= WHOLE else decision.text[: WHOLE - 1] + "…"
    return _("%(number)s: %(text)s") % {"number": decision.number, "text": text}


def _county_title(county):
    return _("%(county)s: no member in charge") % {"county": county.name}


def why_factory(row):
    """The sentences of a factory's standing."""
    return [reasons.sentence(reason) for reason in row.reasons]


def why_request(request, day):
    """When it was asked and due, how late it is on the day, and what its delay costs."""
    slots = {"asked": words.day(request.asked_on), "due": words.day(request.due_on), "body": request.asked_by.name}
    found = [_("Asked by %(body)s on %(asked)s, due on %(due)s.") % slots]
    if request.delay_days:
        said = ngettext(
            "Without it the finish slips by %(days)s day.",
            "Without it the finish slips by %(days)s days.",
            request.delay_days,
        )
        found.append(said % {"days": words.number(request.delay_days)})
    return list(chain(found, _overdue(request.due_on, day)))


def why_decision(decision, day):
    """Who owes it since when."""
    slots = {"owner": decision.owner.name, "due": words.day(decision.due_on)}
    return [_("Owed by %(owner)s, due on %(due)s.") % slots, *_overdue(decision.due_on, day)]


def why_county():
    return _("It belongs to a running year of the programme, and no member is in charge of it.")


def _overdue(due_on, day):
    late = (day - due_on).days
    if late <= 0:
        return []
    said = ngettext("It is overdue by %(days)s day.", "It is overdue by %(days)s days.", late)
    return [said % {"days": words.number(late)}]
