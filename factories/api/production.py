"""Monthly production returns and the plans beside them, through the same actions as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from factories.actions import production as deeds
from factories.api.ladder import TEXT, LadderViewSet, described, key_field, revision_field
from factories.api.periods import MONTH, PeriodField
from factories.filters import ProductionReturnFilter, ProductPlanFilter
from factories.models import (
    Downtime,
    DowntimeCause,
    FactoryProject,
    PeriodKind,
    ProductionReturn,
    ProductLine,
    ProductPlan,
    RawMaterialUse,
)
from factories.production import FIELDS, MATERIAL, PRODUCT
from factories.production_rules import MOST_COUNT, MOST_NAME, MOST_NOTE, MOST_TONNES
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, editable_project, number_of

MOST_ROWS = 50
TONNES = {"max_digits": 9, "decimal_places": 1, "min_value": 0, "max_value": int(MOST_TONNES)}
HOURS = {"max_digits": 5, "decimal_places": 1, "max_value": 744}
UNKNOWN = {"allow_null": True, "default": None}


# --- told ------------------------------------------------------------------------------------------------------------
class ProductRow(Row):
    class Meta:
        model = ProductLine
        fields = ["product", *PRODUCT]
        order = ["pk"]


class DowntimeRow(Row):
    class Meta:
        model = Downtime
        fields = ["cause", "hours", "note"]
        order = ["cause"]


class MaterialUseRow(Row):
    class Meta:
        model = RawMaterialUse
        fields = ["material", *MATERIAL]
        order = ["pk"]


class ProductionRow(Row):
    project = code_of("project.code")
    period = PeriodField()
    year = number_of("project.plan.program_year.year")
    province = code_of("project.plan.county.province.code")
    county = code_of("project.plan.county.code")

    class Meta:
        model = ProductionReturn
        fields = [
            "id", "project", "period", "version", "year", "province", "county", "state", "revision", "key", "output_t",
            *FIELDS, "created_at", "saved_at", "submitted_at", "verified_at", "accepted_at", "returned_at",
            "return_note",
        ]  # fmt: skip


class ProductionDetail(ProductionRow):
    products = ProductRow(many=True, read_only=True)
    downtimes = DowntimeRow(many=True, read_only=True)
    materials = MaterialUseRow(many=True, read_only=True)

    class Meta(ProductionRow.Meta):
        fields = [
            *ProductionRow.Meta.fields, "doubts", "warnings", "value_notes", "products", "downtimes", "materials",
        ]  # fmt: skip


# --- taken -----------------------------------------------------------------------------------------------------------
class ProductBody(Body):
    product = serializers.CharField(max_length=MOST_NAME, help_text="By its name in the norms of the type.")
    output_t = serializers.DecimalField(**TONNES)
    stock_t = serializers.DecimalField(**TONNES, **UNKNOWN)
    batches_checked = serializers.IntegerField(min_value=0, max_value=MOST_COUNT, **UNKNOWN)
    batches_passed = serializers.IntegerField(min_value=0, max_value=MOST_COUNT, **UNKNOWN)
    first_grade_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, **UNKNOWN
    )
    returned_t = serializers.DecimalField(**TONNES, **UNKNOWN)
    price = serializers.DecimalField(max_digits=11, decimal_places=2, min_value=0, **UNKNOWN)


class DowntimeBody(Body):
    cause = serializers.ChoiceField(DowntimeCause.choices)
    hours = serializers.DecimalField(**HOURS, min_value=0)
    note = serializers.CharField(max_length=MOST_NOTE, allow_blank=True, default="")


class MaterialUseBody(Body):
    material = serializers.CharField(max_length=MOST_NAME, help_text="By its name in the norms of the type.")
    received_t = serializers.DecimalField(**TONNES, **UNKNOWN)
    used_t = serializers.DecimalField(**TONNES)
    stock_t = serializers.DecimalField(**TONNES, **UNKNOWN)


class ProductionBegin(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    period = serializers.RegexField(MONTH, help_text="The month, such as 2026-10.")
    key = key_field()


class ProductionBody(Body):
    """What a factory says of a month. PUT takes it whole, PATCH what is given; a part that is given is given whole."""

    revision = revision_field()
    hours_run = serializers.DecimalField(**HOURS, min_value=0, allow_null=True)
    power_kwh = serializers.IntegerField(min_value=0, max_value=MOST_COUNT, allow_null=True)
    staff = serializers.IntegerField(min_value=0, max_value=MOST_COUNT, allow_null=True)
    narrative = serializers.CharField(allow_blank=True, max_length=TEXT)
    products = ProductBody(many=True, max_length=MOST_ROWS)
    downtimes = DowntimeBody(many=True, max_length=MOST_ROWS)
    materials = MaterialUseBody(many=True, max_length=MOST_ROWS)


PARTS = {"products": "product", "materials": "material"}


@described(ProductionDetail, ProductionBegin, ProductionBody)
class ProductionViewSet(LadderViewSet):
    """What factories say of each month: output, quality, downtime, raw material. A correction is a new version."""

    queryset = ProductionReturn.objects.all()
    row, detail_row = ProductionRow, ProductionDetail
    filterset_class = ProductionReturnFilter
    deeds, begin_body, save_body = deeds, ProductionBegin, ProductionBody
    noun, kind = "production", PeriodKind.MONTH

    def taken(self, draft, said):
        return {"values": {name: said[name] for name in FIELDS if name in said}, **_parts(said)}

    def as_body(self, version):
        """A version of a conflict, as the actions hold it, in the form in which it is sent."""
        said = dict(version)
        for part, name in PARTS.items():
            if part in said:
                said[part] = [{name: key, **row} for key, row in said[part].items()]
        if "downtimes" in said:
            said["downtimes"] = [dict(zip(("cause", "hours", "note"), row, strict=True)) for row in said["downtimes"]]
        return said


def _parts(said):
    """The parts as deeds.save() takes them, None for what is not given; a product given twice is refused."""
    parts = dict.fromkeys([*PARTS, "downtimes"])
    for part, name in PARTS.items():
        if part in said:
            rows = [dict(row) for row in said[part]]
            parts[part] = {row.pop(name): row for row in rows}
            if len(parts[part]) < len(rows):
                raise serializers.ValidationError({part: _twice(part)})
    if "downtimes" in said:
        parts["downtimes"] = [(row["cause"], row["hours"], row["note"]) for row in said["downtimes"]]
    return parts


def _twice(part):
    """What the table itself says of two rows of one product or raw material."""
    model = {"products": ProductLine, "materials": RawMaterialUse}[part]
    [once] = [row for row in model._meta.constraints if row.name.endswith("once_per_return")]
    return once.violation_error_message


# --- plans -----------------------------------------------------------------------------------------------------------
class ProductPlanRow(Row):
    project = code_of("project.code")

    class Meta:
        model = ProductPlan
        fields = ["id", "project", "year", "product", "tonnes"]


class ProductPlanBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    product = serializers.CharField(max_length=MOST_NAME, help_text="By its name in the norms of the type.")
    tonnes = serializers.DecimalField(**TONNES)
    reason = serializers.CharField(
        max_length=300, allow_blank=True, default="",
        help_text="Needed where a plan changes, and for a product such a factory does not usually make.",
    )  # fmt: skip


class ProductPlanViewSet(ScopedViewSet):
    """What factories are to make of each product in a year. Setting one again changes it; the history is kept."""

    queryset = ProductPlan.objects.all()
    row = ProductPlanRow
    filterset_class = ProductPlanFilter

    @extend_schema(request=ProductPlanBody, responses={201: ProductPlanRow})
    def create(self, request):
        """Set the plan of a product for a year; 409 with every reason that stands against it."""
        said = self.body(ProductPlanBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        plan = deeds.set_plan(project, **said, by=request.user.post)
        return Response(ProductPlanRow.read_one(ProductPlan.objects.filter(pk=plan.pk)), status=201)
