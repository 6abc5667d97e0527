"""Merging a body into another: whatever it has in hand goes over on one day, and what it was stays to be read.

Its last day is the one before. Facts keep the name under which they were made: returns, orders, payments, signatures,
findings, meetings it sat in, and requests and decisions that are settled.
"""

from datetime import date, timedelta

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.actions.names import keep_standings
from committees.actions.roles import unfit
from committees.models import (
    UNIT_PARTS,
    WAITING,
    ApiToken,
    Committee,
    Decision,
    DecisionState,
    GuidanceAddress,
    Membership,
    Organization,
    Part,
    Post,
    ProjectRole,
    Request,
    RequestState,
    RequestStep,
)
from factories.models import BaseMeasure, FactoryProject
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

OPEN_REQUESTS = (*WAITING, RequestState.DONE)
OPEN_DECISIONS = (DecisionState.OPEN, DecisionState.DONE)
NAMED = 5
"""How many requests a refusal names."""


@action("manage_bodies")
def merge(organization, *, into, on, reason, by, at):
    """Let the body be a part of `into` from the day `on`. Returns it, ended; its page keeps its history.

    In one transaction: its parts in factories and the units that projects name; the posts that act for it, with their
    API tokens; its open requests, decisions, notes without a reply and measures; its seats; and the bodies under it.
    Refuses with every reason.
    """
    pks = sorted({organization.pk, into.pk})
    rows = {
        row.pk: row for row in Organization.objects.select_for_update(of=["self"]).filter(pk__in=pks).order_by("pk")
    }
    body, into = rows[organization.pk], rows[into.pk]
    also = _against(body, into, on, localdate(at))
    if not reason.strip():
        also["reason"] = [_("Say why it is merged: the reason stays in the history.")]
    if also:
        raise Refused([sentence for sentences in also.values() for sentence in sentences], fields=also)
    last = on - min(timedelta(days=1), on - date.min)  # the calendar's first day has none before it
    _units(body, into)
    _roles(body, into, last)
    posts = _posts(body, into, last)
    _seats(body, into, last, posts)
    _requests(body, into, reason.strip(), by, at)
    _decisions(body, into)
    _notes(body, into)
    keep_standings(Request.objects.waiting().filter(owed_by=into), on=localdate(at))
    for measure in BaseMeasure.objects.select_for_update(of=["self"]).filter(owner=body, done_on__isnull=True):
        measure.owner = into
        measure.save(update_fields=["owner"])
    for part in Organization.objects.select_for_update(of=["self"]).filter(parent=body, ended_on__isnull=True):
        part.parent = into
        part.save(update_fields=["parent"])
    body.ended_on, body.merged_into = last, into
    checked(body).save(update_fields=["ended_on", "merged_into"])
    return body


# --- what stands against it ------------------------------------------------------------------------------------------
def _against(body, into, on, today):
    """{field: sentences}."""
    found = {"into": _against_into(body, into, on), "on": []}
    if body.ended_on:
        said = _("%(body)s ended on %(day)s already: it has nothing left to hand over.")
        found["into"].append(said % {"body": body, "day": words.day(body.ended_on)})
    if on > today:
        said = _("A merger is entered once it is in force: choose a day up to %(today)s.")
        found["on"].append(said % {"today": words.day(today)})
    return {name: sentences for name, sentences in found.items() if sentences}


def _against_into(body, into, on):
    if body == into:
        return [_("A body cannot be merged into itself: choose another.")]
    said = []
    if into.ended_on:
        ended = _("%(body)s ended on %(day)s: choose a body in being.")
        said.append(ended % {"body": into, "day": words.day(into.ended_on)})
    if _is_under(into, body):
        under = _("%(into)s is a part of %(body)s: make it a part of another body first.")
        said.append(under % {"into": into, "body": body})
    if term := Committee.objects.filter(organization=body, ends_on__gte=on).order_by("ends_on").first():
        runs = _("%(body)s leads the programme until %(day)s: a committee ends with its term and is merged after it.")
        said.append(runs % {"body": body, "day": words.day(term.ends_on)})
    held = set(_held_from(body, on).filter(part__in=UNIT_PARTS).values_list("part", flat=True))
    said += [sentence for part in Part if part in held and (sentence := unfit(into, part))]
    return said + _against_requests(body, into)


def _is_under(part, body):
    above = part.parent
    while above and above != body:
        above = above.parent
    return above is not None


def _against_requests(body, into):
    """A body asks nothing of itself, so that what is open between the two is settled first."""
    between = Q(asked_by=body, owed_by=into) | Q(asked_by=into, owed_by=body)
    numbers = list(
        Request.objects.filter(between, state__in=OPEN_REQUESTS).order_by("number").values_list("number", flat=True)
    )
    if not numbers:
        return []
    said = _("Between the two these requests are open: %(numbers)s. Confirm or withdraw them first.")
    return [said % {"numbers": ", ".join([*numbers[:NAMED], *(["…"] if len(numbers) > NAMED else [])])}]


def _held_from(body, on):
    """Its roles that last beyond the day before `on`."""
    return ProjectRole.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), organization=body)


def _beyond(last):
    """Rows with a span that goes on after the day."""
    return Q(ends_on__isnull=True) | Q(ends_on__gt=last)


