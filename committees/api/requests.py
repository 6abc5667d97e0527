"""Requests between bodies: asked, answered and settled through the same actions as the pages; and the board."""

from django.db.models import F
from django.db.models.fields.json import KT
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import exceptions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.response import Response

from committees import requests as reading
from committees.actions import requests as deeds
from committees.filters import BoardFilter, RequestFilter
from committees.forms.requests import DETAILS, NOTE
from committees.models import Level, Organization, Request, RequestState, RequestStep
from factories.models import County, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.api import AS_OF, KEY, Body, Row, ScopedViewSet, as_of, code_of, key_of


class Then(serializers.ChoiceField):
    """A choice as it was then: `path` of what Request.objects.then() adds."""

    def __init__(self, choices, path, **kwargs):
        self.path = path
        super().__init__(choices=choices, read_only=True, **kwargs)

    def expression(self, path):
        return F(self.path)


class OwnerThen(serializers.CharField):
    """The code of the body that owed it then."""

    def expression(self, path):
        return KT("owner__code")


class DayThen(serializers.DateField):
    def expression(self, path):
        return F("promised_then")


class MomentThen(serializers.DateTimeField):
    def expression(self, path):
        return F(self.field_name)


class OverdueThen(serializers.BooleanField):
    def expression(self, path):
        return F("overdue")


class RequestRow(Row):
    project = code_of("project.code", null=True)
    county = code_of("county.code", null=True, help_text="Of a request about a county as a whole.")
    owed_by = OwnerThen(read_only=True, help_text="The body that is to act.")
    asked_by = code_of("asked_by.code", help_text="The body that asked.")
    state = Then(RequestState.choices, "state_then", help_text="It follows from the steps.")
    level = Then(Level.choices, "level_then", help_text="How high it has climbed by its age.")
    promised_on = DayThen(read_only=True, allow_null=True, help_text="By the last promise.")
    overdue = OverdueThen(read_only=True, help_text="It waits though its day has passed.")
    answered_at = MomentThen(read_only=True, allow_null=True, help_text="First promised, declined or said to be done.")
    done_at = MomentThen(read_only=True, allow_null=True, help_text="Null while it waits, or is disputed.")

    class Meta:
        model = Request
        fields = [
            "id", "number", "what", "details", "project", "county", "owed_by", "asked_by", "asked_on", "due_on",
            "delay_days", "state", "level", "promised_on", "overdue", "answered_at", "done_at",
        ]  # fmt: skip


class RequestStepRow(Row):
    owed_by = code_of("owed_by.code", null=True, help_text="Of asked and passed: who owes it from then on.")

    class Meta:
        model = RequestStep
        fields = ["step", "note", "promised_on", "level", "owed_by", "at"]
        order = ["at", "pk"]


class RequestDetail(RequestRow):
    steps = RequestStepRow(many=True, read_only=True, help_text="All of them, whatever day is asked for.")

    class Meta(RequestRow.Meta):
        fields = [*RequestRow.Meta.fields, "steps"]


class RequestBody(Body):
    what = serializers.CharField(max_length=200)
    owed_by = serializers.CharField(max_length=60, help_text="Code of the body that is to act; never one’s own.")
    project = serializers.CharField(max_length=40, required=False, help_text="Its code; or `county`.")
    county = serializers.CharField(max_length=40, required=False, help_text="Its code, of what no one factory needs.")
    due_on = serializers.DateField()
    details = serializers.CharField(max_length=DETAILS, required=False, allow_blank=True)
    delay_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)
    key = serializers.UUIDField(
        required=False, help_text="Your own, made once a request: the same key asks once, however often sent."
    )


class RequestNoteBody(Body):
    note = serializers.CharField(max_length=NOTE, help_text="What was done or seen, or why, in a sentence.")


class RequestRemarkBody(Body):
    note = serializers.CharField(max_length=NOTE, required=False, allow_blank=True, default="")


class RequestPromiseBody(RequestRemarkBody):
    promised_on = serializers.DateField(help_text="From today on. Until it has passed the request climbs no higher.")


class RequestPassBody(RequestNoteBody):
    to = serializers.CharField(max_length=60, help_text="Code of the body that is to act instead.")


def _body_named(said, name):
    """The body whose code stands under `name`; 400 for one that is none."""
    row = Organization.objects.filter(code=said[name]).first()
    if row is None:
        raise exceptions.ValidationError({name: _("There is no body “%(code)s”.") % {"code": said[name]}})
    return row


def _place(user, said):
    """{"project", "county": what the body names}, None where it names none; 400 for what the caller does not see."""
    found = {}
    for name, model in (("project", FactoryProject), ("county", County)):
        code = said.pop(name, None)
        found[name] = code and model.objects.visible_to(user).filter(code=code).first()
        if code and found[name] is None:
            text = _("There is no “%(code)s”, or your post does not reach it.") % {"code": code}
            raise exceptions.ValidationError({name: text})
    return found


