"""The ladder every return climbs, whatever it reports: its states, versions and stamps. Submitted returns are facts."""

import pgtrigger
from django.db import models
from django.db.models import F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

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


class LadderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Returns of the projects one may see; a draft only to those who may write it."""
        projects = FactoryProject.objects.visible_to(user)
        mine = FactoryProject.objects.editable_by(user)
        writes = user.is_authenticated and user.post and user.post.may(self.model.WRITTEN_BY)
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
        rows = self.model._default_manager.all()
        return self.filter(~models.Exists(rows.replacing(*map(OuterRef, ("project", "period", "version")))))

    def then(self, moment):
        """As they stood at `moment`: those begun by then, with `state_then`."""
        stamps = (State.RETURNED, State.ACCEPTED, State.VERIFIED, State.SUBMITTED)
        cases = [models.When(**{f"{state}_at__lte": moment}, then=models.Value(state.value)) for state in stamps]
        rows = self.filter(created_at__lte=moment)
        return rows.annotate(state_then=models.Case(*cases, default=models.Value(State.DRAFT.value)))


class Ladder(models.Model):
    """What a project reports for a period, in versions: a correction is a new one, which supersedes the old.

    A draft may be changed; from submission on the database itself refuses any change of its content. A subclass adds
    `project`, `period`, what it reports, WRITTEN_BY, and triggers(), constraints() of the ladder in its Meta.
    """

    WRITTEN_BY = None
    """The deed of those who write it and see its drafts."""

    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1, help_text="Counts the savings of a draft.")
    key = models.UUIDField(unique=True, help_text="Made by the form or the caller: the same key is the same return.")
    doubts = models.JSONField(default=list, blank=True, help_text="The questions the form asked, kept with the answer.")
    warnings = models.JSONField(
        default=list, blank=True, help_text="What looked implausible at submission: [{code, ...its figures}]."
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

    class Meta:
        abstract = True


def triggers(table):
    """Those that make a submitted return of `table` a fact, and its versions follow one another."""
    return [
        pgtrigger.Trigger(
            name="facts_stand",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=pgtrigger.Func(_FACTS_STAND),
        ),
        pgtrigger.Trigger(
            name="versions_in_order",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            func=pgtrigger.Func(_VERSIONS_IN_ORDER.replace("TABLE", table)),
        ),
    ]


_FACTS_STAND = """
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

_VERSIONS_IN_ORDER = """
                    IF NEW.version <> 1 + COALESCE((SELECT max(version) FROM TABLE
                            WHERE project_id = NEW.project_id AND period_id = NEW.period_id), 0) THEN
                        RAISE EXCEPTION 'versions of a return follow one another' USING ERRCODE = '23514';
                    END IF;
                    RETURN NEW;
                    """


def constraints(noun):
    """The ladder's constraints of a model, whose names begin with `noun`."""
    return [
        models.UniqueConstraint(fields=["project", "period", "version"], name=f"{noun}_version_once"),
        models.UniqueConstraint(
            fields=["project", "period"],
            condition=Q(state="draft"),
            name=f"{noun}_one_draft",
            violation_error_message=_("There is already a draft for this project and period: go on with that one."),
        ),
        models.CheckConstraint(
            name=f"{noun}_state_is_stamped",
            condition=(
                Q(state="draft", submitted_at__isnull=True)
                | _stamped("submitted", {"submitted"}, without={"verified", "returned"})
                | _stamped("verified", {"submitted", "verified"}, without={"accepted", "returned"})
                | _stamped("accepted", {"submitted", "verified", "accepted"}, without={"returned"})
                | _stamped("returned", {"submitted", "returned"}, without={"accepted"})
            ),
        ),
        models.CheckConstraint(
            name=f"{noun}_stamps_are_signed",
            condition=Q(*map(_both_or_neither, ("submitted", "verified", "accepted", "returned"))),
        ),
        models.CheckConstraint(
            name=f"{noun}_four_eyes",
            condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("submitted_by")),
            violation_error_message=_("Nobody verifies their own return: another post must."),
        ),
        models.CheckConstraint(
            name=f"{noun}_sent_back_with_a_note",
            condition=Q(returned_at__isnull=True) | ~Q(return_note=""),
            violation_error_message=_("Say what is to be corrected when sending a return back."),
        ),
    ]


def indexes(noun):
    """Those by which the returns of a project and the ones that wait are found."""
    return [
        models.Index(fields=["project", "-submitted_at"], name=f"{noun}_of_project"),
        models.Index(fields=["state"], name=f"{noun}_waiting", condition=Q(state__in=["submitted", "verified"])),
    ]


def _stamped(state, deeds, *, without):
    """In this state these stamps are there and those are not."""
    there = {f"{deed}_at__isnull": False for deed in deeds}
    return Q(state=state, **there, **{f"{deed}_at__isnull": True for deed in without})


def _both_or_neither(deed):
    """A stamp has its time and its post, or neither."""
    return Q(**{f"{deed}_at__isnull": True, f"{deed}_by__isnull": True}) | Q(
        **{f"{deed}_at__isnull": False, f"{deed}_by__isnull": False}
    )


def only_in_a_draft(table, column):
    """The trigger that closes the parts of a return of `table`, which they name in `column`, when it is submitted."""
    return pgtrigger.Trigger(
        name="only_in_a_draft",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=pgtrigger.Func(_PARENT_IS_DRAFT.replace("TABLE", table).replace("COLUMN", column)),
    )


_PARENT_IS_DRAFT = """
    IF EXISTS (SELECT FROM TABLE
               WHERE id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.COLUMN ELSE OLD.COLUMN END,
                            CASE WHEN TG_OP = 'DELETE' THEN OLD.COLUMN ELSE NEW.COLUMN END)
                 AND state <> 'draft') THEN
        RAISE EXCEPTION 'a submitted return is a fact: make a new version' USING ERRCODE = '23514';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
    """
