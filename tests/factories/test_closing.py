"""The close of a year: what is finished and carried over; its lessons, and what they ask of the factories after it."""

import uuid
from datetime import date

import pytest
from django.core.cache import cache

from committees.rights import Role
from factories import closing, gates
from factories.actions import closing as deeds
from factories.actions import gates as passing
from factories.actions import projects, standings
from factories.models import CarryOver, Gate, Lesson, LessonCheck, ProgramYear
from regional20x10.shared import clock
from tests import make, produce
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
OVER = make.moment(date(2027, 1, 10))
CHECK = {"cause": "power", "what": "The line came late.", "check_en": "Power is connected", "check_ko": "전기 연결"}


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(OVER.date())
    yield
    cache.delete("clock")


@pytest.fixture
def staff():
    return make.post()


def finished(**values):
    """A factory whose building is verified as done in the last ten days of 2026."""
    project = make.project(**values)
    make.verified(project, make.period(date(2026, 12, 25)), (100, 100))
    return project


def refreshed(*rows):
    standings.refresh([row.pk for row in rows], on=OVER.date())
    return rows


# --- a year ----------------------------------------------------------------------------------------------------------
def test_closing_carries_over_what_is_not_finished_with_its_original_date(staff):
    done, late = finished(), make.project(finishes_on=date(2026, 11, 30))
    projects.rebaseline(
        late, finishes_on=date(2027, 3, 1), reason="The flood.", by=make.post(Role.COMMITTEE_MEMBER), at=make.moment()
    )

    year = deeds.close_year(make.year(), why={late: " The line came\n late. "}, by=staff, at=OVER)

    [row] = CarryOver.objects.all()
    assert (row.project, row.program_year, row.original_on, row.why, row.by, row.at) == (
        late, make.year(), date(2026, 11, 30), "The line came late.", staff, OVER,
    )  # fmt: skip
    assert year.state == make.year().state == ProgramYear.State.CLOSED
    assert [row.project for row in closing.of_year(year, type(done).objects.all(), OVER.date()).finished] == [done]


def test_closing_is_kept_in_the_history_of_the_year(staff):
    make.year()

    deeds.close_year(make.year(), why={}, by=staff, at=OVER)

    last = make.year().events.select_related("pgh_context").latest("pgh_id")
    assert (last.state, last.pgh_context.metadata["action"]) == ("closed", "close_year")


def test_closing_refuses_with_everything_at_once(staff):
    first, second, told = (make.project(code=code) for code in ("P-A", "P-B", "P-C"))
    said = ["2026 is not over: it can be closed from the day after 31 Dec 2026 on.",
            "P-A is not finished: say why it is carried over.",
            "P-B is not finished: say why it is carried over."]  # fmt: skip

    with action_refuses(*said) as refused:
        deeds.close_year(make.year(), why={told: "The flood.", second: " "}, by=staff, at=make.moment())

    assert sorted(refused.value.fields) == sorted(["year", f"why_{first.pk}", f"why_{second.pk}"])
    assert make.year().state == ProgramYear.State.ACTIVE
    assert not CarryOver.objects.exists()


def test_a_year_is_closed_once(staff):
    project = make.project()
    deeds.close_year(make.year(), why={project: "The flood."}, by=staff, at=OVER)

    with action_refuses("2026 is closed already: what was carried over stands on its page."):
        deeds.close_year(make.year(), why={project: "The flood."}, by=staff, at=OVER)

    assert CarryOver.objects.count() == 1


def test_only_committee_staff_close_a_year():
    post = make.post(Role.COMMITTEE_MEMBER)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        deeds.close_year(make.year(), why={}, by=post, at=OVER)


def test_drafts_and_unverified_returns_are_named_and_do_not_stand_against_closing(staff):
    project = make.project()
    make.draft(project, make.period(date(2026, 12, 15)))
    make.submitted(project, make.period(date(2026, 12, 5)))
    make.verified(project, make.period(date(2026, 11, 25)))

    found = closing.waiting(make.year(), type(project).objects.all())
    deeds.close_year(make.year(), why={project: "The flood."}, by=staff, at=OVER)

    assert found == [closing.Waiting(project, drafts=1, unverified=1)]
    assert make.year().state == ProgramYear.State.CLOSED


def test_what_was_carried_over_is_never_changed(staff):
    project = make.project()
    deeds.close_year(make.year(), why={project: "The flood."}, by=staff, at=OVER)

    with database_refuses("factories_carryover"):
        sql("UPDATE factories_carryover SET why = 'Nothing.'")


