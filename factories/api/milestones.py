"""Milestones: the programme's own and the public record's."""

from drf_spectacular.utils import extend_schema

from factories.filters import MilestoneFilter
from factories.models import Milestone
from regional20x10.shared.api import AS_OF, Row, ScopedViewSet, as_of, code_of, number_of


class MilestoneRow(Row):
    year = number_of("program_year.year", null=True)
    province = code_of("county.province.code", null=True)
    county = code_of("county.code", null=True)
    project = code_of("project.code", null=True)

    class Meta:
        model = Milestone
        fields = [
            "id", "year", "province", "county", "project", "facility", "kind", "due_on", "met_on", "precision", "basis",
            "confidence", "source", "source_title", "source_url", "note", "known_on", "demonstration",
        ]  # fmt: skip


class MilestoneViewSet(ScopedViewSet):
    """What was due and what happened, as known on the as-of day, with its source. Replaced ones are left out."""

    queryset = Milestone.objects.all()
    row = MilestoneRow
    filterset_class = MilestoneFilter
    takes = frozenset({"as_of"})

    def get_queryset(self):
        return super().get_queryset().known(as_of(self.request))

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)
