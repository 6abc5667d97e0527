"""Figures that only the reports of provinces state, in their live fields; all others are those of the other parts."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

DEFINITIONS = {
    "raw_linked": Definition(
        _("Factories with a base"), "count",
        _("Factories of the year and those built before that need a raw material and are linked to a base."),
        "docs/domain.md",
    ),
    "unfinished": Definition(
        _("Factories not finished"), "count", _("Factories of the year whose work is not verified as finished."),
        "docs/domain.md",
    ),
    "places_next": Definition(
        _("Places of the next year"), "count",
        _("Places of the province in the programme year that follows, as far as they are announced."), "docs/domain.md",
    ),
    "carried_over": Definition(
        _("Factories carried over at the close"), "count",
        _("Factories of the year that were not finished when it was closed; unknown before."), "docs/domain.md",
    ),
}  # fmt: skip
