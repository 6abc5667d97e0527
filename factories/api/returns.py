"""Ten-day returns: begun, edited, submitted, verified, accepted or sent back through the same actions as the pages."""

import re
import uuid

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import returns, signatures
from factories.actions.ladder import MOST_NOTE
from factories.api.periods import PATTERN, PeriodField
from factories.api.return_parts import (
    DelayRow,
    DeliveryRow,
    EquipmentRow,
    ExpenditureRow,
    IncidentRow,
    LineRow,
    PartsBody,
    SignatureRow,
    as_body,
    taken,
)
from factories.filters import StatusReturnFilter
from factories.models import FactoryProject, ReportingPeriod, StatusReturn
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, code_of, editable_project, number_of
from regional20x10.shared.errors import Conflict

TEXT = 10_000
HEADER = OpenApiParameter.HEADER
KEY = OpenApiParameter("Idempotency-Key", uuid.UUID, HEADER, description="Instead of `key` in the body.")
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"[1-9][0-9]{0,8}"$'},
    OpenApiParameter.HEADER,
    description="The ETag of the return, instead of `revision` in the body.",
)


class ReturnRow(Row):
    project = code_of("project.code")
    period = PeriodField()
    year = number_of("project.plan.program_year.year")
    province = code_of("project.plan.county.province.code")
    county = code_of("project.plan.county.code")

    class Meta:
        model = StatusReturn
        fields = [
            "id", "project", "period", "version", "year", "province", "county", "state", "revision", "key", "percent",
            "crew_people", "crew_days", "pace", "slowed_since", "needed", "narrative", "created_at", "saved_at",
            "submitted_at", "verified_at", "accepted_at", "returned_at", "return_note",
        ]  # fmt: skip


class ReturnDetail(ReturnRow):
    lines = LineRow(many=True, read_only=True)
    delays = DelayRow(many=True, read_only=True)
    deliveries = DeliveryRow(many=True, read_only=True)
    expenditures = ExpenditureRow(many=True, read_only=True)
    equipment = EquipmentRow(source="equipment_lines", many=True, read_only=True)
    incidents = IncidentRow(many=True, read_only=True)
    county_signatures = SignatureRow(many=True, read_only=True)

    class Meta(ReturnRow.Meta):
        fields = [
            *ReturnRow.Meta.fields, "overspent_because", "doubts", "warnings", "value_notes", "lines", "delays",
            "deliveries", "expenditures", "equipment", "incidents", "county_signatures",
        ]  # fmt: skip


class ReturnBegin(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    period = serializers.RegexField(PATTERN, help_text="Its code, such as 2026-10-1.")
    key = serializers.UUIDField(
        required=False, help_text="Your own, made once a return: the same key is the same return."
    )


class ReturnBody(PartsBody):
    """What a site says. PUT takes it whole, PATCH what is given."""

    revision = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="The revision you read; or send If-Match."
    )
    crew_people = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True)
    crew_days = serializers.IntegerField(min_value=0, max_value=2**31 - 1, allow_null=True)
    pace = serializers.ChoiceField(StatusReturn.Pace.choices, allow_blank=True)
    slowed_since = serializers.DateField(allow_null=True)
    needed = serializers.CharField(allow_blank=True, max_length=TEXT)
    narrative = serializers.CharField(allow_blank=True, max_length=TEXT)


class Revision(Body):
    revision = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="The revision you read; or send If-Match."
    )


class Note(Body):
    note = serializers.CharField(max_length=TEXT, help_text="What is to be corrected.")
    value_notes = serializers.DictField(
        child=serializers.CharField(max_length=MOST_NOTE), required=False,
        help_text="{field: note beside it}; fields are such as package_12 or delivery_1, the first delivery.",
    )  # fmt: skip


