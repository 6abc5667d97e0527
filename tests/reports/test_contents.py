"""The chapters of a sealed report: what they say of a seal, in both languages, without asking the database."""

import pytest
from django.utils import translation

from reports import contents
from reports.contents import counties, forecast, outcomes, programme, provinces, sources, summary
from reports.document import Cell, Paragraph, Points, Strip, Table
from tests.reports import sealed_content

CHAPTERS = [summary, programme, counties, provinces, forecast, sources]


def _texts(sections):
    """Every word of sections, as one text."""
    found = []
    for section in sections:
        found.append(section.title)
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found.append(block.text)
            elif isinstance(block, Points):
                found += block.items
            elif isinstance(block, Strip):
                found += [f"{label} {cell.text} {cell.small}" for label, cell in block.cells]
            elif isinstance(block, Table):
                found += [f"{cell.text} {cell.small}" for row in block.rows for cell in row]
    return "\n".join(found)


def _cells(sections):
    """Every Cell of tables and strips."""
    blocks = [block for section in sections for block in section.blocks]
    found = [cell for block in blocks if isinstance(block, Strip) for _label, cell in block.cells]
    return found + [cell for block in blocks if isinstance(block, Table) for row in block.rows for cell in row]


def _table(sections, name):
    blocks = [block for section in sections for block in section.blocks]
    return next(block for block in blocks if isinstance(block, Table) and block.name == name)


def test_every_figure_of_the_core_chapters_is_that_of_the_seal():
    sealed = sealed_content.sealed()

    cells = [cell for chapter in CHAPTERS for cell in _cells(chapter.sections(sealed)) if cell.figure]

    assert len(cells) > 100
    assert [cell for cell in cells if cell.value != sealed.figures[cell.figure]["value"]] == []


def test_the_summary_says_who_will_be_ready_and_who_will_not():
    sections = summary.sections(sealed_content.sealed())

    assert sections[0].blocks[0].text == (
        "By the forecast, 2 of 5 places will be ready by 31\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2026, and 2 will not;"
        " of 1 it is not known."
    )
    assert [[cell.text for cell in row] for row in _table(sections, "summary-outcomes").rows] == [
        ["Finished, or forecast to be", "2", "Unsan, Unchon"],
        ["Not ready in time", "2", "Jangyon, Kujang"],
        ["Not known", "1", "Kapsan"],
        ["Operating already", "0", "–"],
    ]


def test_the_summary_asks_for_at_most_seven_decisions():
    row = sealed_content.sealed()["counties"][0]
    many = [{**row, "rank": rank} for rank in range(1, 31)]

    sections = summary.sections(sealed_content.sealed(counties=many))

    table = _table(sections, "summary-decisions")
    assert len(table.rows) == 7
    assert table.note == "23 other places press too: see their pages."


def test_a_place_finished_after_the_years_end_is_not_told_as_ready_in_time():
    late = sealed_content.sealed(as_of="2027-01-31", due_on="2026-11-10")

    found = outcomes.by_outcome(late)

    assert [row["code"] for row in found[outcomes.AFTER]] == ["SH-UNCHON"]
    assert "later in 1" in summary.sections(late)[0].blocks[0].text


def test_returns_not_accepted_are_counted_in_the_summary():
    points = summary.sections(sealed_content.sealed())[0].blocks[-1]

    assert points.items[0] == "Returns not accepted yet: 1; owed and never sent: 1. Their chapter lists each."


def test_a_year_without_factory_plans_is_told_by_the_public_record():
    sealed = sealed_content.sealed(projects=[])
    sealed.figures["programme/projects"]["value"] = 0

    sections = summary.sections(sealed)

    assert sections[0].blocks[0].text.startswith("1 of 5 places are inaugurated by the public record;")
    assert forecast.sections(sealed) == []


def test_a_value_that_is_not_known_is_a_dash_and_never_zero():
    sealed = sealed_content.sealed()

    table = _table(counties.sections(sealed), "places")

    row = next(row for row in table.rows if row[1].text == "Kapsan")
    assert [(cell.text, cell.value) for cell in row[3:5]] == [("–", None), ("–", None)]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_speaks_korean(chapter):
    sealed = sealed_content.sealed()
    for row in [*sealed["counties"], *sealed["milestones"], *sealed["sources"]]:
        row |= {key: "" for key in ("source_title", "source_url", "title", "url") if key in row}

    with translation.override("en"):
        english = set(_texts(chapter.sections(sealed)).split("\n"))
    with translation.override("ko"):
        korean = set(_texts(chapter.sections(sealed)).split("\n"))

    same = {line for line in english & korean if any(sign.isalpha() and sign.isascii() for sign in line)}
    assert {line for line in same if not line.startswith(("docs/", "SHA-256"))} - _in_no_language(sealed) == set()


def _in_no_language(sealed):
    """What stands in the annex as it is in the header."""
    header = sealed.header
    return {f"{header[key]} " for key in ("sha256", "content_sha256", "reason")} | {f"{sealed['data_version']} "}


def test_the_chapters_stand_in_their_order_and_no_two_share_an_anchor():
    sections = contents.sections(sealed_content.sealed(**_of_others()))

    names = [section.name for section in sections]
    assert names[0] == "summary"
    assert len(names) == len(set(names))
    tables = [block.name for section in sections for block in section.blocks if isinstance(block, Table)]
    assert len(tables) == len(set(tables))


def _of_others():
    return {}


def test_cells_without_a_figure_have_no_value_of_the_seal():
    cells = _cells(counties.sections(sealed_content.sealed()))

    assert {cell.unit for cell in cells if cell.figure} >= {"percent", "chance", "date", "colour"}
    assert all(isinstance(cell, Cell) for cell in cells)
