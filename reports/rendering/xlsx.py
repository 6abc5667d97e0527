"""The report as a workbook: numbers and dates as numbers and dates, text as text, the same bytes every time."""

from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from factories.counting import Stage
from regional20x10.shared import words
from reports.rendering.sheets import CHANCE, DAY, LONG, PERCENT, TEXT, WHOLE, YEAR, Book


def render(dataset):
    """Sheets for the year and all that makes it up. An unknown value is an empty cell."""
    made = datetime.combine(date.fromisoformat(dataset["as_of"]), time(), UTC).replace(tzinfo=None)
    title, mark = _("Progress report %(year)s") % {"year": dataset["year"]}, _mark(dataset)
    book = Book(title=title, author=dataset["program"], made=made, comments=mark, mark=mark)
    for name, columns, rows in _sheets(dataset):
        if rows:
            book.sheet(name, columns, rows)
    return book.content()


def _mark(dataset):
    """What stands at the foot of every printed page."""
    slots = {"day": dataset["as_of"], "version": dataset["data_version"]}
    said = _("As of %(day)s · data version %(version)s") % slots
    mark = _("Demonstration: the figures are made up.")
    return f"{said} · {mark}" if dataset["demonstration"] else said


def _sheets(data):
    counties = [county for province in data["provinces"] for county in province["counties"]]
    ranked = sorted(counties, key=lambda row: row["rank"])
    projects = [(county, row) for county in counties for row in county["projects"]]
    milestones = [_milestone(county, row) for county in counties for row in county["milestones"]]
    reasons = [
        [county["name"], row["code"], row["factory_type"], said] for county, row in projects for said in row["reasons"]
    ]
    sources = [[row["title"], row["url"]] for row in data["sources"]]
    return [
        (_("Year"), [(_("Figure"), LONG), (_("Value"), None), (_("Words"), LONG)], _year(data)),
        (_("Work over time"), _curve_columns(), [_point(row) for row in data["scurve"]]),
        (_("Provinces"), _province_columns(), [_province(row) for row in data["provinces"]]),
        (_("Places"), _place_columns(), [_place(row) for row in ranked]),
        (_("Projects"), _project_columns(), [_project(county, row) for county, row in projects]),
        (_("Reasons"), [(_("Place"), TEXT), (_("Code"), TEXT), (_("Factory"), TEXT), (_("Reason"), LONG)], reasons),
        (_("Milestones"), _milestone_columns(), milestones),
        (_("Sources"), [(_("Source"), LONG), (_("Address"), LONG)], sources),
    ]


def _year(data):
    summary = data["summary"]
    record = summary["record"]
    life = record["life"]
    rows = [
        [_("Programme"), None, data["program"]],
        [_("Year"), (data["year"], YEAR), None],
        [_("As of"), (data["as_of"], DAY), None],
        [_("Scope"), None, data["scope"]["name"]],
        [_("Data version"), None, data["data_version"]],
        [_("Demonstration"), None, _("yes: the figures are made up") if data["demonstration"] else _("no")],
        *([_("Public record"), None, said] for said in record["sentences"]),
        [_("Places to be built"), (record["target"], WHOLE), None],
        [_("Places inaugurated"), (record["inaugurated"], WHOLE), None],
        [_("Places inaugurated late"), (record["late"], WHOLE), None],
        [_("Least days late"), (record["late_min_days"], WHOLE), None],
        [_("Most days late"), (record["late_max_days"], WHOLE), None],
        [_("Places operating"), (record["operating"], WHOLE), _("not known") if record["operating"] is None else None],
        *([_("Places: %(standing)s") % {"standing": word}, (life[name], WHOLE), None] for name, word in _LIFE.items()),
        [_("Places"), (summary["places"], WHOLE), None],
        [_("Places finished or forecast to finish by the year’s end"), (summary["expected_done"], WHOLE), None],
        [_("Factories"), (summary["project_count"], WHOLE), None],
        [_("Factories finished"), (summary["finished"], WHOLE), None],
        [_("Factories with a verified return"), (summary["known"], WHOLE), None],
        [_("Work planned, %"), (summary["planned"], PERCENT), None],
        [_("Work claimed, %"), (summary["claimed"], PERCENT), None],
        [_("Work verified, %"), (summary["verified"], PERCENT), None],
    ]
    return rows + [
        [_("Places: %(standing)s") % {"standing": word}, (summary["counts"].get(state, 0), WHOLE), None]
        for state, word in words.STATUS.items()
    ]


