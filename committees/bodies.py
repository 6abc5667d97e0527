"""Bodies as they stood on a day: what each does, owes and is owed, and how much of it was done in time. Reads only.

What a request or a decision was on a day follows from its steps up to then; with whom it lies is what is known today,
for a merger passes it on. Of all of it a reader is told what they see, so that two readers may count differently.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, DateField, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils.text import capfirst

from committees.models import (
    Decision,
    DecisionStep,
    FormerName,
    GuidanceAddress,
    GuidanceReply,
    Organization,
    Post,
    ProjectRole,
    Request,
    RequestStep,
)
from regional20x10.shared import clock, words

WINDOW = timedelta(days=365)
"""How far back the on-time rate looks."""
Step = RequestStep.Step
WAITING_AFTER = (Step.ASKED, Step.PROMISED, Step.DECLINED, Step.DISPUTED)
"""Steps after which the asking body still lacks what it asked for."""
DONE_AFTER = (Step.DONE, Step.CONFIRMED)
BESIDE = (Step.ESCALATED, Step.PASSED)
"""Steps that say nothing of how far it is."""
Made = DecisionStep.Step
OPEN_AFTER, SETTLED_AFTER = (Made.MADE, Made.REOPENED), (Made.DONE, Made.CLOSED)


@dataclass(frozen=True)
class Figures:
    """Of one body on a day."""

    projects: int = 0
    """In which it has a part."""
    owed: int = 0
    """Requests to it that still wait."""
    owed_overdue: int = 0
    asked: int = 0
    """Requests of its own that still wait."""
    decisions: int = 0
    """That wait for it, their owner."""
    decisions_overdue: int = 0
    due: int = 0
    """Requests to it and decisions of its that fell due within WINDOW before the day, withdrawn ones left out."""
    in_time: int = 0
    """Those of them that were said to be done on the day they were due or before, and were not disputed since."""

    @property
    def on_time_percent(self):
        """0 to 100; None while nothing fell due."""
        return 100 * self.in_time / self.due if self.due else None


def _steps(model, field, cut, without=()):
    rows = model.objects.filter(**{field: OuterRef("pk")}, at__lte=cut).exclude(step__in=without)
    return rows.order_by("-at", "-pk")


def requests_then(user, as_of):
    """The requests one sees, with `step_then` and `done_on` by the end of the day; those made later are left out."""
    cut = clock.end_of(as_of)
    last = Subquery(_steps(RequestStep, "request", cut, BESIDE).values("step")[:1])
    done = Subquery(_steps(RequestStep, "request", cut).filter(step=Step.DONE).values("at")[:1])
    rows = Request.objects.visible_to(user).annotate(step_then=last, done_on=TruncDate(done))
    return rows.filter(step_then__isnull=False)


def decisions_then(user, as_of):
    """The decisions one sees, with `step_then`, `due_then` and `done_on` by the end of the day."""
    cut = clock.end_of(as_of)
    steps = _steps(DecisionStep, "decision", cut)
    due = Subquery(steps.filter(due_on__isnull=False).values("due_on")[:1], output_field=DateField())
    last = Subquery(_steps(DecisionStep, "decision", cut, (Made.MOVED,)).values("step")[:1])
    done = Subquery(steps.filter(step=Made.DONE).values("at")[:1])
    rows = Decision.objects.visible_to(user).annotate(
        step_then=last, due_then=Coalesce(due, "due_on"), done_on=TruncDate(done)
    )
    return rows.filter(step_then__isnull=False)


def _counted(rows, path, due, waiting, done, as_of):
    """{body: (waiting, overdue, fell due, in time)} of rows with step_then and done_on. One query."""
    fell = Q(**{f"{due}__lt": as_of, f"{due}__gte": as_of - WINDOW}, step_then__in=(*waiting, *done))
    numbers = {
        "n_waiting": Count("pk", filter=Q(step_then__in=waiting)),
        "n_overdue": Count("pk", filter=Q(step_then__in=waiting, **{f"{due}__lt": as_of})),
        "n_due": Count("pk", filter=fell),
        "n_in_time": Count("pk", filter=fell & Q(step_then__in=done, done_on__lte=F(due))),
    }
    return {row[path]: [row[name] for name in numbers] for row in rows.order_by().values(path).annotate(**numbers)}


def figures(organizations, user, as_of):
    """{pk: Figures} of the bodies, on the day and within what the user sees. Four queries."""
    pks = [row.pk for row in organizations]
    requests = requests_then(user, as_of)
    owed = _counted(requests.filter(owed_by__in=pks), "owed_by", "due_on", WAITING_AFTER, DONE_AFTER, as_of)
    asked = _counted(requests.filter(asked_by__in=pks), "asked_by", "due_on", WAITING_AFTER, DONE_AFTER, as_of)
    decisions = _counted(
        decisions_then(user, as_of).filter(owner__in=pks), "owner", "due_then", OPEN_AFTER, SETTLED_AFTER, as_of
    )
    roles = ProjectRole.objects.visible_to(user).current(as_of).filter(organization__in=pks).order_by()
    projects = dict(roles.values_list("organization").annotate(Count("project", distinct=True)))
    nothing = [0, 0, 0, 0]
    found = {}
    for pk in pks:
        to, of = owed.get(pk, nothing), decisions.get(pk, nothing)
        found[pk] = Figures(
            projects.get(pk, 0), to[0], to[1], asked.get(pk, nothing)[0], of[0], of[1], to[2] + of[2], to[3] + of[3]
        )
    return found


# --- lists -----------------------------------------------------------------------------------------------------------
def seen_by(user, as_of):
    """The bodies as a tree, each with its `state_then` on the day and the names it had."""
    names = Prefetch("former_names", FormerName.objects.filter(until__gte=as_of))
    rows = (
        Organization.objects.visible_to(user).for_list().select_related("parent", "merged_into", "province", "county")
    )
    return rows.then(as_of).prefetch_related(names, Prefetch("parent__former_names", names.queryset)).as_tree()


def posts_seen_by(user, as_of):
    """The posts as they stood on the day; who holds them is not read."""
    rows = Post.objects.visible_to(user).then(as_of).for_list()
    return rows.select_related("province", "county", "organization", "body", "deputy_of")


# --- one body --------------------------------------------------------------------------------------------------------
@dataclass
class Node:
    """A body in the tree under another."""

    body: Organization
    parts: list = field(default_factory=list)


def under(body, user, as_of):
    """[Node] of the bodies in being that are a part of this one, with those under them. One query, one for names."""
    rows = seen_by(user, as_of).filter(above__contains=[body.pk]).exclude(pk=body.pk)
    nodes = {row.pk: Node(row) for row in rows if row.state_then == "being"}
    top = []
    for node in nodes.values():
        above = nodes.get(node.body.parent_id)
        (above.parts if above else top).append(node)
    return top


def roles_of(body, user, as_of):
    """(roles held on the day, roles that ended before it), by factory. One query."""
    rows = list(ProjectRole.objects.visible_to(user).filter(organization=body, starts_on__lte=as_of).for_list())
    held = [row for row in rows if row.ends_on is None or row.ends_on >= as_of]
    return held, [row for row in rows if row.ends_on and row.ends_on < as_of]


@dataclass
class Matters:
    """What lies with a body, or what it waits for: the open ones by the day they are due."""

    owed: list
    asked: list
    decisions: list
    notes: list
    """GuidanceAddress without a reply by the day."""


def matters(body, user, as_of):
    """What it owes and is owed on the day. Four queries."""
    requests = requests_then(user, as_of).filter(step_then__in=WAITING_AFTER).for_list()
    decisions = decisions_then(user, as_of).filter(owner=body, step_then__in=OPEN_AFTER).for_list()
    cut = clock.end_of(as_of)
    replied = GuidanceReply.objects.filter(address=OuterRef("pk"), at__lte=cut)
    seen = GuidanceAddress._meta.get_field("note").related_model.objects.visible_to(user)
    notes = GuidanceAddress.objects.filter(organization=body, note__in=seen, note__at__lte=cut)
    notes = notes.alias(reply=Subquery(replied.values("pk")[:1])).filter(reply__isnull=True).select_related("note")
    return Matters(
        owed=list(requests.filter(owed_by=body)), asked=list(requests.filter(asked_by=body)),
        decisions=list(decisions), notes=list(notes.order_by("note__reply_by", "pk")),
    )  # fmt: skip


SAID = ("kind", "parent", "province", "county", "name_en", "name_ko", "ended_on", "merged_into")
"""What of a body its history tells."""


@dataclass(frozen=True)
class Change:
    """One entry of the history of a body: what it says anew of it, by which post and why."""

    at: object
    values: dict
    """{field: what it is since}; of the first entry all that was said."""
    post: Post | None
    reason: str

    @property
    def said(self):
        """[(words of the field, words of what it is since)]."""
        names = {name: capfirst(Organization._meta.get_field(name).verbose_name) for name in self.values}
        return [(names[name], _said(value)) for name, value in self.values.items()]


def _said(value):
    return words.day(value) if isinstance(value, date) else str(value or "")


def history(body):
    """[Change], the latest first, as the database kept them. Three queries."""
    model = Organization.pgh_event_model
    rows = model.objects.filter(pgh_obj=body).select_related(
        "pgh_context", "parent", "merged_into", "province", "county"
    )
    found, before = [], {}
    for row in rows.order_by("pgh_created_at", "pgh_id"):
        now = {name: getattr(row, row._meta.get_field(name).attname) for name in SAID}
        changed = [name for name in SAID if now[name] != before.get(name, None if now[name] is None else "")]
        if changed:
            said = row.pgh_context.metadata if row.pgh_context else {}
            values = {name: _in_words(row, name) for name in changed}
            found.append(Change(row.pgh_created_at, values, said.get("post"), said.get("reason", "")))
        before = now
    posts = Post.objects.select_related("province", "county", "organization")
    posts = posts.in_bulk({change.post for change in found if change.post})
    return [replace(change, post=posts.get(change.post)) for change in reversed(found)]


def _in_words(row, name):
    return row.get_kind_display() if name == "kind" else getattr(row, name)