def test_the_year_after_lists_what_came_over_until_it_was_finished_before(staff):
    open_, done = make.project(), make.project()
    deeds.close_year(make.year(), why={open_: "The flood.", done: "The line."}, by=staff, at=OVER)
    make.verified(done, make.period(date(2027, 1, 5)), (100, 100), at=make.moment(date(2027, 1, 12)))
    on = date(2028, 1, 31)

    after = closing.carried_into(make.year(2027), make.post().official.user, on)
    later = closing.carried_into(make.year(2028), make.post().official.user, on)

    assert [row.project for row in after] == sorted([open_, done], key=lambda row: row.code)
    assert [row.project for row in later] == [open_]
    assert [row.program_year.year for row in closing.carried(open_, on)] == [2026]


def test_of_a_closed_year_nothing_was_known_before(staff):
    project, user = make.project(), make.post().official.user
    deeds.close_year(make.year(), why={project: "The flood."}, by=staff, at=OVER)

    before = closing.carried_from(make.year(), user, date(2027, 1, 9))
    after = closing.carried_from(make.year(), user, OVER.date())

    assert (before, [row.project for row in after]) == ([], [project])


def test_the_main_cause_is_offered_in_words():
    project = make.project()
    make.verified(project, make.period(date(2026, 12, 25)), pace="stopped", needed="Steel.", slowed_since=make.DAY,
                  delays=[("power", 5, "")])  # fmt: skip
    refreshed(project)

    [row] = closing.of_year(make.year(), type(project).objects.all(), OVER.date()).unfinished

    assert row.cause == "The site reports that work has stopped since 12 Oct 2026."


# --- lessons ---------------------------------------------------------------------------------------------------------
def asked(project, gate=Gate.START, day=make.DAY):
    """[(code, state)] of what lessons ask at a gate."""
    state = gates.state_of(gates.Facts(project, day), gate)
    return [(row.requirement.code, row.state) for row in state.requirements if row.requirement.code[:7] == "lesson-"]


def test_a_lesson_is_asked_of_factories_of_later_years_of_its_programme_and_type(staff):
    other, mine = make.factory_type("other"), make.sized_type()
    lessons = [
        deeds.teach(make.year(number), **CHECK, factory_type=type_, by=staff, at=make.moment(hour=0))
        for number, type_ in ((2025, None), (2025, mine), (2025, other), (2026, None))
    ]
    project = make.preparing()

    found = asked(project)

    assert found == [(row.code, "missing") for row in lessons[:2]]


def test_a_lesson_is_asked_at_its_gate_until_that_is_passed():
    lesson = produce.lesson(gate=Gate.COMMISSION)
    project = make.project()

    before = asked(project, Gate.COMMISSION)
    produce.passed(project, Gate.COMMISSION, make.DAY)

    assert (asked(project), before, asked(project, Gate.COMMISSION)) == ([], [(lesson.code, "missing")], [])


def test_a_lesson_that_is_not_checked_stands_against_the_gate_and_a_check_in_order_lifts_it(staff):
    lesson, project = produce.lesson(), make.preparing()
    said = "Not checked at this factory yet. In 2025 it was learnt: No electricity."

    before = gates.missing_for(project, Gate.START, make.DAY)
    deeds.check(project, lesson, holds=True, note="Seen.", by=staff, at=make.moment())
    after = gates.missing_for(project, Gate.START, make.DAY)

    assert [line for line in before if line not in after] == [said]


def test_a_check_that_is_not_in_order_keeps_the_lesson_missing_with_what_was_found(staff):
    lesson, project = produce.lesson(), make.preparing()

    deeds.check(project, lesson, holds=False, note="No line yet.", by=staff, at=make.moment())

    row = gates.requirement(Gate.START, lesson.code, facts := gates.Facts(project, make.DAY))
    assert row.find(facts) == gates.missing("Checked on 12 Oct 2026 and not in order: No line yet.")
    assert (row.label, row.waivable) == ("Power is connected", True)


def test_a_lesson_can_be_waived_by_its_code():
    lesson, project = produce.lesson(), make.preparing()

    passing.waive(
        project, Gate.START, lesson.code, until=date(2026, 12, 31), reason="The line is being laid.",
        by=make.post(Role.COMMITTEE_MEMBER), at=make.moment(),
    )  # fmt: skip

    assert asked(project) == [(lesson.code, "waived")]


