"""Sums of values of which some are not known. Unknown is None, never 0."""


def present(values):
    """Those that are known, as a list."""
    return [value for value in values if value is not None]


def total(values):
    """The sum of the known, None if none is known."""
    found = present(values)
    return sum(found) if found else None
