"""A sealed report as a Word document: words to be edited, figures that cannot be, whoever typed what."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from django.utils import translation
from docx.oxml.ns import qn

from reports import contents, wording
from reports.document import Column, Narrative, Paragraph, Points, Strip, Table
from reports.rendering.pack import columns, wordml
from reports.rendering.pack import docx as document
from tests.reports import packs, sealed_content


def rendered(language="en", sealed=None):
    with translation.override(language):
        return document.render(sealed or sealed_content.sealed(), {})


def figures_of(sections):
    """[(figure, words)] of everything but sentences, in the order of the document."""
    found = []
    for block in (block for section in sections for block in section.blocks):
        match block:
            case Strip():
                found += [cell for _label, cell in block.cells]
            case Table():
                found += [cell for row in block.rows for cell in row]
            case Narrative():
                found += [said for line in block.said for said in line if not isinstance(said, str)]
    return [(wordml.tag(cell.figure), cell.text) for cell in found if cell.figure]


# --- figures ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_figure_of_the_report_is_a_locked_field_of_its_name_with_its_words(language):
    with translation.override(language):
        asked = figures_of(contents.sections(sealed_content.sealed()))

    body = packs.word(rendered(language)).element.body
    found = [pair for table in body.iter(qn("w:tbl")) for pair in packs.locked(table) if "/" in pair[0]]
    assert len(asked) > 100
    assert [(tag, re.sub("^[■▲◆●✓○]\u00a0", "", words)) for tag, words in found] == asked


def test_the_numbers_of_a_sentence_are_locked_and_its_words_are_not():
    said = Paragraph("Of 20 places, 12 are ready by 31\u00a0Dec\u00a02026 (56.0%).", figures=("programme/places",))

    body = packs.word(packs.written([packs.section(said)])).element.body

    assert [words for _tag, words in packs.locked(body)] == ["20", "12", "31\u00a0Dec\u00a02026", "56.0%"]
    assert said.text in ["".join(node.text or "" for node in line.iter(qn("w:t"))) for line in body.iter(qn("w:p"))]


def test_numbers_that_are_no_figure_of_their_own_are_locked_by_the_name_of_their_section():
    told = packs.table([[packs.Cell("Unsan", small="NP-UNSAN-1"), packs.Cell("3 of 4"), packs.cell("–", None)],
                        [packs.Cell("Miss", value="miss"), packs.cell(figure="", small="planned 60.0%"),
                         packs.Cell("1 Dec 2026", value="2026-12-01", unit="date")]],
                       note="The first 2 of 60; the workbook has them all.")  # fmt: skip
    blocks = [Paragraph("Since seal 2: moved."), Points(["Food: 12 days late."]), told]

    body = packs.word(packs.written([packs.section(*blocks)])).element.body

    assert [words for tag, words in packs.locked(body) if tag == "one"] == [
        "2", "12", "NP-UNSAN-1", "3", "4", "Miss", "56.0%", "60.0%", "1 Dec 2026", "2", "60",
    ]  # fmt: skip


def test_live_fields_of_a_narrative_are_locked_in_text_that_is_not():
    told = Narrative("Bases", [["We planted ", packs.cell("120 ha", 120, "hectares"), " of maize."]])

    made = packs.word(packs.written([packs.section(told)]))

    line = next(line for line in made.paragraphs if line.style.name == "Narrative")
    assert packs.locked(line._p) == [(packs.FIGURE, "120 ha")]
    assert [run.text for run in line.runs] == ["We planted ", " of maize."]


def test_a_long_name_is_a_tag_that_word_takes_and_no_two_are_the_same():
    names = [f"project:{'X' * 90}-{number}/verified_percent" for number in range(3)]

    tags = [wordml.tag(name) for name in names]

    assert [len(tag) for tag in tags] == [64, 64, 64]
    assert len(set(tags)) == 3
    assert wordml.tag(packs.FIGURE) == packs.FIGURE


def test_every_field_has_a_number_of_its_own():
    body = packs.word(rendered()).element.body

    numbers = [node.get(qn("w:val")) for node in body.iter(qn("w:id")) if node.getparent().tag == qn("w:sdtPr")]

    assert len(set(numbers)) == len(numbers) > 100


# --- what people typed -----------------------------------------------------------------------------------------------
def test_whatever_is_typed_stands_as_words_and_breaks_nothing():
    made = packs.word(packs.written(packs.everything(), drawings={"chart": packs.drawing()}))

    words = "".join(node.text or "" for node in made.element.body.iter(qn("w:t")))
    assert words.count(packs.SHOWN) == 19
    assert set(words) & set("\x00\x07\x1b\u202e\u2066") == set()
    assert {packs.FIGURE, "one"} == {tag for tag, _words in packs.locked(made.element.body)}


def test_a_very_long_text_is_there_to_its_end():
    long = "긴 글 " * 100_000 + "end"

    made = packs.word(packs.written([packs.section(Paragraph(long))]))

    assert long in [line.text for line in made.paragraphs]


# --- how it is made --------------------------------------------------------------------------------------------------
def test_sections_are_headings_by_their_level_and_stand_in_the_contents():
    sections = [packs.section(name=f"s{at}", title=f"T{at}", level=at) for at in (1, 2, 3)]

    made = packs.word(packs.written(sections))

    headings = [(line.style.name, line.text) for line in made.paragraphs if line.style.name.startswith("Heading")]
    links = [node.get(qn("w:anchor")) for node in made.element.body.iter(qn("w:hyperlink"))]
    marks = [node.get(qn("w:name")) for node in made.element.body.iter(qn("w:bookmarkStart"))]
    assert headings == [("Heading 1", "T1"), ("Heading 2", "T2"), ("Heading 3", "T3")]
    assert (links, marks) == (["s_s1", "s_s2"], ["s_s1", "s_s2", "s_s3"])


def test_tables_repeat_their_heads_and_say_what_they_are():
    made = packs.word(packs.written([packs.section(packs.table([[packs.Cell("Unsan"), packs.cell(), packs.cell()]]))]))

    table = made.tables[0]
    assert [len(row._tr.xpath("w:trPr/w:tblHeader")) for row in table.rows] == [1, 0]
    assert [cell.text for cell in table.rows[0].cells] == ["Place", "Verified", "Finish"]
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Places"


@pytest.mark.parametrize(
    ("count", "note", "held"),
    [(4, "", [1, 1, 1, 0]), (4, "A note.", [1, 1, 1, 1]), (30, "", [1, 1, *[0] * 26, 1, 0])],
)
def test_a_short_table_stands_on_one_page_and_of_a_long_one_no_row_by_itself(count, note, held):
    rows = [[packs.Cell("Unsan"), packs.cell(), packs.cell()]] * count

    table = packs.word(packs.written([packs.section(packs.table(rows, note=note))])).tables[0]

    assert [bool(row._tr.xpath("w:tc/w:p/w:pPr/w:keepNext")) for row in table.rows[1:]] == held


def test_the_unit_of_a_head_stands_on_no_line_by_itself():
    told = Table("bases", "Bases", [Column("Missing, t"), Column("Of them, late")], [[packs.Cell("–")] * 2])

    table = packs.word(packs.written([packs.section(told)])).tables[0]

    assert [cell.text for cell in table.rows[0].cells] == ["Missing,\u00a0t", "Of them, late"]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("늘어나는 량, t/년", "늘어나는 량,\u00a0t/년"),
        ("Adds, t a year", "Adds,\u00a0t\u00a0a\u00a0year"),
        ("Plan met, %", "Plan met,\u00a0%"),
        ("Of them, late", "Of them, late"),
    ],
)
def test_a_unit_of_more_words_is_held_too(head, said):
    assert wording.head(head) == said


def test_a_column_has_room_for_the_gaps_between_digits_and_hangul():
    row = [packs.Cell("2026년\u202f1월\u202f6일"), packs.Cell("Words " * 40)]
    told = Table("days", "", [Column("기한", "date", 0), Column("What")], [row])

    day, _words = columns.widths(told, columns.USUAL)

    plain = sum(columns.length(sign) for sign in row[0].text)
    assert day >= (plain + 3 * columns.JOIN) * columns.USUAL.digit + 2 * columns.USUAL.margin


def test_chapters_follow_one_another_on_the_page_after_the_summary():
    with translation.override("en"):
        sections = contents.sections(sealed_content.sealed())

    assert [section.name for section in sections if section.new_page] == ["programme"]


def test_the_foot_of_a_page_says_its_number_and_how_many_there_are():
    made = packs.word(packs.written([packs.section()]))

    assert "1 / 1" in made.sections[0].footer._element.xpath("string()").replace(" NUMPAGES ", "").replace(" PAGE ", "")


@pytest.mark.parametrize(("wide", "said"), [(3000, "26 Nov 2026 – 20 Jan 2027"), (1500, "26 Nov 2026 –\n20 Jan 2027")])
def test_a_range_of_days_is_broken_between_its_days_where_it_is_too_long(wide, said):
    cell = packs.cell("12 Dec 2026", "2026-12-12", "date", small="26 Nov 2026 – 20 Jan 2027")

    assert columns.broken(cell, wide).small == said


def test_many_columns_leave_the_widest_its_words():
    heads = ["County", "Member", *("Asked", "Promised", "Done", "Confirmed", "Wait", "Overdue", "Visits", "Since")]
    row = [packs.Cell("Phyonggang"), packs.Cell("Member of the Political Bureau"), *[packs.Cell("1 Jun 2026")] * 8]
    told = Table("leads", "", [Column(head, width=2.2 if head == "Member" else 1) for head in heads], [row])

    grid = packs.word(packs.written([packs.section(told)])).tables[0]._tbl.tblGrid

    widths = [int(column.get(qn("w:w"))) for column in grid]
    assert max(widths) == widths[1] > 1300
    assert sum(widths) <= 9525


def test_a_drawing_has_its_words_and_one_that_was_not_made_is_told_in_them():
    sections = [packs.section(packs.Chart("chart", "A rising line", "Work"), packs.Chart("none", "A map", "Map"))]

    made = packs.word(packs.written(sections, drawings={"chart": packs.drawing()}))

    assert [node.get("descr") for node in made.element.body.iter(qn("wp:docPr"))] == ["A rising line"]
    assert [line.text for line in made.paragraphs if line.text in ("A map", "Work", "Map")] == ["Work", "A map", "Map"]


@pytest.mark.parametrize(("language", "region"), [("en", "en-GB"), ("ko", "ko-KR")])
def test_it_is_a4_in_its_language_with_the_seal_on_every_page(language, region):
    sealed = sealed_content.sealed()

    made = packs.word(rendered(language, sealed))

    section, fonts = made.sections[0], made.styles["Normal"].element.rPr.rFonts
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert made.core_properties.language == region
    assert fonts.get(qn("w:eastAsia")) == "Malgun Gothic"
    with translation.override(language):
        mark = document.titles.demonstration(sealed)
    assert section.header.paragraphs[0].text == mark
    assert sealed.header["sha256"][:12] in section.footer.paragraphs[0].text


def test_its_only_date_is_that_of_the_seal_and_its_bytes_are_always_the_same():
    first, second = rendered(), rendered()

    properties = packs.word(first).core_properties
    assert first == second
    assert {properties.created, properties.modified} == {datetime(2026, 11, 30, 15, 0, tzinfo=UTC)}
    with zipfile.ZipFile(io.BytesIO(first)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
