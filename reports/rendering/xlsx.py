"""The report as a workbook: numbers and dates as numbers and dates, text as text, the same bytes every time."""

import io
from datetime import UTC, date, datetime, time

import xlsxwriter
from django.utils.translation import gettext as _

from regional20x10.shared import words

PERCENT, CHANCE, WHOLE, DAY, TEXT, LONG = "0.0", "0%", "#,##0", "yyyy-mm-dd", "text", "long"
WIDTHS = {PERCENT: 11, CHANCE: 9, WHOLE: 11, DAY: 12, TEXT: 22, LONG: 60}


def render(dataset):
    """Sheets for the year, its places, projects and milestones, and the sources. An unknown value is an empty cell."""
    target = io.BytesIO()
    # Nothing typed by people becomes a formula or a link, whatever it begins with.
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, safe)
    made = datetime.combine(date.fromisoformat(dataset["as_of"]), time(), UTC).replace(tzinfo=None)
    title = _("Progress report %(year)s") % {"year": dataset["year"]}
    book.set_properties({"title": title, "author": dataset["program"], "created": made, "comments": _mark(dataset)})
    formats = {name: book.add_format({"num_format": name, "valign": "top"}) for name in (PERCENT, CHANCE, WHOLE, DAY)}
    formats[TEXT] = book.add_format({"valign": "top", "num_format": "@"})
    formats[LONG] = book.add_format({"valign": "top", "num_format": "@", "text_wrap": True})
    formats["head"] = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for name, columns, rows in _sheets(dataset):
        _sheet(book, formats, name, columns, rows, _mark(dataset))
    book.close()
    return target.getvalue()


def _mark(dataset):
    """What stands at the foot of every printed page."""
    slots = {"day": dataset["as_of"], "version": dataset["data_version"]}
    said = _("As of %(day)s · data version %(version)s") % slots
    return said if not dataset["demonstration"] else f"{said} · {_('Demonstration: the figures are made up.')}"


