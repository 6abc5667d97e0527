"""Days among the values of a notification, where they are kept as 2026-10-12."""

from datetime import date

from regional20x10.shared import words


def day(values, name="day"):
    """The day that the values hold under this name, as it is written in the language that is on."""
    return words.day(date.fromisoformat(values[name]))
