"""Supplies: what a project needs of each material, what is ordered for it, and what was dispatched to it."""

from decimal import Decimal

from django.db.models import Min, Sum
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from committees.models import Organization
from committees.models.bodies import OrganizationKind
from factories.actions import entries, standings
from factories.models import (
    Delivery,
    Dispatch,
    FactoryProject,
    Material,
    MaterialDemand,
    MaterialOrder,
    StatusReturn,
)
from regional20x10.shared import words
from regional20x10.shared.actions import action, checked
from regional20x10.shared.errors import Refused

CENT = Decimal("0.01")
ORDER = ("material", "supplier", "reference", "quantity", "ordered_on", "promised_on")
DISPATCH = ("waybill", "dispatched_on", "expected_on")


# --- the list of materials -------------------------------------------------------------------------------------------
@action("edit_plans")
def list_material(*, code, name_en, name_ko, unit, by):
    """A material of the programme's list, new or corrected."""
    row = Material.objects.select_for_update().filter(code=code).first() or Material(code=code)
    row.name_en, row.name_ko, row.unit = name_en.strip(), name_ko.strip(), unit.strip()
    checked(row).save()
    return row


# --- demand ----------------------------------------------------------------------------------------------------------
def demands_by_norm(project):
    """(unsaved demands of the work packages by the norm of the type, codes of the norm that the list lacks).

    Norm per m² × floor area (the type's usual one while the project's is not known) × the package's share, needed by
    the planned start of the package.
    """
    norms = project.factory_type.norms
    per_m2, area = norms.get("materials_per_m2") or {}, project.floor_area_m2 or norms.get("floor_area_m2")
    if not per_m2 or not area:
        return [], []
    materials = {row.code: row for row in Material.objects.filter(code__in=per_m2)}
    shares = {row.order: row.materials for row in project.factory_type.templates.all()}
    rows = [
        MaterialDemand(
            project=project, package=package, material=material, needed_by=package.starts_on,
            quantity=(_exact(per_m2[code]) * area * _exact(share)).quantize(CENT),
        )
        for package in project.packages.order_by("order")
        for code, share in shares.get(package.order, {}).items()
        if (material := materials.get(code))
    ]  # fmt: skip
    return [row for row in rows if row.quantity > 0], sorted(set(per_m2) - set(materials))


def _exact(number):
    return Decimal(str(number))


@action("manage_supplies")
def plan_demand(project, *, by, at, replace=False):
    """The demands of the project as its work plan and the norm give them; those the norm says nothing of stay.

    Refuses to change an entered demand that differs, naming each, unless `replace`. Returns all that were written.
    """
    project = _locked(project)
    rows, unknown = demands_by_norm(project)
    reasons = [
        _("The norm names the material “%(code)s”, which the list of materials lacks: committee staff enter it.")
        % {"code": code}
        for code in unknown
    ]
    if not rows and not unknown:
        reasons.append(_("The type has no norm of materials, or the floor area is not known: enter each demand."))
    kept = {(row.package_id, row.material_id): row for row in project.demands.select_related("package", "material")}
    changed = [row for row in rows if _differs(kept.get((row.package_id, row.material_id)), row)]
    losing = [kept[row.package_id, row.material_id] for row in changed if (row.package_id, row.material_id) in kept]
    if losing and not replace:
        reasons += [_would_be_lost(row) for row in losing]
    if reasons:
        raise Refused(reasons)
    written = [_keep_demand(kept.get((row.package_id, row.material_id)), row) for row in changed]
    standings.refresh([project.pk], on=localdate(at))
    return written


def _differs(kept, row):
    return kept is None or (kept.quantity, kept.needed_by) != (row.quantity, row.needed_by)


def _would_be_lost(row):
    slots = {"material": row.material.name, "package": row.package.name, "quantity": words.amount(row.quantity),
             "unit": row.material.unit, "day": row.needed_by}  # fmt: skip
    return (
        _(
            "%(material)s for %(package)s: %(quantity)s %(unit)s by %(day)s is entered and differs from the norm. "
            "Tick that it is to be replaced, or leave it."
        )
        % slots
    )


def _keep_demand(kept, row):
    """Write `row` over the demand `kept`, or as a new one."""
    if kept is not None:
        kept.quantity, kept.needed_by = row.quantity, row.needed_by
        row = kept
    checked(row).save()
    return row


@action("manage_supplies")
def set_demand(project, *, package, material, quantity, needed_by, by, at):
    """What a work package needs of a material: entered, or corrected where it is entered already."""
    project = _locked(project)
    also = {}
    if package is not None and package.project_id != project.pk:
        also["package"] = [_("This work package belongs to another factory: choose one of this factory.")]
    kept = project.demands.filter(package=package, material=material).first() if package and material else None
    row = kept or MaterialDemand(project=project, package=package, material=material)
    row.quantity, row.needed_by = quantity, needed_by
    checked(row, _empty(row, "package", "material", "quantity", "needed_by") | also).save()
    standings.refresh([project.pk], on=localdate(at))
    return row


