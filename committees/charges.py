"""Members in charge of counties, read: who holds which charge on a day, and what the page of a member shows.

What only the member in charge can unblock has climbed past the county and its province, or is owed by a body outside
the province: docs/domain.md says how it is found and ranked. Nothing here writes.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Case, CharField, Count, Max, Q, Value, When
from django.utils.translation import gettext as _

from committees import requests, visits
from committees.models import Decision, Organization, Request, RequestState
from factories import figures, findings, gates
from factories.leads import Coverage, coverage, held_until, lead_of, leads, unled
from factories.models import County, CountyPlan, FactoryProject
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused

__all__ = ["Coverage", "coverage", "held_until", "lead_of", "leads", "unled"]
"""Read in factories/leads.py, so that pages of counties and years read the same."""
SHOWN = 3
"""Things only the member can unblock on the first screen: as many as one visit can take up."""
HELD, ENDED, TO_COME = "held", "ended", "to_come"


def charges_then(rows, day):
    """Charges with `state_then` on `day` (held, ended, to_come), the visits made in them by then and the last day."""
    made = Q(visits__visited_on__lte=day, visits__at__lte=clock.end_of(day))
    state = Case(
        When(starts_on__gt=day, then=Value(TO_COME)), When(ends_on__lt=day, then=Value(ENDED)), default=Value(HELD),
        output_field=CharField(),
    )  # fmt: skip
    return rows.annotate(
        state_then=state, visits_made=Count("visits", filter=made), visited_on=Max("visits__visited_on", filter=made)
    )


def next_start(held, day):
    """From which day on the next charge of a county can run, by its charges (held_until): on `day` at the earliest."""
    ended = [row.ends_on for row in held if row.ends_on]
    return max([day, *(on + timedelta(days=1) for on in ended)])


def of_day(held, day):
    """Of the charges of a county (held_until) the one of the day; the last one where none is."""
    days = [row for row in held if day and row.starts_on <= day and (row.ends_on is None or day <= row.ends_on)]
    return next(iter(days), held[0])


def charge_for(county, day):
    """The charge in which a visit of `day` was made (of_day); refused where nobody ever was in charge."""
    held = held_until(county, day)
    if not held:
        said = _("Nobody is in charge of %(county)s: committee staff put a member in charge first.")
        raise Refused(said % {"county": county.name})
    return of_day(held, day)


# --- the county and its factories ------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Found:
    """What the standings say of a county on a day."""

    county: County
    day: date
    place: figures.Place | None
    """None for a county that is in no year yet."""

    @property
    def headline(self):
        return findings.of_place(self.place, self.day) if self.place else self.county.name

    @property
    def cause(self):
        """(factory, sentence) of what stands most in the way; None if nothing does."""
        return findings.cause(self.place) if self.place else None


def found(county, day, user):
    """The Found of a county as far as the user sees it. Seven queries."""
    plans = CountyPlan.objects.filter(county=county).visible_to(user)
    return Found(county, day, next(iter(figures.cohort(plans, day).places), None))


@dataclass(frozen=True)
class Factory:
    """One factory at its gates."""

    standing: object
    """Its Standing, with the project."""
    states: list
    """[gates.GateState]"""

    @property
    def project(self):
        return self.standing.project

    @property
    def next(self):
        """The first gate that is not passed, or stands on what no longer holds; None once it counts."""
        return next((state for state in self.states if state.mark not in ("passed", "condition")), None)

    @property
    def missing(self):
        """What the next gate lacks, in sentences."""
        return self.next.missing if self.next else []

    @property
    def more(self):
        """How many of them a table leaves to be opened."""
        return max(0, len(self.missing) - 2)


def factories_of(place, day, user):
    """[Factory] of a place that the user sees, by code. As many queries for many factories as for one."""
    rows = sorted(place.standings, key=lambda row: row.project.code)
    related = ("plan__county__province", "plan__program_year__program", "factory_type", "inspection")
    projects = FactoryProject.objects.visible_to(user).filter(pk__in=[row.pk for row in rows])
    states = gates.of_projects(projects.select_related(*related), day)
    return [Factory(row, states[row.pk]) for row in rows if row.pk in states]


# --- what was asked for ----------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counts:
    """Requests about a county and how far they have come; each step counts those that came further too."""

    asked: int = 0
    """Those withdrawn are not among them."""
    promised: int = 0
    done: int = 0
    """Said to be done or confirmed, and not disputed."""
    confirmed: int = 0
    waiting: int = 0
    """Waits for an answer, is promised or declined."""
    overdue: int = 0
    """Of those waiting: their day has passed."""

    @property
    def steps(self):
        return [("asked", self.asked), ("promised", self.promised), ("done", self.done), ("confirmed", self.confirmed)]


def asked(county, day, user):
    """The requests about a county that the user sees, as they stood at the end of `day`: those that wait first, by day.

    Each has `owed_then_body`. Two queries.
    """
    rows = Request.objects.visible_to(user).at_place(county).then(clock.end_of(day)).for_list()
    rows = _named(rows.exclude(state_then=RequestState.WITHDRAWN).order_by("due_on", "number"))
    return sorted(rows, key=lambda row: (not row.waits, row.state_then == RequestState.CONFIRMED))


def _named(rows):
    """The rows as a list, each with `owed_then_body`, the body that owed it then. One query besides."""
    rows = list(rows)
    bodies = Organization.objects.in_bulk({row.owed_then for row in rows})
    for row in rows:
        row.owed_then_body = bodies[row.owed_then]
    return rows


def asked_on_visit(visit, day, user):
    """What was asked for on a visit, as asked() tells it."""
    rows = Request.objects.visible_to(user).filter(visit=visit).then(clock.end_of(day)).for_list()
    return _named(rows.order_by("number"))


def counted(rows):
    """The Counts of what asked() gives."""
    return Counts(
        asked=len(rows), promised=sum(bool(row.promised_then or row.done_at) for row in rows),
        done=sum(bool(row.done_at) for row in rows),
        confirmed=sum(row.state_then == RequestState.CONFIRMED for row in rows),
        waiting=sum(row.waits for row in rows), overdue=sum(row.overdue for row in rows),
    )  # fmt: skip


# --- what only the member can unblock --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Blocked:
    """A request that climbed to the member in charge, or an overdue decision of a body outside the province."""

    row: Request | Decision
    what: str
    body: Organization
    """Who owes it."""
    due_on: date
    days: int
    """By how many days it delays the finish: as asked; of a decision not about a request, the days it is overdue."""

    @property
    def is_decision(self):
        return isinstance(self.row, Decision)


def only_the_member(county, day, user):
    """[Blocked] in the county at the end of `day` that the user sees, those that delay most first.

    A decision stands for the request it was made about. Three queries.
    """
    decided = _decisions(county, day, user)
    settled = {row.row.request_id for row in decided}
    climbed = _named(requests.unblockable(county, day).visible_to(user))
    climbed = [row for row in climbed if row.pk not in settled]
    rows = decided + [Blocked(row, row.what, row.owed_then_body, row.due_on, row.delay_days) for row in climbed]
    return sorted(rows, key=lambda row: (-row.days, row.due_on, row.row.number))


def _decisions(county, day, user):
    rows = Decision.objects.visible_to(user).concerning(county=county).then(clock.end_of(day)).filter(overdue=True)
    within = Q(owner__province=county.province_id) | Q(owner__county__province=county.province_id)
    rows = rows.exclude(pk__in=Decision.objects.filter(within).values("pk"))  # a body without a place is outside
    return [_decided(row, day) for row in rows.for_list()]


def _decided(row, day):
    days = row.request.delay_days if row.request_id else (day - row.due_then).days
    return Blocked(row, row.text, row.owner, row.due_then, days)


# --- all that the member's page tells --------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """A county as its member in charge needs it, at the end of a day."""

    found: Found
    charges: list
    """Those of the county that began by then, the last first."""
    factories: list
    blocked: list
    asked: list
    counts: Counts
    visits: list
    """The last first."""
    follow_up: visits.FollowUp | None

    @property
    def county(self):
        return self.found.county

    @property
    def day(self):
        return self.found.day

    @property
    def charge(self):
        """The one held on the day; None where nobody is in charge."""
        return next((row for row in self.charges if row.ends_on is None or row.ends_on >= self.day), None)

    @property
    def before(self):
        """The charge handed over last; None without one."""
        return next((row for row in self.charges if row.ends_on and row.ends_on < self.day), None)

    @property
    def visited_days(self):
        """Days since the last visit; None without one."""
        return (self.day - self.visits[0].visited_on).days if self.visits else None


def told(county, day, user):
    """The Told of a county, its factories and figures as far as the user sees them."""
    of = found(county, day, user)
    rows = asked(county, day, user)
    return Told(
        found=of, charges=held_until(county, day), factories=factories_of(of.place, day, user) if of.place else [],
        blocked=only_the_member(county, day, user), asked=rows, counts=counted(rows),
        visits=visits.of_county(county, day, user),
        follow_up=visits.follow_up(rows),
    )  # fmt: skip