class RequestViewSet(ScopedViewSet):
    """What bodies need of one another: for which factory or county, owed by whom, and what became of it."""

    queryset = Request.objects.all()
    row, detail_row = RequestRow, RequestDetail
    filterset_class = RequestFilter
    key = "-pk"

    @property
    def takes(self):
        return frozenset({"as_of"} if self.action in ("list", "retrieve") else ())

    def get_queryset(self):
        return super().get_queryset().then(clock.end_of(as_of(self.request)))

    @extend_schema(parameters=[AS_OF])
    def list(self, request, *args, **kwargs):
        return super().list(request, *args, **kwargs)

    @extend_schema(parameters=[AS_OF])
    def retrieve(self, request, *args, **kwargs):
        return super().retrieve(request, *args, **kwargs)

    def _answer(self, row, status=200):
        rows = Request.objects.filter(pk=row.pk).then(clock.end_of(clock.today()))
        return Response(self.detail_row.read_one(rows), status=status)

    @extend_schema(
        parameters=[KEY], request=RequestBody,
        responses={201: RequestDetail, 200: OpenApiResponse(RequestDetail, description="It was asked already.")},
    )  # fmt: skip
    def create(self, request):
        """Ask a body, in the name of one’s own (201); the same key again is the same request (200)."""
        said, user, at = self.body(RequestBody), self.request.user, clock.now()
        said |= {"key": key_of(request, said), "owed_by": _body_named(said, "owed_by")} | _place(user, said)
        there = Request.objects.filter(key=said["key"]).exists()
        return self._answer(deeds.ask(**said, by=user.post, at=at), 200 if there else 201)

    def _step(self, row, deed, said):
        getattr(deeds, deed)(row, **said, by=self.request.user.post, at=clock.now())
        return self._answer(row)

    @extend_schema(request=RequestPromiseBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def promise(self, request, pk):
        """Promise it for a day, for the body that owes it."""
        return self._step(self.get_object(), "promise", self.body(RequestPromiseBody))

    @extend_schema(request=RequestNoteBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def decline(self, request, pk):
        """Say that it will not be done, and why, for the body that owes it."""
        return self._step(self.get_object(), "decline", self.body(RequestNoteBody))

    @extend_schema(request=RequestNoteBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def done(self, request, pk):
        """Say that it is done, for the body that owes it; an open decision about it is done with it."""
        return self._step(self.get_object(), "done", self.body(RequestNoteBody))

    @extend_schema(request=RequestRemarkBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def confirm(self, request, pk):
        """Confirm that it is done, for the body that asked; a decision said to be done is closed with it."""
        return self._step(self.get_object(), "confirm", self.body(RequestRemarkBody))

    @extend_schema(request=RequestNoteBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def dispute(self, request, pk):
        """Say that it is not done, for the body that asked: it waits again."""
        return self._step(self.get_object(), "dispute", self.body(RequestNoteBody))

    @extend_schema(request=RequestNoteBody, responses=RequestDetail)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that it is needed no longer, for the body that asked."""
        return self._step(self.get_object(), "withdraw", self.body(RequestNoteBody))

    @extend_schema(request=RequestPassBody, responses=RequestDetail)
    @action(detail=True, methods=["post"], url_path="pass-on")
    def pass_on(self, request, pk):
        """Let another body owe it: for the body that owes it, and for who enters decisions."""
        row = self.lookup(self.get_queryset()).first()
        if row is None:
            raise Http404
        deeds.only_theirs(row, "pass_on", request.user.post)
        said = self.body(RequestPassBody)
        return self._step(row, "pass_on", said | {"to": _body_named(said, "to")})


# --- the board -------------------------------------------------------------------------------------------------------
class AnswerDays(serializers.Serializer):
    median = serializers.FloatField(allow_null=True, help_text="Null without any.")
    most = serializers.FloatField(allow_null=True, help_text="The 90th percentile, linear between two values.")


class RequestCounts(serializers.Serializer):
    asked = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Not met: without an answer, promised or declined.")
    overdue = serializers.IntegerField(help_text="Of those waiting.")
    oldest = serializers.IntegerField(allow_null=True, help_text="Days since the oldest of those waiting was asked.")
    province = serializers.IntegerField(help_text="Of those waiting, at the level of the province.")
    lead = serializers.IntegerField(help_text="The same, of the member in charge.")
    committee = serializers.IntegerField(help_text="The same, of the committee’s agenda.")
    done = serializers.IntegerField(help_text="Said to be done or confirmed, and not disputed.")
    in_time = serializers.IntegerField()
    in_time_percent = serializers.FloatField(allow_null=True, help_text="Of those done or overdue.")
    answer = AnswerDays(help_text="Days from asked to the first answer, of those answered.")
    completion = AnswerDays(help_text="Days from asked to done, of those done.")


class RequestsOfBody(serializers.Serializer):
    body = serializers.CharField(help_text="Its code.")
    owed = RequestCounts(help_text="What is asked of it.")
    made = RequestCounts(help_text="What it asked of others.")


@extend_schema_serializer(many=False)
class RequestBoard(serializers.Serializer):
    as_of = serializers.DateField()
    total = RequestCounts()
    bodies = RequestsOfBody(many=True)


def _counts(counts):
    return {name: getattr(counts, name) for name in RequestCounts().fields} | {
        name: {"median": days.median, "most": days.most}
        for name, days in (("answer", counts.answer), ("completion", counts.completion))
    }


class RequestBoardViewSet(viewsets.GenericViewSet):
    """How each body answers what is asked of it, and what it waits for itself, at the end of a day."""

    queryset = Request.objects.all()
    filterset_class, pagination_class = BoardFilter, None
    serializer_class = RequestBoard
    takes = frozenset({"as_of"})

    @extend_schema(parameters=[AS_OF], responses=RequestBoard)
    def list(self, request):
        """Of every body that owes or asked for anything within one’s reach: those with most overdue first."""
        day = as_of(request)
        found = reading.board(self.filter_queryset(reading.seen_by(request.user, day)), day)
        return Response({
            "as_of": day, "total": _counts(found.total),
            "bodies": [
                {"body": line.body.code, "owed": _counts(line.owed), "made": _counts(line.made)}
                for line in found.lines
            ],
        })  # fmt: skip
