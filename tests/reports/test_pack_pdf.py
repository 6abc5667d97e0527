"""The PDF of a seal, read back as those who get it do."""

import io
from datetime import date

import pypdf
import pytest
from django.core.cache import cache
from django.utils import translation

from regional20x10.shared import clock, paper
from reports import drawings
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


def test_a_wrong_document_says_why(today):

    with pytest.raises(RuntimeError, match="Typst ended with 1"):
        paper.large_pdf("reports/typst/pack.typ", {})
