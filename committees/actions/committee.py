"""The committee of a term: founded, its members, and who of them presides."""

from datetime import timedelta

from django.utils.translation import gettext as _

from committees.models import Committee, MeetingState, Membership, OrganizationKind
from regional20x10.shared import words
from regional20x10.shared.actions import action, backwards, checked, leave_to_the_database
from regional20x10.shared.errors import Refused

SPANS = {Committee: "committee_term_ends_after_it_starts", Membership: "membership_ends_after_it_starts"}
"""{model: the constraint that its last day is not before its first}."""
DAY = timedelta(days=1)


@action("hold_meetings")
def found(organization, *, starts_on, ends_on, basis="", by):
    """The committee of a term, of a body that is a committee of the programme."""
    also = {}
    if organization is not None and organization.kind != OrganizationKind.COMMITTEE:
        also["organization"] = [_("Choose a body of the kind “Committee of the programme”.")]
    row = Committee(organization=organization, starts_on=starts_on, ends_on=ends_on, basis=basis.strip())
    _checked(row, also).save(force_insert=True)
    return row


@action("hold_meetings")
def add_member(committee, organization, *, title, title_ko="", post=None, chair=False, starts_on, by):
    """Give a body a seat, held by a post that is named by its title; `post`: who acts through it here, if anybody."""
    committee = _held(committee)
    row = Membership(
        committee=committee, organization=organization, title=title.strip(), title_ko=title_ko.strip(), post=post,
        chair=chair, starts_on=starts_on,
    )  # fmt: skip
    _checked(row, _outside(committee, "starts_on", starts_on)).save(force_insert=True)
    return row


@action("hold_meetings")
def end_membership(member, *, ends_on, by, reason):
    """Let a membership end with the day `ends_on`. The seat stays to be seen, with its reason in the history."""
    committee = _held(member.committee)
    member = Membership.objects.select_for_update(of=["self"]).get(pk=member.pk)
    also = _outside(committee, "ends_on", ends_on)
    if not str(reason or "").strip():
        also["reason"] = [_("Say why the membership ends.")]
    if member.ends_on and ends_on and member.ends_on < ends_on:
        said = _("This membership ended on %(day)s already: add the member anew instead.")
        also["ends_on"] = [said % {"day": words.day(member.ends_on)}]
    last = member.attendances.order_by("-meeting__held_on").values_list("meeting__held_on", flat=True).first()
    if last and ends_on and ends_on < last:
        said = _("Whether this member was there on %(day)s is entered: the membership ends on that day or later.")
        also["ends_on"] = [said % {"day": words.day(last)}]
    member.ends_on = ends_on
    _checked(member, also).save(update_fields=["ends_on"])
    return member


@action("hold_meetings")
def change_chair(committee, member, *, on, by):
    """Let a member preside from the day `on`; who presided until then stays a member. Returns the seat that presides.

    Seats are split at that day, so that it is still known who presided when.
    """
    committee = _held(committee)
    seats = list(committee.memberships.select_for_update(of=["self"]).current(on)) if on else []
    chosen = next((seat for seat in seats if seat.pk == member.pk), None)
    if sentences := _against_chair(committee, chosen, on):
        raise Refused(sentences)
    for seat in seats:
        if seat.chair:
            _from(seat, on, chair=False)
    return _from(chosen, on, chair=True)


def _against_chair(committee, chosen, on):
    if on is None:
        return [_("Enter the day from which the member presides, as 2026-10-02.")]
    if chosen is None:
        return [_("On %(day)s this is no member of the committee: choose another, or a later day.") % _slots(on)]
    if chosen.chair:
        return [_("This member presides on %(day)s already.") % _slots(on)]
    held = committee.meetings.filter(held_on__gte=on, state__in=[MeetingState.HELD, MeetingState.MINUTED])
    last = held.order_by("-held_on").values_list("held_on", flat=True).first()
    if last:
        return [_("A meeting was held on %(day)s: the chair changes after it.") % _slots(last)]
    return []


def _slots(day):
    return {"day": words.day(day)}


def _from(seat, on, *, chair):
    """The seat as it is from `on`: the same row if it begins then, else a row of its own after it."""
    if seat.starts_on == on:
        seat.chair = chair
        _checked(seat, {}).save(update_fields=["chair"])
        return seat
    after = Membership(
        committee_id=seat.committee_id, organization_id=seat.organization_id, title=seat.title,
        title_ko=seat.title_ko, post_id=seat.post_id, chair=chair, starts_on=on, ends_on=seat.ends_on,
    )  # fmt: skip
    seat.ends_on = on - DAY
    seat.save(update_fields=["ends_on"])
    _checked(after, {}).save(force_insert=True)
    return after


def _held(committee):
    """The committee as it is now; nobody else changes its members until the transaction ends."""
    return Committee.objects.select_for_update(of=["self"], no_key=True).get(pk=committee.pk)


def _outside(committee, field, day):
    """{field: sentences} if the day lies outside the committee's term."""
    if day is None or committee.starts_on <= day <= committee.ends_on:
        return {}
    slots = {"first": words.day(committee.starts_on), "last": words.day(committee.ends_on)}
    return {field: [_("The committee’s term runs from %(first)s to %(last)s: enter a day within it.") % slots]}


def _checked(row, also):
    """checked(); of a span that runs backwards only that is said, at its last day, and not what it overlaps."""
    found = backwards(row, SPANS[type(row)])
    if not found:
        return checked(row, also)
    with leave_to_the_database():
        return checked(row, found | also)
