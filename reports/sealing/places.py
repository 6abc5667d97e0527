"""Counties, provinces and the programme: figures made of those of their parts, and the tables of places."""

from factories import leads
from reports.sealing.arithmetic import COLOURS, MONEY, RULES, SUMMED, least, most, total
from reports.sealing.book import names
from reports.sealing.scope import subject

PROGRAMME = "programme"


def collect(book, scope):
    """Figures and rows of all places. One query beside those of the cohort."""
    cohort = scope.cohort
    leads.coverage(cohort.places, scope.as_of)
    parts = {}
    for place in cohort.places:
        _county(book, scope, place)
        parts.setdefault(place.county.province.code, []).append(place.county)
    for row in scope.provinces:
        _above(book, subject(row.province), row, [subject(county) for county in parts[row.province.code]])
    _above(book, PROGRAMME, cohort, [subject(row.province) for row in scope.provinces])
    book.figure(PROGRAMME, "target", cohort.target)
    book.figure(PROGRAMME, "due_on", scope.program_year.due_on)
    book.part("counties", [_county_row(place) for place in cohort.places])
    book.part("provinces", [
        {
            "code": row.province.code, "names": names(row.province),
            "counties": [county.code for county in parts[row.province.code]],
        }
        for row in scope.provinces
    ])  # fmt: skip


def _county(book, scope, place):
    name, parts = subject(place.county), [scope.subjects[row.pk] for row in place.standings]
    _ruled(book, name, place, sorted(parts), county=True)
    opened = place.inauguration
    said_by = [f"milestone:{pk}" for pk in opened.milestones] if opened else ()
    book.figure(name, "places", 1)
    book.figure(name, "projects", place.projects)
    book.figure(name, "rank", place.rank, inputs=[f"{name}/{key}" for key in ("colour", "chance", "forecast_on")])
    book.figure(name, "change_days", place.change_days, inputs=[f"{name}/forecast_on"])
    done = [f"{name}/colour", f"{name}/forecast_on"]
    book.figure(name, "expected_done", int(place.expected_done), inputs=done)
    book.figure(name, "inaugurated_on", opened and opened.on, facts=said_by)
    book.figure(name, "inaugurated_days_late", opened and opened.days_late, facts=said_by)
    book.figure(name, "inaugurated", int(opened is not None), inputs=[f"{name}/inaugurated_on"])
    late = int(opened is not None and opened.late)
    book.figure(name, "inaugurated_late", late, inputs=[f"{name}/inaugurated_days_late"])


def _above(book, name, found, parts):
    """The figures of a province or the programme."""
    _ruled(book, name, found, parts, county=False)
    for key in SUMMED:
        inputs, values = _inputs(book, parts, key)
        book.figure(name, key, total(values), inputs=inputs)
    for key, colour in COLOURS.items():
        inputs, _values = _inputs(book, parts, "colour" if name != PROGRAMME else key)
        book.figure(name, key, found.counts[colour], inputs=inputs)
    for key, extreme in (("inaugurated_late_least", least), ("inaugurated_late_most", most)):
        inputs, values = _inputs(book, parts, "inaugurated_days_late" if name != PROGRAMME else key)
        book.figure(name, key, extreme([days for days in values if days and days > 0]), inputs=inputs)


def _ruled(book, name, found, parts, *, county):
    """The figures that follow from those of the parts alone."""
    for key, rule in RULES.items():
        told = [part for part in parts if not rule.open_only or _is_open(book, part, county=county)]
        inputs, values = _inputs(book, told, rule.of if county else key)
        work_out = rule.county if county else rule.above
        value = getattr(found, rule.attribute) if rule.attribute else work_out(values)
        missing = _missing(book, inputs, county=county)
        if rule.weight and not county:
            inputs = inputs + _inputs(book, told, rule.weight)[0]
        book.figure(name, key, value, inputs=inputs, missing=missing)
    one_currency = len({row.project.currency for row in found.standings}) < 2
    for key in MONEY:
        inputs, values = _inputs(book, parts, key)
        missing = _missing(book, inputs, county=county)
        if not one_currency:
            missing = [{"subject": name, "code": "several_currencies"}]
        book.figure(name, key, total(values) if one_currency else None, inputs=inputs, missing=missing)


def _inputs(book, parts, key):
    """(names, values) of a figure of the parts."""
    found = [f"{part}/{key}" for part in parts]
    return found, [book.figures[name]["value"] for name in found]


def _is_open(book, part, *, county):
    """Whether a factory, or any factory of a place, is not finished."""
    value = {key: book.figures[f"{part}/{key}"]["value"] for key in (("finished_on",) if county else _FINISHED)}
    return value["finished_on"] is None if county else value["finished"] < value["projects"]


_FINISHED = ("finished", "projects")


def _missing(book, inputs, *, county):
    """What the inputs lack: of a county each factory, above it each part once for whatever it lacks."""
    found = {}
    for name in inputs:
        for row in book.figures[name].get("missing", ()):
            said = row["subject"] if county else name.rpartition("/")[0]
            found[said, row["code"]] = {"subject": said, "code": row["code"]}
    return list(found.values())


def _county_row(place):
    county, plan, charge, opened = place.county, place.plan, place.charge, place.inauguration
    point = county.point or (None, None)
    return {
        "code": county.code,
        "names": names(county),
        "kind": county.kind,
        "province": county.province.code,
        "rank": place.rank,
        "components": plan.components,
        "lat": point[0],
        "lon": point[1],
        "colour": place.colour,
        "stage": place.stage and place.stage.value,
        "reasons": [{"project": code, **reason} for code, reason in place.reasons],
        "lead": charge
        and {"names": {"en": charge.title, "ko": charge.title_ko or charge.title}, "since": charge.starts_on},
        "inauguration": opened
        and {"on": opened.on, "precision": opened.precision, "basis": opened.basis, "also": opened.also},
        "demonstration": plan.demonstration,
    }
