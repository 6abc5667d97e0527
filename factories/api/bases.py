"""Raw-material bases through the same actions as the pages: the base, its measures, returns and links."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import bases as deeds
from factories.api.funds import VERSION, Correction, EntryBody, EntryViewSet, body_coded, described
from factories.filters import BaseMeasureFilter, BaseReturnFilter, RawMaterialBaseFilter, SupplyLinkFilter
from factories.models import BaseKind, BaseMeasure, BaseReturn, County, FactoryProject, RawMaterialBase, SupplyLink
from regional20x10.shared import clock
from regional20x10.shared.api import CODE, Body, Row, ScopedViewSet, code_of, number_of
from regional20x10.shared.errors import NotAllowed

TONNES = {"max_digits": 10, "decimal_places": 1, "min_value": 0}
HECTARES = {"max_digits": 9, "decimal_places": 1, "min_value": 0}
EMPTY = {"allow_null": True, "required": False}
REASON = {"max_length": 300, "help_text": "It stays in the history."}


def named(rows, user, code, field, unknown, may_not):
    """The row of that code that the caller may change: 400 if it is not seen, 403 if it may not be changed."""
    row = rows.editable_by(user).filter(code=code).first()
    if row is None and rows.visible_to(user).filter(code=code).exists():
        raise NotAllowed(may_not)
    if row is None:
        raise exceptions.ValidationError({field: unknown % {"code": code}})
    return row


def base_named(user, code):
    unknown = _("There is no base “%(code)s”, or your post does not reach it.")
    return named(RawMaterialBase.objects, user, code, "base", unknown, _("Your post reads this but may not change it."))


# --- the base --------------------------------------------------------------------------------------------------------
class MeasureRow(Row):
    base = code_of("base.code")
    owner = code_of("owner.code", null=True, help_text="Code of the body that answers for it.")

    class Meta:
        model = BaseMeasure
        fields = ["id", "base", "what", "adds_t_year", "due_on", "owner", "done_on"]
        order = ["due_on", "pk"]


class LinkRow(Row):
    base = code_of("base.code")
    project = code_of("project.code")
    material = code_of("base.material")

    class Meta:
        model = SupplyLink
        fields = ["id", "base", "project", "material", "share_percent"]


class BaseRow(Row):
    county = code_of("county.code")
    province = code_of("county.province.code")
    season = serializers.ListField(
        child=serializers.FloatField(), read_only=True, help_text="Share of the year’s supply, January to December."
    )

    class Meta:
        model = RawMaterialBase
        fields = [
            "code", "name_en", "name_ko", "county", "province", "kind", "material", "area_ha", "yield_t_ha",
            "capacity_t_year", "target_t_year", "season", "note", "demonstration",
        ]  # fmt: skip


class BaseDetail(BaseRow):
    measures = MeasureRow(many=True, read_only=True)

    class Meta(BaseRow.Meta):
        fields = [*BaseRow.Meta.fields, "measures"]


class BaseSaid(Body):
    name_en = serializers.CharField(max_length=120)
    name_ko = serializers.CharField(max_length=120)
    kind = serializers.ChoiceField(BaseKind.choices)
    material = serializers.CharField(max_length=60, help_text="By its name in the norms of the factory types.")
    area_ha = serializers.DecimalField(**HECTARES, **EMPTY)
    yield_t_ha = serializers.DecimalField(max_digits=7, decimal_places=2, min_value=0, **EMPTY)
    capacity_t_year = serializers.DecimalField(**TONNES, **EMPTY, help_text="Of a base without an area.")
    target_t_year = serializers.DecimalField(**TONNES, **EMPTY)
    season = serializers.ListField(
        child=serializers.FloatField(min_value=0, max_value=1), min_length=12, max_length=12, required=False,
        help_text="Twelve shares, January to December, which add up to 1.",
    )  # fmt: skip
    note = serializers.CharField(max_length=4000, allow_blank=True, required=False)


class BaseBody(BaseSaid):
    county = serializers.CharField(max_length=8, help_text="Its code.")
    code = serializers.SlugField(max_length=40)


class BaseChange(BaseSaid):
    """What is left out stays."""

    reason = serializers.CharField(**REASON)
    sure = serializers.BooleanField(required=False, help_text="Confirms five times the supply, or a fifth.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, part in self.fields.items():
            part.required = name == "reason"


class BaseViewSet(ScopedViewSet):
    """Fields, orchards, forests, waters and works that feed factories; those of one's reach, and those that feed it."""

    queryset = RawMaterialBase.objects.all()
    row, detail_row, filterset_class = BaseRow, BaseDetail, RawMaterialBaseFilter
    lookup_field = key = "code"
    lookup_value_regex = CODE

    @extend_schema(request=BaseBody, responses={201: BaseDetail})
    def create(self, request):
        """Enter a base of a county."""
        said = self.body(BaseBody)
        unknown = _("There is no county “%(code)s”, or your post does not reach it.")
        may_not = _("Your post reads this but may not change it.")
        county = named(County.objects, request.user, said.pop("county"), "county", unknown, may_not)
        return self._answer(deeds.create(county, **said, by=request.user.post, on=clock.today()), 201)

    @extend_schema(request=BaseChange, responses=BaseDetail)
    def partial_update(self, request, code):
        """Change what is known of it, with the reason."""
        row, said = self.get_object(), self.body(BaseChange)
        return self._answer(deeds.change(row, **said, by=request.user.post, on=clock.today()))

    def _answer(self, row, status=200):
        return Response(BaseDetail.read_one(RawMaterialBase.objects.filter(pk=row.pk)), status=status)


