"""The chapters of a sealed report: what they say of a seal. No test here may ask the database, and none does."""

import re
from collections import Counter

import pytest
from django.utils import translation

from regional20x10 import env
from reports import wording
from reports.contents import (
    changes,
    counties,
    forecast,
    outcomes,
    problems,
    programme,
    provinces,
    sources,
    summary,
    titles,
)
from reports.definitions import definitions
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


@pytest.mark.parametrize(("colour", "outcome"), [("none", "unknown"), ("miss", "late"), ("ok", "in_time")])
def test_what_the_seal_does_not_expect_is_not_told_as_ready_whatever_its_forecast(colour, outcome):
    sealed = sealed_content.sealed()
    county = next(row for row in sealed["counties"] if row["code"] == "SH-JANGYON")
    sealed.figures["county:SH-JANGYON/forecast_on"]["value"] = "2026-12-20"
    sealed.figures["county:SH-JANGYON/expected_done"]["value"] = int(colour == "ok")

    assert outcomes.outcome(sealed, {**county, "colour": colour}) == outcome


def test_of_two_factories_late_alike_the_one_is_told_by_which_the_place_is_forecast():
    sealed = sealed_content.sealed()
    county = next(row for row in sealed["counties"] if row["code"] == "SH-JANGYON")
    early, last = (f"26-{county['code']}-{kind}" for kind, _names in sealed_content.TYPES[:2])
    told = [{"project": code, "code": "after_approved", "on": "2026-12-10", "days": 9} for code in (early, last)]
    sealed.figures[f"project:{early}/forecast_on"]["value"] = "2026-12-20"
    sealed.figures[f"project:{last}/forecast_on"]["value"] = "2027-01-20"

    said = outcomes.why(sealed, {**county, "reasons": told})

    assert said.startswith(sealed.subject(f"project:{last}"))


def test_the_summary_asks_for_at_most_seven_decisions():
    row = sealed_content.sealed()["counties"][0]
    many = [{**row, "rank": rank} for rank in range(1, 31)]

    sections = summary.sections(sealed_content.sealed(counties=many))

    table = _table(sections, "summary-decisions")
    assert len(table.rows) == 7
    assert table.note == "23 other places press too: their reasons stand in the chapter on the places."


def test_a_place_finished_after_the_years_end_is_not_told_as_ready_in_time():
    late = sealed_content.sealed(as_of="2027-01-31", due_on="2026-11-10")

    found = outcomes.by_outcome(late)

    assert [row["code"] for row in found[outcomes.AFTER]] == ["SH-UNCHON"]
    assert "later in 1" in summary.sections(late)[0].blocks[0].text


def test_returns_not_accepted_are_counted_in_the_summary():
    points = summary.sections(sealed_content.sealed())[0].blocks[-1]

    assert points.items[0] == (
        "Returns not accepted yet: 1; owed and never sent: 1. The chapter “Returns not accepted” lists them."
    )


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
    assert not [row[1].text for row in definitions.rows if "docs/" in row[1].text]
    assert [row[2].text for row in _table(sections, "chain").rows] == ["a" * 64]


def test_a_source_without_a_title_is_told_by_its_host_and_the_day_in_its_address():
    urls = [
        "https://news.example/2026-01-30/a/2026123",
        "https://xn--3e0b707e.example/view/1",
        "https://kcna.example/q",
    ]
    found = [{"title": "KCNA: a start" if url.endswith("q") else "", "url": url} for url in urls]

    section = next(row for row in sources.sections(sealed_content.sealed(sources=found)) if row.name == "published")

    assert section.blocks[0].items == [
        f"news.example (2026-01-30) {urls[0]}", f"한국.example {urls[1]}", f"KCNA: a start {urls[2]}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "said"), [(580.4, "580.4"), (615.43, "615.4"), (0, "0.0"), (0.04, "0.04"), (158473.39, "158,473.4")]
)
def test_tonnes_have_one_decimal_and_little_is_no_zero(value, said):
    assert wording.said(value, "tonnes") == said


def test_a_place_that_is_complete_has_no_chance_of_finishing():
    blocks = [block for section in counties.sections(sealed_content.sealed()) for block in section.blocks]

    chances = {cell.text: cell.small for strip in blocks if isinstance(strip, Strip) for label, cell in strip.cells
               if label == "Chance" and not cell.small}  # fmt: skip

    assert chances == {"–": ""}


@pytest.mark.parametrize(("as_of", "warned"), [("2025-12-27", True), ("2025-11-29", False)])
def test_a_comparison_with_another_day_of_the_year_says_so(as_of, warned):
    said = changes._other_year(sealed_content.sealed(), {"year": 2025, "as_of": as_of})

    assert said.endswith(" The two days are not the same day of their years.") == warned


def test_problems_without_an_inspection_say_why_there_are_dashes():
    figures = sealed_content.sealed().figures | {"programme/delay_days": {"value": 0}}

    said = [text for text, _figures in problems._findings(sealed_content.sealed(figures=figures))]

    assert said[1:] == ["No inspection is recorded: findings are not known."]


def test_no_two_tables_of_the_chapters_share_a_name():
    sections = [section for chapter in CHAPTERS for section in chapter.sections(sealed_content.sealed())]

    anchors = [section.name for section in sections]
    tables = [block.name for section in sections for block in section.blocks if isinstance(block, Table)]
    assert (len(anchors), len(tables)) == (len(set(anchors)), len(set(tables)))


def test_the_rules_of_the_standings_have_the_bounds_of_the_function_that_judges():
    sql = sorted((env.ROOT / "factories" / "migrations" / "sql").glob("*_standing.sql"))[-1].read_text()
    bound = dict(re.findall(r"(\w+) CONSTANT integer := (\d+)", sql))
    low, middle, high = (part.ljust(2, "0") for part in re.findall(r"f\.chance::numeric, 3\) < 0\.(\d+)", sql))
    [points] = set(re.findall(r"gap\.\w+ > (\d+)", sql))
    soon = re.search(r"short_on <= today \+ (\d+)", sql)[1]

    rules = {row[0].state: re.findall(r"\d+", row[1].text) for row in sources._standings().rows}

    assert rules == {
        "miss": [low, bound["lost_after"]],
        "none": [bound["silent_after"]],
        "risk": [middle, points, bound["inspected_within"], soon],
        "watch": [high, points, points, bound["short_within"], bound["prepared_within"]],
        "ok": [],
        "done": [],
    }


@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_two_figures_bear_one_name(language):
    with translation.override(language):
        names = Counter(str(known.label) for known in definitions().values())

    assert [name for name, times in names.items() if times > 1] == []
