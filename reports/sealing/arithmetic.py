"""How figures of a place follow from those of its parts, as rules that anybody can work out again from a seal.

The values themselves come from factories.figures; reports/chain.py recomputes them by these rules from what is sealed.
"""

from collections import Counter
from dataclasses import dataclass

from factories.figures import WORST_FIRST
from regional20x10.shared.sums import present, total

WORST = [str(colour.value) for colour in WORST_FIRST]
TOLERANCE = 1e-4
"""Of a mean of means that were rounded to six decimals."""
TO_HUNDREDTHS = 0.005 + 1e-9
"""Of a percentage that a return has to thousandths and a standing to hundredths."""


def mean(values, weights=None):
    """The mean of the known, each weighing as much as the factories of which it is known."""
    pairs = [(v, w) for v, w in zip(values, weights or [1] * len(values), strict=True) if v is not None and w]
    return sum(v * w for v, w in pairs) / sum(w for _v, w in pairs) if pairs else None


def most(values):
    return max(present(values), default=None)


def least(values):
    return min(present(values), default=None)


def most_of_all(values):
    """The largest, unless one is not known."""
    return max(values) if values and None not in values else None


def least_of_all(values):
    """The smallest, unless one is not known."""
    return min(values) if values and None not in values else None


def worst(values):
    return min(values, key=WORST.index, default="none")


def known(values):
    """How many are known."""
    return len(present(values))


def positive(values):
    """How many are more than nothing."""
    return sum(value > 0 for value in present(values))


def true(values):
    return sum(bool(value) for value in values)


def every(values):
    """1 if there is one and all are known, or true; else 0."""
    return int(bool(values) and all(value not in (None, False) for value in values))


def some(values):
    """1 if any is known, else 0."""
    return int(bool(present(values)))


def count_of(colour):
    """How many are of the colour."""
    return lambda values: Counter(values)[colour]


@dataclass(frozen=True)
class Rule:
    """How a figure of a county follows from its factories, and one above from its parts."""

    attribute: str
    """Of factories.figures.Sum or Place, where the value is computed."""
    of: str
    """The key of the factories' figures it is made of."""
    county: object
    """Function of their values."""
    above: object = total
    """Function of the same figure of the parts."""
    weight: str = ""
    """The key of the figure by which each part weighs, where `above` is a mean."""
    open_only: bool = False
    """Whether only factories count that are not finished."""


RULES = {
    "planned_percent": Rule("planned", "planned_percent", mean, mean, "planned_known"),
    "claimed_percent": Rule("claimed", "claimed_percent", mean, mean, "claimed_known"),
    "verified_percent": Rule("verified", "verified_percent", mean, mean, "known"),
    "inspected_percent": Rule("inspected", "inspected_percent", mean, mean, "inspected_known"),
    "colour": Rule("colour", "colour", worst, worst),
    "chance": Rule("chance", "chance", least_of_all, least_of_all, open_only=True),
    "forecast_on": Rule("forecast_on", "forecast_on", most_of_all, most_of_all, open_only=True),
    "forecast_early_on": Rule("forecast_early_on", "forecast_early_on", most_of_all, most_of_all, open_only=True),
    "forecast_late_on": Rule("forecast_late_on", "forecast_late_on", most_of_all, most_of_all, open_only=True),
    "finished_on": Rule("finished_on", "finished_on", most_of_all, most_of_all),
    "days_late_original": Rule("days_late_original", "days_late_original", most, most),
    "days_late_approved": Rule("days_late_approved", "days_late_approved", most, most),
    "silent_days": Rule("silent_days", "silent_days", most, most, open_only=True),
    "short_on": Rule("short_on", "short_on", least, least),
    "late_original": Rule("late_original", "days_late_original", positive),
    "late_approved": Rule("late_approved", "days_late_approved", positive),
    "finished": Rule("finished", "finished_on", known),
    "planned_known": Rule("", "planned_percent", known),
    "claimed_known": Rule("", "claimed_percent", known),
    "known": Rule("known", "verified_percent", known),
    "inspected_known": Rule("inspected_known", "inspected_percent", known),
    "production_known": Rule("", "produced_until", known),
    "short": Rule("short", "short_on", known),
    "findings_open": Rule("findings_open", "findings_open", total),
    "findings_critical": Rule("findings_critical", "findings_critical", total),
    "equipment_needed": Rule("equipment_needed", "equipment_needed", total),
    "equipment_installed": Rule("equipment_installed", "equipment_installed", total),
    "equipment_below": Rule("equipment_below", "equipment_below", total),
    "workers_needed": Rule("", "workers_needed", total),
    "workers_certified": Rule("", "workers_certified", total),
    "capacity_t_year": Rule("", "capacity_t_year", total),
    "built": Rule("", "finished_on", every),
    "commissioned": Rule("", "commissioned_on", every),
    "operating": Rule("", "operates_since", every),
    "counting": Rule("", "counts", every),
    "fallen_out": Rule("", "fell_out_on", some),
    "projects_commissioned": Rule("", "commissioned_on", known),
    "projects_operating": Rule("", "operates_since", known),
    "projects_counting": Rule("", "counts", true),
    "projects_fallen_out": Rule("", "fell_out_on", known),
}
"""{key: Rule} of every figure above a factory that follows from those of its parts alone."""

