"""Which kinds of sealed reports are built by themselves, and to whom each kind goes."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from committees.rights import Role
from regional20x10.shared import clock
from regional20x10.shared.api import Body, ScopedViewSet, refuse_unknown
from reports import schedules
from reports.actions import schedules as deeds
from reports.models import ReportSchedule, SealKind


class ScheduleBody(Body):
    """The whole of it: what is left out is an error."""

    active = serializers.BooleanField(help_text="Whether it is sealed and built by itself: a month or a quarter.")
    days_after = serializers.IntegerField(min_value=0, max_value=60, help_text="Days after the end of its span.")
    roles = serializers.ListField(
        child=serializers.ChoiceField(Role.choices), help_text="That get it beyond those that read the nation."
    )


class ScheduleRow(ScheduleBody):
    kind = serializers.ChoiceField(SealKind.choices)
    next_starts_on = serializers.DateField(allow_null=True, help_text="First day of the span of the next one.")
    next_ends_on = serializers.DateField(allow_null=True)
    next_built_on = serializers.DateField(allow_null=True)


class ScheduleViewSet(ScopedViewSet):
    """One for each kind of sealed report, there without being made."""

    queryset = ReportSchedule.objects.none()
    filter_backends, pagination_class = (), None
    lookup_field, lookup_value_regex = "kind", "[a-z]+"

    @extend_schema(responses=ScheduleRow(many=True))
    def list(self, request):
        """All kinds."""
        refuse_unknown(request, set())
        return Response([_told(row) for row in schedules.told(clock.today())])

    @extend_schema(responses=ScheduleRow)
    def retrieve(self, request, kind):
        """One kind."""
        refuse_unknown(request, set())
        return Response(_told(_found(kind)))

    @extend_schema(request=ScheduleBody, responses=ScheduleRow)
    def update(self, request, kind):
        """Set it anew. Of the year only the roles can be chosen: it is sealed by hand."""
        _found(kind)
        deeds.arrange(kind, **self.body(ScheduleBody), by=request.user.post, at=clock.now())
        return Response(_told(_found(kind)))


def _found(kind):
    if kind not in SealKind.values:
        raise Http404
    return schedules.of(kind, clock.today())


def _told(row):
    span = row.span
    return {
        "kind": row.kind.value, "active": row.active, "days_after": row.days_after, "roles": row.roles,
        "next_starts_on": span and span.starts_on, "next_ends_on": span and span.ends_on,
        "next_built_on": row.built_on,
    }  # fmt: skip
