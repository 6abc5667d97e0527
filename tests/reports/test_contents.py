"""The chapters of a sealed report: what they say of a seal. No test here may ask the database, and none does."""

import pytest

from reports.contents import counties, forecast, outcomes, programme, provinces, sources, summary, titles
from reports.document import Strip, Table
from tests.reports import sealed_content

CHAPTERS = [summary, programme, counties, provinces, forecast, sources]


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


@pytest.mark.parametrize("kind", ["year", "quarter", "month"])
def test_titles_say_of_which_span_the_report_is(kind):
    sealed = sealed_content.sealed(kind=kind, starts_on="2026-10-01")

    said = {"year": "Plenary report 2026", "quarter": "Report of the fourth quarter of 2026"}
    assert titles.title(sealed) == said.get(kind, "Report of October\N{NO-BREAK SPACE}2026")
    assert titles.foot(sealed).startswith(f"Seal 1 · SHA-256 {sealed.header['sha256'][:12]}…")


def test_the_annex_has_every_definition_used_and_the_chain():
    sealed = sealed_content.sealed()
    sealed.header["chain"] = [{**sealed.header, "number": 1, "sha256": "a" * 64}]

    sections = sources.sections(sealed)

    used = {name.rpartition("/")[2] for name in sealed.figures}
    definitions = _table(sections, "definitions")
    assert len(definitions.rows) == len(used)
    assert {row[2].text for row in definitions.rows if row[2].text.startswith("docs/")} == set()
    assert [row[2].text for row in _table(sections, "chain").rows] == ["a" * 64]


def test_no_two_tables_of_the_chapters_share_a_name():
    sections = [section for chapter in CHAPTERS for section in chapter.sections(sealed_content.sealed())]

    anchors = [section.name for section in sections]
    tables = [block.name for section in sections for block in section.blocks if isinstance(block, Table)]
    assert (len(anchors), len(tables)) == (len(set(anchors)), len(set(tables)))
