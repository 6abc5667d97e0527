"""Guidance notes with the replies of the bodies they are addressed to: read, written and replied to."""

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from committees import guidance
from committees.actions import guidance as deeds
from committees.filters import GuidanceNoteFilter, GuidanceReplyFilter
from committees.forms.guidance import TEXT, TITLE
from committees.models import GuidanceAddress, GuidanceNote, GuidanceReply, Organization
from committees.rights import Deed
from factories.models import County, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.api import KEY, Body, Row, ScopedViewSet, code_of, key_of, number_of


# --- notes -----------------------------------------------------------------------------------------------------------
def _count(source, help_text=None):
    return serializers.IntegerField(source=source, read_only=True, help_text=help_text)


class GuidanceNoteRow(Row):
    project = code_of("project.code", null=True)
    county = code_of("county.code", null=True)
    addressed = _count("n_all", "Bodies.")
    in_time = _count("n_in_time", "That replied in time.")
    late = _count("n_late", "That replied late.")
    waiting = _count("n_waiting", "Without a reply, those overdue among them.")
    overdue = _count("n_overdue")

    class Meta:
        model = GuidanceNote
        fields = ["id", "number", "title", "text", "project", "county", "written_on", "reply_by", "addressed",
                  "in_time", "late", "waiting", "overdue", "demonstration", "at"]  # fmt: skip


class FirstReplyField(serializers.DateTimeField):
    """When a body first replied."""

    def expression(self, path):
        replies = GuidanceReply.objects.filter(address=OuterRef("pk")).order_by("at", "pk")
        return Subquery(replies.values("at")[:1])


class GuidanceAddressRow(Row):
    body = code_of("organization.code")
    replied_at = FirstReplyField(read_only=True, allow_null=True, help_text="The first reply, which counts.")

    class Meta:
        model = GuidanceAddress
        fields = ["body", "replied_at"]
        order = ["pk"]


class GuidanceNoteDetail(GuidanceNoteRow):
    addresses = GuidanceAddressRow(many=True, read_only=True)

    class Meta(GuidanceNoteRow.Meta):
        fields = [*GuidanceNoteRow.Meta.fields, "addresses"]


class GuidanceNoteBody(Body):
    title = serializers.CharField(max_length=TITLE)
    text = serializers.CharField(max_length=TEXT)
    to = serializers.ListField(
        child=serializers.CharField(max_length=60), max_length=200, help_text="Codes of the bodies that are to reply."
    )
    reply_by = serializers.DateField()
    project = serializers.CharField(max_length=40, required=False, help_text="The code of the factory it is about.")
    county = serializers.CharField(max_length=40, required=False, help_text="Or that of the county.")
    key = serializers.UUIDField(required=False, help_text="Your own: the same key is the same note.")


class GuidanceNoteViewSet(ScopedViewSet):
    """What the guidance section asks of bodies, by when they are to reply, and who has."""

    queryset = GuidanceNote.objects.all()
    row, detail_row = GuidanceNoteRow, GuidanceNoteDetail
    filterset_class = GuidanceNoteFilter
    key = "-pk"

    def get_queryset(self):
        return guidance.seen_by(self.request.user, clock.today())

    @extend_schema(
        parameters=[KEY],
        request=GuidanceNoteBody,
        responses={
            201: GuidanceNoteDetail,
            200: OpenApiResponse(GuidanceNoteDetail, description="There was one already."),
        },
    )
    def create(self, request):
        """Write one, for the guidance section (201); the same key again is the same note (200)."""
        user, now = request.user, clock.now()
        if not user.post.may(Deed.GUIDE):
            raise not_allowed(user.post, Deed.GUIDE)
        said = self.body(GuidanceNoteBody)
        key = key_of(request, said)
        said.pop("key", None)
        row = deeds.write(**said | _named(user, said), by=user.post, on=clock.today(), at=now, key=key)
        told = self.detail_row.read_one(guidance.seen_by(user, clock.today()).filter(pk=row.pk))
        place = {"Location": reverse("api:guidance-note-detail", args=[row.pk])}
        return Response(told, status=201 if row.at == now else 200, headers=place)


def _named(user, said):
    """The rows that a body names, as guidance.write takes them."""
    wrong, found = {}, {}
    for name, model in (("project", FactoryProject), ("county", County)):
        code = said.get(name)
        found[name] = code and model.objects.visible_to(user).filter(code=code).first()
        if code and found[name] is None:
            wrong[name] = [_("“%(value)s” is not known, or your post does not reach it.") % {"value": code}]
    bodies = {row.code: row for row in Organization.objects.visible_to(user).filter(code__in=said["to"])}
    found["to"] = [bodies[code] for code in said["to"] if code in bodies]
    if lost := sorted(set(said["to"]) - set(bodies)):
        text = _("Not known, or not within the reach of your post: %(codes)s.")
        wrong["to"] = [text % {"codes": ", ".join(lost)}]
    if wrong:
        raise exceptions.ValidationError(wrong)
    return found


# --- replies ---------------------------------------------------------------------------------------------------------
class GuidanceReplyRow(Row):
    note = number_of("address.note_id")
    body = code_of("address.organization.code")

    class Meta:
        model = GuidanceReply
        fields = ["id", "note", "body", "text", "at"]


class GuidanceReplyBody(Body):
    note = serializers.IntegerField(min_value=1, max_value=2**63 - 1, help_text="The id of the note.")
    text = serializers.CharField(max_length=TEXT)


class GuidanceReplyViewSet(ScopedViewSet):
    """What bodies replied to guidance notes. A body may reply again: all are kept, the first one counts."""

    queryset = GuidanceReply.objects.all()
    row = GuidanceReplyRow
    filterset_class = GuidanceReplyFilter
    key = "-pk"

    def get_queryset(self):
        notes = GuidanceNote.objects.visible_to(self.request.user)
        return GuidanceReply.objects.filter(address__note__in=notes)

    @extend_schema(
        request=GuidanceReplyBody,
        responses={
            201: GuidanceReplyRow,
            200: OpenApiResponse(GuidanceReplyRow, description="It was the last reply already."),
        },
    )
    def create(self, request):
        """Reply for one's body (201); the same text again is the same reply (200)."""
        user, now = request.user, clock.now()
        if not user.post.may(Deed.COOPERATE):
            raise not_allowed(user.post, Deed.COOPERATE)
        said = self.body(GuidanceReplyBody)
        note = GuidanceNote.objects.visible_to(user).filter(pk=said["note"]).first()
        if note is None:
            text = _("“%(value)s” is not known, or your post does not reach it.") % {"value": said["note"]}
            raise exceptions.ValidationError({"note": [text]})
        row = deeds.reply(deeds.address_of(note, user.post), text=said["text"], by=user.post, at=now)
        told = self.row.read_one(GuidanceReply.objects.filter(pk=row.pk))
        return Response(told, status=201 if row.at == now else 200)
