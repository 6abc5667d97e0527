"""Leads, decisions, requests, lessons, carry-overs and provincial reports as a seal holds them."""

from datetime import date

import pytest

from committees.models import DecisionStep, RequestStep
from committees.rights import Role
from factories.models import CarryOver, LessonCheck
from reports.models import ProvincialReport, ProvincialStep
from reports.sealing import decisions, leads, narratives
from tests import make, produce, work
from tests.reports.gathering import book, value

pytestmark = pytest.mark.django_db


# --- members in charge -----------------------------------------------------------------------------------------------
def test_a_county_tells_who_is_in_charge_where_they_went_and_what_came_of_it():
    project = make.project()
    county = project.plan.county
    charge = work.charge(county, title_ko="정치국 위원")
    seen = work.visit(charge)
    work.request(project, due_on=date(2026, 10, 5), visit=seen)
    met = work.request(county=county)
    RequestStep.objects.create(request=met, step="done", at=make.moment(date(2026, 10, 5)))

    found = book(leads)

    row = found.parts["leads"][0]
    assert row["charge"] == {
        "title": {"en": "Member of the Political Bureau", "ko": "정치국 위원"}, "since": "2026-01-01", "until": None,
    }  # fmt: skip
    assert [(visit["on"], visit["asked"], visit["fact"]) for visit in row["visits"]] == [
        ("2026-10-05", 1, f"visit:{seen.pk}")
    ]
    assert {key: row[key] for key in ("asked", "done", "waiting", "overdue")} == {
        "asked": 2, "done": 1, "waiting": 1, "overdue": 1,
    }  # fmt: skip
    assert value(found, f"county:{county.code}/requests_overdue") == 1
    assert value(found, "programme/counties_visited") == 1


def test_a_county_that_nobody_is_in_charge_of_is_told():
    led, unled = make.plan().county, make.plan().county
    work.charge(led)

    found = book(leads)

    assert value(found, "programme/counties_led") == value(found, "programme/counties_unled") == 1
    assert found.figures["programme/counties_unled"]["missing"] == [{"subject": f"county:{unled.code}", "code": "lead"}]


def test_a_charge_that_was_handed_over_in_the_year_is_told_beside_the_new_one():
    county = make.plan().county
    work.charge(county, ends_on=date(2026, 5, 31), title="First")
    work.charge(county, starts_on=date(2026, 6, 1), title="Second")

    row = book(leads).parts["leads"][0]

    assert row["charge"]["title"]["en"] == "Second"
    assert [(charge["title"]["en"], charge["until"]) for charge in row["before"]] == [("First", "2026-05-31")]


# --- decisions and requests ------------------------------------------------------------------------------------------
def test_a_decision_stands_as_it_did_on_the_day_with_its_first_date_and_its_steps():
    project = make.project()
    late = work.decision(projects=[project], made_on=date(2026, 9, 1), due_on=date(2026, 9, 10))
    moved = date(2026, 10, 9)
    DecisionStep.objects.create(decision=late, step="moved", due_on=moved, at=make.moment(date(2026, 9, 9)))
    DecisionStep.objects.create(decision=late, step="done", at=make.moment(date(2026, 10, 13)))  # after the day

    found = book(decisions)

    row = found.parts["decisions"][0]
    said = ("due_on", "first_due_on", "state", "overdue", "days_over", "projects")
    assert {key: row[key] for key in said} == {
        "due_on": "2026-10-09", "first_due_on": "2026-09-10", "state": "open", "overdue": True, "days_over": 3,
        "projects": [project.code],
    }  # fmt: skip
    assert [step["step"] for step in found.facts[row["fact"]]["steps"]] == ["made", "moved"]
    assert value(found, "programme/decisions_overdue") == 1


def test_decisions_about_other_years_alone_are_left_out():
    make.project()
    work.decision(counties=[make.plan(year_=make.year(2025)).county], made_on=date(2025, 5, 1))

    found = book(decisions)

    assert found.parts["decisions"] == []
    assert value(found, "programme/decisions_made") == 0


