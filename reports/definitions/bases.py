"""Figures of raw-material bases, and of how far they cover what the factories need."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

SOURCE = "docs/domain.md"

DEFINITIONS = {
    "bases": Definition(
        _("Raw-material bases"), "count",
        _("Raw-material bases of the programme, of each place those that lie in it."), SOURCE,
    ),
    "bases_reported": Definition(
        _("Bases that reported"), "count", _("Bases with a quarterly return of the year that is in force."), SOURCE,
    ),
    "area_ha": Definition(
        _("Area, ha"), "hectares", _("As recorded of the base. Above: the sum of bases with an area."), SOURCE,
    ),
    "planted_ha": Definition(
        _("Planted, ha"), "hectares",
        _("The sum of the year’s quarterly returns in force. What is not reported is left out, never zero."), SOURCE,
    ),
    "harvested_t": Definition(
        _("Harvested, t"), "tonnes", _("The sum of the year’s quarterly returns in force."), SOURCE,
    ),
    "losses_t": Definition(_("Lost, t"), "tonnes", _("The sum of the year’s quarterly returns in force."), SOURCE),
    "supplied_t": Definition(
        _("Supplied, t"), "tonnes", _("Harvested less lost, over the year’s quarterly returns in force."), SOURCE,
    ),
    "expected_t": Definition(
        _("Expected supply, t"), "tonnes",
        _(
            "Of the four quarters of the year of the as-of day: what was reported, else the season’s share of area ×"
            " yield (of a base without an area, of its capacity)."
        ),
        SOURCE,
    ),
    "next_t": Definition(
        _("Expected supply next year, t"), "tonnes",
        _("Area × yield, or capacity, with what measures add that are not done and due by the year’s end."), SOURCE,
    ),
    "target_t": Definition(_("Target, t a year"), "tonnes", _("As set for the base. Above: the sum."), SOURCE),
    "raw_cover_next_percent": Definition(
        _("Raw-material cover next year, %"), "percent",
        _("Of the raw material covered least: Σ share × expected supply next year / need a year. Above: the mean."),
        SOURCE,
    ),
    "raw_need_t": Definition(
        _("Raw material needed, t a year"), "tonnes",
        _("Capacity × tonnes of raw material a tonne of product by the norms, over the raw materials."), SOURCE,
    ),
    "raw_expected_t": Definition(
        _("Raw material expected, t"), "tonnes",
        _("Σ share × expected supply of the bases that feed the factory, over its raw materials."), SOURCE,
    ),
    "raw_missing_t": Definition(
        _("Raw material missing, t"), "tonnes",
        _("Need less expected supply where it is less, each raw material of each factory by itself."), SOURCE,
    ),
    "raw_hectares": Definition(
        _("Land that would yield it, ha"), "hectares",
        _("Missing tonnes / mean yield of the linked bases, where a yield is known."), SOURCE,
    ),
    "raw_factories": Definition(
        _("Factories looked at"), "count", _("The year’s factories and those built in earlier years."), SOURCE,
    ),
    "raw_linked": Definition(
        _("Factories with a base"), "count", _("Fed by a base, of those that need a raw material."), SOURCE,
    ),
    "raw_covered": Definition(
        _("Factories covered enough"), "count",
        _("Every raw material is covered by as much as the factory’s programme year asks for."), SOURCE,
    ),
    "raw_short": Definition(
        _("Factories not covered enough"), "count",
        _("A raw material is covered by less than is asked for, or nobody knows of it."), SOURCE,
    ),
    "raw_unknown": Definition(
        _("Factories of which cover is not known"), "count",
        _("The capacity is not known, or the supply of every base that feeds it."), SOURCE,
    ),
}  # fmt: skip

MISSING = {
    "base_return": _("No return of the quarter is entered."),
    "yield_unknown": _("What it is expected to yield is not known: its land or its yield is not recorded."),
    "capacity_unknown": _("Its capacity is not known: it comes with the approved sizing."),
    "supply_unknown": _("What the bases that feed it yield is not known."),
    "base_missing": _("No base is assigned to it."),
    "not_given": _("It is not recorded."),
}
