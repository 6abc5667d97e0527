"""The parts of a ten-day return in the API: as they are told, as they are taken, and from one to the other."""

from django.utils.translation import gettext as _
from rest_framework import exceptions, serializers

from committees.models import Organization, OrganizationKind
from factories.actions.parts import PARTS
from factories.models import (
    CostLine,
    CountySignature,
    Delay,
    DelayCause,
    Delivery,
    EquipmentLine,
    Expenditure,
    FigureReason,
    Incident,
    Material,
    ProgressLine,
)
from regional20x10.shared.api import Body, Row, code_of, number_of

NUMBER = {"min_value": 1, "max_value": 2**31 - 1}
MOST_ROWS = 200


# --- told ------------------------------------------------------------------------------------------------------------
class LineRow(Row):
    package = number_of("package_id")
    order = number_of("package.order")
    name_en = code_of("package.name_en")
    name_ko = code_of("package.name_ko")

    class Meta:
        model = ProgressLine
        fields = ["package", "order", "name_en", "name_ko", "percent", "reason"]
        order = ["package__order"]


class DelayRow(Row):
    class Meta:
        model = Delay
        fields = ["cause", "days_lost", "note"]
        order = ["cause"]


class DeliveryRow(Row):
    supplier = code_of("supplier.code")
    material = code_of("material.code")
    unit = code_of("material.unit")
    order = number_of("order_id", null=True)

    class Meta:
        model = Delivery
        fields = ["supplier", "waybill", "material", "unit", "quantity", "received_on", "order"]
        order = ["pk"]


class ExpenditureRow(Row):
    class Meta:
        model = Expenditure
        fields = ["line", "amount"]
        order = ["pk"]


class EquipmentRow(Row):
    item = number_of("item_id")
    code = code_of("item.code")

    class Meta:
        model = EquipmentLine
        fields = ["item", "code", "delivered", "installed"]
        order = ["item__order"]


class IncidentRow(Row):
    class Meta:
        model = Incident
        fields = ["kind", "on", "people_hurt", "text"]
        order = ["pk"]


class SignatureRow(Row):
    class Meta:
        model = CountySignature
        fields = ["side", "at"]
        order = ["at", "pk"]


# --- taken -----------------------------------------------------------------------------------------------------------
class LineBody(Body):
    package = serializers.IntegerField(**NUMBER)
    percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, allow_null=True, help_text="Null is not known."
    )
    reason = serializers.ChoiceField(FigureReason.choices, allow_blank=True, default="")


class DelayBody(Body):
    cause = serializers.ChoiceField(DelayCause.choices)
    days_lost = serializers.IntegerField(min_value=0, max_value=11)
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class DeliveryBody(Body):
    supplier = serializers.CharField(max_length=40, help_text="Its code.")
    waybill = serializers.CharField(max_length=40)
    material = serializers.CharField(max_length=20, help_text="Its code.")
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2, help_text="More than 0, in the unit given.")
    received_on = serializers.DateField()
    order = serializers.IntegerField(**NUMBER, allow_null=True, default=None)


class ExpenditureBody(Body):
    line = serializers.ChoiceField(CostLine.choices)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, min_value=0)


class EquipmentBody(Body):
    item = serializers.IntegerField(**NUMBER)
    delivered = serializers.IntegerField(min_value=0, max_value=2**15 - 1, help_text="Pieces since the start.")
    installed = serializers.IntegerField(min_value=0, max_value=2**15 - 1, help_text="Of those delivered.")


class IncidentBody(Body):
    kind = serializers.ChoiceField(Incident.Kind.choices)
    on = serializers.DateField()
    people_hurt = serializers.IntegerField(min_value=0, max_value=10_000, default=0)
    text = serializers.CharField(max_length=500)


