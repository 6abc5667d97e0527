"""Provinces and cities under central rule."""

from factories.api.balances import BalanceOfPlace
from factories.api.demand import DemandOfProvince
from factories.models import Province
from regional20x10.shared.api import CODE, Row, ScopedViewSet


class ProvinceRow(Row):
    class Meta:
        model = Province
        fields = ["code", "name_en", "name_ko", "lat", "lon"]


class ProvinceViewSet(BalanceOfPlace, DemandOfProvince, ScopedViewSet):
    """Provinces in which the caller sees a county, by their ISO 3166-2:KP codes."""

    queryset = Province.objects.all()
    row, place_path = ProvinceRow, "county__province"
    lookup_field = key = "code"
    lookup_value_regex = CODE
