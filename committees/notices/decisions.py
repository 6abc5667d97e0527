"""What is said of decisions and guidance."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from committees.notices.days import day


def _of_decision(said):
    """The sentence of a decision, `said` giving its words in the language that is on."""
    return lambda values: said() % {"number": values["number"], "day": day(values, "due_on")}


def _of_request(said):
    return lambda values: said() % {"number": values["number"], "decision": values["decision"]}


def _of_guidance(said):
    def sentence(values):
        korean = get_language() == "ko" and values.get("body_ko")
        slots = {"number": values["number"], "title": values["title"], "day": day(values, "reply_by")}
        return said() % {**slots, "body": korean or values.get("body_en", "")}

    return sentence


SENTENCES = {
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
    "request_done_by_decision": _of_request(
        lambda: _("Your request %(number)s is said to be done with decision %(decision)s: confirm or dispute it.")
    ),
    "request_waits_again": _of_request(
        lambda: _("Your request %(number)s waits again: decision %(decision)s was found not to be done.")
    ),
    "guidance_written": _of_guidance(
        lambda: _("Guidance note %(number)s, “%(title)s”, is addressed to your body: reply by %(day)s.")
    ),
    "guidance_replied": _of_guidance(
        lambda: _("%(body)s replied to guidance note %(number)s, “%(title)s”. A reply is due by %(day)s.")
    ),
}
"""{code: values -> sentence}."""
