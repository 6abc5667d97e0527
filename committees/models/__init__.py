from committees.models.bodies import FormerName, Organization, OrganizationKind, OrganizationState
from committees.models.charges import CountyCharge, Visit
from committees.models.comments import SUBJECTS, Attachment, Comment, Mention, Withdrawal
from committees.models.committee import Committee, Membership
from committees.models.decisions import DECISION_MOVES, Decision, DecisionState, DecisionStep
from committees.models.guidance import GuidanceAddress, GuidanceNote, GuidanceReply
from committees.models.meetings import (
    MEETING_MOVES,
    AgendaItem,
    Attendance,
    ItemSource,
    Meeting,
    MeetingState,
    Presence,
)
from committees.models.notifications import Mailing, Notification, NotificationChoice, Topic
from committees.models.people import Official, Post, PostState, User
from committees.models.requests import REQUEST_MOVES, WAITING, Level, Request, RequestState, RequestStep
from committees.models.roles import KINDS_OF_UNITS, UNIT_PARTS, Part, ProjectRole
from committees.models.search import SearchEntry
from committees.models.tokens import ApiToken

__all__ = [
    "DECISION_MOVES", "KINDS_OF_UNITS", "MEETING_MOVES", "REQUEST_MOVES", "SUBJECTS", "UNIT_PARTS", "WAITING",
    "AgendaItem", "ApiToken", "Attachment", "Attendance", "Comment", "Committee", "CountyCharge", "Decision",
    "DecisionState", "DecisionStep", "FormerName", "GuidanceAddress", "GuidanceNote", "GuidanceReply", "ItemSource",
    "Level", "Mailing", "Meeting", "MeetingState", "Membership", "Mention", "Notification", "NotificationChoice",
    "Official", "Organization", "OrganizationKind", "OrganizationState", "Part", "Post", "PostState", "Presence",
    "ProjectRole", "Request", "RequestState", "RequestStep", "SearchEntry", "Topic", "User", "Visit", "Withdrawal",
]  # fmt: skip
