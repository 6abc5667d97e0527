"""A small seal made by hand, in the shape of schemas/seal-1.json: for tests of what is computed from a seal alone."""

from reports import chain
from reports.sealed import Sealed

PROVINCES = {"NP": ("North Phyongan", "평안북도"), "SH": ("South Hwanghae", "황해남도"), "RY": ("Ryanggang", "량강도")}
COUNTIES = [
    # code, names, province, verified of its factories, chance, colour, forecast (early, middle, late), reasons
    ("SH-JANGYON", ("Jangyon", "장연군"), "SH", (52.5, 61.0), 0.02, "miss", ("2027-01-20", "2027-02-14", "2027-03-30"),
     [{"code": "no_progress"}, {"code": "behind", "points": 27.2}]),
    ("RY-KAPSAN", ("Kapsan", "갑산군"), "RY", (40.0, 66.5), None, "none", (None, None, None),
     [{"code": "silent", "days": 38}]),
    ("NP-KUJANG", ("Kujang", "구장군"), "NP", (80.0, 74.2), 0.41, "risk", ("2026-12-20", "2027-01-04", "2027-01-25"),
     [{"code": "stopped", "on": "2026-11-12"}]),
    ("NP-UNSAN", ("Unsan", "운산군"), "NP", (91.0, 88.0), 0.93, "ok", ("2026-12-05", "2026-12-12", "2026-12-24"), []),
    ("SH-UNCHON", ("Unchon", "은천군"), "SH", (100.0, 100.0), None, "done", (None, None, None),
     [{"code": "finished", "on": "2026-11-20"}]),
]  # fmt: skip
TYPES = [("FOOD", ("Food factory", "식료품공장")), ("CLOTH", ("Clothing factory", "옷공장"))]


UNTOLD = (
    "bases", "raw_materials", "earlier", "workforce", "trades", "production", "idle", "problems", "findings",
    "shortages", "complaints", "residents", "residents_counties", "leads", "meetings", "decisions", "requests",
    "lessons", "carry_overs", "provincial_reports",
)  # fmt: skip
"""Parts of which nothing is known: tests of their chapters make their own (tests/reports/gathering.py)."""


def names(pair):
    return {"en": pair[0], "ko": pair[1]}


def header(content, number=1):
    """The header of a seal of `content`."""
    said = {
        "number": number, "kind": content["kind"], "year": content["year"], "as_of": content["as_of"],
        "sealed_at": "2026-11-30T15:00:00Z", "sealed_by": None, "reason": "For the plenary meeting.",
        "content_sha256": chain.digest(chain.canonical(content)), "previous": "",
    }  # fmt: skip
    return said | {"sha256": chain.header_digest(said), "chain": []}


def sealed(**changes):
    """The seal, with parts of its content changed."""
    content = _content() | changes
    return Sealed(content, header(content))


def _content():
    figures = {}

    def figure(subject, **values):
        figures.update({f"{subject}/{key}": {"value": value} for key, value in values.items()})

    projects = [row for at, county in enumerate(COUNTIES) for row in _projects(county, at, figure)]
    counties = [_county(county, rank, figure) for rank, county in enumerate(COUNTIES, 1)]
    for code in PROVINCES:
        figure(f"province:{code}", **_sums([row for row in COUNTIES if row[2] == code]))
    figure("programme", **_sums(COUNTIES), inaugurated=1, inaugurated_late=0)
    curve = [
        {"date": f"2026-{month:02}-28", "planned": 9.0 * month - 2, "claimed": 8.4 * month if month < 12 else None,
         "verified": 8.0 * month - 3 if month < 12 else None} for month in range(2, 13)
    ]  # fmt: skip
    return {
        "schema": "seal-1", "kind": "year", "year": 2026, "as_of": "2026-11-29", "starts_on": "2026-01-01",
        "due_on": "2026-12-31", "plenary_on": "2026-12-20", "closed": False, "address": "https://monitor.example",
        "demonstration": True, "data_version": "0123456789ab",
        "program": {"names": names(("Regional 20×10", "지방발전 20×10")), "start_year": 2024, "years": 10, "target": 5},
        "thresholds": {
            "cover_percent": 70, "utilisation_percent": 60, "production_months": 3, "production_grace_days": 15,
        },
        "provinces": [
            {"code": code, "names": names(pair), "counties": [row[0] for row in COUNTIES if row[2] == code]}
            for code, pair in sorted(PROVINCES.items())
        ],
        "counties": counties, "projects": sorted(projects, key=lambda row: row["code"]),
        "milestones": [{
            "county": "SH-UNCHON", "project": None, "facility": "factories", "kind": "inaugurated", "due_on": None,
            "met_on": "2026-11-25", "precision": "day", "basis": "event", "confidence": "high",
            "source_title": "A daily of 26 November", "source_url": "https://news.example/1", "public": True,
        }],
        "sources": [{"title": "A daily of 26 November", "url": "https://news.example/1"}],
        "curves": {"programme": curve, **{f"province:{code}": curve for code in sorted(PROVINCES)}},
        "funnel": [
            {"code": "begun", "reached": 10, "planned": 10},
            {"code": "half", "reached": 9, "planned": 10},
            {"code": "finished", "reached": 2, "planned": 6},
        ],
        "other_points": [[39.0, 126.0], [40.2, 127.1]], "supply_year": 2026, **{part: [] for part in UNTOLD},
        "changes": {"previous": None, "last_year": None},
        "unaccepted": ["return:7"],
        "missing_returns": [
            {"subject": "project:26-RY-KAPSAN-FOOD", "period": "2026-11-2", "kind": "ten_days", "on": "2026-11-20"},
        ],
        "figures": figures, "facts": {}, "posts": {"1": {"role": "county_lead", "place": names(("Jangyon", "장연군"))}},
    }  # fmt: skip


