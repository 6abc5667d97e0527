"""Equipment of projects: planned from the type's norm, chosen, and step by step ordered, tested and commissioned.

Deliveries and installation are the site's to report: they are in the ten-day returns. No more is ever tested than is
installed, none commissioned that is not tested, and nothing beyond what is needed; the project is locked meanwhile.
"""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import equipment
from factories.actions import entries, standings
from factories.models import EquipmentItem, EquipmentStep
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

ORDERED, TESTED, COMMISSIONED = EquipmentStep.Stage


@action("manage_equipment")
def plan_equipment(project, *, by, at):
    """The items of the type's norm that the project does not have yet; returns them. What is there stays as it is."""
    project = entries.held(project)
    if not project.factory_type.norms.get("equipment"):
        raise Refused(_("The norm of this type names no equipment: committee staff enter it with the type."))
    made = EquipmentItem.objects.bulk_create(items_of(project))
    standings.refresh([project.pk], on=localdate(at))
    return made


def items_of(project):
    """The items of the type's norm that the project lacks, not saved yet."""
    norms = project.factory_type.norms.get("equipment") or []
    there = set(project.equipment.values_list("code", flat=True)) if norms else set()
    return [
        EquipmentItem(
            project=project, order=len(there) + order, code=norm["code"], name_en=norm["name_en"],
            name_ko=norm["name_ko"], quantity=norm["quantity"], reference_level=norm["reference_level"],
        )
        for order, norm in enumerate((norm for norm in norms if norm["code"] not in there), 1)
    ]  # fmt: skip


@action("manage_equipment")
def edit(item, *, level, supplier, quantity, maintenance, by, at, reason=""):
    """What is chosen for an item. Another quantity, or another level than was entered, needs its `reason`."""
    project = entries.held(item.project)
    item = EquipmentItem.objects.select_for_update(of=["self"]).get(pk=item.pk)
    item.project = project
    before = (item.quantity, item.level)
    item.level, item.supplier, item.quantity, item.maintenance = level, supplier, quantity, maintenance.strip()
    also = {}
    if isinstance(quantity, int) and (most := _most(item, localdate(at))) > quantity:
        said = _("%(count)s are ordered, on site or in use already: correct that first, or enter at least as many.")
        also["quantity"] = [said % {"count": most}]
    changed = quantity != before[0] or (before[1] is not None and level != before[1])
    if changed and not reason.strip():
        also["reason"] = [_("Say why the quantity or the level changes: it stays with the item.")]
    checked(item, also).save()
    standings.refresh([project.pk], on=localdate(at))
    return item


def _most(item, day):
    """The most pieces of an item that are said to have come to any stage."""
    [row] = equipment.of_items([item], day)
    return max(getattr(row, stage) or 0 for stage in equipment.STAGES)


@action("manage_equipment")
def step(item, *, stage, quantity, on, by, at, reference="", key=None):
    """Enter pieces ordered, tested or commissioned on a day. The same `key` (a UUID) is the same step."""
    project = entries.held(item.project)
    item.project = project
    said = {"item": item, "stage": stage, "quantity": quantity, "on": on, "reference": reference.strip()}
    if key is not None:
        if earlier := EquipmentStep.objects.filter(chain=key).order_by("pk").first():
            return _same(earlier, item)
        said["chain"] = key
    row = EquipmentStep(project=project, at=at, by=by, **said)
    entries.entered(row, also=_against(row))
    standings.refresh([project.pk], on=localdate(at))
    return row


def _same(earlier, item):
    if earlier.item_id != item.pk:
        raise Refused(_("This key belongs to a step of another item: send a new one."))
    return earlier


@action("manage_equipment")
def correct(row, *, why, by, at, **values):
    """The version of a step with `values` in place of what it says; the earlier one stays beside it, and `why`."""
    project = entries.held(row.project)
    said = {"against": _against, "beside": "quantity"}
    return entries.corrected(row, project, values, **said, why=why, by=by, at=at)


@action("manage_equipment")
def withdraw(row, *, why, by, at):
    """Say that a step never was. Refuses to take back a test of what is commissioned."""
    project = entries.held(row.project)
    row.item.project = project
    if found := _over(row.item, localdate(at), drop=row):
        raise Refused(found if why.strip() else [*found, _("Say why the step is withdrawn: it stays to be seen.")])
    last = entries.withdraw(row, why=why, by=by, at=at)
    standings.refresh([project.pk], on=localdate(at))
    return last


# --- what stands against a step --------------------------------------------------------------------------------------
def _against(row, *, instead_of=None):
    """{field: sentences} of what stands against the step, besides what its own fields and constraints say."""
    found, today = {}, localdate(row.at)
    row.item.project = row.project
    if row.on is None or row.on.year < 2000 or row.on > today:
        said = _("Enter the day of the step, at the latest %(today)s, as 2026-10-02.")
        found["on"] = [said % {"today": words.day(today)}]
    if isinstance(row.quantity, int) and 0 < row.quantity < 32768 and row.stage in EquipmentStep.Stage:
        if sentences := _over(row.item, today, add=row, drop=instead_of):
            found["quantity"] = sentences
    return found


def _over(item, day, *, add=None, drop=None):
    """Sentences of what would be too much with the change; what is too much already and grows no more is let be."""
    [now] = equipment.of_items([item], day)
    before = {stage.value: getattr(now, stage) or 0 for stage in EquipmentStep.Stage}
    after = dict(before)
    if add:
        after[add.stage] += add.quantity
    if drop and drop.item_id == item.pk:
        after[drop.stage] -= drop.quantity
    limits = (
        (ORDERED, lambda counts: item.quantity,
         _("%(count)s would be ordered of the %(most)s that are needed: enter fewer, or change how many are needed.")),
        (TESTED, lambda counts: now.installed or 0,
         _("%(count)s would be tested of the %(most)s that the latest return says are installed: enter fewer, or have "
           "the installation reported first.")),
        (COMMISSIONED, lambda counts: counts[TESTED],
         _("%(count)s would be commissioned of the %(most)s that are tested: enter the test first, or fewer.")),
    )  # fmt: skip
    return [
        said % {"count": after[stage], "most": most(after)}
        for stage, most, said in limits
        if after[stage] - most(after) > max(0, before[stage] - most(before))
    ]
