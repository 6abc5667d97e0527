"""Whom returns, findings and exceptions concern, and telling them: parts of the actions that make the events."""

from collections import defaultdict

from django.db.models import Q
from django.utils.timezone import localdate

from committees.actions import notifications
from committees.actions.notifications import acting_for
from committees.models import CountyCharge, Post, Topic
from committees.rights import RULES, Deed
from factories.models import FactoryProject, PeriodKind, ProductionReturn, Severity


def _posts(day, deed, **place):
    """The posts held on `day` whose role may do `deed`."""
    roles = [role for role, rule in RULES.items() if deed in rule.may]
    return Post.objects.current(day).filter(role__in=roles, **place)


# --- returns ---------------------------------------------------------------------------------------------------------
def handed_in(rows, *, by, at):
    """Returns wait for the posts that verify them, of their provinces. One question and one statement for all."""
    if notifications.silent():
        return
    provinces = {row.project.plan.county.province_id for row in rows}
    posts = defaultdict(list)
    for post in _posts(localdate(at), Deed.VERIFY_RETURNS, province__in=provinces).select_related("official"):
        posts[post.province_id].append(post)
    events = [_of_return(row, posts[row.project.plan.county.province_id], "handed_in") for row in rows]
    _tell_of_returns(events, "return_waits_for_province", by, at)


def verified(row, *, by, at):
    """A verified return waits for the committee."""
    posts = _posts(localdate(at), Deed.ACCEPT_RETURNS)
    _tell_of_returns([_of_return(row, posts, "verified")], "return_waits_for_committee", by, at)


def sent_back(row, *, by, at):
    """A return that was sent back is for its unit to correct, and for who handed it in."""
    unit = row.project.operation_unit_id if _monthly(row) else row.project.construction_unit_id
    theirs = Q(organization=unit) | Q(body=unit) if unit else Q()
    posts = Post.objects.current(localdate(at)).filter(theirs | Q(pk=row.submitted_by_id))
    _tell_of_returns([_of_return(row, posts, "sent_back")], "return_sent_back", by, at)


def _monthly(row):
    return isinstance(row, ProductionReturn)


def _of_return(row, posts, what):
    noun, url = ("production", f"/production/{row.pk}/") if _monthly(row) else ("return", f"/returns/{row.pk}/")
    return posts, f"{noun}:{row.pk}:{what}", {"factory": row.project.code, **_period(row.period)}, url


def _period(period):
    return {"first": period.starts_on.isoformat(), "last": period.ends_on.isoformat()}


def _tell_of_returns(events, code, by, at):
    notifications.notify_all(events, topic=Topic.RETURN, code=code, at=at, by=by)


def taken_longer(exception, *, by, at):
    """An exception is for those who report from its place: the builders, or of months the operation units."""
    place = {
        "pk": exception.project_id, "plan__county": exception.county_id,
        "plan__county__province": exception.province_id,
    }  # fmt: skip
    projects = FactoryProject.objects.filter(**{path: key for path, key in place.items() if key})
    period = exception.period
    unit = "operation_unit" if period.kind == PeriodKind.MONTH else "construction_unit"
    notifications.notify(
        Post.objects.current(localdate(at)).filter(organization__in=projects.values(unit)),
        event=f"exception:{exception.pk}:granted", topic=Topic.RETURN, code="returns_taken_longer",
        values={**_period(period), "until": exception.until.isoformat()}, url=f"/periods/{period.code}/", at=at, by=by,
    )  # fmt: skip


# --- findings --------------------------------------------------------------------------------------------------------
def found(findings, project, *, by, at):
    """Findings are for who is to mend them; critical ones at once, and for the member in charge of the county too."""
    day = localdate(at)
    for finding in findings:
        posts, urgent = acting_for(finding.assignee_id, day), finding.severity == Severity.CRITICAL
        if urgent:
            posts = posts | _lead(project, day)
        _tell_of_finding(
            finding, project, posts, "made", by, at, code="finding_made_critical" if urgent else "finding_made",
            urgent=urgent,
        )  # fmt: skip


def _lead(project, day):
    charges = CountyCharge.objects.current(day).filter(county=project.plan.county_id)
    return Post.objects.current(day).filter(official__in=charges.values("official")).select_related("official")


def resolved(step, *, by, at):
    """A finding said to be resolved is for the inspecting side to look at."""
    project = step.finding.project
    _tell_of_finding(
        step.finding, project, acting_for(project.inspection_id, localdate(at)), f"resolved:{step.pk}", by, at,
        code="finding_resolved",
    )  # fmt: skip


def reopened(step, *, by, at):
    """A finding that was opened again is for who is to mend it."""
    finding = step.finding
    _tell_of_finding(
        finding, finding.project, acting_for(finding.assignee_id, localdate(at)), f"reopened:{step.pk}", by, at,
        code="finding_reopened",
    )  # fmt: skip


def _tell_of_finding(finding, project, posts, what, by, at, *, code, urgent=False):
    notifications.notify(
        posts, event=f"finding:{finding.pk}:{what}", topic=Topic.FINDING, code=code, url=f"/findings/{finding.pk}/",
        values={"factory": project.code, "due": finding.due_on.isoformat()}, at=at, by=by, urgent=urgent,
    )  # fmt: skip
