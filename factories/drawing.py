"""From a Vega-Lite spec to a picture: two looks, one cache.

A spec holds data, encodings and words, never a colour. Colours, weights and fonts come from one of two configurations
through named mark styles: "css" (values are var(--…): one SVG serves light, dark and forced colours) and "print"
(hex, for PDF and DOCX).
"""

import hashlib
import json
import re
from functools import cache as once

import vl_convert
from django.conf import settings
from django.core.cache import cache

VEGA_LITE = "6.4"
SECONDS_KEPT = 7 * 24 * 3600
STATES = ["miss", "risk", "watch", "ok", "done", "none"]
PAPER = '<rect width="100%" height="100%" fill="#ffffff"/>'
"""Behind a picture of dots: what is laid out over nothing blends its lines unevenly."""
DISC = "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1Z"
TICKED = f"{DISC}M.47,-.37L-.12,.26L-.42,-.04L-.52,.06L-.12,.46L.57,-.27Z"
RING = f"{DISC}M0,-.4A.4,.4,0,1,0,0,.4A.4,.4,0,1,0,0,-.4Z"
SHAPES = ["square", "triangle-up", "diamond", "circle", TICKED, RING]
"""Of the states, each told without its colour too, as by the signs beside the words (templates/ui/icons.svg)."""
UNWANTED = re.compile(r'\s(?:style|role|aria-[a-z]+)="[^"]*"')
GEOMETRY = re.compile(r'\b(?:d|transform|points)="[^"]*"')
LONG_DECIMAL = re.compile(r"(\.\d)\d+")
NAME = re.compile(r'(\bid="|url\(#)(\w+)')

_NAMES = [
    "ink",
    "ink-2",
    "rule-2",
    "grid",
    "surface",
    "land",
    "land-line",
    "prov-line",
    "ch-plan",
    "ch-earned",
    "ch-forecast",
    "ch-fan",
    "ch-bar",
    "late",
]
COLOURS = {
    "css": {name: f"var(--{name})" for name in _NAMES} | {"states": [f"var(--st-{state})" for state in STATES]},
    "print": {
        "ink": "#15202b",
        "ink-2": "#46535f",
        "rule-2": "#8a95a0",
        "grid": "#e3e7eb",
        "surface": "#ffffff",
        "land": "#eef1f3",
        "land-line": "#d6dce1",
        "prov-line": "#97a2ac",
        "ch-plan": "#5d6a76",
        "ch-earned": "#15202b",
        "ch-forecast": "#1f5fa8",
        "ch-fan": "#c9dcf1",
        "ch-bar": "#46535f",
        "late": "#f3f4f6",
        "states": ["#7d0b34", "#b2521c", "#ae9000", "#2f7ac9", "#525c67", "#76828d"],
    },
}


