"""Photos of returns and inspections: read with what is known of each, put into a draft, taken out of it."""

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from factories import photos, tasks
from factories.actions import photos as deeds
from factories.filters import PhotoFilter
from factories.imports.photos import AT_ONCE, examined
from factories.models import FactoryProject, Photo, StatusReturn, WorkPackage
from factories.views.photos import TYPES, original_response, small_response
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, Whatever, code_of, number_of
from regional20x10.shared.calls import OrjsonParser
from regional20x10.shared.errors import NotAllowed
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA

LOST = OpenApiResponse(PROBLEM_SCHEMA, description="The file is lost from the disk.")
WAITING = OpenApiResponse(PROBLEM_SCHEMA, description="It is being made, or none can be made.")
LARGEST = 2**31 - 1


class PhotoRow(Row):
    project = code_of("project.code")
    locals()["return"] = number_of("status_return_id", null=True, help_text="Of a return, or of an inspection.")
    inspection = number_of("inspection_id", null=True)
    finding = number_of("finding_id", null=True)
    package = number_of("package_id", null=True, help_text="The work package it shows.")

    class Meta:
        model = Photo
        fields = [
            "id", "project", "return", "inspection", "finding", "package", "caption", "name", "kind", "sha256", "bytes",
            "width", "height", "taken_at", "lat", "lon", "at",
        ]  # fmt: skip


class PhotoBody(Body):
    locals()["return"] = serializers.IntegerField(min_value=1, max_value=LARGEST, help_text="The draft’s id.")
    package = serializers.IntegerField(
        min_value=1, max_value=LARGEST, required=False, help_text="The work package they show."
    )
    caption = serializers.CharField(max_length=200, allow_blank=True, default="")
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=None), default=list, max_length=10 * AT_ONCE,
        help_text="JPEG, PNG or HEIC, in multipart/form-data only.",
    )  # fmt: skip


class BadgeRow(serializers.Serializer):
    code = serializers.CharField()
    text = serializers.CharField()
    bad = serializers.BooleanField(help_text="Whether it speaks against the photo.")


class PhotoSaid(serializers.Serializer):
    """What is known of a photo; null is not known."""

    measured_from = serializers.ChoiceField(
        ["site", "county"], allow_null=True, help_text="The approved site, else the county’s point."
    )
    distance_km = serializers.FloatField(allow_null=True)
    near = serializers.BooleanField(allow_null=True)
    in_time = serializers.BooleanField(allow_null=True, help_text="Taken in the period, or on the day of the visit.")
    again = serializers.BooleanField(help_text="Handed in elsewhere before.")
    badges = BadgeRow(many=True)


class PhotoViewSet(ScopedViewSet):
    """Photos as they were taken, each with its SHA-256 and with the time and place that the camera wrote."""

    queryset = Photo.objects.all()
    row = PhotoRow
    filterset_class = PhotoFilter
    parser_classes = (OrjsonParser, MultiPartParser)
    key = "-pk"

    @extend_schema(
        request={"multipart/form-data": PhotoBody, "application/json": PhotoBody},
        responses={201: PhotoRow(many=True)}, filters=False,
    )  # fmt: skip
    def create(self, request):
        """Put photos into a draft; 409 for one that it has already, so that sending again changes nothing."""
        said = self.body(PhotoBody)
        draft = self._draft(said["return"])
        package = self._package(draft, said.get("package"))
        added = deeds.add(
            draft, files=examined(said["files"]), package=package, caption=said["caption"], by=request.user.post,
            at=clock.now(),
        )  # fmt: skip
        tasks.queue_small(added)
        rows = self.row.read(Photo.objects.filter(pk__in=[row.pk for row in added]).order_by("pk"))
        return Response(rows, status=201)

    def _draft(self, pk):
        rows = StatusReturn.objects.visible_to(self.request.user).filter(pk=pk)
        draft = rows.filter(project__in=FactoryProject.objects.editable_by(self.request.user)).first()
        if draft is None and rows.exists():
            raise NotAllowed(_("Your post reads this but may not change it."))
        if draft is None:
            raise exceptions.ValidationError({"return": _("There is no such return, or your post does not reach it.")})
        return draft

    def _package(self, draft, pk):
        if pk is None:
            return None
        package = WorkPackage.objects.filter(project=draft.project_id, pk=pk).first()
        if package is None:
            raise exceptions.ValidationError({"package": _("The project of this return has no such work package.")})
        return package

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Take a photo out of a draft."""
        deeds.remove(self.get_object(), by=request.user.post)
        return Response(status=204)

    @extend_schema(responses=PhotoSaid, filters=False)
    @action(detail=True)
    def badges(self, request, pk):
        """How far from the site and how old it is, and whether it was handed in before."""
        [photo] = photos.rows().filter(pk=self.get_object().pk)
        project = FactoryProject.objects.select_related("plan__county__parent").get(pk=photo.project_id)
        place = photos.spot(project, clock.now())
        [told] = photos.shown([photo], request.user, place)
        return Response({
            "measured_from": place and place.kind, "distance_km": told.km, "near": told.near, "in_time": told.in_time,
            "again": told.again,
            "badges": [{"code": badge.code, "text": badge.text, "bad": badge.bad} for badge in told.badges],
        })  # fmt: skip

    @extend_schema(
        responses={**{(200, media): OpenApiTypes.BINARY for media in TYPES.values()}, (409, PROBLEM): LOST},
        filters=False,
    )
    @action(detail=True, content_negotiation_class=Whatever)
    def original(self, request, pk):
        """The photo as it was taken; its ETag is the SHA-256."""
        return original_response(self.get_object())

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY, (409, PROBLEM): WAITING}, filters=False)
    @action(detail=True, content_negotiation_class=Whatever)
    def small(self, request, pk):
        """At most 480 pixels, upright, without what the camera wrote."""
        return small_response(self.get_object())