def test_requests_that_wait_are_listed_and_all_are_counted():
    project = make.project()
    waits = work.request(project, due_on=date(2026, 10, 5), delay_days=9)
    met = work.request(project)
    RequestStep.objects.create(request=met, step="done", at=make.moment(date(2026, 10, 5)))

    found = book(decisions)

    assert [
        (row["number"], row["delay_days"], row["overdue"], row["days_waited"]) for row in found.parts["requests"]
    ] == [(waits.number, 9, True, 11)]
    assert value(found, "programme/requests_asked") == 2
    assert value(found, "programme/requests_in_time_percent") == 50
    assert set(found.facts) == {f"request:{waits.pk}", f"request:{met.pk}"}


def test_meetings_of_the_year_are_told_that_were_held_by_the_day():
    work.meeting(held_on=date(2026, 9, 1), state="held")
    work.meeting(held_on=date(2026, 10, 20))

    found = book(decisions)

    assert [row["held_on"] for row in found.parts["meetings"]] == ["2026-09-01"]
    assert value(found, "programme/meetings_held") == 1


# --- learnt and carried over -----------------------------------------------------------------------------------------
def test_a_lesson_tells_at_how_many_factories_it_was_checked_and_where_it_does_not_hold():
    project, _other = make.project(), make.project()
    lesson = produce.lesson()
    LessonCheck.objects.create(
        project=project, lesson=lesson, holds=False, note="No line.", at=make.moment(date(2026, 10, 1))
    )

    found = book(decisions)

    row = found.parts["lessons"][0]
    assert (row["asked_of"], row["checked"], row["holds"], row["lacking"]) == (2, 1, 0, [project.code])
    assert value(found, "programme/lessons_taught") == 0


def test_a_lesson_is_told_as_it_was_on_the_day():
    make.project()
    year = make.year(2026)
    produce.lesson(year, taught_at=make.moment(make.DAY))
    produce.lesson(year, taught_at=make.moment(date(2026, 10, 13)))
    produce.lesson(retired_at=make.moment(date(2026, 10, 13)))
    produce.lesson(retired_at=make.moment(make.DAY))

    found = book(decisions)

    assert [(row["year"], row["retired"], row["asked_of"]) for row in found.parts["lessons"]] == [
        (2025, False, 1), (2026, False, 0),
    ]  # fmt: skip
    assert value(found, "programme/lessons_taught") == 1


def test_a_factory_carried_into_the_year_is_told_with_where_it_stands_now():
    earlier = make.project(make.plan(year_=make.year(2025)), starts_on=date(2025, 2, 1), finishes_on=date(2025, 12, 10))
    row = CarryOver.objects.create(
        project=earlier, program_year=make.year(2025), original_on=date(2025, 12, 10), why="No power.",
        at=make.moment(date(2026, 1, 10)), by=make.post(),
    )  # fmt: skip
    make.verified(earlier, make.period(date(2026, 2, 5)), (80, 80))

    found = book(decisions)

    told = found.parts["carry_overs"][0]
    assert (told["way"], told["project"], told["original_on"], told["why"]) == (
        "into", earlier.code, "2025-12-10", "No power.",
    )  # fmt: skip
    assert value(found, f"project:{earlier.code}/verified_percent") == 80
    assert value(found, "programme/carried_in") == 1
    assert found.figures["programme/carried_in"]["facts"] == [f"carry_over:{row.pk}"]


# --- provincial reports ----------------------------------------------------------------------------------------------
def _report(plan, *steps, state="submitted"):
    """A report of the plan's province with steps (step, day, more)."""
    by, at = make.post(Role.PROVINCIAL_SECRETARY, where=plan.county.province), make.moment(date(2026, 9, 1))
    report = ProvincialReport.objects.create(
        program_year=plan.program_year, province=plan.county.province, state=state, created_at=at,
        as_of=date(2026, 9, 30), submitted_at=at, submitted_by=by, decided_at=at, decided_by=by,
    )  # fmt: skip
    for step, day, more in steps:
        ProvincialStep.objects.create(report=report, step=step, at=make.moment(day), by=by, **more)
    return report


