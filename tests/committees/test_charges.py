"""Charges: one member a county, one county a member, handed over with a note; who is in charge, and where nobody is."""

from datetime import date, timedelta
from threading import Thread

import pytest
from django.db import connection, transaction

from committees import charges, notices
from committees.actions import charges as deeds
from committees.models import CountyCharge, Notification, Official
from committees.rights import Role
from regional20x10.shared.actions import leave_to_the_database
from regional20x10.shared.errors import Refused
from tests import make, work
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
NOW = make.moment()
TITLE = "Secretary of the Central Committee"
SAME_COUNTY = "Another member is in charge of this county on some of these days: end that charge the day before."
SAME_MEMBER = "This member is in charge of another county on some of these days: nobody has two at once."


@pytest.fixture
def staff():
    return make.post()


def official(**values):
    return Official.objects.create(reference=f"M-{Official.objects.count()}", **values)


def begin(county=None, member=None, starts_on=date(2026, 1, 1), by=None, **values):
    values = {"title": TITLE, "by": by or make.post(), **values}
    return deeds.put_in_charge(county or make.county(), member or official(), starts_on=starts_on, **values)


# --- one a county, one a member --------------------------------------------------------------------------------------
def test_a_charge_begins_and_has_no_end_yet(staff):
    county = make.county()

    row = begin(county, title=f" {TITLE} ", title_ko="비서", by=staff)

    assert (row.county, row.title, row.said, row.ends_on) == (county, TITLE, TITLE, None)
    assert charges.lead_of(county, make.DAY) == row


def test_two_charges_of_a_county_that_overlap_by_a_day_are_refused_by_the_database():
    county = make.county()
    work.charge(county, ends_on=date(2026, 6, 30))

    with database_refuses("charge_once_per_county"):
        work.charge(county, starts_on=date(2026, 6, 30))
    next_ = work.charge(county, starts_on=date(2026, 7, 1))

    assert charges.lead_of(county, date(2026, 7, 1)) == next_


def test_two_charges_of_a_member_that_overlap_by_a_day_are_refused_by_the_database():
    first = work.charge(make.county(), ends_on=date(2026, 6, 30))
    second = work.charge(make.county(), official=first.official, starts_on=date(2026, 7, 1))

    with database_refuses("charge_once_per_official"):
        sql("UPDATE committees_countycharge SET starts_on = '2026-06-30' WHERE id = %s", second.pk)


def test_a_charge_that_overlaps_is_refused_with_the_sentences_of_both_rules(staff):
    county, member = make.county(), official()
    begin(county, starts_on=date(2026, 1, 1))
    begin(make.county(), member, starts_on=date(2026, 5, 1))

    with action_refuses(SAME_COUNTY, SAME_MEMBER):
        begin(county, member, starts_on=date(2026, 6, 1), by=staff)


def test_all_that_is_missing_is_said_at_once(staff):
    county = make.county()

    with action_refuses(
        "Name the member by the reference of the cadre register.",
        "Give the post the member holds: pages show it in place of a name.",
        "Enter the first day of the charge, as 2026-10-02.",
    ):
        deeds.put_in_charge(county, None, title=" ", starts_on=None, by=staff)


def test_what_only_the_database_sees_is_refused_with_the_same_sentence(staff):
    county = make.county()
    begin(county)

    with leave_to_the_database(), action_refuses(SAME_COUNTY):
        begin(county, by=staff)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", ["county", "member"])
