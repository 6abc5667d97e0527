"""Plans: projects with their work packages, and the finish dates approved for them."""

from datetime import timedelta

from django.db.models import Min
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import UNIT_PARTS, ProjectRole
from factories.actions import equipment, standings, supplies
from factories.models import (
    Baseline,
    EquipmentItem,
    FactoryProject,
    Gate,
    GatePass,
    MaterialDemand,
    WorkPackage,
)
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import NotAllowed, Refused

NOT_AFTER_THE_START = gettext_lazy("The planned finish must come after the start.")


@action("edit_plans")
def create(*, plan, factory_type, code, starts_on, finishes_on, by, at, **values):
    """A project with the work packages and the equipment of its type's norm, and its original finish date.

    `starts_on`, `finishes_on`: first and last planned day; `at`: the moment of approval. Refuses with every reason.
    """
    also = {} if finishes_on > starts_on else {"finishes_on": [NOT_AFTER_THE_START]}
    project = _created(also, plan, factory_type, code, starts_on, finishes_on, by, at, values)
    demands, _unknown = supplies.demands_by_norm(project)
    MaterialDemand.objects.bulk_create(demands)
    standings.refresh([project.pk], on=localdate(at))
    return project


def _created(also, plan, factory_type, code, starts_on, finishes_on, by, at, values):
    """The project; refuses with `also`, {field: sentences} of what the action found, and all else that is wrong."""
    project = checked(FactoryProject(plan=plan, factory_type=factory_type, code=code, **values), also)
    project.save()
    ProjectRole.objects.bulk_create(roles_of(project, localdate(at)))
    WorkPackage.objects.bulk_create(packages_of(project, starts_on, finishes_on))
    EquipmentItem.objects.bulk_create(equipment.items_of(project))
    Baseline.objects.create(project=project, number=0, finishes_on=finishes_on, approved_at=at, approved_by=by)
    return project


@action("edit_plans")
def bring_in(
    *, plan, factory_type, code, starts_on, original_on, approved_on=None, reason="", percent=None, by, at, **values
):
    """A project begun before this record: with its original date, the date it has now, and how far it is.

    `percent`: physical progress at entry, 0 to 100, None if nobody knows. It passes the first gate as it stands.
    """
    later = approved_on is not None and approved_on != original_on
    also = {}
    if original_on <= starts_on:
        also["finishes_on"] = [NOT_AFTER_THE_START]
    if later and approved_on <= starts_on:
        also["approved_on"] = [_("The approved finish must come after the start.")]
    if later and not reason.strip():
        also["reason"] = [_("The finish was moved: say why. The original date stays beside the new one.")]
    values["legacy_percent"] = percent
    project = _created(also, plan, factory_type, code, starts_on, original_on, by, at, values)
    if later:
        Baseline.objects.create(
            project=project, number=1, finishes_on=approved_on, reason=reason.strip(), approved_at=at, approved_by=by
        )
    standings.refresh([project.pk], on=localdate(at))
    begun = {"code": "brought_in", "state": "met", "said": "Building had begun before this record."}
    GatePass.objects.create(project=project, gate=Gate.START, at=at, by=by, evidence=[begun])
    return project


def roles_of(project, day):
    """The parts of the units that a new project names, from the day on."""
    units = {part: getattr(project, f"{field}_id") for part, field in UNIT_PARTS.items()}
    return [
        ProjectRole(
            project=project, part=part, organization_id=unit, starts_on=day, demonstration=project.demonstration
        )
        for part, unit in units.items()
        if unit
    ]


def packages_of(project, starts_on, finishes_on):
    """The work packages of the type's template, placed in the span by their shares of it."""
    days = (finishes_on - starts_on).days
    return [
        WorkPackage(
            project=project,
            order=norm.order,
            name_en=norm.name_en,
            name_ko=norm.name_ko,
            weight=norm.weight,
            starts_on=starts_on + timedelta(days=round(days * float(norm.starts_at))),
            finishes_on=starts_on + timedelta(days=round(days * float(norm.ends_at))),
        )
        for norm in project.factory_type.templates.all()
    ]


def only_the_builder(project, by):
    """Raise unless `by` is a post of its construction unit: a unit may design one factory and build another."""
    if by is not None and by.organization_id != project.construction_unit_id:
        raise NotAllowed(_("Only the construction unit of a project reports on it: ask that unit."))


@action("rebaseline")
def rebaseline(project, *, finishes_on, reason, by, at):
    """Approve a new finish date. The earlier ones stay; the original is never touched."""
    project = FactoryProject.objects.select_for_update().get(pk=project.pk)
    last = project.baselines.order_by("-number").first()
    fields = _against(project, last, finishes_on, reason)
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    baseline = Baseline.objects.create(
        project=project,
        number=last.number + 1 if last else 0,
        finishes_on=finishes_on,
        reason=reason,
        approved_at=at,
        approved_by=by,
    )
    standings.refresh([project.pk], on=localdate(at))
    return baseline


def _against(project, last, finishes_on, reason):
    """{field: sentences} that stand against a new finish date."""
    fields = {}
    if not reason.strip():
        fields["reason"] = [_("A new finish date needs its reason.")]
    if last and last.finishes_on == finishes_on:
        fields["finishes_on"] = [_("%(day)s is already the approved finish date.") % {"day": finishes_on}]
    begins = project.packages.aggregate(day=Min("starts_on"))["day"]
    if begins and finishes_on <= begins:
        fields["finishes_on"] = [NOT_AFTER_THE_START]
    return fields
