"""Milestones: what was met is a fact; a correction replaces it and both are known as of their days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from committees.rights import Role
from factories.actions import reference
from factories.models import Milestone
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db


def record(county, by=None, **values):
    """A milestone of the public record: inaugurated on 20 December 2026, known the day after."""
    values = {"program_year": make.year(), "facility": "factories", "kind": "inaugurated",
              "met_on": date(2026, 12, 20), "known_on": date(2026, 12, 21), "precision": "day", "basis": "event",
              "confidence": "high", "source_title": "The paper", "source_url": "", "note": "", **values}  # fmt: skip
    return reference.record_milestone(county=county, by=by or make.post(), **values)


def due(**values):
    return Milestone(kind="inaugurated", due_on=date(2026, 12, 31), known_on=date(2026, 1, 1), **values)


def test_a_milestone_is_recorded_once():
    county = make.county()

    outcomes = [record(county)[1], record(county)[1], record(make.county())[1]]

    assert outcomes == ["created", "unchanged", "created"]
    assert Milestone.objects.count() == 2


def test_what_says_otherwise_replaces_the_earlier_which_stays_as_it_was_known_then():
    county = make.county()
    first, _outcome = record(county)

    second, outcome = record(county, confidence="low", known_on=date(2027, 2, 1))

    assert outcome == "superseded"
    assert list(Milestone.objects.known(date(2027, 1, 31))) == [first]
    assert list(Milestone.objects.known(date(2027, 2, 1))) == [second]
    assert list(Milestone.objects.known(date(2026, 12, 20))) == []


def test_a_record_taken_back_is_in_force_again():
    county = make.county()
    first, _outcome = record(county)
    record(county, confidence="low")

    again, outcome = record(county)

    assert (again, outcome) == (first, "superseded")
    assert list(Milestone.objects.filter(superseded_by=None)) == [first]


def test_another_source_stands_beside_the_first():
    county = make.county()
    record(county)

    _row, outcome = record(county, source_title="Another paper")

    assert (outcome, Milestone.objects.filter(superseded_by=None).count()) == ("created", 2)


def test_a_milestone_is_not_known_before_it_was_met():
    with action_refuses("A milestone cannot be known before it was met."):
        record(make.county(), known_on=date(2026, 12, 19))
    row, _outcome = record(make.county(), known_on=date(2026, 12, 19), precision="month")

    assert Milestone.objects.get() == row


def test_a_milestone_has_a_day():
    row = due()
    row.due_on = None

    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    with database_refuses("milestone_due_or_met"):
        row.save()

    assert refused.value.messages == ["A milestone needs the day it is due or the day it was met."]


@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMITTEE_STAFF])
def test_only_committee_staff_records_milestones(role):
    post = make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        record(make.county(), by=post)


@pytest.mark.parametrize(
    "change",
    ["met_on = '2026-12-01'", "met_on = NULL, due_on = '2026-12-31'", "note = 'x'", "known_on = '2027-01-01'",
     "source_title = 'x'", "confidence = 'low'", "digest = NULL", "county_id = NULL"],
)  # fmt: skip
def test_the_database_keeps_what_was_met(change):
    record(make.county())

    with database_refuses("Cannot update rows from factories_milestone"):
        sql(f"UPDATE factories_milestone SET {change}")


def test_the_database_keeps_every_milestone():
    record(make.county())
    due().save()

    with database_refuses("Cannot delete rows from factories_milestone"):
        sql("DELETE FROM factories_milestone WHERE met_on IS NULL")
    with database_refuses("Cannot delete rows from factories_milestone"):
        sql("DELETE FROM factories_milestone WHERE met_on IS NOT NULL")


def test_one_that_is_only_due_may_still_be_moved_and_met():
    row = due()
    row.save()

    Milestone.objects.update(due_on=date(2027, 1, 31))
    Milestone.objects.update(met_on=date(2026, 12, 24), known_on=date(2026, 12, 24))

    row.refresh_from_db()
    assert (row.due_on, row.met_on) == (date(2027, 1, 31), date(2026, 12, 24))
