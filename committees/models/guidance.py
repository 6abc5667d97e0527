"""Guidance notes: what the guidance section asks of bodies, by when they reply, and what they replied."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Organization
from committees.models.scope import ABOUT, Concerning, concerning, one_subject, own_body
from regional20x10.shared.facts import NO_CHANGE


class GuidanceNoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about what one sees, and those to one's own body."""
        body = own_body(user)
        addressed = Q(pk__in=GuidanceAddress.objects.filter(organization=body).values("note")) if body else None
        return self.filter(concerning(self.model, user, addressed))

    def for_list(self):
        rows = self.select_related(*ABOUT)
        return rows.order_by("-written_on", "-number", "pk").fetch_mode(models.FETCH_RAISE)


class GuidanceNote(Concerning):
    """One note to one or several bodies. A fact: a note that was wrong is followed by another."""

    number = models.CharField(_("number"), max_length=12, unique=True, help_text="Such as G26-007.")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same note.")
    title = models.CharField(_("subject"), max_length=200)
    text = models.TextField(_("guidance"))
    written_on = models.DateField(_("written on"))
    reply_by = models.DateField(_("reply by"))
    demonstration = models.BooleanField(_("demonstration"), default=False)
    at = models.DateTimeField(_("entered"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    objects = GuidanceNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("guidance note")
        verbose_name_plural = _("guidance notes")
        triggers = [NO_CHANGE]
        constraints = [
            one_subject("guidance_one_subject"),
            models.CheckConstraint(
                name="guidance_reply_by_after_it_is_written",
                condition=Q(reply_by__gte=F("written_on")),
                violation_error_message=_("A reply is due on or after the day the note is written: correct the date."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("guidance_note", args=[self.pk])


class GuidanceAddress(models.Model):
    """A body to which a note is addressed."""

    note = models.ForeignKey(GuidanceNote, models.PROTECT, related_name="addresses")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="guidance", verbose_name=_("to"))

    class Meta:
        ordering = ["note", "pk"]
        triggers = [NO_CHANGE]
        constraints = [models.UniqueConstraint(fields=["note", "organization"], name="guidance_once_per_body")]

    def __str__(self):
        return f"{self.note} to {self.organization}"


class GuidanceReply(models.Model):
    """What a body replied. It may reply again: both are kept."""

    address = models.ForeignKey(GuidanceAddress, models.PROTECT, related_name="replies")
    text = models.TextField(_("reply"))
    at = models.DateTimeField(_("replied"))
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        constraints = [
            models.CheckConstraint(
                name="guidance_reply_says_something",
                condition=~Q(text=""),
                violation_error_message=_("Write the reply."),
            )
        ]

    def __str__(self):
        return f"{self.address}: {self.at:%Y-%m-%d}"
