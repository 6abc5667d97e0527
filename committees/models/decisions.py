"""Decisions: what the committee settled, who owes it by when, and every step until somebody else closes it."""

import pghistory
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.bodies import Organization
from committees.models.meetings import AgendaItem, Meeting
from committees.models.requests import Request
from committees.models.scope import own_body, post_of
from committees.rights import NATION
from regional20x10.shared.facts import NO_CHANGE


class DecisionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("decision", "open")
    DONE = "done", _("said to be done")
    CLOSED = "closed", pgettext_lazy("decision", "closed")
    WITHDRAWN = "withdrawn", pgettext_lazy("decision", "withdrawn")


DECISION_MOVES = {
    "done": (
        (DecisionState.OPEN,),
        DecisionState.DONE,
        _("Only an open decision is said to be done."),
    ),
    "close": (
        (DecisionState.DONE,),
        DecisionState.CLOSED,
        _("A decision is closed after its owner has said that it is done."),
    ),
    "reopen": (
        (DecisionState.DONE, DecisionState.CLOSED),
        DecisionState.OPEN,
        _("Only a decision that is done or closed is opened again."),
    ),
    "withdraw": (
        (DecisionState.OPEN, DecisionState.DONE),
        DecisionState.WITHDRAWN,
        _("A decision that is closed or withdrawn is not withdrawn."),
    ),
    "move": (
        (DecisionState.OPEN,),
        DecisionState.OPEN,
        _("Only an open decision gets another day."),
    ),
}
"""{deed: (states in which it may be done, state it leads to, what is said in any other)}."""


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Who reads the nation sees all; others what their body owes, and what is about what they see."""
        post = post_of(user)
        if post is None:
            return self.none()
        if post.rule.reads == NATION:
            return self.all()
        projects = self.model._meta.get_field("projects").related_model.objects.visible_to(user)
        counties = self.model._meta.get_field("counties").related_model.objects.visible_to(user)
        about = Q(pk__in=self.model.projects.through.objects.filter(factoryproject__in=projects).values("decision"))
        about |= Q(pk__in=self.model.counties.through.objects.filter(county__in=counties).values("decision"))
        return self.filter(about | Q(owner=own_body(user)) | Q(request__in=_own_requests(user)))

    editable_by = visible_to

    def owed(self):
        """Those that wait for their owner."""
        return self.filter(state=DecisionState.OPEN)

    def then(self, moment):
        """Those made by `moment`, with how each stood then: state_then, due_then, due_first, and whether overdue."""
        steps = DecisionStep.objects.filter(decision=OuterRef("pk"), at__lte=moment)
        days = steps.filter(due_on__isnull=False)
        last = steps.order_by("-at", "-pk").annotate(state=_state_after())
        rows = self.filter(
            pk__in=DecisionStep.objects.filter(step=DecisionStep.Step.MADE, at__lte=moment).values("decision")
        )
        rows = rows.annotate(
            state_then=Subquery(last.values("state")[:1]),
            due_then=Subquery(days.order_by("-at", "-pk").values("due_on")[:1]),
            due_first=Subquery(days.order_by("at", "pk").values("due_on")[:1]),
        )
        late = Q(state_then=DecisionState.OPEN, due_then__lt=localdate(moment))
        return rows.annotate(
            overdue=Case(When(late, then=Value(True)), default=Value(False), output_field=models.BooleanField())
        )

    def unsettled(self, moment):
        """Those that by `moment` were made and neither closed nor withdrawn, as they stood then."""
        return self.then(moment).filter(state_then__in=[DecisionState.OPEN, DecisionState.DONE])

    def concerning(self, *, project=None, county=None, province=None):
        """Those about the factory; or about the county, or any of the province, or one of its factories."""
        of_projects, of_counties = self.model.projects.through.objects, self.model.counties.through.objects
        if project is not None:
            return self.filter(pk__in=of_projects.filter(factoryproject=project).values("decision"))
        path, place = ("county", county) if county is not None else ("county__province", province)
        about = Q(pk__in=of_projects.filter(**{f"factoryproject__plan__{path}": place}).values("decision"))
        return self.filter(about | Q(pk__in=of_counties.filter(**{path: place}).values("decision")))

    def for_list(self):
        rows = self.select_related("owner", "meeting__committee__organization", "request")
        return rows.order_by("due_on", "number", "pk").fetch_mode(models.FETCH_RAISE)


def _state_after():
    """The state that a step leads to, as an expression."""
    named = {
        DecisionStep.Step.DONE: DecisionState.DONE, DecisionStep.Step.CLOSED: DecisionState.CLOSED,
        DecisionStep.Step.WITHDRAWN: DecisionState.WITHDRAWN,
    }  # fmt: skip
    whens = [When(step=step.value, then=Value(state.value)) for step, state in named.items()]
    return Case(*whens, default=Value(DecisionState.OPEN.value), output_field=models.CharField())


def _own_requests(user):
    body = own_body(user)
    return Request.objects.filter(Q(owed_by=body) | Q(asked_by=body)).values("pk")


@pghistory.track()
class Decision(models.Model):
    """One decision with its owner and its day. Both are needed: what nobody owes by no day is not decided."""

    number = models.CharField(_("number"), max_length=12, unique=True, help_text="Such as D26-014.")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("meeting")
    )
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("point")
    )
    request = models.ForeignKey(
        Request, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("request")
    )
    text = models.TextField(_("decision"))
    owner = models.ForeignKey(Organization, models.PROTECT, related_name="decisions", verbose_name=_("owner"))
    due_on = models.DateField(_("due"))
    made_on = models.DateField(_("decided on"))
    state = models.CharField(_("state"), max_length=9, choices=DecisionState, default=DecisionState.OPEN)
    counties = models.ManyToManyField(
        "factories.County", blank=True, related_name="decisions", verbose_name=_("counties")
    )
    projects = models.ManyToManyField(
        "factories.FactoryProject", blank=True, related_name="decisions", verbose_name=_("factories")
    )
    demonstration = models.BooleanField(_("demonstration"), default=False)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = [models.Index(fields=["owner", "state"], name="decision_of_owner")]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_text",
                condition=~Q(text=""),
                violation_error_message=_("Write down what was decided."),
            ),
            models.CheckConstraint(
                name="decision_due_after_it_was_made",
                condition=Q(due_on__gte=F("made_on")),
                violation_error_message=_("A decision is due on or after the day it is made: correct the date."),
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("decision", args=[self.pk])


class DecisionStep(models.Model):
    """What became of a decision: a fact, with the words and the evidence of who did it."""

    class Step(models.TextChoices):
        MADE = "made", _("decided")
        MOVED = "moved", _("given another day")
        DONE = "done", _("said to be done")
        CLOSED = "closed", pgettext_lazy("step of a decision", "closed")
        REOPENED = "reopened", pgettext_lazy("step of a decision", "opened again")
        WITHDRAWN = "withdrawn", pgettext_lazy("step of a decision", "withdrawn")

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="steps")
    step = models.CharField(max_length=9, choices=Step)
    note = models.TextField(_("note"), blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("committees.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("step of a decision")
        verbose_name_plural = _("steps of decisions")
        ordering = ["at", "pk"]
        triggers = [NO_CHANGE]

    def __str__(self):
        return f"{self.decision}: {self.get_step_display()}"
