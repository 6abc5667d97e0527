"""Ten-day returns: what a site said in each period, its states and versions. Submitted returns are facts."""

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from committees.rights import Deed
from factories.models.periods import ReportingPeriod
from factories.models.projects import FactoryProject


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    VERIFIED = "verified", _("verified")
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("sent back")


STATES = {
    # from state: {deed: (to state, what is done, who does it)}; the documentation's diagram is drawn from this table
    State.DRAFT: {"submit": State.SUBMITTED},
    State.SUBMITTED: {"verify": State.VERIFIED, "send_back": State.RETURNED},
    State.VERIFIED: {"accept": State.ACCEPTED, "send_back": State.RETURNED},
    State.ACCEPTED: {},
    State.RETURNED: {},
}


class StatusReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Returns of the projects one may see; a draft only to those who may write it."""
        projects = FactoryProject.objects.visible_to(user)
        mine = FactoryProject.objects.editable_by(user)
        writes = user.is_authenticated and user.post and user.post.may(Deed.ENTER_RETURNS)
        drafts = Q(state=State.DRAFT, project__in=mine) if writes else Q(pk__in=[])
        return self.filter(~Q(state=State.DRAFT) | drafts, project__in=projects)

    def editable_by(self, user):
        return self.visible_to(user).filter(project__in=FactoryProject.objects.editable_by(user))

    def replacing(self, project, period, version):
        """The later versions that stand in the place of `version`: submitted and not sent back."""
        rows = self.filter(project=project, period=period, version__gt=version)
        return rows.filter(submitted_at__isnull=False, returned_at__isnull=True)

    def standing(self):
        """Without the versions that a later one has replaced."""
        return self.filter(
            ~models.Exists(StatusReturn.objects.replacing(*map(OuterRef, ("project", "period", "version"))))
        )

    def then(self, moment):
        """As they stood at `moment`: those begun by then, with `state_then`."""
        stamps = (State.RETURNED, State.ACCEPTED, State.VERIFIED, State.SUBMITTED)
        cases = [models.When(**{f"{state}_at__lte": moment}, then=models.Value(state.value)) for state in stamps]
        rows = self.filter(created_at__lte=moment)
        return rows.annotate(state_then=models.Case(*cases, default=models.Value(State.DRAFT.value)))

    def with_posts(self):
        """With everything a page shows of a return but its lines: one query."""
        posts = ("saved_by", "submitted_by", "verified_by", "accepted_by", "returned_by")
        scopes = [f"{post}__{place}" for post in posts for place in ("province", "county", "organization")]
        return self.select_related(
            "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
            "project__construction_unit", "project__standing", *scopes,
        )  # fmt: skip

    def with_amounts(self):
        """With what their parts add up to: spent (None if nothing was said of it) and delivery_count."""
        of_it = {"status_return": OuterRef("pk")}
        sums = self.model._meta.apps.get_model("factories", "Expenditure").objects.filter(**of_it)
        counts = self.model._meta.apps.get_model("factories", "Delivery").objects.filter(**of_it)
        spent = sums.order_by().values("status_return").annotate(sum=models.Sum("amount")).values("sum")
        count = counts.order_by().values("status_return").annotate(count=models.Count("pk")).values("count")
        return self.annotate(
            spent=models.Subquery(spent), delivery_count=models.functions.Coalesce(models.Subquery(count), 0)
        )

    def for_list(self):
        return (
            self.select_related(
                "period", "project__plan__county__province", "project__plan__program_year", "project__factory_type",
                "submitted_by", "verified_by", "accepted_by", "returned_by",
            )
            .order_by("-period__starts_on", "project__code", "-version", "-pk")
            .fetch_mode(models.FETCH_RAISE)
        )  # fmt: skip


def _stamped(state, deeds, *, without):
    """In this state these stamps are there and those are not."""
    there = {f"{deed}_at__isnull": False for deed in deeds}
    return Q(state=state, **there, **{f"{deed}_at__isnull": True for deed in without})


def _both_or_neither(deed):
    """A stamp has its time and its post, or neither."""
    return Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True}) | Q(
        **{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False}
    )


class StatusReturn(models.Model):
    """What a site reports of one project for one period. A correction is a new version, which supersedes the old one.

    A draft may be changed; from submission on the database itself refuses any change of its content.
    """

    class Pace(models.TextChoices):
        NORMAL = "normal", _("No")
        SLOWER = "slower", _("Slower than planned")
        STOPPED = "stopped", _("Stopped")

    project = models.ForeignKey(FactoryProject, models.PROTECT, related_name="returns")
    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1, help_text="Counts the savings of a draft.")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same return.")

    crew_people = models.PositiveIntegerField(_("workers on site, daily average"), null=True, blank=True)
    crew_days = models.PositiveIntegerField(_("worker-days in the period"), null=True, blank=True)
    pace = models.CharField(_("is anything stopping or slowing the work?"), max_length=8, choices=Pace, blank=True)
    slowed_since = models.DateField(_("since"), null=True, blank=True)
    needed = models.TextField(_("what is needed to go on?"), blank=True)
    narrative = models.TextField(_("what was done"), blank=True)
    percent = models.DecimalField(
        _("physical progress, %"),
        max_digits=6,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Weighted work packages, fixed at submission under the weights of that day.",
    )
    doubts = models.JSONField(default=list, blank=True, help_text="The questions the form asked, kept with the answer.")
    warnings = models.JSONField(
        default=list, blank=True, help_text="What looked implausible at submission: [{code, ...its figures}]."
    )
    overspent_because = models.CharField(_("why more was spent than was disbursed"), max_length=300, blank=True)
    batch = models.ForeignKey(
        "factories.ReturnBatch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
        help_text="The workbook it came with; empty for one written on the page or through the API.",
    )

    created_at = models.DateTimeField()
    created_by = models.ForeignKey("committees.Post", models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey("committees.Post", models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey("committees.Post", models.PROTECT, null=True, blank=True, related_name="+")
    return_note = models.TextField(_("why it was sent back"), blank=True)
    value_notes = models.JSONField(default=dict, blank=True, help_text="{field: what is to be corrected there}.")

    objects = StatusReturnQuerySet.as_manager()

    class Meta:
        verbose_name = _("ten-day return")
        verbose_name_plural = _("ten-day returns")
        indexes = [
            models.Index(fields=["project", "-submitted_at"], name="return_of_project"),
            models.Index(fields=["state"], name="return_waiting", condition=Q(state__in=["submitted", "verified"])),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="facts_stand",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=pgtrigger.Func(
                    """
                    IF OLD.state = 'draft' THEN
                        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                        IF NEW.state NOT IN ('draft', 'submitted') THEN
                            RAISE EXCEPTION 'a draft return cannot become %', NEW.state USING ERRCODE = '23514';
                        END IF;
                        IF (NEW.project_id, NEW.period_id, NEW.version)
                           IS DISTINCT FROM (OLD.project_id, OLD.period_id, OLD.version) THEN
                            RAISE EXCEPTION 'a return stays that of its project, period and version'
                                USING ERRCODE = '23514';
                        END IF;
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'a submitted return is a fact: it cannot be deleted' USING ERRCODE = '23514';
                    END IF;
                    IF (to_jsonb(NEW) - ARRAY['state', 'verified_at', 'verified_by_id', 'accepted_at', 'accepted_by_id',
                                              'returned_at', 'returned_by_id', 'return_note', 'value_notes'])
                       IS DISTINCT FROM
                       (to_jsonb(OLD) - ARRAY['state', 'verified_at', 'verified_by_id', 'accepted_at', 'accepted_by_id',
                                              'returned_at', 'returned_by_id', 'return_note', 'value_notes'])
                       OR (OLD.verified_at IS NOT NULL AND NEW.verified_at IS DISTINCT FROM OLD.verified_at)
                       OR (OLD.accepted_at IS NOT NULL AND NEW.accepted_at IS DISTINCT FROM OLD.accepted_at)
                       OR (OLD.returned_at IS NOT NULL AND NEW.returned_at IS DISTINCT FROM OLD.returned_at)
                       OR (OLD.verified_by_id IS NOT NULL AND NEW.verified_by_id IS DISTINCT FROM OLD.verified_by_id)
                       OR (OLD.accepted_by_id IS NOT NULL AND NEW.accepted_by_id IS DISTINCT FROM OLD.accepted_by_id)
                       OR (OLD.returned_by_id IS NOT NULL AND NEW.returned_by_id IS DISTINCT FROM OLD.returned_by_id)
                       OR (OLD.return_note <> '' AND NEW.return_note IS DISTINCT FROM OLD.return_note)
                       OR (OLD.returned_at IS NOT NULL AND NEW.value_notes IS DISTINCT FROM OLD.value_notes)
                    THEN
                        RAISE EXCEPTION 'a submitted return is a fact: make a new version' USING ERRCODE = '23514';
                    END IF;
                    IF NOT ((OLD.state, NEW.state) IN (('submitted', 'verified'), ('submitted', 'returned'),
                                                       ('verified', 'accepted'), ('verified', 'returned'))
                            OR OLD.state = NEW.state) THEN
                        RAISE EXCEPTION 'a % return cannot become %', OLD.state, NEW.state USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            pgtrigger.Trigger(
                name="versions_in_order",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=pgtrigger.Func(
                    """
                    IF NEW.version <> 1 + COALESCE((SELECT max(version) FROM factories_statusreturn
                            WHERE project_id = NEW.project_id AND period_id = NEW.period_id), 0) THEN
                        RAISE EXCEPTION 'versions of a return follow one another' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
            # The number of a waybill is its supplier's: of all returns in force only versions of one another may name
            # it. Two that are submitted at the same moment wait for each other.
            pgtrigger.Trigger(
                name="waybills_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="draft", new__state="submitted"),
                func=pgtrigger.Func(
                    """
                    PERFORM pg_advisory_xact_lock(hashtextextended('waybill ' || supplier_id || ' ' || waybill, 0))
                        FROM (SELECT supplier_id, waybill FROM factories_delivery WHERE status_return_id = NEW.id
                              ORDER BY supplier_id, waybill) d;
                    IF EXISTS (
                        SELECT FROM factories_delivery mine
                        JOIN factories_delivery other USING (supplier_id, waybill)
                        JOIN factories_statusreturn r ON r.id = other.status_return_id
                        WHERE mine.status_return_id = NEW.id AND r.submitted_at IS NOT NULL AND r.returned_at IS NULL
                          AND (r.project_id, r.period_id) <> (NEW.project_id, NEW.period_id)
                          AND NOT EXISTS (SELECT FROM factories_statusreturn later
                                          WHERE later.project_id = r.project_id AND later.period_id = r.period_id
                                            AND later.version > r.version AND later.submitted_at IS NOT NULL
                                            AND later.returned_at IS NULL)
                    ) THEN
                        RAISE EXCEPTION 'a waybill of a supplier is reported once' USING ERRCODE = '23505';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "period", "version"], name="return_version_once"),
            models.UniqueConstraint(
                fields=["project", "period"],
                condition=Q(state="draft"),
                name="return_one_draft",
                violation_error_message=_("There is already a draft for this project and period: go on with that one."),
            ),
            models.CheckConstraint(
                name="return_state_is_stamped",
                condition=(
                    Q(state="draft", submitted_at__isnull=True)
                    | _stamped("submitted", {"submitted"}, without={"verified", "returned"})
                    | _stamped("verified", {"submitted", "verified"}, without={"accepted", "returned"})
                    | _stamped("accepted", {"submitted", "verified", "accepted"}, without={"returned"})
                    | _stamped("returned", {"submitted", "returned"}, without={"accepted"})
                ),
            ),
            models.CheckConstraint(
                name="return_percent_once_submitted", condition=Q(state="draft") | Q(percent__isnull=False)
            ),
            models.CheckConstraint(
                name="return_stamps_are_signed",
                condition=Q(*map(_both_or_neither, ("submitted", "verified", "accepted", "returned"))),
            ),
            models.CheckConstraint(
                name="return_four_eyes",
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("submitted_by")),
                violation_error_message=_("Nobody verifies their own return: another post must."),
            ),
            models.CheckConstraint(
                name="return_sent_back_with_a_note",
                condition=Q(returned_at__isnull=True) | ~Q(return_note=""),
                violation_error_message=_("Say what is to be corrected when sending a return back."),
            ),
        ]

    def __str__(self):
        return f"{self.project.code} {self.period.code} v{self.version}"

    def get_absolute_url(self):
        return reverse("return", args=[self.pk])
