"""Complaints of residents and the replies to them: entries through the same actions as the pages; and their figures."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories import complaints
from factories.actions import complaints as deeds
from factories.api.funds import VERSION, EntryBody, EntryRow, EntryViewSet, Withdrawal, described
from factories.filters import ComplaintFilter, ComplaintReplyFilter
from factories.models import Complaint, ComplaintMatter, ComplaintReply, ComplaintWhy, ReplyOutcome
from regional20x10.shared.api import AS_OF, Body, as_of, code_of, number_of, refuse_unknown
from regional20x10.shared.errors import NotAllowed

NUMBER = "Its number in the county’s register: letters, digits, “-”, “/” and “.”; what looks like a name is refused."


def _why(reasons):
    help_text = f"No text is kept; here one of: {', '.join(reasons)}."
    return serializers.ChoiceField(ComplaintWhy.choices, help_text=help_text)


class WhyWithdrawn(Withdrawal):
    why = _why(complaints.TO_WITHDRAW)


class ChosenViewSet(EntryViewSet):
    """Entries whose corrections and withdrawals have their reason chosen from a list."""

    withdrawal_body = WhyWithdrawn
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)


class ComplaintRow(EntryRow):
    class Meta:
        model = Complaint
        fields = ["id", "project", "reference", "matter", "received_on", "reply_due_on", *VERSION]


class ComplaintSaid(Body):
    matter = serializers.ChoiceField(ComplaintMatter.choices)
    received_on = serializers.DateField()
    reply_due_on = serializers.DateField(help_text="On or after the day it came, within a year.")


class ComplaintBody(ComplaintSaid, EntryBody):
    reference = serializers.CharField(max_length=40, help_text=NUMBER)


class ComplaintCorrection(ComplaintSaid):
    """What is to be said instead; what is left out stays. A number is not corrected: withdraw, and enter anew."""

    matter = serializers.ChoiceField(ComplaintMatter.choices, required=False)
    received_on = serializers.DateField(required=False)
    reply_due_on = serializers.DateField(required=False)
    why = _why(complaints.TO_CORRECT)


FIGURES = {"allow_null": True}


class Figures(serializers.Serializer):
    received = serializers.IntegerField()
    open = serializers.IntegerField(help_text="Without a reply, those overdue among them.")
    overdue = serializers.IntegerField()
    replied = serializers.IntegerField()
    in_time = serializers.IntegerField()
    in_time_percent = serializers.FloatField(help_text="Of those replied to or overdue.", **FIGURES)
    median_days = serializers.FloatField(help_text="From receipt to reply, of those replied to.", **FIGURES)


class OfMatter(Figures):
    matter = serializers.ChoiceField(ComplaintMatter.choices)


class OfPlace(Figures):
    code = serializers.CharField()


class ComplaintFigures(Figures):
    as_of = serializers.DateField()
    matters = OfMatter(many=True)
    provinces = OfPlace(many=True)
    counties = OfPlace(many=True)


def _told(counts):
    return {name: getattr(counts, name) for name in Figures().fields}


@described(ComplaintRow, ComplaintBody, ComplaintCorrection, WhyWithdrawn)
class ComplaintViewSet(ChosenViewSet):
    """Complaints about sites and factories, each under its number in the county's register; nothing personal."""

    queryset = Complaint.objects.all()
    row, filterset_class = ComplaintRow, ComplaintFilter
    said_body, correction_body, act = ComplaintBody, ComplaintCorrection, staticmethod(deeds.receive)

    @extend_schema(parameters=[AS_OF], responses=ComplaintFigures, filters=False)
    @action(detail=False, pagination_class=None)
    def figures(self, request):
        """Open, overdue and replied in time on a day, by matter, province and county with any complaint."""
        refuse_unknown(request, {"as_of"})
        day = as_of(request)
        rows = complaints.seen_by(request.user, day)
        provinces, counties = complaints.by_place(rows)
        return Response({
            **_told(complaints.counted(rows)), "as_of": day,
            "matters": [{"matter": line.of.value, **_told(line.counts)} for line in complaints.by_matter(rows)],
            "provinces": [{"code": line.of.code, **_told(line.counts)} for line in provinces],
            "counties": [{"code": line.of.code, **_told(line.counts)} for line in counties],
        })  # fmt: skip


class ReplyRow(EntryRow):
    complaint = number_of("complaint_id", help_text="Its first version.")
    reference = code_of("complaint.reference")

    class Meta:
        model = ComplaintReply
        fields = ["id", "project", "complaint", "reference", "replied_on", "outcome", *VERSION]


class ReplySaid(Body):
    replied_on = serializers.DateField()
    outcome = serializers.ChoiceField(ReplyOutcome.choices)


class ReplyBody(ReplySaid, EntryBody):
    complaint = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Any version of it.")
    project = None


class ReplyCorrection(ReplySaid):
    """What is to be said instead; what is left out stays."""

    replied_on = serializers.DateField(required=False)
    outcome = serializers.ChoiceField(ReplyOutcome.choices, required=False)
    why = _why(complaints.TO_CORRECT)


@described(ReplyRow, ReplyBody, ReplyCorrection, WhyWithdrawn)
class ReplyViewSet(ChosenViewSet):
    """When complaints were replied to, and with which outcome. Each is replied to once."""

    queryset = ComplaintReply.objects.all()
    row, filterset_class = ReplyRow, ComplaintReplyFilter
    said_body, correction_body, act = ReplyBody, ReplyCorrection, staticmethod(deeds.reply)

    def _of(self, said):
        pk, rows = said.pop("complaint"), Complaint.objects.select_related("project")
        complaint = rows.editable_by(self.request.user).filter(pk=pk).first()
        if complaint is None and rows.visible_to(self.request.user).filter(pk=pk).exists():
            raise NotAllowed(_("Your post reads this project but may not change what belongs to it."))
        if complaint is None:
            text = _("There is no complaint %(number)s, or your post does not reach it.") % {"number": pk}
            raise exceptions.ValidationError({"complaint": text})
        return complaint
