"""Findings of inspections: read with how they stand now, resolved by their assignee, closed by the inspecting side."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import inspections
from factories.filters import FindingFilter
from factories.forms.inspections import NOTE
from factories.models import Finding, FindingState, FindingStep
from factories.models.inspections import state_at
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, number_of


class StateField(serializers.ChoiceField):
    """How a finding stands now, which follows from its steps."""

    def __init__(self, **kwargs):
        text = "Until it is closed, it counts as open for gates and standings."
        super().__init__(FindingState.choices, **{"read_only": True, "help_text": text, **kwargs})

    def expression(self, path):
        return state_at()


class FindingRow(Row):
    project = code_of("project.code")
    inspection = number_of("inspection_id")
    package = number_of("package_id", null=True)
    assignee = code_of("assignee.code", help_text="The body that is to mend it.")
    state = StateField()

    class Meta:
        model = Finding
        fields = ["id", "project", "inspection", "package", "severity", "text", "assignee", "due_on", "state"]


class FindingStepRow(Row):
    class Meta:
        model = FindingStep
        fields = ["step", "note", "at"]
        order = ["at", "pk"]


class FindingDetail(FindingRow):
    steps = FindingStepRow(many=True, read_only=True, help_text="The last one counts.")

    class Meta(FindingRow.Meta):
        fields = [*FindingRow.Meta.fields, "steps"]


class FindingStepBody(Body):
    note = serializers.CharField(max_length=NOTE, help_text="What was done or seen, in a sentence.")


class FindingViewSet(ScopedViewSet):
    """What inspections found wrong: how grave, who is to mend it, by when, and how it stands."""

    queryset = Finding.objects.all()
    row, detail_row = FindingRow, FindingDetail
    filterset_class = FindingFilter
    key = "-pk"

    def get_queryset(self):
        return super().get_queryset().then(clock.now())

    def _step(self, deed):
        row = self.get_object()
        deed(row, **self.body(FindingStepBody), by=self.request.user.post, at=clock.now())
        return Response(self.detail_row.read_one(Finding.objects.filter(pk=row.pk)))

    @extend_schema(request=FindingStepBody, responses=FindingDetail)
    @action(detail=True, methods=["post"])
    def resolve(self, request, pk):
        """Say that it is mended, for the unit that was to mend it. Sent twice, it is said once."""
        return self._step(inspections.resolve)

    @extend_schema(request=FindingStepBody, responses=FindingDetail)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Close it, for the inspecting side; never by who said that it is resolved."""
        return self._step(inspections.close)

    @extend_schema(request=FindingStepBody, responses=FindingDetail)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Open it again, for the inspecting side."""
        return self._step(inspections.reopen)
