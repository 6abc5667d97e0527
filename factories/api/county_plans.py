"""County plans: the places of each programme year."""

from factories.filters import CountyPlanFilter
from factories.models import CountyPlan
from regional20x10.shared.api import Row, ScopedViewSet, code_of, number_of


class CountyPlanRow(Row):
    program = code_of("program.code")
    year = number_of("program_year.year")
    province = code_of("county.province.code")
    county = code_of("county.code")

    class Meta:
        model = CountyPlan
        fields = [
            "id", "program", "year", "province", "county", "components", "confidence", "source", "note",
            "demonstration",
        ]  # fmt: skip


class CountyPlanViewSet(ScopedViewSet):
    """Which place belongs to which year of which programme."""

    queryset = CountyPlan.objects.all()
    row = CountyPlanRow
    filterset_class = CountyPlanFilter
