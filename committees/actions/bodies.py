"""Organizations: founding one, and keeping what the public record says of it."""

from django.utils.text import slugify

from committees.models import Organization
from regional20x10.shared.actions import action, checked
from regional20x10.shared.upserts import put

CODE_LENGTH = Organization._meta.get_field("code").max_length


@action("edit_plans")
def found_organization(*, kind, name_en, name_ko="", code="", by, **values):
    """A new body; its code follows from the English name unless one is given."""
    code = code or code_of(name_en)
    organization = checked(Organization(code=code, kind=kind, name_en=name_en, name_ko=name_ko, **values))
    organization.save(force_insert=True)
    return organization


@action("edit_plans")
def record_organization(*, kind, name_en, by):
    """Keep a body as the record names it. Returns (organization, outcome)."""
    return put(Organization, {"code": code_of(name_en)}, {"kind": kind, "name_en": name_en})


def code_of(name):
    """The code a body gets from its name: lower case, hyphens, at most as long as a code may be."""
    return slugify(name)[:CODE_LENGTH].strip("-")
