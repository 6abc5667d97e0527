"""Scorecards of a programme year, as the pages show them, with the arithmetic of each place."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, viewsets
from rest_framework.response import Response

from committees.rights import COUNTY, PROVINCE
from factories.models import ProgramYear
from regional20x10.shared.api import AS_OF, CODE, as_of
from regional20x10.shared.calls import refuse_unknown
from reports import scorecards
from reports.conditions import CONDITIONS

YEAR = OpenApiParameter("year", int, description="Programme year; that of the day without it.")
UNKNOWN = {"allow_null": True, "help_text": "Null is unknown, never zero."}
OF_CARD = (
    "raw", "days_late", "finished", "counting", "counting_months", "workers_percent", "cover_percent", "compared",
    "expected", "difference", "reliability", "adjusted", "low", "high", "ranked",
)  # fmt: skip


class CardTold(serializers.Serializer):
    level = serializers.ChoiceField([PROVINCE, COUNTY])
    code = serializers.CharField()
    name_en = serializers.CharField()
    name_ko = serializers.CharField()
    factories = serializers.IntegerField()
    compared_factories = serializers.IntegerField(help_text="With verified work and every condition recorded.")
    raw = serializers.FloatField(allow_null=True, help_text="The score: verified work, 0 to 100.")
    days_late = serializers.IntegerField(allow_null=True, help_text="Of the latest factory; negative is early.")
    finished = serializers.IntegerField()
    counting = serializers.IntegerField(help_text="Factories that count.")
    counting_months = serializers.IntegerField()
    workers_percent = serializers.FloatField(**UNKNOWN)
    cover_percent = serializers.FloatField(**UNKNOWN)
    compared = serializers.FloatField(allow_null=True, help_text="Verified work of the factories compared.")
    expected = serializers.FloatField(allow_null=True, help_text="Verified work to be expected of them.")
    difference = serializers.FloatField(allow_null=True, help_text="compared − expected.")
    reliability = serializers.FloatField(allow_null=True, help_text="0 to 1: the share of the difference that is kept.")
    adjusted = serializers.FloatField(allow_null=True, help_text="mean + reliability × difference.")
    low = serializers.FloatField(allow_null=True, help_text="Of the 80% interval.")
    high = serializers.FloatField(**UNKNOWN)
    rank_low = serializers.IntegerField(allow_null=True, help_text="Best rank; places that overlap share a span.")
    rank_high = serializers.IntegerField(allow_null=True, help_text="Worst rank.")
    ranked = serializers.IntegerField(help_text="Places ranked, those not shown too.")


class TermTold(serializers.Serializer):
    condition = serializers.ChoiceField(list(CONDITIONS))
    mean = serializers.FloatField(help_text="Of the year’s factories that are compared.")
    coefficient = serializers.FloatField(allow_null=True, help_text="Points a unit; null: it tells nothing apart.")


class ModelTold(serializers.Serializer):
    mean = serializers.FloatField(help_text="Verified work of the year’s factories that are compared.")
    penalty = serializers.FloatField(help_text="Of the ridge.")
    factories = serializers.IntegerField(help_text="The coefficients rest on, those of earlier years too.")
    places = serializers.IntegerField()
    terms = TermTold(many=True)


class ShareTold(serializers.Serializer):
    condition = serializers.ChoiceField(list(CONDITIONS))
    value = serializers.FloatField()
    mean = serializers.FloatField()
    coefficient = serializers.FloatField()
    points = serializers.FloatField(help_text="coefficient × (value − mean).")


class LineTold(serializers.Serializer):
    project = serializers.CharField()
    verified = serializers.FloatField(**UNKNOWN)
    expected = serializers.FloatField(allow_null=True, help_text="mean + the points of all terms; null: not compared.")
    missing = serializers.ListField(child=serializers.ChoiceField(list(CONDITIONS)), help_text="Nobody recorded them.")
    terms = ShareTold(many=True)


@extend_schema_serializer(many=False)
class ScorecardsTold(serializers.Serializer):
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    model = ModelTold(allow_null=True, help_text="Null: no factory can be compared.")
    provinces = CardTold(many=True)
    counties = CardTold(many=True)


class ScorecardTold(CardTold):
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    model = ModelTold(allow_null=True)
    lines = LineTold(many=True)


class ScorecardViewSet(viewsets.ViewSet):
    """Provinces, cities and counties by results alone; of each caller the places read whole."""

    lookup_field = "code"
    lookup_value_regex = CODE

    @extend_schema(parameters=[YEAR, AS_OF], responses=ScorecardsTold)
    def list(self, request):
        """Every place of the year within the caller's reach, and what was to be expected of each."""
        found, provinces, counties = _found(request)
        told = {"provinces": [_card(card) for card in provinces], "counties": [_card(card) for card in counties]}
        return Response(_head(found) | told)

    @extend_schema(parameters=[YEAR, AS_OF], responses=ScorecardTold)
    def retrieve(self, request, code):
        """One place, by the code of its province or county, with the arithmetic of each factory."""
        found, provinces, counties = _found(request)
        card = next((row for row in [*provinces, *counties] if row.place.code == code), None)
        if card is None:
            raise Http404
        return Response(_card(card) | _head(found) | {"lines": [_line(line) for line in card.lines]})


def _found(request):
    refuse_unknown(request, {"year", "as_of"})
    day = as_of(request)
    text = request.query_params.get("year", str(day.year)).strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        said = _("“%(text)s” is no year: write it as 2026.")
        raise exceptions.ValidationError({"year": said % {"text": text[:20]}})
    if not ProgramYear.objects.visible_to(request.user).filter(year=int(text)).exists():
        raise Http404
    found = scorecards.of_year(int(text), day)
    return found, *found.seen_by(request.user)


def _head(found):
    return {"year": found.year, "as_of": found.as_of, "model": _model(found.fit)}


def _model(fit):
    if fit is None:
        return None
    terms = [
        {"condition": name, "mean": fit.means[name], "coefficient": fit.coefficients.get(name)} for name in CONDITIONS
    ]
    return {name: getattr(fit, name) for name in ("mean", "penalty", "factories", "places")} | {"terms": terms}


def _card(card):
    said = {name: getattr(card, name) for name in OF_CARD}
    names = {name: getattr(card.place, name) for name in ("code", "name_en", "name_ko")}
    counts = {"factories": len(card.lines), "compared_factories": len(card.compared_lines)}
    return {"level": card.level} | names | counts | said | {"rank_low": card.best, "rank_high": card.worst}


def _line(line):
    names = ("condition", "value", "mean", "coefficient", "points")
    return {
        "project": line.project.code, "verified": line.verified, "expected": line.expected,
        "missing": line.conditions.missing, "terms": [dict(zip(names, term, strict=True)) for term in line.terms],
    }  # fmt: skip
