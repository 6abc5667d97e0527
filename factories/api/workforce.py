"""Workforce: trades, courses and returns of training, through the same actions as the pages; and their sums."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import workforce
from factories.actions import workforce as deeds
from factories.api.funds import VERSION, Correction, EntryBody, EntryRow, EntryViewSet, described
from factories.filters import List, TrainingCourseFilter, TrainingReturnFilter
from factories.models import FactoryProject, Trade, TrainingCourse, TrainingReturn
from regional20x10.shared.api import (
    AS_OF,
    Body,
    Row,
    ScopedViewSet,
    as_of,
    code_of,
    editable_project,
    refuse_unknown,
)

COUNT = {"min_value": 0, "max_value": 2**31 - 1}
TRADE = {"max_length": 20, "help_text": "Code of a trade that the norms of the type have posts of."}


def _with_trade(said):
    """`said` with the trade that its code names in its place; 400 if there is none."""
    if "trade" not in said:
        return said
    found = Trade.objects.filter(code=said["trade"]).first()
    if found is None:
        raise exceptions.ValidationError({"trade": _("There is no trade “%(code)s”.") % {"code": said["trade"]}})
    return {**said, "trade": found}


# --- trades and courses ----------------------------------------------------------------------------------------------
class TradeRow(Row):
    class Meta:
        model = Trade
        fields = ["code", "name_en", "name_ko"]


class TradeBody(Body):
    code = serializers.RegexField(r"^[-a-zA-Z0-9_]+\Z", max_length=20)
    name_en = serializers.CharField(max_length=Trade._meta.get_field("name_en").max_length)
    name_ko = serializers.CharField(max_length=Trade._meta.get_field("name_ko").max_length)


class TradeFilter(List):
    class Meta:
        model = Trade
        fields = ()


class TradeViewSet(ScopedViewSet):
    """The programme's list of trades; how many posts of each a factory has is a norm of its type."""

    queryset = Trade.objects.all()
    row, filterset_class = TradeRow, TradeFilter
    lookup_field = key = "code"
    lookup_value_regex = r"[-a-zA-Z0-9_]+"

    @extend_schema(request=TradeBody, responses={201: TradeRow})
    def create(self, request):
        """List one."""
        row = deeds.list_trade(**self.body(TradeBody), by=request.user.post)
        return Response(self.row.read_one(Trade.objects.filter(pk=row.pk)), status=201)


class CourseRow(Row):
    project = code_of("project.code")
    trade = code_of("trade.code")

    class Meta:
        model = TrainingCourse
        fields = ["id", "project", "trade", "institution", "places", "starts_on", "ends_on"]


class CourseSaid(Body):
    trade = serializers.CharField(**TRADE)
    institution = serializers.CharField(max_length=160)
    places = serializers.IntegerField(min_value=1, max_value=32767)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class CourseBody(CourseSaid):
    project = serializers.CharField(max_length=40, help_text="Its code.")


