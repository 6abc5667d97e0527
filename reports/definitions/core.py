"""Figures of the work on factories: of a factory, a county, a province and the programme."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

DEFINITIONS = {
    "planned_percent": Definition(
        _("Work planned, %"),
        "percent",
        _("Of a factory: the weighted mean of its work packages as planned for the day. Above: the mean of factories."),
        "docs/domain.md",
    ),
}
