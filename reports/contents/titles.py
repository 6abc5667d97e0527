"""What a sealed report is called, and what stands at the head and foot of every page of it."""

from datetime import date

from django.utils.translation import gettext as _

from regional20x10.shared import words
from reports.wording import CREDIT, day

SHORT_DIGEST = 12


def title(sealed):
    """Its name by its kind."""
    starts = date.fromisoformat(sealed["starts_on"])
    slots = {"year": sealed["year"], "month": words.day(starts, "YEAR_MONTH_FORMAT")}
    said = {
        "year": _("Plenary report %(year)s"),
        "quarter": _QUARTERS[(starts.month - 1) // 3](),
        "month": _("Report of %(month)s"),
    }
    return said[sealed["kind"]] % slots


_QUARTERS = (
    lambda: _("Report of the first quarter of %(year)s"),
    lambda: _("Report of the second quarter of %(year)s"),
    lambda: _("Report of the third quarter of %(year)s"),
    lambda: _("Report of the fourth quarter of %(year)s"),
)


def subtitle(sealed):
    """Of what and of when; whether its year is closed."""
    slots = {"program": program(sealed), "day": day(sealed["as_of"])}
    if sealed["kind"] == "year" and not sealed["closed"]:
        return _("%(program)s, as of %(day)s; the year is not closed yet") % slots
    return _("%(program)s, as of %(day)s") % slots


def program(sealed):
    return sealed.name(sealed["program"]["names"])


def short(sealed):
    """At the head of the pages."""
    return _("%(title)s, as of %(day)s") % {"title": title(sealed), "day": day(sealed["as_of"])}


def foot(sealed):
    """At the foot of every page: of which seal it is."""
    header = sealed.header
    slots = {"number": header["number"], "digest": header["sha256"][:SHORT_DIGEST], "day": day(sealed["as_of"])}
    return _("Seal %(number)s · SHA-256 %(digest)s… · as of %(day)s") % slots


def credit():
    return _("Sources: ten-day returns and the public record (list at the end); map %(credit)s") % {"credit": CREDIT}


def demonstration(sealed):
    """The mark of a demonstration; nothing of a real seal."""
    return _("Demonstration: the figures are made up.") if sealed["demonstration"] else ""


def address(sealed, figure, language):
    """Where the web pack shows how a figure was computed."""
    return f"{sealed['address']}/{language}/reports/seals/{sealed.header['number']}/figures/{figure}/"
