"""The committee: its page with what it has before it, and the forms for its term and its members."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from committees import agenda
from committees.actions import committee as deeds
from committees.forms.committee import ChairForm, EndForm, FoundForm, MemberForm
from committees.models import (
    Committee,
    CountyCharge,
    Decision,
    DecisionState,
    GuidanceNote,
    Meeting,
    Membership,
    Organization,
    Request,
)
from committees.models.requests import WAITING
from committees.rights import NATION, Deed
from regional20x10.shared import clock, pages
from regional20x10.shared.actions import not_allowed

FORM = "committees/committee/form.html"
LAST = 8
"""Decisions shown on the page."""


@require_safe
def committee(request):
    """The committee of today with its members and its next meeting, and counts of all that it has before it."""
    today, user = clock.today(), request.user
    terms = list(Committee.objects.visible_to(user).for_list())
    chosen = next((row for row in terms if row.starts_on <= today <= row.ends_on), terms[0] if terms else None)
    members = list(Membership.objects.filter(committee=chosen).current(today).for_list()) if chosen else []
    meeting = agenda.next_meeting(today, Meeting.objects.visible_to(user).for_list())
    decisions = Decision.objects.visible_to(user).for_list().order_by("-made_on", "-pk")
    context = {
        "committee": chosen, "terms": terms, "members": members,
        "chair": next((row for row in members if row.chair), None),
        "bodies": len({row.organization_id for row in members}),
        "meeting": meeting, "points": agenda.points(meeting, today) if meeting else [],
        "linked": user.post.rule.reads == NATION,
        "decisions": list(decisions[:LAST]), "counts": _counts(user, today), "may": user.post.may(Deed.HOLD_MEETINGS),
    }  # fmt: skip
    return render(request, "committees/committee/committee.html", context)


def _counts(user, today):
    """{what: numbers} of the rows that the user sees. Five queries."""
    late = Count("pk", filter=Q(due_on__lt=today))
    decisions, requests = Decision.objects.visible_to(user), Request.objects.visible_to(user)
    return {
        "decisions": decisions.filter(state=DecisionState.OPEN).order_by().aggregate(open=Count("pk"), late=late),
        "requests": requests.filter(state__in=WAITING).order_by().aggregate(open=Count("pk"), late=late),
        "bodies": Organization.objects.visible_to(user).in_being(today).count(),
        "charges": CountyCharge.objects.visible_to(user).current(today).count(),
        "guidance": GuidanceNote.objects.visible_to(user).count(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def committee_found(request):
    _staff(request)
    form = FoundForm(request.POST or None)
    said = _("The committee is founded. Enter its members.")
    lead = _("The committee is not permanent: it has a term, and ends with it.")
    return _done(request, form, deeds.found, _("Found the committee of a term"), lead, _("Found it"), said)


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request, pk):
    row = pages.changeable(Committee.objects.for_list(), request.user, Deed.HOLD_MEETINGS, pk=pk)
    form = MemberForm(request.POST or None, initial={"starts_on": clock.today()})
    lead = _("A seat belongs to a body and is named by a post, never by a person.")
    return _done(
        request, form, partial(deeds.add_member, row), _("Add a member"), lead, _("Add the member"),
        _("The member is added."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request, pk):
    row = pages.changeable(Membership.objects.for_list(), request.user, Deed.HOLD_MEETINGS, pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today()})
    return _done(
        request, form, partial(deeds.end_membership, row), _("End a membership"), str(row), _("End the membership"),
        _("The membership ends. The seat stays to be seen in earlier meetings."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def chair_change(request, pk):
    row = pages.changeable(Committee.objects.for_list(), request.user, Deed.HOLD_MEETINGS, pk=pk)
    members = Membership.objects.filter(committee=row).filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))
    form = ChairForm(request.POST or None, members=members.for_list())
    return _done(
        request, form, partial(deeds.change_chair, row), _("Change who presides"), str(row), _("Change it"),
        _("Another member presides."),
    )  # fmt: skip


def _staff(request):
    """Refuse whoever does not keep the committee."""
    post = request.user.post
    if not post.may(Deed.HOLD_MEETINGS):
        raise not_allowed(post, Deed.HOLD_MEETINGS)


def _done(request, form, act, heading, lead, verb, said):
    """The form, or the way back to the committee's page once `act` is done."""
    if form.done(partial(act, by=request.user.post)):
        messages.success(request, said)
        return redirect("committee")
    context = {"form": form, "heading": heading, "lead": lead, "verb": verb}
    return render(request, FORM, context, status=form.status)
