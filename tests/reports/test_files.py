"""The files of a report: the same figures in every kind, in files that others can read."""

import json
from datetime import date, datetime

import jsonschema
import pytest
from django.core.cache import cache
from django.utils import translation

from committees.rights import Role
from factories.actions.reference import record_milestone
from factories.models import CountyPlan
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller
from tests.reports.reading import dataset, document, rendered, table, text_of, workbook

pytestmark = pytest.mark.django_db
KINDS = ["json", "xlsx", "pdf"]


@pytest.fixture
def today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


def test_projects_and_returns_give_the_same_figures_in_every_file(today):
    project = make.project()
    make.verified(project, percents=(80, 40))
    post = make.post()
    data = dataset(post, 2026, make.DAY)

    answer = Caller(post).get(f"program-years/2026/figures/?as_of={make.DAY}").json()
    book = workbook(data)
    text = text_of(document(data).pages)

    assert (answer["verified"], data["summary"]["verified"]) == (56, 56)
    assert table(book["Year"], "Figure", "Value")["Work verified, %"] == 56
    assert table(book["Projects"], "Code", "Work verified, %") == {project.code: 56}
    assert table(book["Provinces"], "Code", "Work verified, %") == {project.plan.county.province.code: 56}
    assert text.count("56.0%") >= 4  # cover, table of the places, province, county
    assert project.code in text


# --- JSON ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_json_is_of_its_published_form(today, client, language):
    near, far = make.project(), make.project()
    make.verified(near, percents=(80, 40))
    secretary = make.post(Role.PROVINCIAL_SECRETARY, where=far.plan.county.province)
    form = json.loads(b"".join(client.get(f"/{language}/reports/schemas/annual-report-1.json").streaming_content))
    judge = jsonschema.Draft202012Validator(form)

    for post in (make.post(), secretary):
        data = json.loads(rendered("json", dataset(post, 2026, make.DAY, language)))
        assert [error.message for error in judge.iter_errors(data)] == []

    assert [error.message for error in judge.iter_errors({**data, "year": "2026"})] == [
        "'2026' is not of type 'integer'"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "https://a.example/1\nhttps://b.example/2",
        "https://a.example/1 | https://b.example/2",
        "https://a.example/1; https://b.example/2",
        " https://a.example/1   https://b.example/2 ",
    ],
)
def test_sources_written_in_one_text_are_told_apart(today, source):
    project = make.project()
    CountyPlan.objects.filter(pk=project.plan_id).update(source=source)

    data = dataset(make.post(), 2026, make.DAY)

    assert data["sources"] == [{"title": "", "url": "https://a.example/1"}, {"title": "", "url": "https://b.example/2"}]


# --- XLSX ------------------------------------------------------------------------------------------------------------
def test_the_workbook_has_numbers_and_dates_and_never_a_formula(today):
    names = {"name_en": "=1+1", "name_ko": "=1+1"}
    project = make.project(make.plan(make.county(**names)), construction_unit=make.organization(name_en="@SUM(A1)"))
    make.verified(project, percents=(80, 40))

    book = workbook(dataset(make.post(), 2026, make.DAY))

    cells = [cell for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    assert [cell.value for cell in cells if str(cell.value).startswith(("=", "@"))].count("=1+1") > 1
    assert table(book["Projects"], "Code", "Original finish") == {project.code: datetime(2026, 12, 10)}
    assert table(book["Projects"], "Code", "Construction unit") == {project.code: "@SUM(A1)"}
    assert table(book["Places"], "Place", "Rank") == {"=1+1": 1}
    assert table(book["Year"], "Figure", "Value")["As of"] == datetime(2026, 10, 12)


def test_what_is_not_known_is_an_empty_cell_and_never_zero(today):
    project = make.project()

    book = workbook(dataset(make.post(), 2026, make.DAY))

    assert table(book["Projects"], "Code", "Work verified, %") == {project.code: None}
    assert table(book["Year"], "Figure", "Value")["Places operating"] is None


def test_every_sheet_prints_with_its_day_and_its_heads(today):
    make.project()

    book = workbook(dataset(make.post(), 2026, make.DAY))

    assert {sheet.print_title_rows for sheet in book} == {"$1:$1"}
    assert all(sheet.oddFooter.left.text.startswith("As of 2026-10-12") for sheet in book)


# --- PDF -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "title"), [("en", "Progress report 2026"), ("ko", "2026년 진행정형보고서")])
def test_the_pdf_is_tagged_and_has_title_language_and_bookmarks(today, language, title):
    project = make.project()

    found = document(dataset(make.post(), 2026, make.DAY, language))

    root = found.trailer["/Root"]
    with translation.override(language):
        names = {project.plan.county.name, project.plan.county.province.name}
    outlined = {item["/Title"] for item in _flat(found.outline)}
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"], found.metadata.title) == (True, language, title)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert names - outlined == set()


def _flat(outline):
    for item in outline:
        yield from _flat(item) if isinstance(item, list) else [item]


def test_every_page_of_the_pdf_has_its_day_data_version_sources_and_number(today):
    make.verified(make.project(), percents=(80, 40))
    data = dataset(make.post(), 2026, make.DAY)

    pages = [text_of([page]) for page in document(data).pages]

    foot = f"As of 12 Oct 2026 · data version {data['data_version']} Sources: ten-day returns and the public record"
    assert len(pages) > 4
    assert [number for number, page in enumerate(pages, 1) if foot not in page.replace("\xa0", " ")] == []
    assert [f"{number} / {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)
    assert all("Demonstration: the figures are made up." in page for page in pages)


def test_what_people_typed_is_text_in_the_pdf_and_no_markup(today):
    odd = "#pagebreak() *A* $x$ <b> \\ [B]"
    make.project(make.plan(make.county(name_en=odd)))

    text = text_of(document(dataset(make.post(), 2026, make.DAY)).pages)

    assert odd in text


def test_facilities_of_one_event_share_a_row(today):
    project = make.project()
    place = {"county": project.plan.county, "program_year": project.plan.program_year, "kind": "groundbreaking"}
    seen = {"met_on": date(2026, 2, 3), "known_on": date(2026, 2, 5), "source_title": "Paper"}
    for facility in ("factories", "hospital"):
        record_milestone(by=None, facility=facility, **place, **seen)

    data = dataset(make.post(), 2026, make.DAY)

    assert len(data["provinces"][0]["counties"][0]["milestones"]) == 2
    assert text_of(document(data).pages).count("Ground broken") == 1


# --- the same bytes --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_dataset_gives_the_same_bytes(today, kind, language):
    make.verified(make.project(), percents=(80, 40))
    post = make.post()

    first, second = (rendered(kind, dataset(post, 2026, make.DAY, language)) for _ in range(2))

    assert first == second
