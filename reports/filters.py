"""What may be asked of the list of reports."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from factories.filters import ANY, PROVINCE, Coded, List, Year
from factories.models import Province
from reports.models import AnnualReport, Pack, ProvincialReport, ProvincialState, Seal, SealKind, Status


class ReportFilter(List):
    year = Year("year")
    status = filters.ChoiceFilter(choices=Status, label=_("State"))

    class Meta:
        model = AnnualReport
        fields = ()


class PackFilter(List):
    kind = filters.ChoiceFilter(choices=SealKind, label=_("Kind"))
    year = Year("year")
    status = filters.ChoiceFilter(choices=Status, label=_("State"))

    class Meta:
        model = Pack
        fields = ()


class SealFilter(List):
    """What may be asked of the chain of seals."""

    year = Year("year")
    kind = filters.ChoiceFilter(choices=SealKind, label=_("Kind"), empty_label=ANY)

    class Meta:
        model = Seal
        fields = ()


class ProvincialFilter(List):
    year = Year("program_year__year")
    province = Coded(Province, "province", PROVINCE)
    state = filters.ChoiceFilter(choices=ProvincialState, label=_("State"))

    class Meta:
        model = ProvincialReport
        fields = ()
