"""Figures of the work on factories: how far it is, and how factories, counties, provinces and the programme stand."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from regional20x10.shared import words
from reports.definitions import Definition

STANDING = "docs/domain.md, “Where a project stands”"
RETURNS = "docs/domain.md, “Ten-day returns”"

DEFINITIONS = {
    "planned_percent": Definition(
        _("Work planned, %"),
        "percent",
        _(
            "Of a factory: each work package spread evenly over its planned days, up to the end of the day, by its "
            "weight in the whole. Above: the mean over the factories that have a plan, each counting the same."
        ),
        STANDING,
    ),
    "claimed_percent": Definition(
        _("Work claimed, %"),
        "percent",
        _(
            "Of a factory: the % of its latest ten-day return that was handed in by the day and not sent back, whether "
            "verified or not. Above: the mean over the factories that have one, each counting the same."
        ),
        STANDING,
    ),
    "verified_percent": Definition(
        _("Work verified, %"),
        "percent",
        _(
            "Of a factory: the % of the return of its latest period that was verified or accepted by the day and not "
            "sent back. Above: the mean over the factories that have one, each counting the same; a factory without is "
            "left out and counted as not known, never as 0."
        ),
        STANDING,
    ),
    "inspected_percent": Definition(
        _("Work inspected, %"),
        "percent",
        _(
            "Of a factory: what the latest inspection measured that measured every work package, under the weights of "
            "its day. Above: the mean over the factories that have one, each counting the same."
        ),
        "docs/domain.md, “Inspections”",
    ),
    "inspected_on": Definition(_("Inspected on"), "date", _("The day of the visit on which the inspected % rests.")),
    "claimed_period": Definition(_("Period claimed"), "text", _("The period of the return on which the claim rests.")),
    "verified_period": Definition(
        _("Period verified"), "text", _("The period of the return on which the verified % rests.")
    ),
    "silent_days": Definition(
        _("Days without a verified return"),
        "days",
        _(
            "Of a factory whose building was to begin: the days from the end of its latest verified period to the day; "
            "from its planned start without one. Above: the most of any factory that is not finished."
        ),
        STANDING,
    ),
    "accepted_age_days": Definition(
        _("Age of the last accepted return, days"),
        "days",
        _("The days from the end of the latest period of which a return was accepted to the day."),
        STANDING,
    ),
    "warnings": Definition(
        _("Warnings of the last return"),
        "count",
        _("How many things looked implausible in the latest return handed in, as kept with it."),
        RETURNS,
    ),
    "colour": Definition(
        _("Standing"),
        "colour",
        _(
            "Of a factory: the worst of what the rules of standing say of it; the reasons stand in the table of "
            "factories. Of a place, a province and the programme: the worst of its factories; complete when all are."
        ),
        STANDING,
    ),
    "rank": Definition(
        _("Rank by risk"),
        "count",
        _("Places in order of their standing, worst first, then of the smaller chance, then of the later forecast."),
        STANDING,
    ),
    "places": Definition(_("Places"), "count", _("The cities, counties and districts of the year."), ""),
    "projects": Definition(_("Factories"), "count", _("The factories of the places of the year."), ""),
    "target": Definition(
        _("Places to be built"), "count", _("The places that the programme sets for the year."), "docs/domain.md"
    ),
    "planned_known": Definition(
        _("Factories with a plan"), "count", _("Factories of which work packages are entered.")
    ),
    "claimed_known": Definition(
        _("Factories with a return"), "count", _("Factories of which a return stands that was handed in by the day.")
    ),
    "known": Definition(
        _("Factories with a verified return"),
        "count",
        _("Factories of which a return was verified by the day and not sent back; the others are not known."),
        STANDING,
    ),
    "inspected_known": Definition(
        _("Factories inspected"), "count", _("Factories of which an inspection measured every work package.")
    ),
    "finished": Definition(
        _("Factories finished"), "count", _("Factories whose building is verified as finished."), STANDING
    ),
    "late_original": Definition(
        _("Factories late against the original date"),
        "count",
        _("Factories that finished, or are forecast to finish, after the finish that was approved first."),
        STANDING,
    ),
    "late_approved": Definition(
        _("Factories late against the approved date"),
        "count",
        _("Factories that finished, or are forecast to finish, after the finish that was approved last."),
        STANDING,
    ),
}
_OF_STANDING = _("Places whose standing, the worst of their factories, is “{standing}”.")
for _colour, _label in {
    "done": _("Places complete"),
    "ok": _("Places on track"),
    "watch": _("Places to watch"),
    "risk": _("Places at risk"),
    "none": _("Places without a report"),
    "miss": _("Places likely to miss the year’s end"),
}.items():
    DEFINITIONS[f"places_{_colour}"] = Definition(
        _label, "count", format_lazy(_OF_STANDING, standing=words.STATUS[_colour]), STANDING
    )

MISSING = {
    "no_plan": _("It has no work packages."),
    "no_return": _("No ten-day return of it stands."),
    "no_verified_return": _("No ten-day return of it was verified."),
    "no_accepted_return": _("No ten-day return of it was accepted."),
    "no_inspection": _("No inspection measured it."),
}
