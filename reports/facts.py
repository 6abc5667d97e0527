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
    "submit": pgettext_lazy("step of a fact", "submitted"),
    "take_back": pgettext_lazy("step of a fact", "taken back"),
    "return": pgettext_lazy("step of a fact", "sent back"),
    "accept": pgettext_lazy("step of a fact", "accepted"),
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
    "material": gettext_lazy("Material"),
    "unit": gettext_lazy("Unit"),
    "site": gettext_lazy("Site"),
    "year": gettext_lazy("Year"),
    "step": gettext_lazy("Step"),
    "notes": gettext_lazy("What is to be mended"),
    "names": gettext_lazy("Name"),
    "address": gettext_lazy("Address"),
    "lat": gettext_lazy("Latitude"),
    "lon": gettext_lazy("Longitude"),
    "design": gettext_lazy("Design unit"),
    "construction": gettext_lazy("Construction unit"),
    "operation": gettext_lazy("Operation unit"),
}
"""What facts and rows of a seal say that is no column of their model, or has no words there."""
SECTIONS = dict(told.SectionKey.choices)
"""Of a provincial report: what is to be mended is told by section."""
UNSAID = frozenset({"county", "project"})
"""What the subject of a fact says already."""
STATES = {"finding": dict(FindingState.choices)} | {
    ladder: {state: word for state, (_mark, word) in words.RETURN.items()} for ladder in ("return", "production")
}
CODED = {
    "pace": {works.StatusReturn.Pace.NORMAL: gettext_lazy("as planned")},
    "step": STEPS,
    "facility": words.FACILITY,
}
"""{what a value is of: {code: its words}}, where they are others than those of its column: an answer is none."""
NUMBERED = frozenset({"year", "quarter", "number", "lat", "lon"})
"""Numbers that are names: without a comma, with all their decimals."""
OTHERS = frozenset({"told_by", "complaint"})
"""What names another fact."""


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
    if kind == "provincial_step" and key in SECTIONS:
        return str(SECTIONS[key])
    field = _field(kind, key)
    return capfirst(str(field.verbose_name)) if field else key.replace("_", " ").capitalize()


def said(sealed, kind, key, value):
    """A value of a fact in words."""
    if isinstance(value, str) and (found := _coded(sealed, kind, key, value)):
        return str(found)
    if key in NUMBERED and isinstance(value, int | float):
        return str(value)
    return plain(sealed, value, kind)


def _coded(sealed, kind, key, value):
    """The words of a code; nothing if it is none."""
    if key in OTHERS:
        return _other(sealed, value)
    if key in ("material", "product"):
        return sealed.name(sealed.wares.get(value))
    choices = (STATES.get(kind) if key == "state" else None) or CODED.get(key, {})
    if value in choices:
        return choices[value]
    field = _field(kind, key)
    return dict(field.flatchoices).get(value) if field else None


def _other(sealed, name):
    """Another fact, by its kind and what it is known by."""
    row = sealed.facts.get(name)
    if row is None:
        return name
    known = row["values"].get("reference") or row["values"].get("period") or moment(row.get("on"))
    return f"{kind(row['kind'])} {known}".strip()


def about(row):
    """[(key, value)] of what a fact says, without what its subject says and codes whose names stand there too."""
    values = row["values"]
    return [(key, value) for key, value in values.items() if key not in UNSAID and f"{key}_names" not in values]


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


def plain(sealed, value, kind=""):
    """Any plain value in words; `kind` of the fact that says it."""
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
            parts = (f"{said_of(kind, key)}: {said(sealed, kind, key, part)}" for key, part in sorted(value.items()))
            return "; ".join(parts) or words.EN_DASH
        case list():
            return "; ".join(plain(sealed, part, kind) for part in value) or words.EN_DASH
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
