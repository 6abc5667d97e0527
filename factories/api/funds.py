"""Funds: entries of each kind, made, corrected and withdrawn through the same actions as the pages; and their sums."""

from django.http import Http404
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees.models import Organization
from factories import funds
from factories.actions import funds as deeds
from factories.filters import CommitmentFilter, DisbursementFilter, FundAllocationFilter
from factories.models import Commitment, CostLine, Disbursement, FactoryProject, FundAllocation, FundSource
from regional20x10.shared import clock
from regional20x10.shared.api import (
    AS_OF,
    KEY,
    Body,
    Row,
    ScopedViewSet,
    as_of,
    code_of,
    editable_project,
    key_of,
    number_of,
    refuse_unknown,
)

VERSION = ["chain", "replaces", "replaced_by", "withdrawn", "why", "at"]
"""What tells the versions of an entry: the last one has no `replaced_by`."""
MONEY = {"max_digits": 14, "decimal_places": 2, "min_value": 0}
SUM = {"allow_null": True, "max_digits": 20, "decimal_places": 2, "coerce_to_string": False}


# --- entries ---------------------------------------------------------------------------------------------------------
class EntryRow(Row):
    project = code_of("project.code")
    replaces = number_of("replaces_id", null=True, help_text="The version in whose place this one stands.")
    replaced_by = number_of("replaced_by.pk", null=True, help_text="Null: this version is the last.")


class EntryBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    key = serializers.UUIDField(
        required=False, help_text="Your own, made once an entry: the same key is the same entry, however often sent."
    )


class Correction(Body):
    """What is to be said instead; what is left out stays. Both versions are kept."""

    why = serializers.CharField(max_length=300)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, part in self.fields.items():
            part.required = name == "why"


class Withdrawal(Body):
    why = serializers.CharField(max_length=300, help_text="Why it never was so. The entry stays to be seen.")


