"""Meetings of the committee: agenda, attendance, minutes."""

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models.committee import Committee, Membership
from committees.models.scope import ABOUT, Concerning, of_the_nation, own_body, post_of
from committees.rights import NATION


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("planned")
    CONVENED = "convened", _("convened, agenda fixed")
    HELD = "held", _("held, minutes open")
    MINUTED = "minuted", _("minutes closed")


MEETING_MOVES = {
    "convene": (
        MeetingState.PLANNED,
        MeetingState.CONVENED,
        _("Only a planned meeting is convened."),
    ),
    "reopen": (
        MeetingState.CONVENED,
        MeetingState.PLANNED,
        _("Only an agenda that is fixed and not yet dealt with is opened again."),
    ),
    "hold": (
        MeetingState.CONVENED,
        MeetingState.HELD,
        _("A meeting is opened after it was convened."),
    ),
    "close": (
        MeetingState.HELD,
        MeetingState.MINUTED,
        _("Minutes are closed once the meeting was held."),
    ),
}
"""{deed: (state in which it may be done, state it leads to, what is said in any other)}."""


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who reads the nation, and whose body or post has a seat in the committee."""
        post = post_of(user)
        if post is None:
            return self.none()
        if post.rule.reads == NATION:
            return self.all()
        seats = Membership.objects.filter(Q(post=post) | Q(organization=own_body(user)))
        return self.filter(committee__in=seats.values("committee"))

    def editable_by(self, user):
        return of_the_nation(self, user)

    def for_list(self):
        rows = self.select_related("committee__organization")
        return rows.order_by("-held_on", "-number", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Meeting(models.Model):
    """One session of the committee, from its first agenda to its closed minutes."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="meetings", verbose_name=_("committee"))
    number = models.PositiveSmallIntegerField(_("number"))
    held_on = models.DateField(_("day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MeetingState, default=MeetingState.PLANNED)
    chair = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("presided by")
    )
    minutes = models.TextField(_("minutes"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    closed_at = models.DateTimeField(_("minutes closed"), null=True, editable=False)
    closed_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, editable=False, related_name="+")
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"],
                name="meeting_number_once",
                violation_error_message=_("A meeting of this number is there already: load the page again."),
            ),
            models.CheckConstraint(
                name="meeting_closed_with_its_minutes",
                condition=~Q(state="minuted") | (~Q(minutes="") & Q(closed_at__isnull=False)),
                violation_error_message=_("Write the minutes before they are closed."),
            ),
        ]

    def __str__(self):
        return f"{self.committee.organization} {self.number}"

    def get_absolute_url(self):
        return reverse("meeting", args=[self.pk])


class ItemSource(models.TextChoices):
    """Why something is on an agenda."""

    RED = "red", _("a factory that is likely to miss the year’s end")
    REQUEST = "request", _("a request that waits too long")
    DECISION = "decision", _("a decision that is overdue")
    UNLED = "unled", _("a county without a member in charge")
    OWN = "own", _("put on by the committee’s staff")


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An agenda is read as a whole, by all who see its meeting."""
        return self.filter(meeting__in=Meeting.objects.visible_to(user))

    def editable_by(self, user):
        return self.filter(meeting__in=Meeting.objects.editable_by(user))

    def for_list(self):
        """With all that is said of what a point is about."""
        about = (*ABOUT, "request__asked_by", "request__owed_by", "decision__owner")
        return self.select_related("meeting", *about).order_by("meeting", "order", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class AgendaItem(Concerning):
    """One point of an agenda: proposed by what is red, overdue or escalated, or put on by staff."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("order"))
    source = models.CharField(_("why"), max_length=8, choices=ItemSource, default=ItemSource.OWN)
    title = models.CharField(_("point"), max_length=300)
    details = models.TextField(_("details"), blank=True)
    request = models.ForeignKey(
        "committees.Request", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    decision = models.ForeignKey(
        "committees.Decision", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    outcome = models.TextField(_("what came of it"), blank=True)
    dropped = models.BooleanField(_("taken off"), default=False)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the agenda")
        verbose_name_plural = _("points of the agenda")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                name="agenda_order_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["meeting", "request"],
                condition=Q(request__isnull=False),
                name="agenda_request_once",
                violation_error_message=_("This request is on the agenda already."),
            ),
        ]

    def __str__(self):
        return self.title


class Presence(models.TextChoices):
    PRESENT = "present", _("present")
    REPRESENTED = "represented", _("represented")
    ABSENT = "absent", _("absent")


@pghistory.track()
class Attendance(models.Model):
    """Whether a member was there."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="attendances", verbose_name=_("member"))
    presence = models.CharField(_("presence"), max_length=12, choices=Presence)
    note = models.CharField(_("by whom, or why not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["meeting", "member"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once"),
        ]

    def __str__(self):
        return f"{self.member}: {self.get_presence_display()}"
