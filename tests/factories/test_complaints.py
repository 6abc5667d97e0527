"""Complaints of residents: received and replied to under a number, corrected, withdrawn."""

import uuid
from datetime import date, timedelta
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from committees.rights import Role
from factories import complaints
from factories.actions import complaints as deeds
from factories.funds import known_before
from factories.models import Complaint, ComplaintReply
from regional20x10.shared import clock
from regional20x10.shared.errors import Refused
from tests import make
from tests.refusals import action_forbids, action_refuses, database_refuses, sql

pytestmark = pytest.mark.django_db
CAME, DUE = date(2026, 9, 1), date(2026, 9, 16)
NOW = make.moment()


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def project():
    return make.project()


@pytest.fixture
def clerk():
    return make.post()


def receive(project, reference="K-2026/14", *, by=None, at=NOW, **values):
    values = {"matter": "noise", "received_on": CAME, "reply_due_on": DUE, **values}
    return deeds.receive(project, reference=reference, by=by or make.post(), at=at, **values)


def reply(complaint, replied_on=date(2026, 9, 10), outcome="mended", *, by=None, at=NOW, **values):
    return deeds.reply(complaint, replied_on=replied_on, outcome=outcome, by=by or make.post(), at=at, **values)


def now():
    return complaints.counted(Complaint.objects.then(known_before(make.DAY), make.DAY))


# --- received and replied to -----------------------------------------------------------------------------------------
def test_a_complaint_is_kept_under_its_number_with_its_matter_and_its_days(project, clerk):
    row = receive(project, " K-2026/14 ", by=clerk)

    assert (row.reference, row.matter, row.received_on, row.reply_due_on, row.by) == (
        "K-2026/14", "noise", CAME, DUE, clerk
    )  # fmt: skip


@pytest.mark.parametrize("number", ["1", "K-2026/14", "2026.10.3", "KR-PY/17", "신소-26/14", "17호"])
def test_what_counties_write_in_their_registers_is_a_number(project, number):
    assert receive(project, number).reference == number


@pytest.mark.parametrize(
    "name", ["KimCholSu-1", "Kim-12", "KIM-CHOLSU-1", "김철수-1", "김철수", "K", "Ri.Ok.12", "k-i-m-c-h-1"]
)
def test_what_looks_like_a_name_is_no_number(project, name):
    said = (
        f"“{name}” looks like a name. Enter the number of the register, such as K-2026/14: digits, with at most four "
        "letters or two syllables for the office."
    )

    with action_refuses(said, reference=said):
        receive(project, name)


@pytest.mark.parametrize("text", ["K 14", "K-14, Mr Ri", "№14", "14;", "14\n15", "金1", "К-14", "k@14", "١٤"])
def test_nothing_but_letters_digits_and_three_signs_is_a_number(project, text):
    said = "A number has letters, digits, “-”, “/” and “.” only: nothing that tells who complained."

    with action_refuses(said, reference=said):
        receive(project, text)


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_kept(project):
    with action_refuses(
        "Enter the number the complaint has in the register.",
        "Enter the day it came, from the year 2023 on, at the latest 12\xa0Oct\xa02026, as 2026-10-02.",
        "Value 'anger' is not a valid choice.",
        "A reply is due on or after the day the complaint came: correct a date.",
    ):
        receive(project, " ", matter="anger", received_on=make.DAY + timedelta(1), reply_due_on=DUE)

    assert not Complaint.objects.exists()


def test_a_reply_due_years_later_is_a_slip(project):
    said = "A reply is due within a year of the day the complaint came: correct a date."

    with action_refuses(said, reply_due_on=said):
        receive(project, reply_due_on=date(2062, 9, 16))


def test_a_number_is_entered_once_for_a_factory_and_again_for_another(project):
    receive(project)

    with action_refuses("This number of the register was entered for this factory already."):
        receive(project)

    assert receive(make.project()).reference == "K-2026/14"


def test_a_complaint_is_replied_to_once_between_its_day_and_today(project):
    complaint = receive(project)
    said = "Enter the day of the reply, from 1\xa0Sep\xa02026 to 12\xa0Oct\xa02026, as 2026-10-02."
    for day in (CAME - timedelta(1), make.DAY + timedelta(1), None):
        with pytest.raises(Refused) as refused:
            reply(complaint, day)
        assert refused.value.fields["replied_on"] == [said]
    reply(complaint)

    with action_refuses("This complaint was replied to already: correct that entry."):
        reply(complaint)


def test_the_same_key_is_the_same_entry(project):
    keys = [uuid.uuid4(), uuid.uuid4()]
    rows = [receive(project, key=keys[0]) for _ in range(2)]
    replies = [reply(rows[0], key=keys[1]) for _ in range(2)]

    assert rows[0] == rows[1]
    assert replies[0] == replies[1]
    with action_refuses("This key belongs to an entry of another factory: send a new one."):
        receive(make.project(), key=keys[0])


def test_only_who_keeps_the_register_enters_complaints(project):
    engineer = make.post(Role.CONSTRUCTION_UNIT)
    with action_forbids(
        f"The post “{engineer}” may not do this. Ask: Committee staff, City or county chief secretary, Chair of the "
        "city or county people’s committee, City or county staff."
    ):
        receive(project, by=engineer)


