"""Notifications in words: {code: function(values) -> sentence in the reader's language}."""
"""What notifications say: one sentence for each code, in the language that is on. Codes are kept, sentences made anew.

Values are JSON and words of neither language: codes, numbers, days as 2026-10-12. A function here makes the sentence.
"""

from datetime import date

from django.utils.translation import gettext as _

from regional20x10.shared import words


def _meeting(values):
    return {"number": values["number"], "day": words.day(date.fromisoformat(values["day"]))}


SENTENCES = {
    "meeting_convened": lambda values: (
        _("Meeting %(number)s of the committee is convened for %(day)s. Its agenda is fixed.") % _meeting(values)
    ),
    "meeting_moved": lambda values: _("Meeting %(number)s of the committee was moved to %(day)s.") % _meeting(values),
    "meeting_reopened": lambda values: (
        _("The agenda of meeting %(number)s of the committee, on %(day)s, was opened again.") % _meeting(values)
    ),
    "meeting_minuted": lambda values: (
        _("The minutes of meeting %(number)s of the committee, of %(day)s, are closed.") % _meeting(values)
    ),
}
"""What a notification says: for each code the sentence, made from its values in the reader's language."""

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
def period(values):
    """The period a return is of, by its first and last day: ten days, or a month."""
    first, last = (date.fromisoformat(values[name]) for name in ("first", "last"))
    return words.day(first, "YEAR_MONTH_FORMAT") if (last - first).days > 20 else words.span(first, last)


def _of_return(values):
    return {"factory": values["factory"], "period": period(values)}


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
"""What a notification says: {its code: a function of its values that gives the sentence in the reader's language}."""

from django.utils.translation import gettext as _


# --- comments --------------------------------------------------------------------------------------------------------
def _comment_calls(values):
    match values["kind"]:
        case "status_return":
            said = _("A comment on a ten-day return of %(code)s calls you.")
        case "production_return":
            said = _("A comment on a production return of %(code)s calls you.")
        case "finding":
            said = _("A comment on a finding at %(code)s calls you.")
        case "decision":
            said = _("A comment on decision %(code)s calls you.")
        case _:
            said = _("A comment on %(code)s calls you.")
    return said % {"code": values["code"]}


def _comment_answered(values):
    match values["kind"]:
        case "status_return":
            said = _("Your comment on a ten-day return of %(code)s is answered.")
        case "production_return":
            said = _("Your comment on a production return of %(code)s is answered.")
        case "finding":
            said = _("Your comment on a finding at %(code)s is answered.")
        case "decision":
            said = _("Your comment on decision %(code)s is answered.")
        case _:
            said = _("Your comment on %(code)s is answered.")
    return said % {"code": values["code"]}


SENTENCES = {
    "comment_calls": _comment_calls,
    "comment_answered": _comment_answered,
}
def _sent_back(values):
    said = _("The return of %(factory)s for %(period)s was sent back: correct it by a new version.")
    return said % _of_return(values)


def _waits_for_province(values):
    return _("The return of %(factory)s for %(period)s waits to be verified.") % _of_return(values)


def _waits_for_committee(values):
    return _("The return of %(factory)s for %(period)s is verified and waits to be accepted.") % _of_return(values)


def _taken_longer(values):
    said = _("By an exception, returns for %(period)s are taken until %(until)s.")
    return said % {"period": period(values), "until": _day(values, "until")}


def _found(values):
    said = _("An inspection of %(factory)s made a finding, to be mended by %(due)s.")
    return said % {"factory": values["factory"], "due": _day(values, "due")}


def _found_critical(values):
    said = _(
        "An inspection of %(factory)s made a critical finding, to be mended by %(due)s. While it is open, the factory "
        "is not commissioned."
    )
    return said % {"factory": values["factory"], "due": _day(values, "due")}


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


def said(notification):
    """What a notification says; its code where nobody here knows the code, or its values are of another time."""
    try:
        return SENTENCES[notification.code](notification.values)
    except (LookupError, TypeError, ValueError):
        return notification.code
