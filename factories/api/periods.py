"""Reporting periods, named by codes such as 2026-10-1: year, month, and which ten days of it."""

from django.db.models import Case, CharField, Func, When
from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import periods
from factories.filters import ExceptionFilter, PeriodFilter
from factories.models import County, FactoryProject, PeriodException, PeriodKind, Province, ReportingPeriod
from regional20x10.shared import clock
from regional20x10.shared.api import CODE, Body, Row, ScopedViewSet, code_of

TEN_DAYS = r"^20[2-9][0-9]-(0[1-9]|1[0-2])-[1-3]$"
MONTH = r"^20[2-9][0-9]-(0[1-9]|1[0-2])$"
PATTERN = r"^20[2-9][0-9]-(0[1-9]|1[0-2])(-[1-3])?$"


class PeriodCode(Func):
    """ReportingPeriod.code in SQL, of the first day of ten days."""

    template = "to_char(%(expressions)s, 'YYYY-MM-') || ((EXTRACT(day FROM %(expressions)s)::int - 1) / 10 + 1)"
    output_field = CharField()


class MonthCode(Func):
    """The same of a month."""

    template = "to_char(%(expressions)s, 'YYYY-MM')"
    output_field = CharField()


class PeriodField(serializers.CharField):
    """The code of a period: reads the object, or its first day in SQL."""

    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, "help_text": "Such as 2026-10-1; 2026-10 of a month.", **kwargs})

    def expression(self, path):
        of = "" if path == "*" else f"{path}__"
        month = When(**{f"{of}kind": PeriodKind.MONTH}, then=MonthCode(f"{of}starts_on"))
        return Case(month, default=PeriodCode(f"{of}starts_on"))

    def to_representation(self, period):
        return period.code


class PeriodRow(Row):
    code = PeriodField(source="*")

    class Meta:
        model = ReportingPeriod
        fields = ["code", "year", "number", "starts_on", "ends_on", "closes_on"]


def _codes():
    """A list of codes of periods."""
    return serializers.ListField(
        child=serializers.RegexField(PATTERN),
        max_length=36,
        help_text="Their codes, such as 2026-10-1, or 2026-10 of a month.",
    )


class CloseBody(Body):
    periods = _codes()
    reason = serializers.CharField(max_length=2000, allow_blank=True, help_text="Kept in the history of each period.")


class OpenBody(CloseBody):
    until = serializers.DateField(help_text="The last day on which returns are taken.")


class PeriodsAnswer(serializers.Serializer):
    periods = PeriodRow(many=True)


def _named(codes):
    """The periods of these codes; 400 with all that are none."""
    found = {code: ReportingPeriod.objects.coded(code) for code in codes}
    if unknown := [code for code, period in found.items() if period is None]:
        said = _("There is no period “%(code)s”: choose one from the list.")
        raise exceptions.ValidationError({"periods": [said % {"code": code} for code in unknown]})
    return list(found.values())


class PeriodViewSet(ScopedViewSet):
    """The reporting calendar: three periods a month. Returns are taken up to and including `closes_on`."""

    queryset = ReportingPeriod.ten_days.all()
    row = PeriodRow
    filterset_class = PeriodFilter
    key = "starts_on"
    lookup_field = "code"
    lookup_value_regex = CODE

    def lookup(self, queryset):
        period = queryset.coded(self.kwargs["code"])
        if period is None:
            raise Http404
        return queryset.filter(pk=period.pk)

    def _answer(self, rows):
        found = ReportingPeriod.objects.filter(pk__in=[row.pk for row in rows]).order_by("starts_on", "kind")
        return Response({"periods": PeriodRow.read(found)})

    @extend_schema(request=OpenBody, responses=PeriodsAnswer)
    @action(detail=False, methods=["post"], url_path="open", url_name="open", filterset_class=None)
    def reopen(self, request):
        """Take returns again from everybody; 409 with every reason, and then none is opened."""
        said = self.body(OpenBody)
        rows = _named(said.pop("periods"))
        return self._answer(periods.reopen(rows, **said, by=request.user.post, on=clock.today()))

    @extend_schema(request=CloseBody, responses=PeriodsAnswer)
    @action(detail=False, methods=["post"], filterset_class=None)
    def close(self, request):
        """Take no more returns; 409 with every reason, and then none is closed. Exceptions go on."""
        said = self.body(CloseBody)
        rows = _named(said.pop("periods"))
        return self._answer(periods.close(rows, **said, by=request.user.post, on=clock.today()))


class MonthViewSet(PeriodViewSet):
    """The months by which production is reported. Opened and closed with the periods (`periods/open/`)."""

    queryset = ReportingPeriod.months.all()
    reopen = close = None


# --- exceptions ------------------------------------------------------------------------------------------------------
class ExceptionRow(Row):
    period = PeriodField()
    project = code_of("project.code", null=True)
    county = code_of("county.code", null=True)
    province = code_of("province.code", null=True)

    class Meta:
        model = PeriodException
        fields = ["id", "period", "project", "county", "province", "until", "reason", "at"]


class ExceptionBody(Body):
    """For one place: the code of a project, a county or a province."""

    period = serializers.RegexField(PATTERN, help_text="Its code, such as 2026-10-1, or 2026-10 of a month.")
    project = serializers.CharField(max_length=40, allow_null=True, default=None)
    county = serializers.CharField(max_length=8, allow_null=True, default=None)
    province = serializers.CharField(max_length=5, allow_null=True, default=None)
    until = serializers.DateField(help_text="Then it ends by itself.")
    reason = serializers.CharField(max_length=2000, allow_blank=True)


class ExceptionViewSet(ScopedViewSet):
    """A period that takes returns longer from one project, county or province. It never changes and ends by itself."""

    queryset = PeriodException.objects.all()
    row = ExceptionRow
    filterset_class = ExceptionFilter

    @extend_schema(request=ExceptionBody, responses={201: ExceptionRow})
    def create(self, request):
        """Make one; 409 with every reason that stands against it."""
        said = self.body(ExceptionBody)
        places, errors = self._places(said)
        period = ReportingPeriod.objects.coded(said.pop("period"))
        if period is None:
            errors["period"] = _("There is no such period.")
        if errors:
            raise exceptions.ValidationError(errors)
        made = periods.grant(period, **places, **said, by=request.user.post, at=clock.now())
        return Response(ExceptionRow.read_one(PeriodException.objects.filter(pk=made.pk)), status=201)

    def _places(self, said):
        """({kind: place}, {kind: why there is none})."""
        kinds = {
            "project": FactoryProject.objects.select_related("plan__county"),
            "county": County.objects,
            "province": Province.objects,
        }
        places, errors = {}, {}
        for kind, rows in kinds.items():
            if (code := said.pop(kind)) is None:
                continue
            places[kind] = rows.visible_to(self.request.user).filter(code=code).first()
            if places[kind] is None:
                errors[kind] = _("“%(value)s” is not known, or your post does not reach it.") % {"value": code}
        return places, errors