# --- what goes over --------------------------------------------------------------------------------------------------
def _units(body, into):
    """Projects name the body that has the part today."""
    names = Q()
    for field in UNIT_PARTS.values():
        names |= Q(**{field: body})
    for project in FactoryProject.objects.select_for_update(of=["self"], no_key=True).filter(names).order_by("pk"):
        fields = [field for field in UNIT_PARTS.values() if getattr(project, f"{field}_id") == body.pk]
        for field in fields:
            setattr(project, field, into)
        project.save(update_fields=fields)


def _ends(row, last):
    """Let a row with a span end with the day; False if it begins after it, so that it goes over as it is."""
    if row.starts_on > last:
        return False
    row.ends_on = last
    row.save(update_fields=["ends_on"])
    return True


def _roles(body, into, last):
    rows = _held_from(body, last + timedelta(days=1)).select_for_update(of=["self"]).order_by("pk")
    for role in list(rows):
        until = role.ends_on
        starts_on = max(role.starts_on, last + timedelta(days=1))
        taken = _taken(into, role, starts_on, until)
        if taken and taken.starts_on <= starts_on:  # it has that part itself
            if not _ends(role, last):
                role.delete()
            continue
        until = taken.starts_on - timedelta(days=1) if taken else until
        if _ends(role, last):
            fresh = ProjectRole(
                project_id=role.project_id, organization=into, part=role.part, starts_on=starts_on, ends_on=until,
                note=role.note, demonstration=role.demonstration,
            )  # fmt: skip
            fresh.save(force_insert=True)
        else:
            role.organization, role.ends_on = into, until
            role.save(update_fields=["organization", "ends_on"])


def _taken(into, role, starts_on, until):
    """The first role of the same part there that `into` has itself within the days."""
    own = ProjectRole.objects.filter(project=role.project_id, part=role.part, organization=into)
    own = own.filter(_beyond(starts_on - timedelta(days=1)))
    return (own.filter(starts_on__lte=until) if until else own).order_by("starts_on").first()


def _posts(body, into, last):
    """End the posts that act for the body, and give them anew. Returns {old post: new post}."""
    rows = (
        Post.objects.select_for_update(of=["self"]).filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last)).of_body(body)
    )
    anew = {}
    for post in rows.order_by("deputy_of", "pk"):
        names = [name for name in ("organization", "body") if getattr(post, f"{name}_id") == body.pk]
        until = post.ends_on
        if not _ends(post, last):
            for name in names:
                setattr(post, name, into)
            post.save(update_fields=names)
            continue
        scope = {name: getattr(post, f"{name}_id") for name in ("province", "county", "organization", "body")}
        scope |= dict.fromkeys(names, into.pk)
        fresh = Post(
            role=post.role, official_id=post.official_id, starts_on=last + timedelta(days=1), ends_on=until,
            deputy=post.deputy, deputy_of_id=post.deputy_of_id, **{f"{name}_id": pk for name, pk in scope.items()},
        )  # fmt: skip
        fresh.save(force_insert=True)
        anew[post] = fresh
    for old, fresh in anew.items():
        Post.objects.filter(deputy_of=old, starts_on__gt=last).update(deputy_of=fresh)
        ApiToken.objects.filter(post=old).update(post=fresh)
    return anew


def _seats(body, into, last, posts):
    rows = Membership.objects.select_for_update(of=["self"]).filter(_beyond(last), organization=body).order_by("pk")
    for seat in list(rows):
        until, post = seat.ends_on, next((new for old, new in posts.items() if old.pk == seat.post_id), None)
        span = {"starts_on": max(seat.starts_on, last + timedelta(days=1)), "ends_on": until}
        if not _ends(seat, last):
            seat.organization = into
            seat.save(update_fields=["organization"])
            continue
        same = {"committee_id": seat.committee_id, "title": seat.title, "organization": into}
        if Membership.objects.filter(_beyond(last), **same).exists():
            continue  # it sits there itself under this title
        held = post.pk if post else seat.post_id
        Membership(**same, title_ko=seat.title_ko, post_id=held, chair=seat.chair, **span).save(force_insert=True)


def _requests(body, into, reason, by, at):
    """Those still open, each with the step that says so. Who owes a thing may owe it to whom it is now owed to."""
    rows = Request.objects.select_for_update(of=["self"]).filter(state__in=OPEN_REQUESTS)
    for row in rows.filter(Q(owed_by=body) | Q(asked_by=body)).order_by("pk"):
        for name in ("owed_by", "asked_by"):
            if getattr(row, f"{name}_id") == body.pk:
                setattr(row, name, into)
        row.save(update_fields=["owed_by", "asked_by"])
        passed = RequestStep.Step.PASSED
        RequestStep.objects.create(request=row, step=passed, owed_by_id=row.owed_by_id, note=reason, at=at, by=by)


def _decisions(body, into):
    for row in (
        Decision.objects.select_for_update(of=["self"]).filter(owner=body, state__in=OPEN_DECISIONS).order_by("pk")
    ):
        row.owner = into
        row.save(update_fields=["owner"])


def _notes(body, into):
    """Notes to which it has not replied are addressed to the other body too."""
    waiting = GuidanceAddress.objects.filter(organization=body, replies__isnull=True)
    there = GuidanceAddress.objects.filter(organization=into).values("note")
    notes = waiting.exclude(note__in=there).values_list("note", flat=True)
    GuidanceAddress.objects.bulk_create(GuidanceAddress(note_id=note, organization=into) for note in notes)
