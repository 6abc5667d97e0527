"""Seals over the API: the chain, one with its digests, and its content as it was sealed."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action

from regional20x10.shared.api import Row, ScopedViewSet, Whatever
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA
from reports.filters import SealFilter
from reports.models import Seal
from reports.views.seals import content_response


class SealRow(Row):
    sealer = serializers.JSONField(read_only=True, help_text="{role, place} of the post; null where the schedule did.")

    class Meta:
        model = Seal
        fields = [
            "number", "kind", "year", "as_of", "sealed_at", "sealer", "reason", "unaccepted", "bytes",
            "content_sha256", "previous_sha256", "sha256",
        ]  # fmt: skip


class SealViewSet(ScopedViewSet):
    """Sealed reports, the last first: nothing in one ever changes."""

    queryset = Seal.objects.all()
    row = SealRow
    filterset_class = SealFilter
    lookup_field, key = "number", "-number"
    lookup_value_regex = "[0-9]{1,9}"

    @extend_schema(
        responses={
            (200, "application/json"): OpenApiTypes.OBJECT,
            (409, PROBLEM): OpenApiResponse(PROBLEM_SCHEMA, description="The seal does not hold: it was changed."),
        }
    )
    @action(detail=True, content_negotiation_class=Whatever)
    def content(self, request, number):
        """The canonical JSON as it was sealed, byte for byte, with its SHA-256 as ETag (schemas/seal-1.json)."""
        return content_response(self.get_object())
