"""One's own notifications on the pages: the bell, the list, opening and reading them, and what comes by e-mail."""

import re

import pytest
from django.core.cache import cache

from committees.actions import notifications
from committees.models import Notification, NotificationChoice, Topic
from committees.rights import Role
from regional20x10.shared import clock
from tests import make
from tests.committees.test_notifications import told

pytestmark = pytest.mark.django_db
LIST = "/en/notifications/"


@pytest.fixture(autouse=True)
def _today():
    clock.stand_on(make.DAY)
    yield
    cache.delete("clock")


@pytest.fixture
def post():
    return make.post()


@pytest.fixture
def reader(client, post):
    client.force_login(post.official.user)
    return client


def text(page):
    return " ".join(page.content.decode().split())


def bell(page):
    """The number on the bell of the masthead; None without one."""
    found = re.search(r'<a class="bell".*?</a>', text(page))
    number = re.search(r'class="count" aria-hidden="true">(\d+)', found[0])
    return number and int(number[1])


def several(post, count):
    for number in range(count):
        told(post, event=f"return:{number}:sent_back", at=make.moment(hour=8 + number))


def test_the_bell_counts_what_is_unread_on_every_page(reader, post):
    empty = bell(reader.get("/en/data/"))
    several(post, 2)

    assert (empty, bell(reader.get("/en/data/")), bell(reader.get("/ko/notifications/"))) == (None, 2, 2)


def test_the_list_says_what_happened_by_day_unread_ones_first(reader, post):
    several(post, 2)
    told(post, event="finding:7:made", topic=Topic.FINDING, code="finding_made_critical", urgent=True,
         values={"factory": "26-A-FOOD", "due": "2026-10-20"}, at=make.moment(make.DAY.replace(day=11)))  # fmt: skip
    notifications.mark_read(Notification.objects.get(event="return:1:sent_back"), by=post, at=make.moment())

    html = text(reader.get(LIST))

    assert "<h1>2 notifications are unread</h1>" in html
    assert re.findall(r'<h3 id="h-day-\d">([^<]+)</h3><span class="sub">(\w+)', html) == [
        ("12 Oct 2026", "Unread"),
        ("11 Oct 2026", "Unread"),
        ("12 Oct 2026", "Read"),
    ]
    assert html.count("Mark as read<") == 2
    assert html.count("Urgent</span>") == 1


def test_the_list_is_narrowed_by_topic_and_by_what_is_unread(reader, post):
    several(post, 2)
    told(post, event="finding:7:made", topic=Topic.FINDING)
    notifications.mark_read(Notification.objects.get(event="return:1:sent_back"), by=post, at=make.moment())

    totals = [
        reader.get(LIST + query).context["total"]
        for query in ("", "?topic=return", "?unread=yes", "?unread=no", "?topic=charge")
    ]

    assert totals == [3, 2, 2, 1, 0]
    assert "None of yours fits this filter." in text(reader.get(f"{LIST}?topic=charge"))
    assert reader.get(f"{LIST}?topic=weather").status_code == 400


def test_without_any_the_list_says_what_is_told_here(reader):
    html = text(reader.get(LIST))

    assert "<h1>No notification is unread</h1>" in html
    assert "Nothing that concerns your posts has happened yet." in html
    assert "Mark all as read" not in html


def test_to_open_one_is_to_have_read_it_and_leads_to_its_page_in_the_language_one_reads(reader, post):
    several(post, 1)
    row = Notification.objects.get()

    opened = reader.post(f"/ko/notifications/{row.pk}/open/")

    assert (opened.status_code, opened.headers["Location"]) == (302, "/ko/returns/1/")
    assert list(Notification.objects.unread()) == []


def test_looking_at_the_list_reads_nothing(reader, post):
    several(post, 1)
    row = Notification.objects.get()

    answers = [reader.get(LIST).status_code, reader.get(f"{LIST}{row.pk}/open/").status_code]

    assert answers == [200, 405]
    assert Notification.objects.unread().count() == 1


def test_one_or_all_are_marked_as_read(reader, post):
    several(post, 3)

    one = reader.post(f"{LIST}{Notification.objects.first().pk}/read/")
    left = Notification.objects.unread().count()
    rest = reader.post(f"{LIST}read/", follow=True)

    assert (one.headers["Location"], left) == (LIST, 2)
    assert "2 notifications are marked as read." in text(rest)
    assert bell(rest) is None


def test_those_of_another_are_not_there(reader, post):
    other = make.post()
    told(other)
    row = Notification.objects.get()

    answers = [reader.post(f"{LIST}{row.pk}/{deed}/").status_code for deed in ("open", "read")]
    shown = reader.get(LIST).context["total"]

    assert (answers, shown) == ([404, 404], 0)
    assert Notification.objects.unread().count() == 1


def test_who_reads_nothing_has_no_bell(client):
    client.force_login(make.post(Role.ADMINISTRATOR).official.user)

    assert 'class="bell"' not in text(client.get("/en/data/"))


def test_what_comes_by_email_is_chosen_and_kept(reader, post):
    address = f"{LIST}choices/"
    before = reader.get(address).context["form"]

    kept = reader.post(address, {"email": "office@example.org", "urgent_mail": "on", "muted": ["return"],
                                 "language": "ko"}, follow=True)  # fmt: skip

    assert [before[name].value() for name in ("email", "digest", "urgent_mail", "muted", "language")] == [
        "", True, True, [], "en",
    ]  # fmt: skip
    assert "Your choice is kept." in text(kept)
    choice = NotificationChoice.objects.get(user=post.official.user)
    assert (choice.digest, choice.urgent_mail, choice.muted, choice.language) == (False, True, ["return"], "ko")
    form = reader.get(address).context["form"]
    assert (form["email"].value(), form["digest"].value()) == ("office@example.org", False)


def test_what_is_no_address_is_refused_and_what_was_typed_stays(reader):
    page = reader.post(f"{LIST}choices/", {"email": "the office", "language": "en"})

    assert page.status_code == 409
    assert "“the office” is no e-mail address" in text(page)
    assert 'value="the office"' in text(page)
    assert not NotificationChoice.objects.exists()
