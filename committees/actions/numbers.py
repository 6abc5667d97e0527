"""The running numbers of what the committee keeps, such as D26-014: counted anew each year, none given twice."""

from django.db import connection
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr


def next_number(model, letter, year, places=3):
    """The number after the last one of the year. Until the transaction ends, nobody else gets one of it."""
    begins = f"{letter}{year % 100:02}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"number {begins}"])
    given = model.objects.filter(number__startswith=begins)
    last = given.aggregate(last=Max(Cast(Substr("number", len(begins) + 1), IntegerField())))["last"]
    return f"{begins}{(last or 0) + 1:0{places}}"