class CourseChange(CourseSaid):
    """What is to be planned instead; what is left out stays."""

    reason = serializers.CharField(max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, part in self.fields.items():
            part.required = name == "reason"


class CourseDrop(Body):
    reason = serializers.CharField(max_length=300)


class CourseViewSet(ScopedViewSet):
    """Places to train people for factories: where, from when until when. Plans: they change with a reason."""

    queryset = TrainingCourse.objects.all()
    row, filterset_class = CourseRow, TrainingCourseFilter

    def _answer(self, row, status=200):
        return Response(self.row.read_one(TrainingCourse.objects.filter(pk=row.pk)), status=status)

    @extend_schema(request=CourseBody, responses={201: CourseRow})
    def create(self, request):
        """Plan one."""
        said = self.body(CourseBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        return self._answer(deeds.plan_course(project, **_with_trade(said), by=request.user.post), 201)

    @extend_schema(request=CourseChange, responses=CourseRow)
    def partial_update(self, request, pk):
        """Change what is planned, with the reason. Refuses fewer places than people are enrolled."""
        row, said = self.get_object(), self.body(CourseChange)
        return self._answer(deeds.change_course(row, **_with_trade(said), by=request.user.post))

    @extend_schema(request=CourseDrop, responses={204: OpenApiResponse(description="Taken out; its history stays.")})
    @action(detail=True, methods=["post"])
    def drop(self, request, pk):
        """Take it out of the plan, with the reason."""
        deeds.drop_course(self.get_object(), **self.body(CourseDrop), by=request.user.post)
        return Response(status=204)


# --- returns of training ---------------------------------------------------------------------------------------------
class TrainingRow(EntryRow):
    trade = code_of("trade.code")

    class Meta:
        model = TrainingReturn
        fields = ["id", "project", "trade", "on", "enrolled", "certified", "placed", "left", *VERSION]


class TrainingSaid(Body):
    trade = serializers.CharField(**TRADE)
    on = serializers.DateField(help_text="The day the counts are of; of each trade once.")
    enrolled = serializers.IntegerField(**COUNT, help_text="All counts run since the start.")
    certified = serializers.IntegerField(**COUNT)
    placed = serializers.IntegerField(**COUNT, required=False)
    left = serializers.IntegerField(**COUNT, required=False)


class TrainingBody(TrainingSaid, EntryBody):
    pass


class TrainingCorrection(Correction, TrainingSaid):
    pass


@described(TrainingRow, TrainingBody, TrainingCorrection)
class TrainingViewSet(EntryViewSet):
    """Enrolled, certified, placed and left since the start, by trade and day. Counts never fall to a later day."""

    queryset = TrainingReturn.objects.all()
    row, filterset_class = TrainingRow, TrainingReturnFilter
    said_body, correction_body, act = TrainingBody, TrainingCorrection, staticmethod(deeds.report)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _told(self, said):
        return _with_trade(said)


# --- sums ------------------------------------------------------------------------------------------------------------
PEOPLE = {"allow_null": True, "help_text": "Null: not known or not reported, never zero."}


class Workers(serializers.Serializer):
    needed = serializers.IntegerField(**{**PEOPLE, "help_text": "Posts; null while the size or the norm is not known."})
    filled = serializers.IntegerField(**{**PEOPLE, "help_text": "Posts with a certified worker of their trade."})
    missing = serializers.IntegerField(**PEOPLE)
    places = serializers.IntegerField(help_text="Training places planned.")
    enrolled = serializers.IntegerField(**PEOPLE)
    certified = serializers.IntegerField(**PEOPLE)
    placed = serializers.IntegerField(**PEOPLE)
    left = serializers.IntegerField(**PEOPLE)
    available = serializers.IntegerField(**{**PEOPLE, "help_text": "Certified and not gone."})


class WorkersOfTrade(Workers):
    trade = serializers.CharField()
    on = serializers.DateField(allow_null=True, help_text="The day the counts are of.")


class WorkforceTold(Workers):
    as_of = serializers.DateField()
    trades = WorkersOfTrade(many=True)


class WorkersOfPlace(Workers):
    year = serializers.IntegerField(help_text="Programme year.")
    province = serializers.CharField(allow_null=True, help_text="Null: all provinces together.")
    county = serializers.CharField(allow_null=True, help_text="Null: all counties together.")
    counties = serializers.IntegerField()
    projects = serializers.IntegerField()
    unknown = serializers.IntegerField(help_text="Factories whose posts are not known.")


def _workers(row):
    return {name: getattr(row, name) for name in Workers().fields}


class WorkforceOfProject:
    """What ProjectViewSet adds for the workforce."""

    @extend_schema(parameters=[AS_OF], responses=WorkforceTold, filters=False)
    @action(detail=True, pagination_class=None)
    def workforce(self, request, code):
        """Posts, training places, enrolled, certified, placed and left on a day, by trade."""
        refuse_unknown(request, {"as_of"})
        project = self.lookup(self.get_queryset().select_related("factory_type")).first()
        if project is None:
            raise Http404
        day = as_of(request)
        found = workforce.of_project(project, day)
        trades = [{**_workers(row), "trade": row.trade.code, "on": row.on} for row in found.rows]
        return Response({**_workers(found), "as_of": day, "trades": trades})

    @extend_schema(parameters=[AS_OF], responses=WorkersOfPlace(many=True))
    @action(detail=False, url_path="workforce", url_name="workforce-by-place", pagination_class=None)
    def workforce_by_place(self, request):
        """The same by programme year: of all, of each province and of each county."""
        day = as_of(request)
        self.takes = self.takes | {"as_of"}
        found = workforce.by_place(self.filter_queryset(self.get_queryset().for_list()), day)
        return Response(
            [
                {**_workers(line.sum), "year": line.year, "province": line.province and line.province.code,
                 "county": line.county and line.county.code, "counties": line.counties, "projects": line.factories,
                 "unknown": line.unknown}
                for lines in found[:3] for line in lines
            ]
        )  # fmt: skip
