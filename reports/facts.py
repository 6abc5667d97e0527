"""Facts of a seal in words: what kind they are, what they say, what was done with them and what is missing.

The words are those of the models of which the facts are rows: one word for one thing, here and on the pages.
"""

from datetime import date, datetime
from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from committees import models as bodies
from factories import models as works
from factories.models.inspections import FindingState
from regional20x10.shared import words
from reports import definitions
from reports import models as told

MODELS = {
    "return": works.StatusReturn, "milestone": works.Milestone, "inspection": works.Inspection,
    "finding": works.Finding, "gate": works.GatePass, "baseline": works.Baseline, "allocation": works.FundAllocation,
    "disbursement": works.Disbursement, "commitment": works.Commitment, "order": works.MaterialOrder,
    "dispatch": works.Dispatch, "delivery": works.Delivery, "base_return": works.BaseReturn,
    "training": works.TrainingReturn, "production": works.ProductionReturn, "complaint": works.Complaint,
    "complaint_reply": works.ComplaintReply, "carry_over": works.CarryOver, "conditions": works.LocalConditions,
    "measurement": works.SiteMeasurement, "decision": bodies.Decision, "request": bodies.Request,
    "visit": bodies.Visit, "provincial_step": told.ProvincialStep,
}  # fmt: skip
"""{kind of fact: the model of which it is a row}."""
STEPS = {
    "entered": pgettext_lazy("step of a fact", "entered"),
    "signed": pgettext_lazy("step of a fact", "signed by the county"),
    "verified": pgettext_lazy("step of a fact", "verified"),
    "accepted": pgettext_lazy("step of a fact", "accepted"),
    "returned": pgettext_lazy("step of a fact", "sent back"),
    "approved": pgettext_lazy("step of a fact", "approved"),
    "passed": pgettext_lazy("step of a fact", "passed"),
    "published": pgettext_lazy("step of a fact", "published"),
    "asked": pgettext_lazy("step of a fact", "asked"),
    "promised": pgettext_lazy("step of a fact", "promised"),
    "done": pgettext_lazy("step of a fact", "said to be done"),
    "confirmed": pgettext_lazy("step of a fact", "confirmed"),
    "declined": pgettext_lazy("step of a fact", "declined"),
    "escalated": pgettext_lazy("step of a fact", "taken higher"),
    "resolved": pgettext_lazy("step of a fact", "resolved"),
    "reopened": pgettext_lazy("step of a fact", "opened again"),
    "closed": pgettext_lazy("step of a fact", "closed"),
    "made": pgettext_lazy("step of a fact", "made"),
    "moved": pgettext_lazy("step of a fact", "moved to another day"),
    "withdrawn": pgettext_lazy("step of a fact", "withdrawn"),
}
SAID = {
    "period": gettext_lazy("Period"),
    "state": gettext_lazy("State"),
    "pace": gettext_lazy("Pace of the work"),
    "spent": gettext_lazy("Spent"),
    "installed": gettext_lazy("Equipment installed"),
    "public": gettext_lazy("By the public record"),
    "products": gettext_lazy("Products"),
    "product": gettext_lazy("Product"),
    "output_t": gettext_lazy("Output, t"),
    "trade_names": gettext_lazy("Trade"),
    "sources": gettext_lazy("Sources"),
    "asked": gettext_lazy("Asked for"),
    "promised": gettext_lazy("Promised"),
    "done": gettext_lazy("Done"),
    "told_by": gettext_lazy("Told by"),
}
"""What facts say that is no column of their model."""
UNSAID = frozenset({"county", "project"})
"""What the subject of a fact says already."""
STATES = {"finding": dict(FindingState.choices)} | {
    ladder: {state: word for state, (_mark, word) in words.RETURN.items()} for ladder in ("return", "production")
}
NUMBERED = frozenset({"year", "quarter", "number"})
"""Whole numbers that are names: without a comma."""


def kind(code):
    """A kind of fact in words."""
    model = MODELS.get(code)
    return capfirst(str(model._meta.verbose_name)) if model else code.replace("_", " ").capitalize()


def step(code):
    """What was done with a fact."""
    return str(STEPS.get(code, code.replace("_", " ")))


@cache
def _field(kind, key):
    """The column of a kind of fact, None if there is none."""
    try:
        field = MODELS[kind]._meta.get_field(key)
    except (KeyError, FieldDoesNotExist):
        return None
    return field if isinstance(field, Field) else None


def said_of(kind, key):
    """What a value of a fact is of."""
    if key in SAID:
        return str(SAID[key])
    field = _field(kind, key)
    return capfirst(str(field.verbose_name)) if field else key.replace("_", " ").capitalize()


def said(sealed, kind, key, value):
    """A value of a fact in words."""
    if isinstance(value, str):
        field = _field(kind, key)
        choices = STATES.get(kind, {}) if key == "state" else {}
        choices = choices or (dict(field.flatchoices) if field else {})
        if value in choices:
            return str(choices[value])
        if key == "facility":
            return str(words.FACILITY.get(value, value))
    if key in NUMBERED and isinstance(value, int):
        return str(value)
    return plain(sealed, value)


def missing(subject, row):
    """The sentence of one thing that a figure lacks; `subject` puts a subject into words."""
    code = row.get("code") or ""
    sentence = str(definitions.missing().get(code) or code.replace("_", " "))
    if row.get("period"):
        sentence = f"{sentence} ({row['period']})"
    return f"{subject(row['subject'])}: {sentence}" if row.get("subject") else sentence


def moment(text):
    """An ISO 8601 day or moment as people read it."""
    if not text:
        return ""
    return words.moment(datetime.fromisoformat(text)) if "T" in text else words.day(date.fromisoformat(text))


def plain(sealed, value):
    """Any plain value in words."""
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
            return "; ".join(f"{said_of('', key)}: {plain(sealed, part)}" for key, part in sorted(value.items()))
        case list():
            return "; ".join(plain(sealed, part) for part in value) or words.EN_DASH
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
