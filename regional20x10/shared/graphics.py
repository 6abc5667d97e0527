"""Small graphics inside tables, as SVG with geometry attributes and classes only: the CSP allows no inline style.

They are hidden from screen readers; the caller writes the same facts as text beside them.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join

from regional20x10.shared import words


def _n(value):
    return f"{value:.1f}".removesuffix(".0")


def joined(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


def svg(width, height, body, css="", view_top=0):
    return format_html(
        '<svg class="mini{}" viewBox="0 {} {} {}" width="{}" height="{}" aria-hidden="true" focusable="false">{}</svg>',
        f" {css}" if css else "",
        view_top,
        width,
        height,
        width,
        height,
        body,
    )


def clamp(value, low, high):
    return max(low, min(high, value))


def bar(value, tick=None, *, width=84, full=100, css="bar"):
    """A bar of `value` out of `full`, with an upright tick where it should be. None draws the empty track."""
    scale = width / full
    body = [format_html('<rect class="trk" width="{}" height="8" y="2"/>', width)]
    if value is not None:
        length = _n(clamp(float(value), 0, full) * scale)
        body.append(format_html('<rect class="{}" width="{}" height="8" y="2"/>', css, length))
    if tick is not None:
        at = _n(clamp(float(tick), 0, full) * scale)
        body.append(format_html('<line class="tick" x1="{}" x2="{}" y1="0" y2="12"/>', at, at))
    return svg(width, 12, joined(body))


def distribution(counts, width=400):
    """One cell for every county, in the order of the states. `counts` is {state: number}."""
    cells = [state for state in words.STATUS for _ in range(counts.get(state, 0))]
    if not cells:
        return ""
    step = width / len(cells)
    rects = format_html_join(
        "",
        '<rect class="f-{}" x="{}" y="0" width="{}" height="12"/>',
        ((state, _n(i * step + 0.6), _n(step - 1.2)) for i, state in enumerate(cells)),
    )
    return format_html(
        '<svg viewBox="0 0 {} 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">{}</svg>',
        width,
        rects,
    )


def mark(state, x, y, r=5.5):
    """The shape of a state, centred on (x, y)."""
    if state == "miss":
        return format_html(
            '<rect class="f-miss ol" x="{}" y="{}" width="{}" height="{}"/>',
            _n(x - r + 0.5),
            y - r + 0.5,
            2 * r - 1,
            2 * r - 1,
        )
    if state == "risk":
        path = f"M{_n(x)} {y - r - 0.5}L{_n(x + r + 0.5)} {y + r - 0.5}H{_n(x - r - 0.5)}z"
        return format_html('<path class="f-risk ol" d="{}"/>', path)
    if state == "watch":
        path = f"M{_n(x)} {_n(y - r - 0.8)}L{_n(x + r + 0.8)} {y}L{_n(x)} {_n(y + r + 0.8)}L{_n(x - r - 0.8)} {y}z"
        return format_html('<path class="f-watch ol" d="{}"/>', path)
    return format_html('<circle class="f-{} ol" cx="{}" cy="{}" r="{}"/>', state, _n(x), y, r)


@dataclass(frozen=True)
class DateAxis:
    """The dates one column of range rows shares: from `first` to `last`, with a line on the due date."""

    first: date
    last: date
    due: date
    width: int = 236

    @classmethod
    def around(cls, due, *, dates, width=236):
        """An axis that holds `dates` and the due date, in whole months, nine months at most."""
        known = [day for day in dates if day] + [due]
        first = max(min(known), due - timedelta(days=150)).replace(day=1)
        last = min(max(known), due + timedelta(days=120)) + timedelta(days=8)
        return cls(first, last, due, width)

    def x(self, day):
        return clamp((day - self.first).days / (self.last - self.first).days, 0, 1) * self.width

    @property
    def months(self):
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                yield day
            day = (day + timedelta(days=32)).replace(day=1)

    def head(self):
        """The months' names, for the head of the column."""
        texts = format_html_join(
            "",
            '<text x="{}" y="11">{}</text>',
            (
                (_n(self.x(day) + 1), words.day(day, "MONTH_NAME_FORMAT"))
                for day in self.months
                if self.x(day) < self.width - 18
            ),
        )
        return svg(self.width, 14, texts, "wh-axis")

    def row(self, low, middle, high, state):
        """Whisker from `low` to `high` with the state's mark at `middle`; any of them may be None."""
        due = _n(self.x(self.due))
        body = [
            format_html(
                '<rect class="late" x="{}" y="-15" width="{}" height="54"/>', due, _n(self.width - self.x(self.due))
            )
        ]
        body += [
            format_html('<line class="ax" x1="{0}" x2="{0}" y1="-15" y2="39"/>', _n(self.x(day))) for day in self.months
        ]
        body.append(format_html('<line class="due" x1="{0}" x2="{0}" y1="-15" y2="39"/>', due))
        if low and high:
            body.append(
                format_html('<line class="wh" x1="{}" x2="{}" y1="12" y2="12"/>', _n(self.x(low)), _n(self.x(high)))
            )
        if middle and middle > self.last:  # beyond the axis: at its end, with an arrow on
            body.append(format_html('<path class="on" d="M{0} 8l5 4-5 4z"/>', self.width - 5))
            body.append(mark(state, self.width - 14, 12))
        elif middle:
            body.append(mark(state, self.x(middle), 12))
        return svg(self.width, 24, joined(body), "wh-row")


@dataclass(frozen=True)
class NumberAxis:
    """The numbers one column of intervals shares, with a line at `middle`."""

    first: float
    last: float
    middle: float
    width: int = 200

    @classmethod
    def around(cls, middle, *, values, width=200):
        """An axis that holds `values` and the middle with a little room; one point has room all the same."""
        known = [value for value in values if value is not None] + [middle]
        room = max(1.0, (max(known) - min(known)) * 0.05)
        return cls(min(known) - room, max(known) + room, middle, width)

    def x(self, value):
        return clamp((value - self.first) / (self.last - self.first), 0, 1) * self.width

    def row(self, low, middle, high):
        """An interval with a dot; nothing but the line where it is not known."""
        body = [format_html('<line class="due" x1="{0}" x2="{0}" y1="-15" y2="39"/>', _n(self.x(self.middle)))]
        if low is not None:
            ends = (_n(self.x(low)), _n(self.x(high)))
            body.append(format_html('<line class="wh" x1="{}" x2="{}" y1="12" y2="12"/>', *ends))
        if middle is not None:
            body.append(mark("ok", self.x(middle), 12))
        return svg(self.width, 24, joined(body), "wh-row")
