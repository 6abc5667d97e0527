"""Figures of factories once they are built: raw material, workers, commissioning, production, and what counts."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition

COUNTING = "docs/domain.md, “Counting”"

DEFINITIONS = {
    "capacity_t_year": Definition(
        _("Capacity, t a year"), "tonnes", _("The approved capacity. Above: the sum of those known."), "docs/domain.md"
    ),
    "raw_cover_percent": Definition(
        _("Raw-material cover, %"),
        "percent",
        _(
            "Of its raw materials the one covered least: 100 × share × what the bases that feed the factory are "
            "expected to yield this year (reported quarters, else by the season), divided by its need a year at its "
            "capacity."
        ),
        COUNTING,
    ),
    "raw_material_short": Definition(
        _("Raw material covered least"), "text", _("The raw material to which the cover belongs."), COUNTING
    ),
    "workers_needed": Definition(
        _("Posts to be filled"),
        "count",
        _(
            "The posts of each trade by the norm of the type, in proportion to the capacity, rounded up. "
            "Above: the sum."
        ),
        "docs/domain.md, “Workforce”",
    ),
    "workers_certified": Definition(
        _("Posts for which a worker is certified"),
        "count",
        _(
            "Over trades, the workers certified and not gone by the latest entry, but no more than the posts of the "
            "trade. Above: the sum of the factories of which it is known."
        ),
        "docs/domain.md, “Workforce”",
    ),
    "commissioned_on": Definition(
        _("Commissioned"), "date", _("The day the factory passed the gate “Commission”."), COUNTING
    ),
    "operates_since": Definition(
        _("Allowed to operate since"), "date", _("The day the factory passed the gate “Operate”."), COUNTING
    ),
    "produced_until": Definition(
        _("Last month reported"),
        "date",
        _("The end of the latest month of which a production return was verified by the day and not sent back."),
        COUNTING,
    ),
    "months_reported": Definition(
        _("Months reported of those looked at"),
        "count",
        _("Of the last months whose return was to be verified by the day, those of which one is verified."),
        COUNTING,
    ),
    "utilisation_percent": Definition(
        _("Utilisation, %"),
        "percent",
        _(
            "100 × the output of the reported months of those looked at, divided by what they can hold: capacity × "
            "days of the month / days of the year."
        ),
        COUNTING,
    ),
    "quality_percent": Definition(
        _("Batches passed, %"),
        "percent",
        _("100 × batches passed / batches checked, in the reported months of those looked at."),
        COUNTING,
    ),
    "counts": Definition(
        _("Counts toward the year’s places"),
        "text",
        _("Whether all the months looked at are reported and their utilisation reaches what the year asks for."),
        COUNTING,
    ),
    "counted_since": Definition(
        _("Counts since"),
        "date",
        _("The first day of the unbroken run of months on which it counts: a month’s end and the days of grace."),
        COUNTING,
    ),
    "fell_out_on": Definition(
        _("Fell out"), "date", _("The first day after it last counted on which it no longer did."), COUNTING
    ),
    "production_known": Definition(
        _("Factories with a verified production return"),
        "count",
        _("Factories of which a production return was ever verified; of the others nobody knows what they make."),
        COUNTING,
    ),
    "built": Definition(
        _("Places built"), "count", _("Places all of whose factories are verified as finished."), COUNTING
    ),
    "commissioned": Definition(
        _("Places commissioned"), "count", _("Places all of whose factories were commissioned."), COUNTING
    ),
    "operating": Definition(
        _("Places known to operate"), "count", _("Places all of whose factories were allowed to operate."), COUNTING
    ),
    "counting": Definition(_("Places that count"), "count", _("Places all of whose factories count."), COUNTING),
    "fallen_out": Definition(
        _("Places fallen out"), "count", _("Places of which a factory counted and no longer does."), COUNTING
    ),
    "projects_commissioned": Definition(
        _("Factories commissioned"), "count", _("Factories that passed the gate “Commission”."), COUNTING
    ),
    "projects_operating": Definition(
        _("Factories allowed to operate"), "count", _("Factories that passed the gate “Operate”."), COUNTING
    ),
    "projects_counting": Definition(
        _("Factories that count"), "count", _("Factories that count toward the year’s places on the day."), COUNTING
    ),
    "projects_fallen_out": Definition(
        _("Factories fallen out"), "count", _("Factories that counted and no longer do."), COUNTING
    ),
}

MISSING = {
    "no_raw_material": _("Its need, its capacity, or what its bases yield is not known."),
    "no_posts": _("Its posts are not known: it has no approved capacity, or its type no norm."),
    "no_training": _("No return of training for it is entered."),
    "no_production": _("No production return of the months looked at was verified."),
    "no_quality": _("No batch was checked in the months looked at."),
}
