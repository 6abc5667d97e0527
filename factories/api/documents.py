"""Documents: the files of a project with their digests, each to be downloaded."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action

from factories.filters import DocumentFilter
from factories.models import Document
from factories.views.documents import TYPES, file_response
from regional20x10.shared.api import Row, ScopedViewSet, Whatever, code_of
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA


class DocumentRow(Row):
    project = code_of("project.code")

    class Meta:
        model = Document
        fields = ["id", "project", "name", "kind", "sha256", "bytes", "at"]


class DocumentViewSet(ScopedViewSet):
    """Files that were handed in, never changed. What a file is (`kind`) follows from its content."""

    queryset = Document.objects.all()
    row = DocumentRow
    filterset_class = DocumentFilter

    @extend_schema(
        responses={
            **{(200, media): OpenApiTypes.BINARY for media in TYPES.values()},
            (409, PROBLEM): OpenApiResponse(PROBLEM_SCHEMA, description="The file is lost from the disk."),
        },
        filters=False,
    )
    @action(detail=True, content_negotiation_class=Whatever)
    def file(self, request, pk):
        """The file as it was handed in; its ETag is the SHA-256."""
        return file_response(self.get_object())
