"""The filters of the committee's lists, shared by pages and API. Kinds of filter are those of factories/filters.py."""

import django_filters as filters
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy

from committees.models import CountyCharge, Visit
from factories.filters import ANY, COUNTY, PROVINCE, Coded, Day, List, Sort, Words, Year
from factories.models import County, Province


# --- charges and visits ----------------------------------------------------------------------------------------------
class CountyChargeFilter(List):
    """Members in charge, as charges.charges_then() tells them of a day."""

    q = Words("title", "title_ko", "county__code", "county__name_en", "county__name_ko")
    year = Year("county__plans__program_year__year", gettext_lazy("Programme year"))
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    state = filters.ChoiceFilter(
        field_name="state_then", label=gettext_lazy("State"), empty_label=ANY,
        choices=[
            ("held", gettext_lazy("in charge")), ("ended", gettext_lazy("handed over")),
            ("to_come", gettext_lazy("to come")),
        ],
    )  # fmt: skip
    sort = Sort(
        ["county__code", "-starts_on", "pk"], county="county__code", province="county__province__code",
        begins="starts_on", ends="ends_on", visits="visits_made", visited="visited_on",
    )  # fmt: skip

    class Meta:
        model = CountyCharge
        fields = ()


class VisitFilter(List):
    q = Words("seen", "county__code", "county__name_en", "county__name_ko")
    province = Coded(Province, "county__province", PROVINCE)
    county = Coded(County, "county", COUNTY, widget=HiddenInput)
    since = Day("visited_on", "gte", gettext_lazy("Visited on or after"))
    until = Day("visited_on", "lte", gettext_lazy("Visited on or before"))
    sort = Sort(["-visited_on", "-pk"], visited="visited_on", county="county__code", asks="asks", done="asks_done")

    class Meta:
        model = Visit
        fields = ()
