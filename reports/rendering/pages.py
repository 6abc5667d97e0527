"""The dataset as it is read on paper: figures and dates written out, tables laid out, in the language that is on."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from factories import charts
from regional20x10.shared import words
from reports import wording
from reports.wording import CREDIT, DASH


def presented(data):
    """All that templates/reports/typst/annual.typ shows."""
    as_of = date.fromisoformat(data["as_of"])
    slots = {"year": data["year"], "day": words.day(as_of), "scope": data["scope"]["name"]}
    title = _("Progress report %(year)s") % slots
    counties = sum(len(province["counties"]) for province in data["provinces"])
    return {
        "lang": data["language"],
        "title": title,
        "short": _("Progress report %(year)s, %(scope)s, as of %(day)s") % slots,
        "author": data["program"],
        "keywords": [str(data["year"]), data["data_version"]],
        "date": [as_of.year, as_of.month, as_of.day],
        "demonstration": _("Demonstration: the figures are made up.") if data["demonstration"] else None,
        "foot": _("As of %(day)s · data version %(version)s") % {**slots, "version": data["data_version"]},
        "credit": _("Sources: ten-day returns and the public record (list at the end); map %(credit)s")
        % {"credit": CREDIT},
        "words": _words(),
        "cover": {
            "eyebrow": data["program"],
            "version": data["data_version"],
            "subtitle": _("Regional-industry factories of %(scope)s, as of %(day)s") % slots,
            "findings": _findings(data),
            "figures": _program_figures(data),
            "depth": 2 if counties <= 45 else 1,
            "columns": 2 if counties + len(data["provinces"]) > 28 else 1,
        },
        "program": _program(data, as_of),
        "ranking": _ranking(data) if data["scope"]["kind"] == "nation" else None,  # else the province's page has it
        "provinces": [_province(data, part, as_of) for part in data["provinces"]],
        "notes": _notes(data),
        "sources": [
            {"title": row["title"] or row["url"], "url": row["url"] if row["title"] else ""} for row in data["sources"]
        ],
    }


def _words():
    return {
        "contents": _("Contents"),
        "standings": _("Places by standing"),
        "record": _("Public record"),
        "work": _("Work planned, claimed and verified"),
        "no_curve": _("No factory plans are recorded for this year, so there is no work to compare with a plan."),
        "factories": _("Factories"),
        "reasons": _("Why it stands so"),
        "milestones": _("Milestones"),
        "no_milestones": _("No milestones are recorded for this place by this day."),
        "sources": _("Sources and reading"),
        "published": _("Published sources"),
    }


# --- figures and dates -----------------------------------------------------------------------------------------------
def _share(value):
    return wording.said(value, "percent")


def _day(text, form="DATE_FORMAT"):
    return wording.day(text, form)


def _chance(row):
    return wording.said(row["chance"], "chance")


def _range(row):
    return wording.span(row["forecast_early_on"], row["forecast_on"], row["forecast_late_on"])


def _finish(row):
    """The day of the finish, and under it the range of the forecast, or that it is one no more."""
    if row["finished_on"]:
        return _strong(_day(row["finished_on"]), _("Finished"))
    return _strong(_day(row["forecast_on"]), _range(row))


def _silence(row):
    return wording.silence([row["silent_days"]])


def _strong(text, small=""):
    return {"strong": str(text), "small": str(small or "")}


def _standing(row, small=""):
    return {"state": row["colour"], "words": str(row["standing"]), "small": str(small or "")}


def _figure(label, value, note=""):
    return {"label": label, "value": value, "note": note}


def _planned(row):
    return wording.planned(row["planned"])


def _table(columns, rows):
    """`columns`: (head, width in shares or 0 for as wide as needed, "l" or "r")."""
    heads, widths, aligns = zip(*columns, strict=True)
    return {"head": list(heads), "widths": list(widths), "aligns": list(aligns), "rows": rows}


# --- parts -----------------------------------------------------------------------------------------------------------
def _findings(data):
    summary = data["summary"]
    found = []
    if summary["project_count"]:
        slots = {"done": summary["expected_done"], "places": summary["places"], "day": _day(data["due_on"])}
        found.append(
            ngettext(
                "%(done)s of %(places)s place is finished or forecast to finish by %(day)s.",
                "%(done)s of %(places)s places are finished or forecast to finish by %(day)s.",
                summary["places"],
            )
            % slots
        )
    return [*found, *summary["record"]["sentences"]]


def _program_figures(data):
    summary = data["summary"]
    silent = _figure(_("Places without a report"), str(summary["counts"]["none"]), wording.of(summary["places"]))
    return [*_sum_figures(summary), *([silent] if summary["project_count"] else []), _life_figure(summary["record"])]


def _life_figure(record):
    """How many places count, beside how many operate; without production returns nobody knows."""
    life = record["life"]
    if not life["reported"]:
        return _figure(_("Operating"), DASH, _("not known: no production returns"))
    said = _("of %(total)s; %(operating)s operate, %(fallen)s fell out")
    slots = {"total": life["total"], "operating": life["operating"], "fallen": life["fallen_out"]}
    return _figure(_("Counting"), str(life["counting"]), said % slots)


def _sum_figures(summary):
    record, known = summary["record"], summary["project_count"] > 0
    finished = str(summary["finished"]) if known else DASH
    return [
        _figure(_("Inaugurated"), str(record["inaugurated"]), wording.of(record["target"])),
        _figure(
            _("Factories finished"), finished, wording.of(summary["project_count"]) if known else _("no factory plans")
        ),
        _figure(_("Work verified"), _share(summary["verified"]), _planned(summary) if known else ""),
    ]


def _program(data, as_of):
    summary = data["summary"]
    return {
        "title": _("The programme in %(year)s") % {"year": data["year"]},
        "map": charts.svg(charts.map_of(_marks(data), data["other_points"], width=430, height=460), "print"),
        "map_alt": _("Map of the places of %(year)s; the table of the places holds the same.") % {"year": data["year"]},
        "map_caption": _("Shape and colour: standing; number: rank by risk. Points %(credit)s.") % {"credit": CREDIT},
        "counts": [
            {"state": state, "words": str(word), "count": str(summary["counts"].get(state, 0))}
            for state, word in words.STATUS.items()
        ],
        "record": summary["record"]["sentences"],
        **_curve(data, data, as_of),
        "funnel": _table(
            [(_("Factories that have reached"), 2, "l"), (_("Reached"), 1, "r"), (_("Planned by now"), 1, "r")],
            [
                [row["label"], words.number(row["reached"]), words.number(row["planned"]) or DASH]
                for row in data["funnel"]
            ],
        ),
    }


def _reached(row):
    return [row["label"], words.number(row["reached"]), words.number(row["planned"]) or DASH]


def _marks(data):
    return [
        {"lat": row["lat"], "lon": row["lon"], "state": row["colour"], "rank": row["rank"], "name": row["name"]}
        for row in data["places"]
        if row["lat"] is not None and row["lon"] is not None
    ]


def _curve(data, part, as_of):
    """The S-curve of `part`: the whole, or a province."""
    if not part["scurve"]:
        return {"curve": None}
    points = [{**point, "on": date.fromisoformat(point["date"])} for point in part["scurve"]]
    spec = charts.scurve(points, due_on=date.fromisoformat(data["due_on"]), as_of=as_of, width=660, height=250)
    facts = {key: _share(part["summary"][key]) for key in ("planned", "claimed", "verified")}
    return {
        "curve": charts.svg(spec, "print"),
        "curve_alt": _("On %(day)s %(planned)s of the work was planned, %(claimed)s claimed and %(verified)s verified.")
        % {"day": words.day(as_of), **facts},
        "curve_caption": _("Mean over the factories, each counting the same. The grey area is after the year’s end."),
    }


def _ranking(data):
    count = len(data["places"])
    note = _("By risk, worst first. The chance is that of the least likely factory; the range holds 80% of outcomes.")
    if not data["summary"]["project_count"]:
        note = _("No factory plans are recorded for this year: what is known of these places is the public record.")
    return {
        "title": ngettext("The place of the year", "The %(count)s places of the year", count) % {"count": count},
        "note": note,
        "table": _places(data["places"], "province_name"),
    }


def _places(rows, small):
    """The places with their standing; where there are no factory plans, with what the public record says."""
    if not any(row["project_count"] for row in rows):
        columns = [
            ("", 0, "r"),
            (_("Place"), 1.2, "l"),
            (_("Inaugurated"), 1, "l"),
            (_("Against the year’s end"), 1, "l"),
        ]
        return _table(columns, [_recorded_row(row, small) for row in rows])
    columns = [
        ("", 0, "r"),
        (_("Place"), 1.2, "l"),
        (_("Standing"), 1.2, "l"),
        (_("Chance"), 0, "r"),
        (_("Forecast finish"), 1.5, "l"),
        (_("Verified"), 0.8, "r"),
        (_("Inaugurated"), 0.9, "l"),
    ]
    return _table(columns, [_place_row(row, small) for row in rows])


def _recorded_row(row, small):
    name = _strong(row["name"], row[small])
    return [
        str(row["rank"]),
        name,
        _strong(_day(row["inaugurated_on"])),
        wording.late(row["inaugurated_days_late"]) or DASH,
    ]


def _place_row(row, small):
    return [
        str(row["rank"]),
        _strong(row["name"], row[small]),
        _standing(row, _silence(row)),
        _chance(row),
        _finish(row),
        _strong(_share(row["verified"]), _planned(row) if row["project_count"] else ""),
        _strong(_day(row["inaugurated_on"]), wording.late(row["inaugurated_days_late"])),
    ]


def _province(data, part, as_of):
    alone = data["scope"]["kind"] != "nation"
    return {
        "title": part["name"],
        "figures": _sum_figures(part["summary"]),
        "record": part["summary"]["record"]["sentences"],
        "table": _places(part["counties"], "code"),
        **({"curve": None} if alone else _curve(data, part, as_of)),  # alone, it is that of the programme's page
        "counties": [_county(row) for row in part["counties"]],
    }


def _county(row):
    return {
        "eyebrow": f"{row['province_name']} · {row['code']}",
        "title": row["name"],
        "state": row["colour"],
        "standing": row["standing"],
        "silence": _silence(row),
        "figures": _county_figures(row),
        "projects": _projects(row["projects"]) if row["projects"] else None,
        "reasons": _reasons(row),
        "milestones": _milestones(row["milestones"]) if row["milestones"] else None,
    }


def _county_figures(row):
    inaugurated = _figure(_("Inaugurated"), _day(row["inaugurated_on"]), wording.late(row["inaugurated_days_late"]))
    if not row["project_count"]:
        return [inaugurated, _figure(_("Operating"), DASH, _("not known: no production returns"))]
    finish = _finish(row)
    return [
        _figure(_("Chance"), _chance(row), _("of finishing by the year’s end")),
        _figure(_("Forecast finish"), finish["strong"], finish["small"]),
        _figure(_("Work verified"), _share(row["verified"]), _planned(row)),
        inaugurated,
    ]


def _reasons(row):
    """The reasons of each factory together, worst first: [{factory, said}]."""
    names = {project["code"]: project["factory_type"] for project in row["projects"]}
    said = {}
    for reason in row["reasons"]:
        said.setdefault(reason["project"], []).append(reason["sentence"])
    return [{"factory": names[code], "said": " ".join(sentences)} for code, sentences in said.items()]


def _projects(rows):
    columns = [
        (_("Factory"), 1.65, "l"),
        (_("Standing"), 1.1, "l"),
        (_("Verified"), 1, "r"),
        (_("Original finish"), 0, "l"),
        (_("Approved finish"), 0, "l"),
        (_("Forecast finish"), 1.3, "l"),
    ]
    return _table(columns, [_project_row(row) for row in rows])


def _project_row(row):
    claimed = _("claimed %(share)s") % {"share": _share(row["claimed_percent"])}
    planned = _("planned %(share)s") % {"share": _share(row["planned_percent"])}
    return [
        _strong(row["factory_type"], "\n".join(filter(None, [row["code"], row["construction_unit"]]))),
        _standing(row, words.chance(row["chance"])),
        _strong(_share(row["verified_percent"]), f"{planned}\n{claimed}"),
        _strong(_day(row["original_on"]), wording.late(row["days_late_original"])),
        _strong(_day(row["approved_on"]), wording.late(row["days_late_approved"])),
        _finish(row),
    ]


_ONE_ROW = ["met_on", "due_on", "precision", "milestone", "basis", "confidence", "source_title", "source_url"]


def _milestones(rows):
    """One row for what happened to several facilities at once by the same source."""
    found = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in _ONE_ROW), []).append(row["facility_name"])
    columns = [
        (_("Day"), 0, "l"),
        (_("Milestone"), 1.2, "l"),
        (_("Basis of the date"), 1.4, "l"),
        (_("Source"), 1.7, "l"),
    ]
    merged = [
        {**dict(zip(_ONE_ROW, key, strict=True)), "facility_name": ", ".join(names)} for key, names in found.items()
    ]
    return _table(columns, [_milestone_row(row) for row in merged])


def _milestone_row(row):
    form = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}.get(row["precision"])
    on = row["met_on"] or row["due_on"]
    due = "" if row["met_on"] else _("due")
    confidence = _("confidence: %(confidence)s") % {"confidence": row["confidence"]}
    return [
        _strong(_day(on, form) if form else on[:4], due),
        _strong(wording.capital(row["milestone"]), row["facility_name"]),
        _strong("", wording.capital(f"{row['basis']}; {confidence}")),
        _strong("", row["source_title"]),
    ]


def _notes(data):
    """How the figures are to be read."""
    notes = [
        _("Verified work is what the province has vouched for; claimed work is what the site says."),
        _("A dash means that the value is not known. It never means zero."),
        _("Means are over factories, each counting the same; a factory without a verified return is left out."),
        _("A place stands as its worst factory; a forecast is a middle with a range that holds 80% of outcomes."),
        _("An inauguration is a ceremony of the public record; it does not show that a factory runs."),
        _("Imprecise dates count as their last day. Sources of low confidence are shown and not counted."),
        _("A place whose returns stop is first without a report, later likely to miss, whatever its last forecast."),
        _("The JSON file of this report holds the same figures; its form is %(schema)s.") % {"schema": data["schema"]},
    ]
    if data["demonstration"]:
        notes.insert(
            0, _("This is a demonstration: projects, returns and persons are made up; the public record is real.")
        )
    return notes
