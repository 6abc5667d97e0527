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
NAMED = ("miss", "risk")
"""States whose counties are named; the others bear a number."""
SIDES = {"right": ("left", 8, 0), "left": ("right", -8, 0), "below": ("center", 0, 14), "above": ("center", 0, -14)}
"""{where a label stands: (how it is aligned, its offset from the sign in px)}, the first where several do."""
SIGN_HALF, LABEL_HALF = 6, 7
"""In px: half of a sign, and of a label's height."""
NARROW, WIDE = 6.3, 11.5
"""In px: a letter, and a Korean one."""
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
    """Give every county a label and the side where it covers least of the signs and labels of others.

    Names are for likely to miss and at risk; the others get the rank number that the table uses.
    """
    boxes = [_around(county["px"], county["py"], SIGN_HALF, SIGN_HALF) for county in counties]
    for county in sorted(counties, key=lambda c: (c["state"] not in NAMED, c["rank"])):
        county["named"] = county["state"] in NAMED
        county["label"] = f"{county['rank']} {county['name']}" if county["named"] else str(county["rank"])
        others = [box for box in boxes if box != _around(county["px"], county["py"], SIGN_HALF, SIGN_HALF)]
        sides = [(side, _beside(county, side)) for side in SIDES]
        side, box = min(sides, key=lambda found: sum(_common(found[1], other) for other in others))
        county["align"], county["dx"], county["dy"] = SIDES[side]
        boxes.append(box)
    return counties


def _beside(county, side):
    """The box of a county's label on a side of its sign."""
    half = sum(WIDE if ord(letter) > 0x1100 else NARROW for letter in county["label"]) / 2
    align, dx, dy = SIDES[side]
    middle = county["px"] + dx + {"left": half, "right": -half, "center": 0}[align]
    return _around(middle, county["py"] + dy, half, LABEL_HALF)


def _around(x, y, half_width, half_height):
    return x - half_width, y - half_height, x + half_width, y + half_height


def _common(one, other):
    """The area that two boxes share."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(0, wide) * max(0, high)


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
    beside = {key: {"expr": f"datum.{key}"} for key in ("align", "dx", "dy")}
    labels = [
        {
            "transform": [{"filter": f"datum.named == {str(named).lower()}"}],
            "mark": {"type": "text", "style": style, "baseline": "middle"} | beside,
            "encoding": at | {"text": {"field": "label"}},
        }
        for named, styles in ((False, ("lab-rank-halo", "lab-rank")), (True, ("lab-map-halo", "lab-map")))
        for style in styles
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
