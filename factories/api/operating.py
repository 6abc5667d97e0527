"""The years after: built factories with their stage, the survival curve of cohorts, idle factories by cause."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import counting, operating, standing
from factories.filters import OperatingFilter
from factories.models import Standing
from regional20x10.shared.api import AS_OF, CODE, Row, ScopedViewSet, as_of, code_of, number_of


class OperatingRow(Row):
    project = code_of("project.code")
    year = number_of("project.plan.program_year.year")
    province = code_of("project.plan.county.province.code")
    county = code_of("project.plan.county.code")
    factory_type = code_of("project.factory_type.code")
    stage = serializers.ChoiceField(counting.Stage.choices, read_only=True)

    class Meta:
        model = Standing
        fields = [
            "project", "year", "province", "county", "factory_type", "as_of", "stage", "finished_on", "commissioned_on",
            "operates_since", "counts", "counted_since", "fell_out_on", "months_reported", "utilisation_percent",
            "produced_until",
        ]  # fmt: skip


class StepTold(serializers.Serializer):
    months = serializers.IntegerField(help_text="Since a factory first counted.")
    at_risk = serializers.IntegerField(help_text="Factories watched so long.")
    fell = serializers.IntegerField(help_text="Of them, those that fell out then.")
    censored = serializers.IntegerField(help_text="Of them, those that still count, and for no longer yet.")
    share = serializers.FloatField(help_text="0 to 1: not fallen out by then, by the Kaplan-Meier estimate.")


class CohortTold(serializers.Serializer):
    year = serializers.IntegerField(allow_null=True, help_text="Programme year; null: all together.")
    factories = serializers.IntegerField(help_text="Built at least.")
    counting = serializers.IntegerField()
    fallen_out = serializers.IntegerField()
    operating = serializers.IntegerField()
    commissioned = serializers.IntegerField()
    built = serializers.IntegerField()
    ever = serializers.IntegerField(help_text="Factories that ever counted.")
    fell = serializers.IntegerField(help_text="Of them, those that fell out at least once.")
    steps = StepTold(many=True)


class IdleTold(serializers.Serializer):
    cause = serializers.ChoiceField(operating.CAUSE_CHOICES)
    factories = serializers.IntegerField()
    hours = serializers.FloatField(help_text="Of downtime of this cause at them, in the months looked at.")


class OperatingViewSet(ScopedViewSet):
    """Built factories by their stage of life at the end of a day. Each is in one stage, the last that it reached."""

    queryset = Standing.objects.all()
    row, filterset_class = OperatingRow, OperatingFilter
    lookup_field = "code"
    lookup_value_regex = CODE
    key = "project__code"
    takes = frozenset({"as_of"})

    def get_queryset(self):
        return operating.staged(standing.on(as_of(self.request)).visible_to(self.request.user))

    def lookup(self, queryset):
        return queryset.filter(project__code=self.kwargs["code"])

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF], responses=CohortTold(many=True))
    @action(detail=False, pagination_class=None)
    def survival(self, request):
        """How long factories keep counting, by programme year, and all together last."""
        whole, years = operating.cohorts(self.filter_queryset(self.get_queryset()), as_of(request))
        return Response([_cohort(row) for row in [*years, whole]])

    @extend_schema(parameters=[AS_OF], responses=IdleTold(many=True))
    @action(detail=False, pagination_class=None)
    def idle(self, request):
        """The factories that may operate and do not count, by the cause of most downtime."""
        rows = operating.idle(self.filter_queryset(self.get_queryset()), as_of(request))
        return Response([{"cause": row.cause, "factories": row.factories, "hours": row.hours} for row in rows])


def _cohort(row):
    return {
        "year": row.year, "factories": row.factories, "ever": row.ever, "fell": row.fell,
        **{stage.value: count for stage, count in row.by_stage},
        "steps": [
            {"months": step.months, "at_risk": step.at_risk, "fell": step.fell, "censored": step.censored,
             "share": step.share} for step in row.steps
        ],
    }  # fmt: skip
