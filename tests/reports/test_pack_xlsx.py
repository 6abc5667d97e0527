"""A sealed report as a workbook: every table and figure, typed, whatever was typed into it."""

import io
import re
import tempfile
from datetime import datetime

import openpyxl
import pytest
from django.utils import translation

from regional20x10.shared import words
from reports import contents
from reports.document import Cell, Table
from reports.rendering import sheets
from reports.rendering.pack import tables
from tests.reports import packs, sealed_content


def sheet_of(*blocks):
    """The one sheet of blocks, written and read back."""
    book = sheets.Book(title="", author="", made=datetime(2026, 1, 1), comments="", mark="", streamed=True)
    for sheet in tables.sheets_of([packs.section(*blocks)]):
        book.sheet(sheet.title, sheet.columns, sheet.rows)
    return openpyxl.load_workbook(io.BytesIO(book.content())).worksheets[0]


# --- what it holds ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ko"])
def test_its_figures_are_those_of_the_seal_each_of_its_type(language):
    sealed = sealed_content.sealed()

    book = packs.workbook(sealed, language)

    first = book.sheetnames.index("Figures" if language == "en" else _said("Figures"))
    found = {row[0]: row[4] for row in book.worksheets[first].iter_rows(min_row=2, values_only=True)}
    with translation.override(language):
        asked = {name: _typed(sealed, name) for name in sealed.figures}
    assert found == asked
    assert {type(value) for value in found.values()} == {int, float, str, datetime, type(None)}


def _said(text):
    with translation.override("ko"):
        return str(translation.gettext(text))


def _typed(sealed, name):
    value, unit = sealed.figures[name]["value"], sealed.definition(name).unit
    if unit == "date" and value:
        return datetime.fromisoformat(value)
    if unit == "colour" and value:
        return str(words.STATUS[value])
    return value


def test_every_table_of_the_report_has_its_rows_in_a_sheet_and_the_contents_lead_there():
    sealed = sealed_content.sealed()
    with translation.override("en"):
        count = sum(
            len(block.rows) + len(block.rest()) for section in contents.sections(sealed) for block in section.blocks
            if isinstance(block, Table) and block.name != "definitions"
        )  # fmt: skip

    book = packs.workbook(sealed)

    first, *others = book.worksheets
    links = {cell.hyperlink.location: cell.value for row in first.iter_rows() for cell in row if cell.hyperlink}
    assert list(links.values()) == [sheet.title for sheet in others]
    assert {re.sub("^'|'!A1$", "", target).replace("''", "'") for target in links} == set(links.values())
    held = {sheet.title: sheet.max_row - 1 for sheet in others}
    besides = {"Key figures", "Factory, complete", "Work packages", "Figures", "Facts", "Steps", "Definitions"}
    assert sum(rows for title, rows in held.items() if title not in besides) == count


def test_tables_of_each_place_stand_in_one_sheet_that_says_of_which():
    rows = packs.rows(packs.workbook()["Factory, all sections"])

    assert len(rows) == 10
    assert {row["Section"] for row in rows} >= {"1. Jangyon, South Hwanghae", "2. Kapsan, Ryanggang"}
    assert {type(row["Verified, %"]) for row in rows} == {int, float}
    assert {type(row["Original finish"]) for row in rows} == {datetime}


def test_a_table_shown_in_part_is_there_whole_with_all_figures():
    rows = packs.rows(packs.workbook()["Factory, complete"])

    assert [row["Code"] for row in rows] == [row["code"] for row in sealed_content.sealed()["projects"]]
    assert {row["Place"] for row in rows} == {"Jangyon", "Kapsan", "Kujang", "Unsan", "Unchon"}
    assert sorted(row["Work verified, %"] for row in rows)[:2] == [40, 52.5]


def test_facts_stand_with_their_steps():
    post = {"1": {"role": "county_secretary", "place": {"en": "Unsan", "ko": "운산군"}}}
    fact = {
        "kind": "return", "subject": "county:NP-UNSAN", "on": "2026-11-20", "version": 1, "values": {"percent": 40},
        "steps": [{"step": "entered", "at": "2026-11-20T01:00:00Z", "by": "1"},
                  {"step": "verified", "at": "2026-11-21T02:30:00Z", "by": None}], "url": "/returns/7/",
    }  # fmt: skip

    book = packs.workbook(sealed_content.sealed(facts={"return:7": fact}, posts=post, unaccepted=[]))

    row, steps = packs.rows(book["Facts"])[0], packs.rows(book["Steps"])
    assert (row["Fact"], row["Day"], row["Page"]) == (
        "return:7", datetime(2026, 11, 20), "https://monitor.example/en/returns/7/",
    )  # fmt: skip
    assert [(row["Step"], row["At"]) for row in steps] == [
        ("entered", datetime(2026, 11, 20, 10, 0)), ("verified", datetime(2026, 11, 21, 11, 30)),
    ]  # fmt: skip
    assert "Unsan" in steps[0]["Post"]


