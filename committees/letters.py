"""E-mails as they are read: plain text in the user's own language, with the addresses of what they tell."""

from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees import notices
from committees.models import Mailing, NotificationChoice, Topic
from regional20x10.shared import clock, words

TOPICS = list(Topic)


def written(mailing, rows):
    """The EmailMessage of a mailing that tells the notifications `rows`. Written again, it has the same name."""
    choice = NotificationChoice.objects.filter(user=mailing.user_id).first() or NotificationChoice()
    with translation.override(choice.language):
        make = _urgent if mailing.kind == Mailing.Kind.URGENT else _digest
        subject, template, said = make(mailing, rows)
        said |= {
            "choices": settings.SITE_URL + reverse("notification_choices"),
            "demonstration": clock.demonstration_day() is not None,
        }
        body = render_to_string(f"committees/notifications/{template}.txt", said).strip() + "\n"
        name = f"<{mailing.kind}-{mailing.pk}-{mailing.made_at:%Y%m%d%H%M%S}@{urlsplit(settings.SITE_URL).hostname}>"
        headers = {"Message-ID": name, "Auto-Submitted": "auto-generated"}
        return EmailMessage(subject, body, to=[mailing.user.email], headers=headers)


def _digest(mailing, rows):
    count = len(rows)
    subject = ngettext(
        "20×10: %(count)s notification of %(day)s", "20×10: %(count)s notifications of %(day)s", count
    ) % {"count": words.number(count), "day": words.day(mailing.day)}
    ordered = sorted(rows, key=lambda row: TOPICS.index(row.topic))
    topics = [
        (Topic(topic).label, [_told(row) for row in found]) for topic, found in groupby(ordered, lambda row: row.topic)
    ]
    return subject, "digest", {"subject": subject, "topics": topics}


def _urgent(mailing, rows):
    told = _told(rows[0])
    subject = _("20×10, urgent: %(said)s") % {"said": " ".join(told["said"].split())}
    return subject, "urgent", {"told": told}


def _told(row):
    """{said, url}: the sentence, and the whole address of its page in the language that is on."""
    return {"said": notices.said(row), "url": f"{settings.SITE_URL}/{translation.get_language()}{row.url}"}
