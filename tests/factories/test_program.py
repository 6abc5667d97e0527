"""The programme, its years, and which place is in which."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from committees.rights import Role
from factories.actions import reference
from factories.models import CountyPlan, Program, ProgramYear
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses

pytestmark = pytest.mark.django_db
PROGRAM = {"code": "housing", "name_en": "Rural housing", "name_ko": "농촌살림집", "start_year": 2022, "years": 5,
           "counties_a_year": 30}  # fmt: skip


def found(**values):
    return reference.found_program(**{**PROGRAM, **values}, by=make.post())


def test_another_programme_of_other_numbers_stands_beside_the_first():
    make.program()

    row, outcome = found()
    year, _outcome = reference.open_year(row, 2022, state="closed", by=make.post())

    assert outcome == "created"
    assert (year.target, year.due_on, str(year)) == (30, date(2022, 12, 31), "2022")
    assert Program.objects.count() == 2


def test_what_people_changed_in_a_programme_is_theirs():
    row, _outcome = found()
    year, _outcome = reference.open_year(row, 2022, state="planned", by=make.post())
    Program.objects.update(counties_a_year=40)
    ProgramYear.objects.update(target=12)

    again = [found()[1], reference.open_year(row, 2022, state="planned", by=make.post())[1]]

    assert again == ["unchanged", "unchanged"]
    assert (Program.objects.get().counties_a_year, ProgramYear.objects.get(pk=year.pk).target) == (40, 12)


@pytest.mark.parametrize("values", [{"years": 0}, {"counties_a_year": 0}])
def test_a_programme_has_at_least_one_year_and_one_place(values):
    make.program()

    with action_refuses("A programme has at least one year and one place a year."):
        found(**values)
    with database_refuses("program_runs_at_all"):
        Program.objects.update(**values)


def test_the_reports_are_due_by_the_plenary_meeting():
    year = make.year()
    year.plenary_on, year.reports_due_on = date(2026, 12, 20), date(2026, 12, 21)

    with pytest.raises(ValidationError) as refused:
        year.full_clean()
    with database_refuses("program_year_reports_before_plenary"):
        year.save()
    year.reports_due_on = year.plenary_on
    year.full_clean()

    assert refused.value.messages == ["The reports are due on or before the day of the plenary meeting."]


def test_a_place_joins_a_year_and_what_the_record_says_of_it_is_kept():
    year, county, post = make.year(), make.county(), make.post()

    row, first = reference.record_plan(year, county, confidence="high", by=post)
    _row, again = reference.record_plan(year, county, confidence="high", by=post)
    _row, then = reference.record_plan(year, county, confidence="low", by=post)

    assert [first, again, then] == ["created", "unchanged", "updated"]
    assert (row.program, CountyPlan.objects.get().confidence) == (year.program, "low")


def test_a_place_in_another_year_is_not_moved_by_a_file():
    plan = make.plan()

    with action_refuses(
        f"{plan.county.code} is already in the year 2026 of the programme: moving it is a decision of the committee."
    ):
        reference.record_plan(make.year(2027), plan.county, by=make.post())

    assert CountyPlan.objects.get().program_year.year == 2026


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_enters_the_programme(role):
    post, year = make.post(role), make.year()
    reason = f"The post “{post}” may not do this. Ask: Committee staff."

    with action_forbids(reason):
        reference.found_program(**PROGRAM, by=post)
    with action_forbids(reason):
        reference.open_year(year.program, 2030, state="planned", by=post)
    with action_forbids(reason):
        reference.record_plan(year, make.county(), by=post)


def test_the_database_holds_a_place_and_a_year_once_per_programme():
    plan, other = make.plan(), make.plan()
    next_year = make.year(2027)

    with database_refuses("county_once_per_program"):
        CountyPlan.objects.filter(pk=other.pk).update(county=plan.county)
    with database_refuses("program_year_once"):
        ProgramYear.objects.filter(pk=next_year.pk).update(year=2026)
    with database_refuses("factories_program_code"):
        Program.objects.create(**{**PROGRAM, "code": plan.program.code})
