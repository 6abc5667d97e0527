"""Figures of time: pace, forecast, chance, finish dates and how late they are."""

from django.utils.translation import gettext_lazy as _

from reports.definitions import Definition
from reports.definitions.core import STANDING

EARNED = "W. Lipke, Schedule is different, The Measurable News, 2003"
PHI = "S. R. Bowling et al., A logistic approximation to the cumulative normal distribution, 2009"

DEFINITIONS = {
    "due_on": Definition(_("Due by the year’s end"), "date", _("The last day of the programme year.")),
    "original_on": Definition(
        _("Original finish"), "date", _("The finish date that was approved first; it is never changed."), STANDING
    ),
    "approved_on": Definition(
        _("Approved finish"), "date", _("The finish date that was approved last by the day, with its reason."), STANDING
    ),
    "earned_days": Definition(
        _("Earned days"),
        "days",
        _("The number of planned days after which the plan reaches the verified %: earned schedule."),
        EARNED,
    ),
    "spi_t": Definition(
        _("Schedule performance index (time)"),
        "index",
        _("Earned days, divided by the days from the planned start to the end of the last verified period."),
        EARNED,
    ),
    "pace": Definition(
        _("Pace, planned days earned a day"),
        "index",
        _(
            "Earned days gained between the first and the last of the latest seven verified periods, divided by the "
            "days between their ends; with one verified period the earned days, divided by the days since the planned "
            "start."
        ),
        STANDING,
    ),
    "forecast_on": Definition(
        _("Forecast finish"),
        "date",
        _(
            "Of a factory that is not finished: the end of its last verified period, and the planned days not earned, "
            "divided by the pace; the day itself at the earliest. Above: the latest of the factories not finished; "
            "not known while one is not."
        ),
        STANDING,
    ),
    "forecast_early_on": Definition(
        _("Forecast finish, early end of the 80% range"),
        "date",
        _(
            "The forecast with the pace m + 1.2816 s √(1/k + 1/n): s the spread of the pace between periods (at least "
            "0.2 m; 0.5 m with fewer than two gains), k periods observed, n still to go. Above: the latest of the "
            "factories not finished; not known while one is not."
        ),
        STANDING,
    ),
    "forecast_late_on": Definition(
        _("Forecast finish, late end of the 80% range"),
        "date",
        _(
            "The forecast with the pace m − 1.2816 s √(1/k + 1/n), but not under 0.2 m; s, k and n as at the early end."
            " Above: the latest of the factories not finished; not known while one is not."
        ),
        STANDING,
    ),
    "chance": Definition(
        _("Chance of finishing by the year’s end"),
        "chance",
        _(
            "Of a factory that is not finished: the probability that its pace m, with its spread s over k periods, "
            "reaches what is not earned within the H days left: normal, with mean m H and variance 10 H s² + (H s)²/k. "
            "Above: that of the least likely factory not finished; not known while one is not."
        ),
        PHI,
    ),
    "finished_on": Definition(
        _("Finished"),
        "date",
        _(
            "Of a factory: the end of the first verified period at 100% after which none was below. "
            "Above: when the last factory was finished; empty while one is not."
        ),
        STANDING,
    ),
    "days_late_original": Definition(
        _("Days late against the original date"),
        "days",
        _(
            "The day a factory was finished, or else its forecast (the day itself at the least once the approved date "
            "has passed), less the original finish; negative is early. Above: the most of any factory."
        ),
        STANDING,
    ),
    "days_late_approved": Definition(
        _("Days late against the approved date"),
        "days",
        _(
            "The day a factory was finished, or else its forecast (the day itself at the least once the approved date "
            "has passed), less the approved finish; negative is early. Above: the most of any factory."
        ),
        STANDING,
    ),
    "change_days": Definition(
        _("Change of the forecast in ten days"),
        "days",
        _("The forecast of the place, less that of its unfinished factories as known ten days before."),
        STANDING,
    ),
    "expected_done": Definition(
        _("Places finished or expected by the year’s end"),
        "count",
        _(
            "Places that are complete, or whose forecast is not later than the last day of the year. A place without a "
            "report or likely to miss is not among them, whatever its last forecast."
        ),
        STANDING,
    ),
    "inaugurated": Definition(
        _("Places inaugurated"),
        "count",
        _(
            "Places whose factories were inaugurated by the public record as known on the day, sources of low "
            "confidence left out. A ceremony does not show that a factory runs."
        ),
        "docs/domain.md",
    ),
    "inaugurated_on": Definition(
        _("Inaugurated on"), "date", _("The day the sources give; the latest of those that disagree.")
    ),
    "inaugurated_days_late": Definition(
        _("Days from the year’s end to the inauguration"),
        "days",
        _("The day of the inauguration, less the last day of the year; negative is early."),
    ),
    "inaugurated_late": Definition(
        _("Places inaugurated after the year’s end"), "count", _("Places inaugurated after the last day of the year.")
    ),
    "inaugurated_late_least": Definition(
        _("Least days late of an inauguration"), "days", _("Of the places inaugurated after the year’s end.")
    ),
    "inaugurated_late_most": Definition(
        _("Most days late of an inauguration"), "days", _("Of the places inaugurated after the year’s end.")
    ),
}

MISSING = {
    "no_finish_date": _("No finish date of it was approved."),
    "no_pace": _("There is no pace to forecast by: too little was verified, or nothing was gained."),
    "no_forecast": _("It is not finished, and nothing can be forecast."),
}
