"""What the committee's work asks of a post, and nothing else: requests, decisions, guidance, meetings, mentions.

Each is a queryset in the order of its days; it is empty, and asks no question, for a post that cannot have any.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from committees.models import (
    WAITING,
    CountyCharge,
    Decision,
    DecisionState,
    GuidanceAddress,
    GuidanceReply,
    Level,
    Meeting,
    MeetingState,
    Notification,
    Post,
    Request,
    RequestState,
    Topic,
)
from committees.models.scope import ABOUT, own_body, post_of
from committees.rights import Deed, Role
from factories.models import County, CountyPlan, ProgramYear

DAYS_BEFORE_MEETING = 14
CLIMBS_TO = {
    Role.PROVINCIAL_SECRETARY: Level.PROVINCE, Role.PROVINCIAL_CHAIR: Level.PROVINCE, Role.COUNTY_LEAD: Level.LEAD,
    Role.COMMITTEE_STAFF: Level.COMMITTEE,
}  # fmt: skip
"""{role: the level from which on a request has climbed to it}."""


def _body(user, deed):
    """The body for which the post may do `deed`; None for other posts."""
    post = post_of(user)
    return own_body(user) if post and post.may(deed) else None


# --- requests --------------------------------------------------------------------------------------------------------
def to_answer(user, today):
    """Requests to the post's body that wait for its answer, or for what it promised."""
    body = _body(user, Deed.COOPERATE)
    if body is None:
        return Request.objects.none()
    rows = Request.objects.filter(owed_by=body, state__in=(RequestState.OPEN, RequestState.PROMISED))
    return rows.for_list()


def to_confirm(user, today):
    """Requests of the post's body that are said to be done: it confirms that, or says that it is not so."""
    body = _body(user, Deed.COOPERATE)
    return Request.objects.filter(asked_by=body, state=RequestState.DONE).for_list() if body else Request.objects.none()


def climbed(user, today):
    """Requests of its reach that still wait and have by their age come to the post: province, lead, committee."""
    post = post_of(user)
    level = CLIMBS_TO.get(Role(post.role)) if post else None
    if level is None:
        return Request.objects.none()
    places = County.objects.editable_by(user)
    if post.role == Role.COUNTY_LEAD:
        charged = CountyCharge.objects.current(today).filter(official=post.official_id)
        places = County.objects.filter(Q(pk__in=places) | Q(pk__in=charged.values("county")))
    reached = Q(county__in=places) | Q(project__plan__county__in=places)
    return Request.objects.filter(reached, state__in=WAITING, level__gte=level).for_list()


# --- decisions and guidance ------------------------------------------------------------------------------------------
def owed_decisions(user, today):
    """Open decisions that the post's body owes, the overdue first."""
    body = _body(user, Deed.COOPERATE)
    return Decision.objects.filter(owner=body).owed().for_list() if body else Decision.objects.none()


def to_close(user, today):
    """Decisions said to be done, for who closes them; none of a body for which the official acts, or said by them."""
    post = post_of(user)
    if post is None or not post.may(Deed.CLOSE_DECISIONS):
        return Decision.objects.none()
    own = Post.objects.current(today).filter(official=post.official_id)
    rows = Decision.objects.filter(state=DecisionState.DONE)
    rows = rows.exclude(owner__in=own.filter(organization__isnull=False).values("organization"))
    rows = rows.exclude(owner__in=own.filter(body__isnull=False).values("body"))
    said = Decision.objects.filter(steps__step="done", steps__by__official=post.official_id)
    return rows.exclude(pk__in=said.values("pk")).for_list()


def to_reply(user, today):
    """Guidance notes to the post's body that it has not replied to (GuidanceAddress), by the day a reply is due."""
    body = _body(user, Deed.COOPERATE)
    if body is None:
        return GuidanceAddress.objects.none()
    replied = GuidanceReply.objects.filter(address=OuterRef("pk"))
    rows = GuidanceAddress.objects.filter(~Exists(replied), organization=body)
    return rows.select_related("note", *(f"note__{path}" for path in ABOUT)).order_by("note__reply_by", "pk")


# --- the committee's staff -------------------------------------------------------------------------------------------
def meetings(user, today):
    """Meetings that are to be prepared, held or closed, for who holds them; those far off are left out."""
    post = post_of(user)
    if post is None or not post.may(Deed.HOLD_MEETINGS):
        return Meeting.objects.none()
    rows = Meeting.objects.exclude(state=MeetingState.MINUTED)
    rows = rows.filter(held_on__lte=today + timedelta(days=DAYS_BEFORE_MEETING))
    return rows.select_related("committee__organization").order_by("held_on", "pk")


def unled(user, today):
    """Counties of the running programme years without a member in charge, for who puts them there."""
    post = post_of(user)
    if post is None or not post.may(Deed.ASSIGN_LEADS):
        return County.objects.none()
    led = CountyCharge.objects.current(today).filter(county=OuterRef("pk"))
    running = CountyPlan.objects.filter(county=OuterRef("pk"), program_year__state=ProgramYear.State.ACTIVE)
    rows = County.objects.editable_by(user).filter(~Exists(led), Exists(running))
    return rows.select_related("province").order_by("province__code", "code")


# --- comments --------------------------------------------------------------------------------------------------------
def mentions(user):
    """Unread notifications of comments that call the user, or answer them; the oldest first."""
    if post_of(user) is None:
        return Notification.objects.none()
    return Notification.objects.visible_to(user).unread().filter(topic=Topic.MENTION).order_by("at", "pk")
