"""Notifications: what happened that concerns a user, once for each event, and how they want to hear of it."""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.people import User


class Topic(models.TextChoices):
    """What a notification is about; users choose by it."""

    RETURN = "return", _("returns that were sent back or wait")
    FINDING = "finding", _("findings of inspections")
    REQUEST = "request", _("requests between bodies")
    DECISION = "decision", _("decisions and meetings")
    GUIDANCE = "guidance", _("guidance notes and replies")
    CHARGE = "charge", _("counties in one’s charge")
    REPORT = "report", _("reports of provinces, and packs that are ready")
    MENTION = "mention", _("comments that call one")


class NotificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    editable_by = visible_to

    def unread(self):
        return self.filter(read_at__isnull=True)

    def wanted_by_mail(self, way):
        """Those whose users want them so (`way`: "digest" or "urgent_mail"), and have an address to send to."""
        choice = "user__notification_choice"
        asked = Q(**{f"{choice}__isnull": True}) | Q(**{f"{choice}__{way}": True})
        muted = reduce(or_, (Q(topic=topic, **{f"{choice}__muted__contains": topic}) for topic in Topic.values))
        return self.filter(asked, user__is_active=True).exclude(user__email="").exclude(muted)

    def for_digest(self, day):
        """Those that the digest of `day` tells: wanted so, and not sent as urgent ones."""
        return self.filter(on=day, mailings=None).wanted_by_mail("digest")

    def for_list(self):
        """Unread ones first, of both the newest first."""
        rows = self.annotate(seen=Q(read_at__isnull=False)).order_by("seen", "-at", "-pk")
        return rows.fetch_mode(models.FETCH_RAISE)


class Notification(models.Model):
    """One event as it concerns one user. `event` is the same for all whom it concerns, and never twice for one."""

    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    event = models.CharField(max_length=100, help_text="Such as request:31:asked: what happened to which row.")
    topic = models.CharField(_("about"), max_length=8, choices=Topic)
    code = models.SlugField(max_length=40, help_text="Which sentence is said.")
    values = models.JSONField(default=dict, help_text="What the sentence names; words of neither language.")
    url = models.CharField(max_length=200, help_text="The page without its language, such as /requests/31/.")
    urgent = models.BooleanField(_("urgent"), default=False)
    at = models.DateTimeField(_("happened"))
    on = models.DateField(help_text="The day of the programme on which it happened: that of its digest.")
    read_at = models.DateTimeField(_("read"), null=True)
    mailed_at = models.DateTimeField(_("sent by e-mail"), null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = [models.Index(fields=["user", "read_at"], name="notification_of_user")]
        constraints = [
            models.UniqueConstraint(fields=["user", "event"], name="notified_once_of_an_event"),
        ]

    def __str__(self):
        return self.event


class NotificationChoice(models.Model):
    """How a user wants to hear. Without a row: in the application, a digest a day, urgent ones at once."""

    user = models.OneToOneField(User, models.PROTECT, related_name="notification_choice")
    digest = models.BooleanField(_("one digest a day by e-mail"), default=True)
    urgent_mail = models.BooleanField(_("urgent ones at once by e-mail"), default=True)
    muted = models.JSONField(_("not by e-mail"), default=list, blank=True)
    language = models.CharField(_("language of e-mails"), max_length=2, default="en")

    class Meta:
        verbose_name = _("choice of notifications")
        verbose_name_plural = _("choices of notifications")

    def __str__(self):
        return f"{self.user_id}"


RETRY_AFTER = [timedelta(minutes=4**number) for number in range(1, 6)]
"""So long after it was made an e-mail is tried again, for the second to the sixth and last time: after 17 hours."""


class MailingQuerySet(models.QuerySet):
    def due(self, at):
        """Those to send now: neither sent nor claimed, and not refused so lately that it is too early to try again."""
        waited = (Q(attempts=number, made_at__lte=at - wait) for number, wait in enumerate(RETRY_AFTER, 1))
        return self.filter(reduce(or_, waited, Q(attempts=0)), sent_at__isnull=True, lease_until__isnull=True)

    def unsure(self, at):
        """Those whose worker died while it sent them: nobody knows whether they arrived. They are not sent again."""
        return self.filter(sent_at__isnull=True, lease_until__lt=at)


class Mailing(models.Model):
    """One e-mail that is to be sent: a day's digest, or an urgent notification. Claimed by a lease, sent once."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("digest")
        URGENT = "urgent", _("urgent")

    user = models.ForeignKey(User, models.PROTECT, related_name="mailings")
    kind = models.CharField(max_length=6, choices=Kind)
    day = models.DateField(null=True, help_text="Of a digest: the day it tells of.")
    notification = models.ForeignKey(Notification, models.PROTECT, null=True, related_name="mailings")
    made_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], condition=Q(kind="digest"), name="one_digest_a_day"),
            models.UniqueConstraint(
                fields=["notification"], condition=Q(kind="urgent"), name="one_mail_for_an_urgent_notification"
            ),
            models.CheckConstraint(
                name="mailing_is_of_something",
                condition=Q(kind="digest", day__isnull=False, notification__isnull=True)
                | Q(kind="urgent", day__isnull=True, notification__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.user_id}"