class ReturnViewSet(ScopedViewSet):
    """What sites say of each project for each ten days. Submitted returns are facts; a correction is a new version."""

    queryset = StatusReturn.objects.all()
    row, detail_row = ReturnRow, ReturnDetail
    filterset_class = StatusReturnFilter
    key = "-pk"

    @property
    def by(self):
        return self.request.user.post

    def _answer(self, row, status=200, **headers):
        told = self.detail_row.read_one(StatusReturn.objects.filter(pk=row.pk))
        return Response(told, status=status, headers={"ETag": f'"{told["revision"]}"', **headers})

    def retrieve(self, request, *args, **kwargs):
        answer = super().retrieve(request, *args, **kwargs)
        answer["ETag"] = f'"{answer.data["revision"]}"'
        return answer

    @extend_schema(
        parameters=[KEY], request=ReturnBegin,
        responses={201: ReturnDetail, 200: OpenApiResponse(ReturnDetail, description="There was one already.")},
    )  # fmt: skip
    def create(self, request):
        """Begin the return of a project and period: a new draft (201), or the one there is already (200)."""
        said = self.body(ReturnBegin)
        key, at = self._key(said), clock.now()
        project = editable_project(FactoryProject.objects, request.user, said["project"])
        period = self._period(said["period"])
        row = returns.begin(project, period, key=key, by=self.by, at=at)
        new = row.key == key and row.created_at == at
        return self._answer(row, 201 if new else 200, Location=reverse("api:return-detail", args=[row.pk]))

    def _key(self, said):
        given = said.get("key") or self.request.headers.get("Idempotency-Key")
        try:
            return given if isinstance(given, uuid.UUID) else uuid.UUID(given or "")
        except ValueError:
            text = _("Send a UUID of your own as `key` or Idempotency-Key, the same when you send this again.")
            raise exceptions.ValidationError({"key": text}) from None

    def _period(self, code):
        period = ReportingPeriod.ten_days.visible_to(self.request.user).coded(code)
        if period is None:
            raise exceptions.ValidationError({"period": _("There is no period “%(code)s” yet.") % {"code": code}})
        return period

    @extend_schema(parameters=[IF_MATCH], request=ReturnBody, responses=ReturnDetail)
    def update(self, request, pk, partial=False):
        """Save the draft. 409 with `mine` and `theirs` if somebody saved another since the revision you read."""
        draft = self.get_object()
        said = self.body(ReturnBody, partial=partial)
        revision = self._revision(said)
        lines = {line["package"]: (line["percent"], line["reason"]) for line in said.get("lines", [])}
        kept = draft.delays.values("cause", "days_lost", "note")
        delays = said["delays"] if "delays" in said else list(kept)
        try:
            row = returns.save(
                draft,
                revision=revision,
                values={name: said[name] for name in returns.FIELDS if name in said},
                lines=lines,
                delays=[(row["cause"], row["days_lost"], row["note"]) for row in delays],
                **taken(said),
                by=self.by,
                at=clock.now(),
            )
        except Conflict as conflict:
            raise _as_bodies(conflict) from conflict
        return self._answer(row)

    @extend_schema(parameters=[IF_MATCH], request=ReturnBody, responses=ReturnDetail)
    def partial_update(self, request, pk):
        """Save a part of the draft; what is not given stays."""
        return self.update(request, pk, partial=True)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Throw a draft away. A submitted return stays."""
        draft = self.get_object()
        self.body(Nothing)
        returns.discard(draft, by=self.by)
        return Response(status=204)

    def _revision(self, said):
        """The one that `revision` and If-Match name: either of them, or both alike."""
        header = self.request.headers.get("If-Match")
        match = re.fullmatch(r'(?:W/)?"([1-9][0-9]{0,8})"', (header or "").strip())
        given = {said.get("revision"), int(match[1]) if match else None} - {None}
        if len(given) != 1 or (header is not None and not match):
            text = _("Send the revision you read as `revision`, or its ETag as If-Match.")
            raise exceptions.ValidationError({"revision": text})
        return given.pop()

    @extend_schema(parameters=[IF_MATCH], request=Revision, responses=ReturnDetail)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Hand the return to the province. Sent twice, it is submitted once."""
        row = self.get_object()
        revision = self._revision(self.body(Revision))
        try:
            return self._answer(returns.submit(row, revision=revision, by=self.by, at=clock.now()))
        except Conflict as conflict:
            raise _as_bodies(conflict) from conflict

    @extend_schema(request=Nothing, responses=ReturnDetail)
    @action(detail=True, methods=["post"])
    def verify(self, request, pk):
        """Vouch for a submitted return, for the province. Never one's own."""
        row = self.get_object()
        self.body(Nothing)
        return self._answer(returns.verify(row, by=self.by, at=clock.now()))

    @extend_schema(request=Nothing, responses=ReturnDetail)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        """Accept a verified return, for the committee."""
        row = self.get_object()
        self.body(Nothing)
        return self._answer(returns.accept(row, by=self.by, at=clock.now()))

    @extend_schema(request=Note, responses=ReturnDetail)
    @action(detail=True, methods=["post"], url_path="return", url_name="send-back")
    def send_back(self, request, pk):
        """Return it with a note saying what is to be corrected; the site then begins a new version."""
        row = self.get_object()
        said = self.body(Note)
        notes = said.get("value_notes")
        return self._answer(returns.send_back(row, note=said["note"], value_notes=notes, by=self.by, at=clock.now()))

    @extend_schema(request=Nothing, responses=ReturnDetail)
    @action(detail=True, methods=["post"])
    def sign(self, request, pk):
        """Sign what it says of the county’s part, as its chief secretary or chair, before the province verifies it."""
        row = self.get_object()
        self.body(Nothing)
        signatures.sign_county(row, by=self.by, at=clock.now())
        return self._answer(row)


def _as_bodies(conflict):
    """The conflict with both versions in the form in which they are sent."""
    mine, theirs = as_body(conflict.mine), as_body(conflict.theirs)
    return Conflict(conflict.reasons, mine=mine, theirs=theirs, saved_by=conflict.saved_by, saved_at=conflict.saved_at)
