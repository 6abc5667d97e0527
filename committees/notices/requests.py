"""What is said of requests."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees.models import Level
from committees.notices.days import day


def _body(names):
    """A body by its name in the reader's language: [in English, in Korean]."""
    english, korean = names
    return (korean if get_language() == "ko" else "") or english


def _of_request(values):
    return {
        "number": values["number"], "what": values["what"], "due": day(values, "due_on"),
        "asker": _body(values["asked_by"]), "owner": _body(values["owed_by"]),
    }  # fmt: skip


def _promised(values):
    slots = _of_request(values) | {"day": day(values, "promised_on")}
    return _("%(number)s, %(what)s: %(owner)s promises it for %(day)s.") % slots


def _climbed(values):
    said = {
        Level.PROVINCE: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the province."),
        Level.LEAD: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the member in charge."),
        Level.COMMITTEE: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the committee’s agenda."),
    }
    return said[values["level"]] % _of_request(values)


SENTENCES = {
    "request_asked": lambda v: (
        _("%(number)s: %(asker)s asks %(owner)s for: %(what)s. It is due on %(due)s.") % _of_request(v)
    ),
    "request_promised": _promised,
    "request_declined": lambda v: _("%(number)s, %(what)s: %(owner)s declines it.") % _of_request(v),
    "request_done": lambda v: (
        _("%(number)s, %(what)s: %(owner)s says that it is done. %(asker)s confirms or disputes it.") % _of_request(v)
    ),
    "request_confirmed": lambda v: _("%(number)s, %(what)s: %(asker)s confirms that it is done.") % _of_request(v),
    "request_disputed": lambda v: (
        _("%(number)s, %(what)s: %(asker)s says that it is not done; %(owner)s owes it again.") % _of_request(v)
    ),
    "request_withdrawn": lambda v: _("%(number)s, %(what)s: %(asker)s needs it no longer.") % _of_request(v),
    "request_passed": lambda v: _("%(number)s, %(what)s: %(owner)s owes it now.") % _of_request(v),
    "request_climbed": _climbed,
}
"""{code: function of a notification's values that says it}."""
