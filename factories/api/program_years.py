"""Programme years with their thresholds, and the figures of one on any day."""

from dataclasses import asdict

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import figures, leads, reasons
from factories.actions import counting as deeds
from factories.api.closing import CloseOfYear
from factories.counting import THRESHOLDS, Life, Stage
from factories.models import Colour, CountyPlan, ProgramYear
from regional20x10.shared import clock
from regional20x10.shared.api import AS_OF, Body, Row, ScopedViewSet, as_of, code_of, refuse_unknown

PERCENT = {"allow_null": True, "help_text": "0 to 100; null is unknown, never zero."}
COUNT = {"allow_null": True, "help_text": "Null where none is known: never zero then."}
PROGRAM = OpenApiParameter("program", str, description="Code of the programme, where several have the year.")


class ProgramYearRow(Row):
    program = code_of("program.code")

    class Meta:
        model = ProgramYear
        fields = ["program", "year", "target", "plenary_on", "reports_due_on", "state", *THRESHOLDS]


class ThresholdsBody(Body):
    """All four; they hold from now on for every day asked for."""

    cover_percent = serializers.IntegerField()
    utilisation_percent = serializers.IntegerField()
    production_months = serializers.IntegerField()
    production_grace_days = serializers.IntegerField()
    reason = serializers.CharField(max_length=2000, allow_blank=True)


class LifeFigures(serializers.Serializer):
    """How many reached each step of life; each by itself, none in the place of another."""

    total = serializers.IntegerField()
    built = serializers.IntegerField()
    commissioned = serializers.IntegerField()
    operating = serializers.IntegerField()
    counting = serializers.IntegerField()
    fallen_out = serializers.IntegerField()
    reported = serializers.BooleanField(help_text="Whether any production return was ever verified.")


class InaugurationFigures(serializers.Serializer):
    on = serializers.DateField()
    days_late = serializers.IntegerField(help_text="Against the year’s last day; negative is early.")
    precision = serializers.CharField()
    basis = serializers.CharField()
    also = serializers.ListField(child=serializers.DateField(), help_text="Days given by sources that disagree.")
    sources = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_blank=True)))


class RecordFigures(serializers.Serializer):
    """What the public record says."""

    inaugurated = serializers.IntegerField()
    target = serializers.IntegerField()
    late = serializers.IntegerField()
    late_min = serializers.IntegerField(allow_null=True, help_text="Days.")
    late_max = serializers.IntegerField(allow_null=True, help_text="Days.")
    operating = serializers.IntegerField(allow_null=True, help_text="Null is unknown: there are no production returns.")
    known_to_operate = serializers.IntegerField(help_text="0 while there are no production returns.")
    life = LifeFigures(help_text="Of its places, each with all its factories.")
    sentences = serializers.ListField(child=serializers.CharField(), help_text="The same in the caller’s language.")


class CountFigures(serializers.Serializer):
    """Places of each colour."""

    done = serializers.IntegerField()
    ok = serializers.IntegerField()
    watch = serializers.IntegerField()
    risk = serializers.IntegerField()
    none = serializers.IntegerField()
    miss = serializers.IntegerField()


class SumFigures(serializers.Serializer):
    projects = serializers.IntegerField()
    finished = serializers.IntegerField()
    known = serializers.IntegerField(help_text="Projects with a verified return.")
    planned = serializers.FloatField(**PERCENT)
    claimed = serializers.FloatField(**PERCENT)
    verified = serializers.FloatField(**PERCENT)
    inspected = serializers.FloatField(**PERCENT)
    inspected_known = serializers.IntegerField(help_text="Projects that an inspection measured.")
    findings_open = serializers.IntegerField(**COUNT)
    findings_critical = serializers.IntegerField(**COUNT)
    equipment_needed = serializers.IntegerField(**COUNT)
    equipment_installed = serializers.IntegerField(**COUNT)
    equipment_below = serializers.IntegerField(**COUNT)
    short = serializers.IntegerField(help_text="Projects for which a material will be short within 60 days.")
    short_on = serializers.DateField(allow_null=True, help_text="The first day on which one is.")
    life = LifeFigures(help_text="Of its factories.")


class ProvinceFigures(SumFigures):
    province = serializers.CharField()
    places = serializers.IntegerField()
    counts = CountFigures()


class ReasonFigures(serializers.Serializer):
    project = serializers.CharField()
    code = serializers.CharField()
    sentence = serializers.CharField()


class InChargeFigures(serializers.Serializer):
    """The member in charge, by the post held."""

    title = serializers.CharField()
    title_ko = serializers.CharField(allow_blank=True)
    starts_on = serializers.DateField()


