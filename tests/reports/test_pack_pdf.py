"""The PDF of a seal, read back as those who get it do."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.core.cache import cache
from django.utils import translation

from regional20x10.shared import clock, paper
from reports import contents, drawings
from reports.document import Cell, Column, Paragraph, Section, Strip, Table
from reports.rendering.pack import pdf
from reports.sealed import Sealed
from reports.sealing import collected
from reports.sealing.scope import Scope
from tests import make
from tests.reports.sealed_content import header

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


def _sealed(kind="year"):
    """The seal of a year with one factory of which a return is verified, and one of which nothing is known."""
    project = make.project()
    make.verified(project, percents=(80, 40))
    make.project()
    content = collected(Scope(kind, 2026, make.DAY, date(2026, 10, 1) if kind != "year" else date(2026, 1, 1)))
    return Sealed(content, header(content)), project


def _rendered(sealed, language="en"):
    with translation.override(language):
        drawn = drawings.drawn(sealed)
        for row in sealed["provinces"]:
            drawn |= drawings.drawn(sealed, row["code"])
        return pdf.render(sealed, drawn)


def _read(content):
    return pypdf.PdfReader(io.BytesIO(content))


def _text(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def _links(document):
    found = [note.get_object() for page in document.pages for note in page.get("/Annots", ())]
    return [note for note in found if note["/Subtype"] == "/Link" and "/URI" in note.get("/A", {})]


def test_the_first_page_is_the_summary_and_the_figures_stand_there(today):
    sealed, project = _sealed()

    document = _read(_rendered(sealed))

    first = _text(document.pages[:1])
    assert "Plenary report 2026" in first
    assert "Summary for decision" in first
    assert "What is not known" in first
    assert "56.0%" in first
    assert "Contents" in _text(document.pages[1:2])
    assert project.plan.county.name_en in _text(document.pages)
    assert sealed.header["sha256"] in _text(document.pages)


def test_the_summary_of_many_places_is_one_page(today):
    sealed, _project = _sealed()
    row = sealed["counties"][0]
    reasons = [{"project": sealed["projects"][0]["code"], "code": "overdue", "on": "2026-09-01", "days": 41}]
    sealed.content["counties"] = [
        {**row, "rank": rank, "colour": "miss", "reasons": reasons,
         "names": {"en": f"A place of a long name {rank}", "ko": "시"}}
        for rank in range(1, 201)
    ]  # fmt: skip

    pages = _read(_rendered(sealed)).pages

    assert "What is not known" in _text(pages[:1])
    assert _text(pages[1:2]).count("Contents") == 1


def test_the_file_is_tagged_and_says_its_language_and_title(today):
    document = _read(_rendered(_sealed()[0], "ko"))

    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "ko"
    assert "/StructTreeRoot" in root
    assert "2026" in document.metadata.title
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert len(document.outline) > 3


def test_a_figure_leads_to_its_page_in_the_web_pack_in_the_language_of_the_file(today):
    sealed, project = _sealed()

    links = _links(_read(_rendered(sealed, "ko")))

    name = f"project:{project.code}/verified_percent"
    before = f"{sealed['address']}/ko/reports/seals/1/figures/"
    assert f"{before}{name}/" in {link["/A"]["/URI"] for link in links}
    assert {link["/A"]["/URI"].removeprefix(before).removesuffix("/") for link in links} <= set(sealed.figures)
    assert all(link.get("/Contents") for link in links)


def test_the_same_seal_gives_the_same_bytes(today):
    sealed, _project = _sealed()

    assert _rendered(sealed) == _rendered(Sealed(sealed.content, sealed.header))


def test_the_file_asks_no_database(today, django_assert_num_queries):
    sealed, _project = _sealed()

    with django_assert_num_queries(0):
        _rendered(sealed)


@pytest.mark.parametrize(
    ("kind", "title"), [("quarter", "Report of the fourth quarter of 2026"), ("month", "Report of October 2026")]
)
def test_a_quarter_and_a_month_say_so(today, kind, title):
    document = _read(_rendered(_sealed(kind)[0]))

    assert document.metadata.title.replace("\N{NO-BREAK SPACE}", " ") == title


def test_words_of_the_data_are_never_read_as_markup(today):
    make.project(make.plan(make.county(name_en="#panic() *x* $y$ @z <w>", name_ko="#panic()")))
    content = collected(Scope("year", 2026, make.DAY, date(2026, 1, 1)))

    text = _text(_read(_rendered(Sealed(content, header(content)))).pages)

    assert "#panic() *x* $y$ @z <w>" in text


def test_links_of_long_tables_are_left_out_of_a_large_report(today, monkeypatch):
    sealed, _project = _sealed()
    every = len(_links(_read(_rendered(sealed))))

    monkeypatch.setattr(pdf, "LED", 0)
    few = len(_links(_read(_rendered(sealed))))

    assert 0 < few < every


def _with(monkeypatch, *blocks, sections=1):
    """The pages of a report of these blocks."""
    found = [Section(f"part-{n}", f"Part {n}", list(blocks)) for n in range(sections)]
    monkeypatch.setattr(contents, "sections", lambda _sealed: [Section("summary", "Summary"), *found])
    sealed, _project = _sealed()
    return _read(pdf.render(sealed, {})).pages


def test_a_note_stands_with_the_last_row_and_every_row_on_one_page(today, monkeypatch):
    tables = [
        Table(
            f"t{n}", "", [Column("What"), Column("Day", "date")],
            [[Cell(f"From{n}.{row}.", small=f"to{n}.{row}."), Cell("–")] for row in range(n % 4 + 1)], note=f"Note{n}.",
        )
        for n in range(60)
    ]  # fmt: skip

    pages = [_text([page]) for page in _with(monkeypatch, *tables)]

    assert len(pages) > 5
    for n in range(60):
        assert [f"From{n}.{n % 4}." in page for page in pages] == [f"Note{n}." in page for page in pages]
        for row in range(n % 4 + 1):
            assert [f"From{n}.{row}." in page for page in pages] == [f"to{n}.{row}." in page for page in pages]


def test_no_row_begins_a_page_all_by_itself(today, monkeypatch):
    tables = [Table(f"t{n}", "", [Column("What")], [[Cell(f"From{n}.{row}.")] for row in range(11)]) for n in range(50)]

    pages = [_text([page]) for page in _with(monkeypatch, *tables)]

    for n in range(50):
        assert len({[f"From{n}.{row}." in page for page in pages].index(True) for row in (8, 9, 10)}) == 1


def test_an_address_is_copied_as_it_is(today, monkeypatch):
    pages = _with(monkeypatch, Paragraph("The 20×10: https://example.org/politica-20x10"))

    assert "The 20×10: https://example.org/politica-20x10" in _text(pages)


def test_key_figures_stand_on_one_line_whatever_their_labels(today, monkeypatch):
    labels = ("Output", "생산량", "생산량, t", "A label that is so long that it needs two lines at least")
    figures = ("111", "222", "333", "2026.12.31.18.00")
    smalls = ("", "of 9", "", "")
    cells = [Cell(said, small=small) for said, small in zip(figures, smalls, strict=True)]
    heights = {}

    pages = _with(monkeypatch, Strip([*zip(labels, cells, strict=True)]))
    pages[-1].extract_text(visitor_text=lambda text, cm, tm, *_: heights.setdefault(text.strip(), (cm, tm)))

    assert len({_height(*heights[said]) for said in figures}) == 1


def _height(matrix, place):
    """Where a text begins on the page, upwards, in tenths of a point."""
    return round(place[4] * matrix[1] + place[5] * matrix[3] + matrix[5], 1)


def test_a_row_of_more_than_a_page_is_divided(today, monkeypatch):
    table = Table("long", "", [Column("What"), Column("Day", "date")], [[Cell("A word. " * 3000 + "End."), Cell("–")]])

    assert "End." in _text(_with(monkeypatch, table))


def test_days_are_not_broken_and_a_span_under_one_shares_the_width(today, monkeypatch):
    columns = [Column("What", width=2), Column("Day", "date"), Column("Finish", "date")]
    rows = [
        [Cell("One"), Cell("–"), Cell("–", small="1 Dec – 3 Dec")],
        [Cell("Two"), Cell("–", small="late"), Cell("–")],
    ]
    found = [Section("summary", "Summary"), Section("one", "One", [Table("t", "", columns, rows)])]
    monkeypatch.setattr(contents, "sections", lambda _sealed: found)

    said = pdf.laid_out(_sealed()[0], {})

    assert said["sections"][0]["blocks"][0]["widths"] == [2, 0, 1]


def test_the_columns_of_the_contents_are_as_long_as_one_another(today, monkeypatch):
    page = _with(monkeypatch, sections=58)[1]

    rows = {}
    for line in page.extract_text(extraction_mode="layout").splitlines():
        for word in re.findall(r"Part (\d+)", line):
            rows.setdefault(line, []).append(int(word))
    assert sum(len(numbers) == 2 for numbers in rows.values()) >= 28


def test_a_wrong_document_says_why(today):

    with pytest.raises(RuntimeError, match="Typst ended with 1"):
        paper.large_pdf("reports/typst/pack.typ", {})
