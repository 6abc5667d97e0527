"""Workbooks of returns: fetched, handed in as multipart/form-data, read back with every problem, confirmed, undone."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from committees.rights import Deed
from factories import batches as reading
from factories import sheets
from factories.actions import batches
from factories.api.periods import PATTERN, PeriodField
from factories.filters import WorkbookFilter
from factories.forms.workbooks import FetchForm
from factories.imports import workbooks as imports
from factories.imports.archives import Unreadable
from factories.models import ReturnBatch
from factories.views.workbooks import as_file
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, Whatever, code_of, refuse_unknown
from regional20x10.shared.calls import OrjsonParser
from regional20x10.shared.errors import Refused


class WorkbookRow(Row):
    county = code_of("county.code", null=True)
    project = code_of("project.code", null=True)
    period = PeriodField()

    class Meta:
        model = ReturnBatch
        fields = [
            "id", "key", "county", "project", "period", "name", "sha256", "bytes", "state", "read_at", "confirmed_at",
            "undone_at",
        ]  # fmt: skip


class ProblemTold(serializers.Serializer):
    sheet = serializers.CharField(help_text="Empty for the whole workbook.")
    cell = serializers.CharField(help_text="Such as C12; A1 for the whole sheet.")
    said = serializers.CharField(help_text="What is wrong, and what to write.")


class ChangeTold(serializers.Serializer):
    project = serializers.CharField()
    sheet = serializers.CharField()
    unchanged = serializers.BooleanField(help_text="It says what stands already: nothing is written.")
    last_percent = serializers.FloatField(allow_null=True, help_text="Physical progress of the last period.")
    percent = serializers.FloatField(allow_null=True)
    replaces = serializers.IntegerField(allow_null=True, help_text="Number of the version it replaces.")
    draft = serializers.BooleanField(help_text="There is a draft, which confirming throws away if you agree.")
    deliveries = serializers.IntegerField()
    expenditures = serializers.IntegerField()
    equipment = serializers.IntegerField()
    incidents = serializers.IntegerField()
    delays = serializers.IntegerField()
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What to look at; it never blocks.")


class WorkbookTold(WorkbookRow):
    problems = ProblemTold(many=True, help_text="All that stands against it now; empty once it is confirmed.")
    changes = ChangeTold(many=True, help_text="What it would change; empty once it is confirmed.")
    returns = serializers.ListField(child=serializers.IntegerField(), help_text="Ids of the returns it made.")

    class Meta(WorkbookRow.Meta):
        fields = [*WorkbookRow.Meta.fields, "problems", "changes", "returns"]


class WorkbookBody(Body):
    key = serializers.UUIDField(help_text="Your own, made once a workbook: the same key is the same workbook.")
    file = serializers.FileField(allow_empty_file=True, max_length=None, help_text="The .xlsx file, at most 10 MB.")


class ConfirmBody(Body):
    discard_drafts = serializers.BooleanField(
        default=False, help_text="Agree that drafts of these factories and this period are thrown away."
    )


def told(pk):
    """A batch as the API tells it: judged as of today while it is not confirmed."""
    rows = ReturnBatch.objects.filter(pk=pk)
    row = WorkbookRow.read_one(rows)
    batch = rows.select_related("period", "county", "project", "read_by__county", "read_by__organization").get()
    found = reading.Preview()
    if batch.state == ReturnBatch.State.READ:
        found = reading.preview(batch, clock.today())
    return {
        **row,
        "problems": [{name: row[name] for name in ("sheet", "cell", "said")} for row in found.problems],
        "changes": [_change(change) for change in found.changes],
        "returns": list(batch.returns.order_by("pk").values_list("pk", flat=True)),
    }


def _change(change):
    return {
        "project": change.project.code, "sheet": change.entry["sheet"], "unchanged": change.same,
        "last_percent": _figure(change.last), "percent": _figure(change.percent),
        "replaces": change.standing and change.standing.version, "draft": change.draft is not None,
        **change.counts, "warnings": change.asked,
    }  # fmt: skip


def _figure(percent):
    return None if percent is None else round(float(percent), 3)


class WorkbookViewSet(ScopedViewSet):
    """Workbooks of returns that your own post handed in."""

    queryset = ReturnBatch.objects.all()
    row = WorkbookRow
    filterset_class = WorkbookFilter
    key = "-pk"
    parser_classes = (MultiPartParser, OrjsonParser)

    @extend_schema(responses=WorkbookTold)
    def retrieve(self, request, pk):
        """One workbook: every problem by sheet and cell, and what it would change, as of now."""
        return Response(told(self.get_object().pk))

    @extend_schema(request={"multipart/form-data": WorkbookBody}, responses={201: WorkbookTold})
    def create(self, request):
        """Hand a workbook in. It is read and judged; no return is written before you confirm it."""
        if not request.user.post.may(Deed.UPLOAD_RETURNS):
            raise not_allowed(request.user.post, Deed.UPLOAD_RETURNS)
        given = self.body(WorkbookBody)
        try:
            said = imports.read(given["file"], by=request.user.post)
        except Unreadable as unreadable:
            raise Refused(unreadable.reasons, fields={"file": unreadable.reasons}) from unreadable
        row = batches.read(said, key=given["key"], by=request.user.post, at=clock.now())
        return Response(told(row.pk), status=201, headers={"Location": reverse("api:workbook-detail", args=[row.pk])})

    @extend_schema(
        parameters=[
            OpenApiParameter("period", {"type": "string", "pattern": PATTERN}, required=True, description="Its code."),
            OpenApiParameter(
                "project", str, description="Its code; without it, for a county’s post, all factories of the county."
            ),
        ],
        responses={(200, sheets.TYPE): OpenApiResponse(OpenApiTypes.BINARY, description="An .xlsx file.")},
        filters=False,
    )
    @action(detail=False, pagination_class=None, content_negotiation_class=Whatever)
    def template(self, request):
        """The workbook to fill in: last values, plan and lists of today, in the language you ask in."""
        post = request.user.post
        refuse_unknown(request, {"period", "project"})
        if not post.may(Deed.UPLOAD_RETURNS):
            raise not_allowed(post, Deed.UPLOAD_RETURNS)
        fetch = FetchForm(request.query_params, post=post, day=clock.today())
        if not fetch.is_valid():
            raise exceptions.ValidationError({name: list(said) for name, said in fetch.errors.items()})
        period, project = fetch.cleaned_data["period"], fetch.projects.get(fetch.cleaned_data["project"])
        return as_file(post, fetch.periods[period], project, fetch.projects.values())

    @extend_schema(request=ConfirmBody, responses=WorkbookTold)
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk):
        """Submit all its returns, or none; 409 with everything that stands against it."""
        row, said = self.get_object(), self.body(ConfirmBody)
        batches.confirm(row, **said, by=request.user.post, at=clock.now())
        return Response(told(row.pk))

    @extend_schema(request=Nothing, responses=WorkbookTold)
    @action(detail=True, methods=["post"])
    def undo(self, request, pk):
        """Take all its returns back at once, while nothing was built on them."""
        row = self.get_object()
        self.body(Nothing)
        batches.undo(row, by=request.user.post, at=clock.now())
        return Response(told(row.pk))
