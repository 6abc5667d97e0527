"""Rows written past the actions by COPY, many thousands at a time."""

from django.db import connection


class Keys:
    """Primary keys, fetched from the tables' sequences many at a time."""

    AT_ONCE = 5000

    def __init__(self):
        self.held = {}

    def __call__(self, model):
        if not (held := self.held.setdefault(model, [])):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s) ORDER BY 1 DESC",
                    [model._meta.db_table, self.AT_ONCE],
                )
                held += [key for (key,) in cursor.fetchall()]
        return held.pop()


def copy(rows):
    """Write unsaved rows of one model, with all their columns."""
    if not rows:
        return
    fields = rows[0]._meta.concrete_fields
    values = ([part.get_db_prep_save(getattr(row, part.attname), connection) for part in fields] for row in rows)
    copy_values(type(rows[0]), [part.column for part in fields], values)


def copy_values(model, columns, rows):
    """Write `rows` of values into a model's table by COPY."""
    names = ", ".join(map(connection.ops.quote_name, columns))
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