MONEY = ("budget", "funds_allocated", "funds_disbursed", "funds_committed", "funds_spent")
"""Summed only where all factories are in one currency."""
SUMMED = ("places", "projects", "expected_done", "inaugurated", "inaugurated_late")
"""Of a county told by itself; above it the sum of the parts."""
EXTREMES = {"late_least": least, "late_most": most}
COLOURS = {f"places_{colour}": colour for colour in WORST}
"""{key: colour}: places of the colour."""


# --- worked out again ------------------------------------------------------------------------------------------------
FROM_FACTS = {
    "claimed_percent": (most, "percent", TO_HUNDREDTHS),
    "verified_percent": (most, "percent", TO_HUNDREDTHS),
    "inspected_percent": (most, "percent", TO_HUNDREDTHS),
    "original_on": (most, "finishes_on", 0),
    "approved_on": (most, "finishes_on", 0),
    "funds_allocated": (total, "amount", 0.005),
    "funds_disbursed": (total, "amount", 0.005),
    "funds_committed": (total, "amount", 0.005),
    "funds_spent": (total, "spent", 0.005),
    "equipment_installed": (most, "installed", 0),
}
"""{key of a factory's figure: (function, what of its facts, how far rounding may take it off)}."""


def faults(content):
    """[(name, value as it stands, value that inputs and facts give)] of the figures that contradict them."""
    figures, facts, found = content["figures"], content["facts"], []
    for name, row in figures.items():
        subject, _slash, key = name.rpartition("/")
        if subject.startswith("project:"):
            worked_out, tolerance = _from_facts(key, row, facts)
        else:
            worked_out, tolerance = _from_parts(subject, key, row, figures)
        if worked_out is not UNKNOWN and not _equal(row["value"], worked_out, tolerance):
            found.append((name, row["value"], worked_out))
    return found


UNKNOWN = object()
"""What no rule works out again."""


def _from_facts(key, row, facts):
    if key not in FROM_FACTS or not row.get("facts"):
        return UNKNOWN, 0
    function, value, tolerance = FROM_FACTS[key]
    return function([facts.get(name, {}).get("values", {}).get(value) for name in row["facts"]]), tolerance


def _from_parts(subject, key, row, figures):
    inputs = row.get("inputs", ())
    values = [figures.get(name, {}).get("value") for name in inputs]
    county = subject.startswith("county:")
    if key in RULES and (county or subject == "programme" or subject.startswith("province:")):
        rule = RULES[key]
        if rule.weight and not county:
            half = len(values) // 2
            return rule.above(values[:half], values[half:]), TOLERANCE
        return (rule.county if county else rule.above)(values), TOLERANCE
    if key in SUMMED and not county and inputs:
        return total(values), TOLERANCE
    if key in COLOURS and inputs:
        return (total if subject == "programme" else count_of(COLOURS[key]))(values), TOLERANCE
    if key in MONEY and row["value"] is not None:
        return total(values), 1
    return UNKNOWN, 0


def _equal(value, other, tolerance):
    numbers = isinstance(value, int | float) and isinstance(other, int | float)
    return abs(value - other) <= tolerance if numbers else value == other
