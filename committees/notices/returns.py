"""What is said of returns and findings."""

from datetime import date

from django.utils.translation import gettext as _

from committees.notices.days import day
from regional20x10.shared import words


def period(values):
    """The period a return is of, by its first and last day: ten days, or a month."""
    first, last = (date.fromisoformat(values[name]) for name in ("first", "last"))
    return words.day(first, "YEAR_MONTH_FORMAT") if (last - first).days > 20 else words.span(first, last)


def _of_return(values):
    return {"factory": values["factory"], "period": period(values)}


def _sent_back(values):
    said = _("The return of %(factory)s for %(period)s was sent back: correct it by a new version.")
    return said % _of_return(values)


def _waits_for_province(values):
    return _("The return of %(factory)s for %(period)s waits to be verified.") % _of_return(values)


def _waits_for_committee(values):
    return _("The return of %(factory)s for %(period)s is verified and waits to be accepted.") % _of_return(values)


def _taken_longer(values):
    said = _("By an exception, returns for %(period)s are taken until %(until)s.")
    return said % {"period": period(values), "until": day(values, "until")}


def _found(values):
    said = _("An inspection of %(factory)s made a finding, to be mended by %(due)s.")
    return said % {"factory": values["factory"], "due": day(values, "due")}


def _found_critical(values):
    said = _(
        "An inspection of %(factory)s made a critical finding, to be mended by %(due)s. While it is open, the factory "
        "is not commissioned."
    )
    return said % {"factory": values["factory"], "due": day(values, "due")}


def _resolved(values):
    said = _("A finding at %(factory)s is said to be resolved: look at it, then close it or open it again.")
    return said % {"factory": values["factory"]}


def _reopened(values):
    said = _("A finding at %(factory)s is open again: the inspection did not see it mended.")
    return said % {"factory": values["factory"]}


SENTENCES = {
    "return_sent_back": _sent_back,
    "return_waits_for_province": _waits_for_province,
    "return_waits_for_committee": _waits_for_committee,
    "returns_taken_longer": _taken_longer,
    "finding_made": _found,
    "finding_made_critical": _found_critical,
    "finding_resolved": _resolved,
    "finding_reopened": _reopened,
}
"""{code: values -> sentence}."""
