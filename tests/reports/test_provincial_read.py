"""What is computed for a province's report, what its text says against it, and the document it becomes."""

from datetime import date

import pytest

from regional20x10.shared import clock
from reports import composing
from reports.composing import doubts, due, papers, texts
from reports.composing.computed import Figure
from reports.document import Cell, Narrative, Table
from reports.models import SectionKey
from tests import make, produce
from tests.reports import provincial

pytestmark = pytest.mark.django_db

KNOWN = {
    row.key: row
    for row in (
        Figure("finished", "Factories finished", 7, "count", "of 8", "7"), Figure("projects", "Factories", 8, "count"),
        Figure("verified_percent", "Work verified", 96.44, "percent", "", "96.4%"),
        Figure("output_t", "Output", 1234.5, "tonnes", "", "1,234.5 t"),
        Figure("workers_certified", "Certified", None, "count"),
    )
}  # fmt: skip


def figures(found, as_of=make.DAY):
    computed = composing.figures(found.province, found.year, as_of)
    return {row.key: row.value for part in computed.values() for row in part.figures}


# --- figures ---------------------------------------------------------------------------------------------------------
def test_the_figures_are_those_of_the_province_and_the_year_alone():
    found = provincial.world()
    make.verified(found.project, make.period(), (50, 20), at=make.moment())
    make.verified(make.project(), make.period(), (100, 100), at=make.moment())

    said = figures(found)

    wanted = {"places": 1, "projects": 1, "finished": 0, "verified_percent": 32, "unfinished": 1, "places_done": 0}
    assert {key: said[key] for key in wanted} == wanted


def test_what_nobody_reported_is_not_known_and_never_zero():
    said = figures(provincial.world())

    unknown = ("verified_percent", "output_t", "workers_certified", "raw_cover_percent", "delay_days", "forecast_on")
    assert [said[key] for key in unknown] == [None] * len(unknown)


def test_production_is_told_of_the_factories_of_earlier_years_too():
    found = provincial.world()
    earlier = produce.factory(make.plan(make.county(found.province), make.year(2025)))
    produce.months(earlier, 2026, [7, 8], 80)

    said = figures(found)

    assert (said["output_t"], said["months_verified"]) == (160, 2)


def test_every_section_has_figures_and_each_key_stands_once():
    found = provincial.world()

    computed = composing.figures(found.province, found.year, make.DAY)

    keys = [row.key for part in computed.values() for row in part.figures]
    assert list(computed) == SectionKey.values
    assert len(keys) == len(set(keys))
    assert all(part.figures and part.tables for part in computed.values())


# --- live fields -----------------------------------------------------------------------------------------------------
def test_a_text_is_cut_at_its_live_fields():
    text = "Done: [[finished]] of [[projects]]; [[nothing]] [[Bad]]."

    pieces = texts.pieces(text, KNOWN)

    assert pieces == ["Done: ", KNOWN["finished"], " of ", KNOWN["projects"], "; [[nothing]] [[Bad]]."]
    assert texts.tokens(text) == ["finished", "projects", "nothing"]
    assert texts.resolved("Is [[workers_certified]].", KNOWN) == "Is –."


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("All eight factories were finished.", "eight"), ("All factories were completed in 2026.", "All factories"),
        ("7 of the 8 factories are finished.", ""), ("Factories finished: [[finished]], eight were planned.", ""),
        ("In 2026 factories were finished.", ""), ("The verified work is 96%.", ""),
        ("Of the work 97.0% is verified.", "97.0%"), ("The work is verified at 96.4 %.", ""),
        ("Production reached 1,300 t.", "1,300 t"), ("Production reached 1,234.5 t.", ""),
        ("Factories of all years count by [[finished]].", ""), ("We certified 40 workers.", ""),
        ("Eight trees were planted.", ""), ("공장 8개를 모두 완공하였다.", "8"),
        ("공장 8개중 7개를 완공하였다.", ""),
    ],
)  # fmt: skip
def test_a_sentence_that_contradicts_a_figure_is_doubted(text, quoted):
    found = doubts.of_text("results", text, KNOWN)

    assert [row.quoted for row in found] == ([quoted] if quoted else [])


# --- the document ----------------------------------------------------------------------------------------------------
def test_the_document_holds_the_text_with_figures_by_name_and_the_tables():
    found = provincial.world()
    make.verified(found.project, make.period(), (50, 20), at=make.moment())
    report = provincial.written(found, results="Work: [[verified_percent]].\n\nMore.")

    section = composing.document(report, make.DAY)[0]

    narrative, table = section.blocks[:2]
    figure = f"province:{found.province.code}/verified_percent"
    cell = Cell("32.0%", "", 32, "percent", figure)
    assert isinstance(narrative, Narrative)
    assert narrative.said == [["Work: ", cell, "."], ["More."]]
    assert isinstance(table, Table)
    assert cell in [row[1] for row in table.rows]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_signed_report_gives_the_same_document_whenever_it_is_asked_for(language):
    from django.utils import translation

    found = provincial.world()
    make.verified(found.project, make.period(), (50, 20), at=make.moment())
    report = provincial.submitted(found, results="Work: [[verified_percent]].")

    with translation.override(language):
        files = {papers.docx(report, day)[0] for day in (make.DAY, date(2026, 11, 3))}

    assert len(files) == 1
    assert next(iter(files)).startswith(b"PK")


# --- who owes what ---------------------------------------------------------------------------------------------------
def test_the_lines_of_a_year_say_how_far_and_how_late_each_province_is():
    found, other = provincial.world(), provincial.world()
    found.year.reports_due_on = date(2026, 10, 10)
    found.year.save()
    provincial.submitted(found)
    staff = make.post()

    lines = {row.province: row for row in due.lines(staff.official.user, found.year, make.DAY)}

    assert [(row.state, row.days_late, row.handed_in) for row in map(lines.get, (found.province, other.province))] == [
        ("submitted", 2, True), ("", 2, False),
    ]  # fmt: skip
    assert [row.province for row in due.lines(other.chair.official.user, found.year, make.DAY)] == [other.province]


@pytest.mark.parametrize(("due_on", "owed"), [(date(2026, 12, 22), 0), (date(2026, 11, 11), 1), (date(2026, 10, 1), 1)])
def test_a_report_is_asked_for_thirty_days_before_it_is_due(due_on, owed):
    found = provincial.world()
    found.year.reports_due_on = due_on
    found.year.save()

    assert len(due.owed(found.secretary.official.user, make.DAY)) == owed


def test_a_returned_report_is_owed_whenever_it_is_due():
    found = provincial.world()
    provincial.returned(found)

    [line] = due.owed(found.secretary.official.user, make.DAY)

    assert (line.state, line.days_late) == ("returned", None)


def test_nothing_is_owed_of_what_is_handed_in(django_assert_num_queries):
    found = provincial.world()
    found.year.reports_due_on = make.DAY
    found.year.save()
    provincial.submitted(found)
    clock.stand_on(make.DAY)
    user = found.secretary.official.user
    assert user.post == found.secretary

    with django_assert_num_queries(2):
        assert due.owed(user, make.DAY) == []
