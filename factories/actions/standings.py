"""Keeping the table of standings equal to the function, inside the transaction that changes a fact or a plan."""

from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection

from factories.models import Standing
from regional20x10.shared.actions import action

COLUMNS = [field.column for field in Standing._meta.concrete_fields]
_NAMES = ", ".join(COLUMNS)
_CHANGES = ", ".join(f"{name} = EXCLUDED.{name}" for name in COLUMNS if name != "project_id")


_put_off = ContextVar("put_off", default=False)


@contextmanager
def later():
    """Within it refresh() writes nothing: for who makes a whole programme in one transaction and refreshes it after."""
    token = _put_off.set(True)
    try:
        yield
    finally:
        _put_off.reset(token)


def refresh(projects, *, on):
    """Write anew the standings of `projects` (primary keys; None for all) as of the end of day `on`.

    The projects are locked first, in a statement of its own: of two at once, the second sees what the first wrote.
    """
    if _put_off.get():
        return 0
    wanted = None if projects is None else list(projects)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT FROM factories_factoryproject WHERE %(wanted)s::bigint[] IS NULL OR id = ANY(%(wanted)s::bigint[])
            ORDER BY id FOR NO KEY UPDATE
            """,
            {"wanted": wanted},
        )
        cursor.execute(
            f"""
            INSERT INTO factories_standing ({_NAMES})
            SELECT {_NAMES} FROM standing(%s::date, %s::bigint[])
            ON CONFLICT (project_id) DO UPDATE SET {_CHANGES}
            """,
            [on, wanted],
        )
        return cursor.rowcount


@action()
def roll(*, on, by):
    """Write anew the standings that are not of day `on`; how many there were."""
    old = list(Standing.objects.exclude(as_of=on).values_list("pk", flat=True))
    return refresh(old, on=on) if old else 0
