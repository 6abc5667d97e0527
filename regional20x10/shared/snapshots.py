"""Transactions that see the database as it was at one moment, whatever others write meanwhile."""

from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction


@contextmanager
def snapshot(*, alone_with):
    """A transaction at repeatable read, whose moment comes after it has the table of `alone_with` to itself.

    `alone_with`: a model, as "reports.Seal". Others go on reading the table; who writes it, or takes a snapshot alone
    with it, waits. LOCK TABLE is the one statement that may wait before the snapshot is taken: after any other, an
    advisory lock too, the transaction would not see what the one it waited for has written.

    It is a transaction of its own: inside another it raises RuntimeError. In a test's transaction it is a part of that,
    which sees but its own rows.
    """
    table = connection.ops.quote_name(apps.get_model(alone_with)._meta.db_table)
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            if not connection.savepoint_ids:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        yield
