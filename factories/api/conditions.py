"""Conditions of counties by year: read by all who see the county, recorded by those who may."""

import re

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from factories.actions import conditions as deeds
from factories.conditions import DEMAND, RAW
from factories.filters import ConditionsFilter
from factories.models import County, LocalConditions
from factories.models.places import CONDITIONS
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of
from regional20x10.shared.calls import refuse_unknown
from regional20x10.shared.errors import NotAllowed

PATTERN = r"[^/\x00]{1,8}-2[01][0-9]{2}"
TAG = r'^"[0-9a-f]{16}"$'
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": TAG},
    OpenApiParameter.HEADER,
    description="The ETag of what you read: refused (409) if somebody wrote another since.",
)
LARGEST = 10**9
MOST = 200
"""Entries of a list in a body."""


class CodeField(serializers.CharField):
    """County and year, such as KP0409-2026."""

    def __init__(self, **kwargs):
        super().__init__(source="*", read_only=True, help_text="County and year, such as KP0409-2026.", **kwargs)

    def expression(self, path):
        return Concat(F("county__code"), Value("-"), Cast("year", CharField()))

    def to_representation(self, row):
        return f"{row.county.code}-{row.year}"


class SourcedBody(Body):
    value = serializers.FloatField(min_value=0, max_value=LARGEST)
    source = serializers.CharField(max_length=deeds.LONGEST_SOURCE)


class ConditionsRow(Row):
    code = CodeField()
    county = code_of("county.code")
    demand_per_head = serializers.DictField(
        child=SourcedBody(), read_only=True, help_text="Product group: kg a head and year, and their source."
    )
    raw_materials_t_year = serializers.DictField(
        child=SourcedBody(), read_only=True, help_text="Raw material: t a year, and their source."
    )

    class Meta:
        model = LocalConditions
        fields = ["code", "county", "year", *CONDITIONS, DEMAND, RAW, "sources", "demonstration"]


class ConditionsBody(Body):
    """All that is known of the county in the year: what is left out or null is then missing. A value has a source."""

    population = serializers.IntegerField(min_value=0, max_value=LARGEST, allow_null=True, default=None)
    workforce = serializers.IntegerField(min_value=0, max_value=LARGEST, allow_null=True, default=None)
    electricity_kw = serializers.IntegerField(min_value=0, max_value=LARGEST, allow_null=True, default=None)
    water_m3_day = serializers.IntegerField(min_value=0, max_value=LARGEST, allow_null=True, default=None)
    terrain = serializers.ChoiceField(LocalConditions.Terrain.choices, allow_null=True, default=None)
    rail_km = serializers.DecimalField(6, 1, min_value=0, allow_null=True, default=None)
    trunk_road_km = serializers.DecimalField(6, 1, min_value=0, allow_null=True, default=None)
    demand_per_head = serializers.DictField(
        child=SourcedBody(), default=dict, help_text="Product group: kg a head and year, and their source."
    )
    raw_materials_t_year = serializers.DictField(
        child=SourcedBody(), default=dict, help_text="Raw material: t a year, and their source."
    )
    sources = serializers.DictField(
        child=serializers.CharField(max_length=deeds.LONGEST_SOURCE), default=dict, help_text="Field: its source."
    )

    def validate_demand_per_head(self, rows):
        return _not_too_many(rows)

    def validate_raw_materials_t_year(self, rows):
        return _not_too_many(rows)

    def validate_sources(self, rows):
        return _not_too_many(rows)


def _not_too_many(rows):
    if len(rows) > MOST:
        raise exceptions.ValidationError(_("Send at most %(most)s entries.") % {"most": MOST})
    return rows


def seen(request):
    """The digest of If-Match, None without one (or with *, which takes any)."""
    text = request.headers.get("If-Match", "").strip()
    given = re.fullmatch(r'(?:W/)?"([0-9a-f]{16})"', text)
    if not given and text not in ("", "*"):
        raise exceptions.ValidationError({"If-Match": _("This is no ETag: send the one you read, as it is.")})
    return given[1] if given else None


class ConditionsViewSet(ScopedViewSet):
    """What a county has in a year, each value with its source. What is null is not known; it is not zero."""

    queryset = LocalConditions.objects.all()
    row = ConditionsRow
    filterset_class = ConditionsFilter
    lookup_field = "code"
    lookup_value_regex = PATTERN

    def lookup(self, queryset):
        county, _dash, year = self.kwargs["code"].rpartition("-")
        return queryset.filter(county__code=county, year=int(year))

    def retrieve(self, request, *args, **kwargs):
        refuse_unknown(request, set())
        return self._answer(self.told(self.get_queryset()), 200)

    def _answer(self, told, status):
        row = self.lookup(LocalConditions.objects.all()).first()
        return Response(told, status=status, headers={"ETag": f'"{deeds.digest(row)}"'})

    @extend_schema(
        parameters=[IF_MATCH],
        request=ConditionsBody,
        responses={200: ConditionsRow, 201: OpenApiResponse(ConditionsRow, description="Nothing was recorded before.")},
    )
    def update(self, request, code):
        """Record the whole of a county's conditions of a year. What was said before stays in the history."""
        county, year = self._county(), int(code.rpartition("-")[2])
        said = self.body(ConditionsBody)
        new = not self.lookup(LocalConditions.objects.all()).exists()
        lists = {
            kind: {name: (row["value"], row["source"]) for name, row in said[kind].items()} for kind in (DEMAND, RAW)
        }
        deeds.record(
            county, year, values={name: said[name] for name in CONDITIONS}, sources=said["sources"], **lists,
            seen=seen(request), by=request.user.post,
        )  # fmt: skip
        return self._answer(self.told(LocalConditions.objects.all()), 201 if new else 200)

    def _county(self):
        """The county of the address: 404 if one may not see it, 403 if one sees it but may not change it."""
        code, user = self.kwargs["code"].rpartition("-")[0], self.request.user
        county = County.objects.editable_by(user).filter(code=code).first()
        if county is None and County.objects.visible_to(user).filter(code=code).exists():
            raise NotAllowed(_("Your post reads this but may not change it."))
        if county is None:
            raise Http404
        return county
