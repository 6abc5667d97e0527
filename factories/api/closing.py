"""Lessons and their checks, and what was carried over, through the same actions as the pages."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import closing as deeds
from factories.api.funds import VERSION, Correction, EntryBody, EntryRow, EntryViewSet, described
from factories.filters import CarryOverFilter, LessonCheckFilter, LessonFilter
from factories.gates import DECIDED_CHOICES
from factories.models import CarryOver, DelayCause, FactoryProject, FactoryType, Lesson, LessonCheck, ProgramYear
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, number_of
from regional20x10.shared.errors import NotAllowed


# --- carried over ----------------------------------------------------------------------------------------------------
class CarryOverRow(Row):
    project = code_of("project.code")
    year = number_of("program_year.year", help_text="The year that was closed.")

    class Meta:
        model = CarryOver
        fields = ["id", "project", "year", "original_on", "why", "at"]


class CarryOverViewSet(ScopedViewSet):
    """Factories that were not finished when their year was closed, with their original dates."""

    queryset = CarryOver.objects.all()
    row, filterset_class = CarryOverRow, CarryOverFilter


class Carried(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    why = serializers.CharField(max_length=2000, help_text="Why it was not finished.")


class YearCloseBody(Body):
    carried = Carried(many=True, help_text="One for every factory of the year that is not finished.")


class ClosedTold(serializers.Serializer):
    program = serializers.CharField()
    year = serializers.IntegerField()
    state = serializers.ChoiceField(ProgramYear.State.choices)
    carried = serializers.IntegerField(help_text="Factories carried over.")


class CloseOfYear:
    """What ProgramYearViewSet adds for the close of a year."""

    @extend_schema(request=YearCloseBody, responses=ClosedTold)
    @action(detail=True, methods=["post"])
    def close(self, request, year):
        """Close a year that is over; 409 with all that stands against it. It is not opened again."""
        row = self.get_object()
        why = dict(map(self._reason, self.body(YearCloseBody)["carried"]))
        row = deeds.close_year(row, why=why, by=request.user.post, at=clock.now())
        told = {"program": row.program.code, "year": row.year, "state": row.state, "carried": row.carried.count()}
        return Response(told)

    def _reason(self, line):
        project = FactoryProject.objects.visible_to(self.request.user).filter(code=line["project"]).first()
        if project is None:
            said = _("There is no project “%(code)s”, or your post does not reach it.") % {"code": line["project"]}
            raise exceptions.ValidationError({"carried": said})
        return project, line["why"]


# --- lessons ---------------------------------------------------------------------------------------------------------
class LessonRow(Row):
    program = code_of("program_year.program.code")
    year = number_of("program_year.year", help_text="Learnt in it; asked of the years after it.")
    factory_type = code_of("factory_type.code", null=True, help_text="Null: asked of every type.")

    class Meta:
        model = Lesson
        fields = ["id", "program", "year", "cause", "what", "check_en", "check_ko", "gate", "factory_type",
                  "taught_at", "retired_at"]  # fmt: skip


class LessonBody(Body):
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    program = serializers.CharField(max_length=40, required=False, help_text="Its code, where several have the year.")
    cause = serializers.ChoiceField(DelayCause.choices)
    what = serializers.CharField(max_length=2000, help_text="What happened.")
    check_en = serializers.CharField(max_length=200)
    check_ko = serializers.CharField(max_length=200)
    gate = serializers.ChoiceField(DECIDED_CHOICES, required=False)
    factory_type = serializers.CharField(max_length=60, required=False, allow_null=True, help_text="Code of a type.")


class RetireBody(Body):
    reason = serializers.CharField(max_length=300, help_text="Kept in the history of the lesson.")


class LessonViewSet(ScopedViewSet):
    """What years taught, and what is asked because of it at a gate of every factory of later years."""

    queryset = Lesson.objects.all()
    row, filterset_class = LessonRow, LessonFilter

    @extend_schema(request=LessonBody, responses={201: LessonRow})
    def create(self, request):
        """Write a lesson down."""
        said = self.body(LessonBody)
        year, said["factory_type"] = self._year(said), self._type(said)
        row = deeds.teach(year, by=request.user.post, at=clock.now(), **said)
        return Response(self.row.read_one(Lesson.objects.filter(pk=row.pk)), status=201)

    @extend_schema(request=RetireBody, responses=LessonRow)
    @action(detail=True, methods=["post"])
    def retire(self, request, pk):
        """Ask for it no more. What was checked stays."""
        row = deeds.retire(self.get_object(), **self.body(RetireBody), by=request.user.post, at=clock.now())
        return Response(self.row.read_one(Lesson.objects.filter(pk=row.pk)))

    def _year(self, said):
        number, program, user = said.pop("year"), said.pop("program", None), self.request.user
        rows = ProgramYear.objects.visible_to(user).filter(year=number)
        found = list(rows.filter(program__code=program) if program is not None else rows)
        if not found:
            raise exceptions.ValidationError({"year": _("There is no programme year %(year)s.") % {"year": number}})
        if len(found) > 1:
            raise exceptions.ValidationError(
                {"program": _("Several programmes have this year: say which, by its code.")}
            )
        if not ProgramYear.objects.editable_by(user).filter(pk=found[0].pk).exists():
            raise NotAllowed(_("Your post reads this but may not change it."))
        return found[0]

    def _type(self, said):
        code = said.get("factory_type")
        row = FactoryType.objects.filter(code=code).first() if code is not None else None
        if code is not None and row is None:
            said = _("There is no type “%(code)s”.") % {"code": code}
            raise exceptions.ValidationError({"factory_type": said})
        return row


# --- checks ----------------------------------------------------------------------------------------------------------
class CheckRow(EntryRow):
    lesson = number_of("lesson_id")

    class Meta:
        model = LessonCheck
        fields = ["id", "project", "lesson", "holds", "note", *VERSION]


class CheckSaid(Body):
    holds = serializers.BooleanField(help_text="Whether it is in order at the factory.")
    note = serializers.CharField(max_length=300, help_text="What was found.")


class CheckBody(CheckSaid, EntryBody):
    lesson = serializers.IntegerField(min_value=1, max_value=2**31 - 1)


class CheckCorrection(Correction, CheckSaid):
    pass


@described(CheckRow, CheckBody, CheckCorrection)
class LessonCheckViewSet(EntryViewSet):
    """How lessons stand at factories: one check for each, corrected by a new version."""

    queryset = LessonCheck.objects.all()
    row, filterset_class = CheckRow, LessonCheckFilter
    said_body, correction_body, act = CheckBody, CheckCorrection, staticmethod(deeds.check)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _told(self, said):
        if "lesson" not in said:
            return said
        row = Lesson.objects.visible_to(self.request.user).filter(pk=said["lesson"]).first()
        if row is None:
            text = _("There is no lesson %(number)s.") % {"number": said["lesson"]}
            raise exceptions.ValidationError({"lesson": text})
        return {**said, "lesson": row}
