"""Inspections: read with all they measured, tested and found, and handed in whole."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from committees.models import Organization
from factories.actions import inspections
from factories.api.findings import FindingRow
from factories.filters import InspectionFilter
from factories.forms.inspections import NOTE, TEXT
from factories.models import FactoryProject, Finding, Inspection, InspectionLine, Severity, TestResult
from regional20x10.shared import clock
from regional20x10.shared.api import KEY, Body, Row, ScopedViewSet, code_of, editable_project, key_of, number_of

MOST = 100
"""Rows of each kind in one inspection."""
LARGEST = 2**31 - 1


class InspectionRow(Row):
    project = code_of("project.code")
    follows = number_of("follows_id", null=True, help_text="The inspection that this one follows.")
    body = code_of("by.organization.code", null=True, help_text="The body that inspected.")

    class Meta:
        model = Inspection
        fields = ["id", "project", "key", "visited_on", "follows", "percent", "summary", "body", "at"]


class MeasuredRow(Row):
    package = number_of("package_id")
    order = number_of("package.order")
    name_en = code_of("package.name_en")
    name_ko = code_of("package.name_ko")

    class Meta:
        model = InspectionLine
        fields = ["package", "order", "name_en", "name_ko", "percent"]
        order = ["package__order"]


class TestRow(Row):
    class Meta:
        model = TestResult
        fields = ["what", "required", "measured", "passed"]
        order = ["pk"]


class FoundRow(FindingRow):
    class Meta(FindingRow.Meta):
        model = Finding
        fields = ["id", "package", "severity", "text", "assignee", "due_on", "state"]
        order = ["pk"]

    project = inspection = None


class InspectionDetail(InspectionRow):
    lines = MeasuredRow(many=True, read_only=True)
    tests = TestRow(many=True, read_only=True)
    findings = FoundRow(many=True, read_only=True)

    class Meta(InspectionRow.Meta):
        fields = [*InspectionRow.Meta.fields, "lines", "tests", "findings"]


class MeasuredBody(Body):
    package = serializers.IntegerField(min_value=1, max_value=LARGEST)
    percent = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)


class TestBody(Body):
    what = serializers.CharField(max_length=160)
    required = serializers.CharField(max_length=80, allow_blank=True, default="")
    measured = serializers.CharField(max_length=80)
    passed = serializers.BooleanField()


class FindingBody(Body):
    package = serializers.IntegerField(min_value=1, max_value=LARGEST, allow_null=True, default=None)
    severity = serializers.ChoiceField(Severity.choices)
    text = serializers.CharField(max_length=TEXT)
    assignee = serializers.CharField(max_length=60, help_text="Code of one of the project’s three units.")
    due_on = serializers.DateField()


class EarlierBody(Body):
    finding = serializers.IntegerField(min_value=1, max_value=LARGEST)
    deed = serializers.ChoiceField([("close", "close"), ("reopen", "reopen")])
    note = serializers.CharField(max_length=NOTE)


class InspectionBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    key = serializers.UUIDField(
        required=False, help_text="Your own, made once a visit: the same key is the same inspection."
    )
    visited_on = serializers.DateField()
    follows = serializers.IntegerField(
        min_value=1, max_value=LARGEST, allow_null=True, default=None, help_text="For a re-inspection: the earlier one."
    )
    summary = serializers.CharField(max_length=TEXT, allow_blank=True, default="")
    lines = MeasuredBody(many=True, max_length=MOST, default=list)
    tests = TestBody(many=True, max_length=MOST, default=list)
    findings = FindingBody(many=True, max_length=MOST, default=list)
    earlier = EarlierBody(
        many=True, max_length=MOST, default=list, help_text="In a re-inspection: earlier findings closed or reopened."
    )

    def validate_lines(self, lines):
        return self._once(lines, "package", _("Each work package is given once."))

    def validate_earlier(self, rows):
        return self._once(rows, "finding", _("Each finding is given once."))

    def _once(self, rows, name, said):
        if len({row[name] for row in rows}) < len(rows):
            raise exceptions.ValidationError(said)
        return rows


class InspectionViewSet(ScopedViewSet):
    """Visits of the body that inspects, each handed in whole and never changed."""

    queryset = Inspection.objects.all()
    row, detail_row = InspectionRow, InspectionDetail
    filterset_class = InspectionFilter
    key = "-pk"

    @extend_schema(
        parameters=[KEY], request=InspectionBody,
        responses={201: InspectionDetail, 200: OpenApiResponse(InspectionDetail, description="It was there already.")},
    )  # fmt: skip
    def create(self, request):
        """Hand in a visit; 409 with all that stands against it. The same key again is the same inspection (200)."""
        said = self.body(InspectionBody)
        project = editable_project(FactoryProject.objects, request.user, said["project"])
        key = key_of(self.request, said)
        there = Inspection.objects.filter(key=key).exists()
        row = inspections.record(
            project, key=key, visited_on=said["visited_on"], summary=said["summary"], tests=said["tests"],
            percents={line["package"]: line["percent"] for line in said["lines"]},
            findings=self._findings(said["findings"]), follows=self._follows(said["follows"]),
            earlier={row["finding"]: (row["deed"], row["note"]) for row in said["earlier"]},
            by=request.user.post, at=clock.now(),
        )  # fmt: skip
        told = self.detail_row.read_one(Inspection.objects.filter(pk=row.pk))
        place = reverse("api:inspection-detail", args=[row.pk])
        return Response(told, status=200 if there else 201, headers={"Location": place})

    def _follows(self, pk):
        if pk is None:
            return None
        row = Inspection.objects.visible_to(self.request.user).filter(pk=pk).first()
        if row is None:
            text = _("There is no inspection %(number)s, or your post does not reach it.") % {"number": pk}
            raise exceptions.ValidationError({"follows": text})
        return row

    def _findings(self, rows):
        """With the assignee as record() takes it; a code nobody knows is no unit of the project."""
        codes = dict(Organization.objects.filter(code__in=[row["assignee"] for row in rows]).values_list("code", "pk"))
        return [row | {"assignee": codes.get(row["assignee"])} for row in rows]
