"""Factory projects, with their work packages and finish dates."""

from rest_framework import serializers

from factories.api.agreements import AgreementOfProject
from factories.api.balances import RawMaterialOfProject
from factories.api.equipment import EquipmentOfProject
from factories.api.funds import FundsOfProject
from factories.api.gates import GatesOfProject
from factories.api.work_packages import WorkPackageRow
from factories.api.workforce import WorkforceOfProject
from factories.filters import FactoryProjectFilter
from factories.models import Baseline, FactoryProject, WorkPackage
from regional20x10.shared.api import CODE, Row, ScopedViewSet, code_of, number_of


class ProjectRow(Row):
    year = number_of("plan.program_year.year")
    province = code_of("plan.county.province.code")
    county = code_of("plan.county.code")
    county_plan = number_of("plan_id")
    factory_type = code_of("factory_type.code")
    design_unit = code_of("design_unit.code", null=True)
    construction_unit = code_of("construction_unit.code", null=True)
    operation_unit = code_of("operation_unit.code", null=True)
    inspection = code_of("inspection.code", null=True)
    legacy_percent = serializers.FloatField(read_only=True, allow_null=True, help_text="0 to 100.")

    class Meta:
        model = FactoryProject
        fields = [
            "code", "year", "province", "county", "county_plan", "factory_type", "design_unit", "construction_unit",
            "operation_unit", "inspection", "floor_area_m2", "capacity_t_year", "budget", "currency", "legacy_percent",
            "demonstration",
        ]  # fmt: skip


class PackageOfProject(WorkPackageRow):
    class Meta:
        model = WorkPackage
        fields = [name for name in WorkPackageRow.Meta.fields if name != "project"]
        order = ["order"]

    project = None


class BaselineRow(Row):
    class Meta:
        model = Baseline
        fields = ["number", "finishes_on", "reason", "approved_at"]
        order = ["number"]


class ProjectDetail(ProjectRow):
    packages = PackageOfProject(many=True, read_only=True)
    baselines = BaselineRow(many=True, read_only=True, help_text="Number 0 is the original finish date.")

    class Meta(ProjectRow.Meta):
        fields = [*ProjectRow.Meta.fields, "packages", "baselines"]


class ProjectViewSet(
    AgreementOfProject,
    GatesOfProject,
    FundsOfProject,
    EquipmentOfProject,
    RawMaterialOfProject,
    WorkforceOfProject,
    ScopedViewSet,
):
    """What is built, where, by whom."""

    queryset = FactoryProject.objects.all()
    row, detail_row = ProjectRow, ProjectDetail
    filterset_class = FactoryProjectFilter
    lookup_field = key = "code"
    lookup_value_regex = CODE
