"""Decisions: read with how they stand now, made, said to be done, closed, opened again, moved and withdrawn."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.parsers import MultiPartParser
from rest_framework.response import Response

from committees import decisions
from committees.actions import decisions as deeds
from committees.filters import DecisionFilter
from committees.forms.decisions import TEXT
from committees.models import AgendaItem, Decision, DecisionState, DecisionStep, Meeting, Organization, Request
from committees.rights import NATION, Deed
from factories.forms.inspections import NOTE
from factories.imports.files import AT_ONCE, examined
from factories.models import County, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, number_of
from regional20x10.shared.calls import OrjsonParser


# --- rows ------------------------------------------------------------------------------------------------------------
class CodesField(serializers.ListField):
    """The codes of the factories or counties that a decision concerns."""

    child = serializers.CharField()

    def __init__(self, name, **kwargs):
        self.name = name
        super().__init__(read_only=True, help_text="Their codes, of those that you see.", **kwargs)

    def expression(self, path):
        through = getattr(Decision, self.name).through.objects.filter(decision=OuterRef("pk"))
        code = {"projects": "factoryproject__code", "counties": "county__code"}[self.name]
        return ArraySubquery(through.order_by(code).values(code))


class DecidedRow(Row):
    owner = code_of("owner.code", help_text="The body that owes it.")
    meeting = number_of("meeting_id", null=True)
    item = number_of("item_id", null=True, help_text="The point of the agenda.")
    request = number_of("request_id", null=True, help_text="The request it settles.")
    due_on = serializers.DateField(source="due_then", read_only=True)
    due_first = serializers.DateField(read_only=True, help_text="The day on which it was due when it was made.")
    state = serializers.ChoiceField(DecisionState.choices, source="state_then", read_only=True)
    overdue = serializers.BooleanField(read_only=True, help_text="Open past its day.")
    projects, counties = CodesField("projects"), CodesField("counties")

    class Meta:
        model = Decision
        fields = ["id", "number", "text", "owner", "meeting", "item", "request", "made_on", "due_on", "due_first",
                  "state", "overdue", "projects", "counties", "demonstration"]  # fmt: skip


class DecidedStepRow(Row):
    class Meta:
        model = DecisionStep
        fields = ["step", "note", "due_on", "at"]
        order = ["at", "pk"]


class DecidedDetail(DecidedRow):
    steps = DecidedStepRow(many=True, read_only=True, help_text="The last one counts.")

    class Meta(DecidedRow.Meta):
        fields = [*DecidedRow.Meta.fields, "steps"]


# --- bodies ----------------------------------------------------------------------------------------------------------
ID = {"min_value": 1, "max_value": 2**63 - 1, "required": False}


def _codes(help_text):
    return serializers.ListField(
        child=serializers.CharField(max_length=40), default=list, max_length=60, help_text=help_text
    )


class DecidedBody(Body):
    text = serializers.CharField(max_length=TEXT, help_text="Who does what.")
    owner = serializers.CharField(max_length=60, help_text="The code of the body that owes it.")
    due_on = serializers.DateField()
    meeting = serializers.IntegerField(**ID, help_text="That made it, while it is held.")
    item = serializers.IntegerField(**ID, help_text="The point of its agenda.")
    request = serializers.IntegerField(**ID, help_text="The request it settles, which passes to the owner.")
    projects, counties = _codes("Factories it concerns."), _codes("Counties it concerns.")


class DecidedNoteBody(Body):
    note = serializers.CharField(max_length=NOTE, help_text="What was done or seen, or why, in a sentence.")


class DecidedDoneBody(DecidedNoteBody):
    files = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True, max_length=None), default=list, max_length=10 * AT_ONCE,
        help_text="Evidence, in multipart/form-data only.",
    )  # fmt: skip


class DecidedMoveBody(DecidedNoteBody):
    due_on = serializers.DateField(help_text="Its new day; the first one stays to be read.")


class DecisionViewSet(ScopedViewSet):
    """What was decided: who owes it by when, and how it stands. The owner says it done; another body closes it."""

    queryset = Decision.objects.all()
    row, detail_row = DecidedRow, DecidedDetail
    filterset_class = DecisionFilter
    key = "-pk"
    parser_classes = (OrjsonParser, MultiPartParser)

    def get_queryset(self):
        return super().get_queryset().then(clock.now())

    def read(self, queryset, key):
        pairs = super().read(queryset, key)
        self._only_seen([row for _key, row in pairs])
        return pairs

    def told(self, queryset):
        row = super().told(queryset)
        self._only_seen([row])
        return row

    def _only_seen(self, rows):
        """Leave of the places that decisions concern those within the caller's reach."""
        user = self.request.user
        if user.post.rule.reads == NATION:
            return
        for name, model in (("projects", FactoryProject), ("counties", County)):
            named = {code for row in rows for code in row[name]}
            seen = set(model.objects.visible_to(user).filter(code__in=named).values_list("code", flat=True))
            for row in rows:
                row[name] = [code for code in row[name] if code in seen]

    @extend_schema(request=DecidedBody, responses={201: DecidedDetail})
    def create(self, request):
        """Make one, for committee staff and members. The same one again on the same day is the same decision."""
        user = request.user
        if not user.post.may(Deed.DECIDE):
            raise not_allowed(user.post, Deed.DECIDE)
        said = self.body(DecidedBody)
        named = _named(user, said)
        day = decisions.day_of(named["meeting"] or (named["item"] and named["item"].meeting), clock.today())
        values = {name: said[name] for name in ("text", "due_on")}
        row = deeds.decide(**values, **named, by=user.post, on=day, at=clock.now())
        place = {"Location": reverse("api:decision-detail", args=[row.pk])}
        return Response(self._detail(row), status=201, headers=place)

    def _detail(self, row):
        told = self.detail_row.read_one(Decision.objects.filter(pk=row.pk).then(clock.now()))
        self._only_seen([told])
        return told

    def _step(self, deed, body=DecidedNoteBody):
        row = self.get_object()
        said = self.body(body)
        if "files" in said:
            said["files"] = examined(said["files"])
        return Response(self._detail(deed(row, **said, by=self.request.user.post, at=clock.now())))

    @extend_schema(
        request={"application/json": DecidedDoneBody, "multipart/form-data": DecidedDoneBody},
        responses=DecidedDetail,
        filters=False,
    )
    @action(detail=True, methods=["post"])
    def done(self, request, pk):
        """Say that it is done, for the body that owes it. Sent twice, it is said once."""
        return self._step(deeds.say_done, DecidedDoneBody)

    @extend_schema(request=DecidedNoteBody, responses=DecidedDetail)
    @action(detail=True, methods=["post"])
    def close(self, request, pk):
        """Close it, for another body than the owner; never by who said that it is done."""
        return self._step(deeds.close)

    @extend_schema(request=DecidedNoteBody, responses=DecidedDetail)
    @action(detail=True, methods=["post"])
    def reopen(self, request, pk):
        """Open it again: it is not done."""
        return self._step(deeds.reopen)

    @extend_schema(request=DecidedNoteBody, responses=DecidedDetail)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Withdraw it: nobody owes it any more."""
        return self._step(deeds.withdraw)

    @extend_schema(request=DecidedMoveBody, responses=DecidedDetail)
    @action(detail=True, methods=["post"])
    def move(self, request, pk):
        """Give it another day, with the reason."""
        return self._step(deeds.move, DecidedMoveBody)


# --- what a body names -----------------------------------------------------------------------------------------------
def _named(user, said):
    """The rows that a body names, as decisions.decide takes them; refused (400) for those that the caller sees none."""
    meetings = Meeting.objects.visible_to(user)
    items = AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting")
    one = {
        "owner": (Organization.objects.visible_to(user), "code"), "meeting": (meetings, "pk"), "item": (items, "pk"),
        "request": (Request.objects.visible_to(user), "pk"),
    }  # fmt: skip
    wrong, found = {}, {}
    for name, (rows, key) in one.items():
        value = said.get(name)
        found[name] = None if value is None else rows.filter(**{key: value}).first()
        if value is not None and found[name] is None:
            wrong[name] = [_("“%(value)s” is not known, or your post does not reach it.") % {"value": value}]
    for name, model in (("projects", FactoryProject), ("counties", County)):
        found[name] = list(model.objects.visible_to(user).filter(code__in=said[name]))
        if lost := sorted(set(said[name]) - {row.code for row in found[name]}):
            text = _("Not known, or not within the reach of your post: %(codes)s.")
            wrong[name] = [text % {"codes": ", ".join(lost)}]
    if wrong:
        raise exceptions.ValidationError(wrong)
    return found