_LIFE = {step.value: step.label for step in Stage if step not in (Stage.BUILDING, Stage.OPERATING)}
"""Steps of life told beside the places that operate: {name: word}."""


def _curve_columns():
    return [
        (_("Date"), DAY), (_("Work planned, %"), PERCENT), (_("Work claimed, %"), PERCENT),
        (_("Work verified, %"), PERCENT),
    ]  # fmt: skip


def _point(row):
    return [row["date"], row["planned"], row["claimed"], row["verified"]]


def _province_columns():
    return [
        (_("Code"), TEXT), (_("Province"), TEXT), (_("Places"), WHOLE), (_("Places inaugurated"), WHOLE),
        (_("Places inaugurated late"), WHOLE), (_("Factories"), WHOLE), (_("Factories finished"), WHOLE),
        (_("Work planned, %"), PERCENT), (_("Work claimed, %"), PERCENT), (_("Work verified, %"), PERCENT),
    ]  # fmt: skip


def _province(row):
    summary = row["summary"]
    record = summary["record"]
    return [
        row["code"], row["name"], summary["places"], record["inaugurated"], record["late"], summary["project_count"],
        summary["finished"], summary["planned"], summary["claimed"], summary["verified"],
    ]  # fmt: skip


def _place_columns():
    return [
        (_("Rank"), WHOLE), (_("Code"), TEXT), (_("Place"), TEXT), (_("Province"), TEXT), (_("Standing"), TEXT),
        (_("Chance"), CHANCE), (_("Forecast finish"), DAY), (_("Forecast, early"), DAY), (_("Forecast, late"), DAY),
        (_("Finished"), DAY), (_("Work planned, %"), PERCENT), (_("Work claimed, %"), PERCENT),
        (_("Work verified, %"), PERCENT), (_("Factories"), WHOLE), (_("Factories finished"), WHOLE),
        (_("Days late, original date"), WHOLE), (_("Days late, approved date"), WHOLE),
        (_("Days since a verified return"), WHOLE), (_("Inaugurated"), DAY), (_("Inaugurated, days late"), WHOLE),
    ]  # fmt: skip


def _place(row):
    return [
        row["rank"], row["code"], row["name"], row["province_name"], row["standing"], row["chance"], row["forecast_on"],
        row["forecast_early_on"], row["forecast_late_on"], row["finished_on"], row["planned"], row["claimed"],
        row["verified"], row["project_count"], row["finished"], row["days_late_original"], row["days_late_approved"],
        row["silent_days"], row["inaugurated_on"], row["inaugurated_days_late"],
    ]  # fmt: skip


def _project_columns():
    return [
        (_("Code"), TEXT), (_("Place"), TEXT), (_("Province"), TEXT), (_("Factory"), TEXT),
        (_("Construction unit"), TEXT), (_("Standing"), TEXT), (_("Chance"), CHANCE), (_("Work planned, %"), PERCENT),
        (_("Work claimed, %"), PERCENT), (_("Work verified, %"), PERCENT), (_("Original finish"), DAY),
        (_("Approved finish"), DAY), (_("Forecast finish"), DAY), (_("Forecast, early"), DAY),
        (_("Forecast, late"), DAY), (_("Finished"), DAY), (_("Days late, original date"), WHOLE),
        (_("Days late, approved date"), WHOLE), (_("Days since a verified return"), WHOLE),
    ]  # fmt: skip


def _project(county, row):
    return [
        row["code"], county["name"], county["province_name"], row["factory_type"], row["construction_unit"],
        row["standing"], row["chance"], row["planned_percent"], row["claimed_percent"], row["verified_percent"],
        row["original_on"], row["approved_on"], row["forecast_on"], row["forecast_early_on"], row["forecast_late_on"],
        row["finished_on"], row["days_late_original"], row["days_late_approved"], row["silent_days"],
    ]  # fmt: skip


def _milestone_columns():
    return [
        (_("Place"), TEXT), (_("Province"), TEXT), (_("Milestone"), TEXT), (_("Facility"), TEXT), (_("Due"), DAY),
        (_("Met"), DAY), (_("Precision"), TEXT), (_("Basis"), TEXT), (_("Confidence"), TEXT), (_("Source"), LONG),
        (_("Address"), LONG),
    ]  # fmt: skip


def _milestone(county, row):
    return [
        county["name"], county["province_name"], row["milestone"], row["facility_name"], row["due_on"], row["met_on"],
        row["precision"], row["basis"], row["confidence"], row["source_title"], row["source_url"],
    ]  # fmt: skip
