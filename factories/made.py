"""What factories made in their verified months, and of these what was planned and what they can hold. Reads nothing."""

from factories.funds import share
from regional20x10.shared.sums import total


class Shares:
    """The shares that follow from the sums of any months."""

    @property
    def plan_met_percent(self):
        return share(self.output_of_planned_t, self.plan_t)

    @property
    def capacity_used_percent(self):
        return share(self.output_of_sized_t, self.capacity_t)


class Made(Shares):
    """Of one factory, by its months (output.Month): those that are verified count. Holds sums only, of no row."""

    def __init__(self, months):
        verified = [month for month in months if month.verified]
        self.months = len(verified)
        self.output_t = total(month.output_t for month in verified)
        """None while no month is verified."""
        self.plan_t = _whole(month.planned_t for month in verified)
        """None where one of the verified months has no plan."""
        self.capacity_t = _whole(month.capacity_t for month in verified)
        self.downtime_hours = total(month.said.hours_down for month in verified)

    @property
    def output_of_planned_t(self):
        return self.output_t

    output_of_sized_t = output_of_planned_t


class Together(Shares):
    """Of several: [Made]; shares are of those whose plan, or capacity, is known."""

    def __init__(self, rows):
        self.rows = [row for row in rows if row.months]
        self.planned = [row for row in self.rows if row.plan_t is not None]
        self.sized = [row for row in self.rows if row.capacity_t is not None]

    @property
    def months(self):
        return sum(row.months for row in self.rows)

    @property
    def output_t(self):
        return total(row.output_t for row in self.rows)

    @property
    def output_of_planned_t(self):
        return total(row.output_t for row in self.planned)

    @property
    def output_of_sized_t(self):
        return total(row.output_t for row in self.sized)

    @property
    def plan_t(self):
        return total(row.plan_t for row in self.planned)

    @property
    def capacity_t(self):
        return total(row.capacity_t for row in self.sized)

    @property
    def downtime_hours(self):
        return total(row.downtime_hours for row in self.rows)


def _whole(amounts):
    """The sum, None unless every amount is known."""
    amounts = list(amounts)
    return None if None in amounts else total(amounts)