@action("manage_supplies")
def drop_demand(demand, *, by, at):
    """Take away a demand that there is not; the history keeps it."""
    _locked(demand.project)
    demand.delete()
    standings.refresh([demand.project_id], on=localdate(at))


# --- orders ----------------------------------------------------------------------------------------------------------
@action("manage_supplies")
def order(project, *, material, supplier, reference, quantity, ordered_on, promised_on, by, at, key=None):
    """An order for the project. The same `key` (UUID) with the same content is the same order."""
    project = _locked(project)
    row = MaterialOrder(
        project=project, material=material, supplier=supplier, reference=reference.strip(), quantity=quantity,
        ordered_on=ordered_on, promised_on=promised_on, at=at, by=by,
    )  # fmt: skip
    if again := _again(row, key):
        return again
    return _entered(row, _against_order(row, localdate(at)))


@action("manage_supplies")
def correct_order(last, *, material, supplier, reference, quantity, ordered_on, promised_on, why, by, at):
    """The next version of an order. The promise that counts for the supplier stays that of the first."""
    project = _locked(last.project)
    row = MaterialOrder(
        project=project, material=material, supplier=supplier, reference=reference.strip(), quantity=quantity,
        ordered_on=ordered_on, promised_on=promised_on, why=why.strip(), at=at, by=by, chain=last.chain,
    )  # fmt: skip
    also = _against_order(row, localdate(at))
    for name, sentences in _against_correction(row, last).items():
        also.setdefault(name, []).extend(sentences)
    return _entered(row, also, last)


def _against_order(row, today):
    """{field: sentences} that stand against an order, new or corrected."""
    found = {}
    supplier = row.supplier if row.supplier_id else None
    if supplier and supplier.kind != OrganizationKind.SUPPLIER:
        found["supplier"] = [_("This body is not a supplier: choose one that is.")]
    if row.ordered_on and row.ordered_on > today:
        found["ordered_on"] = [_("An order is entered once it is made: its day is at the latest today.")]
    same = MaterialOrder.objects.in_force().exclude(chain=row.chain)
    same = same.filter(project=row.project, material=row.material_id, supplier=row.supplier_id, reference=row.reference)
    if row.reference and same.exists():
        found["reference"] = [_("This order of this supplier for this material is entered already: correct that one.")]
    return found


def _against_correction(row, last):
    """{field: sentences}: what was dispatched on an order stays true of it."""
    sent = Dispatch.objects.in_force().filter(order__chain=last.chain)
    sums = sent.aggregate(quantity=Sum("quantity"), first_on=Min("dispatched_on"))
    if sums["quantity"] is None:
        return {}
    found = {}
    for name in ("material", "supplier"):
        if getattr(row, f"{name}_id") != getattr(last, f"{name}_id"):
            found[name] = [_("Something was dispatched on this order: withdraw the dispatches before you change this.")]
    if row.quantity is not None and row.quantity < sums["quantity"]:
        slots = {"sent": words.amount(sums["quantity"]), "unit": last.material.unit}
        found["quantity"] = [_("%(sent)s %(unit)s were dispatched on this order: enter at least that.") % slots]
    if row.ordered_on and row.ordered_on > sums["first_on"]:
        said = _("Its first consignment left on %(day)s: the order was made by then.") % {"day": sums["first_on"]}
        found["ordered_on"] = [said]
    return found


@action("manage_supplies")
def withdraw_order(last, *, why, by, at):
    """Say that the order never was. Refuses while something was dispatched or received on it."""
    _locked(last.project)
    reasons = []
    if Dispatch.objects.in_force().filter(order__chain=last.chain).exists():
        reasons.append(_("Something was dispatched on this order: withdraw the dispatches first."))
    if _received().filter(order__chain=last.chain).exists():
        reasons.append(_("A return reports a delivery on this order: the unit corrects the return first."))
    return _withdrawn(last, reasons, why, by, at)


# --- dispatches ------------------------------------------------------------------------------------------------------
@action("manage_supplies")
def dispatch(order, *, waybill, quantity, dispatched_on, expected_on, by, at, key=None):
    """A consignment on an order. The same `key` (UUID) with the same content is the same dispatch."""
    project = _locked(order.project)
    row = Dispatch(
        project=project, order=order, waybill=waybill.strip(), quantity=quantity, dispatched_on=dispatched_on,
        expected_on=expected_on, at=at, by=by,
    )  # fmt: skip
    if again := _again(row, key):
        return again
    return _entered(row, _against_dispatch(row, localdate(at)))


@action("manage_supplies")
def correct_dispatch(last, *, waybill, quantity, dispatched_on, expected_on, why, by, at):
    """The next version of a dispatch, on the order as it is now."""
    project = _locked(last.project)
    order = MaterialOrder.objects.in_force().filter(chain=last.order.chain).first() or last.order
    row = Dispatch(
        project=project, order=order, waybill=waybill.strip(), quantity=quantity, dispatched_on=dispatched_on,
        expected_on=expected_on, why=why.strip(), at=at, by=by, chain=last.chain,
    )  # fmt: skip
    return _entered(row, _against_dispatch(row, localdate(at)), last)


