"""Comments: read with whom they call and what they bring, written as JSON or with files, taken back; their files."""

from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from committees import comments as reading
from committees.actions import comments as deeds
from committees.actions.comments import LONGEST, MOST
from committees.filters import AttachmentFilter, CommentFilter
from committees.mentions import mentionable
from committees.models import SUBJECTS, Attachment, Comment, Mention, Post
from factories.imports.files import AT_ONCE, examined
from factories.views.documents import TYPES, file_response
from regional20x10.shared import clock
from regional20x10.shared.api import KEY, Body, Nothing, Row, ScopedViewSet, Whatever, code_of, key_of, number_of
from regional20x10.shared.calls import OrjsonParser, refuse_unknown
from regional20x10.shared.problems import PROBLEM
from regional20x10.shared.schema import PROBLEM_SCHEMA

LARGEST = 2**31 - 1
NUMBER = {"min_value": 1, "max_value": LARGEST, "required": False}


class CommentRow(Row):
    project = code_of("project.code", null=True, help_text="Of one on the factory itself.")
    status_return = number_of("status_return_id", null=True)
    production_return = number_of("production_return_id", null=True)
    finding = number_of("finding_id", null=True)
    decision = number_of("decision_id", null=True)
    reply_to = number_of("reply_to_id", null=True, help_text="The comment it answers.")
    post = number_of("by_id", null=True, help_text="The post that wrote it.")
    role = code_of("by.role", null=True, help_text="Its role.")
    taken_back_at = serializers.DateTimeField(
        source="withdrawal.at", read_only=True, allow_null=True, help_text="When who wrote it took it back."
    )

    class Meta:
        model = Comment
        fields = ["id", *SUBJECTS, "reply_to", "text", "at", "post", "role", "taken_back_at"]


class MentionRow(Row):
    post = number_of("post_id")
    role = code_of("post.role")

    class Meta:
        model = Mention
        fields = ["post", "role"]
        order = ["pk"]


class AttachmentRow(Row):
    comment = number_of("comment_id", null=True)
    decision = number_of("step.decision_id", null=True, help_text="Of the evidence of a decision.")

    class Meta:
        model = Attachment
        fields = ["id", "comment", "decision", "name", "kind", "sha256", "bytes", "at"]


class FileOfComment(Row):
    class Meta:
        model = Attachment
        fields = ["id", "name", "kind", "sha256", "bytes"]
        order = ["pk"]


class CommentDetail(CommentRow):
    mentions = MentionRow(many=True, read_only=True, help_text="The posts it calls.")
    attachments = FileOfComment(many=True, read_only=True, help_text="To be taken at /attachments/{id}/file/.")

    class Meta(CommentRow.Meta):
        fields = [*CommentRow.Meta.fields, "mentions", "attachments"]


class AboutQuery(Body):
    """What a comment would be about: one of these."""

    project = serializers.CharField(max_length=40, required=False, help_text="The code of a factory.")
    status_return = serializers.IntegerField(**NUMBER)
    production_return = serializers.IntegerField(**NUMBER)
    finding = serializers.IntegerField(**NUMBER)
    decision = serializers.IntegerField(**NUMBER)


class CommentBody(AboutQuery):
    """One of `project`, `status_return`, `production_return`, `finding` and `decision` says what it is about."""

    text = serializers.CharField(max_length=LONGEST)
    mentions = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST), default=list, max_length=10 * MOST,
        help_text="Posts to be called, of those at /comments/posts/.",
    )  # fmt: skip
    reply_to = serializers.IntegerField(help_text="A comment on the same thing.", **NUMBER)
    key = serializers.UUIDField(required=False, help_text="Your own: the same key is the same comment.")
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=None), default=list, max_length=10 * AT_ONCE,
        help_text="In multipart/form-data only.",
    )  # fmt: skip


class CalledRow(serializers.Serializer):
    id = serializers.IntegerField()
    role = serializers.CharField()
    name = serializers.CharField(help_text="In the language of the call.")


class PostsFound(serializers.Serializer):
    results = CalledRow(many=True)


