"""A stockkeeper who counts one material day by day, from the rules in docs/domain.md: the oracle of factories/supplies.

Nothing here looks at the SQL.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal


@dataclass
class Wanted:
    quantity: Decimal
    by: date


@dataclass
class Sent:
    """An order, and what was dispatched on it: [(quantity, expected on)]."""

    quantity: Decimal
    promised_on: date
    consignments: list


def kept(case):
    """(stock on site, [(what is still needed, by when)])."""
    pairs = list(zip(case["wanted"], case["percents"], strict=False))
    used = sum(wanted.quantity * percent / 100 for wanted, percent in pairs)
    rest = [(wanted.quantity * (100 - percent) / 100, wanted.by) for wanted, percent in pairs]
    return max(Decimal(0), case["delivered"] - used), rest


def _coming(case, today):
    """[(quantity, day)] of all that is on its way or still promised."""
    found = []
    for order in case["sent"]:
        found += [(quantity, max(day, today + timedelta(days=1))) for quantity, day in order.consignments]
        rest = order.quantity - sum(quantity for quantity, _day in order.consignments)
        if rest > 0 and order.promised_on > today:
            found.append((rest, order.promised_on))
    return found


def short(case, stock, rest, today):
    """(days of cover, first short day, missing then, the most missing): walks through the days one by one."""
    coming, cover, first, first_missing, most = _coming(case, today), 365, None, None, None
    for ahead in range(365):
        day = today + timedelta(days=ahead)
        due = [quantity for quantity, by in rest if max(by, today) == day]
        if not due:
            continue
        needed = sum(quantity for quantity, by in rest if max(by, today) <= day)
        there = stock + sum(quantity for quantity, comes in coming if comes <= day)
        if cover == 365 and stock < needed:
            cover = ahead
        if ahead <= 60 and there < needed:
            first, first_missing = first or day, first_missing if first else needed - there
            most = max(most or 0, needed - there)
    return cover, first, first_missing, most
