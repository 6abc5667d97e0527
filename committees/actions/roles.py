"""What a body does for a factory: given, ended, and the four units changed, so that fields and roles say the same."""

from datetime import timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import KINDS_OF_UNITS, UNIT_PARTS, OrganizationKind, Part, ProjectRole
from factories.models import FactoryProject
from regional20x10.shared import words
from regional20x10.shared.actions import action, backwards, checked
from regional20x10.shared.errors import Refused


@action("manage_bodies")
def give(project, organization, part, starts_on, *, by, note="", ends_on=None):
    """Give a body a part in a factory from a day on. The four units of a factory are changed instead: change_unit()."""
    role = ProjectRole(
        project=project, organization=organization, part=part, starts_on=starts_on, ends_on=ends_on, note=note.strip(),
        demonstration=project.demonstration,
    )  # fmt: skip
    also = _against_body(organization, starts_on)
    if part in UNIT_PARTS:
        also["part"] = [_("A factory has one such unit at a time: change the unit instead of giving another part.")]
    _in_order(role, also)
    checked(role, also).save(force_insert=True)
    return role


@action("manage_bodies")
def end(role, *, ends_on, reason, by):
    """Let a part end with the day `ends_on`. That of a unit ends when the unit is changed."""
    role = (
        ProjectRole.objects.select_for_update(of=["self"], no_key=True).select_related("organization").get(pk=role.pk)
    )
    also = {} if reason.strip() else {"reason": [_("Say why it ends: the reason stays in the history.")]}
    if role.part in UNIT_PARTS:
        also["ends_on"] = [_("A factory is not left without this unit: change the unit, and this part ends by itself.")]
    elif role.ends_on and role.ends_on < ends_on:
        said = _("This part ended on %(day)s already: give it anew instead.")
        also["ends_on"] = [said % {"day": words.day(role.ends_on)}]
    role.ends_on = ends_on
    _in_order(role, also)
    checked(role, also).save(update_fields=["ends_on"])
    return role


@action("manage_bodies")
def change_unit(project, part, organization, *, from_on, reason, by, at):
    """Another body designs, builds, operates or inspects the factory from the day `from_on`, today or before.

    The part of the body that had it ends the day before; the project names the new one. Returns the new role.
    """
    project = FactoryProject.objects.select_for_update(of=["self"], no_key=True).get(pk=project.pk)
    field = UNIT_PARTS[Part(part)]
    had = ProjectRole.objects.select_for_update(of=["self"], no_key=True).filter(project=project, part=part)
    last = had.order_by("-starts_on").first()
    also = _against_unit(project, field, part, organization, last, from_on, localdate(at))
    if not reason.strip():
        also["reason"] = [_("Say why the unit changes: the reason stays in the history.")]
    if also:
        raise Refused([sentence for sentences in also.values() for sentence in sentences], fields=also)
    if last and (last.ends_on is None or last.ends_on >= from_on):
        last.ends_on = from_on - timedelta(days=1)
        checked(last).save(update_fields=["ends_on"])
    role = ProjectRole(
        project=project, organization=organization, part=part, starts_on=from_on, demonstration=project.demonstration
    )
    checked(role).save(force_insert=True)
    setattr(project, field, organization)
    checked(project).save(update_fields=[field])
    return role


def _in_order(role, also):
    """Refuse a role that ends before it starts, at its last day, with all else that was found."""
    if found := backwards(role, "role_ends_after_it_starts"):
        also["ends_on"] = also.get("ends_on", []) + found["ends_on"]
        raise Refused([sentence for sentences in also.values() for sentence in sentences], fields=also)


def _against_unit(project, field, part, organization, last, from_on, today):
    """{field of the form: sentences} that stand against the new unit."""
    also = _against_body(organization, from_on)
    if getattr(project, f"{field}_id") == organization.pk:
        also.setdefault("organization", []).append(_("This body has that part in the factory already."))
    if sentence := unfit(organization, part):
        also.setdefault("organization", []).append(sentence)
    if from_on > today:
        said = _("A unit is changed once the other has taken over: choose a day up to %(today)s.")
        also["from_on"] = [said % {"today": words.day(today)}]
    elif last and from_on <= last.starts_on:
        said = _("The unit was last changed on %(day)s: choose a later day.")
        also["from_on"] = [said % {"day": words.day(last.starts_on)}]
    return also


def unfit(organization, part):
    """The sentence that a body is of no kind to which this part is given; None if it is, or if any may have it."""
    kinds = KINDS_OF_UNITS.get(Part(part))
    if kinds is None or organization.kind in kinds:
        return None
    said = _(
        "%(body)s is of the kind “%(kind)s”. “%(part)s” is given to: %(kinds)s. "
        "Choose another body, or correct its kind."
    )
    slots = {
        "body": organization, "kind": organization.get_kind_display(), "part": Part(part).label,
        "kinds": ", ".join(str(OrganizationKind(kind).label) for kind in kinds),
    }  # fmt: skip
    return said % slots


def _against_body(organization, day):
    """{"organization": sentences} against giving anything to a body that has ended by the day."""
    if organization.ended_on is None or organization.ended_on >= day:
        return {}
    said = _("%(body)s ended on %(day)s: choose a body in being.")
    return {"organization": [said % {"body": organization, "day": words.day(organization.ended_on)}]}
