"""The ladder: a request that waits climbs by its age, to the province, to the member in charge, to the committee."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, PositiveSmallIntegerField, Q, Value, When

from committees.actions import meetings
from committees.actions.notifications import notify
from committees.models import (
    AgendaItem,
    CountyCharge,
    DecisionState,
    Level,
    MeetingState,
    Post,
    Request,
    RequestState,
    RequestStep,
    Topic,
)
from committees.rights import Role
from factories.actions import standings
from regional20x10.shared.actions import action

RUNGS = (Level.PROVINCE, Level.LEAD, Level.COMMITTEE)
"""What REQUEST_LADDER_DAYS count to, in the same order."""
PROVINCIAL = (Role.PROVINCIAL_SECRETARY, Role.PROVINCIAL_CHAIR)


@action()
def climb(*, on, at, by):
    """Let every request that waits climb as high as its age on the day `on` lets it; how many climbed.

    A promise holds it until its day has passed. What has reached the committee is put on the agenda of its next
    planned meeting, now or once there is one. Each rung has its step, and whom it reached is told: run twice, once.
    """
    waiting = Request.objects.waiting().select_related("asked_by", "owed_by", "project__plan__county", "county")
    promised = Q(state=RequestState.PROMISED, promised_on__gte=on)
    due = waiting.annotate(reached=_reached(on)).filter(level__lt=F("reached")).exclude(promised)
    rows = list(due.select_for_update(of=["self"]).order_by("pk"))
    rungs = [(level, [row for row in rows if row.level < level <= row.reached]) for level in RUNGS]
    for level, risen in rungs:
        RequestStep.objects.bulk_create(
            RequestStep(request=row, step=RequestStep.Step.ESCALATED, level=level, at=at, by=by) for row in risen
        )
        Request.objects.filter(pk__in=[row.pk for row in risen]).update(level=level)
    if projects := {row.project_id for row in rows} - {None}:
        standings.refresh(projects, on=on)
    if rows:
        _tell(rows, rungs, on=on, at=at, by=by)
    _onto_the_agenda(on=on, by=by)
    return len(rows)


def _reached(on):
    """The level that its age alone gives a request on the day."""
    rungs = zip(settings.REQUEST_LADDER_DAYS, RUNGS, strict=True)
    steps = [When(asked_on__lte=on - timedelta(days=days), then=Value(level)) for days, level in rungs]
    return Case(*reversed(steps), default=Value(Level.BODY), output_field=PositiveSmallIntegerField())


# --- whom it reaches -------------------------------------------------------------------------------------------------
def said(row):
    """What the sentences of notifications name of a request."""
    return {
        "number": row.number, "what": row.what, "due_on": row.due_on.isoformat(), "level": row.level,
        "promised_on": row.promised_on and row.promised_on.isoformat(),
        "asked_by": [row.asked_by.name_en, row.asked_by.name_ko],
        "owed_by": [row.owed_by.name_en, row.owed_by.name_ko],
    }  # fmt: skip


def _tell(rows, rungs, *, on, at, by):
    """Both bodies and whom it reached; the body that owes it and the member in charge at once, from their rung on."""
    told = _Told(rows, on)
    for level, risen in rungs:
        for row in risen:
            row.level = level
            common = {
                "event": f"request:{row.pk}:climbed:{level}", "topic": Topic.REQUEST,
                "code": "request_climbed", "values": said(row), "url": f"/requests/{row.pk}/", "at": at, "by": by,
            }  # fmt: skip
            if level >= Level.LEAD:
                notify([*told.body(row.owed_by_id), *told.leads(row.place)], urgent=True, **common)
            notify([*told.body(row.owed_by_id), *told.body(row.asked_by_id), *told.at(level, row.place)], **common)


class _Told:
    """Who is to hear of the requests on the day. Two queries, however many requests."""

    def __init__(self, rows, on):
        bodies = {pk for row in rows for pk in (row.asked_by_id, row.owed_by_id)}
        counties = {row.place.pk for row in rows}
        charges = CountyCharge.objects.current(on).filter(county__in=counties)
        self.charged = dict(charges.values_list("county", "official"))
        wanted = Q(organization__in=bodies) | Q(body__in=bodies) | Q(official__in=self.charged.values())
        wanted |= Q(role__in=[*PROVINCIAL, Role.COUNTY_LEAD, Role.COMMITTEE_STAFF])
        self.posts = list(Post.objects.current(on).filter(wanted).select_related("official"))

    def body(self, pk):
        return [post for post in self.posts if post.acts_for_id == pk]

    def leads(self, county):
        """The posts of the member in charge of the county."""
        official = self.charged.get(county.pk)
        return [
            post
            for post in self.posts
            if post.official_id == official or (post.role == Role.COUNTY_LEAD and post.county_id == county.pk)
        ]

    def at(self, level, county):
        """Those to whom a request about the county climbs."""
        match level:
            case Level.PROVINCE:
                here = [post for post in self.posts if post.province_id == county.province_id]
                return [post for post in here if post.role in PROVINCIAL]
            case Level.LEAD:
                return self.leads(county)
        return [post for post in self.posts if post.role == Role.COMMITTEE_STAFF]


# --- the committee's agenda ------------------------------------------------------------------------------------------
def _onto_the_agenda(*, on, by):
    """Put on the next planned meeting what waits at the committee's level and is neither decided nor on an agenda.

    A meeting that closed its minutes without a decision about it, or was not held, leaves it for the next.
    """
    ahead = Q(meeting__state=MeetingState.PLANNED, meeting__held_on__gte=on)
    ahead |= Q(meeting__state__in=[MeetingState.CONVENED, MeetingState.HELD])
    on_one = AgendaItem.objects.filter(ahead, request=OuterRef("pk"))
    rows = Request.objects.waiting().filter(~Exists(on_one), level=Level.COMMITTEE)
    rows = rows.exclude(decisions__state__in=[DecisionState.OPEN, DecisionState.DONE])
    for row in rows.order_by("asked_on", "pk"):
        if meetings.put_on(row, on=on, by=by) is None:
            return
