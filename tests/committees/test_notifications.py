"""Who is told of what: once for each event, never who did it; what they read, and how they choose to hear."""

from datetime import date

import pytest
from django.utils import translation

from committees import notices
from committees.actions import notifications
from committees.actions.notifications import notify, notify_all, silently
from committees.models import Mailing, Notification, NotificationChoice, Topic
from committees.rights import Role
from regional20x10.shared import clock
from regional20x10.shared.errors import NotAllowed, Refused
from tests import make, work

pytestmark = pytest.mark.django_db
CHOICE = {"digest": True, "urgent_mail": True, "muted": [], "language": "ko", "email": "office@example.org"}
VALUES = {"factory": "26-A-FOOD", "first": "2026-10-01", "last": "2026-10-10"}


def told(*posts, event="return:1:sent_back", **values):
    said = {
        "topic": Topic.RETURN, "code": "return_sent_back", "values": VALUES, "url": "/returns/1/", "at": make.moment(),
    }  # fmt: skip
    return notify(posts, event=event, **said | values)


def reachable(role=Role.COMMITTEE_STAFF, **values):
    """A post whose user has an address."""
    return make.post(role, user_=make.user(email="somebody@example.org"), **values)


# --- telling ---------------------------------------------------------------------------------------------------------
def test_an_event_is_told_once_to_each_user_and_never_to_who_did_it():
    first, second, who = make.post(), make.post(), make.post()
    same = make.post(user_=first.official.user)

    told(first, same, second, who, by=who)
    told(first, second, by=who)

    assert list(Notification.objects.order_by("user").values_list("user", flat=True)) == [
        first.user_id, second.user_id,
    ]  # fmt: skip


def test_a_post_without_a_user_is_told_nothing():
    post = make.post()
    post.official.user = None
    post.official.save()

    assert told(post) == 0


def test_several_events_are_told_in_one_statement(django_assert_num_queries):
    posts = [make.post() for _row in range(3)]
    events = [(posts, f"return:{number}:sent_back", VALUES, f"/returns/{number}/") for number in range(4)]

    with django_assert_num_queries(1):
        told_ = notify_all(events, topic=Topic.RETURN, code="return_sent_back", at=make.moment())

    assert (told_, Notification.objects.count()) == (12, 12)


def test_silently_nobody_is_told():
    with silently():
        told(make.post())

    assert not Notification.objects.exists()


@pytest.mark.parametrize(("hour", "day"), [(0, 12), (17, 12), (18, 13), (23, 13)])
def test_what_comes_after_the_hour_of_the_digest_is_told_by_that_of_the_next_day(hour, day):
    told(make.post(), at=make.moment(hour=hour))

    assert Notification.objects.get().on == date(2026, 10, day)


# --- what is said ----------------------------------------------------------------------------------------------------
def test_every_code_of_returns_and_findings_is_said_as_a_sentence():
    values = VALUES | {"until": "2026-10-20", "due": "2026-10-20"}
    ours = [code for code in notices.SENTENCES if code.startswith(("return", "finding"))]

    said = {code: notices.said(Notification(code=code, values=values)) for code in ours}

    assert len(ours) == 8
    assert [code for code, text in said.items() if not text.endswith(".")] == []
    assert said["return_sent_back"] == (
        "The return of 26-A-FOOD for 1–10 Oct\N{NO-BREAK SPACE}2026 was sent back: correct it by a new version."
    )


def test_days_are_said_in_the_language_that_is_on():
    row = Notification(code="finding_made", values={"factory": "26-A-FOOD", "due": "2026-10-20"})

    with translation.override("ko"):
        said = notices.said(row)

    assert "2026년" in said


def test_a_month_is_said_as_a_month():
    values = {"factory": "26-A-FOOD", "first": "2026-09-01", "last": "2026-09-30"}

    said = notices.said(Notification(code="return_waits_for_province", values=values))

    assert said == "The return of 26-A-FOOD for September\N{NO-BREAK SPACE}2026 waits to be verified."


@pytest.mark.parametrize(
    ("code", "values"), [("of-another-time", {}), ("return_sent_back", {}), ("return_sent_back", {"first": 3})]
)
def test_what_cannot_be_said_any_more_is_said_by_its_code(code, values):
    assert notices.said(Notification(code=code, values=values)) == code


