"""Organizations: founded and changed, each with its reason; and what the public record says of them.

A body that was renamed or changed by staff is left alone by the record: loading it again undoes nobody's work.
"""

from django.utils.text import slugify
from django.utils.translation import gettext as _

from committees.models import (
    KINDS_OF_UNITS,
    Committee,
    Membership,
    Organization,
    OrganizationKind,
    Part,
    ProjectRole,
)
from regional20x10.shared.actions import action, checked
from regional20x10.shared.upserts import CREATED, UNCHANGED, put

CODE_LENGTH = Organization._meta.get_field("code").max_length
BY_STAFF = ("rename", "change", "merge")
"""Actions after which the record changes a body no more."""


# --- by staff --------------------------------------------------------------------------------------------------------
@action("manage_bodies")
def found_organization(*, kind, name_en, name_ko="", code="", by, **values):
    """A new body; its code follows from the English name unless one is given."""
    code = code or code_of(name_en)
    organization = Organization(code=code, kind=kind, name_en=name_en, name_ko=name_ko, **values)
    checked(organization, _against_parent(organization)).save(force_insert=True)
    return organization


@action("manage_bodies")
def change(organization, *, reason, by, **values):
    """Change the kind, the parent or the place of a body. `values`: those of kind, parent, province and county."""
    organization = held(organization)
    for name, value in values.items():
        setattr(organization, name, value)
    also = _against_parent(organization) | _against_kind(organization)
    if not reason.strip():
        also["reason"] = [_("Say why it changes: the reason stays in the history.")]
    checked(organization, also).save(update_fields=list(values))
    return organization


def held(organization):
    """The body as it is now; nobody else changes it until the transaction ends."""
    return Organization.objects.select_for_update(of=["self"], no_key=True).get(pk=organization.pk)


def _against_parent(organization):
    """{field: sentences} against the body of which it is to be a part: one that has ended, or a part of itself."""
    parent, said = organization.parent, []
    if parent and parent.ended_on:
        said.append(_("%(body)s has ended: choose a body in being.") % {"body": parent})
    above = parent.parent if parent and parent != organization else None  # of itself the constraint speaks
    while above:
        if above == organization:
            said.append(_("%(body)s is a part of this body: a body is no part of its own parts.") % {"body": parent})
            break
        above = above.parent
    return {"parent": said} if said else {}


def _against_kind(organization):
    """{field: sentences} against the kind, while the body has a part in a factory that is given to other kinds only."""
    parts = ProjectRole.objects.filter(organization=organization, ends_on__isnull=True).values_list("part", flat=True)
    held = set(parts.distinct())
    unfit = [part for part, kinds in KINDS_OF_UNITS.items() if part in held and organization.kind not in kinds]
    said = _(
        "It has the part “%(part)s” in a factory, which is given to other kinds only: give it to another body first."
    )
    return {"kind": [said % {"part": Part(part).label} for part in unfit]} if unfit else {}


# --- by the public record --------------------------------------------------------------------------------------------
@action("manage_bodies")
def record_organization(*, kind, name_en, name_ko="", parent="", by):
    """Keep a body as the record names it; `parent`: the name of the body of which it is a part. Without `name_ko` the
    Korean name that it has stays.

    Returns (organization, outcome). What staff have renamed, changed or merged stays as they left it.
    """
    key, values = {"code": code_of(name_en)}, {"kind": kind, "name_en": name_en}
    if name_ko:
        values["name_ko"] = name_ko
    if parent:
        values["parent"] = Organization.objects.filter(code=code_of(parent)).first()
    row = Organization.objects.filter(**key).first()
    events = Organization.pgh_event_model.objects
    if row and events.filter(pgh_obj=row, pgh_context__metadata__action__in=BY_STAFF).exists():
        return row, UNCHANGED
    return put(Organization, key, values)


@action("manage_bodies")
def record_committee(*, organization, starts_on, ends_on, basis, by):
    """The term of a committee as the record tells it; one that is there stays. Returns (committee, outcome)."""
    code = code_of(organization)
    if there := Committee.objects.filter(organization__code=code, starts_on__lte=ends_on, ends_on__gte=starts_on):
        return there.first(), UNCHANGED
    body = Organization.objects.get(code=code, kind=OrganizationKind.COMMITTEE)
    committee = checked(Committee(organization=body, starts_on=starts_on, ends_on=ends_on, basis=basis))
    committee.save(force_insert=True)
    return committee, CREATED


@action("manage_bodies")
def record_member(committee, *, organization, title, chair=False, by):
    """A seat in the committee as the record tells it, from the first day of the term on; once there, it is left alone.

    Returns (membership, outcome).
    """
    body = Organization.objects.get(code=code_of(organization))
    seat = {"committee": committee, "title": title}
    if there := Membership.objects.filter(**seat).first():  # the body may have been merged since
        return there, UNCHANGED
    member = checked(Membership(**seat, organization=body, chair=chair, starts_on=committee.starts_on))
    member.save(force_insert=True)
    return member, CREATED


def code_of(name):
    """The code a body gets from its name: lower case, hyphens, at most as long as a code may be."""
    return slugify(name)[:CODE_LENGTH].strip("-")
