"""Spans of days in the database, for constraints that let nothing overlap."""

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Func, Value


def days(starts="starts_on", ends="ends_on"):
    """The span from the one column's day to the other's, both days in it; without a last day it has no end."""
    return Func(starts, ends, Value("[]"), function="daterange", output_field=DateRangeField())
