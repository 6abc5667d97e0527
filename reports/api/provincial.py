"""Reports of provinces on a year: read with figures and what is missing, written, signed, decided, as on the page."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.models import ProgramYear
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.api import KEY, Body, Nothing, Row, ScopedViewSet, Whatever, code_of, key_of, number_of
from regional20x10.shared.calls import refuse_unknown
from reports.actions import provincial as deeds
from reports.actions import years
from reports.composing import due, missing, papers
from reports.composing.doubts import REASONS
from reports.composing.gathered import version
from reports.composing.reading import Reading
from reports.definitions import UNITS
from reports.filters import ProvincialFilter
from reports.models import ProvincialReport, ProvincialStep, SectionComment, SectionKey
from reports.sealing.book import plain

MOST = len(SectionKey)


# --- what is told ----------------------------------------------------------------------------------------------------
class ProvincialRow(Row):
    year = number_of("program_year.year")
    province = code_of("province.code")
    due_on = serializers.DateField(source="program_year.reports_due_on", read_only=True, allow_null=True)
    submitted_by = number_of("submitted_by_id", null=True, help_text="Key of the post that signed.")
    decided_by = number_of("decided_by_id", null=True, help_text="Key of the post that accepted or returned it last.")

    class Meta:
        model = ProvincialReport
        fields = [
            "id", "year", "province", "state", "due_on", "created_at", "as_of", "submitted_at", "submitted_by",
            "decided_at", "decided_by",
        ]  # fmt: skip


class ProvincialStepRow(Row):
    by = number_of("by_id", null=True, help_text="Key of the post; null for the system’s own work.")

    class Meta:
        model = ProvincialStep
        fields = ["step", "at", "by", "note", "notes", "signed", "sha256"]
        order = ["pk"]


class SectionCommentRow(Row):
    reply_to = number_of("reply_to_id", null=True)
    by = number_of("by_id", null=True)

    class Meta:
        model = SectionComment
        fields = ["id", "section", "reply_to", "text", "at", "by"]
        order = ["pk"]


class FigureTold(serializers.Serializer):
    key = serializers.CharField(help_text="In a text, [[key]] stands for it.")
    label = serializers.CharField()
    value = serializers.JSONField(allow_null=True, help_text="Number, date or code; null while it is not known.")
    unit = serializers.ChoiceField(UNITS)
    said = serializers.CharField(help_text="In words; empty while it is not known.")


class SectionTold(serializers.Serializer):
    key = serializers.ChoiceField(SectionKey.choices)
    text = serializers.CharField()
    version = serializers.IntegerField(help_text="Name it when you save.")
    saved_at = serializers.DateTimeField(allow_null=True)
    saved_by = serializers.IntegerField(allow_null=True)
    reported_until = serializers.DateField(allow_null=True, help_text="The last day that what was reported is of.")
    figures = FigureTold(many=True)


class MissingTold(serializers.Serializer):
    code = serializers.ChoiceField(["empty", "field", "returns", "comment", "doubt"])
    section = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField()
    doubt = serializers.CharField(allow_null=True, help_text="Names it in `reasons` of submit/.")


class ProvincialDetail(ProvincialRow):
    steps = ProvincialStepRow(many=True, read_only=True)
    comments = SectionCommentRow(many=True, read_only=True)
    figures_as_of = serializers.DateField(help_text="The day of the figures: that of the signature, or today.")
    data_version = serializers.CharField(help_text="The same until a figure changes.")
    days_late = serializers.IntegerField(allow_null=True)
    sections = SectionTold(many=True)
    missing = MissingTold(many=True, help_text="What stands against submission now; empty of one that is handed in.")

    class Meta(ProvincialRow.Meta):
        fields = [
            *ProvincialRow.Meta.fields, "figures_as_of", "data_version", "days_late", "sections", "missing", "steps",
            "comments",
        ]  # fmt: skip


class DetailColumns(ProvincialRow):
    steps = ProvincialStepRow(many=True, read_only=True)
    comments = SectionCommentRow(many=True, read_only=True)

    class Meta(ProvincialRow.Meta):
        fields = [*ProvincialRow.Meta.fields, "steps", "comments"]


def _told(report):
    """The report as ProvincialDetail tells it."""
    row = DetailColumns.read_one(ProvincialReport.objects.filter(pk=report.pk))
    reading = Reading(report, clock.today())
    lacking = missing(report, reading.on, reading) if report.writable else []
    return row | {
        "figures_as_of": reading.as_of, "data_version": version(reading.computed), "days_late": reading.late_days,
        "sections": [_section(key, part, reading.computed[key]) for key, part in reading.sections.items()],
        "missing": [
            {"code": found.code, "section": found.section, "sentence": found.sentence,
             "doubt": found.doubt and found.doubt.name}
            for found in lacking
        ],
    }  # fmt: skip


def _section(key, row, computed):
    figures = [
        {"key": found.key, "label": found.label, "value": plain(found.value), "unit": found.unit, "said": found.said}
        for found in computed.figures
    ]
    return {
        "key": key, "text": row.text, "version": row.version, "saved_at": row.saved_at, "saved_by": row.saved_by_id,
        "reported_until": computed.age, "figures": figures,
    }  # fmt: skip


# --- what is sent ----------------------------------------------------------------------------------------------------
class ProvincialBegin(Body):
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    province = serializers.CharField(max_length=8, help_text="Code.")


class DaysBody(Body):
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    reports_due_on = serializers.DateField(allow_null=True)
    plenary_on = serializers.DateField(allow_null=True, help_text="On that day or after it.")


class SectionBody(Body):
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, max_length=30_000)
    version = serializers.IntegerField(
        min_value=1, max_value=2**31 - 1, required=False, help_text="The section’s as it was read; or If-Match."
    )


class SectionCommentBody(Body):
    section = serializers.ChoiceField(SectionKey.choices)
    text = serializers.CharField(max_length=30_000)
    reply_to = serializers.IntegerField(min_value=1, max_value=2**62, allow_null=True, default=None)
    key = serializers.UUIDField(required=False, help_text="Your own, the same when you send this again.")


class DoubtBody(Body):
    doubt = serializers.CharField(max_length=80)
    reason = serializers.ChoiceField(REASONS)
    note = serializers.CharField(max_length=500, allow_blank=True, default="")


class SubmitBody(Body):
    reasons = DoubtBody(many=True, max_length=100, default=list, help_text="Why texts differ from computed figures.")


class ProvincialNote(Body):
    section = serializers.ChoiceField(SectionKey.choices)
    text = serializers.CharField(max_length=30_000)


class ProvincialReturn(Body):
    notes = ProvincialNote(many=True, max_length=MOST, help_text="What is to be mended, of at least one section.")


# --- the endpoint ----------------------------------------------------------------------------------------------------
IF_MATCH = OpenApiParameter("If-Match", str, OpenApiParameter.HEADER, description="Instead of `version` in the body.")


class ProvincialReportViewSet(ScopedViewSet):
    """Reports of provinces on a programme year."""

    queryset = ProvincialReport.objects.select_related("province", "program_year__program")
    row, detail_row, filterset_class = ProvincialRow, ProvincialDetail, ProvincialFilter

    def _answer(self, report, status=200):
        return Response(_told(self.queryset.get(pk=report.pk)), status=status)

    def retrieve(self, request, pk):
        """A report with its texts, its computed figures, its steps and comments, and what is missing."""
        refuse_unknown(request, set(self.takes))
        return self._answer(self.get_object())

    @extend_schema(request=ProvincialBegin, responses=ProvincialDetail)
    def create(self, request):
        """Begin the province’s report on a year. One that is there is answered as it is."""
        said, user = self.body(ProvincialBegin), request.user
        if not user.post.may("compose_report"):
            raise not_allowed(user.post, "compose_report")
        year = ProgramYear.objects.visible_to(user).select_related("program").filter(year=said["year"]).first()
        code = "" if "\x00" in said["province"] else said["province"]
        province = year and due.provinces(user, year).filter(code=code).first()
        if province is None:
            text = _("This province owes no report on this year, or your post does not reach it.")
            raise exceptions.ValidationError({"province": text})
        return self._answer(deeds.open(year, province, by=user.post, at=clock.now()))

    @extend_schema(request=DaysBody, responses=DaysBody, filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def days(self, request):
        """Set when the reports on a year are due, and when the plenary meeting is held; null takes a day back."""
        said, user = self.body(DaysBody), request.user
        year = ProgramYear.objects.visible_to(user).filter(year=said.pop("year")).first()
        if year is None:
            raise exceptions.ValidationError({"year": _("There is no such year of the programme.")})
        year = years.set_days(year, **said, by=user.post)
        return Response({"year": year.year, "reports_due_on": year.reports_due_on, "plenary_on": year.plenary_on})

    @extend_schema(request=SectionBody, responses=ProvincialDetail, parameters=[IF_MATCH])
    @action(detail=True, methods=["put"], url_path=f"sections/(?P<key>{'|'.join(SectionKey.values)})")
    def section(self, request, pk, key):
        """Keep the text of a section; 409 with `mine` and `theirs` if somebody saved since the version you read."""
        report, said = self.get_object(), self.body(SectionBody)
        wanted = {"key": key, "text": said["text"], "version": _version(request, said)}
        deeds.save_section(report, **wanted, by=request.user.post, at=clock.now())
        return self._answer(report)

    @extend_schema(request=SectionCommentBody, responses={201: ProvincialDetail}, parameters=[KEY])
    @action(detail=True, methods=["post"])
    def comment(self, request, pk):
        """Comment on a section, or answer a comment on it. Whoever sees the report and may comment does so."""
        report = self._seen()
        said = self.body(SectionCommentBody)
        if not request.user.post.may("comment"):
            raise not_allowed(request.user.post, "comment")
        key, answered = key_of(request, said), said["reply_to"]
        replied = answered and SectionComment.objects.filter(report=report, pk=answered).first()
        if answered and replied is None:
            raise exceptions.ValidationError({"reply_to": _("There is no such comment on this report.")})
        deeds.comment(
            report, section=said["section"], text=said["text"], key=key, reply_to=replied, by=request.user.post,
            at=clock.now(),
        )  # fmt: skip
        return self._answer(report, 201)

    def _seen(self):
        refuse_unknown(self.request, set(self.takes))
        report = self.lookup(self.get_queryset()).first()
        if report is None:
            raise exceptions.NotFound
        return report

    @extend_schema(request=SubmitBody, responses=ProvincialDetail)
    @action(detail=True, methods=["post"])
    def submit(self, request, pk):
        """Sign the report with today’s figures and submit it; 409 with all that is missing."""
        report = self.get_object()
        rows = self.body(SubmitBody)["reasons"]
        reasons = {row["doubt"]: {"reason": row["reason"], "note": row["note"]} for row in rows}
        return self._answer(deeds.submit(report, reasons=reasons, by=request.user.post, at=clock.now()))

    @extend_schema(request=Nothing, responses=ProvincialDetail)
    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    def take_back(self, request, pk):
        """Take back a submitted report on which nobody has decided."""
        report = self.get_object()
        self.body(Nothing)
        return self._answer(deeds.take_back(report, by=request.user.post, at=clock.now()))

    @extend_schema(request=ProvincialReturn, responses=ProvincialDetail)
    @action(detail=True, methods=["post"], url_path="return", url_name="return")
    def send_back(self, request, pk):
        """Send it back with a note on each section that is to be mended."""
        report = self.get_object()
        notes = {row["section"]: row["text"] for row in self.body(ProvincialReturn)["notes"]}
        return self._answer(deeds.return_(report, notes=notes, by=request.user.post, at=clock.now()))

    @extend_schema(request=Nothing, responses=ProvincialDetail)
    @action(detail=True, methods=["post"])
    def accept(self, request, pk):
        """Accept it as it was signed."""
        report = self.get_object()
        self.body(Nothing)
        return self._answer(deeds.accept(report, by=request.user.post, at=clock.now()))

    @extend_schema(responses={(200, papers.DOCX): OpenApiTypes.BINARY})
    @action(detail=True, url_path="report.docx", url_name="docx", content_negotiation_class=Whatever)
    def docx(self, request, pk):
        """The report as a Word document, in the language asked for."""
        content, name = papers.docx(self.get_object(), clock.today())
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return HttpResponse(content, content_type=papers.DOCX, headers=headers)


def _version(request, said):
    """The version that the writer saw, of the body or of If-Match."""
    given = said.get("version") or request.headers.get("If-Match", "").strip().strip('"')
    if isinstance(given, int) or (given.isdecimal() and 0 < len(given) < 10 and int(given)):
        return int(given)
    text = _("Name the version of the section that you read, as `version` or If-Match.")
    raise exceptions.ValidationError({"version": text})