def test_a_retired_lesson_is_asked_no_more_and_its_reason_is_kept(staff):
    lesson, project = produce.lesson(), make.preparing()

    deeds.retire(lesson, reason="The grid is new.", by=staff, at=make.moment())

    last = lesson.events.select_related("pgh_context").latest("pgh_id")
    assert (asked(project), last.pgh_context.metadata["reason"]) == ([], "The grid is new.")
    with action_refuses("Say why it is asked no more: the reason is kept with the lesson.",
                        "This lesson is asked no more already."):  # fmt: skip
        deeds.retire(lesson, reason=" ", by=staff, at=make.moment())


def test_teaching_refuses_an_empty_check_an_unknown_cause_and_the_gate_nobody_decides(staff):
    with action_refuses(
        "Value 'storms' is not a valid choice.", "This field cannot be blank.", "This field cannot be blank."
    ) as refused:
        deeds.teach(
            make.year(2025), cause="storms", what=" ", check_en=" ", check_ko="전기", by=staff, at=make.moment()
        )
    with action_refuses("Whether a factory counts follows from its returns: choose another gate."):
        deeds.teach(make.year(2025), **CHECK, gate=Gate.COUNTS, by=staff, at=make.moment())

    assert sorted(refused.value.fields) == ["cause", "check_en", "what"]
    assert not Lesson.objects.exists()


# --- checks ----------------------------------------------------------------------------------------------------------
def checked(project, lesson, *, by=None, **values):
    values = {"holds": True, "note": "Seen.", "at": make.moment(), **values}
    return deeds.check(project, lesson, by=by or make.post(), **values)


def test_the_same_key_is_the_same_check():
    lesson, project, key = produce.lesson(), make.preparing(), uuid.uuid4()

    rows = {checked(project, lesson, key=key).pk for _ in range(2)}

    assert len(rows) == LessonCheck.objects.count() == 1
    with action_refuses("This key belongs to the check of something else: send a new one."):
        checked(make.preparing(), lesson, key=key)


def test_a_lesson_is_checked_once_and_then_corrected():
    lesson, project = produce.lesson(), make.preparing()
    first = checked(project, lesson, holds=False, note="No line.")

    with action_refuses("This was checked for this factory already: correct that entry."):
        checked(project, lesson)
    last = deeds.correct(first, holds=True, why="The line is there.", by=make.post(), at=make.moment())

    assert (last.chain, last.replaces, last.holds, last.note) == (first.chain, first, True, "No line.")
    assert asked(project) == [(lesson.code, "met")]


def test_a_correction_changes_something_and_says_why():
    row = checked(make.preparing(), produce.lesson())

    with action_refuses("Nothing differs from what is entered: change what is wrong, or leave it.",
                        "Say why the entry is corrected: both versions are kept."):  # fmt: skip
        deeds.correct(row, holds=True, note=" Seen. ", why=" ", by=make.post(), at=make.moment())


def test_a_withdrawn_check_is_made_again_in_the_same_chain():
    lesson, project = produce.lesson(), make.preparing()
    first = checked(project, lesson)

    deeds.withdraw(first, why="Another factory was meant.", by=make.post(), at=make.moment())
    between = asked(project)
    again = checked(project, lesson, note="Seen now.")

    assert (between, asked(project)) == ([(lesson.code, "missing")], [(lesson.code, "met")])
    assert again.chain == first.chain


def test_what_is_not_asked_is_not_checked():
    later, retired, passed = produce.lesson(make.year(2027)), produce.lesson(retired_at=make.moment()), produce.lesson()
    project = make.project()

    for lesson, said in [
        (later, "This lesson is not for this factory: it is of a later year or for another type."),
        (retired, "This lesson is asked no more."),
        (passed, "The gate “Start building” was passed on 12 Jan 2026: what it was passed on stays as it is."),
    ]:
        with action_refuses(said):
            checked(project, lesson)


def test_who_may_not_check_may_not_correct_or_withdraw_either():
    lesson, project, post = produce.lesson(), make.preparing(), make.post(Role.COMMITTEE_MEMBER)
    row = checked(project, lesson)
    reason = f"The post “{post}” may not do this. Ask: Committee staff, Inspector."

    with action_forbids(reason):
        checked(project, lesson, by=post)
    with action_forbids(reason):
        deeds.correct(row, holds=False, why="No.", by=post, at=make.moment())
    with action_forbids(reason):
        deeds.withdraw(row, why="No.", by=post, at=make.moment())


def test_gates_ask_as_many_questions_for_three_lessons_as_for_none(django_assert_num_queries):
    project = make.preparing()
    with django_assert_num_queries(2):
        assert gates.Facts(project, make.DAY).lessons == []
    for _ in range(3):
        checked(project, produce.lesson())

    with django_assert_num_queries(2):
        found = gates.Facts(project, make.DAY).lessons

    assert len(found) == 3
