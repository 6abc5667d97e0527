"""Product demand met: what factories made against what people need, of a county and of the places of a province."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import demand
from factories.models import County
from factories.views.demand import seen
from regional20x10.shared.api import AS_OF, as_of, refuse_unknown

YEAR = OpenApiParameter("year", int, description="The year it is asked for, up to that of the day; that one without.")
TONNES = {"allow_null": True, "max_digits": 20, "decimal_places": 3, "coerce_to_string": False}
PERCENT = {"allow_null": True, "help_text": "Made of what is needed, in the months that count."}


class MonthTold(serializers.Serializer):
    month = serializers.IntegerField()
    output_t = serializers.DecimalField(help_text="Of those that reported; null: nobody did.", **TONNES)
    demand_t = serializers.DecimalField(**TONNES)
    missing = serializers.ListField(child=serializers.CharField(), help_text="Factories without a verified return.")
    counts = serializers.BooleanField()


class Sums(serializers.Serializer):
    """Of the months that count: those that every factory that makes the group reported."""

    name = serializers.CharField(help_text="As in the norms.")
    output_t = serializers.DecimalField(**TONNES)
    demand_t = serializers.DecimalField(**TONNES)
    met_percent = serializers.FloatField(**PERCENT)
    surplus_t = serializers.DecimalField(**TONNES)
    shortage_t = serializers.DecimalField(**TONNES)
    output_kg_per_head = serializers.FloatField(allow_null=True)
    demand_kg_per_head = serializers.FloatField(allow_null=True)


class GroupTold(Sums):
    kg_per_head = serializers.FloatField(allow_null=True, help_text="Needed a head and year.")
    demand_t_year = serializers.DecimalField(**TONNES)
    makers = serializers.ListField(child=serializers.CharField(), help_text="Codes of factories.")
    unknown = serializers.ListField(child=serializers.CharField(), help_text="What is not known, as sentences.")
    months = MonthTold(many=True)


class DemandTold(serializers.Serializer):
    county = serializers.CharField()
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    conditions_year = serializers.IntegerField(allow_null=True, help_text="Of the conditions in force.")
    population = serializers.IntegerField(allow_null=True)
    unknown = serializers.ListField(child=serializers.CharField(), help_text="What is not known, as sentences.")
    groups = GroupTold(many=True)


class TogetherTold(Sums):
    known = serializers.IntegerField(help_text="Places in which output and demand are known: those that are summed.")
    unknown = serializers.IntegerField(help_text="The other places.")


class ProvinceDemandTold(serializers.Serializer):
    province = serializers.CharField()
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    groups = TogetherTold(many=True)
    counties = DemandTold(many=True)


def _sums(row):
    return {name: getattr(row, name) for name in Sums().fields}


def _group(group):
    months = [
        {"month": month.number, "output_t": month.output_t, "demand_t": month.demand_t, "missing": list(month.missing),
         "counts": month.counts}
        for month in group.months
    ]  # fmt: skip
    names = ("kg_per_head", "demand_t_year", "makers", "unknown")
    return _sums(group) | {name: getattr(group, name) for name in names} | {"months": months}


def _demand(found, day):
    return {
        "county": found.county.code, "year": found.year, "as_of": day,
        "conditions_year": found.conditions and found.conditions.year, "population": found.population,
        "unknown": found.unknown, "groups": [_group(group) for group in found.groups],
    }  # fmt: skip


def _asked(view, request):
    """(what the address names, year, day); 400 for a year that is none, or has not begun."""
    refuse_unknown(request, {"as_of", "year"})
    row, day = view.lookup(view.get_queryset()).first(), as_of(request)
    if row is None:
        raise Http404
    text = request.query_params.get("year", str(day.year)).strip()
    if not (text.isascii() and text.isdigit() and 1900 <= int(text[:9]) <= day.year):
        said = _("“%(text)s” is no year from 1900 to %(last)s.") % {"text": text[:20], "last": day.year}
        raise exceptions.ValidationError({"year": said})
    return row, int(text), day


class DemandOfCounty:
    """What CountyViewSet adds."""

    @extend_schema(parameters=[YEAR, AS_OF], responses=DemandTold, filters=False)
    @action(detail=True, pagination_class=None)
    def demand(self, request, code):
        """What its factories made in a year against what its people need, by product group and month."""
        county, year, day = _asked(self, request)
        return Response(_demand(seen(request.user, [county], year, day)[0], day))


class DemandOfProvince:
    """What ProvinceViewSet adds."""

    @extend_schema(parameters=[YEAR, AS_OF], responses=ProvinceDemandTold, filters=False)
    @action(detail=True, pagination_class=None)
    def demand(self, request, code):
        """The same of its places in the programme: together by product group, and each."""
        province, year, day = _asked(self, request)
        rows = County.objects.visible_to(request.user).filter(province=province, plans__isnull=False)
        found = seen(request.user, rows.distinct().order_by("code"), year, day)
        groups = [
            _sums(group) | {"known": len(group.known), "unknown": group.unknown} for group in demand.together(found)
        ]
        return Response({
            "province": province.code, "year": year, "as_of": day, "groups": groups,
            "counties": [_demand(row, day) for row in found],
        })  # fmt: skip
