"""Members in charge and their visits through the API: the same actions as the pages."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from committees import charges, visits
from committees.actions import charges as deeds
from committees.actions import visits as visiting
from committees.filters import CountyChargeFilter, VisitFilter
from committees.models import CountyCharge, Official, Organization, Visit
from committees.rights import Deed
from factories.models import County, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.actions import not_allowed
from regional20x10.shared.api import KEY, Body, Row, ScopedViewSet, code_of, key_of, number_of
from regional20x10.shared.errors import NotAllowed


def editable_county(user, code):
    """The county a body names: refused if one does not see it (400), or sees it but may not change it (403)."""
    county = County.objects.editable_by(user).filter(code=code).first()
    if county is None and County.objects.visible_to(user).filter(code=code).exists():
        raise NotAllowed(_("Your post reads this county but may not change what belongs to it."))
    if county is None:
        text = _("There is no county “%(code)s”, or your post does not reach it.") % {"code": code}
        raise exceptions.ValidationError({"county": text})
    return county


# --- charges ---------------------------------------------------------------------------------------------------------
class ChargeRow(Row):
    county = code_of("county.code")

    class Meta:
        model = CountyCharge
        fields = ["id", "county", "title", "title_ko", "starts_on", "ends_on", "handover"]


class ChargeBody(Body):
    county = serializers.CharField(max_length=8, help_text="Its code.")
    official = serializers.CharField(max_length=40, help_text="The member’s reference in the cadre register.")
    title = serializers.CharField(max_length=120, allow_blank=True, help_text="The post held, in place of a name.")
    title_ko = serializers.CharField(max_length=120, required=False, allow_blank=True)
    starts_on = serializers.DateField()


class HandOver(Body):
    ends_on = serializers.DateField(help_text="The last day; a successor starts the day after, at the earliest.")
    note = serializers.CharField(max_length=4000, allow_blank=True, help_text="For whoever follows.")


class ChargeViewSet(ScopedViewSet):
    """Who is in charge of which county, from a day to a day. No two of a county, and no two of a member, overlap."""

    queryset = CountyCharge.objects.all()
    row, filterset_class = ChargeRow, CountyChargeFilter

    def filter_queryset(self, queryset):
        return super().filter_queryset(charges.charges_then(queryset, clock.today()))

    @extend_schema(request=ChargeBody, responses={201: ChargeRow})
    def create(self, request):
        """Put a member in charge of a county."""
        said = self.body(ChargeBody)
        _may(request.user, Deed.ASSIGN_LEADS)
        county = editable_county(request.user, said.pop("county"))
        row = deeds.put_in_charge(county, _official(said.pop("official")), **said, by=request.user.post, at=clock.now())
        return self._answer(row, 201)

    @extend_schema(request=HandOver, responses=ChargeRow)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request, pk):
        """End it with a day, and leave a note."""
        row = self.get_object()
        return self._answer(deeds.hand_over(row, **self.body(HandOver), by=request.user.post, at=clock.now()))

    def _answer(self, row, status=200):
        return Response(ChargeRow.read_one(CountyCharge.objects.filter(pk=row.pk)), status=status)


def _may(user, deed):
    """Say first that one may not do it at all, then what is wrong with the words."""
    if not user.post.may(deed):
        raise not_allowed(user.post, deed)


def _official(reference):
    row = Official.objects.filter(reference=reference.replace("\x00", "").strip()).first()
    if row is None:
        said = _("No official is registered as “%(reference)s”: correct it, or have an administrator register it.")
        raise exceptions.ValidationError({"official": said % {"reference": reference[:40]}})
    return row


# --- visits ----------------------------------------------------------------------------------------------------------
class VisitRow(Row):
    county = code_of("county.code")
    charge = number_of("charge_id")

    class Meta:
        model = Visit
        fields = ["id", "county", "charge", "visited_on", "seen", "key", "at"]


class AskBody(Body):
    """One thing asked for; a request follows from it."""

    what = serializers.CharField(max_length=200, allow_blank=True)
    owed_by = serializers.CharField(max_length=60, help_text="Code of the body that is to act.")
    due_on = serializers.DateField()
    project = serializers.CharField(
        max_length=40, required=False, help_text="Code of a factory of the county; without it, the county as a whole."
    )
    delay_days = serializers.IntegerField(min_value=0, max_value=3650, required=False)


class VisitBody(Body):
    county = serializers.CharField(max_length=8, help_text="Its code.")
    key = serializers.UUIDField(
        required=False, help_text="Your own: the same key is the same visit, however often sent."
    )
    visited_on = serializers.DateField()
    seen = serializers.CharField(max_length=4000, allow_blank=True)
    asks = AskBody(many=True, required=False, help_text="At most five.")


class VisitViewSet(ScopedViewSet):
    """Visits of members in charge: what was seen. What was asked for are requests, which name the visit."""

    queryset = Visit.objects.all()
    key = "-pk"
    row, filterset_class = VisitRow, VisitFilter

    def filter_queryset(self, queryset):
        return super().filter_queryset(visits.then(queryset, clock.today(), self.request.user))

    @extend_schema(
        parameters=[KEY], request=VisitBody,
        responses={201: VisitRow, 200: OpenApiResponse(VisitRow, description="There was one already.")},
    )  # fmt: skip
    def create(self, request):
        """Record a visit with what it asks for (201); the same key again is the same visit (200)."""
        said = self.body(VisitBody)
        _may(request.user, Deed.VISIT)
        key, at = key_of(request, said), clock.now()
        county = editable_county(request.user, said["county"])
        charge = charges.charge_for(county, said["visited_on"])
        asks = [_ask(county, ask) for ask in said.get("asks", ())]
        row = visiting.record(
            charge, visited_on=said["visited_on"], seen=said["seen"], asks=asks, by=request.user.post, at=at, key=key
        )
        told = VisitRow.read_one(Visit.objects.filter(pk=row.pk))
        return Response(told, status=201 if row.at == at else 200)


def _ask(county, said):
    body = Organization.objects.filter(code=said["owed_by"]).first()
    if body is None:
        text = _("There is no body “%(code)s”.") % {"code": said["owed_by"]}
        raise exceptions.ValidationError({"asks": text})
    rows = FactoryProject.objects.filter(plan__county=county, code=said.get("project"))
    project = rows.select_related("plan").first()
    if said.get("project") and project is None:
        text = _("There is no factory “%(code)s” in this county.") % {"code": said["project"]}
        raise exceptions.ValidationError({"asks": text})
    return {**said, "owed_by": body, "project": project}