def _sheet(book, formats, name, columns, rows, mark):
    """`columns`: (head, kind of its cells)."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + mark.replace("&", "&&") + "&R&P / &N")
    for column, (head, kind) in enumerate(columns):
        sheet.set_column(column, column, WIDTHS[kind])
        sheet.write_string(0, column, head, formats["head"])
    for number, row in enumerate(rows, 1):
        for column, (value, (_head, kind)) in enumerate(zip(row, columns, strict=True)):
            _cell(sheet, number, column, value, kind, formats)
    sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)


def _cell(sheet, row, column, value, kind, formats):
    if value is None or value == "":
        return
    if kind == DAY:
        sheet.write_datetime(row, column, datetime.combine(date.fromisoformat(value), time()), formats[DAY])
    elif kind in (TEXT, LONG):
        sheet.write_string(row, column, str(value), formats[kind])
    else:
        sheet.write_number(row, column, value, formats[kind])


def _sheets(data):
    counties = [county for province in data["provinces"] for county in province["counties"]]
    ranked = sorted(counties, key=lambda row: row["rank"])
    projects = [_project(county, row) for county in counties for row in county["projects"]]
    milestones = [_milestone(county, row) for county in counties for row in county["milestones"]]
    sources = [[row["title"], row["url"]] for row in data["sources"]]
    return [
        (_("Year"), [(_("Figure"), LONG), (_("Value"), PERCENT), (_("Words"), LONG)], _year(data)),
        (_("Places"), _place_columns(), [_place(row) for row in ranked]),
        (_("Projects"), _project_columns(), projects),
        (_("Milestones"), _milestone_columns(), milestones),
        (_("Sources"), [(_("Source"), LONG), (_("Address"), LONG)], sources),
    ]


def _year(data):
    summary = data["summary"]
    record = summary["record"]
    rows = [
        [_("Programme"), None, data["program"]],
        [_("Year"), data["year"], None],
        [_("As of"), None, data["as_of"]],
        [_("Scope"), None, data["scope"]["name"]],
        [_("Data version"), None, data["data_version"]],
        [_("Demonstration"), None, _("yes: the figures are made up") if data["demonstration"] else _("no")],
        *([_("Public record"), None, said] for said in record["sentences"]),
        [_("Places to be built"), record["target"], None],
        [_("Places inaugurated"), record["inaugurated"], None],
        [_("Places inaugurated late"), record["late"], None],
        [_("Least days late"), record["late_min_days"], None],
        [_("Most days late"), record["late_max_days"], None],
        [_("Places operating"), record["operating"], _("not known") if record["operating"] is None else None],
        [_("Places"), summary["places"], None],
        [_("Places finished or forecast to finish by the year’s end"), summary["expected_done"], None],
        [_("Factories"), summary["project_count"], None],
        [_("Factories finished"), summary["finished"], None],
        [_("Factories with a verified return"), summary["known"], None],
        [_("Work planned, %"), summary["planned"], None],
        [_("Work claimed, %"), summary["claimed"], None],
        [_("Work verified, %"), summary["verified"], None],
    ]
    return rows + [
        [_("Places: %(standing)s") % {"standing": word}, summary["counts"].get(state, 0), None]
        for state, word in words.STATUS.items()
    ]


def _place_columns():
    return [
        (_("Rank"), WHOLE), (_("Code"), TEXT), (_("Place"), TEXT), (_("Province"), TEXT), (_("Standing"), TEXT),
        (_("Chance"), CHANCE), (_("Forecast finish"), DAY), (_("Forecast, early"), DAY), (_("Forecast, late"), DAY),
        (_("Finished"), DAY), (_("Work planned, %"), PERCENT), (_("Work claimed, %"), PERCENT),
        (_("Work verified, %"), PERCENT), (_("Factories"), WHOLE), (_("Factories finished"), WHOLE),
        (_("Days late, original date"), WHOLE), (_("Days late, approved date"), WHOLE),
        (_("Days since a verified return"), WHOLE), (_("Inaugurated"), DAY), (_("Inaugurated, days late"), WHOLE),
        (_("Reasons"), LONG),
    ]  # fmt: skip


def _place(row):
    said = [f"{reason['project']}: {reason['sentence']}" for reason in row["reasons"]]
    return [
        row["rank"], row["code"], row["name"], row["province_name"], row["standing"], row["chance"], row["forecast_on"],
        row["forecast_early_on"], row["forecast_late_on"], row["finished_on"], row["planned"], row["claimed"],
        row["verified"], row["project_count"], row["finished"], row["days_late_original"], row["days_late_approved"],
        row["silent_days"], row["inaugurated_on"], row["inaugurated_days_late"], "\n".join(said),
    ]  # fmt: skip


def _project_columns():
    return [
        (_("Code"), TEXT), (_("Place"), TEXT), (_("Province"), TEXT), (_("Factory"), TEXT),
        (_("Construction unit"), TEXT), (_("Standing"), TEXT), (_("Chance"), CHANCE), (_("Work planned, %"), PERCENT),
        (_("Work claimed, %"), PERCENT), (_("Work verified, %"), PERCENT), (_("Original finish"), DAY),
        (_("Approved finish"), DAY), (_("Forecast finish"), DAY), (_("Forecast, early"), DAY),
        (_("Forecast, late"), DAY), (_("Finished"), DAY), (_("Days late, original date"), WHOLE),
        (_("Days late, approved date"), WHOLE), (_("Days since a verified return"), WHOLE), (_("Reasons"), LONG),
    ]  # fmt: skip


def _project(county, row):
    return [
        row["code"], county["name"], county["province_name"], row["factory_type"], row["construction_unit"],
        row["standing"], row["chance"], row["planned_percent"], row["claimed_percent"], row["verified_percent"],
        row["original_on"], row["approved_on"], row["forecast_on"], row["forecast_early_on"], row["forecast_late_on"],
        row["finished_on"], row["days_late_original"], row["days_late_approved"], row["silent_days"],
        "\n".join(row["reasons"]),
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
