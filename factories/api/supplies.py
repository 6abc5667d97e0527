"""What runs short ahead at which sites, and how suppliers keep their promises, on any day."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from committees.models import Organization
from committees.models.bodies import OrganizationKind
from factories import supplies
from factories.filters import SuppliesFilter
from factories.models import FactoryProject
from regional20x10.shared.api import AS_OF, CODE, Row, ScopedViewSet, as_of, code_of
from regional20x10.shared.calls import refuse_unknown

AMOUNTS = (
    "needed", "needed_now", "delivered", "used", "stock", "on_order", "on_way", "comes_on", "cover_days", "short_on",
    "short_by", "missing",
)  # fmt: skip


class Amount(serializers.DecimalField):
    def __init__(self, help_text="", **kwargs):
        super().__init__(max_digits=18, decimal_places=2, read_only=True, help_text=help_text, **kwargs)


class SupplyRow(serializers.Serializer):
    """One material at one site."""

    material = serializers.CharField(help_text="Its code.")
    unit = serializers.CharField()
    needed = Amount("In all; null where no demand is entered.", allow_null=True)
    needed_now = Amount("Of which by the day.", allow_null=True)
    delivered = Amount()
    used = Amount("By the norm and the claimed %.", allow_null=True)
    stock = Amount()
    on_order = Amount("Not dispatched yet.")
    on_way = Amount()
    comes_on = serializers.DateField(allow_null=True, help_text="When the next consignment is expected.")
    cover_days = serializers.IntegerField(allow_null=True, help_text="365 where stock meets all that is needed.")
    short_on = serializers.DateField(allow_null=True, help_text="Within 60 days.")
    short_by = Amount("Missing on that day.", allow_null=True)
    missing = Amount("The most missing within 60 days.", allow_null=True)


class SiteRow(Row):
    province = code_of("plan.county.province.code")
    county = code_of("plan.county.code")

    class Meta:
        model = FactoryProject
        fields = ["code", "province", "county"]


class ShortageRow(serializers.Serializer):
    project = serializers.CharField(help_text="Its code.")
    province = serializers.CharField()
    county = serializers.CharField()
    materials = SupplyRow(many=True)


def told(row):
    amounts = {name: getattr(row, name) for name in AMOUNTS}
    rounded = {name: round(value, 2) if hasattr(value, "quantize") else value for name, value in amounts.items()}
    return {"material": row.material.code, "unit": row.material.unit, **rounded}


class ShortageViewSet(ScopedViewSet):
    """Sites at which a material runs short within 60 days of a day, as known then."""

    queryset = FactoryProject.objects.all()
    row = SiteRow
    serializer_class = ShortageRow
    filterset_class = SuppliesFilter
    lookup_field = key = "code"
    lookup_value_regex = CODE
    takes = frozenset({"as_of"})

    def get_serializer_class(self):
        return ShortageRow

    def _with(self, row, found):
        return {"project": row["code"], "province": row["province"], "county": row["county"],
                "materials": [told(supply) for supply in found]}  # fmt: skip

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        """Each site with the materials that run short there."""
        day, material = as_of(request), request.query_params.get("material")
        chosen = self.filter_queryset(self.get_queryset()).values_list("pk", flat=True)
        self.found = {}
        for row in supplies.of_projects(day, chosen):
            if row.short_on is not None and material in (None, row.material.code):
                self.found.setdefault(row.project_id, []).append(row)
        rows = self.paginate_queryset(FactoryProject.objects.filter(pk__in=self.found))
        return self.get_paginated_response(rows)

    def read(self, queryset, key):
        codes = dict(queryset.values_list("code", "pk"))
        return [(code, self._with(row, self.found[codes[code]])) for code, row in super().read(queryset, key)]

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        """All materials of one site, short or not."""
        refuse_unknown(request, set(self.takes))
        day, row = as_of(request), super().told(self.get_queryset())
        chosen = FactoryProject.objects.filter(code=row["code"]).values_list("pk", flat=True)
        return Response(self._with(row, supplies.of_projects(day, chosen)))


class BodyRow(Row):
    class Meta:
        model = Organization
        fields = ["code", "name_en", "name_ko"]


class SupplierRow(BodyRow):
    promised = serializers.IntegerField(read_only=True, help_text="Orders whose first promise has passed.")
    kept = serializers.IntegerField(read_only=True, help_text="Delivered in full by the day first promised.")
    late = serializers.IntegerField(read_only=True, help_text="Not delivered in full yet.")
    percent = serializers.FloatField(read_only=True, allow_null=True, help_text="Kept of promised; null with none.")

    class Meta(BodyRow.Meta):
        fields = [*BodyRow.Meta.fields, "promised", "kept", "late", "percent"]


class SupplierViewSet(ScopedViewSet):
    """Suppliers, and how they kept their promises to the sites the caller sees, by a day."""

    queryset = Organization.objects.filter(kind=OrganizationKind.SUPPLIER)
    row = BodyRow
    serializer_class = SupplierRow
    lookup_field = key = "code"
    lookup_value_regex = CODE
    takes = frozenset({"as_of"})

    def get_serializer_class(self):
        return SupplierRow

    def _kept(self):
        chosen = FactoryProject.objects.visible_to(self.request.user).values_list("pk", flat=True)
        return {row.supplier.code: row for row in supplies.reliability(as_of(self.request), chosen)}

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    def read(self, queryset, key):
        kept = self._kept()
        return [(code, _judged(row, kept.get(code))) for code, row in super().read(queryset, key)]

    def told(self, queryset):
        row = super().told(queryset)
        return _judged(row, self._kept().get(row["code"]))


def _judged(row, found):
    figures = (found.promised, found.kept, found.late, found.percent) if found else (0, 0, 0, None)
    return row | dict(zip(("promised", "kept", "late", "percent"), figures, strict=True))