class PartsBody(Body):
    """A part that is left out stays as it is; one that is given replaces what was there."""

    lines = LineBody(many=True, max_length=200)
    delays = DelayBody(many=True, max_length=len(DelayCause))
    deliveries = DeliveryBody(many=True, required=False, max_length=MOST_ROWS)
    expenditures = ExpenditureBody(many=True, required=False, max_length=len(CostLine))
    equipment = EquipmentBody(many=True, required=False, max_length=MOST_ROWS)
    incidents = IncidentBody(many=True, required=False, max_length=MOST_ROWS)
    overspent_because = serializers.CharField(allow_blank=True, required=False, max_length=300)

    def validate_lines(self, lines):
        return _once(lines, "package", _("Each work package is given once."))

    def validate_delays(self, delays):
        return _once(delays, "cause", _("Each cause is given once: add its days up."))

    def validate_expenditures(self, rows):
        return _once(rows, "line", _("Each cost line is given once: add its amounts up."))

    def validate_equipment(self, rows):
        return _once(rows, "item", _("Each item is given once."))


def _once(rows, name, said):
    if len({row[name] for row in rows}) < len(rows):
        raise exceptions.ValidationError(said)
    return rows


# --- from one to the other -------------------------------------------------------------------------------------------
def taken(said):
    """The parts of a body as returns.save() takes them, but lines and delays: only those that were sent."""
    given = {}
    if "deliveries" in said:
        given["deliveries"] = _deliveries(said["deliveries"])
    if "expenditures" in said:
        given["expenditures"] = {row["line"]: row["amount"] for row in said["expenditures"]}
    if "equipment" in said:
        given["equipment"] = {row["item"]: (row["delivered"], row["installed"]) for row in said["equipment"]}
    if "incidents" in said:
        given["incidents"] = [dict(row) for row in said["incidents"]]
    if "overspent_because" in said:
        given["overspent_because"] = said["overspent_because"]
    return given


def _deliveries(rows):
    suppliers, materials = _keys({row["supplier"] for row in rows}, {row["material"] for row in rows})
    unknown = [row["supplier"] for row in rows if row["supplier"] not in suppliers]
    errors = [_("There is no supplier “%(code)s”.") % {"code": code} for code in dict.fromkeys(unknown)]
    unknown = [row["material"] for row in rows if row["material"] not in materials]
    errors += [_("There is no material “%(code)s”.") % {"code": code} for code in dict.fromkeys(unknown)]
    if errors:
        raise exceptions.ValidationError({"deliveries": errors})
    return [
        {
            "supplier_id": suppliers[row["supplier"]], "material_id": materials[row["material"]],
            "waybill": row["waybill"], "quantity": row["quantity"], "received_on": row["received_on"],
            "order_id": row["order"],
        }
        for row in rows
    ]  # fmt: skip


def _keys(suppliers, materials):
    bodies = Organization.objects.filter(kind=OrganizationKind.SUPPLIER, code__in=suppliers)
    return dict(bodies.values_list("code", "pk")), dict(
        Material.objects.filter(code__in=materials).values_list("code", "pk")
    )


def as_body(version):
    """A version of a conflict, as the actions hold it, in the form in which it is sent."""
    said = dict(version)
    for name in PARTS:
        if name in said:
            said[name] = _FORMS[name](said[name])
    return said


def _told_deliveries(rows):
    suppliers = dict(Organization.objects.filter(pk__in=[row["supplier_id"] for row in rows]).values_list("pk", "code"))
    materials = dict(Material.objects.filter(pk__in=[row["material_id"] for row in rows]).values_list("pk", "code"))
    return [
        {
            "supplier": suppliers.get(row["supplier_id"]), "waybill": row["waybill"],
            "material": materials.get(row["material_id"]), "quantity": row["quantity"],
            "received_on": row["received_on"], "order": row["order_id"],
        }
        for row in rows
    ]  # fmt: skip


_FORMS = {
    "lines": lambda rows: [{"package": pk, "percent": line[0], "reason": line[1]} for pk, line in rows.items()],
    "delays": lambda rows: [{"cause": cause, "days_lost": days, "note": note} for cause, days, note in rows],
    "deliveries": _told_deliveries,
    "expenditures": lambda rows: [{"line": line, "amount": amount} for line, amount in rows.items()],
    "equipment": lambda rows: [{"item": pk, "delivered": row[0], "installed": row[1]} for pk, row in rows.items()],
    "incidents": lambda rows: rows,
}
