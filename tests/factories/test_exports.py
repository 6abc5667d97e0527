"""Files of lists: what the page shows and nothing else, with where it comes from at the top, in four forms alike."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest
from pyarrow import parquet

from committees.rights import Role
from factories.actions import returns
from factories.models import FactoryProject
from regional20x10.shared import clock, tables
from regional20x10.shared.tables import NUMBER, TEXT, Column, Table
from tests import make

pytestmark = pytest.mark.django_db
LISTS = ["projects", "counties", "provinces", "returns", "board"]


@pytest.fixture(autouse=True)
def today():
    clock.stand_on(make.DAY)


@pytest.fixture
def post():
    return make.post()


@pytest.fixture
def reader(client, post):
    client.force_login(post.official.user)
    return client


@pytest.fixture
def row():
    """A verified return of a project, with a text that a spreadsheet would take for a formula."""
    return make.verified(make.project(), percents=("12.5", 80), narrative='=HYPERLINK("https://evil.example")')


def read(answer, kind):
    """(lines at the top, headings, rows) of a file, its empty cells as None."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, tables.KINDS[kind])
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    match kind:
        case "csv":
            rows = [[cell or None for cell in line] for line in csv.reader(io.StringIO(body.decode("utf-8-sig")))]
        case "xlsx":
            rows = [list(line) for line in openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)]
        case "json":
            told = json.loads(body)
            rows = [list(line.values()) for line in told["rows"]]
            return [told["title"], *told["notes"]], [column["heading"] for column in told["columns"]], rows
        case "parquet":
            table = parquet.read_table(io.BytesIO(body))
            notes = {name.decode(): value.decode() for name, value in table.schema.metadata.items()}
            return (
                [notes["title"], *notes["notes"].split("\n")],
                table.column_names,
                [list(line.values()) for line in table.to_pylist()],
            )
    top = next(place for place, line in enumerate(rows) if not any(line))
    head = [line[0] for line in rows[:top]]
    return head, [cell for cell in rows[top + 1] if cell], rows[top + 2 :]


@pytest.mark.parametrize("kind", tables.KINDS)
def test_a_file_says_where_it_comes_from(reader, post, row, kind):
    answer = reader.get(f"/en/projects.{kind}?year=2026&as_of=2026-10-12")

    head, _headings, _rows = read(answer, kind)
    assert head[:5] == [
        "Factories", "As of 2026-10-12", "Only Programme year: 2026", f"Within the reach of: {post}",
        "Demonstration: all figures, dates and persons are synthetic",
    ]  # fmt: skip
    assert answer.headers["Content-Disposition"] == f'attachment; filename="factories-2026-10-12.{kind}"'


def test_a_file_of_a_real_database_is_not_marked(reader, row):
    clock.Clock.objects.all().delete()
    clock.cache.delete("clock")

    head, _headings, _rows = read(reader.get("/en/projects.csv"), "csv")

    assert head[2:] == ["Not filtered", f"Within the reach of: {row and 'Committee staff'}", "Rows: 1"]


@pytest.mark.parametrize("kind", tables.KINDS)
@pytest.mark.parametrize("noun", LISTS)
def test_every_list_is_given_in_every_form_with_as_many_rows_as_it_has(reader, row, noun, kind):
    make.project()

    answer = reader.get(f"/en/{noun}.{kind}")

    _head, headings, rows = read(answer, kind)
    assert len(rows) == (1 if noun == "returns" else 2)
    assert {len(line) for line in rows} == {len(headings)}


def test_the_four_forms_hold_the_same(reader, row):
    project = row.project

    files = {kind: read(reader.get(f"/en/projects.{kind}"), kind) for kind in tables.KINDS}

    figures = {}
    for kind, (_head, headings, rows) in files.items():
        place = {"Verified, %": "verified_percent", "Original finish": "original_on", "Factory, code": "project"}
        names = place.values() if kind == "parquet" else place
        figures[kind] = [rows[0][headings.index(name)] for name in names]
    assert figures == {
        "csv": ["53.0", "2026-12-10", project.code],
        "xlsx": [53, datetime(2026, 12, 10), project.code],
        "json": [53.0, "2026-12-10", project.code],
        "parquet": [53.0, date(2026, 12, 10), project.code],
    }


def test_a_file_holds_what_its_filter_shows_in_the_order_shown(reader):
    first, second = make.project(code="A"), make.project(code="B")
    make.project(make.plan(year_=make.year(2025)), code="C")

    _head, _headings, rows = read(reader.get("/en/projects.json?year=2026&sort=-code"), "json")

    assert [line[0] for line in rows] == [second.code, first.code]


def test_a_file_holds_only_what_its_reader_may_see(client, row):
    make.project()
    client.force_login(make.verifier(row.project).official.user)

    _head, _headings, rows = read(client.get("/en/projects.json"), "json")

    assert [line[0] for line in rows] == [row.project.code]


