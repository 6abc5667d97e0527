"""E-mails: one digest a day for who wants one, urgent ones at once, and none of them twice."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection

from committees import tasks
from committees.actions import mailings, notifications
from committees.models import Mailing, Notification, NotificationChoice, Topic
from regional20x10.shared import clock, words
from tests import make
from tests.committees.test_notifications import reachable, told

pytestmark = pytest.mark.django_db
EVENING = make.moment(hour=18)


def chosen(post, **values):
    return NotificationChoice.objects.create(user=post.official.user, **values)


def digests(at=EVENING, day=make.DAY):
    return mailings.make_digests(day=day, at=at, by=None)


def sent_all(at=EVENING):
    return [mailings.send(pk, at=at) for pk in mailings.sweep(at=at, by=None)]


def to_whom():
    return [letter.to for letter in mail.outbox]


# --- making ----------------------------------------------------------------------------------------------------------
def test_a_day_makes_one_digest_for_each_user_who_wants_one():
    wants, no_digest, muted, no_address, has_read = (
        reachable(), reachable(), reachable(), make.post(), reachable(),
    )  # fmt: skip
    chosen(no_digest, digest=False)
    chosen(muted, muted=["return"])
    for number in range(3):
        told(wants, no_digest, muted, no_address, has_read, event=f"return:{number}:sent_back")
    notifications.mark_all_read(has_read.official.user, by=has_read, at=make.moment())

    assert [digests(), digests(at=EVENING + timedelta(minutes=10))] == [1, 1]
    assert list(Mailing.objects.values_list("user", "kind", "day")) == [(wants.user_id, "digest", make.DAY)]


def test_a_digest_tells_of_its_own_day_only():
    post = reachable()
    told(post, event="return:1:sent_back", at=make.moment(date(2026, 10, 11), 17))
    told(post, event="return:2:sent_back", at=make.moment(date(2026, 10, 11), 19))
    told(post, event="return:3:sent_back", at=make.moment(hour=19))

    digests()
    sent_all()

    assert [letter.body.count("/en/returns/") for letter in mail.outbox] == [1]
    assert list(Notification.objects.exclude(mailed_at=None).values_list("event", flat=True)) == ["return:2:sent_back"]


def test_what_went_as_an_urgent_one_is_not_told_again_by_the_digest():
    post = reachable()
    told(post, event="finding:1:made", urgent=True)
    told(post, event="return:1:sent_back")

    sent_all(make.moment())
    digests()
    sent_all()

    assert [letter.subject.split(":")[0] for letter in mail.outbox] == ["20×10, urgent", "20×10"]
    assert mail.outbox[1].subject == f"20×10: 1 notification of {words.day(make.DAY)}"


def test_urgent_ones_that_one_wants_no_mail_of_stand_in_the_digest():
    post = reachable()
    chosen(post, urgent_mail=False)
    told(post, event="finding:1:made", urgent=True)

    digests()

    assert Mailing.objects.get().kind == Mailing.Kind.DIGEST


# --- writing ---------------------------------------------------------------------------------------------------------
def test_a_digest_says_everything_by_topic_in_the_users_language(settings):
    settings.SITE_URL = "https://monitor.example"
    english, korean = reachable(), reachable()
    chosen(korean, language="ko")
    finding = {"topic": Topic.FINDING, "code": "finding_made", "url": "/findings/5/"}
    told(english, korean, event="finding:5:made", values={"factory": "26-A-FOOD", "due": "2026-10-20"}, **finding)
    told(english, korean)

    digests()
    sent_all()

    first, second = mail.outbox
    assert first.subject == f"20×10: 2 notifications of {words.day(make.DAY)}"
    assert (
        first.body
        == f"""{first.subject}

Returns that were sent back or wait

- The return of 26-A-FOOD for 1–10 Oct\N{NO-BREAK SPACE}2026 was sent back: correct it by a new version.
  https://monitor.example/en/returns/1/

Findings of inspections