class EntryViewSet(ScopedViewSet):
    """Entries of one kind. None is changed: a correction is another version, and a withdrawal too."""

    key = "-pk"
    said_body = correction_body = None
    withdrawal_body = Withdrawal
    act, correct_by, withdraw_by = None, staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _answer(self, row, status=200):
        return Response(self.row.read_one(type(row).objects.filter(pk=row.pk)), status=status)

    def _signed(self):
        return {"by": self.request.user.post, "at": clock.now()}

    def _of(self, said):
        """What a new entry belongs to."""
        return editable_project(FactoryProject.objects, self.request.user, said.pop("project"))

    def _told(self, said):
        """The values of a body as the action takes them."""
        return said

    def create(self, request):
        """Enter it (201); the same key again is the same entry (200)."""
        said = self.body(self.said_body)
        said["key"] = key_of(self.request, said, needed=False)
        of, signed = self._of(said), self._signed()
        row = self.act(of, **self._told(said), **signed)
        return self._answer(row, 201 if row.at == signed["at"] else 200)

    @action(detail=True, methods=["post"])
    def correct(self, request, pk):
        """Put another version in its place, with the reason."""
        row, said = self.get_object(), self.body(self.correction_body)
        return self._answer(self.correct_by(row, **self._told(said), **self._signed()), 201)

    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Say that it never was so, with the reason. It counts no more."""
        row, said = self.get_object(), self.body(self.withdrawal_body)
        return self._answer(self.withdraw_by(row, **said, **self._signed()), 201)


def described(row, body, correction, withdrawal=Withdrawal):
    """The schema of the three ways to write an entry."""
    made = {201: row, 200: OpenApiResponse(row, description="There was one already.")}
    return extend_schema_view(
        create=extend_schema(parameters=[KEY], request=body, responses=made),
        correct=extend_schema(request=correction, responses={201: row}),
        withdraw=extend_schema(request=withdrawal, responses={201: row}),
    )


class AllocationRow(EntryRow):
    class Meta:
        model = FundAllocation
        fields = ["id", "project", "year", "source", "amount", "currency", "reference", *VERSION]


class AllocationSaid(Body):
    year = serializers.IntegerField(min_value=1900, max_value=2200)
    source = serializers.ChoiceField(FundSource.choices)
    amount = serializers.DecimalField(**MONEY)
    currency = serializers.CharField(max_length=3, required=False, help_text="The factory’s; another is refused.")
    reference = serializers.CharField(max_length=80)


class AllocationBody(AllocationSaid, EntryBody):
    pass


class AllocationCorrection(Correction, AllocationSaid):
    pass


@described(AllocationRow, AllocationBody, AllocationCorrection)
class AllocationViewSet(EntryViewSet):
    """Money set aside for factories, by year and source."""

    queryset = FundAllocation.objects.all()
    row, filterset_class = AllocationRow, FundAllocationFilter
    said_body, correction_body, act = AllocationBody, AllocationCorrection, staticmethod(deeds.allocate)


class DisbursementRow(EntryRow):
    class Meta:
        model = Disbursement
        fields = ["id", "project", "source", "amount", "currency", "paid_on", "reference", *VERSION]


class DisbursementSaid(Body):
    source = serializers.ChoiceField(FundSource.choices)
    amount = serializers.DecimalField(**MONEY)
    currency = serializers.CharField(max_length=3, required=False, help_text="The factory’s; another is refused.")
    paid_on = serializers.DateField()
    reference = serializers.CharField(max_length=80)


class DisbursementBody(DisbursementSaid, EntryBody):
    pass


class DisbursementCorrection(Correction, DisbursementSaid):
    pass


@described(DisbursementRow, DisbursementBody, DisbursementCorrection)
class DisbursementViewSet(EntryViewSet):
    """Money paid out for factories: never more of a source than is allocated of it by then."""

    queryset = Disbursement.objects.all()
    row, filterset_class = DisbursementRow, DisbursementFilter
    said_body, correction_body, act = DisbursementBody, DisbursementCorrection, staticmethod(deeds.disburse)


class CommitmentRow(EntryRow):
    contractor = code_of("contractor.code", null=True)

    class Meta:
        model = Commitment
        fields = ["id", "project", "line", "amount", "currency", "committed_on", "contract", "contractor", *VERSION]


class CommitmentSaid(Body):
    line = serializers.ChoiceField(CostLine.choices)
    amount = serializers.DecimalField(**MONEY)
    currency = serializers.CharField(max_length=3, required=False, help_text="The factory’s; another is refused.")
    committed_on = serializers.DateField()
    contract = serializers.CharField(max_length=80)
    contractor = serializers.CharField(max_length=60, required=False, allow_null=True, help_text="Code of a body.")


class CommitmentBody(CommitmentSaid, EntryBody):
    pass


class CommitmentCorrection(Correction, CommitmentSaid):
    pass


def body_coded(said, name, user):
    """`said` with the body that its code names in its place; 400 if there is none."""
    code = said.get(name)
    if code is None:
        return said
    found = Organization.objects.visible_to(user).filter(code=code).first()
    if found is None:
        raise exceptions.ValidationError({name: _("There is no body “%(code)s”.") % {"code": code}})
    return {**said, name: found}


@described(CommitmentRow, CommitmentBody, CommitmentCorrection)
class CommitmentViewSet(EntryViewSet):
    """What contracts and orders bind, by cost line."""

    queryset = Commitment.objects.all()
    row, filterset_class = CommitmentRow, CommitmentFilter
    said_body, correction_body, act = CommitmentBody, CommitmentCorrection, staticmethod(deeds.commit)

    def _told(self, said):
        return body_coded(said, "contractor", self.request.user)


# --- sums ------------------------------------------------------------------------------------------------------------
class Sums(serializers.Serializer):
    currency = serializers.CharField()
    budget = serializers.DecimalField(**SUM)
    plan = serializers.DecimalField(**SUM, help_text="The budget; what is allocated where there is none.")
    allocated = serializers.DecimalField(**SUM)
    disbursed = serializers.DecimalField(**SUM)
    committed = serializers.DecimalField(**SUM)
    spent = serializers.DecimalField(**SUM, help_text="By the standing ten-day returns.")
    spent_percent = serializers.FloatField(allow_null=True, help_text="Of the plan.")
    overspent = serializers.DecimalField(**{**SUM, "allow_null": False}, help_text="Spent beyond what was disbursed.")


class BySource(serializers.Serializer):
    source = serializers.ChoiceField(FundSource.choices)
    year = serializers.IntegerField()
    allocated = serializers.DecimalField(**SUM)
    disbursed = serializers.DecimalField(**SUM)


class ByLine(serializers.Serializer):
    line = serializers.ChoiceField(CostLine.choices)
    committed = serializers.DecimalField(**SUM)
    spent = serializers.DecimalField(**SUM)


class FundsTold(Sums):
    as_of = serializers.DateField()
    sources = BySource(many=True)
    lines = ByLine(many=True)


class FundsOfCounty(Sums):
    province = serializers.CharField()
    county = serializers.CharField()
    projects = serializers.IntegerField()
    verified_percent = serializers.FloatField(allow_null=True, help_text="Mean of the work verified.")


def _sums(money):
    return {name: getattr(money, name) for name in Sums().fields}


class FundsOfProject:
    """What ProjectViewSet adds for funds."""

    @extend_schema(parameters=[AS_OF], responses=FundsTold, filters=False)
    @action(detail=True, pagination_class=None)
    def funds(self, request, code):
        """Plan, allocated, disbursed, committed and spent on a day, by source and year and by cost line."""
        refuse_unknown(request, {"as_of"})
        project = self.lookup(self.get_queryset()).first()
        if project is None:
            raise Http404
        day = as_of(request)
        found = funds.of_project(project, day)
        sources = [
            {"source": source.value, "year": year, "allocated": allocated, "disbursed": disbursed}
            for source, years, *_sum in found.by_source() for year, allocated, disbursed in years
        ]  # fmt: skip
        lines = [
            {"line": line.value, "committed": committed, "spent": spent}
            for line, committed, spent, _beyond in found.by_line()
        ]
        return Response({**_sums(found), "as_of": day, "sources": sources, "lines": lines})

    @extend_schema(parameters=[AS_OF], responses=FundsOfCounty(many=True))
    @action(detail=False, url_path="funds", url_name="funds-by-county", pagination_class=None)
    def funds_by_county(self, request):
        """The funds of the factories of each county together, one row a currency, beside the work verified."""
        day = as_of(request)
        self.takes = self.takes | {"as_of"}
        counties = funds.by_place(self.filter_queryset(self.get_queryset().for_list()), day)[2]
        return Response(
            [
                {**_sums(line.money), "province": line.province.code, "county": line.county.code,
                 "projects": line.money.projects, "verified_percent": line.verified}
                for line in counties
            ]
        )  # fmt: skip