# --- cells -----------------------------------------------------------------------------------------------------------
def test_what_is_not_known_is_empty_and_never_zero():
    rows = [
        [Cell("–"), packs.cell("–", None), packs.cell("–", None, "date")],
        [Cell("x"), packs.cell("0.0%", 0), Cell("–")],
    ]

    found = packs.rows(sheet_of(packs.table(rows)))

    assert [list(row.values()) for row in found] == [[None, None, None], ["x", 0, None]]


def test_a_value_of_another_kind_than_its_unit_is_told_in_words():
    rows = [[Cell("x"), packs.cell("?", "n/a"), packs.cell("2026", "2026-13", "date")]]

    assert [list(row.values()) for row in packs.rows(sheet_of(packs.table(rows)))] == [["x", "n/a", "2026-13"]]


def test_second_lines_have_a_column_of_their_own():
    rows = [[Cell("Unsan", small="North Phyongan"), packs.cell(small="planned 60.0%"), Cell("")]]

    assert packs.rows(sheet_of(packs.table(rows)))[0] == {
        "Place": "Unsan", "Place: notes": "North Phyongan", "Verified, %": 56, "Verified: notes": "planned 60.0%",
        "Finish": None,
    }  # fmt: skip


def test_nothing_that_was_typed_becomes_a_formula_or_a_link():
    texts = [packs.HOSTILE, "=1+1", "+1", "-1", "@SUM(A1)", "https://a.example/", "12", "\t=1"]

    sheet = sheet_of(packs.table([[Cell(text), packs.cell(), Cell("")] for text in texts]))

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    shown = packs.SHOWN.replace("_x0041_", "_x005F_x0041_")  # so that Excel does not read it as "A"
    assert [cell.value for cell in cells] == [shown, *texts[1:]]
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    cells = [Cell("글" * 40_000), Cell("𠮷" * 20_000), Cell("x" * 32_767)]

    found = [row["Place"] for row in packs.rows(sheet_of(packs.table([[cell, Cell(""), Cell("")] for cell in cells])))]

    assert found == ["글" * 32_766 + "…", "𠮷" * 16_383 + "…", "x" * 32_767]


# --- sheets ----------------------------------------------------------------------------------------------------------
def test_names_of_sheets_are_such_as_excel_takes_and_each_is_another():
    book = sheets.Book(title="", author="", made=datetime(2026, 1, 1), comments="", mark="")

    names = [book.named(name) for name in ("A/B: [c]*?", "a b   c", "x" * 40, "X" * 40, "", "History", "'q'", "\x00")]
    long = [book.named("Factories without enough raw material") for _number in range(2)]

    assert names == ["A B   c", "a b   c 2", "x" * 31, "X" * 29 + " 2", "-", "History 2", "q", "- 2"]
    assert long == ["Factories without enough raw…", "Factories without enough raw… 2"]


def test_rows_beyond_what_a_sheet_holds_stand_in_the_next_one(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 4)
    book = sheets.Book(title="", author="", made=datetime(2026, 1, 1), comments="", mark="", streamed=True)

    written = book.sheet("Facts", [("Number", sheets.WHOLE)], ([number] for number in range(7)))

    assert written == [("Facts", 3), ("Facts 2", 3), ("Facts 3", 1)]
    found = openpyxl.load_workbook(io.BytesIO(book.content()))
    assert [row["Number"] for sheet in found for row in packs.rows(sheet)] == list(range(7))


def test_every_sheet_has_filters_heads_that_stay_and_the_seal_on_paper():
    sealed = sealed_content.sealed()

    _first, *others = packs.workbook(sealed).worksheets

    assert {sheet.title for sheet in others if sheet.freeze_panes != "A2"} == {"Factory, complete"}
    assert all(sheet.auto_filter.ref.startswith("A1:") for sheet in others)
    assert all(sealed.header["sha256"][:12] in sheet.oddFooter.left.text for sheet in others)
    assert all("Demonstration" in sheet.oddFooter.left.text for sheet in others)
    assert others[-1].oddHeader.left.text == "Definitions"


def test_the_same_seal_gives_the_same_bytes():
    assert packs.rendered_xlsx() == packs.rendered_xlsx()


def test_a_workbook_that_cannot_be_written_leaves_nothing_on_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sealed = sealed_content.sealed(facts={"return:7": {}}, unaccepted=[])

    with pytest.raises(KeyError):
        packs.rendered_xlsx(sealed)

    assert list(tmp_path.iterdir()) == []
