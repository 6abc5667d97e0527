"""Candidate sites of projects: proposed, measured, approved or rejected through the same actions as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import sites
from factories.filters import SiteOptionFilter
from factories.models import FactoryProject, Measure, RoadClass, SiteDecision, SiteMeasurement, SiteOption
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, code_of, editable_project


class SiteRow(Row):
    project = code_of("project.code")

    class Meta:
        model = SiteOption
        fields = ["id", "project", "number", "name", "lat", "lon", "notes", "created_at", "demonstration"]


class MeasurementRow(Row):
    class Meta:
        model = SiteMeasurement
        fields = ["measure", "value", "road_class", "measured_on", "measured_by", "note", "entered_at"]
        order = ["entered_at", "pk"]


class DecisionRow(Row):
    class Meta:
        model = SiteDecision
        fields = ["approved", "reason", "at"]
        order = ["at", "pk"]


class SiteDetail(SiteRow):
    measurements = MeasurementRow(many=True, read_only=True)
    decisions = DecisionRow(many=True, read_only=True, help_text="The latest counts.")

    class Meta(SiteRow.Meta):
        fields = [*SiteRow.Meta.fields, "measurements", "decisions"]


class SiteBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    name = serializers.CharField(max_length=120)
    lat = serializers.FloatField(allow_null=True, default=None)
    lon = serializers.FloatField(allow_null=True, default=None)
    notes = serializers.CharField(max_length=2000, allow_blank=True, default="")


class ValueBody(Body):
    measure = serializers.ChoiceField(Measure.choices)
    value = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=0)


class MeasurementBody(Body):
    values = ValueBody(many=True, max_length=len(Measure))
    measured_on = serializers.DateField()
    measured_by = serializers.CharField(max_length=160)
    road_class = serializers.ChoiceField(RoadClass.choices, allow_blank=True, default="")
    note = serializers.CharField(max_length=300, allow_blank=True, default="")


class ReasonBody(Body):
    reason = serializers.CharField(max_length=2000)


class SiteViewSet(ScopedViewSet):
    """Where a factory could stand, what was measured there, and what was decided. Rejected sites stay."""

    queryset = SiteOption.objects.all()
    row, detail_row = SiteRow, SiteDetail
    filterset_class = SiteOptionFilter

    def _answer(self, site, status=200):
        return Response(self.detail_row.read_one(SiteOption.objects.filter(pk=site.pk)), status=status)

    @extend_schema(request=SiteBody, responses={201: SiteDetail})
    def create(self, request):
        """Propose a site."""
        said = self.body(SiteBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        return self._answer(sites.propose(project, **said, by=request.user.post, at=clock.now()), 201)

    @extend_schema(request=MeasurementBody, responses=SiteDetail)
    @action(detail=True, methods=["post"])
    def measure(self, request, pk):
        """Enter what was measured on one day. Earlier values stay in the record."""
        site, said = self.get_object(), self.body(MeasurementBody)
        values = {Measure(row["measure"]): row["value"] for row in said.pop("values")}
        sites.measure(site, values=values, **said, by=request.user.post, at=clock.now())
        return self._answer(site)

    @extend_schema(request=Nothing, responses=SiteDetail)
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        """Choose the site; 409 with every condition it does not meet."""
        site = self.get_object()
        self.body(Nothing)
        return self._answer(sites.approve(site, by=request.user.post, at=clock.now()))

    @extend_schema(request=ReasonBody, responses=SiteDetail)
    @action(detail=True, methods=["post"])
    def reject(self, request, pk):
        """Turn the site down, with the reason."""
        site = self.get_object()
        return self._answer(sites.reject(site, **self.body(ReasonBody), by=request.user.post, at=clock.now()))
