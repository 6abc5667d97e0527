"""Until when a project may report for a period: the period's own last day, or that of an exception that covers it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from factories.models import Gate, PeriodException, PeriodKind, ReportingPeriod
from regional20x10.shared import clock, words


@dataclass(frozen=True)
class Deadline:
    """The last day on which a return is taken, and the exception it is owed to; None where the period's own holds."""

    on: date
    exception: PeriodException | None = None

    def passed(self, day):
        return day > self.on

    @property
    def sentence(self):
        """The exception in words; empty without one."""
        return in_words(self.exception) if self.exception else ""


def unready(*, started, planned):
    """Why nothing is reported yet of a project, whatever the period: sentences, none if nothing is in the way.

    `started`: it has passed its first gate; `planned`: it has work packages.
    """
    reasons = []
    if not started:
        said = _("Building has not been allowed to start: the project page shows what the gate “%(gate)s” still needs.")
        reasons.append(said % {"gate": Gate.START.label})
    if not planned:
        reasons.append(_("The project has no work packages yet: committee staff must enter its plan first."))
    return reasons


def in_words(exception):
    """Until when it holds, and why."""
    return _("Taken until %(day)s by exception: %(reason)s") % {
        "day": words.day(exception.until), "reason": exception.reason,
    }  # fmt: skip


def known(day):
    """The exceptions that had been made by the end of `day`, those that have ended too."""
    return PeriodException.objects.filter(at__lte=clock.end_of(day))


def taking(day, kind=PeriodKind.TEN_DAYS):
    """The periods of a kind that take returns on `day`, from all or by an exception from some."""
    longer = known(day).filter(period=OuterRef("pk"), until__gte=day)
    rows = ReportingPeriod.objects.filter(kind=kind).begun(day).filter(Q(closes_on__gte=day) | Exists(longer))
    return rows.order_by("closes_on", "starts_on")


def closings(projects, periods, day):
    """{(project pk, period pk): Deadline} as known on `day`. One query; the projects have their place at hand."""
    projects, periods = list(projects), list(periods)
    longer = _longest(known(day).filter(period__in=[period.pk for period in periods])) if projects and periods else {}
    found = {}
    for project in projects:
        county = project.plan.county
        places = [("project", project.pk), ("county", county.pk), ("province", county.province_id)]
        for period in periods:
            given = [longer[period.pk, *place] for place in places if (period.pk, *place) in longer]
            found[project.pk, period.pk] = _later(period, given)
    return found


def _longest(exceptions):
    """{(period pk, kind of place, its pk): the exception that lasts longest}."""
    found = {}
    for row in exceptions.order_by("until", "at", "pk"):
        found[(row.period_id, *row.place_key)] = row
    return found


def _later(period, exceptions):
    """The Deadline of a period under these exceptions: one that ends before the period itself adds nothing."""
    longest = max(exceptions, key=lambda row: (row.until, row.at, row.pk), default=None)
    if longest is None or longest.until <= period.closes_on:
        return Deadline(period.closes_on)
    return Deadline(longest.until, longest)


def closing(project, period, day):
    """The Deadline of one project for one period, as known on `day`."""
    return closings([project], [period], day)[project.pk, period.pk]


def of_place(period, day, *, project=None, county=None, province=None):
    """The Deadline that holds for all of one place by what covers the whole of it."""
    if project is not None:
        return closing(project, period, day)
    covered = Q(county=county) | Q(province=county.province_id) if county is not None else Q(province=province)
    return _later(period, list(known(day).filter(covered, period=period)))


def refusals(project, period, day, deadline=None):
    """Why no return of `project` is taken for `period` on `day`: sentences, none if one is.

    `deadline`: that of both, where it is known already.
    """
    deadline = deadline or closing(project, period, day)
    if period.kind == PeriodKind.MONTH and deadline.passed(day):
        said = _("%(period)s closed on %(day)s: ask committee staff to open it again, or for an exception.")
        return [said % {"period": period.label, "day": deadline.on}]
    if day < period.starts_on or not deadline.passed(day):
        return period.refusals(min(day, period.closes_on))
    if deadline.exception is None:
        return period.refusals(day)
    return [
        _(
            "The period %(period)s closed on %(closed)s, and the exception made for this factory ended on %(day)s: "
            "report the work in the period that is open now, or ask committee staff for another exception."
        )
        % {"period": period.label, "closed": period.closes_on, "day": deadline.on}
    ]
