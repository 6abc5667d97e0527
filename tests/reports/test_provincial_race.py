"""Two at once: of two saves one is kept and the other learns it; of two submissions there is one."""

import threading

import pytest
from django.db import connection

from regional20x10.shared.errors import Conflict
from reports.actions import provincial as deeds
from tests import make
from tests.reports import provincial

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """What each of `acts` gave, or the error it raised, all begun at the same moment."""
    barrier, found = threading.Barrier(len(acts)), []

    def run(act):
        barrier.wait()
        try:
            found.append(act())
        except Exception as error:
            found.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_of_two_saves_at_once_one_is_kept_and_the_other_sees_it():
    found = provincial.world()
    report = provincial.begun(found)

    def save(post, text):
        return lambda: deeds.save_section(report, key="results", text=text, version=1, by=post, at=make.moment())

    answers = at_once(save(found.secretary, "Of the secretary."), save(found.chair, "Of the chair."))

    assert sorted(isinstance(answer, Conflict) for answer in answers) == [False, True]
    assert provincial.section(report).version == 2


def test_of_two_submissions_at_once_there_is_one():
    found = provincial.world()
    report = provincial.written(found)

    answers = at_once(*[lambda: deeds.submit(report, by=found.secretary, at=make.moment())] * 2)

    assert [answer.state for answer in answers] == ["submitted", "submitted"]
    assert report.steps.count() == 1