def test_of_two_charges_at_once_one_is_kept_and_the_other_told_why(same):
    county, member, by, said = make.county(), official(), make.post(), []
    pairs = {"county": [(county, official()) for _row in range(2)],
             "member": [(make.county(), member) for _row in range(2)]}[same]  # fmt: skip

    def put(pair):
        try:
            with transaction.atomic():
                begin(*pair, by=by)
        except Refused as refused:
            said.append(refused.reasons)
        finally:
            connection.close()

    threads = [Thread(target=put, args=[pair]) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert CountyCharge.objects.count() == 1
    assert said == [[SAME_COUNTY if same == "county" else SAME_MEMBER]]


@pytest.mark.parametrize("role", [Role.COMMITTEE_MEMBER, Role.COUNTY_LEAD, Role.ADMINISTRATOR])
def test_only_committee_staff_puts_in_charge(role):
    post = make.post(role)

    with action_forbids(f"The post “{post}” may not do this. Ask: Committee staff."):
        begin(by=post)


# --- handing over ----------------------------------------------------------------------------------------------------
def test_who_hands_over_leaves_a_note_and_the_successor_starts_the_day_after(staff):
    county = make.county()
    row = begin(county, by=staff)

    deeds.hand_over(row, ends_on=date(2026, 9, 30), note=" The line is promised for October. ", by=staff)
    with action_refuses(SAME_COUNTY):
        begin(county, starts_on=date(2026, 9, 30), by=staff)
    successor = begin(county, starts_on=date(2026, 10, 1), by=staff)

    row.refresh_from_db()
    assert (row.ends_on, row.handover) == (date(2026, 9, 30), "The line is promised for October.")
    assert [charges.lead_of(county, date(2026, 9, 30)), charges.lead_of(county, make.DAY)] == [row, successor]


def test_handing_over_asks_for_the_note_and_the_day_at_once(staff):
    row = begin(by=staff)

    with action_refuses(
        "Write the handover note: what is promised, what is open, what comes next.",
        "Enter the last day of the charge, as 2026-10-02.",
    ):
        deeds.hand_over(row, ends_on=None, note=" ", by=staff)


def test_a_charge_does_not_end_before_it_begins(staff):
    row = begin(starts_on=date(2026, 5, 1), by=staff)

    with action_refuses("A charge ends on or after the day it starts: correct one of the dates."):
        deeds.hand_over(row, ends_on=date(2026, 4, 30), note="So.", by=staff)


def test_a_charge_does_not_end_before_a_visit_made_in_it(staff):
    row = begin(by=staff)
    work.visit(row, date(2026, 10, 5))

    with action_refuses("A visit was made in this charge on 5\xa0Oct\xa02026: it ends on that day or later."):
        deeds.hand_over(row, ends_on=date(2026, 10, 4), note="So.", by=staff)


def test_a_charge_is_handed_over_once(staff):
    row = begin(by=staff)
    deeds.hand_over(row, ends_on=date(2026, 9, 30), note="So.", by=staff)

    with action_refuses(
        "This charge was handed over already, with 30\xa0Sep\xa02026: put the successor in charge from the day after."
    ):
        deeds.hand_over(row, ends_on=date(2026, 10, 30), note="So.", by=staff)


# --- who is told -----------------------------------------------------------------------------------------------------
def test_the_member_and_who_leads_the_county_are_told(staff):
    county = make.county(name_en="Songchon")
    lead, secretary = make.post(Role.COUNTY_LEAD, where=county), make.post(Role.COUNTY_SECRETARY, where=county)
    make.post(Role.COUNTY_STAFF, where=county)

    row = begin(county, lead.official, by=staff, at=NOW)
    deeds.hand_over(row, ends_on=make.DAY, note="So.", by=staff, at=NOW)

    told = [(each.user, notices.SENTENCES[each.code](each.values)) for each in Notification.objects.order_by("pk")]
    assert told == [
        (lead.official.user, "You are in charge of Songchon from 1\xa0Jan\xa02026 on."),
        (secretary.official.user, f"The member in charge of Songchon from 1\xa0Jan\xa02026 on: {TITLE}."),
        (lead.official.user, "Your charge of Songchon ends with 12\xa0Oct\xa02026."),
        (secretary.official.user, f"The charge of Songchon ends with 12\xa0Oct\xa02026: {TITLE}."),
    ]
    assert {each.url for each in Notification.objects.all()} == {f"/counties/{county.code}/lead/"}


# --- who is in charge, and where nobody is ---------------------------------------------------------------------------
def test_the_counties_of_a_year_without_a_member_in_charge_are_named():
    year = make.year()
    first, second, third = (make.plan().county for _row in range(3))
    make.plan(year_=make.year(2025))
    work.charge(first)
    row = work.charge(second, ends_on=make.DAY - timedelta(days=1))

    found = {day: charges.unled(year, day) for day in (make.DAY - timedelta(days=1), make.DAY)}

    assert found == {make.DAY - timedelta(days=1): [third], make.DAY: [second, third]}
    assert charges.leads([first, second], row.ends_on) == {first.pk: first.charges.get(), second.pk: row}
    assert charges.leads([third], make.DAY) == {}
