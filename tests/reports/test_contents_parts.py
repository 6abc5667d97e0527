"""The chapters on bases, workers, production, problems, leads, decisions, provinces, changes and returns."""

from datetime import date
from importlib import import_module

import pytest
from django.utils import translation

from committees.rights import Role
from reports import wording
from reports.contents import CHAPTERS
from reports.document import Cell, Narrative, Paragraph, Strip, Table
from tests import build, make, produce, work
from tests.reports.gathering import content, kept, read
from tests.reports.sealed_content import sealed as by_hand

MINE = (
    "narratives", "bases", "workers", "production", "problems", "leads", "decisions", "changes", "unaccepted",
)  # fmt: skip


def _sections(sealed, chapter):
    return import_module(f"reports.contents.{chapter}").sections(sealed)


def _blocks(sealed, chapter):
    return [block for section in _sections(sealed, chapter) for block in section.blocks]


def _said(sealed, chapter):
    return [_spaced(block.text) for block in _blocks(sealed, chapter) if isinstance(block, Paragraph)]


def _spaced(text):
    """With plain spaces in dates."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def _table(sealed, name):
    for chapter in MINE:
        for block in _blocks(sealed, chapter):
            if isinstance(block, Table) and block.name == name:
                return [[cell.text for cell in row] for row in block.rows]
    raise AssertionError(f"There is no table {name}")


def _smalls(sealed, chapter, name):
    """(words, small words) of the first column of a table."""
    table = next(block for block in _blocks(sealed, chapter) if isinstance(block, Table) and block.name == name)
    return [(row[0].text, row[0].small) for row in table.rows], table.note


def _world():
    """A year with a factory being built, and one of an earlier year that produces."""
    earlier = produce.factory(make.plan(year_=make.year(2025)), on=date(2026, 6, 5))
    make.verified(earlier, make.period(date(2026, 1, 5)), (100, 100))
    produce.months(earlier, 2026, [7, 8], 90)
    produce.product_plan(earlier, 1460)
    make.conditions(earlier.plan.county, demand_per_head={"food": 12}, population=10_000)
    project = produce.factory(make.plan(), gates=())
    base = produce.base(project.plan.county, area_ha=200)
    produce.link(base, project)
    produce.base_return(base)
    produce.training(project, certified=40)
    make.submitted(project, make.period(date(2026, 9, 25)), (20, 0), delays=[("equipment", 9, "")])
    build.finding(build.inspection(project), severity="critical")
    produce.complaint(project)
    work.visit(work.charge(project.plan.county))
    work.request(project)
    work.decision(projects=[project])
    return project


def test_every_chapter_of_the_report_is_in_the_order_in_which_it_is_read():
    assert [chapter for chapter in CHAPTERS if chapter in MINE] == list(MINE)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("kind", ["year", "quarter", "month"])
def test_every_chapter_is_written_from_the_seal_alone(kind, language, django_assert_num_queries):
    _world()
    kept(as_of=date(2026, 9, 10))
    sealed = read(content(kind=kind))

    with django_assert_num_queries(0), translation.override(language):
        blocks = [block for chapter in MINE for block in _blocks(sealed, chapter)]

    assert blocks[0].text
    for block in blocks:
        for row in block.rows if isinstance(block, Table) else ():
            assert len(row) == len(block.columns), block.name
            assert all(isinstance(cell.text, str) and cell.text != "None" for cell in row), block.name


@pytest.mark.django_db
def test_every_figure_that_a_chapter_names_is_in_the_seal_with_its_value():
    _world()
    sealed = read()

    named = set()
    for chapter in MINE:
        for block in _blocks(sealed, chapter):
            cells = [cell for row in block.rows for cell in row] if isinstance(block, Table) else []
            cells += [cell for _label, cell in block.cells] if isinstance(block, Strip) else []
            named |= {(cell.figure, cell.value) for cell in cells if cell.figure}
            named |= {(name, None) for name in getattr(block, "figures", ())}

    assert named
    for name, value in named:
        assert name in sealed.figures, name
        assert value is None or sealed.figures[name]["value"] == value, name


@pytest.mark.parametrize("chapter", MINE)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_seal_in_which_nothing_is_reported_says_so_and_shows_no_zero_for_it(chapter, language):
    sealed = by_hand()

    with translation.override(language):
        said = _said(sealed, chapter)
        cells = [cell for block in _blocks(sealed, chapter) if isinstance(block, Strip) for _label, cell in block.cells]

    assert said[0]
    assert [cell.text for cell in cells if cell.value is None] == ["–"] * sum(cell.value is None for cell in cells)


# --- what they say ---------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_findings_come_first_and_say_what_is_missing():
    project = _world()

    sealed = read()

    assert _said(sealed, "bases")[0].startswith("1 of 2 factories, of this year and of those before, have raw material")
    assert _said(sealed, "workers")[0].startswith("Certified workers are there for 40 of 96 posts (41.7%); 56 are")
    assert _said(sealed, "production")[:2] == [
        "Of 1 factories built, of this year and of those before, 1 may operate and 0 count.",
        "In 2026 they made 180.0 t, by verified months: 72.6% of the plan, 88.3% of capacity.",
    ]
    assert _said(sealed, "problems")[:2] == [
        "The sites lost 9 days, added up over factories and causes; most to one cause: equipment (100%).",
        "1 critical finding of inspections is open: the gates stay closed until it is mended.",
    ]
    assert _said(sealed, "leads")[0] == "All 1 places have a member in charge."
    assert _table(sealed, "problems_causes") == [["Equipment", "9", "1", f"{project.plan.county.name_en} (9)"]]


@pytest.mark.django_db
def test_a_month_tells_the_days_lost_in_it_and_leaves_out_the_tables_of_the_year():
    _world()

    sealed = read(content(kind="month"))

    assert _table(sealed, "problems_causes")[0][1:3] == ["9", "0"]  # the return is of September
    assert "Days lost in the month: 0." in _said(sealed, "problems")
    assert _sections(sealed, "narratives") == []
    with pytest.raises(AssertionError):
        _table(sealed, "bases_provinces")


@pytest.mark.django_db
def test_a_month_that_has_just_ended_is_not_held_against_anybody_and_the_one_before_is_shown():
    _world()

    sealed = read(content(kind="month", as_of=date(2026, 8, 31)))

    assert [row[:3] for row in _table(sealed, "production_months")] == [["Jul", "1", "1"], ["Aug", "1", "0"]]
    assert "Of these, 1 is of the month that ended on the day: its return may still come." in _said(
        sealed, "production"
    )


@pytest.mark.django_db
def test_returns_that_are_not_accepted_are_listed_each_by_itself_with_those_that_never_came():
    project = make.project()
    make.submitted(project, make.period(date(2026, 9, 25)), (20, 0))
    make.verified(project, make.period(date(2026, 9, 15)), (10, 0))

    sealed = read()

    assert _said(sealed, "unaccepted")[0].startswith("2 returns are not accepted: 1 are verified, 1 only submitted.")
    assert [row[2:4] for row in _table(sealed, "unaccepted_returns")] == [
        ["11–20 Sep 2026", "Verified"], ["21–30 Sep 2026", "Submitted"],
    ]  # fmt: skip
    assert "1–10 Sep 2026" in _table(sealed, "unaccepted_missing")[0][3]
    factory = (project.factory_type.name_en, project.plan.county.name_en)
    assert _smalls(sealed, "unaccepted", "unaccepted_returns")[0] == [factory, factory]


@pytest.mark.django_db
def test_factories_are_told_by_name_and_place_and_never_by_their_code():
    project = _world()

    sealed = read()

    factory, place = project.factory_type.name_en, project.plan.county.name_en
    assert _smalls(sealed, "problems", "problems_findings")[0] == [(factory, place)]
    table = next(block for block in _blocks(sealed, "decisions") if getattr(block, "name", "") == "decisions_made")
    assert [row[1].small for row in table.rows] == [f"{factory}, {place}"]


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["2025-12-2", "2025-12-3", "2026-01-1"], ["11–20 Dec 2025 to 1–10 Jan 2026"]),
        (["2025-03-1", "2025-03-3"], ["1–10 Mar 2025", "21–31 Mar 2025"]),
        (["2025-11", "2025-12", "2026-01", "2026-03"], ["November 2025 to January 2026", "March 2026"]),
        ([], []),
    ],
)
def test_consecutive_periods_are_told_as_a_range(codes, said):
    assert [_spaced(text) for text in wording.ranges(codes)] == said


def test_factories_of_a_place_that_miss_the_same_returns_stand_in_one_line():
    base = by_hand()
    county = base["projects"][0]["county"]
    mine = [f"project:{row['code']}" for row in base["projects"] if row["county"] == county]
    missing = [
        {"subject": name, "kind": "ten_days", "period": period, "on": "2026-03-10"}
        for name in mine
        for period in ("2026-03-1", "2026-03-2")
    ]

    rows = _table(by_hand(missing_returns=missing), "unaccepted_missing")

    assert [row[1:] for row in rows] == [["Ten-day return", str(2 * len(mine)), "1–10 Mar 2026 to 11–20 Mar 2026"]]
    assert rows[0][0] == base.subject(f"county:{county}")


# --- narratives ------------------------------------------------------------------------------------------------------
def _reported(text, state="accepted", **signed):
    report = {
        "province": "NP", "names": {"en": "North Phyongan", "ko": "평안북도"}, "state": state, "as_of": "2026-11-20",
        "sections": [{"key": "results", "text": text, "figures": signed}],
        "signed": {"post": "1", "at": "2026-11-21T03:00:00Z", "sha256": "cd" * 32},
        "accepted": {"post": "1", "at": "2026-11-25T03:00:00Z"} if state == "accepted" else None, "returned": None,
    }  # fmt: skip
    return by_hand(provincial_reports=[report])


def _narrative(sealed):
    return next(block for block in _blocks(sealed, "narratives") if isinstance(block, Narrative))


def test_a_live_field_shows_the_sealed_figure_and_the_signed_value_where_that_was_another():
    sealed = _reported("Verified: [[verified_percent]] of the work.", verified_percent=80)
    value = sealed.value("province:NP", "verified_percent")

    said = _narrative(sealed).said

    assert len(said) == 1
    before, cell, after, signed = said[0]
    assert (before, after) == ("Verified: ", " of the work.")
    assert signed == " (When it was signed: Work verified 80.0%.)"
    assert (cell.value, cell.figure, cell.unit) == (value, "province:NP/verified_percent", "percent")


def test_a_live_field_that_did_not_change_stands_alone_and_paragraphs_are_kept():
    value = by_hand().value("province:NP", "verified_percent")
    sealed = _reported("First.\nStill first.\n\nSecond: [[verified_percent]]", verified_percent=value)

    said = _narrative(sealed).said

    assert said[0] == ["First. Still first."]
    assert [piece if isinstance(piece, str) else piece.figure for piece in said[1]] == [
        "Second: ", "province:NP/verified_percent",
    ]  # fmt: skip


def test_a_live_field_that_the_seal_does_not_know_says_so_and_is_never_zero():
    sealed = _reported("Output: [[no_such_figure]].", no_such_figure=None)

    assert _narrative(sealed).said == [["Output: ", Cell("not known"), "."]]


def test_who_signed_and_what_became_of_it_stands_once_before_the_texts():
    sealed = _reported("Done.")

    assert _said(sealed, "narratives")[1:] == [
        "The figures in the texts are those of the seal.",
        f"Signed by {Role.COUNTY_LEAD.label}, Jangyon on 21 Nov 2026 with the figures of 20 Nov 2026"
        " (SHA-256 cdcdcdcdcdcd…). Accepted on 25 Nov 2026.",
    ]


# --- changes ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_changed_is_told_with_its_causes(language):
    project = make.project()
    make.verified(project, make.period(date(2026, 9, 5)), (20, 0))
    kept(as_of=date(2026, 9, 20))
    make.verified(project, make.period(date(2026, 9, 25)), (70, 10), delays=[("equipment", 9, "")])
    moved = {"finishes_on": date(2026, 12, 20), "reason": "The boiler came late."}
    make.projects.rebaseline(project, **moved, by=make.post("committee_member"), at=make.moment(date(2026, 10, 1)))
    sealed = read()

    with translation.override(language):
        dates, figures = _table(sealed, "changes_previous_dates"), _table(sealed, "changes_previous_figures")

    moved = dates[0]
    assert "The boiler came late." in moved[-1]
    assert ["8.0%", "34.0%", "+26.0"] in [row[2:] for row in figures]


@pytest.mark.django_db
def test_a_date_that_comes_sooner_is_told_by_the_work_done_and_not_by_days_lost():
    project = make.project()
    make.verified(project, make.period(date(2026, 9, 5)), (20, 0))
    kept(as_of=date(2026, 9, 20))
    make.verified(project, make.period(date(2026, 9, 25)), (90, 70), delays=[("equipment", 9, "")])

    dates = [row for row in _table(read(), "changes_previous_dates") if row[1] == "Forecast finish"]

    assert [row[-1] for row in dates] == ["Work verified: 8.0% then, 78.0% now."]


@pytest.mark.django_db
def test_a_first_seal_says_that_there_is_none_to_compare_with():
    make.project()

    assert _said(read(), "changes") == ["No seal of an earlier day is there to compare with."]


@pytest.mark.django_db
def test_a_seal_with_no_news_says_that_nothing_changed():
    make.project()
    kept()

    assert _said(read(), "changes") == ["Nothing changed since seal 1 of 12 Oct 2026."]
