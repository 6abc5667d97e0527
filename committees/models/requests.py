"""Requests between bodies: what one needs of another, for which factory, by when; and every step until it has it."""

import pghistory
from django.db import models
from django.db.models import Case, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from committees.models.bodies import Organization
from committees.models.scope import ABOUT, Concerning, concerning, one_subject, own_body
from regional20x10.shared.facts import NO_CHANGE


class RequestState(models.TextChoices):
    OPEN = "open", _("waits for an answer")
    PROMISED = "promised", _("promised")
    DECLINED = "declined", _("declined")
    DONE = "done", _("said to be done")
    CONFIRMED = "confirmed", _("confirmed by who asked")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")


WAITING = (RequestState.OPEN, RequestState.PROMISED, RequestState.DECLINED)
"""States in which the asking body still lacks what it asked for, so that the request ages."""
REQUEST_MOVES = {
    "promise": (
        WAITING,
        RequestState.PROMISED,
        _("Only what still waits is promised."),
    ),
    "decline": (
        (RequestState.OPEN, RequestState.PROMISED),
        RequestState.DECLINED,
        _("Only what waits or is promised is declined."),
    ),
    "done": (
        WAITING,
        RequestState.DONE,
        _("This is said to be done, confirmed or withdrawn already."),
    ),
    "confirm": (
        (RequestState.DONE,),
        RequestState.CONFIRMED,
        _("Confirm after the other body has said that it is done."),
    ),
    "dispute": (
        (RequestState.DONE, RequestState.CONFIRMED),
        RequestState.OPEN,
        _("Only what is said to be done is disputed."),
    ),
    "withdraw": (
        (*WAITING, RequestState.DONE),
        RequestState.WITHDRAWN,
        _("A request that is confirmed or withdrawn is not withdrawn."),
    ),
}
"""{deed: (states in which it may be done, state it leads to, what is said in any other)}."""


class Level(models.IntegerChoices):
    """How high a request has climbed by its age."""

    BODY = 0, _("the body asked")
    PROVINCE = 1, _("the province")
    LEAD = 2, _("the member in charge")
    COMMITTEE = 3, _("the committee’s agenda")


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those about what one sees, and those of or to one's own body."""
        body = own_body(user)
        own = Q(asked_by=body) | Q(owed_by=body) if body else None
        return self.filter(concerning(self.model, user, own))

    def editable_by(self, user):
        """Those of or to one's own body."""
        body = own_body(user)
        return self.filter(Q(asked_by=body) | Q(owed_by=body)) if body else self.none()

    def waiting(self):
        return self.filter(state__in=WAITING)

    def at_place(self, county):
        """Those about the county or a factory in it."""
        return self.filter(Q(county=county) | Q(project__plan__county=county))

    def then(self, moment):
        """Those asked by `moment`, as they stood: with `state_then`, `level_then`, `promised_then` (the last promise),
        `owed_then` (key of the body that owed it; `owner` says its code and names), `answered_at` (first promised,
        declined or said to be done), `done_at` (of one that counts as done) and `overdue` (waits after its day)."""
        steps = RequestStep.objects.filter(request=OuterRef("pk"), at__lte=moment)
        last = steps.order_by("-at", "-pk")
        done = last.filter(step=RequestStep.Step.DONE)
        answers = steps.order_by().filter(step__in=ANSWERS).values("request")
        rows = self.filter(Exists(steps)).annotate(
            last_step=Subquery(last.exclude(step=RequestStep.Step.ESCALATED).values("step")[:1]),
            level_then=Coalesce(Subquery(last.filter(level__isnull=False).values("level")[:1]), Value(Level.BODY)),
            promised_then=Subquery(last.filter(step=RequestStep.Step.PROMISED).values("promised_on")[:1]),
            owed_then=Coalesce(
                Subquery(last.filter(owed_by__isnull=False).values("owed_by")[:1]), F("owed_by"),
                output_field=models.BigIntegerField(),
            ),
            answered_at=Subquery(answers.annotate(first=Min("at")).values("first")),
        )  # fmt: skip
        opened = When(last_step__in=OPENING, then=Value(RequestState.OPEN))
        rows = rows.annotate(state_then=Case(opened, default=F("last_step"), output_field=models.CharField()))
        counts_as_done = Q(state_then__in=[RequestState.DONE, RequestState.CONFIRMED])
        late = Q(state_then__in=WAITING, due_on__lt=localdate(moment))
        owner = Organization.objects.filter(pk=OuterRef("owed_then"))
        return rows.annotate(
            owner=Subquery(owner.values(said=JSONObject(code="code", name_en="name_en", name_ko="name_ko"))),
            done_at=Case(When(counts_as_done, then=Subquery(done.values("at")[:1]))),
            overdue=Case(When(late, then=True), default=False, output_field=models.BooleanField()),
        )

    def for_list(self):
        rows = self.select_related("asked_by", "owed_by", *ABOUT)
        return rows.order_by("due_on", "number", "pk").fetch_mode(models.FETCH_RAISE)


