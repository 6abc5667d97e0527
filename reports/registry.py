"""Every report one may see, of whatever kind: what the page of reports begins with."""

from dataclasses import dataclass

from django.db.models import Count, Q

from reports.models import Pack, ProvincialReport, ProvincialState

LATEST = 6
"""Sealed reports shown before “all of them”."""


@dataclass(frozen=True)
class OfYear:
    """The provincial reports of a year that one sees, counted by state."""

    year: int
    due_on: object
    count: int
    states: list
    """(state in words, how many), of those there are, in the order of the steps."""


def sealed(user):
    """The latest packs one may see, and how many there are. Two queries."""
    rows = Pack.objects.visible_to(user)
    return list(rows.for_list()[:LATEST]), rows.count()


def provincial(user):
    """[OfYear], the latest year first. One query."""
    counts = {state: Count("pk", filter=Q(state=state)) for state in ProvincialState.values}
    rows = ProvincialReport.objects.visible_to(user).values("program_year__year", "program_year__reports_due_on")
    rows = rows.annotate(count=Count("pk"), **counts).order_by("-program_year__year")
    return [
        OfYear(
            row["program_year__year"],
            row["program_year__reports_due_on"],
            row["count"],
            [(state.label, row[state.value]) for state in ProvincialState if row[state.value]],
        )
        for row in rows
    ]
