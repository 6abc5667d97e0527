"""Measuring: how long a call takes, as median and 95th percentile, and a table of such figures."""

import time
from dataclasses import dataclass, field
from statistics import median, quantiles


@dataclass
class Times:
    """Milliseconds of one thing done many times."""

    taken: list = field(default_factory=list)

    def add(self, call, times, warm=1):
        """Do it `times` times, after `warm` times that do not count."""
        for _time in range(warm):
            call()
        for _time in range(times):
            begun = time.perf_counter()
            call()
            self.taken.append(1000 * (time.perf_counter() - begun))

    @property
    def median(self):
        return median(self.taken)

    @property
    def p95(self):
        return quantiles(self.taken, n=20, method="inclusive")[-1] if len(self.taken) > 1 else self.taken[0]

    def __str__(self):
        return f"{shown(self.median)} / {shown(self.p95)}"


def shown(number):
    """With a decimal below 100, whole above."""
    return f"{number:.1f}" if number < 100 else f"{number:.0f}"


def ratio(over, under):
    return f"{over.median / under.median:.2f}"


def table(title, heads, rows):
    """A table of text, its first column to the left, all others to the right."""
    cells = [heads, *([str(cell) for cell in row] for row in rows)]
    wide = [max(len(row[at]) for row in cells) for at in range(len(heads))]
    lines = ["  ".join([row[0].ljust(wide[0]), *map(str.rjust, row[1:], wide[1:])]) for row in cells]
    rule = "-" * len(lines[0])
    return "\n".join(["", title, rule, lines[0], rule, *lines[1:], rule])
