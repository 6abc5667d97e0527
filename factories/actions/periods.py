"""The reporting calendar: made a year at a time, opened and closed by hand, with exceptions for single places."""

from datetime import timedelta

import pghistory
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from factories import deadlines
from factories.actions import notices
from factories.models import PeriodException, ReportingPeriod
from factories.models.periods import COUNTED
from regional20x10.shared.actions import action
from regional20x10.shared.errors import Refused


@action("manage_periods")
def generate(year, *, by):
    """Make the 36 periods and 12 months of `year` that are not there yet; returns how many were made."""
    rows = []
    for kind, number in [(kind, number) for kind, count in COUNTED.items() for number in range(1, count + 1)]:
        first, last = ReportingPeriod.dates(year, number, kind)
        closes = ReportingPeriod.closing(last)
        rows.append(
            ReportingPeriod(kind=kind, year=year, number=number, starts_on=first, ends_on=last, closes_on=closes)
        )
    before = ReportingPeriod.objects.filter(year=year).count()
    ReportingPeriod.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows) - before


@action("manage_periods")
def reopen(periods, *, until, reason, by, on):
    """Take returns for all of `periods` up to and including `until`, from everybody; made on the day `on`.

    Their history keeps the reason beside the post. Refuses without a reason, and for a day that opens nothing.
    """
    rows = _locked(periods)
    fields = _without(rows, reason)
    if until < on:
        fields["until"] = [_past(until, on)]
    elif open_ := [row for row in rows if until <= row.closes_on]:
        said = _("%(period)s takes returns until %(day)s as it is: choose a later day.")
        fields["until"] = [said % {"period": row.label, "day": row.closes_on} for row in open_]
    return _moved(rows, dict.fromkeys(rows, until), fields, on)


@action("manage_periods")
def close(periods, *, reason, by, on):
    """Take no more returns for `periods`, from the day `on` or, if one has not ended, from the day after its last.

    Exceptions made for single places go on until their own day.
    """
    rows = _locked(periods)
    fields, days = _without(rows, reason), {row: max(row.ends_on, on - timedelta(days=1)) for row in rows}
    closed = []
    for row in rows:
        if row.closes_on < on:
            closed.append(_("%(period)s closed on %(day)s already.") % {"period": row.label, "day": row.closes_on})
        elif row.closes_on <= days[row]:
            said = _("%(period)s closes on its last day, %(day)s, as it is.")
            closed.append(said % {"period": row.label, "day": row.closes_on})
    if closed:
        fields.setdefault("periods", []).extend(closed)
    return _moved(rows, days, fields, on)


def _locked(periods):
    """The periods as they are now, in their order, held until the transaction ends."""
    found = ReportingPeriod.objects.filter(pk__in=[period.pk for period in periods])
    return list(found.select_for_update().order_by("starts_on"))


def _without(rows, reason):
    """{field: sentences} of what is not given."""
    fields = {}
    if not rows:
        fields["periods"] = [_("Choose at least one period.")]
    if not reason.strip():
        fields["reason"] = [_("Give the reason.")]
    return fields


def _past(until, today):
    return _("%(day)s is past: choose a day from %(today)s on.") % {"day": until, "today": today}


def _moved(rows, days, fields, on):
    """The periods closing on their new days; refused if anything stands against it.

    The history keeps `on`, by which an earlier day still finds the closing it knew (factories/reporting.py).
    """
    _refuse(fields)
    with pghistory.context(on=on.isoformat()):
        for row in rows:
            row.closes_on = days[row]
            row.save(update_fields=["closes_on"])
    return rows


def _refuse(fields):
    if fields:
        raise Refused([sentence for sentences in fields.values() for sentence in sentences], fields=fields)


@action("manage_periods")
def grant(period, *, project=None, county=None, province=None, until, reason, by, at):
    """Take returns for `period` from one project, county or province up to and including `until`.

    It ends by itself. Refuses a day that gives nothing, and more or less than one place, with all reasons at once.
    """
    [period], today = _locked([period]), localdate(at)  # two at once: the second is judged after the first
    fields = {}
    places = {"project": project, "county": county, "province": province}
    if sum(place is not None for place in places.values()) != 1:
        fields["place"] = [_("An exception is for one project, one county or one province.")]
    if not reason.strip():
        fields["reason"] = [_("Give the reason.")]
    if until < today:
        fields["until"] = [_past(until, today)]
    elif "place" not in fields:
        present = deadlines.of_place(period, today, **places)
        if until <= present.on:
            said = _("Returns of this place are taken until %(day)s as it is: choose a later day.")
            fields["until"] = [said % {"day": present.on}]
    _refuse(fields)
    made = PeriodException.objects.create(period=period, **places, until=until, reason=reason.strip(), at=at, by=by)
    notices.taken_longer(made, by=by, at=at)
    return made
