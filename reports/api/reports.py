"""Annual reports: asked for, watched while they are built, taken as files, through the same actions as the pages."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, Whatever, code_of, number_of
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA
from reports import tasks
from reports.actions import reports
from reports.filters import ReportFilter
from reports.models import AnnualReport, ReportFile
from reports.views.reports import TYPES, file_response


class ReportRow(Row):
    requested_by = number_of("requested_by_id", help_text="Key of the post that asked; the report holds what it sees.")
    role = code_of("requested_by.role")

    class Meta:
        model = AnnualReport
        fields = [
            "id", "year", "as_of", "language", "status", "steps_done", "steps_total", "requested_by", "role",
            "created_at", "started_at", "finished_at", "data_version", "error",
        ]  # fmt: skip


class FileRow(Row):
    class Meta:
        model = ReportFile
        fields = ["kind", "bytes", "sha256"]
        order = ["kind"]


class ReportDetail(ReportRow):
    files = FileRow(many=True, read_only=True, help_text="Only of a report that is ready.")

    class Meta(ReportRow.Meta):
        fields = [*ReportRow.Meta.fields, "files"]


class ReportRequest(Body):
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    as_of = serializers.DateField(required=False, help_text="What was known by the end of that day; today without it.")
    language = serializers.ChoiceField(AnnualReport._meta.get_field("language").choices)


class ReportViewSet(ScopedViewSet):
    """The progress report of a programme year as of a day, of all that the asking post may see."""

    queryset = AnnualReport.objects.all()
    row, detail_row = ReportRow, ReportDetail
    filterset_class = ReportFilter
    key = "-pk"

    def _answer(self, report, status=200):
        told = self.detail_row.read_one(AnnualReport.objects.filter(pk=report.pk))
        return Response(told, status=status, headers={"Location": reverse("api:report-detail", args=[report.pk])})

    @extend_schema(
        request=ReportRequest,
        responses={202: ReportDetail, 200: OpenApiResponse(ReportDetail, description="It is being built already.")},
    )
    def create(self, request):
        """Have a report built (202). Asked again while it is being built, it is the same report (200)."""
        said = {"as_of": clock.today(), **self.body(ReportRequest)}
        report, made = reports.request(**said, by=request.user.post, at=clock.now())
        if made:
            tasks.queue(report)
        return self._answer(report, 202 if made else 200)

    @extend_schema(request=Nothing, responses=ReportDetail)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Stop building it. Nothing of it is kept."""
        report = self.get_object()
        self.body(Nothing)
        return self._answer(reports.cancel(report, by=request.user.post, at=clock.now()))

    @extend_schema(request=Nothing, responses={202: ReportDetail})
    @action(detail=True, methods=["post"])
    def rebuild(self, request, pk):
        """Build it anew from what is known today of its as-of day. Its files are gone at once."""
        report = self.get_object()
        self.body(Nothing)
        report = reports.rebuild(report, by=request.user.post, at=clock.now())
        tasks.queue(report)
        return self._answer(report, 202)

    @extend_schema(
        responses={
            **{(200, media): OpenApiTypes.BINARY for media in TYPES.values()},
            (409, PROBLEM): OpenApiResponse(PROBLEM_SCHEMA, description="It is not ready, or the file is gone."),
        }
    )
    @action(
        detail=True, url_path=f"files/(?P<kind>{'|'.join(ReportFile.Kind.values)})", url_name="download",
        content_negotiation_class=Whatever,
    )  # fmt: skip
    def download(self, request, pk, kind):
        """A file of a report that is ready; 409 while it is not."""
        return file_response(request, self.get_object(), kind)
