"""The report as a workbook: numbers and dates as numbers and dates, text as text, the same bytes every time."""

import io
import math
import unicodedata
from datetime import UTC, date, datetime, time

import xlsxwriter
from django.utils.translation import gettext as _

from factories.counting import Stage
from regional20x10.shared import words

PERCENT, WHOLE, DAY, TEXT, LONG = "0.0", "#,##0", "yyyy-mm-dd", "text", "long"
CHANCE = '[<0.01]"<1%";[>0.99]">99%";0%'
"""Without the certainty it does not have, as in words.chance."""
A3, A4 = 8, 9
NARROW, WIDE, HIGH = {LONG: 30}, {TEXT: 42, LONG: 66}, 15
"""Widths of columns in characters, at least and at most, and the height of a line in points."""


def render(dataset):
    """Sheets for the year and all that makes it up. An unknown value is an empty cell."""
    target = io.BytesIO()
    # Nothing typed by people becomes a formula or a link, whatever it begins with.
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = xlsxwriter.Workbook(target, safe)
    made = datetime.combine(date.fromisoformat(dataset["as_of"]), time(), UTC).replace(tzinfo=None)
    title = _("Progress report %(year)s") % {"year": dataset["year"]}
    book.set_properties({"title": title, "author": dataset["program"], "created": made, "comments": _mark(dataset)})
    formats = {name: book.add_format({"num_format": name, "valign": "top"}) for name in (PERCENT, CHANCE, WHOLE, DAY)}
    formats["year"] = book.add_format({"num_format": "0", "valign": "top"})
    formats[TEXT] = formats[LONG] = book.add_format(
        {"valign": "top", "num_format": "@", "text_wrap": True, "indent": 1}
    )
    head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
    formats["head"], formats["head of numbers"] = (
        book.add_format({**head, **where}) for where in ({"indent": 1}, {"align": "right"})
    )
    for name, columns, rows in _sheets(dataset):
        if rows:
            _sheet(book, formats, name, columns, rows, _mark(dataset))
    book.close()
    return target.getvalue()


def _mark(dataset):
    """What stands at the foot of every printed page."""
    slots = {"day": dataset["as_of"], "version": dataset["data_version"]}
    said = _("As of %(day)s · data version %(version)s") % slots
    return said if not dataset["demonstration"] else f"{said} · {_('Demonstration: the figures are made up.')}"


def _sheet(book, formats, name, columns, rows, mark):
    """`columns`: (head, kind of its cells, or None where every cell is (value, kind))."""
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.set_paper(A3 if len(columns) > 12 else A4)
    sheet.set_margins(left=0.4, right=0.4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + mark.replace("&", "&&") + "&R&P / &N")
    cells = [[_typed(value, kind) for value, (_head, kind) in zip(row, columns, strict=True)] for row in rows]
    widths = [_width(head, [row[column] for row in cells]) for column, (head, _kind) in enumerate(columns)]
    for column, (head, kind) in enumerate(columns):
        sheet.set_column(column, column, widths[column])
        sheet.write_string(0, column, head, formats["head" if kind in (TEXT, LONG) else "head of numbers"])
    sheet.set_row(0, HIGH * max(_lines(head, width) for (head, _kind), width in zip(columns, widths, strict=True)))
    for number, row in enumerate(cells, 1):
        sheet.set_row(
            number, HIGH * max(_lines(value, width) for (value, _kind), width in zip(row, widths, strict=True))
        )
        for column, (value, kind) in enumerate(row):
            _cell(sheet, number, column, value, kind, formats)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _typed(value, kind):
    return (value, kind) if kind else value or (None, TEXT)


def _long(text):
    """Its length in Latin letters: a Korean syllable is nearly two wide."""
    return sum(1.8 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _width(head, cells):
    """As wide as the widest value, within bounds; the head may wrap, but not in a word."""
    kind = cells[0][1] if cells else TEXT
    values = max((_long(str(value)) for value, _kind in cells if value is not None), default=0)
    fixed = {PERCENT: 7, CHANCE: 6, WHOLE: 6, DAY: 10}.get(kind)
    words_of_head = max(_long(word) for word in head.split())
    wide = max(fixed or min(values, WIDE[kind]), words_of_head + 2, NARROW.get(kind, 0))  # 2: the filter's arrow
    return round(wide + 2.5, 1)


def _lines(value, width):
    """Lines of a text that wraps at words; a little more than it needs, for it must not be cut."""
    long = _long(value) if isinstance(value, str) else 0
    return 1 if long + 1 < width else math.ceil(long * 1.1 / (width - 1))


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
        [_("Year"), (data["year"], "year"), None],
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
