"""Charts and the map as Vega-Lite specs: pure functions of data, in the language that is on.

A view writes `charts.svg(charts.scurve(…))`; the same spec, answered as JSON (`charts.live(spec)`), becomes the live
chart, and in the "print" look the picture of a report. Shares are 0 to 100; a value that is not known is None and
leaves a gap. Labels stand at the lines: there is no legend.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from factories.drawing import live, png, raster, svg
from factories.maps import SIGN, map_of, signs
from factories.time_axis import NAMES, VALUES, beside, long, months
from regional20x10.shared import words

__all__ = ["bars", "funnel", "live", "map_of", "png", "ranges", "raster", "scurve", "svg", "tornado", "trend"]

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PADDING = {"left": 0, "top": 2, "right": 2, "bottom": 4}
TITLE_AT_TOP = {"titleAnchor": "start", "titleAngle": 0, "titleAlign": "left", "titleX": -28, "titleY": -14}


def spec(width, height, layers, values=None, **more):
    data = {"data": {"values": values}} if values is not None else {}
    fit = {"autosize": {"type": "fit", "contains": "padding"}, "padding": PADDING}
    return {"$schema": SCHEMA, "width": width, "height": height, **fit, **data, "layer": layers, **more}


def one(**row):
    return {"data": {"values": [row]}}


def hover(x, **fields):
    """A broad invisible line on each date that tells its values: laid over the live chart only (see drawing.live)."""
    told = [{"field": "on", "type": "temporal", "title": _("Date"), "format": "%Y-%m-%d"}]
    told += [
        {"field": field, "title": title, "format": ".1f", "type": "quantitative"} for field, title in fields.items()
    ]
    mark = {"type": "rule", "strokeWidth": 14, "opacity": 0}
    return {"usermeta": {"hover": {"mark": mark, "encoding": {"x": x, "tooltip": told}}}}


def _iso(row, *keys):
    return {"on": row["on"].isoformat()} | {key: None if row.get(key) is None else float(row[key]) for key in keys}


def _last(rows, key, until=None):
    known = [row for row in rows if row[key] is not None and (until is None or row["on"] <= until)]
    return known[-1] if known else None


def scurve(points, *, due_on, as_of, width=720, height=300, compact=False):
    """Work planned, claimed and verified over time, with the forecast's 80 % band where there is one.

    `points`: dicts in order of date with "on" and any of "planned", "claimed", "verified", "low", "middle", "high".
    """
    rows = [_iso(point, "planned", "claimed", "verified", "low", "middle", "high") for point in points]
    due, today = due_on.isoformat(), as_of.isoformat()
    known = [point["on"] for point in points if point.get("verified") is not None]
    room = max(known, default=due_on) + timedelta(days=0 if compact else 60)  # for what is written beside the last dot
    first = min([due_on, *(point["on"] for point in points)])
    last = max([due_on + timedelta(days=31), room, *(point["on"] for point in points)])
    axis, end = months(first, last, width - VALUES), last.isoformat()
    x = {"field": "on", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}
    y_axis = {"title": _("Share of the work, %"), "values": [0, 25, 50, 75, 100], **TITLE_AT_TOP}

    def y(field):
        return {"field": field, "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": y_axis}

    def line(field, style):
        return {
            "transform": [{"filter": f"isValid(datum.{field})"}],
            "mark": {"type": "line", "style": style, "interpolate": "monotone"},
            "encoding": {"x": x, "y": y(field)},
        }

    def label(on, at, text, style, dx, dy, align="left"):
        mark = {"type": "text", "style": style, "align": align, "baseline": "middle", "dx": dx, "dy": dy, "text": text}
        return one(on=on, at=at) | {"mark": mark, "encoding": {"x": x, "y": y("at")}}

    def dot(on, at, style):
        return one(on=on, at=at) | {"mark": _dot(style, 60), "encoding": {"x": x, "y": y("at")}}

    layers = [
        one(on=due, end=end)
        | {"mark": {"type": "rect", "style": "late"}, "encoding": {"x": x, "x2": {"field": "end"}}},
        {
            "transform": [{"filter": "isValid(datum.low) && isValid(datum.high)"}],
            "mark": {"type": "area", "style": "fan", "interpolate": "monotone"},
            "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}},
        },
        line("planned", "planned"),
        line("middle", "forecast"),
        one(on=due) | {"mark": {"type": "rule", "style": "due"}, "encoding": {"x": x}},
        line("claimed", "claimed"),
        line("verified", "verified"),
        one(on=due) | {"mark": _day(due_on) | {"dy": -6}, "encoding": {"x": x, "y": {"value": 0}}},
    ]
    planned = [row for row in rows if row["planned"] is not None and row["planned"] <= (48 if compact else 62)]
    if planned:
        layers.append(label(planned[-1]["on"], planned[-1]["planned"], _("Planned"), "lab-muted", -8, -4, "right"))
    verified = _last(rows, "verified", today)
    claimed = _last(rows, "claimed", today)
    said = []  # below the lines, where nothing else is drawn
    if verified:
        layers.append(dot(verified["on"], verified["verified"], "dot"))
        said.append(("lab-strong", _("Verified %(share)s") % {"share": words.percent(verified["verified"])}))
    if claimed and (not verified or claimed["claimed"] - verified["verified"] >= 2):
        said.append(("lab-muted", _("Claimed %(share)s") % {"share": words.percent(claimed["claimed"])}))
    if said:
        widest = max(long(text) for _style, text in said)
        known = [(row["on"], row["verified" if verified else "claimed"]) for row in rows if row["on"] <= today]
        a_day = (width - VALUES) / (last - first).days
        on, at, dx, dy, align = beside(known, due_on, widest / a_day, 15 / a_day, compact)
        layers += [label(on, at, text, style, dx, dy + 16 * n, align) for n, (style, text) in enumerate(said)]
    at_due = next((row for row in rows if row["on"] == due and row["middle"] is not None), None)
    if at_due:
        facts = {key: words.number(at_due[key], 1) for key in ("low", "middle", "high")}
        text = [_("Forecast %(middle)s%%") % facts]
        if not compact and at_due["low"] is not None and at_due["high"] is not None:
            text.append(_("%(low)s to %(high)s") % facts)
        layers.append(dot(due, at_due["middle"], "dot-forecast"))
        layers.append(label(due, at_due["middle"], text, "lab-forecast", 10, 26))
    told = {"planned": _("Planned"), "claimed": _("Claimed"), "verified": _("Verified"), "middle": _("Forecast")}
    told = {field: title for field, title in told.items() if any(row[field] is not None for row in rows)}
    return spec(width, height, layers, rows, **hover(x, **told))


def _bar_axes(rows, total, padding):
    names = {"title": None, "domain": False, "ticks": False, "labelLimit": 220, "labelPadding": padding}
    y = {
        "field": "label",
        "type": "nominal",
        "sort": [row["label"] for row in rows],
        "axis": names,
        "scale": {"paddingInner": 0.42, "paddingOuter": 0.2},
    }

    def x(field):
        return {
            "field": field,
            "type": "quantitative",
            "scale": {"domain": [0, total * 1.25], "nice": False},
            "axis": None,
        }

    return x, y


def bars(rows, *, total=None, width=480, row_height=36, track=False, unit=""):
    """Horizontal bars in the order given, the value written at the end.

    `rows`: dicts with "label", "value", and if wanted "planned" (an upright tick), "text" in place of the value and
    "state": its sign on the map stands between the label and the bar.
    """
    total = total or max([row["value"] or 0 for row in rows] + [row.get("planned") or 0 for row in rows] + [1])
    values = [
        {
            "label": str(row["label"]),
            "value": None if row["value"] is None else float(row["value"]),
            "planned": None if row.get("planned") is None else float(row["planned"]),
            "text": row.get("text")
            or (words.EN_DASH if row["value"] is None else f"{words.number(row['value'])}{unit}"),
            "gap": words.points(float(row["value"]) - float(row["planned"]), 0)
            if row["value"] is not None and row.get("planned") is not None and row["value"] < row["planned"]
            else "",
            "total": total,
            "at": total * 1.03,
            "gap_at": total * 1.14,
            "state": row.get("state"),
        }
        for row in rows
    ]
    stated = any(row["state"] for row in values)
    x, y = _bar_axes(values, total, 2 * SIGN if stated else 4)
    words_of = {"type": "text", "align": "left", "baseline": "middle"}
    layers = [{"mark": {"type": "bar", "style": "track"}, "encoding": {"y": y, "x": x("total")}}] if track else []
    layers += [
        {"mark": {"type": "bar", "style": "bar"}, "encoding": {"y": y, "x": x("value")}},
        {
            "transform": [{"filter": "isValid(datum.planned)"}],
            "mark": {"type": "tick", "style": "plantick", "thickness": 2, "bandSize": row_height * 0.67},
            "encoding": {"y": y, "x": x("planned")},
        },
        {
            "mark": {**words_of, "style": "lab-strong"},
            "encoding": {"y": y, "x": x("at"), "text": {"field": "text"}},
        },
        {
            "transform": [{"filter": "datum.gap != ''"}],
            "mark": {**words_of, "style": "lab-muted"},
            "encoding": {"y": y, "x": x("gap_at"), "text": {"field": "gap"}},
        },
    ]
    layers += [signs(y)] if stated else []
    return spec(width, row_height * max(len(rows), 1), layers, values)


def funnel(rows, *, total, width=480):
    """How many of `total` projects have passed each gate, against the number planned by now. Rows as in `bars`."""
    return bars(rows, total=total, width=width, track=True)


def tornado(rows, *, base, width=480, row_height=34, compact=False):
    """How a result hangs on its inputs: for each a bar from the result with less of it to that with more of it.

    `rows`: dicts with "label", "less", "more", the strongest first; `base` is the result itself, an upright line. An
    end that stays at the line has no figure.
    """
    values = [
        {
            "label": str(row["label"]), "base": float(base), "less": float(row["less"]), "more": float(row["more"]),
            "less_text": words.number(row["less"]), "more_text": words.number(row["more"]),
        }
        for row in rows
    ]  # fmt: skip
    low = min([row["less"] for row in values] + [float(base)])
    high = max([row["more"] for row in values] + [float(base)])
    room = ((high - low) or 1) * (0.32 if compact else 0.2)
    names = {"title": None, "domain": False, "ticks": False, "labelLimit": 150 if compact else 220}
    order = [row["label"] for row in values]
    y = {"field": "label", "type": "nominal", "sort": order, "axis": names, "scale": {"paddingInner": 0.42}}

    def x(field):
        scale = {"domain": [low - room, high + room], "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": None}

    def end(field, align, dx):
        mark = {"type": "text", "style": "lab", "align": align, "baseline": "middle", "dx": dx}
        shown = [{"filter": f"datum.{field} != datum.base"}]
        return {
            "transform": shown,
            "mark": mark,
            "encoding": {"y": y, "x": x(field), "text": {"field": f"{field}_text"}},
        }

    layers = [
        {"mark": {"type": "bar", "style": "bar"}, "encoding": {"y": y, "x": x("less"), "x2": {"field": "more"}}},
        one(base=float(base)) | {"mark": {"type": "rule", "style": "due"}, "encoding": {"x": x("base")}},
        end("less", "right", -5),
        end("more", "left", 5),
    ]
    return spec(width, row_height * max(len(rows), 1), layers, values)


def trend(points, *, title, target=None, target_words="", top=None, width=720, height=220, compact=False):
    """One measured line over months, such as utilisation, with the level it must reach.

    `points`: dicts with "on" (date) and "value" (None leaves a gap: a return that is missing is not zero).
    """
    rows = [_iso(point, "value") for point in points]
    top = top or max([row["value"] or 0 for row in rows] + [target or 0, 1])
    days = [point["on"] for point in points] or [date.min]
    axis = months(min(days), max(days), width - VALUES)
    x = {"field": "on", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis}
    y = {
        "field": "value",
        "type": "quantitative",
        "scale": {"domain": [0, float(top)], "nice": True},
        "axis": {"title": title, "tickCount": 4, **TITLE_AT_TOP},
    }
    layers = [
        {
            "mark": {"type": "line", "style": "verified", "invalid": "break-paths-filter-domains"},
            "encoding": {"x": x, "y": y},
        },
        {
            "transform": [{"filter": "isValid(datum.value)"}],
            "mark": {"type": "point", "style": "dot", "size": 45},
            "encoding": {"x": x, "y": y},
        },
    ]
    if target is not None and rows:
        at = {"on": rows[0]["on"], "value": float(target)}
        layers.append(one(**at) | {"mark": {"type": "rule", "style": "planned"}, "encoding": {"y": y}})
        mark = {"type": "text", "style": "lab-muted", "align": "left", "baseline": "bottom", "dy": -4}
        layers.append(one(**at) | {"mark": mark | {"text": target_words}, "encoding": {"x": x, "y": y}})
    return spec(width, height, layers, rows, **hover(x, value=title))


def ranges(rows, *, due_on, width=660, row_height=17):
    """The forecast of each row as a dot on the range that holds 80 % of outcomes, against the year's end.

    `rows`: dicts with "label", "early", "middle", "late" (dates), or "finished" (a date) for a square without a range.
    What is more than a year after the year's end is drawn at the edge: a range that ends later with an arrow, which
    stands alone where the forecast itself is later.
    """
    values = [{"label": row["label"]} | {key: row[key].isoformat() for key in _ENDS if row.get(key)} for row in rows]
    days = [row[key] for row in rows for key in _ENDS if row.get(key)] + [due_on]
    last = min(max(days), due_on + FARTHEST) + timedelta(days=7)
    first = min(days) - timedelta(days=7)
    ends = [first.isoformat(), last.isoformat()]
    for row in values:
        row |= {"beyond": ends[1]} if row.get("late", "") > ends[1] else {}
        if row.get("middle", "") > ends[1]:
            del row["middle"]
    due = due_on.isoformat()
    y = {
        "field": "label", "type": "nominal", "sort": [row["label"] for row in rows],
        "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 260, "grid": True},
    }  # fmt: skip
    axis = months(first, last, width - NAMES, "top") | {"grid": False}

    def x(field):
        scale = {"type": "utc", "nice": False, "domain": ends}
        return {"field": field, "type": "temporal", "scale": scale | {"clamp": True}, "axis": axis}

    def layer(field, mark, **more):
        return {"transform": [{"filter": f"isValid(datum.{field})"}], "mark": mark, "encoding": {"y": y, **more}}

    below = {"mark": _day(due_on) | {"baseline": "top", "dy": 5}, "encoding": {"x": x("on"), "y": {"value": "height"}}}
    layers = [
        one(on=due, end=ends[1]) | {"mark": {"type": "rect", "style": "late"}, "encoding": _across(x)},
        layer("early", {"type": "rule", "style": "whisker"}, x=x("early"), x2={"field": "late"}),
        one(on=due) | {"mark": {"type": "rule", "style": "due"}, "encoding": {"x": x("on")}},
        layer("beyond", _dot("dot-forecast", 150, shape="triangle-right"), x=x("beyond")),
        layer("middle", _dot("dot-forecast", 55), x=x("middle")),
        layer("finished", _dot("dot", 50, shape="square"), x=x("finished")),
        one(on=due) | below,
    ]
    return spec(width, row_height * max(len(rows), 1) + HEAD + FOOT, layers, values)


FARTHEST = timedelta(days=366)
"""How far after the year's end the axis of the ranges goes."""
HEAD = 38
"""Of the months and years above the rows."""
FOOT = 20
"""Of the day below them."""
_ENDS = ("early", "middle", "late", "finished")


def _day(due_on):
    """The year's end in words, up to its line: they stand beyond the line's end, where nothing else is drawn."""
    said = words.day(due_on, "MONTH_DAY_FORMAT")
    return {"type": "text", "style": "lab-muted", "align": "right", "baseline": "bottom", "dx": 1, "text": said}


def _dot(style, size, **more):
    return {"type": "point", "style": style, "size": size, **more}


def _across(x):
    return {"x": x("on"), "x2": {"field": "end"}}