def signed(text="Work is done: [[verified_percent]].", verified=62.5):
    said = {"as_of": "2026-09-30", "sections": {"results": text}, "figures": {"verified_percent": verified}}
    return {"signed": said, "sha256": "ab" * 32}


def test_a_province_tells_its_signed_text_its_live_figures_and_that_it_was_accepted():
    plan = make.plan()
    _report(plan, ("submit", date(2026, 10, 1), signed()), ("accept", date(2026, 10, 5), {}), state="accepted")

    found = book(narratives)

    row = found.parts["provincial_reports"][0]
    assert (row["state"], row["as_of"], row["returned"]) == ("accepted", "2026-09-30", None)
    assert row["sections"] == [
        {"key": "results", "text": "Work is done: [[verified_percent]].", "figures": {"verified_percent": 62.5}}
    ]
    assert row["accepted"]["at"] == "2026-10-05T03:00:00Z"
    assert found.posts[row["signed"]["post"]]["role"] == "provincial_secretary"
    assert [value(found, f"programme/reports_{key}") for key in ("submitted", "accepted")] == [1, 1]


def test_a_report_stands_as_it_did_on_the_day_and_not_as_it_was_accepted_after_it():
    plan = make.plan()
    _report(plan, ("submit", date(2026, 10, 1), signed()), ("accept", date(2026, 10, 13), {}), state="accepted")

    found = book(narratives)

    assert found.parts["provincial_reports"][0]["state"] == "submitted"
    assert [value(found, f"programme/reports_{key}") for key in ("submitted", "accepted")] == [1, 0]


def test_a_returned_report_keeps_its_last_text_and_the_notes_and_one_taken_back_says_nothing():
    returned, taken = make.plan(), make.plan()
    _report(returned, ("submit", date(2026, 10, 1), signed()),
            ("return", date(2026, 10, 2), {"notes": {"results": "Say why."}}), state="returned")  # fmt: skip
    _report(taken, ("submit", date(2026, 10, 1), signed()), ("take_back", date(2026, 10, 2), {}), state="draft")

    rows = {row["province"]: row for row in book(narratives).parts["provincial_reports"]}

    row = rows[returned.county.province.code]
    assert (row["state"], row["returned"]["notes"], len(row["sections"])) == ("returned", {"results": "Say why."}, 1)
    row = rows[taken.county.province.code]
    assert (row["state"], row["sections"], row["signed"]) == ("draft", [], None)


def test_a_province_that_submitted_nothing_is_told_and_missing():
    code = make.plan().county.province.code

    found = book(narratives)

    assert [(row["province"], row["state"]) for row in found.parts["provincial_reports"]] == [(code, "none")]
    assert found.figures["programme/reports_submitted"] == {
        "value": 0, "missing": [{"subject": f"province:{code}", "code": "provincial_report"}],
    }  # fmt: skip


def test_the_number_of_questions_does_not_grow_with_the_places(django_assert_max_num_queries):
    def ask():
        return book(leads, decisions, narratives)

    _with_all(1)
    with django_assert_max_num_queries(1000) as one:
        ask()
    _with_all(2)

    with django_assert_max_num_queries(len(one)):
        ask()


def _with_all(count):
    for _number in range(count):
        project = make.project()
        charge = work.charge(project.plan.county)
        work.request(project, visit=work.visit(charge))
        work.decision(projects=[project], counties=[project.plan.county])
        lesson = produce.lesson()
        LessonCheck.objects.create(project=project, lesson=lesson, holds=True, note="Fine.", at=make.moment())
        _report(project.plan, ("submit", date(2026, 10, 1), signed()))
        earlier = make.project(
            make.plan(year_=make.year(2025)), starts_on=date(2025, 2, 1), finishes_on=date(2025, 12, 10)
        )
        CarryOver.objects.create(
            project=earlier, program_year=make.year(2025), why="No power.", at=make.moment(date(2026, 1, 10))
        )