def test_a_file_holds_what_was_known_on_its_day(reader, row):
    returns.accept(row, by=make.post(Role.COMMITTEE_MEMBER), at=make.moment(date(2026, 10, 12)))

    told = [json.loads(reader.get(f"/en/returns.json?as_of=2026-10-{day}").content)["rows"][0] for day in (11, 12)]

    assert [(line["state"], line["accepted_at"]) for line in told] == [
        ("verified", None), ("accepted", "2026-10-12T12:00:00"),
    ]  # fmt: skip


def test_no_text_is_a_formula_in_a_spreadsheet(reader, row):
    _head, headings, rows = read(reader.get("/en/returns.csv"), "csv")
    book = openpyxl.load_workbook(io.BytesIO(reader.get("/en/returns.xlsx").content))

    assert rows[0][headings.index("What was done")] == '\'=HYPERLINK("https://evil.example")'
    cells = [cell for line in book.active.iter_rows() for cell in line if cell.data_type == "f"]
    assert cells == []
    assert [cell.hyperlink for line in book.active.iter_rows() for cell in line if cell.hyperlink] == []


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1"])
def test_every_beginning_of_a_formula_is_guarded_and_a_number_stays_one(text):
    columns = [Column("text", text, lambda row: row[0], TEXT), Column("number", "n", lambda row: row[1], NUMBER)]
    table = Table(text, columns, [(text, -1.5)], 1, notes=[text])

    lines = list(csv.reader(io.StringIO("".join(tables.as_csv(table)).removeprefix("\ufeff"), newline="")))

    spreadsheet = [cell for line in lines for cell in line if cell.lstrip()[:1] in ("=", "+", "-", "@")]
    assert spreadsheet == ["-1.5"]
    assert lines[-1] == [f"'{text}", "-1.5"]


def test_a_note_of_a_filter_is_no_formula_either(reader, row):
    head, _headings, _rows = read(reader.get("/en/projects.csv?q=%3D1%2B1"), "csv")

    assert head[2] == "Only Name or code: =1+1"


def test_a_spreadsheet_is_typed_and_easy_to_filter(reader, row):
    sheet = openpyxl.load_workbook(io.BytesIO(reader.get("/en/returns.xlsx").content)).active
    top = next(line for line in range(1, 20) if sheet.cell(line, 1).value == "Factory, code")

    cells = {sheet.cell(top, column).value: sheet.cell(top + 1, column) for column in range(1, sheet.max_column + 1)}

    assert (cells["Physical progress, %"].value, cells["Last day of the period"].value) == (53, datetime(2026, 10, 10))
    assert cells["Submitted"].value == datetime(2026, 10, 11, 12)  # the programme's clock
    assert (cells["Submitted"].number_format, cells["Accepted"].value) == ("yyyy-mm-dd hh:mm", None)
    assert (sheet.freeze_panes, sheet.auto_filter.ref.split(":")[0]) == (f"B{top + 1}", f"A{top}")
    page = sheet.page_setup
    assert (page.orientation, page.paperSize, page.fitToHeight) == ("landscape", 9, 0)  # 1 across is the default
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.print_title_rows) == (True, f"${top}:${top}")


def test_a_file_of_no_rows_still_says_what_it_is(reader):
    for kind in tables.KINDS:
        head, headings, rows = read(reader.get(f"/en/projects.{kind}"), kind)

        assert (head[:2], len(headings), rows) == (["Factories", "As of 2026-10-12"], 51, [])


def test_a_file_in_korean_has_korean_headings(reader, row):
    told = json.loads(reader.get("/ko/projects.json").content)

    assert told["title"] != "Factories"
    assert [column["name"] for column in told["columns"]][:2] == ["project", "type"]
    assert told["rows"][0]["type"] == "식료공장"


def test_a_filter_that_is_not_known_gives_its_sentence_and_no_file(reader, row):
    for noun in ("projects", "counties", "returns"):
        answer = reader.get(f"/en/{noun}.csv?colr=red")

        assert (answer.status_code, "Content-Disposition" in answer.headers) == (400, False)
        assert "There is no filter “colr”." in answer.content.decode()


def test_a_form_that_is_not_given_is_not_found(reader):
    assert [reader.get(f"/en/{noun}.pdf").status_code for noun in LISTS] == [404] * len(LISTS)


def test_many_rows_are_read_in_one_go(reader, row, django_assert_max_num_queries):
    reader.get("/en/projects.csv")
    with django_assert_max_num_queries(15) as one:
        read(reader.get("/en/projects.csv"), "csv")
    for _number in range(3):
        make.project()
    with django_assert_max_num_queries(15) as four:
        read(reader.get("/en/projects.csv"), "csv")

    assert (len(four), FactoryProject.objects.count()) == (len(one), 4)
