"""The factories of a seal as a project package of the Open Contracting for Infrastructure Data Standard, OC4IDS 0.9.5.

One file in no language of its own: titles stand in English as the standard's readers expect, with the Korean name in
the description. What the seal does not know is left out: the standard has no empty fields. What is sealed and has no
field in the standard (workers, raw materials, scores) stands in the JSON of the pack.
"""

from datetime import date

import orjson
from django.utils.text import slugify
from django.utils.translation import override

from factories.models import Gate
from reports.rendering.pack.oc4ids_progress import forecasts, metrics, milestones, modifications

VERSION = "0.9"
PREFIX = "oc4ids-20x10k"
"""Of project ids. The standard's registry gives prefixes to publishers that ask; this one is not registered."""
AUTHORITY = "Non-Permanent Central Committee for Promoting Regional Development 20×10"
SECTOR = ["economy"]
STATUS = {
    # stage of life: code of projectStatus
    None: "preparation",
    "building": "implementation",
    "built": "completion",
    "commissioned": "completion",
    "operating": "completed",
    "counting": "completed",
    "fallen_out": "completed",
}
ROLES = {
    # unit: code of partyRole; the last is ours, for which the open codelist has none
    "design": "supplier",
    "construction": "supplier",
    "operation": "x_operationUnit",
}


FACTS = ("allocation", "baseline", "gate", "return")
"""Kinds of facts that are told."""


