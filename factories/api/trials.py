"""Trial operations and quality samples, through the same actions as the pages; a protocol comes as a file with it."""

from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from factories.actions import trials as deeds
from factories.api.funds import KEY, VERSION, Correction, EntryBody, EntryRow, EntryViewSet, Withdrawal, described
from factories.filters import QualitySampleFilter, TrialRunFilter
from factories.imports.files import examined
from factories.models import QualitySample, TrialRun
from regional20x10.shared.api import Body, number_of
from regional20x10.shared.calls import OrjsonParser


class TrialRow(EntryRow):
    document = number_of("document_id", null=True, help_text="To be taken at /documents/{id}/file/.")

    class Meta:
        model = TrialRun
        fields = [
            "id", "project", "began_on", "ended_on", "output_t", "passed", "protocol", "document", "remarks", *VERSION,
        ]  # fmt: skip


class TrialSaid(Body):
    began_on = serializers.DateField()
    ended_on = serializers.DateField()
    output_t = serializers.DecimalField(max_digits=10, decimal_places=1, min_value=0, help_text="Tonnes.")
    passed = serializers.BooleanField()
    protocol = serializers.CharField(max_length=80, help_text="Its number.")
    remarks = serializers.CharField(
        max_length=4000, allow_blank=True, required=False, help_text="Needed of a trial that was not passed."
    )
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=None), required=False, max_length=1,
        help_text="The protocol itself, in multipart/form-data only.",
    )  # fmt: skip


class TrialBody(TrialSaid, EntryBody):
    pass


class TrialCorrection(Correction, TrialSaid):
    pass


def _either(body):
    return {"application/json": body, "multipart/form-data": body}


@extend_schema_view(
    create=extend_schema(
        parameters=[KEY],
        request=_either(TrialBody),
        responses={201: TrialRow, 200: OpenApiResponse(TrialRow, description="There was one already.")},
    ),
    correct=extend_schema(request=_either(TrialCorrection), responses={201: TrialRow}),
    withdraw=extend_schema(request=Withdrawal, responses={201: TrialRow}),
)
class TrialViewSet(EntryViewSet):
    """Trial operations with their protocols, recorded by the operation unit once the factory is commissioned."""

    queryset = TrialRun.objects.all()
    row, filterset_class = TrialRow, TrialRunFilter
    parser_classes = (OrjsonParser, MultiPartParser)
    said_body, correction_body, act = TrialBody, TrialCorrection, staticmethod(deeds.record)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _told(self, said):
        return said | {"files": examined(said.get("files", []))}


class SampleRow(EntryRow):
    class Meta:
        model = QualitySample
        fields = ["id", "project", "product", "taken_on", "laboratory", "certificate", "grade", "passed", *VERSION]


class SampleSaid(Body):
    product = serializers.CharField(max_length=60, help_text="By the name it has in the norms of the type.")
    taken_on = serializers.DateField()
    laboratory = serializers.CharField(max_length=160)
    certificate = serializers.CharField(max_length=80, help_text="Its number.")
    passed = serializers.BooleanField()
    grade = serializers.IntegerField(min_value=1, max_value=3, allow_null=True, required=False)


class SampleBody(SampleSaid, EntryBody):
    pass


class SampleCorrection(Correction, SampleSaid):
    pass


@described(SampleRow, SampleBody, SampleCorrection)
class SampleViewSet(EntryViewSet):
    """Samples of products with the certificates of laboratories, taken by the body that inspects the factory."""

    queryset = QualitySample.objects.all()
    row, filterset_class = SampleRow, QualitySampleFilter
    said_body, correction_body, act = SampleBody, SampleCorrection, staticmethod(deeds.sample)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)
