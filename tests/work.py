"""Builders of the committee's work: bodies with posts, charges, meetings, decisions, requests, guidance, comments."""

import itertools
import uuid
from datetime import date, timedelta

from committees.models import (
    AgendaItem,
    Comment,
    Committee,
    CountyCharge,
    Decision,
    DecisionStep,
    GuidanceAddress,
    GuidanceNote,
    GuidanceReply,
    Meeting,
    Membership,
    Mention,
    Notification,
    Official,
    ProjectRole,
    Request,
    RequestStep,
    Visit,
)
from committees.rights import Role
from tests import make

_serial = itertools.count(1)
TERM = (date(2024, 1, 30), date(2033, 12, 31))


def body(kind="ministry", **values):
    return make.organization(kind, **values)


def officer(organization=None, role=Role.INSTITUTION, **values):
    """A post that acts for the body: of an institution by its scope, of any other role by `body`."""
    organization = organization or body()
    if role == Role.INSTITUTION:
        return make.post(role, where=organization, **values)
    return make.post(role, body=organization, **values)


def role(project, organization=None, part="supply", starts_on=date(2026, 1, 1), **values):
    return ProjectRole.objects.create(
        project=project, organization=organization or body(), part=part, starts_on=starts_on, **values
    )


def committee(organization=None, starts_on=TERM[0], ends_on=TERM[1], **values):
    return Committee.objects.create(
        organization=organization or body("committee"), starts_on=starts_on, ends_on=ends_on, **values
    )


def member(committee_=None, organization=None, **values):
    committee_ = committee_ or committee()
    values = {"title": f"Member {next(_serial)}", "starts_on": committee_.starts_on, **values}
    return Membership.objects.create(committee=committee_, organization=organization or body(), **values)


def meeting(committee_=None, held_on=make.DAY + timedelta(days=5), **values):
    committee_ = committee_ or Committee.objects.first() or committee()
    number = values.pop("number", committee_.meetings.count() + 1)
    return Meeting.objects.create(committee=committee_, number=number, held_on=held_on, **values)


def item(meeting_=None, **values):
    meeting_ = meeting_ or meeting()
    values = {"title": f"Point {next(_serial)}", "order": meeting_.items.count() + 1, **values}
    return AgendaItem.objects.create(meeting=meeting_, **values)


def decision(owner=None, *, projects=(), counties=(), by=None, made_on=date(2026, 10, 1), **values):
    values = {"text": "Deliver the line.", "due_on": made_on + timedelta(days=30), **values}
    number = f"D26-{next(_serial):03}"
    made = Decision.objects.create(number=number, owner=owner or body(), made_on=made_on, **values)
    made.projects.set(projects)
    made.counties.set(counties)
    DecisionStep.objects.create(decision=made, step="made", due_on=made.due_on, at=make.moment(made_on), by=by)
    return made


def request(project=None, *, asked_by=None, owed_by=None, asked_on=date(2026, 10, 1), by=None, **values):
    """A request about the project (or `county=`), with its first step."""
    if project is None and "county" not in values:
        project = make.project()
    values = {"what": "A transformer", "due_on": asked_on + timedelta(days=10), "delay_days": 12, **values}
    made = Request.objects.create(
        number=f"R26-{next(_serial):04}", key=uuid.uuid4(), project=project, owed_by=owed_by or body(),
        asked_by=asked_by or body("operation_unit"), asked_on=asked_on, **values,
    )  # fmt: skip
    RequestStep.objects.create(request=made, step="asked", at=make.moment(asked_on), by=by)
    return made


def charge(county, official=None, starts_on=date(2026, 1, 1), **values):
    official = official or Official.objects.create(reference=f"W-{next(_serial)}")
    values = {"title": "Member of the Political Bureau", **values}
    return CountyCharge.objects.create(county=county, official=official, starts_on=starts_on, **values)


def visit(charge_, visited_on=date(2026, 10, 5), by=None, **values):
    values = {"seen": "The roof is closed.", "key": uuid.uuid4(), **values}
    return Visit.objects.create(
        county=charge_.county, charge=charge_, visited_on=visited_on, at=make.moment(visited_on), by=by, **values
    )


def guidance(*organizations, written_on=date(2026, 10, 1), by=None, **values):
    said = {"title": "Cure the concrete", "text": "Keep it warm.", "reply_by": written_on + timedelta(days=7)}
    note = GuidanceNote.objects.create(
        number=f"G26-{next(_serial):03}", key=uuid.uuid4(), written_on=written_on, at=make.moment(written_on), by=by,
        **said | values,
    )  # fmt: skip
    for organization in organizations or [body()]:
        GuidanceAddress.objects.create(note=note, organization=organization)
    return note


def reply(note, text="Done since Monday.", on=date(2026, 10, 3), by=None):
    return GuidanceReply.objects.create(address=note.addresses.first(), text=text, at=make.moment(on), by=by)


def comment(*, by=None, mentions=(), on=date(2026, 10, 5), **values):
    """A comment about `project=`, `status_return=`, `production_return=`, `finding=` or `decision=`."""
    values = {"text": "Why so late?", "key": uuid.uuid4(), **values}
    made = Comment.objects.create(at=make.moment(on), by=by, **values)
    Mention.objects.bulk_create(Mention(comment=made, post=post) for post in mentions)
    return made


def notification(post, event=None, on=make.DAY, **values):
    """What the post's user was told."""
    said = {
        "topic": "return", "code": "return_sent_back", "url": "/returns/1/",
        "values": {"factory": "26-A-FOOD", "first": "2026-10-01", "last": "2026-10-10"},
    }  # fmt: skip
    return Notification.objects.create(
        user=post.official.user, event=event or f"return:{next(_serial)}:sent_back", at=make.moment(on), on=on,
        **said | values,
    )  # fmt: skip