def _county(row, rank, figure):
    code, pair, province, _shares, chance, colour, (early, middle, late), reasons = row
    finished = "2026-11-20" if colour == "done" else None
    figure(
        f"county:{code}", **_sums([row]), chance=chance, forecast_early_on=early, forecast_on=middle,
        forecast_late_on=late, finished_on=finished, silent_days=reasons[0].get("days") if reasons else None,
        inaugurated_on="2026-11-25" if finished else None, inaugurated_days_late=-36 if finished else None,
    )  # fmt: skip
    return {
        "code": code, "names": names(pair), "kind": "county", "province": province, "rank": rank, "components": [],
        "note": "", "lat": 38.0 + rank * 0.6, "lon": 125.2 + rank * 0.5, "colour": colour,
        "stage": "built" if finished else "building",
        "reasons": [{"project": f"26-{code}-FOOD", **reason} for reason in reasons],
        "lead": {"names": names(("Secretary of the Central Committee", "당중앙위원회 비서")), "since": "2026-02-01"}
        if rank == 1 else None, "sources": [], "demonstration": True,
    }  # fmt: skip


def _projects(row, at, figure):
    code, _pair, province, shares, chance, colour, (early, middle, late), reasons = row
    for (kind, type_names), share in zip(TYPES, shares, strict=True):
        key = f"26-{code}-{kind}"
        finished = "2026-11-20" if colour == "done" else None
        figure(
            f"project:{key}", planned_percent=90.0, claimed_percent=min(share + 3, 100), verified_percent=share,
            inspected_percent=None, chance=chance, forecast_early_on=early, forecast_on=middle, forecast_late_on=late,
            finished_on=finished, original_on="2026-11-30", approved_on="2026-12-10", days_late_original=at * 7 - 3,
            days_late_approved=at * 7 - 13, silent_days=5, colour=colour,
        )  # fmt: skip
        yield {
            "code": key, "names": names(type_names), "county": code, "province": province, "factory_type": kind,
            "units": {"design": None, "construction": names(("124 Regiment", "124련대")), "operation": None},
            "site": None, "floor_area_m2": 2000, "capacity_t_year": 900, "budget": 3000000, "colour": colour,
            "stage": "built" if finished else "building", "reasons": reasons, "demonstration": True, "packages": [],
        }  # fmt: skip


def _sums(rows):
    shares = [share for row in rows for share in row[3]]
    colours = [row[5] for row in rows]
    done = [row for row in rows if row[5] == "done"]
    counted = {f"places_{state}": colours.count(state) for state in ("miss", "none", "risk", "watch", "ok", "done")}
    return {
        "places": len(rows), "projects": 2 * len(rows), "known": 2 * len(rows), "finished": 2 * len(done),
        "planned_percent": 90.0, "claimed_percent": sum(shares) / len(shares) + 3,
        "verified_percent": sum(shares) / len(shares), "colour": colours[0], "built": len(done), "operating": 0,
        "counting": 0, "fallen_out": 0, "expected_done": sum(state in ("ok", "done") for state in colours), **counted,
    }  # fmt: skip
