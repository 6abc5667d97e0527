"""Gates of a project and its finish dates, as actions on the project's address."""

from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import gates
from factories.actions import gates as deeds
from factories.actions import projects
from factories.models import FactoryProject, Gate
from regional20x10.shared import clock
from regional20x10.shared.api import AS_OF, Body, Nothing, as_of, refuse_unknown

GATE = OpenApiParameter("gate", str, OpenApiParameter.PATH, enum=Gate.values)
GATES = "|".join(Gate.values)


class WaiverTold(serializers.Serializer):
    until = serializers.DateField()
    reason = serializers.CharField()
    given_on = serializers.DateField()


class RequirementTold(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    state = serializers.ChoiceField([gates.MET, gates.MISSING, gates.NO_DATA, gates.WAIVED])
    said = serializers.CharField(help_text="The evidence, or what is missing.")
    waiver = WaiverTold(allow_null=True)


class GateTold(serializers.Serializer):
    gate = serializers.ChoiceField(Gate.choices)
    label = serializers.CharField()
    mark = serializers.ChoiceField(["passed", "condition", "void", "progress", "open"])
    passed_at = serializers.DateTimeField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField(), help_text="What stands against it, all at once.")
    requirements = RequirementTold(many=True)


class WaiverBody(Body):
    requirement = serializers.CharField(max_length=20)
    until = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


class FinishBody(Body):
    finishes_on = serializers.DateField()
    reason = serializers.CharField(max_length=2000)


def told(project, day):
    """The gates of `project` at the end of `day`, as the API tells them."""
    return [_gate(row) for row in gates.states(project, day)]


def _gate(row):
    return {
        "gate": row.gate.value,
        "label": str(row.gate.label),
        "mark": row.mark,
        "passed_at": row.passed.at if row.passed else None,
        "missing": row.missing,
        "requirements": [_requirement(line) for line in row.requirements],
    }


def _requirement(line):
    waiver = line.waiver and {"until": line.waiver.until, "reason": line.waiver.reason, "given_on": line.waiver.on}
    return {
        "code": line.requirement.code,
        "label": str(line.requirement.label),
        "state": line.state,
        "said": str(line.finding.said),
        "waiver": waiver,
    }


class GatesOfProject:
    """What ProjectViewSet adds for gates and finish dates."""

    @extend_schema(parameters=[AS_OF], responses=GateTold(many=True), filters=False)
    @action(detail=True, pagination_class=None)
    def gates(self, request, code):
        """Each gate on a day: what is met with its evidence, what is missing, what is waived until when."""
        refuse_unknown(request, {"as_of"})
        project = self.lookup(self.get_queryset()).first()
        if project is None:
            raise Http404
        return Response(told(project, as_of(request)))

    @extend_schema(parameters=[GATE], request=Nothing, responses=GateTold(many=True), filters=False)
    @action(
        detail=True,
        methods=["post"],
        url_path=f"gates/(?P<gate>{GATES})/pass",
        url_name="gate-pass",
        pagination_class=None,
    )
    def gate_pass(self, request, code, gate):
        """Let the project through the gate; 409 with all that is missing."""
        project = self.get_object()
        self.body(Nothing)
        deeds.let_through(project, gate, by=request.user.post, at=clock.now())
        return Response(told(project, clock.today()))

    @extend_schema(parameters=[GATE], request=WaiverBody, responses=GateTold(many=True), filters=False)
    @action(
        detail=True,
        methods=["post"],
        url_path=f"gates/(?P<gate>{GATES})/waive",
        url_name="gate-waive",
        pagination_class=None,
    )
    def gate_waive(self, request, code, gate):
        """Set a requirement of the gate aside until a day, with the reason."""
        project = self.get_object()
        said = self.body(WaiverBody)
        deeds.waive(project, gate, said.pop("requirement"), **said, by=request.user.post, at=clock.now())
        return Response(told(project, clock.today()))

    @extend_schema(request=FinishBody)
    @action(detail=True, methods=["post"])
    def finish(self, request, code):
        """Approve a new finish date, with the reason. The earlier ones stay."""
        project = self.get_object()
        projects.rebaseline(project, **self.body(FinishBody), by=request.user.post, at=clock.now())
        return Response(self.told(FactoryProject.objects.all()))
