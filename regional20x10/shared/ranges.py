"""Spans of days in the database, for constraints that let nothing overlap."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func, Value
from django.db.models.functions import Least


def days(starts="starts_on", ends="ends_on"):
    """The span from the one column's day to the other's, both days in it; without a last day it has no end.

    One that runs backwards is taken for its last day alone, so that it can be asked about: PostgreSQL makes no such
    range, and another constraint refuses it with its sentence.
    """
    return Func(Least(starts, ends), ends, Value("[]"), function="daterange", output_field=DateRangeField())
