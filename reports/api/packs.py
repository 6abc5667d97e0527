"""Packs: sealed and built, watched, taken up again, taken as files, through the same actions as the pages."""

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from regional20x10.shared import clock, pages
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, Whatever, code_of, number_of
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA
from reports import packing, tasks
from reports.actions import packs
from reports.filters import PackFilter
from reports.models import FileKind, Pack, PackStep, SealKind
from reports.views.packs import TYPES, file_response

KEYS = [*("-".join(filter(None, file)) for file in packing.FILES), FileKind.ZIP.value]
"""How the files of a pack are asked for: "pdf-ko", "json", "zip"."""


class PackRow(Row):
    seal = number_of("seal.number", null=True, help_text="Number of its seal; null while it is not sealed.")
    sha256 = code_of("seal.sha256", null=True, help_text="Of its seal.")
    requested_by = number_of("requested_by_id", null=True, help_text="Key of the post that asked; null: the schedule.")

    class Meta:
        model = Pack
        fields = [
            "id", "kind", "year", "as_of", "reason", "status", "build", "seal", "sha256", "requested_by", "created_at",
            "started_at", "finished_at", "error",
        ]  # fmt: skip


class PackStepRow(Row):
    class Meta:
        model = PackStep
        fields = [
            "id", "phase", "province", "file", "language", "status", "attempts", "started_at", "finished_at", "bytes",
            "sha256", "error",
        ]  # fmt: skip
        order = ["phase", "province", "file", "language", "pk"]


class PackDetail(PackRow):
    steps = PackStepRow(many=True, read_only=True, help_text="By phase: 1 seal, 2 draw, 3 write, 4 bundle.")

    class Meta(PackRow.Meta):
        fields = [*PackRow.Meta.fields, "steps"]


class PackRequest(Body):
    kind = serializers.ChoiceField(SealKind)
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    as_of = serializers.DateField(required=False, help_text="What was known by the end of that day; today without it.")
    reason = serializers.CharField(max_length=2000, help_text="Why it is sealed. Stands in the seal.")


class Retry(Body):
    step = serializers.IntegerField(
        required=False, min_value=1, help_text="Of that step alone; else of all that failed."
    )


class PackViewSet(ScopedViewSet):
    """The sealed report of a year, quarter or month: everything in it is computed from its seal alone."""

    queryset = Pack.objects.all()
    row, detail_row = PackRow, PackDetail
    filterset_class = PackFilter
    key = "-pk"

    def _answer(self, pack, status=200):
        told = self.detail_row.read_one(Pack.objects.filter(pk=pack.pk))
        return Response(told, status=status, headers={"Location": reverse("api:pack-detail", args=[pack.pk])})

    @extend_schema(
        request=PackRequest,
        responses={202: PackDetail, 200: OpenApiResponse(PackDetail, description="It is being built already.")},
    )
    def create(self, request):
        """Have it sealed and built (202). Asked again while it is being built, it is the same pack (200)."""
        said = {"as_of": clock.today(), **self.body(PackRequest)}
        pack, made = packs.request(**said, by=request.user.post, at=clock.now())
        if made:
            tasks.queue_pack(pack)
        return self._answer(pack, 202 if made else 200)

    @extend_schema(request=Nothing, responses=PackDetail)
    @action(detail=True, methods=["post"])
    def cancel(self, request, pk):
        """Stop building it. None of its files is kept; what was sealed stays sealed."""
        pack = self.get_object()
        self.body(Nothing)
        return self._answer(packs.cancel(pack, by=request.user.post, at=clock.now()))

    @extend_schema(request=Retry, responses={202: PackDetail})
    @action(detail=True, methods=["post"])
    def retry(self, request, pk):
        """Take up again what failed; what is ready stays."""
        pack = self.get_object()
        key = self.body(Retry).get("step")
        step = pages.found(PackStep.objects.filter(pack=pack), pk=key) if key else None
        pack = packs.retry(pack, step=step, by=request.user.post, at=clock.now())
        tasks.queue_pack(pack)
        return self._answer(pack, 202)

    @extend_schema(request=Nothing, responses={202: PackDetail})
    @action(detail=True, methods=["post"])
    def rebuild(self, request, pk):
        """Build all its files anew from its seal. Those of before are gone at once."""
        pack = self.get_object()
        self.body(Nothing)
        pack = packs.rebuild(pack, by=request.user.post, at=clock.now())
        tasks.queue_pack(pack)
        return self._answer(pack, 202)

    @extend_schema(
        parameters=[OpenApiParameter("If-None-Match", location="header", description="The ETag of a file one has.")],
        responses={
            **{(200, media): OpenApiTypes.BINARY for media in sorted(set(TYPES.values()))},
            304: OpenApiResponse(description="It is the one you have."),
            (409, PROBLEM): OpenApiResponse(PROBLEM_SCHEMA, description="The pack is not ready, or the file is gone."),
        },
    )
    @action(
        detail=True, url_path=f"files/(?P<key>{'|'.join(KEYS)})", url_name="download",
        content_negotiation_class=Whatever,
    )  # fmt: skip
    def download(self, request, pk, key):
        """A file of a pack that is ready: "zip", "pdf-ko", "json" ...; 409 while it is not."""
        return file_response(request, self.get_object(), key)
