"""Reporting periods, named by codes such as 2026-10-1: year, month, and which ten days of it."""

from django.db.models import CharField, Func
from django.http import Http404
from rest_framework import serializers

from factories.filters import PeriodFilter
from factories.models import ReportingPeriod
from regional20x10.shared.api import CODE, Row, ScopedViewSet

PATTERN = r"^20[2-9][0-9]-(0[1-9]|1[0-2])-[1-3]$"


class PeriodCode(Func):
    """ReportingPeriod.code in SQL, of the period's first day."""

    template = "to_char(%(expressions)s, 'YYYY-MM-') || ((EXTRACT(day FROM %(expressions)s)::int - 1) / 10 + 1)"
    output_field = CharField()


class PeriodField(serializers.CharField):
    """The code of a period: reads the object, or its first day in SQL."""

    def __init__(self, **kwargs):
        super().__init__(**{"read_only": True, "help_text": "Such as 2026-10-1.", **kwargs})

    def expression(self, path):
        return PeriodCode("starts_on" if path == "*" else f"{path}__starts_on")

    def to_representation(self, period):
        return period.code


class PeriodRow(Row):
    code = PeriodField(source="*")

    class Meta:
        model = ReportingPeriod
        fields = ["code", "year", "number", "starts_on", "ends_on", "closes_on"]


class PeriodViewSet(ScopedViewSet):
    """The reporting calendar: three periods a month. Returns are taken up to and including `closes_on`."""

    queryset = ReportingPeriod.objects.all()
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
