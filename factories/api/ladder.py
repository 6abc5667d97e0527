"""What returns have in common in the API, ten-day and monthly: begun, submitted, verified, accepted, sent back."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions.ladder import MOST_NOTE
from factories.models import FactoryProject, ReportingPeriod
from regional20x10.shared import clock
from regional20x10.shared.api import KEY, Body, Nothing, ScopedViewSet, editable_project, key_of
from regional20x10.shared.errors import Conflict

TEXT = 10_000
IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": r'^"[1-9][0-9]{0,8}"$'},
    OpenApiParameter.HEADER,
    description="The ETag of the return, instead of `revision` in the body.",
)


def key_field():
    return serializers.UUIDField(
        required=False, help_text="Your own, made once a return: the same key is the same return."
    )


def revision_field():
    return serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="The revision you read; or send If-Match."
    )


class Revision(Body):
    revision = revision_field()


class Note(Body):
    note = serializers.CharField(max_length=TEXT, help_text="What is to be corrected.")
    value_notes = serializers.DictField(
        child=serializers.CharField(max_length=MOST_NOTE), required=False,
        help_text="{field: note beside it}; fields are such as package_12, delivery_1 or product_food.",
    )  # fmt: skip


def described(detail, begin, body):
    """Tell the schema of a kind of return: its detail row, and the bodies that begin and save it."""
    there = OpenApiResponse(detail, description="There was one already.")
    return extend_schema_view(
        create=extend_schema(parameters=[KEY], request=begin, responses={201: detail, 200: there}),
        update=extend_schema(parameters=[IF_MATCH], request=body, responses=detail),
        partial_update=extend_schema(parameters=[IF_MATCH], request=body, responses=detail),
        destroy=extend_schema(responses={204: None}),
        submit=extend_schema(parameters=[IF_MATCH], request=Revision, responses=detail),
        verify=extend_schema(request=Nothing, responses=detail),
        accept=extend_schema(request=Nothing, responses=detail),
        send_back=extend_schema(request=Note, responses=detail),
    )


class LadderViewSet(ScopedViewSet):
    """`deeds`: the module of its actions; `begin_body`, `save_body`; `noun`: of its addresses; `kind`: of its periods.

    A subclass says how deeds.save() takes a body (`taken`), and how a version of a conflict is sent (`as_body`).
    """

    deeds = begin_body = save_body = noun = kind = None
    key = "-pk"

    @property
    def by(self):
        return self.request.user.post

    def answer(self, row, status=200, **headers):
        told = self.detail_row.read_one(type(row).objects.filter(pk=row.pk))
        return Response(told, status=status, headers={"ETag": f'"{told["revision"]}"', **headers})

    def retrieve(self, request, *args, **kwargs):
        answer = super().retrieve(request, *args, **kwargs)
        answer["ETag"] = f'"{answer.data["revision"]}"'
        return answer

    def create(self, request):
        """Begin the return of a project and period: a new draft (201), or the one there is already (200)."""
        said = self.body(self.begin_body)
        key, at = key_of(self.request, said), clock.now()
        project = editable_project(FactoryProject.objects, request.user, said["project"])
        period = self._period(said["period"])
        row = self.deeds.begin(project, period, key=key, by=self.by, at=at)
        new = row.key == key and row.created_at == at
        return self.answer(row, 201 if new else 200, Location=reverse(f"api:{self.noun}-detail", args=[row.pk]))

    def _period(self, code):
        period = ReportingPeriod.objects.filter(kind=self.kind).visible_to(self.request.user).coded(code)
        if period is None:
            raise exceptions.ValidationError({"period": _("There is no period “%(code)s” yet.") % {"code": code}})
        return period

    def destroy(self, request, pk):
        """Throw a draft away. A submitted return stays."""
        draft = self.get_object()
        self.body(Nothing)
        self.deeds.discard(draft, by=self.by)
        return Response(status=204)

    def revision(self, said):
        """The one that `revision` and If-Match name: either of them, or both alike."""
        header = self.request.headers.get("If-Match")
        match = re.fullmatch(r'(?:W/)?"([1-9][0-9]{0,8})"', (header or "").strip())
        given = {said.get("revision"), int(match[1]) if match else None} - {None}
        if len(given) != 1 or (header is not None and not match):
            text = _("Send the revision you read as `revision`, or its ETag as If-Match.")
            raise exceptions.ValidationError({"revision": text})
        return given.pop()

    def update(self, request, pk, partial=False):
        """Save the draft. 409 with `mine` and `theirs` if somebody saved another since the revision you read."""
        draft = self.get_object()
        said = self.body(self.save_body, partial=partial)
        revision, taken = self.revision(said), self.taken(draft, said)
        try:
            return self.answer(self.deeds.save(draft, revision=revision, **taken, by=self.by, at=clock.now()))
        except Conflict as conflict:
            raise self.both(conflict) from conflict

    def partial_update(self, request, pk):
        """Save a part of the draft; what is not given stays."""
        return self.update(request, pk, partial=True)

    def taken(self, draft, said):
        raise NotImplementedError

    def both(self, conflict):
        """The conflict with both versions in the form in which they are sent."""
        return Conflict(
            conflict.reasons, mine=self.as_body(conflict.mine), theirs=self.as_body(conflict.theirs),
            saved_by=conflict.saved_by, saved_at=conflict.saved_at,
        )  # fmt: skip

    def as_body(self, version):
        raise NotImplementedError

    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Hand the return to the province. Sent twice, it is submitted once."""
        row = self.get_object()
        revision = self.revision(self.body(Revision))
        try:
            return self.answer(self.deeds.submit(row, revision=revision, by=self.by, at=clock.now()))
        except Conflict as conflict:
            raise self.both(conflict) from conflict

    @action(detail=True, methods=["post"])
    def verify(self, request, pk):
        """Vouch for a submitted return, for the province. Never one's own."""
        row = self.get_object()
        self.body(Nothing)
        return self.answer(self.deeds.verify(row, by=self.by, at=clock.now()))

    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        """Accept a verified return, for the committee."""
        row = self.get_object()
        self.body(Nothing)
        return self.answer(self.deeds.accept(row, by=self.by, at=clock.now()))

    @action(detail=True, methods=["post"], url_path="return", url_name="send-back")
    def send_back(self, request, pk):
        """Return it with a note saying what is to be corrected; the site then begins a new version."""
        row = self.get_object()
        said = self.body(Note)
        notes = said.get("value_notes")
        return self.answer(
            self.deeds.send_back(row, note=said["note"], value_notes=notes, by=self.by, at=clock.now())
        )  # fmt: skip
