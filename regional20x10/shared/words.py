"""Figures, dates and states as people read them, in the language that is on. Pages, charts and reports use these.

A missing value is never written as zero: every function answers None with None, and the page shows a dash with the
words behind it.
"""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

MINUS = "\N{MINUS SIGN}"
EN_DASH = "\N{EN DASH}"

STATUS = {
    "miss": gettext_lazy("Likely to miss"),
    "risk": gettext_lazy("At risk"),
    "watch": gettext_lazy("Watch"),
    "ok": gettext_lazy("On track"),
    "done": gettext_lazy("Complete"),
    "none": gettext_lazy("No report"),
}
"""The colours of a standing and their only words."""

GATE = {
    "passed": ("check", gettext_lazy("Passed")),
    "progress": ("half", gettext_lazy("In progress")),
    "stopped": ("stop", gettext_lazy("Stopped")),
    "void": ("void", gettext_lazy("Not in force")),
    "condition": ("warn", gettext_lazy("Passed with a condition")),
    "open": ("open", gettext_lazy("Not reached")),
}
"""Gate states: facts, told with other marks than forecasts."""

FACILITY = {
    "factories": gettext_lazy("factories"),
    "hospital": gettext_lazy("hospital"),
    "service_centre": gettext_lazy("service centre"),
    "offshore_farm": gettext_lazy("offshore farm"),
    "grain_facility": gettext_lazy("grain facility"),
    "paper_mill": gettext_lazy("paper mill"),
}
"""What a milestone is about; a facility not listed here is told by its code."""

RETURN = {
    "draft": ("open", gettext_lazy("draft")),
    "submitted": ("half", gettext_lazy("submitted")),
    "verified": ("check", gettext_lazy("verified")),
    "accepted": ("done", gettext_lazy("accepted")),
    "returned": ("x", gettext_lazy("sent back")),
}
"""States of a ten-day return, with their marks."""

LANGUAGE = {"en": "English", "ko": "조선어"}
"""Each language by its own name."""


def number(value, places=0):
    """1,234.5 with a true minus sign; None stays None."""
    if value is None or value == "":
        return None
    text = number_format(round(float(value), places) + 0.0, decimal_pos=places, use_l10n=True, force_grouping=True)
    return text.replace("-", MINUS)


def amount(value):
    """A measured quantity with as many of two decimals as it has: 60, 60.5, 60.25."""
    if value is None or value == "":
        return None
    places = next((places for places in (0, 1) if round(float(value), places) == round(float(value), 2)), 2)
    return number(value, places)


def percent(value, places=1):
    """A share given as 0 to 100, such as 64.0%."""
    text = number(value, places)
    return None if text is None else f"{text}%"


def chance(value):
    """A probability given as 0 to 1, without the certainty it does not have: <1%, 7%, >99%."""
    if value is None or value == "":
        return None
    share = float(value) * 100
    if share < 1:
        return "<1%"
    return ">99%" if share > 99 else f"{share:.0f}%"


def points(value, places=1):
    """A signed difference: +4.2, −27.2, 0.0."""
    text = number(value, places)
    if text is None:
        return None
    return f"+{text}" if round(float(value), places) > 0 else text


def day(value, form="DATE_FORMAT"):
    """31 Dec 2026, with spaces that do not break; `form` may be MONTH_DAY_FORMAT or YEAR_MONTH_FORMAT."""
    if not value:
        return None
    if isinstance(value, datetime):
        value = timezone.localtime(value) if timezone.is_aware(value) else value
    return date_format(value, form)


def moment(value):
    """10 Oct 2026, 18:00 in the programme's time zone."""
    return day(value, "DATETIME_FORMAT")


def month_name(month):
    """Jan … Dec, by number."""
    return date_format(date(2000, month, 1), "MONTH_NAME_FORMAT")


def span(first, last):
    """A ten-day period: 1–10 Oct 2026; a longer span with both its days in full."""
    if first is None or last is None:
        return None
    if (first.year, first.month) != (last.year, last.month):
        return f"{day(first)} {EN_DASH} {day(last)}"
    return _("%(first)s%(dash)s%(last)s %(month)s") % {
        "first": first.day,
        "dash": EN_DASH,
        "last": last.day,
        "month": day(first, "SPAN_MONTH_FORMAT"),
    }


def days_late(value):
    """Days against a date: positive is late."""
    if value is None or value == "":
        return None
    days = round(float(value))
    if days == 0:
        return _("on time")
    if days > 0:
        return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": number(days)}
    return ngettext("%(days)s day early", "%(days)s days early", -days) % {"days": number(-days)}


def days_left(value):
    """Days to a date: negative is past."""
    if value is None:
        return None
    days = round(float(value))
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": number(days)}
    return ngettext("%(days)s day ago", "%(days)s days ago", -days) % {"days": number(-days)}
