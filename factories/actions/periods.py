"""The reporting calendar."""

from factories.models import ReportingPeriod
from regional20x10.shared.actions import action


@action("manage_periods")
def generate(year, *, by):
    """Make the 36 periods of `year` that are not there yet; returns how many were made."""
    rows = []
    for number in range(1, 37):
        first, last = ReportingPeriod.dates(year, number)
        closes = ReportingPeriod.closing(last)
        rows.append(ReportingPeriod(year=year, number=number, starts_on=first, ends_on=last, closes_on=closes))
    before = ReportingPeriod.objects.filter(year=year).count()
    ReportingPeriod.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


@action("manage_periods")
def reopen(period, *, by, until, reason):
    """Take returns for `period` up to and including `until`."""
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    period.closes_on = max(until, period.ends_on)
    period.save(update_fields=["closes_on"])
    return period
