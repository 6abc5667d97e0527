"""Meetings with their agenda, attendance and minutes, through the same actions as the pages."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees import agenda
from committees.actions import meetings as deeds
from committees.actions import minutes
from committees.api.committee import named, number
from committees.filters import AgendaItemFilter, MeetingFilter
from committees.forms.meetings import LONG
from committees.models import (
    AgendaItem,
    Attendance,
    Committee,
    ItemSource,
    Meeting,
    Membership,
    Presence,
)
from factories.models import Colour, County, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, code_of, number_of

MOST = 500
"""Points or members named in one call."""
KEY = rf"^({'|'.join(agenda.SUBJECT)}):[0-9]{{1,18}}$"
"""Names a proposal."""
TITLE = "As staff wrote it; of a proposal the code of what it is about."


# --- what is told ----------------------------------------------------------------------------------------------------
class AgendaItemRow(Row):
    meeting = number_of("meeting_id")
    title = serializers.CharField(read_only=True, help_text=TITLE)
    project = code_of("project.code", null=True)
    county = code_of("county.code", null=True)
    request = code_of("request.number", null=True, help_text="Its number.")
    decision = code_of("decision.number", null=True, help_text="Its number.")

    class Meta:
        model = AgendaItem
        fields = [
            "id", "meeting", "order", "source", "title", "details", "project", "county", "request", "decision",
            "outcome", "dropped",
        ]  # fmt: skip


class PointRow(AgendaItemRow):
    meeting = None

    class Meta(AgendaItemRow.Meta):
        fields = [name for name in AgendaItemRow.Meta.fields if name != "meeting"]
        order = ["order", "pk"]


class AttendanceRow(Row):
    member = number_of("member_id")
    body = code_of("member.organization.code")

    class Meta:
        model = Attendance
        fields = ["member", "body", "presence", "note"]
        order = ["member__organization__code", "member"]


class MeetingRow(Row):
    committee = number_of("committee_id")
    chair = number_of("chair_id", null=True, help_text="The member who presides; null until the meeting is opened.")

    class Meta:
        model = Meeting
        fields = ["id", "committee", "number", "held_on", "place", "state", "chair", "version", "closed_at"]


class MeetingDetail(MeetingRow):
    items = PointRow(many=True, read_only=True, help_text="In their order, those taken off too (`dropped`).")
    attendances = AttendanceRow(many=True, read_only=True)

    class Meta(MeetingRow.Meta):
        fields = [*MeetingRow.Meta.fields, "minutes", "items", "attendances"]


class ProposalTold(serializers.Serializer):
    key = serializers.CharField(help_text="Names it in `chosen` of propose/.")
    source = serializers.ChoiceField(ItemSource.choices)
    title = serializers.CharField()
    why = serializers.ListField(child=serializers.CharField(), help_text="Sentences.")
    colour = serializers.ChoiceField(Colour.choices, allow_null=True, help_text="The standing of a factory.")
    project = serializers.CharField(allow_null=True)
    county = serializers.CharField(allow_null=True)
    request = serializers.CharField(allow_null=True)
    decision = serializers.CharField(allow_null=True)


class Proposals(serializers.Serializer):
    as_of = serializers.DateField()
    proposals = ProposalTold(many=True)


def _told(row):
    return {
        "key": row.key, "source": row.source.value, "title": row.title, "why": row.why, "colour": row.colour or None,
        "project": row.project and row.project.code, "county": row.county and row.county.code,
        "request": row.request and row.request.number, "decision": row.decision and row.decision.number,
    }  # fmt: skip


# --- what is sent ----------------------------------------------------------------------------------------------------
class ReplanBody(Body):
    held_on = serializers.DateField(help_text="Within the committee’s term.")
    place = serializers.CharField(max_length=120, allow_blank=True, default="")


class MeetingBody(ReplanBody):
    committee = number()


class ProposeBody(Body):
    chosen = serializers.ListField(
        child=serializers.RegexField(KEY), required=False, max_length=MOST,
        help_text="Keys of proposals; without it, all of them.",
    )  # fmt: skip


class WordsBody(Body):
    title = serializers.CharField(max_length=300)
    details = serializers.CharField(max_length=LONG, allow_blank=True, default="")


class AgendaItemBody(WordsBody):
    project = serializers.CharField(max_length=40, allow_null=True, default=None, help_text="Code of a factory.")
    county = serializers.CharField(max_length=8, allow_null=True, default=None, help_text="Code; not with a factory.")


class AgendaOrderBody(Body):
    items = serializers.ListField(child=number(), max_length=MOST, help_text="All that are on, in the wanted order.")
    version = number(help_text="The meeting’s, as it was read.")


class HoldBody(Body):
    chair = number(help_text="The member who presides.")


class PresenceBody(Body):
    member = number()
    presence = serializers.ChoiceField(Presence.choices)
    note = serializers.CharField(
        max_length=200, allow_blank=True, default="", help_text="By whom; needed of who was represented."
    )


class AttendBody(Body):
    presences = PresenceBody(many=True, max_length=MOST)


class OutcomeBody(Body):
    item = number()
    outcome = serializers.CharField(max_length=LONG, allow_blank=True)


class MinuteBody(Body):
    minutes = serializers.CharField(max_length=LONG, allow_blank=True)
    outcomes = OutcomeBody(many=True, max_length=MOST, default=list, help_text="Points not named stay as they are.")
    version = number(help_text="The meeting’s, as it was read.")


# --- meetings --------------------------------------------------------------------------------------------------------
class MeetingViewSet(ScopedViewSet):
    """Meetings of the committee, from the first agenda to closed minutes."""

    queryset = Meeting.objects.all()
    row, detail_row, filterset_class = MeetingRow, MeetingDetail, MeetingFilter

    def _answer(self, row, status=200):
        return Response(self.detail_row.read_one(Meeting.objects.filter(pk=row.pk)), status=status)

    def _done(self, act, body=Nothing, **more):
        """`act` of the meeting the address names, with what the body says."""
        row = self.get_object()
        return self._answer(act(row, **self.body(body), **more, by=self.request.user.post))

    @extend_schema(request=MeetingBody, responses={201: MeetingDetail})
    def create(self, request):
        """Plan the next meeting of a committee; its number follows."""
        said = self.body(MeetingBody)
        committee = named(Committee.objects.visible_to(request.user), "committee", pk=said.pop("committee"))
        return self._answer(deeds.plan(committee, **said, by=request.user.post), 201)

    @extend_schema(request=ReplanBody, responses=MeetingDetail)
    def partial_update(self, request, pk):
        """Give a meeting that was not held yet another day or place; what is left out stays."""
        row = self.get_object()
        said = {"held_on": row.held_on, "place": row.place} | self._sent(ReplanBody)
        return self._answer(deeds.replan(row, **said, by=request.user.post, at=clock.now()))

    def _sent(self, body):
        """What the body says, without what it leaves out."""
        said = self.body(body, partial=True)
        return {name: value for name, value in said.items() if name in self.request.data}

    @extend_schema(responses=Proposals, filters=False)
    @action(detail=True, pagination_class=None)
    def proposals(self, request, pk):
        """What is red, overdue or escalated today and not on the agenda, the most urgent first, each with why."""
        row, today = self.get_object(), clock.today()
        return Response({"as_of": today, "proposals": [_told(found) for found in agenda.proposals(row, today)]})

    @extend_schema(request=ProposeBody, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def propose(self, request, pk):
        """Put on the agenda what is proposed for it, or the chosen of it."""
        row = self.get_object()
        deeds.propose(row, **self.body(ProposeBody), on=clock.today(), by=request.user.post)
        return self._answer(row)

    @extend_schema(request=AgendaItemBody, responses={201: MeetingDetail})
    @action(detail=True, methods=["post"])
    def items(self, request, pk):
        """Put a point of one's own on the agenda, after the others."""
        row, said = self.get_object(), self.body(AgendaItemBody)
        for name, model in (("project", FactoryProject), ("county", County)):
            code = said[name]
            said[name] = code and named(model.objects.visible_to(request.user), name, code=code)
        deeds.add_item(row, **said, by=request.user.post)
        return self._answer(row, 201)

    @extend_schema(request=AgendaOrderBody, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def order(self, request, pk):
        """Put the points in another order; 409 with both if the agenda changed since the version you read."""
        return self._done(deeds.order, AgendaOrderBody)

    @extend_schema(request=Nothing, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def convene(self, request, pk):
        """Fix the agenda and call the members."""
        return self._done(deeds.convene, at=clock.now())

    @extend_schema(request=Nothing, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Open a fixed agenda again, before the meeting is held."""
        return self._done(deeds.reopen, at=clock.now())

    @extend_schema(request=HoldBody, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def hold(self, request, pk):
        """Say that the meeting is opened, and who presides."""
        row = self.get_object()
        chair = Membership.objects.visible_to(request.user).filter(pk=self.body(HoldBody)["chair"]).first()
        return self._answer(minutes.hold(row, chair=chair, on=clock.today(), by=request.user.post))

    @extend_schema(request=AttendBody, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def attend(self, request, pk):
        """Enter who was there. Members not named stay as they are."""
        row, said = self.get_object(), self.body(AttendBody)["presences"]
        presences = {found["member"]: (found["presence"], found["note"]) for found in said}
        return self._answer(minutes.attend(row, presences=presences, by=request.user.post))

    @extend_schema(request=MinuteBody, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def minute(self, request, pk):
        """Keep the minutes so far; 409 with `mine` and `theirs` if somebody saved since the version you read."""
        row, said = self.get_object(), self.body(MinuteBody)
        outcomes = {found["item"]: found["outcome"] for found in said.pop("outcomes")}
        return self._answer(minutes.minute(row, **said, outcomes=outcomes, by=request.user.post))

    @extend_schema(request=Nothing, responses=MeetingDetail)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Close the minutes; 409 with all that is missing. Then nothing of the meeting changes any more."""
        return self._done(minutes.close, at=clock.now())


class ItemViewSet(ScopedViewSet):
    """Points of agendas: why each is there, and what came of it."""

    queryset = AgendaItem.objects.all()
    row, filterset_class = AgendaItemRow, AgendaItemFilter

    def _answer(self, row):
        return Response(self.row.read_one(AgendaItem.objects.filter(pk=row.pk)))

    @extend_schema(request=WordsBody, responses=AgendaItemRow)
    def partial_update(self, request, pk):
        """Say a point in other words, while its agenda is open; what is left out stays."""
        row = self.get_object()
        said = self.body(WordsBody, partial=True)
        kept = {"title": row.title, "details": row.details}
        said = kept | {name: value for name, value in said.items() if name in request.data}
        return self._answer(deeds.change_item(row, **said, by=request.user.post))

    @extend_schema(request=Nothing, responses=AgendaItemRow)
    @action(detail=True, methods=["post"])
    def drop(self, request, pk):
        """Take a point off the agenda. It stays to be seen and is not proposed again."""
        row = self.get_object()
        self.body(Nothing)
        return self._answer(deeds.drop_item(row, by=request.user.post))

    @extend_schema(request=Nothing, responses=AgendaItemRow)
    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    def take_back(self, request, pk):
        """Put a point that was taken off on the agenda again, after the others."""
        row = self.get_object()
        self.body(Nothing)
        return self._answer(deeds.take_back_item(row, by=request.user.post))