@pghistory.track()
class Request(Concerning):
    """What one body needs of another. Its state and level follow from its steps and are kept for lists."""

    number = models.CharField(_("number"), max_length=12, unique=True, help_text="Such as R26-0031.")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same request.")
    what = models.CharField(_("what is needed"), max_length=200)
    details = models.TextField(_("details"), blank=True)
    asked_by = models.ForeignKey(Organization, models.PROTECT, related_name="requests_made", verbose_name=_("owed to"))
    owed_by = models.ForeignKey(
        Organization, models.PROTECT, related_name="requests_owed", verbose_name=_("blocked by")
    )
    asked_on = models.DateField(_("asked on"))
    due_on = models.DateField(_("due"))
    delay_days = models.PositiveSmallIntegerField(
        _("days of delay"), default=0, help_text=_("By how many days the finish slips if it is not met.")
    )
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.OPEN)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, default=Level.BODY)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    visit = models.ForeignKey(
        "committees.Visit", models.PROTECT, null=True, blank=True, related_name="requests", verbose_name=_("visit")
    )
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        indexes = [
            models.Index(fields=["owed_by", "state"], name="request_of_body"),
            models.Index(fields=["project", "state"], name="request_of_project"),
        ]
        constraints = [
            one_subject("request_one_subject"),
            models.CheckConstraint(
                name="request_names_a_subject",
                condition=Q(project__isnull=False) | Q(county__isnull=False),
                violation_error_message=_("Say for which factory or county it is needed."),
            ),
            models.CheckConstraint(
                name="request_to_another_body",
                condition=~Q(asked_by=F("owed_by")),
                violation_error_message=_("A body asks nothing of itself: choose the body that is to act."),
            ),
            models.CheckConstraint(
                name="request_due_after_it_was_made",
                condition=Q(due_on__gte=F("asked_on")),
                violation_error_message=_("A request is due on or after the day it is made: correct the date."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("request", args=[self.pk])

    @property
    def state_said(self):
        """Of one read by then(): its state in words."""
        return RequestState(self.state_then).label

    @property
    def level_said(self):
        """Of one read by then(): how high it has climbed, in words."""
        return Level(self.level_then).label

    @property
    def owner_name(self):
        """Of one read by then(): the body that owed it, by its name in the reader's language."""
        return (self.owner["name_ko"] if get_language() == "ko" else "") or self.owner["name_en"]

    @property
    def waits(self):
        """Of one read by then(): whether the asking body still lacks it."""
        return self.state_then in WAITING


class RequestStep(models.Model):
    """What became of a request: a fact. Without a post it is the schedule that let it climb."""

    class Step(models.TextChoices):
        ASKED = "asked", pgettext_lazy("step of a request", "asked")
        PROMISED = "promised", _("promised")
        DECLINED = "declined", _("declined")
        DONE = "done", _("said to be done")
        CONFIRMED = "confirmed", pgettext_lazy("step of a request", "confirmed")
        DISPUTED = "disputed", _("disputed: not done")
        ESCALATED = "escalated", _("went higher")
        PASSED = "passed", _("passed on to another body")
        WITHDRAWN = "withdrawn", pgettext_lazy("step of a request", "withdrawn")

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    note = models.TextField(_("note"), blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level, null=True, blank=True)
    owed_by = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("step of a request")
        verbose_name_plural = _("steps of requests")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]
        indexes = [models.Index(fields=["request", "at"], name="step_of_request")]

    def __str__(self):
        return f"{self.request}: {self.get_step_display()}"


ANSWERS = (RequestStep.Step.PROMISED, RequestStep.Step.DECLINED, RequestStep.Step.DONE)
"""Steps that answer a request; passing it on does not."""
OPENING = (RequestStep.Step.ASKED, RequestStep.Step.DISPUTED, RequestStep.Step.PASSED)
"""Steps after which it waits for an answer."""
