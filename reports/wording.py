"""Values of a seal as they are read on paper and on the screen, in the language that is on: one way for every file."""

import re
from datetime import date, datetime

from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories.models import ReportingPeriod
from regional20x10.shared import words
from reports.definitions import definitions
from reports.document import Cell

DASH = words.EN_DASH
CREDIT = "© OpenStreetMap contributors (ODbL)"
LONG_SILENCE = 25
"""Days after which silence decides a standing (`silent_after` in standing()), and is told beside it."""
RIGHT = frozenset({"percent", "points", "chance", "count", "days", "tonnes", "hectares", "money", "index"})
"""Units whose values stand to the right of a column."""
UNIT = re.compile(r", (?:\S{1,2}|t(?:/| a )\S.*)$")
"""At the end of the head of a column."""


def said(value, unit):
    """A plain value (number, ISO date, code) of one of reports.definitions.UNITS in words; a dash if it is unknown."""
    if value is None or value == "":
        return DASH
    return str(_SAID[unit](value))


def head(text):
    """The head of a column on paper: the unit at its end never stands on a line by itself."""
    return UNIT.sub(lambda unit: unit[0].replace(" ", "\N{NO-BREAK SPACE}"), text)


def day(text, form="DATE_FORMAT"):
    """An ISO date, or the day of an ISO moment."""
    return words.day(date.fromisoformat(on(text)), form) if text else DASH


def on(text):
    """The ISO date of an ISO moment, by the clocks of the programme; of a date itself."""
    return localtime(datetime.fromisoformat(text)).date().isoformat() if "T" in text else text


def moment(text):
    """An ISO moment by the clocks of the programme, and how far they are from UTC."""
    at = localtime(datetime.fromisoformat(text))
    return f"{words.moment(at)} (UTC{at:%:z})"


def measured(value):
    """Tonnes or hectares, with one decimal; so little that it would be written as zero with two."""
    return words.number(value, 1) if not value or abs(value) >= 0.05 else words.amount(value)


def _text(value):
    return {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else value


_SAID = {
    "percent": words.percent,
    "points": words.points,
    "chance": words.chance,
    "count": words.number,
    "days": words.number,
    "date": day,
    "tonnes": measured,
    "hectares": measured,
    "money": words.number,
    "index": lambda value: words.number(value, 2),
    "colour": lambda value: words.STATUS[value],
    "text": _text,
}


def cell(sealed, subject, key, small="", **more):
    """The Cell of a figure, linked to it; of one that the seal has not got, a dash."""
    name, unit = f"{subject}/{key}", unit_of(key)
    value = sealed.value(subject, key)
    held = {"value": value, "unit": unit, "figure": name if name in sealed.figures else ""}
    if unit == "colour" and value:
        held["state"] = value
    return Cell(text=said(value, unit), small=str(small or ""), **(held | more))


def unit_of(key):
    """The unit of a figure by its key."""
    return definitions()[key].unit


def place(sealed, subject, small=""):
    """The Cell of a place or factory by its name, linked to its own page."""
    return Cell(text=sealed.subject(subject), small=str(small or ""), subject=subject)


def factory(sealed, subject):
    """The Cell of a factory by its name, its place under it; of a place, its name alone."""
    return place(sealed, subject, sealed.place_of(subject))


def span(early, middle, late):
    """“26 Nov – 20 Dec”, with years where not all are the forecast's own; nothing if there is no forecast."""
    days = [middle, early, late]
    if not all(days) or early == late:
        return ""
    form = "MONTH_DAY_FORMAT" if len({text[:4] for text in days}) == 1 else "DATE_FORMAT"
    return f" {DASH} ".join(day(text, form) for text in days[1:])


def finish(sealed, subject):
    """The day of the finish, and under it the range of the forecast, or that it is one no more."""
    if sealed.value(subject, "finished_on"):
        return cell(sealed, subject, "finished_on", _("Finished"))
    ends = [sealed.value(subject, f"forecast_{end}on") for end in ("early_", "", "late_")]
    return cell(sealed, subject, "forecast_on", span(*ends))


def silence(days):
    """How long nothing was verified of one or several factories, where that decides the standing."""
    known = [count for count in days if count is not None]
    most = max(known, default=0)
    if most <= LONG_SILENCE:
        return ""
    if min(known) < most:
        return _("nothing verified for up to %(days)s days") % {"days": most}
    return ngettext("nothing verified for %(days)s day", "nothing verified for %(days)s days", most) % {"days": most}


def late(days):
    """Days against a date, nothing if they are not known."""
    return words.days_late(days) or ""


def planned(share):
    return _("planned %(share)s") % {"share": said(share, "percent")}


def of(count):
    return _("of %(count)s") % {"count": words.number(count)}


def period(code):
    """The days of a period by its code."""
    return ReportingPeriod.of_code(code).label


def ranges(codes):
    """The periods of codes, consecutive ones as a range: ["11–20 Mar 2025 to 21–30 Nov 2025", "11–20 Dec 2025"]."""
    found = []
    for code in codes:
        if found and _place_of(code) == _place_of(found[-1][1]) + 1:
            found[-1][1] = code
        else:
            found.append([code, code])
    told = [(period(first), period(last)) for first, last in found]
    return [
        first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last} for first, last in told
    ]


def _place_of(code):
    """The number of a period among those of its kind: "2025-03" of months, "2025-03-2" of thirds of months."""
    year, month, *third = map(int, code.split("-"))
    months = 12 * year + month
    return 3 * months + third[0] if third else months


def capital(text):
    """The words of a list, at the beginning of a cell."""
    return capfirst(text)
