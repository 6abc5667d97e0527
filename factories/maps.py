"""The map: province outlines, and counties as points with the shape of their state and their rank.

County outlines are not ours to ship; points come from the reference data (credit: © OpenStreetMap contributors, ODbL,
on every page and report that shows them).
"""

import json
import math
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from factories.drawing import SHAPES, STATES

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
PARALLEL = math.cos(math.radians(40))
MARGIN = 10
SIGN = 11
"""In px: from a bar to the middle of the sign left of it."""
STATE = {"field": "state", "type": "nominal", "scale": {"domain": STATES}, "legend": None}
SHAPE = STATE | {"scale": {"domain": STATES, "range": SHAPES}}


@cache
def provinces():
    """The outlines made by `python -m regional20x10.outlines`, projected already."""
    return json.loads((settings.BASE_DIR / "static" / "build" / "provinces.json").read_text(encoding="utf-8"))


@cache
def bounds():
    points = [
        point
        for feature in provinces()["features"]
        for polygon in feature["geometry"]["coordinates"]
        for ring in polygon
        for point in ring
    ]
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def placed(counties):
    """Give every county a label and the side where it touches the fewest others.

    Names are for likely to miss and at risk; the others get the rank number that the table uses.
    """
    boxes = [(c["px"] - 6, c["py"] - 6, c["px"] + 6, c["py"] + 6) for c in counties]
    order = sorted(counties, key=lambda c: (c["state"] not in ("miss", "risk"), c["rank"]))
    for county in order:
        named = county["state"] in ("miss", "risk")
        county["named"] = named
        county["label"] = f"{county['rank']} {county['name']}" if named else str(county["rank"])
        wide = sum(11.5 if ord(sign) > 0x1100 else 6.3 for sign in county["label"])
        x, y = county["px"], county["py"]
        sides = {
            "right": (x + 8, y - 7, x + 8 + wide, y + 7),
            "left": (x - 8 - wide, y - 7, x - 8, y + 7),
        }
        own = (x - 6, y - 6, x + 6, y + 6)

        def touched(box, own=own):
            return sum(
                max(0, min(box[2], b[2]) - max(box[0], b[0])) * max(0, min(box[3], b[3]) - max(box[1], b[1]))
                for b in boxes
                if b != own
            )

        county["side"] = min(sides, key=lambda side: touched(sides[side]))
        boxes.append(sides[county["side"]])
    return counties


def dots(places, radius):
    """Many small squares as one shape: a fifth of the size of as many marks."""
    rings = []
    for lat, lon in places:
        x, y = float(lon) * PARALLEL, float(lat)
        corners = ((-1, -1), (-1, 1), (1, 1), (1, -1), (-1, -1))
        rings.append([[[round(x + radius * i, 3), round(y + radius * j, 3)] for i, j in corners]])
    return {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": rings}}


def signs(y):
    """The layer of a chart of bars with the sign of each state left of its bar: the legend of the map."""
    mark = {"type": "point", "style": "county", "size": 90}
    return {"mark": mark, "encoding": {"x": {"value": -SIGN}, "y": y, "fill": STATE, "shape": SHAPE}}


def map_of(counties, others=(), *, width=470, height=500):
    """Spec of the map. `counties`: dicts with "lat", "lon", "state", "rank", "name" and, if wanted, "says" (tooltip).

    `others`: (lat, lon) of the counties of other years, drawn as faint dots.
    """
    left, bottom, right, top = bounds()
    scale = min((width - 2 * MARGIN) / (right - left), (height - 2 * MARGIN) / (top - bottom))
    dx = (width - scale * (right + left)) / 2
    dy = (height + scale * (top + bottom)) / 2

    points = []
    for county in counties:
        x, y = float(county["lon"]) * PARALLEL, float(county["lat"])
        point = {key: county[key] for key in ("state", "rank", "name")} | {"says": str(county.get("says", ""))}
        points.append(point | {"name": str(county["name"]), "px": scale * x + dx, "py": dy - scale * y})
    points = placed(points)
    for point in points:
        point["px"], point["py"] = round(point["px"], 1), round(point["py"], 1)

    at = {
        "x": {"field": "px", "type": "quantitative", "scale": {"domain": [0, width]}, "axis": None},
        "y": {"field": "py", "type": "quantitative", "scale": {"domain": [height, 0]}, "axis": None},
    }
    labels = [
        {
            "transform": [{"filter": f"datum.named == {str(named).lower()} && datum.side == '{side}'"}],
            "mark": {
                "type": "text",
                "style": style,
                "align": "left" if side == "right" else "right",
                "baseline": "middle",
                "dx": (8 if named else 7) * (1 if side == "right" else -1),
            },
            "encoding": at | {"text": {"field": "label"}},
        }
        for named, styles in ((False, ("lab-rank-halo", "lab-rank")), (True, ("lab-map-halo", "lab-map")))
        for style in styles
        for side in ("left", "right")
    ]
    return {
        "$schema": SCHEMA,
        "width": width,
        "height": height,
        "padding": 0,
        "projection": {"type": "identity", "reflectY": True, "scale": scale, "translate": [dx, dy]},
        "data": {"values": points},
        "layer": [
            {"data": {"values": provinces()["features"]}, "mark": {"type": "geoshape", "style": "land"}},
            {"data": {"values": [dots(others, 1.6 / scale)]}, "mark": {"type": "geoshape", "style": "elsewhere"}},
            {
                "mark": {"type": "point", "style": "county", "size": 90},
                "encoding": at
                | {
                    "fill": STATE,
                    "shape": SHAPE,
                    "tooltip": [{"field": "name", "title": _("County")}, {"field": "says", "title": _("Forecast")}],
                },
            },
            *labels,
        ],
    }
