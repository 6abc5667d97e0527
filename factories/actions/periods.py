"""The reporting calendar."""

from django.utils.translation import gettext as _

from factories.models import ReportingPeriod
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused


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
def reopen(period, *, until, reason, by, on):
    """Take returns for `period` up to and including `until`: an exception made on the day `on`.

    Its history keeps the reason beside the post. Refuses without a reason, and for a day that opens nothing.
    """
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    fields = {}
    if not reason.strip():
        fields["reason"] = [_("Give the reason.")]
    if until < on:
        fields["until"] = [_("%(day)s is past: choose a day from %(today)s on.") % {"day": until, "today": on}]
    elif until <= period.closes_on:
        said = _("The period takes returns until %(day)s as it is: choose a later day.")
        fields["until"] = [said % {"day": period.closes_on}]
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)
    period.closes_on = until
    period.save(update_fields=["closes_on"])
    return period