- An inspection of 26-A-FOOD made a finding, to be mended by {words.day(date(2026, 10, 20))}.
  https://monitor.example/en/findings/5/

How you hear of such events, and of which, is chosen here:
https://monitor.example/en/notifications/choices/
"""
    )
    assert "2026년" in second.subject
    assert re.findall("https.*", second.body) == [
        f"https://monitor.example/ko/{page}/" for page in ("returns/1", "findings/5", "notifications/choices")
    ]


def test_an_email_has_the_same_name_whenever_it_is_written(settings):
    settings.SITE_URL = "https://monitor.example"
    post = reachable()
    told(post)
    digests()

    sent_all()

    row = Mailing.objects.get()
    assert mail.outbox[0].extra_headers == {
        "Message-ID": f"<digest-{row.pk}-20261012090000@monitor.example>", "Auto-Submitted": "auto-generated",
    }  # fmt: skip


def test_a_demonstration_says_so_in_its_emails():
    clock.stand_on(make.DAY)
    told(reachable())
    digests()

    sent_all()

    assert mail.outbox[0].body.startswith("Demonstration. All figures")
    clock.cache.delete("clock")


# --- sending ---------------------------------------------------------------------------------------------------------
def test_an_email_is_sent_once():
    post = reachable()
    told(post)
    digests()
    [pk] = mailings.sweep(at=EVENING, by=None)

    sent = [mailings.send(pk, at=EVENING) for _time in range(3)]

    assert (sent, to_whom()) == ([True, False, False], [["somebody@example.org"]])
    row = Mailing.objects.get()
    assert (row.sent_at, row.lease_until, row.attempts) == (EVENING, None, 1)
    assert Notification.objects.get().mailed_at == EVENING


def test_what_is_read_before_it_goes_goes_no_more_and_what_is_read_after_it_was_made_does():
    early, late = reachable(), reachable()
    told(early, late)
    digests()
    notifications.mark_all_read(early.official.user, by=early, at=EVENING)
    notifications.mark_all_read(late.official.user, by=late, at=EVENING + timedelta(minutes=1))

    sent_all(EVENING + timedelta(minutes=2))

    assert list(Mailing.objects.values_list("user", flat=True)) == [late.user_id]
    assert len(mail.outbox) == 1


def test_who_chooses_otherwise_before_it_goes_gets_none():
    post = reachable()
    told(post)
    digests()
    chosen(post, digest=False)

    assert sent_all() == [False]
    assert (mail.outbox, Mailing.objects.count()) == ([], 0)


def test_a_claimed_email_is_left_to_its_worker_and_one_whose_worker_died_is_not_sent_again():
    told(reachable())
    digests()
    Mailing.objects.update(lease_until=EVENING + timedelta(minutes=5), attempts=1)

    during, after = (sent_all(EVENING + timedelta(minutes=minutes)) for minutes in (1, 6))

    assert (during, after, mail.outbox) == ([], [], [])
    assert Mailing.objects.unsure(EVENING + timedelta(minutes=6)).count() == 1


# --- the schedule ----------------------------------------------------------------------------------------------------
def test_the_schedule_makes_the_digest_of_the_day_a_demonstration_stands_on():
    clock.stand_on(make.DAY)
    told(reachable())

    tasks.make_digests()

    assert Mailing.objects.get().day == make.DAY
    clock.cache.delete("clock")


def test_the_schedule_makes_the_digest_of_the_day_that_ended():
    ended = notifications.told_on(clock.now()) - timedelta(days=1)
    told(reachable(), at=make.moment(ended))

    tasks.make_digests()

    assert Mailing.objects.get().day == ended


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one_digest_and_send_it_once():
    told(reachable())

    def both(do):
        gate = threading.Barrier(2)

        def run(_number):
            gate.wait()
            try:
                return do()
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(run, range(2)))

    both(digests)
    [pk] = Mailing.objects.values_list("pk", flat=True)
    sent = both(lambda: mailings.send(pk, at=EVENING))

    assert sorted(sent) == [False, True]
    assert len(mail.outbox) == 1