def _against_dispatch(row, today):
    """{field: sentences} that stand against a dispatch, new or corrected."""
    order = row.order
    Organization.objects.select_for_update(no_key=True).get(pk=order.supplier_id)  # its waybills, one at a time
    if not MaterialOrder.objects.in_force().filter(pk=order.pk).exists():
        raise Refused(_("This order was corrected or withdrawn meanwhile: load the page again."))
    found = {}
    if row.dispatched_on and row.dispatched_on > today:
        found["dispatched_on"] = [_("A dispatch is entered once it has left: its day is at the latest today.")]
    elif row.dispatched_on and row.dispatched_on < order.ordered_on:
        found["dispatched_on"] = [_("The order is of %(day)s: nothing left before.") % {"day": order.ordered_on}]
    others = Dispatch.objects.in_force().exclude(chain=row.chain)
    if row.waybill and others.filter(order__supplier=order.supplier_id, waybill=row.waybill).exists():
        found["waybill"] = [_("This waybill of this supplier is entered already: correct that dispatch.")]
    sent = others.filter(order__chain=order.chain).aggregate(sent=Sum("quantity"))["sent"] or Decimal(0)
    if row.quantity is not None and row.quantity > order.quantity - sent:
        slots = {"ordered": words.amount(order.quantity), "sent": words.amount(sent),
                 "rest": words.amount(order.quantity - sent), "unit": order.material.unit}  # fmt: skip
        found["quantity"] = [
            _(
                "%(ordered)s %(unit)s are ordered and %(sent)s dispatched: enter at most %(rest)s, "
                "or correct the order first."
            )
            % slots
        ]
    return found


@action("manage_supplies")
def withdraw_dispatch(last, *, why, by, at):
    """Say that the consignment never left. Refuses once the site reported it."""
    _locked(last.project)
    reasons = []
    if _received().filter(supplier=last.order.supplier_id, waybill=last.waybill).exists():
        reasons.append(_("A return reports this waybill as received: the unit corrects the return first."))
    return _withdrawn(last, reasons, why, by, at)


# --- what they have in common ----------------------------------------------------------------------------------------
def _locked(project):
    """The project, held: what is entered about its supplies follows one another."""
    rows = FactoryProject.objects.select_for_update(of=["self"], no_key=True).select_related("factory_type")
    return rows.get(pk=project.pk)


def _received():
    """Deliveries of the returns that stand."""
    told = StatusReturn.objects.filter(submitted_at__isnull=False, returned_at__isnull=True).standing()
    return Delivery.objects.filter(status_return__in=told)


def _again(row, key):
    """The version in force of the entry made with `key` before, None without; the row gets the key as its chain."""
    if key is None:
        return None
    row.chain = key
    first = type(row).objects.filter(chain=key, replaces=None).first()
    if first is None:
        return None
    names = {field.attname for field in row._meta.concrete_fields} - {"id", "at", "by_id", "replaces_id"}
    if any(getattr(first, name) != getattr(row, name) for name in names):
        raise Refused(_("This key was used for another entry: make a new one for each."))
    return type(row).objects.get(chain=key, replaced_by=None)


def _empty(row, *names):
    """{field: sentences} of the named fields that are empty."""
    said = {
        "package": _("Choose the work package."), "material": _("Choose the material."),
        "supplier": _("Choose the supplier."), "reference": _("Enter the number of the order."),
        "waybill": _("Enter the number of the waybill."), "quantity": _("Enter the quantity."),
        "needed_by": _("Enter the day by which it is needed on site."),
        "ordered_on": _("Enter the day of the order."), "promised_on": _("Enter the day the supplier promised."),
        "dispatched_on": _("Enter the day it left."), "expected_on": _("Enter the day it is expected on site."),
    }  # fmt: skip
    fields = {name: row._meta.get_field(name).attname for name in names}
    return {name: [said[name]] for name, column in fields.items() if getattr(row, column) in (None, "")}


def _entered(row, also, last=None):
    names = [name for name in (*ORDER, *DISPATCH) if name in {field.name for field in row._meta.concrete_fields}]
    also = _empty(row, *names) | also
    made = entries.entered(row, replaces=last, also=also)
    standings.refresh([row.project_id], on=localdate(row.at))
    return made


def _withdrawn(last, reasons, why, by, at):
    """Refuses with `reasons` and for want of a reason at once."""
    fields = {} if why.strip() else {"why": [_("Say why the entry is withdrawn: both versions are kept.")]}
    reasons += [said for sentences in fields.values() for said in sentences]
    if reasons:
        raise Refused(reasons, fields=fields)
    made = entries.withdraw(last, why=why, by=by, at=at)
    standings.refresh([last.project_id], on=localdate(at))
    return made
