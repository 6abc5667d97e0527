"""What is said of sealed reports."""

from django.utils.translation import gettext as _

from committees.notices.days import day

_KINDS = {
    "year": lambda: _("The sealed report of the year %(year)s, as of %(day)s, is ready: seal %(number)s."),
    "quarter": lambda: _("The sealed report of a quarter of %(year)s, as of %(day)s, is ready: seal %(number)s."),
    "month": lambda: _("The sealed report of a month of %(year)s, as of %(day)s, is ready: seal %(number)s."),
}


def _ready(values):
    return _KINDS[values["kind"]]() % {**values, "day": day(values, "as_of")}


SENTENCES = {"pack_ready": _ready}
"""{code: values -> sentence}."""
