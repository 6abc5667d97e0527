"""Facts of a seal in words: what kind they are, what they say, what was done with them and what is missing."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from regional20x10.shared import words

KINDS = {
    "return": gettext_lazy("Ten-day return"),
    "milestone": gettext_lazy("Milestone of the public record"),
    "inspection": gettext_lazy("Inspection"),
    "finding": gettext_lazy("Finding of an inspection"),
    "gate": gettext_lazy("Passing of a gate"),
    "baseline": gettext_lazy("Approved finish"),
    "allocation": gettext_lazy("Allocation of funds"),
    "disbursement": gettext_lazy("Disbursement of funds"),
    "commitment": gettext_lazy("Commitment of funds"),
    "expenditure": gettext_lazy("Expenditure"),
    "order": gettext_lazy("Order of materials"),
    "dispatch": gettext_lazy("Dispatch of materials"),
    "receipt": gettext_lazy("Receipt of materials"),
    "equipment": gettext_lazy("Step of equipment"),
    "base_return": gettext_lazy("Quarterly report of a base"),
    "training": gettext_lazy("Training report"),
    "production": gettext_lazy("Monthly production return"),
    "decision": gettext_lazy("Decision"),
    "request": gettext_lazy("Request between bodies"),
    "visit": gettext_lazy("Visit"),
    "provincial_step": gettext_lazy("Step of a provincial report"),
}
STEPS = {
    "entered": pgettext_lazy("step of a fact", "entered"),
    "submitted": pgettext_lazy("step of a fact", "submitted"),
    "signed": pgettext_lazy("step of a fact", "signed"),
    "verified": pgettext_lazy("step of a fact", "verified"),
    "accepted": pgettext_lazy("step of a fact", "accepted"),
    "returned": pgettext_lazy("step of a fact", "sent back"),
    "approved": pgettext_lazy("step of a fact", "approved"),
    "withdrawn": pgettext_lazy("step of a fact", "withdrawn"),
    "corrected": pgettext_lazy("step of a fact", "corrected"),
}
SAID = {
    "percent": gettext_lazy("Physical progress, %"),
    "period": gettext_lazy("Period"),
    "state": gettext_lazy("State"),
    "amount": gettext_lazy("Amount"),
    "currency": gettext_lazy("Currency"),
    "quantity": gettext_lazy("Quantity"),
    "on": gettext_lazy("Day"),
    "starts_on": gettext_lazy("From"),
    "ends_on": gettext_lazy("Until"),
    "note": gettext_lazy("Note"),
    "reason": gettext_lazy("Reason"),
}
"""Keys of what facts say."""
MISSING = {
    "return": gettext_lazy("%(subject)s: no ten-day return."),
    "verified": gettext_lazy("%(subject)s: no verified return."),
    "accepted": gettext_lazy("%(subject)s: no accepted return."),
    "value": gettext_lazy("%(subject)s: not known."),
}


def kind(code):
    """A kind of fact in words."""
    return str(KINDS.get(code, code.replace("_", " ").capitalize()))


def step(code):
    """What was done with a fact."""
    return str(STEPS.get(code, code.replace("_", " ")))


def said_of(key):
    """What a value of a fact is of."""
    return str(SAID.get(key, key.replace("_", " ").capitalize()))


def missing(subject, row):
    """The sentence of one thing that a figure lacks; `subject` puts a subject into words."""
    sentence = MISSING.get(row.get("code"))
    if sentence is None:
        sentence = gettext_lazy("%(subject)s: %(what)s is missing.")
    return sentence % {"subject": subject(row.get("subject", "")), "what": kind(row.get("code") or "fact")}


def moment(text):
    """An ISO 8601 day or moment as people read it."""
    if not text:
        return ""
    return words.moment(datetime.fromisoformat(text)) if "T" in text else words.day(date.fromisoformat(text))


def plain(sealed, value):
    """Any plain value of a fact in words."""
    match value:
        case None | "":
            return words.EN_DASH
        case bool():
            return _("yes") if value else _("no")
        case int() | float():
            return words.amount(value)
        case {"en": _en, "ko": _ko}:
            return sealed.name(value) or words.EN_DASH
        case dict():
            return "; ".join(f"{said_of(key)}: {plain(sealed, said)}" for key, said in sorted(value.items()))
        case list():
            return "; ".join(plain(sealed, said) for said in value) or words.EN_DASH
        case str() if _is_day(value):
            return moment(value)
    return value


def _is_day(text):
    """Whether a text is an ISO day or moment, as the seal writes them."""
    if text[4:5] != "-" or text[7:8] != "-" or not text[:4].isdigit() or len(text) not in (10, 20):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
