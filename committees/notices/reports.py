"""What is said of the reports of provinces on a year."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from committees.notices.days import day


def _of(values):
    name = values.get(f"province_{get_language()}") or values["province_en"]
    return {"year": values["year"], "province": name}


def _returned(values):
    said = ngettext(
        "The report of %(province)s on %(year)s was sent back with a note on %(count)s section.",
        "The report of %(province)s on %(year)s was sent back with notes on %(count)s sections.",
        values["sections"],
    )
    return said % {**_of(values), "count": values["sections"]}


def _due(values):
    slots = {**_of(values), "day": day(values), "left": values["left"]}
    if values["left"] == 0:
        return _("The report of %(province)s on %(year)s is due today and not submitted.") % slots
    said = ngettext(
        "The report of %(province)s on %(year)s is due on %(day)s, in %(left)s day, and not submitted.",
        "The report of %(province)s on %(year)s is due on %(day)s, in %(left)s days, and not submitted.",
        values["left"],
    )
    return said % slots


SENTENCES = {
    "provincial_report_submitted": lambda v: (
        _("The report of %(province)s on %(year)s is submitted: accept it, or send it back with notes.") % _of(v)
    ),
    "provincial_report_taken_back": lambda v: (
        _("The report of %(province)s on %(year)s was taken back by the province.") % _of(v)
    ),
    "provincial_report_returned": _returned,
    "provincial_report_accepted": lambda v: _("The report of %(province)s on %(year)s is accepted.") % _of(v),
    "provincial_comment": lambda v: (
        _("There is a new comment on the report of %(province)s on %(year)s: answer it.") % _of(v)
    ),
    "provincial_comment_answered": lambda v: (
        _("Your comment on the report of %(province)s on %(year)s is answered.") % _of(v)
    ),
    "provincial_report_due": _due,
    "provincial_report_late": lambda v: (
        _("The report of %(province)s on %(year)s was due on %(day)s and is not submitted.") % {**_of(v), "day": day(v)}
    ),
}
"""{code: values -> sentence}."""