class PlaceFigures(SumFigures):
    rank = serializers.IntegerField(help_text="1 is most at risk.")
    province = serializers.CharField()
    county = serializers.CharField()
    county_plan = serializers.IntegerField()
    colour = serializers.ChoiceField(Colour.choices)
    stage = serializers.ChoiceField(Stage.choices, allow_null=True, help_text="What all its factories have reached.")
    chance = serializers.FloatField(allow_null=True, help_text="0 to 1: of its least likely factory.")
    forecast_on = serializers.DateField(allow_null=True)
    forecast_early_on = serializers.DateField(allow_null=True)
    forecast_late_on = serializers.DateField(allow_null=True)
    change_days = serializers.IntegerField(allow_null=True, help_text="Forecast against that of ten days before.")
    days_late_original = serializers.IntegerField(allow_null=True)
    days_late_approved = serializers.IntegerField(allow_null=True)
    reasons = ReasonFigures(many=True)
    inauguration = InaugurationFigures(allow_null=True)
    charge = InChargeFigures(allow_null=True, help_text="Null: nobody is in charge on the day.")


class YearFigures(SumFigures):
    program = serializers.CharField()
    year = serializers.IntegerField()
    as_of = serializers.DateField()
    counts = CountFigures()
    expected_done = serializers.IntegerField(
        help_text="Places finished, or forecast to finish by the year’s end; none that is silent or likely to miss."
    )
    record = RecordFigures()
    provinces = ProvinceFigures(many=True)
    places = PlaceFigures(many=True)
    unled = serializers.ListField(child=serializers.CharField(), help_text="Counties of which nobody is in charge.")


class ProgramYearViewSet(CloseOfYear, ScopedViewSet):
    """The years of the programme, each with its target number of places."""

    queryset = ProgramYear.objects.all()
    row = ProgramYearRow
    lookup_field = "year"
    lookup_value_regex = "[0-9]{4}"
    takes = frozenset({"program"})

    def lookup(self, queryset):
        queryset = queryset.filter(year=self.kwargs["year"])
        if "program" in self.request.query_params:
            return queryset.filter(program__code=self.request.query_params["program"].replace("\x00", ""))
        if len(queryset.values_list("pk")[:2]) > 1:
            said = _("Several programmes have this year: say which, by its code.")
            raise exceptions.ValidationError({"program": said})
        return queryset

    @extend_schema(parameters=[PROGRAM])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[PROGRAM])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    def filter_queryset(self, queryset):
        queryset = super().filter_queryset(queryset)
        program = self.request.query_params.get("program")
        return queryset.filter(program__code=program.replace("\x00", "")) if program is not None else queryset

    @extend_schema(parameters=[PROGRAM, AS_OF], responses=YearFigures)
    @action(detail=True)
    def figures(self, request, year):
        """Where the year stood on a day: sums, places by risk with reasons, provinces, and the public record."""
        refuse_unknown(request, {"program", "as_of"})
        row = self.lookup(self.get_queryset()).select_related("program").first()
        if row is None:
            raise Http404
        plans = CountyPlan.objects.visible_to(request.user).filter(program_year=row)
        found = figures.cohort(plans, as_of(request), target=row.target)
        return Response({"program": row.program.code, "year": row.year, **_year(found)})

    @extend_schema(parameters=[PROGRAM], request=ThresholdsBody, responses=ProgramYearRow, filters=False)
    @action(detail=True, methods=["post"])
    def thresholds(self, request, year):
        """Change from when on a factory of the year may operate and counts, with the reason; 409 with every sentence.

        The factories of the year are judged anew at once. Pages show each change with who made it and why.
        """
        row = self.get_object()
        deeds.set_thresholds(row, **self.body(ThresholdsBody), by=request.user.post, on=clock.today())
        return Response(self.told(ProgramYear.objects.filter(pk=row.pk)))


def _pick(serializer_class, source, **given):
    """The fields of `serializer_class` as attributes of `source`, but those given."""
    names = [name for name in serializer_class().fields if name not in given]
    return {**{name: _plain(getattr(source, name)) for name in names}, **given}


def _plain(value):
    """The value as JSON has it."""
    return asdict(value) if isinstance(value, Life) else value


def _year(found):
    sums = {name: _plain(getattr(found, name)) for name in SumFigures().fields}
    return {
        **sums,
        "as_of": found.as_of,
        "counts": found.counts,
        "expected_done": found.expected_done,
        "record": _pick(RecordFigures, found.record, sentences=found.record.sentences()),
        "provinces": [
            _pick(ProvinceFigures, row, province=row.province.code, places=len(row.places))
            for row in figures.by_province(found)
        ],
        "unled": [county.code for county in leads.coverage(found.places, found.as_of).unled],
        "places": [_place(place) for place in found.places],
    }


def _place(place):
    said = [{"project": code, "code": why["code"], "sentence": reasons.sentence(why)} for code, why in place.reasons]
    inauguration = place.inauguration and _pick(InaugurationFigures, place.inauguration)
    return _pick(
        PlaceFigures,
        place,
        province=place.county.province.code,
        county=place.county.code,
        county_plan=place.plan.pk,
        reasons=said,
        inauguration=inauguration,
        charge=place.charge and _pick(InChargeFigures, place.charge),
    )
