"""The steps of requests and decisions: what stands against one, and taking it. For actions that hold the row."""

from django.utils.translation import gettext as _

from committees.models import (
    DECISION_MOVES,
    REQUEST_MOVES,
    Decision,
    DecisionState,
    DecisionStep,
    Request,
    RequestState,
    RequestStep,
)
from regional20x10.shared.errors import Refused

KINDS = {
    Request: (
        REQUEST_MOVES, RequestState, RequestStep, "request",
        {"promise": "promised", "decline": "declined", "done": "done", "confirm": "confirmed", "dispute": "disputed",
         "withdraw": "withdrawn"},
    ),
    Decision: (
        DECISION_MOVES, DecisionState, DecisionStep, "decision",
        {"done": "done", "close": "closed", "reopen": "reopened", "withdraw": "withdrawn", "move": "moved"},
    ),
}  # fmt: skip
"""{model: (its moves, its states, its steps, their field for it, {deed: step})}."""


def held(row):
    """The row as it is now; nobody else takes a step of it until the transaction ends."""
    return type(row).objects.select_for_update(of=["self"]).get(pk=row.pk)


def against(row, deed):
    """The sentences that stand against doing `deed` to the row as it is."""
    moves, states, *_rest = KINDS[type(row)]
    starts, _to, wrong = moves[deed]
    if row.state in starts:
        return []
    slots = {"why": wrong, "state": states(row.state).label}
    return [_("%(why)s It now is: %(state)s. Load the page again to see who did what.") % slots]


def take(row, deed, *, note="", by, at, **values):
    """Do `deed` to the row, which is held: its state follows, and the step is kept with `values`."""
    if sentences := against(row, deed):
        raise Refused(sentences)
    moves, _states, model, field, named = KINDS[type(row)]
    row.state = moves[deed][1]
    row.save(update_fields=["state"])
    model.objects.create(**{field: row}, step=named[deed], note=note.strip(), by=by, at=at, **values)
    return row