# --- corrected and withdrawn -----------------------------------------------------------------------------------------
def test_a_correction_is_another_version_and_its_reason_is_chosen(project, clerk):
    row = receive(project)

    fresh = deeds.correct(row, matter="dust", why="typed", by=clerk, at=NOW)

    assert (fresh.matter, fresh.replaces, fresh.reference, fresh.why) == ("dust", row, row.reference, "typed")
    assert list(Complaint.objects.in_force()) == [fresh]


def test_no_text_of_ones_own_is_ever_kept(project, clerk):
    row = receive(project)
    said = "Choose why from the list: nothing personal is written here."

    with action_refuses(said, why=said):
        deeds.correct(row, matter="dust", why="Ri Ok Hui said so", by=clerk, at=NOW)
    with action_refuses(said, why=said):
        deeds.withdraw(row, why="again", by=clerk, at=NOW)


def test_a_number_is_not_corrected(project, clerk):
    row = receive(project)
    said = "A number is not corrected: withdraw the entry, and enter the complaint under its own number."

    with action_refuses(said, reference=said):
        deeds.correct(row, reference="K-2026/15", why="typed", by=clerk, at=NOW)


def test_a_correction_that_changes_nothing_is_refused(project, clerk):
    row = receive(project)
    said = "Nothing differs from what is entered: change what is wrong, or leave it."

    with action_refuses(said, matter=said):
        deeds.correct(row, reference=row.reference, matter="noise", why="typed", by=clerk, at=NOW)


def test_a_reply_stays_with_a_complaint_that_is_corrected(project, clerk):
    row = receive(project)
    reply(row)

    fresh = deeds.correct(row, reply_due_on=date(2026, 9, 9), why="register", by=clerk, at=NOW)

    assert now().late == 1
    with action_refuses("This complaint was replied to already: correct that entry."):
        reply(fresh)


def test_a_complaint_did_not_come_after_it_was_replied_to(project, clerk):
    row = receive(project)
    reply(row, date(2026, 9, 10))
    said = "It was replied to on 10\xa0Sep\xa02026: it came by then. Correct the reply first, or enter an earlier day."

    with action_refuses(said, received_on=said):
        deeds.correct(row, received_on=date(2026, 9, 11), why="typed", by=clerk, at=NOW)


def test_a_reply_is_corrected_too(project, clerk):
    first = reply(receive(project))

    fresh = deeds.correct(first, outcome="partly", why="typed", by=clerk, at=NOW)

    assert (fresh.outcome, fresh.replied_on, fresh.complaint) == ("partly", first.replied_on, first.complaint)


def test_a_complaint_is_withdrawn_after_its_reply(project, clerk):
    row = receive(project)
    answer = reply(row)

    with action_refuses("A reply to this complaint is entered: withdraw the reply first."):
        deeds.withdraw(row, why="twice", by=clerk, at=NOW)
    deeds.withdraw(answer, why="twice", by=clerk, at=NOW)
    deeds.withdraw(row, why="twice", by=clerk, at=NOW)

    assert now() == complaints.Counts()


def test_what_was_withdrawn_is_entered_again_as_its_next_version(project, clerk):
    row = receive(project)
    answer = reply(row)
    deeds.withdraw(answer, why="elsewhere", by=clerk, at=NOW)
    second = reply(row, date(2026, 9, 30))
    deeds.withdraw(second, why="elsewhere", by=clerk, at=NOW)
    deeds.withdraw(row, why="elsewhere", by=clerk, at=NOW)

    again = receive(project, matter="water")

    assert (second.chain, again.chain) == (answer.chain, row.chain)
    assert again.why == "again"
    assert now() == complaints.Counts(received=1, open=1, overdue=1)


def test_a_version_that_was_replaced_meanwhile_is_not_corrected(project, clerk):
    row = receive(project)
    deeds.correct(row, matter="dust", why="typed", by=clerk, at=NOW)

    with action_refuses("This entry was corrected or withdrawn meanwhile: load the page again."):
        deeds.correct(row, matter="water", why="typed", by=clerk, at=NOW)


def test_nobody_replies_to_what_was_withdrawn(project, clerk):
    row = receive(project)
    deeds.withdraw(row, why="twice", by=clerk, at=NOW)

    with action_refuses("This complaint was withdrawn meanwhile: load the page again."):
        reply(row)


def test_the_database_keeps_what_was_entered(project):
    row = receive(project)

    with database_refuses("never_changed"):
        sql("UPDATE factories_complaint SET matter = 'dust' WHERE id = %s", row.pk)
    with database_refuses("never_changed"):
        sql("DELETE FROM factories_complaint WHERE id = %s", row.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_replies_at_once_one_is_kept():
    complaint, by, said = receive(make.project()), make.post(), []

    def answer():
        try:
            with transaction.atomic():
                reply(complaint, by=by)
        except Refused as refused:
            said.append(refused.reasons)
        finally:
            connection.close()

    threads = [Thread(target=answer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ComplaintReply.objects.count() == 1
    assert said == [["This complaint was replied to already: correct that entry."]]
