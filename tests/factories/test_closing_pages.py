"""Pages of a closed year and its lessons, and of the years after: what they show and what they refuse."""

import csv
from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from committees.rights import Role
from factories.actions import closing as deeds
from factories.actions import standings
from factories.models import CarryOver, Gate, Lesson, LessonCheck, ProgramYear
from regional20x10.shared import clock
from tests import make, produce

pytestmark = pytest.mark.django_db
OVER = make.moment(date(2027, 1, 10))


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(OVER.date())
    yield
    cache.delete("clock")


def sign_in(client, post):
    client.force_login(post.official.user)
    return client


@pytest.fixture
def staff(client):
    return sign_in(client, make.post())


def page(client, name, *args, **query):
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def refreshed(*rows):
    standings.refresh(None, on=OVER.date())
    return rows


# --- a year ----------------------------------------------------------------------------------------------------------
def test_the_form_offers_the_cause_and_names_what_waits(staff):
    project = make.project()
    make.submitted(project, make.period(date(2026, 12, 25)), pace="stopped", needed="Steel.", slowed_since=make.DAY,
                   delays=[("power", 5, "")])  # fmt: skip
    refreshed()

    shown = page(staff, "year_close", 2026)

    assert "The site reports that work has stopped since 12 Oct 2026.</textarea>" in shown
    assert f"{project.code}</a>: drafts 0, submitted and not verified 1" in shown


def test_a_year_is_closed_by_its_form_and_its_page_says_what_was_carried_over(staff):
    project = make.project(finishes_on=date(2026, 11, 30))
    refreshed()

    answer = staff.post(reverse("year_close", args=[2026]), {f"why_{project.pk}": "The flood."})

    assert (answer.status_code, answer.url) == (302, reverse("year", args=[2026]))
    shown = page(staff, "year", 2026)
    assert "Factories finished by now: 0 of 1. Carried over when it was closed: 1." in shown
    assert "30 Nov 2026" in shown
    assert "The flood." in shown


def test_a_form_without_a_reason_is_refused_beside_the_factory(staff):
    project = make.project()
    refreshed()

    answer = staff.post(reverse("year_close", args=[2026]), {f"why_{project.pk}": " "})

    assert answer.status_code == 409
    assert f"{project.code} is not finished: say why it is carried over." in answer.content.decode()
    assert make.year().state == ProgramYear.State.ACTIVE
    assert not CarryOver.objects.exists()


def test_a_year_without_open_factories_is_closed_by_an_empty_form(staff):
    make.year()

    answer = staff.post(reverse("year_close", args=[2026]))

    assert answer.status_code == 302
    assert make.year().state == ProgramYear.State.CLOSED


def test_the_next_year_and_the_factory_say_that_it_was_carried_over(staff):
    project = make.project(finishes_on=date(2026, 11, 30))
    make.plan(year_=make.year(2027))
    deeds.close_year(make.year(), why={project: "The flood."}, by=make.post(), at=OVER)
    refreshed()

    following, factory = page(staff, "year", 2027), page(staff, "project", project.code)

    assert "Carried over from earlier years" in following
    assert "30 Nov 2026" in following
    assert "Carried over when 2026 was closed. Original finish 30 Nov 2026. The flood." in factory


def test_what_was_carried_over_is_a_file(staff):
    project = make.project(finishes_on=date(2026, 11, 30))
    deeds.close_year(make.year(), why={project: "The flood."}, by=make.post(), at=OVER)

    answer = staff.get(reverse("carried_file", args=[2026, "csv"]))

    assert "2026-11-30,The flood." in answer.getvalue().decode()


def test_a_county_sees_of_a_closed_year_its_own_factories_alone(client):
    mine, other = make.project(), make.project()
    deeds.close_year(make.year(), why={mine: "The flood.", other: "The line."}, by=make.post(), at=OVER)
    refreshed()
    sign_in(client, make.post(Role.COUNTY_SECRETARY, where=mine.plan.county))

    shown = page(client, "year", 2026)

    assert "The flood." in shown
    assert "The line." not in shown


# --- lessons ---------------------------------------------------------------------------------------------------------
def test_a_lesson_is_taught_listed_and_retired(staff):
    make.year(2025)
    said = {"cause": "power", "what": "The line came late.", "check_en": "Power is connected",
            "check_ko": "전기 연결", "gate": "start", "factory_type": ""}  # fmt: skip

    taught = staff.post(reverse("lesson_teach", args=[2025]), said)
    shown = page(staff, "lesson_list")
    retired = staff.post(reverse("lesson_retire", args=[Lesson.objects.get().pk]), {"reason": "The grid is new."})

    assert (taught.status_code, retired.status_code) == (302, 302)
    assert "Power is connected" in shown
    assert "asked no more" in page(staff, "lesson_list")
    assert "1 lesson" in page(staff, "lesson_list", year=2025, gate="start", cause="power", retired="yes")


def test_lessons_are_a_file_and_an_unknown_filter_is_refused(staff):
    produce.lesson()

    answer = staff.get(reverse("lesson_list_file", args=["csv"]))

    assert "Power is connected,2025,Start building,," in answer.getvalue().decode()
    assert staff.get(reverse("lesson_list"), {"gate": "none"}).status_code == 400


