"""The charts of a sealed report: drawn once for each province and the programme, used by every file of a language."""

from base64 import b64encode
from datetime import date

from factories import charts
from regional20x10.shared import words

SCALE = 3
"""Of the PNG for DOCX: 300 dots an inch where a chart is as wide as the page."""
WIDTH = 660
ROWS_A_PAGE = 40
"""Rows of a chart of ranges that stand on one page."""


def drawn(sealed, province=""):
    """{name: {"svg": str, "png": base64 str}} of a province (its code), or of the programme; in the language on."""
    specs = _of_province(sealed, province) if province else _of_programme(sealed)
    return {name: _both(charts.svg(spec, "print")) for name, spec in specs.items()}


def _both(svg):
    return {"svg": svg, "png": b64encode(charts.raster(svg, SCALE)).decode()}


def _of_programme(sealed):
    specs = {"map": _map(sealed), "standings": _standings(sealed)}
    if curve := _curve(sealed, "programme"):
        specs["curve"] = curve
    return specs | {range_name(at): _ranges(sealed, rows) for at, rows in enumerate(pages_of_ranges(sealed), 1)}


def _of_province(sealed, code):
    curve = _curve(sealed, f"province:{code}", 150)
    return {f"curve-{code}": curve} if curve else {}


def _curve(sealed, subject, height=250):
    """The work of a subject in the sealed year: what was carried over stands where it stood at the beginning."""
    points = [{**point, "on": date.fromisoformat(point["date"])} for point in sealed["curves"].get(subject, ())]
    if not points:
        return None
    eve = date(sealed["year"] - 1, 12, 31)
    points = [point for point in points if point["on"] >= eve] or points
    ends = {"due_on": date.fromisoformat(sealed["due_on"]), "as_of": date.fromisoformat(sealed["as_of"])}
    return charts.scurve(points, **ends, width=WIDTH, height=height)


def _map(sealed):
    known = [row for row in sealed["counties"] if row["lat"] is not None and row["lon"] is not None]
    marks = [
        {key: row[key] for key in ("lat", "lon", "rank")} | {"state": row["colour"], "name": sealed.name(row["names"])}
        for row in known
    ]
    return charts.map_of(marks, sealed["other_points"], width=410, height=440)


def _standings(sealed):
    rows = [
        {"label": str(word), "value": sealed.value("programme", f"places_{state}") or 0, "state": state}
        for state, word in words.STATUS.items()
    ]
    return charts.bars(rows, total=max(len(sealed["counties"]), 1), width=230, row_height=28)


# --- ranges of forecasts ---------------------------------------------------------------------------------------------
def range_name(page):
    return f"ranges-{page}"


def pages_of_ranges(sealed):
    """The places of which a finish is known or forecast, by rank, in as many charts as pages are needed."""
    known = [row for row in sealed["counties"] if any(_ends(sealed, row).values())]
    pages = -(-len(known) // ROWS_A_PAGE)
    size = -(-len(known) // pages) if pages else 1
    return [known[at : at + size] for at in range(0, len(known), size)]


def _ranges(sealed, counties):
    rows = [{"label": f"{row['rank']} {sealed.name(row['names'])}"} | _ends(sealed, row) for row in counties]
    return charts.ranges(rows, due_on=date.fromisoformat(sealed["due_on"]), width=WIDTH)


def _ends(sealed, row):
    subject = f"county:{row['code']}"
    finished = sealed.value(subject, "finished_on")
    keys = {"finished": "finished_on"} if finished else {
        "early": "forecast_early_on", "middle": "forecast_on", "late": "forecast_late_on",
    }  # fmt: skip
    return {end: _date(sealed.value(subject, key)) for end, key in keys.items()}


def _date(text):
    return date.fromisoformat(text) if text else None
