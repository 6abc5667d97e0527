"""The forecast: when each place is finished, how sure that is, and on what it rests."""

from django.utils.translation import gettext as _

from reports import drawings, wording
from reports.document import Chart, Column, Paragraph, Points, Section, Table


def sections(sealed):
    if not sealed["projects"]:
        return []
    pages = drawings.pages_of_ranges(sealed)
    charts = [
        Chart(drawings.range_name(at), _alt(sealed, rows), _caption(sealed, at, len(pages)))
        for at, rows in enumerate(pages, 1)
    ]
    blocks = [Paragraph(_lead(sealed)), *charts, _table(sealed), Paragraph(_("What it rests on"), strong=True)]
    return [Section("forecast", _("Forecast"), [*blocks, Points(_rests())])]


def _lead(sealed):
    said = _(
        "A forecast is a middle with a range that holds 80%% of outcomes: one finish in ten is earlier than the range,"
        " one later. The chance is that of all work being finished by %(day)s."
    )
    return said % {"day": wording.day(sealed["due_on"])}


def _alt(sealed, rows):
    slots = {"first": sealed.name(rows[0]["names"]), "last": sealed.name(rows[-1]["names"])}
    return _("Ranges of the forecasts from %(first)s to %(last)s; the table below holds the same.") % slots


def _caption(sealed, at, pages):
    said = _(
        "Dot: forecast; line: its range, with an arrow where it, or the forecast itself, is later than shown; square:"
        " finished; grey area: after %(day)s."
    )
    if pages > 1:
        said = _(
            "Dot: forecast; line: its range, with an arrow where it, or the forecast itself, is later than shown;"
            " square: finished; grey area: after %(day)s. Part %(at)s of %(pages)s."
        )
    return said % {"day": wording.day(sealed["due_on"]), "at": at, "pages": pages}


def _table(sealed):
    columns = [
        Column(_("Place"), width=1.5), Column(_("Chance"), "chance", 0.7), Column(_("Early end"), "date"),
        Column(_("Forecast finish"), "date"), Column(_("Late end"), "date"), Column(_("Finished"), "date"),
    ]  # fmt: skip
    keys = ("chance", "forecast_early_on", "forecast_on", "forecast_late_on", "finished_on")
    rows = []
    for row in sealed["counties"]:
        subject = f"county:{row['code']}"
        rows.append([wording.place(sealed, subject), *(wording.cell(sealed, subject, key) for key in keys)])
    return Table("forecast", _("Forecast of each place"), columns, rows)


def _rests():
    return [
        _(
            "The pace is that of the last verified ten-day returns against the plan (earned schedule): what the site"
            " claims moves no forecast."
        ),
        _("No forecast is earlier than the day of the report: one of that day is overdue by its own pace."),
        _("The range widens with how much the pace changed between returns, and with how much work is left."),
        _(
            "A place is finished when its last factory is: its forecast is the latest of theirs, its chance the"
            " smallest."
        ),
        _("Weather, supplies and funds to come are in it only so far as they slowed the returns already verified."),
        _(
            "Without any verified return, or without any pace, there is no forecast: a dash is no good sign. Where"
            " returns stopped, the forecast is still that of the last one, and little to be relied on."
        ),
    ]
