"""Cover and balances of raw materials: of one factory by month, of a county, of a province."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import balances, bases
from factories.models import FactoryProject
from regional20x10.shared.api import AS_OF, as_of, refuse_unknown

SHARE = {"allow_null": True, "help_text": "In %; null is unknown, never zero."}
TONNES = {"allow_null": True, "help_text": "Tonnes; null is unknown, never zero."}


class CoverMonthTold(serializers.Serializer):
    month = serializers.IntegerField(min_value=1, max_value=12)
    supply_t = serializers.FloatField(**TONNES)
    need_t = serializers.FloatField(**TONNES)
    short_t = serializers.FloatField(**TONNES)


class CoverBaseTold(serializers.Serializer):
    base = serializers.CharField()
    share_percent = serializers.FloatField()
    expected_t = serializers.FloatField(**TONNES)


class CoverMaterialTold(serializers.Serializer):
    material = serializers.CharField()
    need_t_year = serializers.FloatField(**TONNES)
    expected_t = serializers.FloatField(**TONNES)
    expected_next_t = serializers.FloatField(**TONNES)
    cover_percent = serializers.FloatField(**SHARE)
    cover_next_percent = serializers.FloatField(**SHARE)
    missing_t = serializers.FloatField(**TONNES)
    hectares = serializers.FloatField(allow_null=True, help_text="Land that would yield what is missing.")
    stock_t = serializers.FloatField(help_text="Left before the year, by the last verified production return.")
    short_from = serializers.IntegerField(allow_null=True, help_text="The first month by whose end some is missing.")
    bases = CoverBaseTold(many=True)
    months = CoverMonthTold(many=True, help_text="From the year’s beginning to the end of each month.")


class CoverTold(serializers.Serializer):
    as_of = serializers.DateField()
    year = serializers.IntegerField()
    cover_percent = serializers.FloatField(**SHARE)
    cover_next_percent = serializers.FloatField(**SHARE)
    asked_percent = serializers.IntegerField(help_text="What its programme year asks for before it operates.")
    materials = CoverMaterialTold(many=True)


def _number(value):
    return None if value is None else float(value)


def _material(row):
    first = row.short_from
    return {
        "material": row.material, "need_t_year": _number(row.need), "expected_t": _number(row.expected),
        "expected_next_t": _number(row.expected_next), "cover_percent": _number(row.percent),
        "cover_next_percent": _number(row.percent_next), "missing_t": _number(row.missing),
        "hectares": _number(row.hectares), "stock_t": float(row.stock), "short_from": first and first.number,
        "bases": [
            {"base": link.base.code, "share_percent": float(link.share_percent),
             "expected_t": _number(supply.this_year)}
            for link, supply in row.parts
        ],
        "months": [
            {"month": month.number, "supply_t": _number(month.supply), "need_t": _number(month.need),
             "short_t": _number(month.short)}
            for month in row.months
        ],
    }  # fmt: skip


class RawMaterialOfProject:
    """What ProjectViewSet adds for raw materials."""

    @extend_schema(parameters=[AS_OF], responses=CoverTold, filters=False)
    @action(detail=True, pagination_class=None, url_path="raw-material")
    def raw_material(self, request, code):
        """How far each raw material is covered this year and next, from which bases, and month by month."""
        refuse_unknown(request, {"as_of"})
        rows = FactoryProject.objects.select_related("factory_type", "plan__program_year")
        project = self.lookup(rows.visible_to(request.user)).first()
        if project is None:
            raise Http404
        day = as_of(request)
        found = bases.of_project(project, day)
        return Response(
            {
                "as_of": day, "year": found.year, "cover_percent": _number(found.percent),
                "cover_next_percent": _number(found.percent_next), "asked_percent": found.asked,
                "materials": [_material(row) for row in found.materials],
            }
        )  # fmt: skip


class BalanceTold(serializers.Serializer):
    material = serializers.CharField()
    supply_t = serializers.FloatField(**TONNES)
    supply_next_t = serializers.FloatField(**TONNES)
    unassigned_t = serializers.FloatField(**TONNES)
    need_t = serializers.FloatField(**TONNES)
    missing_t = serializers.FloatField(**TONNES)
    hectares = serializers.FloatField(allow_null=True)
    short = serializers.ListField(child=serializers.CharField(), help_text="Factories that lack some, by code.")
    unknown = serializers.IntegerField(help_text="Factories of which it is not known.")


def _balance(row):
    return {
        "material": row.material, "supply_t": _number(row.supply), "supply_next_t": _number(row.supply_next),
        "unassigned_t": _number(row.unassigned), "need_t": _number(row.need), "missing_t": _number(row.missing),
        "hectares": _number(row.hectares), "short": [factory.project.code for factory, _cover in row.short],
        "unknown": row.unknown,
    }  # fmt: skip


class BalanceOfPlace:
    """What the endpoints of counties and provinces add: `place_path` leads from a county plan's county to the place."""

    place_path = None

    @extend_schema(parameters=[AS_OF], responses=BalanceTold(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def balance(self, request, code):
        """By raw material: what the bases here bring, what the factories here need and lack."""
        refuse_unknown(request, {"as_of"})
        place = self.lookup(self.get_queryset()).first()
        if place is None:
            raise Http404
        rows = balances.of_place(request.user, as_of(request), **{self.place_path: place})
        return Response([_balance(row) for row in rows])