def test_an_empty_lesson_is_refused_with_every_sentence(staff):
    make.year(2025)

    answer = staff.post(reverse("lesson_teach", args=[2025]), {"cause": "power", "gate": "start"})

    assert answer.status_code == 409
    assert answer.content.decode().count("This field cannot be blank.") >= 3


def test_a_check_is_entered_corrected_and_withdrawn_on_the_pages_of_a_factory(staff):
    lesson, project = produce.lesson(), make.preparing()
    key = "11111111-1111-4111-8111-111111111111"
    enter = reverse("lesson_check", args=[project.code, lesson.pk])

    entered = staff.post(enter, {"holds": "no", "note": "No line yet.", "key": key})
    first = LessonCheck.objects.get()
    corrected = staff.post(
        reverse("check_correct", args=[first.pk]), {"holds": "yes", "note": "The line.", "why": "It came."}
    )
    last = LessonCheck.objects.in_force().get()
    shown = page(staff, "project_lessons", project.code)
    withdrawn = staff.post(reverse("check_withdraw", args=[last.pk]), {"why": "Another factory."})

    assert {answer.status_code for answer in (entered, corrected, withdrawn)} == {302}
    assert "Before: No line yet." in shown
    assert "not checked" in page(staff, "project_lessons", project.code)


def test_the_page_of_a_factory_leads_from_its_gate_to_the_check(staff):
    lesson, project = produce.lesson(), make.preparing()
    refreshed()

    shown = page(staff, "project", project.code)

    assert lesson.check_en in shown
    assert f'href="{reverse("project_lessons", args=[project.code])}">Supply it' in shown


def test_the_gate_asks_in_the_language_of_the_reader(staff):
    lesson, project = produce.lesson(), make.preparing()

    answer = staff.get(reverse("project_lessons", args=[project.code]).replace("/en/", "/ko/"))

    assert lesson.check_ko in answer.content.decode()


def test_the_form_of_a_waiver_knows_lessons(client):
    lesson, project = produce.lesson(), make.preparing()
    sign_in(client, make.post(Role.COMMITTEE_MEMBER))

    shown = page(client, "gate_waive", project.code, "start", lesson.code)

    assert "Waive: Power is connected" in shown


# --- the years after -------------------------------------------------------------------------------------------------
def built(outputs=(), **values):
    """A factory finished in 2025, allowed to operate in January 2026, with what it made a month since."""
    project = produce.factory(**values)
    make.verified(project, make.period(date(2025, 12, 15)), (100, 100))
    produce.months(project, 2026, range(1, len(outputs) + 1), list(outputs))
    return refreshed(project)[0]


COUNTING, FALLEN = [90] * 11, [90, 90, 90, 20, 20]


def test_built_factories_are_listed_with_their_stage_and_why_they_do_not_count(staff):
    built(COUNTING, code="P-A")
    row = produce.produced(built(FALLEN, code="P-B"), produce.month(2026, 11), 10, state="draft")
    row.downtimes.create(cause="power", hours=300)
    row.downtimes.create(cause="breakdown", hours=20)
    climb(row)

    shown = page(staff, "operating_list")

    assert "2 factories" in shown
    assert 'Electricity<span class="sub">300 hours of downtime</span>' in shown


def climb(row):
    """A draft of 10 t, verified."""
    at = make.moment(date(2026, 12, 3))
    for step, by in (("submitted", make.post(Role.OPERATION_UNIT)), ("verified", make.post(Role.PROVINCIAL_SECRETARY))):
        row.state, row.output_t = step, 10
        setattr(row, f"{step}_at", at)
        setattr(row, f"{step}_by", by)
        row.save()


def test_a_factory_without_a_verified_month_is_idle_for_want_of_a_return(staff):
    built(FALLEN)

    shown = page(staff, "operating_list", stage="fallen_out")

    assert "No return" in shown
    assert "1 factory" in shown


def test_the_curve_stands_beside_its_table(staff):
    built(COUNTING)
    built(FALLEN)

    shown = page(staff, "operating_list")

    assert "Of 2 factories that ever counted 1 fell out; 50.0% had not after 8 months." in shown
    assert shown.count("<svg") >= 2


def test_built_factories_are_a_file(staff):
    project = built(COUNTING)

    answer = staff.get(reverse("operating_list_file", args=["csv"]))

    lines = [line for line in csv.reader(answer.getvalue().decode().splitlines()) if project.code in line]
    assert [line[5] for line in lines] == ["Counting"]


def test_without_a_built_factory_the_page_says_so(staff):
    make.project()
    refreshed()

    assert "No factory is built yet within your post’s reach" in page(staff, "operating_list")


def test_the_board_keeps_earlier_cohorts_with_their_stage(staff):
    counting = built(COUNTING, plan_=make.plan(year_=make.year(2024)))

    shown = page(staff, "board")

    assert counting.plan.county.name in shown
    assert '<span class="vh">Counting: </span>' in shown


@pytest.mark.parametrize("name", ["operating_list", "lesson_list"])
def test_an_unknown_filter_is_refused_in_words(staff, name):
    answer = staff.get(reverse(name), {"colour": "red"})

    assert answer.status_code == 400
    assert "There is no filter “colour”." in answer.content.decode()


def test_gates_know_of_lessons_at_the_gate_commission(staff):
    lesson, project = produce.lesson(gate=Gate.COMMISSION), make.project()
    refreshed()

    assert lesson.check_en in page(staff, "project", project.code)
