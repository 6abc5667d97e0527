"""What is said of charges and visits."""

from datetime import date

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from committees.models import Level
from regional20x10.shared import words


# --- requests --------------------------------------------------------------------------------------------------------
def _body(names):
    """A body by its name in the reader's language: [in English, in Korean]."""
    english, korean = names
    return (korean if get_language() == "ko" else "") or english


def _of_request(values):
    return {
        "number": values["number"], "what": values["what"], "due": words.day(date.fromisoformat(values["due_on"])),
        "asker": _body(values["asked_by"]), "owner": _body(values["owed_by"]),
    }  # fmt: skip


def _promised(values):
    slots = _of_request(values) | {"day": words.day(date.fromisoformat(values["promised_on"]))}
    return _("%(number)s, %(what)s: %(owner)s promises it for %(day)s.") % slots


def _climbed(values):
    said = {
        Level.PROVINCE: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the province."),
        Level.LEAD: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the member in charge."),
        Level.COMMITTEE: _("%(number)s, %(what)s: it waits for %(owner)s and has climbed to the committee’s agenda."),
    }
    return said[values["level"]] % _of_request(values)


# --- decisions and guidance ------------------------------------------------------------------------------------------
def _day(values, name):
    return words.day(date.fromisoformat(values[name]))


def _of_decision(said):
    """The sentence of a decision, `said` giving its words in the language that is on."""
    return lambda values: said() % {"number": values["number"], "day": _day(values, "due_on")}


def _of_decided_request(said):
    return lambda values: said() % {"number": values["number"], "decision": values["decision"]}


def _of_guidance(said):
    def sentence(values):
        korean = get_language() == "ko" and values.get("body_ko")
        slots = {"number": values["number"], "title": values["title"], "day": _day(values, "reply_by")}
        return said() % {**slots, "body": korean or values.get("body_en", "")}

    return sentence


# --- charges and visits ----------------------------------------------------------------------------------------------
def _in_language(values, name):
    """A name that the values hold in both languages."""
    return values.get(f"{name}_{get_language()}") or values[f"{name}_en"]


def _of_charge(values):
    return {
        "county": _in_language(values, "county"), "day": words.day(date.fromisoformat(values["day"])),
        "title": _in_language(values, "title"),
    }  # fmt: skip


def _charge_begun(values):
    return _("You are in charge of %(county)s from %(day)s on.") % _of_charge(values)


def _charge_begun_there(values):
    said = _("The member in charge of %(county)s from %(day)s on: %(title)s.")
    return said % _of_charge(values)


def _charge_ended(values):
    return _("Your charge of %(county)s ends with %(day)s.") % _of_charge(values)


def _charge_ended_there(values):
    said = _("The charge of %(county)s ends with %(day)s: %(title)s.")
    return said % _of_charge(values)


def _visit_recorded(values):
    slots = {
        "county": _in_language(values, "county"), "day": words.day(date.fromisoformat(values["day"])),
        "asks": values["asks"],
    }  # fmt: skip
    said = ngettext(
        "The visit to %(county)s of %(day)s is recorded, with %(asks)s thing asked for.",
        "The visit to %(county)s of %(day)s is recorded, with %(asks)s things asked for.",
        values["asks"],
    )
    return said % slots


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
    "decision_made": _of_decision(lambda: _("Decision %(number)s is for your body to carry out by %(day)s.")),
    "decision_moved": _of_decision(lambda: _("Decision %(number)s of your body is now due on %(day)s.")),
    "decision_done": _of_decision(
        lambda: _("Decision %(number)s, due on %(day)s, is said to be done: see whether it is, then close it.")
    ),
    "decision_closed": _of_decision(lambda: _("Decision %(number)s of your body, due on %(day)s, is closed.")),
    "decision_reopened": _of_decision(
        lambda: _("Decision %(number)s of your body is open again: it is not done. It is due on %(day)s.")
    ),
    "decision_withdrawn": _of_decision(
        lambda: _("Decision %(number)s of your body, due on %(day)s, is withdrawn: nobody owes it any more.")
    ),
    "request_done_by_decision": _of_decided_request(
        lambda: _("Your request %(number)s is said to be done with decision %(decision)s: confirm or dispute it.")
    ),
    "request_waits_again": _of_decided_request(
        lambda: _("Your request %(number)s waits again: decision %(decision)s was found not to be done.")
    ),
    "guidance_written": _of_guidance(
        lambda: _("Guidance note %(number)s, “%(title)s”, is addressed to your body: reply by %(day)s.")
    ),
    "guidance_replied": _of_guidance(
        lambda: _("%(body)s replied to guidance note %(number)s, “%(title)s”. A reply is due by %(day)s.")
    ),
    "charge-begun": _charge_begun,
    "charge-begun-there": _charge_begun_there,
    "charge-ended": _charge_ended,
    "charge-ended-there": _charge_ended_there,
    "visit-recorded": _visit_recorded,
}
"""{code: function of a notification's values that says it}."""