@once
def config(look="css", size=12):
    """The Vega-Lite config of a look, "css" or "print"; `size` is the text's in px."""
    colour = COLOURS[look]
    # The server measures text with Pretendard, whose outlines the web font shares.
    font = "Monitor Sans, Pretendard, sans-serif" if look == "css" else "Pretendard"

    def text(name, points=size, weight=400):
        return {
            "color": colour[name],
            "fill": colour[name],
            "fontSize": points,
            "fontWeight": weight,
            "font": font,
        }

    def halo(points, weight, width):
        return text("surface", points, weight) | {
            "stroke": colour["surface"],
            "strokeWidth": width,
            "strokeJoin": "round",
        }

    def dot(name):
        return {
            "color": colour[name],
            "stroke": colour["surface"],
            "strokeWidth": 1.5,
            "opacity": 1,
            "filled": True,
        }

    return {
        "aria": False,  # the figure around it says its result in one sentence and holds its table
        "background": None,
        "font": font,
        "view": {"stroke": None},
        "axis": {
            "labelFont": font,
            "labelFontSize": size,
            "labelColor": colour["ink-2"],
            "titleFont": font,
            "titleFontSize": size,
            "titleFontWeight": 400,
            "titleColor": colour["ink-2"],
            "domainColor": colour["rule-2"],
            "tickColor": colour["rule-2"],
            "gridColor": colour["grid"],
            "tickSize": 4,
            "labelPadding": 4,
        },
        "axisY": {"domain": False, "ticks": False},
        "axisX": {"grid": False},
        "range": {"category": colour["states"], "symbol": SHAPES},
        "text": {"font": font, "fontSize": size, "fill": colour["ink"]},
        "style": {
            "planned": {"color": colour["ch-plan"], "strokeWidth": 1.5, "strokeDash": [5, 3]},
            "claimed": {"color": colour["ch-earned"], "strokeWidth": 1, "opacity": 0.75},
            "verified": {"color": colour["ch-earned"], "strokeWidth": 2.5},
            "forecast": {"color": colour["ch-forecast"], "strokeWidth": 2, "strokeDash": [2, 2]},
            "fan": {"color": colour["ch-fan"], "opacity": 1},
            "whisker": {"color": colour["ch-forecast"], "strokeWidth": 1.5},
            "due": {"color": colour["ink"], "strokeWidth": 1},
            "late": {"color": colour["late"], "opacity": 1},
            "lab": text("ink"),
            "lab-strong": text("ink", size, 600),
            "lab-muted": text("ink-2"),
            "lab-forecast": text("ch-forecast", size, 600),
            "lab-map": text("ink", size - 0.5, 600),
            "lab-map-halo": halo(size - 0.5, 600, 3.5),
            "lab-rank": text("ink-2", size - 1, 500),
            "lab-rank-halo": halo(size - 1, 500, 3),
            "dot": dot("ch-earned"),
            "dot-forecast": dot("ch-forecast"),
            "bar": {"color": colour["ch-bar"], "opacity": 1},
            "track": {"color": colour["grid"], "opacity": 1},
            "plantick": {"color": colour["ink"], "opacity": 1},
            "land": {"color": colour["land"], "stroke": colour["prov-line"], "strokeWidth": 0.7},
            "elsewhere": {"color": colour["prov-line"]},
            "county": {"stroke": colour["surface"], "strokeWidth": 1.2, "opacity": 1, "filled": True},
        },
    }


@once
def _fonts():
    vl_convert.register_font_directory(str(settings.BASE_DIR / "node_modules/pretendard/dist/public/static"))


def lean(drawn):
    """The SVG without style attributes (the CSP allows none) and roles (its figure has one), to a tenth of a pixel."""
    drawn = UNWANTED.sub("", drawn)
    return GEOMETRY.sub(lambda attribute: LONG_DECIMAL.sub(r"\1", attribute[0]), drawn)


def renamed(drawn, digest):
    """The SVG with ids by its own digest: Vega counts them on through the process, and a page may hold several."""
    known = {}
    return NAME.sub(lambda found: f"{found[1]}c{digest[:8]}-{known.setdefault(found[2], len(known) + 1)}", drawn)


def svg(spec, look="css"):
    """The spec drawn as SVG, the same bytes at any time, kept in the cache under its digest."""
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(f"{VEGA_LITE}{look}{json.dumps(config(look))}{text}".encode()).hexdigest()
    key = f"svg:{digest}"
    drawn = cache.get(key)
    if drawn is None:
        _fonts()
        drawn = vl_convert.vegalite_to_svg(text, vl_version=VEGA_LITE, config=config(look))
        drawn = renamed(lean(drawn), digest)
        cache.set(key, drawn, SECONDS_KEPT)
    return drawn


def png(spec, scale=2):
    """The spec as PNG bytes in the print look, for DOCX."""
    return raster(svg(spec, "print"), scale)


def raster(drawn, scale):
    """An SVG of the print look as PNG bytes on white: cheaper than to draw its spec again."""
    _fonts()
    start = drawn.index(">", drawn.index("<svg")) + 1
    return vl_convert.svg_to_png(drawn[:start] + PAPER + drawn[start:], scale=scale)


def live(spec):
    """What the page's script needs to make the picture live: answer it as JSON at the chart's address."""
    over = spec.get("usermeta", {}).get("hover")
    layers = [*spec["layer"], over] if over else spec["layer"]
    return {"spec": spec | {"layer": layers}, "config": config("css")}