def render(sealed, drawings=None):
    """The bytes of the package; drawings have no place in it."""
    with override("en"):
        return orjson.dumps(_full(_package(sealed)), option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def moment(day):
    """A day as the standard writes it: the moment at which it begins in the programme's time zone."""
    return day and f"{day}T00:00:00+09:00"


def money(amount, currency):
    return None if amount is None else {"amount": amount, "currency": currency}


def _full(value):
    """`value` without anything empty."""
    if isinstance(value, dict):
        found = {key: _full(said) for key, said in value.items()}
        return {key: said for key, said in found.items() if said not in (None, "", [], {})}
    if isinstance(value, list):
        return [said for said in map(_full, value) if said not in (None, "", [], {})]
    return value


def _package(sealed):
    header, address, facts = sealed.header, sealed["address"], _facts(sealed)
    return {
        "version": VERSION,
        "uri": f"{address}/en/reports/seals/{header['number']}/",
        "publishedDate": header["sealed_at"],
        "publisher": {"name": AUTHORITY, "uri": address},
        "projects": [_project(sealed, row, facts.get(f"project:{row['code']}", {})) for row in sealed["projects"]],
    }


def _facts(sealed):
    """{subject: {kind: [fact]}} of the kinds told here, by day and name."""
    known = ((name, sealed.facts[name]) for name in sealed.facts if name.partition(":")[0] in FACTS)
    found = {}
    for _name, fact in sorted(known, key=lambda item: (item[1]["on"] or "", item[0])):
        found.setdefault(fact["subject"], {}).setdefault(fact["kind"], []).append(fact)
    return found


def _project(sealed, row, facts):
    place, province = sealed.subject(f"county:{row['county']}"), sealed.subject(f"province:{row['province']}")
    started = min((package["planned_start"] for package in row["packages"]), default=None)
    return {
        "id": f"{PREFIX}-{row['code']}",
        "identifiers": [{"id": row["code"], "scheme": "20x10"}],
        "updated": sealed.header["sealed_at"],
        "title": f"{row['names']['en']}, {place}",
        "description": _described(sealed, row),
        "status": STATUS[row["stage"]],
        "sector": SECTOR,
        "type": "construction",
        "period": _period(started, _value(sealed, row, "approved_on")),
        "locations": [_location(row, place, province)],
        "budget": _budget(sealed, row, facts),
        "publicAuthority": {"id": _party_id(AUTHORITY), "name": AUTHORITY},
        "parties": _parties(row),
        "forecasts": forecasts(sealed, row),
        "metrics": metrics(sealed, row, facts),
        "milestones": milestones(sealed, row, facts, Gate),
        "contractingProcesses": _construction(sealed, row, facts, started),
        "completion": _completion(sealed, row),
        "documents": _documents(sealed, row),
    }


def _value(sealed, row, key):
    return sealed.value(f"project:{row['code']}", key)


def _described(sealed, row):
    """What is built, its size, and its Korean name; that it is made up, where it is."""
    korean = sealed.names.get(f"county:{row['county']}", {}).get("ko", "")
    size = [
        f"{row['floor_area_m2']:,} m² of floor area" if row["floor_area_m2"] else "",
        f"{row['capacity_t_year']:,} t a year" if row["capacity_t_year"] else "",
    ]
    said = ["Regional-industry factory", *filter(None, size)]
    made_up = " Demonstration: the data are synthetic." if row["demonstration"] else ""
    return f"{', '.join(said)}. {korean} {row['names']['ko']}.{made_up}"


def _period(first, last):
    return {"startDate": moment(first), "endDate": moment(last), "durationInDays": _days(first, last)}


def _days(first, last):
    """Both counted; None where one is not known."""
    if not (first and last):
        return None
    return max(0, (date.fromisoformat(last) - date.fromisoformat(first)).days + 1)


def _location(row, place, province):
    site = row["site"] or {}
    known = site.get("lat") is not None and site.get("lon") is not None
    return {
        "id": f"{row['code']}-site",
        "geometry": {"type": "Point", "coordinates": [site["lon"], site["lat"]]} if known else None,
        "address": {
            "streetAddress": site.get("address"), "locality": place, "region": province,
            "countryName": "Democratic People’s Republic of Korea",
        },
    }  # fmt: skip


def _budget(sealed, row, facts):
    """The budget, or what is allocated where none is given, with each allocation."""
    currency, parts = row["currency"], []
    allocated = _value(sealed, row, "funds_allocated")
    for number, fact in enumerate(facts.get("allocation", ()), 1):
        said = fact["values"]
        year = _period(f"{said['year']}-01-01", f"{said['year']}-12-31")
        parts.append({
            "id": str(number), "description": f"{said['reference'] or 'Allocation'} ({said['source']})",
            "amount": money(said["amount"], said["currency"]), "period": year,
        })  # fmt: skip
    given = row["budget"] is not None
    return {
        "description": "" if given else "No budget is given: the sum of what is allocated.",
        "amount": money(row["budget"] if given else allocated, currency),
        "budgetBreakdown": parts,
    } if given or allocated is not None else None  # fmt: skip


def _parties(row):
    parties = {_party_id(AUTHORITY): {"id": _party_id(AUTHORITY), "name": AUTHORITY, "roles": ["publicAuthority"]}}
    for unit, role in ROLES.items():
        if names := row["units"].get(unit):
            party = parties.setdefault(
                _party_id(names["en"]), {"id": _party_id(names["en"]), "name": names["en"], "roles": []}
            )
            party["roles"] = sorted({*party["roles"], role})
    return [parties[key] for key in sorted(parties)]


def _party_id(name):
    return f"{PREFIX}-org-{slugify(name)}"


def _construction(sealed, row, facts, started):
    """The work of the construction unit, with each move of the finish; none without a unit."""
    names = row["units"].get("construction")
    if not names:
        return []
    baselines = sorted(facts.get("baseline", ()), key=lambda fact: fact["values"]["number"])
    finished = _value(sealed, row, "finished_on")
    return [{
        "id": f"{PREFIX}-{row['code']}-construction",
        "summary": {
            "nature": ["construction"],
            "title": f"Construction: {row['names']['en']}, {sealed.subject('county:' + row['county'])}",
            "status": "closed" if finished else "active",
            "suppliers": [{"id": _party_id(names["en"]), "name": names["en"]}],
            "contractValue": money(_value(sealed, row, "funds_committed"), row["currency"]),
            "contractPeriod": _period(started, baselines[0]["values"]["finishes_on"] if baselines else None),
            "finalValue": money(_value(sealed, row, "funds_spent"), row["currency"]) if finished else None,
            "modifications": modifications(started, baselines, _period),
        },
    }]  # fmt: skip


def _completion(sealed, row):
    finished, late = _value(sealed, row, "finished_on"), _value(sealed, row, "days_late_original")
    if not finished:
        return None
    said = f"{abs(late)} days {'after' if late > 0 else 'before'} the date first approved." if late else ""
    return {
        "endDate": moment(finished), "endDateDetails": said,
        "finalValue": money(_value(sealed, row, "funds_spent"), row["currency"]),
        "finalScope": f"{row['floor_area_m2']:,} m² of floor area" if row["floor_area_m2"] else "",
    }  # fmt: skip


def _documents(sealed, row):
    """The public sources of what is said of the factory's place."""
    found = {}
    for mark in sealed["milestones"]:
        if mark["county"] == row["county"] and mark["facility"] == "factories" and mark["source_url"]:
            found.setdefault(mark["source_url"], mark["source_title"])
    return [
        {"id": f"{row['code']}-source-{number}", "title": title, "url": url}
        for number, (url, title) in enumerate(sorted(found.items()), 1)
    ]
