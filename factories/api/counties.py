"""Cities, counties and districts."""

from factories.api.balances import BalanceOfPlace
from factories.api.demand import DemandOfCounty
from factories.filters import CountyFilter
from factories.models import County
from regional20x10.shared.api import CODE, Row, ScopedViewSet, code_of


class CountyRow(Row):
    province = code_of("province.code")
    parent = code_of("parent.code", null=True, help_text="Of a district: its city.")

    class Meta:
        model = County
        fields = ["code", "name_en", "name_ko", "kind", "province", "parent", "population", "lat", "lon", "note"]


class CountyViewSet(BalanceOfPlace, DemandOfCounty, ScopedViewSet):
    """Cities, counties and districts. Names repeat, codes do not."""

    queryset = County.objects.all()
    row, place_path = CountyRow, "county"
    filterset_class = CountyFilter
    lookup_field = key = "code"
    lookup_value_regex = CODE