# --- measures --------------------------------------------------------------------------------------------------------
class MeasureBody(Body):
    base = serializers.CharField(max_length=40, help_text="Its code.")
    what = serializers.CharField(max_length=200)
    adds_t_year = serializers.DecimalField(**TONNES)
    due_on = serializers.DateField()
    owner = serializers.CharField(max_length=60, help_text="Code of a body.", **EMPTY)


class MeasureDone(Body):
    done_on = serializers.DateField()


class MeasureViewSet(ScopedViewSet):
    """What is planned to raise the yield of bases."""

    queryset = BaseMeasure.objects.all()
    row, filterset_class = MeasureRow, BaseMeasureFilter

    @extend_schema(request=MeasureBody, responses={201: MeasureRow})
    def create(self, request):
        """Plan one."""
        said = body_coded(self.body(MeasureBody), "owner", request.user)
        base = base_named(request.user, said.pop("base"))
        row = deeds.plan_measure(base, **said, by=request.user.post, on=clock.today())
        return Response(MeasureRow.read_one(BaseMeasure.objects.filter(pk=row.pk)), status=201)

    @extend_schema(request=MeasureDone, responses={200: MeasureRow})
    @action(detail=True, methods=["post"])
    def done(self, request, pk):
        """Say that it is done. What the base has since is entered with the base."""
        row, said = self.get_object(), self.body(MeasureDone)
        row = deeds.finish_measure(row, **said, by=request.user.post, on=clock.today())
        return Response(MeasureRow.read_one(BaseMeasure.objects.filter(pk=row.pk)))


# --- quarterly returns -----------------------------------------------------------------------------------------------
class BaseReturnRow(Row):
    base = code_of("base.code")
    replaces = number_of("replaces_id", null=True, help_text="The version in whose place this one stands.")
    replaced_by = number_of("replaced_by.pk", null=True, help_text="Null: this version is the last.")

    class Meta:
        model = BaseReturn
        fields = ["id", "base", "year", "quarter", "planted_ha", "harvested_t", "losses_t", *VERSION]


class BaseReturnSaid(Body):
    planted_ha = serializers.DecimalField(**HECTARES, **EMPTY)
    harvested_t = serializers.DecimalField(**TONNES)
    losses_t = serializers.DecimalField(**TONNES, help_text="Of what was harvested.")


class BaseReturnBody(BaseReturnSaid, EntryBody):
    base = serializers.CharField(max_length=40, help_text="Its code.")
    year = serializers.IntegerField(min_value=2000, max_value=2200)
    quarter = serializers.IntegerField(min_value=1, max_value=4)
    because = serializers.CharField(
        max_length=300, allow_blank=True, required=False,
        help_text="Why it is five times, or a fifth of, what was to be expected.",
    )  # fmt: skip
    project = None


class BaseReturnCorrection(Correction, BaseReturnSaid):
    pass


@described(BaseReturnRow, BaseReturnBody, BaseReturnCorrection)
class BaseReturnViewSet(EntryViewSet):
    """What bases planted, harvested and lost, quarter by quarter: all versions."""

    queryset = BaseReturn.objects.all()
    row, filterset_class = BaseReturnRow, BaseReturnFilter
    said_body, correction_body, act = BaseReturnBody, BaseReturnCorrection, staticmethod(deeds.report)
    correct_by, withdraw_by = staticmethod(deeds.correct), staticmethod(deeds.withdraw)

    def _of(self, said):
        return base_named(self.request.user, said.pop("base"))


# --- links -----------------------------------------------------------------------------------------------------------
class LinkBody(Body):
    base = serializers.CharField(max_length=40, help_text="Its code.")
    project = serializers.CharField(max_length=40, help_text="Code of a factory that uses its material.")
    share_percent = serializers.DecimalField(max_digits=5, decimal_places=2, min_value=0, max_value=100)
    reason = serializers.CharField(max_length=300, allow_blank=True, required=False)


class Unlinking(Body):
    reason = serializers.CharField(**REASON)


class LinkViewSet(ScopedViewSet):
    """Which base feeds which factory, with which share; those of a base are 100 % together at most."""

    queryset = SupplyLink.objects.all()
    row, filterset_class = LinkRow, SupplyLinkFilter

    @extend_schema(
        request=LinkBody, responses={201: LinkRow, 200: OpenApiResponse(LinkRow, description="There was one already.")}
    )
    def create(self, request):
        """Link a base to a factory, or change the share of the link that is there."""
        said = self.body(LinkBody)
        base, code = base_named(request.user, said.pop("base")), said.pop("project")
        project = FactoryProject.objects.visible_to(request.user).filter(code=code).first()
        if project is None:
            text = _("There is no project “%(code)s”, or your post does not reach it.") % {"code": code}
            raise exceptions.ValidationError({"project": text})
        there = SupplyLink.objects.filter(base=base, project=project).exists()
        row = deeds.link(base, project, **said, by=request.user.post, on=clock.today())
        return Response(LinkRow.read_one(SupplyLink.objects.filter(pk=row.pk)), status=200 if there else 201)

    @extend_schema(request=Unlinking, responses={204: None})
    @action(detail=True, methods=["post"])
    def unlink(self, request, pk):
        """Take it away, with the reason."""
        row, said = self.get_object(), self.body(Unlinking)
        deeds.unlink(row, **said, by=request.user.post, on=clock.today())
        return Response(status=204)
