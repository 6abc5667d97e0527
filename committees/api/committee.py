"""The committee's terms and its members, through the same actions as the pages."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees.actions import committee as deeds
from committees.filters import CommitteeFilter, MembershipFilter
from committees.models import Committee, Membership, Organization, Post
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, number_of

LARGEST = 2**31 - 1


def number(**values):
    """A field that names a row by its number."""
    return serializers.IntegerField(min_value=1, max_value=LARGEST, **values)


def named(rows, field, **lookup):
    """The row that a body names; 400 beside `field` if there is none, or one may not see it."""
    row = rows.filter(**lookup).first()
    if row is None:
        said = _("“%(value)s” is not known, or your post does not reach it.")
        raise exceptions.ValidationError({field: said % {"value": next(iter(lookup.values()))}})
    return row


# --- terms -----------------------------------------------------------------------------------------------------------
class CommitteeRow(Row):
    body = code_of("organization.code")

    class Meta:
        model = Committee
        fields = ["id", "body", "starts_on", "ends_on", "basis"]


class CommitteeBody(Body):
    body = serializers.CharField(max_length=60, help_text="Code of a body that is a committee of the programme.")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The last day of the term.")
    basis = serializers.CharField(max_length=200, allow_blank=True, default="", help_text="What founded it.")


class CommitteeViewSet(ScopedViewSet):
    """The committee, which is not permanent: one row for each term."""

    queryset = Committee.objects.all()
    row, filterset_class = CommitteeRow, CommitteeFilter

    @extend_schema(request=CommitteeBody, responses={201: CommitteeRow})
    def create(self, request):
        """Found the committee of a term; 409 with all that stands against it."""
        said = self.body(CommitteeBody)
        body = named(Organization.objects.visible_to(request.user), "body", code=said.pop("body"))
        row = deeds.found(body, **said, by=request.user.post)
        return Response(self.row.read_one(Committee.objects.filter(pk=row.pk)), status=201)


# --- members ---------------------------------------------------------------------------------------------------------
class MemberRow(Row):
    committee = number_of("committee_id")
    body = code_of("organization.code")
    post = number_of("post_id", null=True, help_text="The post that is told of meetings; null: whoever acts for it.")

    class Meta:
        model = Membership
        fields = ["id", "committee", "body", "title", "title_ko", "post", "chair", "starts_on", "ends_on"]


class MemberBody(Body):
    committee = number()
    body = serializers.CharField(max_length=60, help_text="Code of the body whose seat it is.")
    title = serializers.CharField(max_length=200, help_text="The post in the body; no person is named.")
    title_ko = serializers.CharField(max_length=200, allow_blank=True, default="")
    post = number(allow_null=True, default=None)
    chair = serializers.BooleanField(default=False, help_text="Whether it presides.")
    starts_on = serializers.DateField()


class EndBody(Body):
    ends_on = serializers.DateField(help_text="The last day.")
    reason = serializers.CharField(max_length=300, help_text="Kept in the history.")


class PresideBody(Body):
    on = serializers.DateField(help_text="From this day on. Who presided until then stays a member.")


class MemberViewSet(ScopedViewSet):
    """Seats in the committee, of a body each, from a day to a day."""

    queryset = Membership.objects.all()
    row, filterset_class = MemberRow, MembershipFilter

    def _answer(self, row, status=200):
        return Response(self.row.read_one(Membership.objects.filter(pk=row.pk)), status=status)

    @extend_schema(request=MemberBody, responses={201: MemberRow})
    def create(self, request):
        """Add a member; 409 with all that stands against it."""
        said, user = self.body(MemberBody), request.user
        committee = named(Committee.objects.visible_to(user), "committee", pk=said.pop("committee"))
        body = named(Organization.objects.visible_to(user), "body", code=said.pop("body"))
        post = said.pop("post")
        post = post and named(Post.objects.current(clock.today()), "post", pk=post)
        return self._answer(deeds.add_member(committee, body, post=post, **said, by=user.post), 201)

    @extend_schema(request=EndBody, responses=MemberRow)
    @action(detail=True, methods=["post"])
    def end(self, request, pk):
        """End a membership, with the reason."""
        row = self.get_object()
        return self._answer(deeds.end_membership(row, **self.body(EndBody), by=request.user.post))

    @extend_schema(request=PresideBody, responses=MemberRow)
    @action(detail=True, methods=["post"])
    def preside(self, request, pk):
        """Let a member preside from a day on. Answers with its seat from that day, which may be another row."""
        row = self.get_object()
        said = self.body(PresideBody)
        return self._answer(deeds.change_chair(row.committee, row, **said, by=request.user.post))
