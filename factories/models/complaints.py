"""Complaints of residents about a site or a factory: a reference number and a matter, nothing personal."""

from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils.translation import gettext_lazy as _

from factories.models.entries import Entry, EntryQuerySet
from factories.models.projects import FactoryProject


class ComplaintMatter(models.TextChoices):
    NOISE = "noise", _("noise")
    DUST = "dust", _("dust or smell")
    WATER = "water", _("waste water")
    TRAFFIC = "traffic", _("roads and traffic")
    HOUSING = "housing", _("houses and land")
    SAFETY = "safety", _("safety")
    QUALITY = "quality", _("quality of goods")
    SUPPLY = "supply", _("goods not to be had")
    PRICE = "price", _("prices")
    OTHER = "other", _("another matter")


class ComplaintState(models.TextChoices):
    """How a complaint stands on a day."""

    OPEN = "open", _("waits for its reply")
    OVERDUE = "overdue", _("overdue")
    IN_TIME = "in_time", _("replied in time")
    LATE = "late", _("replied late")


class ComplaintWhy(models.TextChoices):
    """Why an entry has another version. A list, so that nothing personal is ever written down."""

    TYPED = "typed", _("typed wrongly")
    REGISTER = "register", _("corrected in the register")
    TWICE = "twice", _("entered twice")
    ELSEWHERE = "elsewhere", _("belongs to another factory or number")
    AGAIN = "again", _("entered again after it was withdrawn")


class _Chosen:
    """An entry whose `why` is a ComplaintWhy."""

    @property
    def why_said(self):
        return dict(ComplaintWhy.choices).get(self.why, self.why)


class ComplaintQuerySet(EntryQuerySet):
    def then(self, moment, day):
        """Those in force by `moment`, with `replied_on`, `outcome`, `took` (to the reply) and `state_then` on `day`."""
        replies = ComplaintReply.objects.in_force(moment).filter(complaint__chain=OuterRef("chain"))
        replied = Q(replied_on__isnull=False)
        state = Case(
            When(replied & Q(replied_on__lte=F("reply_due_on")), then=Value(ComplaintState.IN_TIME)),
            When(replied, then=Value(ComplaintState.LATE)),
            When(reply_due_on__lt=day, then=Value(ComplaintState.OVERDUE)),
            default=Value(ComplaintState.OPEN),
            output_field=models.CharField(),
        )
        rows = self.in_force(moment).annotate(
            replied_on=Subquery(replies.values("replied_on")), outcome=Subquery(replies.values("outcome"))
        )
        return rows.annotate(took=F("replied_on") - F("received_on"), state_then=state)

    def for_list(self):
        rows = self.select_related(
            "project__factory_type", "project__plan__county__province", "project__plan__program_year"
        )
        return rows.order_by("-received_on", "-pk").fetch_mode(models.FETCH_RAISE)


class Complaint(_Chosen, Entry):
    """A complaint under the number it has in the county's register. No text: that register holds what is personal."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="complaints")
    reference = models.CharField(_("number in the register"), max_length=40)
    matter = models.CharField(_("matter"), max_length=10, choices=ComplaintMatter)
    received_on = models.DateField(_("received on"))
    reply_due_on = models.DateField(_("reply due on"))

    objects = ComplaintQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["project", "reference"],
                condition=Q(replaces__isnull=True),
                name="complaint_reference_once",
                violation_error_message=_("This number of the register was entered for this factory already."),
            ),
            models.CheckConstraint(
                name="complaint_reply_due_after_it_came",
                condition=Q(reply_due_on__gte=F("received_on")),
                violation_error_message=_("A reply is due on or after the day the complaint came: correct a date."),
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def outcome_said(self):
        """Of one read by then(): the outcome of its reply in words; None without one."""
        return self.outcome and ReplyOutcome(self.outcome).label


class ReplyOutcome(models.TextChoices):
    MENDED = "mended", _("mended")
    PARTLY = "partly", _("mended in part")
    PLANNED = "planned", _("to be mended by a set day")
    UNFOUNDED = "unfounded", _("found without cause")
    PASSED_ON = "passed_on", _("passed on to another body")


class ComplaintReply(_Chosen, Entry):
    """When a complaint was replied to, and with which outcome."""

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="complaint_replies")
    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="replies", verbose_name=_("complaint"))
    replied_on = models.DateField(_("replied on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=ReplyOutcome)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        abstract = False
        verbose_name = _("reply to a complaint")
        verbose_name_plural = _("replies to complaints")
        constraints = [
            *Entry.Meta.constraints,
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(replaces__isnull=True),
                name="complaint_replied_once",
                violation_error_message=_("This complaint was replied to already: correct that entry."),
            ),
        ]

    def __str__(self):
        return f"{self.complaint}: {self.get_outcome_display()}"
