"""The axis of dates of a chart: its months, and where words have room along it."""

from datetime import date, timedelta

from regional20x10.shared import words

STEPS = (1, 2, 3, 6, 12)
"""Months between two labels: every January is among them."""
A_MONTH, A_LETTER, A_SYLLABLE = 28, 6.8, 11.5
"""Widths in px: of the name of a month, and of what is written strong."""
VALUES, NAMES = 30, 120
"""Widths in px of what stands left of a chart: of an axis of numbers, of names."""
TWO_LINES = 18
"""From an axis at the top up to the first of two lines above it."""


def months(first, last, width, orient="bottom"):
    """The axis from one date to another: as many months as `width` px have room for, each January with its year."""
    names = [words.month_name(month) for month in range(1, 13)]
    month, year = f"{names}[utcmonth(datum.value)]", "(utcmonth(datum.value) ? '' : utcyear(datum.value) + '')"
    step = next((step for step in STEPS if (last - first).days / 30.4 * A_MONTH <= step * width), STEPS[-1])
    return {
        "title": None,
        "orient": orient,
        "labelExpr": f"[{year}, {month}]" if orient == "top" else f"[{month}, {year}]",
        "labelPadding": TWO_LINES if orient == "top" else 4,
        "tickCount": {"interval": "month", "step": step},
        "labelFlush": False,
        "labelOverlap": False,
    }


def long(text):
    """Its width in px."""
    return sum(A_SYLLABLE if ord(sign) > 0x1100 else A_LETTER for sign in text)


def beside(known, due_on, days, gap, compact):
    """(day, share, dx, dy, align) of words as long as `days` about the last share of a line, so that neither the line
    nor the year's end crosses them: behind the last dot, or where less than that and a gap is left, between the two.

    `known`: [(ISO date, share or None)] of the line.
    """
    known = [(date.fromisoformat(on), share) for on, share in known if share is not None]
    on, share = known[-1]
    if on < due_on and (due_on - on).days < days + gap:
        below = [share for day, share in known if day <= due_on - timedelta(days=days)] or [known[0][1]]
        return due_on.isoformat(), min(below[-1], share), -5, 12, "right"
    return (on.isoformat(), share, *((-10, 16, "right") if compact and on >= due_on else (10, 16, "left")))
