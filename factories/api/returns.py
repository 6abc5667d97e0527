"""Ten-day returns: begun, edited, submitted, verified, accepted or sent back through the same actions as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from factories.actions import returns, signatures
from factories.api.ladder import TEXT, LadderViewSet, described, key_field, revision_field
from factories.api.periods import TEN_DAYS, PeriodField
from factories.api.return_parts import (
    DelayRow,
    DeliveryRow,
    EquipmentRow,
    ExpenditureRow,
    IncidentRow,
    LineRow,
    PartsBody,
    SignatureRow,
    as_body,
    taken,
)
from factories.filters import StatusReturnFilter
from factories.models import PeriodKind, StatusReturn
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, code_of, number_of


class ReturnRow(Row):
    project = code_of("project.code")
    period = PeriodField()
    year = number_of("project.plan.program_year.year")
    province = code_of("project.plan.county.province.code")
    county = code_of("project.plan.county.code")

    class Meta:
        model = StatusReturn
        fields = [
            "id", "project", "period", "version", "year", "province", "county", "state", "revision", "key", "percent",
            "crew_people", "crew_days", "pace", "slowed_since", "needed", "narrative", "created_at", "saved_at",
            "submitted_at", "verified_at", "accepted_at", "returned_at", "return_note",
        ]  # fmt: skip


class ReturnDetail(ReturnRow):
    lines = LineRow(many=True, read_only=True)
    delays = DelayRow(many=True, read_only=True)
    deliveries = DeliveryRow(many=True, read_only=True)
    expenditures = ExpenditureRow(many=True, read_only=True)
    equipment = EquipmentRow(source="equipment_lines", many=True, read_only=True)
    incidents = IncidentRow(many=True, read_only=True)
    county_signatures = SignatureRow(many=True, read_only=True)

    class Meta(ReturnRow.Meta):
        fields = [
            *ReturnRow.Meta.fields, "overspent_because", "doubts", "warnings", "value_notes", "lines", "delays",
            "deliveries", "expenditures", "equipment", "incidents", "county_signatures",
        ]  # fmt: skip


class ReturnBegin(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    period = serializers.RegexField(TEN_DAYS, help_text="Its code, such as 2026-10-1.")
    key = key_field()


class ReturnBody(PartsBody):
    """What a site says. PUT takes it whole, PATCH what is given."""

    revision = revision_field()
    crew_people = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True)
    crew_days = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True)
    pace = serializers.ChoiceField(StatusReturn.Pace.choices, allow_blank=True)
    slowed_since = serializers.DateField(allow_null=True)
    needed = serializers.CharField(allow_blank=True, max_length=TEXT)
    narrative = serializers.CharField(allow_blank=True, max_length=TEXT)


@described(ReturnDetail, ReturnBegin, ReturnBody)
class ReturnViewSet(LadderViewSet):
    """What sites say of each project for each ten days. Submitted returns are facts; a correction is a new version."""

    queryset = StatusReturn.objects.all()
    row, detail_row = ReturnRow, ReturnDetail
    filterset_class = StatusReturnFilter
    deeds, begin_body, save_body = returns, ReturnBegin, ReturnBody
    noun, kind = "return", PeriodKind.TEN_DAYS

    def taken(self, draft, said):
        kept = draft.delays.values("cause", "days_lost", "note")
        delays = said["delays"] if "delays" in said else list(kept)
        return {
            "values": {name: said[name] for name in returns.FIELDS if name in said},
            "lines": {line["package"]: (line["percent"], line["reason"]) for line in said.get("lines", [])},
            "delays": [(row["cause"], row["days_lost"], row["note"]) for row in delays],
            **taken(said),
        }

    def as_body(self, version):
        return as_body(version)

    @extend_schema(request=Nothing, responses=ReturnDetail)
    @action(detail=True, methods=["post"])
    def sign(self, request, pk):
        """Sign what it says of the county’s part, as its chief secretary or chair, before the province verifies it."""
        row = self.get_object()
        self.body(Nothing)
        signatures.sign_county(row, by=self.by, at=clock.now())
        return self.answer(row)
