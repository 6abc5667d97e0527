"""Completeness and timeliness of returns, by province, county or construction unit."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from factories import rates
from factories.models import FactoryProject, PeriodKind
from factories.reporting import SUBJECTS
from regional20x10.shared.api import AS_OF, as_of
from regional20x10.shared.calls import refuse_unknown

BY = OpenApiParameter("by", str, enum=list(rates.KINDS), description="What each row is of; province without it.")
OF = OpenApiParameter(
    "kind",
    str,
    enum=list(PeriodKind.values),
    description="Ten-day returns (without it), or production by month.",
)
SHARE = {"allow_null": True, "help_text": "0 to 100; null where none was due."}


class RateFigures(serializers.Serializer):
    """Of some closed periods."""

    due = serializers.IntegerField()
    submitted = serializers.IntegerField(help_text="Of those due, standing.")
    timely = serializers.IntegerField(help_text="Of those due, by the period’s own deadline.")
    excepted = serializers.IntegerField(help_text="Not yet due: an exception still runs.")
    completeness = serializers.FloatField(**SHARE)
    timeliness = serializers.FloatField(**SHARE)


class RatesFigures(serializers.Serializer):
    last3 = RateFigures(help_text="The last 3 periods closed by the day.")
    last9 = RateFigures(help_text="The last 9.")
    whole = RateFigures(help_text="All of them.")


class PlaceRates(RatesFigures):
    code = serializers.CharField()
    name_en = serializers.CharField()
    name_ko = serializers.CharField(allow_blank=True)


@extend_schema_serializer(many=False)
class ReportingRates(serializers.Serializer):
    as_of = serializers.DateField()
    kind = serializers.ChoiceField(PeriodKind.choices)
    by = serializers.ChoiceField(list(rates.KINDS))
    total = RatesFigures()
    rows = PlaceRates(many=True, help_text="By code; those without a due return are left out.")


class RateViewSet(viewsets.ViewSet):
    """How many of the returns due were submitted, and how many in time, within what the caller sees."""

    @extend_schema(parameters=[BY, OF, AS_OF], responses=ReportingRates)
    def list(self, request):
        """Completeness and timeliness on a day."""
        refuse_unknown(request, {"by", "kind", "as_of"})
        kind, day = request.query_params.get("by", "province"), as_of(request)
        if kind not in rates.KINDS:
            said = _("“%(by)s” is not known: choose one of %(known)s.")
            raise exceptions.ValidationError({"by": said % {"by": kind[:40], "known": ", ".join(rates.KINDS)}})
        of = request.query_params.get("kind", PeriodKind.TEN_DAYS)
        if of not in PeriodKind.values:
            said = _("“%(kind)s” is not known: choose one of %(known)s.")
            raise exceptions.ValidationError({"kind": said % {"kind": of[:40], "known": ", ".join(PeriodKind.values)}})
        projects = FactoryProject.objects.visible_to(request.user)
        whole, rows = rates.by(kind, projects, day, SUBJECTS[PeriodKind(of)])
        told = [{**_named(place), **_windows(row)} for place, row in rows]
        return Response({"as_of": day, "kind": of, "by": kind, "total": _windows(whole), "rows": told})


def _named(place):
    return {name: getattr(place, name) for name in ("code", "name_en", "name_ko")}


def _windows(row):
    return {window: {name: getattr(getattr(row, window), name) for name in RateFigures().fields}
            for window in RatesFigures().fields}  # fmt: skip
