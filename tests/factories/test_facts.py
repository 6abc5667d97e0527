"""Submitted returns are facts: the database itself refuses what would change them, past every action and model."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F, ProtectedError

from factories.actions import returns
from factories.models import Delay, ProgressLine, State, StatusReturn
from tests import make
from tests.refusals import database_refuses, sql

pytestmark = pytest.mark.django_db
FACT = "a submitted return is a fact"


@pytest.fixture
def project():
    return make.project()


CONTENT = {
    "crew_people": 1, "crew_days": 1, "pace": "stopped", "slowed_since": date(2026, 1, 1), "needed": "x",
    "narrative": "x", "percent": 1, "doubts": [1], "revision": 9, "version": 9, "key": uuid.UUID(int=1),
    "created_at": make.moment(date(2020, 1, 1)), "saved_at": make.moment(date(2020, 1, 1)),
    "submitted_at": make.moment(date(2020, 1, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTENT)
@pytest.mark.parametrize("builder", ["submitted", "verified", "accepted"])
def test_the_database_refuses_to_change_a_submitted_return(project, builder, name):
    row = getattr(make, builder)(project)

    with database_refuses(f"{FACT}: make a new version"):
        StatusReturn.objects.filter(pk=row.pk).update(**{name: CONTENT[name]})


@pytest.mark.parametrize("deed", ["submitted", "saved", "created", "verified", "accepted"])
def test_the_database_refuses_to_sign_a_return_with_another_post(project, deed):
    row = make.accepted(project)

    with database_refuses(FACT):
        StatusReturn.objects.filter(pk=row.pk).update(**{f"{deed}_by": make.post()})


def test_the_database_refuses_to_change_or_take_away_a_stamp_once_given(project):
    row = make.accepted(project)
    sent_back = make.submitted(project, make.period(date(2026, 10, 12)), (60, 30), at=make.moment())
    returns.send_back(sent_back, note="Not so.", by=make.verifier(project), at=make.moment())
    stamps = [(row, "verified_at"), (row, "accepted_at"), (sent_back, "returned_at")]

    for changed, name in stamps:
        for value in (None, make.moment(date(2030, 1, 1))):
            with database_refuses(FACT):
                StatusReturn.objects.filter(pk=changed.pk).update(**{name: value})
    with database_refuses(FACT):
        StatusReturn.objects.filter(pk=sent_back.pk).update(return_note="Something kinder.")


@pytest.mark.parametrize("builder", ["submitted", "verified", "accepted"])
def test_the_database_refuses_to_delete_a_submitted_return(project, builder):
    row = getattr(make, builder)(project)

    with database_refuses(f"{FACT}: it cannot be deleted"):
        sql("SET CONSTRAINTS ALL DEFERRED; DELETE FROM factories_statusreturn WHERE id = %s", row.pk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE factories_progressline SET percent = 99 WHERE status_return_id = %(row)s",
        "DELETE FROM factories_progressline WHERE status_return_id = %(row)s",
        "UPDATE factories_delay SET days_lost = 9 WHERE status_return_id = %(row)s",
        "DELETE FROM factories_delay WHERE status_return_id = %(row)s",
        "INSERT INTO factories_delay (status_return_id, cause, days_lost, note) VALUES (%(row)s, 'funds', 1, '')",
        "UPDATE factories_delay SET status_return_id = %(row)s WHERE status_return_id = %(draft)s",
        "UPDATE factories_delay SET status_return_id = %(draft)s WHERE status_return_id = %(row)s",
    ],
)
def test_the_database_closes_the_parts_of_a_return_with_it(project, statement):
    row = make.submitted(project, delays=[("water", 2, "")])
    draft = make.draft(project, make.period(date(2026, 10, 12)), at=make.moment(), delays=[("site", 1, "")])

    with database_refuses(f"{FACT}: make a new version"), transaction.atomic():
        sql(statement.replace("%(row)s", str(row.pk)).replace("%(draft)s", str(draft.pk)))

    assert list(row.lines.order_by("package__order").values_list("percent", flat=True)) == [Decimal(50), Decimal(20)]
    assert list(row.delays.values_list("cause", "days_lost")) == [("water", 2)]


@pytest.mark.parametrize(
    ("builder", "states"),
    [
        ("draft", ["verified", "accepted", "returned"]),
        ("submitted", ["draft", "accepted"]),
        ("verified", ["draft", "submitted"]),
        ("accepted", ["draft", "submitted", "verified", "returned"]),
    ],
)
def test_the_database_lets_no_state_be_skipped_or_taken_back(project, builder, states):
    row = getattr(make, builder)(project)

    for state in states:
        with database_refuses(f"a {builder} return cannot become {state}"):
            StatusReturn.objects.filter(pk=row.pk).update(state=state)


def test_the_database_takes_versions_only_one_after_the_other(project):
    row = make.submitted(project)
    same = {"project": project, "period": row.period, "created_by": row.created_by, "saved_by": row.saved_by,
            "created_at": row.created_at, "saved_at": row.saved_at}  # fmt: skip

    for version in (0, 1, 3):
        with database_refuses("versions of a return follow one another"):
            StatusReturn.objects.create(version=version, key=uuid.uuid4(), **same)
    draft = StatusReturn.objects.create(version=2, key=uuid.uuid4(), **same)
    with database_refuses("a return stays that of its project, period and version"):
        StatusReturn.objects.filter(pk=draft.pk).update(version=3)
    with database_refuses("return_one_draft"):
        StatusReturn.objects.create(version=3, key=uuid.uuid4(), **same)


def test_the_database_moves_no_draft_to_another_project_or_period(project):
    draft = make.draft(project)

    for moved in ({"project": make.project()}, {"period": make.period(date(2026, 10, 15))}):
        with database_refuses("a return stays that of its project, period and version"):
            StatusReturn.objects.filter(pk=draft.pk).update(**moved)


def test_the_database_holds_a_key_once(project):
    first, second = make.draft(project), make.draft(make.project())

    with database_refuses("factories_statusreturn_key"):
        StatusReturn.objects.filter(pk=second.pk).update(key=first.key)


def test_the_database_holds_four_eyes(project):
    row = make.submitted(project)

    with database_refuses("return_four_eyes"):
        StatusReturn.objects.filter(pk=row.pk).update(
            state="verified", verified_at=make.moment(), verified_by=F("submitted_by")
        )


@pytest.mark.parametrize(
    ("builder", "values", "constraint"),
    [
        ("draft", {"submitted_at": make.moment()}, "return_st"),
        ("draft", {"state": "submitted", "percent": 3}, "return_state_is_stamped"),
        ("submitted", {"state": "verified"}, "return_state_is_stamped"),
        ("submitted", {"verified_at": make.moment()}, "return_st"),
        ("verified", {"state": "accepted"}, "return_state_is_stamped"),
        ("verified", {"state": "accepted", "accepted_at": make.moment()}, "return_stamps_are_signed"),
        ("submitted", {"state": "returned", "return_note": "x"}, "return_state_is_stamped"),
        ("submitted", {"state": "returned", "return_note": "x", "returned_at": make.moment()}, "return_stamps"),
    ],
)
def test_the_database_holds_a_state_to_its_signed_stamps(project, builder, values, constraint):
    row = getattr(make, builder)(project)

    with database_refuses(constraint):
        StatusReturn.objects.filter(pk=row.pk).update(**values)


def test_the_database_sends_nothing_back_without_a_note(project):
    row = make.submitted(project)

    with database_refuses("return_sent_back_with_a_note"):
        StatusReturn.objects.filter(pk=row.pk).update(
            state="returned", returned_at=make.moment(), returned_by=make.verifier(project)
        )


def test_the_database_takes_no_submission_without_its_percentage(project):
    draft = make.draft(project)

    with database_refuses("return_percent_once_submitted"):
        StatusReturn.objects.filter(pk=draft.pk).update(
            state="submitted", submitted_at=make.moment(), submitted_by=draft.saved_by
        )


@pytest.mark.parametrize("percent", ["-0.01", "100.01"])
def test_the_database_holds_percentages_in_range(project, percent):
    draft = make.draft(project)

    with database_refuses("line_percent_in_range"):
        draft.lines.update(percent=percent)


def test_the_database_holds_each_work_package_and_each_cause_once(project):
    draft = make.draft(project, delays=[("water", 2, "")])
    line = draft.lines.first()

    with database_refuses("line_once_per_return_and_package"):
        ProgressLine.objects.create(status_return=draft, package_id=line.package_id)
    with database_refuses("delay_once_per_return_and_cause"):
        Delay.objects.create(status_return=draft, cause="water", days_lost=1)


@pytest.mark.parametrize("days", [-1, 12])
def test_the_database_holds_days_lost_within_the_period(project, days):
    draft = make.draft(project, delays=[("water", 2, "")])

    with database_refuses("factories_delay"):
        draft.delays.update(days_lost=days)


def test_what_is_reported_on_cannot_be_deleted(project):
    row = make.submitted(project)

    for held in (project, row.period, row.submitted_by, project.packages.first(), project.plan, project.factory_type):
        with pytest.raises(ProtectedError, match="protected foreign keys"):
            held.delete()


def test_the_sentences_of_a_returns_constraints_say_how_to_mend_it(project):
    draft = make.draft(project, delays=[("water", 2, "")])
    said = {
        constraint.name: str(constraint.get_violation_error_message())
        for model in (StatusReturn, ProgressLine, Delay)
        for constraint in model._meta.constraints
        if constraint.violation_error_message != constraint.default_violation_error_message
    }

    assert draft.state == State.DRAFT
    assert said == {
        "return_one_draft": "There is already a draft for this project and period: go on with that one.",
        "return_four_eyes": "Nobody verifies their own return: another post must.",
        "return_sent_back_with_a_note": "Say what is to be corrected when sending a return back.",
        "line_percent_in_range": "A percentage lies between 0 and 100.",
        "delay_once_per_return_and_cause": "Each cause is given once: add its days up.",
        "delay_days_within_period": "A period has at most 11 days: days lost lie between 0 and 11.",
    }


def test_a_return_is_shown_in_the_state_it_had_at_that_moment(project):
    row = make.accepted(project)
    moments = [row.created_at - timedelta(seconds=1), row.submitted_at, row.verified_at, row.accepted_at]

    states = [list(StatusReturn.objects.then(at).values_list("state_then", flat=True)) for at in moments]

    assert states == [[], ["submitted"], ["verified"], ["accepted"]]
