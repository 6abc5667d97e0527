"""Design revisions: read with clauses and files, and issued, as JSON or with files as multipart/form-data."""

from django.db.models import CharField, Func
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from factories.actions import designs
from factories.filters import DesignRevisionFilter
from factories.imports.files import AT_ONCE, examined
from factories.models import AgreementClause, ClauseKind, DesignRevision, FactoryProject, RevisionFile
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, editable_project, number_of
from regional20x10.shared.calls import OrjsonParser

TEXT = 10_000


class Letter(Func):
    """DesignRevision.letter in SQL, of its number."""

    template = (
        "CASE WHEN %(expressions)s > 26 THEN chr(64 + (%(expressions)s - 1) / 26) ELSE '' END"
        " || chr(65 + mod(%(expressions)s - 1, 26))"
    )
    output_field = CharField()


class LetterField(serializers.CharField):
    """The letter of a revision: reads the object, or its number in SQL."""

    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, "help_text": "A … Z, AA … ZZ.", **kwargs})

    def expression(self, path):
        return Letter("number")


class DesignRow(Row):
    project = code_of("project.code")
    letter = LetterField()

    class Meta:
        model = DesignRevision
        fields = ["id", "project", "number", "letter", "changed", "at", "demonstration"]


class ClauseRow(Row):
    class Meta:
        model = AgreementClause
        fields = ["id", "kind", "text", "digest"]
        order = ["pk"]


class FileOfDesign(Row):
    id = number_of("document_id")
    name = code_of("document.name")
    kind = code_of("document.kind")
    sha256 = code_of("document.sha256")
    bytes = number_of("document.bytes")

    class Meta:
        model = RevisionFile
        fields = ["id", "name", "kind", "sha256", "bytes"]
        order = ["document__name", "document_id"]


class DesignDetail(DesignRow):
    clauses = ClauseRow(many=True, read_only=True)
    files = FileOfDesign(
        many=True, read_only=True, source="contents", help_text="To be taken at /documents/{id}/file/."
    )

    class Meta(DesignRow.Meta):
        fields = [*DesignRow.Meta.fields, "clauses", "files"]


def _clause(help_text):
    return serializers.CharField(max_length=TEXT, help_text=help_text)


class DesignBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    after = serializers.IntegerField(
        min_value=0, max_value=702, help_text="Number of the revision it follows; 0 for the first."
    )
    changed = serializers.CharField(max_length=TEXT, help_text="What this revision changes.")
    capacity = _clause("Clause on capacity. An unchanged text keeps its signatures.")
    layout = _clause("Clause on the layout.")
    utilities = _clause("Clause on power, water and heating.")
    inputs = _clause("Clause on raw materials and inputs.")
    conditions = _clause("Clause on working conditions.")
    others = _clause("Clause on everything else; “none” where there is nothing.")
    kept = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**31 - 1), default=list, max_length=200,
        help_text="Files of the revision before that still belong, by their id.",
    )  # fmt: skip
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=None), default=list, max_length=10 * AT_ONCE,
        help_text="New files, in multipart/form-data only.",
    )  # fmt: skip


class DesignViewSet(ScopedViewSet):
    """Revisions A, B, C … of each project's design. The highest number is the current one; none ever changes."""

    queryset = DesignRevision.objects.all()
    row, detail_row = DesignRow, DesignDetail
    filterset_class = DesignRevisionFilter
    parser_classes = (OrjsonParser, MultiPartParser)

    @extend_schema(
        request={"application/json": DesignBody, "multipart/form-data": DesignBody}, responses={201: DesignDetail}
    )
    def create(self, request):
        """Issue the next revision, for the project's own design unit; 409 with all that stands against it."""
        said = self.body(DesignBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        clauses = {kind: said.pop(kind.value) for kind in ClauseKind}
        said["files"] = examined(said["files"])
        row = designs.issue(project, clauses=clauses, **said, by=request.user.post, at=clock.now())
        told = self.detail_row.read_one(DesignRevision.objects.filter(pk=row.pk))
        return Response(told, status=201, headers={"Location": reverse("api:design-detail", args=[row.pk])})
