"""Work packages: the parts of a project with weight and planned days."""

from factories.filters import WorkPackageFilter
from factories.models import WorkPackage
from regional20x10.shared.api import Row, ScopedViewSet, code_of


class WorkPackageRow(Row):
    project = code_of("project.code")

    class Meta:
        model = WorkPackage
        fields = ["id", "project", "order", "name_en", "name_ko", "weight", "starts_on", "finishes_on"]


class WorkPackageViewSet(ScopedViewSet):
    """The parts of each building, with their weights and planned days, both included."""

    queryset = WorkPackage.objects.all()
    row = WorkPackageRow
    filterset_class = WorkPackageFilter
