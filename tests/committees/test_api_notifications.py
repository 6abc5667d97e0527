"""One's own notifications through the API, and the choice of what comes by e-mail."""

import pytest
from django.core.cache import cache

from committees.models import Notification
from regional20x10.shared import clock
from tests import make
from tests.calls import Caller, sentences
from tests.committees.test_notifications import VALUES, told

pytestmark = pytest.mark.django_db
CHOICE = {
    "email": "office@example.org", "digest": False, "urgent_mail": True, "muted": ["charge"], "language": "ko",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


def test_ones_own_are_listed_told_and_read():
    post, other = make.post(), make.post()
    told(post, other)
    told(post, event="finding:7:made", topic="finding")
    caller, row = Caller(post), Notification.objects.get(user=post.official.user, topic="return")

    listed = caller.get("notifications/").json()["results"]
    one = caller.get(f"notifications/{row.pk}/").json()
    read = caller.post(f"notifications/{row.pk}/read/").json()
    left = caller.get("notifications/?unread=yes").json()["results"]
    rest = caller.post("notifications/read-all/").json()

    assert [item["event"] for item in listed] == ["finding:7:made", "return:1:sent_back"]
    assert one == {
        "id": row.pk, "event": "return:1:sent_back", "topic": "return", "code": "return_sent_back", "values": VALUES,
        "url": "/returns/1/", "urgent": False, "at": "2026-10-12T03:00:00Z", "on": "2026-10-12", "read_at": None,
        "mailed_at": None,
    }  # fmt: skip
    assert read == one | {"read_at": read["read_at"]}
    assert read["read_at"].startswith("2026-10-1")
    assert [item["topic"] for item in left] == ["finding"]
    assert rest == {"marked": 1}
    assert Notification.objects.unread().count() == 1


def test_those_of_another_are_not_there():
    told(make.post())
    caller, pk = Caller(make.post()), Notification.objects.get().pk

    answers = [caller.get(f"notifications/{pk}/"), caller.post(f"notifications/{pk}/read/")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_choice_is_told_and_put():
    caller = Caller(make.post())

    before = caller.get("notification-choices/").json()
    put = caller.put("notification-choices/", CHOICE)
    after = caller.get("notification-choices/").json()

    assert before == {"email": "", "digest": True, "urgent_mail": True, "muted": [], "language": "en"}
    assert (put.status_code, put.json(), after) == (200, CHOICE, CHOICE)


def test_a_choice_that_is_not_whole_or_not_known_is_refused():
    caller = Caller(make.post())

    short = caller.put("notification-choices/", {"email": ""})
    unfit = caller.put("notification-choices/", CHOICE | {"muted": ["weather"], "language": "fr", "colour": "red"})
    address = caller.put("notification-choices/", CHOICE | {"email": "nowhere"})

    assert [answer.status_code for answer in (short, unfit, address)] == [400, 400, 409]
    assert set(sentences(short)) == {"digest", "urgent_mail", "muted", "language"}
    assert {name.split(".")[0] for name in sentences(unfit)} == {"muted", "language", "colour"}
    assert "is no e-mail address" in address.json()["errors"][0]["detail"]


def test_a_token_that_only_reads_marks_nothing():
    post = make.post()
    told(post)

    answer = Caller(post, scope="read").post("notifications/read-all/")

    assert answer.status_code == 403
    assert Notification.objects.unread().count() == 1
