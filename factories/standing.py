"""Where projects stand, read: from the table for today, from the function for any other day. One row type for both."""

import json
from decimal import Decimal

from django.db import connection
from django.db.models.sql.datastructures import BaseTable

from factories.models import Standing

SOURCE_NOW = "factories_standing"
SOURCE_THEN = "standing(%(as_of)s::date, %(projects)s::bigint[])"


def source(as_of, projects=None):
    """The SQL relation that holds the standings of day `as_of`: the table if it is of that day, else the function.

    An empty table is of no day: whoever puts its refreshing off is answered by the function.

    `projects`: list of primary keys, None for all. Returns (relation, parameters).
    """
    parameters = {"as_of": as_of, "projects": projects}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT EXISTS (SELECT FROM factories_standing)
               AND NOT EXISTS (SELECT FROM factories_standing WHERE as_of <> %s)
            """,
            [as_of],
        )
        fresh = cursor.fetchone()[0]
    if not fresh:
        return SOURCE_THEN, parameters
    if projects is None:
        return SOURCE_NOW, parameters
    return f"(SELECT * FROM {SOURCE_NOW} WHERE project_id = ANY(%(projects)s::bigint[]))", parameters


def standings(as_of, projects):
    """{project pk: Standing} of `projects` (primary keys) at the end of day `as_of`. Two queries."""
    relation, parameters = source(as_of, list(projects))
    rows = Standing.objects.raw(f"SELECT * FROM {relation} AS s", parameters)
    return {row.pk: row for row in rows}


def on(as_of, projects=None):
    """The standings of day `as_of`, of the table or the function, as a queryset to scope, filter and read like any.

    `projects`: primary keys, where only some can be wanted: the function then computes no others.
    """
    rows = Standing.objects.all() if projects is None else Standing.objects.filter(project__in=projects)
    if source(as_of)[0] != SOURCE_NOW:
        alias = rows.query.get_initial_alias()
        rows.query.alias_map[alias] = _Then(SOURCE_THEN, alias, as_of, projects)
    return rows


class _Then(BaseTable):
    """In a query's FROM, the function in place of the table whose row type it has."""

    def __init__(self, table_name, alias, as_of, projects):
        super().__init__(table_name, alias)
        self.as_of, self.projects = as_of, projects

    def as_sql(self, compiler, connection):
        return f"standing(%s::date, %s::bigint[]) {compiler.quote_name(self.table_alias)}", [self.as_of, self.projects]

    def relabeled_clone(self, change_map):
        alias = change_map.get(self.table_alias, self.table_alias)
        return type(self)(self.table_name, alias, self.as_of, self.projects)


def differences():
    """Where the table and the function disagree, as (project code, table row, function row); none is right.

    Rows are {column: value}, None for one that is missing: a project without a standing is a difference too, even
    where no project has one and there is no day to ask the function for.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH days AS (SELECT DISTINCT as_of FROM factories_standing),
                 answer AS (SELECT f.* FROM days CROSS JOIN LATERAL standing(days.as_of) f)
            SELECT p.code, to_jsonb(s), to_jsonb(a)
            FROM factories_factoryproject p
            LEFT JOIN factories_standing s ON s.project_id = p.id
            LEFT JOIN answer a ON a.project_id = p.id AND a.as_of = s.as_of
            WHERE s.project_id IS NULL OR s IS DISTINCT FROM a
            ORDER BY p.code
            """
        )
        return [(code, _told(kept), _told(answer)) for code, kept, answer in cursor.fetchall()]


def _told(row):
    return None if row is None else json.loads(row, parse_float=Decimal)
