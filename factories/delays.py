"""The days that sites lost, as their ten-day returns give them and as known at the end of a day. Reads only."""

from factories.models import Delay, State, StatusReturn
from regional20x10.shared import clock


class Delays:
    """The delays of some factories: `rows`, each with its `status_return` and period, by factory, period and cause."""

    def __init__(self, reported, rows):
        self.reported = reported
        """Keys of the factories with a return that counts: of the others nobody knows what they lost."""
        self.rows = rows

    def days(self, projects):
        """Days lost by factories, of their keys; None while none of them reported."""
        projects = set(projects)
        if not projects & self.reported:
            return None
        return sum(row.days_lost for row in self.rows if row.status_return.project_id in projects)

    @property
    def by_cause(self):
        """[(cause, days, {project: days})] of those that lost any, the most days first."""
        found = {}
        for row in self.rows:
            if row.days_lost:
                of, project = found.setdefault(row.cause, {}), row.status_return.project_id
                of[project] = of.get(project, 0) + row.days_lost
        rows = [(cause, sum(of.values()), of) for cause, of in found.items()]
        return sorted(rows, key=lambda row: (-row[1], row[0]))


def of_projects(projects, as_of):
    """The Delays of factories, of their keys. Two queries.

    The latest version of each return that was handed in and not sent back by the end of the day counts.
    """
    returns = StatusReturn.objects.filter(project__in=projects).then(clock.end_of(as_of))
    returns = returns.filter(period__ends_on__lte=as_of).exclude(state_then__in=[State.DRAFT, State.RETURNED])
    returns = returns.order_by("project", "period", "-version").distinct("project", "period")
    known = dict(returns.values_list("pk", "project"))
    rows = Delay.objects.filter(status_return__in=known).select_related("status_return__period")
    order = ("status_return__project__code", "status_return__period__starts_on", "cause")
    return Delays(set(known.values()), list(rows.order_by(*order)))
