"""Where projects stand on any day."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from factories import counting, standing
from factories.api.periods import PeriodField
from factories.counting import Stage
from factories.filters import StandingFilter
from factories.models import FactoryProject, Standing
from regional20x10.shared.api import AS_OF, CODE, Row, ScopedViewSet, as_of, code_of, number_of


class StageField(serializers.ChoiceField):
    """The counting.Stage of a standing."""

    def __init__(self, **kwargs):
        super().__init__(choices=Stage.choices, source="*", read_only=True, **kwargs)

    def to_representation(self, row):
        return counting.stage(row).value

    def expression(self, path):
        return counting.stage_column()


class StandingRow(Row):
    project = code_of("project.code")
    year = number_of("project.plan.program_year.year")
    province = code_of("project.plan.county.province.code")
    county = code_of("project.plan.county.code")
    factory_type = code_of("project.factory_type.code")
    claimed_period = PeriodField(allow_null=True)
    verified_period = PeriodField(allow_null=True)
    currency = code_of("project.currency")
    stage = StageField(help_text="How far it has come in its life; each step by itself.")

    class Meta:
        model = Standing
        fields = [
            "project", "year", "province", "county", "factory_type", "as_of", "colour", "planned_percent",
            "claimed_percent", "claimed_period", "verified_percent", "verified_period", "chance", "due_on",
            "original_on", "approved_on", "forecast_on", "forecast_early_on", "forecast_late_on", "finished_on",
            "days_late_original", "days_late_approved", "silent_days", "accepted_age_days", "earned_days", "spi_t",
            "pace", "inspected_percent", "inspected_on", "findings_open", "findings_critical", "cover_days", "short_on",
            "short_material", "equipment_needed", "equipment_installed", "equipment_below", "funds_allocated",
            "funds_disbursed", "funds_committed", "funds_spent", "currency", "warnings", "raw_cover_percent",
            "raw_material_short", "workers_needed", "workers_certified", "commissioned_on", "operates_since",
            "produced_until", "months_reported", "utilisation_percent", "quality_percent", "counts", "counted_since",
            "fell_out_on", "stage", "reasons",
        ]  # fmt: skip


class StandingViewSet(ScopedViewSet):
    """Where each project stood at the end of a day, as known then. Unknown is null, never zero."""

    queryset = Standing.objects.all()
    row = StandingRow
    filterset_class = StandingFilter
    lookup_field = "code"
    lookup_value_regex = CODE
    key = "project__code"
    takes = frozenset({"as_of"})

    def get_queryset(self):
        return standing.on(as_of(self.request), self._asked()).visible_to(self.request.user)

    def _asked(self):
        """The primary key of the one project the address names; None for all."""
        if not self.detail:
            return None
        return list(FactoryProject.objects.filter(code=self.kwargs["code"]).values_list("pk", flat=True))

    def lookup(self, queryset):
        return queryset.filter(project__code=self.kwargs["code"])

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)
