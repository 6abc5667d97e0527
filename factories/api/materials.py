"""Materials of the programme, and what each work package needs of them by when."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from factories.actions import supplies
from factories.filters import MaterialDemandFilter
from factories.models import FactoryProject, Material, MaterialDemand
from regional20x10.shared import clock
from regional20x10.shared.api import Body, Row, ScopedViewSet, code_of, editable_project, number_of
from regional20x10.shared.calls import refuse_unknown

SLUG = r"[-a-zA-Z0-9_]{1,20}"
MOST = {"max_digits": 12, "decimal_places": 2}


def coded(model, name, code):
    """The row of `model` that a body names by its code under `name`; 400 if there is none."""
    row = model.objects.filter(code=code).first()
    if row is None:
        raise exceptions.ValidationError({name: _("“%(code)s” is not known.") % {"code": code}})
    return row


class MaterialRow(Row):
    class Meta:
        model = Material
        fields = ["code", "name_en", "name_ko", "unit"]


class MaterialBody(Body):
    name_en = serializers.CharField(max_length=120)
    name_ko = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=12, help_text="Such as t, m³ or ×1,000.")


class MaterialViewSet(ScopedViewSet):
    """The programme's list of materials, each with the unit in which it is counted everywhere."""

    queryset = Material.objects.all()
    row = MaterialRow
    lookup_field = key = "code"
    lookup_value_regex = SLUG

    @extend_schema(
        request=MaterialBody,
        responses={200: MaterialRow, 201: OpenApiResponse(MaterialRow, description="It was not in the list before.")},
    )
    def update(self, request, code):
        """Enter a material, or correct it."""
        said = self.body(MaterialBody)
        new = not Material.objects.filter(code=code).exists()
        supplies.list_material(code=code, **said, by=request.user.post)
        return Response(self.told(Material.objects.all()), status=201 if new else 200)


class DemandRow(Row):
    project = code_of("project.code")
    package = number_of("package_id")
    material = code_of("material.code")
    unit = code_of("material.unit")

    class Meta:
        model = MaterialDemand
        fields = ["id", "project", "package", "material", "unit", "quantity", "needed_by"]


class DemandBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    package = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="The id of its work package.")
    material = serializers.CharField(max_length=20, help_text="Its code.")
    quantity = serializers.DecimalField(**MOST, min_value=0, help_text="In the material’s unit.")
    needed_by = serializers.DateField()


class PlanBody(Body):
    project = serializers.CharField(max_length=40, help_text="Its code.")
    replace = serializers.BooleanField(default=False, help_text="Also demands that differ from the norm.")


class DemandViewSet(ScopedViewSet):
    """What work packages need of a material, and the day by which it is to be on site."""

    queryset = MaterialDemand.objects.all()
    row = DemandRow
    filterset_class = MaterialDemandFilter

    @extend_schema(request=DemandBody, responses={200: DemandRow})
    def create(self, request):
        """Enter the demand of a work package for a material, or correct it: the same twice is the same."""
        said = self.body(DemandBody)
        project = editable_project(FactoryProject.objects, request.user, said.pop("project"))
        package = project.packages.filter(pk=said.pop("package")).first()
        if package is None:
            raise exceptions.ValidationError({"package": _("This factory has no such work package.")})
        material = coded(Material, "material", said.pop("material"))
        row = supplies.set_demand(
            project, package=package, material=material, **said, by=request.user.post, at=clock.now()
        )
        return Response(self.row.read_one(MaterialDemand.objects.filter(pk=row.pk)))

    @extend_schema(responses={204: None})
    def destroy(self, request, pk):
        """Take a demand away; the history keeps it."""
        row = self.get_object()
        refuse_unknown(request, set())
        supplies.drop_demand(row, by=request.user.post, at=clock.now())
        return Response(status=204)

    @extend_schema(request=PlanBody, responses=DemandRow(many=True), filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def plan(self, request):
        """Work the demands of a project out from the norm of its type: those written; 409 with what would be lost."""
        said = self.body(PlanBody)
        project = editable_project(FactoryProject.objects, request.user, said["project"])
        rows = supplies.plan_demand(project, replace=said["replace"], by=request.user.post, at=clock.now())
        kept = MaterialDemand.objects.filter(pk__in=[row.pk for row in rows])
        return Response(self.row.read(kept.order_by("pk")))
