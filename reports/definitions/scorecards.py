"""Scorecards: what was reached, what was to be expected, and how sure the difference is."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

HOERL = "Hoerl, Kennard 1970, Technometrics 12:55-67; Hoerl, Kennard, Baldwin 1975, Commun. Statist. 4:105-123"
MORRIS = "Morris 1983, JASA 78:47-55; DerSimonian, Laird 1986, Control. Clin. Trials 7:177-188"
DEFINITIONS = {
    "score_raw": Definition(
        _("Score: verified work, %"),
        "percent",
        _("The mean of the verified work of the place’s factories. Factories without a verified return are left out."),
        "docs/domain.md",
    ),
    "score_mean": Definition(
        _("Mean of the year, %"),
        "percent",
        _("The mean of the verified work of all factories of the year that are compared."),
        "docs/domain.md",
    ),
    "score_compared": Definition(
        _("Verified work of the factories compared, %"),
        "percent",
        _("As the score, of those factories alone whose conditions are all recorded: only they are compared."),
        "docs/domain.md",
    ),
    "score_expected": Definition(
        _("Verified work to be expected, %"),
        "percent",
        _(
            "The mean of the year, and for each condition (floor area, terrain, distance to rail and road, days "
            "without frost) its coefficient × (the factory’s value − the mean of the year). Of a place: the mean of "
            "its factories."
        ),
        HOERL,
    ),
    "score_reliability": Definition(
        _("Reliability"),
        "index",
        _(
            "0 to 1: the share of the difference between places that is more than chance, by the spread of the "
            "factories within places. Few factories give less."
        ),
        MORRIS,
    ),
    "score_adjusted": Definition(
        _("Adjusted score"),
        "index",
        _("The mean of the year + reliability × (verified work − work to be expected)."),
        MORRIS,
    ),
    "score_low": Definition(
        _("Adjusted score, lower end"),
        "index",
        _(
            "Lower end of the 80% interval: of chance within places, and of what was to be expected by leaving out "
            "one place at a time."
        ),
        f"{MORRIS}; Efron, Tibshirani 1993, An Introduction to the Bootstrap, ch. 11",
    ),
    "score_high": Definition(
        _("Adjusted score, upper end"), "index", _("Upper end of the same interval."), MORRIS
    ),
    "score_rank_low": Definition(
        _("Rank, best"),
        "count",
        _("One more than the number of places whose whole interval lies above that of this place."),
        "docs/domain.md",
    ),
    "score_rank_high": Definition(
        _("Rank, worst"),
        "count",
        _("The number of places less those whose whole interval lies below that of this place."),
        "docs/domain.md",
    ),
}  # fmt: skip

MISSING = {
    "not_compared": _("It is not compared: it has no verified return, or a condition of it is not recorded."),
    "condition_area": _("Its floor area is not recorded."),
    "condition_mountain": _("The terrain is not recorded."),
    "condition_coast": _("The terrain is not recorded."),
    "condition_rail_km": _("The distance to rail is neither measured nor recorded."),
    "condition_road_km": _("The distance to a road is neither measured nor recorded."),
    "condition_days": _("It has no planned start."),
}
