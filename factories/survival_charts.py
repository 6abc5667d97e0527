"""Survival curves as a Vega-Lite spec: the share that has not fallen out, in steps, by months."""

from django.utils.translation import gettext as _

from factories import charts

APART, BESIDE, LEAST = 8, 0.2, 5
"""Points between the words at the ends of two lines that end within this share of the months; the lowest they stand."""


def curves(lines, *, width=720, height=260, compact=False):
    """One line a cohort, its words at its end; the line of all together is the strong one.

    `lines`: [(words, [survival.Step], strong)].
    """
    values, ends = [], []
    for name, steps, strong in lines:
        points = [(0, 100.0), *((step.months, 100 * step.share) for step in steps)]
        values += [{"line": name, "months": months, "share": share, "strong": strong} for months, share in points]
        ends.append({"line": name, "months": points[-1][0], "share": points[-1][1], "strong": strong})
    last = max([row["months"] for row in values] + [1])
    _spread(ends, last)
    x = {
        "field": "months", "type": "quantitative", "scale": {"domain": [0, last * (1.3 if compact else 1.15)]},
        "axis": {"title": _("Months since a factory first counted"), "tickMinStep": 1, "grid": False},
    }  # fmt: skip
    axis = {"title": _("Not fallen out, %"), "values": [0, 25, 50, 75, 100], **charts.TITLE_AT_TOP}

    def y(field):
        return {"field": field, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": axis}

    def line(style, strong):
        return {
            "transform": [{"filter": f"datum.strong == {str(strong).lower()}"}],
            "mark": {"type": "line", "style": style, "interpolate": "step-after"},
            "encoding": {"x": x, "y": y("share"), "detail": {"field": "line", "type": "nominal"}},
        }

    def words(style, strong):
        mark = {"type": "text", "style": style, "align": "left", "baseline": "middle", "dx": 6}
        return {
            "data": {"values": [row for row in ends if row["strong"] == strong]},
            "mark": mark,
            "encoding": {"x": x, "y": y("at"), "text": {"field": "line", "type": "nominal"}},
        }

    layers = [line("claimed", False), line("verified", True), words("lab-muted", False), words("lab-strong", True)]
    return charts.spec(width, height, layers, values)


def _spread(ends, last):
    """Give each end the height of its words, `at`: those of lines that end beside one another do not touch."""
    for high, sign in ((True, -1), (False, 1)):  # from the edge of the chart towards its middle
        placed = []
        for row in sorted((row for row in ends if (row["share"] > 50) == high), key=lambda row: sign * row["share"]):
            row["at"] = max(row["share"], LEAST)
            for other in placed:
                if abs(other["months"] - row["months"]) <= BESIDE * last and sign * (row["at"] - other["at"]) < APART:
                    row["at"] = other["at"] + sign * APART
            placed.append(row)