class CommentViewSet(ScopedViewSet):
    """Comments on factories, returns, findings and decisions, for all who see those. One that was taken back stays."""

    queryset = Comment.objects.all()
    row, detail_row = CommentRow, CommentDetail
    filterset_class = CommentFilter
    parser_classes = (OrjsonParser, MultiPartParser)
    key = "-pk"

    @extend_schema(
        parameters=[KEY], request={"application/json": CommentBody, "multipart/form-data": CommentBody}, filters=False,
        responses={201: CommentDetail, 200: OpenApiResponse(CommentDetail, description="It was there already.")},
    )  # fmt: skip
    def create(self, request):
        """Write one; 409 with all that stands against it. The same key again is the same comment (200)."""
        said = self.body(CommentBody)
        subject, key = self._subject(said), key_of(request, said)
        there = Comment.objects.filter(key=key).exists()
        row = deeds.comment(
            subject, text=said["text"], mentions=self._posts(said["mentions"]), files=examined(said["files"]),
            reply_to=self._answered(said.get("reply_to")), key=key, by=request.user.post, at=clock.now(),
        )  # fmt: skip
        told = self.detail_row.read_one(Comment.objects.filter(pk=row.pk))
        place = reverse("api:comment-detail", args=[row.pk])
        return Response(told, status=200 if there else 201, headers={"Location": place})

    def _subject(self, given):
        """What the body, or the query, names; refused if it names none or several, or one that is not seen."""
        named = [name for name in SUBJECTS if given.get(name) not in (None, "")]
        if len(named) != 1:
            text = _("Name one thing that it is about: %(names)s.") % {"names": ", ".join(SUBJECTS)}
            raise exceptions.ValidationError({"project": text})
        [name] = named
        field = "code" if name == "project" else "pk"
        row = reading.MODELS[name].objects.visible_to(self.request.user).filter(**{field: given[name]}).first()
        if row is None:
            text = _("There is no “%(value)s”, or your post does not reach it.") % {"value": given[name]}
            raise exceptions.ValidationError({name: text})
        return row

    def _posts(self, numbers):
        posts = {post.pk: post for post in Post.objects.filter(pk__in=numbers).select_related(*reading.PLACES)}
        if unknown := [str(pk) for pk in numbers if pk not in posts]:
            text = _("There is no such post: %(numbers)s. Take them from /comments/posts/.")
            raise exceptions.ValidationError({"mentions": text % {"numbers": ", ".join(unknown)}})
        return [posts[pk] for pk in numbers]

    def _answered(self, pk):
        row = pk and Comment.objects.visible_to(self.request.user).filter(pk=pk).first()
        if pk and row is None:
            text = _("There is no comment %(number)s, or your post does not reach it.") % {"number": pk}
            raise exceptions.ValidationError({"reply_to": text})
        return row

    @extend_schema(request=Nothing, responses=CommentDetail)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request, pk):
        """Say that it no longer holds, for the official who wrote it. Sent twice, it is said once."""
        self.body(Nothing)
        row = deeds.take_back(self._seen(), by=request.user.post, at=clock.now())
        return Response(self.detail_row.read_one(Comment.objects.filter(pk=row.pk)))

    def _seen(self):
        row = self.lookup(self.get_queryset()).first()
        if row is None:
            raise exceptions.NotFound
        return row

    @extend_schema(parameters=[AboutQuery], responses=PostsFound, filters=False)
    @action(detail=False, pagination_class=None)
    def posts(self, request):
        """The posts that may be called in a comment on one thing: those that see it."""
        refuse_unknown(request, set(SUBJECTS))
        asked = AboutQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        subject = self._subject(asked.validated_data)
        found = mentionable(subject, clock.today()).exclude(official=request.user.post.official_id)
        return Response({"results": [{"id": post.pk, "role": post.role, "name": str(post)} for post in found]})


class AttachmentViewSet(ScopedViewSet):
    """Files that came with comments, or as evidence of decisions. What a file is (`kind`) follows from its content."""

    queryset = Attachment.objects.all()
    row = AttachmentRow
    filterset_class = AttachmentFilter

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
