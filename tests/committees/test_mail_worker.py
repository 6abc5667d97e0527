"""E-mails sent by a real Celery worker: once, in the language of each, and none is lost with the queue."""

import re

import pytest

from committees import tasks
from committees.actions import mailings
from committees.models import Mailing, Notification, NotificationChoice
from regional20x10.shared import clock, jobs
from tests import make
from tests.committees.test_notifications import reachable, told

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def demonstration(worker):
    """A day that stands still, whose digest is due."""
    clock.stand_on(make.DAY)
    yield worker
    clock.cache.delete("clock")


def sent(count):
    return lambda: Mailing.objects.exclude(sent_at=None).count() == count


def letters(worker):
    """The names of the e-mails that the worker printed, which is how it sends them here."""
    return re.findall(r"^Message-ID: <((?:digest|urgent)-\d+)-", worker.log.read_text(), re.MULTILINE)


def test_a_worker_makes_and_sends_the_digests_of_a_day_in_the_language_of_each(demonstration):
    worker, english, korean = demonstration, reachable(), reachable()
    NotificationChoice.objects.create(user=korean.official.user, language="ko")
    told(english, korean)

    for _time in range(2):
        tasks.make_digests.delay()
    worker.wait_for(lambda: Mailing.objects.count() == 2)
    for _time in range(3):
        tasks.sweep_mail.delay()
    worker.wait_for(sent(2))

    assert sorted(letters(worker)) == sorted(f"digest-{pk}" for pk in Mailing.objects.values_list("pk", flat=True))
    assert Notification.objects.filter(mailed_at=None).count() == 0


def test_an_urgent_one_is_sent_at_once_after_the_commit(demonstration):
    worker = demonstration

    told(reachable(), urgent=True)
    worker.wait_for(sent(1))

    assert letters(worker) == [f"urgent-{Mailing.objects.get().pk}"]


def test_an_email_queued_many_times_is_sent_once(demonstration):
    worker = demonstration
    told(reachable())
    mailings.make_digests(day=make.DAY, at=clock.now(), by=None)
    row = Mailing.objects.get()

    many = [tasks.send_mail.delay(row.pk) for _time in range(6)]
    worker.wait_for(lambda: all(task.ready() for task in many) or sent(1)())
    for _time in range(3):
        tasks.sweep_mail.delay()
    jobs.put(tasks.send_mail.s(row.pk))
    told(reachable(), event="last:1:seen", urgent=True)
    worker.wait_for(sent(2))

    assert letters(worker).count(f"digest-{row.pk}") == 1


def test_an_emptied_broker_loses_no_email(demonstration, broker):
    worker = demonstration
    worker.kill()
    told(reachable(), urgent=True)
    broker.empty()
    worker.start()

    tasks.sweep_mail.delay()
    worker.wait_for(sent(1))

    assert len(letters(worker)) == 1