# --- urgent ones -----------------------------------------------------------------------------------------------------
def test_an_urgent_one_makes_an_email_for_each_who_wants_it():
    wants, mute, no_address, elsewhere, closed = (
        reachable(), reachable(), make.post(), reachable(), reachable(),
    )  # fmt: skip
    NotificationChoice.objects.create(user=mute.official.user, urgent_mail=False)
    NotificationChoice.objects.create(user=elsewhere.official.user, muted=["finding"])
    type(closed.official.user).objects.filter(pk=closed.user_id).update(is_active=False)

    told(wants, mute, no_address, elsewhere, closed, topic=Topic.FINDING, urgent=True)

    assert Notification.objects.count() == 5
    assert list(Mailing.objects.values_list("user", "kind", "notification__user", "day")) == [
        (wants.user_id, "urgent", wants.user_id, None)
    ]


def test_an_urgent_one_said_again_makes_no_second_email():
    post = reachable()

    for _time in range(2):
        told(post, urgent=True)

    assert Mailing.objects.count() == 1


# --- reading ---------------------------------------------------------------------------------------------------------
def test_what_is_read_twice_was_read_the_first_time():
    post = make.post()
    told(post)
    row = Notification.objects.get()

    for hour in (13, 14):
        notifications.mark_read(row, by=post, at=make.moment(hour=hour))

    row.refresh_from_db()
    assert row.read_at == make.moment(hour=13)


def test_all_are_read_at_once_and_only_ones_own():
    post, other = make.post(), make.post()
    for number in range(3):
        told(post, other, event=f"return:{number}:sent_back")

    assert notifications.mark_all_read(post.official.user, by=post, at=make.moment()) == 3
    assert list(Notification.objects.unread().values_list("user", flat=True)) == [other.user_id] * 3


def test_nobody_reads_or_chooses_for_another():
    post, other = make.post(), make.post()
    told(post)
    deeds = [
        lambda: notifications.mark_read(Notification.objects.get(), by=other, at=make.moment()),
        lambda: notifications.mark_all_read(post.official.user, by=other, at=make.moment()),
        lambda: notifications.choose(post.official.user, **CHOICE, by=other),
    ]

    for deed in deeds:
        with pytest.raises(NotAllowed, match="another user"):
            deed()


def test_the_list_has_unread_ones_first_and_of_both_the_newest():
    post = make.post()
    for number, hour in enumerate((9, 10, 11, 12)):
        told(post, event=f"return:{number}:sent_back", at=make.moment(hour=hour))
    for event in ("return:1:sent_back", "return:3:sent_back"):
        notifications.mark_read(Notification.objects.get(event=event), by=post, at=make.moment())

    rows = Notification.objects.visible_to(post.official.user).for_list()

    assert [row.event.split(":")[1] for row in rows] == ["2", "0", "3", "1"]


def test_the_unread_ones_are_counted_with_the_posts(django_assert_num_queries):
    post = make.post()
    make.post(user_=post.official.user)
    for number in range(3):
        told(post, event=f"return:{number}:sent_back")
    notifications.mark_read(Notification.objects.first(), by=post, at=make.moment())
    user = type(post.official.user).objects.get(pk=post.user_id)
    clock.today()  # which remembers it

    with django_assert_num_queries(1):
        counted = user.unread

    assert (counted, make.user().unread) == (2, 0)


# --- choosing --------------------------------------------------------------------------------------------------------
def test_a_choice_is_kept_and_chosen_again():
    post = make.post()

    notifications.choose(post.official.user, **CHOICE, by=post)
    kept = notifications.choose(
        post.official.user, **CHOICE | {"digest": False, "muted": ["return", "charge"], "email": ""}, by=post
    )

    assert NotificationChoice.objects.get() == kept
    assert (kept.digest, kept.urgent_mail, kept.muted, kept.language) == (False, True, ["charge", "return"], "ko")
    assert kept.user.__class__.objects.get(pk=post.user_id).email == ""


def test_a_choice_is_refused_with_all_that_is_wrong():
    post = make.post()

    with pytest.raises(Refused) as refused:
        notifications.choose(
            post.official.user, **CHOICE | {"email": "nowhere", "muted": ["weather"], "language": "fr"}, by=post
        )

    assert refused.value.fields == {
        "email": ["“nowhere” is no e-mail address: write it as office@example.org, or leave it empty."],
        "muted": [
            "There is no topic “weather”. Known: return, finding, request, decision, guidance, charge, report, mention."
        ],
        "language": ["E-mails are written in English or Korean: choose one of them."],
    }
    assert not NotificationChoice.objects.exists()


def test_a_body_is_acted_for_by_its_posts_of_the_day():
    supplier = work.body()
    own, other = work.officer(supplier), work.officer(supplier, Role.COMMITTEE_STAFF)
    work.officer(supplier, ends_on=date(2026, 10, 1))
    make.post()

    assert set(notifications.acting_for(supplier, make.DAY)) == {own, other}
