"""manage.py check_standing: the table against the function, for whoever restored or repaired a database."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from factories.models import FactoryProject, Standing
from tests import make
from tests.refusals import sql

pytestmark = pytest.mark.django_db


@pytest.fixture
def said():
    """Runs the command; what it wrote, and with which status it ended."""

    def run(**options):
        out = StringIO()
        try:
            call_command("check_standing", stdout=out, **options)
        except CommandError as error:
            return [*out.getvalue().splitlines(), str(error)], error.returncode
        return out.getvalue().splitlines(), 0

    return run


def test_a_table_that_is_right_is_told_in_one_line_of_counts(said):
    make.verified(make.project())
    make.project()

    lines, status = said()

    days = ", ".join(str(day) for day in sorted(set(Standing.objects.values_list("as_of", flat=True))))
    assert (lines, status) == ([f"2 projects, 2 standings of {days}: each is what the function answers."], 0)


def test_without_a_project_there_is_nothing_that_could_differ(said):
    assert not FactoryProject.objects.exists()

    assert said() == (["0 projects, 0 standings: each is what the function answers."], 0)


def test_told_to_be_quiet_it_says_nothing_but_differences(said):
    make.project()

    assert said(verbosity=0) == ([], 0)


def test_a_damaged_row_is_told_column_by_column_and_ends_with_1(said):
    project = make.project(code="P-DAMAGED")
    make.verified(project, percents=(50, 20))
    make.project(code="P-WHOLE")
    sql("UPDATE factories_standing SET verified_percent = NULL, colour = 'ok' WHERE project_id = %s", project.pk)
    answer = Standing.objects.raw("SELECT * FROM standing(%s, %s)", [make.DAY, [project.pk]])[0]

    lines, status = said()

    assert lines == [
        f"P-DAMAGED: colour is ok, the function says {answer.colour}",
        "P-DAMAGED: verified_percent is unknown, the function says 32.00",
        "1 of 2 projects stand otherwise than the facts say.",
    ]
    assert status == 1


def test_a_reason_that_was_tampered_with_is_a_difference(said):
    project = make.project(code="P-EXCUSED")
    make.verified(project)
    sql("UPDATE factories_standing SET reasons = '[]' WHERE project_id = %s", project.pk)

    lines, status = said()

    assert [line.partition(" is ")[0] for line in lines[:-1]] == ["P-EXCUSED: reasons"]
    assert status == 1


@pytest.mark.parametrize("others", [0, 1])
def test_a_project_without_a_standing_is_a_difference_even_if_none_has_one(said, others):
    project = make.project(code="P-LOST")
    for _other in range(others):
        make.project()
    sql("DELETE FROM factories_standing WHERE project_id = %s", project.pk)

    lines, status = said()

    assert lines == [
        "P-LOST: the table has no standing of it",
        f"1 of {others + 1} projects stand otherwise than the facts say.",
    ]
    assert status == 1
