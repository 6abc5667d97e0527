"""The reference files: places, cohorts, bodies and public milestones. Loading them again changes nothing.

A row that is refused is told with its line and its reasons and never stops the others: each row is its own transaction.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from factories.actions import periods, reference
from factories.imports import organisations, tables
from factories.models import County, Milestone, ProgramYear, Province
from factories.models.periods import COUNTED
from regional20x10.shared.errors import Refused
from regional20x10.shared.upserts import CREATED, REJECTED, UNCHANGED

DATA = Path(__file__).resolve().parent.parent / "data"
ACTIVE_YEAR = 2026
"""The year under way when the years are first made; those before it are closed."""

PLACE = ["code", "province_code", "name_en", "name_ko"]
COLUMNS = {
    "provinces": ["code", "name_en", "name_ko", "lat", "lon"],
    "counties": [*PLACE, "kind", "population", "lat", "lon", "parent_code", "note"],
    "cohorts": ["program_year", "code", "components", "confidence", "sources", "note"],
    "organisations": ["organisation", "organisation_ko", "kind", "post", "source_title"],
    "public_milestones": [
        "cohort_year", "county_code", "facility", "milestone", "date", "date_precision", "date_basis", "confidence",
        "source_title", "source_url", "other_source_urls", "note",
    ],
}  # fmt: skip


@dataclass
class Tally:
    """What became of the rows of one file."""

    name: str
    counts: Counter = field(default_factory=Counter)
    rejected: list = field(default_factory=list)
    """(line, sentence) of each row refused."""

    def reject(self, line, reasons):
        self.counts[REJECTED] += 1
        self.rejected.append((line, " ".join(reasons)))


def load(*, on, milestones=None):
    """Load all of it; `milestones`: a file to load in place of our own public_milestones.csv. Yields a Tally per file.

    `on`: the day of loading; nothing dated after it has happened. Raises tables.Unreadable before anything is written.
    """
    paths = {name: DATA / f"{name}.csv" for name in COLUMNS}
    paths["public_milestones"] = Path(milestones) if milestones else paths["public_milestones"]
    rows = {name: tables.read(path, COLUMNS[name]) for name, path in paths.items()}
    rows["counties"].sort(key=lambda row: bool(row.cells["parent_code"]))  # a city before its districts
    posts, rows["organisations"] = rows["organisations"], organisations.of_bodies(rows["organisations"])
    find = Find()
    describe = {
        "provinces": _province,
        "counties": partial(_county, find=find),
        "cohorts": partial(_plan, find=find),
        "organisations": organisations.body,
        "public_milestones": partial(_milestone, find=find, on=on),
    }
    above, seats = organisations.said()
    yield _program()
    yield _told(above, organisations.above())
    for name, path in paths.items():
        yield _each(path, rows[name], describe[name])
        if name == "organisations":
            yield _told(seats, organisations.seats(posts))


def _program():
    tally = Tally(_("programme, years and periods"))
    program, outcome = reference.found_program(
        code="20x10", name_en="Regional Development 20×10", name_ko="지방발전 20×10", start_year=2024, years=10,
        counties_a_year=20, by=None,
    )  # fmt: skip
    tally.counts[outcome] += 1
    for number in range(program.start_year, program.start_year + program.years):
        state = "active" if number <= ACTIVE_YEAR else "planned"  # the record closes none: staff do, and say why
        tally.counts[reference.open_year(program, number, state=state, by=None)[1]] += 1
        made = periods.generate(number, by=None)
        tally.counts.update({CREATED: made, UNCHANGED: sum(COUNTED.values()) - made})
    return tally


def _told(name, outcomes):
    return Tally(name, Counter(outcomes))


def _each(path, rows, describe):
    """Write each row by the action that `describe` gives with the key by which a row stands in the file once."""
    tally, seen = Tally(path.name), {}
    for row in rows:
        try:
            key, write = describe(row)
            if key in seen:
                raise Refused(_("The same as line %(line)s: one of the two is left out.") % {"line": seen[key]})
            seen[key] = row.line
            tally.counts[write(by=None)[1]] += 1
        except Refused as refusal:
            tally.reject(row.line, refusal.reasons)
    tally.rejected.sort()
    return tally


def _province(row):
    code = row.text("code", needed=True)
    values = {"name_en": row.text("name_en", needed=True), "name_ko": row.text("name_ko", needed=True)}
    values |= {"lat": row.number("lat"), "lon": row.number("lon")}
    row.settle()
    return code, partial(reference.record_province, code=code, **values)


def _county(row, find):
    code = row.text("code", needed=True)
    values = {
        "province": find(row, "province_code", Province, "code"),
        "parent": find(row, "parent_code", County, "code", needed=False),
        "kind": row.choice("kind", County.Kind.values),
        "name_en": row.text("name_en", needed=True),
        "name_ko": row.text("name_ko", needed=True),
        "population": row.whole("population"),
        "lat": row.number("lat"),
        "lon": row.number("lon"),
        "note": row.text("note"),
    }
    row.settle()
    return code, partial(reference.record_county, code=code, **values)


def _plan(row, find):
    year = find(row, "program_year", ProgramYear, "year", read=row.whole)
    county = find(row, "code", County, "code")
    values = {name: row.text(name) for name in ("components", "confidence", "note")}
    values["source"] = row.text("sources").replace(" | ", "\n")
    row.settle()
    return county, partial(reference.record_plan, year, county, **values)


def _milestone(row, find, on):
    reference_place = row.cells["cohort_year"] == "reference"
    precision = row.choice("date_precision", Milestone.Precision.values)
    day = row.day("date", precision)
    if day and _begins(day, precision) > on:
        row.reasons.append(_("The day %(day)s has not come: only what has happened can be recorded.") % {"day": day})
    values = {
        "program_year": None if reference_place else find(row, "cohort_year", ProgramYear, "year", read=row.whole),
        "county": find(row, "county_code", County, "code", needed=False),
        "facility": row.text("facility", needed=True),
        "kind": row.choice("milestone", Milestone.Kind.values),
        "precision": precision,
        "basis": row.choice("date_basis", Milestone.Basis.values),
        "confidence": row.choice("confidence", Milestone.Confidence.values),
        "source_title": row.text("source_title", needed=True),
        "source_url": row.text("source_url"),
        "note": _note(row),
        "met_on": day,
        "known_on": day,
    }
    row.settle()
    return reference.milestone_key(Milestone(**values)), partial(reference.record_milestone, **values)


def _begins(day, precision):
    """The first day of the day, month or year that ends on `day`."""
    return {"day": day, "month": day.replace(day=1)}.get(precision, day.replace(month=1, day=1))


def _note(row):
    """The note, with the addresses of other sources a line each below it."""
    return "\n".join(filter(None, [row.text("note"), *row.text("other_source_urls").split(" | ")]))


class Find:
    """Rows by what a cell names, each asked for once; a reason in the row where there is none."""

    def __init__(self):
        self.found = {}

    def __call__(self, row, column, model, name, *, needed=True, read=None):
        value = (read or row.text)(column, needed=needed)
        if not value:
            return None
        key = model, value
        if key not in self.found:
            if not (found := model.objects.filter(**{name: value}).first()):
                row.reasons.append(
                    _("The column %(column)s says “%(value)s”: there is no %(noun)s of this %(name)s.")
                    % {"column": column, "value": value, "noun": model._meta.verbose_name, "name": name}
                )
                return None
            self.found[key] = found
        return self.found[key]
