"""What may be asked of the list of reports."""

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from factories.filters import ANY, List, Year
from reports.models import AnnualReport, Seal, SealKind, Status


class ReportFilter(List):
    year = Year("year")
    status = filters.ChoiceFilter(choices=Status, label=_("State"))

    class Meta:
        model = AnnualReport
        fields = ()


class SealFilter(List):
    """What may be asked of the chain of seals."""

    year = Year("year")
    kind = filters.ChoiceFilter(choices=SealKind, label=_("Kind"), empty_label=ANY)

    class Meta:
        model = Seal
        fields = ()
