"""What every action has in common: one transaction, and a trace of who, as what, and why."""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from regional20x10.shared.errors import NotAllowed, Refused


def action(may=None, *, within=transaction.atomic):
    """Make a function an action: atomic, allowed only to posts that may do `may`, its history signed.

    `within`: makes its transaction, where that is to be another than usual (snapshots.py).

    The function takes `by=`, the post that acts (None only for the system's own work: imports and schedules), and
    may take `reason=`, which is kept in the history beside every row it changes.
    """

    def decorate(function):
        @wraps(function)
        def run(*args, by, **kwargs):
            if may and by is not None and not by.may(may):
                raise not_allowed(by, may)
            signature = {"post": by and by.pk, "user": by and by.user_id, "action": function.__name__}
            with within(), pghistory.context(**signature, reason=str(kwargs.get("reason") or "")):
                return function(*args, by=by, **kwargs)

        return run

    return decorate


def not_allowed(by, deed):
    """What to raise when the post `by` may not do `deed`: with the reason, and whom to ask."""
    slots = {"post": by, "who": by.who_may(deed)}
    return NotAllowed(_("The post “%(post)s” may not do this. Ask: %(who)s.") % slots)


_left_to_the_database = ContextVar("left_to_the_database", default=False)


@contextmanager
def leave_to_the_database():
    """Within it checked() asks the database nothing beforehand, of constraints or of rows that are referred to: for
    who makes a whole programme at once, of rows known to fit.

    The database holds the same constraints, and refuses with a word of its own.
    """
    token = _left_to_the_database.set(True)
    try:
        yield
    finally:
        _left_to_the_database.reset(token)


def checked(row, also=None, *, exclude=()):
    """Return `row` if it satisfies its own fields and constraints; otherwise refuse with every sentence.

    `also`: {field: sentences} of what else the action found to stand against it, said at the same time; of a field
    that stands in both, the action's own words are said. `exclude`: fields that the action sets as they must be.
    """
    fields = dict(also or {})
    try:
        ask = not _left_to_the_database.get()
        unasked = () if ask else _referring(row)
        row.full_clean({*exclude, *unasked}, validate_unique=ask, validate_constraints=ask)
    except ValidationError as error:
        fields |= {name: said for name, said in error.message_dict.items() if name not in fields}
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    return row


def _referring(row):
    """The fields by which `row` refers to other rows: full_clean() asks one by one whether they are there."""
    fields = row._meta.concrete_fields
    return [field.name for field in fields if field.is_relation and getattr(row, field.attname) is not None]


def backwards(row, rule):
    """{"ends_on": the sentence of the constraint `rule`} of a row that ends before it starts; nothing of another."""
    if not (row.starts_on and row.ends_on and row.ends_on < row.starts_on):
        return {}
    [found] = (said for said in row._meta.constraints if said.name == rule)
    return {"ends_on": [str(found.violation_error_message)]}


def saved(row, **how):
    """Save `row`, which is checked. What another transaction saved meanwhile is refused by the database alone: the
    constraint it names says its own sentence, as checked() would have.
    """
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        sentences = [str(rule.get_violation_error_message()) for rule in row._meta.constraints if rule.name == name]
        if not sentences:
            raise
        raise Refused(sentences) from error
    return row
