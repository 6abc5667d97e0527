"""Sizing studies: begun, saved, submitted, approved or sent back through the same actions as the pages."""

from contextlib import contextmanager

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import sizing
from factories.actions import sizing as deeds
from factories.api.conditions import IF_MATCH, seen
from factories.filters import SizingStudyFilter
from factories.models import FactoryProject, SizingStudy
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Nothing, Row, ScopedViewSet, code_of, editable_project, number_of
from regional20x10.shared.calls import refuse_unknown
from regional20x10.shared.errors import Refused


class StudyRow(Row):
    project = code_of("project.code")
    conditions_year = number_of("year", help_text="The year of the county’s conditions.")

    class Meta:
        model = SizingStudy
        fields = [
            "id", "project", "version", "state", "conditions_year", "share_percent", "chosen_t_year", "reason",
            "inputs", "result", "created_at", "submitted_at", "approved_at", "returned_at", "return_note",
            "demonstration",
        ]  # fmt: skip


class StudyBegin(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    conditions_year = serializers.IntegerField(min_value=2008, max_value=2100)
    share_percent = serializers.DecimalField(5, 2, help_text="Of the county’s power, water and workforce.")


class StudyBody(Body):
    """What the draft says. PUT takes it whole, PATCH what is given."""

    conditions_year = serializers.IntegerField(min_value=2008, max_value=2100)
    share_percent = serializers.DecimalField(5, 2, help_text="Of the county’s power, water and workforce.")
    chosen_t_year = serializers.DecimalField(10, 1, allow_null=True, help_text="Null: nothing is chosen yet.")
    reason = serializers.CharField(max_length=2000, allow_blank=True, default="")


class NoteBody(Body):
    note = serializers.CharField(max_length=4000)


@contextmanager
def named_as_sent():
    """Refusals about the year under the name it has in a body."""
    try:
        yield
    except Refused as refused:
        names = {"year": "conditions_year"}
        refused.fields = {names.get(name, name): said for name, said in refused.fields.items()}
        raise


class StudyViewSet(ScopedViewSet):
    """How large a factory its county can sell for, feed, power, water and staff. Submitted studies are facts.

    `inputs` and `result` of a draft follow the county's conditions of the moment, and lists leave them empty;
    submitting fixes them.
    """

    queryset = SizingStudy.objects.all()
    row = StudyRow
    filterset_class = SizingStudyFilter

    @property
    def by(self):
        return self.request.user.post

    def _as_now(self, row):
        if row["inputs"]:
            return row
        study = SizingStudy.objects.select_related("project__plan__county", "project__factory_type").get(pk=row["id"])
        basis = sizing.basis(study)
        return row | {"inputs": basis.inputs, "result": basis.result}

    def retrieve(self, request, *args, **kwargs):
        refuse_unknown(request, set())
        return self._answer(self.get_queryset())

    def _answer(self, queryset, status=200):
        row = self._as_now(self.told(queryset))
        study = SizingStudy.objects.get(pk=row["id"])
        return Response(row, status=status, headers={"ETag": f'"{deeds.digest(study)}"'})

    def _done(self, study):
        self.kwargs["pk"] = study.pk
        return self._answer(SizingStudy.objects.all())

    @extend_schema(request=StudyBegin, responses={201: StudyRow})
    def create(self, request):
        """Begin the next version of a project's study, as a draft."""
        said = self.body(StudyBegin)
        project = editable_project(FactoryProject.objects, request.user, said["project"])
        with named_as_sent():
            study = deeds.begin(
                project, year=said["conditions_year"], share_percent=said["share_percent"], by=self.by, at=clock.now()
            )
        self.kwargs["pk"] = study.pk
        return self._answer(SizingStudy.objects.all(), 201)

    @extend_schema(parameters=[IF_MATCH], request=StudyBody, responses=StudyRow)
    def update(self, request, pk, *, partial=False):
        """Save the draft."""
        study, said = self.get_object(), self.body(StudyBody, partial=partial)
        values = {
            "year": said.get("conditions_year", study.year),
            **{name: said.get(name, getattr(study, name)) for name in ("share_percent", "chosen_t_year", "reason")},
        }
        with named_as_sent():
            return self._done(deeds.save(study, **values, seen=seen(request), by=self.by))

    @extend_schema(parameters=[IF_MATCH], request=StudyBody, responses=StudyRow)
    def partial_update(self, request, pk):
        """Save a part of the draft; what is not given stays."""
        return self.update(request, pk, partial=True)

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Throw a draft away. A submitted study stays."""
        study = self.get_object()
        self.body(Nothing)
        deeds.discard(study, by=self.by)
        return Response(status=204)

    @extend_schema(request=Nothing, responses=StudyRow)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Hand the study to the committee: inputs and result are fixed. 409 with all that is missing."""
        study = self.get_object()
        self.body(Nothing)
        with named_as_sent():
            return self._done(deeds.submit(study, by=self.by, at=clock.now()))

    @extend_schema(request=Nothing, responses=StudyRow)
    @action(detail=True, methods=["post"])
    def approve(self, request, pk):
        """Approve the chosen capacity, for the committee; the project's follows. Never one's own."""
        study = self.get_object()
        self.body(Nothing)
        return self._done(deeds.approve(study, by=self.by, at=clock.now()))

    @extend_schema(request=NoteBody, responses=StudyRow)
    @action(detail=True, methods=["post"], url_path="return", url_name="send-back")
    def send_back(self, request, pk):
        """Return it with a note saying what is to be corrected."""
        study = self.get_object()
        return self._done(deeds.send_back(study, **self.body(NoteBody), by=self.by, at=clock.now()))
